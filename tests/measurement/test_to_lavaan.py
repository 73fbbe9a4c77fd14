"""The R code that a fit writes gives the same fit in R: lavaan was run on it once."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

import aspiratie as asp
from aspiratie.errors import ParameterError
from aspiratie.measurement.sem.result import CfaResult

FOLDER = Path(__file__).resolve().parents[1] / "reference"
REFERENCE = json.loads((FOLDER / "to_lavaan.json").read_text(encoding="utf-8"))
MEASURES = ("chisq", "df", "cfi", "tli", "rmsea", "srmr", "chisq.scaled", "cfi.scaled",
            "rmsea.scaled", "cfi.robust", "rmsea.robust", "logl", "aic")  # fmt: skip


@pytest.fixture(scope="module")
def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "to_lavaan_models", FOLDER / "to_lavaan_models.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def models(made: ModuleType) -> dict[str, CfaResult]:
    found: dict[str, CfaResult] = made.models(made.answers())
    return found


@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_lavaan_gives_the_same_fit(
    name: str, models: dict[str, CfaResult], made: ModuleType
) -> None:
    result, reference = models[name], REFERENCE[name]
    # What lavaan was run on is what is written now.
    assert result.to_lavaan(**made.OF).strip() == reference["code"].strip()
    assert result.fit["npar"] == reference["fit"]["npar"]
    compared = [m for m in MEASURES if m in result.fit and np.isfinite(result.fit[m])]
    assert len(compared) >= 6
    for measure in compared:
        given = reference["fit"].get(measure)
        if given not in (None, "NA"):
            assert result.fit[measure] == pytest.approx(given, rel=2e-5, abs=2e-5), measure
    if name.startswith("esem"):  # order and signs of its factors are a choice
        return
    first = result.estimates["group"].iloc[0]
    own = result.estimates.loc[
        (result.estimates["op"] == "=~") & (result.estimates["group"] == first), "std_all"
    ]
    np.testing.assert_allclose(own, reference["std"][: len(own)], atol=2e-5)


def test_every_model_was_run(models: dict[str, CfaResult]) -> None:
    assert set(models) == set(REFERENCE)


def test_steps_of_invariance_are_tested_in_one_script(made: ModuleType) -> None:
    data = made.answers()
    found = asp.measurement_invariance(data, "F =~ i1 + i2 + i3 + i4", group="school")
    code = found.to_lavaan(data="d", group="school")
    assert code.count("lavaan::lavaan(") == len(found.steps)
    assert code.rstrip().endswith(f"lavaan::lavTestLRT({', '.join(found.steps.index)})")
    assert 'group.label = c("noord", "zuid")' in code


def test_clusters_are_named() -> None:
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(200, 1)) + rng.normal(size=(200, 3)), columns=list("abc"))
    data["class"] = np.repeat(np.arange(40), 5)
    found = asp.cfa(data, "F =~ a + b + c", estimator="MLR", cluster="class")
    assert 'cluster = "class"' in found.to_lavaan(cluster="class")
    assert "ordered" not in found.to_lavaan()


def test_what_lavaan_cannot_be_told_is_refused() -> None:
    rng = np.random.default_rng(3)
    traits = rng.normal(size=(400, 4))
    data = pd.DataFrame(
        0.8 * traits[:, np.repeat(range(4), 3)] + 0.6 * rng.normal(size=(400, 12)),
        columns=list("abcdefghijkl"),
    )
    text = (
        'efa("x")*F + efa("x")*G =~ a + b + c + d + e + f\n'
        'efa("y")*H + efa("y")*K =~ g + h + i + j + k + l'
    )
    goals = {
        name: pd.DataFrame(
            {one: [np.nan] * 3 + [0.0] * 3, other: [0.0] * 3 + [np.nan] * 3}, index=list(items)
        )
        for name, one, other, items in (("x", "F", "G", "abcdef"), ("y", "H", "K", "ghijkl"))
    }
    found = asp.esem(data, text, estimator="ML", rotation="target", target=goals)
    with pytest.raises(ParameterError, match="one target for all"):
        found.to_lavaan()
    code = asp.esem(data, text, estimator="ML").to_lavaan()
    assert text in code


def test_functions_name_the_parameters_as_they_are_written() -> None:
    rng = np.random.default_rng(2)
    data = pd.DataFrame(rng.normal(size=(300, 1)) + rng.normal(size=(300, 4)), columns=list("abcd"))
    text = "F =~ a + k*b + 0.9*c + m*c + d\np1 := k^2 + m\nlast := exp(p1)"
    code = asp.cfa(data, text, estimator="ML").to_lavaan()
    assert "F =~ NA*b + par1*b" in code  # p1 is the function's name
    assert "p1 := par1^2 + (0.9" in code
    assert "last := exp(p1)" in code


def test_a_block_beside_other_factors_is_written_and_its_epsilon_kept() -> None:
    rng = np.random.default_rng(3)
    traits = rng.normal(size=(400, 3))
    data = pd.DataFrame(
        0.8 * traits[:, [0, 0, 0, 1, 1, 1, 2, 2, 2]] + 0.6 * rng.normal(size=(400, 9)),
        columns=list("abcdefghi"),
    )
    block = 'efa("x")*F + efa("x")*G =~ a + b + c + d + e + f'
    code = asp.esem(data, block, estimator="ML", geomin_epsilon=0.01).to_lavaan()
    assert "geomin.epsilon = 0.01" in code
    beside = asp.esem(data, f"{block}\nH =~ g + h + i", estimator="ML").to_lavaan()
    assert "H =~ g + h + i" in beside
