"""A process that has everything imported, and forks a child for every task.

It is started by the executor, with a connection and a folder. It never runs a task itself, so that
no child inherits anything of another. A child leads a session of its own and ends with the server;
when it is done, or dies, or takes too long, all that it started is killed. When the coordinator is
gone, the server kills its children, removes the folder and ends.

Messages are pickled tuples: ``(number, task, seconds, megabytes)`` to the server, or None to end
it, and ``(number, how, payload)`` from it, where `how` is ``"done"`` with what the task returned or
raised, or ``"died"`` with what is known of its death.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import pickle
import resource
import select
import shutil
import signal
import struct
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

__all__ = ["main"]

_HEAD = struct.Struct("!Q")
_SUBREAPER, _DEATH_SIGNAL = 36, 1
#: A child is the first to go where the system has too little memory.
_EXPENDABLE = "900"


@dataclass(kw_only=True)
class _Child:
    """A process that runs one task."""

    number: int
    pid: int
    handle: int
    pipe: int
    ends: float
    seconds: float
    folder: Path
    kills: int
    got: bytearray = field(default_factory=bytearray)
    late: bool = False

    def whole(self) -> bytes | None:
        """Return the answer, where all of it has come."""
        if len(self.got) < _HEAD.size:
            return None
        (size,) = _HEAD.unpack_from(self.got)
        found = bytes(self.got[_HEAD.size : _HEAD.size + size])
        return found if len(found) == size else None

    def read(self) -> bool:
        """Take what has come; return whether more may come."""
        with contextlib.suppress(BlockingIOError):
            while found := os.read(self.pipe, 1 << 20):
                self.got += found
            return False
        return True


def main(fd: int, folder: Path, documents: Sequence[str] = ()) -> None:
    """Serve until the other end of the connection is closed.

    Parameters
    ----------
    fd : int
        The connection to the coordinator.
    folder : Path
        For temporary files; removed at the end.
    documents : sequence of str
        Endings of what will be made beside pages.
    """
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    _control(_SUBREAPER, 1)
    connection = Connection(fd)
    from aspiratie.batch.workers import preload

    preload.everything(documents)
    gc.collect()
    gc.freeze()
    children: dict[int, _Child] = {}
    signal.signal(signal.SIGTERM, lambda *_: _leave(children, folder))
    try:
        connection.send((-1, "ready", None))
        while True:
            _turn(connection, children, folder)
    except (EOFError, OSError):
        _leave(children, folder)


def _leave(children: dict[int, _Child], folder: Path) -> None:
    """End with all that runs, and leave nothing."""
    for child in children.values():
        _kill(child)
    _kill_orphans({})
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        folder.parent.rmdir()  # the run's own, once it is empty
    os._exit(0)


def _turn(connection: Connection, children: dict[int, _Child], folder: Path) -> None:
    """Wait for one thing to happen, and do what it asks."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    for child in children.values():
        poll.register(child.handle, select.POLLIN)
        if child.pipe >= 0:
            poll.register(child.pipe, select.POLLIN)
    now = time.monotonic()
    soonest = min((c.ends for c in children.values() if not c.late), default=None)
    wait = None if soonest is None else max(0, int((soonest - now) * 1000) + 1)
    ready = {fd for fd, _ in poll.poll(wait)}
    for child in list(children.values()):
        if child.pipe in ready and not child.read():
            os.close(child.pipe)
            child.pipe = -1
        if child.handle in ready:
            _end(connection, children, child)
        elif not child.late and time.monotonic() > child.ends:
            child.late = True
            _kill(child)
    if connection.fileno() in ready:
        asked = pickle.loads(connection.recv_bytes())  # noqa: S301  (of the coordinator)
        if asked is None:
            raise EOFError
        number, task, seconds, megabytes = asked
        child = _start(connection, number, task, seconds, megabytes, folder)
        children[child.pid] = child


def _start(
    connection: Connection, number: int, task: bytes, seconds: float, megabytes: int, folder: Path
) -> _Child:
    place = folder / str(number)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    reading, writing = os.pipe()
    server = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            connection.close()
            _become(server, megabytes, place)
            _run(task, writing)
        finally:
            os._exit(0)
    os.close(writing)
    os.set_blocking(reading, False)
    return _Child(
        number=number,
        pid=pid,
        handle=os.pidfd_open(pid),
        pipe=reading,
        ends=time.monotonic() + seconds,
        seconds=seconds,
        folder=place,
        kills=_kills(),
    )


# -- in the child ----------------------------------------------------------------------
def _become(server: int, megabytes: int, place: Path) -> None:
    """Make this process a child: apart, mortal, and bound."""
    os.setsid()
    _control(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != server:  # it died just before
        os._exit(0)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_EXPENDABLE, encoding="ascii")
    most = _data_size() + megabytes * 2**20
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["TMPDIR"] = tempfile.tempdir = str(place)


def _run(task: bytes, pipe: int) -> None:
    try:
        fn, args, kwargs = pickle.loads(task)  # noqa: S301  (of the coordinator)
        answer: tuple[str, Any] = ("done", fn(*args, **kwargs))
    except BaseException as error:
        answer = ("raised", error)
    try:
        data = pickle.dumps(answer)
    except Exception as error:
        data = pickle.dumps(("raised", RuntimeError(type(error).__name__)))
    view = memoryview(_HEAD.pack(len(data)) + data)
    while view:
        view = view[os.write(pipe, view) :]


# -- the end of a child -----------------------------------------------------------------
def _end(connection: Connection, children: dict[int, _Child], child: _Child) -> None:
    """Reap a child, kill what it left, and tell what became of its task."""
    if child.pipe >= 0:
        child.read()
        os.close(child.pipe)
    _, status = os.waitpid(child.pid, 0)
    os.close(child.handle)
    del children[child.pid]
    with contextlib.suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL)
    _kill_orphans(children)
    shutil.rmtree(child.folder, ignore_errors=True)
    answer = child.whole()
    if answer is not None and not child.late:
        connection.send((child.number, "done", answer))
    else:
        connection.send((child.number, "died", _cause(child, status)))


def _cause(child: _Child, status: int) -> str:
    if child.late:
        return f"took more than {child.seconds:g} s, and was killed"
    if os.WIFSIGNALED(status):
        if _kills() > child.kills:
            return "killed: out of memory"
        return f"killed by signal {os.WTERMSIG(status)}"
    return f"ended with code {os.waitstatus_to_exitcode(status)}"


def _kill(child: _Child) -> None:
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(child.pid, signal.SIGKILL)


def _kill_orphans(children: dict[int, _Child]) -> None:
    """Kill what has no parent but this process any more, and what that had started."""
    while strays := [pid for pid in _own() if pid not in children]:
        for pid in strays:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.waitpid(pid, 0)


def _own() -> list[int]:
    """Return the children of this process, also those that came to it."""
    try:
        told = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(pid) for pid in told.split()]


def _kills() -> int:
    """Return how often the kernel has killed for want of memory, as it tells."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/vmstat").read_text(encoding="ascii").splitlines():
            if line.startswith("oom_kill "):
                return int(line.split()[1])
    return 0


def _data_size() -> int:
    """Return what this process has of writable memory, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def _control(option: int, value: int) -> None:
    """Ask the kernel (prctl)."""
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
