"""Whose pupils count in the numbers of a region."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means import publish_estimate
from aspiratie.disclosure.region_rules import PLACES, Pupils
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import Estimate

__all__ = ["others_of", "scale_members"]


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
    n_items: int,
) -> tuple[str, ...]:
    """Return the schools whose own mean of a scale may be seen: only they count in it.

    So the schools of a region's number are all published, and nothing is left when they
    are taken away from it.

    Parameters
    ----------
    means : mapping of str to RawEstimate
        By school.
    rules : DisclosureRules
        Gives n_min and the decimals of the school reports.
    ends : tuple of float
        Lowest and highest score.
    n_items : int
        Items in the score.
    """
    fine = replace(rules, mean_decimals=PLACES)

    def seen(raw: RawEstimate) -> bool:
        return all(
            isinstance(publish_estimate(raw, kind, ends=ends, n_items=n_items), Estimate)
            for kind in (rules, fine)
        )

    return tuple(school for school, raw in means.items() if seen(raw))
