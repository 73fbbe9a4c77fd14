"""pingouin's numbers held against base R, and what it gets wrong mended."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import aspiratie as asp
from aspiratie.errors import EstimationError, ParameterError

FOLDER = Path(__file__).resolve().parents[1] / "reference"
REFERENCE = json.loads((FOLDER / "comparisons.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "comparisons.csv")


def test_welch_and_games_howell_are_those_of_r(data: pd.DataFrame) -> None:
    found = asp.compare_means(data["fun"], data["track"])
    for name, value in REFERENCE["welch"].items():
        assert found.test[name] == pytest.approx(value, rel=1e-9), name
    assert len(found.pairs) == len(REFERENCE["pairs"])
    for (_, row), pair in zip(found.pairs.iterrows(), REFERENCE["pairs"], strict=True):
        assert (row["a"], row["b"]) == (pair["a"], pair["b"])
        for name in set(pair) - {"a", "b"}:
            assert row[name] == pytest.approx(pair[name], rel=1e-6, abs=1e-7), name


def test_two_groups_give_welchs_t_test(data: pd.DataFrame) -> None:
    part = data.loc[data["track"] != "vmbo"]
    found, two = asp.compare_means(part["fun"], part["track"]), REFERENCE["two"]
    pair = found.pairs.iloc[0]
    for name, own in (("t", "t"), ("df", "df"), ("pvalue", "pvalue"), ("lower", "ci_lower"),
                      ("upper", "ci_upper")):  # fmt: skip
        assert pair[own] == pytest.approx(two[name], rel=1e-7), name
    assert found.test["F"] == pytest.approx(two["t"] ** 2)


def test_pingouins_cohens_d_has_no_sign_and_ours_has(data: pd.DataFrame) -> None:
    """The fault that is mended; when pingouin mends it itself this fails."""
    low, high = data["fun"][data["track"] == "havo"], data["fun"][data["track"] == "vwo"]
    theirs = pingouin.ttest(low, high, correction=True).iloc[0]
    assert low.mean() < high.mean()
    assert theirs["cohen_d"] > 0
    part = data.loc[data["track"] != "vmbo"]
    assert asp.compare_means(part["fun"], part["track"]).pairs["hedges_g"].iloc[0] < 0


@pytest.mark.parametrize(
    ("name", "covariates", "method"),
    [
        ("partial", ["fun"], "pearson"),
        ("partial_two", ["fun", "age"], "pearson"),
        ("partial_spearman", ["fun"], "spearman"),
    ],
)
def test_partial_correlations_are_those_of_r(
    data: pd.DataFrame, name: str, covariates: list[str], method: str
) -> None:
    found = asp.partial_correlation(data, "marks", "trust", covariates, method=method)  # type: ignore[arg-type]
    expected = REFERENCE[name]
    assert found.df == expected["df"]
    for own, key in (("estimate", "r"), ("pvalue", "pvalue"), ("ci_lower", "lower"),
                     ("ci_upper", "upper")):  # fmt: skip
        assert getattr(found, own) == pytest.approx(expected[key], rel=1e-8), own
    assert found.points["marks"].corr(found.points["trust"]) == pytest.approx(found.estimate)


def test_repeated_correlation_is_that_of_an_analysis_of_covariance(data: pd.DataFrame) -> None:
    found, expected = asp.repeated_correlation(data, "fun", "trust", "pupil"), REFERENCE["repeated"]
    assert found.df == expected["df"]
    for own, key in (("estimate", "r"), ("pvalue", "pvalue"), ("ci_lower", "lower"),
                     ("ci_upper", "upper")):  # fmt: skip
        assert getattr(found, own) == pytest.approx(expected[key], rel=1e-7), own


def test_what_cannot_be_compared_is_refused(data: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="Two groups"):
        asp.compare_means(data["fun"], data["track"].where(data["track"] == "vwo"))
    with pytest.raises(ParameterError, match="rows"):
        asp.compare_means(data["fun"], data["track"].iloc[:5])
    with pytest.raises(EstimationError, match="vwo"):
        asp.compare_means(data["fun"].where(data["track"] != "vwo", 1.0), data["track"])
    with pytest.raises(ParameterError, match="shoe"):
        asp.partial_correlation(data, "fun", "trust", ["shoe"])
    with pytest.raises(ParameterError, match="one place"):
        asp.partial_correlation(data, "fun", "fun", ["age"])
    with pytest.raises(ParameterError, match="no column"):
        asp.partial_correlation(data, "fun", "trust", [])
    with pytest.raises(EstimationError, match="three subjects"):
        asp.repeated_correlation(data.assign(pupil=1), "fun", "trust", "pupil")


@settings(max_examples=15, deadline=None)
@given(shift=st.floats(-50, 50), scale=st.floats(0.1, 20))
def test_effects_do_not_depend_on_the_scale(shift: float, scale: float) -> None:
    rng = np.random.default_rng(3)
    values = pd.Series(rng.normal(size=60))
    group = pd.Series(["a", "b", "c"] * 20)
    first, moved = (asp.compare_means(v, group) for v in (values, shift + scale * values))
    np.testing.assert_allclose(first.pairs["hedges_g"], moved.pairs["hedges_g"], atol=1e-7)
    assert moved.test["pvalue"] == pytest.approx(first.test["pvalue"], abs=1e-7)
