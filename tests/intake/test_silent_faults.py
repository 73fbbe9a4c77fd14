"""Faults that once gave wrong numbers without a word: now refused, or read right."""

from __future__ import annotations

import json
import logging

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from aspiratie.codebook import parse_codebook
from aspiratie.errors import IntakeError
from aspiratie.intake import Export, clean, read_answers, read_export

from .conftest import ITEMS, LIKERT, document


def qualtrics(frame, codes, texts):
    """Write three rows of headings: codes, texts and import ids."""
    own = ["StartDate", "EndDate", "Status", "ResponseId", "BRIN"]
    heads = [[*own, *codes], ["Start Date", "End Date", "Response Type", "Response ID", "School",
             *texts]]  # fmt: skip
    heads.append([json.dumps({"ImportId": f"QID{i}"}) for i in range(len(heads[0]))])
    rows = [["", "", "0", f"R_{i}", frame["school"][i], *row]
            for i, row in enumerate(frame[ITEMS].to_numpy())]  # fmt: skip
    return pd.DataFrame(heads + rows).to_csv(index=False, header=False)


# 1. Numbers beat texts


def test_text_goes_before_a_number_that_says_something_else(write, book, answers_of):
    """Blocks numbered otherwise: every answer would go to the wrong question."""
    frame = answers_of(30)
    texts = [book.field(name).title.nl for name in ITEMS]
    turned = [f"Q1_{i}" for i in (*range(7, 13), *range(1, 7))]
    with pytest.raises(IntakeError) as caught:
        read_export(write(qualtrics(frame, turned, texts)), book)
    told = str(caught.value)
    assert "'Q1_7' stands in the codebook for 'b3'" in told
    assert "the text beside it is 'Stelling a1" in told


def test_texts_of_another_questionnaire_are_not_taken_by_their_numbers(write, book, answers_of):
    texts = [f"In de kantine is het eten van dag {i} lekker" for i in range(12)]
    path = write(qualtrics(answers_of(30), [f"Q1_{i}" for i in range(1, 13)], texts))
    with pytest.raises(IntakeError, match="0 of the codebook's 12 items") as caught:
        read_export(path, book)
    assert "In de kantine is het eten van dag 0 lekker" in str(caught.value)
    assert "2 more columns have a code and a text that disagree" in str(caught.value)


def test_numbers_that_agree_with_their_texts_are_read(write, book, answers_of):
    frame = answers_of(30)
    texts = [f"{i}. {book.field(n).title.nl}" for i, n in enumerate(ITEMS, 1)]
    texts[3] = texts[3].replace("school", "shool")
    export = read_export(write(qualtrics(frame, [f"Q1_{i}" for i in range(1, 13)], texts)), book)
    assert (export.states.to_numpy() == frame[ITEMS].astype(int).to_numpy()).all()


# 2. A forgotten category


def four_point():
    made = document()
    for field in made["fields"]:
        if field["name"] in ITEMS:
            field["categories"] = LIKERT[:4]
    return parse_codebook(made)


def test_a_forgotten_category_is_refused(answers_of):
    frame = answers_of(200)
    with pytest.raises(IntakeError) as caught:
        Export.from_frame(frame, four_point())
    top = int((frame[ITEMS] == "5").sum(axis=None))
    assert f"the code '5' is no answer in the codebook; it stands in {top} cells" in str(
        caught.value
    )


def test_a_slip_is_told_from_one_per_cent_and_counts_as_missing(answers_of, book, caplog):
    frame = answers_of(200)
    frame.loc[:1, "a1"], frame.loc[0, "a2"] = "7", "7"
    with caplog.at_level(logging.WARNING, "aspiratie"):
        answers = clean(Export.from_frame(frame, book))
    assert int(answers.items["a1"].isna().sum()) == 2
    (told,) = (r.getMessage() for r in caplog.records)
    assert "2 of 200 answers to a1 are codes that the codebook does not know (1.0%)" in told


# 4. User-missing codes of SPSS


def sav(tmp_path, frame, *, missing, labels=None, texts=None):
    path = tmp_path / "bestand.sav"
    numbers = frame.copy()
    numbers[ITEMS] = numbers[ITEMS].astype(float)
    pyreadstat.write_sav(
        numbers,
        path,
        missing_ranges=dict.fromkeys(ITEMS, missing),
        variable_value_labels=dict.fromkeys(ITEMS, labels) if labels else None,
        column_labels=texts,
    )
    return path


def test_a_code_that_the_file_declares_missing_is_no_answer(tmp_path, book, answers_of):
    path = sav(tmp_path, answers_of(30), missing=[{"lo": 5, "hi": 5}])
    with pytest.raises(IntakeError, match="declares the code '5' missing, but the codebook"):
        read_export(path, book)


def test_missing_codes_of_the_file_that_the_codebook_lacks_are_blank(tmp_path, book, answers_of):
    frame = answers_of(200)
    frame.loc[::3, "a1"], frame.loc[1::3, "a1"] = "7", "99"
    path = sav(tmp_path, frame, missing=[{"lo": 7, "hi": 9}, {"lo": 99, "hi": 99}])
    answers = clean(read_export(path, book))
    assert int(answers.items["a1"].isna().sum()) == 134
    assert answers.items["a1"].dropna().tolist() == frame.loc[2::3, "a1"].astype(float).tolist()


def test_labels_of_the_file_in_another_language_say_the_order(tmp_path, book, answers_of):
    labels = {1: "strongly agree", 2: "agree", 3: "neither", 4: "disagree", 5: "strongly disagree"}
    labels[3] = "undecided"
    frame = answers_of(30)
    made = document()
    for field in made["fields"]:
        if field["name"] in ITEMS:
            field["categories"] = [{k: c[k] for k in ("value", "label")} for c in LIKERT]
    with pytest.raises(IntakeError, match="run in another order than in the codebook"):
        read_export(sav(tmp_path, frame, missing=[], labels=labels), parse_codebook(made))


# 6. Ids that tell nobody apart


def test_a_constant_id_is_refused(answers_of, book):
    frame = answers_of(120)
    frame["Deelnamecode"] = "klas"
    with pytest.raises(IntakeError, match="holds 1 different ids for 120 rows; 118 rows would"):
        clean(Export.from_frame(frame, book))
    assert len(clean(Export.from_frame(frame, book), duplicates="keep_all").items) == 120


def test_a_nearly_constant_id_is_refused_and_few_duplicates_are_not(answers_of, book):
    frame = answers_of(120)
    frame["Deelnamecode"] = np.arange(120)
    frame.loc[:30, "Deelnamecode"] = -1
    with pytest.raises(IntakeError, match="one id stands in 31 rows"):
        clean(Export.from_frame(frame, book))
    frame["Deelnamecode"] = [i if i >= 16 else i + 16 for i in range(120)]
    assert len(clean(Export.from_frame(frame, book)).items) == 104


def test_removed_rows_are_told_by_rule_and_loudly_from_five_per_cent(
    answers_of, book, write, caplog
):
    frame = answers_of(100)
    frame.loc[:6, ITEMS] = ""
    frame.loc[7:9, "school"] = ""
    path = write(frame.to_csv(sep=";", index=False))
    with caplog.at_level(logging.INFO, "aspiratie"):
        read_answers(path, book)
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        ("INFO", "export.csv: 100 rows, 90 remain; removed: no_school 3 (3.0%), empty 7 (7.0%)."),
        ("WARNING", "export.csv: the rule empty removed 7 of 100 rows (7.0%)."),
    ]
