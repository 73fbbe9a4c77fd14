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


def secret_of(output: Output) -> bytes:
    """Return the secret of this folder; made once, so that letters stay what they are."""
    file = private_file(output, "secret")
    if not file.is_file():
        write_private(file, secrets.token_bytes(SECRET))
    return file.read_bytes()


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
    """Write a file that only its owner can read."""
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
