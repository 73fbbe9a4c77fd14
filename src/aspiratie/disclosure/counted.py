"""Whose pupils count in the numbers of a region."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means import publish_estimate
from aspiratie.disclosure.region_rules import Pupils
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import Estimate
from aspiratie.disclosure.steps import LADDER

__all__ = ["mean_of", "others_of", "printed_means", "scale_members"]


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
    shown = {
        school: publish_estimate(raw, rules, ends=ends, finest=LADDER[0])
        for school, raw in means.items()
    }
    return {school: score for school, score in shown.items() if isinstance(score, Estimate)}


def mean_of(means: Collection[Estimate]) -> float:
    """Return the mean of the pupils of several schools, by the schools' printed means."""
    return sum(m.n * m.mean for m in means) / sum(m.n for m in means)
