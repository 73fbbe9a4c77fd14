r"""The normal likelihood of answers with or without gaps.

Respondents with the same items answered form a pattern; the likelihood needs of each
pattern only its size, means and covariances.  Complete data are one pattern.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_solve

from aspiratie.measurement.sem.estimation.implied import Array, Slopes

__all__ = [
    "NormalGroup",
    "Pattern",
    "case_scores",
    "expected_rows",
    "item_moments",
    "log_likelihood",
    "make_group",
    "observed_rows",
    "pull",
    "unit_slopes",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Pattern:
    """Respondents who answered the same items; `n` is the sum of their weights."""

    seen: Ints
    n: float
    mean: Floats
    cov: Floats
    rows: Ints  # respondents, as positions in the group


@dataclass(frozen=True, eq=False, kw_only=True)
class NormalGroup:
    """One group of respondents."""

    n: int
    p: int
    answers: Floats
    patterns: tuple[Pattern, ...]
    cluster: Ints | None
    means: bool
    weights: Floats | None = None  # of average one

    @property
    def complete(self) -> bool:
        """Whether nobody left an item open."""
        return len(self.patterns) == 1 and len(self.patterns[0].seen) == self.p


def make_group(
    answers: Floats, cluster: Ints | None, *, means: bool, weights: Floats | None = None
) -> NormalGroup:
    """Sort respondents by pattern."""
    n, p = answers.shape
    seen = ~np.isnan(answers)
    if seen.all():
        kinds, which = np.ones((1, p), dtype=bool), np.zeros(n, dtype=np.intp)
    else:
        kinds, which = np.unique(seen, axis=0, return_inverse=True)
        which = which.ravel()
    order = np.argsort(which, kind="stable")
    edges = np.searchsorted(which[order], np.arange(len(kinds) + 1))
    patterns = []
    for number, kind in enumerate(kinds):
        rows = order[edges[number] : edges[number + 1]]
        columns = np.flatnonzero(kind)
        block = answers[np.ix_(rows, columns)]
        own = np.ones(len(rows)) if weights is None else weights[rows]
        total = float(own.sum())
        mean = own @ block / total
        centred = block - mean
        patterns.append(
            Pattern(
                seen=columns.astype(np.int64),
                n=total,
                mean=mean,
                cov=(centred.T if weights is None else centred.T * own) @ centred / total,
                rows=rows.astype(np.int64),
            )
        )
    return NormalGroup(
        n=n,
        p=p,
        answers=answers,
        patterns=tuple(patterns),
        cluster=cluster,
        means=means,
        weights=weights,
    )


def item_moments(group: NormalGroup) -> tuple[Floats, Floats]:
    """Mean and variance (over n) of each item, of all who answered it."""
    seen = ~np.isnan(group.answers)
    weights = seen * (1.0 if group.weights is None else group.weights[:, None])
    filled = np.where(seen, group.answers, 0.0)
    total = weights.sum(axis=0)
    means = (weights * filled).sum(axis=0) / total
    spread = np.where(seen, group.answers - means, 0.0)
    variances: Floats = (weights * spread**2).sum(axis=0) / total
    return means, variances


def _about(group: NormalGroup, pattern: Pattern, mu: Array) -> tuple[Array, Array]:
    """Distance of the means from the model, and second moments about the model's means."""
    if not group.means:
        return np.zeros(len(pattern.seen)), pattern.cov
    distance = pattern.mean - mu[pattern.seen]
    return distance, pattern.cov + np.outer(distance, distance)


def _block(sigma: Array, pattern: Pattern) -> Array:
    """Rows and columns of the items that were answered."""
    if len(pattern.seen) == len(sigma):
        return sigma
    out: Array = sigma[np.ix_(pattern.seen, pattern.seen)]
    return out


def _parts(slopes: Slopes, pattern: Pattern) -> tuple[Array, Array, Array]:
    if len(pattern.seen) == slopes.u.shape[1]:
        return slopes.u, slopes.v, slopes.m
    seen = pattern.seen
    return slopes.u[:, seen], slopes.v[:, seen], slopes.m[:, seen]


def log_likelihood(group: NormalGroup, sigma: Floats, mu: Floats) -> float:
    """Log-likelihood, or minus infinity where sigma is no covariance matrix."""
    total = 0.0
    for pattern in group.patterns:
        block = _block(sigma, pattern)
        try:
            root = np.linalg.cholesky(block)
        except np.linalg.LinAlgError:
            return -np.inf
        _, moments = _about(group, pattern, mu)
        trace = float(np.trace(cho_solve((root, True), moments)))
        log_det = 2.0 * float(np.sum(np.log(np.diagonal(root))))
        total -= 0.5 * pattern.n * (len(pattern.seen) * np.log(2 * np.pi) + log_det + trace)
    return total


def pull(group: NormalGroup, sigma: Array, mu: Array) -> tuple[Array, Array]:
    """Matrix G and vector g of the gradient: a row's slope is u'Gv + m'g."""
    big = np.zeros_like(sigma)
    small = np.zeros_like(mu)
    for pattern in group.patterns:
        inverse = np.linalg.inv(_block(sigma, pattern))
        distance, moments = _about(group, pattern, mu)
        block = pattern.n * (inverse @ moments @ inverse - inverse)
        if len(pattern.seen) == len(big):
            big += block
        else:
            big[np.ix_(pattern.seen, pattern.seen)] += block
        small[pattern.seen] += pattern.n * (inverse @ distance)
    return big, small


def expected_rows(group: NormalGroup, sigma: Floats, slopes: Slopes) -> Floats:
    """Give the expected information between parameter rows, summed over respondents."""
    k = len(slopes.u)
    out = np.zeros((k, k))
    for pattern in group.patterns:
        inverse = np.linalg.inv(_block(sigma, pattern))
        u, v, m = _parts(slopes, pattern)
        us, vs = u @ inverse, v @ inverse
        cross = us @ v.T
        block = (us @ u.T) * (vs @ v.T) + cross * cross.T
        if group.means:
            block += m @ inverse @ m.T
        out += pattern.n * block
    return out


def observed_rows(group: NormalGroup, sigma: Floats, mu: Floats, slopes: Slopes) -> Floats:
    """Observed information between rows, but for the curvature of the moments."""
    k = len(slopes.u)
    out = np.zeros((k, k))
    for pattern in group.patterns:
        inverse = np.linalg.inv(_block(sigma, pattern))
        distance, moments = _about(group, pattern, mu)
        twice = 2.0 * inverse @ moments @ inverse - inverse
        u, v, m = _parts(slopes, pattern)
        us, vs, up, vp = u @ inverse, v @ inverse, u @ twice, v @ twice
        block = 0.5 * (
            (vs @ u.T) * (up @ v.T)
            + (vs @ v.T) * (up @ u.T)
            + (us @ u.T) * (vp @ v.T)
            + (us @ v.T) * (vp @ u.T)
        )
        if group.means:
            ms = m @ inverse
            mixed = (ms @ u.T) * (vs @ distance) + (ms @ v.T) * (us @ distance)
            block += mixed + mixed.T + ms @ m.T
        out += pattern.n * block
    return out


def case_scores(group: NormalGroup, sigma: Floats, mu: Floats, slopes: Slopes) -> Floats:
    """Differentiate each respondent's weighted log-likelihood to each row, (n, rows)."""
    out = np.empty((group.n, len(slopes.u)))
    for pattern in group.patterns:
        inverse = np.linalg.inv(_block(sigma, pattern))
        u, v, m = _parts(slopes, pattern)
        block = group.answers[np.ix_(pattern.rows, pattern.seen)]
        centre = mu[pattern.seen] if group.means else pattern.mean
        pulled = (block - centre) @ inverse
        scores = (pulled @ u.T) * (pulled @ v.T) - np.einsum("ka,ab,kb->k", u, inverse, v)
        if group.means:
            scores += pulled @ m.T
        out[pattern.rows] = scores
    return out if group.weights is None else out * group.weights[:, None]


def unit_slopes(p: int, *, means: bool) -> Slopes:
    """Rows of the unrestricted model: means first, then the lower triangle by column."""
    columns, rows = np.triu_indices(p)
    unit = np.eye(p)
    u, v = unit[rows], unit[columns] * np.where(rows == columns, 0.5, 1.0)[:, None]
    m = np.zeros_like(u)
    if means:
        nothing = np.zeros((p, p))
        u, v, m = np.vstack([nothing, u]), np.vstack([nothing, v]), np.vstack([unit, m])
    return Slopes(u=u, v=v, m=m)
