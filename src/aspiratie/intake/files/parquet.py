"""Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.files.apart import read_apart
from aspiratie.intake.files.cells import from_arrow
from aspiratie.intake.files.table import Rows, Table, Texts

__all__ = ["open_parquet"]


def open_parquet(path: Path, file: str) -> Table:
    """Open a parquet file; only asked columns are read."""
    known, _ = read_apart("parquet", path, file)
    names, n = [str(name) for name in known["names"]], int(known["rows"])
    if len(set(names)) < len(names) or not names:
        what = "has no columns, or two of the same name."
        raise IntakeError(f"{file} cannot be read.", problems=[Problem(where=file, what=what)])

    def read(places: Sequence[int], _header_rows: int) -> tuple[Texts, Rows]:
        _, (table,) = read_apart("parquet", path, file, columns=[names[p] for p in places])
        try:
            texts = {p: from_arrow(table.column(names[p])) for p in places}
        except (pa.ArrowException, ValueError, TypeError, OverflowError, KeyError):
            what = "has columns that are no texts, numbers or dates."
            raise IntakeError(
                f"{file} cannot be read.", problems=[Problem(where=file, what=what)]
            ) from None
        return texts, np.arange(1, table.num_rows + 1, dtype=np.int64)

    return Table(head=[names], read=read, rows_below=lambda _header_rows: n)
