"""What a batch has made: which files came from which input, with the digest of each.

A file is up to date when its line stands here and its bytes have the digest of that line, not when
a file lies in the folder: a run that was stopped halfway leaves files too, and so does a change of
the data for a workbook that is not asked for again.

The manifest is a journal of lines of JSON, of which the last about a name holds. A line is added
as soon as a page is written; at the end of a run in which something changed the file is written
anew, with one line a name. A line that broke off, or that cannot be read, counts for nothing: what
it told is made again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

__all__ = ["Made", "Manifest", "fingerprint", "sha256_of"]


@dataclass(frozen=True, kw_only=True)
class Made:
    """What became of one page.

    Parameters
    ----------
    key : str
        Fingerprint of its inputs.
    files : dict of str to str
        The page and what stands beside it, by name within the folder of the run: SHA-256 of each.
    reason : str
        Why it was not made; then the files are those of an earlier run, out of date.
    """

    key: str
    files: dict[str, str] = field(default_factory=dict)
    reason: str = ""


class _Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the file; `gone` takes back what was told of the name."""

    name: str
    key: str = ""
    files: dict[str, str] = {}
    reason: str = ""
    gone: bool = False


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint(*parts: str) -> str:
    """Return one digest of all inputs of a report.

    Examples
    --------
    >>> fingerprint("a", "bc") == fingerprint("ab", "c")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


class Manifest:
    """What was made in a folder, and what was not.

    Parameters
    ----------
    path : Path
        The file.
    folder : Path, optional
        In which the files are; that above the file's own where it is not given.
    """

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self.path, self.folder = path, folder or path.parent.parent
        self._told, self._torn = _read(path)
        self._tried: dict[tuple[str, str], bool] = {}
        self._changed = self._torn

    @property
    def made(self) -> dict[str, Made]:
        """The pages that were made, by name."""
        return {name: made for name, made in self._told.items() if not made.reason}

    @property
    def failures(self) -> dict[str, str]:
        """Why pages were not made, by name."""
        return {name: made.reason for name, made in self._told.items() if made.reason}

    def is_whole(self, name: str, key: str, wanted: Iterable[str]) -> bool:
        """Whether a page was made of these inputs, and the wanted files are as they were made."""
        told = self._told.get(name)
        return (
            told is not None
            and told.key == key
            and not told.reason
            and all(file in told.files and self._stands(told, file) for file in wanted)
        )

    def standing(self, name: str, key: str | None = None) -> dict[str, str]:
        """Return the files of a page that are as they were made, with their digests.

        Parameters
        ----------
        name : str
            Of the page.
        key : str, optional
            Of its inputs now; where it has another, or failed since, nothing stands.
        """
        told = self._told.get(name)
        if told is None or (key is not None and (told.key != key or told.reason)):
            return {}
        return {f: digest for f, digest in told.files.items() if self._stands(told, f)}

    def key_of(self, name: str) -> str:
        """Return the fingerprint of what a page was made of; empty where it was not made."""
        return self._told[name].key if name in self.made else ""

    def _stands(self, told: Made, file: str) -> bool:
        """Whether a file is as it was made; each is read once in a run."""
        tried = file, told.files[file]
        if tried not in self._tried:
            try:
                self._tried[tried] = sha256_of(self.folder / file) == told.files[file]
            except OSError:
                self._tried[tried] = False
        return self._tried[tried]

    def add(self, name: str, made: Made) -> None:
        """Tell what became of a page.

        Raises
        ------
        OSError
            If the line cannot be written.
        """
        line = _Line(name=name, key=made.key, files=made.files, reason=made.reason)
        self._append(line)
        self._told[name] = made
        if not made.reason:
            self._tried |= dict.fromkeys(made.files.items(), True)

    def remove(self, name: str, *, files: bool = True) -> None:
        """Forget a page, and remove those of its files that are still as they were made."""
        if name not in self._told:
            return
        for file in self.standing(name) if files else ():
            (self.folder / file).unlink(missing_ok=True)
        self._append(_Line(name=name, gone=True))
        del self._told[name]

    def _append(self, line: _Line) -> None:
        data = msgspec.json.encode(line) + b"\n"
        with self.path.open("ab") as file:
            # What broke off before is a line of its own, which cannot be read.
            file.write(b"\n" + data if self._torn else data)
        self._torn, self._changed = False, True

    def compact(self) -> None:
        """Write one line a name, where anything was told since it was read.

        Raises
        ------
        OSError
            If it cannot be written; what was told stands all the same.
        """
        if not self._changed:
            return
        aside = self.path.with_name(f".{self.path.name}.part")
        with aside.open("wb") as file:
            for name in sorted(self._told):
                told = self._told[name]
                line = _Line(name=name, key=told.key, files=told.files, reason=told.reason)
                file.write(msgspec.json.encode(line, order="sorted") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.path)
        self._changed = self._torn = False


def _read(path: Path) -> tuple[dict[str, Made], bool]:
    """Return what is told, and whether the last line broke off."""
    told: dict[str, Made] = {}
    try:
        data = path.read_bytes()
    except OSError:
        return told, False
    decoder = msgspec.json.Decoder(_Line)
    unread = bool(data) and not data.endswith(b"\n")
    for row in data.splitlines():
        try:
            line = decoder.decode(row)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
        if line.gone:
            told.pop(line.name, None)
        else:
            told[line.name] = Made(key=line.key, files=line.files, reason=line.reason)
    return told, unread
