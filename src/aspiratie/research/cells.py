"""How numbers stand in a researcher's table: the only place where they are rounded."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.display.fragment import Child, Fragment, el, join
from aspiratie.research.figures.figure import SHEET, WATERMARK
from aspiratie.research.plain_table import Cell, table
from aspiratie.texts.numbers import Numbers

__all__ = [
    "NOTHING",
    "apa",
    "apa_interval",
    "cell",
    "interval",
    "number_text",
    "pvalue",
    "research_table",
    "say",
    "section",
]

#: For a number that is not defined.
NOTHING = "–"
MINUS = "−"
_EN = Numbers("en")
#: From here on powers of ten are written.
_VAST = 1e12


def say(value: float, places: int = 3) -> str:
    """Write a number with a fixed number of decimals; a dash where there is none.

    Examples
    --------
    >>> say(0.8456), say(float("nan")), say(-1.0, 0)
    ('0.846', '–', '−1')
    """
    if not np.isfinite(value):
        return NOTHING
    return _EN.decimal(value, places) if abs(value) < _VAST else f"{value:.3g}"


def pvalue(value: float) -> str:
    """Write a probability; small ones as a bound.

    Examples
    --------
    >>> pvalue(0.04), pvalue(1e-9), pvalue(float("nan"))
    ('0.040', '< 0.001', '–')
    """
    return "< 0.001" if value < 0.001 else say(value)


def number_text(value: float, places: int | str) -> str:
    """Write a number by its places: decimals, ``"p"``, or ``"b2"`` for what is one at most.

    Examples
    --------
    >>> number_text(0.5, 1), number_text(0.5, "p"), number_text(0.5, "b2")
    ('0.5', '0.500', '0.50')
    """
    if places == "p":
        return pvalue(value)
    return say(value, int(str(places).removeprefix("b")))


def apa(value: float, places: int | str = "b2") -> str:
    """Write a number as the APA has it: without a zero where it cannot be larger than one.

    Examples
    --------
    >>> apa(0.846), apa(-0.2, "b3"), apa(0.0001, "p"), apa(1.25, 2), apa(1.0)
    ('.85', '−.200', '< .001', '1.25', '1.00')
    """
    text = number_text(value, places)
    if places != "p" and not str(places).startswith("b"):
        return text
    for sign in ("", MINUS, "< "):
        if text.startswith(f"{sign}0."):
            return sign + text[len(sign) + 1 :]
    return text


def apa_interval(low: float, high: float, places: str = "b2") -> str:
    """Write an interval as the APA has it.

    Examples
    --------
    >>> apa_interval(0.7, 0.8)
    '[.70, .80]'
    """
    known = np.isfinite(low) and np.isfinite(high)
    return f"[{apa(low, places)}, {apa(high, places)}]" if known else NOTHING


def interval(low: float, high: float, places: int = 2) -> str:
    """Write an interval.

    Examples
    --------
    >>> interval(0.7, 0.8)
    '[0.70, 0.80]'
    """
    known = np.isfinite(low) and np.isfinite(high)
    return f"[{say(low, places)}, {say(high, places)}]" if known else NOTHING


def cell(value: Any, places: int | str = 3) -> Cell:
    """Write a value of a frame as a cell.

    Parameters
    ----------
    value : object
        A number, a truth value or a text.
    places : int or str
        Decimals of a number, or ``"p"`` for a probability.
    """
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.number):
        return (number_text(float(value), places), "num")
    return NOTHING if value is None or value is pd.NA else str(value)


def research_table(
    caption: str,
    frame: pd.DataFrame,
    *,
    places: Mapping[Hashable, int | str] | None = None,
    default: int | str = 3,
    headings: Mapping[Hashable, str] | None = None,
    notes: Sequence[Child] = (),
    name: str = "",
    index: str = "",
    mark: str = f" ({WATERMARK})",
) -> Fragment:
    """Return a frame as a table, its index as headings of the rows.

    Parameters
    ----------
    caption : str
        What it is of.
    frame : DataFrame
        Unrounded.
    places : mapping, optional
        Decimals by column, or ``"p"``.
    default : int or str
        Decimals of other columns.
    headings : mapping, optional
        Other headings than the columns' names.
    notes : sequence
        Lines below: n, conventions with their source, problems.
    name : str
        An id.
    index : str
        Heading of the index; its name unless given.
    mark : str
        After the caption: that it was made from answers.

    Returns
    -------
    Fragment

    Examples
    --------
    >>> made = research_table("Fit", pd.DataFrame({"cfi": [0.95123]}, index=["one"]))
    >>> '<td class="num">0.951</td>' in made.html
    True
    """
    below = join(el("p", note, class_="fig-note") for note in notes if note)
    if frame.empty:
        heading = el("p", el("strong", f"{caption}{mark}"), ": none.")
        return el("div", SHEET, heading, below, class_="research", id=name or None)
    decimals, words = dict(places or {}), dict(headings or {})
    columns = [index or str(frame.index.name or ""), *(words.get(c, str(c)) for c in frame.columns)]
    rows: list[list[Cell]] = []
    for label, values in zip(frame.index, frame.itertuples(index=False), strict=True):
        pairs = zip(values, frame.columns, strict=True)
        rows.append([str(label), *(cell(v, decimals.get(c, default)) for v, c in pairs)])
    made = table(f"{caption}{mark}", columns, rows, kind="data research")
    return el("div", SHEET, made, below, class_="research", id=name or None)


def section(*children: Child) -> Fragment:
    """Put pieces under each other as one thing to show."""
    return el("div", SHEET, *children, class_="research")
