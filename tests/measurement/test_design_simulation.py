"""Coverage and type-I error where pupils of a school are alike, by the seeds of the benchmark."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::aspiratie.errors.FewClustersWarning"),
]
SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "simulate_design.py"


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulate_design", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("icc", [0.05, 0.15])
@pytest.mark.parametrize("n_schools", [20, 50, 150])
def test_intervals_hold_the_truth(n_schools: int, icc: float, simulation: ModuleType) -> None:
    """Of 80 samples; three standard errors below 95 % is 87.7 %."""
    found = simulation.run(80, n_schools, icc, parts=("mean", "alpha"))
    assert (found["cluster"] >= 0.877).all()
    assert found.loc["mean", "plain"] < found.loc["mean", "cluster"]
    if icc == 0.15:
        assert found.loc["mean", "plain"] < 0.80


def test_omega_holds_the_truth(simulation: ModuleType) -> None:
    found = simulation.run(15, 50, 0.15, parts=("omega",))
    assert found.loc["omega", "cluster"] >= 0.8


@pytest.mark.parametrize(("n_schools", "icc"), [(20, 0.15), (50, 0.05), (50, 0.15), (150, 0.15)])
def test_steps_reject_what_is_so_no_more_than_they_should(
    n_schools: int, icc: float, simulation: ModuleType
) -> None:
    """Of 12 samples in which kinds of schools differ only as schools do."""
    found = simulation.run(12, n_schools, icc, parts=("steps",))
    assert (found["cluster"] <= 3 / 12).all()
    if icc == 0.15:
        assert found.loc["intercepts", "plain"] >= found.loc["intercepts", "cluster"] + 3 / 12
