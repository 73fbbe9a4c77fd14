"""Parquet files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet

from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.files.cells import from_arrow
from aspiratie.intake.files.table import Rows, Table, Texts

__all__ = ["open_parquet"]


def open_parquet(data: bytes, file: str) -> Table:
    """Open a parquet file; only asked columns are read."""
    try:
        source = pa.parquet.ParquetFile(pa.BufferReader(data))
        headings = list(source.schema_arrow.names)
    except pa.ArrowException:
        raise IntakeError(
            f"{file} cannot be read.",
            problems=[
                Problem(where=file, what="is a damaged parquet file.", remedy="Write it again.")
            ],
        ) from None
    n = source.metadata.num_rows

    def read(places: Sequence[int], _header_rows: int) -> tuple[Texts, Rows]:
        table = source.read(columns=[headings[p] for p in places])
        return (
            {p: from_arrow(table.column(headings[p])) for p in places},
            np.arange(1, n + 1, dtype=np.int64),
        )

    return Table(head=[headings], read=read, rows_below=lambda _header_rows: n)
