"""Exports as others may have them: few cells to fill in, and every answer where it belongs."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from aspiratie.codebook import read_codebook
from aspiratie.intake import read_export
from aspiratie.intake.match import OPINION
from aspiratie.intake.proposal import propose
from aspiratie.start import start
from aspiratie.start.provisional import look_ahead

MOST_CELLS = 10
AGREE_7 = (
    "Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree",
    "Somewhat agree", "Agree", "Strongly agree",
)  # fmt: skip
OFTEN_4 = ("Nooit", "Soms", "Vaak", "Altijd")
EENS = ("helemaal mee oneens", "mee oneens", "neutraal", "mee eens", "helemaal mee eens")
AGREE = ("strongly disagree", "disagree", "neutral", "agree", "strongly agree")
TRIFFT = (
    "trifft überhaupt nicht zu", "trifft eher nicht zu", "trifft eher zu",
    "trifft voll und ganz zu",
)  # fmt: skip
HAPPY = ("Helemaal niet blij", "Een klein beetje blij", "Best wel blij", "Superblij")
TEXTS = (
    "Mijn leraar legt de stof goed uit.",
    "Ik durf vragen te stellen in de les.",
    "Ik krijg hulp als ik die nodig heb.",
    "In de les is het rustig.",
    "Wij praten samen over de les.",
)
SCHOOLS = ("01AB00", "02CD00", "03EF00")


def places(rows: int, k: int, seed: int = 7) -> np.ndarray:
    """Answers 1 to k of five questions on one trait."""
    rng = np.random.default_rng(seed)
    score = rng.normal(size=(rows, 1)) + rng.normal(scale=0.7, size=(rows, len(TEXTS)))
    return np.clip(np.round(score * k / 4 + (k + 1) / 2), 1, k).astype(int)


def write(path: Path, heads: Sequence[str], rows: Sequence[Sequence[object]], mark: str) -> Path:
    """Write csv, or a workbook where the path ends in xlsx."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in (heads, *rows):
            book.active.append(list(row))
        book.save(path)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=mark)
        writer.writerows([heads, *rows])
    return path


@dataclass(frozen=True, kw_only=True)
class Case:
    """An export: what writes it, how many cells at most, the answers, and a way to fill in."""

    name: str
    k: int
    make: Callable[[Path, np.ndarray], list[Path]]
    cells: int
    chosen: str = ""


def google(folder: Path, truth: np.ndarray) -> list[Path]:
    heads = ["Timestamp", "Email Address", "Which school do you attend?", "Grade"]
    heads += [f"How much do you agree? [{text}]" for text in TEXTS]
    rows = [
        [f"3/{1 + i % 28}/2026 9:0{i % 10}:00", f"p{i}@example.invalid",
         ("De Linde", "Het Anker", "De Brug")[i % 3], 1 + i % 2, *(AGREE_7[p - 1] for p in row)]
        for i, row in enumerate(truth)
    ]  # fmt: skip
    return [write(folder / "Form Responses.csv", heads, rows, ",")]


def two_languages(folder: Path, truth: np.ndarray) -> list[Path]:
    heads = ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "BRIN", *TEXTS]
    rows = [
        [i + 1, "2026-02-03 10:00:00", "2026-02-03 10:05:00", "anonymous", "", SCHOOLS[i % 3],
         *((EENS if i % 2 else AGREE)[p - 1] for p in row)]
        for i, row in enumerate(truth)
    ]  # fmt: skip
    return [write(folder / "vragenlijst.csv", heads, rows, ";")]


def numbered_with_unknown(folder: Path, truth: np.ndarray) -> list[Path]:
    heads = ["Volgnummer", "BRIN", "Leerjaar", *(f"{n}. {t}" for n, t in enumerate(TEXTS, 4))]
    rows = [
        [i + 1, SCHOOLS[i % 3], 1 + i % 2,
         *("Weet ik niet" if (i + j) % 40 == 0 else OFTEN_4[p - 1] for j, p in enumerate(row))]
        for i, row in enumerate(truth)
    ]  # fmt: skip
    return [write(folder / "uitslag.xlsx", heads, rows, "")]


def a_file_a_school(folder: Path, truth: np.ndarray) -> list[Path]:
    files = []
    for n, school in enumerate(SCHOOLS):
        rows = [[i + 1, *(EENS[p - 1] for p in row)] for i, row in enumerate(truth[n::3])]
        files.append(write(folder / f"antwoorden {school}.xlsx", ["nr", *TEXTS], rows, ""))
    return files


def codes(folder: Path, truth: np.ndarray) -> list[Path]:
    heads = ["id", "submitdate", "lastpage", "startlanguage", "BRIN"]
    heads += [f"les[SQ00{n}]" for n in range(1, len(TEXTS) + 1)]
    rows = [
        [i + 1, "2026-01-12 10:00:00", 3, "nl", SCHOOLS[i % 3], *row]
        for i, row in enumerate(truth)
    ]  # fmt: skip
    return [write(folder / "results-survey.csv", heads, rows, ",")]


def lettered(folder: Path, truth: np.ndarray) -> list[Path]:
    heads = ["id", "submitdate", "lastpage", "startlanguage", "BRIN"]
    heads += [f"les[SQ00{n}]" for n in range(1, len(TEXTS) + 1)]
    rows = [
        [i + 1, "2026-01-12 10:00:00", 3, "nl", SCHOOLS[i % 3], *(f"A{6 - p}" for p in row)]
        for i, row in enumerate(truth)
    ]
    return [write(folder / "results-survey.csv", heads, rows, ",")]


def two_matrices(folder: Path, truth: np.ndarray) -> list[Path]:
    """Write a workbook with a title over all columns, and merged texts over two matrices."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Resultaten 2025-2026"])
    sheet.append([])
    sheet.append(["Vestiging", "Groep", "1. Hoe zijn de lessen?", "", "", "2. En de klas?", ""])
    sheet.append(["", "", *(f"{'abc'[n % 3]}. {text}" for n, text in enumerate(TEXTS))])
    for i, row in enumerate(truth):
        sheet.append([f"De Linde {i % 3}", 6 + i % 2, *(EENS[p - 1] for p in row)])
    for area in ("A1:G1", "C3:E3", "F3:G3"):
        sheet.merge_cells(area)
    book.save(folder / "uitslag.xlsx")
    return [folder / "uitslag.xlsx"]


def german(folder: Path, truth: np.ndarray) -> list[Path]:
    heads = ["Schule", "Klasse", "Geschlecht", *TEXTS]
    lines = [heads] + [
        [f"Schule Nr. {i % 3}", f"{3 + i % 2}b", ("Junge", "Mädchen")[i % 2],
         *(TRIFFT[p - 1] for p in row)]
        for i, row in enumerate(truth)
    ]  # fmt: skip
    with (folder / "befragung.csv").open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)
    return [folder / "befragung.csv"]


def a_row_an_answer(folder: Path, truth: np.ndarray) -> list[Path]:
    rows = [
        [f"L{i:03d}", SCHOOLS[i % 3], text, EENS[p - 1]]
        for i, row in enumerate(truth)
        for text, p in zip(TEXTS, row, strict=True)
    ]
    heads = ["leerling", "school", "stelling", "antwoord"]
    return [write(folder / "antwoorden.csv", heads, rows, ";")]


def own_words(folder: Path, truth: np.ndarray) -> list[Path]:
    heads = ["School", "Groep", *TEXTS]
    rows = [
        [SCHOOLS[i % 3], 7 + i % 2, *(HAPPY[p - 1] for p in row)] for i, row in enumerate(truth)
    ]
    return [write(folder / "blij.csv", heads, rows, ";")]


CASES = (
    Case(name="google, grid, 7 points, English", k=7, make=google, cells=1),
    Case(name="two languages in one file", k=5, make=two_languages, cells=1),
    Case(name="numbered, weet niet, xlsx", k=4, make=numbered_with_unknown, cells=2),
    Case(name="a file a school", k=5, make=a_file_a_school, cells=2),
    Case(name="codes of LimeSurvey", k=7, make=codes, cells=2, chosen="1 is laag, 7 is hoog"),
    Case(name="letters and falling", k=5, make=lettered, cells=2, chosen="A1 = helemaal mee eens"),
    Case(name="two matrices under merged cells", k=5, make=two_matrices, cells=2),
    Case(name="German, Windows-1252", k=4, make=german, cells=2),
    Case(name="a row an answer", k=5, make=a_row_an_answer, cells=2),
    Case(name="words of one's own", k=4, make=own_words, cells=3, chosen="zoals_hieronder"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_few_cells_and_no_answer_in_the_wrong_place(tmp_path: Path, case: Case) -> None:
    truth = places(150, case.k)
    files = case.make(tmp_path, truth)
    started = start(files, folder=tmp_path / "work")
    assert len(started.cells) <= min(case.cells, MOST_CELLS), [c.question for c in started.cells]
    book = openpyxl.load_workbook(started.workbook)
    for cell in started.cells:
        sheet, _, place = cell.place.partition("!")
        if not place:
            continue  # the wave, in the parameters
        row = {h.value: c for h, c in zip(book[sheet][1], book[sheet][place[1:]], strict=False)}
        if row["wat"].value == "volgorde":
            book[sheet][place].value = _choice(book, case.chosen)
            _in_order(book, sheet, str(row["lijst"].value), case)
        else:
            book[sheet][place].value = "leerling"
    book.save(started.workbook)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        codebook = read_codebook(started.workbook)
        read = [
            read_export(file, codebook, school=_school(file) if len(files) > 1 else None)
            for file in files
        ]
    assert len(codebook.items) == len(TEXTS)
    assert not any(item.reversed for item in codebook.items)
    for n, export in enumerate(read):
        expected = truth[n :: len(files)].copy()
        if "weet" in case.name:
            unknown = (np.arange(150)[:, None] + np.arange(len(TEXTS))) % 40 == 0
            expected[unknown] = OPINION
        np.testing.assert_array_equal(export.states.to_numpy(), expected)


def _school(file: Path) -> str:
    return file.stem.rpartition(" ")[2]


def _choice(book: openpyxl.Workbook, chosen: str) -> str:
    words = [row[1].value for row in book["keuzes"].iter_rows(min_row=2)]
    return next((word for word in words if chosen in str(word)), chosen)


def _in_order(book: openpyxl.Workbook, sheet: str, name: str, case: Case) -> None:
    """Type the labels in their order where the file's own order is none."""
    if case.chosen != "zoals_hieronder":
        return
    heads = [c.value for c in book[sheet][1]]
    labels = iter(HAPPY)
    for row in book[sheet].iter_rows(min_row=2):
        told = dict(zip(heads, row, strict=False))
        if told["wat"].value == "antwoord" and told["lijst"].value == name:
            told["tekst"].value = next(labels)


def test_two_matrices_with_the_same_answers_are_two_scales(tmp_path: Path) -> None:
    proposal = propose(two_matrices(tmp_path, places(60, 5)))
    assert [scale.title for scale in proposal.scales] == [
        "1. Hoe zijn de lessen?",
        "2. En de klas?",
    ]
    assert [len(scale.columns) for scale in proposal.scales] == [3, 2]
    assert [c.role.value for c in proposal.columns[:2]] == ["school", "group"]


def test_no_direction_is_asked_before_the_order_is_told(tmp_path: Path) -> None:
    truth = places(150, 4)
    truth[:, 2] = 5 - truth[:, 2]
    asked = look_ahead(own_words(tmp_path, truth)).asked
    assert [q.kind for q in asked] == ["informant", "order"]
    told = {"informant": "pupil", "order:block1": HAPPY}
    (turned,) = look_ahead(own_words(tmp_path, truth), told).asked
    assert TEXTS[2].rstrip(".") in turned.text.text("nl")


def test_a_question_that_one_school_did_not_ask_is_not_required(tmp_path: Path) -> None:
    truth = places(90, 5)
    files = a_file_a_school(tmp_path, truth)
    shorter = [[i + 1, *(EENS[p - 1] for p in row[:4])] for i, row in enumerate(truth[2::3])]
    write(files[2], ["nr", *TEXTS[:4]], shorter, "")
    started = start(files, folder=tmp_path / "work")
    book = openpyxl.load_workbook(started.workbook)
    heads = [cell.value for cell in book["vragen"][1]]
    rows = {row[2]: dict(zip(heads, row, strict=True)) for row in
            book["vragen"].iter_rows(min_row=2, values_only=True)}  # fmt: skip
    assert rows[TEXTS[4]]["verplicht"] == "nee"
    assert files[2].name in str(rows[TEXTS[4]]["nog_te_doen"])
    assert rows[TEXTS[3]]["verplicht"] == "ja"


@pytest.mark.parametrize(
    ("times", "year"),
    [
        (["2026/03/01 10:00:00 AM CET", "2026/04/28 10:00:00 AM CEST"], "2025-2026"),
        (["13-9-25 9:00:00", "2-10-25 9:00:00"], "2025-2026"),
        (["9/13/2025 9:00", "10/2/2025 9:00"], "2025-2026"),
        (["3-4-26 9:00", "4-3-26 9:00"], None),
        (["2025-06-30 10:00", "2025-09-01 10:00"], None),
    ],
)
def test_the_school_year_of_times(tmp_path: Path, times: list[str], year: str | None) -> None:
    heads = ["Tijdstempel", "BRIN", *TEXTS]
    rows = [[times[i % 2], SCHOOLS[i % 3], *(EENS[p - 1] for p in row)]
            for i, row in enumerate(places(40, 5))]  # fmt: skip
    file = write(tmp_path / "f.csv", heads, rows, ",")
    text = start([file], folder=tmp_path / "work").parameters.read_text(encoding="utf-8")
    assert f'wave: "{year or "?"}"' in text


def test_weights_are_left_out_and_told(tmp_path: Path) -> None:
    heads = ["BRIN", "gewicht", *TEXTS]
    rows = [[SCHOOLS[i % 3], f"{1 + i % 4 / 4}", *(EENS[p - 1] for p in row)]
            for i, row in enumerate(places(40, 5))]  # fmt: skip
    started = start([write(tmp_path / "f.csv", heads, rows, ";")], folder=tmp_path / "work")
    sheet = openpyxl.load_workbook(started.workbook)["vragen"]
    told = dict(zip((c.value for c in sheet[1]), (c.value for c in sheet[3]), strict=True))
    assert (told["kop_in_bestand"], told["rol"]) == ("gewicht", "niet_gebruiken")
    assert "één keer" in told["nog_te_doen"]
