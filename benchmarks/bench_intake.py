"""Reading a csv of 200,000 x 65 answers in words, beside pandas.read_csv, in one run.

Time and memory of each, every reading in a process of its own; the memory is what the
process holds at most beyond what its imports hold.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROWS, COLUMNS, TIMES = 200_000, 65, 3
OURS = """
from aspiratie.codebook import parse_codebook
from aspiratie.intake import read_export
answers = [{"value": i, "label": f"antwoord {i}"} for i in range(1, 6)]
fields = [{"name": "school", "title": "School", "role": "school"}]
fields += [{"name": f"q{i}", "title": f"q{i}", "type": "integer", "categoriesOrdered": True,
            "categories": answers, "scale": "s"} for i in range(64)]
book = parse_codebook({"name": "b", "version": "1", "title": "B", "informant": "pupil",
                       "licence": "x", "fields": fields,
                       "scales": [{"name": "s", "title": "S", "definition": "s"}]})
read = lambda: read_export(path, book)
"""
PANDAS = """
import pandas
read = lambda: pandas.read_csv(path, sep=";")
"""
MEASURE = """
import re, sys, time
path = sys.argv[1]
def held(what):
    return int(re.search(what + r":\\s+(\\d+)", open("/proc/self/status").read())[1])
{setup}
before = held("VmRSS")
begun = time.perf_counter()
kept = read()
print(time.perf_counter() - begun, held("VmHWM") - before)
"""


def measured(setup: str, path: Path) -> tuple[float, float]:
    best = []
    for _ in range(TIMES):
        done = subprocess.run([sys.executable, "-c", MEASURE.format(setup=setup), str(path)],
                              capture_output=True, text=True, check=True)  # fmt: skip
        seconds, kilobytes = map(float, done.stdout.split())
        best.append((seconds, kilobytes / 1024))
    return min(s for s, _ in best), min(m for _, m in best)


def main() -> None:
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "groot.csv"
        labels = np.array([f"antwoord {i}" for i in range(1, 6)])
        cells = labels[rng.integers(0, 5, (ROWS, COLUMNS - 1))]
        schools = np.char.mod("%02dAB00", rng.integers(0, 100, ROWS))
        with path.open("w") as file:
            file.write(";".join(["school", *(f"q{i}" for i in range(COLUMNS - 1))]) + "\n")
            for school, row in zip(schools, cells, strict=True):
                file.write(f"{school};{';'.join(row)}\n")
        ours, theirs = measured(OURS, path), measured(PANDAS, path)
    print(f"{ROWS} x {COLUMNS}: read_export {ours[0]:.2f} s, {ours[1]:.0f} MB")
    print(f"pandas.read_csv {theirs[0]:.2f} s, {theirs[1]:.0f} MB")
    print(f"{ours[0] / theirs[0]:.2f} times the time, {ours[1] / theirs[1]:.2f} times the memory")


if __name__ == "__main__":
    main()
