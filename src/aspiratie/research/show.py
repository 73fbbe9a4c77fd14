"""The methods of :class:`aspiratie.viewable.Viewable`, for whatever has a view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from aspiratie.display.fragment import Fragment, el, join
from aspiratie.errors import ParameterError
from aspiratie.research.cells import research_table
from aspiratie.research.figures.figure import SHEET, styled
from aspiratie.research.views import Sheet, view_of

__all__ = ["notebook_html", "plot", "summary", "table", "to_docx", "to_html", "to_latex"]

#: A notebook shows this many rows of a table; all are in :func:`table`.
_MOST_ROWS = 60


def table(result: object, part: str = "") -> pd.DataFrame:
    """Return a copy of one of the frames of a view."""
    sheets = {sheet.name: sheet for sheet in view_of(result).sheets}
    chosen = part or next(iter(sheets))
    if chosen not in sheets:
        raise ParameterError(
            f"{type(result).__name__} has no table {part!r}. Tables: {', '.join(sheets)}."
        )
    return sheets[chosen].frame.copy()


def summary(result: object) -> str:
    """Return the sentences of a view."""
    return " ".join(view_of(result).claims)


def plot(result: object, ax: Any = None) -> Any:
    """Draw a view."""
    view = view_of(result)
    with styled():
        if ax is None:
            from matplotlib import pyplot

            _, ax = pyplot.subplots(figsize=view.size, layout="constrained")
        view.draw(ax)
    return ax


def sheet_html(sheet: Sheet) -> Fragment:
    """Return a table as a notebook shows it."""
    frame = sheet.printed
    notes = list(sheet.notes)
    if len(frame) > _MOST_ROWS:
        notes.append(f"{_MOST_ROWS} of {len(frame)} rows; all with table({sheet.name!r}).")
        frame = frame.head(_MOST_ROWS)
    return research_table(
        sheet.caption,
        frame,
        places=dict(sheet.places),
        default=sheet.default,
        headings=sheet.headings,
        notes=notes,
        index=sheet.index,
        mark="",
    )


def notebook_html(result: object) -> str:
    """Return tables and sentences as a notebook shows them."""
    view = view_of(result)
    told = join(el("p", claim) for claim in view.claims)
    return el("div", SHEET, *map(sheet_html, view.sheets), told, class_="research").html


def to_html(result: object) -> str:
    """Return the tables in APA style as HTML."""
    from aspiratie.research.document.apa import apa_html

    return "\n".join(apa_html(sheet) for sheet in view_of(result).sheets)


def to_latex(result: object) -> str:
    """Return the tables in APA style as LaTeX."""
    from aspiratie.research.document.apa import apa_latex

    return "\n".join(apa_latex(sheet) for sheet in view_of(result).sheets)


def to_docx(result: object, path: str | Path) -> Path:
    """Write a view to a Word document."""
    from aspiratie.research.document.word import write_results

    return write_results(path, {view_of(result).title: result})
