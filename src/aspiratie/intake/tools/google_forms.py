"""Exports of Google Forms, in the languages of which its time stamp is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aspiratie.codebook.text import squeeze
from aspiratie.intake.layout import Heading, Layout

__all__ = ["NAME", "ROLES", "STANDARD", "recognise"]

NAME = "google_forms"
STANDARD = (
    "Tijdstempel", "Timestamp", "Zeitstempel", "Marca temporal", "Horodateur", "E-mailadres",
    "Email Address", "Username", "Gebruikersnaam", "Score",
)  # fmt: skip
ROLES = {"submitted": ("Tijdstempel", "Timestamp", "Zeitstempel", "Marca temporal", "Horodateur")}
_GRID = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]", re.DOTALL)


def recognise(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise Google Forms by its time stamp in front.

    A grid is ``Question [row]``; its columns also go by the row.
    """
    heads = rows[0]
    if not heads or squeeze(heads[0]) not in {squeeze(h) for h in ROLES["submitted"]}:
        return None
    return Layout(
        tool=NAME, header_rows=1, headings=tuple(_heading(head) for head in heads), roles=ROLES
    )


def _heading(head: str) -> Heading:
    grid = _GRID.fullmatch(head.strip())
    if grid is None:
        return Heading(found=head, texts=(head,))
    return Heading(found=head, texts=(head, grid[2]), stem=grid[1])
