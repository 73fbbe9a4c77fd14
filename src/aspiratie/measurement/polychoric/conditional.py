r"""Statistics of ordinal and continuous items given covariates: slopes, variances, correlations.

Muthén's (1984) statistics where the contingency tables of ``fit`` do not suffice: an ordinal item
is cut from :math:`y^* = x'\beta + e`, :math:`e \sim N(0, 1)`, a continuous one is
:math:`y = \mu + x'\beta + \sigma e`, and the correlations are those of the :math:`e`:
polychoric, polyserial or Pearson's, each by maximum likelihood with the rest held.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from aspiratie.errors import EstimationError, Problem
from aspiratie.measurement.cumulative import fit_cumulative
from aspiratie.measurement.design import linear_variance
from aspiratie.measurement.polychoric.bivariate_normal import bivariate_cdf, bivariate_density
from aspiratie.measurement.polychoric.fit import BOUND, FLOOR

__all__ = ["ConditionalMoments", "conditional_moments"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_FAR = 25.0
_DONE = 1e-9
_MAX_ITERATIONS = 100
_ROOT = float(np.sqrt(2.0 * np.pi))


@dataclass(frozen=True, eq=False, kw_only=True)
class ConditionalMoments:
    """Statistics of one group of respondents.

    Parameters
    ----------
    cuts : tuple of numpy.ndarray
        Thresholds by item; empty for a continuous one.
    correlations : numpy.ndarray, shape (n_items, n_items)
        Of the residuals; rows and columns of continuous items are covariances.
    statistics : numpy.ndarray
        Thresholds, means of continuous items, slopes (all items for the first covariate, then for
        the next), variances of continuous items, and the lower triangle of `correlations` by
        column.
    gamma : numpy.ndarray
        Asymptotic covariance of the statistics, times the number of respondents; over clusters
        if there are any.
    spread : numpy.ndarray
        Diagonal of gamma for independent respondents, by which WLSMV weighs.
    """

    cuts: tuple[Floats, ...]
    correlations: Floats
    statistics: Floats
    gamma: Floats
    spread: Floats

    def __repr__(self) -> str:
        """Give the size in one line."""
        return f"ConditionalMoments({len(self.cuts)} items, {len(self.statistics)} statistics)"


@dataclass(frozen=True, eq=False, kw_only=True)
class _Item:
    """One item given the covariates; rows that were not answered hold zeros in `scores`."""

    own: Floats  # thresholds, or the mean
    slopes: Floats
    variance: float  # of a continuous item, else NaN
    lower: Floats  # bounds of an ordinal answer; of a continuous one the standardised residual
    upper: Floats
    seen: npt.NDArray[np.bool_]
    scores: Floats  # (n, own + slopes + variance), of a respondent of weight one
    codes: Ints | None

    @property
    def ordinal(self) -> bool:
        return self.codes is not None


def conditional_moments(
    values: Floats,
    sizes: Ints,
    covariates: Floats,
    names: tuple[object, ...],
    *,
    cluster: Ints | None = None,
    weights: Floats | None = None,
) -> ConditionalMoments:
    """Estimate the statistics and their asymptotic covariance.

    Parameters
    ----------
    values : numpy.ndarray, shape (n_respondents, n_items)
        Codes 0, 1, ... of ordinal items, numbers of continuous ones; NaN is missing.
    sizes : numpy.ndarray, shape (n_items,)
        Number of categories; 0 for a continuous item.
    covariates : numpy.ndarray, shape (n_respondents, n_covariates)
        Without missing values.
    names : tuple
        Of the items, for errors.
    cluster : numpy.ndarray of int, shape (n_respondents,), optional
        Numbers of schools or classes, from 0.
    weights : numpy.ndarray, shape (n_respondents,), optional
        Sampling weights that average one.

    Returns
    -------
    ConditionalMoments

    Raises
    ------
    EstimationError
        If a pair of items determines each other.
    NotConvergedError
        If covariates split the answers to an item without overlap.
    """
    n, p = values.shape
    m = covariates.shape[1]
    weight = np.ones(n) if weights is None else weights
    items = [_item(values[:, k], int(sizes[k]), covariates, weight) for k in range(p)]
    pairs = list(combinations(range(p), 2))
    rho = np.zeros(len(pairs))
    pair_scores = np.zeros((n, len(pairs)))
    widths = [item.scores.shape[1] for item in items]
    begins = np.concatenate([[0], np.cumsum(widths)]).astype(int)
    total = int(begins[-1])
    to_items = np.zeros((len(pairs), total))
    for k, (i, j) in enumerate(pairs):
        rho[k], own, first, second = _pair(items[i], items[j], covariates, weight)
        pair_scores[:, k] = own
        to_items[k, begins[i] : begins[i + 1]] += (weight * own) @ first
        to_items[k, begins[j] : begins[j + 1]] += (weight * own) @ second
    stuck = np.abs(rho) >= BOUND
    if stuck.any():
        raise EstimationError(
            "Items determine each other: their correlation is one.",
            problems=[
                Problem(where=f"items {names[i]} and {names[j]}", what="have a correlation of one.")
                for (i, j), at in zip(pairs, stuck, strict=True)
                if at
            ],
        )
    scores = np.hstack([*[item.scores for item in items], pair_scores])
    counted = scores if weights is None else scores * weight[:, None]
    outer = scores.T @ counted
    inner = outer if weights is None else counted.T @ counted
    bread = np.zeros_like(inner)
    for k in range(p):
        block = slice(begins[k], begins[k + 1])
        bread[block, block] = outer[block, block]
    bread[total:, :total] = to_items
    bread[range(total, len(bread)), range(total, len(bread))] = weight @ pair_scores**2
    back = np.linalg.inv(bread)
    gamma = n * (back @ inner @ back.T)
    clustered = None
    if cluster is not None:
        clustered = n * linear_variance(counted @ back.T, cluster)
    return _arrange(items, pairs, rho, gamma, clustered, begins, m)


def _arrange(
    items: list[_Item],
    pairs: list[tuple[int, int]],
    rho: Floats,
    gamma: Floats,
    clustered: Floats | None,
    begins: Ints,
    m: int,
) -> ConditionalMoments:
    """Put statistics in order, correlations of continuous items on the scale of covariances."""
    p, total = len(items), int(begins[-1])
    numeric = [k for k in range(p) if not items[k].ordinal]
    sd = np.array([1.0 if item.ordinal else np.sqrt(item.variance) for item in items])
    change = np.eye(len(gamma))
    correlations = np.diag(sd * sd)
    for k, (i, j) in enumerate(pairs):
        row = total + k
        correlations[i, j] = correlations[j, i] = rho[k] * sd[i] * sd[j]
        change[row, row] = sd[i] * sd[j]
        for one, other in ((i, j), (j, i)):
            if not items[one].ordinal:
                change[row, begins[one + 1] - 1] = rho[k] * sd[other] / (2.0 * sd[one])
    gamma = change @ gamma @ change.T
    by_design = gamma if clustered is None else change @ clustered @ change.T
    cut_at = [begins[k] + t for k in range(p) if items[k].ordinal for t in range(len(items[k].own))]
    slope_at = [begins[k] + len(items[k].own) + c for c in range(m) for k in range(p)]
    order = np.array(
        [
            *cut_at,
            *[begins[k] for k in numeric],
            *slope_at,
            *[begins[k + 1] - 1 for k in numeric],
            *range(total, len(gamma)),
        ],
        dtype=np.int64,
    )
    first, second = np.triu_indices(p, 1)
    cuts = tuple(item.own if item.ordinal else np.empty(0) for item in items)
    statistics = np.concatenate(
        [
            *cuts,
            [float(items[k].own[0]) for k in numeric],
            np.array([item.slopes for item in items]).T.ravel(),
            [items[k].variance for k in numeric],
            correlations[first, second],
        ]
    )
    return ConditionalMoments(
        cuts=cuts,
        correlations=correlations,
        statistics=statistics,
        gamma=by_design[np.ix_(order, order)],
        spread=np.diagonal(gamma)[order],
    )


def _item(values: Floats, size: int, covariates: Floats, weight: Floats) -> _Item:
    """Regress one item on the covariates: ordered probit, or least squares."""
    seen = ~np.isnan(values)
    x = covariates[seen]
    n, m = covariates.shape
    if size:
        codes = np.zeros(n, dtype=np.int64)
        codes[seen] = values[seen].astype(np.int64)
        found = fit_cumulative(codes[seen], x, size, link="probit", weights=weight[seen])
        lower, upper = np.zeros(n), np.zeros(n)
        lower[seen] = np.clip(found.lower, -_FAR, _FAR)
        upper[seen] = np.clip(found.upper, -_FAR, _FAR)
        mass = np.maximum(ndtr(upper) - ndtr(lower), FLOOR)
        up, down = _density(upper) / mass, _density(lower) / mass
        scores = _bound_scores(codes, size, covariates, up, -down) * seen[:, None]
        return _Item(
            own=found.cuts,
            slopes=found.slopes,
            variance=np.nan,
            lower=lower,
            upper=upper,
            seen=seen,
            scores=scores,
            codes=codes,
        )
    design = np.hstack([np.ones((len(x), 1)), x])
    root = np.sqrt(weight[seen])
    beta: Floats = np.asarray(
        np.linalg.lstsq(design * root[:, None], values[seen] * root, rcond=None)[0], dtype=float
    )
    rest = values[seen] - design @ beta
    variance = float(weight[seen] @ rest**2 / weight[seen].sum())
    z = np.zeros(n)
    z[seen] = rest / np.sqrt(variance)
    scores = np.zeros((n, m + 2))
    scores[seen, : m + 1] = design * (rest / variance)[:, None]
    scores[seen, -1] = 0.5 * (z[seen] ** 2 - 1.0) / variance
    return _Item(
        own=beta[:1],
        slopes=beta[1:],
        variance=variance,
        lower=z,
        upper=z,
        seen=seen,
        scores=scores,
        codes=None,
    )


def _density(z: Floats) -> Floats:
    out: Floats = np.exp(-0.5 * z * z) / _ROOT
    return out


def _bound_scores(codes: Ints, size: int, x: Floats, to_upper: Floats, to_lower: Floats) -> Floats:
    """Scores on thresholds and slopes from those on the upper and lower bound of each answer."""
    rows = np.arange(len(codes))
    out = np.zeros((len(codes), size - 1 + x.shape[1]))
    last, first = codes < size - 1, codes > 0
    out[rows[last], codes[last]] += to_upper[last]
    out[rows[first], codes[first] - 1] += to_lower[first]
    out[:, size - 1 :] = -(to_upper + to_lower)[:, None] * x
    return out


def _pair(
    one: _Item, other: _Item, x: Floats, weight: Floats
) -> tuple[float, Floats, Floats, Floats]:
    """Correlation of two items; scores on it, and on the parameters of either, (n, ...)."""
    if other.ordinal and not one.ordinal:
        rho, own, second, first = _pair(other, one, x, weight)
        return rho, own, first, second
    both = one.seen & other.seen
    if one.ordinal and other.ordinal:
        pick = _polychoric
    else:
        pick = _polyserial if one.ordinal else _pearson
    rho, own, of_one, of_other = pick(one, other, both, weight[both])
    n = len(both)
    full = np.zeros(n)
    full[both] = own
    first = _spread(one, of_one, both, x)
    second = _spread(other, of_other, both, x)
    return rho, full, first, second


def _spread(
    item: _Item, found: tuple[Floats, Floats], both: npt.NDArray[np.bool_], x: Floats
) -> Floats:
    """Scores on the parameters of an item: from those on its bounds, or on mean and variance."""
    a, b = (np.zeros(len(both)) for _ in range(2))
    a[both], b[both] = found
    if item.codes is not None:
        return _bound_scores(item.codes, len(item.own) + 1, x, a, b)
    return np.hstack([a[:, None], a[:, None] * x, b[:, None]])


Found = tuple[float, Floats, tuple[Floats, Floats], tuple[Floats, Floats]]


def _polychoric(one: _Item, other: _Item, both: npt.NDArray[np.bool_], heavy: Floats) -> Found:
    corners = np.stack([one.lower[both], one.upper[both], other.lower[both], other.upper[both]])
    kinds, which = np.unique(corners, axis=1, return_inverse=True)
    which = which.ravel()
    weight: Floats = np.bincount(which, heavy).astype(np.float64)
    h, k = kinds[:2].T.copy(), kinds[2:].T.copy()

    def at(rho: float) -> tuple[Floats, Floats]:
        every = np.full(len(h), rho)
        cdf = bivariate_cdf(h, k, every)
        pdf = bivariate_density(h, k, every)
        mass = cdf[:, 1, 1] - cdf[:, 0, 1] - cdf[:, 1, 0] + cdf[:, 0, 0]
        slope = pdf[:, 1, 1] - pdf[:, 0, 1] - pdf[:, 1, 0] + pdf[:, 0, 0]
        return np.maximum(mass, FLOOR), slope

    rho = _search(at, weight, _start(one, other, both))
    mass, slope = at(rho)
    root = np.sqrt(1.0 - rho * rho)

    def edge(z: Floats, across: Floats) -> Floats:
        """Slope to a bound of one item, over the interval of the other."""
        low, high = across[:, 0], across[:, 1]
        inner: Floats = ndtr((high - rho * z) / root) - ndtr((low - rho * z) / root)
        return _density(z) * inner / mass

    first = edge(h[:, 1], k)[which], -edge(h[:, 0], k)[which]
    second = edge(k[:, 1], h)[which], -edge(k[:, 0], h)[which]
    return rho, (slope / mass)[which], first, second


def _polyserial(one: _Item, other: _Item, both: npt.NDArray[np.bool_], heavy: Floats) -> Found:
    low, high, z = one.lower[both], one.upper[both], other.lower[both]

    def bounds(rho: float) -> tuple[Floats, Floats, float]:
        root = float(np.sqrt(1.0 - rho * rho))
        return (low - rho * z) / root, (high - rho * z) / root, root

    def at(rho: float) -> tuple[Floats, Floats]:
        a, b, root = bounds(rho)
        mass = np.maximum(ndtr(b) - ndtr(a), FLOOR)
        slope = (_density(b) * (rho * high - z) - _density(a) * (rho * low - z)) / root**3
        return mass, slope

    rho = _search(at, heavy, _start(one, other, both))
    mass, slope = at(rho)
    a, b, root = bounds(rho)
    up, down = _density(b) / root / mass, -_density(a) / root / mass
    to_z = -rho * (up + down) - z  # of the log-likelihood, the density of z included
    sd = np.sqrt(other.variance)
    to_variance = -(to_z * z + 1.0) / (2.0 * other.variance)
    return rho, slope / mass, (up, down), (-to_z / sd, to_variance)


def _pearson(one: _Item, other: _Item, both: npt.NDArray[np.bool_], heavy: Floats) -> Found:
    u, v = one.lower[both], other.lower[both]
    share = heavy / heavy.sum()
    rho = _pearson_top(float(share @ (u * v)), float(share @ (u * u + v * v)))
    left = 1.0 - rho * rho
    own = (rho * (1.0 + (-u * u - v * v) / left) + u * v * (1.0 + rho * rho) / left) / left
    parts = []
    for a, b, item in ((u, v, one), (v, u, other)):
        slope = -(a - rho * b) / left
        parts.append((-slope / np.sqrt(item.variance), -(slope * a + 1.0) / (2.0 * item.variance)))
    return rho, own, parts[0], parts[1]


def _pearson_top(product: float, squares: float) -> float:
    """Correlation that maximises the likelihood with means and variances held."""
    roots = np.roots([1.0, -product, squares - 1.0, -product])
    real = roots[np.abs(roots.imag) < 1e-9].real
    inside = real[np.abs(real) < 1.0]
    return float(inside[np.argmin(np.abs(inside - product))]) if len(inside) else product


def _start(one: _Item, other: _Item, both: npt.NDArray[np.bool_]) -> float:
    """Correlation of the middles of the answers on the latent scale."""
    a, b = (
        np.clip(item.lower[both], -3.0, 3.0) + np.clip(item.upper[both], -3.0, 3.0)
        for item in (one, other)
    )
    if np.ptp(a) == 0.0 or np.ptp(b) == 0.0:
        return 0.0
    return float(np.clip(np.corrcoef(a, b)[0, 1], -0.9, 0.9))


def _search(at: Callable[[float], tuple[Floats, Floats]], weight: Floats, start: float) -> float:
    """Scoring with the squared scores as curvature, halving steps that lower the likelihood."""
    rho = start
    mass, slope = at(rho)
    value = float(weight @ np.log(mass))
    for _ in range(_MAX_ITERATIONS):
        score = slope / mass
        total = float(weight @ score)
        step = total / max(float(weight @ (score * score)), 1e-12)
        length = 1.0
        while True:
            new = float(np.clip(rho + length * step, -BOUND, BOUND))
            mass, slope = at(new)
            reached = float(weight @ np.log(mass))
            if reached >= value - 1e-12 * abs(value) or length < 1e-8:
                break
            length *= 0.5
        moved = abs(new - rho)
        rho, value = new, reached
        if moved < _DONE:
            break
    return rho
