"""Where the reports are made: processes of this machine, or a cluster.

Whatever makes them is a :class:`concurrent.futures.Executor`, so that a batch
need not know. ``"local"`` starts processes; ``"dask:tcp://…"`` asks a running
Dask scheduler.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from aspiratie.batch.workers.limits import Limits
from aspiratie.errors import ParameterError

__all__ = [
    "ChildExecutor",
    "SerialExecutor",
    "SpawnExecutor",
    "available_cores",
    "gives_fresh_processes",
    "make_executor",
]

#: Whether children can be forked, watched and ended: on Linux.
FORKS = hasattr(os, "pidfd_open")
#: How often a task is begun whose child dies.
TRIES = 2
#: Seconds in which a server ends, before it is killed.
GRACE = 5.0


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


@dataclass(kw_only=True)
class _Task:
    """What was asked, and how often it was tried."""

    future: Future[Any]
    task: bytes
    tries: int = 0
    begun: bool = False


class ChildExecutor(Executor):
    """Runs each task in a child that a server forks: one that dies takes no other along.

    The server (:mod:`aspiratie.batch.workers.forkserver`) has everything imported and never runs
    a task. A task whose child died is tried once more; where the server died, so is each that
    ran, with a new one. Children end with the server, and the server with this process.

    Parameters
    ----------
    workers : int
        As many children at a time.
    limits : Limits
        Memory and time of a task.
    scratch : Path, optional
        Folder for temporary files, which is removed with the executor; one of the system's
        where it is not given.
    documents : sequence of str
        Endings of what is made beside pages, which the server then has imported too.
    """

    def __init__(
        self,
        workers: int,
        *,
        limits: Limits | None = None,
        scratch: Path | None = None,
        documents: Sequence[str] = (),
    ) -> None:
        self._workers, self._limits, self._documents = workers, limits or Limits(), documents
        self._scratch = scratch or Path(tempfile.mkdtemp(prefix="aspiratie-run-"))
        self._waiting: deque[_Task] = deque()
        self._running: dict[int, _Task] = {}
        self._numbers = count()
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)
        self._closed = False
        self._unready = 0
        self._server: _Server | None = None

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a task in a child and return its future."""
        future: Future[Any] = Future()
        task = _Task(future=future, task=pickle.dumps((fn, args, kwargs)))
        with self._lock:
            if self._closed:
                raise RuntimeError("The executor was shut down.")
            self._waiting.append(task)
            self._feed()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End: when what was asked is done, or, without waiting, at once with all children."""
        with self._lock:
            self._closed = True
            if cancel_futures:
                for task in self._waiting:
                    task.future.cancel()
                self._waiting.clear()
            while wait and (self._waiting or self._running):
                self._idle.wait()
            server, self._server = self._server, None
            stopped = [*self._running.values()]
            self._running.clear()
        if server is not None:
            server.end()
        for task in stopped:
            task.future.set_exception(BrokenProcessPool("stopped with the run"))
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _feed(self) -> None:
        """Give the server what it has room for; under the lock."""
        while self._waiting and len(self._running) < self._workers:
            task = self._waiting.popleft()
            if not task.begun and not task.future.set_running_or_notify_cancel():
                continue
            task.begun = True
            task.tries += 1
            number = next(self._numbers)
            self._running[number] = task
            if self._server is None:
                self._server = self._start()
            # Where it has just died, its listener sees that and gives the task to the next one.
            with contextlib.suppress(OSError):
                self._server.connection.send(
                    (number, task.task, self._limits.task_seconds, self._limits.memory_mb)
                )

    def _start(self) -> _Server:
        server = _Server.start(self._scratch / "children", self._documents)
        threading.Thread(target=self._listen, args=(server,), daemon=True).start()
        return server

    def _listen(self, server: _Server) -> None:
        """Hear what became of tasks, until the server is gone."""
        while True:
            try:
                number, how, payload = server.connection.recv()
            except (EOFError, OSError):
                break
            if how == "ready":
                server.was_ready = True
                continue
            with self._lock:
                task = self._running.pop(number, None)
                again = task is not None and how == "died" and self._again(task, payload)
            if task is not None and how == "done":
                _settle(task.future, payload)
            elif task is not None and not again:
                task.future.set_exception(BrokenProcessPool(payload))
            with self._lock:
                self._feed()
                self._idle.notify_all()
        server.end()
        with self._lock:
            if self._server is not server:
                return
            self._server = None
            self._unready = 0 if server.was_ready else self._unready + 1
            lost, self._running = [*self._running.values()], {}
            cause = "its fork server was killed"
            if not server.was_ready:  # nothing was begun
                for task in lost:
                    task.tries -= 1
            if self._unready > TRIES:  # no other will do better
                cause = "the fork server could not start"
                lost += self._waiting
                self._waiting.clear()
            else:
                lost = [task for task in reversed(lost) if not self._again(task, cause)]
        for task in lost:
            task.future.set_exception(BrokenProcessPool(cause))
        with self._lock:
            self._feed()
            self._idle.notify_all()

    def _again(self, task: _Task, cause: str) -> bool:
        """Try a task whose child died once more, if it may be; under the lock."""
        if task.tries >= TRIES or cause.startswith("took"):
            return False
        self._waiting.appendleft(task)
        return True


def _settle(future: Future[Any], answer: bytes) -> None:
    """Give a future what a child answered."""
    try:
        how, value = pickle.loads(answer)  # noqa: S301  (of a child of ours)
    except Exception as error:
        how, value = "raised", error
    if how == "done":
        future.set_result(value)
    else:
        future.set_exception(value)


#: Starts a server that finds modules where this process does; not by the environment, which
#: kernels of notebooks would inherit.
_SERVE = """
import os, sys
sys.path[:] = sys.argv[1].split(os.pathsep)
from pathlib import Path
from aspiratie.batch.workers.forkserver import main
main(int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
"""


@dataclass(kw_only=True)
class _Server:
    """A fork server that runs, and the connection to it."""

    process: subprocess.Popen[bytes]
    connection: Connection
    was_ready: bool = False

    @classmethod
    def start(cls, folder: Path, documents: Sequence[str]) -> _Server:
        """Start one, in a session of its own, which a terminal's signals do not reach."""
        mine, its = Pipe()
        # The folder where this process stands last, so that nothing in it hides a module.
        paths = [*filter(None, sys.path), str(Path.cwd())]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with its:
            process = subprocess.Popen(  # noqa: S603
                [
                    *(sys.executable, "-c", _SERVE, os.pathsep.join(paths)),
                    *(str(its.fileno()), str(folder), *documents),
                ],
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        return cls(process=process, connection=mine)

    def end(self) -> None:
        """Ask the server to end, at which it kills its children; it is killed if it does not."""
        with contextlib.suppress(OSError):
            self.connection.send(None)
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class SpawnExecutor(Executor):
    """Runs each task in a new process, where the system cannot fork one safely.

    Slower, as each imports everything anew, but nothing of one task is left for another.
    A task whose process died is tried once more.

    Parameters
    ----------
    workers : int
        As many processes at a time.
    """

    def __init__(self, workers: int) -> None:
        import multiprocessing

        self._context = multiprocessing.get_context("spawn")
        self._threads = ThreadPoolExecutor(workers)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a task in a process and return its future."""
        return self._threads.submit(self._twice, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for the processes that run."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _twice(self, fn: Any, args: Any, kwargs: Any) -> Any:
        try:
            return self._once(fn, args, kwargs)
        except BrokenExecutor:
            return self._once(fn, args, kwargs)

    def _once(self, fn: Any, args: Any, kwargs: Any) -> Any:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(max_workers=1, mp_context=self._context) as pool:
            return pool.submit(fn, *args, **kwargs).result()


def gives_fresh_processes(kind: str) -> bool:
    """Whether the executor runs every task in a process that ran no other."""
    return kind != "serial"


def _dask(address: str, limits: Limits) -> Executor:
    """Return an executor on a scheduler; its connection closes with it."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise ParameterError(
            "Dask is not installed. Install it with `pip install aspiratie[cluster]`, "
            "or use the local executor."
        ) from None
    from aspiratie.batch.workers.cluster import ClusterExecutor

    return ClusterExecutor(address, limits)


def make_executor(
    kind: str = "local",
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    scratch: Path | None = None,
    documents: Sequence[str] = (),
) -> Executor:
    """Return what makes the reports.

    Parameters
    ----------
    kind : str
        ``"local"`` for processes of this machine, ``"serial"`` for this process
        alone, or ``"dask:ADDRESS"`` for a Dask scheduler.
    workers : int, optional
        Number of processes; the number of cores where it is not given.
    limits : Limits, optional
        What a child may take.
    scratch : Path, optional
        Folder for temporary files of children, removed with the executor.
    documents : sequence of str
        Endings of what is made beside pages, as ``".pdf"``.

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
    if kind == "serial":
        return SerialExecutor()
    if kind == "local":
        number = workers or available_cores()
        if FORKS:
            return ChildExecutor(number, limits=limits, scratch=scratch, documents=documents)
        logging.getLogger("aspiratie").info(
            "This system cannot fork children safely: each school gets a new process, and limits "
            "of memory do not hold."
        )
        return SpawnExecutor(number)
    if kind.startswith("dask:"):
        return _dask(kind.removeprefix("dask:"), limits or Limits())
    raise ParameterError(f"There is no executor {kind!r}: use local, serial or dask:ADDRESS.")
