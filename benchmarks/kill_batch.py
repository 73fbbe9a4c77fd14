"""Kill a run at random moments, in every way, and hold what is left to what is promised.

    python benchmarks/kill_batch.py --times 100 --seed 1

Each time a run over a few schools is begun anew, and at a random moment one of its processes gets
a signal: a child or the fork server (kill -9), or the run itself (kill -9, SIGTERM, SIGINT). Then,
within 10 seconds, no process of the run is left, no page is half and no temporary folder is left;
the exit code is as it is told; and the same command ends with the bytes of a run that was never
stopped.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from aspiratie.batch import prepare_releases, write_demo

WAYS = ("child", "server", "kill -9", "SIGTERM", "SIGINT")
CODES = {"kill -9": -9, "SIGTERM": 143, "SIGINT": 130}


def processes(mark: str) -> dict[int, int]:
    """Return the processes whose environment holds a mark, with their parents."""
    found = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                if mark.encode() in (place / "environ").read_bytes():
                    stat = (place / "stat").read_text().rpartition(")")[2].split()
                    if stat[0] != "Z":
                        found[int(place.name)] = int(stat[1])
            except OSError:
                continue
    return found


def pages(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and "failed" not in p.parts
    }


def command(path: Path) -> list[str]:
    code = "from aspiratie.cli import main; main()"
    return [sys.executable, "-c", code, "report", str(path), "--workers", "2", "--quiet"]


def strike(path: Path, way: str, after: float, scratch: Path) -> list[str]:
    """Run, strike at a moment, and return what is not as it is promised."""
    mark = f"ASPIRATIE_KILLED={os.getpid()}-{time.monotonic_ns()}"
    name, value = mark.split("=")
    environment = os.environ | {name: value, "TMPDIR": str(scratch)}
    process = subprocess.Popen(
        command(path), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    # An interrupt while Python itself starts is Python's to answer: nothing runs yet.
    while process.poll() is None and not next(path.parents[1].glob("reports/*/.run"), None):
        time.sleep(0.01)
    time.sleep(after)
    family = processes(mark)
    servers = [pid for pid, parent in family.items() if parent == process.pid]
    children = [pid for pid, parent in family.items() if parent in servers]
    if way in ("child", "server"):
        for pid in (children if way == "child" else servers)[:1]:
            os.kill(pid, signal.SIGKILL)
    elif process.poll() is None:
        number = {"SIGTERM": signal.SIGTERM, "SIGINT": signal.SIGINT}.get(way, signal.SIGKILL)
        process.send_signal(number)
    _, told = process.communicate(timeout=300)
    faults = []
    if process.returncode not in (0, CODES.get(way, 0)):
        faults.append(f"exit code {process.returncode}: {told.decode()[-300:]}")
    if b"Traceback" in told:
        faults.append(f"a traceback: {told.decode()[-300:]}")
    end = time.monotonic() + 10
    while time.monotonic() < end and (processes(mark) or any(scratch.iterdir())):
        time.sleep(0.1)
    if left := processes(mark):
        faults.append(f"{len(left)} processes are left")
    if left_over := sorted(p.name for p in scratch.iterdir()):
        faults.append(f"left: {left_over}")
    made = path.parents[1].glob("reports/*/*.html")
    half = [p.name for p in made if not p.read_text(encoding="utf-8").endswith("</html>\n")]
    return [*faults, *(f"{page} is half" for page in half)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--schools", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=0.0, help="Of a run; measured if 0.")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder, scratch = Path(name), Path(name) / "tmp"
        scratch.mkdir()
        path = write_demo(folder, n_schools=asked.schools)
        prepare_releases(path)
        output = path.parents[1] / "reports" / "demo"
        whole = folder / "prepared"
        shutil.copytree(output, whole)
        began = time.monotonic()
        subprocess.run(command(path), check=True, stdout=subprocess.DEVNULL)
        seconds = asked.seconds or time.monotonic() - began
        wanted = pages(output)
        for number in range(asked.times):
            shutil.rmtree(output)
            shutil.copytree(whole, output)
            way, after = WAYS[number % len(WAYS)], rng.uniform(0, seconds)
            faults = strike(path, way, after, scratch)
            done = subprocess.run(command(path), check=False, capture_output=True, text=True)
            if done.returncode:
                faults.append(
                    f"the same command ended with {done.returncode}: {done.stderr[-300:]}"
                )
            if pages(output) != wanted:
                other = {k for k, v in pages(output).items() if wanted.get(k) != v}
                faults.append(
                    f"other bytes: {sorted(other | wanted.keys() - pages(output).keys())}"
                )
            told[way + (": faults" if faults else ": as promised")] += 1
            for fault in faults:
                print(f"{number} {way} after {after:.2f} s: {fault}", flush=True)
    for way, times in sorted(told.items()):
        print(f"{way}: {times}")


if __name__ == "__main__":
    main()
