"""DIF against MASS::polr and ordinal::clm, direct effects and the graded view against lavaan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import ConvergenceWarning, EstimationError, ParameterError
from aspiratie.measurement.item_response.dif import dif
from aspiratie.measurement.item_response.graded import irt_view
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.research import plot_dif, plot_information

mpl.use("Agg")
REFERENCE = Path(__file__).resolve().parents[1] / "reference"
F, G = ["y1", "y2", "y3", "y4", "c"], ["y5", "y6", "y7", "y8"]
RUNS: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "F_female": (F, "female", {}),
    "F_female_first": (F, "female", {"purify": False}),
    "G_female": (G, "female", {}),
    "G_grade": (G, "grade", {}),
}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    frame = pd.read_csv(REFERENCE / "models.csv")
    return frame.assign(c=np.digitize(frame["c1"], [3, 4.5, 6]) + 1)


@pytest.fixture(scope="module")
def numbers() -> dict[str, Any]:
    return json.loads((REFERENCE / "item_response.json").read_text())


@pytest.mark.parametrize("name", RUNS)
def test_dif_equals_polr_and_clm(name: str, answers: pd.DataFrame, numbers: Any) -> None:
    items, group, options = RUNS[name]
    r = numbers[name]
    found = dif(answers[[*items, group]], group=group, **options)
    assert found.rounds == r["rounds"]
    assert list(found.items.index[found.items["flagged"]]) == r["flagged"]
    np.testing.assert_allclose(found.items["pvalue_holm"], r["p_holm"], atol=1e-8)
    for item in items:
        row, there = found.items.loc[item], r["items"][item]
        for part in ("uniform", "nonuniform", "total"):
            assert row[f"chisq_{part}"] == pytest.approx(there[part]["chisq"], abs=1e-6)
            for effect in ("mcfadden", "nagelkerke"):
                assert row[f"{effect}_{part}"] == pytest.approx(there[part][effect], abs=1e-9)
        assert row["beta_change"] == pytest.approx(there["beta_change"], abs=1e-5)
        own = found.effects[found.effects["item"] == item]
        np.testing.assert_allclose(own["logit"], np.ravel(there["logit"]), atol=2e-5)
        np.testing.assert_allclose(own["se"], np.ravel(there["se"]), atol=2e-5)


def test_direct_effects_equal_lavaan(answers: pd.DataFrame, numbers: Any) -> None:
    found = dif(answers[[*F, "female"]], group="female").mimic.set_index("item")
    assert list(found.index[found["flagged"]]) == ["y2"]
    for item, there in numbers["mimic"].items():
        assert found.loc[item, "est"] == pytest.approx(there["est"], abs=2e-5)
        assert found.loc[item, "se"] == pytest.approx(there["se"], abs=1e-6)
    np.testing.assert_allclose(found["wald"], found["z"] ** 2)


def simulate(seed: int, *, shift: float = 0.0, slope: float = 0.0, n: int = 1200) -> pd.DataFrame:
    """Six items of two groups of different level; item c works otherwise in the second."""
    rng = np.random.default_rng(seed)
    group = np.repeat([0, 1], n // 2)
    trait = rng.normal(size=n) + 0.4 * group
    loadings = np.full((n, 6), 0.8)
    loadings[:, 2] += slope * group
    latent = loadings * trait[:, None] + 0.6 * rng.normal(size=(n, 6))
    latent[:, 2] += shift * group
    frame = pd.DataFrame(np.digitize(latent, [-1.0, 0.2, 1.2]), columns=list("abcdef"))
    return frame.assign(group=group)


def test_planted_dif_is_found_and_no_other() -> None:
    uniform = dif(simulate(1, shift=0.6), group="group")
    assert uniform.items.query("flagged")["kind"].to_dict() == {"c": "uniform"}
    assert uniform.items.loc["c", "size"] in ("moderate", "large")
    assert uniform.anchors == tuple("abdef")
    assert list(uniform.mimic.query("flagged")["item"]) == ["c"]
    slanted = dif(simulate(2, slope=-0.55), group="group")
    assert slanted.items.query("flagged")["kind"].to_dict() == {"c": "non-uniform"}


def test_purification_takes_the_blame_from_innocent_items() -> None:
    frame = simulate(3, shift=1.2, n=4000)
    first = dif(frame, group="group", purify=False)
    last = dif(frame, group="group")
    assert first.items["flagged"].sum() > 1
    assert list(last.items.index[last.items["flagged"]]) == ["c"]
    assert (first.rounds, last.converged) == (1, True)


def test_without_dif_few_data_sets_are_flagged() -> None:
    flagged = [dif(simulate(s, n=400), group="group").items["flagged"].any() for s in range(20)]
    assert sum(flagged) <= 4  # of 20 at .05: more has a chance of .003


def test_scores_may_be_given_and_groups_be_many(answers: pd.DataFrame) -> None:
    trait = cfa(answers, "F =~ " + " + ".join(F)).factor_scores["F"]
    found = dif(answers[F], group=answers["female"], matching=trait)
    assert found.anchors == ()
    assert list(found.items.index[found.items["flagged"]]) == ["y2"]
    three = dif(answers[[*G, "grade"]], group="grade")
    assert (three.items["df_total"] == 4).all()
    assert len(three.effects) == len(three.mimic) == 8
    assert three.n_by_group.sum() == len(answers)


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 1000))
def test_names_order_and_numbers_of_categories_do_not_matter(seed: int) -> None:
    frame = simulate(seed, shift=0.4, n=300)
    here = dif(frame, group="group", purify=False).items
    items = list("fdbace")
    there = dif(
        frame[[*items, "group"]].assign(a=frame["a"] * 10 + 3).sample(frac=1, random_state=seed),
        group="group",
        purify=False,
    ).items
    for column in ("chisq_total", "nagelkerke_uniform"):
        np.testing.assert_allclose(there.loc[here.index, column], here[column], atol=1e-8)


def test_what_dif_refuses_and_says(answers: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="no column"):
        dif(answers[F], group="female")
    with pytest.raises(ParameterError, match="one group"):
        dif(answers[F], group=pd.Series(1, index=answers.index))
    with pytest.raises(ParameterError, match="alpha"):
        dif(answers[[*F, "female"]], group="female", alpha=0)
    with pytest.raises(EstimationError, match="too few"):
        dif(answers[["y1", "y2", "female"]], group="female")
    split = simulate(1).assign(a=lambda d: (d["b"] + d["c"] + d["d"] > 4).astype(int))
    split["e"] = split["f"] = split["d"] = split["a"]
    with pytest.warns(ConvergenceWarning, match="split"):
        found = dif(split, group="group")
    assert found.items["chisq_total"].isna().any()


def test_graded_view_equals_r(answers: pd.DataFrame, numbers: Any) -> None:
    r = numbers["graded"]
    view = irt_view(cfa(answers, "F =~ " + " + ".join(r["items"])), theta=r["theta"])
    np.testing.assert_allclose(view.parameters["discrimination"], r["a"], atol=1e-6)
    np.testing.assert_allclose(view.parameters["discrimination_se"], r["a_se"], atol=1e-6)
    np.testing.assert_allclose(view.parameters["discrimination_logistic"], 1.7 * np.array(r["a"]))
    np.testing.assert_allclose(view.difficulties["difficulty"], np.ravel(r["b"]), atol=1e-6)
    np.testing.assert_allclose(view.difficulties["se"], np.ravel(r["b_se"]), atol=1e-6)
    items, test = view.item_information, view.test_information
    np.testing.assert_allclose(items["information"], np.ravel(r["ogive"]), atol=1e-6)
    np.testing.assert_allclose(items["information_logistic"], np.ravel(r["logistic"]), atol=1e-6)
    np.testing.assert_allclose(test["information"], np.sum(r["ogive"], axis=0), atol=1e-6)
    np.testing.assert_allclose(test["expected_sum"], r["expected"], atol=1e-6)
    np.testing.assert_allclose(test["standard_error_sum"], r["sem"], atol=1e-6)
    assert view.marginal_reliability == pytest.approx(r["marginal"], abs=1e-6)


def test_the_view_does_not_depend_on_how_the_model_is_scaled(answers: pd.DataFrame) -> None:
    model = "F =~ y1 + y2 + y3 + y4"
    here = irt_view(cfa(answers, model))
    for options in ({"std_lv": True}, {"parameterization": "theta"}):
        there = irt_view(cfa(answers, model, **options))  # type: ignore[arg-type]
        np.testing.assert_allclose(there.parameters, here.parameters, atol=1e-5)
        np.testing.assert_allclose(there.difficulties["se"], here.difficulties["se"], atol=1e-5)
    groups = cfa(answers, model, group="female")
    one = irt_view(groups, group=1)
    alone = irt_view(cfa(answers[answers["female"] == 1], model))
    np.testing.assert_allclose(one.parameters, alone.parameters, atol=1e-5)
    assert one.n == alone.n == int(answers["female"].sum())


def test_the_standard_error_of_the_sum_is_that_of_simulated_answers(answers: pd.DataFrame) -> None:
    view = irt_view(cfa(answers, "F =~ y1 + y2 + y3 + y4"), theta=[-1.0, 0.5])
    rng = np.random.default_rng(3)
    for level, row in zip([-1.0, 0.5], view.test_information.itertuples(), strict=True):
        total = np.zeros(200_000)
        for item, own in view.difficulties.groupby("item", sort=False):
            slope = view.parameters.loc[item, "discrimination"]
            latent = slope * level + rng.normal(size=len(total))
            total += np.digitize(latent, slope * own["difficulty"].to_numpy())
        assert total.mean() == pytest.approx(row.expected_sum, abs=0.02)
        assert total.std() == pytest.approx(row.standard_error_sum, rel=0.01)


@pytest.mark.parametrize(
    ("model", "fit_options", "view_options", "message"),
    [
        ("F =~ y1 + y2 + y3\nG =~ y5 + y6 + y7", {}, {}, "2 factors"),
        ("F =~ y1 + y2 + y3", {"estimator": "ML"}, {}, "as continuous"),
        ("F =~ y1 + y2 + y3 + c1", {"ordered": ["y1", "y2", "y3"]}, {}, "as continuous"),
        ("F =~ y1 + y2 + y3\nF ~ age", {}, {}, "covariates"),
        ("F =~ y1 + y2 + y3", {"group": "female"}, {}, "which group"),
        ("F =~ y1 + y2 + y3", {"group": "female"}, {"group": 7}, "not in the fit"),
        ("F =~ y1 + y2 + y3", {}, {"theta": [np.nan]}, "finite"),
    ],
)
def test_what_the_view_refuses(
    model: str,
    fit_options: dict[str, Any],
    view_options: dict[str, Any],
    message: str,
    answers: pd.DataFrame,
) -> None:
    result = cfa(answers, model, **fit_options)
    with pytest.raises(ParameterError, match=message):
        irt_view(result, **view_options)


def test_residual_covariances_are_said(answers: pd.DataFrame) -> None:
    view = irt_view(cfa(answers, "F =~ y1 + y2 + y3 + y4\ny1 ~~ y2"))
    assert "residual covariances" in str(view.problems[0])


def test_figures_say_what_the_tables_say(answers: pd.DataFrame) -> None:
    found = dif(answers[[*F, "female"]], group="female")
    axes = plot_dif(found, "y2")
    assert "uniform DIF" in axes.get_title()
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        f"{label} (n = {n})" for label, n in found.n_by_group.items()
    ]
    assert "no DIF" in plot_dif(found, "y1").get_title()
    with pytest.raises(ParameterError, match="no curves"):
        plot_dif(found, "y9")
    view = irt_view(cfa(answers, "F =~ y1 + y2 + y3 + y4"))
    drawn = plot_information(view).get_lines()[-1].get_ydata()
    np.testing.assert_allclose(drawn, view.test_information["information"])
    mpl.pyplot.close("all")
