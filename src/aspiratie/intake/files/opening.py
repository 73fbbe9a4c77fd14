"""Open a file of any kind as a table of texts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from aspiratie.errors import IntakeError
from aspiratie.intake.files.csv import open_csv
from aspiratie.intake.files.parquet import open_parquet
from aspiratie.intake.files.sav import open_sav
from aspiratie.intake.files.sniff import Kind, kind_of
from aspiratie.intake.files.table import Fit, Table
from aspiratie.intake.files.xlsx import open_xlsx

__all__ = ["Opened", "open_file"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Opened:
    """A file as a table, the kind that it is, and the digest of its bytes."""

    table: Table
    kind: Kind
    sha256: str


def open_file(path: Path, fit: Fit, *, sheet: str | int | None = None) -> Opened:
    """Open a csv, xlsx, sav or parquet file, known by what is in it.

    Parameters
    ----------
    path : Path
    fit : callable
        Says of a table's first rows how well they fit, to choose between
        delimiters and sheets.
    sheet : str or int, optional
        Name or number (from 1) of a workbook's sheet.

    Returns
    -------
    Opened

    Raises
    ------
    IntakeError
        If it is no file, or none that can be read as a table.
    """
    data = _bytes(path)
    kind = kind_of(data, path.name)
    if kind == "csv":
        table = open_csv(data, path.name, fit)
    elif kind == "xlsx":
        table = open_xlsx(data, path.name, sheet, fit)
    elif kind == "parquet":
        table = open_parquet(data, path.name)
    else:
        table = open_sav(path)
    return Opened(table=table, kind=kind, sha256=hashlib.sha256(data).hexdigest())


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise IntakeError(f"{path.name} is a folder, not an export.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise IntakeError(f"There is no file {path.name}.") from None
    except OSError as error:
        raise IntakeError(f"{path.name} cannot be opened: {error.strerror}.") from None
