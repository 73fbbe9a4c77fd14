"""Make one page in a worker: run the notebook on one part, convert, mark, and only then write."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspiratie.batch.private import write_private
from aspiratie.report import NotebookError, clear_failure, execute, keep_failure, tell
from aspiratie.report.notebook import read_notebook
from aspiratie.runs.page import to_page

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Job", "Made", "make"]


@dataclass(frozen=True, kw_only=True)
class Job:
    """One page to make; only paths, texts and literals, so that any process can make it.

    Parameters
    ----------
    name : str
        Of the page.
    notebook : Path
    parameters : dict
        A value for each of its parameters.
    html : Path
        The page.
    key : str
        Digest of all that shapes it.
    failed : Path
        Private folder of failures.
    template, language : str
        As :func:`aspiratie.runs.page.to_page` takes them.
    cell_seconds : float
        Seconds that one cell may take.
    """

    name: str
    notebook: Path
    parameters: dict[str, Any]
    html: Path
    key: str
    failed: Path
    template: str
    language: str
    cell_seconds: float


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a worker says: why not, or nothing; and the seconds that it took."""

    reason: str
    seconds: float


def make(job: Job) -> Made:
    """Make one page; say why not. Runs in a worker."""
    started = time.monotonic()
    executed: NotebookNode | None = None
    clear_failure(job.failed, job.name)
    _let_it_import(job.notebook.parent)
    try:
        executed = execute(read_notebook(job.notebook), job.parameters, timeout=job.cell_seconds)
        page = to_page(executed, template=job.template, name=job.name, language=job.language)
        _write(job.html, page.encode("utf-8"))
    except Exception as error:
        if isinstance(error, NotebookError):
            executed = error.notebook
        job.html.unlink(missing_ok=True)  # an earlier page is of other answers
        kept = keep_failure(error, job.failed, name=job.name, notebook=executed)
        head, *rest = tell(error).splitlines()
        where = f" See failed/{job.name}." if kept else ""
        reason = "\n".join([f"{job.notebook.name}: {head}{where}", *rest])
        return Made(reason=reason, seconds=time.monotonic() - started)
    return Made(reason="", seconds=time.monotonic() - started)


def _let_it_import(folder: Path) -> None:
    """Let the kernel import modules that stand beside the notebook, though it runs elsewhere."""
    paths = [str(folder), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))


def _write(path: Path, content: bytes) -> None:
    """Write a page that only its owner can read, and move it into place when whole."""
    aside = path.with_name(f".{path.name}.part")
    try:
        write_private(aside, content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
