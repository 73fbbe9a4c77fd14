"""The schools' own words, from a csv that the parameters name."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from aspiratie.display import OwnWords
from aspiratie.errors import ParameterError, Problem
from aspiratie.intake.files.sniff import decode_text
from aspiratie.intake.spelling import Spelling
from aspiratie.report import odd_text

__all__ = ["read_own_words"]

#: Headings, as they may be written, and what each column holds.
HEADINGS: Mapping[str, str] = {
    "school": "school",
    "brin": "school",
    "comment": "comment",
    "toelichting": "comment",
    "conversation": "conversation",
    "gesprek": "conversation",
    "hear_back": "hear_back",
    "terugkoppeling": "hear_back",
    "contact": "contact",
}
#: Characters that a text may have: so much fits beside the numbers.
LONGEST: Mapping[str, int] = {"comment": 600, "contact": 120}


def read_own_words(path: Path, schools: Iterable[str], *, brin: bool = True) -> dict[str, OwnWords]:
    """Read the words of all schools.

    Parameters
    ----------
    path : Path
        A csv with the column school, and any of comment (toelichting), conversation (gesprek),
        hear_back (terugkoppeling) and contact; a row a school.
    schools : iterable of str
        The schools of the run.
    brin : bool
        Whether schools have a BRIN, of which any usual spelling is understood.

    Returns
    -------
    dict of str to OwnWords

    Raises
    ------
    ParameterError
        With every fault at once, by row and column; never with the words themselves.
    """
    text = decode_text(path.read_bytes(), path.name)[0].decode()
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    heads = [HEADINGS.get(h.strip().casefold(), "") for h in rows[0]] if rows else []
    if "school" not in heads or "" in heads or len(set(heads)) < len(heads):
        raise ParameterError(
            "The schools' own words cannot be read.",
            problems=[
                Problem(
                    where=f"{path.name}, row 1",
                    what="has a heading that is unknown, lacking or there twice.",
                    remedy="Use school, and any of toelichting, gesprek, terugkoppeling, contact.",
                )
            ],
        )
    known, code = set(schools), Spelling(brin=brin).code
    problems: list[Problem] = []
    found: dict[str, OwnWords] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        where = f"{path.name}, row {number}"
        if len(row) != len(heads):
            problems.append(Problem(where=where, what="has more or fewer cells than the heading."))
            continue
        cells = {name: " ".join(cell.split()) for name, cell in zip(heads, row, strict=True)}
        school = code(cells.pop("school").upper())
        if school not in known:
            problems.append(Problem(where=where, what="is of a school that is not in the data."))
        elif school in found:
            problems.append(Problem(where=where, what="is of a school that has a row already."))
        faults = [*_faults(where, cells)]
        problems += faults
        if not faults:
            found[school] = _words(cells)
    if problems:
        raise ParameterError(
            f"The schools' own words have {len(problems)} faults.", problems=problems
        )
    return found


def _faults(where: str, cells: Mapping[str, str]) -> Iterable[Problem]:
    for name, cell in cells.items():
        if name in LONGEST:
            if len(cell) > LONGEST[name]:
                what = f"has {len(cell)} characters, of which {LONGEST[name]} fit."
                yield Problem(where=f"{where}, {name}", what=what, remedy="Shorten it.")
            if odd := odd_text(cell):
                yield Problem(where=f"{where}, {name}", what=odd, remedy="Take it out.")
        elif cell and _day(cell) is None:
            yield Problem(where=f"{where}, {name}", what="is no date.", remedy="As 2026-03-01.")


def _day(cell: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(cell)
    except ValueError:
        return None
    return day if day.isoformat() == cell else None


def _words(cells: Mapping[str, str]) -> OwnWords:
    return OwnWords(
        comment=cells.get("comment", ""),
        conversation=_day(cells.get("conversation", "")),
        hear_back=_day(cells.get("hear_back", "")),
        contact=cells.get("contact", ""),
    )
