"""Which differences may be called clear, and how often that is wrong."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from aspiratie.errors import ParameterError
from aspiratie.measurement.multiplicity import adjust_fdr, adjust_holm
from aspiratie.schools.compare import clearly_different, comparability, compare_with_region
from aspiratie.schools.multilevel import icc, school_means

REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "schools_compare.json"
EXPECTED: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))


def make_region(
    rng: np.random.Generator, sizes: np.ndarray, scales: int, tau: float
) -> tuple[pd.DataFrame, pd.Series, np.ndarray]:
    """Correlated scale scores of pupils, and the true means of the schools."""
    school = np.repeat(np.arange(len(sizes)), sizes)
    general = rng.standard_normal((len(school), 1))
    own = rng.standard_normal((len(school), scales))
    truth = tau * rng.standard_normal((len(sizes), scales))
    scores = pd.DataFrame(truth[school] + 0.6 * general + 0.8 * own)
    return scores.add_prefix("c"), pd.Series(school), truth


def test_adjusted_p_values_equal_r() -> None:
    np.testing.assert_allclose(adjust_holm(EXPECTED["p"])[0], EXPECTED["holm"], rtol=1e-12)
    np.testing.assert_allclose(adjust_fdr(EXPECTED["p"])[0], EXPECTED["fdr"], rtol=1e-12)
    holed = np.array([EXPECTED["p"] + [np.nan], [np.nan] * 8])
    np.testing.assert_allclose(adjust_holm(holed)[0, :7], EXPECTED["holm"], rtol=1e-12)
    np.testing.assert_allclose(adjust_fdr(holed)[0, :7], EXPECTED["fdr"], rtol=1e-12)
    assert np.isnan(adjust_holm(holed)[:, 7]).all()
    assert np.isnan(adjust_fdr(holed)[1]).all()


def test_numbers_of_each_school_by_hand() -> None:
    rng = np.random.default_rng(5)
    sizes = np.array([12, 40, 25, 3, 60, 33, 18])
    scores, school, _ = make_region(rng, sizes, 2, 0.3)
    scores.loc[rng.choice(len(scores), 20, replace=False), "c1"] = np.nan
    table = compare_with_region(scores, school).set_index(["school", "scale"])
    assert len(table) == 14
    within = sum(
        ((scores["c1"][school == j] - scores["c1"][school == j].mean()) ** 2).sum()
        for j in range(7)
    )
    pooled = within / (scores["c1"].notna().sum() - 7)
    for j in range(7):
        row = table.loc[(j, "c1")]
        mine, others = scores["c1"][school == j].dropna(), scores["c1"][school != j].dropna()
        assert row["n"] == len(mine)
        assert row["mean"] == pytest.approx(mine.mean())
        assert row["others_n"] == len(others)
        assert row["others_mean"] == pytest.approx(others.mean())
        assert row["region_mean"] == pytest.approx(scores["c1"].mean())
        assert row["region_n"] == scores["c1"].notna().sum()
        assert row["others_schools"] == 6
        shares = others.groupby(school[others.index]).size() / len(others)
        assert row["others_largest_share"] == pytest.approx(shares.max())
        assert row["difference"] == pytest.approx(mine.mean() - others.mean())
        df = 20 + len(mine) - 1
        variance = (20 * pooled + ((mine - mine.mean()) ** 2).sum()) / df
        assert row["se"] == pytest.approx(np.sqrt(variance / len(mine)))
        reach = stats.t.ppf(0.975, df) * row["se"]
        assert row["ci_upper"] - row["mean"] == pytest.approx(reach)
        means = others.groupby(school[others.index]).mean()
        robust = (shares**2 * (means - others.mean()) ** 2 / (1 - shares)).sum()
        part = max(robust, pooled / len(others))
        assert row["difference_se"] == pytest.approx(np.sqrt(variance / len(mine) + part))
    assert (table.loc[3, "label"] == "too_few").all()


def test_cr2_variance_equals_the_matrix_formula() -> None:
    """For a mean with working independence: residuals adjusted by (I − H_jj)^(−1/2)."""
    rng = np.random.default_rng(8)
    sizes = np.array([4, 9, 17, 6, 11])
    school = np.repeat(np.arange(5), sizes)
    y = rng.standard_normal(len(school)) + rng.standard_normal(5)[school]
    residuals = y - y.mean()
    total = 0.0
    for j in range(5):
        here = school == j
        hat = np.full((here.sum(), here.sum()), 1 / len(y))
        values, vectors = np.linalg.eigh(np.eye(here.sum()) - hat)
        adjusted = vectors @ np.diag(values**-0.5) @ vectors.T @ residuals[here]
        total += (adjusted.sum() / len(y)) ** 2
    means = np.array([y[school == j].mean() for j in range(5)])
    share = sizes / len(y)
    ours = (share**2 * (means - y.mean()) ** 2 / (1 - share)).sum()
    assert ours == pytest.approx(total, rel=1e-10)


def test_school_that_answers_alike_has_a_standard_error() -> None:
    rng = np.random.default_rng(6)
    scores, school, _ = make_region(rng, np.full(8, 30), 1, 0.0)
    scores.loc[school == 0, "c0"] = 3.0
    row = compare_with_region(scores, school).iloc[0]
    assert 0.05 < row["se"] < 0.2
    assert row["label"] == "higher"


def test_all_equal_scores_are_similar() -> None:
    school = pd.Series(np.repeat(np.arange(6), 20))
    table = compare_with_region(pd.DataFrame({"c": np.full(120, 3.3)}), school)
    assert (table["label"] == "similar").all()
    assert (table["p"] == 1).all()
    assert (table["difference"] == 0).all()


@pytest.mark.parametrize(
    ("sizes", "few"),
    [
        ([200], [True]),
        ([60, 60], [True] * 2),
        ([60] * 5, [True] * 5),
        ([60] * 6, [False] * 6),
        ([10] * 6, [False] * 6),
        ([9] + [10] * 6, [True] + [False] * 6),
        ([9] + [10] * 5, [True] + [True] * 5),
        ([60, 12, 12, 12, 12, 12], [False] + [True] * 5),
    ],
)
def test_too_few_is_the_rule_of_publication(sizes: list[int], few: list[bool]) -> None:
    school = pd.Series(np.repeat(np.arange(len(sizes)), sizes))
    scores = pd.DataFrame({"c": np.random.default_rng(4).standard_normal(len(school))})
    labels = compare_with_region(scores, school)["label"]
    assert (labels == "too_few").tolist() == few


def test_a_dominant_school_leaves_the_others_uncompared() -> None:
    sizes = np.array([300, 40, 40, 40, 40, 40])
    scores, school, _ = make_region(np.random.default_rng(7), sizes, 1, 0.2)
    table = compare_with_region(scores, school).set_index("school")
    assert table.loc[0, "label"] != "too_few"
    assert (table.loc[1:, "label"] == "too_few").all()
    assert table.loc[1, "others_largest_share"] == pytest.approx(300 / 460)


def test_a_giant_beside_small_schools_is_compared_with_their_degrees_of_freedom() -> None:
    sizes = np.array([100_000, *[10] * 10])
    scores, school, _ = make_region(np.random.default_rng(12), sizes, 1, 0.0)
    row = compare_with_region(scores, school).iloc[0]
    statistic = abs(row["difference"]) / row["difference_se"]
    # the giant's own part of the error is next to nothing: ten schools leave nine
    assert row["p"] == pytest.approx(2 * stats.t.sf(statistic, 9), rel=0.01)


def test_single_pupils_and_absent_scales_leave_no_error() -> None:
    school = pd.Series(list("aabbbcd"))
    scores = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6, 7], "y": [np.nan] * 7})
    table = compare_with_region(scores, school).set_index(["school", "scale"])
    assert (table["label"] == "too_few").all()
    assert table.loc[("c", "x"), "mean"] == 6
    assert table.loc[("c", "x"), "se"] > 0
    assert (table.xs("y", level="scale")["n"] == 0).all()
    assert table.xs("y", level="scale")["mean"].isna().all()


def test_faults_of_options_are_listed_together() -> None:
    school = pd.Series(["a", "b"])
    with pytest.raises(ParameterError) as caught:
        compare_with_region(pd.DataFrame({"x": [1.0, 2]}), school, alpha=0, n_min=0, level=2)
    assert [problem.where for problem in caught.value.problems] == ["alpha", "level", "n_min"]
    with pytest.raises(ParameterError, match="not numbers"):
        compare_with_region(pd.DataFrame({"x": ["1", "2"]}), school)
    with pytest.raises(ParameterError, match="lacks the columns p, label"):
        clearly_different(pd.DataFrame({"school": [], "scale": [], "n": [], "difference": []}))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.floats(0.1, 50), shift=st.floats(-100, 100))
def test_units_and_order_do_not_matter(seed: int, scale: float, shift: float) -> None:
    rng = np.random.default_rng(seed)
    scores, school, _ = make_region(rng, rng.integers(1, 40, 9), 3, 0.4)
    plain = compare_with_region(scores, school)
    moved = compare_with_region(scores * scale + shift, school)
    np.testing.assert_allclose(moved["p"], plain["p"], rtol=1e-6, atol=1e-12)
    order = rng.permutation(len(scores))
    again = compare_with_region(scores.iloc[order], school.iloc[order])
    np.testing.assert_allclose(again["p"], plain["p"], rtol=1e-9)
    turned = compare_with_region(-scores, school)["label"]
    swap = {"higher": "lower", "lower": "higher"}
    assert turned.map(lambda label: swap.get(label, label)).tolist() == plain["label"].tolist()


def test_three_hundred_schools_in_well_under_a_second() -> None:
    rng = np.random.default_rng(9)
    scores, school, _ = make_region(rng, rng.integers(20, 150, 300), 12, 0.3)
    start = time.process_time()
    table = compare_with_region(scores, school)
    clearly_different(table)
    assert time.process_time() - start < 1.0
    assert len(table) == 3600


def test_region_table_has_its_own_family() -> None:
    rng = np.random.default_rng(10)
    scores, school, _ = make_region(rng, np.full(40, 40), 8, 0.2)
    table = compare_with_region(scores, school)
    fdr, strict = clearly_different(table), clearly_different(table, control="familywise")
    assert list(fdr.columns) == ["school", "scale", "n", "difference", "p", "p_adjusted", "label"]
    clear = fdr["label"].isin(["higher", "lower"])
    strictly = strict["label"].isin(["higher", "lower"])
    assert strictly.sum() < clear.sum()
    assert not (strictly & ~clear).any()
    np.testing.assert_allclose(fdr["p_adjusted"], stats.false_discovery_control(table["p"]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "sizes", [np.full(8, 30), np.resize([12, 20, 40, 90], 16), np.full(40, 27)]
)
def test_wrong_labels_without_differences(sizes: np.ndarray) -> None:
    """Reports, and tables of a region, with a wrong label: at most 5 % (and simulation error)."""
    rng = np.random.default_rng(20260202)
    reports, tables, held = [], [], []
    for _ in range(300):
        scores, school, truth = make_region(rng, sizes, 8, 0.0)
        table = compare_with_region(scores, school)
        clear = table["label"].isin(["higher", "lower"]).to_numpy().reshape(len(sizes), 8)
        reports.append(clear.any(axis=1).mean())
        region = clearly_different(table)["label"]
        tables.append(region.isin(["higher", "lower"]).any())
        inside = (table["ci_lower"] <= truth.ravel()) & (truth.ravel() <= table["ci_upper"])
        held.append(inside.mean())
    assert np.mean(reports) <= 0.05 + 2 * 0.05 / np.sqrt(300)
    assert np.mean(tables) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 300)
    assert 0.94 <= np.mean(held) <= 0.96


@pytest.mark.slow
def test_wrong_labels_where_schools_differ() -> None:
    """A third of the schools lie exactly at the others' mean; the rest far from it or near."""
    rng = np.random.default_rng(20260303)
    effects = np.repeat([-0.5, -0.1, 0.0, 0.0, 0.1, 0.5], 5)
    school = np.repeat(np.arange(30), 40)
    true_gap = effects - (effects.sum() - effects) / 29
    reports, shares, found = [], [], []
    for _ in range(200):
        noise = 0.6 * rng.standard_normal((1200, 1)) + 0.8 * rng.standard_normal((1200, 8))
        scores = pd.DataFrame(noise + effects[school][:, None])
        table = compare_with_region(scores, pd.Series(school))
        sign = table["label"].map({"higher": 1, "lower": -1}).fillna(0).to_numpy()
        truth = np.sign(np.round(true_gap, 12)).repeat(8)
        wrong = (sign != 0) & (sign != truth)
        reports.append(wrong.reshape(30, 8).any(axis=1).mean())
        region = clearly_different(table)["label"].map({"higher": 1, "lower": -1}).fillna(0)
        labelled = (region != 0).to_numpy()
        shares.append((labelled & (region.to_numpy() != truth)).sum() / max(labelled.sum(), 1))
        found.append((sign[np.abs(effects).repeat(8) == 0.5] != 0).mean())
    assert np.mean(reports) <= 0.05
    assert np.mean(shares) <= 0.05
    assert np.mean(found) > 0.5


def test_rule_of_reliability() -> None:
    verdict = comparability({"a": 0.699, "b": 0.70, "c": 0.80, "d": float("nan")})
    assert verdict["verdict"].tolist() == ["withheld", "shown", "pairs", "withheld"]
    assert verdict["reason"].tolist() == [
        "reliability_below_70",
        "reliability_70_to_80",
        "reliability_from_80",
        "reliability_unknown",
    ]


def test_invariance_comes_before_reliability() -> None:
    verdict = comparability(
        pd.Series({"a": 0.9, "b": 0.9, "c": 0.9, "d": 0.2}),
        invariant={"a": True, "b": False, "c": None, "d": False},
    )
    assert verdict["reason"].tolist() == [
        "reliability_from_80",
        "not_invariant",
        "invariance_not_tested",
        "not_invariant",
    ]
    with pytest.raises(ParameterError, match="scale 'b'"):
        comparability({"a": 0.5, "b": 0.5}, invariant={"a": True})
    with pytest.raises(ParameterError, match="highest is 1"):
        comparability({"a": 1.5})


def test_real_pupils_belonging_is_withheld_and_discipline_shown(shared: Path) -> None:
    """The Netherlands in PISA 2003, whole and as three made-up regions of 51 or 52 schools."""
    folder = shared / "data" / "pisa2003_nld"
    pupils = pd.read_csv(folder / "pisa2003_nld.csv", dtype={"school_id": str})
    items = pd.read_csv(folder / "codebook.csv")
    school = pupils["school_id"]
    names = sorted(school.unique())
    scores = {}
    for scale in ("BELONG", "DISCLIM"):
        rows = items[items["scale"] == scale]
        turned = {
            row["item"]: 5 - pupils[row["item"]]
            if row["reverse_so_high_is_more"]
            else pupils[row["item"]]
            for _, row in rows.iterrows()
        }
        scores[scale] = pd.DataFrame(turned).mean(axis=1)
    for scale, value in (("BELONG", 0.49), ("DISCLIM", 0.74)):
        typical = school_means(scores[scale], school)["reliability"].median()
        assert typical == pytest.approx(value, abs=0.01)
        assert 0.03 <= icc(scores[scale], school).icc_reml <= 0.1005
    for start in range(3):
        here = school.isin(names[start::3])
        reliability = {
            scale: icc(score[here], school[here]).reliability for scale, score in scores.items()
        }
        verdict = comparability(reliability)
        assert verdict["verdict"].tolist() == ["withheld", "shown"]
        assert verdict["reason"].tolist() == ["reliability_below_70", "reliability_70_to_80"]


def test_no_school_is_an_empty_table() -> None:
    nobody = pd.DataFrame({"rust": pd.Series(dtype=float)})
    found = compare_with_region(nobody, pd.Series(dtype=str))
    assert found.empty
    assert "label" in found
