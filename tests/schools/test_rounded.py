"""Groups compared by published numbers: never surer than the numbers before rounding."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means.publish import publish_estimate
from aspiratie.disclosure.shape import Estimate, Hidden, Score
from aspiratie.measurement.multiplicity import adjust_holm
from aspiratie.schools.rounded import compare_rounded

Array = npt.NDArray[np.float64]

SIZES = (11, 18, 25, 34)
N_SCALES, N_ITEMS = 8, 5


def exact(groups: list[list[Array]]) -> Array:
    """Welch's p values of all pairs of scales × groups, by scipy, adjusted."""
    p = [
        [stats.ttest_ind(a, b, equal_var=False).pvalue for a, b in combinations(row, 2)]
        for row in groups
    ]
    return adjust_holm(np.reshape(p, (1, -1))).reshape(len(groups), -1)


def interval(scores: Array, axis: int = 0) -> tuple[Array, Array]:
    n = scores.shape[axis]
    half = stats.t.ppf(0.975, n - 1) * scores.std(axis=axis, ddof=1) / np.sqrt(n)
    return scores.mean(axis=axis), half


def printed(n: int, mean: float, half: float, share: float) -> Score | Hidden:
    rules = DisclosureRules(interval_share=share)
    raw = RawEstimate(n=n, mean=mean, low=mean - half, high=mean + half)
    return publish_estimate(raw, rules, ends=(1, 5))


def compare(cells: list[list[Score | Hidden]]) -> Array:
    n, mean, low, high, step = (
        np.array([[getattr(cell, key, np.nan) for cell in row] for row in cells])
        for key in ("n", "mean", "low", "high", "step")
    )
    found = compare_rounded(n, mean, low, high, unit=step)
    i, j = np.triu_indices(n.shape[1], 1)
    return found[:, i, j]


def test_without_rounding_it_is_welch_and_holm() -> None:
    rng = np.random.default_rng(1)
    groups = [
        [rng.normal(3 + 0.2 * j, 0.4 + 0.1 * j, size) for j, size in enumerate(SIZES)]
        for _ in range(3)
    ]
    means = [[interval(x) for x in row] for row in groups]
    mean, half = (np.array([[m[k] for m in row] for row in means]) for k in (0, 1))
    n = np.tile(SIZES, (3, 1))
    found = compare_rounded(n, mean, mean - half, mean + half, unit=0)
    i, j = np.triu_indices(len(SIZES), 1)
    np.testing.assert_allclose(found[:, i, j], exact(groups), rtol=1e-9)
    np.testing.assert_array_equal(found, found.transpose(0, 2, 1))
    assert np.isnan(found[:, range(4), range(4)]).all()


def test_a_hidden_score_is_compared_with_nothing_and_makes_no_family_larger() -> None:
    mean, half = np.array([[3.0, 3.6, 3.1]]), 0.2
    n = np.array([[30, 30, 30]])
    pair = compare_rounded(n[:, :2], mean[:, :2], mean[:, :2] - half, mean[:, :2] + half, unit=0.1)
    mean[0, 2] = np.nan
    found = compare_rounded(n, mean, mean - half, mean + half, unit=0.1)
    assert np.isnan(found[0, 2]).all()
    assert found[0, 0, 1] == pair[0, 0, 1] < 1
    assert compare_rounded([[30]], [[3]], [[2.9]], [[3.1]], unit=0.1).shape == (1, 1, 1)


group = st.tuples(
    st.integers(10, 60), st.floats(1.2, 4.8), st.floats(0.03, 0.6), st.integers(0, 10**6)
)


@settings(max_examples=60, deadline=None)
@given(share=st.sampled_from([0.05, 0.1, 0.3]), groups=st.lists(group, min_size=2, max_size=4))
def test_no_claim_is_surer_than_the_numbers_before_rounding(
    share: float, groups: list[tuple[int, float, float, int]]
) -> None:
    scores = [np.random.default_rng(seed).normal(mean, sd, n) for n, mean, sd, seed in groups]
    cells = [printed(len(x), *map(float, interval(x)), share) for x in scores]
    if not all(isinstance(cell, Estimate) for cell in cells):
        return
    assert (compare([cells]) >= exact([scores]) - 1e-12).all()


def report(rng: np.random.Generator, shift: float = 0.0) -> list[list[Array]]:
    """Scores by scale and group: means of skewed answers 1 to 5 of pupils with a mood."""
    sizes = rng.permutation(SIZES)
    mood = rng.standard_normal((sizes.sum(), 1, 1))
    latent = 0.6 * mood + 0.5 * rng.standard_normal((sizes.sum(), N_SCALES, 1))
    latent = latent + 0.8 * rng.standard_normal((sizes.sum(), N_SCALES, N_ITEMS)) + 0.9
    latent[: sizes[0], 0] += shift
    scores = (1 + np.digitize(latent, [-1.5, -0.5, 0.5, 1.5])).mean(axis=2)
    return [np.split(scores[:, k], np.cumsum(sizes)[:-1]) for k in range(N_SCALES)]


def rates(seed: int, reports: int, shift: float = 0.0) -> dict[str, float]:
    """Share of reports that name a difference, by rule."""
    rng = np.random.default_rng(seed)
    told = {"published": 0, "finer": 0, "intervals": 0}
    for _ in range(reports):
        intervals = [[(len(x), *interval(x)) for x in row] for row in report(rng, shift)]
        for name, share in (("published", 0.1), ("finer", 0.05)):
            cells = [[printed(n, float(m), float(h), share) for n, m, h in r] for r in intervals]
            told[name] += bool((compare(cells) <= 0.05).any())
        told["intervals"] += any(
            max(m - h for _, m, h in row) > min(m + h for _, m, h in row) for row in intervals
        )
    return {name: count / reports for name, count in told.items()}


@pytest.fixture(scope="module")
def without_differences() -> dict[str, float]:
    return rates(seed=11, reports=400)


def test_of_reports_without_differences_at_most_alpha_names_one(
    without_differences: dict[str, float],
) -> None:
    # Three standard errors of a share of 0.05 of 400 reports.
    assert without_differences["published"] <= 0.05
    assert without_differences["finer"] <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)


def test_intervals_that_do_not_touch_would_be_wrong_more_often(
    without_differences: dict[str, float],
) -> None:
    assert without_differences["intervals"] > 0.05


def test_a_large_difference_is_found() -> None:
    # groups of 11 to 34 pupils are printed in steps of 0.4 to 0.2, which costs some power
    assert rates(seed=12, reports=40, shift=-2.0)["published"] > 0.6
