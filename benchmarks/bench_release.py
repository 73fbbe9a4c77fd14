"""How long a release takes to read, and how preparing grows with the number of schools.

    python benchmarks/bench_release.py 100 200

For each number of schools: processor seconds of every phase, and what memory was in use before
and after the releases were written one by one. Two numbers give the exponent of growth too.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from aspiratie.batch import write_demo
from aspiratie.batch.output import file_names
from aspiratie.disclosure import write_release
from aspiratie.disclosure.files import parse_release
from aspiratie.disclosure.flows.check import cleaning_findings
from aspiratie.disclosure.publish import publish_schools
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.parameters import read_parameters
from aspiratie.prepare import compute, region_drafts, school_drafts

T = TypeVar("T")


def resident() -> float:
    """Return the memory in use, in MB (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def phases(schools: int, folder: Path) -> dict[str, float]:
    """Return processor seconds by phase."""
    told: dict[str, float] = {}

    def timed(name: str, call: Callable[[], T]) -> T:
        start = time.process_time()
        out = call()
        told[name] = time.process_time() - start
        return out

    parameters = read_parameters(write_demo(folder, n_schools=schools, seed=1))
    computed = timed("compute", lambda: compute(parameters))
    before = resident()
    timed("drafts", lambda: sum(1 for _ in school_drafts(computed)))
    timed("file names", lambda: file_names(computed.published))

    def write() -> None:
        made = publish_schools(computed.run, school_drafts(computed), computed.rules)
        for release in made:
            write_release(release, folder / f"{release.school.id}.json")

    timed("publish and write schools", write)
    after = resident()
    files = sorted(folder.glob("*.json"))
    releases = [parse_release(file.read_bytes()) for file in files]
    flows = {r.school.id: r.cleaning.school for r in releases}  # type: ignore[union-attr]
    region = releases[0].cleaning.region  # type: ignore[union-attr]
    timed("check counts of cleaning", lambda: cleaning_findings(flows, region, 10))
    drafts = timed("draft region", lambda: region_drafts(computed).drafts)
    timed("publish region by name", lambda: [publish_named(d, computed.rules) for d in drafts])
    timed(
        "publish region by letter",
        lambda: [publish_lettered(d, computed.rules, secret=b"x") for d in drafts],
    )
    data = files[0].read_bytes()
    best = min(_seconds(lambda: parse_release(data)) for _ in range(100))
    plain = min(_seconds(lambda: json.loads(data)) for _ in range(100))
    print(f"{schools} schools: memory {before:.0f} MB before and {after:.0f} MB after writing")
    print(f"  a release of {len(data) / 1000:.0f} kB reads in {1000 * best:.2f} ms")
    print(f"  (json.loads alone: {1000 * plain:.2f} ms)")
    for name, seconds in told.items():
        print(f"  {name}: {seconds:.2f} s")
    return told


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    sizes = [int(n) for n in sys.argv[1:]] or [50, 100]
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            found.append(phases(size, Path(place)))
    for first, second, small, large in zip(found, found[1:], sizes, sizes[1:], strict=False):
        print(f"exponents from {small} to {large} schools:")
        for name, seconds in second.items():
            if first[name] > 0.05:
                grown = math.log(seconds / first[name]) / math.log(large / small)
                print(f"  {name}: {grown:.2f}")
