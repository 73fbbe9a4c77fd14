r"""How finely a mean and its interval may be printed, so that no few pupils follow from it.

A mean of n pupils that is printed in steps of d tells their sum only to within n · d. Whatever
is subtracted from whatever (a principle less its conditions, a school less its groups, this
release less an earlier one), what is left is known no better than that. So d follows from n:

.. math:: n \, d \ge s \, (n_{min} - 1) \, R

with s the share of what is possible that must stay open (`interval_share`) and R the range of
the scale. Any sum over m < n_min pupils can lie anywhere in m · R, of which the share s at
least stays open; for one pupil it is nine tenths of the whole range with the usual rules.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from aspiratie.disclosure.means.widths import half_steps

__all__ = [
    "COARSEST",
    "LADDER",
    "SCHOOL_STEP",
    "Protection",
    "ShownMean",
    "mean_cell",
    "mean_step",
    "protect_mean",
]

#: Steps in which a mean may be printed. Each divides the ones it may stand beside an odd number
#: of times (0.1 = 5 × 0.02), so that a document of an older version, in 0.1, and one in 0.02 have
#: cells within cells: together they tell no more than the finer one.
LADDER = (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0, 2.0, 5.0, 10.0)
COARSEST = LADDER[-1]
#: By which it is judged, in every document, whether a mean is too near an end; no finer.
SCHOOL_STEP = 0.1
_TINY = 1e-9
#: How far apart two answers are.
_ANSWER = 1.0


@dataclass(frozen=True, kw_only=True)
class Protection:
    """What must stay open.

    Parameters
    ----------
    n_min : int
        Fewer pupils than this are protected.
    share : float
        Of what is possible for their sum.
    """

    n_min: int = 10
    share: float = 0.1

    def width(self, span: float) -> float:
        """Return how far apart the sums must lie that a printed mean leaves possible."""
        return self.share * (self.n_min - 1) * span

    def reserve(self, span: float) -> float:
        """Return how far a sum must be from the end of what is possible.

        One pupil may have given the other end everywhere; and when a reader takes his own
        answers away, as much must be left open as elsewhere, and another answer at least.
        """
        return span + max(self.width(span), _ANSWER)


@dataclass(frozen=True, kw_only=True)
class ShownMean:
    """A mean that may be seen.

    Parameters
    ----------
    state : {"shown", "above", "below"}
        ``above``: rounded to the step the mean is `mean` or higher.
    mean : float
        A multiple of `step`; the bound where the state is not shown.
    half : float
        Half the interval's width, a multiple of `step`; 0 where the state is not shown.
    step : float
        In which both are rounded.
    """

    state: Literal["shown", "above", "below"]
    mean: float
    half: float
    step: float


def mean_step(n: int, span: float, protection: Protection, *, finest: float = LADDER[0]) -> float:
    """Return the step in which a mean of n pupils is printed.

    Parameters
    ----------
    n : int
        Pupils, 1 or more.
    span : float
        Highest less lowest score.
    protection : Protection
        What must stay open.
    finest : float
        No finer than this, one of :data:`LADDER`.

    Returns
    -------
    float

    Examples
    --------
    >>> [mean_step(n, 4, Protection()) for n in (10, 12, 18, 36, 180)]
    [0.4, 0.3, 0.2, 0.1, 0.02]
    """
    need = protection.width(span)
    for step in LADDER:
        if step >= finest and n * step >= need - _TINY:
            return step
    return COARSEST


def mean_cell(
    n: int, ends: tuple[float, float], step: float, protection: Protection
) -> tuple[int, int]:
    """Return the lowest and highest multiple of a step under which means are told apart.

    Lower and higher means are printed as "at most" and "at least" these: there some answer
    could be given by nobody.

    Examples
    --------
    >>> low, high = mean_cell(12, (1, 5), 0.3, Protection())
    >>> round(low * 0.3, 1), round(high * 0.3, 1)
    (1.5, 4.5)
    """
    reserve = protection.reserve(ends[1] - ends[0]) / n
    top = math.floor((ends[1] - reserve) / step + 0.5 + _TINY)
    # the upper end of a rounded mean's cell is no part of it, so that more than this is left
    bottom = math.floor((ends[0] + reserve) / step - 0.5 + _TINY) + 1
    if bottom >= top:
        middle = (ends[0] + ends[1]) / 2
        bottom, top = math.floor(middle / step), math.floor(middle / step) + 1
    return bottom, top


def protect_mean(
    n: int,
    mean: float,
    half: float,
    *,
    ends: tuple[float, float],
    protection: Protection,
    finest: float = SCHOOL_STEP,
    one_question: bool = False,
) -> ShownMean:
    """Return a mean and its interval in the form in which they may be seen.

    Parameters
    ----------
    n : int
        Pupils; 2 or more.
    mean, half : float
        Unrounded mean, and half the width of its 95 % interval.
    ends : tuple of float
        Lowest and highest score.
    protection : Protection
        What must stay open.
    finest : float
        No finer step than this.
    one_question : bool
        Whether the scores are the answers to one question.

    Returns
    -------
    ShownMean

    Examples
    --------
    >>> shown = protect_mean(87, 3.4123, 0.12, ends=(1, 5), protection=Protection())
    >>> shown.state, shown.mean, shown.half, shown.step
    ('shown', 3.4, 0.2, 0.1)
    >>> protect_mean(12, 5.0, 0.0, ends=(1, 5), protection=Protection()).state
    'above'
    """
    step = mean_step(n, ends[1] - ends[0], protection, finest=finest)
    place = math.floor(mean / step + 0.5 + _TINY)
    # the bounds are those of the school's own report, whatever the document
    wide = mean_step(n, ends[1] - ends[0], protection, finest=SCHOOL_STEP)
    bottom, top = mean_cell(n, ends, wide, protection)
    at = math.floor(mean / wide + 0.5 + _TINY)
    if at >= top:
        return ShownMean(state="above", mean=_multiple(top, wide), half=0.0, step=wide)
    if at <= bottom:
        return ShownMean(state="below", mean=_multiple(bottom, wide), half=0.0, step=wide)
    shown = _multiple(place, step)
    least = math.ceil(half / step - _TINY)
    allowed = half_steps(n, shown, step, ends, one_question=one_question)
    wings = next((w for w in allowed if w >= least), max(least, allowed[-1]))
    return ShownMean(state="shown", mean=shown, half=_multiple(wings, step), step=step)


def _multiple(times: int, step: float) -> float:
    return round(times * step, 6)
