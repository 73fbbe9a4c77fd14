"""Exploratory factor analysis: what factors may lie behind the items."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import ConvergenceWarning, IdentificationError, ParameterError, Problem
from aspiratie.measurement.answers import Missing, answer_matrix
from aspiratie.measurement.design import Beside
from aspiratie.measurement.factors.correlations import (
    Correlation,
    analysed_correlation,
    need_n_obs,
    need_positive_definite,
)
from aspiratie.measurement.factors.extraction import Extraction, Method, extract
from aspiratie.measurement.factors.fit import fit_of
from aspiratie.measurement.factors.rotation import (
    ROTATIONS,
    STOP_OF_R,
    Rotated,
    RotationName,
    rotate,
)
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["FactorAnalysis", "efa"]

FloatArray = npt.NDArray[np.float64]
_EXACT = 1e-10
_CLUSTERED = (
    "Clusters ({n_clusters}) change no loading; chi-square, RMSEA and TLI count respondents as "
    "independent. asp.esem tests over clusters."
)


@dataclass(frozen=True, eq=False, kw_only=True)
class FactorAnalysis(Viewable):
    """An exploratory factor analysis.

    Parameters
    ----------
    loadings : pandas.DataFrame, shape (n_items, n_factors)
        Pattern loadings; factors F1, F2, ... by falling explained variance, each turned so that
        its loadings have a positive sum. After a target rotation factors are those of the target.
    phi : pandas.DataFrame, shape (n_factors, n_factors)
        Correlations of the factors; the identity for an orthogonal rotation.
    structure : pandas.DataFrame
        Correlations of items with factors, loadings times phi.
    communalities : pandas.Series
        Diagonal of loadings phi loadings'.
    uniquenesses : pandas.Series
        One minus the communalities.
    variance : pandas.DataFrame
        A row a factor: ``ss_loadings`` (diagonal of phi loadings' loadings), ``proportion``,
        ``cumulative``, ``proportion_explained``, ``cumulative_explained``.
    fit : pandas.Series
        ``chisq``, ``dof``, ``pvalue``, ``rmsea``, ``rmsea.ci.lower``, ``rmsea.ci.upper`` (90%),
        ``tli``, ``rms``, ``crms``, ``bic``, ``objective``, ``null.chisq``, ``null.dof``.
    correlations : pandas.DataFrame
        The correlations that were analysed.
    residuals : pandas.DataFrame
        Correlations minus those of the model; uniquenesses count as explained.
    eigenvalues : pandas.Series
        Of the correlations, falling.
    criterion : float
        What the rotation minimised; NaN where there is no such number.
    n_minima : int
        Different minima that the rotation's random starts ended in; with more than one, look at
        the others too (another ``seed`` or rotation).
    n : int
        Respondents.
    n_factors : int
        Number of factors.
    method, rotation, correlation, missing : str
        As asked.
    converged : bool
        Whether extraction and rotation both ended at a minimum.
    heywood : tuple
        Items with a uniqueness at its lower bound of .005 (or below, of principal axes).
    problems : tuple of Problem
        What to know before using the numbers; empty when all is well.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    loadings: pd.DataFrame
    phi: pd.DataFrame
    structure: pd.DataFrame
    communalities: pd.Series
    uniquenesses: pd.Series
    variance: pd.DataFrame
    fit: pd.Series
    correlations: pd.DataFrame
    residuals: pd.DataFrame
    eigenvalues: pd.Series
    criterion: float
    n_minima: int
    n: int
    n_factors: int
    method: str
    rotation: str
    correlation: str
    missing: str
    converged: bool
    heywood: tuple[object, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give what was done and how it ended in one line."""
        return (
            f"FactorAnalysis({self.n_factors} factors of {len(self.loadings)} items, "
            f"{self.method}, {self.rotation}, {self.correlation}, n={self.n}, "
            f"converged={self.converged}, {len(self.problems)} problems)"
        )


def efa(
    items: pd.DataFrame | None,
    n_factors: int,
    *,
    method: Method = "minres",
    rotation: RotationName = "oblimin",
    correlation: Correlation = "polychoric",
    missing: Missing = "listwise",
    n_obs: int | None = None,
    kaiser: bool | None = None,
    tolerance: float | None = None,
    n_starts: int = 30,
    seed: int = 1,
    target: pd.DataFrame | None = None,
    weights: Beside = None,
    cluster: Beside = None,
) -> FactorAnalysis:
    r"""Find factors that reproduce the correlations, and turn them to where they read best.

    .. math:: R \approx \Lambda \Phi \Lambda' + \Psi

    Parameters
    ----------
    items : pandas.DataFrame or None, shape (n_respondents, n_items)
        Numeric answers; None when `correlation` is a matrix. With `n_obs`, itself the correlation
        matrix.
    n_factors : int
        Number of factors.
    method : {"minres", "ml", "pa"}
        Least squares on the residual correlations, maximum likelihood, or principal axes,
        iterated as psych does: until the sum of the communalities moves by less than .001, at most
        50 times (iterated to the end they are minimum residuals).
    rotation : str
        ``"oblimin"`` (gamma 0, which is ``"quartimin"``), ``"geomin"`` (delta .01),
        ``"promax"`` (power 4), ``"varimax"``, ``"target"`` (oblique), ``"target_orthogonal"`` or
        ``"none"``.
    correlation : {"polychoric", "pearson"} or pandas.DataFrame
        What to analyse; a DataFrame is taken as the correlations themselves, for instance
        ``polychoric(items, smooth=True).correlations``.
    missing : {"listwise", "pairwise"}
        Which respondents count. With ``"pairwise"`` the fit takes the fewest respondents of any
        pair for its n.
    n_obs : int, optional
        Number of respondents behind a given matrix; needed there, unless the answers are given
        too: then those who answered every item are counted.
    kaiser : bool, optional
        Whether items get equal lengths during the rotation. When left out as R's psych does it:
        for varimax and promax, not for oblimin and geomin (SPSS does for oblimin too). Promax
        without it is what psych calls ``"Promax"``.
    tolerance : float, optional
        Where the rotation stops: the relative gain for varimax and promax, the length of the
        gradient for the others. When left out 1e-10, but R's 1e-5 for varimax and promax, so that
        the same digits come out; with less the exact optimum is found (on real data up to .001
        from R's varimax).
    n_starts : int
        Starts of a rotation with a criterion that can have several minima (all but varimax and
        promax): the unrotated factors, as in R, and random turns of these. psych's
        ``n.rotations`` is 1.
    seed : int
        Of the random turns.
    target : pandas.DataFrame, shape (n_items, n_factors)
        For a target rotation: the loadings to come near to, NaN where a loading is free. The
        factors then keep its names and order.
    weights : column name or Series, optional
        Sampling weights, for the correlations.
    cluster : column name or Series, optional
        Schools or classes. They change no loading; the fit takes respondents for independent,
        and `notes` says so. Tests over clusters are those of :func:`aspiratie.esem`.

    Returns
    -------
    FactorAnalysis

    Raises
    ------
    ParameterError
        If an option is unknown or out of its range.
    IdentificationError
        If there are more factors than the items can tell apart (negative degrees of freedom).
    EstimationError
        If the answers give no correlation matrix, or ``"ml"`` meets one that is not positive
        definite.

    Warns
    -----
    ConvergenceWarning
        If the extraction or rotation did not end at a minimum, an item is a Heywood case, or the
        correlations are not positive definite, so that the fit is undefined (NaN).

    References
    ----------
    Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres).
    *Psychometrika, 31*, 351-368. https://doi.org/10.1007/BF02289468

    Jöreskog, K. G. (1967). Some contributions to maximum likelihood factor analysis.
    *Psychometrika, 32*, 443-482. https://doi.org/10.1007/BF02289658

    Browne, M. W. (1972). Oblique rotation to a partially specified target. British Journal of
    Mathematical and Statistical Psychology, 25, 207-212.
    https://doi.org/10.1111/j.2044-8317.1972.tb00492.x

    Bernaards, C. A., & Jennrich, R. I. (2005). Gradient projection algorithms and software for
    arbitrary rotation criteria in factor analysis. Educational and Psychological Measurement,
    65(5), 676-696. https://doi.org/10.1177/0013164404272507

    Notes
    -----
    In R: ``psych::fa(r, nfactors, n.obs, fm = "minres", rotate = "oblimin")``; chi-square, RMSEA,
    TLI and rms are defined as there; target rotation is ``GPArotation::targetQ`` and ``targetT``,
    with free loadings ``pstQ`` and ``pstT``. GPArotation stops where the slope is 1e-5 and gives up
    after 1000 steps; here the minimum is exact. The chi-square takes the correlations for
    Pearson's of normal variables; with polychoric correlations it and what follows from it are
    descriptive.

    Examples
    --------
    >>> r = pd.DataFrame(np.full((6, 6), .2) + .3 * np.kron(np.eye(2), np.ones((3, 3)))
    ...                  + .5 * np.eye(6), list("abcdef"), list("abcdef"))
    >>> found = efa(None, 2, correlation=r, n_obs=300)
    >>> found
    FactorAnalysis(2 factors of 6 items, minres, oblimin, given, n=300, converged=True, 0 problems)
    >>> found.phi.round(3).loc["F1", "F2"].item()
    0.4
    """
    _check_options(method, rotation, tolerance, n_starts, target)
    with one_blas_thread():
        found = analysed_correlation(
            items,
            correlation=correlation,
            missing=missing,
            n_obs=n_obs,
            weights=weights,
            cluster=cluster,
            clustered=_CLUSTERED,
        )
        n = need_n_obs(found)
        matrix = found.matrix
        _check_identified(len(matrix), n_factors)
        values = np.linalg.eigvalsh(matrix)
        definite = float(values[0]) > 1e-10
        if method == "ml":
            need_positive_definite(matrix, what="the likelihood")
        extraction = extract(matrix, n_factors, method=method)
        rotated = rotate(
            extraction.loadings,
            rotation=rotation,
            kaiser=rotation in ("varimax", "promax") if kaiser is None else kaiser,
            tolerance=_tolerance(rotation) if tolerance is None else tolerance,
            n_starts=n_starts,
            rng=np.random.default_rng(seed),
            goal=None if target is None else _goal(target, found.names, n_factors),
        )
        loadings, phi = _in_order(rotated) if target is None else (rotated.loadings, rotated.phi)
        fit = fit_of(matrix, loadings, phi, n=n, definite=definite)
    names = pd.Index(found.names)
    factors = _factor_names(n_factors) if target is None else target.columns
    heywood = tuple(name for name, at in zip(names, extraction.at_bound, strict=True) if at)
    problems = _problems(extraction, rotated, heywood, definite=definite)
    if problems:
        warnings.warn(
            "Factor analysis: " + "; ".join(str(problem) for problem in problems),
            ConvergenceWarning,
            stacklevel=2,
        )
    implied = loadings @ phi @ loadings.T
    common = np.diag(implied).copy()
    residuals = matrix - implied
    np.fill_diagonal(residuals, 0.0)
    return FactorAnalysis(
        loadings=pd.DataFrame(loadings, index=names, columns=factors),
        phi=pd.DataFrame(phi, index=factors, columns=factors),
        structure=pd.DataFrame(loadings @ phi, index=names, columns=factors),
        communalities=pd.Series(common, index=names, name="communality"),
        uniquenesses=pd.Series(1.0 - common, index=names, name="uniqueness"),
        variance=_variance(loadings, phi, factors),
        fit=fit,
        correlations=pd.DataFrame(matrix, index=names, columns=names),
        residuals=pd.DataFrame(residuals, index=names, columns=names),
        eigenvalues=pd.Series(
            values[::-1],
            index=pd.RangeIndex(1, len(names) + 1, name="number"),
            name="eigenvalue",
        ),
        criterion=rotated.criterion,
        n_minima=rotated.n_minima,
        n=n,
        n_factors=n_factors,
        method=method,
        rotation=rotation,
        correlation=found.kind,
        missing=found.missing,
        converged=extraction.converged and rotated.converged,
        heywood=heywood,
        problems=problems,
        notes=found.notes,
    )


def _check_options(
    method: str,
    rotation: str,
    tolerance: float | None,
    n_starts: int,
    target: pd.DataFrame | None,
) -> None:
    faults = []
    if method not in ("minres", "ml", "pa"):
        faults.append(Problem(where="method", what=f"is {method!r}, not 'minres', 'ml' or 'pa'."))
    if (target is not None) != rotation.startswith("target"):
        faults.append(Problem(where="target", what="goes with a target rotation, which needs one."))
    if rotation not in ROTATIONS:
        faults.append(
            Problem(where="rotation", what=f"is {rotation!r}, not one of {', '.join(ROTATIONS)}.")
        )
    if tolerance is not None and not 0.0 < tolerance < 1.0:
        faults.append(Problem(where="tolerance", what=f"is {tolerance}, not between 0 and 1."))
    if n_starts < 1:
        faults.append(Problem(where="n_starts", what=f"is {n_starts}, not at least 1."))
    if faults:
        raise ParameterError("This factor analysis cannot be done.", problems=faults)


def _check_identified(n_items: int, n_factors: int) -> None:
    if n_factors < 1:
        raise ParameterError(f"n_factors is {n_factors}; it is 1 or more.")
    dof = n_items * (n_items - 1) // 2 - n_items * n_factors + n_factors * (n_factors - 1) // 2
    if dof < 0 or n_factors >= n_items:
        raise IdentificationError(
            f"{n_items} items cannot tell {n_factors} factors apart ({dof} degrees of freedom). "
            "Ask for fewer factors."
        )


def _tolerance(rotation: str) -> float:
    return STOP_OF_R if rotation in ("varimax", "promax") else _EXACT


def _goal(target: pd.DataFrame, names: tuple[object, ...], n_factors: int) -> FloatArray:
    """Put the rows of a target in the order of the items, or say what is wrong with it."""
    faults = []
    if target.shape != (len(names), n_factors):
        faults.append(
            Problem(
                where="target",
                what=f"has shape {target.shape}; there are {len(names)} items and "
                f"{n_factors} factors.",
            )
        )
    elif set(target.index) != set(names) or not target.columns.is_unique:
        faults.append(
            Problem(where="target", what="has other rows than the items, or a name twice.")
        )
    if faults:
        raise ParameterError("The target cannot be used.", problems=faults)
    values: FloatArray = answer_matrix(target)[pd.Index(target.index).get_indexer(pd.Index(names))]
    given = ~np.isnan(values)
    if given.sum() < n_factors * (n_factors - 1):
        raise ParameterError(
            f"The target says {int(given.sum())} loadings; {n_factors * (n_factors - 1)} are "
            "needed to fix the directions of the factors."
        )
    return values


def _in_order(rotated: Rotated) -> tuple[FloatArray, FloatArray]:
    """Factors by falling variance and with positive sums; phi goes with them."""
    signs = np.where(rotated.loadings.sum(axis=0) < 0.0, -1.0, 1.0)
    loadings = rotated.loadings * signs
    phi = rotated.phi * np.outer(signs, signs)
    order = np.argsort(-np.diag(phi @ loadings.T @ loadings), kind="stable")
    return loadings[:, order], phi[np.ix_(order, order)]


@lru_cache(maxsize=32)
def _factor_names(n_factors: int) -> pd.Index[str]:
    return pd.Index([f"F{number + 1}" for number in range(n_factors)])


@lru_cache(maxsize=1)
def _variance_names() -> pd.Index[str]:
    return pd.Index(
        [
            "ss_loadings",
            "proportion",
            "cumulative",
            "proportion_explained",
            "cumulative_explained",
        ]
    )


def _variance(loadings: FloatArray, phi: FloatArray, factors: pd.Index[str]) -> pd.DataFrame:
    sums = np.diag(phi @ loadings.T @ loadings)
    share = sums / len(loadings)
    explained = sums / sums.sum()
    columns = [sums, share, np.cumsum(share), explained, np.cumsum(explained)]
    return pd.DataFrame(
        np.column_stack(columns), index=factors.rename("factor"), columns=_variance_names()
    )


def _problems(
    extraction: Extraction, rotated: Rotated, heywood: tuple[object, ...], *, definite: bool
) -> tuple[Problem, ...]:
    problems = []
    if not extraction.converged:
        problems.append(
            Problem(
                where="extraction",
                what="did not end at a minimum.",
                remedy="Ask for fewer factors.",
            )
        )
    if not rotated.converged:
        problems.append(
            Problem(
                where="rotation",
                what="did not end at a minimum.",
                remedy="Try another rotation or tolerance.",
            )
        )
    problems += [
        Problem(
            where=f"item {name!r}",
            what="has no variance of its own left (a Heywood case).",
            remedy="Ask for fewer factors or leave the item out.",
        )
        for name in heywood
    ]
    if not definite:
        problems.append(
            Problem(
                where="correlations",
                what="are not positive definite; chi-square, RMSEA, TLI and BIC are undefined.",
                remedy="Pass polychoric(items, smooth=True).correlations with n_obs=.",
            )
        )
    return tuple(problems)
