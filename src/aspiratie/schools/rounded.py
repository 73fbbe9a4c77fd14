"""Groups compared by their published numbers: a claim must hold whatever was rounded away."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from aspiratie.measurement.multiplicity import adjust_holm

__all__ = ["compare_rounded"]

Array = npt.NDArray[np.float64]


def compare_rounded(
    n: npt.ArrayLike,
    mean: npt.ArrayLike,
    low: npt.ArrayLike,
    high: npt.ArrayLike,
    *,
    unit: npt.ArrayLike,
) -> Array:
    r"""Return Holm's adjusted p values of all pairs of groups on all scales, from rounded means.

    Each pair of groups is compared on each scale by Welch's test, two-sided, and all these
    comparisons are one family. The standard error of a mean follows from its 95 % t interval,
    :math:`s = h / t_{.975, n - 1}` with h half the interval's width. A mean is known to half a
    unit u, :math:`\bar x = \mathrm{mean} + e` with :math:`|e| \le u/2`; a half-width was rounded
    upward, so h is the printed one at most.

    The p value is that of the least t that this leaves open,
    :math:`t = (\bar x_1 - \bar x_2) / \sqrt{s_1^2 + s_2^2}`, with the fewest degrees of freedom.
    So no p value is below that of the unrounded numbers.

    Parameters
    ----------
    n, mean, low, high : array_like, shape (n_scales, n_groups)
        Published scores; NaN where a score is hidden. An interval may have been made wider,
        but not narrower.
    unit : array_like
        Step to which each mean was rounded, as 0.1; one for all, or of the same shape.

    Returns
    -------
    ndarray, shape (n_scales, n_groups, n_groups)
        Symmetric; NaN on the diagonal and where one of the two is hidden.

    Notes
    -----
    Without rounding, in R: ``p.adjust(p, "holm")`` over the p values of ``t.test(x, y)``. If no
    groups differ, the chance that any adjusted p value is at most alpha is at most alpha,
    however the scales hang together.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different
    population variances are involved. Biometrika, 34, 28-35.
    https://doi.org/10.1093/biomet/34.1-2.28

    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian
    Journal of Statistics, 6, 65-70. https://www.jstor.org/stable/4615733

    Examples
    --------
    Two groups of 40, 3.4 (3.2 to 3.6) and 2.8 (2.6 to 3.0), on one scale:

    >>> p = compare_rounded([[40, 40]], [[3.4, 2.8]], [[3.2, 2.6]], [[3.6, 3.0]], unit=0.1)
    >>> p[0].round(4).tolist()
    [[nan, 0.0007], [0.0007, nan]]
    """
    size, centre, below, above = (
        np.atleast_2d(np.asarray(x, dtype=np.float64)) for x in (n, mean, low, high)
    )
    n_scales, n_groups = size.shape
    out = np.full((n_scales, n_groups, n_groups), np.nan)
    i, j = np.triu_indices(n_groups, 1)
    if not i.size:
        return out
    quantile = stdtrit(size - 1, 0.975)
    step = np.broadcast_to(np.asarray(unit, dtype=np.float64), size.shape)
    means, errors = _corners(centre, centre - below, above - centre, quantile, step)
    widest = errors.max(axis=0) ** 2
    side = np.maximum(centre - below, above - centre)
    narrowest = (np.maximum(side - step, 0) / quantile) ** 2
    with np.errstate(invalid="ignore"):
        apart = (means[:, None, :, i] - means[None, :, :, j]) * np.sign(centre[:, i] - centre[:, j])
        t = apart / np.hypot(errors[:, None, :, i], errors[None, :, :, j])
        df = np.minimum(
            _welch_df(widest[:, i], narrowest[:, j], size[:, i], size[:, j]),
            _welch_df(narrowest[:, i], widest[:, j], size[:, i], size[:, j]),
        )
        p = 2 * stdtr(df, -np.maximum(t.min(axis=(0, 1)), 0))
    out[:, i, j] = out[:, j, i] = adjust_holm(p.reshape(1, -1)).reshape(p.shape)
    return out


def _corners(
    centre: Array, under: Array, over: Array, quantile: Array, unit: Array
) -> tuple[Array, Array]:
    """Return means and largest standard errors at the corners of what the rounding leaves open.

    A difference divided by its standard error is quasi-concave in means and standard errors
    where it is positive: it is least at a corner.
    """
    shift = np.stack([-unit / 2, unit / 2])
    half = np.broadcast_to(np.maximum(under, over), shift.shape)
    return centre + shift, half / quantile


def _welch_df(first: Array, second: Array, n: Array, m: Array) -> Array:
    """Return Welch's degrees of freedom of two squared standard errors.

    They rise, then fall with the ratio of the two: between two ratios, the fewest are at one.
    """
    whole = (first + second) ** 2
    return np.asarray(whole / (first**2 / (n - 1) + second**2 / (m - 1)), dtype=np.float64)
