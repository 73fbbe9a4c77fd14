"""Two pooled means or shares of the same schools set beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

__all__ = ["PooledDifference", "pooled_difference"]


@dataclass(frozen=True, eq=False, kw_only=True)
class PooledDifference:
    """A difference of two pooled means with its cluster-robust interval and test.

    Parameters
    ----------
    first, second : float
        The pooled means.
    difference, low, high : float
        `second` less `first`, with its 95 % interval; NaN where there is none.
    p : float
        Of no difference, two-sided; NaN with fewer than two schools.
    schools : int
        How many were set beside each other.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    p: float
    schools: int

    def __repr__(self) -> str:
        return f"<PooledDifference {self.difference:.3f}, {self.schools} schools, p {self.p:.3f}>"


def pooled_difference(
    n_first: npt.ArrayLike,
    mean_first: npt.ArrayLike,
    n_second: npt.ArrayLike,
    mean_second: npt.ArrayLike,
) -> PooledDifference:
    r"""Set two pooled means of the same schools beside each other; schools are the clusters.

    .. math::
        u_j = \frac{n_{2j}}{n_2} (m_{2j} - m_2) - \frac{n_{1j}}{n_1} (m_{1j} - m_1), \qquad
        SE^2 = \frac{k}{k - 1} \sum_j u_j^2

    with k schools, and Student's t on k − 1 degrees of freedom. Pupils of one school resemble
    each other, and a school resembles itself a year later; both are in the u of the school.

    Parameters
    ----------
    n_first, mean_first, n_second, mean_second : array_like, shape (n_schools,)
        Respondents and means of each school on either side, in one order.

    Returns
    -------
    PooledDifference

    Notes
    -----
    In R, on one row a school and side: ``svyglm(mean ~ side, svydesign(ids = ~school,
    weights = ~n, data = rows))`` of the package survey, with ``qt(.975, k - 1)``.

    References
    ----------
    Binder, D. A. (1983). On the variances of asymptotically normal estimators from complex
    surveys. International Statistical Review, 51, 279-292. https://doi.org/10.2307/1402588

    Examples
    --------
    >>> found = pooled_difference([40, 30, 50], [3.0, 3.2, 3.1], [40, 35, 45], [3.2, 3.5, 3.2])
    >>> round(found.difference, 3), found.schools, round(found.p, 3)
    (0.196, 3, 0.087)
    """
    n_1, m_1, n_2, m_2 = (
        np.asarray(part, dtype=np.float64) for part in (n_first, mean_first, n_second, mean_second)
    )
    k = len(n_1)
    if not k:
        nan = float("nan")
        return PooledDifference(
            first=nan, second=nan, difference=nan, low=nan, high=nan, p=nan, schools=0
        )
    first, second = float(n_1 @ m_1 / n_1.sum()), float(n_2 @ m_2 / n_2.sum())
    difference, half, p = second - first, float("nan"), float("nan")
    if k > 1:
        u = n_2 / n_2.sum() * (m_2 - second) - n_1 / n_1.sum() * (m_1 - first)
        se = float(np.sqrt(k / (k - 1) * (u @ u)))
        half = float(stats.t.ppf(0.975, k - 1)) * se
        if se > 0:
            p = float(2 * stats.t.sf(abs(difference) / se, k - 1))
    return PooledDifference(
        first=first,
        second=second,
        difference=difference,
        low=difference - half,
        high=difference + half,
        p=p,
        schools=k,
    )
