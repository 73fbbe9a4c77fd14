"""Tables that are figures: a row is a label, a strip, and numbers with a word.

A strip is drawn by the template in per cents of its width, so that it grows with the page.
It repeats what the cells of its row say, and is hidden from who has the page read aloud.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

__all__ = ["Axis", "Cell", "Column", "Kind", "Row", "Strip", "Table", "share_axis", "span_axis"]

#: How a number stands: ``up`` and ``down`` only by a test; ``hidden`` is a word, not a number.
Kind = Literal["", "num", "up", "down", "same", "hidden"]

#: Nothing is drawn nearer to the ends of an axis, in per cents of its width.
MARGIN = 1.5


@dataclass(frozen=True, kw_only=True)
class Axis:
    """What the strips of a table are drawn along.

    Parameters
    ----------
    low, high : float
        Its ends.
    ticks : tuple of float
        Where a line is drawn and a number stands.
    labels : tuple of str
        The numbers at the ticks, as written.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    def place(self, value: float) -> float:
        """Return where a value lies, in per cents of the width; ends hold what is beyond.

        Examples
        --------
        >>> Axis(low=2, high=4, ticks=(2, 3, 4), labels=("2", "3", "4")).place(3)
        50.0
        """
        share = 100 * (value - self.low) / (self.high - self.low)
        return round(min(max(share, MARGIN), 100 - MARGIN), 1)

    @property
    def lines(self) -> tuple[float, ...]:
        """Where the lines of the ticks stand, in per cents of the width."""
        return tuple(self.place(tick) for tick in self.ticks)


def span_axis(
    values: Iterable[float], *, lowest: float, highest: float, write: Sequence[str] | None = None
) -> Axis:
    """Return an axis over the span of some scores, in halves of a point.

    Parameters
    ----------
    values : iterable of float
        Scores and ends of intervals; not-a-number is passed over.
    lowest, highest : float
        Ends of the answer scale, which the axis does not leave.
    write : sequence of str, optional
        How the ticks are written.

    Examples
    --------
    >>> span_axis([2.9, 4.1], lowest=1, highest=5).ticks
    (2.5, 3.0, 3.5, 4.0, 4.5)
    """
    found = [v for v in values if math.isfinite(v)] or [lowest, highest]
    step = 0.5 if highest - lowest <= 10 else (highest - lowest) / 10
    low = max(lowest, math.floor((min(found) - 0.05) / step) * step)
    high = min(highest, math.ceil((max(found) + 0.05) / step) * step)
    if high - low < 2 * step:
        low, high = max(lowest, low - step), min(highest, high + step)
    count = round((high - low) / step)
    while count > 5:
        step, count = 2 * step, math.ceil(count / 2)
    ticks = tuple(round(low + i * step, 6) for i in range(int((high - low) / step + 1e-9) + 1))
    return Axis(low=low, high=high, ticks=ticks, labels=tuple(write or (f"{t:g}" for t in ticks)))


def share_axis(labels: tuple[str, str, str]) -> Axis:
    """Return the axis of shares, 0 to 100 per cent."""
    return Axis(low=0.0, high=100.0, ticks=(0.0, 50.0, 100.0), labels=labels)


@dataclass(frozen=True, kw_only=True)
class Strip:
    """What is drawn in a row, in values of the axis; None is not drawn.

    Parameters
    ----------
    point : float or None
        The school's number.
    low, high : float or None
        Its interval.
    mark : float or None
        What it stands beside: the region.
    kind : {"", "up", "down", "same"}
        How the point stands to the mark.
    join : bool
        Whether point and mark are joined by a line.
    other : float or None
        A second point, as of adults.
    dots : tuple of (float, Kind)
        Many points, as the schools of a region: triangles where they stand apart.
    """

    point: float | None
    low: float | None = None
    high: float | None = None
    mark: float | None = None
    kind: Kind = "same"
    join: bool = False
    other: float | None = None
    dots: tuple[tuple[float, Kind], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: how it is written and how it stands."""

    text: str | Markup
    kind: Kind = "num"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table.

    Parameters
    ----------
    label : str or Markup
        Its heading.
    cells : tuple of Cell
        As many as the table has columns.
    strip : Strip or None
        Drawn before the cells.
    note : str
        A few words under the heading.
    group : str
        Rows after each other of one group get a heading of their own.
    """

    label: str | Markup
    cells: tuple[Cell, ...] = ()
    strip: Strip | None = None
    note: str = ""
    group: str | Markup = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """The heading of a column; `short` stands before the number where columns are stacked."""

    title: str
    short: str = ""
    kind: Literal["num", "word"] = "num"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table, and a figure where it has an axis.

    Parameters
    ----------
    name : str
        Its id on the page.
    caption : str
        What it is of, and how the strip is read.
    head : str
        Heading of the rows' headings.
    columns : tuple of Column
        Of the cells, in order.
    rows : tuple of Row
        At least one.
    axis : Axis or None
        Of the strips.
    notes : tuple of str
        Lines under it.
    kind : str
        Class for the style sheet: ``f`` reflows on a phone.
    """

    name: str
    caption: str | Markup
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    axis: Axis | None = None
    notes: tuple[str | Markup, ...] = field(default=())
    kind: str = "f"

    def __post_init__(self) -> None:
        odd = [i for i, row in enumerate(self.rows) if len(row.cells) != len(self.columns)]
        if odd:
            raise ValueError(f"table {self.name}: rows {odd} have other cells than columns")
