"""School effects of 500 schools and 100,000 pupils: aspiratie beside lme4, in one run.

    python benchmarks/bench_multilevel.py

Needs Rscript with lme4. Both get the scores and the schools as a factor in memory, and give the
variances, the shrunken means and their conditional standard deviations. Reading the data is not
timed. Schools as a categorical column, and as plain columns of numbers or text. Prints the best of
several runs each in time of the processor, so that other work on the machine matters less, their
ratio and how far the numbers differ.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from aspiratie.measurement.threads import one_blas_thread
from aspiratie.schools.grouping import group_rows
from aspiratie.schools.multilevel import icc, school_means
from aspiratie.schools.reml import estimate, summarise

SCHOOLS, PUPILS = 500, 100_000

R = """
suppressPackageStartupMessages(library(lme4))
frame <- read.csv(commandArgs(TRUE)[1])
frame$school <- factor(frame$school)
best <- Inf
for (i in 1:5) {
  spent <- system.time({
    fit <- lmer(y ~ 1 + (1 | school), frame, REML = TRUE)
    effects <- ranef(fit, condVar = TRUE)
  }, gcFirst = TRUE)
  best <- min(best, spent[["user.self"]] + spent[["sys.self"]])
}
components <- as.data.frame(VarCorr(fit))$vcov
cat(sprintf('{"seconds": %.6f, "tau2": %.12g, "sigma2": %.12g, "version": "%s"}',
            best, components[1], components[2], packageVersion("lme4")))
"""


def make_region() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    sizes = rng.multinomial(PUPILS - SCHOOLS, rng.dirichlet(np.full(SCHOOLS, 4.0))) + 1
    school = np.repeat(np.arange(SCHOOLS), sizes)
    effects = 0.3 * rng.standard_normal(SCHOOLS)
    scores = 3 + effects[school] + rng.standard_normal(PUPILS)
    return pd.DataFrame({"y": scores, "school": pd.Categorical(school)})


def best_of(repeats: int, run: object, *arguments: object) -> float:
    times = []
    for _ in range(repeats):
        start = time.process_time()
        run(*arguments)  # type: ignore[operator]
        times.append(time.process_time() - start)
    return min(times)


@one_blas_thread()
def fit_alone(values: np.ndarray, school: pd.Series) -> object:
    return estimate(summarise(values, group_rows(school.index, school)))


def main() -> None:
    frame = make_region()
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder) / "region.csv", Path(folder) / "lmer.R"
        frame.to_csv(data, index=False)
        script.write_text(R, encoding="utf-8")
        command = ["Rscript", str(script), str(data)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lmer = json.loads(output)
    values = frame[["y"]].to_numpy(copy=True)
    plain = {"whole numbers": frame["school"].astype("int64")}
    plain["text"] = "school " + plain["whole numbers"].astype(str)
    runs = {
        "variances and shrunken means (reml.estimate)": best_of(
            100, fit_alone, values, frame["school"]
        ),
        "icc": best_of(100, icc, frame["y"], frame["school"]),
        "school_means, with intervals": best_of(100, school_means, frame["y"], frame["school"]),
    }
    for kind, school in plain.items():
        runs[f"icc, schools as {kind}"] = best_of(50, icc, frame["y"], school)
        runs[f"school_means, schools as {kind}"] = best_of(50, school_means, frame["y"], school)
    result = icc(frame["y"], frame["school"])
    print(f"{SCHOOLS} schools, {PUPILS} pupils; lme4 {lmer['version']}: {lmer['seconds']:.4f} s")
    for name, seconds in runs.items():
        print(f"{name}: {1000 * seconds:.2f} ms, {lmer['seconds'] / seconds:.0f} times as fast")
    print(
        f"tau2 differs by {result.tau2 / lmer['tau2'] - 1:.1e}, sigma2 by "
        f"{result.sigma2 / lmer['sigma2'] - 1:.1e} (relative; lmer at its own tolerance)"
    )


if __name__ == "__main__":
    main()
