"""Alpha, stratified alpha, omega and hierarchical omega against psych, lavaan and semTools."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import (
    ConvergenceWarning,
    EstimationError,
    IdentificationError,
    ParameterError,
    SparseDataWarning,
)
from aspiratie.measurement.polychoric.bootstrap import fit_samples
from aspiratie.measurement.polychoric.contingency import encode_items
from aspiratie.measurement.polychoric.matrix import polychoric
from aspiratie.measurement.reliability.alpha import cronbach_alpha, stratified_alpha
from aspiratie.measurement.reliability.hierarchical import omega_hierarchical
from aspiratie.measurement.reliability.omega import omega

REFERENCE = Path(__file__).parents[1] / "reference"
SCALES = ["a", "b", "c", "short"]
BFI = ["bfi_A", "bfi_C", "bfi_E", "bfi_N", "bfi_O"]


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "factors.csv")


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return json.loads((REFERENCE / "factors.json").read_text())


@pytest.fixture(scope="module")
def bfi(shared: Path) -> dict[str, tuple[pd.DataFrame, dict[str, Any]]]:
    answers = pd.read_csv(shared / "data" / "bfi" / "bfi.csv")
    numbers = json.loads((shared / "reference" / "reliability_bfi.json").read_text())
    out = {}
    for name in BFI:
        scale = answers[numbers[name]["cols"]].copy()
        turned = scale.columns[numbers[name]["reversed"]]
        scale[turned] = 7 - scale[turned]
        out[name] = (scale, numbers[name])
    return out


@pytest.mark.parametrize("scale", BFI)
def test_alpha_equals_psych_on_bfi(scale: str, bfi: dict[str, Any]) -> None:
    answers, numbers = bfi[scale]
    found = cronbach_alpha(answers)
    assert found.n == numbers["n_complete"]
    close = {"rtol": 0, "atol": 1e-10}
    np.testing.assert_allclose(found.estimate, numbers["alpha_raw"], **close)
    np.testing.assert_allclose(found.standardized, numbers["alpha_std"], **close)
    np.testing.assert_allclose(found.average_correlation, numbers["avg_r"], **close)
    np.testing.assert_allclose([found.ci_lower, found.ci_upper], numbers["feldt_ci_raw"], **close)
    np.testing.assert_allclose(found.item_rest, numbers["item_rest_r"], **close)
    np.testing.assert_allclose(found.alpha_if_dropped, numbers["alpha_drop"], **close)
    pairwise = cronbach_alpha(answers, missing="pairwise")
    np.testing.assert_allclose(pairwise.estimate, numbers["alpha_pairwise_raw"], **close)


@pytest.mark.parametrize("scale", SCALES)
def test_alpha_equals_psych_on_simulated_answers(
    scale: str, simulated: pd.DataFrame, expected: dict[str, Any]
) -> None:
    numbers = expected["scales"][scale]
    answers = simulated[numbers["items"]]
    found = cronbach_alpha(answers)
    pairwise = cronbach_alpha(answers, missing="pairwise")
    assert found.n == pairwise.n == numbers["n"]
    close = {"rtol": 0, "atol": 1e-10}
    np.testing.assert_allclose(found.estimate, numbers["alpha"], **close)
    np.testing.assert_allclose(found.standardized, numbers["standardized"], **close)
    np.testing.assert_allclose([found.ci_lower, found.ci_upper], numbers["feldt"], **close)
    np.testing.assert_allclose(found.item_rest, numbers["item_rest"], **close)
    np.testing.assert_allclose(found.alpha_if_dropped, numbers["dropped"], **close)
    np.testing.assert_allclose(pairwise.estimate, numbers["alpha_pairwise"], **close)


def test_alpha_equals_pingouin_and_rests_on_complete_rows(simulated: pd.DataFrame) -> None:
    answers = simulated[["b1", "b2", "b3", "b4"]]
    listwise, _ = pingouin.cronbach_alpha(answers.dropna())
    pairwise, _ = pingouin.cronbach_alpha(answers)
    assert cronbach_alpha(answers).estimate == pytest.approx(listwise, abs=1e-12)
    assert cronbach_alpha(answers, missing="pairwise").estimate == pytest.approx(
        pairwise, abs=1e-12
    )
    whole, dropped = cronbach_alpha(answers), cronbach_alpha(answers.dropna())
    assert (whole.estimate, whole.ci_lower, whole.ci_upper, whole.n) == (
        dropped.estimate,
        dropped.ci_lower,
        dropped.ci_upper,
        dropped.n,
    )


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), slope=st.floats(0.1, 9), shift=st.floats(-20, 20))
def test_alpha_does_not_mind_order_or_a_linear_change(
    seed: int, slope: float, shift: float
) -> None:
    rng = np.random.default_rng(seed)
    answers = pd.DataFrame(
        rng.standard_normal((30, 1)) + rng.standard_normal((30, 4)), columns=list("abcd")
    )
    found = cronbach_alpha(answers)
    order, items = rng.permutation(30), list(rng.permutation(list("abcd")))
    other = cronbach_alpha(answers.iloc[order][items] * slope + shift)
    assert other.estimate == pytest.approx(found.estimate, abs=1e-9)
    assert other.ci_lower == pytest.approx(found.ci_lower, abs=1e-9)
    np.testing.assert_allclose(other.item_rest[list("abcd")], found.item_rest, atol=1e-9)


def test_alpha_says_what_is_undefined() -> None:
    with pytest.warns(SparseDataWarning, match="'b'"):
        found = cronbach_alpha(pd.DataFrame({"a": [1, 2, 3], "b": [2, 2, 2], "c": [1, 3, 3]}))
    assert np.isnan(found.item_rest["b"])
    assert np.isnan(found.standardized)
    two = cronbach_alpha(pd.DataFrame({"a": [1, 2, 3], "b": [1, 3, 3]}))
    assert two.alpha_if_dropped.isna().all()
    with pytest.raises(EstimationError, match="doesn't vary"):
        cronbach_alpha(pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]}))
    with pytest.raises(EstimationError, match="complete rows"):
        cronbach_alpha(pd.DataFrame({"a": [1, None], "b": [None, 2]}))
    with pytest.raises(EstimationError, match="at least 2"):
        cronbach_alpha(pd.DataFrame({"a": [1, 2]}))
    with pytest.raises(ParameterError):
        cronbach_alpha(pd.DataFrame({"a": [1, 2], "b": [1, 2]}), missing="drop")  # type: ignore[arg-type]


def test_stratified_alpha_equals_its_formula_in_r(
    simulated: pd.DataFrame, expected: dict[str, Any]
) -> None:
    scales = {name: expected["scales"][name]["items"] for name in ("a", "b", "c")}
    by_item = stratified_alpha(simulated, scales, equal="items")
    by_scale = stratified_alpha(simulated, scales)
    assert by_item.n == expected["n_complete"]
    assert by_item.estimate == pytest.approx(expected["stratified_items"], abs=1e-10)
    assert by_scale.estimate == pytest.approx(expected["stratified_scales"], abs=1e-10)
    assert by_item.estimate > cronbach_alpha(simulated).estimate


def test_stratified_alpha_weighs_scales_not_items() -> None:
    rng = np.random.default_rng(2)
    answers = pd.DataFrame(rng.standard_normal((200, 1)) + rng.standard_normal((200, 6)))
    scales = {"x": [0, 1, 2, 3], "y": [4, 5]}
    found = stratified_alpha(answers, scales)
    composite = (answers[[0, 1, 2, 3]].mean(axis=1) + answers[[4, 5]].mean(axis=1)) / 2
    assert found.variance == pytest.approx(composite.var())
    one = stratified_alpha(answers, {"all": [0, 1, 2, 3, 4, 5]})
    assert one.estimate == pytest.approx(cronbach_alpha(answers).estimate)
    with pytest.raises(EstimationError) as caught:
        stratified_alpha(answers, {"x": [0, 9], "y": [0], "z": [1, 0]})
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("scale", BFI)
def test_omega_equals_semtools_on_bfi(scale: str, bfi: dict[str, Any]) -> None:
    answers, numbers = bfi[scale]
    close = {"rtol": 0, "atol": 1e-5}
    ordinal = omega(answers, n_boot=0)
    assert ordinal.n == numbers["n_complete"]
    np.testing.assert_allclose(ordinal.estimate, numbers["green_yang_modelvar"], **close)
    np.testing.assert_allclose(ordinal.loadings, numbers["cfa_dwls_std_loadings"], **close)
    observed = omega(answers, observed_variance=True, n_boot=0)
    np.testing.assert_allclose(observed.estimate, numbers["green_yang_obsvar"], **close)
    normal = omega(answers, ordinal=False, n_boot=0)
    np.testing.assert_allclose(normal.estimate, numbers["semTools_compRel_cont_modelvar"], **close)
    np.testing.assert_allclose(normal.loadings, numbers["cfa_ml_std_loadings"], **close)
    normal = omega(answers, ordinal=False, observed_variance=True, n_boot=0)
    np.testing.assert_allclose(normal.estimate, numbers["semTools_compRel_cont_obsvar"], **close)


@pytest.mark.parametrize("scale", SCALES)
def test_omega_equals_semtools_on_simulated_answers(
    scale: str, simulated: pd.DataFrame, expected: dict[str, Any]
) -> None:
    numbers = expected["scales"][scale]
    answers = simulated[numbers["items"]]
    close = {"rtol": 0, "atol": 1e-5}
    found = omega(answers, n_boot=0)
    assert found.n == numbers["n"]
    assert np.isnan(found.ci_lower)
    np.testing.assert_allclose(found.estimate, numbers["omega"], **close)
    np.testing.assert_allclose(found.loadings, numbers["loadings"], **close)
    observed = omega(answers, observed_variance=True, n_boot=0)
    np.testing.assert_allclose(observed.estimate, numbers["omega_observed"], **close)
    normal = omega(answers, ordinal=False, n_boot=0)
    np.testing.assert_allclose(normal.estimate, numbers["omega_normal"], **close)
    np.testing.assert_allclose(normal.loadings, numbers["loadings_normal"], **close)
    observed = omega(answers, ordinal=False, observed_variance=True, n_boot=0)
    np.testing.assert_allclose(observed.estimate, numbers["omega_normal_observed"], **close)


def test_variances_from_tables_are_those_of_the_full_covariance(simulated: pd.DataFrame) -> None:
    answers = simulated[["a1", "a2", "c1", "c2"]].dropna()
    full = polychoric(answers, acov=True)
    data = encode_items(answers)
    patterns, counts = np.unique(data.codes, axis=0, return_counts=True)
    (sample,) = fit_samples(patterns, data.n_categories, counts[None].astype(float))
    pairs = np.triu_indices(4, 1)
    assert full.acov is not None
    np.testing.assert_allclose(sample.variances[0][pairs], np.diag(full.acov)[-6:], rtol=1e-9)
    np.testing.assert_allclose(sample.correlations[0], full.correlations, atol=1e-9)


def test_bootstrap_samples_are_what_dropping_and_repeating_rows_gives() -> None:
    rng = np.random.default_rng(8)
    factor = rng.standard_normal(80)
    answers = pd.DataFrame(
        {j: np.digitize(factor + rng.standard_normal(80), [-1.0, 0.3, 2.4]) for j in range(3)}
    )
    data = encode_items(answers)
    patterns, counts = np.unique(data.codes, axis=0, return_counts=True)
    drawn = rng.multinomial(80, counts / 80, size=12).astype(float)
    seen = set()
    for sample in fit_samples(patterns, data.n_categories, drawn):
        for position, draw in enumerate(sample.draws):
            rows = pd.DataFrame(np.repeat(patterns, drawn[draw].astype(int), axis=0))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                alone = polychoric(rows).correlations
            np.testing.assert_allclose(sample.correlations[position], alone, atol=1e-7)
            seen.add(int(draw))
    assert seen == set(range(12))


def test_omega_interval_is_seeded_and_covers_as_wide_as_the_sampling() -> None:
    rng = np.random.default_rng(4)

    def draw(n: int) -> pd.DataFrame:
        factor = rng.standard_normal(n)
        return pd.DataFrame(
            {
                j: np.digitize(factor + rng.standard_normal(n), [-1.2, -0.3, 0.6, 1.5])
                for j in range(4)
            }
        )

    answers = draw(300)
    found = omega(answers, n_boot=200, seed=3)
    again = omega(answers.iloc[::-1], n_boot=200, seed=3)
    assert (found.ci_lower, found.ci_upper) == pytest.approx((again.ci_lower, again.ci_upper))
    assert found.ci_lower < found.estimate < found.ci_upper
    sampling = np.std([omega(draw(300), n_boot=0).estimate for _ in range(60)])
    assert (found.ci_upper - found.ci_lower) / 3.92 == pytest.approx(sampling, rel=0.35)
    normal = omega(answers, ordinal=False, n_boot=100)
    assert normal.ci_lower < normal.estimate < normal.ci_upper
    assert normal.n_boot + normal.n_failed == 100


def test_omega_does_not_mind_labels_or_direction(simulated: pd.DataFrame) -> None:
    answers = simulated[["c1", "c2", "c3", "c4"]]
    found = omega(answers, n_boot=0).estimate
    assert omega(5 - answers, n_boot=0).estimate == pytest.approx(found, abs=1e-8)
    assert omega(answers * 10 + 3, n_boot=0).estimate == pytest.approx(found, abs=1e-10)
    assert omega(answers.dropna(), n_boot=0).estimate == pytest.approx(found, abs=1e-10)


def test_omega_refuses_what_is_not_determined() -> None:
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(rng.integers(1, 5, (50, 3)))
    with pytest.raises(IdentificationError, match="three"):
        omega(answers[[0, 1]])
    with pytest.raises(ParameterError):
        omega(answers, n_boot=5)
    factor = rng.standard_normal(400)
    heywood = pd.DataFrame(
        {
            "x": np.digitize(factor, [-0.5, 0.5]),
            "y": np.digitize(factor + 0.3 * rng.standard_normal(400), [-0.5, 0.5]),
            "z": np.digitize(0.9 * factor, [-0.5, 0.5]),
        }
    )
    with pytest.raises(EstimationError, match="Heywood"):
        omega(heywood, n_boot=0)


def test_hierarchical_omega_equals_psych_on_bfi(shared: Path) -> None:
    numbers = json.loads((shared / "reference" / "reliability_bfi.json").read_text())
    numbers = numbers["bfi25_omega5"]
    answers = pd.read_csv(shared / "reference" / "data" / "bfi25_complete.csv")
    against = omega_hierarchical(answers, n_factors=5, correlation="pearson").loadings["g"] < 0
    turned = answers.columns[against.to_numpy()]
    answers[turned] = 7 - answers[turned]  # as psych's flip = TRUE does
    found = omega_hierarchical(answers, n_factors=5, correlation="pearson")
    assert found.estimate == pytest.approx(numbers["omega_h"], abs=1e-5)
    assert found.omega_total == pytest.approx(numbers["omega_tot"], abs=1e-5)
    psych = np.array(numbers["sl"])
    np.testing.assert_allclose(found.loadings["g"], psych[:, 0], atol=2e-5)
    np.testing.assert_allclose(found.loadings["communality"], psych[:, -3], atol=1e-5)


def test_hierarchical_omega_equals_psych_on_simulated_answers(
    simulated: pd.DataFrame, expected: dict[str, Any]
) -> None:
    numbers = expected["omega_h"]
    found = omega_hierarchical(simulated, correlation="pearson")
    assert found.estimate == pytest.approx(numbers["omega_h"], abs=1e-5)
    assert found.omega_total == pytest.approx(numbers["omega_t"], abs=1e-5)
    assert found.omega_limit == pytest.approx(numbers["limit"], abs=1e-5)
    psych = np.array(numbers["loadings"])
    np.testing.assert_allclose(found.loadings["g"], psych[:, 0], atol=3e-5)
    groups = found.loadings[["F1", "F2", "F3"]].to_numpy()
    overlap = np.abs(groups.T @ psych[:, 1:4])
    matched = psych[:, 1 + overlap.argmax(axis=1)]
    np.testing.assert_allclose(np.abs(groups), np.abs(matched), atol=5e-5)


def test_hierarchical_omega_is_refused_where_it_is_not_determined(
    simulated: pd.DataFrame,
) -> None:
    with pytest.raises(IdentificationError, match="three"):
        omega_hierarchical(simulated, n_factors=2)
    with pytest.raises(IdentificationError, match="degrees of freedom"):
        omega_hierarchical(simulated[["a1", "a2", "a3", "a4", "b1"]], n_factors=3)
