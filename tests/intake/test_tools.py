"""Survey tools are known by their headings; made-up exports in each tool's shape."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from openpyxl import Workbook

from aspiratie.errors import IntakeError
from aspiratie.intake import Export, clean, read_export
from aspiratie.intake.tools import surveymonkey

ITEMS = [f"{scale}{i}" for scale in "abc" for i in range(1, 5)]


def table(rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def places(frame):
    return frame[ITEMS].astype(int).to_numpy()


def test_qualtrics_has_three_rows_of_headings(write, book, answers_of):
    frame = answers_of(3)
    heads = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Duration (in seconds)",
        "ResponseId",
        "BRIN",
    ]
    texts = [
        "Start Date",
        "End Date",
        "Response Type",
        "IP Address",
        "Duration",
        "Response ID",
        "Je school\nen plaats",
    ]
    ids = ["startDate", "endDate", "status", "ipAddress", "duration", "_recordId", "QID1_TEXT"]
    rows = [
        [*heads, *(f"Q1_{i}" for i in range(1, 13))],
        [*texts, *(f'Wat vind je?\nKies - "{name}"' for name in ITEMS)],
        [
            json.dumps({"ImportId": i}, separators=(",", ":"))
            for i in [*ids, *(f"QID2_{i + 1}" for i in range(12))]
        ],
    ]
    for i, row in enumerate(frame[ITEMS].to_numpy()):
        status = "1" if i == 0 else "0"
        rows.append(["2025-11-03 09:00:00", "2025-11-03 09:05:00", status, "10.0.0.1", "300",
                     f"R_{i}", frame["school"][i], *row])  # fmt: skip
    export = read_export(write(table(rows)), book)
    assert (export.source.tool, export.source.header_rows) == ("qualtrics", 3)
    assert (export.states.to_numpy() == places(frame)).all()
    assert export.states.index.tolist() == [4, 5, 6]
    assert ("not_in_codebook", "column 4 (D) IPAddress") in export.dropped
    answers = clean(export)
    assert answers.log.counts("row_removed").to_numpy().tolist() == [["test_entry", 1]]
    assert answers.respondents["duration"].tolist() == [300, 300]


def test_qualtrics_is_also_known_by_text_and_import_id(write, book, answers_of):
    frame = answers_of(2)
    rows = [
        ["Status", "EndDate", "Progress", "ResponseId", "BRIN", *(f"Q9.{i}" for i in range(12))],
        ["Response Type", "End Date", "Progress", "Response ID", "School",
         *(f"Geef aan - {book.field(name).title.nl}" for name in ITEMS)],
    ]  # fmt: skip
    for i, row in enumerate(frame[ITEMS].to_numpy()):
        rows.append(["IP Address", "x", "100", f"R_{i}", frame["school"][i], *row])
    export = read_export(write(table(rows, ";")), book)
    assert export.source.header_rows == 2
    assert (export.states.to_numpy() == places(frame)).all()


@pytest.mark.parametrize(
    "heading",
    [
        "{code}[{sub}]",
        "{code}_{sub}",
        "{code}[{sub}]. Wat vind je? [{title}]",
        "Wat vind je? [{title}]",
    ],
)
def test_limesurvey_headings_with_sub_questions(write, book, answers_of, heading):
    frame = answers_of(3)
    heads = [
        heading.format(code="st", sub=f"SQ{i:03d}", title=book.field(name).title.nl)
        for i, name in enumerate(ITEMS, start=1)
    ]
    rows = [["id", "submitdate", "lastpage", "startlanguage", "ipaddr", "BRIN", *heads]]
    for i, row in enumerate(frame[ITEMS].to_numpy()):
        rows.append([i, "1980-01-01 00:00:00", 3, "nl", "10.0.0.1", frame["school"][i], *row])
    export = read_export(write(table(rows, ";")), book)
    assert export.source.tool == "limesurvey"
    assert (export.states.to_numpy() == places(frame)).all()
    assert "respondent" in export.texts


def test_limesurvey_full_headings_with_codes(write, book, answers_of):
    frame = answers_of(3)
    rows = [
        [
            "id. Response ID",
            "submitdate. Date submitted",
            "lastpage. Last page",
            "BRIN. Je school",
            *(f"{n}. {book.field(n).title.nl}" for n in ITEMS),
        ]
    ]
    for i, row in enumerate(frame[ITEMS].to_numpy()):
        rows.append([i, "", 3, frame["school"][i], *row])
    export = read_export(write(table(rows, ",")), book)
    assert export.source.tool == "limesurvey"
    assert (export.states.to_numpy() == places(frame)).all()


@pytest.mark.parametrize("dutch", [True, False])
def test_microsoft_forms_headings_with_spaces_and_numbers(tmp_path, book, answers_of, dutch):
    frame = answers_of(4, labels=True)
    sheet = Workbook()
    own = (
        ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam"]
        if dutch
        else ["ID", "Start time", "Completion time", "Email", "Name"]
    )
    titles = [book.field(name).title.of("nl" if dutch else "en") for name in ITEMS]
    heads = [t + ("\u00a0" if i % 3 == 0 else "2" if i == 4 else "") for i, t in enumerate(titles)]
    sheet.active.append([*own, "BRIN\u00a0", *heads])
    for i, row in enumerate(frame[ITEMS].to_numpy()):
        start, end = np.datetime64("2025-11-03T09:00:00"), np.datetime64("2025-11-03T09:00:20")
        sheet.active.append([i + 1, start.item(), end.item(), "anonymous", None, frame["school"][i],
                             *(f" {label.upper()}\u00a0" for label in row)])  # fmt: skip
    sheet.save(tmp_path / "formulier.xlsx")
    export = read_export(tmp_path / "formulier.xlsx", book)
    assert export.source.tool == "microsoft_forms"
    assert (export.states == Export.from_frame(frame, book).states.to_numpy()).all(axis=None)
    answers = clean(export)
    assert answers.respondents["duration"].tolist() == [20, 20, 20, 20]
    assert answers.careless["speed"].all()


def test_forms_number_is_not_used_where_two_columns_could_be_meant(book, answers_of):
    frame = answers_of(2).rename(columns={"a1": book.field("a1").title.en + "2"})
    frame.insert(0, "Completion time", "")
    frame.insert(0, "Start time", "")
    assert (Export.from_frame(frame, book).states["a1"] > 0).all()
    frame[book.field("a1").title.en + "3"] = "1"
    with pytest.raises(IntakeError, match="column a1 is missing"):
        Export.from_frame(frame, book)


def test_google_forms_grids(write, book, answers_of):
    frame = answers_of(3, labels=True)
    heads = [f"Wat vind je van school? [{book.field(name).title.nl}]" for name in ITEMS]
    rows = [["Tijdstempel", "BRIN", *heads, "Nog iets?", "Nog iets?"]]
    for school, row in zip(frame["school"], frame[ITEMS].to_numpy(), strict=True):
        rows.append(["3-11-2025 9:00:00", school, *row, "", ""])
    export = read_export(write(table(rows)), book)
    assert export.source.tool == "google_forms"
    assert (export.states == Export.from_frame(frame, book).states.to_numpy()).all(axis=None)
    assert "submitted" in export.texts


def test_surveymonkey_carries_the_question_to_the_right(write, book, answers_of):
    frame = answers_of(3)
    rows = [
        ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "BRIN",
         "Wat vind je?", *[""] * 11],
        ["", "", "", "", "", "Open-Ended Response", *(book.field(n).title.nl for n in ITEMS)],
    ]  # fmt: skip
    for i, row in enumerate(frame[ITEMS].to_numpy()):
        rows.append(
            [i, 1, "11/03/2025 09:00:00 AM", "11/03/2025 09:04:00 AM", "", frame["school"][i], *row]
        )
    export = read_export(write(table(rows)), book)
    assert (export.source.tool, export.source.header_rows) == ("surveymonkey", 2)
    assert (export.states.to_numpy() == places(frame)).all()
    assert export.states.index.tolist() == [3, 4, 5]
    assert clean(export).respondents["duration"].tolist() == [240, 240, 240]


def test_a_plain_table_goes_by_names_aliases_and_titles(book, answers_of):
    frame = answers_of(3)
    frame.columns = [
        "brin ",
        "A1",
        " q1_2",
        "Stelling  A3: op school, en 'thuis'",
        *frame.columns[4:],
    ]
    export = Export.from_frame(frame.iloc[:, ::-1], book)
    assert (export.states.to_numpy() == frame.iloc[:, 1:].astype(int).to_numpy()).all()
    assert export.source.tool == "table"


def test_surveymonkey_names_a_part_with_its_question():
    layout = surveymonkey.recognise(
        [
            ["Respondent ID", "Collector ID", "Je school", "Wat vind je?", "", "Nog iets?"],
            ["", "", "Response", "Rust", "Ruimte", "Open-Ended Response"],
        ]
    )
    assert layout is not None
    assert [heading.texts for heading in layout.headings[2:]] == [
        ("Je school",),
        ("Wat vind je? - Rust", "Rust"),
        ("Wat vind je? - Ruimte", "Ruimte"),
        ("Nog iets?",),
    ]
    assert [heading.stem for heading in layout.headings[3:5]] == ["Wat vind je?"] * 2
