"""Read a binary file in a process of its own; run as a program, imports nothing of the package.

Libraries in C and Rust are brought down by some damaged files, and a small file can
unfold to more than the machine holds. So the file is read here, within limits of time
and memory, and only what was read leaves: columns in Arrow's format as files in a
folder, and what is known of them as JSON on standard output.
"""

from __future__ import annotations

import datetime
import json
import sys
import warnings
from pathlib import Path
from typing import Any

UNREADABLE, TOO_LARGE = 3, 4
#: Cells of one sheet, empty ones too.
_MOST_CELLS = 60_000_000
_HEAD = 12


def _limit(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    size = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(table: Any, out: Path) -> None:
    import pyarrow as pa

    with pa.OSFile(str(out), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _text(value: Any) -> str | None:
    """Write a cell as a person reads it; None where it is empty."""
    if isinstance(value, str):
        return value if value.strip() else None
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, datetime.timedelta):
        return str(value.total_seconds())
    return str(value)


def _grid(sheet: Any) -> list[list[str | None]]:
    """Return the cells of a sheet as texts; a merged cell's text stands in all of its cells."""
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        sys.exit(TOO_LARGE)
    grid = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(grid) or left >= len(grid[top]):
            continue
        text = grid[top][left]
        for row in grid[top : bottom + 1]:
            width = min(right + 1, len(row))
            row[left:width] = [text] * (width - left)
    return grid


def read_xlsx(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write each sheet's filled rows as columns of text."""
    import pyarrow as pa
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(asked["path"])
    sheets = []
    for number, name in enumerate(book.sheet_names):
        grid = _grid(book.get_sheet_by_name(name))
        filled = [i for i, row in enumerate(grid) if any(cell is not None for cell in row)]
        width = max((j + 1 for i in filled for j, cell in enumerate(grid[i]) if cell is not None),
                    default=0)  # fmt: skip
        columns = {
            str(j): pa.array([grid[i][j] for i in filled], type=pa.string()).dictionary_encode()
            for j in range(width)
        }
        rows = pa.array([i + 1 for i in filled], type=pa.int64())
        _write(pa.table({**columns, "row": rows}), folder / f"{number}.arrow")
        head = [[grid[i][j] or "" for j in range(width)] for i in filled[:_HEAD]]
        sheets.append({"name": name, "head": head, "rows": len(filled), "width": width})
    return {"sheets": sheets}


def read_sav(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Tell a file's variables, or write the columns asked for."""
    import pyarrow as pa
    import pyreadstat

    columns = asked["columns"]
    options = {"usecols": columns} if columns is not None else {"metadataonly": True}
    for encoding in (None, "windows-1252"):
        try:
            frame, meta = pyreadstat.read_sav(
                asked["path"],
                apply_value_formats=False,
                user_missing=True,
                disable_datetime_conversion=False,
                encoding=encoding,
                **options,
            )
        except Exception:  # noqa: S112 - in another encoding it may be readable
            continue
        if columns is not None:
            for name in frame.select_dtypes(object).columns:
                frame[name] = frame[name].map(lambda v: None if v is None or v != v else str(v))
            _write(pa.Table.from_pandas(frame, preserve_index=False), folder / "0.arrow")
            return {}
        names = meta.column_names
        if not names or None in names or len(set(names)) < len(names):
            sys.exit(UNREADABLE)
        return {
            "names": list(names),
            "labels": dict(meta.column_names_to_labels),
            "rows": int(meta.number_rows or 0),
            "encoding": meta.file_encoding,
            "value_labels": {
                name: [[code, str(label)] for code, label in pairs.items()]
                for name, pairs in meta.variable_value_labels.items()
            },
            "missing": {
                name: [[r["lo"], r["hi"]] for r in ranges]
                for name, ranges in meta.missing_ranges.items()
            },
        }
    sys.exit(UNREADABLE)


def read_parquet(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Tell a file's columns, or write those asked for."""
    import pyarrow.parquet

    pyarrow.set_io_thread_count(1)
    source = pyarrow.parquet.ParquetFile(asked["path"])
    if asked["columns"] is not None:
        _write(source.read(columns=asked["columns"], use_threads=False), folder / "0.arrow")
        return {}
    return {"names": list(source.schema_arrow.names), "rows": source.metadata.num_rows}


_READERS = {"sav": read_sav, "xlsx": read_xlsx, "parquet": read_parquet}


def main() -> int:
    """Do what standard input asks: kind, path, columns, folder and megabytes."""
    asked = json.loads(sys.stdin.read())
    _limit(asked["megabytes"])
    warnings.simplefilter("ignore")
    try:
        known = _READERS[asked["kind"]](asked, Path(asked["folder"]))
    except MemoryError:
        return TOO_LARGE
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        return UNREADABLE  # of a library in Rust also what is no Exception
    json.dump(known, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
