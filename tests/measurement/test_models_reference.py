"""Regressions, defined parameters, std.lv, orthogonal and mixed items against lavaan."""

from __future__ import annotations

import json
import math
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import ConvergenceWarning
from aspiratie.measurement.invariance.sequence import measurement_invariance
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.result import CfaResult

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
TWO = "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8\n"
MIMIC = TWO + "F ~ a*female + b*age\nG ~ c*female + age\nd := a*b\ne := exp(a) - c^2/2"
DIRECT = TWO + "F ~ female + age\nG ~ female + age\ny2 ~ female"
AGE = TWO + "F ~ age\nG ~ age"
MIXED = "F =~ y1 + y2 + y3 + y4 + c1\nC =~ c3 + b1 + b2 + b3 + b4"
ORDERED = ["y1", "y2", "y3", "y4", "b1", "b2", "b3", "b4"]
THETA = {"parameterization": "theta"}
MIX = {"ordered": ORDERED}
RUNS: dict[str, tuple[str, dict[str, Any]]] = {
    "mimic_wlsmv": (MIMIC, {}),
    "mimic_theta": (MIMIC, THETA),
    "mimic_dwls": (MIMIC, {"estimator": "DWLS"}),
    "direct_wlsmv": (DIRECT, {}),
    "direct_mlr": (DIRECT, {"estimator": "MLR"}),
    "mimic_ml": (MIMIC, {"estimator": "ML"}),
    "mimic_mlr": (MIMIC + "\ny1 ~ 1", {"estimator": "MLR"}),
    "groups_wlsmv": (AGE, {"group": "female"}),
    "groups_ml": (
        AGE,
        {
            "group": "female",
            "estimator": "ML",
            "group_equal": ["loadings", "intercepts", "regressions"],
        },
    ),
    "mimic_fiml": (MIMIC, {"estimator": "ML", "missing": "fiml"}),
    "mimic_fiml_mlr": (MIMIC, {"estimator": "MLR", "missing": "fiml"}),
    "mimic_pairwise": (TWO, {"missing": "pairwise"}),
    "structural_ml": (TWO + "G ~ F + female", {"estimator": "ML"}),
    "structural_wlsmv": (TWO + "G ~ F + female", {}),
    "std_lv": (TWO, {"std_lv": True}),
    "std_lv_groups": (
        TWO,
        {"std_lv": True, "group": "female", "group_equal": ["loadings"], "estimator": "ML"},
    ),
    "orthogonal": (TWO, {"orthogonal": True}),
    "mixed": (MIXED, MIX),
    "mixed_theta": (MIXED, MIX | THETA),
    "mixed_two_numeric": ("F =~ y1 + y2 + c1 + c2 + c3", {"ordered": ["y1", "y2"]}),
    "mixed_mimic": (MIXED + "\nF ~ female + age\nC ~ female", MIX),
    "mixed_groups": (MIXED, MIX | {"group": "female"}),
}
INVARIANCE = {
    "second": TWO + "Z =~ z1 + z2 + z3 + z4\nT =~ F + G + Z",
    "part_binary": "F =~ y1 + y2 + b1 + b2 + y3",
    "binary": "H =~ b1 + b2 + b3 + b4",
}
#: Robust indices of FIML with covariates: lavaan takes the covariates' moments otherwise.
FIML = ("mimic_fiml", "mimic_fiml_mlr")


@pytest.fixture(scope="module")
def numbers() -> dict[str, Any]:
    return json.loads((REFERENCE / "models.json").read_text())


def answers(name: str) -> pd.DataFrame:
    gaps = name in (*FIML, "mimic_pairwise")
    return pd.read_csv(REFERENCE / ("models_gaps.csv" if gaps else "models.csv"))


@cache
def fit(name: str) -> CfaResult:
    model, options = RUNS[name]
    return cfa(answers(name), model, **options)


def key_of(row: dict[str, Any], labels: list[Any]) -> tuple[Any, ...]:
    if row["op"] == ":=":
        return row["lhs"], ":=", "all"
    return row["lhs"], row["op"], row["rhs"] or "", labels[row.get("group", 1) - 1]


@pytest.mark.parametrize("name", RUNS)
def test_estimates_and_fit_equal_lavaan(name: str, numbers: dict[str, Any]) -> None:
    result, r = fit(name), numbers[name]
    labels = list(result.n_by_group.index)
    table = {
        (row.lhs, ":=", "all") if row.op == ":=" else (row.lhs, row.op, row.rhs, row.group): row
        for row in result.estimates.itertuples()
    }
    covariates = result.fitted.model.table.covariates
    wanted = [row for row in r["estimates"] if row["lhs"] not in covariates]
    assert len(wanted) == len(table)
    standard = {key_of(row, labels): row["est.std"] for row in r["standardized"]}
    for row in wanted:
        key = key_of(row, labels)
        own = table[key]
        assert own.est == pytest.approx(row["est"], rel=4e-5, abs=4e-5), key
        if row["se"]:
            assert own.se == pytest.approx(row["se"], rel=2e-5, abs=1e-5), key
            assert own.ci_lower == pytest.approx(row["ci.lower"], rel=4e-5, abs=4e-5), key
            assert own.ci_upper == pytest.approx(row["ci.upper"], rel=4e-5, abs=4e-5), key
        elif row["op"] != ":=":
            assert math.isnan(own.se), key
        if row["op"] != ":=":
            assert own.std_all == pytest.approx(standard[key], abs=4e-5), key
    names = [n for n in r["fit"] if n in result.fit.index and n != "rmsea.ci.level"]
    assert {"chisq", "df", "npar", "cfi", "rmsea", "srmr", "rmr", "crmr"} <= set(names)
    for measure in names:
        there = r["fit"][measure]
        loose = 4e-4 if name in FIML and "robust" in measure else 1e-5
        if there is None or there == "NA":
            assert math.isnan(result.fit[measure]), measure
        else:
            assert result.fit[measure] == pytest.approx(there, rel=loose, abs=loose), measure


@pytest.mark.parametrize("name", ["mimic_wlsmv", "mixed_two_numeric", "groups_wlsmv"])
def test_statistics_behind_the_fit_equal_lavaan(name: str, numbers: dict[str, Any]) -> None:
    """Sample statistics and the diagonal of gamma; lavaan puts means among the thresholds."""
    groups = fit(name).fitted.ordinal.groups  # type: ignore[union-attr]
    ours = np.concatenate([np.diagonal(group.gamma) for group in groups])
    np.testing.assert_allclose(ours, numbers[name]["gamma"], rtol=1e-6)
    found = np.abs(np.concatenate([group.statistics for group in groups]))
    there = np.abs(numbers[name]["statistics"])  # means have a minus there
    np.testing.assert_allclose(found, there, atol=1e-6)


@pytest.mark.parametrize(("name", "atol"), [("mimic_ml", 1e-5), ("mixed", 1e-4)])
def test_factor_scores_equal_lavaan(name: str, atol: float, numbers: dict[str, Any]) -> None:
    scores = fit(name).factor_scores
    assert list(scores.columns) == [row for row in scores.columns if row in "FGC"]
    np.testing.assert_allclose(scores.head(8), numbers[name]["scores"], atol=atol)


@pytest.mark.parametrize("name", INVARIANCE)
def test_invariance_of_second_order_and_binary_items_equals_r(name: str) -> None:
    r = json.loads((REFERENCE / "invariance.json").read_text())[name]
    with (
        pytest.warns(ConvergenceWarning, match="two answers") if name != "second" else nullcontext()
    ):
        found = measurement_invariance(answers(name), INVARIANCE[name], group="female")
    assert list(found.steps.index) == list(r)
    for step, there in r.items():
        row = found.steps.loc[step]
        for measure in ("chisq", "df", "chisq.scaled", "cfi.scaled", "rmsea.scaled", "srmr"):
            assert row[measure] == pytest.approx(there["fit"][measure], rel=1e-6, abs=1e-6), measure
        if there.get("difference"):
            assert row["chisq.diff"] == pytest.approx(there["difference"]["chisq"], rel=1e-5)
            assert row["df.diff"] == there["difference"]["df"]
