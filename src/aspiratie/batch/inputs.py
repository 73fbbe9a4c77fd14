"""What a run depends on, as digests: nothing that is unchanged is computed again.

What shapes numbers has one digest, what shapes pages another. Of a file counts what it says: a
comment in the parameters or in a codebook, or a line's end at the end of a csv, is no change.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

from aspiratie.batch.manifest import fingerprint, sha256_of
from aspiratie.parameters import RunParameters

__all__ = [
    "NUMBERS",
    "PAGES",
    "Seen",
    "code_digest",
    "inputs_digest",
    "numbers_digest",
    "pages_digest",
]

#: The rooms and modules that shape numbers, and those that shape pages.
NUMBERS = (
    "attack",
    "batch/guard.py",
    "batch/output.py",
    "batch/private.py",
    "batch/publishing.py",
    "batch/releases.py",
    "bilingual.py",
    "codebook",
    "codebooks",
    "disclosure",
    "errors.py",
    "intake",
    "ledger",
    "measurement",
    "parameters.py",
    "prepare",
    "schools",
    "viewable.py",
)
PAGES = (
    "batch/workers/jobs.py",
    "batch/workers/pages.py",
    "bilingual.py",
    "disclosure",
    "display",
    "errors.py",
    "report",
    "texts",
    "viewable.py",
)
#: Packages that shape a number, and those that shape a page or what stands beside it.
_COUNTING = (
    "factor_analyzer",
    "highspy",
    "msgspec",
    "numpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pyreadstat",
    "python-calamine",
    "python-stdnum",
    "pyyaml",
    "rapidfuzz",
    "scikit-learn",
    "scipy",
)
_DRAWING = (
    "babel",
    "fluent.runtime",
    "fluent.syntax",
    "ipykernel",
    "jinja2",
    "lxml",
    "markupsafe",
    "matplotlib",
    "msgspec",
    "nbclient",
    "nbconvert",
    "nbformat",
    "openpyxl",
    "papermill",
    "python-docx",
    "python-pptx",
    "weasyprint",
)
#: A file that was changed this shortly before it was read may have been changed once more.
_SETTLED_NS = 2_000_000_000
_PARAMETERS_OF_PAGES = {"language", "ledger", "notebook", "output", "path", "sha256"}


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was read: its size and time of change, when that was, and what it said."""

    size: int
    changed: int
    read: int
    digest: str


@cache
def code_digest() -> str:
    """Return a digest of the whole package, and of the packages that shape anything."""
    return _digest_of(("",), (*_COUNTING, *_DRAWING))


@cache
def numbers_digest() -> str:
    """Return a digest of the code, the packages and the Python that shape numbers."""
    return _digest_of(NUMBERS, _COUNTING)


@cache
def pages_digest() -> str:
    """Return a digest of the code, the packages and the Python that shape pages."""
    return _digest_of(PAGES, _DRAWING)


def _digest_of(parts: Iterable[str], packages: Iterable[str]) -> str:
    digest = hashlib.sha256(platform.python_version().encode())
    package = Path(__file__).resolve().parents[1]
    for part in parts:
        place = package / part
        for path in sorted(_files(place)) if place.is_dir() else [place]:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    for name in packages:
        digest.update(f"{name}={_version(name)}".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return (p for p in folder.rglob("*") if p.suffix not in (".pyc", ".pyo") and p.is_file())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def inputs_digest(
    parameters: RunParameters, seen: Mapping[str, Seen]
) -> tuple[str, dict[str, Seen]]:
    """Return a digest of all that the releases of a run are made of.

    Parameters
    ----------
    parameters : RunParameters
        The run: what its file says, exports, codebooks, list of schools, register and enrolment.
    seen : mapping of str to Seen
        What an earlier run saw, by path from the folder of output. A file of the same size and
        time of change is not read again.

    Returns
    -------
    digest : str
    seen : dict of str to Seen
        What this run saw.
    """
    told = {k: v for k, v in asdict(parameters).items() if k not in _PARAMETERS_OF_PAGES}
    files = [parameters.schools, parameters.enrolment]
    files += parameters.register.files if parameters.register else ()
    for survey in parameters.surveys:
        files += survey.files
        if survey.codebook.endswith((".yml", ".yaml", ".xlsx")):
            files.append(Path(survey.codebook))
    found: dict[str, Seen] = {}
    digests = []
    for path in files:
        if path is None or not path.is_file():
            digests.append("")
            continue
        name = _relative(path, parameters.output)
        if name not in found:
            found[name] = _see(path, seen.get(name))
        digests.append(f"{path.name}={found[name].digest}")
    for survey in told["surveys"]:
        survey["codebook"] = Path(survey["codebook"]).name
    written = json.dumps(told, sort_keys=True, default=_plain)
    return fingerprint(numbers_digest(), written, *digests), found


def _plain(value: object) -> str:
    """Return a path by its name: where it lies shapes no number."""
    return value.name if isinstance(value, Path) else repr(value)


def _relative(path: Path, output: Path) -> str:
    try:
        return Path(os.path.relpath(path, output)).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def _see(path: Path, before: Seen | None) -> Seen:
    status = path.stat()
    size, changed = status.st_size, status.st_mtime_ns
    if (
        before is not None
        and (before.size, before.changed) == (size, changed)
        and before.changed + _SETTLED_NS < before.read
    ):
        return before
    digest = _said(path)
    if before is not None and before.digest == digest and before.changed == changed:
        return before  # so that nothing is written anew for it
    return Seen(size=size, changed=changed, read=time.time_ns(), digest=digest)


def _said(path: Path) -> str:
    """Return a digest of what a file says, without what says nothing."""
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv", ".txt"):
        return _without_end(path)
    if ending in (".yml", ".yaml"):
        from aspiratie.codebook.yaml_text import yaml_to_document
        from aspiratie.errors import AspiratieError

        try:
            document, _ = yaml_to_document(path.read_bytes(), path.name)
            return fingerprint(json.dumps(document, default=repr))
        except (AspiratieError, ValueError, TypeError):
            pass  # it is told what is wrong where it is read
    return sha256_of(path)


def _without_end(path: Path) -> str:
    """Return the digest of a text without the ends of lines at its end."""
    digest, held = hashlib.sha256(), b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            block = held + block
            kept = block.rstrip(b"\r\n")
            digest.update(kept)
            held = block[len(kept) :]
    return digest.hexdigest()
