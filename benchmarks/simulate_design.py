"""Coverage and type-I error of what allows for schools, beside what does not.

    python benchmarks/simulate_design.py [draws]

Pupils in 20, 50 or 150 schools of about 20, in five answers; ICC .05 and .15 of the factor and
of each item's own part. Prints, over the draws (200 unless given), how often 95 % intervals of
alpha, omega and a mean hold the truth, how often the scaled test of a right model rejects it at
5 %, and how often each step of invariance between two kinds of schools does, with and without
clusters. A small part of it runs as a test with the same seeds.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Collection
from functools import cache

import numpy as np
import pandas as pd

from aspiratie.errors import AspiratieError, AspiratieWarning
from aspiratie.measurement.invariance.sequence import step_fits
from aspiratie.measurement.means import item_means
from aspiratie.measurement.reliability.alpha import cronbach_alpha
from aspiratie.measurement.reliability.omega import omega
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.difference_tests import difference_test

ITEMS = [f"y{k}" for k in range(1, 6)]
MODEL = "F =~ " + " + ".join(ITEMS)
LOADINGS = np.array([0.8, 0.7, 0.6, 0.75, 0.65])
CUTS = [-1.3, -0.5, 0.3, 1.1]
PARTS = ("mean", "alpha", "omega", "fit", "steps")


def pupils(n_schools: int, icc: float, rng: np.random.Generator, *, size: int = 20) -> pd.DataFrame:
    """Answers of pupils; schools differ on the factor and on every item by itself."""
    sizes = rng.integers(size // 2, size + size // 2 + 1, n_schools)
    school = np.repeat(np.arange(n_schools), sizes)
    n = len(school)
    factor = np.sqrt(icc) * rng.normal(size=n_schools)[school]
    factor = factor + np.sqrt(1.0 - icc) * rng.normal(size=n)
    rest = np.sqrt(1.0 - LOADINGS**2)
    own = np.sqrt(icc) * rng.normal(size=(n_schools, 5))[school]
    own = own + np.sqrt(1.0 - icc) * rng.normal(size=(n, 5))
    latent = factor[:, None] * LOADINGS + own * rest
    frame = pd.DataFrame(np.digitize(latent, CUTS) + 1.0, columns=ITEMS)
    return frame.assign(school=school, kind=np.where(school % 2 == 0, "a", "b"))


@cache
def truth(icc: float) -> dict[str, float]:
    """Alpha, omega and a mean in a sample so large that they are the population's."""
    frame = pupils(15_000, icc, np.random.default_rng(1), size=10)
    return {
        "mean": float(frame["y1"].mean()),
        "alpha": cronbach_alpha(frame[ITEMS]).estimate,
        "omega": omega(frame[ITEMS], n_boot=0).estimate,
    }


def one_draw(
    frame: pd.DataFrame, known: dict[str, float], *, cluster: bool, parts: Collection[str]
) -> dict[str, float]:
    """Whether intervals hold the truth and tests reject, of one sample."""
    options = {"cluster": "school"} if cluster else {}
    chosen = frame[[*ITEMS, *options.values()]]
    out: dict[str, float] = {}
    if "mean" in parts:
        mean = item_means(chosen[["y1", *options.values()]], **options).estimates.loc["y1"]
        out["mean"] = float(mean["ci_lower"] < known["mean"] < mean["ci_upper"])
    if "alpha" in parts:
        alpha = cronbach_alpha(chosen, **options)
        out["alpha"] = float(alpha.ci_lower < known["alpha"] < alpha.ci_upper)
    if "omega" in parts:
        found = omega(chosen, n_boot=200, progress=False, **options)
        out["omega"] = float(found.ci_lower < known["omega"] < found.ci_upper)
    if "fit" in parts:
        out["test of fit"] = float(cfa(chosen, MODEL, **options).fit["pvalue.scaled"] < 0.05)
    if "steps" in parts:
        before = None
        for name, fitted in step_fits(frame, MODEL, group="kind", **options):
            if before is not None:
                out[name] = float(difference_test(before, fitted).pvalue < 0.05)
            before = fitted
    return out


def run(draws: int, n_schools: int, icc: float, *, parts: Collection[str] = PARTS) -> pd.DataFrame:
    """Shares over the draws, with and without clusters."""
    known = truth(icc) if {"mean", "alpha", "omega"} & set(parts) else {}
    rows: dict[str, list[dict[str, float]]] = {"plain": [], "cluster": []}
    rng = np.random.default_rng(round(1000 * icc) + n_schools)
    for _ in range(draws):
        frame = pupils(n_schools, icc, rng)
        for name, found in rows.items():
            try:
                found.append(one_draw(frame, known, cluster=name == "cluster", parts=parts))
            except AspiratieError:  # a sample without some answer
                continue
    return pd.DataFrame({name: pd.DataFrame(found).mean() for name, found in rows.items()})


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    warnings.simplefilter("ignore", AspiratieWarning)
    for n_schools in (20, 50, 150):
        for icc in (0.05, 0.15):
            print(f"\n{n_schools} schools, ICC {icc}, {draws} draws")
            print(run(draws, n_schools, icc).round(3).to_string())


if __name__ == "__main__":
    main()
