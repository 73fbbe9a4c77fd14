"""Workbooks of Excel: the sheet, the rows that hold something, the cells as text."""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from zipfile import BadZipFile

import numpy as np
import openpyxl

from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.files.cells import as_texts, cell_text
from aspiratie.intake.files.table import HEAD_ROWS, Fit, Rows, Table, Texts

__all__ = ["open_xlsx"]

#: What openpyxl raises on a file that is no workbook, or a damaged one.
_DAMAGED = (
    BadZipFile, KeyError, ValueError, OSError, TypeError, AttributeError, IndexError, EOFError,
    SyntaxError, zlib.error,
)  # fmt: skip


def open_xlsx(data: bytes, file: str, sheet: str | int | None, fit: Fit) -> Table:
    """Open a workbook at the sheet asked for, or the one that fits the codebook best."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            name, grid = _sheet(data, sheet, file, fit)
    except _DAMAGED:
        raise IntakeError(
            f"{file} is not a workbook that can be read.",
            problems=[
                Problem(where=file, what="is not an xlsx file.", remedy="Save it as xlsx or CSV.")
            ],
        ) from None
    filled = [i for i, row in enumerate(grid) if any(_filled(cell) for cell in row)]
    if not filled:
        raise IntakeError(f"{file} is empty: its sheet holds no cell with a value.")
    width = max(_width(grid[i]) for i in filled)
    head = [_head_row(grid[i], width) for i in filled[:HEAD_ROWS]]

    def read(places: Sequence[int], header_rows: int) -> tuple[Texts, Rows]:
        below = filled[header_rows:]
        texts = {
            p: as_texts([grid[i][p] if p < len(grid[i]) else None for i in below]) for p in places
        }
        return texts, np.asarray(below, dtype=np.int64) + 1

    return Table(
        head=head, read=read, rows_below=lambda header_rows: len(filled) - header_rows, sheet=name
    )


def _sheet(
    data: bytes, sheet: str | int | None, file: str, fit: Fit
) -> tuple[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheets = {ws.title: ws for ws in book.worksheets}
    name = _sheet_name(sheets, sheet, file, fit)
    grid = _grid(sheets[name])
    book.close()
    return name, grid


def _sheet_name(sheets: Mapping[str, Any], sheet: str | int | None, file: str, fit: Fit) -> str:
    names = list(sheets)
    if not names:
        raise IntakeError(f"{file} has no sheet with cells.")
    if isinstance(sheet, int) and 1 <= sheet <= len(names):
        return names[sheet - 1]
    if isinstance(sheet, str) and sheet in sheets:
        return sheet
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
        return names[0]
    fits = {}
    for name, ws in sheets.items():
        top = [row for row in _grid(ws, last=20) if any(_filled(cell) for cell in row)][:HEAD_ROWS]
        width = max((_width(row) for row in top), default=0)
        fits[name] = fit([_head_row(row, width) for row in top]) if top else -1
    best = [name for name, n in fits.items() if n == max(fits.values())]
    if len(best) > 1 and max(fits.values()) > 0:
        raise IntakeError(
            f"{file} has {len(best)} sheets that fit the codebook equally well.",
            problems=[
                Problem(where=file, what="which one is meant?", remedy="Say so with `sheet`.")
            ],
        )
    return best[0]


def _grid(sheet: Any, last: int | None = None) -> list[tuple[Any, ...]]:
    sheet.reset_dimensions()  # some tools write a wrong size
    return list(sheet.iter_rows(min_row=1, max_row=last, values_only=True))


def _filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _width(row: Sequence[Any]) -> int:
    return max((j + 1 for j, cell in enumerate(row) if cell is not None), default=0)


def _head_row(row: Sequence[Any], width: int) -> list[str]:
    cells = [cell_text(cell) if cell is not None else "" for cell in row[:width]]
    return cells + [""] * (width - len(cells))
