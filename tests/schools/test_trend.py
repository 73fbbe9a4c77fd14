"""Change between waves: Welch's test, cautious for small schools, refused across versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import ParameterError
from aspiratie.schools.trend import wave_change

REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "schools_compare.json"
EXPECTED: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))


def test_one_school_alone_is_welchs_test_in_r() -> None:
    expected = EXPECTED["welch"]
    now, before = (pd.DataFrame({"x": expected[name]}) for name in ("now", "before"))
    row = wave_change(
        now, pd.Series(["a"] * len(now)), before, pd.Series(["a"] * len(before))
    ).iloc[0]
    assert row["change"] == pytest.approx(expected["difference"])
    assert row["p"] == pytest.approx(expected["p"], rel=1e-10)
    assert row["ci_lower"] == pytest.approx(expected["low"], rel=1e-10)
    assert row["ci_upper"] == pytest.approx(expected["high"], rel=1e-10)
    assert (row["n"], row["n_before"]) == (12, 10)


def test_only_schools_of_both_waves_and_labels_by_size() -> None:
    rng = np.random.default_rng(1)
    now = pd.DataFrame({"x": rng.normal(3, 0.5, 90), "y": np.nan})
    before = pd.DataFrame({"y": rng.normal(3, 0.5, 70), "x": rng.normal(2, 0.5, 70)})
    table = wave_change(
        now,
        pd.Series(["a"] * 40 + ["b"] * 9 + ["c"] * 41),
        before,
        pd.Series(["a"] * 40 + ["b"] * 20 + ["d"] * 10),
    ).set_index(["school", "scale"])
    assert list(table.index) == [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]
    assert table["label"].tolist() == ["higher", "too_few", "too_few", "too_few"]
    assert table.loc[("a", "y"), "n"] == 0
    assert table.loc[("a", "x"), "p_adjusted"] == table.loc[("a", "x"), "p"]


def test_no_change_at_all_is_similar() -> None:
    school = pd.Series(np.repeat(["a", "b"], 15))
    flat = pd.DataFrame({"x": np.full(30, 2.7)})
    table = wave_change(flat, school, flat, school)
    assert (table["label"] == "similar").all()
    assert (table[["change", "ci_lower", "ci_upper"]] == 0).all(axis=None)


def test_versions_and_scales_must_agree() -> None:
    school = pd.Series(["a", "a"])
    with pytest.raises(ParameterError) as caught:
        wave_change(
            pd.DataFrame({"x": [1.0, 2]}),
            school,
            pd.DataFrame({"z": [1.0, 2]}),
            school,
            versions=("2.0", "1.1"),
            level=1,
        )
    assert [p.where for p in caught.value.problems] == ["versions", "scales", "level"]
    assert "x, z" in str(caught.value)


@pytest.mark.slow
def test_schools_without_change_are_seldom_labelled() -> None:
    rng = np.random.default_rng(20260404)
    sizes = np.resize([12, 25, 60], 15)
    wrong, held = [], []
    for _ in range(150):
        school = pd.Series(np.repeat(np.arange(15), sizes))
        truth = 0.3 * rng.standard_normal((15, 8))
        waves = [
            pd.DataFrame(
                truth[school]
                + 0.6 * rng.standard_normal((len(school), 1))
                + 0.8 * rng.standard_normal((len(school), 8))
            )
            for _ in range(2)
        ]
        table = wave_change(waves[0], school, waves[1], school)
        clear = table["label"].isin(["higher", "lower"]).to_numpy().reshape(15, 8)
        wrong.append(clear.any(axis=1).mean())
        held.append(((table["ci_lower"] <= 0) & (table["ci_upper"] >= 0)).mean())
    assert np.mean(wrong) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / (150 * 15))
    assert 0.94 <= np.mean(held) <= 0.97
