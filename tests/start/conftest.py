"""Exports as a teacher has them: small, made here, of nobody."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

SCHOOLS = ("01AB00", "02CD00", "03EF00", "04GH00", "05IJ00", "06KL00")
LABELS = ("helemaal mee oneens", "mee oneens", "neutraal", "mee eens", "helemaal mee eens")
ITEMS = (
    "Ik hoor bij deze klas.",
    "Ik voel me op school alleen.",
    "In de klas helpen we elkaar.",
    "Mijn klasgenoten luisteren naar mij.",
)
BY_HAND = ("Heel blij", "Blij", "Gaat wel", "Niet zo blij")


def answers(rows: int, seed: int = 1) -> np.ndarray:
    """Places 1 to 5 of four questions on one trait; the second is worded against it."""
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=rows)
    out = np.empty((rows, len(ITEMS)), dtype=int)
    for j in range(len(ITEMS)):
        sign = -1 if j == 1 else 1
        score = sign * trait + rng.normal(scale=0.7, size=rows)
        out[:, j] = np.clip(np.round(score * 1.1 + 3), 1, 5).astype(int)
    return out


def write_forms(path: Path, *, per_school: int = 20, remark: str = "Een eigen woord") -> Path:
    """Write what Microsoft Forms gives a Dutch teacher, with a column of a name and remarks."""
    rows = len(SCHOOLS) * per_school
    places = answers(rows)
    heads = ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Wat is de BRIN-code?"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*heads, "Leerjaar", *ITEMS, "Hoe is het op school?", "Opmerkingen"])
        for i in range(rows):
            day = f"2026-03-{1 + i % 28:02d}"
            writer.writerow(
                [i + 1, f"{day} 09:00:00", f"{day} 09:0{i % 9 + 1}:30", "anonymous", "",
                 SCHOOLS[i % len(SCHOOLS)], 1 + i % 2, *(LABELS[p - 1] for p in places[i]),
                 BY_HAND[i % len(BY_HAND)], f"{remark} {i}" if i % 5 == 0 else ""]
            )  # fmt: skip
    return path


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A Forms export in data/ of an otherwise empty folder."""
    (tmp_path / "data").mkdir()
    return write_forms(tmp_path / "data" / "leerlingen.csv")


@pytest.fixture
def make_forms() -> Callable[..., Path]:
    return write_forms
