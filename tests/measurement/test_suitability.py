"""KMO, Bartlett's test and squared multiple correlations against psych."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.measurement.factors.suitability import (
    bartlett_sphericity,
    kmo,
    squared_multiple_correlations,
)

REFERENCE = Path(__file__).parents[1] / "reference"


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "factors.csv")


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return json.loads((REFERENCE / "factors.json").read_text())


@pytest.fixture(scope="module")
def bfi(shared: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    folder = shared / "reference"
    numbers = json.loads((folder / "efa_bfi.json").read_text())
    return pd.read_csv(folder / "data" / "bfi25_complete.csv"), numbers


def test_suitability_equals_psych_on_bfi(bfi: Any) -> None:
    answers, numbers = bfi
    found = kmo(answers, correlation="pearson")
    assert found.overall == pytest.approx(numbers["kmo"]["msa"], abs=1e-9)
    by_item = numbers["kmo"]["msa_i"]
    values = list(by_item.values()) if isinstance(by_item, dict) else by_item
    np.testing.assert_allclose(found.items, values, rtol=0, atol=1e-9)
    test = bartlett_sphericity(answers, correlation="pearson")
    assert test.chisq == pytest.approx(numbers["bartlett"]["chisq"], rel=1e-9)
    assert (test.dof, test.pvalue) == (300, 0.0)
    smc = squared_multiple_correlations(answers, correlation="pearson")
    np.testing.assert_allclose(smc, list(numbers["smc"].values()), rtol=0, atol=1e-9)


@pytest.mark.parametrize("kind", ["pearson", "polychoric"])
def test_suitability_equals_psych_on_simulated_answers(
    kind: Any, simulated: pd.DataFrame, expected: dict[str, Any]
) -> None:
    numbers = expected[kind]
    found = kmo(simulated, correlation=kind)
    assert found.overall == pytest.approx(numbers["kmo"], abs=1e-6)
    np.testing.assert_allclose(found.items, numbers["kmo_items"], rtol=0, atol=1e-6)
    test = bartlett_sphericity(simulated, correlation=kind)
    assert test.chisq == pytest.approx(numbers["bartlett"], rel=1e-6)
    assert test.dof == numbers["bartlett_dof"]
    smc = squared_multiple_correlations(simulated, correlation=kind)
    np.testing.assert_allclose(smc, numbers["smc"], rtol=0, atol=1e-6)


def test_no_correlation_no_test() -> None:
    names = list("abc")
    nothing = pd.DataFrame(np.eye(3), names, names)
    test = bartlett_sphericity(None, correlation=nothing, n_obs=50)
    assert (test.chisq, test.pvalue) == (0.0, 1.0)
    assert squared_multiple_correlations(None, correlation=nothing).tolist() == [0.0, 0.0, 0.0]
    with pytest.raises(ParameterError, match="n_obs"):
        bartlett_sphericity(None, correlation=nothing)


def test_refusals(simulated: pd.DataFrame) -> None:
    matrix = np.array([[1, 0.9, 0.1], [0.9, 1, 0.7], [0.1, 0.7, 1]])
    frame = pd.DataFrame(matrix, list("abc"), list("abc"))
    for run in (kmo, squared_multiple_correlations):
        with pytest.raises(EstimationError, match="not positive definite"):
            run(None, correlation=frame)
    with pytest.raises(EstimationError, match="'z'"):
        kmo(simulated.assign(z=3), correlation="pearson")
    with pytest.raises(EstimationError, match="together"):
        kmo(pd.DataFrame({"a": [1, None], "b": [None, 1]}), correlation="pearson")
