"""Hierarchical omega: what one general factor makes of a total score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import (
    EstimationError,
    IdentificationError,
    NotConvergedError,
    ParameterError,
)
from aspiratie.measurement.answers import Missing
from aspiratie.measurement.design import Beside
from aspiratie.measurement.factors.correlations import (
    Correlation,
    analysed_correlation,
    need_positive_definite,
)
from aspiratie.measurement.factors.extraction import LEAST_UNIQUENESS, Method, extract
from aspiratie.measurement.factors.rotation import rotate
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["OmegaHierarchical", "omega_hierarchical"]

FloatArray = npt.NDArray[np.float64]
_FEWEST_FACTORS = 3


@dataclass(frozen=True, eq=False, kw_only=True)
class OmegaHierarchical(Viewable):
    """General and group factors behind a total score.

    Parameters
    ----------
    estimate : float
        Omega hierarchical: the general factor's part of the variance of the standardised total.
    omega_total : float
        The part of all common factors.
    omega_limit : float
        The general factor's part of the common variance of the total.
    explained_common_variance : float
        The general factor's part of the items' common variance.
    loadings : pandas.DataFrame
        Schmid-Leiman loadings, a row an item: ``g``, the group factors ``F1``, ``F2``, ...,
        ``communality`` and ``uniqueness``.
    general_loadings : pandas.Series
        Loadings of the group factors on the general factor.
    phi : pandas.DataFrame
        Correlations of the factors before they were split.
    n : int or None
        Respondents; None for a given matrix without it.
    n_factors : int
        Group factors.
    correlation : str
        Kind of correlation.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    estimate: float
    omega_total: float
    omega_limit: float
    explained_common_variance: float
    loadings: pd.DataFrame
    general_loadings: pd.Series
    phi: pd.DataFrame
    n: int | None
    n_factors: int
    correlation: str
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give both omegas in one line."""
        return (
            f"OmegaHierarchical({self.estimate:.3f}, total {self.omega_total:.3f}, "
            f"{self.n_factors} group factors, {self.correlation}, n={self.n})"
        )


def omega_hierarchical(
    items: pd.DataFrame | None,
    *,
    n_factors: int = 3,
    correlation: Correlation = "polychoric",
    method: Method = "minres",
    missing: Missing = "listwise",
    n_obs: int | None = None,
    weights: Beside = None,
    cluster: Beside = None,
) -> OmegaHierarchical:
    r"""Estimate hierarchical omega by the Schmid-Leiman transformation.

    Oblique factors (oblimin) are themselves explained by one general factor with loadings
    :math:`\gamma`, so that item loadings split into :math:`\Lambda\gamma` on the general factor and
    :math:`\lambda_{jf}\sqrt{1 - \gamma_f^2}` on the group factors:

    .. math:: \omega_h = \frac{(\mathbf{1}'\Lambda\gamma)^2}{\mathbf{1}'R\mathbf{1}}, \qquad
              \omega_t = 1 - \frac{\sum_j u_j^2}{\mathbf{1}'R\mathbf{1}}

    Parameters
    ----------
    items : pandas.DataFrame or None, shape (n_respondents, n_items)
        Numeric answers, all in the total's direction; nothing is turned round here.
    n_factors : int
        Group factors, three or more: with fewer the general factor is not determined.
    correlation : {"polychoric", "pearson"} or pandas.DataFrame
        With ``"polychoric"`` the total is that of the normal variables behind the answers, not of
        the answers.
    method : {"minres", "ml"}
        How factors are extracted, at both levels.
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
    OmegaHierarchical

    Raises
    ------
    IdentificationError
        With fewer than three group factors, or more than the items can tell apart.
    EstimationError
        If a group factor is wholly the general factor (a Heywood case of the second order).
    NotConvergedError
        If extraction or rotation did not end at a minimum.
    ParameterError
        If an option is unknown.

    References
    ----------
    Zinbarg, R. E., Revelle, W., Yovel, I., & Li, W. (2005). Cronbach's α, Revelle's β, and
    McDonald's ωH. *Psychometrika, 70*, 123-133. https://doi.org/10.1007/s11336-003-0974-7

    Schmid, J., & Leiman, J. M. (1957). The development of hierarchical factor solutions.
    *Psychometrika, 22*, 53-61. https://doi.org/10.1007/BF02289209

    Notes
    -----
    In R: ``psych::omega(x, nfactors, flip = FALSE)``.

    Examples
    --------
    >>> blocks = np.kron(np.eye(3), np.full((4, 4), .25))
    >>> r = pd.DataFrame(np.full((12, 12), .25) + blocks + .5 * np.eye(12))
    >>> omega_hierarchical(None, correlation=r)
    OmegaHierarchical(0.667, total 0.889, 3 group factors, given, n=None)
    """
    if n_factors < _FEWEST_FACTORS:
        raise IdentificationError(
            f"{n_factors} group factor(s) do not determine a general factor; three are needed. "
            "Report omega of each scale instead."
        )
    if method not in ("minres", "ml"):
        raise ParameterError(f"method is {method!r}, not 'minres' or 'ml'.")
    with one_blas_thread():
        found = analysed_correlation(
            items,
            correlation=correlation,
            missing=missing,
            n_obs=n_obs,
            weights=weights,
            cluster=cluster,
        )
        matrix = found.matrix
        p, k = len(matrix), n_factors
        dof = p * (p - 1) // 2 - p * k + k * (k - 1) // 2
        if dof < 0:
            raise IdentificationError(
                f"{p} items cannot tell {k} group factors apart ({dof} degrees of freedom), so "
                "hierarchical omega is not determined. Report omega instead."
            )
        if method == "ml":
            need_positive_definite(matrix, what="the likelihood")
        loadings, phi = _oblique_factors(matrix, n_factors, method)
        general = _general_loadings(phi, method)
    on_general = loadings @ general
    on_groups = loadings * np.sqrt(1.0 - general**2)
    if on_general.sum() < 0.0:
        general, on_general = -general, -on_general
    common = np.diag(loadings @ phi @ loadings.T)
    total = matrix.sum()
    common_total = total - (1.0 - common).sum()
    by_general = on_general.sum() ** 2
    signs = np.where(on_groups.sum(axis=0) < 0.0, -1.0, 1.0)
    order = np.argsort(-(on_groups**2).sum(axis=0), kind="stable")
    names, factors = list(found.names), [f"F{number + 1}" for number in range(n_factors)]
    table = pd.DataFrame((on_groups * signs)[:, order], index=names, columns=factors)
    table.insert(0, "g", on_general)
    table["communality"] = common
    table["uniqueness"] = 1.0 - common
    phi = (phi * np.outer(signs, signs))[np.ix_(order, order)]
    return OmegaHierarchical(
        estimate=float(by_general / total),
        omega_total=float(common_total / total),
        omega_limit=float(by_general / common_total),
        explained_common_variance=float(
            (on_general**2).sum() / ((on_general**2).sum() + (on_groups**2).sum())
        ),
        loadings=table,
        general_loadings=pd.Series((general * signs)[order], index=factors, name="g"),
        phi=pd.DataFrame(phi, index=factors, columns=factors),
        n=found.n,
        n_factors=n_factors,
        correlation=found.kind,
        notes=found.notes,
    )


def _oblique_factors(
    matrix: FloatArray, n_factors: int, method: Method
) -> tuple[FloatArray, FloatArray]:
    extraction = extract(matrix, n_factors, method=method)
    rotated = rotate(
        extraction.loadings,
        rotation="oblimin",
        kaiser=False,
        tolerance=1e-10,
        n_starts=30,
        rng=np.random.default_rng(1),
    )
    if not (extraction.converged and rotated.converged):
        raise NotConvergedError(
            f"The {n_factors} group factors were not found: the search did not end at a minimum. "
            "Ask for fewer factors."
        )
    return rotated.loadings, rotated.phi


def _general_loadings(phi: FloatArray, method: Method) -> FloatArray:
    second = extract(phi, 1, method=method)
    general = second.loadings[:, 0]
    if not second.converged or np.abs(general).max() >= np.sqrt(1.0 - LEAST_UNIQUENESS) - 1e-7:
        raise EstimationError(
            "The correlations of the group factors are not those of one general factor (a Heywood "
            "case of the second order), so hierarchical omega is not defined."
        )
    return general
