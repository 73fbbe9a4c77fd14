"""What a batch has made: which report came from which input.

A report is done when its line stands here, not when a file lies in the folder:
a run that was stopped halfway leaves files too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Made", "fingerprint", "read_manifest", "sha256_of", "write_manifest"]


@dataclass(frozen=True, kw_only=True)
class Made:
    """One report: the fingerprint of its inputs and the digest of its bytes."""

    key: str
    html: str
    sha256: str


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fingerprint(*parts: str) -> str:
    """Return one digest of all inputs of a report.

    Examples
    --------
    >>> fingerprint("a", "bc") == fingerprint("ab", "c")
    False
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def read_manifest(path: Path) -> dict[str, Made]:
    """Read what earlier runs made; an unreadable manifest means nothing was made."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return {school: Made(**entry) for school, entry in document["reports"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_manifest(path: Path, made: Mapping[str, Made]) -> None:
    """Write the manifest aside and move it into place."""
    document = {"reports": {school: asdict(made[school]) for school in sorted(made)}}
    aside = path.with_suffix(".tmp")
    aside.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    aside.replace(path)
