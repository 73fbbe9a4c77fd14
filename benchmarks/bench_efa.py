"""Factor analysis of 25 items and 2,436 respondents: aspiratie beside psych and factor_analyzer.

    python benchmarks/bench_efa.py

Uses psychTools::bfi when it lies in ../shared, else simulated answers. All start from the same
correlation matrix or the same answers in memory; reading them is not timed. psych and aspiratie
give fit statistics too, factor_analyzer doesn't. Prints the best of several runs each, how many
times as long the others take, how far the loadings differ, and by how much psych's criterion is
above ours. Rscript with psych, GPArotation and semTools is used where it is there.

With 1 start both begin from the unrotated factors; with 30 psych gets ``n.rotations = 30``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from aspiratie.measurement.factors.criteria import GEOMIN_DELTA, geomin, oblimin
from aspiratie.measurement.factors.efa import efa
from aspiratie.measurement.reliability.omega import omega
from aspiratie.measurement.threads import one_blas_thread

CRITERIA = {"oblimin": oblimin, "geomin": geomin(GEOMIN_DELTA)}
BFI = Path(__file__).resolve().parents[2] / "shared/reference/data/bfi25_complete.csv"

R = """
suppressPackageStartupMessages({library(psych); library(lavaan); library(semTools)})
x <- read.csv(commandArgs(TRUE)[1])
r <- cor(x)
best <- function(f, times = 5) min(sapply(seq_len(times), function(i)
  system.time(f(), gcFirst = TRUE)[["elapsed"]]))
out <- list(version = as.character(packageVersion("psych")))
for (fm in c("minres", "ml")) for (rot in c("oblimin", "geominQ", "varimax"))
  for (starts in c(1, if (fm == "minres" && rot != "varimax") 30)) {
    run <- function() suppressMessages(suppressWarnings(
      fa(r, 5, n.obs = nrow(x), fm = fm, rotate = rot, n.rotations = starts)))
    out[[paste(fm, rot, starts)]] <- list(seconds = best(run, if (starts == 1) 20 else 2),
                                          loadings = unclass(run()$loadings)[, ])
  }
items <- x[, 16:20]
boot <- function() {
  y <- items[sample(nrow(items), replace = TRUE), ]
  fit <- suppressWarnings(cfa(paste("f =~", paste(names(y), collapse = "+")), y, std.lv = TRUE,
                              ordered = names(y), estimator = "DWLS", se = "none", test = "none"))
  compRelSEM(fit, obs.var = FALSE)
}
out$omega <- list(seconds = best(boot, 3))
cat(jsonlite::toJSON(out, digits = 12, auto_unbox = TRUE, matrix = "rowmajor"))
"""


def answers() -> pd.DataFrame:
    if BFI.is_file():
        return pd.read_csv(BFI)
    rng = np.random.default_rng(1)
    factors = np.repeat(rng.standard_normal((2436, 5)), 5, axis=1)
    latent = 0.65 * factors + 0.76 * rng.standard_normal((2436, 25))
    return pd.DataFrame(np.digitize(latent, [-1.5, -0.8, 0, 0.7, 1.4]) + 1).add_prefix("i")


def best_of(repeats: int, run: Callable[[], object]) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    overlap = ours.T @ theirs
    _, column = linear_sum_assignment(-np.abs(overlap))
    ours = ours[:, np.argsort(column)]
    return float(np.abs(ours * np.sign((ours * theirs).sum(axis=0)) - theirs).max())


def in_r(frame: pd.DataFrame) -> dict[str, dict[str, object]]:
    if shutil.which("Rscript") is None:
        print("Rscript isn't here: no comparison with R")
        return {}
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder, "x.csv"), Path(folder, "bench.R")
        frame.to_csv(data, index=False)
        script.write_text(R)
        done = subprocess.run(
            ["Rscript", script, data], capture_output=True, text=True, check=False
        )
    if done.returncode:
        print("R could not run it:", done.stderr.strip().splitlines()[-1])
        return {}
    return json.loads(done.stdout[done.stdout.index("{") :])


def main() -> None:
    from factor_analyzer import FactorAnalyzer

    frame = answers()
    correlations = frame.corr()
    theirs = in_r(frame)
    for method in ("minres", "ml"):
        for rotation, name in [("oblimin", "oblimin"), ("geomin", "geominQ"), ("varimax",) * 2]:
            for n_starts in (1, 30) if rotation != "varimax" and method == "minres" else (1,):

                def run(rotation: str = rotation, n_starts: int = n_starts) -> object:
                    return efa(
                        None,
                        5,
                        correlation=correlations,
                        n_obs=len(frame),
                        method=method,  # noqa: B023
                        rotation=rotation,
                        n_starts=n_starts,
                    )

                seconds = best_of(100 if n_starts == 1 else 30, run)
                line = f"{method} {rotation}, {n_starts} start(s): {1e3 * seconds:.1f} ms"
                if theirs:
                    r = theirs[f"{method} {name} {n_starts}"]
                    loadings = np.array(r["loadings"])
                    found = run()
                    far = difference(found.loadings.to_numpy(), loadings)
                    line += f"; psych {r['seconds'] / seconds:.1f} times as long, "
                    line += f"loadings differ {far:.1e}"
                    if rotation in CRITERIA:
                        above = CRITERIA[rotation](loadings, False)[0] / found.criterion - 1
                        line += f", psych's criterion higher by {above:.1e} of ours"
                print(line)

    def other() -> object:
        with one_blas_thread():
            return FactorAnalyzer(5, method="minres", rotation="oblimin", is_corr_matrix=True).fit(
                correlations.to_numpy().copy()
            )

    try:
        other()
    except TypeError as error:
        print(f"factor_analyzer cannot fit on this scikit-learn ({error})")
    else:
        seconds = best_of(
            7, lambda: efa(None, 5, correlation=correlations, n_obs=len(frame), n_starts=1)
        )
        print(f"factor_analyzer minres oblimin: {best_of(7, other) / seconds:.1f} times as long")
    items = frame.iloc[:, 15:20]
    seconds = best_of(2, lambda: omega(items, n_boot=1000, progress=False)) / 1000
    line = f"ordinal omega: {1e3 * seconds:.2f} ms a bootstrap sample"
    if theirs:
        line += f"; lavaan + semTools {theirs['omega']['seconds'] / seconds:.0f} times as long"
    print(line)


if __name__ == "__main__":
    main()
