"""Polychoric correlations: R's numbers, hard tables, and what must not matter."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import ndtr

from aspiratie.errors import ConvergenceWarning, EstimationError, ParameterError
from aspiratie.measurement.polychoric.bivariate_normal import bivariate_cdf
from aspiratie.measurement.polychoric.contingency import contingency_tables, encode_items
from aspiratie.measurement.polychoric.matrix import polychoric

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
# an item of the simulated answers never gets its second answer, which is part of the test
pytestmark = pytest.mark.filterwarnings(
    "ignore:Nobody gave some answers:aspiratie.errors.SparseDataWarning"
)


@pytest.fixture(scope="module")
def simulated() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REFERENCE / "cfa_simulated.json").read_text())
    return found


@pytest.fixture(scope="module")
def four() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "cfa_simulated_four.csv")


def answers(seed: int, n: int = 300, p: int = 4, k: int = 4, strength: float = 0.7) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    latent = strength * rng.normal(size=(n, 1)) + rng.normal(size=(n, p))
    cuts = np.linspace(-1.2, 1.2, k - 1)
    return pd.DataFrame(np.digitize(latent, cuts) + 1, columns=[f"i{j}" for j in range(p)])


def test_equals_lavaan_and_psych_on_bfi(shared: Path) -> None:
    reference = json.loads((shared / "reference" / "cfa_ordinal_bfi.json").read_text())
    items = pd.read_csv(shared / "reference" / "data" / "bfi25_complete.csv")
    found = polychoric(items, acov=True)
    # the file has ten digits: 5e-10 is its rounding
    np.testing.assert_allclose(
        found.thresholds, list(reference["thresholds"].values()), rtol=0, atol=5.1e-10
    )
    np.testing.assert_allclose(found.correlations, reference["lavCor"], rtol=0, atol=1e-6)
    # psych stops earlier
    np.testing.assert_allclose(found.correlations, reference["psych_polychoric"], rtol=0, atol=3e-5)
    assert found.acov is not None
    gamma = np.diagonal(found.acov) * found.n
    np.testing.assert_allclose(gamma, reference["gamma_diag"], rtol=1e-6)
    assert found.n == 2436
    assert found.problems == ()


def test_unused_category_and_missing_answers_equal_lavaan(
    four: pd.DataFrame, simulated: dict[str, Any]
) -> None:
    listwise = polychoric(four, missing="listwise", acov=True)
    np.testing.assert_allclose(
        listwise.correlations, simulated["four"]["lavCor_listwise"], rtol=0, atol=1e-6
    )
    np.testing.assert_allclose(
        listwise.thresholds, list(simulated["four"]["thresholds"].values()), rtol=0, atol=1e-10
    )
    assert listwise.thresholds["y2"].size == 2  # three of the four answers occur
    assert listwise.acov is not None
    gamma = np.array(simulated["four"]["gamma"])
    np.testing.assert_allclose(
        listwise.acov * listwise.n, gamma, rtol=0, atol=2e-6 * np.abs(gamma).max()
    )
    pairwise = polychoric(four, missing="pairwise")
    np.testing.assert_allclose(
        pairwise.correlations, simulated["four"]["lavCor_pairwise"], rtol=0, atol=1e-6
    )
    both = four["y1"].notna() & four["y3"].notna()
    assert pairwise.n_pairs.loc["y1", "y3"] == both.sum()


def test_two_answers_equal_lavaan(simulated: dict[str, Any]) -> None:
    five = pd.read_csv(REFERENCE / "cfa_simulated_five.csv")
    items = (five[[f"q{k}" for k in range(1, 7)]] > 3).astype(int)
    np.testing.assert_allclose(
        polychoric(items).correlations, simulated["five"]["binary_lavCor"], rtol=0, atol=1e-6
    )


@pytest.mark.parametrize("rho", [-0.998, -0.93, -0.6, -0.2, 0.0, 0.29, 0.74, 0.92, 0.97, 0.999])
def test_bivariate_normal_against_an_integral(rho: float) -> None:
    h = np.array([[-2.5, -1.0, 0.0, 0.4, 2.0]])
    k = np.array([[-1.7, 0.0, 0.4, 1.1]])
    found = bivariate_cdf(h, k, np.array([rho]))[0]
    root = np.sqrt(1 - rho * rho)

    def mass(a: float, b: float) -> float:
        def line(x: float) -> float:
            return math.exp(-0.5 * x * x) * float(ndtr((b - rho * x) / root))

        near = [a - 1, b / rho] if rho else [a - 1]  # where the integrand bends
        points = [point for point in near if -12 < point < a]
        whole = quad(line, -12, a, points=points, epsabs=1e-13, limit=500)[0]
        return float(whole) / math.sqrt(2 * math.pi)

    wanted = [[mass(a, b) for b in k[0]] for a in h[0]]
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-12)


def test_counts_equal_crosstab() -> None:
    items = answers(5, n=731, k=5)
    items = items.mask(np.random.default_rng(0).random(items.shape) < 0.1)
    data = encode_items(items)
    counts = contingency_tables(data)
    wanted = pd.crosstab(items["i0"], items["i2"])
    np.testing.assert_array_equal(counts[:5, 10:15], wanted)
    np.testing.assert_array_equal(np.diagonal(counts)[:5], items["i0"].value_counts().sort_index())


def test_recovers_a_known_truth_with_the_right_standard_error() -> None:
    rho, n, draws = 0.55, 500, 40
    rng = np.random.default_rng(7)
    found, claimed = [], []
    for _ in range(draws):
        latent = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], size=n)
        items = pd.DataFrame(np.digitize(latent, [-0.8, 0.1, 1.0]), columns=["a", "b"])
        result = polychoric(items, acov=True)
        assert result.acov is not None
        found.append(result.correlations.loc["a", "b"])
        claimed.append(np.sqrt(result.acov.loc["a~~b", "a~~b"]))
    assert np.mean(found) == pytest.approx(rho, abs=4 * np.std(found) / np.sqrt(draws))
    assert np.std(found) == pytest.approx(np.mean(claimed), rel=0.3)


def test_identical_items_stop_at_the_bound_and_say_so() -> None:
    items = answers(1, p=2)
    items["copy"] = items["i0"]
    with pytest.warns(ConvergenceWarning, match="at the bound"):
        found = polychoric(items)
    assert found.correlations.loc["i0", "copy"] == pytest.approx(0.999)
    assert any("i0 and copy" in problem.where for problem in found.problems)
    items["against"] = 5 - items["i0"]
    with pytest.warns(ConvergenceWarning):
        assert polychoric(items).correlations.loc["i0", "against"] == pytest.approx(-0.999)


def test_sparse_table_converges() -> None:
    rng = np.random.default_rng(11)
    latent = rng.multivariate_normal([0, 0], [[1, 0.9], [0.9, 1]], size=60)
    items = pd.DataFrame(np.digitize(latent, [-2.1, -1.6, 1.5, 2.0]), columns=["a", "b"])
    found = polychoric(items)
    assert 0.7 < found.correlations.loc["a", "b"] < 0.999
    assert found.problems == ()


def test_smoothing_only_on_request() -> None:
    rng = np.random.default_rng(3)
    items = answers(3, n=40, p=12, k=3, strength=2.0)
    items = items.mask(rng.random(items.shape) < 0.5)
    with pytest.warns(ConvergenceWarning):
        raw = polychoric(items)
    assert "not positive definite" in raw.problems[-1].what
    assert np.linalg.eigvalsh(raw.correlations)[0] < 0
    assert not raw.smoothed
    with pytest.warns(ConvergenceWarning):
        smooth = polychoric(items, smooth=True)
    assert "smoothed" in smooth.problems[-1].what
    assert smooth.smoothed
    assert np.linalg.eigvalsh(smooth.correlations)[0] > 0
    np.testing.assert_allclose(np.diagonal(smooth.correlations), 1.0, rtol=0, atol=1e-12)


def test_ordered_categories_are_answers() -> None:
    items = answers(2)
    words = items.replace({1: "no", 2: "rather not", 3: "rather", 4: "yes"}).astype(
        pd.CategoricalDtype(["no", "rather not", "rather", "yes", "never used"], ordered=True)
    )
    pd.testing.assert_frame_equal(
        polychoric(items).correlations, polychoric(words).correlations, check_exact=True
    )


def test_what_cannot_be_analysed_is_refused_all_at_once() -> None:
    items = answers(4).assign(same=3, words="yes", empty=np.nan)
    with pytest.raises(ParameterError, match="words"):
        polychoric(items)
    with pytest.raises(EstimationError) as caught:
        polychoric(items.drop(columns="words"))
    assert [problem.where for problem in caught.value.problems] == ["column same", "column empty"]
    apart = answers(4, p=2).astype(float)
    apart.loc[:149, "i0"] = np.nan
    apart.loc[150:, "i1"] = np.nan
    with pytest.raises(EstimationError, match="answered both"):
        polychoric(apart)
    with pytest.raises(EstimationError, match="listwise"):
        polychoric(apart, missing="listwise")
    with pytest.raises(ParameterError, match="missing"):
        polychoric(answers(4), missing="mean")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="not ordinal"):
        polychoric(pd.DataFrame(np.random.default_rng(0).normal(size=(200, 2)), columns=["a", "b"]))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(2, 7))
def test_order_relabelling_and_reversal(seed: int, k: int) -> None:
    items = answers(seed, n=200, p=3, k=k)
    rng = np.random.default_rng(seed)
    base = polychoric(items)
    rows = polychoric(items.iloc[rng.permutation(len(items))])
    np.testing.assert_array_equal(base.correlations, rows.correlations)
    columns = list(rng.permutation(items.columns))
    turned = polychoric(items[columns]).correlations.loc[items.columns, items.columns]
    np.testing.assert_allclose(base.correlations, turned, rtol=0, atol=1e-8)
    stretched = polychoric(items.replace({j: j * j + 10 for j in range(1, k + 1)}))
    np.testing.assert_array_equal(base.correlations, stretched.correlations)
    reversed_ = polychoric(items.assign(i1=k + 1 - items["i1"]))
    signs = np.array([1, -1, 1])
    np.testing.assert_allclose(
        base.correlations, reversed_.correlations * np.outer(signs, signs), rtol=0, atol=1e-8
    )
    np.testing.assert_allclose(
        base.thresholds["i1"].to_numpy(),
        -reversed_.thresholds["i1"].to_numpy()[::-1],
        rtol=0,
        atol=1e-12,
    )


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.floats(0.01, 0.3))
def test_listwise_equals_dropping_first(seed: int, share: float) -> None:
    items = answers(seed, n=250, p=3)
    items = items.mask(np.random.default_rng(seed).random(items.shape) < share)
    one = polychoric(items, missing="listwise", acov=True)
    other = polychoric(items.dropna(), acov=True)
    assert one.n == other.n == len(items.dropna())
    pd.testing.assert_frame_equal(one.correlations, other.correlations, check_exact=True)
    assert one.acov is not None
    assert other.acov is not None
    pd.testing.assert_frame_equal(one.acov, other.acov, check_exact=True)


def test_the_answers_themselves_stay_as_they_were() -> None:
    items = answers(9).astype(float)
    items.iloc[0, 0] = np.nan
    before = items.copy()
    polychoric(items, acov=True)
    pd.testing.assert_frame_equal(items, before)
