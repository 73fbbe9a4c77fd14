"""Pages made by the workers of a Dask cluster, each school in a child as on one machine."""

from __future__ import annotations

import threading
from concurrent.futures import Executor, Future
from typing import Any

from distributed import Client
from distributed.cfexecutor import ClientExecutor

from aspiratie.batch.executors import ChildExecutor
from aspiratie.batch.workers.limits import Limits
from aspiratie.errors import ParameterError

__all__ = ["ClusterExecutor"]

#: More children at a time than a worker has threads.
_ENOUGH = 256
_servers: dict[Limits, ChildExecutor] = {}
_lock = threading.Lock()


class ClusterExecutor(Executor):
    """Sends tasks to a scheduler; a worker forks a child for each, as this machine would.

    What a task needs is sent with it and what it makes comes back, so that workers need no disk
    of ours. A task whose worker is lost is given to another; what fails in a child is told, and
    takes no worker along.

    Parameters
    ----------
    address : str
        Of the scheduler.
    limits : Limits
        What a child may take.

    Raises
    ------
    ParameterError
        If no scheduler answers.
    """

    sends_files = True

    def __init__(self, address: str, limits: Limits) -> None:
        self._limits = limits
        try:
            self._client = Client(address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError):
            raise ParameterError(
                f"No Dask scheduler answers at {address}. Start one, or mend the address."
            ) from None
        # A report is not a pure function of its arguments: the worker's packages count.
        self._executor = ClientExecutor(self._client, pure=False, retries=0)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a task in a child of a worker and return its future."""
        asked: Future[Any] = self._executor.submit(in_child, self._limits, fn, args, kwargs)
        return asked

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what was asked, or cancel it, and close the connection."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()


def in_child(limits: Limits, fn: Any, args: Any, kwargs: Any) -> Any:
    """Run a task in a child of this worker, whose fork server is started once."""
    with _lock:
        if limits not in _servers:
            _servers[limits] = ChildExecutor(_ENOUGH, limits=limits)
    return _servers[limits].submit(fn, *args, **kwargs).result()
