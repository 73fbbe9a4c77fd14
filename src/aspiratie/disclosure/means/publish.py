"""Means and their intervals in the form in which they may be seen."""

from __future__ import annotations

from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means.steps import LADDER, Protection, protect_mean
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import AtLeast, AtMost, Estimate, Hidden, Score

__all__ = ["protection_of", "publish_estimate"]


def protection_of(rules: DisclosureRules) -> Protection:
    """Return what the rules keep open."""
    return Protection(n_min=rules.n_min, share=rules.interval_share)


def publish_estimate(
    raw: RawEstimate,
    rules: DisclosureRules,
    *,
    ends: tuple[float, float],
    one_question: bool = False,
) -> Score | Hidden:
    """Return a mean with its interval that may be seen.

    The mean is rounded to a step that follows from n
    (:mod:`aspiratie.disclosure.means.steps`), and the half-width upward
    (:mod:`aspiratie.disclosure.means.widths`). Near an end of the scale only a bound is told.

    Parameters
    ----------
    raw : RawEstimate
        Unrounded.
    rules : DisclosureRules
        The rules.
    ends : tuple of float
        Lowest and highest score.
    one_question : bool
        Whether the scores are the answers to one question.

    Examples
    --------
    >>> raw = RawEstimate(n=187, mean=3.4123, low=3.3123, high=3.5123)
    >>> publish_estimate(raw, DisclosureRules(), ends=(1, 5))
    Estimate(n=187, mean=3.42, low=3.32, high=3.52, step=0.02)
    >>> high = RawEstimate(n=12, mean=4.9, low=4.7, high=5.0)
    >>> publish_estimate(high, DisclosureRules(), ends=(1, 5))
    AtLeast(n=12, mean=4.5, step=0.3)
    """
    if raw.n < rules.n_min:
        return Hidden(reason="few" if raw.n else "no_data")
    half = max(raw.high - raw.mean, raw.mean - raw.low)
    shown = protect_mean(
        raw.n,
        raw.mean,
        half,
        ends=ends,
        protection=protection_of(rules),
        finest=LADDER[0],
        one_question=one_question,
    )
    if shown.state == "above":
        return AtLeast(n=raw.n, mean=shown.mean, step=shown.step)
    if shown.state == "below":
        return AtMost(n=raw.n, mean=shown.mean, step=shown.step)
    return Estimate(
        n=raw.n,
        mean=shown.mean,
        low=round(shown.mean - shown.half, 6),
        high=round(shown.mean + shown.half, 6),
        step=shown.step,
    )
