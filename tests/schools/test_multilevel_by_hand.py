"""Every number of the multilevel module beside another way to compute it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.schools.grouping import group_rows
from aspiratie.schools.multilevel import icc, rank_intervals, school_means
from aspiratie.schools.reml import effective_weights

SIZES = [2, 3, 5, 9, 4, 14]


def region(sizes: list[int] = SIZES, *, seed: int = 3, tau: float = 1.2) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    school = np.repeat(np.arange(len(sizes)), sizes)
    x = rng.normal(size=len(school)) + 0.3 * school
    y = 3 + tau * rng.normal(size=len(sizes))[school] + 0.4 * x + rng.normal(size=len(school))
    return pd.DataFrame({"y": y, "x": x, "school": [f"s{k}" for k in school]})


def restricted(frame: pd.DataFrame, theta: float, x: np.ndarray) -> dict[str, np.ndarray]:
    """GLS with dense matrices at θ = τ²/σ²; σ² profiled."""
    z = pd.get_dummies(frame["school"]).to_numpy(float)
    y = frame["y"].to_numpy()
    n, p = x.shape
    v = np.eye(n) + theta * z @ z.T
    w = np.linalg.inv(v)
    a = np.linalg.inv(x.T @ w @ x)
    beta = a @ x.T @ w @ y
    rest = y - x @ beta
    q = rest @ w @ rest
    s2 = q / (n - p)
    crit = np.linalg.slogdet(v)[1] - np.linalg.slogdet(a)[1] + (n - p) * np.log(q)
    u = theta * z.T @ w @ rest
    # error variance of (1, x̄)β + u, by Henderson's equations
    lines = np.block([[x.T @ x, x.T @ z], [z.T @ x, z.T @ z + np.eye(z.shape[1]) / theta]])
    target = np.hstack([np.tile(x.mean(axis=0), (z.shape[1], 1)), np.eye(z.shape[1])])
    error = np.diag(target @ np.linalg.inv(lines) @ target.T) * s2
    return {"crit": crit, "s2": s2, "at": target[0, :p] @ beta + u, "error": error}


@pytest.mark.parametrize("covariate", [False, True])
def test_intervals_average_over_every_tau2(covariate: bool) -> None:
    """Means, conditional spread and intervals from dense matrices over a fine grid."""
    frame = region()
    x = np.column_stack([np.ones(len(frame)), *([frame["x"]] if covariate else [])])
    best = optimize.minimize_scalar(
        lambda log: float(restricted(frame, np.exp(log), x)["crit"]),
        bounds=(-8, 8), method="bounded", options={"xatol": 1e-10},
    ).x  # fmt: skip
    peak = restricted(frame, np.exp(best), x)
    grid = np.linspace(-12, 12, 600)
    found = [restricted(frame, np.exp(log), x) for log in grid]
    crit = np.array([f["crit"] for f in found])
    weight = np.exp(grid - 0.5 * (crit - crit.min()))
    weight /= weight.sum()
    variance = sum(
        w * (f["error"] + (f["at"] - peak["at"]) ** 2) for w, f in zip(weight, found, strict=True)
    )
    given = school_means(
        frame["y"], frame["school"], covariates=frame[["x"]] if covariate else None
    )
    own = given.filter(like="adjusted_").rename(columns=lambda c: c.removeprefix("adjusted_"))
    own = own if covariate else given
    np.testing.assert_allclose(own["shrunken_mean"], peak["at"], atol=1e-6)
    size = np.array(SIZES)
    tau2 = np.exp(best) * peak["s2"]
    np.testing.assert_allclose(
        own["conditional_sd"], np.sqrt(tau2 / (1 + np.exp(best) * size)), rtol=1e-5
    )
    np.testing.assert_allclose(own["reliability"], tau2 / (tau2 + peak["s2"] / size), rtol=1e-5)
    half = (own["ci_upper"] - own["ci_lower"]) / 2
    np.testing.assert_allclose(half, 1.959963984540054 * np.sqrt(variance), rtol=0.01)
    np.testing.assert_allclose(own["ci_upper"] + own["ci_lower"], 2 * own["shrunken_mean"])
    np.testing.assert_allclose(own["pair_upper"] + own["pair_lower"], 2 * own["shrunken_mean"])


def test_variance_components_by_the_sums_of_squares() -> None:
    frame = region([2, 3, 5, 9, 4, 14, 1])
    by = frame.groupby("school")["y"]
    n, total, j = by.size().to_numpy(), len(frame), by.ngroups
    msb = float((n * (by.mean() - frame["y"].mean()) ** 2).sum() / (j - 1))
    msw = float(((frame["y"] - by.transform("mean")) ** 2).sum() / (total - j))
    result = icc(frame["y"], frame["school"])
    n0 = (total - (n**2).sum() / total) / (j - 1)
    assert result.icc1_n0 == pytest.approx((msb - msw) / (msb + (n0 - 1) * msw))
    assert result.icc1_anova == pytest.approx((msb - msw) / (msb + (total / j - 1) * msw))
    assert result.icc2_anova == pytest.approx((msb - msw) / msb)
    assert result.icc_reml == pytest.approx(result.tau2 / (result.tau2 + result.sigma2))
    kish = 1 + ((n**2).sum() / total - 1) * result.icc_reml
    assert result.design_effect == pytest.approx(kish)
    assert result.design_effect > 1.5
    harmonic = j / (1 / n).sum()
    assert result.reliability == pytest.approx(
        result.tau2 / (result.tau2 + result.sigma2 / harmonic)
    )
    assert repr(result) == (
        f"IntraclassCorrelation(icc_reml={result.icc_reml:.3f}, "
        f"icc1_anova={result.icc1_anova:.3f}, n=38, n_schools=7)"
    )


@pytest.mark.parametrize("count", [3, 60, 61, 90])
def test_pairs_without_difference_miss_each_other_in_one_of_twenty(count: int) -> None:
    """The multiplier solves Goldstein and Healy's equation over all pairs of schools."""
    sizes = [2 + 7 * (k % 11) for k in range(count)]
    frame = region(sizes, seed=8)
    means = school_means(frame["y"], frame["school"])
    sd = ((means["ci_upper"] - means["ci_lower"]) / (2 * 1.959963984540054)).to_numpy()
    one, other = (sd[k] for k in np.triu_indices(count, k=1))
    ratio = (one + other) / np.sqrt(one**2 + other**2)
    multiplier = optimize.brentq(
        lambda m: float((2 * stats.norm.sf(m * ratio)).mean()) - 0.05, 1.0, 3.0
    )
    given = ((means["pair_upper"] - means["pair_lower"]) / 2).to_numpy() / sd
    # more than 60 schools are represented by 60 quantiles
    np.testing.assert_allclose(given, multiplier, rtol=1e-6 if count <= 60 else 2e-3)


def test_two_schools_of_no_width_or_one() -> None:
    agreed = pd.Series([1.0, 1, 2, 2, 2])
    means = school_means(agreed, pd.Series(list("aabbb")))
    np.testing.assert_allclose(means["pair_upper"], means["pair_lower"])
    np.testing.assert_allclose(means["pair_upper"], [1.0, 2.0])


def ranked(centre: list[float], half: list[float]) -> pd.DataFrame:
    """School means with 95 % intervals of these half-widths."""
    c, h = np.array(centre), np.array(half)
    frame = pd.DataFrame({"shrunken_mean": c, "ci_lower": c - h, "ci_upper": c + h})
    return frame.set_axis([f"s{k}" for k in range(len(c))], axis=0)


@pytest.mark.parametrize(
    ("level", "chance", "lower"), [(0.95, 0.97, 1), (0.95, 0.98, 2), (0.8, 0.89, 1), (0.8, 0.91, 2)]
)
def test_ranks_hold_what_the_normal_law_says(level: float, chance: float, lower: int) -> None:
    """The lower of two schools is first with probability 1 − chance, to be in a tail or not."""
    sd = np.array([0.3, 0.4])
    apart = float(stats.norm.ppf(chance) * np.hypot(*sd))
    means = ranked([3.0 + apart, 3.0], list(1.959963984540054 * sd))
    ranks = rank_intervals(means, seed=4, draws=40_000, level=level)
    assert list(ranks.columns) == ["rank_lower", "rank_upper"]
    assert ranks.index.equals(means.index)
    assert ranks.loc["s1", "rank_upper"] == 2
    assert ranks.loc["s0", "rank_lower"] == 1
    assert ranks.loc["s1", "rank_lower"] == lower
    assert ranks.loc["s0", "rank_upper"] == 3 - lower


def test_ranks_of_schools_far_apart_are_their_places() -> None:
    ranks = rank_intervals(ranked([2.0, 5.0, 3.0, 4.0], [1e-3] * 4), seed=1, draws=100)
    assert ranks["rank_lower"].tolist() == [4, 1, 3, 2]
    assert ranks["rank_upper"].tolist() == [4, 1, 3, 2]
    tied = rank_intervals(ranked([2.0, 2.0, 3.0], [0.0] * 3), seed=1, draws=100)
    assert tied["rank_lower"].tolist() == [2.5, 2.5, 1.0]


@pytest.mark.parametrize(("level", "draws"), [(0.0, 100), (1.0, 100), (0.95, 99)])
def test_ranks_need_a_level_and_draws(level: float, draws: int) -> None:
    with pytest.raises(ParameterError, match="at least 100"):
        rank_intervals(ranked([1.0, 2.0], [0.1, 0.1]), seed=1, level=level, draws=draws)


def test_weights_count_as_pupils_of_their_effective_number() -> None:
    """Weights of zero and one are the pupils of one; weights are brought to (Σw)²/Σw²."""
    frame = region()
    drop = pd.Series(np.where(np.arange(len(frame)) % 5 == 1, 0.0, 1.0))
    kept = frame[drop > 0]
    found = icc(frame["y"], frame["school"], weights=drop)
    assert found.tau2 == pytest.approx(icc(kept["y"], kept["school"]).tau2)
    assert (found.n, found.n_schools) == (len(kept), 6)
    grouping = group_rows(frame.index, frame["school"])
    w = np.random.default_rng(1).uniform(0.2, 3, len(frame))
    sums = pd.Series(effective_weights(w, grouping)).groupby(frame["school"]).sum()
    by = pd.Series(w).groupby(frame["school"])
    kish = by.sum() ** 2 / by.apply(lambda v: (v**2).sum())
    np.testing.assert_allclose(sums, kish)
    with pytest.raises(ParameterError, match="rows of `weights`"):
        icc(frame["y"], frame["school"], weights=pd.Series(w, index=frame.index + 1))
    weighted = school_means(frame["y"], frame["school"], weights=pd.Series(w))
    np.testing.assert_allclose(
        weighted["mean"], (frame["y"] * w).groupby(frame["school"]).sum() / by.sum()
    )


def test_a_covariate_that_is_constant_or_that_moves_with_schools_only() -> None:
    frame = region()
    with pytest.raises(EstimationError, match="constant"):
        school_means(
            frame["y"], frame["school"], covariates=pd.DataFrame({"one": np.ones(len(frame))})
        )
    with pytest.raises(ParameterError, match="rows of `covariates`"):
        school_means(frame["y"], frame["school"], covariates=frame[["x"]].set_axis(frame.index + 1))
    with pytest.raises(ParameterError, match="not a pandas Series"):
        icc(frame["y"].to_numpy(), frame["school"])  # type: ignore[arg-type]
    of_schools = frame.groupby("school")["x"].transform("mean").to_frame()
    means = school_means(frame["y"], frame["school"], covariates=of_schools)
    assert means["adjusted_shrunken_mean"].notna().all()


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("level", [0.0, 1e6, -1e6])
def test_scores_that_only_rounding_spreads_have_no_variance(level: float, weighted: bool) -> None:
    """A sum of squares below what rounding gives is none; just above it counts."""
    school = pd.Series(list("aaabbbccc"))
    noise = pd.Series(np.tile([0.0, 1.0, -1.0], 3))
    unit = 1e-15 * max(abs(level), 1e-300)
    weights = pd.Series(np.tile([2.0, 1.0, 3.0], 3)) if weighted else None
    same = icc(level + noise * unit, school, weights=weights)
    assert (same.tau2, same.sigma2) == (0, 0)
    seen = icc(level + noise * max(1e-11 * abs(level), 1e-12), school, weights=weights)
    assert seen.sigma2 > 0
