"""A researcher's table: with a caption and a scope at every heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aspiratie.display.fragment import Child, Fragment, el

__all__ = ["Cell", "table"]

Cell = Child | tuple[Child, str]

#: More columns than this and the table gets a box of its own that can scroll: on a phone four
#: columns of whole words can be too wide.
NARROW = 3

#: A longer word in a row's heading may break anywhere on a screen; a shorter one stays whole.
LONGEST_WORD = 24


def table(
    caption: Child,
    columns: Sequence[Child],
    rows: Sequence[Sequence[Cell]],
    *,
    kind: str = "data",
    name: str = "",
) -> Fragment:
    """Return a table whose first column holds the rows' headings.

    Parameters
    ----------
    caption : Fragment or str
        What the table is of.
    columns : sequence
        Headings; the first is of the rows' headings.
    rows : sequence of sequences
        The first cell of each heads the row. A cell is a text, or a pair of text and
        class: "num" for numbers, "withheld" for hidden ones.
    kind : str
        Class of the table.
    name : str
        The label of the box around a wide table.
    """
    kinds = [_kind([row[i] for row in rows if i < len(row)]) for i in range(len(columns))]
    head = el(
        "tr",
        *(el("th", c, scope="col", class_=k) for c, k in zip(columns, kinds, strict=True)),
    )
    body = []
    for first, *rest in rows:
        label, label_class = first if isinstance(first, tuple) else (first, None)
        if _longest_word(label) > LONGEST_WORD:
            label_class = f"{label_class} long" if label_class else "long"
        cells = [el("th", label, scope="row", class_=label_class)]
        for cell in rest:
            value, class_ = cell if isinstance(cell, tuple) else (cell, None)
            cells.append(el("td", value, class_=class_))
        body.append(el("tr", *cells))
    made = el("table", el("caption", caption), el("thead", head), el("tbody", *body), class_=kind)
    if len(columns) <= NARROW:
        return made
    label = name or (caption if isinstance(caption, str) else "")
    return el("div", made, class_="table-box", role="region", aria_label=label, tabindex="0")


def _longest_word(label: Child) -> int:
    text = re.sub(r"<[^>]*>", " ", label.html) if isinstance(label, Fragment) else str(label or "")
    return max(map(len, text.split()), default=0)


def _kind(cells: Sequence[Cell]) -> str | None:
    """Return "num" for a column of numbers, also where some of them are hidden."""
    kinds = {cell[1] if isinstance(cell, tuple) else "" for cell in cells}
    return "num" if "num" in kinds and kinds <= {"num", "withheld"} else None
