"""Where the reports are made: processes of this machine, or a cluster.

Whatever makes them is a :class:`concurrent.futures.Executor`, so that a batch
need not know. ``"local"`` starts processes; ``"dask:tcp://…"`` asks a running
Dask scheduler.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from typing import Any, Literal

from aspiratie.errors import ParameterError

__all__ = [
    "ChildExecutor",
    "SerialExecutor",
    "available_cores",
    "gives_fresh_processes",
    "make_executor",
]

FORKSERVER = "forkserver" in multiprocessing.get_all_start_methods()


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class SerialExecutor(Executor):
    """Runs each task at once, in this process.

    Examples
    --------
    >>> with SerialExecutor() as executor:
    ...     executor.submit(abs, -3).result()
    3
    """

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a task and return its finished future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class ChildExecutor(Executor):
    """Runs each task in a child process of its own: one that dies takes no other along.

    A task whose child died is tried once more.

    Parameters
    ----------
    workers : int
        As many children at a time.
    method : {"forkserver", "spawn"}
        How a child is started.
    """

    def __init__(self, workers: int, method: Literal["forkserver", "spawn"]) -> None:
        self._context = multiprocessing.get_context(method)
        if method == "forkserver":
            # Imported what reports need, and without threads, so that a child starts in
            # milliseconds and inherits nothing of another.
            self._context.set_forkserver_preload(["aspiratie.batch.preload"])
        self._threads = ThreadPoolExecutor(workers)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a task in a child and return its future."""
        return self._threads.submit(self._twice, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for the children that run."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _twice(self, fn: Any, args: Any, kwargs: Any) -> Any:
        try:
            return self._once(fn, args, kwargs)
        except BrokenExecutor:
            return self._once(fn, args, kwargs)

    def _once(self, fn: Any, args: Any, kwargs: Any) -> Any:
        with ProcessPoolExecutor(max_workers=1, mp_context=self._context) as pool:
            return pool.submit(fn, *args, **kwargs).result()


def gives_fresh_processes(kind: str, *, workers: int | None = None) -> bool:
    """Whether the executor runs every task in a process that ran no other."""
    return kind == "local" and workers != 1


def _dask(address: str) -> Executor:
    """Return an executor on a scheduler; its connection closes with it."""
    try:
        from distributed import Client
        from distributed.cfexecutor import ClientExecutor
    except ImportError:
        raise ParameterError(
            "Dask is not installed. Install `distributed`, or use the local executor."
        ) from None

    class Connected(ClientExecutor):  # type: ignore[misc]
        def shutdown(self, wait: bool = True, **options: Any) -> None:
            super().shutdown(wait=wait, **options)
            client.close()

    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise ParameterError(f"No Dask scheduler answers at {address}.") from None
    # A report is not a pure function of its arguments: files count.
    executor: Executor = Connected(client, pure=False, retries=0)
    return executor


def make_executor(kind: str = "local", *, workers: int | None = None) -> Executor:
    """Return what makes the reports.

    Parameters
    ----------
    kind : str
        ``"local"`` for processes of this machine, ``"serial"`` for this process
        alone, or ``"dask:ADDRESS"`` for a Dask scheduler.
    workers : int, optional
        Number of processes; the number of cores where it is not given.

    Returns
    -------
    Executor

    Raises
    ------
    ParameterError
        If the kind is not known, the number of workers is not positive, or Dask is
        not installed.
    """
    if workers is not None and workers < 1:
        raise ParameterError("The number of workers should be at least 1.")
    if kind == "serial" or (kind == "local" and workers == 1):
        return SerialExecutor()
    if kind == "local":
        return ChildExecutor(workers or available_cores(), "forkserver" if FORKSERVER else "spawn")
    if kind.startswith("dask:"):
        return _dask(kind.removeprefix("dask:"))
    raise ParameterError(f"There is no executor {kind!r}: use local, serial or dask:ADDRESS.")
