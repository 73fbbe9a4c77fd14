"""Make one report: run its notebook, convert, check the page, and only then write it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aspiratie.disclosure import Release, read_release
from aspiratie.errors import Problem, ReportError
from aspiratie.report.convert import to_html
from aspiratie.report.execute import Engine, NotebookError, execute
from aspiratie.report.failures import clear_failure, keep_failure
from aspiratie.report.lint import MAX_SCHOOL, lint
from aspiratie.report.notebook import notebook_parameters, read_notebook
from aspiratie.report.page import Page, PageKind, page_of
from aspiratie.texts import check_language

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["RenderResult", "Undrawn", "draw_page", "render_report", "write_aside"]


@dataclass(frozen=True, eq=False, kw_only=True)
class RenderResult:
    """A report that was made.

    Parameters
    ----------
    path : Path
        The page.
    title : str
        Its title.
    size : int
        Bytes.
    """

    path: Path
    title: str
    size: int

    def __repr__(self) -> str:
        return f"RenderResult({self.path.name}, {self.size / 1000:.0f} kB)"


def render_report(
    notebook: str | Path,
    parameters: Mapping[str, object],
    *,
    out_html: str | Path,
    language: str,
    keep_failed: str | Path | None = None,
    page: Page | None = None,
    kind: PageKind = "report",
    engine: Engine = "kernel",
    timeout: float = 300.0,
    max_bytes: int = MAX_SCHOOL,
    ignore: tuple[str, ...] = (),
    script: str | None = None,
    own_words: str = "",
) -> RenderResult:
    """Make one report from one notebook, or leave what is there as it was.

    The notebook runs in a temporary folder with a kernel of this Python. The page is
    made with the project's own template, checked by :func:`aspiratie.report.lint.lint`,
    written aside and moved into place in one step.

    Parameters
    ----------
    notebook : path
        A notebook with one parameters cell, whose cells end in objects of
        ``aspiratie.display``.
    parameters : mapping
        A value for each name of the parameters cell, and no other name.
    out_html : path
        The page. Its folder is made when it isn't there.
    language : {"nl", "en"}
        Language of the page; given to the notebook too when it asks for ``language``.
    keep_failed : path, optional
        Folder, for the analyst only, in which a failed run leaves its reason, its traceback and
        its notebook, under the name of the page; what an earlier run left there is removed.
        Without it nothing is kept.
    page : Page, optional
        Title, name and foot. By default they are read from the Release that the parameter
        ``release`` names.
    kind : {"report", "appendix", "poster", "letter"}
        Which page of that Release it is.
    engine, timeout
        See :func:`aspiratie.report.execute.execute`.
    max_bytes : int
        How large the page may be.
    ignore : tuple of str
        Names, as of schools, in which any word may stand.
    script : str, optional
        The one script of the page, allowed by its hash; a school's page has none.
    own_words : str
        What the school adds in its own words, as JSON; given to a notebook that asks for
        ``own_words``, and refused by one that does not.

    Returns
    -------
    RenderResult

    Raises
    ------
    ParameterError
        If the parameters are not those of the notebook.
    ReportError
        If a cell fails, or the page breaks a rule; all broken rules are listed.
    """
    out = Path(out_html)
    try:
        title, html = draw_page(
            notebook,
            parameters,
            language=language,
            page=page,
            kind=kind,
            engine=engine,
            timeout=timeout,
            max_bytes=max_bytes,
            ignore=ignore,
            script=script,
            own_words=own_words,
        )
        write_aside(out, html)
    except Undrawn as undrawn:
        if keep_failed is not None:
            keep_failure(
                undrawn.failure, Path(keep_failed), name=out.stem, notebook=undrawn.notebook
            )
        raise undrawn.failure from undrawn.failure.__cause__
    except ReportError as failure:
        if keep_failed is not None:
            keep_failure(failure, Path(keep_failed), name=out.stem)
        raise
    if keep_failed is not None:
        clear_failure(Path(keep_failed), out.stem)
    return RenderResult(path=out, title=title, size=len(html))


class Undrawn(Exception):  # noqa: N818  (it carries an error, and is none for a user)
    """A page that could not be drawn.

    Parameters
    ----------
    failure : Exception
        Why not.
    notebook : NotebookNode or None
        As far as it got.
    """

    def __init__(self, failure: Exception, notebook: NotebookNode | None) -> None:
        super().__init__(str(failure))
        self.failure, self.notebook = failure, notebook


def draw_page(
    notebook: str | Path,
    parameters: Mapping[str, object],
    *,
    language: str,
    page: Page | None = None,
    kind: PageKind = "report",
    engine: Engine = "kernel",
    timeout: float = 300.0,
    max_bytes: int = MAX_SCHOOL,
    ignore: tuple[str, ...] = (),
    script: str | None = None,
    own_words: str = "",
) -> tuple[str, bytes]:
    """Make a page as :func:`render_report` does, and write nothing.

    Returns
    -------
    title : str
        Of the page.
    html : bytes
        The page.

    Raises
    ------
    ParameterError
        If the language is unknown.
    Undrawn
        With any other error, and the notebook as far as it got.
    """
    check_language(language)
    executed: NotebookNode | None = None
    try:
        source = read_notebook(Path(notebook))
        if page is None:
            page = page_of(_release(parameters), language, kind=kind)
        if own_words or "own_words" in notebook_parameters(source):
            parameters = {"own_words": own_words, **parameters}
        executed = execute(source, parameters, engine=engine, timeout=timeout)
        html = to_html(executed, page, language=language, script=script)
        faults = lint(
            html,
            language=language,
            names=(page.heading,),
            ignore=ignore,
            max_bytes=max_bytes,
            script=script,
        )
        _refuse(faults)
    except NotebookError as failure:
        raise Undrawn(failure, failure.notebook) from None
    except Exception as failure:
        raise Undrawn(failure, executed) from None
    return page.title, html.encode("utf-8")


def _refuse(faults: list[Problem]) -> None:
    if faults:
        raise ReportError(
            f"The page breaks {len(faults)} rules; it was not written.", problems=faults
        )


def _release(parameters: Mapping[str, object]) -> Release:
    path = parameters.get("release")
    if not isinstance(path, str | Path):
        raise ReportError(
            "The page has no heading.",
            problems=[
                Problem(
                    where="parameters",
                    what="there is no `release` to read it from.",
                    remedy="Give `page`, or a parameter `release` with the path of a Release.",
                )
            ],
        )
    return read_release(Path(path))


def write_aside(path: Path, content: bytes) -> None:
    """Write a whole file beside its place and move it there in one step.

    Raises
    ------
    ReportError
        If the folder can't be made or written. What stood at the path stays.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".aspiratie-", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes a private file; a finished page has the folder's usual rights.
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException as fault:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if not isinstance(fault, OSError):
            raise  # stopped halfway
        raise ReportError(
            "The file cannot be written.",
            problems=[
                Problem(
                    where=path.name,
                    what=f"{fault.strerror or type(fault).__name__}.",
                    remedy="Check that the folder exists, may be written and has room.",
                )
            ],
        ) from fault
