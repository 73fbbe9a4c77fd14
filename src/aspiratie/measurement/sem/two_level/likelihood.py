r"""The normal likelihood of items within clusters.

An item of a pupil is its school's mean and a deviation,
:math:`y_{ij} = \mu + b_j + w_{ij}` with covariances :math:`\Sigma_B` and :math:`\Sigma_W`.
With :math:`V_n = \Sigma_W + n\Sigma_B` the log-likelihood of a cluster of *n* is

.. math:: -\tfrac12 \bigl[np\log 2\pi + (n-1)\log|\Sigma_W| + \log|V_n|
          + \operatorname{tr}(\Sigma_W^{-1} S_j) + n (\bar y_j-\mu)'V_n^{-1}(\bar y_j-\mu)\bigr]

so that clusters of one size enter through their scatter and the moments of their means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aspiratie.measurement.sem.estimation.implied import SemModel, Slopes

__all__ = ["ClusterMoments", "cluster_moments", "expected", "gradient", "log_likelihood", "scores"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
WITHIN, BETWEEN = 0, 1


@dataclass(frozen=True, eq=False, kw_only=True)
class ClusterMoments:
    """Scatter and means of the clusters.

    Parameters
    ----------
    n, p : int
        Respondents and items.
    counts : ndarray of int, shape (n_clusters,)
    means : ndarray, shape (n_clusters, p)
    scatter : ndarray, shape (n_clusters, p, p)
        Cross-products of deviations from the cluster's mean.
    sizes : ndarray of int
        Sizes that occur; ``which`` tells the size of each cluster.
    which : ndarray of int, shape (n_clusters,)
    """

    n: int
    p: int
    counts: Ints
    means: Floats
    scatter: Floats
    sizes: Ints
    which: Ints

    @property
    def n_clusters(self) -> int:
        """Number of clusters."""
        return len(self.counts)

    def within(self) -> Floats:
        """Pooled covariance within clusters."""
        out: Floats = self.scatter.sum(axis=0) / (self.n - self.n_clusters)
        return out

    def between(self) -> Floats:
        """Covariance of the clusters' true means by analysis of variance."""
        grand = self.counts @ self.means / self.n
        away = self.means - grand
        mean_square = (away.T * self.counts) @ away / (self.n_clusters - 1)
        size = (self.n - float(self.counts @ self.counts) / self.n) / (self.n_clusters - 1)
        out: Floats = (mean_square - self.within()) / size
        return out


def cluster_moments(values: Floats, cluster: Ints) -> ClusterMoments:
    """Gather complete answers by cluster, numbered from 0."""
    n, p = values.shape
    counts = np.bincount(cluster)
    sums = np.zeros((len(counts), p))
    np.add.at(sums, cluster, values)
    means = sums / counts[:, None]
    away = values - means[cluster]
    order = np.argsort(cluster, kind="stable")
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    products = (away[:, :, None] * away[:, None, :])[order]
    sizes, which = np.unique(counts, return_inverse=True)
    return ClusterMoments(
        n=n,
        p=p,
        counts=counts.astype(np.int64),
        means=means,
        scatter=np.add.reduceat(products, starts, axis=0),
        sizes=sizes.astype(np.int64),
        which=np.ravel(which).astype(np.int64),
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class _Inverses:
    """Of the covariance within, and of every size's V."""

    within: Floats
    log_within: float
    total: Floats  # (sizes, p, p)
    log_total: Floats
    away: Floats  # means of clusters less the model's


def _invert(at: ClusterMoments, within: Floats, between: Floats, mu: Floats) -> _Inverses | None:
    total: Floats = within + at.sizes[:, None, None].astype(np.float64) * between
    try:
        root = np.linalg.cholesky(within)
        roots = np.linalg.cholesky(total)
    except np.linalg.LinAlgError:
        return None
    diagonal = np.diagonal(roots, axis1=1, axis2=2)
    inverse = np.asarray(np.linalg.inv(within), dtype=np.float64)
    inverses = np.asarray(np.linalg.inv(total), dtype=np.float64)
    return _Inverses(
        within=inverse,
        log_within=2.0 * float(np.log(np.diagonal(root)).sum()),
        total=inverses,
        log_total=2.0 * np.log(diagonal).sum(axis=1),
        away=at.means - mu,
    )


def log_likelihood(at: ClusterMoments, within: Floats, between: Floats, mu: Floats) -> float:
    """Log-likelihood, or minus infinity where there is none."""
    found = _invert(at, within, between, mu)
    if found is None:
        return -np.inf
    whole = at.n * at.p * np.log(2.0 * np.pi) + (at.n - at.n_clusters) * found.log_within
    whole += float(found.log_total[at.which].sum())
    whole += float(np.sum(found.within * at.scatter.sum(axis=0)))
    pulled = np.einsum("jab,jb->ja", found.total[at.which], found.away)
    whole += float(at.counts @ np.sum(pulled * found.away, axis=1))
    return float(-0.5 * whole)


def _pulls(at: ClusterMoments, found: _Inverses) -> tuple[Floats, Floats, Floats]:
    """Of every cluster the matrices whose u'Gv, and the vector whose m'g, are its slopes."""
    counts = at.counts[:, None, None]
    own = found.total[at.which]
    pulled = np.einsum("jab,jb->ja", own, found.away)
    total = counts * pulled[:, :, None] * pulled[:, None, :] - own
    within = found.within @ at.scatter @ found.within - (counts - 1) * found.within
    return within + total, counts * total, at.counts[:, None] * pulled


def scores(
    model: SemModel, at: ClusterMoments, x: Floats
) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Differentiate each cluster's log-likelihood to the parameters, (n_clusters, n_free)."""
    low, high = model.matrices(WITHIN, x), model.matrices(BETWEEN, x)
    found = _invert(at, low.sigma, high.sigma, high.mu)
    if found is None:
        return None
    within, between, mean = _pulls(at, found)
    inner, _ = model.slopes(WITHIN, low)
    outer, _ = model.slopes(BETWEEN, high)
    rows = np.einsum("ka,jab,kb->jk", inner.u, within, inner.v, optimize=True)
    out = rows @ model.groups[WITHIN].gather
    rows = np.einsum("ka,jab,kb->jk", outer.u, between, outer.v, optimize=True)
    rows += mean @ outer.m.T
    return out + rows @ model.groups[BETWEEN].gather, low.sigma, high.sigma, high.mu


def gradient(model: SemModel, at: ClusterMoments, x: Floats) -> Floats:
    """Gradient of the log-likelihood; NaN where there is none."""
    low, high = model.matrices(WITHIN, x), model.matrices(BETWEEN, x)
    found = _invert(at, low.sigma, high.sigma, high.mu)
    if found is None:
        return np.full(model.n_free, np.nan)
    within, between, mean = (part.sum(axis=0) for part in _pulls(at, found))
    inner, _ = model.slopes(WITHIN, low)
    outer, _ = model.slopes(BETWEEN, high)
    out: Floats = np.sum((inner.u @ within) * inner.v, axis=1) @ model.groups[WITHIN].gather
    rows = np.sum((outer.u @ between) * outer.v, axis=1) + outer.m @ mean
    out += rows @ model.groups[BETWEEN].gather
    return out


def expected(model: SemModel, at: ClusterMoments, x: Floats) -> Floats:
    """Give the expected information, summed over clusters."""
    low, high = model.matrices(WITHIN, x), model.matrices(BETWEEN, x)
    inner, _ = model.slopes(WITHIN, low)
    outer, _ = model.slopes(BETWEEN, high)
    gather = np.vstack([model.groups[WITHIN].gather, model.groups[BETWEEN].gather])
    k = len(inner.u)
    block = np.zeros((len(gather), len(gather)))
    block[:k, :k] = (at.n - at.n_clusters) * _covariance_part(inner, np.linalg.inv(low.sigma))
    for size, number in zip(at.sizes, np.bincount(at.which), strict=True):
        inverse = np.linalg.inv(low.sigma + size * high.sigma)
        both = Slopes(
            u=np.vstack([inner.u, size * outer.u]),
            v=np.vstack([inner.v, outer.v]),
            m=np.vstack([np.zeros_like(inner.u), outer.m]),
        )
        block += number * (_covariance_part(both, inverse) + size * (both.m @ inverse @ both.m.T))
    out: Floats = gather.T @ block @ gather
    return out


def _covariance_part(slopes: Slopes, inverse: Floats) -> Floats:
    us, vs = slopes.u @ inverse, slopes.v @ inverse
    cross = us @ slopes.v.T
    out: Floats = (us @ slopes.u.T) * (vs @ slopes.v.T) + cross * cross.T
    return out
