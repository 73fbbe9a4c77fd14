"""The within-school association against plain least squares with clustered errors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import EstimationError
from aspiratie.schools.association import within_school_association


def _region(seed: int, n_schools: int = 12) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    rng = np.random.default_rng(seed)
    school = np.repeat(np.arange(n_schools), rng.integers(3, 30, n_schools))
    effect = rng.normal(size=n_schools)[school]
    x = rng.normal(size=len(school)) + effect
    y = 0.5 * x - 2 * effect + rng.normal(size=len(school))
    index = pd.RangeIndex(5, 5 + len(school))
    return (
        pd.DataFrame({"x": x}, index=index),
        pd.Series(y, index=index),
        pd.Series(school.astype(str), index=index),
    )


def test_equals_clustered_regression_of_centred_scores() -> None:
    scores, outcome, school = _region(1)
    got = within_school_association(scores, outcome, school).loc["x"]
    x = scores["x"] - scores["x"].groupby(school).transform("mean")
    y = outcome - outcome.groupby(school).transform("mean")
    x, y = x / np.sqrt((x**2).mean()), y / np.sqrt((y**2).mean())
    groups = school.astype("category").cat.codes.to_numpy()
    fit = sm.OLS(y.to_numpy(), x.to_numpy()).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "df_correction": True}, use_t=True
    )
    # statsmodels also multiplies by (n - 1) / (n - k), which is 1 with one slope.
    assert got["association"] == pytest.approx(fit.params[0], abs=1e-12)
    assert got["se"] == pytest.approx(fit.bse[0], rel=1e-10)
    assert [got["low"], got["high"]] == pytest.approx(fit.conf_int()[0], rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-5, 5), scale=st.floats(0.1, 10))
def test_units_and_school_means_do_not_matter(seed: int, shift: float, scale: float) -> None:
    scores, outcome, school = _region(seed)
    plain = within_school_association(scores, outcome, school)
    moved = scores * scale + shift * school.astype(int).to_numpy()[:, None]
    other = within_school_association(moved, outcome, school)
    pd.testing.assert_frame_equal(plain, other, rtol=1e-7)


def test_what_does_not_vary_has_no_association() -> None:
    scores, outcome, school = _region(2)
    scores["flat"] = 3.0
    table = within_school_association(scores, outcome, school)
    assert np.isnan(table.loc["flat", "association"])
    few = school.isin(["0", "1"])
    table = within_school_association(scores[few], outcome[few], school[few])
    assert np.isnan(table.loc["x", "association"])


def test_other_indexes_are_refused() -> None:
    scores, outcome, school = _region(3)
    with pytest.raises(EstimationError, match="same index"):
        within_school_association(scores, outcome.reset_index(drop=True), school)
