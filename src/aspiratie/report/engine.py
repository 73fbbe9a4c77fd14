"""The engine that ``papermill --engine aspiratie`` knows by its entry point.

It runs a notebook in a Jupyter kernel, as papermill does. But a parameter that the notebook does
not have is an error, and so is one that it needs and does not get; kernel and client talk through
files, not over the network, where the system can; and what never ran is not called completed.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

from papermill.engines import NBClientEngine, NotebookExecutionManager

from aspiratie.report.execute import kernel_config
from aspiratie.report.notebook import check_parameters, notebook_parameters

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["AspiratieEngine"]


class _Account(NotebookExecutionManager):  # type: ignore[misc]
    """papermill's account of a run, in which only what ran to its end is completed."""

    #: Whether the run was stopped: by a signal, a time limit, or the death of the kernel.
    stopped = False

    def notebook_complete(self, **options: Any) -> None:
        """Finish the account."""
        super().notebook_complete(**options)
        cells = [c for c in self.nb.cells if c.cell_type == "code" and c.source.strip()]
        begun = [c for c in cells if c.metadata.papermill["start_time"]]
        never = [c for c in cells if not c.metadata.papermill["start_time"]]
        for cell in never:
            cell.metadata.papermill["status"] = self.PENDING
        if self.stopped and begun:
            begun[-1].metadata.papermill |= {"status": self.FAILED, "exception": True}
        if never or self.stopped:
            self.nb.metadata.papermill["exception"] = True
        self.save()


class AspiratieEngine(NBClientEngine):  # type: ignore[misc]
    """Runs a notebook in a kernel, with parameters that it knows.

    Raises
    ------
    ParameterError
        With every parameter that is unknown, lacking or of another type.
    """

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool | dict[str, Any] = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **options: Any,
    ) -> NotebookNode:
        """Check the parameters, run, and return the notebook with its outputs."""
        _check(nb)
        account = _Account(
            nb,
            output_path=output_path,
            progress_bar=progress_bar,
            log_output=log_output,
            autosave_cell_every=autosave_cell_every,
        )
        account.notebook_start()
        try:
            with tempfile.TemporaryDirectory(prefix="aspiratie-") as folder:
                cls.execute_managed_notebook(
                    account,
                    kernel_name,
                    log_output=log_output,
                    **{
                        "shutdown_kernel": "immediate",
                        "config": kernel_config(folder),
                        **options,
                    },
                )
        except BaseException:
            account.stopped = True
            raise
        finally:
            account.cleanup_pbar()
            account.notebook_complete()
        done: NotebookNode = account.nb
        return done


def _check(notebook: NotebookNode) -> None:
    """Hold what papermill was given against what the notebook asks."""
    given = dict(notebook.metadata.get("papermill", {}).get("parameters", {}))
    tagged = any("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells)
    if tagged or given:
        check_parameters(notebook, notebook_parameters(notebook) | given)
