"""Difference tests of nested models, and whether models are nested."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.linalg import null_space

from aspiratie.errors import AspiratieError
from aspiratie.measurement.sem.estimation.implied import Matrices
from aspiratie.measurement.sem.estimation.ml import fit_ml, total_logl
from aspiratie.measurement.sem.estimation.normal import NormalGroup, Pattern
from aspiratie.measurement.sem.estimation.ordinal import fit_wls, implied_statistics
from aspiratie.measurement.sem.estimation.start import starting_values
from aspiratie.measurement.sem.fit import FittedModel
from aspiratie.measurement.sem.fit_indices import chi_square_tail

__all__ = ["DifferenceTest", "difference_test", "is_nested"]

Floats = npt.NDArray[np.float64]
_SAME = 1e-6


@dataclass(frozen=True, kw_only=True)
class DifferenceTest:
    """Test of the restrictions that one model adds to another."""

    chisq: float
    df: int
    pvalue: float
    method: str


def difference_test(free: FittedModel, restricted: FittedModel) -> DifferenceTest:
    """Compare nested models as ``lavaan::lavTestLRT`` does.

    ML: the plain difference.  MLR: Satorra & Bentler (2001).  WLSMV and ULSMV: Satorra
    (2000), scaled and shifted.

    References
    ----------
    Satorra, A. (2000). Scaled and adjusted restricted tests in multi-sample analysis of
    moment structures. https://doi.org/10.1007/978-1-4615-4603-0_17

    Satorra, A., & Bentler, P. M. (2001). A scaled difference chi-square test statistic for
    moment structure analysis. Psychometrika, 66, 507-514.
    https://doi.org/10.1007/BF02296192
    """
    free, restricted = free.unrotated or free, restricted.unrotated or restricted
    df = restricted.test.df - free.test.df
    gap = restricted.test.stat - free.test.stat
    if df <= 0:
        return DifferenceTest(chisq=np.nan, df=df, pvalue=np.nan, method="none")
    if free.estimator == "MLR":
        own = free.test.df * free.test.factor if free.test.df > 0 else 0.0
        factor = (restricted.test.df * restricted.test.factor - own) / df
        chisq = gap / factor if factor > 0 else np.nan
        return _make(chisq, df, "satorra.bentler.2001")
    if free.estimator in ("WLSMV", "ULSMV"):
        return _make(_satorra_2000(free, restricted, gap, df), df, "satorra.2000")
    return _make(gap, df, "standard")


def _make(chisq: float, df: int, method: str) -> DifferenceTest:
    return DifferenceTest(chisq=chisq, df=df, pvalue=chi_square_tail(chisq, df), method=method)


def _satorra_2000(free: FittedModel, restricted: FittedModel, gap: float, df: int) -> float:
    assert free.ordinal is not None
    assert free.jacobians is not None
    assert restricted.jacobians is not None
    groups = free.ordinal.groups
    n = sum(group.n for group in groups)
    wide = np.vstack(free.jacobians)
    narrow = np.vstack(restricted.jacobians)
    reach = np.linalg.lstsq(wide, narrow, rcond=None)[0]
    rules = null_space(reach.T, rcond=1e-8).T
    inverse = np.linalg.inv(free.information)
    side = inverse @ rules.T
    projector = side @ np.linalg.pinv(rules @ side) @ side.T
    meat = np.zeros_like(inverse)
    for group, jacobian in zip(groups, free.jacobians, strict=True):
        weighted = group.weights[:, None] * jacobian
        meat += group.n / n * (weighted.T @ (group.gamma @ weighted))
    product = meat @ projector
    first = float(np.trace(product))
    second = float(np.sum(product * product.T))
    slope = np.sqrt(df / second)
    return float(gap * slope + df - slope * first)


def is_nested(free: FittedModel, restricted: FittedModel) -> bool:
    """Whether the freer model can imply whatever the restricted one implies here.

    The freer model is fitted to the moments that the restricted one implies (Bentler &
    Satorra, 2010): it is nested if that leaves nothing.

    References
    ----------
    Bentler, P. M., & Satorra, A. (2010). Testing model nesting and equivalence.
    Psychological Methods, 15, 111-123. https://doi.org/10.1037/a0019625
    """
    free, restricted = free.unrotated or free, restricted.unrotated or restricted
    wide, narrow = free.model.table, restricted.model.table
    if (wide.items, wide.covariates) != (narrow.items, narrow.covariates):
        return False
    if restricted.test.df <= free.test.df:
        return False
    try:
        return _leftover(free, restricted) < _SAME
    except AspiratieError:
        return False


def _leftover(free: FittedModel, restricted: FittedModel) -> float:
    numbers = range(len(restricted.model.groups))
    implied = [restricted.model.matrices(number, restricted.x) for number in numbers]
    if free.ordinal is not None:
        groups = [
            replace(group, statistics=implied_statistics(restricted.model, number, restricted.x))
            for number, group in enumerate(free.ordinal.groups)
        ]
        cuts = [group.statistics[: group.n_cuts] for group in groups]
        correlations = [at.sigma * np.outer(at.delta, at.delta) for at in implied]
        means = [np.zeros(free.model.p) for _ in groups]
        start = starting_values(free.model.table, correlations, means, cuts)
        return fit_wls(free.model, groups, start).fmin
    assert free.continuous is not None
    normal = [
        _as_sample(group, at) for group, at in zip(free.continuous.groups, implied, strict=True)
    ]
    start = starting_values(
        free.model.table, [at.sigma for at in implied], [at.mu for at in implied], []
    )
    found = fit_ml(free.model, normal, start)
    top = total_logl(restricted.model, normal, restricted.x)
    return float((top - found.logl) / sum(group.n for group in normal))


def _as_sample(group: NormalGroup, at: Matrices) -> NormalGroup:
    """Complete data with the implied moments."""
    pattern = Pattern(
        seen=np.arange(group.p),
        n=group.n,
        mean=at.mu,
        cov=at.sigma,
        rows=np.arange(0),
    )
    return replace(group, patterns=(pattern,))
