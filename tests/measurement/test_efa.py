"""Exploratory factor analysis against psych and GPArotation, and by algebra."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from factor_analyzer import Rotator
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from aspiratie.errors import (
    ConvergenceWarning,
    EstimationError,
    IdentificationError,
    ParameterError,
)
from aspiratie.measurement.factors.efa import FactorAnalysis, efa
from aspiratie.measurement.factors.extraction import extract
from aspiratie.measurement.factors.rotation import rotate

REFERENCE = Path(__file__).parents[1] / "reference"
FloatArray = npt.NDArray[np.float64]
FITS = ["chisq", "dof", "objective", "tli", "rms", "crms", "bic"]


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


def aligned(found: FloatArray, like: FloatArray) -> tuple[npt.NDArray[np.intp], FloatArray]:
    """Order and signs that bring factors to those of another solution."""
    overlap = found.T @ like
    _, column = linear_sum_assignment(-np.abs(overlap))
    order = np.argsort(column)
    signs = np.sign((found[:, order] * like).sum(axis=0))
    return order, signs


def in_line(found: FactorAnalysis, like: list[list[float]]) -> tuple[FloatArray, FloatArray]:
    loadings, phi = found.loadings.to_numpy(), found.phi.to_numpy()
    order, signs = aligned(loadings, np.array(like))
    return loadings[:, order] * signs, phi[np.ix_(order, order)] * np.outer(signs, signs)


@pytest.mark.parametrize("method", ["minres", "ml"])
@pytest.mark.parametrize(
    ("name", "rotation", "kaiser", "atol"),
    [
        ("none", "none", None, 1e-5),
        ("varimax", "varimax", None, 1e-5),
        ("promax", "promax", None, 1e-5),
        ("Promax", "promax", False, 1e-5),
        ("geominQ", "geomin", None, 2e-4),  # R stops early here, too
        ("oblimin", "oblimin", None, 1e-4),  # R stops early: see the tight numbers below
        ("quartimin", "quartimin", None, 1e-4),
    ],
)
def test_everything_equals_psych_on_bfi(
    method: Any, name: str, rotation: Any, kaiser: bool | None, atol: float, bfi: Any
) -> None:
    answers, numbers = bfi
    r = numbers[f"{method}_{name}"]
    found = efa(answers, 5, method=method, rotation=rotation, correlation="pearson", kaiser=kaiser)
    assert found.converged
    assert not found.problems
    np.testing.assert_allclose(found.loadings, r["loadings"], rtol=0, atol=atol)
    np.testing.assert_allclose(found.structure, r["structure"], rtol=0, atol=atol)
    np.testing.assert_allclose(found.phi, r["phi"] or np.eye(5), rtol=0, atol=atol)
    np.testing.assert_allclose(found.communalities, r["communalities"], rtol=0, atol=1e-5)
    np.testing.assert_allclose(found.uniquenesses, r["uniquenesses"], rtol=0, atol=1e-5)
    np.testing.assert_allclose(found.eigenvalues, r["e_values"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.variance.T, r["vaccounted"], rtol=0, atol=2 * atol)
    psych = [r["chi_stat"], r["dof"], r["objective"], r["tli"], r["rms"], r["crms"], r["bic"]]
    np.testing.assert_allclose(found.fit[FITS], psych, rtol=1e-5)
    interval = found.fit[["rmsea", "rmsea.ci.lower", "rmsea.ci.upper"]]
    np.testing.assert_allclose(interval, r["rmsea"][:3], rtol=0, atol=1e-7)


@pytest.mark.parametrize(
    ("name", "kaiser"), [("minres_oblimin_tight", False), ("minres_oblimin_tight_kaiser", True)]
)
def test_oblimin_equals_a_tightly_converged_rotation(name: str, kaiser: bool, bfi: Any) -> None:
    answers, numbers = bfi
    unrotated = np.array(numbers["minres_unrotated_R"])
    like = np.array(numbers[name]["loadings"])
    found = rotate(
        unrotated,
        rotation="oblimin",
        kaiser=kaiser,
        tolerance=1e-10,
        n_starts=10,
        rng=np.random.default_rng(0),
    )
    order, signs = aligned(found.loadings, like)
    np.testing.assert_allclose(found.loadings[:, order] * signs, like, rtol=0, atol=1e-6)
    phi = found.phi[np.ix_(order, order)] * np.outer(signs, signs)
    np.testing.assert_allclose(phi, numbers[name]["phi"], rtol=0, atol=1e-6)
    if "criterion" in numbers[name]:
        assert found.criterion == pytest.approx(numbers[name]["criterion"], abs=1e-9)
    whole = efa(answers, 5, correlation="pearson", kaiser=kaiser)
    np.testing.assert_allclose(in_line(whole, like.tolist())[0], like, rtol=0, atol=5e-6)


def test_loadings_phi_and_uniquenesses_reproduce_the_model_of_r(bfi: Any) -> None:
    answers, numbers = bfi
    for name, rotation in [
        ("minres_oblimin", "oblimin"),
        ("minres_promax", "promax"),
        ("minres_geominQ", "geomin"),
    ]:
        r = numbers[name]
        loadings, phi = np.array(r["loadings"]), np.array(r["phi"])
        found = efa(answers, 5, correlation="pearson", rotation=rotation)  # type: ignore[arg-type]
        ours = found.loadings.to_numpy() @ found.phi.to_numpy() @ found.loadings.to_numpy().T
        ours += np.diag(found.uniquenesses)
        theirs = loadings @ phi @ loadings.T + np.diag(r["uniquenesses"])
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-5)
        np.testing.assert_allclose(np.diag(ours), 1.0, atol=1e-12)


@pytest.mark.parametrize("kind", ["pearson", "pairwise", "polychoric"])
@pytest.mark.parametrize("method", ["minres", "ml"])
def test_everything_equals_r_on_simulated_answers(
    kind: str, method: Any, simulated: pd.DataFrame, expected: dict[str, Any]
) -> None:
    numbers = expected[kind]
    r = numbers[method]
    if kind == "pairwise":  # R is told the complete rows' n
        names = list(simulated.columns)
        matrix = efa(simulated, 1, correlation="pearson", missing="pairwise").correlations
        np.testing.assert_allclose(matrix, numbers["r"], rtol=0, atol=1e-10)
        options: dict[str, Any] = {"correlation": pd.DataFrame(numbers["r"], names, names)}
        options["n_obs"] = expected["n_complete"]
        items = None
    else:
        options = {"correlation": kind}
        items = simulated
    unrotated = efa(items, 3, method=method, rotation="none", **options)
    assert unrotated.n == expected["n_complete"]
    np.testing.assert_allclose(unrotated.correlations, numbers["r"], rtol=0, atol=1e-6)
    # psych leaves its likelihood search a little early
    atol = 2e-5 if method == "minres" else 6e-5
    np.testing.assert_allclose(unrotated.loadings, r["unrotated"], rtol=0, atol=atol)
    np.testing.assert_allclose(unrotated.uniquenesses, r["uniquenesses"], rtol=0, atol=2e-5)
    names_of_r = {"null.chisq": "null_chisq", "null.dof": "null_dof"}
    for name in [*FITS, "null.chisq", "null.dof"]:
        theirs = r["fit"][names_of_r.get(name, name)]
        assert unrotated.fit[name] == pytest.approx(theirs, rel=2e-5, abs=1e-8), name
    assert unrotated.fit["pvalue"] == pytest.approx(r["fit"]["pvalue"], rel=1e-3)
    rmsea = unrotated.fit[["rmsea", "rmsea.ci.lower", "rmsea.ci.upper"]].to_numpy()
    theirs = np.array(r["fit"]["rmsea"], dtype=float)
    told = np.isfinite(theirs)  # psych gives NA for a bound beyond the estimate
    np.testing.assert_allclose(rmsea[told], theirs[told], rtol=0, atol=2e-5)
    for rotation in ("varimax", "promax"):
        found = efa(items, 3, method=method, rotation=rotation, **options)
        like = r["rotated"][rotation]
        np.testing.assert_allclose(found.loadings, like["loadings"], rtol=0, atol=atol)
        if like["phi"]:
            np.testing.assert_allclose(found.phi, like["phi"], rtol=0, atol=atol)
        np.testing.assert_allclose(found.variance.T, like["variance"], rtol=0, atol=2 * atol)
    for name, rotation, kaiser in [
        ("oblimin", "oblimin", False),
        ("oblimin_kaiser", "oblimin", True),
        ("geomin", "geomin", False),
    ]:
        found = efa(
            items,
            3,
            method=method,
            rotation=rotation,  # type: ignore[arg-type]
            kaiser=kaiser,
            tolerance=1e-10,
            **options,
        )
        like = r["tight"][name]
        loadings, phi = in_line(found, like["loadings"])
        np.testing.assert_allclose(loadings, like["loadings"], rtol=0, atol=atol)
        np.testing.assert_allclose(phi, like["phi"], rtol=0, atol=atol)


def test_polychoric_loadings_come_near_the_truth_and_pearson_below_it(
    simulated: pd.DataFrame, expected: dict[str, Any]
) -> None:
    truth = np.array(expected["truth"])
    loadings, phi = in_line(efa(simulated, 3), truth.tolist())
    assert np.sqrt(((loadings - truth) ** 2).mean()) < 0.06
    assert np.abs(phi - expected["phi"]).max() < 0.12
    pearson, _ = in_line(efa(simulated, 3, correlation="pearson"), truth.tolist())
    main = truth > 0.4
    assert pearson[main].mean() < loadings[main].mean() - 0.03


def test_rotations_equal_factor_analyzer_at_its_tightest() -> None:
    rng = np.random.default_rng(3)
    loadings = np.kron(np.eye(3), np.full((5, 1), 0.7)) + rng.uniform(-0.2, 0.2, (15, 3))
    for rotation, options in [
        ("varimax", {"normalize": True}),
        ("promax", {"normalize": True}),
        ("oblimin", {"normalize": False}),
    ]:
        tol = 1e-8 if rotation == "oblimin" else 1e-13
        other = Rotator(method=rotation, tol=tol, max_iter=2000, **options)
        theirs = other.fit_transform(loadings.copy())
        ours = rotate(
            loadings,
            rotation=rotation,  # type: ignore[arg-type]
            kaiser=options["normalize"],
            tolerance=1e-14 if rotation != "oblimin" else 1e-10,
            n_starts=1,
            rng=rng,
        )
        order, signs = aligned(ours.loadings, theirs)
        np.testing.assert_allclose(ours.loadings[:, order] * signs, theirs, rtol=0, atol=1e-5)


def test_random_starts_find_a_lower_minimum_than_the_identity() -> None:
    lower = 0
    for seed in (1, 4, 8):
        loadings = np.random.default_rng(seed).normal(size=(10, 4)) * 0.5
        found = [
            rotate(
                loadings,
                rotation="geomin",
                kaiser=False,
                tolerance=1e-8,
                n_starts=n_starts,
                rng=np.random.default_rng(1),
            )
            for n_starts in (1, 30)
        ]
        assert found[1].criterion <= found[0].criterion + 1e-6
        assert found[1].converged
        lower += found[1].criterion < found[0].criterion - 1e-4
        if found[1].criterion < found[0].criterion - 1e-4:
            assert found[1].n_minima > 1
    assert lower == 2


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), rotation=st.sampled_from(["oblimin", "geomin", "promax"]))
def test_order_of_rows_and_items_and_reversal_only_reorder_the_result(
    seed: int, rotation: Any
) -> None:
    rng = np.random.default_rng(seed)
    pattern = np.kron(np.eye(2), np.full((4, 1), 0.7)) + rng.uniform(-0.1, 0.1, (8, 2))
    factors = rng.standard_normal((250, 2)) @ np.array([[1.0, 0.4], [0.0, 0.9]])
    answers = pd.DataFrame(
        factors @ pattern.T + 0.7 * rng.standard_normal((250, 8)), columns=list("abcdefgh")
    )
    options: dict[str, Any] = {"correlation": "pearson", "rotation": rotation}
    found = efa(answers, 2, **options)
    model = found.loadings @ found.phi @ found.loadings.T
    np.testing.assert_allclose(np.diag(model) + found.uniquenesses, np.ones(8), rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        found.structure, found.loadings.to_numpy() @ found.phi.to_numpy(), atol=1e-12
    )
    np.testing.assert_allclose(
        found.variance["ss_loadings"].sum(), found.communalities.sum(), rtol=1e-12
    )
    items = list(rng.permutation(list("abcdefgh")))
    other = efa(answers.sample(frac=1, random_state=seed)[items], 2, **options)
    order, signs = aligned(
        other.loadings.loc[list("abcdefgh")].to_numpy(), found.loadings.to_numpy()
    )
    np.testing.assert_allclose(
        other.loadings.loc[list("abcdefgh")].to_numpy()[:, order] * signs,
        found.loadings,
        atol=1e-5,
    )
    assert other.fit["chisq"] == pytest.approx(found.fit["chisq"], rel=1e-6)
    turned = efa(answers.assign(c=6 - answers["c"]), 2, **options)
    np.testing.assert_allclose(turned.communalities, found.communalities, atol=1e-7)


def test_listwise_is_dropping_first_and_is_said(simulated: pd.DataFrame) -> None:
    whole, dropped = efa(simulated, 3), efa(simulated.dropna(), 3)
    pd.testing.assert_frame_equal(whole.loadings, dropped.loadings)
    assert whole.fit.equals(dropped.fit)
    assert (whole.missing, whole.n) == ("listwise", len(simulated.dropna()))
    pairwise = efa(simulated, 3, missing="pairwise")
    assert pairwise.missing == "pairwise"
    assert whole.n < pairwise.n < len(simulated)


def test_ml_is_a_minimum_that_an_independent_search_cannot_pass(simulated: pd.DataFrame) -> None:
    matrix = np.corrcoef(simulated.dropna().to_numpy().T)
    found = extract(matrix, 3, method="ml")

    def discrepancy(loadings: FloatArray, uniquenesses: FloatArray) -> float:
        model = loadings @ loadings.T + np.diag(uniquenesses)
        ratio = np.linalg.solve(model, matrix)
        return float(np.trace(ratio) - np.linalg.slogdet(ratio)[1])

    best = discrepancy(found.loadings, found.uniquenesses)
    rng = np.random.default_rng(0)
    for _ in range(200):
        size = rng.choice([1e-2, 1e-3, 1e-4])
        other = discrepancy(
            found.loadings + size * rng.standard_normal(found.loadings.shape),
            found.uniquenesses + size * rng.standard_normal(12),
        )
        assert other >= best - 1e-12


def test_a_matrix_can_be_given_in_three_ways(simulated: pd.DataFrame) -> None:
    whole = efa(simulated, 3)
    matrix = whole.correlations
    for found in (
        efa(None, 3, correlation=matrix, n_obs=whole.n),
        efa(matrix, 3, n_obs=whole.n),
        efa(simulated, 3, correlation=matrix),
    ):
        pd.testing.assert_frame_equal(found.loadings, whole.loadings)
        pd.testing.assert_series_equal(found.fit, whole.fit)
        assert found.correlation == found.missing == "given"


def test_a_heywood_case_is_said() -> None:
    loadings = np.array([[0.999, 0.8, 0.7, 0.6, 0.5]]).T
    matrix = loadings @ loadings.T
    np.fill_diagonal(matrix, 1.0)
    matrix[0, 1] = matrix[1, 0] = 0.82
    frame = pd.DataFrame(matrix, list("abcde"), list("abcde"))
    for method in ("minres", "ml"):
        with pytest.warns(ConvergenceWarning, match="'a'.*Heywood"):
            found = efa(None, 1, correlation=frame, n_obs=100, method=method)  # type: ignore[arg-type]
        assert found.heywood == ("a",)
        assert found.uniquenesses["a"] < 0.006


def test_correlations_that_are_not_positive_definite() -> None:
    matrix = np.array([[1, 0.9, 0.1, 0.5], [0.9, 1, 0.7, 0.5], [0.1, 0.7, 1, 0.5], [0.5] * 3 + [1]])
    frame = pd.DataFrame(matrix, list("abcd"), list("abcd"))
    with pytest.warns(ConvergenceWarning, match="not positive definite"):
        found = efa(None, 1, correlation=frame, n_obs=100)
    assert np.isnan(found.fit["chisq"])
    assert np.isfinite(found.fit["rms"])
    with pytest.raises(EstimationError, match="likelihood"):
        efa(None, 1, correlation=frame, n_obs=100, method="ml")


def test_refusals(simulated: pd.DataFrame) -> None:
    with pytest.raises(IdentificationError, match="degrees of freedom"):
        efa(simulated[["a1", "a2", "a3", "a4"]], 2)
    with pytest.raises(ParameterError) as caught:
        efa(simulated, 2, method="image", rotation="equamax", n_starts=0)  # type: ignore[arg-type]
    assert len(caught.value.problems) == 3
    good = efa(simulated, 3).correlations
    with pytest.raises(ParameterError, match="n_obs"):
        efa(None, 3, correlation=good)
    with pytest.raises(ParameterError, match="different items"):
        efa(simulated[["a1", "a2"]], 3, correlation=good)
    with pytest.raises(EstimationError, match="not a correlation matrix"):
        efa(simulated, 3, n_obs=700)
    with pytest.raises(ParameterError):
        efa(None, 3)
    with pytest.raises(ParameterError, match="1 or more"):
        efa(simulated, 0)
    with pytest.raises(EstimationError, match="symmetric"):
        efa(None, 3, correlation=good.mask(np.triu(np.ones(good.shape), 1) > 0, 0.0), n_obs=99)
    with pytest.raises(EstimationError, match="same names"):
        efa(None, 3, correlation=good.iloc[::-1], n_obs=99)
    one = efa(simulated, 1)
    assert one.phi.to_numpy().tolist() == [[1.0]]
    assert list(one.loadings.columns) == ["F1"]
