"""Weighted pupils within schools: variances and means, against the likelihood written out in R."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import ParameterError
from aspiratie.schools.multilevel import icc, school_means

REFERENCE = Path(__file__).resolve().parents[1] / "reference"


@pytest.fixture(scope="module")
def pupils() -> pd.DataFrame:
    frame = pd.read_csv(REFERENCE / "design.csv").dropna()
    return frame.assign(score=frame[[f"y{k}" for k in range(1, 5)]].mean(axis=1))


def test_weighted_reml_against_r(pupils: pd.DataFrame) -> None:
    wanted: dict[str, Any] = json.loads((REFERENCE / "multilevel_weights.json").read_text())
    found = icc(pupils["score"], pupils["school"], weights=pupils["w"])
    assert found.tau2 == pytest.approx(wanted["tau2"], rel=1e-6)
    assert found.sigma2 == pytest.approx(wanted["sigma2"], rel=1e-6)
    assert found.mean == pytest.approx(wanted["mean"], rel=1e-8)
    means = school_means(pupils["score"], pupils["school"], weights=pupils["w"])
    for column, key in (
        ("mean", "means"),
        ("shrunken_mean", "shrunken"),
        ("reliability", "reliability"),
    ):
        assert means[column].to_dict() == pytest.approx(wanted[key], abs=1e-6)
    assert means["n"].sum() == len(pupils) == found.n


def test_equal_weights_change_nothing(pupils: pd.DataFrame) -> None:
    same = pd.Series(3.0, index=pupils.index)
    by_weight = school_means(pupils["score"], pupils["school"], weights=same)
    pd.testing.assert_frame_equal(by_weight, school_means(pupils["score"], pupils["school"]))
    covariates = pupils[["girl"]]
    by_weight = school_means(pupils["score"], pupils["school"], weights=same, covariates=covariates)
    plain = school_means(pupils["score"], pupils["school"], covariates=covariates)
    pd.testing.assert_frame_equal(by_weight, plain)
    one = icc(pupils["score"], pupils["school"], weights=same)
    two = icc(pupils["score"], pupils["school"])
    assert one.icc1_anova == pytest.approx(two.icc1_anova)
    assert one.design_effect == pytest.approx(two.design_effect)


def test_the_unit_of_weights_within_a_school_is_free(pupils: pd.DataFrame) -> None:
    unit = pupils["school"].map({name: k + 1.0 for k, name in enumerate(pupils["school"].unique())})
    one = icc(pupils["score"], pupils["school"], weights=pupils["w"])
    two = icc(pupils["score"], pupils["school"], weights=pupils["w"] * unit)
    assert one.tau2 == pytest.approx(two.tau2)
    assert one.icc1_n0 == pytest.approx(two.icc1_n0)


def test_weights_recover_what_a_sample_by_score_hides() -> None:
    """High scores are drawn half as often: weights bring the means of schools back."""
    rng = np.random.default_rng(8)
    school = np.repeat(np.arange(60), 200)
    score = 3 + 0.3 * rng.normal(size=60)[school] + rng.normal(size=len(school))
    whole = pd.DataFrame({"score": score, "school": school})
    chance = np.where(score > 3, 0.15, 0.30)
    drawn = whole[rng.random(len(whole)) < chance]
    drawn = drawn.assign(w=np.where(drawn["score"] > 3, 1 / 0.15, 1 / 0.30))
    truth = whole.groupby("school")["score"].mean()
    plain = school_means(drawn["score"], drawn["school"])["mean"]
    weighted = school_means(drawn["score"], drawn["school"], weights=drawn["w"])["mean"]
    assert abs(float((weighted - truth).mean())) < 0.03
    assert float((plain - truth).mean()) < -0.15


def test_bad_weights(pupils: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="rows of `weights`"):
        icc(pupils["score"], pupils["school"], weights=pupils["w"].iloc[1:])
    with pytest.raises(ParameterError, match="below zero"):
        icc(pupils["score"], pupils["school"], weights=-pupils["w"])
