"""Questionnaires of any shape: a codebook, and what pupils of some schools answered to it.

A :class:`Shape` says what a questionnaire is like; :func:`write` puts its codebook, an export
and a parameters file on disk. Titles and labels are made up, and none is of the aspiration model.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

__all__ = ["TITLES", "ScaleShape", "Shape", "write"]

WAVE, EARLIER = "2025-2026", "2024-2025"
#: Words for answers, from disagreement to agreement; further ones are numbered.
AGREE = {
    2: ("nee", "ja"),
    3: ("oneens", "tussenin", "eens"),
    4: ("helemaal oneens", "oneens", "eens", "helemaal eens"),
    5: ("nooit", "zelden", "soms", "vaak", "altijd"),
}
AGREE_EN = {
    2: ("no", "yes"),
    3: ("disagree", "in between", "agree"),
    4: ("strongly disagree", "disagree", "agree", "strongly agree"),
    5: ("never", "seldom", "sometimes", "often", "always"),
}
#: Words that two questions of one questionnaire differ in.
SUBJECTS = ("de les", "de pauze", "de gang", "het plein", "de klas", "de sport", "de kantine")
SUBJECTS_EN = ("lessons", "breaks", "the hall", "the yard", "class", "sports", "the canteen")

#: Titles of scales and principles, without a digit: a number on the page is a result.
TITLES = ("Rust", "Ruimte", "Regels", "Samen", "Buiten", "Thuis")
TITLES_EN = ("Calm", "Room", "Rules", "Together", "Outside", "Home")
PRINCIPLES, PRINCIPLES_EN = ("Omgeving", "Omgang"), ("Surroundings", "Company")


@dataclass(frozen=True, kw_only=True)
class ScaleShape:
    """What one scale is like.

    Parameters
    ----------
    items, answers : int
        Number of questions, and of answers to each.
    loading : float
        Share of the trait in each answer: 0 is noise, 1 no noise at all.
    turned : int
        Number of questions worded the other way.
    marked : bool
        Whether the codebook says so.
    principle : int or None
        Number of its principle.
    """

    items: int = 4
    answers: int = 5
    loading: float = 0.75
    turned: int = 0
    marked: bool = True
    principle: int | None = None


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a questionnaire and its answers are like.

    Parameters
    ----------
    scales : tuple of ScaleShape
        Its scales.
    singles : tuple of int
        Number of answers of each question without a scale.
    schools : tuple of int
        Number of pupils of each school.
    groups : int
        Number of groups in a school; 0 for no column of groups.
    blank : float
        Share of questions that are not answered.
    unsure : str
        The code for "don't know" has this reason: "opinion" or "blank"; "" for no such code.
    midpoint : str
        "neutral", "unsure" or "".
    english : bool
        Whether the codebook has English texts too.
    outcome, ladder, profile, waves, same : bool
        Whether it names these; whether there is an earlier wave; whether all answer alike.
    language : str
        Of the reports.
    """

    scales: tuple[ScaleShape, ...] = (ScaleShape(),)
    singles: tuple[int, ...] = ()
    schools: tuple[int, ...] = (40, 30, 25, 30, 28, 12)
    groups: int = 0
    blank: float = 0.05
    unsure: str = ""
    midpoint: str = ""
    english: bool = True
    outcome: bool = False
    ladder: bool = False
    profile: bool = False
    waves: bool = False
    same: bool = False
    language: str = "nl"
    seed: int = 0


def _answers(number: int) -> list[dict[str, Any]]:
    nl = AGREE.get(number) or [f"stap {i + 1}" for i in range(number)]
    en = AGREE_EN.get(number) or [f"step {i + 1}" for i in range(number)]
    return [{"value": i + 1, "label": nl[i], "label_en": en[i]} for i in range(number)]


def _item(name: str, place: int, answers: int, shape: Shape) -> dict[str, Any]:
    subject, english = SUBJECTS[place % 7], SUBJECTS_EN[place % 7]
    item: dict[str, Any] = {
        "name": name,
        "title": f"Ik vind {subject} prettig, zo staat het in vraag {name}.",
        "title_en": f"I enjoy {english}, as asked in question {name}.",
        "type": "integer",
        "categoriesOrdered": True,
        "categories": _answers(answers),
    }
    if shape.midpoint and answers % 2:
        item["midpoint"] = shape.midpoint
    return item


def _document(shape: Shape) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": "eigen",
        "version": "1.0",
        "title": "Eigen vragenlijst van de school",
        "title_en": "The school's own questionnaire",
        "informant": "pupil",
        "licence": "Van de school zelf.",
        "licence_en": "The school's own.",
    }
    principles = sorted({s.principle for s in shape.scales if s.principle is not None})
    if principles:
        document["principles"] = [
            {
                "name": f"beginsel{p}",
                "title": PRINCIPLES[p],
                "title_en": PRINCIPLES_EN[p],
                "definition": "Wat bij elkaar hoort.",
                "definition_en": "What belongs together.",
            }
            for p in principles
        ]
    fields: list[dict[str, Any]] = [
        {"name": "school", "role": "school", "title": "Code van de school", "type": "string"}
    ]
    if shape.groups:
        fields.append({"name": "leerjaar", "role": "group", "title": "Leerjaar", "type": "string"})
    scales: list[dict[str, Any]] = []
    place = 0
    for i, scale in enumerate(shape.scales):
        made: dict[str, Any] = {
            "name": f"schaal{i}",
            "title": TITLES[i],
            "title_en": TITLES_EN[i],
            "definition": "Wat leerlingen ervan vinden.",
            "definition_en": "What pupils think of it.",
        }
        if scale.principle is not None:
            made["principle"] = f"beginsel{scale.principle}"
        scales.append(made)
        for j in range(scale.items):
            item = _item(f"s{i}v{j}", place, scale.answers, shape) | {"scale": f"schaal{i}"}
            if j < scale.turned and scale.marked:
                item["reversed"] = True
            fields.append(item)
            place += 1
    for i, answers in enumerate(shape.singles):
        fields.append(_item(f"los{i}", place, answers, shape))
        place += 1
    document |= {"scales": scales, "fields": fields}
    if shape.unsure:
        unsure = {"value": "99", "label": "weet niet", "label_en": "don't know"}
        document["missingValues"] = [unsure | {"reason": shape.unsure}]
    free = [f"schaal{i}" for i, s in enumerate(shape.scales) if s.principle is None]
    if shape.outcome and free:
        document["outcome"] = free[-1]
    if shape.ladder and shape.singles:
        document["ladder"] = "los0"
    if shape.profile and len(shape.scales) > 1:
        document["profile"] = {"dreaming": "schaal0", "doing": "schaal1"}
    return document if shape.english else _dutch(document)


def _dutch(part: Any) -> Any:
    """Leave the English texts out."""
    if isinstance(part, dict):
        return {k: _dutch(v) for k, v in part.items() if not k.endswith("_en")}
    return [_dutch(v) for v in part] if isinstance(part, list) else part


def _cut(value: np.ndarray, answers: int) -> np.ndarray:
    """Return codes 1 to `answers` of standard normal values."""
    edges = np.linspace(-1.4, 1.4, answers - 1) if answers > 2 else np.array([0.0])
    return np.asarray(1 + np.searchsorted(edges, value))


def _rows(shape: Shape, rng: np.random.Generator) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, pupils in enumerate(shape.schools):
        columns: list[np.ndarray] = []
        for scale in shape.scales:
            trait = rng.normal(0.3 * rng.normal(), 1, pupils)
            for j in range(scale.items):
                noise = rng.normal(size=pupils) * np.sqrt(1 - scale.loading**2)
                value = _cut(scale.loading * trait + noise, scale.answers)
                columns.append(scale.answers + 1 - value if j < scale.turned else value)
        columns += [_cut(rng.normal(size=pupils), answers) for answers in shape.singles]
        if shape.same:
            columns = [np.full(pupils, 2) for _ in columns]
        table = np.array(columns).astype(str)
        for code in ("99", "") if shape.unsure else ("",):
            table[rng.random(table.shape) < shape.blank] = code
        for i in range(pupils):
            group = [str(1 + i % shape.groups)] if shape.groups else []
            rows.append([f"{number + 1:02d}AB00", *group, *table[:, i]])
    return rows


def write(shape: Shape, folder: Path) -> Path:
    """Write a questionnaire with answers to it; return the parameters file."""
    document = _document(shape)
    (folder / "eigen.yml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    rng = np.random.default_rng(shape.seed)
    surveys = []
    for wave in (WAVE, EARLIER) if shape.waves else (WAVE,):
        with (folder / f"{wave}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow([field["name"] for field in document["fields"]])
            writer.writerows(_rows(shape, rng))
        surveys.append({"file": f"{wave}.csv", "codebook": "eigen.yml", "wave": wave})
    parameters = {
        "region": "Streek",
        "wave": WAVE,
        "date": "2026-03-01",
        "output": "rapporten",
        "language": shape.language,
        "surveys": surveys,
    }
    path = folder / "eigen_parameters.yml"
    path.write_text(yaml.safe_dump(parameters, allow_unicode=True), "utf-8")
    return path
