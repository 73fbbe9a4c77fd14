"""Workbooks of Excel: the sheet, the rows that hold something, the cells as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.files.apart import read_apart
from aspiratie.intake.files.cells import from_arrow
from aspiratie.intake.files.table import Fit, Rows, Table, Texts

__all__ = ["open_xlsx"]


def open_xlsx(path: Path, file: str, sheet: str | int | None, fit: Fit) -> Table:
    """Open a workbook at the sheet asked for, or the one that fits the codebook best."""
    known, tables = read_apart("xlsx", path, file)
    sheets = known["sheets"]
    place = _sheet_place(sheets, sheet, file, fit)
    chosen, table = sheets[place], tables[place]
    if not chosen["rows"]:
        raise IntakeError(f"{file} is empty: its sheet holds no cell with a value.")

    def read(places: Sequence[int], header_rows: int) -> tuple[Texts, Rows]:
        below = table.slice(header_rows)
        # decoded, so that the headings are no categories of the column
        texts = {p: from_arrow(below.column(str(p)).cast(pa.string())) for p in places}
        return texts, np.asarray(below.column("row"), dtype=np.int64)

    return Table(
        head=chosen["head"],
        read=read,
        rows_below=lambda header_rows: int(chosen["rows"]) - header_rows,
        sheet=str(chosen["name"]),
    )


def _sheet_place(
    sheets: Sequence[Mapping[str, Any]], sheet: str | int | None, file: str, fit: Fit
) -> int:
    names = [str(s["name"]) for s in sheets]
    if not names:
        raise IntakeError(f"{file} has no sheet with cells.")
    if isinstance(sheet, int) and not isinstance(sheet, bool) and 1 <= sheet <= len(names):
        return sheet - 1
    if isinstance(sheet, str) and sheet in names:
        return names.index(sheet)
    if sheet is not None:
        raise IntakeError(
            f"{file} has no sheet {sheet!r}.",
            problems=[
                Problem(
                    where=file,
                    what=f"has {len(names)} sheet(s).",
                    remedy="Give the name of one, or its number from 1.",
                )
            ],
        )
    if len(names) == 1:
        return 0
    fits = [fit(s["head"]) if s["rows"] else -1 for s in sheets]
    best = [i for i, n in enumerate(fits) if n == max(fits)]
    if len(best) > 1 and max(fits) > 0:
        raise IntakeError(
            f"{file} has {len(best)} sheets that fit the codebook equally well.",
            problems=[
                Problem(where=file, what="which one is meant?", remedy="Say so with `sheet`.")
            ],
        )
    return best[0]
