"""Parallel analysis, MAP and the summary of rules: against psych, and by simulation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.measurement.factors.chance_draws import (
    both_eigenvalues,
    normal_correlations,
    permuted_polychorics,
)
from aspiratie.measurement.factors.extraction import extract
from aspiratie.measurement.factors.parallel import parallel_analysis
from aspiratie.measurement.factors.retention import map_test, retention_summary
from aspiratie.measurement.polychoric.contingency import encode_items
from aspiratie.measurement.polychoric.matrix import polychoric

REFERENCE = Path(__file__).parents[1] / "reference"


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "factors.csv")


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return json.loads((REFERENCE / "factors.json").read_text())


def test_parallel_analysis_and_map_equal_psych_on_bfi(shared: Path) -> None:
    folder = shared / "reference"
    numbers = json.loads((folder / "parallel_bfi.json").read_text())
    answers = pd.read_csv(folder / "data" / "bfi25_complete.csv")
    found = parallel_analysis(answers, correlation="pearson")
    assert (found.n_factors, found.n_components) == (numbers["nfact"], numbers["ncomp"])
    table = found.eigenvalues
    for ours, theirs, atol in [
        ("component_observed", "pc_values", 1e-8),
        ("factor_observed", "fa_values", 1e-5),
        ("component_mean", "pc_sim_mean", 5e-3),
        ("factor_mean", "fa_sim_mean", 5e-3),
        ("component_mean", "pc_resample", 5e-3),
        ("factor_mean", "fa_resample", 5e-3),
    ]:
        np.testing.assert_allclose(table[ours], numbers[theirs], rtol=0, atol=atol)
    components = [numbers["quant95"][f"C{number}"] for number in range(1, 26)]
    np.testing.assert_allclose(table["component_quantile"], components, rtol=0, atol=8e-3)
    partials = map_test(answers, correlation="pearson")
    np.testing.assert_allclose(partials.values.loc[1:8], numbers["map"], rtol=0, atol=1e-9)
    assert partials.n_factors == int(np.argmin(numbers["map"])) + 1 == 5
    ordinal = parallel_analysis(answers, correlation="polychoric", n_draws=60)
    assert ordinal.n_factors == numbers["poly"]["nfact"]
    assert ordinal.n_components == numbers["poly"]["ncomp"]
    # psych adds .5 to every cell there, hence the wider bound
    np.testing.assert_allclose(
        ordinal.eigenvalues["component_observed"], numbers["poly"]["pc_values"], atol=5e-3
    )


def test_parallel_analysis_and_map_equal_psych_on_simulated_answers(
    simulated: pd.DataFrame, expected: dict[str, Any]
) -> None:
    r = expected["parallel"]
    found = parallel_analysis(simulated, correlation="pearson", n_draws=2000)
    assert found.n == expected["n_complete"]
    assert (found.n_factors, found.n_components) == (r["nfact"], r["ncomp"])
    # 60 draws in R: the means' own standard error is about .004
    np.testing.assert_allclose(found.eigenvalues["component_mean"], r["pc_sim"], atol=1.5e-2)
    for kind in ("pearson", "polychoric"):
        numbers = expected[kind]
        partials = map_test(simulated, correlation=kind)  # type: ignore[arg-type]
        np.testing.assert_allclose(partials.values.loc[1:8], numbers["map"][:8], atol=1e-6)
    ordinal = parallel_analysis(simulated, correlation="polychoric", n_draws=100)
    table, numbers = ordinal.eigenvalues, expected["polychoric"]
    np.testing.assert_allclose(table["component_observed"], numbers["components"], atol=1e-5)
    np.testing.assert_allclose(table["factor_observed"], numbers["factors"], atol=1e-5)
    r = expected["parallel_polychoric"]
    assert (ordinal.n_factors, ordinal.n_components) == (r["nfact"], r["ncomp"])
    np.testing.assert_allclose(table["component_mean"], r["pc_sim"], atol=5e-2)
    # chance is larger among polychoric correlations than among Pearson's
    assert table["component_mean"].iloc[0] > found.eigenvalues["component_mean"].iloc[0]


@pytest.mark.parametrize(("n", "p"), [(120, 6), (9, 6), (6, 8)])
def test_wishart_draws_are_correlations_of_normal_answers(n: int, p: int) -> None:
    rng = np.random.default_rng(7)
    drawn = np.linalg.eigvalsh(normal_correlations(4000, p, n, rng))
    answers = rng.standard_normal((4000, n, p))
    answers -= answers.mean(axis=1, keepdims=True)
    sums = np.swapaxes(answers, 1, 2) @ answers
    size = np.sqrt(np.diagonal(sums, axis1=1, axis2=2))
    direct = np.linalg.eigvalsh(sums / size[:, :, None] / size[:, None, :])
    np.testing.assert_allclose(drawn.mean(axis=0), direct.mean(axis=0), atol=0.03)
    np.testing.assert_allclose(drawn.std(axis=0), direct.std(axis=0), atol=0.03)


def test_batched_one_factor_fits_equal_single_ones() -> None:
    rng = np.random.default_rng(2)
    pattern = rng.uniform(0.3, 0.8, (40, 8, 1))
    matrices = pattern @ np.swapaxes(pattern, 1, 2)
    matrices[:, np.arange(8), np.arange(8)] = 1.0
    noise = normal_correlations(40, 8, 200, rng)
    matrices = 0.8 * matrices + 0.2 * noise
    _, ours = both_eigenvalues(matrices)
    single = np.array([extract(matrix, 1, method="minres").eigenvalues for matrix in matrices])
    np.testing.assert_allclose(ours, single, atol=1e-5)


def test_shuffled_answers_are_fitted_as_polychoric_does(simulated: pd.DataFrame) -> None:
    answers = simulated[["a1", "a2", "b1", "c1"]]
    data = encode_items(answers)
    (drawn,) = permuted_polychorics(data, 300, np.random.default_rng(1))
    assert drawn.shape == (300, 4, 4)
    pairs = drawn[:, *np.triu_indices(4, 1)]
    assert np.abs(pairs.mean(axis=0)).max() < 0.012
    rng = np.random.default_rng(5)
    again = [
        polychoric(answers.apply(lambda item: rng.permutation(item))).correlations.to_numpy()
        for _ in range(60)
    ]
    by_hand = np.array(again)[:, *np.triu_indices(4, 1)]
    np.testing.assert_allclose(pairs.std(axis=0), by_hand.std(axis=0), rtol=0.4)
    complete = answers.dropna()
    batch = next(permuted_polychorics(encode_items(complete), 3, np.random.default_rng(9)))
    shuffler = np.random.default_rng(9)
    for correlations in batch:
        codes = encode_items(complete).codes.copy(order="F")
        for item in range(4):
            shuffler.shuffle(codes[:, item])
        alone = polychoric(pd.DataFrame(codes)).correlations
        np.testing.assert_allclose(correlations, alone, atol=1e-7)


def test_no_factors_in_noise_and_two_in_two() -> None:
    rng = np.random.default_rng(11)
    noise = pd.DataFrame(rng.standard_normal((400, 8)))
    assert map_test(noise, correlation="pearson").n_factors == 0
    assert parallel_analysis(noise, correlation="pearson", quantile=0.999).n_components == 0
    factors = np.repeat(rng.standard_normal((400, 2)), 5, axis=1)
    two = pd.DataFrame(0.7 * factors + 0.7 * rng.standard_normal((400, 10)))
    found = retention_summary(two, correlation="pearson")
    assert (found.lowest, found.highest, found.most_common) == (2, 2, 2)
    assert found.rules["n_factors"].tolist() == [2, 2, 2, 2]
    assert found.map.values.index[0] == 0


def test_empirical_kaiser_by_hand() -> None:
    rng = np.random.default_rng(3)
    answers = pd.DataFrame(rng.standard_normal((100, 5)) + rng.standard_normal((100, 1)))
    values = np.linalg.eigvalsh(np.corrcoef(answers.to_numpy().T))[::-1]
    factor = (1 + np.sqrt(5 / 100)) ** 2
    kept = 0
    for j, value in enumerate(values):
        if value <= max((5 - values[:j].sum()) / (5 - j) * factor, 1):
            break
        kept += 1
    found = retention_summary(answers, correlation="pearson", n_draws=50)
    assert found.rules.loc["empirical Kaiser", "n_factors"] == kept == 1


def test_seed_and_matrix_give_the_same_numbers(simulated: pd.DataFrame) -> None:
    one = parallel_analysis(simulated, correlation="pearson", n_draws=50, seed=4)
    two = parallel_analysis(simulated.iloc[::-1], correlation="pearson", n_draws=50, seed=4)
    np.testing.assert_allclose(one.eigenvalues, two.eigenvalues, atol=1e-8)
    complete = simulated.dropna()
    matrix = complete.corr()
    given = parallel_analysis(None, correlation=matrix, n_obs=len(complete), n_draws=50, seed=4)
    np.testing.assert_allclose(given.eigenvalues, one.eigenvalues, atol=1e-8)
    assert given.correlation == "given"
    other = parallel_analysis(simulated, correlation="pearson", n_draws=50, seed=5)
    assert not np.allclose(one.eigenvalues["component_mean"], other.eigenvalues["component_mean"])


def test_refusals(simulated: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="20"):
        parallel_analysis(simulated, n_draws=3)
    with pytest.raises(ParameterError, match="quantile"):
        parallel_analysis(simulated, quantile=95)
    with pytest.raises(ParameterError, match="correlation"):
        map_test(simulated, correlation="spearman")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="n_obs"):
        parallel_analysis(None, correlation=simulated.dropna().corr())
    with pytest.raises(EstimationError, match="three items"):
        parallel_analysis(simulated[["a1", "a2"]])
