"""What the rows above the data say: the survey tool, and the names of each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aspiratie.codebook.text import as_number, squeeze

__all__ = ["Heading", "Layout", "code_or_text", "plain_layout", "without_number"]

Rows = Sequence[Sequence[str]]

#: Headings stand among the first rows.
_DEEPEST = 9
_CODE = re.compile(r"[A-Za-z_][\w.:\-]*(?:\[\w+\])*(?:\[\w*\])?|[A-Za-z]{0,3}\d[\w.]*")
_NUMBERED = re.compile(
    r"(?:(?:vraag|question|frage|stelling|item|q)\s*)?\(?\d{1,3}(?:[a-z]?\s*[.):]+|\s*[-–]+)\s*(?=\S)"
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
    own : frozenset of int
        Places of columns that the tool adds by itself and whose headings vary.
    """

    tool: str
    header_rows: int
    headings: tuple[Heading, ...]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts_repeats: bool = False
    own: frozenset[int] = frozenset()


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


def plain_layout(rows: Rows, fit: Callable[[Layout], int] | None = None) -> Layout:
    """Find the headings of a table that no survey tool wrote.

    They stand in the first row, or below rows with a title, or in two rows of which
    the upper one has a text above several columns.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first rows.
    fit : callable, optional
        Says how well a layout fits; the best is taken, the upper one of equals.
        Without it the first row that looks like headings is taken.
    """
    layouts = [
        layout
        for last in range(min(len(rows), _DEEPEST))
        for layout in (_one_row(rows, last), _two_rows(rows, last))
        if layout is not None
    ]
    if fit is not None:
        return max(layouts, key=fit)
    width = max(map(len, rows), default=0)
    likely = [
        found for found in layouts if _like_headings(rows[found.header_rows - 1], width)
        and (found.header_rows == 1 or not _like_headings(rows[found.header_rows - 2], width))
    ]  # fmt: skip
    best = next(iter(likely), layouts[0])
    last = best.header_rows - 1
    if last and _shared_headings(rows[last - 1], rows[last]):
        return _two_rows(rows, last) or best
    return best


def _one_row(rows: Rows, last: int) -> Layout | None:
    return Layout(tool="table", header_rows=last + 1, headings=tuple(map(code_or_text, rows[last])))


def _two_rows(rows: Rows, last: int) -> Layout | None:
    """Read a row with the row above it: a merged text is carried to the right."""
    if last == 0:
        return None
    above, below = rows[last - 1], rows[last]
    if not any(cell.strip() for cell in above):
        return None
    headings, stem = [], ""
    for place, cell in enumerate(below):
        over = above[place] if place < len(above) else ""
        stem = over.strip() or stem
        if not cell.strip() or squeeze(cell) == squeeze(over):
            headings.append(code_or_text(over.strip() or cell))
        elif stem:
            texts = (f"{stem} - {cell.strip()}", cell)
            bare = code_or_text(cell)
            headings.append(
                Heading(found=cell, texts=texts if bare.texts else (), codes=bare.codes, stem=stem)
            )
        else:
            headings.append(code_or_text(cell))
    return Layout(tool="table", header_rows=last + 1, headings=tuple(headings))


def _shared_headings(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row has headings of its own above blank ones, as with merged cells; no title."""
    filled = {squeeze(cell) for cell in above} - {""}
    named = (a.strip() and not b.strip() for a, b in zip(above, below, strict=False))
    return len(filled) > 1 and any(named)


def _like_headings(row: Sequence[str], width: int) -> bool:
    """Whether most cells of a row are filled, differ, and are no numbers."""
    filled = [squeeze(cell) for cell in row if cell.strip()]
    words = [cell for cell in filled if as_number(cell) is None]
    return (
        len(filled) * 5 >= width * 3
        and len(words) * 2 > len(filled)
        and (len(set(filled)) * 4 >= len(filled) * 3)
    )
