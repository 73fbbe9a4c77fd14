"""The schools' own words: read with every fault told, printed as they are, and never run."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from aspiratie.batch.own_words import read_own_words
from aspiratie.display import OwnWords
from aspiratie.errors import ParameterError

SCHOOLS = ("01AB00", "02CD00")


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> dict[str, OwnWords]:
    path = tmp_path / "woorden.csv"
    path.write_bytes(text.encode(encoding))
    return read_own_words(path, SCHOOLS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_words_are_read_as_excel_writes_them(tmp_path: Path, encoding: str) -> None:
    text = (
        "School;Toelichting;Gesprek;Terugkoppeling;Contact\r\n"
        '1ab-00;"Eén regel,\nen nog één; klaar";2026-03-12;2026-04-02;directie@voorbeeld.nl\r\n'
        ";;;;\r\n"
    )
    (found,) = read(tmp_path, text, encoding).items()
    assert found == (
        "01AB00",
        OwnWords(
            comment="Eén regel, en nog één; klaar",
            conversation=datetime.date(2026, 3, 12),
            hear_back=datetime.date(2026, 4, 2),
            contact="directie@voorbeeld.nl",
        ),
    )


def test_every_fault_is_told_by_row_and_column_and_never_a_word(tmp_path: Path) -> None:
    text = (
        "school,comment,conversation\n"
        "03EF00,geheim,2026-03-12\n"
        "01AB00,geheim {{ naam }},12 maart\n"
        f"02CD00,{'geheim ' * 100},\n"
        "02CD00,geheim\u202e,20260312\n"
        "02CD00,geheim\n"
    )
    with pytest.raises(ParameterError) as told:
        read(tmp_path, text)
    lines = str(told.value).splitlines()[1:]
    places = [line.strip(" -").split(":")[0] for line in lines]
    assert places == [
        "woorden.csv, row 2",
        "woorden.csv, row 3, comment",
        "woorden.csv, row 3, conversation",
        "woorden.csv, row 4, comment",
        "woorden.csv, row 5, comment",
        "woorden.csv, row 5, conversation",
        "woorden.csv, row 6",
    ]
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize("head", ["", "school,naam", "comment", "school,comment,toelichting"])
def test_a_heading_that_is_not_understood_is_refused(tmp_path: Path, head: str) -> None:
    with pytest.raises(ParameterError, match="row 1"):
        read(tmp_path, f"{head}\n01AB00,x,y\n")
