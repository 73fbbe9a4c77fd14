"""Mahalanobis distance of answers with gaps, for any number of respondents."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats
from threadpoolctl import threadpool_limits

__all__ = ["distance_p", "squared_distance"]

Floats = npt.NDArray[np.float64]

_RESPONDENTS_AN_ITEM = 5
#: Smallest eigenvalue of the correlations; below it they are shrunk towards none.
_SMALLEST = 1e-3
_CELLS_AT_ONCE = 4_000_000


def distance_p(values: Floats) -> Floats | None:
    """Return how probable a distance at least as large is, for each respondent.

    Parameters
    ----------
    values : float array, shape (respondents, items)
        NaN where there is no answer.

    Returns
    -------
    float array, shape (respondents,), or None
        NaN for who answered nothing; None with fewer than 5 respondents an item
        or fewer than 2 items that vary.
    """
    varies = np.nan_to_num(np.nanstd(values, axis=0) if len(values) else np.zeros(0)) > 1e-12
    values = values[:, varies]
    n, p = values.shape
    if p < 2 or n < _RESPONDENTS_AN_ITEM * p:
        return None
    with threadpool_limits(1):
        distance, answered = squared_distance(values)
    tail: Floats = stats.chi2.sf(distance, np.maximum(answered, 1))
    return np.where(answered > 0, tail, np.nan)


def squared_distance(values: Floats) -> tuple[Floats, Floats]:
    """Return the squared distance over each respondent's answered items, and their number.

    With x the standardised answers, R the pairwise correlations and o the
    answered items, it is ``x_o' inv(R_oo) x_o``. It follows for all patterns of
    missing answers (m the missing items) from one inverse P of R:
    ``x_o' P_oo x_o - y' inv(P_mm) y`` with ``y = P_mo x_o``.

    If R is singular, or not positive definite because pairs have different
    respondents, it is shrunk towards the identity until its smallest eigenvalue
    is .001.
    """
    known = ~np.isnan(values)
    mean = np.nanmean(values, axis=0)
    x = np.where(known, (values - mean) / np.nanstd(values, axis=0), 0.0)
    inverse = np.linalg.inv(_correlations(x, known.astype(np.float64)))
    y = x @ inverse
    distance = np.einsum("ij,ij->i", x, y)
    missing = (~known).sum(axis=1)
    for m in np.unique(missing[(missing > 0) & (missing < values.shape[1])]):
        rows = np.flatnonzero(missing == m)
        for part in np.array_split(rows, max(1, len(rows) * m * m // _CELLS_AT_ONCE)):
            gaps = np.nonzero(~known[part])[1].reshape(len(part), m)
            lost = np.take_along_axis(y[part], gaps, axis=1)
            among = inverse[gaps[:, :, None], gaps[:, None, :]]
            solved = np.linalg.solve(among, lost[:, :, None])[:, :, 0]
            distance[part] -= np.einsum("ij,ij->i", lost, solved)
    return np.maximum(distance, 0.0), known.sum(axis=1).astype(np.float64)


def _correlations(x: Floats, known: Floats) -> Floats:
    """Pairwise: each from the respondents who answered both items."""
    n = np.maximum(known.T @ known, 1.0)
    sums = x.T @ known  # of item i among those who answered j
    squares = (x**2).T @ known
    cross = x.T @ x - sums * sums.T / n
    variance = squares - sums**2 / n
    scale = np.sqrt(variance * variance.T)
    r = np.where(scale > 1e-12, cross / np.where(scale > 1e-12, scale, 1.0), 0.0)
    np.fill_diagonal(r, 1.0)
    smallest = float(np.linalg.eigvalsh(r)[0])
    if smallest < _SMALLEST:
        weight = (_SMALLEST - smallest) / (1.0 - smallest)
        r = (1 - weight) * r + weight * np.eye(len(r))
    return r
