"""Groups of a school: equal to R's oneway.test and pairwise.t.test, and right about chance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from aspiratie.schools.within import group_tests

REFERENCE = Path(__file__).parents[1] / "reference" / "within_groups.csv"


def _frame(column: str) -> np.ndarray:
    table = pd.read_csv(REFERENCE)
    return table.pivot_table(index="scale", columns="group", values=column).to_numpy()


def test_omnibus_and_pairs_equal_r() -> None:
    table = pd.read_csv(REFERENCE)
    tests = group_tests(_frame("n"), _frame("mean"), _frame("variance"))
    expected = table.groupby("scale")["p"].first().to_numpy()
    np.testing.assert_allclose(tests.p, expected, rtol=1e-10)
    columns = [c for c in table.columns if c.startswith("pair_")]
    for scale, block in table.groupby("scale"):
        pairs = block[columns].to_numpy()
        held = np.maximum(pairs, tests.p_adjusted[scale - 1])
        np.fill_diagonal(held, 1.0)
        np.testing.assert_allclose(tests.pairs[scale - 1], held, rtol=1e-10)


def test_scales_are_one_family() -> None:
    tests = group_tests(_frame("n"), _frame("mean"), _frame("variance"))
    order = np.argsort(tests.p)
    stepped = np.maximum.accumulate(np.sort(tests.p) * np.arange(len(tests.p), 0, -1))
    np.testing.assert_allclose(tests.p_adjusted[order], np.minimum(stepped, 1.0))


def test_two_groups_are_welchs_t_test() -> None:
    tests = group_tests([[20, 30]], [[3.0, 3.4]], [[0.4, 0.7]])
    np.testing.assert_allclose(tests.pairs[0, 0, 1], tests.p_adjusted[0], rtol=1e-12)


def test_a_group_that_cannot_count_is_left_out() -> None:
    whole = group_tests([[20, 30, 25]], [[3.0, 3.4, 3.2]], [[0.4, 0.7, 0.5]])
    more = group_tests([[20, 30, 25, 1]], [[3.0, 3.4, 3.2, 5.0]], [[0.4, 0.7, 0.5, np.nan]])
    np.testing.assert_allclose(more.p, whole.p)
    assert np.isnan(more.pairs[0, 3, :3]).all()
    alone = group_tests([[20, 1]], [[3.0, 3.4]], [[0.4, 0.7]])
    assert np.isnan(alone.p).all()


def test_wrong_words_are_rare_without_differences() -> None:
    rng = np.random.default_rng(11)
    sizes = np.array([15, 25, 40, 30])
    wrong = 0
    for _ in range(400):
        draws = [rng.normal(3, 0.8, (8, n)) for n in sizes]
        n = np.tile(sizes, (8, 1))
        mean = np.column_stack([d.mean(axis=1) for d in draws])
        variance = np.column_stack([d.var(axis=1, ddof=1) for d in draws])
        tests = group_tests(n, mean, variance)
        wrong += bool((tests.pairs < 0.05).any())
    assert wrong / 400 < 0.08
