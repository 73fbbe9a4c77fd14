"""Restricted maximum likelihood of pupils within schools, from sufficient statistics.

The model is y_ij = μ + x_ij'β + u_j + e_ij with u_j ~ N(0, τ²) and e_ij ~ N(0, σ²). The
restricted likelihood needs only the number, the means and the within-school cross-products of
each school, and has one unknown left, θ = τ²/σ², once the others are solved for. It is
maximised exactly: a grid over many orders of magnitude, then the root of its derivative.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import optimize

from aspiratie.errors import EstimationError
from aspiratie.schools.grouping import Grouping

__all__ = ["Estimates", "Moments", "effective_weights", "estimate", "interval_sd", "summarise"]

Array = npt.NDArray[np.float64]

#: Rows at a time: longer columns fall out of the cache, and their memory is asked for anew.
BLOCK = 2**14


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
    def freedom(self) -> float:
        """Pupils (their effective number, if weighted) less fixed effects."""
        return float(self.counts.sum() - self.means.shape[1] + 1)

    @cached_property
    def by_size(self) -> tuple[Array, Array, Array]:
        """Sizes that occur, schools of each and their summed products of means.

        All that the likelihood needs: schools of one size weigh the same at every θ.
        """
        sizes, place, schools = np.unique(self.counts, return_inverse=True, return_counts=True)
        squares = np.zeros((len(sizes), self.means.shape[1] ** 2))
        products = self.means[:, :, None] * self.means[:, None, :]
        np.add.at(squares, place, products.reshape(len(place), -1))
        return sizes, schools.astype(float), squares

    @cached_property
    def profile(self) -> tuple[Array, Array]:
        """Log θ over seventeen orders of magnitude around 1/n, and the criterion there."""
        typical = np.log(len(self.counts) / self.counts.sum())
        grid: Array = typical + np.log(10.0) * np.linspace(-8, 9, 69)
        return grid, _criterion(np.exp(grid), self)

    def between(self, weights: Array) -> Array:
        """Products of the school means, weighted by size.

        Shapes (n_rows, n_sizes) → (n_rows, n_columns, n_columns).
        """
        columns = self.means.shape[1]
        products: Array = (weights @ self.by_size[2]).reshape(-1, columns, columns)
        return products


def effective_weights(weights: Array, grouping: Grouping) -> Array:
    r"""Bring weights, in every school, to a sum of its effective number of pupils.

    .. math:: w^*_{ij} = w_{ij} \frac{\sum_i w_{ij}}{\sum_i w_{ij}^2}

    Weighted means then have variance :math:`\sigma^2 / \sum_i w^*_{ij}` within schools, so that
    the likelihood of the moments needs no change (Pfeffermann et al., 1998).

    References
    ----------
    Pfeffermann, D., Skinner, C. J., Holmes, D. J., Goldstein, H., & Rasbash, J. (1998).
    Weighting for unequal selection probabilities in multilevel models. JRSS B, 60, 23-40.
    https://doi.org/10.1111/1467-9868.00106
    """
    columns = np.column_stack([weights, weights**2])
    sums = grouping.sums(columns)
    out: Array = weights * (sums[:, 0] / sums[:, 1])[grouping.codes]
    return out


def summarise(values: Array, grouping: Grouping, weights: Array | None = None) -> Moments:
    """Moments of columns [covariates, score], of which none may be missing.

    `weights` are those of :func:`effective_weights`.
    """
    if weights is not None:
        return _weighted(values, grouping, weights)
    size = len(grouping.labels)
    counts = grouping.sizes.astype(float)
    centre = np.ascontiguousarray(values.T).mean(axis=1)
    blocks = [slice(first, first + BLOCK) for first in range(0, len(values), BLOCK)]
    sums = np.zeros((size, values.shape[1]))
    for rows in blocks:
        for k, column in enumerate(values[rows].T):
            sums[:, k] += np.bincount(grouping.codes[rows], column - centre[k], size)
    means = sums / counts[:, None]
    within = np.zeros((values.shape[1] + 1, values.shape[1] + 1))
    for rows in blocks:
        inside = (values[rows] - centre).T - means.T.take(grouping.codes[rows], axis=1)
        within[1:, 1:] += inside @ inside.T
    noise = len(values) * (1e-13 * max(values[:, -1].max(), -values[:, -1].min())) ** 2
    return _moments(counts, means, within, centre, noise)


def _weighted(values: Array, grouping: Grouping, weights: Array) -> Moments:
    size = len(grouping.labels)
    counts = np.bincount(grouping.codes, weights, size).astype(np.float64)
    centre = weights @ values / weights.sum()
    centred = values - centre
    means = grouping.sums(centred * weights[:, None]) / counts[:, None]
    inside = centred - means[grouping.codes]
    within = np.zeros((values.shape[1] + 1, values.shape[1] + 1))
    within[1:, 1:] = (inside.T * weights) @ inside
    noise = len(values) * (1e-13 * max(values[:, -1].max(), -values[:, -1].min())) ** 2
    return _moments(counts, means, within, centre, noise)


def _moments(counts: Array, means: Array, within: Array, centre: Array, noise: float) -> Moments:
    """Check the design and gather; a sum of squares below `noise` is only rounding, so none."""
    design = np.column_stack([np.ones(len(counts)), means])
    whole = within + (design * counts[:, None]).T @ design
    if means.shape[1] > 1:
        scale = np.sqrt(np.diag(whole)[:-1])
        flat = scale <= 1e-12 * np.sqrt(counts.sum())
        normed = whole[:-1, :-1] / np.outer(np.where(flat, 1, scale), np.where(flat, 1, scale))
        if flat.any() or np.linalg.eigvalsh(normed)[0] < 1e-10:
            raise EstimationError(
                "The covariates are constant or follow from one another: "
                "their effects cannot be told apart. Leave one out."
            )
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


def _products(theta: Array, moments: Moments) -> Array:
    """Cross-products at each θ, shape (n_theta, n_columns, n_columns)."""
    sizes = moments.by_size[0]
    weights: Array = sizes / (1.0 + theta[:, None] * sizes)
    products: Array = moments.within + moments.between(weights)
    return products


def _criterion(theta: Array, moments: Moments) -> Array:
    """−2 restricted log-likelihood at each θ, less a constant; shape of `theta`."""
    sizes, schools, _ = moments.by_size
    diagonal = np.linalg.cholesky(_products(theta, moments)).diagonal(axis1=1, axis2=2)
    log_design = 2 * np.log(diagonal[:, :-1]).sum(axis=1)
    log_rest = 2 * np.log(diagonal[:, -1])
    log_grown = np.log(1.0 + theta[:, None] * sizes) @ schools
    criterion: Array = moments.freedom * log_rest + log_design + log_grown
    return criterion


def _solve(products: Array, freedom: float) -> tuple[Array, Array, Array]:
    """β, its unscaled covariance A⁻¹ and σ² from the cross-products at each θ."""
    inverse = np.asarray(np.linalg.inv(products[:, :-1, :-1]), dtype=np.float64)
    target = products[:, :-1, -1]
    beta = (inverse @ target[:, :, None])[:, :, 0]
    rest = products[:, -1, -1] - (target * beta).sum(axis=1)
    return beta, inverse, rest / freedom


def _slope(log_theta: float, moments: Moments) -> float:
    """Differentiate the criterion to log θ; with θ the weights change by −weights²."""
    theta = np.exp(log_theta)
    sizes, schools, _ = moments.by_size
    weights = sizes / (1.0 + theta * sizes)
    products, change = moments.between(np.array([weights, weights**2]))
    inverse = np.linalg.inv(moments.within + products)
    last = inverse[-1]
    # last / last[-1] is (−β, 1), and 1 / last[-1] the residual sum of squares
    residual = last @ change @ last / last[-1]
    design = np.vdot(inverse, change) - residual
    return float(theta * (schools @ weights - design - moments.freedom * residual))


def _maximise(moments: Moments) -> float:
    """θ = τ²/σ² at the maximum of the restricted likelihood; 0 on the bound."""
    grid, heights = moments.profile
    best = int(np.argmin(heights))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    if _slope(low, moments) < 0 < _slope(high, moments):
        peak = optimize.brentq(_slope, low, high, args=(moments,), xtol=1e-13, rtol=1e-14)
    else:
        peak = grid[best]
    theta = float(np.exp(peak))
    at_zero, at_peak = _criterion(np.array([0.0, theta]), moments)
    on_bound = best == 0 or at_zero <= at_peak
    return 0.0 if on_bound else theta


@dataclass(frozen=True, eq=False, kw_only=True)
class Estimates:
    """Estimates and, by school, what a mean is worth."""

    tau2: float
    sigma2: float
    target: float
    shrunken: Array
    conditional: Array
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
            adjusted=adjusted,
        )
    theta = _maximise(moments)
    (beta,), _, (sigma2,) = _solve(_products(np.array([theta]), moments), moments.freedom)
    residuals = moments.means[:, -1] - moments.means[:, :-1] @ beta
    shrink = theta * counts / (1.0 + theta * counts)
    target = float(beta[0] + moments.centre[-1])
    return Estimates(
        tau2=float(theta * sigma2),
        sigma2=float(sigma2),
        target=target,
        shrunken=target + shrink * residuals,
        conditional=np.sqrt(theta * sigma2 / (1.0 + theta * counts)),
        adjusted=target + residuals,
    )


def interval_sd(moments: Moments, fit: Estimates) -> Array:
    """Give the standard deviation of the true school mean about the reported one.

    Averages over how likely each θ is (restricted likelihood, flat prior on τ²), because a τ²
    estimated from few schools, or as zero, is not known for certain.

    Parameters
    ----------
    moments : Moments
    fit : Estimates
        Of these moments.
    """
    if np.isnan(fit.tau2) or fit.sigma2 == 0:
        return fit.conditional
    reported = fit.shrunken - moments.centre[-1]
    grid, heights = moments.profile
    near = np.flatnonzero(_weights(grid, heights) > 1e-6)
    low, high = max(near[0] - 1, 0), min(near[-1] + 1, len(grid) - 1)
    log_theta = np.linspace(grid[low], grid[high], 61)
    weight = _weights(log_theta, _criterion(np.exp(log_theta), moments))
    keep = weight > 1e-6
    share = weight[keep] / weight[keep].sum()
    theta = np.exp(log_theta[keep])
    left = 1.0 / (1.0 + theta[:, None] * moments.counts)
    beta, inverse, sigma2 = _solve(_products(theta, moments), moments.freedom)
    # the error of μ̂ + û is that of u given θ, and of β through c − (1 − left) x̄
    design = moments.means[:, :-1]
    contrast = (left - 1.0)[:, :, None] * design
    contrast[:, :, 0] += 1.0
    fixed = np.einsum("tja,tab,tjb->tj", contrast, inverse, contrast)
    here = beta[:, :1] + (1.0 - left) * (moments.means[:, -1] - beta @ design.T)
    variance = sigma2[:, None] * (theta[:, None] * left + fixed) + (here - reported) ** 2
    sd: Array = np.sqrt(share @ variance)
    return sd


def _weights(log_theta: Array, heights: Array) -> Array:
    """Posterior density of log θ at a flat prior on τ², highest 1, from the criterion."""
    logs = log_theta - 0.5 * heights
    weights: Array = np.exp(logs - logs.max())
    return weights
