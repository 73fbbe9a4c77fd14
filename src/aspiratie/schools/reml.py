"""Restricted maximum likelihood of pupils within schools, from sufficient statistics.

The model is y_ij = μ + x_ij'β + u_j + e_ij with u_j ~ N(0, τ²) and e_ij ~ N(0, σ²). The
restricted likelihood needs only the number, the means and the within-school cross-products of
each school, and has one unknown left, θ = τ²/σ², once the others are solved for. It is
maximised exactly: a grid over many orders of magnitude, then the root of its derivative.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from aspiratie.errors import EstimationError
from aspiratie.schools.grouping import Grouping

__all__ = ["Estimates", "Moments", "estimate", "summarise"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Moments:
    """Sufficient statistics; columns are 1, the centred covariates, the centred score."""

    counts: Array  # (n_schools,)
    means: Array  # (n_schools, n_columns)
    within: Array  # (n_columns, n_columns) cross-products within schools
    centre: Array  # (n_columns,) what was taken off; the constant keeps 0
    spread: float  # residual within-school sum of squares
    total: float  # residual sum of squares without schools

    @property
    def freedom(self) -> int:
        """Pupils less fixed effects."""
        return int(self.counts.sum()) - int(self.means.shape[1]) + 1


def summarise(values: Array, grouping: Grouping) -> Moments:
    """Moments of columns [covariates, score], of which none may be missing."""
    size = len(grouping.labels)
    counts = np.bincount(grouping.codes, minlength=size).astype(float)
    columns = np.ascontiguousarray(values.T)
    centre = columns.mean(axis=1)
    columns = columns - centre[:, None]
    means = grouping.sums(columns.T) / counts[:, None]
    for column, mean in zip(columns, means.T, strict=True):
        column -= mean.take(grouping.codes)
    within = np.zeros((values.shape[1] + 1, values.shape[1] + 1))
    within[1:, 1:] = [[one @ other for other in columns] for one in columns]
    design = np.column_stack([np.ones(size), means])
    whole = within + (design * counts[:, None]).T @ design
    if values.shape[1] > 1:
        scale = np.sqrt(np.diag(whole)[:-1])
        flat = scale <= 1e-12 * np.sqrt(counts.sum())
        normed = whole[:-1, :-1] / np.outer(np.where(flat, 1, scale), np.where(flat, 1, scale))
        if flat.any() or np.linalg.eigvalsh(normed)[0] < 1e-10:
            raise EstimationError(
                "The covariates are constant or follow from one another: "
                "their effects cannot be told apart. Leave one out."
            )
    # a sum of squares that is only rounding is none
    noise = len(values) * (1e-13 * float(np.abs(values[:, -1]).max())) ** 2
    spread, total = (
        0.0 if left <= noise else left for left in (_left_over(within[1:, 1:]), _left_over(whole))
    )
    return Moments(
        counts=counts,
        means=design,
        within=within,
        centre=np.concatenate([[0.0], centre]),
        spread=spread,
        total=total,
    )


def _left_over(products: Array) -> float:
    """Sum of squares of the last column that the others leave."""
    beta = np.linalg.lstsq(products[:-1, :-1], products[:-1, -1], rcond=None)[0]
    return float(products[-1, -1] - products[:-1, -1] @ beta)


def _products(weights: Array, moments: Moments) -> Array:
    """Cross-products at each row of weights, shape (n_rows, n_columns, n_columns)."""
    columns = moments.means.shape[1]
    outer = (moments.means[:, :, None] * moments.means[:, None, :]).reshape(-1, columns**2)
    products: Array = moments.within + (weights @ outer).reshape(-1, columns, columns)
    return products


def _criterion(theta: Array, moments: Moments) -> Array:
    """−2 restricted log-likelihood at each θ, less a constant; shape of `theta`."""
    grown = 1.0 + theta[:, None] * moments.counts
    products = _products(moments.counts / grown, moments)
    diagonal = np.linalg.cholesky(products).diagonal(axis1=1, axis2=2)
    log_design = 2 * np.log(diagonal[:, :-1]).sum(axis=1)
    log_rest = 2 * np.log(diagonal[:, -1])
    criterion: Array = moments.freedom * log_rest + log_design + np.log(grown).sum(axis=1)
    return criterion


def _solve(theta: float, moments: Moments) -> tuple[Array, Array, float, Array]:
    """β, its unscaled covariance A⁻¹, σ² and the residuals of the school means at one θ."""
    weights = moments.counts / (1.0 + theta * moments.counts)
    products = moments.within + (moments.means * weights[:, None]).T @ moments.means
    inverse = np.asarray(np.linalg.inv(products[:-1, :-1]), dtype=np.float64)
    beta = inverse @ products[:-1, -1]
    rest = products[-1, -1] - products[:-1, -1] @ beta
    residuals = moments.means[:, -1] - moments.means[:, :-1] @ beta
    return beta, inverse, float(rest / moments.freedom), residuals


def _slope(log_theta: float, moments: Moments) -> float:
    """Differentiate the criterion to θ."""
    theta = float(np.exp(log_theta))
    weights = moments.counts / (1.0 + theta * moments.counts)
    _, inverse, sigma2, residuals = _solve(theta, moments)
    design = moments.means[:, :-1]
    leverage = ((design @ inverse) * design).sum(axis=1)
    return float(
        weights.sum() - (weights**2 * leverage).sum() - (weights**2 * residuals**2).sum() / sigma2
    )


def _grid(moments: Moments) -> Array:
    """Spread log θ over seventeen orders of magnitude around 1/n."""
    typical = np.log(len(moments.counts) / moments.counts.sum())
    grid: Array = typical + np.log(10.0) * np.linspace(-8, 9, 69)
    return grid


def _maximise(moments: Moments) -> float:
    """θ = τ²/σ² at the maximum of the restricted likelihood; 0 on the bound."""
    grid = _grid(moments)
    heights = _criterion(np.concatenate([[0.0], np.exp(grid)]), moments)
    best = int(np.argmin(heights[1:]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    if _slope(low, moments) < 0 < _slope(high, moments):
        peak = optimize.brentq(_slope, low, high, args=(moments,), xtol=1e-13, rtol=1e-14)
    else:
        peak = grid[best]
    theta = float(np.exp(peak))
    at_peak = float(_criterion(np.array([theta]), moments)[0])
    on_bound = best == 0 or heights[0] <= at_peak
    return 0.0 if on_bound else theta


@dataclass(frozen=True, eq=False, kw_only=True)
class Estimates:
    """Estimates and, by school, what a mean is worth."""

    tau2: float
    sigma2: float
    target: float
    shrunken: Array
    conditional: Array
    interval: Array
    adjusted: Array


def estimate(moments: Moments) -> Estimates:
    """Estimate the variances and every school's mean; NaN where they do not exist.

    Parameters
    ----------
    moments : Moments
        Of one scale, with or without covariates.
    """
    counts = moments.counts
    schools = len(counts)
    columns = moments.means.shape[1] - 1
    unknown = np.full(schools, np.nan)
    plain = moments.means[:, -1] + moments.centre[-1]
    freedom_between = schools - columns
    if moments.total == 0:
        same, zero = np.full(schools, plain.mean()), np.zeros(schools)
        return Estimates(
            tau2=np.nan if schools == 1 else 0.0,
            sigma2=0.0,
            target=float(plain.mean()),
            shrunken=same,
            conditional=zero,
            interval=zero,
            adjusted=same,
        )
    one_level = counts.max() == 1 or freedom_between < 1
    if one_level or moments.freedom - freedom_between < 1:
        sigma2 = moments.spread / (counts.sum() - schools) if schools == 1 else np.nan
        return Estimates(
            tau2=np.nan,
            sigma2=float(sigma2),
            target=float(moments.centre[-1]),
            shrunken=unknown,
            conditional=unknown,
            interval=unknown,
            adjusted=unknown,
        )
    if moments.spread == 0:
        beta = np.linalg.lstsq(moments.means[:, :-1], moments.means[:, -1], rcond=None)[0]
        residuals = moments.means[:, -1] - moments.means[:, :-1] @ beta
        adjusted = beta[0] + residuals + moments.centre[-1]
        zero = np.zeros(schools)
        return Estimates(
            tau2=float(residuals @ residuals / freedom_between),
            sigma2=0.0,
            target=float(beta[0] + moments.centre[-1]),
            shrunken=adjusted,
            conditional=zero,
            interval=zero,
            adjusted=adjusted,
        )
    theta = _maximise(moments)
    beta, _, sigma2, residuals = _solve(theta, moments)
    shrink = theta * counts / (1.0 + theta * counts)
    target = float(beta[0] + moments.centre[-1])
    return Estimates(
        tau2=theta * sigma2,
        sigma2=sigma2,
        target=target,
        shrunken=target + shrink * residuals,
        conditional=np.sqrt(theta * sigma2 / (1.0 + theta * counts)),
        interval=_interval_sd(moments, target - moments.centre[-1] + shrink * residuals),
        adjusted=target + residuals,
    )


def _interval_sd(moments: Moments, reported: Array) -> Array:
    """Give the standard deviation of the true school mean about the reported one.

    Averages over how likely each θ is (restricted likelihood, flat prior on τ²), because a τ²
    estimated from few schools, or as zero, is not known for certain. `reported` is centred.
    """
    coarse = _grid(moments)
    near = np.flatnonzero(_weights(coarse, moments) > 1e-6)
    low, high = max(near[0] - 1, 0), min(near[-1] + 1, len(coarse) - 1)
    log_theta = np.linspace(coarse[low], coarse[high], 61)
    theta, weight = np.exp(log_theta), _weights(log_theta, moments)
    keep = weight > 1e-6
    share = weight[keep] / weight[keep].sum()
    grown = 1.0 + theta[keep][:, None] * moments.counts
    left = 1.0 / grown
    products = _products(moments.counts * left, moments)
    inverse = np.linalg.inv(products[:, :-1, :-1])
    beta = np.einsum("tab,tb->ta", inverse, products[:, :-1, -1])
    rest = products[:, -1, -1] - np.einsum("ta,ta->t", products[:, :-1, -1], beta)
    design = moments.means[:, :-1]
    residuals = moments.means[:, -1] - beta @ design.T
    # the error of μ̂ + û is that of u given θ, and of β through c − (1 − left) x̄
    contrast = -(1.0 - left)[:, :, None] * design
    contrast[:, :, 0] += 1.0
    fixed = np.einsum("tja,tab,tjb->tj", contrast, inverse, contrast, optimize=True)
    here = beta[:, :1] + (1.0 - left) * residuals
    sigma2 = rest / moments.freedom
    variance = sigma2[:, None] * (theta[keep][:, None] * left + fixed) + (here - reported) ** 2
    sd: Array = np.sqrt(share @ variance)
    return sd


def _weights(log_theta: Array, moments: Moments) -> Array:
    """Posterior density of log θ at a flat prior on τ², highest 1."""
    logs = log_theta - 0.5 * _criterion(np.exp(log_theta), moments)
    weights: Array = np.exp(logs - logs.max())
    return weights
