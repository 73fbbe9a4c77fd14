"""Measurement invariance: R's chains, and verdicts on groups with a known truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import ConvergenceWarning, EstimationError, ParameterError
from aspiratie.measurement.invariance.sequence import InvarianceResult, measurement_invariance

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
ONE = "F =~ q1 + q2 + q3 + q4 + q5 + q6"
HS = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
BFI = "\n".join(f"{k} =~ " + " + ".join(f"{k}{i}" for i in range(1, 6)) for k in "ACENO")
STEPS = ["configural", "thresholds", "loadings", "intercepts"]
CHISQ = ["chisq", "chisq.scaled", "baseline.chisq", "baseline.chisq.scaled"]
INDICES = ["cfi", "tli", "rmsea", "srmr", "cfi.scaled", "tli.scaled", "rmsea.scaled"]


@pytest.fixture(scope="module")
def simulated() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REFERENCE / "cfa_simulated.json").read_text())
    return found


@pytest.fixture(scope="module")
def five() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "cfa_simulated_five.csv")


@pytest.fixture(scope="module")
def chain(five: pd.DataFrame) -> InvarianceResult:
    return measurement_invariance(five, ONE, group="school")


def check_step(found: pd.Series[Any], wanted: dict[str, float | None]) -> None:
    assert found["df"] == wanted["df"]
    assert found["npar"] == wanted["npar"]
    for name in [name for name in CHISQ if name in wanted and name in found.index]:
        assert found[name] == pytest.approx(wanted[name], rel=1e-5), name
    for name in [name for name in INDICES if name in wanted and name in found.index]:
        assert found[name] == pytest.approx(wanted[name], abs=1e-5), name


def test_ordinal_chain_equals_semtools(chain: InvarianceResult, simulated: dict[str, Any]) -> None:
    assert list(chain.steps.index) == STEPS
    for step in STEPS:
        reference = simulated["five"]["chain"][step]
        check_step(chain.steps.loc[step], reference["fit"])
        rows = chain.models[step].estimates.set_index(["lhs", "op", "rhs", "group"])
        for row in reference["estimates"]:
            key = (row["lhs"], row["op"], row["rhs"] or "", ("north", "south")[row["group"] - 1])
            here = rows.loc[key]
            assert here["est"] == pytest.approx(row["est"], abs=1e-4), (step, key)
            if row["se"]:
                assert here["se"] == pytest.approx(row["se"], abs=1e-4), (step, key)


def test_ordinal_difference_tests_equal_lavaan(
    chain: InvarianceResult, simulated: dict[str, Any]
) -> None:
    for step, row in zip(STEPS[1:], simulated["five"]["lrt"][1:], strict=True):
        here = chain.steps.loc[step]
        assert here["df.diff"] == row["Df.diff"]
        assert here["chisq.diff"] == pytest.approx(row["Chisq.diff"], rel=1e-4), step
        assert here["pvalue.diff"] == pytest.approx(row["Pr..Chisq."], rel=1e-3, abs=1e-12)


def test_bfi_chain_equals_semtools(shared: Path) -> None:
    reference = json.loads((shared / "reference/cfa_ordinal_bfi.json").read_text())
    answers = pd.read_csv(shared / "data/bfi/bfi.csv")
    found = measurement_invariance(answers, BFI, group="gender")
    names = ["WE_configural", "WE_thresholds", "WE_thresholds_loadings"]
    for step, name in zip(STEPS, [*names, f"{names[-1]}_intercepts"], strict=True):
        check_step(found.steps.loc[step], reference[name]["fit"])
        rows = found.models[step].estimates.set_index(["lhs", "op", "rhs", "group"])
        for row in reference[name]["estimates"]:
            here = rows.loc[(row["lhs"], row["op"], row["rhs"] or "", row["group"])]
            assert here["est"] == pytest.approx(row["est"], rel=5e-4, abs=5e-4)
    assert found.level == ""
    assert "cannot be compared with this model" in found.verdict


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_continuous_chain_equals_lavaan(estimator: str, shared: Path) -> None:
    reference = json.loads((shared / "reference/cfa_hs1939.json").read_text())
    answers = pd.read_csv(shared / "data/hs1939/hs1939.csv")
    found = measurement_invariance(
        answers,
        HS,
        group="school",
        ordinal=False,
        estimator=estimator,  # type: ignore[arg-type]
    )
    prefix = "mg_mlr_" if estimator == "MLR" else "mg_"
    steps = ["configural", "metric", "scalar", "strict"]
    assert list(found.steps.index) == steps
    for step in steps:
        check_step(found.steps.loc[step], reference[prefix + step]["fit"])
    for step, row in zip(steps[1:], reference[f"{prefix}lrt"][1:], strict=True):
        here = found.steps.loc[step]
        assert here["df.diff"] == row["Df diff"]
        assert here["chisq.diff"] == pytest.approx(row["Chisq diff"], rel=1e-5)
        assert here["pvalue.diff"] == pytest.approx(row["Pr(>Chisq)"], rel=1e-3)
    # the items that the literature frees
    assert set(found.noninvariant["item"].head(2)) == {"x3", "x7"}
    assert set(found.noninvariant["step"]) == {"scalar"}


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_simulated_continuous_chain(
    estimator: str, five: pd.DataFrame, simulated: dict[str, Any]
) -> None:
    found = measurement_invariance(
        five,
        ONE,
        group="school",
        ordinal=False,
        estimator=estimator,  # type: ignore[arg-type]
    )
    reference = simulated["five"][estimator]
    for step, row in zip(found.steps.index, reference["lrt"], strict=True):
        check_step(found.steps.loc[step], reference["chain"][step]["fit"])
        if step != "configural":
            here = found.steps.loc[step]
            assert here["chisq.diff"] == pytest.approx(row["Chisq.diff"], rel=1e-5)


def test_three_answers(five: pd.DataFrame, simulated: dict[str, Any]) -> None:
    items = [f"q{k}" for k in range(1, 7)]
    trio = five.assign(**five[items].replace({1: 1, 2: 1, 3: 2, 4: 3, 5: 3}))
    with pytest.warns(ConvergenceWarning, match="tests nothing"):
        found = measurement_invariance(trio, ONE, group="school")
    for step in STEPS:
        check_step(found.steps.loc[step], simulated["five"]["trio"][step])
    assert np.isnan(found.steps.loc["thresholds", "chisq.diff"])
    assert found.steps.loc["thresholds", "df.diff"] == 0


def test_two_answers_join_at_the_last_step_and_it_is_said(five: pd.DataFrame) -> None:
    pairs = five.assign(q3=(five["q3"] > 3).astype(int))
    with pytest.warns(ConvergenceWarning, match="q3: have two answers"):
        found = measurement_invariance(pairs, ONE, group="school")
    own = found.models["loadings"].estimates.query("op == '=~' and rhs == 'q3'")["est"]
    assert own.nunique() == 2
    own = found.models["intercepts"].estimates.query("op == '=~' and rhs == 'q3'")["est"]
    assert own.nunique() == 1


def simulate(
    *, loading: float = 0.0, shift: float = 0.0, cut: float = 0.0, seed: int = 1
) -> pd.DataFrame:
    """Two groups of 900; item b of the second differs as said, its factor mean is higher."""
    rng = np.random.default_rng(seed)
    n = 900
    frames = []
    for group in range(2):
        eta = rng.normal(0.5 * group, 1, size=(n, 1))
        slopes = np.array([0.9, 0.9 + loading * group, 0.8, 0.8, 0.9, 0.7])
        latent = slopes * eta + 0.7 * rng.normal(size=(n, 6))
        latent[:, 1] += shift * group
        cuts = np.array([-1.2, -0.4, 0.5, 1.3])
        codes = np.digitize(latent, cuts)
        codes[:, 1] = np.digitize(latent[:, 1], cuts + group * np.array([0, cut, 0, -cut]))
        frames.append(pd.DataFrame(codes, columns=list("abcdef")).assign(group="xy"[group]))
    return pd.concat(frames, ignore_index=True)


MODEL = "F =~ a + b + c + d + e + f"


def test_equal_groups_may_be_compared() -> None:
    found = measurement_invariance(simulate(), MODEL, group="group")
    assert found.level == "intercepts"
    assert found.steps["holds"].all()
    assert found.verdict.startswith("These groups may be compared: factor means")
    assert "Chen (2007)" in found.verdict
    assert found.noninvariant.empty
    mean = found.models["intercepts"].estimates.query("lhs == 'F' and op == '~1' and group == 'y'")
    assert mean["est"].item() == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize(
    ("difference", "level", "step"),
    [
        ({"cut": 0.7}, "configural", "thresholds"),
        ({"loading": -0.8}, "thresholds", "loadings"),
        ({"shift": 1.0}, "loadings", "intercepts"),
    ],
)
def test_the_item_that_differs_is_found(
    difference: dict[str, float], level: str, step: str
) -> None:
    found = measurement_invariance(simulate(**difference), MODEL, group="group")
    tests = found.steps["pvalue.diff"]
    assert tests[step] < 1e-4
    assert found.level == level
    assert set(found.noninvariant["step"]) == {step}
    released = found.noninvariant.dropna(subset=["released"])
    assert released["item"].tolist() == ["b"]
    assert "let go (b) the step holds" in found.verdict
    assert found.partial is not None
    assert found.partial.fit["df"] < found.models[step].fit["df"]


def test_a_strong_shift_forbids_comparing_means() -> None:
    found = measurement_invariance(simulate(shift=1.3), MODEL, group="group")
    assert found.level == "loadings"
    assert "means may not" in found.verdict
    assert found.noninvariant["item"].iloc[0] == "b"
    assert "difference test" in found.verdict


def test_continuous_groups_with_a_shift() -> None:
    rng = np.random.default_rng(8)
    group = np.repeat(["x", "y"], 500)
    frame = pd.DataFrame(0.8 * rng.normal(size=(1000, 1)) + 0.6 * rng.normal(size=(1000, 6)))
    frame.columns = pd.Index(list("abcdef"))
    frame.loc[group == "y", "b"] += 0.7
    found = measurement_invariance(frame, MODEL, group=pd.Series(group), ordinal=False)
    assert found.level == "metric"
    assert found.noninvariant.dropna(subset=["released"])["item"].tolist() == ["b"]
    assert found.noninvariant["item"].iloc[0] == "b"
    assert set(found.steps["indices"]) == {"robust"}


def test_many_groups_have_their_own_rule() -> None:
    frame = simulate()
    frame["group"] = np.random.default_rng(2).integers(0, 10, len(frame))
    found = measurement_invariance(frame, MODEL, group="group", ordinal=False)
    assert "Rutkowski" in found.source
    assert len(found.models["scalar"].n_by_group) == 10


def test_what_is_refused() -> None:
    frame = simulate()
    gone = frame.assign(c=frame["c"].where((frame["group"] == "x") | (frame["c"] > 0), 1))
    with pytest.raises(EstimationError, match="lacks a category"):
        measurement_invariance(gone, MODEL, group="group")
    with pytest.raises(ParameterError, match="third level") as caught:
        measurement_invariance(
            frame.assign(age=np.arange(len(frame))),
            "F =~ a + b + c\nG =~ d + e\nH =~ 1*F + 1*G\nI =~ H + f\nF ~ age",
            group="group",
        )
    assert [problem.where for problem in caught.value.problems] == [
        "factor H",
        "factor I",
        "F ~ age",
    ]
    with pytest.raises(ParameterError, match="does not go with"):
        measurement_invariance(frame, MODEL, group="group", estimator="MLR")
    with pytest.raises(ParameterError, match="no column"):
        measurement_invariance(frame, MODEL, group="class")


def test_labels_tie_within_groups_until_loadings_are_equal() -> None:
    frame = simulate()
    extra = np.random.default_rng(6).normal(size=(len(frame), 1))
    latent = extra + np.random.default_rng(7).normal(size=(len(frame), 2))
    frame[["e", "f"]] = np.digitize(latent, [-1, 0, 1])
    model = "F =~ a + b + c + d\nG =~ p*e + p*f"
    found = measurement_invariance(frame, model, group="group")
    for step, number in (("configural", 2), ("loadings", 1)):
        rows = found.models[step].estimates.query("lhs == 'G' and op == '=~'")
        assert rows["est"].round(12).nunique() == number
