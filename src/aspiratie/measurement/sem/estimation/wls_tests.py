"""Test statistics and standard errors of the least squares fits of ordinal items."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.linalg import block_diag

from aspiratie.measurement.sem.estimation.implied import SemModel
from aspiratie.measurement.sem.estimation.ordinal import OrdinalGroup
from aspiratie.measurement.sem.fit_indices import ChiSquare, Corrected

__all__ = ["baseline_test", "categorical_ml", "robust_covariance", "scaled_shifted"]

Floats = npt.NDArray[np.float64]


def robust_covariance(
    groups: list[OrdinalGroup], jacobians: list[Floats], inverse: Floats
) -> Floats:
    """Sandwich covariance of the parameters."""
    n = sum(group.n for group in groups)
    meat = np.zeros_like(inverse)
    for group, jacobian in zip(groups, jacobians, strict=True):
        weighted = group.weights[:, None] * jacobian
        meat += group.n / n * (weighted.T @ (group.gamma @ weighted))
    out: Floats = inverse @ meat @ inverse / (n - len(groups))
    return out


def scaled_shifted(
    groups: list[OrdinalGroup], jacobians: list[Floats], inverse: Floats, stat: float, df: int
) -> ChiSquare:
    """Chi-square with mean and variance put right (Asparouhov & Muthén 2010).

    References
    ----------
    Asparouhov, T., & Muthén, B. (2010). Simple second order chi-square correction.
    https://www.statmodel.com/download/WLSMV_new_chi21.pdf
    """
    if df == 0:
        return ChiSquare(stat=stat, df=df, scaled=stat, factor=np.nan, shifted=True)
    n = sum(group.n for group in groups)
    first, second = 0.0, 0.0
    # U couples the groups through the parameters they share: the sum over all pairs of
    # groups is the square of the sum, less the groups' own squares.
    together = np.zeros_like(inverse)
    for group, jacobian in zip(groups, jacobians, strict=True):
        weighted = group.weights[:, None] * jacobian
        piece = weighted.T @ group.gamma
        whole = group.weights[:, None] * group.gamma
        shrunk = whole - (weighted @ inverse) @ piece * (group.n / n)
        first += float(np.trace(shrunk))
        second += float(np.sum(shrunk * shrunk.T))
        own = inverse @ (piece @ weighted) * (group.n / n)
        second -= float(np.sum(own * own.T))
        together += own
    second += float(np.sum(together * together.T))
    return _shift(stat, df, first, second)


def _shift(stat: float, df: int, first: float, second: float) -> ChiSquare:
    slope = np.sqrt(df / second)
    shift = df - slope * first
    return ChiSquare(
        stat=stat,
        df=df,
        scaled=float(stat * slope + shift),
        factor=float(1.0 / slope),
        shift=float(shift),
        trace=first,
        shifted=True,
    )


def baseline_test(groups: list[OrdinalGroup], *, scaled: bool) -> ChiSquare:
    """Test the model without correlations; thresholds, slopes and variances are free."""
    stat, first, second, df = 0.0, 0.0, 0.0, 0
    for group in groups:
        pairs = len(group.correlations) * (len(group.correlations) - 1) // 2
        cuts = len(group.statistics) - pairs
        weights = group.weights[cuts:]
        correlations = group.statistics[cuts:]
        stat += (group.n - 1) * float(correlations @ (weights * correlations))
        df += len(correlations)
        product = weights[:, None] * group.gamma[cuts:, cuts:]
        first += float(np.trace(product))
        second += float(np.sum(product * product.T))
    return _shift(stat, df, first, second) if scaled else ChiSquare(stat=stat, df=df)


def categorical_ml(
    model: SemModel,
    groups: list[OrdinalGroup],
    jacobians: list[Floats],
    inverse: Floats,
    x: Floats,
) -> Corrected | None:
    """Statistic of normal theory on the polychoric correlations, for the robust indices.

    None where lavaan gives none: equality constraints on thresholds or intercepts,
    correlations that are not positive definite, continuous items, or covariates.

    References
    ----------
    Savalei, V. (2021). Improving fit indices in structural equation modeling with
    categorical data. Multivariate Behavioral Research, 56, 390-407.
    https://doi.org/10.1080/00273171.2020.1717922
    """
    if model.n_covariates or not model.cut.all():
        return None
    location: dict[int, int] = {}
    for row in model.table.rows:
        if row.free >= 0 and row.op in ("|", "~1"):
            location[row.free] = location.get(row.free, 0) + 1
    if any(number > 1 for number in location.values()):
        return None
    n = sum(group.n for group in groups)
    p = model.p
    first, second = np.triu_indices(p, 1)
    stat = null = 0.0
    normal: list[Floats] = []
    for number, group in enumerate(groups):
        values = np.linalg.eigvalsh(group.correlations)
        if values[0] < np.sqrt(np.finfo(float).eps):
            return None
        at = model.matrices(number, x)
        implied = at.sigma * np.outer(at.delta, at.delta)
        sign, log_det = np.linalg.slogdet(implied)
        if sign <= 0:
            return None
        root = np.linalg.inv(implied)
        own = float(np.sum(np.log(values)))
        stat += group.n * (log_det + float(np.sum(root * group.correlations)) - own - p)
        null -= group.n * own
        normal.append(
            root[np.ix_(first, first)] * root[np.ix_(second, second)]
            + root[np.ix_(first, second)] * root[np.ix_(second, first)]
        )
    n_pairs = len(first)
    shares = [group.n / n for group in groups]
    jacobian = np.vstack([part[-n_pairs:] for part in jacobians])
    weights = np.concatenate(
        [s * g.weights[-n_pairs:] for s, g in zip(shares, groups, strict=True)]
    )
    left = np.eye(len(jacobian)) - jacobian @ inverse @ (jacobian.T * weights)
    total = block_diag(*[s * part for s, part in zip(shares, normal, strict=True)])
    gammas = [g.gamma[-n_pairs:, -n_pairs:] / s for s, g in zip(shares, groups, strict=True)]
    null_trace = sum(float(np.trace(gamma)) for gamma in gammas)
    middle = left.T @ (total @ left)
    trace = float(np.sum(middle * block_diag(*gammas)))
    null_df = n_pairs * len(groups)
    df = null_df - (model.n_free - len(location))
    return Corrected(
        stat=stat,
        df=float(df),
        factor=trace / df if df > 0 else np.nan,
        baseline_stat=null,
        baseline_df=float(null_df),
        baseline_factor=null_trace / null_df,
    )
