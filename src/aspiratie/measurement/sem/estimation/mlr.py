"""Robust (sandwich) corrections of maximum likelihood, with or without clusters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.linalg import block_diag

from aspiratie.errors import EstimationError
from aspiratie.measurement.sem.estimation.implied import SemModel
from aspiratie.measurement.sem.estimation.normal import (
    NormalGroup,
    case_scores,
    observed_rows,
    unit_slopes,
)
from aspiratie.measurement.sem.fit_indices import ChiSquare

__all__ = [
    "Unrestricted",
    "fiml_corrected",
    "model_meat",
    "unrestricted_information",
    "yuan_bentler",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Unrestricted:
    """The unrestricted model of one group, per respondent.

    `trace` is the trace of `meat` times the inverse of `bread`; the matrices themselves are
    only there for answers with gaps.
    """

    sigma: Floats
    mu: Floats
    trace: float
    size: int
    bread: Floats | None = None
    meat: Floats | None = None


def _outer(scores: Floats, cluster: Ints | None) -> Floats:
    """Sum of outer products of the scores of respondents, or of clusters."""
    if cluster is not None:
        _, which = np.unique(cluster, return_inverse=True)
        number = int(which.max()) + 1
        if number < 2:
            raise EstimationError(
                "Cluster-robust standard errors need two clusters in every group."
            )
        sums = np.zeros((number, scores.shape[1]))
        np.add.at(sums, which, scores)
        scores = sums * np.sqrt(number / (number - 1))
    out: Floats = scores.T @ scores
    return out


def model_meat(model: SemModel, groups: list[NormalGroup], x: Floats) -> list[Floats]:
    """First-order information of the parameters by group, per respondent of the group."""
    out: list[Floats] = []
    for number, group in enumerate(groups):
        at = model.matrices(number, x)
        slopes, _ = model.slopes(number, at)
        scores = case_scores(group, at.sigma, at.mu, slopes) @ model.groups[number].gather
        out.append(_outer(scores, group.cluster) / group.n)
    return out


def unrestricted_information(
    group: NormalGroup, sigma: Floats, mu: Floats, *, matrices: bool
) -> Unrestricted:
    """Bread and meat of the unrestricted model.

    For complete data the trace follows from the Mahalanobis distances alone, and the
    matrices, which have the square of the number of covariances as size, are not made.
    """
    p = group.p
    size = p * (p + 1) // 2 + (p if group.means else 0)
    if not matrices:
        return Unrestricted(sigma=sigma, mu=mu, trace=_complete_trace(group, sigma), size=size)
    slopes = unit_slopes(p, means=group.means)
    bread = observed_rows(group, sigma, mu, slopes) / group.n
    meat = _outer(case_scores(group, sigma, mu, slopes), group.cluster) / group.n
    trace = float(np.trace(np.linalg.solve(bread, meat)))
    return Unrestricted(sigma=sigma, mu=mu, trace=trace, size=size, bread=bread, meat=meat)


def _complete_trace(group: NormalGroup, sigma: Floats) -> float:
    """Trace for complete data, from whitened answers (Mardia's kurtosis where all weigh one)."""
    pattern = group.patterns[0]
    p, n = group.p, group.n
    root = np.linalg.cholesky(sigma)
    white = np.linalg.solve(root, (group.answers - pattern.mean).T).T
    weights = np.ones(n) if group.weights is None else group.weights
    if group.cluster is None:
        square = np.sum(white * white, axis=1)
        twice = weights * weights
        trace = 0.5 * float(np.mean(twice * (square * square - 2.0 * square + p)))
        return trace + (float(np.mean(twice * square)) if group.means else 0.0)
    order = np.argsort(group.cluster, kind="stable")
    _, begins = np.unique(group.cluster[order], return_index=True)
    edges = np.append(begins, n)
    total = 0.0
    for begin, end in pairwise(edges):
        rows = order[begin:end]
        block = white[rows]
        own = weights[rows]
        spread = (block.T * own) @ block - own.sum() * np.eye(p)
        total += 0.5 * float(np.sum(spread * spread))
        if group.means:
            total += float(np.sum((own @ block) ** 2))
    number = len(begins)
    return total / n * number / (number - 1)


def yuan_bentler(
    groups: list[NormalGroup],
    unrestricted: list[Unrestricted],
    meats: list[Floats],
    inverse: Floats,
    stat: float,
    df: int,
) -> ChiSquare:
    """Chi-square scaled by its mean (lavaan's ``yuan.bentler.mplus``).

    References
    ----------
    Yuan, K.-H., & Bentler, P. M. (2000). Three likelihood-based methods for mean and
    covariance structure analysis with nonnormal missing data. Sociological Methodology,
    30, 165-200. https://doi.org/10.1111/0081-1750.00078
    """
    n = sum(group.n for group in groups)
    trace = sum(part.trace for part in unrestricted)
    for group, meat in zip(groups, meats, strict=True):
        trace -= group.n / n * float(np.sum(meat * inverse))
    factor = trace / df if df > 0 else np.nan
    scaled = stat / factor if df > 0 else stat
    return ChiSquare(stat=stat, df=df, scaled=scaled, factor=factor, trace=trace)


def fiml_corrected(
    groups: list[NormalGroup],
    unrestricted: list[Unrestricted],
    model: SemModel,
    x: Floats,
    *,
    robust: bool,
) -> tuple[float, float]:
    """Statistic of complete data at the FIML estimates, and its mean factor times df.

    References
    ----------
    Zhang, X., & Savalei, V. (2023). New computations for RMSEA and CFI following FIML and
    TS estimation with missing data. Psychological Methods, 28, 263-283.
    https://doi.org/10.1037/met0000445
    """
    n = sum(group.n for group in groups)
    stat = 0.0
    breads, complete, gammas, jacobians = [], [], [], []
    for number, (group, free) in enumerate(zip(groups, unrestricted, strict=True)):
        at = model.matrices(number, x)
        share = group.n / n
        distance = free.mu - at.mu
        root = np.linalg.inv(at.sigma)
        stat += group.n * (
            np.linalg.slogdet(at.sigma)[1]
            - np.linalg.slogdet(free.sigma)[1]
            + float(np.sum(root * free.sigma))
            - group.p
            + float(distance @ root @ distance)
        )
        assert free.bread is not None
        assert free.meat is not None
        back = np.linalg.inv(free.bread)
        slopes = unit_slopes(group.p, means=True)
        whole = np.linalg.inv(free.sigma)
        us, vs = slopes.u @ whole, slopes.v @ whole
        cross = us @ slopes.v.T
        normal = (us @ slopes.u.T) * (vs @ slopes.v.T) + cross * cross.T
        normal += slopes.m @ whole @ slopes.m.T
        breads.append(share * free.bread)
        complete.append(back @ (share * normal) @ back / share**2)
        gammas.append(back @ free.meat @ back / share)
        jacobians.append(_moment_rows(model, number, x))
    bread = block_diag(*breads)
    jacobian = np.vstack(jacobians)
    projected = bread @ jacobian
    residual = bread - projected @ np.linalg.solve(jacobian.T @ projected, projected.T)
    middle = block_diag(*complete)
    if robust:
        trace = float(np.trace(residual @ middle @ residual @ block_diag(*gammas)))
    else:
        trace = float(np.trace(middle @ residual))
    return stat, trace


def _moment_rows(model: SemModel, number: int, x: Floats) -> Floats:
    """Differentiate means and lower-triangle covariances, (moments, parameters)."""
    at = model.matrices(number, x)
    slopes, _ = model.slopes(number, at)
    columns, rows = np.triu_indices(model.p)
    change = slopes.u[:, rows] * slopes.v[:, columns] + slopes.u[:, columns] * slopes.v[:, rows]
    out: Floats = np.hstack([slopes.m, change]).T @ model.groups[number].gather
    return out
