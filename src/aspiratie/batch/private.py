"""The private folder of a run: the secret of the letters, and which are each school's own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import msgspec

from aspiratie.batch.output import Output
from aspiratie.errors import ParameterError

__all__ = [
    "PERSONAL",
    "private_file",
    "read_letters",
    "secret_of",
    "write_letters",
    "write_private",
]

#: How the name ends of a folder beside the reports, in which pages rest on answers.
PERSONAL = "-persoonsgegevens"

#: Bytes of the secret by which letters are drawn.
SECRET = 32
#: By document, school and scale: the letter.
Letters = Mapping[str, Mapping[str, Mapping[str, str]]]


def secret_of(output: Output, ledger: Path) -> bytes:
    """Return the secret by which letters are drawn.

    It is made once and kept beside the ledger, so that another output folder gives the schools
    of an unchanged region the letters that were published before.

    Raises
    ------
    ParameterError
        If it cannot be read or written.
    """
    file = ledger.with_name(f".{ledger.name}.secret")
    older = output.folder / "key" / "secret"
    try:
        for known in (file, older):
            if known.is_file() and known.stat().st_size >= SECRET:
                secret = known.read_bytes()
                break
        else:
            secret = secrets.token_bytes(SECRET)
        if not file.is_file() or file.read_bytes() != secret:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_private(file, secret)
    except OSError as error:
        raise ParameterError(
            f"The secret of the letters, {file.name} beside the ledger, cannot be kept "
            f"({error.strerror}). Give another place for the ledger by `ledger` in the parameters."
        ) from None
    return secret


def private_file(output: Output, name: str) -> Path:
    """Return a file of the private folder, which is made where it is not there.

    Raises
    ------
    ParameterError
        If the folder cannot be made.
    """
    folder = output.folder / "key"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise ParameterError(f"The folder key cannot be written ({error.strerror}).") from None
    return folder / name


def write_private(file: Path, content: bytes) -> None:
    """Write a file that only its owner can read, where it does not hold that already."""
    if file.is_file() and file.read_bytes() == content:
        return
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)


def write_letters(output: Output, letters: Letters) -> None:
    """Keep which letters are each school's own."""
    write_private(private_file(output, "letters"), msgspec.json.encode(letters))


def read_letters(output: Output) -> Letters:
    """Return which letters are each school's own; none where no letters were drawn."""
    file = private_file(output, "letters")
    if not file.is_file():
        return {}
    return msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, dict[str, str]]])
