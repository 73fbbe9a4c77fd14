"""A marked pupil: in every cell, heading and folder, and in nothing that is said of the export."""

from __future__ import annotations

import traceback
import warnings
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from aspiratie.errors import IntakeError
from aspiratie.intake import Export, clean, read_answers, read_export

MARK = "KANARIE"
ITEMS = [f"{scale}{i}" for scale in "abc" for i in range(1, 5)]


@pytest.fixture
def marked(answers_of):
    """One pupil's marker in the id, times, open answer, other columns and headings."""
    frame = answers_of(40, labels=True)
    n = len(frame)
    for name in ("Deelnamecode", "Verstuurd", "Soort inzending", "Leerjaar", "Opmerkingen",
                 "Naam", "E-mail", "lievelingsdier"):  # fmt: skip
        frame[name] = [f"gewoon {i}" for i in range(n)]
        frame.loc[7, name] = f"{MARK} {name}"
    frame[f"{MARK} in een kop"] = MARK
    return frame


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / f"map van {MARK}"
    path.mkdir()
    return path


def said(thing: object) -> str:
    """Everything that an object says of itself, and of the parts that are not data."""
    return f"{thing!r} {thing!s}"


def told(error: BaseException) -> str:
    lines = traceback.format_exception(type(error), error, error.__traceback__, chain=True)
    parts = [str(p) for p in getattr(error, "problems", ())]
    return " ".join([str(error), repr(error), *parts, *lines, *map(str, error.args)])


def test_no_log_or_repr_holds_the_marker(folder, book, marked, caplog, capsys):
    path = folder / "leerlingen.csv"
    path.write_text(marked.to_csv(sep=";", index=False), encoding="cp1252")
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        export = read_export(path, book)
        answers = clean(export)
    text = " ".join(
        [
            said(export), said(export.source), said(answers), said(answers.log),
            answers.log.entries.to_csv(), answers.log.schools.to_csv(), str(export.dropped),
            answers.items.to_csv(), answers.careless.to_csv(), answers.open_answers.to_csv(),
            answers.no_opinion.to_csv(), caplog.text, *capsys.readouterr(),
            *(str(w) for w in heard),
        ]
    )  # fmt: skip
    assert MARK not in text
    assert "leerlingen.csv" in text
    # the pupil stayed; only the group, which the codebook asks for, still holds the text
    assert answers.log.rows_out == 40
    assert MARK in answers.respondents["group"].to_csv()
    assert MARK not in answers.respondents.drop(columns="group").to_csv()


def test_dropped_columns_are_logged_by_place(book, marked):
    answers = clean(Export.from_frame(marked, book))
    lines = answers.log.entries.query("action == 'column_dropped'")
    assert lines[["rule", "column"]].to_numpy().tolist() == [
        ["open_answer", "remarks"],
        ["not_in_codebook", "column 19 (S) Naam"],
        ["not_in_codebook", "column 20 (T) E-mail"],
        ["not_in_codebook", "column 21 (U)"],
        ["not_in_codebook", "column 22 (V)"],
    ]
    assert (lines["rows"] == 40).all()


def spoil_label(frame):
    frame.loc[7, "a1"] = MARK
    frame.loc[7, ITEMS[3:]] = f"ik ben {MARK}"


def spoil_many_labels(frame):
    frame.loc[7:30, "a1"] = [f"{MARK} {i}" for i in range(24)]
    frame.loc[7:15, "Onderwijssoort"] = MARK  # nine: one fewer than is shown


def spoil_weight(frame):
    frame["Gewicht"] = MARK


def spoil_all_answers(frame):
    frame[ITEMS] = MARK


def spoil_headings(frame):
    frame.columns = [f"{MARK} {c}" for c in frame.columns]


def spoil_school(frame):
    frame.columns = [MARK if c == "school" else c for c in frame.columns]


def spoil_twice(frame):
    frame["Q1_1"] = MARK


@pytest.mark.parametrize(
    "spoil",
    [spoil_label, spoil_many_labels, spoil_weight, spoil_all_answers, spoil_headings, spoil_school,
     spoil_twice],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "frame"])
def test_no_error_holds_the_marker(folder, book, marked, spoil, kind):
    spoil(marked)
    path = folder / f"export.{kind}"
    if kind == "csv":
        path.write_text(marked.to_csv(sep=";", index=False), encoding="utf-8")
    elif kind == "xlsx":
        sheet = Workbook()
        sheet.active.append(list(marked.columns))
        for row in marked.itertuples(index=False):
            sheet.active.append([None if pd.isna(v) else v for v in row])
        sheet.save(path)
    elif kind == "parquet":
        marked.astype("str").to_parquet(path)
    with pytest.raises(IntakeError) as caught:
        clean(Export.from_frame(marked, book)) if kind == "frame" else read_answers(path, book)
    assert MARK not in told(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        f"{MARK}\n{MARK}\n",
        f"a;b;c\n{MARK};1\n",
        f'school;a1\n"{MARK};2\n01AB;3',
        f"PAR1 {MARK}",
        f"$FL2 {MARK}",
        f"PK\x03\x04 {MARK}",
        f"\x00\x01\x02{MARK}",
    ],
)
def test_no_error_of_a_broken_file_holds_the_marker(folder, book, content):
    path = folder / "export.csv"
    path.write_bytes(content.encode())
    with pytest.raises(IntakeError) as caught:
        read_answers(path, book)
    assert MARK not in told(caught.value)


def test_rows_of_another_width_are_not_shown(folder, book, answers_of):
    lines = answers_of(900).to_csv(sep=";", index=False).splitlines()
    lines[800] = f"{MARK};1"
    path = folder / "export.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(IntakeError, match="row 801 has 2") as caught:
        read_answers(path, book)
    assert MARK not in told(caught.value)


def test_a_missing_file_is_told_by_name_only(folder, book):
    with pytest.raises(IntakeError) as caught:
        read_answers(folder / "weg.csv", book)
    assert MARK not in told(caught.value)
