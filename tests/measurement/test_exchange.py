"""factor_analyzer's objects in and out, and our numbers held against its own."""

from __future__ import annotations

import inspect

import factor_analyzer.factor_analyzer as theirs
import numpy as np
import pandas as pd
import pytest
from factor_analyzer import FactorAnalyzer, Rotator
from sklearn.utils import check_array

import aspiratie as asp
from aspiratie.errors import ConvergenceWarning, ParameterError
from aspiratie.measurement.factors.exchange import MendedFactorAnalyzer


@pytest.fixture(scope="module")
def items() -> pd.DataFrame:
    rng = np.random.default_rng(8)
    traits = rng.normal(size=(500, 3)) @ np.array([[1, 0.5, 0.3], [0, 0.85, 0.4], [0, 0, 0.85]])
    weights = np.kron(np.diag([0.5, 0.7, 0.9]), np.ones((1, 4)))
    return pd.DataFrame(traits @ weights + 0.7 * rng.normal(size=(500, 12))).add_prefix("i")


@pytest.fixture
def mended_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let factor_analyzer 0.5.1 fit with scikit-learn 1.8 and later, which renamed an option."""
    assert "ensure_all_finite" in inspect.signature(check_array).parameters

    def renamed(x: object, **options: object) -> object:
        options["ensure_all_finite"] = options.pop("force_all_finite")
        return check_array(x, **options)

    monkeypatch.setattr(theirs, "check_array", renamed)


@pytest.mark.usefixtures("mended_check")
@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("method", ["minres", "ml"])
@pytest.mark.parametrize("rotation", [None, "varimax", "oblimin", "promax"])
def test_our_analysis_is_theirs_where_theirs_is_right(
    items: pd.DataFrame, method: str, rotation: str | None
) -> None:
    analyzer = FactorAnalyzer(n_factors=3, method=method, rotation=rotation).fit(items)
    taken = asp.from_factor_analyzer(analyzer, n_obs=len(items), names=list(items))
    own = asp.efa(items, 3, method=method, rotation=rotation or "none", correlation="pearson")  # type: ignore[arg-type]
    np.testing.assert_allclose(taken.loadings, own.loadings, atol=2e-3)
    np.testing.assert_allclose(taken.phi, own.phi, atol=3e-3)
    np.testing.assert_allclose(taken.communalities, own.communalities, atol=1e-4)
    np.testing.assert_allclose(taken.variance, own.variance, atol=2e-3)
    for measure in ("chisq", "rmsea", "tli", "rms"):
        assert taken.fit[measure] == pytest.approx(own.fit[measure], rel=2e-3, abs=2e-4)
    assert taken.problems == ()


@pytest.mark.usefixtures("mended_check")
def test_the_faults_are_there_and_are_mended(items: pd.DataFrame) -> None:
    """When a release of factor_analyzer mends them, this fails, and the mending can go."""
    analyzer = FactorAnalyzer(n_factors=3, rotation="oblimin").fit(items)
    own = asp.efa(items, 3, correlation="pearson")
    assert np.abs(analyzer.phi_ - own.phi.to_numpy()).max() > 0.05
    assert np.abs(analyzer.get_communalities() - own.communalities).max() > 0.02
    mended = asp.to_factor_analyzer(own, items=items)
    np.testing.assert_allclose(mended.phi_, own.phi)
    np.testing.assert_allclose(mended.get_communalities(), own.communalities)
    np.testing.assert_allclose(mended.get_uniquenesses(), own.uniquenesses)
    np.testing.assert_allclose(mended.get_factor_variance()[0], own.variance["ss_loadings"])
    np.testing.assert_allclose(analyzer.transform(items), mended.transform(items), atol=5e-3)


def test_there_and_back_again_is_the_same(items: pd.DataFrame) -> None:
    for rotation in ("none", "varimax", "promax", "oblimin", "quartimin", "geomin"):
        own = asp.efa(items, 3, correlation="pearson", rotation=rotation)  # type: ignore[arg-type]
        back = asp.from_factor_analyzer(asp.to_factor_analyzer(own), n_obs=own.n, names=list(items))
        assert back.rotation == rotation
        np.testing.assert_allclose(back.loadings, own.loadings, atol=1e-10)
        np.testing.assert_allclose(back.phi, own.phi, atol=1e-10)
        pd.testing.assert_series_equal(back.fit, own.fit, rtol=1e-6)


def test_it_can_be_fitted_and_scores_with_any_sklearn(items: pd.DataFrame) -> None:
    analyzer = MendedFactorAnalyzer(n_factors=3, rotation="oblimin").fit(items)
    own = asp.efa(items, 3, correlation="pearson")
    np.testing.assert_allclose(analyzer.loadings_, own.loadings)
    scores = analyzer.transform(items)
    standard = (items - items.mean()) / items.std(ddof=0)
    expected = standard @ np.linalg.solve(own.correlations, own.structure)
    np.testing.assert_allclose(scores, expected)
    matrix = MendedFactorAnalyzer(n_factors=3, rotation="oblimin", is_corr_matrix=True)
    np.testing.assert_allclose(matrix.fit(items.corr()).loadings_, own.loadings, atol=1e-6)
    with pytest.raises(ParameterError, match="means"):
        matrix.transform(items)


def test_their_rotator_gives_our_rotation(items: pd.DataFrame) -> None:
    plain = asp.efa(items, 3, correlation="pearson", rotation="none")
    turned = Rotator(method="oblimin", tol=1e-10, max_iter=20000)
    loadings = turned.fit_transform(plain.loadings.to_numpy(copy=True))
    own = asp.efa(items, 3, correlation="pearson")
    order = [int(np.abs(loadings.T @ own.loadings[f]).argmax()) for f in own.loadings]
    signs = np.sign(loadings[:, order].sum(axis=0))
    np.testing.assert_allclose(loadings[:, order] * signs, own.loadings, atol=1e-5)
    phi = turned.phi_[np.ix_(order, order)] * np.outer(signs, signs)
    np.testing.assert_allclose(phi, own.phi, atol=1e-5)


def test_what_cannot_be_taken_is_refused(items: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="not fitted"):
        asp.from_factor_analyzer(FactorAnalyzer(), n_obs=100)
    analyzer = asp.to_factor_analyzer(asp.efa(items, 3, correlation="pearson"))
    with pytest.raises(ParameterError, match="12 different names"):
        asp.from_factor_analyzer(analyzer, n_obs=500, names=["a"])
    analyzer.method = "principal"
    with pytest.raises(ParameterError, match="principal"):
        asp.from_factor_analyzer(analyzer, n_obs=500)
    analyzer.method = "minres"
    analyzer.loadings_ = analyzer.loadings_ * 0.9
    analyzer.structure_ = analyzer.structure_ * 0.9
    with pytest.warns(ConvergenceWarning, match="communalities"):
        asp.from_factor_analyzer(analyzer, n_obs=500)
