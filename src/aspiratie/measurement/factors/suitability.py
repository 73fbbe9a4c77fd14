"""Whether items hang together enough for a factor analysis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aspiratie.measurement.answers import Missing
from aspiratie.measurement.design import Beside
from aspiratie.measurement.factors.correlations import (
    COUNTED,
    Correlation,
    analysed_correlation,
    need_n_obs,
    need_positive_definite,
)
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = [
    "Kmo",
    "Sphericity",
    "bartlett_sphericity",
    "kmo",
    "smc_of",
    "squared_multiple_correlations",
]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Kmo(Viewable):
    """Kaiser's measure of sampling adequacy.

    Parameters
    ----------
    overall : float
        Over all items, between 0 and 1.
    items : pandas.Series
        By item.
    correlation : str
        Kind of correlation that it rests on.
    n : int or None
        Respondents; None for a given matrix without it.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    overall: float
    items: pd.Series
    correlation: str
    n: int | None
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give the overall value in one line."""
        return f"Kmo({self.overall:.3f}, {len(self.items)} items, {self.correlation}, n={self.n})"


@dataclass(frozen=True, eq=False, kw_only=True)
class Sphericity(Viewable):
    """Bartlett's test that no two items correlate.

    Parameters
    ----------
    chisq : float
        Test statistic.
    dof : int
        Degrees of freedom.
    pvalue : float
        Probability of this or more when no two items correlate.
    correlation : str
        Kind of correlation that it rests on.
    n : int
        Respondents.
    n_effective : float
        What the statistic counts: `n` without weights and clusters.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    chisq: float
    dof: int
    pvalue: float
    correlation: str
    n: int
    n_effective: float
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give the test in one line."""
        return (
            f"Sphericity(chisq={self.chisq:.2f}, dof={self.dof}, p={self.pvalue:.3g}, n={self.n})"
        )


def kmo(
    items: pd.DataFrame | None,
    *,
    correlation: Correlation = "polychoric",
    missing: Missing = "listwise",
    n_obs: int | None = None,
    weights: Beside = None,
    cluster: Beside = None,
) -> Kmo:
    r"""Measure how small partial correlations are beside correlations.

    .. math:: \text{MSA}_j = \frac{\sum_{k \ne j} r_{jk}^2}
              {\sum_{k \ne j} r_{jk}^2 + \sum_{k \ne j} q_{jk}^2}

    with *q* the anti-image correlations. Kaiser called .60 mediocre and .80 meritorious.

    Parameters
    ----------
    items : pandas.DataFrame or None
        Numeric answers, a row a respondent; None with a given matrix.
    correlation : {"polychoric", "pearson"} or pandas.DataFrame
        Take the same as in the factor analysis.
    missing : {"listwise", "pairwise"}
        Which respondents count.
    n_obs : int, optional
        Respondents behind a given matrix; only repeated in the result.
    weights : column name or Series, optional
        Sampling weights, for the correlations.
    cluster : column name or Series, optional
        Schools or classes. They change nothing here, and `notes` says so.

    Returns
    -------
    Kmo

    Raises
    ------
    EstimationError
        If the correlations are not positive definite.
    ParameterError
        If an option is unknown.

    References
    ----------
    Kaiser, H. F. (1974). An index of factorial simplicity. *Psychometrika, 39*, 31-36.
    https://doi.org/10.1007/BF02291575

    Notes
    -----
    In R: ``psych::KMO(r)``.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .5, .4], [.5, 1, .3], [.4, .3, 1]], list("abc"), list("abc"))
    >>> kmo(None, correlation=r)
    Kmo(0.628, 3 items, given, n=None)
    """
    with one_blas_thread():
        found = analysed_correlation(
            items,
            correlation=correlation,
            missing=missing,
            n_obs=n_obs,
            weights=weights,
            cluster=cluster,
        )
        need_positive_definite(found.matrix, what="KMO")
        inverse = np.linalg.inv(found.matrix)
    scale = np.sqrt(np.diag(inverse))
    partial = (inverse / np.outer(scale, scale)) ** 2
    direct = found.matrix**2
    np.fill_diagonal(partial, 0.0)
    np.fill_diagonal(direct, 0.0)
    by_item = direct.sum(axis=0) / (direct.sum(axis=0) + partial.sum(axis=0))
    return Kmo(
        overall=float(direct.sum() / (direct.sum() + partial.sum())),
        items=pd.Series(by_item, index=list(found.names), name="msa"),
        correlation=found.kind,
        n=found.n,
        notes=found.notes,
    )


def bartlett_sphericity(
    items: pd.DataFrame | None,
    *,
    correlation: Correlation = "polychoric",
    missing: Missing = "listwise",
    n_obs: int | None = None,
    weights: Beside = None,
    cluster: Beside = None,
) -> Sphericity:
    r"""Test whether the items correlate at all.

    .. math:: \chi^2 = -\ln|R| \, (n_e - 1 - (2p + 5)/6), \qquad df = p(p-1)/2

    with :math:`n_e` the respondents, or with weights or clusters their effective number for items
    that do not correlate
    (:func:`~aspiratie.measurement.factors.effective.effective_respondents`): the correction of Rao
    and Scott of the first order.

    With polychoric correlations the chi-square is only a rough guide: their sampling variance is
    larger than the test supposes.

    Parameters
    ----------
    items : pandas.DataFrame or None
        Numeric answers, a row a respondent; None with a given matrix.
    correlation : {"polychoric", "pearson"} or pandas.DataFrame
        Take the same as in the factor analysis.
    missing : {"listwise", "pairwise"}
        Which respondents count.
    n_obs : int, optional
        Respondents behind a given matrix; needed there.
    weights : column name or Series, optional
        Sampling weights.
    cluster : column name or Series, optional
        Schools or classes.

    Returns
    -------
    Sphericity

    Raises
    ------
    EstimationError
        If the correlations are not positive definite.
    ParameterError
        If an option is unknown, or `n_obs` is missing with a matrix.

    References
    ----------
    Bartlett, M. S. (1951). The effect of standardization on a chi-square approximation in factor
    analysis. *Biometrika, 38*, 337-344. https://doi.org/10.1093/biomet/38.3-4.337

    Notes
    -----
    In R: ``psych::cortest.bartlett(r, n)``.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .5, .4], [.5, 1, .3], [.4, .3, 1]], list("abc"), list("abc"))
    >>> bartlett_sphericity(None, correlation=r, n_obs=200)
    Sphericity(chisq=94.25, dof=3, p=2.67e-20, n=200)
    """
    with one_blas_thread():
        found = analysed_correlation(
            items,
            correlation=correlation,
            missing=missing,
            n_obs=n_obs,
            weights=weights,
            cluster=cluster,
            clustered=COUNTED,
        )
        n = need_n_obs(found)
        need_positive_definite(found.matrix, what="Bartlett's test")
        log_det = float(np.linalg.slogdet(found.matrix)[1])
    p = len(found.names)
    counted = float(n if found.n_effective is None else found.n_effective)
    chisq = -log_det * (counted - 1 - (2 * p + 5) / 6)
    dof = p * (p - 1) // 2
    return Sphericity(
        chisq=chisq,
        dof=dof,
        pvalue=float(stats.chi2.sf(chisq, dof)),
        correlation=found.kind,
        n=n,
        n_effective=counted,
        notes=found.notes,
    )


def squared_multiple_correlations(
    items: pd.DataFrame | None,
    *,
    correlation: Correlation = "polychoric",
    missing: Missing = "listwise",
    weights: Beside = None,
    cluster: Beside = None,
) -> pd.Series:
    r"""Give the part of each item's variance that the other items predict.

    .. math:: \text{SMC}_j = 1 - 1 / (R^{-1})_{jj}

    Parameters
    ----------
    items : pandas.DataFrame or None
        Numeric answers, a row a respondent; None with a given matrix.
    correlation : {"polychoric", "pearson"} or pandas.DataFrame
        Take the same as in the factor analysis.
    missing : {"listwise", "pairwise"}
        Which respondents count.
    weights : column name or Series, optional
        Sampling weights, for the correlations.
    cluster : column name or Series, optional
        Schools or classes; they change nothing here.

    Returns
    -------
    pandas.Series
        By item, between 0 and 1.

    Raises
    ------
    EstimationError
        If the correlations are not positive definite.
    ParameterError
        If an option is unknown.

    References
    ----------
    Guttman, L. (1956). "Best possible" systematic estimates of communalities. Psychometrika,
    21, 273-285. https://doi.org/10.1007/BF02289137

    Notes
    -----
    In R: ``psych::smc(r)``.

    Examples
    --------
    >>> r = pd.DataFrame([[1, .5], [.5, 1]], list("ab"), list("ab"))
    >>> squared_multiple_correlations(None, correlation=r).tolist()
    [0.25, 0.25]
    """
    with one_blas_thread():
        found = analysed_correlation(
            items,
            correlation=correlation,
            missing=missing,
            n_obs=None,
            weights=weights,
            cluster=cluster,
        )
        need_positive_definite(found.matrix, what="a squared multiple correlation")
        values = smc_of(found.matrix)
    return pd.Series(values, index=list(found.names), name="smc")


def smc_of(matrix: FloatArray) -> FloatArray:
    """Squared multiple correlations of one positive definite matrix."""
    values: FloatArray = 1.0 - 1.0 / np.diag(np.linalg.inv(matrix))
    return values
