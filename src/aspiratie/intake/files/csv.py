"""Tables as text: only the asked columns are read, whatever the delimiter."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from aspiratie.intake.files.cells import from_arrow
from aspiratie.intake.files.sniff import (
    Dialect,
    beginning,
    decode_text,
    fitting,
    ragged,
    records,
)
from aspiratie.intake.files.table import HEAD_ROWS, Fit, Head, Rows, Table, Texts

__all__ = ["open_csv"]

_STRINGS = pa.dictionary(pa.int32(), pa.string())
#: Bytes that are parsed at once; a row must fit in, and a long one asks for the larger.
_BLOCKS = (1 << 20, 1 << 26)
_BLANK_LINES = (b"\n\n", b"\n\r\n", b"\r\r")


def open_csv(data: bytes, file: str, fit: Fit) -> Table:
    """Open a text table; of several delimiters that fit, take the one that fits the codebook."""
    raw, encoding = decode_text(data, file)
    del data
    dialect = _choose(raw, file, fit)
    head, ends = _head(raw, dialect)
    starts = [end for _, end in ends]

    def read(places: Sequence[int], header_rows: int) -> tuple[Texts, Rows]:
        start, above = starts[header_rows - 1], ends[header_rows - 1][0]
        columns = _columns(raw, start, places, dialect)
        if columns is None:
            raise ragged(raw.decode(), dialect, file)
        n = len(columns[places[0]])
        rows = np.arange(above + 1, above + 1 + n, dtype=np.int64)
        if _lines(raw, start) != n and _has_blank_lines(raw, start):
            rows = _row_numbers(raw[start:].decode(), above, dialect)
            if len(rows) != n:
                raise ragged(raw.decode(), dialect, file)
        return columns, rows

    return Table(
        head=head,
        read=read,
        rows_below=lambda header_rows: len(head) - header_rows,
        delimiter=dialect.delimiter,
        encoding=encoding,
    )


def _lines(raw: bytes, start: int) -> int:
    return raw.count(b"\n", start) + (len(raw) > start and not raw.endswith(b"\n"))


def _has_blank_lines(raw: bytes, start: int) -> bool:
    return raw[start : start + 1] in b"\r\n" or any(raw.find(b, start) > 0 for b in _BLANK_LINES)


def _choose(raw: bytes, file: str, fit: Fit) -> Dialect:
    dialects = fitting(raw, file)
    if len(dialects) == 1:
        return dialects[0]
    return max(dialects, key=lambda dialect: fit(_head(raw, dialect)[0]))


def _head(raw: bytes, dialect: Dialect) -> tuple[Head, list[tuple[int, int]]]:
    """Return the first records, and the number and the end of each in the text."""
    for whole in (False, True):
        part = raw.decode() if whole else beginning(raw)
        head: Head = []
        ends: list[tuple[int, int]] = []
        for number, (record, end) in enumerate(records(part, dialect.delimiter), start=1):
            if number > dialect.skip and record:
                head.append(record)
                ends.append((number, end))
            if len(head) > HEAD_ROWS:  # the last may have been cut off
                break
        if len(head) > HEAD_ROWS:
            break
    kept = ends[:HEAD_ROWS]
    return head[:HEAD_ROWS], [(number, len(part[:end].encode())) for number, end in kept]


def _columns(
    raw: bytes, start: int, places: Sequence[int], dialect: Dialect
) -> dict[int, pd.Categorical] | None:
    """Read columns of the text after `start`; None if a row has another number of them."""
    names = [str(i) for i in range(dialect.columns)]
    quoted = raw.find(b'"', start) >= 0
    for block in _BLOCKS:
        wrong: list[None] = []
        try:
            table = pa.csv.read_csv(
                pa.BufferReader(pa.py_buffer(raw).slice(start)),
                read_options=pa.csv.ReadOptions(column_names=names, block_size=block),
                parse_options=pa.csv.ParseOptions(
                    delimiter=dialect.delimiter,
                    newlines_in_values=quoted,
                    invalid_row_handler=partial(_skip, wrong),
                ),
                convert_options=pa.csv.ConvertOptions(
                    include_columns=[names[p] for p in places],
                    column_types={names[p]: _STRINGS for p in places},
                    strings_can_be_null=True,
                    null_values=[""],
                ),
            )
        except pa.ArrowInvalid:
            continue
        return None if wrong else {p: from_arrow(table.column(names[p])) for p in places}
    return None


def _skip(wrong: list[None], _row: object) -> str:
    wrong.append(None)
    return "skip"


def _row_numbers(rest: str, above: int, dialect: Dialect) -> Rows:
    """Count off the records; an empty line takes a number but is no row."""
    numbers: list[int] = []
    try:
        for number, (record, _) in enumerate(records(rest, dialect.delimiter), above + 1):
            if record:
                numbers.append(number)
    except csv.Error:
        numbers = []
    return np.asarray(numbers, dtype=np.int64)
