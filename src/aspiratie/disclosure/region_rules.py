"""When a region may be shown as one number, and whose pupils count in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from aspiratie.disclosure.means import publish_estimate
from aspiratie.disclosure.rules import DisclosureRules

__all__ = ["CAUTIOUS", "COMPARED", "Pupils", "pupils_of", "region_fault", "scale_members"]

#: Decimals of the means in a region's document: one more than in a school's.
PLACES = 2
#: Verdicts with which schools are set beside the region with a caution only.
CAUTIOUS = ("invariance_not_tested", "invariance_not_confirmed")
#: Verdicts with which schools are set beside the region.
COMPARED = ("pairs", "shown", *CAUTIOUS)


@dataclass(frozen=True, kw_only=True)
class Pupils:
    """Pupils of several schools together: how many, of how many schools, most of one."""

    n: int
    schools: int
    largest: int


def pupils_of(sizes: Mapping[str, int]) -> Pupils:
    """Return the pupils of schools together; schools without pupils do not count."""
    filled = [n for n in sizes.values() if n > 0]
    return Pupils(n=sum(filled), schools=len(filled), largest=max(filled, default=0))


def region_fault(pupils: Pupils, rules: DisclosureRules) -> str:
    """Say why schools together may not be shown as one number; ``""`` if they may.

    Parameters
    ----------
    pupils : Pupils
        Who would be counted.
    rules : DisclosureRules
        Five schools, fifty pupils and no school above half, unless stricter.

    Returns
    -------
    str
        ``few_schools``, ``few_pupils``, ``large_school`` or ``""``.

    Examples
    --------
    >>> rules = DisclosureRules()
    >>> region_fault(pupils_of({"a": 60, "b": 10, "c": 10, "d": 10, "e": 10}), rules)
    'large_school'
    >>> region_fault(pupils_of({"a": 60, "b": 60, "c": 60, "d": 60}), rules)
    'few_schools'
    """
    if pupils.schools < rules.region_min_schools:
        return "few_schools"
    if pupils.n < rules.region_min_pupils:
        return "few_pupils"
    return "large_school" if pupils.largest > rules.region_max_share * pupils.n else ""


def scale_members(
    means: Mapping[str, Mapping[Any, Any]],
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
    means : mapping
        By school: n, mean, low and high.
    rules : DisclosureRules
        Gives n_min and the decimals of the school reports.
    ends : tuple of float
        Lowest and highest score.
    n_items : int
        Items in the score.
    """
    fine = msgspec.structs.replace(rules, mean_decimals=PLACES)

    def seen(row: Mapping[Any, Any]) -> bool:
        return all(
            publish_estimate(
                int(row["n"]),
                float(row["mean"]),
                float(row["low"]),
                float(row["high"]),
                kind,
                ends=ends,
                n_items=n_items,
            )["state"]
            == "shown"
            for kind in (rules, fine)
        )

    return tuple(school for school, row in means.items() if seen(row))
