"""What is known of a school, and which may stand beside each other: those of one sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from aspiratie.disclosure.shape.words import Sector
from aspiratie.errors import ParameterError
from aspiratie.schools.register import RegisteredSchool
from aspiratie.schools.registry import parse_school_type, sectors

__all__ = [
    "Apart",
    "SchoolFacts",
    "Sector",
    "facts_of",
    "school_type",
    "sector_of",
    "split_sectors",
]

#: Why a school stands beside no other.
Apart = Literal["unknown_type", "both_sectors"]


@dataclass(frozen=True, kw_only=True)
class SchoolFacts:
    """What is known of a school apart from its answers.

    Parameters
    ----------
    id, name : str
        Its code, and its name.
    type, place : str or None
        Kinds of education; where it is.
    enrolled : mapping of str to int, or None
        Pupils on the roll, by group.
    board, board_name : str or None
        Number and name of its bevoegd gezag.
    partnerships : tuple of str
        Its samenwerkingsverband: two where it has kinds of both sectors.
    unplaced : str
        Why it has none, as :class:`aspiratie.schools.registry.PartnershipJoin` says.
    """

    id: str
    name: str
    type: str | None = None
    place: str | None = None
    enrolled: Mapping[str, int] | None = None
    board: str | None = None
    board_name: str | None = None
    partnerships: tuple[str, ...] = ()
    unplaced: str = ""


def facts_of(
    school: str,
    listed: Mapping[str, str],
    registered: RegisteredSchool | None,
    enrolled: Mapping[str, int] | None,
) -> SchoolFacts:
    """Return what is known of a school: what its list says, else what the register does.

    Parameters
    ----------
    school : str
        Its code.
    listed : mapping of str to str
        Its line in a list of one's own, by column; empty where there is none.
    registered : RegisteredSchool or None
        Its location in the register.
    enrolled : mapping of str to int, or None
        Pupils on the roll, by group.

    Notes
    -----
    A postcode has a partnership of each sector; which is the school's follows from its kinds
    of education. A partnership that is listed is the school's.
    """
    facts = SchoolFacts(
        id=school,
        name=listed.get("name") or (registered.name if registered else school),
        type=listed.get("type") or (registered.kind if registered else None),
        place=listed.get("place") or (registered.place if registered else None),
        enrolled=enrolled,
        board=listed.get("board") or (registered.board if registered else None),
        board_name=registered.board_name if registered and not listed.get("board") else None,
    )
    own = tuple(code.strip().upper() for code in listed.get("partnership", "").split("|"))
    if any(own):
        return replace(facts, partnerships=tuple(code for code in own if code))
    if registered is None or school_type(facts) is None:
        return facts
    of = sorted(sectors(str(facts.type)))
    return replace(
        facts,
        partnerships=tuple(
            registered.partnerships[sector] for sector in of if sector in registered.partnerships
        ),
        unplaced=next((registered.missing[s] for s in of if s in registered.missing), ""),
    )


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
    return "both" if len(found) > 1 else next(iter(found))


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
