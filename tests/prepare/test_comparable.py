"""The region's verdict allows for pupils of one school being alike."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aspiratie.prepare.comparable import invariance_of


def region(n_schools: int, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Two kinds of schools that answer alike, but for what is special to each school."""
    school = np.repeat(np.arange(n_schools), 40)
    own = np.sqrt(0.15) * rng.normal(size=(n_schools, 5))[school]
    factor = rng.normal(size=(len(school), 1))
    latent = 0.7 * factor + 0.7 * own + 0.65 * rng.normal(size=(len(school), 5))
    items = pd.DataFrame(np.digitize(latent, [-1.2, -0.4, 0.4, 1.2]) + 1, columns=list("abcde"))
    names = pd.Series([f"s{k:02d}" for k in school])
    kinds = pd.Series(np.where(school % 2 == 0, "po", "vo"))
    return items, names, kinds


def test_schools_within_kinds_are_clusters_from_ten_on() -> None:
    items, school, kind = region(24, np.random.default_rng(1))
    found = invariance_of(items, {"types": kind, "schools": school})
    assert (found.over, found.groups, found.clustered) == ("types", 2, True)
    items, school, kind = region(12, np.random.default_rng(1))
    few = invariance_of(items, {"types": kind, "schools": school})
    assert (few.over, few.clustered) == ("types", False)


def test_verdicts_fail_less_often_by_chance() -> None:
    """Kinds differ only as a draw of schools makes them differ: the scale should hold."""
    rng = np.random.default_rng(5)
    verdicts: dict[str, list[str]] = {"clusters": [], "independent": []}
    for _ in range(6):
        items, school, kind = region(24, rng)
        with_schools = invariance_of(items, {"types": kind, "schools": school})
        # without the schools the same pupils count as independent
        without = invariance_of(items, {"types": kind})
        verdicts["clusters"].append(with_schools.state)
        verdicts["independent"].append(without.state)
    failed = {name: found.count("fails") for name, found in verdicts.items()}
    assert failed["clusters"] <= 1
    assert failed["clusters"] < failed["independent"]
