"""Columns as they stand in one or more files of the same questionnaire."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.codebook.text import is_blank, plain, squeeze
from aspiratie.intake.files.cells import cell_text
from aspiratie.intake.files.long import widen
from aspiratie.intake.files.opening import Opened, open_files
from aspiratie.intake.files.table import Head, Table
from aspiratie.intake.layout import Heading, Layout
from aspiratie.intake.proposal.model import FileSeen, Place
from aspiratie.intake.tools import layout_of

__all__ = ["Seen", "look_at"]

_CODE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(eq=False, kw_only=True)
class Seen:
    """A column of one file, or the columns with the same heading of several.

    ``cells`` holds the column of each file by the file's place; ``labels`` the
    value labels and ``absent`` the codes that SPSS keeps for missing answers.
    """

    key: str
    heading: Heading
    places: list[Place]
    cells: dict[int, pd.Categorical]
    tool_role: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()

    @property
    def counts(self) -> Counter[str]:
        """How often each text stands in the column; blank cells are left out."""
        out: Counter[str] = Counter()
        for column in self.cells.values():
            numbers = np.bincount(column.codes[column.codes >= 0], minlength=len(column.categories))
            for label, n in zip(column.categories, numbers, strict=True):
                if n and not is_blank(str(label)):
                    out[str(label).strip()] += int(n)
        return out


def look_at(paths: Sequence[Path]) -> tuple[list[FileSeen], list[Seen]]:
    """Read all columns of all files; those with the same heading are one.

    Returns
    -------
    files : list of FileSeen
    columns : list of Seen
        In the order of the first file.
    """
    files: list[FileSeen] = []
    found: dict[tuple[str, int], Seen] = {}
    number = 0
    for path in paths:
        with open_files(path, _fits) as opened:
            for one in opened:
                files.append(_look(one, number, found))
                number += 1
    _name(found)
    return files, list(found.values())


def _look(opened: Opened, number: int, found: dict[tuple[str, int], Seen]) -> FileSeen:
    table = opened.table
    layout = table.layout or layout_of(table.head)
    wide = widen(table, layout, None, opened.file) if layout.tool == "table" else None
    if wide is not None:
        table, layout = wide
    n = len(layout.headings)
    columns, numbers = table.read(list(range(n)), layout.header_rows)
    _add(found, layout, columns, number, opened.file, table)
    return FileSeen(
        file=opened.file,
        kind=opened.kind,
        tool=layout.tool,
        rows=len(numbers),
        columns=n,
        header_rows=layout.header_rows,
        sheet=table.sheet,
        delimiter=table.delimiter,
        encoding=table.encoding,
    )


def _fits(head: Head) -> int:
    """Prefer the reading with most columns that have a heading."""
    layout = layout_of(head)
    known = 1000 if layout.tool != "table" else 0
    return known + sum(bool(squeeze(h.found)) for h in layout.headings)


def _add(
    found: dict[tuple[str, int], Seen],
    layout: Layout,
    columns: Any,
    number: int,
    file: str,
    table: Table,
) -> None:
    given = {squeeze(h): role for role, heads in layout.roles.items() for h in heads}
    taken: set[str] = set()
    times: Counter[str] = Counter()
    for place, heading in enumerate(layout.headings):
        name = squeeze(heading.texts[0] if heading.texts else heading.found)
        times[name] += 1
        seen = found.setdefault(
            (name, times[name]), Seen(key="", heading=heading, places=[], cells={})
        )
        seen.places.append(Place(file=file, position=place))
        seen.cells[number] = columns[place]
        role = next(
            (
                given[s]
                for s in map(squeeze, (heading.found, *heading.codes, *heading.texts))
                if s in given
            ),
            None,
        )
        if place in layout.own and role is None:
            role = "own"
        if role is not None and role not in taken:
            taken |= {role} - {"own"}
            seen.tool_role = role
        for code, label in table.value_labels.get(heading.found, {}).items():
            seen.labels.setdefault(plain(cell_text(code)), str(label))
        seen.absent |= table.absent.get(heading.found, frozenset())


def _name(found: dict[tuple[str, int], Seen]) -> None:
    """Give each column a key that can be a field's name."""
    taken: set[str] = set()
    width = max(2, len(str(len(found))))
    for place, seen in enumerate(found.values(), start=1):
        codes = [
            c for c in (re.sub(r"\W+", "_", c).strip("_") for c in seen.heading.codes)
            if _CODE_NAME.fullmatch(c) and len(c) <= 30
        ]  # fmt: skip
        key = next((c for c in codes if c.casefold() not in taken), f"q{place:0{width}d}")
        while key.casefold() in taken:
            key += "_"
        taken.add(key.casefold())
        seen.key = key
