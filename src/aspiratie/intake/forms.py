"""Exports of Microsoft Forms (Dutch and English) and Google Forms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aspiratie.intake.match import Layout, squeeze

__all__ = ["GOOGLE_ROLES", "MICROSOFT_ROLES", "STANDARD", "recognise"]

STANDARD = (
    "ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Tijd van laatste wijziging",
    "Start time", "Completion time", "Email", "Name", "Last modified time", "Language", "Taal",
    "Tijdstempel", "Timestamp", "E-mailadres", "Email Address", "Username", "Gebruikersnaam",
    "Score", "Total points", "Quiz feedback", "Totaal aantal punten",
)  # fmt: skip
MICROSOFT_ROLES = {
    "respondent": ("ID",),
    "submitted": ("Tijd van voltooien", "Completion time"),
    "started": ("Begintijd", "Start time"),
}
GOOGLE_ROLES = {"submitted": ("Tijdstempel", "Timestamp", "Marca temporal", "Zeitstempel")}
_GRID = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]", re.DOTALL)


def recognise(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise Microsoft Forms by its times, Google Forms by its time stamp in front.

    Microsoft's headings are the questions' texts, some with a no-break space or
    a number behind them; Google's grids are ``Question [row]``, which also go
    by the row.
    """
    heads = [squeeze(head) for head in rows[0]]
    if {"begintijd", "tijd van voltooien"} <= set(heads) or (
        {"start time", "completion time"} <= set(heads)
    ):
        return Layout(
            tool="microsoft_forms",
            header_rows=1,
            names=tuple((head,) for head in rows[0]),
            roles=MICROSOFT_ROLES,
        )
    if heads and heads[0] in {squeeze(h) for h in GOOGLE_ROLES["submitted"]}:
        names = tuple(
            (head, grid[2]) if (grid := _GRID.fullmatch(head.strip())) else (head,)
            for head in rows[0]
        )
        return Layout(tool="google_forms", header_rows=1, names=names, roles=GOOGLE_ROLES)
    return None
