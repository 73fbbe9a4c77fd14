"""What a run depends on, as digests: nothing that is unchanged is computed again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from aspiratie.batch.manifest import fingerprint, sha256_of
from aspiratie.parameters import RunParameters

__all__ = ["code_digest", "inputs_digest"]

#: Packages that shape a page or a number.
_SHAPING = ("matplotlib", "nbconvert", "papermill", "fluent.runtime", "numpy", "pandas", "scipy")


@cache
def code_digest() -> str:
    """Return a digest of everything but data that shapes releases and pages."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".pyo"):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    for name in _SHAPING:
        digest.update(f"{name}={metadata.version(name)}".encode())
    return digest.hexdigest()


def inputs_digest(parameters: RunParameters) -> str:
    """Return a digest of all that the releases of a run are made of.

    Parameters
    ----------
    parameters : RunParameters
        The run: its file, exports, codebooks, list of schools, register and enrolment, which
        of its regions it is, and the package itself.
    """
    files = [parameters.schools, parameters.enrolment]
    files += parameters.register.files if parameters.register else ()
    for survey in parameters.surveys:
        files += survey.files
        book = Path(survey.codebook)
        if book.is_file():
            files.append(book)
    found = [sha256_of(path) for path in files if path is not None and path.is_file()]
    region = (parameters.region or "", parameters.partnership, parameters.board)
    return fingerprint(code_digest(), parameters.sha256, *region, *found)
