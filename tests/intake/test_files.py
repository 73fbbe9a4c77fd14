"""Kinds of files: what was written is what is read, whatever the dialect."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from aspiratie.errors import IntakeError
from aspiratie.intake import Export, read_answers, read_export


def as_csv(frame, delimiter=";", encoding="utf-8", newline="\r\n", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerow(frame.columns)
    writer.writerows(frame.itertuples(index=False))
    return out.getvalue().encode(encoding)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    decimal=st.sampled_from([",", "."]),
    newline=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    weights=st.lists(st.decimals(min_value=0, max_value=999, places=2), min_size=1, max_size=12),
    remark=st.text(st.sampled_from('é;,|\t"\n x€'), max_size=12),
)
def test_round_trip_over_dialects(
    tmp_path, book, answers_of, delimiter, encoding, decimal, newline, quoting, weights, remark
):
    frame = answers_of(len(weights), labels=True)
    frame["Gewicht"] = [str(w).replace(".", decimal) for w in weights]
    frame["Leerjaar"] = "brugklas é"
    frame["iets anders"] = remark
    path = tmp_path / "export.dat"
    path.write_bytes(as_csv(frame, delimiter, encoding, newline, quoting))
    export = read_export(path, book)
    expected = Export.from_frame(frame, book)
    assert export.states.to_numpy().tolist() == expected.states.to_numpy().tolist()
    assert export.numbers["weight"].tolist() == [float(w) for w in weights]
    assert set(export.texts["group"]) == {"brugklas é"}
    assert export.source.delimiter == delimiter
    assert export.source.decimal == decimal
    assert export.states.index.tolist() == list(range(2, len(weights) + 2))
    if encoding != "utf-8":
        assert export.source.encoding.removesuffix("-le") == encoding.removesuffix("-le")


def test_wide_file_is_read_by_the_only_even_delimiter(write, book, answers_of):
    frame = answers_of(20)
    frame["Gewicht"] = "1,5"
    path = write(as_csv(frame, ";"))
    answers = read_answers(path, book)
    assert (answers.respondents["weight"] == 1.5).all()
    assert answers.source.decimal == ","


def test_of_two_even_delimiters_the_codebook_decides(write, book, answers_of):
    frame = answers_of(5)
    frame[frame.columns[1:]] += ",0"
    frame = frame.rename(columns={name: book.field(name).title.nl for name in frame.columns[1:]})
    lines = [";".join(frame.columns), *(";".join(row) for row in frame.itertuples(index=False))]
    assert {line.count(",") for line in lines} == {line.count(";") for line in lines} == {12}
    export = read_export(write("\n".join(lines)), book)
    assert export.source.delimiter == ";"
    assert export.source.decimal == ","
    assert (export.states.to_numpy() == answers_of(5).iloc[:, 1:].astype(int).to_numpy()).all()


def test_excel_writes_its_delimiter_in_front(write, book, answers_of):
    path = write(b"sep=;\r\n" + as_csv(answers_of(4), ";"))
    assert read_export(path, book).states.index.tolist() == [3, 4, 5, 6]


def test_blank_lines_and_line_breaks_in_cells_keep_row_numbers(write, book, answers_of):
    frame = answers_of(3)
    frame["Opmerkingen"] = ["een\n\ntwee", "", "drie"]
    lines = as_csv(frame, ";", newline="\n").decode()
    head, rest = lines.split("\n", 1)
    export = read_export(write(f"{head}\n\n{rest}\n\n"), book)
    assert export.states.index.tolist() == [3, 4, 5]
    assert export.open_answers.shape == (3, 0)
    kept = read_export(write(f"{head}\n\n{rest}\n\n"), book, open_answers=True)
    assert kept.open_answers["remarks"].iloc[0] == "een\n\ntwee"
    assert kept.open_answers["remarks"].isna().tolist() == [False, True, False]


def test_later_rows_of_another_width_are_told_by_number(write, book, answers_of):
    lines = as_csv(answers_of(2000), ";", newline="\n").decode().splitlines()
    lines[1500] += ";5"
    lines[1700] = "01AB;3"
    with pytest.raises(IntakeError) as caught:
        read_export(write("\n".join(lines)), book)
    assert "row 1501 has 14" in str(caught.value)
    assert "row 1701 has 2" in str(caught.value)
    assert "01AB" not in str(caught.value)


def workbook(path: Path, sheets: dict[str, pd.DataFrame], above: int = 0) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        for _ in range(above):
            sheet.append([])
        sheet.append(list(frame.columns))
        for row in frame.itertuples(index=False):
            sheet.append(list(row))
    book.save(path)
    return path


def test_xlsx_takes_the_sheet_that_fits(tmp_path, book, answers_of):
    frame = answers_of(6)
    frame[frame.columns[1:]] = frame[frame.columns[1:]].astype(int)
    other = pd.DataFrame({"uitleg": ["Dit is een toelichting."]})
    path = workbook(tmp_path / "geen-idee.bin", {"Toelichting": other, "Blad2": frame})
    export = read_export(path, book)
    assert (export.source.kind, export.source.sheet) == ("xlsx", "Blad2")
    assert np.array_equal(export.states, Export.from_frame(frame, book).states)
    assert export.states.index.tolist() == list(range(2, 8))
    assert read_export(path, book, sheet=2).source.sheet == "Blad2"
    with pytest.raises(IntakeError, match="does not look like"):
        read_export(path, book, sheet="Toelichting")
    with pytest.raises(IntakeError, match="no sheet 3"):
        read_export(path, book, sheet=3)


def test_xlsx_with_two_sheets_alike_asks_which(tmp_path, book, answers_of):
    path = workbook(tmp_path / "a.xlsx", {"een": answers_of(3), "twee": answers_of(3)})
    with pytest.raises(IntakeError, match="equally well"):
        read_export(path, book)
    assert read_export(path, book, sheet="twee").source.rows == 3


def test_xlsx_skips_empty_rows_but_counts_them(tmp_path, book, answers_of):
    frame = answers_of(4).astype(object)
    frame.loc[1] = None
    path = workbook(tmp_path / "a.xlsx", {"een": frame}, above=2)
    assert read_export(path, book).states.index.tolist() == [4, 6, 7]


def test_parquet_and_frame_agree(tmp_path, book, answers_of):
    frame = answers_of(8)
    frame[frame.columns[1:]] = frame[frame.columns[1:]].astype(float)
    frame.loc[3, "a1"] = np.nan
    frame["track"] = pd.Categorical(["havo", "vmbo"] * 4)
    frame.to_parquet(tmp_path / "a.csv")
    export = read_export(tmp_path / "a.csv", book)
    assert export.source.kind == "parquet"
    assert (
        export.states.to_numpy().tolist()
        == Export.from_frame(frame, book).states.to_numpy().tolist()
    )
    assert export.states["a1"].iloc[3] == 0
    assert export.texts["type"].tolist() == ["havo/vwo", "vmbo"] * 4


def write_sav(path, frame, labels, missing=None):
    pyreadstat.write_sav(
        frame, path, variable_value_labels={c: labels for c in frame.columns if c != "school"},
        missing_ranges=missing or {},
    )  # fmt: skip
    return path


def test_sav_keeps_codes_and_user_missing(tmp_path, book, answers_of):
    frame = answers_of(8)
    items = frame.columns[1:]
    frame[items] = frame[items].astype(float)
    frame.loc[0, "a1"] = 88.0
    frame.loc[1, "a1"] = np.nan
    frame.loc[2, "a1"] = 7.0
    labels = {1: "Strongly disagree", 5: "Strongly agree", 88: "Don't know"}
    path = write_sav(tmp_path / "a.sav", frame, labels, {"a1": [88]})
    export = read_export(path, book)
    assert (export.source.kind, export.source.tool) == ("sav", "spss")
    assert export.states["a1"].tolist()[:3] == [-1, 0, -3]
    assert export.states["b2"].tolist() == frame["b2"].astype(int).tolist()


def test_sav_that_is_coded_the_other_way_is_refused(tmp_path, book, answers_of):
    frame = answers_of(8)
    frame[frame.columns[1:]] = frame[frame.columns[1:]].astype(float)
    path = write_sav(tmp_path / "a.sav", frame, {1: "strongly agree", 5: "strongly disagree"})
    with pytest.raises(IntakeError, match="codes its answers otherwise") as caught:
        read_export(path, book)
    assert len(caught.value.problems) == 12


def test_a_million_cells_are_read_at_once(write, book, answers_of):
    frame = pd.concat([answers_of(1000, labels=True)] * 80)
    answers = read_answers(write(as_csv(frame, ";", "cp1252")), book)
    assert answers.items.shape == (80_000, 12)
    assert answers.log.rows_out == 80_000
