"""Weights and clusters in DIF, in models with covariates and in what precedes a factor analysis."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import aspiratie as asp
from aspiratie.errors import FewClustersWarning, ParameterError
from aspiratie.measurement.design import read_design
from aspiratie.measurement.factors.chance_draws import nested_correlations
from aspiratie.measurement.factors.effective import effective_respondents, item_likeness

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
TWO = "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8"
ITEMS = [f"y{k}" for k in range(1, 9)]
DESIGNS: dict[str, dict[str, Any]] = {
    "cluster": {"cluster": "school"},
    "weights": {"weights": "w"},
    "both": {"cluster": "school", "weights": "w"},
}


@pytest.fixture(scope="module")
def pupils() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "design.csv").dropna()


@pytest.fixture(scope="module")
def numbers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REFERENCE / "design_more.json").read_text())
    return found


@pytest.mark.parametrize("name", DESIGNS)
def test_dif_equals_svyolr(name: str, pupils: pd.DataFrame, numbers: dict[str, Any]) -> None:
    design = DESIGNS[name]
    columns = [*ITEMS[:4], "girl", *design.values()]
    found = asp.dif(pupils[columns], group="girl", purify=False, **design)
    for item, there in numbers["dif"][name].items():
        row = found.items.loc[item]
        for part, df in (("uniform", 1), ("nonuniform", 1), ("total", 2)):
            assert row[f"chisq_{part}"] == pytest.approx(there[part], rel=2e-5)
            assert row[f"pvalue_{part}"] == pytest.approx(stats.chi2.sf(there[part], df), rel=1e-4)
        effect = found.effects.set_index("item").loc[item]
        assert effect["logit"] == pytest.approx(there["logit"], abs=1e-5)
        assert effect["se"] == pytest.approx(there["se"], rel=1e-5)
    assert len(found.notes) == len(design)
    assert found.mimic["se"].gt(0).all()


def test_dif_of_plain_answers_is_as_it_was_and_says_that_schools_are_ignored(
    pupils: pd.DataFrame,
) -> None:
    plain = asp.dif(pupils[[*ITEMS[:4], "girl"]], group="girl", purify=False)
    ones = asp.dif(pupils[[*ITEMS[:4]]].assign(w=2.0), group=pupils["girl"], weights="w")
    assert plain.notes == ()
    np.testing.assert_allclose(
        ones.items["nagelkerke_total"], plain.items["nagelkerke_total"], atol=1e-10
    )
    np.testing.assert_allclose(ones.effects["logit"], plain.effects["logit"], atol=1e-8)
    answers = pupils[ITEMS[:4]].copy()
    answers.attrs["respondents_from"] = "school"
    told = asp.dif(answers, group=pupils["girl"], purify=False)
    assert "independent" in told.notes[0]
    eight = pd.Series(pd.factorize(pupils["school"])[0] % 8, index=pupils.index)
    with pytest.warns(FewClustersWarning, match="differential item"):
        asp.dif(answers, group=pupils["girl"], purify=False, cluster=eight)


@pytest.mark.parametrize("name", ["mimic", "mixed", "mixed_mimic"])
def test_weights_beside_covariates_and_continuous_items(
    name: str, pupils: pd.DataFrame, numbers: dict[str, Any]
) -> None:
    there = numbers["models"][name]
    text = {
        "mimic": TWO + "\nF ~ girl\nG ~ girl\ny2 ~ girl",
        "mixed": TWO,
        "mixed_mimic": TWO + "\nF ~ girl\nG ~ girl",
    }[name]
    found = asp.cfa(pupils, text, weights="w", ordered=ITEMS if name == "mimic" else ITEMS[:6])
    for measure in ("npar", "chisq", "df", "chisq.scaled", "chisq.scaling.factor", "srmr"):
        assert found.fit[measure] == pytest.approx(there["fit"][measure], rel=1e-6)
    table = found.estimates.set_index(["lhs", "op", "rhs"])
    compared = 0
    for row in there["estimates"]:
        key = (row["lhs"], row["op"], row["rhs"] or "")
        if key in table.index and row["se"]:
            assert table.loc[key, "est"] == pytest.approx(row["est"], abs=1e-6)
            assert table.loc[key, "se"] == pytest.approx(row["se"], abs=1e-7)
            compared += 1
    assert compared > 25


def test_whole_weights_are_repeated_rows_in_every_kind_of_model(pupils: pd.DataFrame) -> None:
    """Estimates of whole weights are those of rows repeated so often."""
    times = 1 + (np.arange(len(pupils)) % 3)
    often = pupils.loc[pupils.index.repeat(times)].reset_index(drop=True)
    text = TWO + "\nF ~ girl"
    weighted = asp.cfa(
        pupils.assign(t=times), text, weights="t", cluster="school", ordered=ITEMS[:5]
    )
    repeated = asp.cfa(often, text, ordered=ITEMS[:5])
    # one step of WLSMV's weights apart: those of independent respondents, not of repeated ones
    free = weighted.estimates["op"].eq("|") | weighted.estimates["op"].eq("~1")
    np.testing.assert_allclose(
        weighted.estimates.loc[free, "est"], repeated.estimates.loc[free, "est"], atol=0.02
    )
    a = asp.efa(pupils[ITEMS].assign(t=times), 2, weights="t")
    b = asp.efa(often[ITEMS], 2)
    np.testing.assert_allclose(a.loadings, b.loadings, atol=1e-6)
    c = asp.squared_multiple_correlations(pupils[ITEMS].assign(t=times), weights="t")
    np.testing.assert_allclose(c, asp.squared_multiple_correlations(often[ITEMS]), atol=1e-8)


def test_likeness_is_the_analysis_of_variance(pupils: pd.DataFrame) -> None:
    values = pupils[ITEMS].to_numpy(float)
    codes = pd.factorize(pupils["school"])[0].astype(np.int64)
    found = item_likeness(values, codes)
    wanted = [asp.icc(pupils[i].astype(float), pupils["school"]).icc1_n0 for i in ITEMS]
    np.testing.assert_allclose(found, wanted, atol=1e-10)
    holed = values.copy()
    holed[:7, 0] = np.nan
    one = asp.icc(pd.Series(values[7:, 0]), pd.Series(codes[7:])).icc1_n0
    assert item_likeness(holed, codes)[0] == pytest.approx(one)


def test_effective_respondents_by_hand() -> None:
    """Variance of the sum of products of two unrelated items, from their covariances."""
    rng = np.random.default_rng(2)
    cluster = np.repeat(np.arange(12), rng.integers(3, 30, 12))
    n = len(cluster)
    values = rng.normal(size=(12, 3))[cluster] + rng.normal(size=(n, 3))
    w = rng.uniform(0.2, 3.0, n)
    rho = item_likeness(values, cluster)
    alike = (cluster[:, None] == cluster).astype(float)
    np.fill_diagonal(alike, 0.0)
    mean = np.mean([rho[0] * rho[1], rho[0] * rho[2], rho[1] * rho[2]])
    variance = (w * w).sum() + w @ (mean * alike) @ w
    frame = pd.DataFrame(values).assign(w=w, s=cluster)
    design = read_design(frame, weights="w", cluster="s")
    assert effective_respondents(rho, design) == pytest.approx(w.sum() ** 2 / variance)
    alone = read_design(frame, weights=None, cluster=None)
    assert effective_respondents(rho, alone) == n


def unrelated(rng: np.random.Generator, n_schools: int = 20, icc: float = 0.3) -> pd.DataFrame:
    sizes = rng.integers(10, 31, n_schools)
    school = np.repeat(np.arange(n_schools), sizes)
    n = len(school)
    z = np.sqrt(icc) * rng.normal(size=(n_schools, 6))[school]
    z = z + np.sqrt(1 - icc) * rng.normal(size=(n, 6))
    return pd.DataFrame(z, columns=list("abcdef")).assign(school=school)


def test_draws_in_clusters_vary_as_pupils_drawn_one_by_one() -> None:
    """Variance of a correlation of unrelated items, beside 4,000 samples of pupils."""
    rng = np.random.default_rng(5)
    cluster = np.repeat(np.arange(15), rng.integers(2, 20, 15)).astype(np.int64)
    n, w = len(cluster), rng.uniform(0.3, 2.0, len(cluster))
    rho = np.array([0.3, 0.2, 0.4])
    drawn = nested_correlations(4000, rho, cluster, w, rng)
    z = np.sqrt(rho) * rng.normal(size=(4000, 15, 3))[:, cluster]
    z += np.sqrt(1 - rho) * rng.normal(size=(4000, n, 3))
    z -= (w @ z / w.sum())[:, None]
    sums = np.swapaxes(z * w[:, None], 1, 2) @ z
    size = np.sqrt(np.diagonal(sums, axis1=1, axis2=2))
    single = sums / (size[:, :, None] * size[:, None])
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert drawn[:, i, j].std() == pytest.approx(single[:, i, j].std(), rel=0.05)
        tail = np.quantile(np.abs(single[:, i, j]), 0.95)
        assert np.quantile(np.abs(drawn[:, i, j]), 0.95) == pytest.approx(tail, rel=0.06)


def test_unrelated_items_in_schools_are_taken_for_related_only_without_clusters() -> None:
    """Of 40 samples; at a chance of .05 more than 7 come in 1 of 1,000."""
    rng = np.random.default_rng(7)
    hits = np.zeros(4)
    for _ in range(40):
        frame = unrelated(rng)
        plain = frame.drop(columns="school")
        options: dict[str, Any] = {"n_draws": 100, "progress": False, "correlation": "pearson"}
        hits += [
            asp.parallel_analysis(plain, **options).n_components > 0,
            asp.parallel_analysis(frame, cluster="school", **options).n_components > 0,
            asp.bartlett_sphericity(plain, correlation="pearson").pvalue < 0.05,
            asp.bartlett_sphericity(frame, correlation="pearson", cluster="school").pvalue < 0.05,
        ]
    assert hits[0] > 20
    assert hits[2] > 20
    assert hits[1] <= 7
    assert hits[3] <= 7


def test_ordinal_answers_in_schools_are_shuffled_as_fewer() -> None:
    rng = np.random.default_rng(3)
    frame = unrelated(rng, 12, 0.4)
    items = frame.drop(columns="school").apply(lambda c: np.digitize(c, [-1.0, 0.0, 1.0]) + 1.0)
    options: dict[str, Any] = {"n_draws": 60, "progress": False}
    plain = asp.parallel_analysis(items, **options)
    found = asp.parallel_analysis(items, cluster=frame["school"], **options)
    assert found.n == plain.n == len(items)
    assert plain.n_effective == plain.n
    assert found.n_effective < 0.75 * found.n
    first = found.eigenvalues["component_quantile"].iloc[0]
    assert first > plain.eigenvalues["component_quantile"].iloc[0] + 0.03
    assert found.notes[0] == "Draws of chance have the 12 clusters."
    rules = asp.retention_summary(items, cluster=frame["school"], weights=None, **options)
    assert rules.parallel.n_effective == found.n_effective
    assert rules.notes == found.notes


def test_what_clusters_do_not_change_says_so(pupils: pd.DataFrame) -> None:
    items = pupils[[*ITEMS, "school", "w"]]
    same = {"cluster": "school", "weights": "w"}
    for call, extra in ((asp.kmo, {}), (asp.map_test, {"correlation": "pearson"})):
        found = call(items, **same, **extra)
        assert found.notes[1] == "Clusters change nothing here."
        assert "Kish" in found.notes[0]
    found = asp.efa(items, 2, **same)
    assert "asp.esem" in found.notes[1]
    np.testing.assert_array_equal(
        found.loadings, asp.efa(items.drop(columns="school"), 2, weights="w").loadings
    )
    matrix = found.correlations
    with pytest.raises(ParameterError, match="weigh or cluster"):
        asp.efa(None, 2, correlation=matrix, n_obs=100, cluster=items["school"])
    with pytest.raises(ParameterError, match="weigh or cluster"):
        asp.kmo(matrix, n_obs=100, weights=items["w"])
