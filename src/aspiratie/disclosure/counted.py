"""Whose pupils count in the numbers of a region."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from aspiratie.bilingual import Text
from aspiratie.disclosure.bounds import publish_with_side
from aspiratie.disclosure.draft import RawCounts, RawEstimate
from aspiratie.disclosure.means.publish import publish_estimate
from aspiratie.disclosure.region.rules import Pupils
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import Above, Below, Estimate, Exact
from aspiratie.disclosure.shape.words import Side

__all__ = ["mean_of", "others_of", "printed_means", "printed_shares", "scale_members"]


def others_of(sizes: Mapping[str, int]) -> dict[str, Pupils]:
    """Return the pupils of the other schools together, of every school; in one pass.

    Examples
    --------
    >>> others_of({"a": 40, "b": 30, "c": 20})["a"]
    Pupils(n=50, schools=2, largest=30)
    """
    total, order = sum(sizes.values()), sorted(sizes, key=lambda s: sizes[s], reverse=True)
    first, second = (
        (sizes[order[0]] if order else 0),
        (sizes[order[1]] if len(order) > 1 else 0),
    )
    return {
        school: Pupils(
            n=total - n,
            schools=len(sizes) - 1,
            largest=second if school == order[0] else first,
        )
        for school, n in sizes.items()
    }


def scale_members(
    means: Mapping[str, RawEstimate],
    rules: DisclosureRules,
    *,
    ends: tuple[float, float],
) -> tuple[str, ...]:
    """Return the schools whose own mean of a scale may be seen: only they count in it.

    So the schools of a region's number are all published, and nothing is left when they
    are taken away from it.

    Parameters
    ----------
    means : mapping of str to RawEstimate
        By school.
    rules : DisclosureRules
        The rules.
    ends : tuple of float
        Lowest and highest score.
    """
    return tuple(printed_means(means, rules, ends=ends))


def printed_means(
    means: Mapping[str, RawEstimate],
    rules: DisclosureRules,
    *,
    ends: tuple[float, float],
) -> dict[str, Estimate]:
    """Return the means of schools as the region's document prints them.

    Every number of the region is computed from these, so that it tells nothing that is not
    printed already. Schools whose own mean may not be seen, or only a bound of it, are not
    among them and count in no number of the region.

    Parameters
    ----------
    means : mapping of str to RawEstimate
        By school.
    rules : DisclosureRules
        The rules.
    ends : tuple of float
        Lowest and highest score.
    """
    shown = {school: publish_estimate(raw, rules, ends=ends) for school, raw in means.items()}
    return {school: score for school, score in shown.items() if isinstance(score, Estimate)}


def printed_shares(
    counts: Mapping[str, Sequence[int]],
    categories: Sequence[Text],
    rules: DisclosureRules,
    side: Side,
) -> dict[str, tuple[int, float]]:
    """Return the share of a side of each school that shows it, as printed, and its answers.

    A bounded share counts as half its bound. What is computed from these tells nothing that is
    not printed already; a school that hides its share is not among them.

    Parameters
    ----------
    counts : mapping of str to sequence of int
        How often each answer was given, by school.
    categories : sequence of Text
        The answers.
    rules : DisclosureRules
        The rules.
    side : {"low", "high"}
        Of the middle.
    """
    shown: dict[str, tuple[int, float]] = {}
    for school, given in counts.items():
        raw = RawCounts(counts=tuple(given), categories=tuple(categories))
        match publish_with_side(raw, rules, side)[1].share:
            case Exact(percent=percent):
                shown[school] = (sum(given), float(percent))
            case Below(percent=percent):
                shown[school] = (sum(given), percent / 2)
            case Above(percent=percent):
                shown[school] = (sum(given), 50 + percent / 2)
    return shown


def mean_of(means: Collection[Estimate]) -> float:
    """Return the mean of the pupils of several schools, by the schools' printed means."""
    return sum(m.n * m.mean for m in means) / sum(m.n for m in means)
