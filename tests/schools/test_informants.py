"""Gaps between informants: score tests, Newcombe's and cluster-robust intervals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import ParameterError
from aspiratie.schools.informants import informant_gaps, newcombe_interval, regional_gaps

REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "schools_compare.json"
EXPECTED: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))


def answers(yes: list[int], asked: list[int]) -> pd.DataFrame:
    """One item a pair; rows after the last answer are missing."""
    longest = max(asked)
    return pd.DataFrame(
        {
            f"i{k}": [1.0] * y + [0.0] * (n - y) + [np.nan] * (longest - n)
            for k, (y, n) in enumerate(zip(yes, asked, strict=True))
        }
    )


def test_gaps_of_a_school_equal_r() -> None:
    theirs = answers(EXPECTED["yes"], EXPECTED["asked"])
    ours = answers(EXPECTED["yes_reference"], EXPECTED["asked_reference"])
    table = informant_gaps(
        ours, pd.Series("s", index=ours.index), theirs, pd.Series("s", index=theirs.index)
    )
    np.testing.assert_allclose(table["p"], EXPECTED["score_p"], rtol=1e-9)
    interval = 100 * np.array(EXPECTED["newcombe"])
    np.testing.assert_allclose(table[["low", "high"]], interval, atol=1e-9)
    assert table["n"].tolist() == EXPECTED["asked"]
    assert table["label"].tolist() == ["similar", "similar", "lower", "similar"]
    assert table.loc[3, "points"] == pytest.approx(100 * (1 - 70 / 75))


def test_newcombe_of_an_empty_group_is_unknown() -> None:
    low, high = newcombe_interval([0, 3], [0, 10], [5, 0], [10, 0])
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_gap_over_schools_equals_cluster_robust_regression_in_r() -> None:
    expected = EXPECTED["robust"]
    data = pd.DataFrame({name: expected[name] for name in ("school", "other", "y")})
    parts = {name: data[data["other"] == k] for k, name in enumerate(["pupil", "teacher"])}
    table = regional_gaps(
        {name: part[["y"]] for name, part in parts.items()},
        {name: part["school"] for name, part in parts.items()},
        reference="pupil",
    )
    row = table.iloc[0]
    assert row["informant"] == "teacher"
    assert row["n_schools"] == 6
    assert row["points"] == pytest.approx(100 * expected["gap"])
    assert row["low"] == pytest.approx(100 * expected["low"])
    assert row["high"] == pytest.approx(100 * expected["high"])
    assert row["p"] == pytest.approx(expected["p"])


def test_without_schools_the_interval_is_newcombes() -> None:
    theirs = answers(EXPECTED["yes"], EXPECTED["asked"])
    ours = answers(EXPECTED["yes_reference"], EXPECTED["asked_reference"])
    table = regional_gaps({"pupil": ours, "team": theirs}, None, reference="pupil")
    np.testing.assert_allclose(
        table[["low", "high"]], 100 * np.array(EXPECTED["newcombe"]), atol=1e-9
    )
    assert (table["n_schools"] == 1).all()


def test_only_mirrored_items_and_shared_schools() -> None:
    ours = pd.DataFrame({"a": [1.0, 0.0, 1.0], "b": [1.0, 1.0, 0.0]})
    theirs = pd.DataFrame({"b": [1.0, 0.0], "c": [1.0, 1.0]})
    table = informant_gaps(ours, pd.Series(["x", "x", "y"]), theirs, pd.Series(["x", "z"]), n_min=1)
    assert table[["school", "item"]].to_numpy().tolist() == [["x", "b"]]
    few = informant_gaps(ours, pd.Series(["x", "x", "y"]), theirs, pd.Series(["x", "z"]))
    assert few["label"].tolist() == ["not_compared"]
    assert np.isnan(few["p_adjusted"]).all()
    nothing = informant_gaps(ours[["a"]], pd.Series(["x", "x", "y"]), theirs, pd.Series(["x", "z"]))
    assert nothing.empty
    assert "points" in nothing.columns
    assert regional_gaps({"pupil": ours}, None, reference="pupil").empty


def test_answers_that_are_no_agreement_are_refused() -> None:
    ours = pd.DataFrame({"a": [1.0, 4.0, 5.0]})
    school = pd.Series(["x"] * 3)
    with pytest.raises(ParameterError, match="item 'a': has 2 of them"):
        informant_gaps(ours, school, pd.DataFrame({"a": [1.0]}), pd.Series(["x"]))
    with pytest.raises(ParameterError, match="reference 'pupil'"):
        regional_gaps({"team": ours}, None, reference="pupil")
    with pytest.raises(ParameterError, match="no schools of team"):
        regional_gaps({"pupil": ours, "team": ours}, {"pupil": school}, reference="pupil")
    with pytest.raises(ParameterError, match="alpha"):
        informant_gaps(ours, school, ours, school, alpha=1.5)


@pytest.mark.slow
def test_interval_over_schools_holds_the_gap() -> None:
    rng = np.random.default_rng(20260505)
    held = []
    for _ in range(200):
        school = {
            "pupil": pd.Series(np.repeat(np.arange(25), 30)),
            "teacher": pd.Series(np.repeat(np.arange(25), 6)),
        }
        lean = rng.normal(0, 0.12, 25)
        shares = {"pupil": 0.5, "teacher": 0.65}
        agrees = {
            name: pd.DataFrame({"i": (rng.random(len(s)) < shares[name] + lean[s]).astype(float)})
            for name, s in school.items()
        }
        row = regional_gaps(agrees, school, reference="pupil").iloc[0]
        held.append(row["low"] <= 15 <= row["high"])
    assert 0.91 <= np.mean(held) <= 0.985
