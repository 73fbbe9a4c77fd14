"""Polychoric correlations of many bootstrap samples at once.

A sample with replacement is a multinomial count of the answer patterns that occur, so that it
costs as much as there are different patterns, and all pairs of all samples are fitted together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.special import ndtr, ndtri

from aspiratie.measurement.polychoric.fit import PairBatch, fit_pairs, pair_scores

__all__ = [
    "OrdinalSamples",
    "bootstrap_counts",
    "bootstrap_units",
    "fit_samples",
    "unit_table",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
_NUMBERS_AT_ONCE = 10_000_000
_PAIRS_AT_ONCE = 8000


@dataclass(frozen=True, eq=False, kw_only=True)
class OrdinalSamples:
    """Estimates of samples in which the same categories occur.

    Parameters
    ----------
    draws : numpy.ndarray
        Which samples these are.
    cuts : tuple of numpy.ndarray
        Thresholds by item, shape (n_samples, n_thresholds).
    correlations : numpy.ndarray, shape (n_samples, n_items, n_items)
        Polychoric correlations.
    variances : numpy.ndarray, shape (n_samples, n_items, n_items)
        Their asymptotic variances; 1 on the diagonal.
    """

    draws: IntArray
    cuts: tuple[FloatArray, ...]
    correlations: FloatArray
    variances: FloatArray

    def __repr__(self) -> str:
        """Give the size in one line."""
        return f"OrdinalSamples({len(self.draws)} samples, {len(self.cuts)} items)"


def bootstrap_counts(
    counts: IntArray, n_draws: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    """Draw samples with replacement as counts of the patterns, some at a time."""
    n = int(counts.sum())
    share = counts / n
    at_once = max(1, min(n_draws, _NUMBERS_AT_ONCE // len(counts)))
    for begin in range(0, n_draws, at_once):
        drawn = rng.multinomial(n, share, size=min(at_once, n_draws - begin))
        yield drawn.astype(np.float64)


def unit_table(
    which: npt.NDArray[np.intp], weights: FloatArray | None, cluster: IntArray | None
) -> sparse.csr_array:
    """Weight of every pattern (columns) in every unit that is drawn (rows).

    Parameters
    ----------
    which : ndarray of int, shape (n_respondents,)
        The pattern of each respondent.
    weights, cluster : ndarray or None
        Units are the clusters; the respondents themselves without them.
    """
    n = len(which)
    weight = np.ones(n) if weights is None else weights
    unit = np.arange(n) if cluster is None else cluster
    shape = (int(unit.max()) + 1, int(which.max()) + 1)
    return sparse.csr_array(sparse.coo_array((weight, (unit, which)), shape=shape))


def bootstrap_units(
    table: sparse.csr_array, n_draws: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    """Draw samples of units as weights of the patterns, some at a time.

    One unit fewer than there are is drawn with replacement and the weights are enlarged to
    match, so that the spread of a mean over samples is its unbiased standard error also with
    few units (Rao & Wu, 1988, https://doi.org/10.1080/01621459.1988.10478591).
    """
    number = table.shape[0]
    share = np.full(number, 1.0 / number)
    at_once = max(1, min(n_draws, _NUMBERS_AT_ONCE // max(table.shape)))
    for begin in range(0, n_draws, at_once):
        size = min(at_once, n_draws - begin)
        drawn = rng.multinomial(number - 1, share, size=size) * (number / (number - 1))
        yield np.asarray((table.T @ drawn.T).T, dtype=np.float64)


def fit_samples(
    patterns: npt.NDArray[np.int8], sizes: IntArray, counts: FloatArray
) -> Iterator[OrdinalSamples]:
    """Fit every sample; samples that miss the same categories come together.

    Samples in which some item has one category only have no correlations and are left out.
    """
    n_items = patterns.shape[1]
    answers = [
        np.stack([counts[:, patterns[:, item] == c].sum(axis=1) for c in range(size)], axis=1)
        for item, size in enumerate(sizes)
    ]
    present = np.concatenate([found > 0 for found in answers], axis=1)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    kinds, kind_of = np.unique(present, axis=0, return_inverse=True)
    at_once = max(1, _PAIRS_AT_ONCE // max(1, n_items * (n_items - 1) // 2))
    for kind, flags in enumerate(kinds):
        used = [np.flatnonzero(flags[a:b]) for a, b in pairwise(starts)]
        if min(len(categories) for categories in used) < 2:
            continue
        members = np.flatnonzero(np.ravel(kind_of) == kind)
        for begin in range(0, len(members), at_once):
            draws = members[begin : begin + at_once]
            cuts = tuple(
                _thresholds(answers[item][draws][:, used[item]]) for item in range(n_items)
            )
            yield _fit_alike(patterns, counts[draws], used, cuts, draws)


def _thresholds(answers: FloatArray) -> FloatArray:
    cumulative = np.cumsum(answers, axis=1)
    cuts: FloatArray = ndtri(cumulative[:, :-1] / cumulative[:, -1:])
    return cuts


def _fit_alike(
    patterns: npt.NDArray[np.int8],
    counts: FloatArray,
    used: list[npt.NDArray[np.intp]],
    cuts: tuple[FloatArray, ...],
    draws: IntArray,
) -> OrdinalSamples:
    n_draws, n_items = len(draws), len(used)
    first, second = np.triu_indices(n_items, 1)
    n_pairs = len(first)
    listed = [cuts[item][draw] for draw in range(n_draws) for item in range(n_items)]
    tables = _all_tables(patterns, counts, used)
    groups: dict[tuple[int, int], list[int]] = {}
    for pair in range(n_pairs):
        shape = (len(used[first[pair]]), len(used[second[pair]]))
        groups.setdefault(shape, []).append(pair)
    row = np.arange(n_draws, dtype=np.int64)
    batches = [
        PairBatch(
            pairs=np.concatenate([row * n_pairs + pair for pair in pairs]),
            first=np.concatenate([row * n_items + first[pair] for pair in pairs]),
            second=np.concatenate([row * n_items + second[pair] for pair in pairs]),
            tables=np.concatenate([tables[first[pair], second[pair]] for pair in pairs]),
        )
        for pairs in groups.values()
    ]
    rho = fit_pairs(batches, listed, n_draws * n_pairs).rho
    spread = np.empty(n_draws * n_pairs)
    for batch in batches:
        spread[batch.pairs] = _variances(batch, listed, rho)
    correlations = np.broadcast_to(np.eye(n_items), (n_draws, n_items, n_items)).copy()
    variances = np.ones((n_draws, n_items, n_items))
    for matrix, flat in ((correlations, rho), (variances, spread)):
        matrix[:, first, second] = flat.reshape(n_draws, n_pairs)
        matrix[:, second, first] = flat.reshape(n_draws, n_pairs)
    return OrdinalSamples(draws=draws, cuts=cuts, correlations=correlations, variances=variances)


def _all_tables(
    patterns: npt.NDArray[np.int8], counts: FloatArray, used: list[npt.NDArray[np.intp]]
) -> dict[tuple[int, int], FloatArray]:
    """Two-way tables of every pair of items in every sample, shape (n_samples, a, b)."""
    n_items = len(used)
    flags = [
        (patterns[:, [item]] == used[item][None, :]).astype(np.float64) for item in range(n_items)
    ]
    tables = {}
    for item in range(n_items - 1):
        later = np.concatenate(flags[item + 1 :], axis=1)
        ends = np.cumsum([len(categories) for categories in used[item + 1 :]])[:-1]
        rows = []
        for category in used[item]:
            here = np.flatnonzero(patterns[:, item] == category)
            rows.append(counts[:, here] @ later[here])
        whole = np.stack(rows, axis=1)
        for position, part in enumerate(np.split(whole, ends, axis=2)):
            tables[item, item + 1 + position] = part
    return tables


def _variances(batch: PairBatch, cuts: list[FloatArray], rho: FloatArray) -> FloatArray:
    """Asymptotic variances of two-step correlations, from the tables alone (Muthén 1984).

    The casewise influence on a correlation depends on the answers to its two items only.
    """
    by_rho, by_h, by_k = pair_scores(batch, cuts, rho)
    n = batch.tables.sum(axis=(1, 2))[:, None]
    weighted = batch.tables * by_rho
    information = (weighted * by_rho).sum(axis=(1, 2))
    to_h = np.einsum("mab,msab->ms", weighted, by_h) / n
    to_k = np.einsum("mab,msab->ms", weighted, by_k) / n
    influence = by_rho.copy()
    influence -= np.einsum("ms,msa->ma", to_h, _of_cuts(batch.first, cuts))[:, :, None]
    influence -= np.einsum("ms,msb->mb", to_k, _of_cuts(batch.second, cuts))[:, None, :]
    variances: FloatArray = (batch.tables * influence**2).sum(axis=(1, 2)) / information**2
    return variances


def _of_cuts(items: IntArray, cuts: list[FloatArray]) -> FloatArray:
    """Influence of each answer on each threshold of its item, shape (m, s, a)."""
    limits = np.array([cuts[item] for item in items])
    n_cuts = limits.shape[1]
    at_most = np.arange(n_cuts + 1)[None, :] <= np.arange(n_cuts)[:, None]
    density = np.exp(-0.5 * limits**2) / np.sqrt(2.0 * np.pi)
    influence: FloatArray = (at_most[None] - ndtr(limits)[:, :, None]) / density[:, :, None]
    return influence
