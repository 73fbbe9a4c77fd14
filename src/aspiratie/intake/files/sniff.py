"""Find what kind of file an export is, its encoding and its delimiter.

A file's name is never asked. A delimiter fits if every record has the same
number of columns, two or more, with quotes read as csv does; if none fits, that
is an error, never a table of one column.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from aspiratie.errors import IntakeError, Problem

__all__ = [
    "DELIMITERS",
    "Dialect",
    "Kind",
    "beginning",
    "decode_text",
    "fitting",
    "kind_of",
    "ragged",
    "records",
]

Kind = Literal["csv", "xlsx", "sav", "parquet"]
DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_SAMPLE = 1_000_000
_PIECE = 1 << 20
_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"
_SAMPLE_RECORDS = 500
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SEP = re.compile(r"sep=(.)\r?\n")


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a text is a table: its delimiter and its number of columns.

    ``skip`` counts the lines above the headings: Excel's ``sep=;``.
    """

    delimiter: str
    columns: int
    skip: int = 0


def kind_of(data: bytes, file: str) -> Kind:
    """Tell the kind of file from its first bytes.

    Raises
    ------
    IntakeError
        If the file is empty or of a kind that holds no table that can be read.
    """
    if not data[:_PIECE].strip(_BLANK) and not data.strip(_BLANK):
        raise IntakeError(f"{file} is empty.", problems=[_again("has no text and no table.", file)])
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith((b"$FL2", b"$FL3")):
        return "sav"
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise IntakeError(
            f"{file} is an old Excel workbook (.xls), or one with a password.",
            problems=[
                Problem(where=file, what="cannot be read.", remedy="Save it as .xlsx, without one.")
            ],
        )
    return "csv"


def _again(what: str, file: str) -> Problem:
    return Problem(where=file, what=what, remedy="Export it from the survey tool again.")


def decode_text(data: bytes, file: str) -> tuple[bytes, str]:
    """Give a text file in UTF-8: by its byte order mark, else UTF-8, else Windows-1252.

    UTF-16 without a mark is known by its zero bytes.

    Returns
    -------
    text : bytes
        In UTF-8, without a byte order mark.
    encoding : str

    Raises
    ------
    IntakeError
        If it is no text.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        order = ["utf-8-sig"]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        order = ["utf-16"]
    else:
        order = [*_utf16(data), "utf-8", "cp1252"]
    for encoding in order:
        try:
            text = _in_utf8(data, encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(beginning(text)) is None and b"\x00" not in text:
            return text, encoding
    raise IntakeError(
        f"{file} is not a table that can be read.",
        problems=[
            Problem(
                where=file,
                what="is neither text (UTF-8, UTF-16 or Windows-1252) nor xlsx, sav or parquet.",
                remedy="Export it from the survey tool as CSV or xlsx, and don't rename or "
                "compress it.",
            )
        ],
    )


def _in_utf8(data: bytes, encoding: str) -> bytes:
    """Write a text in UTF-8; one that is so already is only checked, a piece at a time."""
    if encoding not in ("utf-8", "utf-8-sig"):
        return data.decode(encoding).encode()
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    for start in range(0, len(data), _PIECE):
        decoder.decode(view[start : start + _PIECE])
    decoder.decode(b"", final=True)
    return data.removeprefix(codecs.BOM_UTF8) if encoding == "utf-8-sig" else data


def beginning(text: bytes) -> str:
    """Return the first million bytes of a text in UTF-8, without half a letter at the end."""
    return text[:_SAMPLE].decode("utf-8", errors="ignore")


def _utf16(data: bytes) -> list[str]:
    sample = data[:2000]
    if len(sample) < 4:
        return []
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 < len(sample):
        return []
    return ["utf-16-le"] if odd > even else ["utf-16-be"]


def records(text: str, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Read a text's records with the number of characters up to the end of each.

    Empty lines give an empty list.
    """
    consumed = 0

    def lines() -> Iterator[str]:
        nonlocal consumed
        for line in io.StringIO(text, newline=""):
            consumed += len(line)
            yield line

    for record in csv.reader(lines(), delimiter=delimiter):
        yield record, consumed


def fitting(text: bytes, file: str) -> list[Dialect]:
    """Return the ways in which the beginning of a text is a table, the widest first.

    Raises
    ------
    IntakeError
        If no delimiter gives the same number of columns, two or more, on every
        record; it tells what each comes closest to.
    """
    start = beginning(text)
    declared = _SEP.match(start)
    skip = declared.end() if declared else 0
    sample, whole = start[skip:], len(text) <= _SAMPLE
    dialects, near = [], []
    for delimiter in [declared[1]] if declared else DELIMITERS:
        widths = _widths(sample, delimiter, whole=whole)
        if not widths or widths[0] < 2:
            continue
        if len(set(widths)) == 1:
            dialects.append(Dialect(delimiter=delimiter, columns=widths[0], skip=1 if skip else 0))
        else:
            near.append((widths[0], delimiter, widths))
    if dialects:
        return sorted(dialects, key=lambda d: -d.columns)
    names = ", ".join(DELIMITERS.values())
    problems = [_uneven(*miss, file=file) for miss in sorted(near, reverse=True)[:1]]
    if not near:
        problems = [
            Problem(
                where=file,
                what=f"its first row is not divided by any of: {names}.",
                remedy="Export it with semicolons or commas between the columns, or as xlsx.",
            )
        ]
    raise IntakeError(
        f"{file} has no delimiter that gives the same number of columns on every row.",
        problems=problems,
    )


def _widths(sample: str, delimiter: str, *, whole: bool) -> list[int]:
    widths = []
    try:
        for record, _ in records(sample, delimiter):
            if record:
                widths.append(len(record))
            if len(widths) > _SAMPLE_RECORDS:
                break
    except csv.Error:
        return []
    if not whole and len(widths) <= _SAMPLE_RECORDS:
        widths.pop()  # cut off by the sample's end
    return widths


def _uneven(width: int, delimiter: str, widths: Sequence[int], *, file: str) -> Problem:
    rows = [(i, w) for i, w in enumerate(widths, start=1) if w != width]
    return Problem(
        where=f"{file}, row {rows[0][0]}",
        what=f"with a {DELIMITERS.get(delimiter, 'declared delimiter')} between them it has "
        f"{rows[0][1]} columns where the headings have {width} (and {len(rows) - 1} more such "
        "rows).",
        remedy="Put answers that hold the delimiter between quotes, or export as xlsx.",
    )


def ragged(text: str, dialect: Dialect, file: str) -> IntakeError:
    """Make the error for a text of which later rows have another number of columns."""
    wrong = []
    try:
        for row, (record, _) in enumerate(records(text, dialect.delimiter), start=1):
            if row > dialect.skip and record and len(record) != dialect.columns:
                wrong.append((row, len(record)))
    except csv.Error:
        pass
    shown = ", ".join(f"row {row} has {width}" for row, width in wrong[:10])
    more = f", and {len(wrong) - 10} more rows" if len(wrong) > 10 else ""
    return IntakeError(
        f"{file} does not have the same number of columns on every row.",
        problems=[
            Problem(
                where=file,
                what=f"the headings have {dialect.columns} columns; "
                + (shown + more + "." if wrong else "a quote is opened and not closed."),
                remedy="Put answers that hold the delimiter or a line break between quotes, or "
                "export as xlsx.",
            )
        ],
    )
