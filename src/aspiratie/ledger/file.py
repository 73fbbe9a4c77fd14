"""The file of the ledger: lines of JSON, each with the digest of the line before it.

A line is an :class:`~aspiratie.ledger.cells.Entry` that was made, or says that earlier ones
were recalled or never sent. The file is read and written under a lock; what is written is
written aside, forced to disk and moved into place. A last line that broke off, as when the
machine lost power, is taken away, with a word.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from aspiratie.errors import Problem, ReleaseError
from aspiratie.ledger.cells import Entry

try:
    import fcntl
except ImportError:  # pragma: no cover - no such lock on Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["FORMAT", "LedgerFile", "Line", "Withdrawn", "read_ledger"]

FORMAT: Literal["aspiratie.ledger"] = "aspiratie.ledger"
VERSION: Literal[2] = 2


class Made(msgspec.Struct, frozen=True, kw_only=True, tag="made", tag_field="event"):
    """Numbers that were published."""

    before: str
    date: str
    entry: Entry
    format: Literal["aspiratie.ledger"] = FORMAT
    version: Literal[2] = VERSION


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True, tag="withdrawn", tag_field="event"):
    """Numbers that count no more: recalled, or never sent; `lines` are their digests."""

    before: str
    date: str
    why: Literal["recalled", "not_sent"]
    reason: str
    lines: tuple[str, ...]
    format: Literal["aspiratie.ledger"] = FORMAT
    version: Literal[2] = VERSION


Line = Made | Withdrawn
_DECODER = msgspec.json.Decoder(Line)


class LedgerFile:
    """A ledger that is open, under its lock.

    Parameters
    ----------
    path : Path
        The file; it need not be there yet.
    lines : list of (str, Made or Withdrawn)
        Digest and content, oldest first.
    repaired : bool
        Whether a last line that broke off was taken away.
    """

    def __init__(self, path: Path, lines: list[tuple[str, Line]], *, repaired: bool) -> None:
        self.path, self.lines, self.repaired = path, lines, repaired
        self._new: list[bytes] = []

    @property
    def standing(self) -> list[tuple[str, Entry]]:
        """Return digest and entry of what was made and not withdrawn."""
        gone = {d for _, line in self.lines if isinstance(line, Withdrawn) for d in line.lines}
        return [(d, m.entry) for d, m in self.lines if isinstance(m, Made) and d not in gone]

    def add(self, entries: Sequence[Entry], date: str) -> None:
        """Add what is about to be published."""
        for entry in entries:
            self._append(Made(before=self._last(), date=date, entry=entry))

    def withdraw(
        self,
        digests: Sequence[str],
        date: str,
        *,
        why: Literal["recalled", "not_sent"],
        reason: str,
    ) -> None:
        """Mark earlier entries as recalled, or as never sent; they stay in the file."""
        gone = tuple(digests)
        self._append(Withdrawn(before=self._last(), date=date, why=why, reason=reason, lines=gone))

    def _last(self) -> str:
        return self.lines[-1][0] if self.lines else ""

    def _append(self, line: Line) -> None:
        data = msgspec.json.encode(line)
        self._new.append(data)
        self.lines.append((_digest(data), line))

    def save(self) -> None:
        """Write what was added: aside, forced to disk, and moved into place."""
        if not self._new and not self.repaired:
            return
        old = _whole(self.path)[0] if self.path.exists() else b""
        aside = self.path.with_name(f".{self.path.name}.new")
        try:
            with aside.open("wb") as file:
                file.write(old)
                file.write(b"".join(data + b"\n" for data in self._new))
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise ReleaseError(_cannot(self.path, "written", error)) from None
        self._new, self.repaired = [], False


@contextlib.contextmanager
def read_ledger(path: str | Path) -> Iterator[LedgerFile]:
    """Open a ledger for this process alone.

    Parameters
    ----------
    path : path
        The file; made by :meth:`LedgerFile.save`.

    Yields
    ------
    LedgerFile

    Raises
    ------
    ReleaseError
        If it cannot be read, is no ledger of this version, or a line was changed or taken out.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock").open("ab")
    except OSError as error:
        raise ReleaseError(_cannot(path, "written", error)) from None
    with lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        lines, repaired = _read(path)
        yield LedgerFile(path, lines, repaired=repaired)


def _read(path: Path) -> tuple[list[tuple[str, Line]], bool]:
    if not path.exists():
        return [], False
    try:
        data, torn = _whole(path)
    except OSError as error:
        raise ReleaseError(_cannot(path, "read", error)) from None
    lines: list[tuple[str, Line]] = []
    problems = []
    before = ""
    for number, row in enumerate(data.splitlines(), 1):
        try:
            line = _DECODER.decode(row)
        except (msgspec.DecodeError, msgspec.ValidationError):
            what = "is no line of a ledger of this version."
            problems.append(Problem(where=f"line {number}", what=what))
            continue
        if line.before != before:
            what = "does not follow on the line before it; a line was changed or taken out."
            problems.append(Problem(where=f"line {number}", what=what))
        before = _digest(row)
        lines.append((before, line))
    if problems:
        raise ReleaseError(f"{path.name} was changed after it was written.", problems=problems)
    return lines, torn


def _whole(path: Path) -> tuple[bytes, bool]:
    """Return the lines that were written whole, and whether the last one was not."""
    data = path.read_bytes()
    if not data or data.endswith(b"\n"):
        return data, False
    return data[: data.rfind(b"\n") + 1], True


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot(path: Path, done: str, error: OSError) -> str:
    return (
        f"The ledger {path.name} cannot be {done}: {error.strerror}. "
        "Give another place for it by `ledger` in the parameters."
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
