"""Cleaning: each rule does what it says, and the log holds all of it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aspiratie.errors import IntakeError, ParameterError
from aspiratie.intake import CleaningLog, Export, clean

ITEMS = [f"{scale}{i}" for scale in "abc" for i in range(1, 5)]
QUICK = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def removed(answers, school=None):
    table = answers.log.counts("row_removed", school=school)
    return dict(zip(table["rule"], table["rows"], strict=True))


def cleaned(frame, book, **options):
    return clean(Export.from_frame(frame, book), **options)


def test_answers_hold_to_their_contract(book, answers_of):
    frame = answers_of(4)
    frame.loc[0, "a1"], frame.loc[1, "b3"], frame.loc[2, "c1"] = "88", "-9", "6"
    frame["Duur"], frame["Leerjaar"] = "120", ["1", "1.0", None, "2,0"]
    answers = cleaned(frame, book)
    assert answers.respondents.columns.tolist() == ["school", "group", "duration"]
    assert answers.respondents["group"].tolist()[:2] == ["1", "1"]
    assert answers.respondents["group"].isna().tolist() == [False, False, True, False]
    assert answers.items.columns.tolist() == ITEMS
    assert (answers.items.dtypes == np.float64).all()
    assert answers.items.isna().sum().sum() == 3
    assert answers.no_opinion.sum().sum() == answers.no_opinion["a1"].sum() == 1
    for part in (answers.respondents, answers.no_opinion, answers.careless, answers.open_answers):
        assert part.index.equals(answers.items.index)
    assert answers.items.index.name == "row"
    values = answers.log.entries.query("action == 'value_to_missing'")
    assert values[["rule", "column", "school", "rows"]].to_numpy().tolist() == [
        ["out_of_range", "c1", "01AB", 1],
        ["no_opinion", "a1", "01AB", 1],
        ["missing_code", "b3", "02AB", 1],
    ]
    assert repr(answers) == "<Answers klein 1.0: 4 respondents, 12 items, 2 schools>"


def test_scored_turns_only_reversed_items(book, answers_of):
    answers = cleaned(answers_of(20), book)
    scored = answers.scored()
    turned = ["a2", "b3", "c4"]
    assert (scored[turned] == 6 - answers.items[turned]).all(axis=None)
    same = [i for i in ITEMS if i not in turned]
    assert scored[same].equals(answers.items[same])


def test_each_rule_removes_its_rows_in_order(book, answers_of):
    frame = answers_of(12, schools=2)
    frame["Deelnamecode"] = [str(i) for i in range(12)]
    frame["Soort inzending"] = "definitief"
    frame["Schooljaar"] = "2025-2026"
    frame.loc[0, "Soort inzending"] = "Survey Preview"
    frame.loc[1, "Schooljaar"] = "2024-2025"
    frame.loc[2, "school"] = " "
    frame.loc[3, ITEMS] = ""
    frame.loc[4, ITEMS[:7]] = None
    frame.loc[6, "Deelnamecode"] = "8"  # the first of respondent 8, same school
    frame.loc[9, "Deelnamecode"] = "10"  # another school: another respondent
    frame.loc[11, ITEMS[:6]] = "88"  # no opinion is an answer
    frame.loc[11, ITEMS[6:]] = ""
    answers = cleaned(frame, book, wave="2025-2026")
    assert removed(answers) == {
        "test_entry": 1, "other_wave": 1, "no_school": 1, "empty": 1, "too_few_answers": 1,
        "duplicate": 1,
    }  # fmt: skip
    assert answers.items.index.tolist() == [5, 6, 7, 9, 10, 11]
    assert removed(answers, "") == {"no_school": 1}
    assert answers.log.schools.to_numpy().tolist() == [["", 1, 0], ["01AB", 5, 2], ["02AB", 6, 4]]
    last = cleaned(frame, book, wave="2025-2026", duplicates="keep_last")
    assert last.items.index.tolist() == [5, 7, 8, 9, 10, 11]
    everyone = cleaned(frame, book, test_entries="keep", duplicates="keep_all", min_answered=0)
    assert removed(everyone) == {"no_school": 1, "empty": 1}


def test_first_usable_response_stays(book, answers_of):
    frame = answers_of(2, schools=1)
    frame["Deelnamecode"] = "7"
    frame.loc[0, ITEMS[1:]] = ""
    assert removed(cleaned(frame, book)) == {"too_few_answers": 1}


def test_without_ids_equal_rows_are_duplicates_only_with_equal_times(book, answers_of):
    frame = pd.concat([answers_of(3)] * 2, ignore_index=True).iloc[[0, 1, 2, 3, 4]]
    frame["school"] = "01AB"
    assert removed(cleaned(frame, book)) == {}
    frame["Verstuurd"] = ["9:00", "9:01", "9:02", "9:00", "9:03"]
    answers = cleaned(frame, book)
    assert removed(answers) == {"duplicate": 1}
    assert 3 not in answers.items.index
    frame["Deelnamecode"] = ["", "", "5", "", "5"]
    assert removed(cleaned(frame, book)) == {"duplicate": 2}


def test_markers_of_test_entries(book, answers_of):
    frame = answers_of(4)
    frame.loc[2, "school"] = "99zz"
    frame["Leerjaar"] = ["1", "2", "3", "Proef"]
    assert removed(cleaned(frame, book)) == {}
    assert removed(cleaned(frame, book, test_markers=["99ZZ", "proef"])) == {"test_entry": 2}


@pytest.mark.parametrize(
    ("status", "test"),
    [("Test", True), ("testinzending", True), ("proefversie", True), ("Voorbeeldweergave", True),
     ("IP Address", False), ("definitief", False), ("1", False), ("attest", False), ("", False)],
)  # fmt: skip
def test_words_that_mark_a_test_entry(book, answers_of, status, test):
    frame = answers_of(2)
    frame["Soort inzending"] = [status, "compleet"]
    assert removed(cleaned(frame, book)) == ({"test_entry": 1} if test else {})


def test_wave_fills_what_is_not_said(book, answers_of):
    assert set(cleaned(answers_of(3), book, wave="2025-2026").respondents["wave"]) == {"2025-2026"}
    assert "wave" not in cleaned(answers_of(3), book).respondents


def test_same_respondent_in_two_waves_is_no_duplicate(book, answers_of):
    frame = answers_of(2, schools=1)
    frame["Deelnamecode"], frame["Schooljaar"] = "7", ["2024-2025", "2025-2026"]
    assert removed(cleaned(frame, book)) == {}


def test_items_that_the_export_lacks_are_empty_columns(book, answers_of):
    fields = [dataclasses.replace(f, required=False) if f.name == "c4" else f for f in book.fields]
    loose = dataclasses.replace(book, fields=tuple(fields))
    answers = cleaned(answers_of(6).drop(columns="c4"), loose)
    assert answers.items.columns.tolist() == ITEMS
    assert answers.items["c4"].isna().all()
    assert answers.log.rows_out == 6


def test_careless_are_kept_unless_asked(book, answers_of):
    frame = answers_of(200, schools=3)
    frame.loc[:4, ITEMS] = "4"
    kept = cleaned(frame, book)
    assert kept.log.rows_out == 200
    flagged = int(kept.careless["flagged"].sum())
    assert kept.careless["flagged"].iloc[:5].all()
    assert flagged == kept.log.counts("row_flagged").set_index("rule").loc["careless", "rows"]
    out = cleaned(frame, book, careless="exclude")
    assert removed(out) == {"careless": flagged}
    assert not out.careless["flagged"].any()
    assert out.items.index.equals(kept.items.index[~kept.careless["flagged"]])


def test_log_that_does_not_add_up_is_refused():
    lines = [("duplicate", "", "01AB", "row_removed", 2)]
    entries = pd.DataFrame(lines, columns=["rule", "column", "school", "action", "rows"])
    schools = pd.DataFrame({"school": ["01AB", "02AB"], "rows_in": [5, 5], "rows_out": [3, 5]})
    CleaningLog(entries=entries, rows_in=10, rows_out=8, schools=schools).check()
    for broken in (
        CleaningLog(entries=entries, rows_in=10, rows_out=7, schools=schools),
        CleaningLog(
            entries=entries, rows_in=10, rows_out=8, schools=schools.assign(rows_out=[4, 4])
        ),
        CleaningLog(entries=entries.assign(school="09XX"), rows_in=10, rows_out=8, schools=schools),
    ):
        with pytest.raises(IntakeError, match="does not add up"):
            broken.check()
    with pytest.raises(ParameterError):
        CleaningLog(entries=entries, rows_in=10, rows_out=8, schools=schools).counts("x")


# -- invariants ---------------------------------------------------------------
CELL = st.sampled_from(["1", "2", "3", "4", "5", "5", "88", "-9", "", "7", "mee eens", "4,0"])


@st.composite
def messy(draw):
    n = draw(st.integers(2, 25))
    rows = draw(st.lists(st.lists(CELL, min_size=12, max_size=12), min_size=n, max_size=n))
    frame = pd.DataFrame(rows, columns=ITEMS, dtype=object)
    # somebody answers what the codebook knows, so that it is this questionnaire
    frame.loc[0], frame.loc[1] = "3", "4"
    strange = (frame == "7").sum(axis=None)
    # what ten answered or more would be an answer that the codebook forgot
    often = (frame == "7").any(axis=1).sum() >= 10
    if often or strange * 2 > (frame != "").sum(axis=None):
        frame = frame.replace("7", "1")
    frame.insert(
        0,
        "school",
        draw(st.lists(st.sampled_from(["01AB", "02ab ", "", "03CD"]), min_size=n, max_size=n)),
    )
    frame.loc[0, "school"] = "01AB"
    if draw(st.booleans()):
        frame["Deelnamecode"] = draw(
            st.lists(st.sampled_from(["1", "2", "3", "4", ""]), min_size=n, max_size=n)
        )
    if draw(st.booleans()):
        frame["Verstuurd"] = draw(st.lists(st.sampled_from(["a", "b", ""]), min_size=n, max_size=n))
    frame["Soort inzending"] = draw(
        st.lists(st.sampled_from(["test", "echt"]), min_size=n, max_size=n)
    )
    frame.loc[0, "Soort inzending"] = "echt"
    return frame


OPTIONS = st.fixed_dictionaries(
    {
        "min_answered": st.sampled_from([0.0, 0.5, 1.0]),
        "duplicates": st.sampled_from(["keep_first", "keep_last", "keep_all"]),
        "careless": st.sampled_from(["keep", "exclude"]),
        "test_entries": st.sampled_from(["remove", "keep"]),
    }
)


@QUICK
@given(frame=messy(), options=OPTIONS)
def test_no_row_is_lost_without_a_line(book, frame, options):
    answers = _or_nobody(frame, book, **options)
    if answers is None:
        return
    log = answers.log
    assert log.rows_in == len(frame) == log.schools["rows_in"].sum()
    assert log.rows_out == len(answers.items) == log.schools["rows_out"].sum()
    assert log.rows_in - log.rows_out == sum(removed(answers).values())
    before = frame["school"].str.strip().str.upper().value_counts()
    after = answers.respondents["school"].value_counts()
    for school, n in before.items():
        gone = sum(removed(answers, school).values())
        assert n - gone == after.get(school, 0)


@QUICK
@given(frame=messy(), options=OPTIONS, data=st.data())
def test_order_of_rows_changes_no_count(book, frame, options, data):
    shuffled = frame.loc[data.draw(st.permutations(list(frame.index)))]
    one, two = (_or_nobody(f, book, **options) for f in (frame, shuffled))
    assert (one is None) == (two is None)
    if one is None or options["careless"] == "exclude":
        return  # which of two unequal duplicates is first decides who is flagged
    for action in ("row_removed", "column_dropped"):
        left, right = (_lines(a, action) for a in (one, two))
        pd.testing.assert_frame_equal(left, right)
    pd.testing.assert_frame_equal(one.log.schools, two.log.schools)
    if options["duplicates"] == "keep_all":
        pd.testing.assert_frame_equal(one.items, two.items.sort_index())
        pd.testing.assert_frame_equal(one.careless, two.careless.sort_index())


@QUICK
@given(frame=messy(), options=OPTIONS)
def test_cleaning_twice_is_cleaning_once(book, frame, options):
    first = _or_nobody(frame, book, **{**options, "careless": "keep"})
    if first is None:
        return
    again = first.items.astype(object).where(first.items.notna(), "")
    again = again.mask(first.no_opinion, "88")
    again.insert(0, "school", first.respondents["school"])
    second = cleaned(again, book, **{**options, "careless": "keep"})
    pd.testing.assert_frame_equal(first.items, second.items)
    pd.testing.assert_frame_equal(first.no_opinion, second.no_opinion)
    pd.testing.assert_frame_equal(first.careless, second.careless)
    assert removed(second) == {}
    assert set(second.log.counts("value_to_missing")["rule"]) <= {"no_opinion"}


def _lines(answers, action):
    entries = answers.log.entries
    lines = entries.loc[entries["action"] == action]
    return lines.sort_values(["rule", "column", "school"]).reset_index(drop=True)


def _or_nobody(frame, book, **options):
    """Clean; None where the draw leaves nobody, or no answer that the codebook knows."""
    try:
        return cleaned(frame, book, **options)
    except IntakeError as error:
        if error.message.startswith(("No respondent", "The table looks like answers to another")):
            return None
        raise
