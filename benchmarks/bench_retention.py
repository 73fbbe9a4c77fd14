"""Parallel analysis of 25 items and 2,436 respondents: aspiratie beside psych::fa.parallel.

    python benchmarks/bench_retention.py

Uses psychTools::bfi when it lies in ../shared, else simulated answers. A draw of psych is one of
``n.iter``: shuffled and simulated answers, components and factors of both. A draw here is one
matrix, its components and factors, so the second ratio counts psych's as two. Rscript with psych is
used where it is there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from aspiratie.measurement.factors.parallel import parallel_analysis

BFI = Path(__file__).resolve().parents[2] / "shared/reference/data/bfi25_complete.csv"
DRAWS = {"pearson": 2000, "polychoric": 100}

R = """
suppressPackageStartupMessages(library(psych))
options(mc.cores = 1)
x <- read.csv(commandArgs(TRUE)[1])
run <- function(cor, times) {
  seconds <- system.time(p <- suppressMessages(suppressWarnings(fa.parallel(
    x, n.iter = times, fm = "minres", quant = .95, cor = cor, correct = 0, plot = FALSE))))
  list(seconds = seconds[["elapsed"]], times = times, nfact = p$nfact, ncomp = p$ncomp,
       means = p$pc.sim)
}
one <- system.time(suppressMessages(suppressWarnings(fa.parallel(
  x, n.iter = 1, fm = "minres", cor = "poly", correct = 0, plot = FALSE))))[["elapsed"]]
out <- list(pearson = run("cor", 30), polychoric = run("poly", 3), polychoric_once = one,
            version = as.character(packageVersion("psych")))
cat(jsonlite::toJSON(out, digits = 12, auto_unbox = TRUE))
"""


def answers() -> pd.DataFrame:
    if BFI.is_file():
        return pd.read_csv(BFI)
    rng = np.random.default_rng(1)
    factors = np.repeat(rng.standard_normal((2436, 5)), 5, axis=1)
    latent = 0.65 * factors + 0.76 * rng.standard_normal((2436, 25))
    return pd.DataFrame(np.digitize(latent, [-1.5, -0.8, 0, 0.7, 1.4]) + 1).add_prefix("i")


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
    frame = answers()
    theirs = in_r(frame)
    for kind, n_draws in DRAWS.items():
        parallel_analysis(frame, correlation=kind, n_draws=20)
        start = time.perf_counter()
        found = parallel_analysis(frame, correlation=kind, n_draws=n_draws, progress=False)
        per_draw = (time.perf_counter() - start) / n_draws
        print(f"{kind}: {n_draws} draws, {1e3 * per_draw:.3f} ms each; {found}")
        if theirs:
            r = theirs[kind]
            draw = r["seconds"] / r["times"]
            if kind == "polychoric":  # the observed correlations take long too: leave them out
                draw = (r["seconds"] - theirs["polychoric_once"]) / (r["times"] - 1)
            print(
                f"  psych {theirs['version']}: {1e3 * draw:.1f} ms a draw, "
                f"{draw / per_draw:.0f} times as long ({draw / per_draw / 2:.0f} a matrix); "
                f"{r['nfact']} factors, {r['ncomp']} components"
            )
    for n in (2_000, 200_000):
        rng = np.random.default_rng(3)
        noise = pd.DataFrame(rng.integers(1, 6, (n, 25)))
        start = time.perf_counter()
        parallel_analysis(noise, correlation="pearson", n_draws=1000, progress=False)
        print(f"{n} respondents, 1000 draws: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
