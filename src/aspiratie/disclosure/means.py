"""Means and their intervals in the form in which they may be seen."""

from __future__ import annotations

from functools import cache

from scipy.special import stdtrit

from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import Estimate, Hidden

__all__ = ["publish_estimate", "step_of", "t_quantile", "tells_equal_scores"]


def step_of(places: int) -> float:
    """Return the unit of the last of some decimals.

    Examples
    --------
    >>> step_of(1), step_of(2)
    (0.1, 0.01)
    """
    return round(10.0**-places, places)


def publish_estimate(
    raw: RawEstimate,
    rules: DisclosureRules,
    *,
    ends: tuple[float, float],
    n_items: int,
) -> Estimate | Hidden:
    """Return a mean with its interval that may be seen.

    The interval reaches at least one unit of the last decimal to each side of the
    mean. A mean that nothing but equal scores can give is hidden.

    Parameters
    ----------
    raw : RawEstimate
        Unrounded.
    rules : DisclosureRules
        The rules.
    ends : tuple of float
        Lowest and highest score.
    n_items : int
        Items in the score; two unequal scores differ by at least 1/n_items.

    Examples
    --------
    >>> raw = RawEstimate(n=187, mean=3.4123, low=3.3123, high=3.5123)
    >>> publish_estimate(raw, DisclosureRules(), ends=(1, 5), n_items=5)
    Estimate(n=187, mean=3.4, low=3.3, high=3.5, step=0.1)
    """
    if raw.n < rules.n_min:
        return Hidden(reason="few" if raw.n else "no_data")
    shown = _rounded(raw.n, raw.mean, raw.low, raw.high, rules.mean_decimals)
    if tells_equal_scores(shown, places=rules.mean_decimals, ends=ends, n_items=n_items):
        return Hidden(reason="complement")
    return shown


def _rounded(n: int, mean: float, low: float, high: float, places: int) -> Estimate:
    unit, middle = 10.0**-places, round(mean, places)
    return Estimate(
        n=n,
        mean=middle,
        low=round(min(low, middle - unit), places),
        high=round(max(high, middle + unit), places),
        step=step_of(places),
    )


@cache
def t_quantile(df: int) -> float:
    """Return the 97.5 % point of Student's t; in R: ``qt(.975, df)``."""
    return float(stdtrit(df, 0.975))


def tells_equal_scores(
    estimate: Estimate, *, places: int, ends: tuple[float, float], n_items: int
) -> bool:
    """Whether a printed mean and interval can come from equal scores only.

    It cannot where one score that differs by the smallest step, 1/n_items, would be
    printed alike.

    Examples
    --------
    >>> flat = Estimate(n=12, mean=5.0, low=4.9, high=5.1, step=0.1)
    >>> [tells_equal_scores(flat, places=1, ends=(1, 5), n_items=k) for k in (1, 6)]
    [True, False]
    """
    n, middle = estimate.n, estimate.mean
    if n < 2 or estimate != _rounded(n, middle, middle, middle, places):
        return False
    step = 1 / max(n_items, 1)
    # n scores at x, one of them a step away: mean x ± step/n, standard error step/n
    half = t_quantile(n - 1) * step / n
    for shift in (step / n, -step / n):
        inside = ends[0] <= middle + n * shift <= ends[1]
        mean = middle + shift
        if inside and estimate == _rounded(n, mean, mean - half, mean + half, places):
            return False
    return True
