"""What every published document has: content that cannot change, equal bytes, a file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Self

from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.errors import Problem, ReleaseError

__all__ = ["FORMAT", "VERSION", "Document", "read_json", "write_document"]

FORMAT = "aspiratie.release"
VERSION = 1


@dataclass(frozen=True, eq=False, kw_only=True)
class Document:
    """Published numbers; whole, right and unchangeable.

    Parameters
    ----------
    data : mapping
        The content. It is checked and copied; mappings become read-only and lists
        become tuples.

    Raises
    ------
    ReleaseError
        With every fault of the content at once.
    """

    data: Mapping[str, Any]

    #: What the document is called in an error.
    called: ClassVar[str] = "release"

    def __post_init__(self) -> None:
        plain = _thaw(self.data)
        problems = self.problems_of(plain)
        if problems:
            n = len(problems)
            heading = f"This is no {self.called} as promised: {n} fault{'s' if n != 1 else ''}."
            raise ReleaseError(heading, problems=problems)
        object.__setattr__(self, "data", _freeze(plain))

    def __reduce__(self) -> tuple[Any, tuple[type[Document], dict[str, Any]]]:
        return _made_of, (type(self), self.to_dict())

    @staticmethod
    def problems_of(content: Any) -> list[Problem]:
        """Return what is not as promised."""
        raise NotImplementedError

    @property
    def wave(self) -> str:
        """The school year or round."""
        return str(self.data["provenance"]["wave"])

    @property
    def rules(self) -> DisclosureRules:
        """The rules by which numbers were held back."""
        return DisclosureRules.from_dict(self.data["rules"])

    @property
    def sha256(self) -> str:
        """Of the bytes of its file."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return a plain copy of the content."""
        plain: dict[str, Any] = _thaw(self.data)
        return plain

    def to_bytes(self) -> bytes:
        """Return the document as JSON in UTF-8; the same content gives the same bytes."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=1)
        return (text + "\n").encode("utf-8")

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """Read a document of this kind from its file.

        Raises
        ------
        ReleaseError
            If there is no such file, it is not JSON, or not as promised.
        """
        path = Path(path)
        content = read_json(path)
        try:
            return cls(data=content)
        except ReleaseError as error:
            raise ReleaseError(f"{path.name}: {error.message}", problems=error.problems) from None


def _made_of(kind: type[Document], content: dict[str, Any]) -> Document:
    return kind(data=content)


def read_json(path: Path) -> Any:
    """Read JSON without NaN and without a key that stands twice.

    Raises
    ------
    ReleaseError
        If there is no such file, or it is not such JSON.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)
    except OSError as error:
        raise ReleaseError(f"{path.name} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ReleaseError(f"{path.name} is not JSON in UTF-8, so it is no release.") from None


def write_document(document: Document, path: str | Path) -> Path:
    """Write a document; the file is there whole or not at all.

    Raises
    ------
    ReleaseError
        If it cannot be written.
    """
    path = Path(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(document.to_bytes())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise ReleaseError(f"{path.name} cannot be written: {error.strerror}.") from None
    return path


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands twice")
    return content


def _thaw(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _thaw(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_thaw(part) for part in value]
    return value


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _freeze(part) for key, part in value.items()})
    if isinstance(value, list):
        return tuple(_freeze(part) for part in value)
    return value
