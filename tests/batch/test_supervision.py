"""Children: what dies, takes too much or leaves something costs its own task, and nothing stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from aspiratie.batch.executors import FORKS, ChildExecutor
from aspiratie.batch.workers.limits import Limits
from aspiratie.errors import ParameterError

pytestmark = pytest.mark.skipif(not FORKS, reason="children are forked on Linux only")


@pytest.fixture(scope="module")
def executor() -> Iterator[ChildExecutor]:
    with ChildExecutor(2, limits=Limits(memory_mb=300, task_seconds=3.0)) as made:
        yield made


def _is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


# -- tasks, which run in children ------------------------------------------------------
def _take(megabytes: int) -> str:
    try:
        taken = bytearray(megabytes * 2**20)
    except MemoryError:
        return "refused"
    return f"had {len(taken) // 2**20}"


def _sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def _leave_a_session() -> int:
    return subprocess.Popen(["sleep", "300"], start_new_session=True).pid


def _leave_a_daemon(file: str) -> None:
    """Fork twice, and die: nobody but the server knows of what is left."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            Path(file).write_text(str(os.getpid()))
            time.sleep(300)
        os._exit(0)
    while not Path(file).is_file() or not Path(file).read_text():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGKILL)


def _unpicklable() -> Any:
    return lambda: None


def _raise() -> None:
    raise ParameterError("Told whole.")


def test_memory_and_time_are_bounded(executor: ChildExecutor) -> None:
    assert executor.submit(_take, 100).result() == "had 100"
    assert executor.submit(_take, 1000).result() == "refused"
    late = executor.submit(_sleep, 60.0)
    with pytest.raises(BrokenProcessPool, match="took more than 3 s"):
        late.result(timeout=20)


def test_what_a_task_raises_comes_back(executor: ChildExecutor) -> None:
    with pytest.raises(ParameterError, match="Told whole"):
        executor.submit(_raise).result()
    with pytest.raises(RuntimeError):
        executor.submit(_unpicklable).result()


def test_what_a_task_leaves_is_killed(executor: ChildExecutor, tmp_path: Path) -> None:
    pid = executor.submit(_leave_a_session).result()
    assert _until(lambda: not _is_there(pid))
    told = tmp_path / "pid"
    with pytest.raises(BrokenProcessPool, match="killed by signal 9"):
        executor.submit(_leave_a_daemon, str(told)).result()
    assert _until(lambda: not _is_there(int(told.read_text())))


def test_a_killed_server_costs_one_retry(executor: ChildExecutor) -> None:
    futures = [executor.submit(_sleep, 0.3) for _ in range(4)]
    assert executor._server is not None
    os.kill(executor._server.process.pid, signal.SIGKILL)
    assert len({future.result(timeout=60) for future in futures}) == 4


COORDINATOR = """
import sys
from pathlib import Path
from aspiratie.batch.executors import ChildExecutor
from batch.test_supervision import _sleep_and_tell
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    executor = ChildExecutor(2, scratch=folder / "scratch")
    for i in range(4):
        executor.submit(_sleep_and_tell, str(folder / f"pid{i}"))
    executor.shutdown()
"""


def _sleep_and_tell(file: str) -> None:
    beside = subprocess.Popen(["sleep", "300"], start_new_session=True)
    Path(f"{file}.part").write_text(f"{os.getpid()} {os.getppid()} {beside.pid}")
    Path(f"{file}.part").replace(file)
    time.sleep(300)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_coordinator(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "coordinator.py").write_text(COORDINATOR)
    tests = str(Path(__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([tests, *sys.path])}
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "coordinator.py"), str(tmp_path)], env=environment
    )
    pids = [tmp_path / "pid0", tmp_path / "pid1"]
    assert _until(lambda: all(p.is_file() for p in pids), 60)
    process.send_signal(number)
    process.wait()
    children = {int(pid) for file in pids for pid in file.read_text().split()}
    assert len(children) == 5  # two children, what each started, and the server of both
    assert _until(lambda: not any(map(_is_there, children)))
    assert not (tmp_path / "scratch").exists()


# -- nothing of one task is left for the next -------------------------------------------
def _probes() -> dict[str, Any]:
    """Return all that a task could leave for another in one process."""
    import builtins
    import decimal
    import gc
    import json
    import locale
    import random
    import threading
    import warnings

    import aspiratie.display as display

    return {
        "environment": os.environ.get("KANARIE"),
        "folder": Path.cwd() == Path("/"),
        "path": "/kanarie" in sys.path,
        "modules": "kanarie" in sys.modules,
        "builtins": hasattr(builtins, "kanarie"),
        "patched": hasattr(display, "kanarie"),
        "library": json.dumps.__name__,
        "random": random.getstate()[1][:3] == random.Random(7).getstate()[1][:3],
        "decimals": decimal.getcontext().prec,
        "locale": locale.setlocale(locale.LC_NUMERIC),
        "warnings": any(f[2] is ResourceWarning and f[0] == "error" for f in warnings.filters),
        "signals": signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN,
        "umask": _umask(),
        "threads": threading.active_count(),
        "collector": gc.isenabled(),
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "temporary": len(list(Path(os.environ["TMPDIR"]).iterdir())),
    }


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _leave_all() -> None:
    import builtins
    import decimal
    import gc
    import json
    import locale
    import random
    import threading
    import types
    import warnings

    import aspiratie.display as display

    os.environ["KANARIE"] = "4"
    Path(os.environ["TMPDIR"], "kanarie").write_text("4")
    os.chdir("/")
    sys.path.append("/kanarie")
    sys.modules["kanarie"] = types.ModuleType("kanarie")
    builtins.kanarie = 4  # type: ignore[attr-defined]
    display.kanarie = 4  # type: ignore[attr-defined]
    json.dumps = print
    random.seed(7)
    decimal.getcontext().prec = 3
    locale.setlocale(locale.LC_NUMERIC, "C.UTF-8")
    warnings.simplefilter("error", ResourceWarning)
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    os.umask(0o777)
    gc.disable()
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    os.open("/dev/null", os.O_RDONLY)


def test_nothing_is_left_for_the_next_task(executor: ChildExecutor) -> None:
    before = executor.submit(_probes).result()
    for _ in range(3):
        executor.submit(_leave_all).result()
    assert executor.submit(_probes).result() == before
    assert len(before) >= 15


@pytest.mark.parametrize("name", ["memory_mb", "cell_seconds", "task_seconds"])
def test_limits_are_more_than_nothing(name: str) -> None:
    with pytest.raises(ParameterError, match=name):
        Limits(**{name: 0})
