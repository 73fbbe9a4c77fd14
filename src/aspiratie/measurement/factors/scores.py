"""Factor scores of an exploratory factor analysis, and how certain they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import EstimationError, ParameterError, Problem
from aspiratie.measurement.answers import answer_matrix, answered_all
from aspiratie.measurement.factors.efa import FactorAnalysis
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["FactorScores", "efa_scores"]

FloatArray = npt.NDArray[np.float64]
ScoreMethod = Literal["regression", "bartlett", "tenberge"]


@dataclass(frozen=True, eq=False, kw_only=True)
class FactorScores(Viewable):
    """Scores of respondents on factors.

    Parameters
    ----------
    scores : pandas.DataFrame, shape (n_respondents, n_factors)
        With the index of the answers; NaN where an item was not answered.
    standard_errors : pandas.Series, shape (n_factors,)
        Root mean square distance of score and factor, the same for all respondents.
    determinacy : pandas.Series, shape (n_factors,)
        Correlation of score and factor. Below .90 scores should not be used for single persons
        (Grice, 2001), a convention.
    correlations : pandas.DataFrame, shape (n_factors, n_factors)
        Of the scores, as the correlations of the items imply.
    weights : pandas.DataFrame, shape (n_items, n_factors)
        Of the standardised items.
    method : str
        As asked.
    n : int
        Respondents who have scores.
    """

    scores: pd.DataFrame
    standard_errors: pd.Series[float]
    determinacy: pd.Series[float]
    correlations: pd.DataFrame
    weights: pd.DataFrame
    method: str
    n: int

    def __repr__(self) -> str:
        """Give method and size in one line."""
        return f"FactorScores({self.method}, {self.scores.shape[1]} factors, n={self.n})"


def efa_scores(
    items: pd.DataFrame, analysis: FactorAnalysis, *, method: ScoreMethod = "regression"
) -> FactorScores:
    r"""Score respondents on the factors of an exploratory factor analysis.

    With standardised answers :math:`z`, scores are :math:`W'z`:

    .. math::
        W_{regression} &= R^{-1}\Lambda\Phi \\
        W_{Bartlett} &= \Psi^{-1}\Lambda(\Lambda'\Psi^{-1}\Lambda)^{-1} \\
        W_{tenBerge} &= R^{-1/2} C \Phi^{1/2}, \quad
        C = R^{-1/2} L (L'R^{-1}L)^{-1/2}, \quad L = \Lambda\Phi^{1/2}

    and the standard error of factor j is
    :math:`\sqrt{[W'\hat R W - 2W'\Lambda\Phi + \Phi]_{jj}}` with the model's correlations
    :math:`\hat R`.

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_respondents, n_items)
        Answers to the items of the analysis; other columns are left alone.
    analysis : FactorAnalysis
        Of :func:`efa`.
    method : {"regression", "bartlett", "tenberge"}
        Regression (Thurstone) scores are nearest to the factors; Bartlett's are unbiased given
        the factors; ten Berge's have the factors' correlations.

    Returns
    -------
    FactorScores

    Raises
    ------
    ParameterError
        If the method is unknown or items of the analysis are missing.
    EstimationError
        If answers do not vary, correlations cannot be inverted, or an item has no variance of its
        own (Bartlett).

    References
    ----------
    ten Berge, J. M. F., Krijnen, W. P., Wansbeek, T., & Shapiro, A. (1999). Some new results on
    correlation-preserving factor scores prediction methods. Linear Algebra and its Applications,
    289, 311-318. https://doi.org/10.1016/S0024-3795(97)10007-6

    Grice, J. W. (2001). Computing and evaluating factor scores. Psychological Methods, 6, 430-450.
    https://doi.org/10.1037/1082-989X.6.4.430

    Notes
    -----
    In R: ``psych::factor.scores(x, f, Phi, method = "Thurstone", rho = r)`` (``"Bartlett"``,
    ``"tenBerge"``). psych's ``R2`` is the square of `determinacy` for regression scores only.
    After polychoric correlations the answers are still scored as numbers: weights of the normal
    variables behind them are put on the answers. For scores of ordinal answers by their own
    likelihood see ``cfa(...).factor_scores``.

    Examples
    --------
    >>> from aspiratie.measurement.factors.efa import efa
    >>> rng = np.random.default_rng(1)
    >>> trait = rng.normal(size=(400, 1))
    >>> answers = pd.DataFrame(0.8 * trait + 0.6 * rng.normal(size=(400, 4)), columns=list("abcd"))
    >>> found = efa_scores(answers, efa(answers, 1, correlation="pearson"))
    >>> bool(np.corrcoef(found.scores["F1"], trait[:, 0])[0, 1] > 0.9)
    True
    """
    if method not in ("regression", "bartlett", "tenberge"):
        raise ParameterError(f"method is {method!r}; it is 'regression', 'bartlett' or 'tenberge'.")
    names = list(analysis.loadings.index)
    absent = [name for name in names if name not in items.columns]
    if absent:
        raise ParameterError(
            "Items of the analysis are missing.",
            problems=[Problem(where=f"item {name!r}", what="is no column.") for name in absent],
        )
    values = answer_matrix(items[names])
    whole = answered_all(values)
    if int(whole.sum()) < 3:
        raise EstimationError(f"{int(whole.sum())} respondents answered all items; 3 are needed.")
    mean, spread = np.nanmean(values, axis=0), np.nanstd(values, axis=0, ddof=1)
    if (spread == 0.0).any():
        raise EstimationError(
            "Items without variation give no scores.",
            problems=[
                Problem(where=f"item {name!r}", what="does not vary.", remedy="Leave it out.")
                for name, still in zip(names, spread == 0.0, strict=True)
                if still
            ],
        )
    loadings, phi = analysis.loadings.to_numpy(), analysis.phi.to_numpy()
    observed = analysis.correlations.to_numpy()
    with one_blas_thread():
        weights = _weights(method, loadings, phi, observed, names)
        scores = ((values - mean) / spread) @ weights
        structure = loadings @ phi
        implied = loadings @ structure.T
        np.fill_diagonal(implied, 1.0)
        shared = np.diag(weights.T @ structure)
        error = np.diag(weights.T @ implied @ weights) - 2.0 * shared + np.diag(phi)
        spread_of = np.diag(weights.T @ observed @ weights)
        own = np.sqrt(spread_of)
        related = weights.T @ observed @ weights / np.outer(own, own)
    factors = analysis.loadings.columns
    return FactorScores(
        scores=pd.DataFrame(scores, index=items.index, columns=factors),
        standard_errors=pd.Series(
            np.sqrt(np.maximum(error, 0.0)), index=factors, name="standard_error"
        ),
        determinacy=pd.Series(shared / own, index=factors, name="determinacy"),
        correlations=pd.DataFrame(related, index=factors, columns=factors),
        weights=pd.DataFrame(weights, index=analysis.loadings.index, columns=factors),
        method=method,
        n=int(whole.sum()),
    )


def _weights(
    method: str, loadings: FloatArray, phi: FloatArray, observed: FloatArray, names: list[object]
) -> FloatArray:
    if method == "bartlett":
        own = 1.0 - np.diag(loadings @ phi @ loadings.T)
        flat = own <= 1e-8
        if flat.any():
            raise EstimationError(
                "Bartlett's scores need items with variance of their own.",
                problems=[
                    Problem(where=f"item {name!r}", what="has none (a Heywood case).")
                    for name, none in zip(names, flat, strict=True)
                    if none
                ],
            )
        scaled = loadings / own[:, None]
        bartlett: FloatArray = scaled @ np.linalg.inv(loadings.T @ scaled)
        return bartlett
    if float(np.linalg.eigvalsh(observed)[0]) <= 1e-10:
        raise EstimationError(
            "The correlations are not positive definite, so these scores are not defined. Pass "
            "polychoric(items, smooth=True).correlations to efa, or take method='bartlett'."
        )
    if method == "regression":
        regression: FloatArray = np.asarray(np.linalg.solve(observed, loadings @ phi))
        return regression
    root = _power(phi, 0.5)
    turned = loadings @ root
    inner = _power(turned.T @ np.linalg.solve(observed, turned), -0.5)
    kept: FloatArray = np.asarray(np.linalg.solve(observed, turned)) @ inner @ root
    return kept


def _power(matrix: FloatArray, exponent: float) -> FloatArray:
    """Power of a symmetric matrix, positive definite."""
    values, vectors = np.linalg.eigh(matrix)
    out: FloatArray = (vectors * values**exponent) @ vectors.T
    return out
