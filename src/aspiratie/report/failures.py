"""What is told of a failure, and what is kept of it where only the analyst comes.

An error of this package is made to be read: it is told whole. Another's text may quote
the answers that it choked on: of it only the kind and the place are told, and the rest stays
in the private folder.
"""

from __future__ import annotations

import os
import re
import shutil
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspiratie import errors
from aspiratie.errors import AspiratieError
from aspiratie.report.notebook import light_imports

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = [
    "NOTEBOOK",
    "OWN_ERRORS",
    "clear_failure",
    "failure_files",
    "keep_failure",
    "keep_files",
    "place_of",
    "tell",
    "where",
]

#: File name of a notebook's cells, as Python knows them.
NOTEBOOK = "<notebook>"
#: Names of the errors whose text may be told.
OWN_ERRORS = frozenset(
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, AspiratieError)
)

_PACKAGE = Path(errors.__file__).parent
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: How Python, and how IPython, write a frame of a traceback.
_FRAME = re.compile(
    r'File "(?P<file>[^"]+)", line (?P<line>\d+)'
    r"|File (?P<ifile>\S+\.py):(?P<iline>\d+)"
    r"|(?:Cell |Input )?In ?\[\d+\],? line (?P<cell>\d+)"
)


def place_of(error: BaseException) -> str:
    """Say where an error was raised, as ``figures_scores.py:87``.

    The innermost frame of this package or of a notebook's cell; of others only where there
    is none of these.

    Examples
    --------
    >>> try:
    ...     place_of(None)
    ... except AttributeError as error:
    ...     place_of(error).split(":")[0]
    'failures.py'
    """
    frames = traceback.extract_tb(error.__traceback__)
    return _innermost((frame.filename, frame.lineno or 0) for frame in frames)


def where(written: Iterable[str]) -> str:
    """Say where an error was raised, from a traceback as a notebook keeps it."""
    frames = []
    for found in _FRAME.finditer(_COLOUR.sub("", "\n".join(written))):
        file = found["file"] or found["ifile"] or NOTEBOOK
        # A kernel runs a cell from a file of its own in a temporary folder.
        file = NOTEBOOK if "ipykernel_" in file else file
        frames.append((file, int(found["line"] or found["iline"] or found["cell"])))
    return _innermost(frames)


def _innermost(frames: Iterable[tuple[str, int]]) -> str:
    frames = list(frames)
    own = [
        (file, line)
        for file, line in frames
        if file == NOTEBOOK or Path(file).expanduser().is_relative_to(_PACKAGE)
    ]
    for file, line in reversed(own or frames):
        return f"line {line} of the cell" if file == NOTEBOOK else f"{Path(file).name}:{line}"
    return ""


def tell(error: BaseException) -> str:
    """Say what failed: an error of this package whole, of another its kind and place."""
    if isinstance(error, AspiratieError):
        return str(error)
    kind = type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        kind = f"{kind} ({error.strerror})"
    place = place_of(error)
    return f"{kind} at {place}." if place else f"{kind}."


def clear_failure(folder: Path, name: str) -> None:
    """Remove what an earlier failure of one name left."""
    shutil.rmtree(folder / name, ignore_errors=True)


def failure_files(
    failure: BaseException | str, notebook: NotebookNode | None = None
) -> dict[str, str]:
    """Return what is kept of a failure: file name to text.

    Parameters
    ----------
    failure : BaseException or str
        What failed; of an error the traceback is kept too.
    notebook : NotebookNode, optional
        As far as it got.

    Returns
    -------
    dict of str to str
    """
    kept = {"reason.txt": f"{failure if isinstance(failure, str) else tell(failure)}\n"}
    if isinstance(failure, BaseException):
        kept["traceback.txt"] = "".join(traceback.format_exception(failure))
    if notebook is not None:
        with light_imports():
            import nbformat

        write: Any = nbformat.writes
        kept["notebook.ipynb"] = write(notebook)
    return kept


def keep_files(files: Mapping[str, str], folder: Path, *, name: str) -> Path | None:
    """Leave what is kept of a failure where only the owner can read.

    Parameters
    ----------
    files : mapping of str to str
        As :func:`failure_files` returns them.
    folder : Path
        Folder of all failures.
    name : str
        Of what failed; an earlier failure of that name is removed.

    Returns
    -------
    Path or None
        The folder of this failure; None where it cannot be written, which hides no reason.
    """
    place = folder / name
    try:
        clear_failure(folder, name)
        place.mkdir(parents=True, mode=0o700)
        place.chmod(0o700)
        for file, text in files.items():
            _private(place / file, text)
    except OSError:
        return None
    return place


def keep_failure(
    failure: BaseException | str,
    folder: Path,
    *,
    name: str,
    notebook: NotebookNode | None = None,
) -> Path | None:
    """Leave why something failed: :func:`failure_files` by :func:`keep_files`."""
    return keep_files(failure_files(failure, notebook), folder, name=name)


def _private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
