"""The published numbers of a document, each under a name that says whom it is about.

Kept are the numbers of a school's own pupils, wherever they stand, and the answers of a
region's pupils together. Not kept is what follows from these for somebody who has all
documents: marks of the region, shrunken means, labels; nor what is about the region as a
whole, as the reliability of a scale. Those change when a school joins. Of letters it is kept
which schools have them: a school has letters in one region only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from aspiratie.disclosure.members import Fact
from aspiratie.disclosure.shape import NamedRelease, RegionRelease, SchoolRelease

__all__ = ["Entry", "canonical", "entries_of", "kind_of", "members_of", "stem_of"]

_BRIN = re.compile(r"(\d{2}[A-Z]{2})(\d{2})?")
_SPACES = re.compile(r"[\W_]+")
#: In a region's document only a school's own mean and number count as the school's.
_OWN_IN_REGION = ("count", "mean")
#: Of a region's letters: a school that has them.
MEMBER = "member|"
_KEPT = ("count", "share", "mean", "low", "high", "difference")
#: How a refusal calls a number.
_KINDS = {
    "count": "a number of pupils",
    "share": "a share of answers",
    "mean": "a mean",
    "low": "an interval",
    "high": "an interval",
    "difference": "a difference",
}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of one owner (a school, or a region's sector) in one wave.

    Parameters
    ----------
    instrument, informant, wave : str
        Of what; the questionnaire's version is no part of it.
    owner : str
        The school as :func:`canonical` writes it, or ``region:NAME:SECTOR``.
    alias : str
        The school's name, type and place, by which it is known under another number.
    cells : dict of str to float
        Number by name.
    """

    instrument: str
    informant: str
    wave: str
    owner: str
    alias: str = ""
    cells: dict[str, float] = {}

    @property
    def about(self) -> tuple[str, str, str, str]:
        """Of what and whom."""
        return self.instrument, self.informant, self.wave, self.owner


def canonical(school: str) -> str:
    """Return a school's identifier without what differs by typing.

    Examples
    --------
    >>> canonical(" 01ab-00"), canonical("De Regenboog")
    ('01AB00', 'DEREGENBOOG')
    """
    return _SPACES.sub("", school).upper()


def stem_of(owner: str) -> tuple[str, str] | None:
    """Return BRIN and vestiging; None where the identifier is no BRIN.

    Examples
    --------
    >>> stem_of("01AB00"), stem_of("01AB"), stem_of("school 3")
    (('01AB', '00'), ('01AB', ''), None)
    """
    match = _BRIN.fullmatch(owner)
    return (match.group(1), match.group(2) or "") if match else None


def kind_of(cell: str) -> str:
    """Return what kind of number a cell is, in words without its value."""
    meaning = cell.split("|", 1)[0]
    return _KINDS.get(meaning, "a number")


def entries_of(documents: Iterable[SchoolRelease | RegionRelease]) -> list[Entry]:
    """Return what a ledger keeps of documents, an entry an owner and wave.

    Parameters
    ----------
    documents : iterable of release

    Returns
    -------
    list of Entry
        In the order of owners and waves.
    """
    found: dict[tuple[str, str, str, str], Entry] = {}
    members: dict[str, list[str]] = {}
    for document in documents:
        made = document.provenance
        if isinstance(document, NamedRelease):
            members[_region(document)] = [canonical(s.id) for s in document.schools]
        for fact in document.facts():
            owner = _owner(document, fact)
            if owner is None or fact.value is None:
                continue
            alias = ""
            if isinstance(document, SchoolRelease):
                alias = _alias(document)
            key = made.instrument.name, fact.population.informant, fact.population.wave, owner
            if key not in found:
                found[key] = Entry(
                    instrument=key[0],
                    informant=key[1],
                    wave=key[2],
                    owner=owner,
                    alias=alias,
                    cells={},
                )
            found[key].cells[_name(document, fact)] = fact.value
    for entry in found.values():
        region, _, variant = entry.owner.rpartition(":")
        if variant == "letters":
            entry.cells.update({f"{MEMBER}{school}": 1.0 for school in members.get(region, ())})
    return [found[key] for key in sorted(found)]


def members_of(entry: Entry) -> set[str]:
    """Return the schools that have letters in a region; none where it has no letters."""
    return {cell.removeprefix(MEMBER) for cell in entry.cells if cell.startswith(MEMBER)}


def _region(document: RegionRelease) -> str:
    return f"region:{document.provenance.region_name or ''}:{document.sector}"


def _owner(document: SchoolRelease | RegionRelease, fact: Fact) -> str | None:
    """Return whose a number is; None where the ledger does not keep it."""
    whom = fact.population
    if fact.meaning not in _KEPT:
        return None
    if isinstance(document, SchoolRelease):
        return canonical(document.school.id) if whom.reach == "own" and whom.school else None
    if isinstance(document, NamedRelease) and whom.school and whom.reach == "own":
        return canonical(whom.school) if fact.meaning in _OWN_IN_REGION else None
    if whom.item or whom.letter:
        variant = "letters" if whom.letter else "answers"
        return f"{_region(document)}:{variant}"
    return None


def _alias(document: SchoolRelease) -> str:
    school = document.school
    if canonical(school.name) == canonical(school.id):
        return ""
    parts = (school.name, school.type or "", school.place or "")
    return " ".join(canonical(part) for part in parts)


def _name(document: SchoolRelease | RegionRelease, fact: Fact) -> str:
    whom = fact.population
    tail = fact.place.rpartition(".")[2] if fact.meaning in ("low", "high") else ""
    parts = (
        fact.meaning,
        _title(document, whom.scale),
        "+".join(sorted(whom.group)),
        whom.item,
        whom.gave,
        whom.profile,
        whom.rows,
        whom.letter,
        fact.state,
        "" if fact.step is None else f"{fact.step:g}",
        tail,
    )
    return "|".join(parts)


def _title(document: SchoolRelease | RegionRelease, scale: str) -> str:
    """Tell apart the scores of one principle of other conditions."""
    for found in document.scales:
        if found.name == scale and found.left_out:
            return f"{scale} - {' - '.join(sorted(found.left_out))}"
    return scale
