"""What a survey's definition adds to the columns of its export: texts and labels of codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aspiratie.codebook.text import column_place, squeeze
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.definitions import Asked, Definition
from aspiratie.intake.files.cells import cell_text
from aspiratie.intake.near import ALIKE, alike
from aspiratie.intake.proposal.seen import Seen

__all__ = ["define"]

_SHOWN = 10


def define(seen: Sequence[Seen], definitions: Sequence[Definition]) -> dict[str, int]:
    """Give columns of codes the labels and the texts of the survey's definition.

    A column that holds words already keeps them. Returns how many columns each definition knew.

    Raises
    ------
    IntakeError
        If a definition is of another survey: it knows no column, or asks something else
        under the same code.
    """
    known = {d.file: 0 for d in definitions}
    names = [({squeeze(name): one for name, one in d.asked.items()}, d.file) for d in definitions]
    problems: list[Problem] = []
    for column in seen:
        codes = [squeeze(code) for code in (column.heading.found, *column.heading.codes)]
        hit = next(((table[c], file) for table, file in names for c in codes if c in table), None)
        if hit is None:
            continue
        asked, file = hit
        known[file] += 1
        if column.heading.texts and not _agree(column.heading.texts, asked):
            problems.append(_disagreement(column, asked, file))
        elif not column.heading.texts:
            whole = f"{asked.stem} - {asked.text}" if asked.stem else asked.text
            texts = tuple(dict.fromkeys((whole, asked.text)))
            column.heading = replace(column.heading, texts=texts, stem=asked.stem)
        if not column.labels and _in_codes(column, asked):
            column.labels = dict(asked.labels)
    problems += [
        Problem(
            where=file,
            what="knows none of the columns of the export.",
            remedy="Give the definition of the survey that the export is of, or leave it out.",
        )
        for file, n in known.items()
        if not n
    ]
    if problems:
        more = len(problems) - _SHOWN
        if more > 0:
            rest = Problem(where="headings", what=f"{more} more columns have another question.")
            problems = [*problems[:_SHOWN], rest]
        raise IntakeError("The definition is of another survey.", problems=problems)
    return known


def _agree(texts: Sequence[str], asked: Asked) -> bool:
    own = (asked.text, f"{asked.stem} - {asked.text}", f"{asked.stem} [{asked.text}]")
    return any(alike(text, other) >= ALIKE for text in texts for other in own)


def _disagreement(column: Seen, asked: Asked, file: str) -> Problem:
    place = column.places[0]
    return Problem(
        where=f"{place.file}, {column_place(place.position)}",
        what=f"asks {_short(column.heading.text)!r}, but under the same code {file} asks "
        f"{_short(asked.text)!r}.",
        remedy="Give the definition as it was when the answers came in, or leave it out.",
    )


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:86] + " ..."


def _in_codes(column: Seen, asked: Asked) -> bool:
    """Whether at least half of the cells are codes that have a label."""
    counts = column.counts
    coded = sum(n for text, n in counts.items() if cell_text(text) in asked.labels)
    return 0 < sum(counts.values()) <= 2 * coded
