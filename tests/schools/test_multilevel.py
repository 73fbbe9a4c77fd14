"""School effects: equal to lme4 and multilevel in R, and right at the edges."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.schools.multilevel import icc, rank_intervals, school_means

REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "multilevel.json"
EXPECTED: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))


def deviates(count: int, seed: int) -> np.ndarray:
    """The normal deviates of tests/reference/multilevel.R."""
    out = np.empty(count)
    state = seed
    for i in range(count + 20):
        state = (16807 * state) % 2147483647
        if i >= 20:
            out[i - 20] = state / 2147483647
    return ndtri(out)


def region(
    sizes: list[int], tau: float, sigma: float, seed: int, slopes: tuple[float, float] | None = None
) -> pd.DataFrame:
    school = np.repeat(np.arange(len(sizes)), sizes)
    total = len(school)
    frame = pd.DataFrame({"school": school})
    frame["y"] = 3 + tau * deviates(len(sizes), seed)[school] + sigma * deviates(total, seed + 1)
    if slopes:
        frame["x1"] = deviates(total, seed + 2) + 0.5 * deviates(len(sizes), seed + 3)[school]
        frame["x2"] = (deviates(total, seed + 4) > 0.3).astype(float)
        frame["y"] += slopes[0] * frame["x1"] + slopes[1] * frame["x2"]
    return frame


REGIONS = {
    "balanced": lambda: region([20] * 30, 0.3, 1, 1001),
    "unbalanced": lambda: region(EXPECTED["sizes_unbalanced"], 0.4, 0.9, 2001),
    "zero": lambda: region([10, 25, 40] * 8, 0, 1, 3001),
    "many": lambda: region([3 + (i * 7) % 17 for i in range(1, 5001)], 0.25, 0.8, 4001),
    "strong": lambda: region([2, 8] * 15, 3, 0.5, 6001),
}


@pytest.mark.parametrize("name", REGIONS)
def test_equals_lme4_and_multilevel(name: str) -> None:
    frame = REGIONS[name]()
    expected = EXPECTED[name]
    assert frame["y"].sum() == pytest.approx(expected["checksum"], rel=1e-12)
    result = icc(frame["y"], frame["school"])
    assert (result.n, result.n_schools) == (expected["n"], expected["n_schools"])
    assert result.tau2 == pytest.approx(expected["tau2"], rel=1e-5, abs=1e-12)
    assert result.sigma2 == pytest.approx(expected["sigma2"], rel=1e-5)
    assert result.mean == pytest.approx(expected["fixed"], abs=1e-6)
    if expected["icc1"] is not None:
        assert result.icc1_anova == pytest.approx(expected["icc1"], abs=1e-10)
        assert result.icc2_anova == pytest.approx(expected["icc2"], abs=1e-10)
    means = school_means(frame["y"], frame["school"]).iloc[np.array(expected["kept"]) - 1]
    shrunken = np.array(expected["effect"]) + expected["fixed"]
    np.testing.assert_allclose(means["shrunken_mean"], shrunken, atol=1e-6, rtol=0)
    np.testing.assert_allclose(
        means["conditional_sd"], expected["conditional_sd"], atol=1e-6, rtol=0
    )
    assert (means["ci_lower"] <= means["pair_lower"]).all()


def test_adjusted_means_equal_lme4() -> None:
    frame = region([4, 15, 30, 55] * 10, 0.3, 0.8, 5001, (0.4, -0.3))
    expected = EXPECTED["covariates"]
    means = school_means(frame["y"], frame["school"], covariates=frame[["x1", "x2"]])
    fixed = expected["fixed"]
    level = fixed[0] + fixed[1] * frame["x1"].mean() + fixed[2] * frame["x2"].mean()
    np.testing.assert_allclose(
        means["adjusted_shrunken_mean"], level + np.array(expected["effect"]), atol=1e-6, rtol=0
    )
    np.testing.assert_allclose(
        means["adjusted_conditional_sd"], expected["conditional_sd"], atol=1e-6, rtol=0
    )
    own = frame.groupby("school")[["y", "x1", "x2"]].mean()
    by_hand = own["y"] - (own[["x1", "x2"]] - frame[["x1", "x2"]].mean()) @ fixed[1:]
    np.testing.assert_allclose(means["adjusted_mean"], by_hand, atol=1e-6)
    raw = school_means(frame["y"], frame["school"])
    pd.testing.assert_frame_equal(means[raw.columns], raw)


def test_one_school_has_no_spread_between_schools() -> None:
    scores, school = pd.Series([1.0, 2.0, 4.0]), pd.Series(["12AB"] * 3)
    result = icc(scores, school)
    assert np.isnan([result.tau2, result.icc_reml, result.icc1_anova, result.design_effect]).all()
    assert result.sigma2 == pytest.approx(scores.var())
    means = school_means(scores, school)
    assert means.loc["12AB", "mean"] == pytest.approx(7 / 3)
    assert means[["shrunken_mean", "reliability", "ci_lower"]].isna().all(axis=None)


def test_one_pupil_in_every_school_is_not_divided() -> None:
    result = icc(pd.Series([1.0, 2.0, 4.0]), pd.Series(["a", "b", "c"]))
    assert np.isnan([result.tau2, result.sigma2, result.icc_reml, result.icc2_anova]).all()


def test_all_equal_scores() -> None:
    scores, school = pd.Series([3.1] * 9), pd.Series(list("aaabbbccc"))
    result = icc(scores, school)
    assert (result.tau2, result.sigma2) == (0, 0)
    assert np.isnan(result.icc_reml)
    means = school_means(scores, school)
    np.testing.assert_allclose(means[["mean", "shrunken_mean", "ci_lower", "pair_upper"]], 3.1)


def test_schools_that_each_agree_are_not_shrunken() -> None:
    scores, school = pd.Series([1.0, 1, 1, 2, 2, 4, 4, 4]), pd.Series(list("aaabbccc"))
    result = icc(scores, school)
    assert result.sigma2 == 0
    assert result.tau2 == pytest.approx(np.var([1, 2, 4], ddof=1))
    assert result.icc_reml == 1
    means = school_means(scores, school)
    np.testing.assert_allclose(means["shrunken_mean"], means["mean"])


def test_zero_variance_between_schools_keeps_an_interval() -> None:
    frame = REGIONS["zero"]()
    means = school_means(frame["y"], frame["school"])
    assert icc(frame["y"], frame["school"]).tau2 == 0
    assert (means["conditional_sd"] == 0).all()
    assert (means["ci_upper"] - means["ci_lower"] > 0.05).all()


def test_pair_multiplier_is_goldstein_and_healys() -> None:
    frame = REGIONS["balanced"]()
    means = school_means(frame["y"], frame["school"])
    ratio = (means["pair_upper"] - means["pair_lower"]) / (means["ci_upper"] - means["ci_lower"])
    # two schools' centres lie within one rounding of the same interval width
    np.testing.assert_allclose(ratio, 1.386 / 1.96, rtol=5e-3)


def test_missing_scores_are_left_out_and_counted() -> None:
    frame = REGIONS["balanced"]()
    holed = frame["y"].mask(frame.index % 7 == 0)
    kept = frame[frame.index % 7 != 0]
    assert icc(holed, frame["school"]).tau2 == icc(kept["y"], kept["school"]).tau2
    pd.testing.assert_frame_equal(
        school_means(holed, frame["school"]), school_means(kept["y"], kept["school"])
    )


def test_faults_are_refused_with_a_remedy() -> None:
    scores, school = pd.Series([1.0, 2.0, 3.0, 5.0]), pd.Series(["a", "a", "b", None])
    with pytest.raises(ParameterError, match="1 of 4 rows have no school"):
        icc(scores, school)
    with pytest.raises(ParameterError, match="same index"):
        icc(scores, pd.Series(["a"] * 4, index=[4, 5, 6, 7]))
    with pytest.raises(ParameterError, match="not numbers"):
        icc(pd.Series(["eens"] * 4), pd.Series(list("aabb")))
    full = pd.Series(list("aabb"))
    with pytest.raises(EstimationError, match="No pupil"):
        icc(scores * np.nan, full)
    with pytest.raises(EstimationError, match="2 of 4 pupils"):
        school_means(scores, full, covariates=pd.DataFrame({"x": [1, np.nan, np.nan, 2]}))
    twice = pd.DataFrame({"x": [1.0, 2, 4, 3], "z": [2.0, 4, 8, 6]})
    with pytest.raises(EstimationError, match="told apart"):
        school_means(scores, full, covariates=twice)


@settings(max_examples=25, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 12), min_size=3, max_size=9).filter(lambda s: max(s) > 1),
    seed=st.integers(1, 10_000),
    scale=st.floats(0.01, 100),
    shift=st.floats(-1000, 1000),
)
def test_units_order_and_labels_do_not_matter(
    sizes: list[int], seed: int, scale: float, shift: float
) -> None:
    rng = np.random.default_rng(seed)
    school = pd.Series(np.repeat(np.arange(len(sizes)), sizes)).map("s{:02d}".format)
    scores = pd.Series(rng.normal(size=len(school)) + rng.normal(size=len(sizes)).repeat(sizes))
    plain, moved = icc(scores, school), icc(scores * scale + shift, school)
    assert moved.tau2 == pytest.approx(plain.tau2 * scale**2, rel=1e-5, abs=1e-9 * scale**2)
    shuffle = rng.permutation(len(scores))
    shuffled = school_means(scores.iloc[shuffle], school.iloc[shuffle].astype("category"))
    pd.testing.assert_frame_equal(
        shuffled, school_means(scores, school), check_index_type=False, rtol=1e-6, atol=1e-8
    )
    inside = school_means(scores, school)
    assert (inside["shrunken_mean"] <= scores.max()).all()
    assert inside["reliability"].between(0, 1).all()


def test_ranks_come_as_wide_intervals() -> None:
    frame = REGIONS["balanced"]()
    means = school_means(frame["y"], frame["school"])
    ranks = rank_intervals(means, seed=1, draws=2000)
    assert (ranks["rank_upper"] - ranks["rank_lower"]).median() > 8
    assert ranks.loc[means["shrunken_mean"].idxmax(), "rank_lower"] == 1
    pd.testing.assert_frame_equal(ranks, rank_intervals(means, seed=1, draws=2000))


def test_ranks_that_mean_nothing_are_refused() -> None:
    lonely = school_means(pd.Series([1.0, 2.0]), pd.Series(["a", "a"]))
    with pytest.raises(EstimationError, match="do not exist"):
        rank_intervals(lonely, seed=1)
    with pytest.raises(ParameterError, match="level"):
        rank_intervals(lonely, seed=1, level=95)


def interval_hits(sizes: np.ndarray, icc_true: float, regions: int, seed: int) -> float:
    """Share of true school means inside the 95 % intervals."""
    rng = np.random.default_rng(seed)
    school = pd.Series(np.repeat(np.arange(len(sizes)), sizes))
    hits = []
    for _ in range(regions):
        truth = 3 + np.sqrt(icc_true) * rng.standard_normal(len(sizes))
        scores = truth[school] + np.sqrt(1 - icc_true) * rng.standard_normal(len(school))
        means = school_means(pd.Series(scores), school)
        hits.append(((means["ci_lower"] <= truth) & (truth <= means["ci_upper"])).mean())
    return float(np.mean(hits))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "icc_true", "regions"),
    [
        (np.full(50, 27), 0.03, 1000),
        (np.full(50, 27), 0.10, 300),
        (np.resize([8, 15, 40, 120], 30), 0.06, 300),
        (np.resize([12, 30, 60], 12), 0.08, 500),
    ],
)
def test_intervals_hold_the_true_mean(sizes: np.ndarray, icc_true: float, regions: int) -> None:
    assert 0.93 <= interval_hits(sizes, icc_true, regions, 20260101) <= 0.97
