"""A table as it lies in a file: its first rows, and a way to read columns of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.intake.layout import Layout

__all__ = ["HEAD_ROWS", "Fit", "Head", "Rows", "Table", "Texts"]

Head = list[list[str]]
Fit = Callable[[Head], int]
Texts = Mapping[int, pd.Categorical]
Rows = npt.NDArray[np.int64]

#: Rows that show what a file is: those above the headings, the headings, and one.
HEAD_ROWS = 12


class _Reader(Protocol):
    def __call__(self, places: Sequence[int], header_rows: int, /) -> tuple[Texts, Rows]: ...


@dataclass(frozen=True, eq=False, kw_only=True)
class Table:
    """A file that was opened: its first rows, and the way to read columns of it.

    ``read(places, header_rows)`` gives the asked columns as categories of text
    (blank cells missing) and the number of each row as a person sees it.
    ``value_labels`` and ``absent`` are a file's own labels of codes and codes that
    it declares missing, by heading.
    """

    head: Head
    read: _Reader
    rows_below: Callable[[int], int]
    layout: Layout | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    value_labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    absent: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Table of {len(self.head[0]) if self.head else 0} columns>"
