"""What weights and clusters cost an ordinal model: ratios to the plain fit, in one run.

    python benchmarks/bench_design.py

5,000 pupils in 200 schools and five factors of five items; best of several runs each, taken in
turn so that the load of the machine hits all alike.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.measurement.sem.cfa import cfa

PUPILS, SCHOOLS, FACTORS = 5_000, 200, 5
REPEATS = 5


def pupils() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    school = rng.integers(0, SCHOOLS, PUPILS)
    common = 0.5 * rng.normal(size=(PUPILS, 1)) + 0.3 * rng.normal(size=SCHOOLS)[school, None]
    factors = common + 0.8 * rng.normal(size=(PUPILS, FACTORS))
    latent = 0.7 * np.repeat(factors, 5, axis=1) + 0.7 * rng.normal(size=(PUPILS, 5 * FACTORS))
    names = [f"y{k}" for k in range(5 * FACTORS)]
    frame = pd.DataFrame(np.digitize(latent, [-1.5, -0.5, 0.5, 1.5]), columns=names)
    return frame.assign(school=school, w=rng.uniform(0.5, 2.0, PUPILS))


def main() -> None:
    frame = pupils()
    model = "\n".join(
        f"F{k} =~ " + " + ".join(f"y{5 * k + j}" for j in range(5)) for k in range(FACTORS)
    )
    designs: dict[str, dict[str, Any]] = {
        "plain": {},
        "weights": {"weights": "w"},
        "clusters": {"cluster": "school"},
        "both": {"weights": "w", "cluster": "school"},
    }
    best = dict.fromkeys(designs, np.inf)
    for _ in range(REPEATS):
        for name, options in designs.items():
            start = time.perf_counter()
            cfa(frame, model, **options)
            best[name] = min(best[name], time.perf_counter() - start)
    for name, seconds in best.items():
        print(f"{name}: {seconds:.3f} s, {seconds / best['plain']:.2f} times the plain fit")


if __name__ == "__main__":
    main()
