"""The row of headings is found, and what is above, before and around a text doesn't count."""

from __future__ import annotations

import pytest

from aspiratie.errors import IntakeError
from aspiratie.intake import read_export
from aspiratie.intake.layout import plain_layout, without_number

from .conftest import ITEMS


def rows_of(frame, heads):
    return [["BRIN", *heads], *frame[["school", *ITEMS]].to_numpy().tolist()]


def text(rows, delimiter=";"):
    return "\n".join(delimiter.join(f'"{c}"' for c in row) for row in rows)


@pytest.mark.parametrize(
    "number", ["{n}. ", "{n}) ", "Vraag {n}: ", "Q{n}. ", "({n}) ", "Vraag {n} - ", "{n}\u00a0- "]
)
def test_numbers_before_a_text(write, book, answers_of, number):
    frame = answers_of(20)
    heads = [number.format(n=n) + book.field(i).title.nl for n, i in enumerate(ITEMS, 1)]
    export = read_export(write(text(rows_of(frame, heads))), book)
    assert (export.states.to_numpy() == frame[ITEMS].astype(int).to_numpy()).all()


def test_a_number_that_belongs_to_the_text_stays():
    for whole in ("10 minuten lezen is fijn", "3D-printen is leuk", "2 keer per week sporten"):
        assert without_number(whole) == whole


def test_rows_above_the_headings(write, book, answers_of):
    frame = answers_of(20)
    titles = [book.field(i).title.nl for i in ITEMS]
    width = len(titles) + 1
    above = [["Export van 3 maart", *[""] * (width - 1)], ["", "Klas", *[""] * (width - 2)]]
    export = read_export(write(text([*above, *rows_of(frame, titles)])), book)
    assert export.source.header_rows == 3
    assert export.states.index[0] == 4
    assert (export.states.to_numpy() == frame[ITEMS].astype(int).to_numpy()).all()


def test_two_rows_of_headings_with_a_text_over_several_columns(write, book, answers_of):
    frame = answers_of(20)
    titles = [book.field(i).title.nl for i in ITEMS]
    upper = ["BRIN", "Wat vind je van school?", *[""] * (len(titles) - 1)]
    body = frame[["school", *ITEMS]].to_numpy().tolist()
    export = read_export(write(text([upper, ["", *titles], *body])), book)
    assert (export.source.header_rows, len(export.states)) == (2, 20)
    assert export.texts["school"].tolist() == frame["school"].tolist()


def test_without_a_codebook_the_first_row_of_words_is_taken():
    rows = [["Rapport", "", ""], ["school", "Vraag a is leuk", "Vraag b is leuk"], ["1", "2", "3"]]
    assert plain_layout(rows).header_rows == 2
    assert plain_layout(rows[1:]).header_rows == 1
    assert plain_layout([["a", "b", "c"], ["eens", "oneens", "eens"]]).header_rows == 1


def test_a_missing_column_is_told_beside_the_nearest_heading(write, book, answers_of):
    frame = answers_of(20)
    titles = [book.field(i).title.nl for i in ITEMS]
    titles[4] = "Stelling b1: op school en ook thuis bij ons"
    with pytest.raises(IntakeError) as caught:
        read_export(write(text(rows_of(frame, titles))), book)
    told = str(caught.value)
    assert "column b1 is missing" in told
    assert "The nearest heading is 'Stelling b1: op school en ook thuis bij ons', column 6" in told


def test_typing_errors_everywhere_are_told_as_such(write, book, answers_of):
    heads = [f"Steling {i}, op schol en tuis" for i in ITEMS]
    with pytest.raises(IntakeError, match="12 look like items that are worded otherwise"):
        read_export(write(text(rows_of(answers_of(20), heads))), book)
