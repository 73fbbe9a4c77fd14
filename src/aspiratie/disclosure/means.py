"""Means and their intervals in the form in which they may be seen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from scipy.special import stdtrit

from aspiratie.disclosure.rules import DisclosureRules

__all__ = ["publish_estimate", "t_quantile", "tells_equal_scores"]

Json = dict[str, Any]


def publish_estimate(
    n: int,
    mean: float,
    low: float,
    high: float,
    rules: DisclosureRules,
    *,
    ends: tuple[float, float],
    n_items: int,
) -> Json:
    """Return a mean with its interval that may be seen.

    The interval reaches at least one unit of the last decimal to each side of the
    mean. A mean that nothing but equal scores can give is hidden.

    Parameters
    ----------
    n : int
        Respondents.
    mean, low, high : float
        Unrounded.
    rules : DisclosureRules
        The rules.
    ends : tuple of float
        Lowest and highest score.
    n_items : int
        Items in the score; two unequal scores differ by at least 1/n_items.

    Examples
    --------
    >>> publish_estimate(187, 3.4123, 3.3123, 3.5123, DisclosureRules(), ends=(1, 5), n_items=5)
    {'state': 'shown', 'n': 187, 'mean': 3.4, 'low': 3.3, 'high': 3.5}
    """
    if n < rules.n_min:
        return {"state": "hidden", "reason": "few" if n else "no_data"}
    shown = {"state": "shown", "n": n} | _rounded(mean, low, high, rules.mean_decimals)
    if tells_equal_scores(shown, places=rules.mean_decimals, ends=ends, n_items=n_items):
        return {"state": "hidden", "reason": "complement"}
    return shown


def _rounded(mean: float, low: float, high: float, places: int) -> dict[str, float]:
    unit, middle = 10.0**-places, round(mean, places)
    return {
        "mean": middle,
        "low": round(min(low, middle - unit), places),
        "high": round(max(high, middle + unit), places),
    }


@cache
def t_quantile(df: int) -> float:
    """Return the 97.5 % point of Student's t; in R: ``qt(.975, df)``."""
    return float(stdtrit(df, 0.975))


def tells_equal_scores(
    estimate: Mapping[str, Any], *, places: int, ends: tuple[float, float], n_items: int
) -> bool:
    """Whether a printed mean and interval can come from equal scores only.

    It cannot where one score that differs by the smallest step, 1/n_items, would be
    printed alike.

    Examples
    --------
    >>> flat = {"n": 12, "mean": 5.0, "low": 4.9, "high": 5.1}
    >>> [tells_equal_scores(flat, places=1, ends=(1, 5), n_items=k) for k in (1, 6)]
    [True, False]
    """
    n, middle = int(estimate["n"]), float(estimate["mean"])
    printed = {key: float(estimate[key]) for key in ("mean", "low", "high")}
    if n < 2 or printed != _rounded(middle, middle, middle, places):
        return False
    step = 1 / max(n_items, 1)
    # n scores at x, one of them a step away: mean x ± step/n, standard error step/n
    half = t_quantile(n - 1) * step / n
    for shift in (step / n, -step / n):
        inside = ends[0] <= middle + n * shift <= ends[1]
        mean = middle + shift
        if inside and printed == _rounded(mean, mean - half, mean + half, places):
            return False
    return True
