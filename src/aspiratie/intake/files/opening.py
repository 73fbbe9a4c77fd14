"""Open a file of any kind as tables of texts, within limits."""

from __future__ import annotations

import hashlib
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.files.csv import open_csv
from aspiratie.intake.files.parquet import open_parquet
from aspiratie.intake.files.sav import open_sav
from aspiratie.intake.files.sniff import Kind, kind_of
from aspiratie.intake.files.table import Fit, Table
from aspiratie.intake.files.xlsx import open_xlsx

__all__ = ["Opened", "file_bytes", "open_files"]

#: What the files of a zip may unfold to.
_MOST_BYTES = 400 << 20
_MOST_FILES = 2000
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
            RuntimeError)  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class Opened:
    """A file as a table, its name, the kind that it is, and the digest of its bytes."""

    table: Table
    file: str
    kind: Kind
    sha256: str


@contextmanager
def open_files(path: Path, fit: Fit, *, sheet: str | int | None = None) -> Iterator[list[Opened]]:
    """Open a csv, xlsx, sav or parquet file, or a zip of them, known by what is in it.

    Parameters
    ----------
    path : Path
    fit : callable
        Says of a table's first rows how well they fit, to choose between
        delimiters and sheets.
    sheet : str or int, optional
        Name or number (from 1) of a workbook's sheet.

    Yields
    ------
    list of Opened
        One a file; to be read before the context ends.

    Raises
    ------
    IntakeError
        If it is no file, or none that can be read as a table.
    """
    data = file_bytes(path)
    if not _is_zip(data):
        yield [_open(path, path.name, data, fit, sheet)]
        return
    with tempfile.TemporaryDirectory() as folder:
        opened = []
        for number, (name, content) in enumerate(_members(path)):
            member = Path(folder) / str(number)
            member.write_bytes(content)
            opened.append(_open(member, f"{path.name}/{name}", content, fit, sheet))
        if not opened:
            raise _fault(path.name, "is a zip without a file in it.")
        yield opened


def _open(path: Path, file: str, data: bytes, fit: Fit, sheet: str | int | None) -> Opened:
    kind = kind_of(data, file)
    if kind == "csv":
        table = open_csv(data, file, fit)
    elif kind == "xlsx":
        table = open_xlsx(path, file, sheet, fit)
    elif kind == "parquet":
        table = open_parquet(path, file)
    else:
        table = open_sav(path, file)
    return Opened(table=table, file=file, kind=kind, sha256=hashlib.sha256(data).hexdigest())


def file_bytes(path: Path) -> bytes:
    """Return what is in a file.

    Raises
    ------
    IntakeError
        If it is no file, or cannot be opened.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise IntakeError(f"There is no file {path.name}.") from None
    except ValueError:
        raise IntakeError("The path of the export holds a character that no path has.") from None
    except OSError as error:
        raise IntakeError(f"{path.name} cannot be opened: {error.strerror}.") from None
    if stat.S_ISDIR(mode):
        raise IntakeError(f"{path.name} is a folder, not an export.")
    if not stat.S_ISREG(mode):
        raise IntakeError(f"{path.name} is a device or a pipe, not a file. Save the export first.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise IntakeError(f"{path.name} cannot be opened: {error.strerror}.") from None


def _is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip that is no workbook."""
    return data.startswith(b"PK\x03\x04") and b"[Content_Types].xml" not in data


def _members(path: Path) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [
                i for i in archive.infolist()
                if not i.is_dir() and "__MACOSX" not in i.filename
                and not Path(i.filename).name.startswith(".")
            ]  # fmt: skip
            if sum(i.file_size for i in infos) > _MOST_BYTES or len(infos) > _MOST_FILES:
                raise _fault(path.name, "unfolds to more than can be read at once.")
            return [
                (Path(i.filename).name, _unfolded(archive, i, path.name))
                for i in sorted(infos, key=lambda i: i.filename)
            ]
    except _DAMAGED:
        raise _fault(
            path.name, "is neither an xlsx workbook nor a whole zip without a password."
        ) from None


def _unfolded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes:
    with archive.open(info) as member:
        content = member.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise _fault(file, "unfolds to more than can be read at once.")
    return content


def _fault(file: str, what: str) -> IntakeError:
    remedy = "Unpack it, and give the files that the survey tool wrote."
    return IntakeError(
        f"{file} cannot be read.", problems=[Problem(where=file, what=what, remedy=remedy)]
    )
