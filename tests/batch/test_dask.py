"""A Dask cluster makes reports as this machine does: a child a school, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from aspiratie.batch.executors import FORKS, make_executor
from aspiratie.batch.manifest import Manifest
from aspiratie.batch.run import make_reports
from aspiratie.batch.workers.jobs import Job, plan_jobs
from aspiratie.disclosure import write_release
from aspiratie.errors import ParameterError
from display.made import school_release

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not FORKS, reason="forks on Linux only")]


def _slowly(seconds: float) -> tuple[int, int]:
    time.sleep(seconds)
    return os.getpid(), os.getppid()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and two workers, each a process of its own; yield address and workers."""
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    root = Path(__file__).parents[2]
    paths = [str(root / "tests"), str(root), *filter(None, sys.path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    commands = [
        [*start, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        *([*start[:-1], "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny"],) * 2,
    ]
    processes = [
        subprocess.Popen(
            [*command, "--scheduler-file", str(told)],
            env=environment,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]
    try:
        end = time.monotonic() + 60
        while not told.is_file() and time.monotonic() < end:
            time.sleep(0.1)
        import json

        yield json.loads(told.read_text())["address"], [p.pid for p in processes[1:]]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def _jobs(folder: Path, output: Path) -> tuple[Job, ...]:
    from aspiratie.batch.notebooks import find_notebook

    files = [folder / f"99A{letter}00.json" for letter in "ABCD"]
    for file in files:
        if not file.is_file():
            write_release(school_release(), file)
    return plan_jobs(
        files,
        notebook=find_notebook("leerlingposter"),
        output=output,
        language="nl",
        code="",
        engine="inprocess",
        kind="poster",
    )


def test_pages_are_those_of_this_machine_and_a_lost_worker_loses_nothing(
    cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, workers = cluster
    (tmp_path / "release").mkdir()
    made = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for kind in (f"dask:{address}", "local"):
            output = tmp_path / kind.partition(":")[0]
            (output / "release").mkdir(parents=True)
            manifest = Manifest(output / "release" / "manifest.jsonl")
            jobs = _jobs(tmp_path / "release", output)
            with make_executor(kind, workers=2) as executor:
                outcomes = make_reports(jobs, executor, manifest=manifest, progress=False)
            assert [o.state for o in outcomes] == ["made"] * 4, outcomes[0].reason
            made[kind] = {p.name: p.read_bytes() for p in output.glob("*.html")}
        with make_executor(f"dask:{address}") as executor:
            futures = [executor.submit(_slowly, 1.0) for _ in range(6)]
            time.sleep(1.5)
            os.kill(workers[0], signal.SIGKILL)
            found = [future.result(timeout=60) for future in futures]
    first, second = made.values()
    assert first == second
    assert len({pid for pid, _ in found}) == 6  # each in a child of its own
    assert not {pid for pid, _ in found} & set(workers)


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    with pytest.raises(ParameterError, match="No Dask scheduler answers at tcp://127"):
        make_executor("dask:tcp://127.0.0.1:1")
