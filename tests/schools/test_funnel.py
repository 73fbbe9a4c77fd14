"""Funnel limits: Spiegelhalter's numbers, and how many schools fall outside."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.schools.funnel import funnel, winsorised_dispersion


def make_region(sizes: np.ndarray, tau: float, seed: int) -> tuple[pd.Series, pd.Series]:
    rng = np.random.default_rng(seed)
    school = np.repeat(np.arange(len(sizes)), sizes)
    effects = tau * rng.standard_normal(len(sizes))
    return pd.Series(3 + effects[school] + rng.standard_normal(len(school))), pd.Series(school)


def outside(sizes: np.ndarray, tau: float, method: str, regions: int) -> tuple[float, float]:
    positions = np.concatenate(
        [
            funnel(*make_region(sizes, tau, seed), method=method).schools["position"]  # type: ignore[arg-type]
            for seed in range(regions)
        ]
    )
    return (positions != "inside").mean(), np.char.endswith(positions.astype(str), "998").mean()


def test_numbers_by_hand() -> None:
    sizes = np.array([15, 40, 22, 60, 33, 18, 80, 25, 50, 12])
    scores, school = make_region(sizes, 0.6, 1)
    result = funnel(scores, school)
    means = scores.groupby(school).mean()
    sigma = np.sqrt(((scores - means[school].to_numpy()) ** 2).sum() / (len(scores) - 10))
    z = (means - scores.mean()) / (sigma / np.sqrt(sizes))
    low, high = np.quantile(z, [0.1, 0.9])
    phi = (z.clip(low, high) ** 2).mean()
    assert result.dispersion_winsorised == pytest.approx(phi)
    # mean square of a standard normal variable of which both tails of 10 % are drawn in
    draws = np.clip(stats.norm.ppf((np.arange(10**6) + 0.5) / 10**6), *stats.norm.ppf([0.1, 0.9]))
    phi /= (draws**2).mean()
    assert result.dispersion == pytest.approx(phi, rel=1e-5)
    w = sizes / sigma**2
    tau2 = (10 * phi - 9) / (w.sum() - (w**2).sum() / w.sum())
    assert result.between_sd == pytest.approx(np.sqrt(tau2), rel=1e-5)
    adjusted = (means - scores.mean()) / np.sqrt(sigma**2 / sizes + tau2)
    np.testing.assert_allclose(result.schools["z"], adjusted, rtol=1e-5)
    limits = result.limits.iloc[0]
    assert limits["n"] == 12
    reach = 1.959964 * np.sqrt(sigma**2 / 12 + tau2)
    assert limits["upper_95"] == pytest.approx(scores.mean() + reach, rel=1e-5)
    assert limits["upper_998"] - limits["lower_998"] == pytest.approx(
        2 * reach * 3.0902323 / 1.959964, rel=1e-5
    )


def test_multiplicative_limits_are_wider_by_the_root_of_phi() -> None:
    scores, school = make_region(np.resize([15, 40], 30), 0.5, 2)
    plain = funnel(scores, school, method="none")
    wide = funnel(scores, school, method="multiplicative")
    ratio = (wide.limits["upper_95"] - wide.target) / (plain.limits["upper_95"] - plain.target)
    np.testing.assert_allclose(ratio, np.sqrt(wide.dispersion))
    assert plain.dispersion == 1
    assert plain.between_sd == wide.between_sd == 0


def test_a_school_far_out_does_not_hide_itself() -> None:
    scores, school = make_region(np.full(30, 40), 0.0, 3)
    scores[school == 4] += 5
    assert funnel(scores, school).schools.loc[4, "position"] == "above_998"
    assert winsorised_dispersion(np.append(np.zeros(20), 99.0))[0] == 0


@pytest.mark.parametrize("level", [0.0, 3.3])
def test_schools_all_equal_lie_inside(level: float) -> None:
    school = pd.Series(np.repeat(np.arange(5), 12))
    result = funnel(pd.Series(np.full(60, level)), school)
    assert (result.schools["position"] == "inside").all()
    assert np.isfinite(result.limits.to_numpy()).all()


def test_too_little_for_a_funnel_is_refused() -> None:
    with pytest.raises(EstimationError, match="two schools"):
        funnel(pd.Series([1.0, 2.0]), pd.Series(["a", "a"]))
    with pytest.raises(EstimationError, match="two pupils"):
        funnel(pd.Series([1.0, 2.0]), pd.Series(["a", "b"]))
    with pytest.raises(ParameterError, match="method"):
        funnel(pd.Series([1.0]), pd.Series(["a"]), method="exact")  # type: ignore[arg-type]


def test_single_pupils_and_empty_schools_keep_their_row() -> None:
    scores = pd.Series([1.0, 2, 3, 4, np.nan])
    result = funnel(scores, pd.Series(list("aabcd")))
    assert result.schools["n"].tolist() == [2, 1, 1, 0]
    assert result.schools.loc["d", "position"] == "unknown"
    assert "4 schools" in repr(result)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [np.full(50, 30), np.resize([10, 20, 40, 90], 50)])
def test_outside_rate_is_as_stated(sizes: np.ndarray) -> None:
    no_correction = outside(sizes, 0.0, "none", 200)
    assert no_correction[0] == pytest.approx(0.05, abs=0.006)
    assert no_correction[1] == pytest.approx(0.002, abs=0.0015)
    for method in ("additive", "multiplicative"):
        some, far = outside(sizes, 0.0, method, 200)
        assert 0.03 <= some <= 0.05
        assert far <= 0.0025
    assert 0.04 <= outside(sizes, 0.25, "additive", 200)[0] <= 0.07
