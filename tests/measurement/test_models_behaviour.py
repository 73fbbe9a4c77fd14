"""What models with covariates, mixed items and defined parameters promise, and what they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import (
    AspiratieError,
    ConvergenceWarning,
    EstimationError,
    ModelSyntaxError,
    ParameterError,
)
from aspiratie.measurement.cumulative import fit_cumulative, null_log_likelihood
from aspiratie.measurement.polychoric.conditional import conditional_moments
from aspiratie.measurement.polychoric.matrix import polychoric
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.compare_models import compare_models

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
TWO = "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8\n"
MIMIC = TWO + "F ~ female + age\nG ~ female"


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "models.csv")


@pytest.mark.parametrize(
    ("model", "options", "message"),
    [
        (TWO + "F ~ y5", {}, "indicator of a factor"),
        (TWO + "y1 ~ G", {}, "is a loading"),
        (TWO + "F ~ age\nage ~ female", {}, "regressed itself"),
        (TWO + "F ~ age\nage ~~ F", {}, "about a covariate"),
        (TWO + "what ~ age", {}, "no factor and no indicator"),
        (TWO + "F ~ shoe", {}, "no column of the answers"),
        (TWO + "d := p * q", {}, "p, q is no label"),
        (TWO + "F ~ p*age\nd := open(p)", {}, "open is no label"),
        (TWO + "F ~ p*age\nd := p.real", {}, "p.real is no label"),
        (TWO + "F ~ p*age\nd := [p for p in q]", {}, "more than numbers"),
        (TWO + "F ~ p*age\nd := 'a' + p", {}, "more than numbers"),
        (TWO + "F ~ p*age\nd := p +", {}, "no expression"),
        (TWO + "F ~ p*age\np := 2", {}, "its name is a label"),
        ('efa("b")*F + efa("b")*G =~ y1 + y2 + y3 + y4 + y5', {}, r"esem\(\)"),
        (TWO, {"ordered": ["y1", "shoe"]}, "shoe: is no"),
        (TWO, {"ordered": []}, "needs ordinal items"),
        (TWO, {"ordered": "y1"}, "give a list"),
        (TWO, {"ordered": ["y1"], "estimator": "ML"}, "as continuous"),
        (TWO + "y1 ~*~ y1", {"ordered": ["y2"]}, "no such scale"),
        (TWO + "y1 | t1", {"ordered": ["y2"]}, "no such threshold"),
    ],
)
def test_what_is_refused(
    model: str, options: dict[str, Any], message: str, answers: pd.DataFrame
) -> None:
    with pytest.raises(AspiratieError, match=message):
        cfa(answers, model, **options)


def test_covariates_that_cannot_be_used_are_named(answers: pd.DataFrame) -> None:
    text = answers.assign(female=answers["female"].map({0: "b", 1: "g"}))
    with pytest.raises(ParameterError, match="indicator"):
        cfa(text, MIMIC)
    with pytest.raises(EstimationError, match="covariate age: does not vary"):
        cfa(answers.assign(age=14.0), MIMIC)
    with pytest.raises(EstimationError, match="follow from each other"):
        cfa(answers.assign(boy=1 - answers["female"]), MIMIC + "\nG ~ boy")
    with pytest.raises(ParameterError, match="infinite"):
        cfa(answers.assign(age=np.inf), MIMIC)
    gone = answers.assign(age=answers["age"].where(answers.index > 20))
    for estimator in ("WLSMV", "ML"):
        with pytest.warns(ConvergenceWarning, match="covariates: miss for 21 rows"):
            found = cfa(gone, MIMIC, estimator=estimator)  # type: ignore[arg-type]
        assert found.n == len(answers) - 21


def test_where_a_covariate_is_measured_from_changes_thresholds_only(
    answers: pd.DataFrame,
) -> None:
    here = cfa(answers, MIMIC).estimates.set_index(["lhs", "op", "rhs"])
    there = cfa(answers.assign(age=10 * answers["age"] - 7), MIMIC)
    moved = there.estimates.set_index(["lhs", "op", "rhs"])
    same = [key for key in here.index if key[1] in ("=~", "~~")]
    np.testing.assert_allclose(moved.loc[same, "est"], here.loc[same, "est"], atol=1e-6)
    key = ("F", "~", "age")
    assert moved.loc[key, "est"] == pytest.approx(here.loc[key, "est"] / 10, rel=1e-5)
    assert moved.loc[key, "std_all"] == pytest.approx(here.loc[key, "std_all"], rel=1e-5)


def test_regressions_are_recovered_and_intervals_cover() -> None:
    covered = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        x = rng.integers(0, 2, 500)
        eta = 0.5 * x + rng.normal(size=500)
        latent = 0.8 * eta[:, None] + 0.6 * rng.normal(size=(500, 4))
        frame = pd.DataFrame(np.digitize(latent, [-0.8, 0.3, 1.2]), columns=list("abcd"))
        found = cfa(frame.assign(x=x), "F =~ a + b + c + d\nF ~ x", std_lv=True)
        row = found.estimates.query("op == '~'").iloc[0]
        covered.append(row["ci_lower"] <= 0.5 <= row["ci_upper"])
    assert sum(covered) >= 9  # of 12 at 95%: fewer has a chance of .0004


def test_without_covariates_the_general_statistics_are_those_of_the_tables(
    answers: pd.DataFrame,
) -> None:
    items = answers[["y1", "y5", "z1", "b1"]]
    values = items.to_numpy(dtype=float) - 1
    sizes = np.array([5, 4, 3, 2])
    general = conditional_moments(values, sizes, np.zeros((len(items), 0)), tuple(items.columns))
    tables = polychoric(items, acov=True)
    np.testing.assert_allclose(general.correlations, tables.correlations, atol=1e-7)
    np.testing.assert_allclose(np.concatenate(general.cuts), tables.thresholds, atol=1e-8)
    assert tables.acov is not None
    np.testing.assert_allclose(general.gamma / len(items), tables.acov, rtol=1e-4, atol=1e-9)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000))
def test_scores_of_the_statistics_sum_to_zero_and_gamma_is_a_covariance(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(200, 2))
    latent = (
        x @ [[0.3, 0, 0.5], [0, 0.4, 0.2]] + rng.normal(size=(200, 1)) + rng.normal(size=(200, 3))
    )
    values = np.column_stack([np.digitize(latent[:, 0], [-1, 1]), latent[:, 1], latent[:, 2]])
    found = conditional_moments(values, np.array([3, 0, 0]), x, ("a", "b", "c"))
    eigen = np.linalg.eigvalsh(found.gamma)
    assert eigen[0] > 0
    design = np.column_stack([np.ones(200), x])
    rest = values[:, 1:] - design @ np.linalg.lstsq(design, values[:, 1:], rcond=None)[0]
    np.testing.assert_allclose(found.correlations[1:, 1:], rest.T @ rest / 200, rtol=1e-8)


def test_a_split_without_overlap_is_said() -> None:
    x = np.linspace(-1, 1, 50)[:, None]
    with pytest.raises(EstimationError, match="without overlap"):
        fit_cumulative((x[:, 0] > 0).astype(np.int64), x, 2, link="logit")


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), link=st.sampled_from(["probit", "logit"]))
def test_cumulative_regression_is_at_a_top(seed: int, link: Any) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(120, 2))
    codes = np.digitize(x @ [0.5, -0.3] + rng.logistic(size=120), [-1, 0.5]).astype(np.int64)
    found = fit_cumulative(codes, x, 3, link=link)
    assert found.log_likelihood >= null_log_likelihood(codes, 3) - 1e-9
    assert np.linalg.eigvalsh(found.covariance)[0] > 0
    turned = fit_cumulative(2 - codes, -x, 3, link=link)
    np.testing.assert_allclose(turned.slopes, found.slopes, atol=1e-7)
    np.testing.assert_allclose(turned.cuts, -found.cuts[::-1], atol=1e-7)


def test_functions_of_parameters(answers: pd.DataFrame) -> None:
    text = (
        TWO
        + "F ~ a.1*female + b*age\n"
        + "half := a.1/2 ; twice := half*4 ; big := (-b)^2 + exp(log(b)) - b - b**2\n"
        + "none := 1/(b - b)"
    )
    rows = cfa(answers, text, estimator="ML").estimates.set_index(["lhs", "op"])
    slope = rows.loc[("F", "~")].query("label == 'a.1'").iloc[0]
    half, twice = rows.loc[("half", ":=")], rows.loc[("twice", ":=")]
    assert half["est"] == pytest.approx(slope["est"] / 2)
    assert twice["se"] == pytest.approx(2 * slope["se"])
    assert half["pvalue"] == pytest.approx(slope["pvalue"])
    assert rows.loc[("big", ":="), "est"] == pytest.approx(0, abs=1e-12)
    assert rows.loc[("big", ":="), "se"] == pytest.approx(0, abs=1e-9)
    assert not np.isfinite(rows.loc[("none", ":="), "est"])


def test_models_with_and_without_a_direct_effect_are_compared(answers: pd.DataFrame) -> None:
    found = compare_models(
        answers, {"plain": MIMIC, "direct": MIMIC + "\ny2 ~ female"}, estimator="WLSMV"
    )
    row = found.differences.iloc[0]
    assert (row["restricted"], row["nested"], row["df.diff"]) == ("plain", True, 1)
    assert row["pvalue.diff"] < 1e-6
    other = compare_models(answers, {"two": TWO, "mimic": MIMIC}, estimator="ML")
    assert not other.differences["nested"].any()


def test_scores_of_mixed_items_use_all_of_them(answers: pd.DataFrame) -> None:
    model = "F =~ y1 + y2 + y3 + y4 + c1\nF ~ age"
    ordered = ["y1", "y2", "y3", "y4"]
    gaps = answers.assign(c1=answers["c1"].where(answers.index % 9 > 0))
    found = cfa(gaps, model, ordered=ordered, missing="pairwise")
    assert found.factor_scores["F"].notna().all()
    less = cfa(answers, model.replace(" + c1", "")).factor_scores["F"]
    more = cfa(answers, model, ordered=ordered).factor_scores["F"]
    assert more.corr(answers["c1"]) > less.corr(answers["c1"]) + 0.05


def test_mixed_items_that_do_not_vary_or_hold_text(answers: pd.DataFrame) -> None:
    model, ordered = "F =~ y1 + y2 + y3 + c1", ["y1", "y2", "y3"]
    for change, message in [
        (answers.assign(c1=1.0), "item c1: does not vary"),
        (answers.assign(c1="x"), "column c1: does not hold numbers"),
        (answers.assign(c1=answers["c1"].replace(answers["c1"].iloc[0], np.inf)), "infinite"),
    ]:
        with pytest.raises(ParameterError, match=message):
            cfa(change, model, ordered=ordered)


def test_syntax_of_blocks() -> None:
    with pytest.raises(ModelSyntaxError, match="left of =~"):
        cfa(pd.DataFrame(), 'efa("b")*F ~~ G\nF =~ a')
