"""Confirmatory factor analysis: aspiratie beside lavaan and semopy, in one run.

    python benchmarks/bench_cfa.py

WLSMV of five factors on 25 six-point items (psychTools::bfi in ../shared) with all fit measures,
ML of the same, and the chain configural, metric, scalar, strict of HolzingerSwineford1939 by school
with fit measures. Answers are in memory, reading them is not timed. Prints the least processor
time of some runs (so that other work on the machine counts little), the ratios and how far the
chi-squares differ. Needs Rscript with lavaan; semopy is used where it is
there (ML of one group only).
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from aspiratie.measurement.sem.cfa import cfa

SHARED = Path(__file__).resolve().parents[2] / "shared"
BFI = "\n".join(f"{k} =~ " + " + ".join(f"{k}{i}" for i in range(1, 6)) for k in "ACENO")
HS = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
CHAIN = [
    (),
    ("loadings",),
    ("loadings", "intercepts"),
    ("loadings", "intercepts", "residuals"),
]

R = """
suppressPackageStartupMessages(library(lavaan))
args <- commandArgs(TRUE)
bfi <- read.csv(args[1]); hs <- read.csv(args[2])
models <- jsonlite::fromJSON(args[3])
best <- function(f, times) min(sapply(seq_len(times), function(i)
  sum(system.time(f(), gcFirst = TRUE)[c(1, 2, 4, 5)])))
wlsmv <- function() fitMeasures(cfa(models$bfi, bfi, ordered = names(bfi), estimator = "WLSMV"))
ml <- function() fitMeasures(cfa(models$bfi, bfi))
chain <- function() lapply(list("", "loadings", c("loadings", "intercepts"),
  c("loadings", "intercepts", "residuals")), function(equal)
  fitMeasures(cfa(models$hs, hs, group = "school", group.equal = equal))[["chisq"]])
cat(jsonlite::toJSON(list(
  wlsmv = list(seconds = best(wlsmv, 4), chisq = wlsmv()[["chisq.scaled"]]),
  ml = list(seconds = best(ml, 4), chisq = ml()[["chisq"]]),
  chain = list(seconds = best(chain, 4), chisq = chain()[[4]]),
  version = as.character(packageVersion("lavaan"))), digits = 12, auto_unbox = TRUE))
"""


def best_of(run: Callable[[], object], times: int = 7) -> float:
    found = []
    for _ in range(times):
        begun = time.process_time()
        run()
        found.append(time.process_time() - begun)
    return min(found)


def semopy_seconds(items: pd.DataFrame) -> float | None:
    try:
        import semopy
    except ImportError:
        return None

    def run() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = semopy.Model(BFI)
            model.fit(items)
            semopy.calc_stats(model)

    return best_of(run, 2)


def main() -> None:
    bfi_file = SHARED / "reference/data/bfi25_complete.csv"
    hs_file = SHARED / "data/hs1939/hs1939.csv"
    bfi, hs = pd.read_csv(bfi_file), pd.read_csv(hs_file)

    def chain() -> float:
        fits = [
            cfa(hs, HS, estimator="ML", group="school", group_equal=equal).fit["chisq"]
            for equal in CHAIN
        ]
        return float(fits[-1])

    runs: dict[str, Callable[[], float]] = {
        "wlsmv": lambda: float(cfa(bfi, BFI).fit["chisq.scaled"]),
        "ml": lambda: float(cfa(bfi, BFI, estimator="ML").fit["chisq"]),
        "chain": chain,
    }
    values = {name: run() for name, run in runs.items()}
    own = {name: best_of(run) for name, run in runs.items()}
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "x.R")
        script.write_text(R)
        done = subprocess.run(
            [
                "Rscript",
                str(script),
                str(bfi_file),
                str(hs_file),
                json.dumps({"bfi": BFI, "hs": HS}),
            ],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
    lavaan = json.loads(done.stdout)
    print(f"lavaan {lavaan['version']}")
    for name in runs:
        seconds, chisq = lavaan[name]["seconds"], lavaan[name]["chisq"]
        gap = abs(values[name] / chisq - 1)
        print(
            f"  {name:6s} aspiratie {own[name]:7.4f} s  lavaan {seconds:7.4f} s  "
            f"{seconds / own[name]:6.1f} x  chi-squares differ by {gap:.0e}"
        )
    seconds = semopy_seconds(bfi)
    if seconds is not None:
        print(f"  ml     semopy    {seconds:7.4f} s  {seconds / own['ml']:6.1f} x")


if __name__ == "__main__":
    main()
