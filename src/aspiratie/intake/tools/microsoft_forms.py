"""Exports of Microsoft Forms, Dutch and English."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.codebook.text import squeeze
from aspiratie.intake.layout import Heading, Layout

__all__ = ["NAME", "ROLES", "STANDARD", "recognise"]

NAME = "microsoft_forms"
STANDARD = (
    "ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging",
    "Start time", "Completion time", "Email", "Name", "Last modified time", "Language", "Taal",
    "Totaal aantal punten", "Total points", "Quiz feedback",
)  # fmt: skip
ROLES = {
    "respondent": ("ID",),
    "submitted": ("Tijd van voltooien", "Completion time"),
    "started": ("Begintijd", "Start time"),
}


def recognise(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise Microsoft Forms by its times.

    Its headings are the questions' texts, some with a no-break space or, where
    the same text stood there before, a number behind them.
    """
    heads = {squeeze(head) for head in rows[0]}
    if not (
        {"begintijd", "tijd van voltooien"} <= heads or {"start time", "completion time"} <= heads
    ):
        return None
    return Layout(
        tool=NAME,
        header_rows=1,
        headings=tuple(Heading(found=head, texts=(head,)) for head in rows[0]),
        roles=ROLES,
        counts_repeats=True,
    )
