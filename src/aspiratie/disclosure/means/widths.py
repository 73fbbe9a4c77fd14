r"""How wide an interval may be printed, so that any pupil could still have any score.

The half-width of an interval of n scores tells their sum of squares. A narrow one would tell that
all answered alike, a wide one that nobody is in between. So it is rounded upward, never below
what one pupil at the far end gives, and where it leaves no room for a pupil in between it is
printed as wide as it can be at all.

The scores on a scale of one question are its answers, which are told beside it: with these the
sum of squares would give the counts behind a bound. Its interval is always as wide as it can be,
and so follows from the mean.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

__all__ = ["half_ceiling", "half_floor", "half_steps", "half_widest", "t_quantile"]

Array = npt.NDArray[np.float64]

_TINY = 1e-9
#: In how many parts a range is cut where it is looked through.
_PARTS = 16


@cache
def t_quantile(df: int) -> float:
    """Return the 97.5 % point of Student's t; in R: ``qt(.975, df)``."""
    return float(stdtrit(df, 0.975))


def half_floor(n: int, mean: float, step: float, ends: tuple[float, float]) -> float:
    r"""Return the least half-width with which any pupil could still have any score.

    One score at a distance D from the mean gives a variance of at least
    :math:`D^2 n / (n - 1)^2`, and so a half-width of at least :math:`t\,D / (n - 1)`.
    """
    reach = max(mean + step / 2 - ends[0], ends[1] - mean + step / 2)
    return t_quantile(n - 1) * reach / (n - 1)


def half_ceiling(n: int, mean: float, step: float, ends: tuple[float, float]) -> float:
    r"""Return the largest half-width with which any pupil could still have any score.

    With one score at x and the others as far apart as they can be, all but one at the ends, the
    sum of squares is the largest that leaves room for x. Its least over every x and every mean
    that is rounded to `mean`, S, gives the half-width :math:`t \sqrt{S / (n (n - 1))}`.

    Examples
    --------
    >>> round(half_ceiling(19, 2.0, 0.2, (1, 3)), 3), round(half_widest(19, 2.0, 0.2, (1, 3)), 3)
    (0.468, 0.495)
    """
    low, high = ends
    scores = np.array([low + (high - low) * i / _PARTS for i in range(_PARTS + 1)])
    totals = np.array(_totals(n, mean, step, ends))[:, None]
    rest = totals - scores
    possible = ((n - 1) * low - _TINY <= rest) & (rest <= (n - 1) * high + _TINY)
    squares = (scores - totals / n) ** 2 + _widest(n - 1, rest, totals / n, ends)
    least = float(squares[possible].min())
    return t_quantile(n - 1) * math.sqrt(least / (n * (n - 1)))


def half_widest(n: int, mean: float, step: float, ends: tuple[float, float]) -> float:
    """Return the largest half-width that n scores can have whose mean is rounded to `mean`."""
    totals = np.array(_totals(n, mean, step, ends))
    most = float(_widest(n, totals, totals / n, ends).max())
    return t_quantile(n - 1) * math.sqrt(most / (n * (n - 1)))


def _totals(n: int, mean: float, step: float, ends: tuple[float, float]) -> list[float]:
    """Return sums of n scores whose mean is rounded to `mean`: its ends, some between, and corners.

    At a corner all scores can be at the ends of the scale; there the sum of squares is largest.
    """
    low, high = n * max(mean - step / 2, ends[0]), n * min(mean + step / 2, ends[1])
    span, base = ends[1] - ends[0], n * ends[0]
    corners = range(math.ceil((low - base) / span), math.floor((high - base) / span) + 1)
    between = [low + (high - low) * i / _PARTS for i in range(_PARTS + 1)]
    return [*between, *(base + span * at for at in corners)]


def _widest(n: int, total: Array, middle: Array, ends: tuple[float, float]) -> Array:
    """Return the largest sum of squares about `middle` of n scores of one sum."""
    low, high = ends
    at_high = np.clip(np.floor((total - n * low) / (high - low) + _TINY), 0, n)
    squares = at_high * (high - middle) ** 2
    between = total - at_high * high - (n - at_high - 1) * low
    one = (between - middle) ** 2 + (n - at_high - 1) * (low - middle) ** 2
    return squares + np.where(at_high < n, one, 0.0)


@cache
def half_steps(
    n: int, mean: float, step: float, ends: tuple[float, float], *, one_question: bool = False
) -> tuple[int, ...]:
    """Return the half-widths that may be printed beside a mean, in steps of it; the last is widest.

    Parameters
    ----------
    n : int
        Pupils; 2 or more.
    mean, step : float
        As printed.
    ends : tuple of float
        Lowest and highest score.
    one_question : bool
        Whether the scores are the answers to one question.

    Examples
    --------
    >>> half_steps(19, 2.0, 0.1, (1, 3)), half_steps(19, 2.0, 0.1, (1, 3), one_question=True)
    ((2, 3, 4, 5), (5,))
    """
    first = max(1, math.ceil(half_floor(n, mean, step, ends) / step - _TINY))
    last = max(first, math.ceil(half_widest(n, mean, step, ends) / step - _TINY))
    if one_question:
        return (last,)
    top = math.floor(half_ceiling(n, mean, step, ends) / step + _TINY)
    return (*range(first, min(top, last - 1) + 1), last)
