"""Eigenvalues that chance alone gives: draws of correlations between unrelated items.

Numerical kernels for parallel analysis; all draws are worked on together.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from aspiratie.measurement.factors.extraction import LEAST_UNIQUENESS
from aspiratie.measurement.polychoric.contingency import OrdinalCodes, contingency_tables
from aspiratie.measurement.polychoric.fit import PairBatch, fit_pairs, pair_batches, thresholds

__all__ = [
    "both_eigenvalues",
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
        sums = np.swapaxes(sample, 1, 2) @ sample
    else:
        lower = np.zeros((n_draws, n_items, n_items))
        diagonal = np.arange(n_items)
        lower[:, diagonal, diagonal] = np.sqrt(
            rng.chisquare(n - 1 - diagonal, size=(n_draws, n_items))
        )
        row, column = np.tril_indices(n_items, -1)
        lower[:, row, column] = rng.standard_normal((n_draws, len(row)))
        sums = lower @ np.swapaxes(lower, 1, 2)
    size = np.sqrt(np.diagonal(sums, axis1=1, axis2=2))
    correlations: FloatArray = sums / (size[:, :, None] * size[:, None, :])
    return correlations


def permuted_polychorics(
    data: OrdinalCodes, n_draws: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    """Polychoric correlations after shuffling every item's answers among its respondents.

    Thresholds stay what they are; missing answers keep their place. Some draws at a time.
    """
    sizes = data.n_categories
    cuts = thresholds(contingency_tables(data), sizes)
    n_items = len(sizes)
    n_pairs = n_items * (n_items - 1) // 2
    first, second = np.triu_indices(n_items, 1)
    at_once = max(1, _PAIRS_AT_ONCE // n_pairs)
    for begin in range(0, n_draws, at_once):
        n_now = min(at_once, n_draws - begin)
        drawn = [
            pair_batches(contingency_tables(_shuffled(data, rng)), sizes) for _ in range(n_now)
        ]
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
