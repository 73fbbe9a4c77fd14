"""Alignment: finds what is known, and refuses where the answer is not one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import optimize

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.schools.alignment import _loss, _Problem, align


def groups_with(
    means: np.ndarray, sds: np.ndarray, seed: int, noise: float = 0.0, broken: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Configural parameters of groups of which `broken` intercepts are off by .8."""
    rng = np.random.default_rng(seed)
    loading, intercept = rng.uniform(0.6, 1.0, 6), rng.uniform(2.5, 3.5, 6)
    shape = (len(means), 6)
    own = intercept + noise * rng.standard_normal(shape)
    for cell in rng.choice(own.size, broken, replace=False):
        own.ravel()[cell] += 0.8
    slopes = loading + noise * rng.standard_normal(shape)
    loadings = pd.DataFrame(slopes * sds[:, None])
    intercepts = pd.DataFrame(own + means[:, None] * slopes)
    return loadings, intercepts, pd.Series(rng.integers(80, 400, len(means)))


def standardised(means: np.ndarray, sds: np.ndarray, n: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    unit = np.exp(np.log(sds).mean())
    return (means - np.average(means, weights=n)) / unit, sds / unit


def test_equals_a_second_route_in_r() -> None:
    path = Path(__file__).resolve().parents[1] / "reference" / "alignment.json"
    expected = json.loads(path.read_text(encoding="utf-8"))
    result = align(
        pd.DataFrame(expected["loadings"]),
        pd.DataFrame(expected["intercepts"]),
        pd.Series(expected["n"]),
        seed=8,
    )
    assert result.loss == pytest.approx(expected["loss"], rel=1e-5)
    np.testing.assert_allclose(result.groups["mean"], expected["mean"], atol=2e-3)
    np.testing.assert_allclose(result.groups["sd"], expected["sd"], atol=2e-3)


def test_invariant_groups_are_recovered_exactly() -> None:
    rng = np.random.default_rng(1)
    means, sds = rng.normal(0, 0.5, 8), rng.uniform(0.7, 1.3, 8)
    loadings, intercepts, n = groups_with(means, sds, 1)
    result = align(loadings, intercepts, n, seed=3)
    expected = standardised(means, sds, n)
    np.testing.assert_allclose(result.groups["mean"], expected[0], atol=1e-4)
    np.testing.assert_allclose(result.groups["sd"], expected[1], atol=1e-4)
    assert result.non_invariant == 0
    assert (result.items > 0.999).all(axis=None)
    # at the optimum every difference is zero, so that f is the fourth root of epsilon
    assert result.loss == pytest.approx(12 * 0.001**0.25, rel=1e-4)


def test_a_few_broken_items_do_not_move_the_means() -> None:
    rng = np.random.default_rng(2)
    means, sds = rng.normal(0, 0.4, 12), rng.uniform(0.8, 1.2, 12)
    loadings, intercepts, n = groups_with(means, sds, 2, noise=0.02, broken=7)
    result = align(loadings, intercepts, n, seed=3)
    expected = standardised(means, sds, n)[0]
    assert np.abs(result.groups["mean"] - expected).max() < 0.1
    assert np.corrcoef(result.groups["mean"], expected)[0, 1] > 0.98
    assert result.non_invariant == pytest.approx(7 / 144, abs=0.01)
    assert "12 groups" in repr(result)


def test_near_equal_minima_that_disagree_are_refused() -> None:
    """Half of the items say that the second group is higher, half that it is lower."""
    loadings = pd.DataFrame(np.full((3, 6), 0.8))
    intercepts = pd.DataFrame(np.full((3, 6), 3.0))
    intercepts.iloc[1, :3] += 0.8
    intercepts.iloc[1, 3:] -= 0.8
    with pytest.raises(EstimationError, match="no single answer"):
        align(loadings, intercepts, pd.Series([200] * 3), seed=1)


def test_the_same_seed_gives_the_same_answer_and_order_does_not_matter() -> None:
    rng = np.random.default_rng(4)
    parts = groups_with(rng.normal(0, 0.4, 6), rng.uniform(0.8, 1.2, 6), 4, noise=0.01)
    one, two = align(*parts, seed=5), align(*parts, seed=5)
    pd.testing.assert_frame_equal(one.groups, two.groups)
    order = [3, 1, 5, 0, 2, 4]
    other = align(*(part.iloc[order] for part in parts), seed=6)
    np.testing.assert_allclose(other.groups["mean"].sort_index(), one.groups["mean"], atol=0.01)


def test_gradient_is_the_derivative() -> None:
    rng = np.random.default_rng(5)
    loadings, intercepts, n = groups_with(rng.normal(size=5), np.ones(5), 5, noise=0.2)
    first, second = np.triu_indices(5, k=1)
    problem = _Problem(
        loadings=loadings.to_numpy(),
        intercepts=intercepts.to_numpy(),
        first=first,
        second=second,
        weights=rng.uniform(0.5, 1, 10),
        epsilon=0.01,
    )
    shares = (n / n.sum()).to_numpy()
    at = 0.3 * rng.standard_normal(10)
    numeric = optimize.approx_fprime(at, lambda x: _loss(x, problem, shares)[0], 1e-7)
    np.testing.assert_allclose(_loss(at, problem, shares)[1], numeric, atol=1e-5)


def test_faults_are_listed_together() -> None:
    loadings = pd.DataFrame(np.ones((3, 2)))
    with pytest.raises(ParameterError) as caught:
        align(loadings, loadings.rename(columns={1: 9}), pd.Series([1, 0]), seed=1, starts=5)
    assert [p.where for p in caught.value.problems] == [
        "groups",
        "items",
        "loadings",
        "n",
        "starts",
    ]
