"""Polychoric correlations: aspiratie beside lavaan, psych and ordinalcorr, in one run.

    python benchmarks/bench_polychoric.py [--large] [--million]

25 items of 2,436 respondents (psychTools::bfi when it lies in ../shared, else simulated); with
--large also 48 items of 100,000 simulated respondents (lavaan takes some minutes); with
--million 48 items of 1,000,000, for the time and the memory of aspiratie alone. Answers are in
memory, reading them is not timed. Prints the least processor time of some runs (so that other
work on the machine counts little), the ratios and how far the numbers differ. Rscript and
ordinalcorr are used where they are there.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from aspiratie.measurement.polychoric.matrix import polychoric

BFI = Path(__file__).resolve().parents[2] / "shared/reference/data/bfi25_complete.csv"

R = """
suppressPackageStartupMessages({library(lavaan); library(psych)})
args <- commandArgs(TRUE)
x <- read.csv(args[1]); times <- as.integer(args[2])
best <- function(f, times) min(sapply(seq_len(times), function(i)
  sum(system.time(f(), gcFirst = TRUE)[c(1, 2, 4, 5)])))
lav <- function() lavCor(x, ordered = names(x), output = "cor")
psy <- function() suppressWarnings(polychoric(x, correct = 0, global = FALSE, progress = FALSE))
out <- list(lavCor = list(seconds = best(lav, times), r = unclass(lav())[, ]))
if (times > 1) out$psych <- list(seconds = best(psy, times), r = psy()$rho)
cat(jsonlite::toJSON(out, digits = 14, auto_unbox = TRUE, matrix = "rowmajor"))
"""


def simulated(n: int, p: int, k: int) -> pd.DataFrame:
    """Answers of `k` categories to `p` items of six factors."""
    rng = np.random.default_rng(5)
    cuts = np.linspace(-1.3, 1.1, k - 1)
    out = np.empty((n, p), dtype=np.int8)
    traits = rng.standard_normal((n, 6))
    for item in range(p):
        latent = 0.7 * traits[:, item % 6] + 0.71 * rng.standard_normal(n)
        out[:, item] = np.digitize(latent, cuts)
    return pd.DataFrame(out, columns=[f"q{item}" for item in range(p)])


def best_of(run: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        begun = time.process_time()
        run()
        found.append(time.process_time() - begun)
    return min(found)


def beside_r(items: pd.DataFrame, times: int) -> dict[str, dict[str, object]]:
    if shutil.which("Rscript") is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder, "x.csv"), Path(folder, "x.R")
        items.to_csv(data, index=False)
        script.write_text(R)
        done = subprocess.run(
            ["Rscript", str(script), str(data), str(times)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


def ordinalcorr_seconds(items: pd.DataFrame) -> float | None:
    try:
        from ordinalcorr import polychoric as pair
    except ImportError:
        return None
    names = list(items.columns)

    def run() -> None:
        for i, first in enumerate(names):
            for second in names[i + 1 :]:
                pair(items[first], items[second])

    return best_of(run, 1)


def compare(title: str, items: pd.DataFrame, times: int) -> None:
    print(f"{title}: {items.shape[1]} items, {items.shape[0]:,} respondents")
    found = polychoric(items).correlations.to_numpy()
    own = best_of(lambda: polychoric(items), max(times, 3))
    print(f"  aspiratie      {own:9.4f} s")
    for name, other in beside_r(items, times).items():
        seconds = float(str(other["seconds"]))
        gap = np.abs(np.array(other["r"], dtype=float) - found).max()
        print(f"  {name:12s} {seconds:11.4f} s  {seconds / own:8.1f} x  largest gap {gap:.1e}")
    if times > 1:
        seconds = ordinalcorr_seconds(items)
        if seconds is not None:
            print(f"  ordinalcorr  {seconds:11.4f} s  {seconds / own:8.1f} x")


def million() -> None:
    for n in (250_000, 500_000, 1_000_000):
        items = simulated(n, 48, 5)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = best_of(lambda items=items: polychoric(items), 2)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"48 items, {n:9,} respondents: {seconds:.3f} s, {seconds / n * 1e6:.3f} s a million")
        print(f"  peak of the whole process {peak / 1e6:.2f} GB, {before / 1e6:.2f} before the run")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    small = pd.read_csv(BFI) if BFI.is_file() else simulated(2436, 25, 6)
    compare("bfi" if BFI.is_file() else "simulated", small, 3)
    if options.large:
        compare("simulated", simulated(100_000, 48, 5), 1)
    if options.million:
        million()


if __name__ == "__main__":
    main()
