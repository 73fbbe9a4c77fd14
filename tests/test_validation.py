"""The validation page and the numbers of the paper are those that the script makes."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

import aspiratie as asp
from aspiratie.errors import ParameterError
from aspiratie.research.beside_r import beside_r, open_data, open_names, validation
from aspiratie.research.beside_r.numbers import compared

#: psych's polychorics stop at 2e-5. EFA and MLR: each one known set (see the page) besides 1e-4.
LARGEST = {"polychoric": 5e-5, "efa": 1e-4, "mlr": 1e-4}
KNOWN = {("adjectives", "efa"): 2e-3, ("athenstaedt", "mlr"): 5e-4}


@pytest.fixture(scope="module")
def script(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_validation", root / "docs/validation.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return validation()


@pytest.mark.slow
def test_every_statistic_agrees_with_r(table: pd.DataFrame) -> None:
    assert table["data"].nunique() >= 20
    for row in table.itertuples():
        limit = KNOWN.get((row.data, row.statistic), LARGEST.get(str(row.statistic), 1e-5))
        assert row.relative <= limit, (row.data, row.statistic, row.relative)
    assert float(table["relative"].median()) < 1e-6


@pytest.mark.slow
def test_the_page_and_the_paper_have_these_numbers(table: pd.DataFrame, script: ModuleType) -> None:
    page = script.PAGE.read_text(encoding="utf-8")
    made = script.page(table)
    power = re.compile(r"1e-\d+(?= \|)")
    assert power.sub("", page) == power.sub("", made)
    for said, found in zip(power.findall(page), power.findall(made), strict=True):
        # Another machine's last digits may be ten times as far away, no more.
        assert float(found) <= 10.5 * float(said)
    text = script.PAPER.read_text(encoding="utf-8")
    assert script.paper(text, script.facts(table)) == text


def test_bounds_are_the_next_power_above(script: ModuleType) -> None:
    assert script.bound(3e-7) == "1e-6"
    assert script.bound(1e-5) == "1e-5"
    assert script.bound(0.0) == "1e-9"
    with pytest.raises(ValueError, match="no place for shoe"):
        script.paper("text", {"shoe": "1"})


def test_a_wrong_number_would_be_seen() -> None:
    data = open_data("bfi_agreeableness")
    result = asp.cronbach_alpha(data.items.iloc[:-1])
    assert compared(result, data)["difference"].abs().max() > 1e-5
    with pytest.raises(ParameterError, match="nothing of R"):
        compared(asp.icc(data.items["A1"], data.group), data)
    with pytest.raises(ParameterError, match="Nothing of R is stored"):
        beside_r(asp.congruence(asp.efa(data.items, 1), data.scales), data)
    with pytest.raises(ParameterError, match="Sets: bfi"):
        open_data("shoe")


def test_open_sets_are_what_they_say() -> None:
    for name in open_names():
        data = open_data(name)
        assert data.items.notna().all().all()
        assert len(data.items) <= 500
        assert {i for of in data.scales.values() for i in of} == set(data.items.columns)
        assert re.match(r"\w+::\w+", data.source)
        if data.ordinal:
            assert np.array_equal(data.items, data.items.astype(int))


def test_a_table_beside_r_shows_call_and_difference() -> None:
    data = open_data("bfi_neuroticism")
    shown = beside_r(asp.cronbach_alpha(data.items), data).html
    assert "psych::alpha(items)" in shown
    assert "Largest difference" in shown
    assert "bevat persoonsgegevens" not in shown
