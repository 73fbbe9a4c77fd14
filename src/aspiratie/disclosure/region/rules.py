"""When a region may be shown as one number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape.words import Reason, RegionFault, Verdict

__all__ = ["CAUTIOUS", "COMPARED", "Pupils", "pupils_of", "refused", "region_fault"]

#: Decimals of the means in a region's document: one more than in a school's.
PLACES = 2
#: Verdicts with which schools are set beside the region with a caution only.
CAUTIOUS = ("invariance_not_tested", "invariance_not_confirmed")
#: Verdicts with which schools are set beside the region.
COMPARED = ("pairs", "shown", *CAUTIOUS)


def refused(verdict: Verdict) -> Reason | None:
    """Return why nothing is compared by a verdict; None where schools may be set beside each other.

    Examples
    --------
    >>> refused("pairs"), refused("no_fit")
    (None, 'no_fit')
    """
    match verdict:
        case "pairs" | "shown" | "invariance_not_tested" | "invariance_not_confirmed":
            return None
        case reason:
            return reason


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


def region_fault(pupils: Pupils, rules: DisclosureRules) -> RegionFault:
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
