"""Which schools of a region may stand beside each other: those of one sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from aspiratie.disclosure.shape.words import Sector
from aspiratie.errors import ParameterError
from aspiratie.prepare.surveys import SchoolFacts
from aspiratie.schools.registry import parse_school_type, sectors

__all__ = ["Apart", "Sector", "school_type", "sector_of", "split_sectors"]

#: Why a school stands beside no other.
Apart = Literal["unknown_type", "both_sectors"]


def school_type(facts: SchoolFacts) -> str | None:
    """Return the kinds of education of a school in one way of writing, or None."""
    try:
        return "/".join(parse_school_type(facts.type)) if facts.type else None
    except ParameterError:
        return None


def sector_of(facts: SchoolFacts) -> str:
    """Return a school's sector: ``po``, ``vo``, ``both`` or ``unknown``."""
    if school_type(facts) is None:
        return "unknown"
    found = sectors(str(facts.type))
    return "both" if len(found) > 1 else next(iter(found)).lower()


def split_sectors(
    schools: Mapping[str, SchoolFacts], published: Sequence[str]
) -> tuple[dict[Sector, list[str]], dict[str, Apart]]:
    """Split schools so that only like is laid beside like.

    Parameters
    ----------
    schools : mapping
        What is known of every school.
    published : sequence of str
        Schools that get a report.

    Returns
    -------
    groups : dict
        Schools by sector; ``all`` where the kind of no school is known.
    apart : dict
        Schools that belong in no group: ``unknown_type`` or ``both_sectors``.
    """
    found = {school: sector_of(schools[school]) for school in published}
    if set(found.values()) <= {"unknown"}:
        return {"all": list(published)}, {}
    names: tuple[Sector, ...] = ("po", "vo")
    groups: dict[Sector, list[str]] = {
        name: [s for s in published if found[s] == name] for name in names
    }
    apart: dict[str, Apart] = {
        s: "unknown_type" if kind == "unknown" else "both_sectors"
        for s, kind in found.items()
        if kind in ("unknown", "both")
    }
    return {name: members for name, members in groups.items() if members}, apart
