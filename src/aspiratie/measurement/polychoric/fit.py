"""Maximum likelihood of many polychoric correlations at once.

Numerical kernels: contingency tables in, correlations and scores out.  All pairs of items
whose tables have the same shape are one batch; Newton's method runs on the pairs that have
not converged yet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from aspiratie.measurement.polychoric.bivariate_normal import bivariate_cdf, bivariate_density

__all__ = [
    "BOUND",
    "PairBatch",
    "PairFit",
    "fit_pairs",
    "pair_batches",
    "pair_scores",
    "thresholds",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Largest correlation that is looked for; lavaan stops at the same value.
BOUND = 0.999
# A probability below this is taken to be this; lavaan does the same.
FLOOR = float(np.sqrt(np.finfo(float).eps))
_STEP_DONE = 1e-8
_MAX_ITERATIONS = 100
_MAX_HALVINGS = 40
_CELLS_AT_ONCE = 200_000


@dataclass(frozen=True, eq=False, kw_only=True)
class PairBatch:
    """Pairs whose tables have one shape."""

    pairs: Ints  # position of each pair in the list of all pairs
    first: Ints  # item of the rows
    second: Ints  # item of the columns
    tables: Floats  # (m, a, b) counts


@dataclass(frozen=True, eq=False, kw_only=True)
class PairFit:
    """Correlations of all pairs, and how each search ended."""

    rho: Floats
    converged: npt.NDArray[np.bool_]


def thresholds(counts: Ints | Floats, sizes: Ints) -> list[Floats]:
    """Thresholds of every item: the normal quantiles of the cumulative proportions."""
    answers = np.diagonal(counts)
    ends = np.cumsum(sizes)
    found: list[Floats] = []
    for end, size in zip(ends, sizes, strict=True):
        cumulative = np.cumsum(answers[end - size : end])
        found.append(ndtri(cumulative[:-1] / cumulative[-1]))
    return found


def pair_batches(counts: Ints | Floats, sizes: Ints) -> list[PairBatch]:
    """Cut the tables of all pairs out of the joint counts, by shape.

    Pairs are numbered as the lower triangle by column: (0, 1), (0, 2), ..., (1, 2), ...
    """
    p = len(sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    first, second = np.triu_indices(p, 1)
    shape = sizes[first] * 1000 + sizes[second]
    batches: list[PairBatch] = []
    for code in np.unique(shape):
        a, b = divmod(int(code), 1000)
        members = np.flatnonzero(shape == code)
        at_once = max(1, _CELLS_AT_ONCE // (a * b))
        for begin in range(0, len(members), at_once):
            pairs = members[begin : begin + at_once]
            rows = starts[first[pairs]][:, None, None] + np.arange(a)[None, :, None]
            columns = starts[second[pairs]][:, None, None] + np.arange(b)[None, None, :]
            batches.append(
                PairBatch(
                    pairs=pairs.astype(np.int64),
                    first=first[pairs].astype(np.int64),
                    second=second[pairs].astype(np.int64),
                    tables=counts[rows, columns].astype(float),
                )
            )
    return batches


def _limits(batch: PairBatch, cuts: list[Floats]) -> tuple[Floats, Floats]:
    h = np.array([cuts[item] for item in batch.first])
    k = np.array([cuts[item] for item in batch.second])
    return h, k


def fit_pairs(batches: list[PairBatch], cuts: list[Floats], n_pairs: int) -> PairFit:
    """Two-step maximum likelihood correlation of every pair."""
    rho = np.zeros(n_pairs)
    converged = np.ones(n_pairs, dtype=bool)
    for batch in batches:
        h, k = _limits(batch, cuts)
        tables, exact = _two_by_two(batch.tables)
        todo = np.flatnonzero(np.isnan(exact))
        exact[todo], ok = _newton(tables[todo], h[todo], k[todo])
        rho[batch.pairs] = exact
        converged[batch.pairs[todo]] = ok
    return PairFit(rho=rho, converged=converged)


def _two_by_two(tables: Floats) -> tuple[Floats, Floats]:
    """Treat the empty cells of a fourfold table as lavaan does.

    One empty cell: half a respondent is moved into it, margins kept.  Two: the
    correlation is one or minus one.
    """
    exact = np.full(tables.shape[0], np.nan)
    if tables.shape[1:] != (2, 2):
        return tables, exact
    tables = tables.copy()
    empty = tables == 0.0
    number = empty.sum(axis=(1, 2))
    exact[(number == 2) & empty[:, 0, 1] & empty[:, 1, 0]] = 1.0
    exact[(number == 2) & empty[:, 0, 0] & empty[:, 1, 1]] = -1.0
    move = np.array([[0.5, -0.5], [-0.5, 0.5]])
    diagonal = empty[:, 0, 0] | empty[:, 1, 1]
    tables[(number == 1) & diagonal] += move
    tables[(number == 1) & ~diagonal] -= move
    return tables, exact


def _start(tables: Floats) -> Floats:
    """Pearson's correlation of the category numbers, within (-.95, .95)."""
    n = tables.sum(axis=(1, 2))
    x = np.arange(tables.shape[1])
    y = np.arange(tables.shape[2])
    rows, columns = tables.sum(axis=2), tables.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_x, mean_y = rows @ x / n, columns @ y / n
        var_x = rows @ (x * x) / n - mean_x**2
        var_y = columns @ (y * y) / n - mean_y**2
        product = np.einsum("mab,a,b->m", tables, x, y) / n - mean_x * mean_y
        r = product / np.sqrt(var_x * var_y)
    bounded: Floats = np.clip(np.nan_to_num(r), -0.95, 0.95)
    return bounded


def _cells(corner: Floats, edge_x: Floats, edge_y: Floats) -> Floats:
    """Second differences of a function on the grid of limits, with its edges."""
    m, a, b = corner.shape
    grid = np.zeros((m, a + 2, b + 2))
    grid[:, 1:-1, 1:-1] = corner
    grid[:, 1:-1, -1] = edge_x
    grid[:, -1, 1:-1] = edge_y
    grid[:, -1, -1] = 1.0 if edge_x.any() or edge_y.any() else 0.0
    out: Floats = grid[:, 1:, 1:] - grid[:, 1:, :-1] - grid[:, :-1, 1:] + grid[:, :-1, :-1]
    return out


def _probabilities(h: Floats, k: Floats, rho: Floats) -> Floats:
    return np.maximum(_cells(bivariate_cdf(h, k, rho), ndtr(h), ndtr(k)), FLOOR)


def _first_derivative(h: Floats, k: Floats, rho: Floats) -> tuple[Floats, Floats]:
    """Differentiate the cells to rho; also give the density at the limits."""
    density = bivariate_density(h, k, rho)
    nothing_x, nothing_y = np.zeros_like(h), np.zeros_like(k)
    return _cells(density, nothing_x, nothing_y), density


def _curve(
    tables: Floats, h: Floats, k: Floats, rho: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Log-likelihood, slope, curvature and expected-like curvature at rho."""
    cells = _probabilities(h, k, rho)
    slope, density = _first_derivative(h, k, rho)
    r = rho[:, None, None]
    left = 1.0 - r * r
    x, y = h[:, :, None], k[:, None, :]
    change = (x * y * left - r * (x * x - 2.0 * r * x * y + y * y) + r * left) / (left * left)
    bend = _cells(density * change, np.zeros_like(h), np.zeros_like(k))
    good = cells > FLOOR
    ratio = np.where(good, slope / cells, 0.0)
    value = np.sum(tables * np.log(cells), axis=(1, 2))
    gradient = np.sum(tables * ratio, axis=(1, 2))
    outer = np.sum(tables * ratio * ratio, axis=(1, 2))
    hessian = np.sum(tables * np.where(good, bend / cells, 0.0), axis=(1, 2)) - outer
    return value, gradient, hessian, outer


def _newton(tables: Floats, h: Floats, k: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Newton's method with back-tracking on the log-likelihood, all pairs together.

    Each round looks at one point of every pair that is not done: a point that is lower than
    the best so far halves the step, else the next step is taken from it.
    """
    best = _start(tables)
    trial = best.copy()
    top = np.full(len(best), -np.inf)
    step = np.zeros(len(best))
    halvings = np.zeros(len(best), dtype=np.int64)
    empty = tables.sum(axis=(1, 2)) == 0.0
    best[empty] = np.nan
    converged = ~empty
    active = np.flatnonzero(~empty)
    for _ in range(_MAX_ITERATIONS):
        if active.size == 0:
            break
        at = trial[active]
        value, gradient, hessian, outer = _curve(tables[active], h[active], k[active], at)
        up = value >= top[active] - 1e-12 * np.abs(value)
        good, bad = active[up], active[~up]
        best[good], top[good], halvings[good] = at[up], value[up], 0
        curvature = np.where(hessian < 0.0, -hessian, np.maximum(outer, 1e-12))[up]
        target = np.clip(at[up] + np.clip(gradient[up] / curvature, -0.5, 0.5), -BOUND, BOUND)
        step[good] = target - at[up]
        step[bad] *= 0.5
        halvings[bad] += 1
        trial[active] = best[active] + step[active]
        small = np.abs(step[active]) < _STEP_DONE
        done = small | (halvings[active] > _MAX_HALVINGS)
        ended = active[up & small]
        best[ended] = trial[ended]
        active = active[~done]
    converged[active] = False
    return best, converged


def pair_scores(batch: PairBatch, cuts: list[Floats], rho: Floats) -> tuple[Floats, Floats, Floats]:
    r"""Scores of one answer pair, by cell of the table.

    Returns
    -------
    tuple of ndarray
        Derivatives of :math:`\log\pi_{ij}` to the correlation, ``(m, a, b)``; to the
        thresholds of the rows, ``(m, a-1, a, b)``; to those of the columns,
        ``(m, b-1, a, b)``.
    """
    h, k = _limits(batch, cuts)
    rho = rho[batch.pairs]
    cells = _probabilities(h, k, rho)
    good = cells > FLOOR
    slope, _ = _first_derivative(h, k, rho)
    by_rho = np.where(good, slope / cells, 0.0)
    root = np.sqrt((1.0 - rho) * (1.0 + rho))
    root = np.where(root == 0.0, np.nan, root)[:, None, None]
    r = rho[:, None, None]
    normal_h = np.exp(-0.5 * h * h) / np.sqrt(2.0 * np.pi)
    normal_k = np.exp(-0.5 * k * k) / np.sqrt(2.0 * np.pi)
    m, a1 = h.shape
    b1 = k.shape[1]
    # P(second variable in its category | first at threshold s) times the density there
    given_h = np.zeros((m, a1, b1 + 2))
    given_h[:, :, -1] = 1.0
    given_h[:, :, 1:-1] = ndtr((k[:, None, :] - r * h[:, :, None]) / root)
    flow_h = normal_h[:, :, None] * np.diff(given_h, axis=2)  # (m, a-1, b)
    given_k = np.zeros((m, b1, a1 + 2))
    given_k[:, :, -1] = 1.0
    given_k[:, :, 1:-1] = ndtr((h[:, None, :] - r * k[:, :, None]) / root)
    flow_k = normal_k[:, :, None] * np.diff(given_k, axis=2)  # (m, b-1, a)
    by_h = np.zeros((m, a1, a1 + 1, b1 + 1))
    s = np.arange(a1)
    by_h[:, s, s, :] = flow_h
    by_h[:, s, s + 1, :] = -flow_h
    by_k = np.zeros((m, b1, a1 + 1, b1 + 1))
    s = np.arange(b1)
    by_k[:, s, :, s] = np.moveaxis(flow_k, 1, 0)
    by_k[:, s, :, s + 1] = -np.moveaxis(flow_k, 1, 0)
    weight = np.where(good, 1.0 / cells, 0.0)[:, None]
    return by_rho, by_h * weight, by_k * weight
