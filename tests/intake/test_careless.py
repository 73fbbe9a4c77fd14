"""Indices of careless answering against plain code of their definitions."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from aspiratie.intake import careless_indices, flag_careless
from aspiratie.intake.distance import distance_p, squared_distance

ITEMS = [f"{scale}{i}" for scale in "abc" for i in range(1, 5)]
REVERSED = {"a2", "b3", "c4"}


@pytest.fixture(scope="module")
def answers():
    rng = np.random.default_rng(3)
    factor = rng.normal(size=(120, 3)).repeat(4, axis=1)
    values = np.clip(np.round(3 + factor + 0.7 * rng.normal(size=(120, 12))), 1, 5)
    for place, name in enumerate(ITEMS):
        if name in REVERSED:
            values[:, place] = 6 - values[:, place]
    values[rng.random(values.shape) < 0.06] = np.nan
    values[0] = 3.0
    return pd.DataFrame(values, columns=ITEMS)


@pytest.fixture(scope="module")
def indices(answers, book):
    return careless_indices(answers, book, seconds=np.full(120, 24.0))


def test_longstring_is_the_longest_run_before_reversing(answers, indices):
    for row, index in zip(answers.to_numpy(), indices["longstring"], strict=True):
        runs = [len(list(run)) for value, run in groupby(row) if value == value]
        assert index * 12 == pytest.approx(max(runs))
    assert indices["longstring"].iloc[0] == 1


def test_even_odd_is_a_stepped_up_correlation_after_reversing(answers, indices):
    for row, index in zip(answers.itertuples(index=False), indices["even_odd"], strict=True):
        odd, even = [], []
        for scale in "abc":
            scored = [6 - getattr(row, n) if n in REVERSED else getattr(row, n)
                      for n in ITEMS if n[0] == scale]  # fmt: skip
            halves = [[v for v in scored[k::2] if v == v] for k in (0, 1)]
            if all(halves):
                odd.append(np.mean(halves[0]))
                even.append(np.mean(halves[1]))
        if len(odd) < 3 or np.ptp(odd) == 0 or np.ptp(even) == 0:
            assert np.isnan(index)
            continue
        r = np.corrcoef(odd, even)[0, 1]
        assert index == pytest.approx(max(-1, 2 * r / (1 + r)) if r > -1 / 3 else -1, abs=1e-9)


def test_irv_is_the_standard_deviation_of_rescaled_answers(answers, indices):
    expected = ((answers - 1) / 4).std(axis=1, ddof=1).where(answers.notna().sum(axis=1) >= 8)
    np.testing.assert_allclose(indices["irv"], expected)


def test_distance_of_complete_answers_is_mahalanobis(answers):
    full = answers.dropna().to_numpy()
    full = full[np.ptp(full, axis=1) > 0]
    distance, answered = squared_distance(full)
    away = full - full.mean(axis=0)
    inverse = np.linalg.inv(np.cov(full.T, ddof=0))
    np.testing.assert_allclose(distance, np.einsum("ij,jk,ik->i", away, inverse, away))
    assert (answered == 12).all()


def test_distance_of_gaps_uses_the_answered_items_only(answers, indices):
    values = answers.to_numpy()
    correlations = np.ma.corrcoef(np.ma.masked_invalid(values), rowvar=False).data
    pairwise = answers.corr().to_numpy()
    assert np.abs(correlations - pairwise).max() < 0.2  # numpy centres otherwise; pandas is exact
    z = ((answers - answers.mean()) / answers.std(ddof=0)).to_numpy()
    for row, p in zip(z, indices["mahalanobis"], strict=True):
        known = ~np.isnan(row)
        part = pairwise[np.ix_(known, known)]
        distance = row[known] @ np.linalg.solve(part, row[known])
        assert p == pytest.approx(stats.chi2.sf(distance, known.sum()), rel=1e-8)


def test_distance_with_a_copied_and_a_constant_item():
    rng = np.random.default_rng(1)
    x = rng.integers(1, 6, (100, 4)).astype(float)
    values = np.column_stack([x, x[:, 0], np.full(100, 2.0)])
    p = distance_p(values)
    assert p is not None
    assert np.isfinite(p).all()
    plain = distance_p(x)
    assert np.corrcoef(p, plain)[0, 1] > 0.9


def test_too_few_respondents_for_a_distance():
    assert distance_p(np.ones((5, 3))) is None
    assert distance_p(np.random.default_rng(1).integers(1, 6, (14, 3)).astype(float)) is None


def test_speed_is_seconds_an_answered_item(answers, indices):
    np.testing.assert_allclose(indices["speed"], 24 / answers.notna().sum(axis=1))


def test_flags_follow_their_cut_offs():
    indices = pd.DataFrame(
        {
            "longstring": [0.5, 0.49, 0.1, 0.2],
            "even_odd": [0.29, 0.3, np.nan, -1.0],
            "irv": [0.0, 0.3, 0.31, 0.32],
            "mahalanobis": [0.5, 0.0009, 0.001, np.nan],
            "speed": [1.9, 2.0, np.nan, 60.0],
        }
    )
    flags = flag_careless(indices)
    assert flags["longstring"].tolist() == [True, False, False, False]
    assert flags["even_odd"].tolist() == [True, False, False, True]
    assert flags["irv"].tolist() == [True, False, False, False]
    assert flags["mahalanobis"].tolist() == [False, True, False, False]
    assert flags["speed"].tolist() == [True, False, False, False]
    assert flags["flagged"].tolist() == [True, False, False, False]


def test_all_answers_equal(book):
    same = pd.DataFrame(np.full((70, 12), 4.0), columns=ITEMS)
    flags = flag_careless(careless_indices(same, book))
    assert flags["flagged"].all()
    assert "mahalanobis" not in flags


def test_no_respondents(book):
    empty = pd.DataFrame(np.empty((0, 12)), columns=ITEMS)
    assert flag_careless(careless_indices(empty, book)).shape[0] == 0
