"""Principal axes, target rotation and factor scores against psych and GPArotation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import ConvergenceWarning, EstimationError, ParameterError
from aspiratie.measurement.factors.efa import efa
from aspiratie.measurement.factors.rotation import rotate
from aspiratie.measurement.factors.scores import efa_scores

REFERENCE = Path(__file__).resolve().parents[1] / "reference"


@pytest.fixture(scope="module", params=["factors", "bfi"])
def case(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, int, dict[str, Any]]:
    """Complete answers, number of factors and R's numbers."""
    numbers = json.loads((REFERENCE / "efa_more.json").read_text())[request.param]
    if request.param == "factors":
        return pd.read_csv(REFERENCE / "factors.csv").dropna(), 3, numbers
    shared = request.getfixturevalue("shared")
    return pd.read_csv(shared / "reference" / "data" / "bfi25_complete.csv"), 5, numbers


def like(ours: np.ndarray, theirs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Order and signs that put our columns beside theirs."""
    order = np.abs(ours.T @ theirs).argmax(axis=0)
    return order, np.sign((ours[:, order] * theirs).sum(axis=0))


def goal(answers: pd.DataFrame, k: int, *, free: bool) -> pd.DataFrame:
    size = answers.shape[1] // k
    full = np.kron(np.eye(k), np.full((size, 1), 0.7))
    values = np.where(full > 0, np.nan, 0.0) if free else full
    return pd.DataFrame(values, index=answers.columns, columns=[f"T{j}" for j in range(k)])


def test_principal_axes_equal_psych(case: Any) -> None:
    answers, k, numbers = case
    found = efa(answers, k, method="pa", rotation="none", correlation="pearson")
    theirs = np.array(numbers["pa"]["loadings"])
    order, signs = like(found.loadings.to_numpy(), theirs)
    np.testing.assert_allclose(found.loadings.to_numpy()[:, order] * signs, theirs, atol=1e-9)
    np.testing.assert_allclose(found.communalities, numbers["pa"]["communalities"], atol=1e-9)
    assert found.fit["chisq"] == pytest.approx(numbers["pa"]["chisq"], rel=1e-8)
    assert found.fit["rms"] == pytest.approx(numbers["pa"]["rms"], rel=1e-8)
    assert found.fit["tli"] == pytest.approx(numbers["pa"]["tli"], rel=1e-8)
    turned = efa(answers, k, method="pa", rotation="varimax", correlation="pearson")
    theirs = np.array(numbers["pa"]["varimax"])
    order, signs = like(turned.loadings.to_numpy(), theirs)
    np.testing.assert_allclose(turned.loadings.to_numpy()[:, order] * signs, theirs, atol=1e-6)
    least = efa(answers, k, rotation="none", correlation="pearson")
    assert least.fit["rms"] <= found.fit["rms"]
    assert found.fit["rms"] == pytest.approx(least.fit["rms"], abs=2e-3)


def test_principal_axes_that_do_not_exist_and_that_go_on() -> None:
    r = pd.DataFrame([[1.0, 0.9, 0.6], [0.9, 1.0, 0.3], [0.6, 0.3, 1.0]], list("abc"), list("abc"))
    with pytest.warns(ConvergenceWarning):
        found = efa(None, 1, correlation=r, n_obs=200, method="pa", rotation="none")
    assert found.problems
    two = pd.DataFrame(np.full((6, 6), 0.4) + 0.6 * np.eye(6), list("abcdef"), list("abcdef"))
    with pytest.raises(EstimationError, match="Principal axes of 2"):
        efa(None, 2, correlation=two, n_obs=200, method="pa")


@pytest.mark.parametrize(
    ("name", "rotation", "free"),
    [
        ("target", "target", False),
        ("target_orthogonal", "target_orthogonal", False),
        ("part", "target", True),
        ("part_orthogonal", "target_orthogonal", True),
    ],
)
def test_target_rotation_equals_gparotation(
    name: str, rotation: Any, free: bool, case: Any
) -> None:
    answers, k, numbers = case
    wanted = goal(answers, k, free=free)
    found = efa(answers, k, rotation=rotation, correlation="pearson", target=wanted)
    assert list(found.loadings.columns) == list(wanted.columns)
    given_ = ~wanted.isna().to_numpy()
    theirs = np.array(numbers[name]["loadings"])
    gap = (theirs - np.nan_to_num(wanted.to_numpy()))[given_]
    # GPArotation starts from the identity only, and can end in a worse minimum than ours
    assert found.criterion <= (gap**2).sum() * (1 + 1e-5)
    alone = rotate(
        np.array(numbers["unrotated"]),
        rotation=rotation,
        kaiser=False,
        tolerance=1e-10,
        n_starts=1,
        rng=np.random.default_rng(0),
        goal=wanted.to_numpy(),
    )
    assert alone.criterion <= (gap**2).sum() * (1 + 1e-8)
    if found.criterion > (gap**2).sum() * (1 - 1e-5):
        np.testing.assert_allclose(found.loadings, theirs, atol=1e-5)
        np.testing.assert_allclose(found.phi, np.array(numbers[name]["phi"]), atol=1e-5)
    assert alone.converged
    shuffled = efa(answers, k, rotation=rotation, correlation="pearson", target=wanted.iloc[::-1])
    np.testing.assert_allclose(shuffled.loadings, found.loadings, atol=1e-12)


@pytest.mark.parametrize("rotation", ["oblimin", "geomin"])
def test_exact_minima_equal_gparotation_run_on(rotation: Any, case: Any) -> None:
    answers, k, numbers = case
    theirs = np.array(numbers[rotation]["loadings"])
    found = efa(answers, k, rotation=rotation, correlation="pearson")
    order, signs = like(found.loadings.to_numpy(), theirs)
    np.testing.assert_allclose(found.loadings.to_numpy()[:, order] * signs, theirs, atol=2e-5)


@pytest.mark.parametrize("method", ["regression", "bartlett", "tenberge"])
def test_scores_equal_psych(method: Any, case: Any) -> None:
    answers, k, numbers = case
    found = efa(answers, k, correlation="pearson")
    order, signs = like(found.loadings.to_numpy(), np.array(numbers["oblimin"]["loadings"]))
    scores = efa_scores(answers, found, method=method)
    r = numbers["scores"][method]
    ours = scores.scores.to_numpy()[:12, order] * signs
    np.testing.assert_allclose(ours, r["scores"], atol=2e-5)
    np.testing.assert_allclose(scores.weights.to_numpy()[:, order] * signs, r["weights"], atol=1e-5)
    related = scores.correlations.to_numpy()[np.ix_(order, order)] * np.outer(signs, signs)
    np.testing.assert_allclose(related, r["r"], atol=1e-5)
    if method == "regression":
        np.testing.assert_allclose(scores.determinacy.to_numpy()[order] ** 2, r["R2"], atol=1e-5)


@pytest.mark.parametrize("method", ["regression", "bartlett", "tenberge"])
def test_standard_errors_are_the_distance_of_score_and_factor(method: Any) -> None:
    rng = np.random.default_rng(5)
    n, k = 40_000, 2
    pattern = np.kron(np.eye(k), np.full((4, 1), 0.7))
    phi = np.array([[1.0, 0.4], [0.4, 1.0]])
    factors = rng.standard_normal((n, k)) @ np.linalg.cholesky(phi).T
    answers = pd.DataFrame(factors @ pattern.T + np.sqrt(0.51) * rng.standard_normal((n, 8)))
    answers.columns = list("abcdefgh")
    scores = efa_scores(answers, efa(answers, k, correlation="pearson"), method=method)
    order, signs = like(scores.scores.to_numpy(), factors)
    away = scores.scores.to_numpy()[:, order] * signs - factors
    rms = np.sqrt((away**2).mean(axis=0))
    np.testing.assert_allclose(scores.standard_errors.to_numpy()[order], rms, rtol=0.02)
    related = [np.corrcoef(away[:, j] + factors[:, j], factors[:, j])[0, 1] for j in range(k)]
    np.testing.assert_allclose(scores.determinacy.to_numpy()[order], related, atol=0.01)


def test_scores_of_who_left_items_open_and_what_is_refused() -> None:
    answers = pd.read_csv(REFERENCE / "factors.csv")
    found = efa(answers, 3)
    scores = efa_scores(answers.assign(school="x"), found)
    assert scores.n == len(answers.dropna())
    assert scores.scores.isna().any(axis=1).sum() == len(answers) - scores.n
    assert scores.scores.index.equals(answers.index)
    with pytest.raises(ParameterError, match="missing") as caught:
        efa_scores(answers.drop(columns=["a1", "b2"]), found)
    assert [p.where for p in caught.value.problems] == ["item 'a1'", "item 'b2'"]
    with pytest.raises(ParameterError, match="method"):
        efa_scores(answers, found, method="anderson")  # type: ignore[arg-type]
    with pytest.raises(EstimationError, match="variation"):
        efa_scores(answers.assign(a1=1), found)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"target": None}, "needs one"),
        ({"rotation": "oblimin"}, "goes with a target"),
        ({"target": pd.DataFrame(np.zeros((3, 3)))}, "has shape"),
        ({"target": pd.DataFrame(np.zeros((12, 3)))}, "other rows"),
    ],
)
def test_wrong_targets_are_refused(change: dict[str, Any], message: str) -> None:
    answers = pd.read_csv(REFERENCE / "factors.csv").dropna()
    options: dict[str, Any] = {"rotation": "target", "target": goal(answers, 3, free=True)}
    with pytest.raises(ParameterError, match=message):
        efa(answers, 3, **(options | change))
    little = goal(answers, 3, free=False)
    little.iloc[1:] = np.nan
    with pytest.raises(ParameterError, match="says 3 loadings"):
        efa(answers, 3, rotation="target", target=little)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(2, 4))
def test_a_target_that_can_be_reached_is_reached(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    wanted = np.kron(np.eye(k), rng.uniform(0.4, 0.8, (5, 1)))
    mixed = wanted @ np.linalg.qr(rng.standard_normal((k, k)))[0]
    for rotation in ("target", "target_orthogonal"):
        found = rotate(
            mixed,
            rotation=rotation,  # type: ignore[arg-type]
            kaiser=False,
            tolerance=1e-10,
            n_starts=30,
            rng=rng,
            goal=wanted,
        )
        assert found.criterion < 1e-12
        np.testing.assert_allclose(found.loadings, wanted, atol=1e-6)
        np.testing.assert_allclose(found.phi, np.eye(k), atol=1e-5)
