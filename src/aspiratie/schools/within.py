"""Groups of one school: on which scales they differ, and then which of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from aspiratie.measurement.multiplicity import adjust_holm

__all__ = ["GroupTests", "group_tests"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupTests:
    """Tests of differences between the groups of one school.

    Parameters
    ----------
    p : ndarray, shape (n_scales,)
        Welch's analysis of variance, scale by scale; NaN where fewer than two groups count.
    p_adjusted : ndarray, shape (n_scales,)
        The same, Holm over the scales.
    pairs : ndarray, shape (n_scales, n_groups, n_groups)
        Welch's test of each pair of groups, Holm over the pairs of a scale, and never below
        that scale's `p_adjusted`; 1 on the diagonal, NaN where a group does not count.
    """

    p: Array
    p_adjusted: Array
    pairs: Array


def group_tests(n: npt.ArrayLike, mean: npt.ArrayLike, variance: npt.ArrayLike) -> GroupTests:
    r"""Test whether groups differ on each scale, and then which pairs of groups do.

    Parameters
    ----------
    n, mean, variance : array_like, shape (n_scales, n_groups)
        Pupils, mean and variance (over n − 1) of each group on each scale. A group of fewer than
        two pupils, or of no variance, does not count on that scale.

    Returns
    -------
    GroupTests

    Notes
    -----
    With :math:`w_j = n_j / s_j^2` and :math:`W = \sum w_j`,

    .. math:: F = \frac{\sum w_j (\bar x_j - \tilde x)^2 / (k - 1)}
              {1 + 2 (k - 2) \Lambda / (k^2 - 1)}, \quad
              \Lambda = \sum \frac{(1 - w_j / W)^2}{n_j - 1},

    on k − 1 and (k² − 1) / (3 Λ) degrees of freedom. Pairs are told only where the scale's own
    test holds after Holm, so that the chance of any wrong word over all scales is at most α.

    In R, for one scale: ``oneway.test(score ~ group)``, and for its pairs
    ``pairwise.t.test(score, group, pool.sd = FALSE, p.adjust.method = "holm")``.

    References
    ----------
    Welch, B. L. (1951). On the comparison of several mean values: an alternative approach.
    Biometrika, 38, 330-336. https://doi.org/10.1093/biomet/38.3-4.330

    Examples
    --------
    >>> tests = group_tests([[40, 40, 40]], [[3.0, 3.1, 3.9]], [[0.5, 0.6, 0.5]])
    >>> bool(tests.p_adjusted[0] < 0.001), (tests.pairs[0] < 0.05).astype(int).tolist()
    (True, [[0, 0, 1], [0, 0, 1], [1, 1, 0]])
    """
    size, middle, spread = (np.atleast_2d(np.asarray(a, float)) for a in (n, mean, variance))
    counts = (size >= 2) & (spread > 0) & np.isfinite(middle)
    size, spread = np.where(counts, size, np.nan), np.where(counts, spread, np.nan)
    middle = np.where(counts, middle, np.nan)
    p = _welch(size, middle, spread, counts.sum(axis=1))
    adjusted = adjust_holm(p)[0]
    return GroupTests(p=p, p_adjusted=adjusted, pairs=_pairs(size, middle, spread, adjusted))


def _welch(n: Array, mean: Array, variance: Array, k: npt.NDArray[np.int64]) -> Array:
    weight = n / variance
    total = np.nansum(weight, axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.nansum(weight * mean, axis=1, keepdims=True) / total
        between = np.nansum(weight * (mean - centre) ** 2, axis=1) / (k - 1)
        unequal = np.nansum((1 - weight / total) ** 2 / (n - 1), axis=1)
        f = between / (1 + 2 * (k - 2) * unequal / (k**2 - 1))
        df = (k**2 - 1) / (3 * unequal)
        return np.where(k >= 2, stats.f.sf(f, k - 1, df), np.nan)


def _pairs(n: Array, mean: Array, variance: Array, adjusted: Array) -> Array:
    scales, groups = n.shape
    one, other = np.triu_indices(groups, 1)
    square = variance / n
    error = square[:, one] + square[:, other]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(mean[:, one] - mean[:, other]) / np.sqrt(error)
        df = error**2 / (
            square[:, one] ** 2 / (n[:, one] - 1) + square[:, other] ** 2 / (n[:, other] - 1)
        )
        p = 2 * stats.t.sf(t, df)
    held = np.maximum(adjust_holm(p), adjusted[:, None]) if len(one) else p
    pairs = np.full((scales, groups, groups), np.nan)
    pairs[:, one, other] = pairs[:, other, one] = held
    pairs[:, np.arange(groups), np.arange(groups)] = 1.0
    return pairs
