"""What the rows above the data say: the survey tool, and the names of each column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Heading", "Layout", "code_or_text", "without_number"]

_CODE = re.compile(r"[A-Za-z_][\w.:\-]*(?:\[\w+\])*(?:\[\w*\])?|[A-Za-z]{0,3}\d[\w.]*")
_NUMBERED = re.compile(
    r"(?:(?:vraag|question|frage|stelling|item|q)\s*)?\(?\d{1,3}(?:\s*[a-z])?\s*[.):\-–]+\s*(?=\S)"
    r"|(?:vraag|question|frage|stelling)\s+\d{1,3}\s+(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What one column is called.

    Parameters
    ----------
    found : str
        The heading as it stands in the file.
    texts : tuple of str
        The question in words, the most precise first: with the text above a
        matrix, then without.
    codes : tuple of str
        Short names that say nothing of the question, as ``Q3_1`` or ``bel[SQ001]``.
    stem : str
        The text above a matrix; ``""`` where there is none.
    """

    found: str
    texts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    stem: str = ""

    @property
    def text(self) -> str:
        """The question's own words, without the text above a matrix and without a number."""
        return without_number(self.texts[-1]) if self.texts else ""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the rows above the data say.

    Parameters
    ----------
    tool : str
        The survey tool.
    header_rows : int
        How many rows stand above the data.
    headings : tuple of Heading
        One a column.
    roles : mapping of str to tuple of str
        Headings that the tool gives to a role of the codebook.
    counts_repeats : bool
        Whether the tool writes a number behind a text that stood there before.
    """

    tool: str
    header_rows: int
    headings: tuple[Heading, ...]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts_repeats: bool = False


def code_or_text(heading: str) -> Heading:
    """Take a heading without spaces for a code, any other for a text.

    Examples
    --------
    >>> code_or_text("Q3_1").codes, code_or_text("Ik hoor erbij").texts
    (('Q3_1',), ('Ik hoor erbij',))
    """
    short = heading.strip()
    if _CODE.fullmatch(short):
        return Heading(found=heading, codes=(short,))
    return Heading(found=heading, texts=(heading,) if short else ())


def without_number(text: str) -> str:
    r"""Take a question's number off its text.

    Examples
    --------
    >>> without_number("4. Ik hoor erbij"), without_number("Vraag 12: Leuk?")
    ('Ik hoor erbij', 'Leuk?')
    >>> without_number("10 minuten lezen"), without_number("3) Ja?")
    ('10 minuten lezen', 'Ja?')
    """
    bare = _NUMBERED.sub("", text.strip(), count=1) if _NUMBERED.match(text.strip()) else text
    return bare.strip()
