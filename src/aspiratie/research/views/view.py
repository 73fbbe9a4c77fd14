"""What a view of a result is made of; results without a view of their own get a plain one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import singledispatch
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.research.cells import say

__all__ = ["Places", "Sheet", "View", "view", "view_of"]

#: Decimals by column: a number, ``"p"`` for a probability, ``"b2"`` for two decimals of what
#: cannot be larger than one (printed without its zero in APA style).
Places = Mapping[Hashable, int | str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Sheet:
    """One table of a view.

    Parameters
    ----------
    name : str
        By which :meth:`aspiratie.viewable.Viewable.table` knows it.
    caption : str
        What it is of.
    frame : DataFrame
        Tidy and unrounded.
    shown : DataFrame, optional
        What is printed of it; the frame itself unless given.
    places, default
        Decimals by column, and of other columns.
    headings : mapping
        Other headings than the columns' names.
    index : str
        Heading of the rows.
    notes : tuple of str
        Lines below.
    """

    name: str
    caption: str
    frame: pd.DataFrame
    shown: pd.DataFrame | None = None
    places: Places = field(default_factory=dict)
    default: int | str = 3
    headings: Mapping[Hashable, str] = field(default_factory=dict)
    index: str = ""
    notes: tuple[str, ...] = ()

    @property
    def printed(self) -> pd.DataFrame:
        """What is printed."""
        return self.frame if self.shown is None else self.shown


@dataclass(frozen=True, eq=False, kw_only=True)
class View:
    """How a result looks.

    Parameters
    ----------
    title : str
        What it is.
    claims : tuple of str
        Sentences: what was found, what it rests on, what may be claimed.
    sheets : tuple of Sheet
        The first is the one that is meant when none is named.
    draw : callable
        Draws on matplotlib Axes.
    size : tuple of float
        Of the drawing, in inches.
    """

    title: str
    claims: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    draw: Callable[[Any], None]
    size: tuple[float, float] = (6.4, 3.6)


def view_of(result: object) -> View:
    """Return the view of a result.

    Views stand in a module named for the room of the result's class: those of
    ``aspiratie.measurement.reliability.alpha.Alpha`` in
    :mod:`aspiratie.research.views.reliability`. It is imported here, so that only the rooms in
    use are.
    """
    parts = type(result).__module__.split(".")
    room = parts[2] if parts[1] in ("measurement", "research") else parts[1]
    module = f"aspiratie.research.views.{room}"
    if find_spec(module):
        import_module(module)
    found = view(result)
    # What a result says of itself stands with it, once.
    told = {*found.claims, *(note for sheet in found.sheets for note in sheet.notes)}
    notes = [n for n in getattr(result, "notes", ()) if isinstance(n, str) and n not in told]
    return replace(found, claims=(*found.claims, *notes)) if notes else found


@singledispatch
def view(result: Any) -> View:
    """Show what a dataclass holds: its numbers as one table, its frames each as another."""
    single: dict[str, object] = {}
    sheets: list[Sheet] = []
    for part in fields(result):
        value = getattr(result, part.name)
        if not part.repr or part.name.startswith("_"):
            continue
        if isinstance(value, pd.Series):
            value = value.to_frame(value.name or part.name)
        if isinstance(value, pd.DataFrame):
            sheets.append(Sheet(name=part.name, caption=part.name.replace("_", " "), frame=value))
        elif isinstance(value, int | float | str | np.number) or value is None:
            single[part.name] = value
        elif isinstance(value, tuple):
            single[part.name] = "; ".join(map(str, value)) or "none"
    numbers = pd.DataFrame({"value": pd.Series(single, dtype=object)})
    own = Sheet(name="values", caption=type(result).__name__, frame=numbers, index="what")
    measured = {k: float(v) for k, v in single.items() if isinstance(v, float | np.floating)}

    def draw(ax: Any) -> None:
        known = {k: v for k, v in measured.items() if np.isfinite(v)}
        ax.barh(list(known), list(known.values()), color="#1f4e8c")
        ax.invert_yaxis()
        ax.set_xlabel("value")

    told = ", ".join(f"{name} {say(value)}" for name, value in measured.items())
    return View(
        title=type(result).__name__,
        claims=(f"{result!r}.", f"{told}." if told else "See the tables."),
        sheets=(own, *sheets),
        draw=draw,
    )
