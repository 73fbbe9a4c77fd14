"""Weighted pupils in schools: ordinal and continuous models against lavaan 0.7."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import FewClustersWarning, ParameterError, SparseDataWarning
from aspiratie.measurement.invariance.sequence import measurement_invariance, step_fits
from aspiratie.measurement.polychoric.matrix import polychoric
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.compare_models import compare_models
from aspiratie.measurement.sem.difference_tests import difference_test
from aspiratie.measurement.sem.result import CfaResult

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
TWO = "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8"
APART = TWO + "\nF ~~ 0*G"
ITEMS = [f"y{k}" for k in range(1, 9)]
Reference = dict[str, Any]

CASES: dict[str, dict[str, Any]] = {
    "wlsmv_cluster": {"cluster": "school"},
    "wlsmv_weights": {"weights": "w"},
    "wlsmv_both": {"cluster": "school", "weights": "w"},
    "wlsmv_both_theta": {"cluster": "school", "weights": "w", "parameterization": "theta"},
    "wlsmv_weights_pairwise": {"weights": "w", "missing": "pairwise"},
    "ulsmv_both": {"cluster": "school", "weights": "w", "estimator": "ULSMV"},
    "mlr_cluster": {"cluster": "school", "estimator": "MLR"},
    "mlr_weights": {"weights": "w", "estimator": "MLR"},
    "mlr_both": {"cluster": "school", "weights": "w", "estimator": "MLR"},
    "fiml_cluster": {"cluster": "school", "estimator": "MLR", "missing": "fiml"},
    "fiml_both": {"cluster": "school", "weights": "w", "estimator": "MLR", "missing": "fiml"},
    "wlsmv_groups": {"cluster": "school", "weights": "w", "group": "girl"},
    "mlr_groups": {"cluster": "school", "weights": "w", "group": "girl", "estimator": "MLR"},
}
# lavaan 0.7 takes n - G for n in Savalei's robust RMSEA of ordinal items; 0.6, which is followed
# here, n. Tests of close fit move with it.
OTHER = ("rmsea.robust", "rmsea.ci.lower.robust", "rmsea.ci.upper.robust", "pvalue.robust")


@pytest.fixture(scope="module")
def reference() -> Reference:
    found: Reference = json.loads((REFERENCE / "design.json").read_text())
    return found


@pytest.fixture(scope="module")
def pupils() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "design.csv")


def differs(result: CfaResult, wanted: Reference) -> list[str]:
    """Names of fit measures and rows of estimates that differ from lavaan's."""
    wrong = []
    for name, there in wanted["fit"].items():
        if name not in result.fit.index or not isinstance(there, (int, float)):
            continue
        if any(part in name for part in OTHER) and "wls" in result.estimator.lower():
            continue
        here = float(result.fit[name])
        close = 5e-4 if "pvalue" in name else 2e-5 * max(1.0, abs(there))
        if not abs(here - there) <= close:
            wrong.append(f"{name}: {here} against {there}")
    labels = list(result.n_by_group.index)
    table = result.estimates.set_index(["lhs", "op", "rhs", "group"])
    for row in wanted["estimates"]:
        group = labels[row["group"] - 1] if "group" in row else labels[0]
        here = table.loc[(row["lhs"], row["op"], row["rhs"] or "", group)]
        se = 0.0 if math.isnan(here["se"]) else here["se"]
        if abs(here["est"] - row["est"]) > 2e-5 or abs(se - row["se"]) > 2e-5:
            wrong.append(f"{row['lhs']} {row['op']} {row['rhs']}: {here['est']} ({se})")
    return wrong


@pytest.mark.parametrize("case", CASES)
def test_models(case: str, pupils: pd.DataFrame, reference: Reference) -> None:
    options = CASES[case]
    wide = cfa(pupils, TWO, **options)
    wanted = reference["models"][case]
    assert not differs(wide, wanted)
    test = difference_test(wide.fitted, cfa(pupils, APART, **options).fitted)
    if isinstance(wanted["lrt"]["chisq"], float):
        assert test.chisq == pytest.approx(wanted["lrt"]["chisq"], rel=2e-5)
        assert test.df == wanted["lrt"]["df"]


def test_weighted_correlations(pupils: pd.DataFrame, reference: Reference) -> None:
    wanted = reference["models"]
    found = polychoric(pupils[[*ITEMS, "w"]], missing="listwise", weights="w")
    matrix = np.array(wanted["correlations_weights"])
    assert np.abs(found.correlations.to_numpy() - matrix).max() < 1e-6
    cuts = [
        wanted["thresholds_weights"][f"{item}|{level}"] for item, level in found.thresholds.index
    ]
    assert np.abs(found.thresholds.to_numpy() - cuts).max() < 1e-7


@pytest.mark.parametrize("name", ["cluster", "weights", "both"])
def test_gamma(name: str, pupils: pd.DataFrame, reference: Reference) -> None:
    options: dict[str, Any] = CASES[f"wlsmv_{name}"]
    columns = [*ITEMS, *options.values()]
    found = polychoric(pupils[columns], missing="listwise", acov=True, **options)
    assert found.acov is not None
    gamma = np.diag(found.acov) * found.n
    wanted = np.array(reference["models"][f"gamma_{name}"])
    assert gamma == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("case", ["mimic", "mixed"])
def test_covariates_and_items_of_both_kinds(case: str, pupils: pd.DataFrame) -> None:
    reference = json.loads((REFERENCE / "design_covariates.json").read_text())[case]
    complete = pupils.dropna()
    if case == "mimic":
        found = cfa(complete, TWO + "\nF ~ girl\nG ~ girl", cluster="school")
    else:
        found = cfa(complete, TWO, ordered=ITEMS[:6], cluster="school")
    for name in ("chisq", "df", "chisq.scaled", "chisq.scaling.factor", "cfi.scaled"):
        assert found.fit[name] == pytest.approx(reference["fit"][name], rel=1e-6)
    table = found.estimates.set_index(["lhs", "op", "rhs"])
    for row in reference["estimates"]:
        key = (row["lhs"], row["op"], row["rhs"] or "")
        if key in table.index and row["se"]:
            assert table.loc[key, "est"] == pytest.approx(row["est"], abs=1e-6)
            assert table.loc[key, "se"] == pytest.approx(row["se"], abs=1e-6)


def test_pisa(shared: Path) -> None:
    reference = json.loads((shared / "reference/cfa_cluster_pisa.json").read_text())
    made = reference["made"]
    items = [
        item.strip()
        for line in made["model"].splitlines()
        for item in line.split("=~")[1].split("+")
    ]
    raw = pd.read_csv(shared / "data/pisa2003_nld/pisa2003_nld.csv")
    raw = raw.dropna(subset=[*items, "school_id", "w_fstuwt", "gender"])
    raw[made["reversed"]] = 5 - raw[made["reversed"]]
    one = "F =~ " + " + ".join(items)
    designs: dict[str, dict[str, Any]] = {
        "plain": {},
        "cluster": {"cluster": "school_id"},
        "weights": {"weights": "w_fstuwt"},
        "weights_cluster": {"cluster": "school_id", "weights": "w_fstuwt"},
    }
    for name, options in designs.items():
        ordinal = cfa(raw, made["model"], **options)
        assert not differs(ordinal, reference["wlsmv"][name]), name
        continuous = cfa(raw, made["model"], estimator="MLR", **options)
        assert not differs(continuous, reference["mlr"][name]), name
        test = difference_test(ordinal.fitted, cfa(raw, one, **options).fitted)
        wanted = reference["difference_one_factor_wlsmv"][name]["Chisq diff"]
        assert test.chisq == pytest.approx(wanted, rel=1e-6)
        if f"gamma_diag_{name}" in reference:
            assert ordinal.fitted.ordinal is not None
            gamma = np.diag(ordinal.fitted.ordinal.groups[0].gamma)
            assert gamma == pytest.approx(np.array(reference[f"gamma_diag_{name}"]), rel=1e-6)
    for name in ("plain", "cluster"):
        # lavaan 0.7 frees the intercepts where thresholds are equal, as Wu and Estabrook do
        steps = dict(step_fits(raw, made["model"], group="gender", **designs[name]))
        wanted = reference[f"groups_{name}"]
        both = {"configural": "configural", "loadings": "thresholds_loadings"}
        for here, there in both.items():
            for measure in ("chisq", "chisq.scaled", "chisq.scaling.factor", "df", "srmr"):
                assert steps[here].fit[measure] == pytest.approx(
                    wanted[there]["fit"][measure], rel=1e-6
                )
        test = difference_test(steps["configural"], steps["loadings"])
        assert test.chisq == pytest.approx(wanted["difference"]["Chisq diff"], rel=1e-6)


# --- what must be so whatever the data ------------------------------------------------------


def test_a_cluster_a_pupil_is_no_cluster(pupils: pd.DataFrame) -> None:
    own = pupils.assign(pupil=np.arange(len(pupils)))
    plain = polychoric(pupils[ITEMS], acov=True)
    alone = polychoric(own[[*ITEMS, "pupil"]], acov=True, cluster="pupil")
    assert plain.acov is not None
    assert alone.acov is not None
    n = len(pupils)
    assert alone.acov.to_numpy() == pytest.approx(plain.acov.to_numpy() * n / (n - 1), abs=1e-12)


def test_pairwise_clusters_by_leaving_weights(pupils: pd.DataFrame) -> None:
    """With gaps, against the change of every estimate when a school weighs a little more."""
    columns = [*ITEMS[:3], "school"]
    found = polychoric(pupils[columns], acov=True, cluster="school")
    assert found.acov is not None
    estimates = []
    eps = 1e-4
    schools = pupils["school"].unique()
    for school in [None, *schools]:
        weight = pd.Series(1.0 + eps * (pupils["school"] == school))
        one = polychoric(pupils[ITEMS[:3]], weights=weight)
        upper = one.correlations.to_numpy()[np.triu_indices(3, 1)]
        estimates.append(np.concatenate([one.thresholds.to_numpy(), upper]))
    change = (np.array(estimates[1:]) - estimates[0]) / eps
    number = len(schools)
    by_hand = change.T @ change * number / (number - 1)
    ratio = np.diag(found.acov) / np.diag(by_hand)
    assert np.abs(ratio[:9] - 1).max() < 1e-4
    # of correlations Muthén's derivatives are products of scores, the change's are exact
    assert np.abs(ratio[9:] - 1).max() < 0.25


def test_weights_count_as_pupils_do(pupils: pd.DataFrame) -> None:
    """Whole weights give the estimates of as many copies; a constant changes nothing."""
    times = pd.Series(np.arange(len(pupils)) % 3 + 1)
    copies = pupils.loc[pupils.index.repeat(times)].reset_index(drop=True)
    for estimator in ("WLSMV", "MLR"):
        one = cfa(pupils, TWO, estimator=estimator, weights=times)  # type: ignore[arg-type]
        many = cfa(copies, TWO, estimator=estimator)  # type: ignore[arg-type]
        scaled = cfa(pupils, TWO, estimator=estimator, weights=times * 7.5)  # type: ignore[arg-type]
        assert scaled.fit.to_numpy() == pytest.approx(one.fit.to_numpy(), nan_ok=True)
        if estimator == "MLR":  # WLSMV weighs by variances, which weights change
            assert one.estimates["est"].to_numpy() == pytest.approx(
                many.estimates["est"].to_numpy(), abs=1e-6
            )
    pairs = polychoric(pupils[ITEMS], weights=times), polychoric(copies[ITEMS])
    assert pairs[0].correlations.to_numpy() == pytest.approx(
        pairs[1].correlations.to_numpy(), abs=1e-7
    )


def test_ml_becomes_mlr_and_schools_are_named(pupils: pd.DataFrame) -> None:
    asked = cfa(pupils, TWO, estimator="ML", cluster="school")
    assert asked.estimator == "MLR"
    assert asked.notes == ("Standard errors and tests are over 45 clusters.",)
    ignored = cfa(pupils, TWO)
    assert any("cluster='school'" in note for note in ignored.notes)
    large = pupils[pupils["school"].isin(pupils["school"].value_counts().index[:2])]
    of_school = cfa(large, "F =~ y1 + y2 + y3 + y4", estimator="MLR", group=large["school"])
    assert not of_school.notes  # schools are the groups themselves
    by_school = cfa(pupils, TWO, weights="w", group="girl", cluster="school")
    assert any("Weighted" in note for note in by_school.notes)
    both = compare_models(pupils, {"one": TWO, "two": APART}, cluster="school", weights="w")
    assert both.differences["nested"].all()
    assert len(both.notes) == 2


def test_steps_allow_for_schools(pupils: pd.DataFrame) -> None:
    plain = measurement_invariance(pupils, TWO, group="girl")
    steps = measurement_invariance(pupils, TWO, group="girl", cluster="school", weights="w")
    factor = "chisq.scaling.factor"
    assert (plain.steps[factor] != steps.steps[factor]).all()
    assert np.isfinite(steps.steps["pvalue.diff"].iloc[1:]).all()
    assert any("45 clusters" in note for note in steps.notes)


def test_few_clusters_are_said(pupils: pd.DataFrame) -> None:
    few = pupils[pupils["school"].isin([f"s{k}" for k in range(1, 21)])]
    with pytest.warns(FewClustersWarning, match="20 clusters"):
        result = cfa(few, TWO, cluster="school")
    assert any("20 clusters" in note for note in result.notes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"w": np.nan}, "have no weight"),
        ({"w": -1.0}, "below zero"),
        ({"w": np.inf}, "infinite"),
    ],
)
def test_bad_weights_are_refused(
    change: dict[str, float], message: str, pupils: pd.DataFrame
) -> None:
    bad = pupils.copy()
    bad.loc[[3, 8], "w"] = change["w"]
    with pytest.raises(ParameterError, match=rf"rows 3, 8: .*{message}"):
        cfa(bad, TWO, weights="w")
    with pytest.raises(ParameterError, match="weights='v'"):
        cfa(bad, TWO, weights="v")
    with pytest.raises(ParameterError, match="not numbers"):
        cfa(bad, TWO, weights="track")


def test_unknown_schools_and_nothing_weighing_rows(pupils: pd.DataFrame) -> None:
    some = pupils.copy()
    some.loc[:4, "school"] = None
    some.loc[5:7, "w"] = 0.0
    with pytest.warns(UserWarning, match=r"zero for 3 rows.*unknown for 5 rows"):
        left = cfa(some, TWO, cluster="school", weights="w")
    rest = cfa(pupils.iloc[8:], TWO, cluster="school", weights="w")
    assert left.n == rest.n
    assert left.fit["chisq.scaled"] == pytest.approx(rest.fit["chisq.scaled"])


@pytest.mark.filterwarnings("ignore::aspiratie.errors.ConvergenceWarning")
def test_too_few_pupils_are_said(pupils: pd.DataFrame) -> None:
    with pytest.warns(SparseDataWarning, match="12 respondents are fewer than the model's"):
        cfa(pupils.dropna().head(12), "F =~ y1 + y2 + y3 + y4")


def test_answers_that_nobody_gave_are_named(pupils: pd.DataFrame) -> None:
    gap = pupils.assign(y3=pupils["y3"].replace(2, 3))
    for estimate in (lambda: cfa(gap, TWO), lambda: polychoric(gap[ITEMS])):
        with pytest.warns(SparseDataWarning, match=r"\(y3: 2\)"):
            estimate()
    ordered = gap[ITEMS].astype(pd.CategoricalDtype([1.0, 2.0, 3.0, 4.0], ordered=True))
    with pytest.warns(SparseDataWarning, match="y3: 2"):
        polychoric(ordered)
    # what no item of the frame has may be a matter of coding
    polychoric(pupils[ITEMS] * 10)
