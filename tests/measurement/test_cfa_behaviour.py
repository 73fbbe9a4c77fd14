"""What a confirmatory factor analysis refuses, says, and must not depend on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import (
    ConvergenceWarning,
    EstimationError,
    IdentificationError,
    ModelSyntaxError,
    NotConvergedError,
    ParameterError,
)
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.compare_models import compare_models
from aspiratie.measurement.sem.model.syntax import parse_model

TWO = "F =~ a + b + c\nG =~ d + e + f"


def answers(seed: int = 1, n: int = 400, k: int = 4, loading: float = 0.8) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    traits = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], size=n)
    noise = np.sqrt(1 - loading**2) * rng.normal(size=(n, 6))
    latent = loading * traits[:, [0, 0, 0, 1, 1, 1]] + noise
    frame = pd.DataFrame(np.digitize(latent, np.linspace(-1, 1, k - 1)) + 1, columns=list("abcdef"))
    return frame.set_index(pd.Index([f"r{number}" for number in range(n)]))


# --- syntax ---------------------------------------------------------------------------------


def test_syntax_of_lavaan() -> None:
    terms = parse_model(
        """
        # a comment
        F =~ NA*a + p*a + 0.5*b +
             start(0.3)*c ; G =~ c(1, NA)*d + c(u, v)*e
        F ~~ 0*G   ! another
        a ~~ b
        a ~ 1
        d | t1 + q*t2
        p == u
        """
    )
    found = {(t.lhs, t.op, t.rhs): t for t in terms}
    assert found["F", "=~", "a"].values == (None,)
    assert found["F", "=~", "a"].labels == ("p",)
    assert found["F", "=~", "b"].values == (0.5,)
    assert found["F", "=~", "c"].starts == (0.3,)
    assert found["G", "=~", "d"].values == (1.0, None)
    assert found["G", "=~", "e"].labels == ("u", "v")
    assert found["F", "~~", "G"].values == (0.0,)
    assert found["d", "|", "t2"].labels == ("q",)
    assert ("a", "~1", "") in found
    assert ("p", "==", "u") in found


def test_all_faults_of_a_text_at_once() -> None:
    with pytest.raises(ModelSyntaxError) as caught:
        parse_model("F =~ a + 2b\nF ~ F\nwhat is this\n2 := a*b\na | z1\n2 ~~ a\nG =~")
    assert [problem.where for problem in caught.value.problems] == [
        f"model, line {line}" for line in range(1, 8)
    ]
    with pytest.raises(ModelSyntaxError, match="names no factor"):
        parse_model("a ~~ b")


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (TWO + "\nH ~~ F", "no factor and no indicator"),
        (TWO + "\na ~~ F", "item and a factor"),
        (TWO + "\na ~~ 0.5*a", "parameterization"),
        (TWO + "\na | t9", "no such threshold"),
        (TWO + "\nu == v", "labelled"),
        ("F =~ c(1, 2)*a + b + c", "groups"),
    ],
)
def test_models_that_make_no_sense(model: str, message: str) -> None:
    with pytest.raises(ModelSyntaxError, match=message):
        cfa(answers(), model)


# --- options and data -----------------------------------------------------------------------


def test_options_that_do_not_go_together() -> None:
    items = answers()
    with pytest.raises(ParameterError) as caught:
        cfa(items, TWO, estimator="DWLS", missing="fiml", cluster="a", parameterization="gamma")  # type: ignore[arg-type]
    assert len(caught.value.problems) == 3
    with pytest.raises(ParameterError, match="estimator"):
        cfa(items, TWO, estimator="WLS")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="needs `group`"):
        cfa(items, TWO, group_equal=["loadings"])
    with pytest.raises(ParameterError, match="not one of"):
        cfa(items.assign(s=items.index < "r2"), TWO, group="s", group_equal=["loading"])
    with pytest.raises(ParameterError, match=r"does not have|not in the model"):
        cfa(
            items.assign(s=items.index < "r2"),
            TWO,
            group="s",
            group_equal=["loadings"],
            group_partial=["F =~ d"],
        )


def test_items_that_are_not_there_are_all_named() -> None:
    with pytest.raises(ParameterError) as caught:
        cfa(answers(), "F =~ a + b + x\nG =~ y + d + e")
    assert [problem.where for problem in caught.value.problems] == ["item x", "item y"]


def test_a_group_without_a_category() -> None:
    items = answers(n=600)
    items["school"] = np.where(np.arange(600) % 2, "north", "south")
    items.loc[(items["school"] == "north") & (items["c"] == 4), "c"] = 3
    with pytest.raises(EstimationError) as caught:
        cfa(items, TWO, group="school")
    (problem,) = caught.value.problems
    assert problem.where == "item c, group north"
    assert "4" in problem.what
    assert "MLR" in problem.remedy
    assert cfa(items, TWO, group="school", estimator="MLR").converged
    merged = items.assign(c=items["c"].clip(upper=3))
    assert cfa(merged, TWO, group="school").converged


def test_too_little_to_go_on() -> None:
    items = answers()
    with pytest.raises(EstimationError, match="does not vary"):
        cfa(items.assign(b=2), TWO, estimator="ML")
    with pytest.raises(EstimationError, match="without variation"):
        cfa(items.assign(b=2), TWO)
    with pytest.raises(EstimationError, match="too few"):
        cfa(items.head(6), TWO, estimator="ML")
    with pytest.raises(EstimationError, match="singular"):
        cfa(items.assign(b=items["a"] + items["c"]), TWO, estimator="ML")
    with pytest.raises(EstimationError, match="No respondents"):
        cfa(items.astype(float).assign(a=np.nan), TWO)
    with pytest.raises(ParameterError, match="only one group"):
        cfa(items.assign(s=1), TWO, group="s")


# --- identification and improper solutions --------------------------------------------------


@pytest.mark.parametrize("estimator", ["WLSMV", "ML"])
@pytest.mark.parametrize(
    "model",
    [
        "F =~ a + b",
        "F =~ NA*a + b + c",
        TWO + "\nH =~ F + G",
        "F =~ a + b + c\nG =~ d + e\nF ~~ 0*G",
        TWO + "\na ~~ b\na ~~ c\nb ~~ c",
    ],
)
def test_models_that_are_not_identified(model: str, estimator: str) -> None:
    with pytest.raises(IdentificationError):
        cfa(answers(), model, estimator=estimator)  # type: ignore[arg-type]


def test_the_loose_parameters_are_named() -> None:
    with pytest.raises(IdentificationError) as caught:
        cfa(answers(), "F =~ NA*a + b + c\nG =~ d + e + f")
    where = caught.value.problems[0].where
    assert "F =~ a" in where
    assert "G =~ e" not in where


def test_a_factor_of_two_items_with_the_constraint_said() -> None:
    result = cfa(answers(), "F =~ a + b + c\nG =~ NA*d + p*d + p*e\nG ~~ 1*G")
    loadings = result.estimates.query("lhs == 'G' and op == '=~'")["est"]
    assert loadings.nunique() == 1


def heywood() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    cov = np.array([[1, 0.75, 0.7], [0.75, 1, 0.35], [0.7, 0.35, 1]])
    latent = rng.multivariate_normal(np.zeros(3), cov, size=500)
    return pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abc"))


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_a_heywood_case_is_said(estimator: str) -> None:
    with pytest.warns(ConvergenceWarning, match="Heywood"):
        result = cfa(heywood(), "F =~ a + b + c", estimator=estimator)  # type: ignore[arg-type]
    assert any("Heywood" in problem.what for problem in result.problems)


def test_factor_correlations_beyond_one_are_said() -> None:
    rng = np.random.default_rng(5)
    latent = 0.8 * rng.normal(size=(400, 1)) + 0.6 * rng.normal(size=(400, 6))
    latent[:, 3:] += 0.25 * latent[:, :3]
    items = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcdef"))
    with pytest.warns(ConvergenceWarning, match="factors.*not positive definite"):
        result = cfa(items, "F =~ a + e + c\nG =~ d + b + f")
    assert result.problems


def test_no_solution_is_an_error() -> None:
    rng = np.random.default_rng(1)
    items = pd.DataFrame(rng.integers(1, 5, size=(60, 6)), columns=list("abcdef"))
    with pytest.raises(NotConvergedError, match="No solution"):
        cfa(items, TWO)


def test_a_saturated_model_has_no_test() -> None:
    result = cfa(answers(), "F =~ a + b + c")
    assert result.fit["df"] == 0
    assert result.fit["chisq"] == pytest.approx(0, abs=1e-8)
    assert np.isnan(result.fit["pvalue"])
    assert result.fit["cfi"] == 1.0


# --- what must not matter -------------------------------------------------------------------


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 1000), estimator=st.sampled_from(["WLSMV", "MLR"]))
def test_order_of_respondents_and_items(seed: int, estimator: str) -> None:
    items = answers(seed)
    rng = np.random.default_rng(seed)
    base = cfa(items, TWO, estimator=estimator)  # type: ignore[arg-type]
    mixed = items.iloc[rng.permutation(len(items))][list(rng.permutation(items.columns))]
    same = cfa(mixed, TWO, estimator=estimator)  # type: ignore[arg-type]
    np.testing.assert_allclose(base.fit, same.fit, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(base.estimates["se"], same.estimates["se"], rtol=1e-7)
    pd.testing.assert_frame_equal(
        base.factor_scores, same.factor_scores.loc[items.index], rtol=1e-6, atol=1e-6
    )
    other = cfa(items, "G =~ d + f + e\nF =~ a + c + b", estimator=estimator)  # type: ignore[arg-type]
    names = [name for name in base.fit.index if "pvalue" not in name]
    np.testing.assert_allclose(base.fit[names], other.fit[names], rtol=1e-6, atol=1e-8)


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 1000), k=st.integers(2, 6))
def test_relabelling_and_reversal(seed: int, k: int) -> None:
    items = answers(seed, k=k, n=500)
    base = cfa(items, TWO)
    labels = cfa(items.replace({j: 10 * j for j in range(1, k + 1)}), TWO)
    np.testing.assert_array_equal(base.fit, labels.fit)
    turned = cfa(items.assign(b=k + 1 - items["b"]), TWO)
    np.testing.assert_allclose(base.fit, turned.fit, rtol=1e-6, atol=1e-7)
    key = ("F", "=~", "b")
    table, other = (r.estimates.set_index(["lhs", "op", "rhs"]) for r in (base, turned))
    assert table.loc[key, "est"] == pytest.approx(-other.loc[key, "est"], rel=1e-6)
    assert table.loc[key, "se"] == pytest.approx(other.loc[key, "se"], rel=1e-6)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 1000), estimator=st.sampled_from(["WLSMV", "ML"]))
def test_listwise_equals_dropping_first(seed: int, estimator: str) -> None:
    items = answers(seed).astype(float)
    items = items.mask(np.random.default_rng(seed).random(items.shape) < 0.03)
    one = cfa(items, TWO, estimator=estimator)  # type: ignore[arg-type]
    other = cfa(items.dropna(), TWO, estimator=estimator)  # type: ignore[arg-type]
    np.testing.assert_array_equal(one.fit, other.fit)
    pd.testing.assert_frame_equal(one.estimates, other.estimates)
    assert one.n == len(items.dropna())
    scores = one.factor_scores
    assert scores.index.equals(items.index)
    pd.testing.assert_frame_equal(scores.dropna(), other.factor_scores)


def test_parameterizations_and_identifications_fit_the_same() -> None:
    items = answers()
    base = cfa(items, TWO)
    theta = cfa(items, TWO, parameterization="theta")
    std = cfa(items, "F =~ NA*a + b + c\nG =~ NA*d + e + f\nF ~~ 1*F\nG ~~ 1*G")
    for other in (theta, std):
        np.testing.assert_allclose(base.fit, other.fit, rtol=1e-6, atol=1e-8)
        one, two = (r.estimates.query("op == '=~'")["std_all"] for r in (base, other))
        np.testing.assert_allclose(one, two, atol=1e-7)


def test_recovers_a_known_truth() -> None:
    items = answers(3, n=4000, k=5)
    result = cfa(items, TWO)
    table = result.estimates.set_index(["lhs", "op", "rhs"])
    assert table.query("op == '=~'")["std_all"].to_numpy() == pytest.approx(0.8, abs=0.04)
    assert table.loc[("F", "~~", "G"), "std_all"] == pytest.approx(0.4, abs=0.05)
    assert result.fit["pvalue.scaled"] > 0.001
    assert result.fit["cfi.robust"] > 0.99


def test_a_group_as_series_or_column_and_rows_without_one() -> None:
    items = answers(n=500)
    school = pd.Series(np.where(np.arange(500) % 2, "x", "y"), index=items.index)
    column = cfa(items.assign(school=school), TWO, group="school")
    series = cfa(items, TWO, group=school.sample(frac=1, random_state=1))
    np.testing.assert_array_equal(column.fit, series.fit)
    assert column.n_by_group.to_dict() == {"x": 250, "y": 250}
    assert set(column.estimates["group"]) == {"x", "y"}
    school.iloc[:10] = np.nan
    with pytest.warns(ConvergenceWarning, match="10 rows"):
        result = cfa(items, TWO, group=school)
    assert result.n == 490
    assert result.factor_scores.iloc[:10].isna().all(axis=None)


def test_a_codebook_gives_its_model() -> None:
    class Book:
        def measurement_model(self) -> str:
            return TWO

    np.testing.assert_array_equal(cfa(answers(), Book()).fit, cfa(answers(), TWO).fit)
    with pytest.raises(ParameterError, match="text"):
        cfa(answers(), 3)  # type: ignore[arg-type]


def test_result_is_one_line_and_the_answers_stay() -> None:
    items = answers()
    before = items.copy()
    result = cfa(items, TWO)
    assert "\n" not in repr(result)
    assert repr(result).startswith("CfaResult(WLSMV, n=400")
    pd.testing.assert_frame_equal(items, before)


# --- comparing models -----------------------------------------------------------------------


def test_models_side_by_side() -> None:
    items = answers(n=600).astype(float)
    items.iloc[:20, 0] = np.nan
    models = {
        "one": "F =~ a + b + c + d + e + f",
        "two": TWO,
        "crossed": "F =~ a + b + d\nG =~ c + e + f",
        "impossible": "F =~ a + b",
    }
    with pytest.warns(ConvergenceWarning, match="impossible"):
        found = compare_models(items, models)
    assert list(found.fit.index) == list(models)
    assert found.fit.loc["impossible"].isna().all()
    assert (found.fit["n"].dropna() == 580).all()
    assert any(problem.where == "model impossible" for problem in found.problems)
    pairs = found.differences.set_index(["restricted", "free"])
    assert bool(pairs.loc[("one", "two"), "nested"])
    assert pairs.loc[("one", "two"), "df.diff"] == 1
    assert pairs.loc[("one", "two"), "pvalue.diff"] < 1e-6
    alone = cfa(items, models["two"])
    np.testing.assert_allclose(
        found.fit.loc["two"].drop("n").to_numpy(dtype=float), alone.fit, rtol=1e-7, atol=1e-9
    )


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_models_of_continuous_items(estimator: str) -> None:
    items = answers()
    models = {"two": TWO, "one": "F =~ a + d + b + e + c + f", "free": TWO + "\na ~~ d"}
    found = compare_models(items, models, estimator=estimator)  # type: ignore[arg-type]
    pairs = found.differences.set_index(["restricted", "free"])
    assert bool(pairs.loc[("two", "free"), "nested"])
    assert not bool(pairs.loc[("one", "free"), "nested"]) or estimator
    assert found.fit["aic"].idxmin() in ("two", "free")


def test_a_search_without_end_names_what_runs_away_and_the_way_out() -> None:
    """A bifactor model whose group factor takes its scale from an item that is not on it."""
    rng = np.random.default_rng(12)
    general = rng.normal(size=(900, 1))
    own = rng.normal(size=(900, 1)) * [-0.1, 0.55, 0.6, 0.5]
    block = 0.6 * general + own + 0.7 * rng.normal(size=(900, 4))
    rest = 0.6 * general + 0.7 * rng.normal(size=(900, 4))
    frame = pd.DataFrame(np.hstack([block, rest]), columns=list("abcdefgh"))
    text = "G =~ a + b + c + d + e + f + g + h\nS =~ {}a + b + c + d\nG ~~ 0*S"
    free = text.format("NA*") + "\nS ~~ 1*S"
    assert cfa(frame, free, estimator="ML").converged
    with pytest.raises(EstimationError) as caught:
        cfa(frame, text.format(""), estimator="ML")
    assert "run away: S =~" in str(caught.value)
    assert "NA*a" in str(caught.value)
