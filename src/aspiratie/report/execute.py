"""Run a notebook with parameters that it knows, in a folder of its own.

papermill only warns about a parameter that the notebook doesn't have, keeps the
default of one that isn't given, formats braces in paths, and calls every cell of
a killed run completed. Here each of these is an error, or can't happen.
"""

from __future__ import annotations

import ast
import contextlib
import io
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from aspiratie.errors import ParameterError, Problem, ReportError
from aspiratie.report.failures import NOTEBOOK, OWN_ERRORS, where
from aspiratie.report.notebook import check_parameters, light_imports, read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Engine", "NotebookError", "execute", "kernel_config"]

Engine = Literal["kernel", "inprocess"]

_LONGEST_SOCKET = 90


class NotebookError(ReportError):
    """A notebook stopped before its end.

    Parameters
    ----------
    message : str
        One sentence: which cell, which kind of error.
    notebook : NotebookNode, optional
        The notebook as far as it got, with the traceback. It may quote what it read:
        keep it where only the analyst comes.
    problems : iterable of Problem
        Where it stopped.
    """

    def __init__(
        self, message: str, *, notebook: NotebookNode | None = None, problems: Any = ()
    ) -> None:
        super().__init__(message, problems=problems)
        self.notebook = notebook


def execute(
    notebook: NotebookNode,
    parameters: Mapping[str, object],
    *,
    engine: Engine = "kernel",
    timeout: float = 300.0,
) -> NotebookNode:
    """Run a notebook and return it with its outputs; nothing is left on disk.

    Parameters
    ----------
    notebook : NotebookNode
        Read with nbformat; it is not changed.
    parameters : mapping
        A value for each name of the parameters cell, and no other name.
    engine : {"kernel", "inprocess"}
        papermill runs the notebook either way. ``"kernel"`` has a Jupyter kernel of this
        Python, in a temporary folder. ``"inprocess"`` has this very process, without magics and
        without ``display()``: a cell shows its last expression. What a notebook changes
        (options, environment) then stays changed, so give each run a process of its own.
    timeout : float
        Seconds that one cell may take; in this process only where it is the main thread on POSIX.

    Returns
    -------
    NotebookNode
        A copy with outputs.

    Raises
    ------
    ParameterError
        If names or types of the parameters don't match.
    NotebookError
        If a cell fails, takes too long, or the kernel dies. It holds the notebook.
    """
    given = check_parameters(notebook, parameters)
    if engine not in get_args(Engine):
        raise ParameterError(
            "The engine is unknown.",
            problems=[Problem(where="engine", what=f"{engine!r} is not kernel or inprocess.")],
        )
    return _run(notebook, given, timeout, engine)


def _run(
    notebook: NotebookNode, given: dict[str, Any], timeout: float, engine: Engine
) -> NotebookNode:
    with light_imports():
        import nbclient.exceptions
        import papermill
        import papermill.exceptions

    place = what = ""
    reason: BaseException | None = None
    done = notebook
    with tempfile.TemporaryDirectory(prefix="aspiratie-") as folder:
        kept = Path(folder) / "run.ipynb"
        if engine == "kernel":
            how: dict[str, Any] = {
                "kernel_name": "python3",
                "execution_timeout": int(timeout),
                "shutdown_kernel": "immediate",
                # Not `cwd`: that changes the folder of the whole process.
                "resources": {"metadata": {"path": folder}},
                "config": kernel_config(folder),
            }
        else:
            how = {
                "kernel_name": "python3",
                "engine_name": _inprocess_engine(),
                "cell_seconds": timeout,
            }
        try:
            done = papermill.execute_notebook(
                notebook,
                # papermill passes every path through str.format.
                str(kept).replace("{", "{{").replace("}", "}}"),
                parameters=given,
                # Otherwise a notebook that does not say its language is refused.
                language="python",
                progress_bar=False,
                log_output=False,
                request_save_on_cell_execute=False,
                **how,
            )
        except papermill.exceptions.PapermillExecutionError as fault:
            reason, place, what = fault, f"cell {fault.cell_index}", _kind(fault)
            if kept.exists():
                done = read_notebook(kept)
        except nbclient.exceptions.CellTimeoutError as fault:
            reason, place, what = fault, "notebook", f"a cell took more than {timeout:g} s."
        except (nbclient.exceptions.DeadKernelError, RuntimeError) as fault:
            reason, place, what = fault, "notebook", "the kernel died."
    if reason is None:
        # papermill's own status says "completed" of cells that never ran.
        for index, cell in _code(done):
            stopped = any(output.output_type == "error" for output in cell.outputs)
            if stopped or (cell.source.strip() and not cell.execution_count):
                place, what = f"cell {index}", "did not run to its end."
                reason = RuntimeError(what)
                break
    if reason is not None:
        raise NotebookError(
            "The notebook stopped before its end.",
            notebook=done,
            problems=[
                Problem(
                    where=place,
                    what=what,
                    remedy="The notebook that is kept of it shows the cell and its traceback.",
                )
            ],
        ) from reason
    return done


def _kind(fault: Any) -> str:
    """Say what stopped a cell: an error of ours whole, of another's its kind and its place."""
    if fault.ename in OWN_ERRORS:
        return f"{fault.ename}: {fault.evalue}"
    found = where(fault.traceback)
    return f"{fault.ename} at {found}." if found else f"{fault.ename}."


def kernel_config(folder: str) -> Any:
    """Let kernel and client talk through files where the system can, not over the network."""
    from traitlets.config import Config

    connection = str(Path(folder) / "kernel.json")
    # A socket's path has at most about a hundred characters.
    if sys.platform == "win32" or len(connection) > _LONGEST_SOCKET:
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "connection_file": connection}})


@cache
def _inprocess_engine() -> str:
    """Make papermill know the engine that runs cells in this process; return its name."""
    from papermill.engines import Engine as PapermillEngine
    from papermill.engines import papermill_engines

    class InProcess(PapermillEngine):  # type: ignore[misc]
        """Runs each cell with exec and shows its last expression."""

        @classmethod
        def execute_managed_notebook(
            cls, nb_man: Any, _kernel_name: str, *, cell_seconds: float = 0.0, **_: Any
        ) -> None:
            names: dict[str, Any] = {"__name__": "__notebook__"}
            for count, (index, cell) in enumerate(_code(nb_man.nb), start=1):
                nb_man.cell_start(cell, index)
                cell.execution_count, cell.outputs = count, []
                try:
                    with _at_most(cell_seconds):
                        cell.outputs = _shown(_run_cell(cell.source, names), count)
                except Exception as fault:
                    cell.outputs = [_failed(fault)]
                    nb_man.cell_exception(cell, index, exception=fault)
                    return
                nb_man.cell_complete(cell, index)

    name = "aspiratie-inprocess"
    papermill_engines.register(name, InProcess)
    return name


@contextlib.contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop what takes longer, where this thread can hear an alarm: the main one, on POSIX."""
    if (
        not seconds
        or not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(*_: object) -> None:
        raise ReportError(f"The cell took more than {seconds:g} s.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def _shown(value: object, count: int) -> list[Any]:
    import nbformat.v4

    make: Any = nbformat.v4
    if value is None:
        return []
    data = {"text/plain": repr(value)}
    html = getattr(value, "_repr_html_", None)
    if callable(html):
        data["text/html"] = html()
    return [make.new_output("execute_result", data=data, execution_count=count)]


def _failed(fault: Exception) -> Any:
    import nbformat.v4

    make: Any = nbformat.v4
    return make.new_output(
        "error",
        ename=type(fault).__name__,
        evalue=str(fault),
        traceback=traceback.format_exception(fault),
    )


def _run_cell(source: str, names: dict[str, Any]) -> object:
    tree = ast.parse(source, NOTEBOOK)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        exec(compile(tree, NOTEBOOK, "exec"), names)  # noqa: S102  (the notebook's own code)
        if isinstance(last, ast.Expr):
            return eval(compile(ast.Expression(last.value), NOTEBOOK, "eval"), names)  # noqa: S307
    return None


def _code(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    return ((i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
