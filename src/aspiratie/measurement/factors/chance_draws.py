"""Eigenvalues that chance alone gives: draws of correlations between unrelated items.

Numerical kernels for parallel analysis; all draws are worked on together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from aspiratie.measurement.design import Design
from aspiratie.measurement.factors.extraction import LEAST_UNIQUENESS
from aspiratie.measurement.polychoric.contingency import (
    OrdinalCodes,
    contingency_tables,
    weighted_tables,
)
from aspiratie.measurement.polychoric.fit import PairBatch, fit_pairs, pair_batches, thresholds

__all__ = [
    "both_eigenvalues",
    "nested_correlations",
    "nested_polychorics",
    "normal_correlations",
    "one_factor_loadings",
    "permuted_polychorics",
]

FloatArray = npt.NDArray[np.float64]

_LARGEST_LOADING = float(np.sqrt(1.0 - LEAST_UNIQUENESS))
_SLOPE_DONE = 1e-6
_MAX_STEPS = 100
_PAIRS_AT_ONCE = 6000


def normal_correlations(n_draws: int, n_items: int, n: int, rng: np.random.Generator) -> FloatArray:
    """Draw correlation matrices of `n` respondents on unrelated normal items.

    The sums of squares are Wishart and are drawn by Bartlett's decomposition, so that the cost
    doesn't depend on the number of respondents.
    """
    if n <= n_items:
        sample = rng.standard_normal((n_draws, n, n_items))
        sample -= sample.mean(axis=1, keepdims=True)
        return _correlations(np.swapaxes(sample, 1, 2) @ sample)
    return _correlations(_wishart(n_draws, n_items, n - 1, rng))


def nested_correlations(
    n_draws: int,
    likeness: FloatArray,
    cluster: npt.NDArray[np.int64],
    weights: FloatArray,
    rng: np.random.Generator,
) -> FloatArray:
    r"""Draw correlation matrices of unrelated normal items of respondents in clusters.

    Clusters differ by a normal variable of their own on each item, of variance `likeness`
    (at least zero). Means of clusters are drawn as they are; sums of squares within them as a
    Wishart matrix with :math:`\sum_g (n_g - 1)` degrees of freedom, :math:`n_g = (\sum w)^2 /
    \sum w^2`.
    """
    rho = np.clip(likeness, 0.0, 1.0)
    whole = np.bincount(cluster, weights)
    squares = np.bincount(cluster, weights**2)
    p = len(rho)
    own = rng.standard_normal((n_draws, len(whole), p)) * np.sqrt(rho)
    noise = rng.standard_normal((n_draws, len(whole), p)) * np.sqrt(1.0 - rho)
    means = own + noise * (np.sqrt(squares) / whole)[:, None]
    means -= (whole @ means / whole.sum())[:, None, :]
    between = np.swapaxes(means, 1, 2) @ (means * whole[:, None])
    df = float((whole**2 / squares - 1.0).sum())
    if df < 1e-9:
        return _correlations(between)
    if df >= p:
        within = _wishart(n_draws, p, df, rng)
    else:
        sample = rng.standard_normal((n_draws, max(1, round(df)), p))
        within = np.swapaxes(sample, 1, 2) @ sample
    size = np.sqrt((1.0 - rho) * float((whole - squares / whole).sum()) / df)
    return _correlations(between + within * np.outer(size, size))


def _wishart(n_draws: int, n_items: int, df: float, rng: np.random.Generator) -> FloatArray:
    lower = np.zeros((n_draws, n_items, n_items))
    diagonal = np.arange(n_items)
    lower[:, diagonal, diagonal] = np.sqrt(rng.chisquare(df - diagonal, size=(n_draws, n_items)))
    row, column = np.tril_indices(n_items, -1)
    lower[:, row, column] = rng.standard_normal((n_draws, len(row)))
    sums: FloatArray = lower @ np.swapaxes(lower, 1, 2)
    return sums


def _correlations(sums: FloatArray) -> FloatArray:
    size = np.sqrt(np.diagonal(sums, axis1=1, axis2=2))
    correlations: FloatArray = sums / (size[:, :, None] * size[:, None, :])
    return correlations


def permuted_polychorics(
    data: OrdinalCodes, n_draws: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    """Polychoric correlations after shuffling every item's answers among its respondents.

    Thresholds stay what they are; missing answers keep their place. Some draws at a time.
    """
    cuts = thresholds(contingency_tables(data), data.n_categories)
    yield from _polychorics(
        lambda: contingency_tables(_shuffled(data, rng)), cuts, data.n_categories, n_draws
    )


def nested_polychorics(
    data: OrdinalCodes,
    likeness: FloatArray,
    design: Design,
    n_draws: int,
    rng: np.random.Generator,
) -> Iterator[FloatArray]:
    """Polychoric correlations of unrelated items of weighted respondents, in clusters or not.

    Normal variables of which clusters differ are cut at the (weighted) thresholds of the items;
    missing answers keep their place. Some draws at a time.

    Parameters
    ----------
    likeness : ndarray, shape (n_items,)
        Intraclass correlations of the codes; those of the normal variables behind them are larger
        by the squared correlation of the two.
    """
    weights = design.weights
    sizes = data.n_categories
    cuts = thresholds(
        contingency_tables(data) if weights is None else weighted_tables(data, weights), sizes
    )
    spread = np.array([np.nanstd(np.where(own < 0, np.nan, own)) for own in data.codes.T])
    density = [float(np.exp(-0.5 * cut * cut).sum() / np.sqrt(2.0 * np.pi)) for cut in cuts]
    latent = np.clip(likeness * (spread / np.array(density)) ** 2, 0.0, 0.99)
    gone = data.codes < 0

    def tables() -> npt.NDArray[Any]:
        z = rng.standard_normal(data.codes.shape)
        if design.cluster is not None:
            z *= np.sqrt(1.0 - latent)
            own = rng.standard_normal((int(design.cluster.max()) + 1, len(sizes)))
            z += (own * np.sqrt(latent))[design.cluster]
        codes = np.asfortranarray(
            np.column_stack([np.searchsorted(c, z[:, k]) for k, c in enumerate(cuts)]), np.int8
        )
        codes[gone] = -1
        drawn = OrdinalCodes(codes=codes, categories=data.categories, names=data.names)
        return contingency_tables(drawn) if weights is None else weighted_tables(drawn, weights)

    yield from _polychorics(tables, cuts, sizes, n_draws)


def _polychorics(
    tables: Callable[[], npt.NDArray[Any]],
    cuts: list[FloatArray],
    sizes: npt.NDArray[np.int64],
    n_draws: int,
) -> Iterator[FloatArray]:
    """Correlations of drawn tables, some draws at a time."""
    n_items = len(sizes)
    n_pairs = n_items * (n_items - 1) // 2
    first, second = np.triu_indices(n_items, 1)
    at_once = max(1, _PAIRS_AT_ONCE // n_pairs)
    for begin in range(0, n_draws, at_once):
        n_now = min(at_once, n_draws - begin)
        drawn = [pair_batches(tables(), sizes) for _ in range(n_now)]
        together = [
            PairBatch(
                pairs=np.concatenate([batch.pairs + k * n_pairs for k, batch in enumerate(same)]),
                first=np.concatenate([batch.first for batch in same]),
                second=np.concatenate([batch.second for batch in same]),
                tables=np.concatenate([batch.tables for batch in same]),
            )
            for same in zip(*drawn, strict=True)
        ]
        rho = np.nan_to_num(fit_pairs(together, cuts, n_now * n_pairs).rho).reshape(n_now, n_pairs)
        correlations = np.broadcast_to(np.eye(n_items), (n_now, n_items, n_items)).copy()
        correlations[:, first, second] = rho
        correlations[:, second, first] = rho
        yield correlations


def _shuffled(data: OrdinalCodes, rng: np.random.Generator) -> OrdinalCodes:
    codes = data.codes.copy(order="F")
    for item in range(codes.shape[1]):
        column = codes[:, item]
        answered = column >= 0
        if answered.all():
            rng.shuffle(column)
        else:
            column[answered] = rng.permutation(column[answered])
    return OrdinalCodes(codes=codes, categories=data.categories, names=data.names)


def both_eigenvalues(matrices: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Eigenvalues, falling, of the correlations, and with one factor's communalities (as psych).

    The fit of that factor starts from the first principal axis and ends in the minimum nearest to
    it.
    """
    values, vectors = np.linalg.eigh(matrices)
    common = np.maximum(values[:, -1:] - values[:, :-1].mean(axis=1, keepdims=True), 1e-8)
    loadings = one_factor_loadings(matrices, start=vectors[:, :, -1] * np.sqrt(common))
    reduced = matrices.copy()
    diagonal = np.arange(matrices.shape[1])
    reduced[:, diagonal, diagonal] = loadings**2
    factors = np.linalg.eigvalsh(reduced)[:, ::-1]
    return np.asarray(values[:, ::-1], np.float64), np.asarray(factors, np.float64)


def one_factor_loadings(matrices: FloatArray, *, start: FloatArray) -> FloatArray:
    """One factor by least squares on the off-diagonal residuals of each matrix.

    Newton's method with a damping that each matrix adapts to itself; loadings stay below the
    Heywood bound.
    """
    n_items = matrices.shape[1]
    diagonal = np.arange(n_items)
    off = matrices.copy()
    off[:, diagonal, diagonal] = 0.0
    loadings = np.clip(start, -0.95, 0.95)
    values = _misfit(off, loadings)
    damping = np.full(len(matrices), 1e-3)
    active = np.arange(len(matrices))
    r = off
    for _ in range(_MAX_STEPS):
        now = loadings[active]
        size = (now**2).sum(axis=1, keepdims=True)
        slope = now * (size - now**2) - np.matmul(r, now[:, :, None])[:, :, 0]
        held = (np.abs(now) >= _LARGEST_LOADING) & (now * slope < 0.0)
        slope[held] = 0.0
        keep = np.abs(slope).max(axis=1) > _SLOPE_DONE
        if not keep.any():
            break
        if not keep.all():
            active, now, r, slope, held, size = (
                part[keep] for part in (active, now, r, slope, held, size)
            )
        curvature = now[:, :, None] * (2.0 * now)[:, None, :]
        curvature -= r
        curvature[:, diagonal, diagonal] = size - now**2
        if held.any():
            curvature *= ~held[:, :, None] & ~held[:, None, :]
        curvature[:, diagonal, diagonal] += damping[active, None] + held
        step = np.linalg.solve(curvature, -slope[:, :, None])[:, :, 0]
        uphill = (step * slope).sum(axis=1) >= 0.0
        trial = np.clip(now + step, -_LARGEST_LOADING, _LARGEST_LOADING)
        reached = _misfit(r, trial)
        better = ~uphill & (reached <= values[active] + 1e-15)
        moved = active[better]
        loadings[moved], values[moved] = trial[better], reached[better]
        damping[moved] = np.maximum(damping[moved] / 10.0, 1e-12)
        stuck = active[~better]
        damping[stuck] = np.maximum(damping[stuck], 1e-3) * 10.0
    return loadings


def _misfit(off: FloatArray, loadings: FloatArray) -> FloatArray:
    """Half the sum of squared residuals above and below the diagonal, less its constant."""
    along = (loadings * np.matmul(off, loadings[:, :, None])[:, :, 0]).sum(axis=1)
    squares = loadings**2
    out: FloatArray = 0.25 * (squares.sum(axis=1) ** 2 - (squares**2).sum(axis=1)) - 0.5 * along
    return out
