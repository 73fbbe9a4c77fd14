"""One school beside random groups of its size: equal to the one definition, rightly calibrated."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import aspiratie as asp
from aspiratie.errors import ParameterError

SCALES = {"fun": list("abcd"), "trust": list("efgh")}
MODEL = "F =~ a + b + c + d\nG =~ e + f + g + h"


@pytest.fixture(scope="module")
def region() -> pd.DataFrame:
    rng = np.random.default_rng(8)
    traits = rng.normal(size=(1200, 2)) @ np.array([[1.0, 0.4], [0.0, 0.9]])
    latent = 0.8 * traits[:, [0] * 4 + [1] * 4] + 0.7 * rng.normal(size=(1200, 8))
    frame = pd.DataFrame(np.digitize(latent, [-1, 0, 1]) + 1.0, columns=list("abcdefgh"))
    frame.iloc[::50, 1] = np.nan
    return frame


@pytest.fixture(scope="module")
def school(region: pd.DataFrame) -> pd.Series:
    return pd.Series(np.arange(len(region)) // 40, index=region.index)


def careless(region: pd.DataFrame, n: int = 40) -> pd.DataFrame:
    """Return a school of the region whose pupils ticked whatever."""
    own = region.iloc[:n].copy()
    own.loc[:, :] = np.random.default_rng(1).integers(1, 5, own.shape)
    return own


def test_alpha_is_the_alpha_of_the_package(region: pd.DataFrame) -> None:
    own = region.iloc[:40]
    found = asp.reliability_beside(own, region, SCALES, n_draws=20).estimates
    for scale, members in SCALES.items():
        assert found.loc[scale, "school"] == pytest.approx(
            asp.cronbach_alpha(own[members]).estimate, abs=1e-12
        )
        assert found.loc[scale, "region"] == pytest.approx(
            asp.cronbach_alpha(region[members]).estimate, abs=1e-12
        )


def test_srmr_rests_on_the_residuals_of_the_regions_model(region: pd.DataFrame) -> None:
    fitted = asp.cfa(region, MODEL, estimator="MLR", missing="listwise")
    found = asp.model_beside(region.iloc[:40], region, MODEL, n_draws=20)
    residual = fitted.residual_correlations["residual"]
    expected = float(np.sqrt(np.mean(residual**2)))
    assert found.estimates.loc["model", "region"] == pytest.approx(expected, abs=1e-10)


def test_a_random_group_is_rarely_called_different(region: pd.DataFrame) -> None:
    rng = np.random.default_rng(3)
    outside = 0
    for draw in range(40):
        own = region.loc[rng.choice(region.index, 30, replace=False)]
        found = asp.reliability_beside(own, region, SCALES, n_draws=100, seed=draw)
        outside += int((found.estimates["verdict"] != "as chance gives").sum())
    assert outside <= 12  # of 80, where 5% is meant: 99.9% of a binomial


def test_a_school_that_ticks_whatever_is_told(region: pd.DataFrame, school: pd.Series) -> None:
    own = careless(region)
    alpha = asp.reliability_beside(own, region, SCALES, cluster=school)
    assert list(alpha.estimates["verdict"]) == ["lower", "lower"]
    factors = asp.factors_beside(own, region, 2, cluster=school, n_draws=40)
    assert "lower" in list(factors.estimates["verdict"])
    model = asp.model_beside(own, region, MODEL, cluster=school)
    assert list(model.estimates["verdict"]) == ["higher"]


def test_the_school_is_not_among_those_who_are_drawn(region: pd.DataFrame) -> None:
    found = asp.reliability_beside(region.iloc[:40], region, SCALES, n_draws=20)
    assert (found.n, found.n_others) == (40, 1160)


def test_differences_between_schools_do_not_count_as_agreement(
    region: pd.DataFrame, school: pd.Series
) -> None:
    levels = np.random.default_rng(2).normal(size=30)
    lifted = region.add(2 * pd.Series(levels[school.to_numpy()], index=region.index), axis=0)
    own = lifted.iloc[:40]
    raw = asp.reliability_beside(own, lifted, SCALES).estimates
    within = asp.reliability_beside(own, lifted, SCALES, cluster=school).estimates
    assert list(raw["verdict"]) == ["lower", "lower"]  # for no fault of the school
    assert list(within["verdict"]) == ["as chance gives", "as chance gives"]


def test_what_a_small_school_cannot_say_is_not_said(region: pd.DataFrame) -> None:
    few = asp.factors_beside(region.iloc[:8], region, 2, n_draws=40)
    assert set(few.estimates["verdict"]) == {"not to say"}
    assert any("8 pupils are not more than 8 items" in note for note in few.notes)
    most = asp.reliability_beside(region.iloc[:700], region, SCALES)
    assert set(most.estimates["verdict"]) == {"not to say"}
    assert any("500 other pupils" in note for note in most.notes)
    one = asp.reliability_beside(region.iloc[:1], region, {"fun": list("abcd")})
    assert set(one.estimates["verdict"]) == {"not to say"}
    single = asp.reliability_beside(region.iloc[:40], region, {"x": ["a"], "fun": list("abcd")})
    assert list(single.estimates.index) == ["fun"]


def test_equal_seeds_give_equal_numbers(region: pd.DataFrame) -> None:
    own = region.iloc[:40]
    one, two = (asp.reliability_beside(own, region, SCALES, seed=4).estimates for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_what_does_not_fit_is_told(region: pd.DataFrame) -> None:
    own = region.iloc[:40]
    with pytest.raises(ParameterError, match="20 or more"):
        asp.reliability_beside(own, region, SCALES, n_draws=5)
    with pytest.raises(ParameterError, match="no column a"):
        asp.factors_beside(own, region.drop(columns="a"), 2)
