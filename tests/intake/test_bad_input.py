"""What cannot be read is refused, with the place and the remedy, all faults at once."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import IntakeError, ParameterError
from aspiratie.intake import Export, clean, read_answers


def lines(frame, delimiter=";"):
    return frame.to_csv(sep=delimiter, index=False)


def refusal(path, book):
    with pytest.raises(IntakeError) as caught:
        read_answers(path, book)
    return str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \r\n", b"\xff\xfe"])
def test_empty_file(write, book, content):
    assert "export.csv is empty" in refusal(write(content), book)


def test_header_only(write, book, answers_of):
    text = lines(answers_of(1)).splitlines()[0]
    assert "has headings but no answers" in refusal(write(text + "\n"), book)
    with pytest.raises(IntakeError, match="no answers"):
        Export.from_frame(answers_of(3).iloc[:0], book)


@pytest.mark.parametrize("delimiter", [":", "^", "  "])
def test_wrong_delimiter_is_never_one_column(write, book, answers_of, delimiter):
    text = lines(answers_of(5), ";").replace(";", delimiter)
    message = refusal(write(text), book)
    assert "no delimiter" in message
    assert "semicolon, comma, tab, bar" in message


def test_delimiters_mixed_up(write, book, answers_of):
    head, *rest = lines(answers_of(5)).splitlines()
    message = refusal(write("\n".join([head, *(r.replace(";", ",") for r in rest)])), book)
    assert "row 2" in message
    assert "13" in message


@pytest.mark.parametrize("seed", range(3))
def test_binary_junk(write, book, seed):
    junk = np.random.default_rng(seed).bytes(5000)
    assert "not a table that can be read" in refusal(write(junk), book)
    for magic, word in ((b"PAR1", "parquet"), (b"$FL2", ".sav"), (b"PK\x03\x04", "xlsx")):
        assert word in refusal(write(magic + junk), book)
    assert "old Excel" in refusal(write(b"\xd0\xcf\x11\xe0" + junk), book)


def test_a_zip_that_is_no_workbook(write, book):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "export.csv/document.xml has no delimiter" in refusal(write(out.getvalue()), book)


def test_no_file_and_a_folder(tmp_path, book):
    assert refusal(tmp_path / "weg.csv", book) == "There is no file weg.csv."
    assert "is a folder" in refusal(tmp_path, book)


def test_missing_school_column_and_items_at_once(write, book, answers_of):
    frame = answers_of(5).drop(columns=["school", "a1", "b4"])
    message = refusal(write(lines(frame)), book)
    assert "the school's column is missing" in message
    assert "column a1 is missing" in message
    assert "column b4 is missing" in message
    assert "'BRIN'" in message


def test_two_columns_of_one_field(write, book, answers_of):
    frame = answers_of(5)
    frame["Q1_1"] = "3"
    frame["Q1_7"] = "3"
    message = refusal(write(lines(frame)), book)
    assert "column 2 (B) and column 14 (N)" in message
    assert "'a1'" in message
    assert "'b3'" in message


def test_codebook_of_another_questionnaire(write, book, answers_of):
    frame = answers_of(5).rename(columns=lambda c: f"v_{c}" if c > "b" and c != "school" else c)
    message = refusal(write(lines(frame)), book)
    assert "does not look like the questionnaire 'klein'" in message
    assert "4 of the codebook's 12 items" in message


def test_answers_of_another_questionnaire(write, book, answers_of):
    frame = answers_of(30)
    frame.iloc[:, 1:] = "vaak"
    message = refusal(write(lines(frame)), book)
    assert "looks like answers to another questionnaire" in message
    assert "360 are labels" in message
    frame.iloc[:, 1:] = "37"
    assert "360 are codes" in refusal(write(lines(frame)), book)


def test_unknown_labels_are_all_told_at_once(write, book, answers_of):
    frame = answers_of(60, labels=True)
    frame.loc[:11, "a1"] = "Beetje mee eens"
    frame.loc[3:4, "a2"] = "Beetje mee eens "
    frame.loc[20:31, "b1"] = "???"
    frame.loc[[5, 7], "c1"] = "zomaar iets"
    frame.loc[40, "Onderwijssoort"] = "lyceum"
    message = refusal(write(lines(frame)), book)
    assert "columns a1, a2: 'Beetje mee eens' is no answer in the codebook" in message
    assert "it stands in 14 cells of 12 respondents" in message
    assert "column b1: '???'" in message
    assert "column c1, rows 7, 9" in message
    assert "zomaar" not in message
    assert "column track, row 42" in message
    assert "lyceum" not in message


def test_a_label_of_many_cells_of_one_respondent_is_not_shown(write, book, answers_of):
    frame = answers_of(60)
    frame.iloc[4, 1:] = "Sanne"
    frame["Deelnamecode"] = [str(i) for i in range(60)]
    assert "Sanne" not in refusal(write(lines(frame)), book)
    frame.iloc[4:40, 1] = "Sanne"
    frame.loc[4:40, "Deelnamecode"] = "4"
    assert "Sanne" not in refusal(write(lines(frame)), book)


def test_weights_that_are_no_numbers(write, book, answers_of):
    frame = answers_of(4)
    frame["Gewicht"] = ["1,2", "veel", "-3", ""]
    frame["Duur"] = ["300", "NA", "-9", "12"]
    message = refusal(write(lines(frame)), book)
    assert "weight, rows 3, 4" in message
    assert "veel" not in message
    assert "duration" not in message


def test_nobody_remains(write, book, answers_of):
    frame = answers_of(4)
    frame["school"] = ["", " ", "NA", ""]
    message = refusal(write(lines(frame)), book)
    assert "No respondent of export.csv remains" in message
    assert "no_school: removed 4 of 4 rows" in message


def test_options_are_checked_together(book, answers_of):
    with pytest.raises(ParameterError) as caught:
        clean(
            Export.from_frame(answers_of(3), book),
            min_answered=50,
            duplicates="drop",
            out_of_range="nan",
            careless="remove",
            test_entries="no",
        )
    assert len(caught.value.problems) == 5


def test_out_of_range_can_be_refused(book, answers_of):
    frame = answers_of(5)
    frame.loc[2, "a1"] = "9"
    frame.loc[3, "b1"] = "3,5"
    with pytest.raises(IntakeError) as caught:
        clean(Export.from_frame(frame, book), out_of_range="refuse")
    assert [p.where for p in caught.value.problems] == ["column a1, row 2", "column b1, row 3"]


def test_no_error_for_an_empty_optional_column(book, answers_of):
    frame = answers_of(5)
    frame["group"] = None
    answers = clean(Export.from_frame(frame, book))
    assert answers.respondents["group"].isna().all()
    assert isinstance(answers.respondents["group"].dtype, pd.StringDtype)
