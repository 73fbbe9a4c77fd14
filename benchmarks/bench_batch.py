"""What a school costs in a batch, what a rerun costs, and the loops that others would write.

    python benchmarks/bench_batch.py                        40 schools, 2 workers, one round
    python benchmarks/bench_batch.py --schools 40 400 --rounds 3
    python benchmarks/bench_batch.py --loops                beside loops of others

Each command is measured from outside, with all that it starts: seconds of CPU (also of processes
that it leaves behind), wall and the largest memory of one process. Rounds are interleaved, and
medians are told. The loops make one page a school from the same releases: the notebook itself, and
an R Markdown document of like content (tables and a figure a condition), which is skipped where
rmarkdown or pandoc is not installed.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from aspiratie.batch import write_demo
from aspiratie.batch.notebooks import find_notebook

#: The schools of which a loop makes a page; its cost is linear in them.
LOOPED = 4
RMARKDOWN = Path(__file__).with_name("bench_batch.Rmd")

Cost = tuple[float, float, float]


def measure(command: list[str]) -> Cost:
    """Return CPU and wall in seconds and the largest memory in MB of a command and its children."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURER, *command], capture_output=True, text=True, check=False
    )
    told = done.stderr.strip().splitlines()
    if not told or not told[-1].startswith("COST"):
        raise SystemExit(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    _, status, *figures = told[-1].split()
    if status != "0":
        raise SystemExit(f"{' '.join(command)} ended with {status}:\n{done.stderr[-2000:]}")
    cpu, wall, memory = map(float, figures)
    return cpu, wall, memory


#: Runs a command as the parent of all that outlives it, so that nothing is left uncounted.
_MEASURER = """
import ctypes, os, resource, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
began = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
status = None
while True:
    try:
        pid, code = os.wait()
    except ChildProcessError:
        break
    if pid == process.pid:
        status = os.waitstatus_to_exitcode(code)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("COST", status, used.ru_utime + used.ru_stime, time.monotonic() - began,
      used.ru_maxrss / 1024, file=sys.stderr)
"""


def region(folder: Path, schools: int) -> Path:
    """Write a simulated region."""
    return write_demo(folder / f"r{schools}", n_schools=schools)


def of_us(path: Path, workers: int) -> dict[str, Cost]:
    """Measure a first run, the same again, and a run after one school's answers changed."""
    report = ["aspiratie", "report", str(path), "--quiet", "--workers", str(workers)]
    output = path.parents[1] / "reports"
    shutil.rmtree(output, ignore_errors=True)
    for ledger in path.parent.glob("*ledger*"):
        ledger.unlink()
    costs = {
        "prepare": measure(["aspiratie", "prepare", str(path)]),
        "pages": measure(report),
        "unchanged": measure(report),
    }
    path.write_text(path.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    costs["after a comment"] = measure(report)
    return costs


def looped(path: Path, folder: Path, workers: int) -> dict[str, Cost]:
    """Measure the loops that others would write, of one page a school."""
    releases = sorted((path.parents[1] / "reports" / "demo" / "release").glob("99*.json"))[:LOOPED]
    notebook = find_notebook("schoolrapport")
    lines = [
        f"papermill -k python3 {notebook} {folder}/{r.stem}.ipynb -p release {r} -p language nl"
        f" --log-level ERROR && jupyter nbconvert --to html --no-input {folder}/{r.stem}.ipynb"
        for r in releases
    ]
    costs = {"papermill and nbconvert": measure(["sh", "-ec", "\n".join(lines)])}
    if shutil.which("Rscript") and shutil.which("pandoc") and _has_rmarkdown():
        halves = [releases[i::workers] for i in range(workers)]
        loops = [
            'Rscript -e \'for (f in commandArgs(TRUE)) rmarkdown::render("{}", params = list('
            'release = f), quiet = TRUE, output_file = paste0(basename(f), ".html"), '
            'intermediates_dir = tempfile(), output_dir = "{}")\' {}'.format(
                RMARKDOWN, folder, " ".join(map(str, half))
            )
            for half in halves
        ]
        costs["R Markdown"] = measure(["sh", "-ec", " & ".join(loops) + " & wait"])
    return costs


def _has_rmarkdown() -> bool:
    code = 'quit(status = !all(sapply(c("rmarkdown", "jsonlite"), requireNamespace)))'
    return subprocess.run(["Rscript", "-e", code], check=False).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, nargs="+", default=[40])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--loops", action="store_true")
    asked = parser.parse_args()
    found: dict[tuple[str, int], list[Cost]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = {n: region(folder, n) for n in asked.schools}
        for _ in range(asked.rounds):
            for n, path in paths.items():
                for what, cost in of_us(path, asked.workers).items():
                    found[what, n].append(cost)
            if asked.loops:
                for what, cost in looped(path, folder, asked.workers).items():
                    found[what, LOOPED].append(cost)
    print(f"{'what':<26}{'schools':>8}{'CPU s':>10}{'a school':>10}{'wall s':>10}{'MB':>8}")
    for (what, n), costs in found.items():
        cpu, wall, memory = (statistics.median(c) for c in zip(*costs, strict=True))
        print(f"{what:<26}{n:>8}{cpu:>10.2f}{cpu / n:>10.3f}{wall:>10.1f}{memory:>8.0f}")


if __name__ == "__main__":
    main()
