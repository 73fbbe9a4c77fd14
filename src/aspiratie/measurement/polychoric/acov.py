"""Asymptotic covariance of thresholds and polychoric correlations (Muthén 1984).

All sums over respondents that concern one pair of items come from its contingency table.
Only the cross-products of the scores of different pairs need the respondents, and these
are taken in blocks, so that memory does not grow with them.  Where respondents come from
clusters, what they add to each estimate is first summed within a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg.blas import dsyrk

from aspiratie.errors import EstimationError
from aspiratie.measurement.polychoric.contingency import OrdinalCodes
from aspiratie.measurement.polychoric.fit import PairBatch, pair_scores

__all__ = ["Covariance", "asymptotic_covariance"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_SCORES_AT_ONCE = 4_000_000


@dataclass(frozen=True, eq=False, kw_only=True)
class Covariance:
    """Covariance of thresholds and correlations.

    Parameters
    ----------
    matrix : ndarray, shape (n_estimates, n_estimates)
        By the design: over clusters if there are any.
    spread : ndarray, shape (n_estimates,)
        Variances of independent respondents, by which WLSMV weighs.
    """

    matrix: Floats
    spread: Floats


def asymptotic_covariance(
    data: OrdinalCodes,
    counts: Ints | Floats,
    cuts: list[Floats],
    batches: list[PairBatch],
    rho: Floats,
    *,
    weights: Floats | None = None,
    cluster: Ints | None = None,
) -> Covariance:
    r"""Covariance matrix of the estimates, thresholds first, then correlations.

    With casewise scores :math:`s_r`, weights :math:`w_r` of average one and the triangular
    matrix :math:`B` of the weighted derivatives,
    :math:`B^{-1}\left(\sum_r w_r^2 s_r s_r'\right) B^{-\top}`; with clusters *g*
    :math:`\frac{G}{G-1} B^{-1}\left(\sum_g u_g u_g'\right) B^{-\top}`,
    :math:`u_g = \sum_{r \in g} w_r s_r`.  Multiply by the number of respondents to have
    lavaan's gamma.

    References
    ----------
    Muthén, B. (1984). A general structural equation model with dichotomous, ordered
    categorical, and continuous latent variable indicators. Psychometrika, 49, 115-132.
    https://doi.org/10.1007/BF02294210

    Muthén, B. O., & Satorra, A. (1995). Complex sample data in structural equation modeling.
    Sociological Methodology, 25, 267-316. https://doi.org/10.2307/271070
    """
    sizes = data.n_categories
    answers = np.diagonal(counts).astype(float)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    cut_starts = np.concatenate([[0], np.cumsum(sizes - 1)])
    n_cuts = int(cut_starts[-1])
    n_pairs = len(rho)
    by_cut = _threshold_scores(answers, cuts, starts, cut_starts)
    a11_inverse = np.zeros((n_cuts, n_cuts))
    for item in range(len(sizes)):
        block = slice(cut_starts[item], cut_starts[item + 1])
        scores = by_cut[starts[item] : starts[item + 1], block]
        weighted = scores * answers[starts[item] : starts[item + 1], None]
        a11_inverse[block, block] = np.linalg.inv(scores.T @ weighted)
    a21 = np.zeros((n_pairs, n_cuts))
    a22 = np.zeros(n_pairs)
    by_pair: list[Floats] = [np.empty(0)] * n_pairs
    for batch in batches:
        by_rho, by_h, by_k = pair_scores(batch, cuts, rho)
        weighted = batch.tables * by_rho
        a22[batch.pairs] = np.sum(weighted * by_rho, axis=(1, 2))
        to_h = np.einsum("mab,msab->ms", weighted, by_h)
        to_k = np.einsum("mab,msab->ms", weighted, by_k)
        columns_h = cut_starts[batch.first][:, None] + np.arange(to_h.shape[1])
        columns_k = cut_starts[batch.second][:, None] + np.arange(to_k.shape[1])
        a21[batch.pairs[:, None], columns_h] = to_h
        a21[batch.pairs[:, None], columns_k] = to_k
        flat = by_rho.reshape(len(batch.pairs), -1)
        for position, pair in enumerate(batch.pairs):
            by_pair[pair] = flat[position]
    with np.errstate(divide="ignore"):
        a22_inverse = 1.0 / a22
    below = -a22_inverse[:, None] * (a21 @ a11_inverse)
    if cluster is None:
        inner = np.zeros((n_cuts + n_pairs, n_cuts + n_pairs), order="F")
        for _, scores in _score_blocks(data, by_cut, starts, by_pair, weights):
            inner = dsyrk(1.0, scores.T, beta=1.0, c=inner, trans=1, lower=1, overwrite_c=1)
        inner += np.tril(inner, -1).T
        matrix = _sandwich(a11_inverse, below, a22_inverse, inner)
        return Covariance(matrix=matrix, spread=np.diagonal(matrix).copy())
    order = np.argsort(cluster, kind="stable")
    in_order = OrdinalCodes(
        codes=np.asfortranarray(data.codes[order]), categories=data.categories, names=data.names
    )
    sorted_weights = None if weights is None else weights[order]
    _, sorted_cluster = np.unique(cluster[order], return_inverse=True)
    return _over_clusters(
        _score_blocks(in_order, by_cut, starts, by_pair, sorted_weights),
        np.asarray(sorted_cluster, dtype=np.int64),
        sparse.csr_array(a11_inverse),
        sparse.csr_array(below),
        a22_inverse,
    )


def _sandwich(a11_inverse: Floats, below: Floats, a22_inverse: Floats, inner: Floats) -> Floats:
    n_cuts, n_pairs = len(a11_inverse), len(a22_inverse)
    b_inverse = np.zeros((n_cuts + n_pairs, n_cuts + n_pairs))
    b_inverse[:n_cuts, :n_cuts] = a11_inverse
    b_inverse[n_cuts:, :n_cuts] = below
    # the lower right block is diagonal: cheaper by hand than as part of the product
    left = b_inverse[:, :n_cuts] @ inner[:n_cuts, :]
    left[n_cuts:] += a22_inverse[:, None] * inner[n_cuts:, :]
    out: Floats = left[:, :n_cuts] @ b_inverse[:, :n_cuts].T
    out[:, n_cuts:] += left[:, n_cuts:] * a22_inverse
    out += out.T
    out *= 0.5
    return out


def _over_clusters(
    blocks: Iterator[tuple[int, Floats]],
    cluster: Ints,
    a11_inverse: sparse.csr_array,
    below: sparse.csr_array,
    a22_inverse: Floats,
) -> Covariance:
    """Sum what respondents add within clusters; `cluster` is sorted and starts at 0."""
    n_cuts = a11_inverse.shape[0]
    number = int(cluster[-1]) + 1
    if number < 2:
        raise EstimationError("Standard errors over clusters need two clusters in every group.")
    total = n_cuts + len(a22_inverse)
    sums = np.zeros((total, number))
    spread = np.zeros(total)
    for begin, scores in blocks:
        influence = np.empty_like(scores)
        influence[:n_cuts] = a11_inverse @ scores[:n_cuts]
        influence[n_cuts:] = below @ scores[:n_cuts]
        influence[n_cuts:] += a22_inverse[:, None] * scores[n_cuts:]
        spread += np.einsum("er,er->e", influence, influence)
        own = cluster[begin : begin + scores.shape[1]]
        edges = np.concatenate([[0], np.flatnonzero(np.diff(own)) + 1])
        sums[:, own[edges]] += np.add.reduceat(influence, edges, axis=1)
    matrix: Floats = sums @ sums.T * (number / (number - 1))
    return Covariance(matrix=matrix, spread=spread)


def _threshold_scores(
    answers: Floats, cuts: list[Floats], starts: Ints, cut_starts: Ints
) -> Floats:
    """Scores of every answer on the thresholds of its item, shape (answers, thresholds)."""
    scores = np.zeros((int(starts[-1]), int(cut_starts[-1])))
    for item, cut in enumerate(cuts):
        counts = answers[starts[item] : starts[item + 1]]
        probability = counts / counts.sum()
        density = np.exp(-0.5 * cut * cut) / np.sqrt(2.0 * np.pi)
        s = np.arange(len(cut))
        scores[starts[item] + s, cut_starts[item] + s] = density / probability[:-1]
        scores[starts[item] + s + 1, cut_starts[item] + s] = -density / probability[1:]
    return scores


def _score_blocks(
    data: OrdinalCodes,
    by_cut: Floats,
    starts: Ints,
    by_pair: list[Floats],
    weights: Floats | None,
) -> Iterator[tuple[int, Floats]]:
    """Weighted scores of some respondents at a time: the first row, and (n_scores, rows)."""
    n, p = data.codes.shape
    n_cuts = by_cut.shape[1]
    total = n_cuts + len(by_pair)
    sizes = data.n_categories
    at_once = max(256, _SCORES_AT_ONCE // total)
    first, second = np.triu_indices(p, 1)
    padded = [np.append(table, 0.0) for table in by_pair]
    cut_starts = np.concatenate([[0], np.cumsum(sizes - 1)])
    own = [
        np.vstack(
            [
                by_cut[starts[item] : starts[item + 1], cut_starts[item] : cut_starts[item + 1]],
                np.zeros(sizes[item] - 1),
            ]
        ).T.copy()
        for item in range(p)
    ]
    for begin in range(0, n, at_once):
        codes = data.codes[begin : begin + at_once].T.astype(np.intp)
        scores = np.empty((total, codes.shape[1]))
        for item in range(p):
            scores[cut_starts[item] : cut_starts[item + 1]] = own[item][:, codes[item]]
        missing = codes < 0
        some_missing = bool(missing.any())
        for pair, (i, j) in enumerate(zip(first, second, strict=True)):
            cell = codes[i] * sizes[j] + codes[j]
            if some_missing:
                cell = np.where(missing[i] | missing[j], -1, cell)
            np.take(padded[pair], cell, out=scores[n_cuts + pair], mode="wrap")
        if weights is not None:
            scores *= weights[begin : begin + at_once]
        yield begin, scores
