"""Whether documents may be published beside what was published before.

The rule is one: a number that was published of some pupils is published again as it was, or
not at all. So nothing can be learned from how it changed. What differs is refused before
anything is written, unless the earlier documents are recalled or were never sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aspiratie.disclosure.means.steps import SCHOOL_STEP
from aspiratie.disclosure.shape import RegionRelease, SchoolRelease
from aspiratie.errors import DisclosureError, Problem
from aspiratie.ledger.cells import Entry, entries_of, kind_of, stem_of
from aspiratie.ledger.file import LedgerFile, read_ledger

__all__ = ["Conflict", "Entered", "conflicts", "enter"]

#: How the owner of a region's letters ends, and what it means that they differ.
LETTERS = ":letters"
LETTERED = (
    "was published before with other letters: a school joined or left, a mean changed, or the "
    "letters were drawn by another secret than that beside the ledger. Both together would "
    "lead letters to schools."
)

REMEDY = (
    "If the earlier documents were called back, say so with --recall and a reason; if they "
    "never left, with --not-sent."
)


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """An earlier entry that the new documents would let be told apart.

    Parameters
    ----------
    digest : str
        Of the earlier line.
    where, what : str
        School and wave; which kind of number. Never a value.
    """

    digest: str
    where: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What was done with a ledger.

    Parameters
    ----------
    added, withdrawn : int
        Entries.
    repaired : bool
        Whether a last line that broke off was taken away.
    """

    added: int
    withdrawn: int
    repaired: bool

    def notes(self) -> list[str]:
        """Say what a user should know, a line each."""
        lines = []
        if self.repaired:
            lines.append("The last line of the ledger had broken off; it was taken away.")
        if self.withdrawn:
            lines.append(f"{self.withdrawn} earlier entries of the ledger are marked withdrawn.")
        return lines


def conflicts(standing: Sequence[tuple[str, Entry]], new: Sequence[Entry]) -> list[Conflict]:
    """Find what was published before and would be published otherwise now.

    Parameters
    ----------
    standing : sequence of (str, Entry)
        Digest and entry of what was published and not withdrawn.
    new : sequence of Entry
        What is about to be published.

    Returns
    -------
    list of Conflict
    """
    found: list[Conflict] = []
    by_owner: dict[tuple[str, str, str, str], list[tuple[str, Entry]]] = defaultdict(list)
    by_stem: dict[tuple[str, str, str, str], list[tuple[str, Entry]]] = defaultdict(list)
    by_alias: dict[tuple[str, str, str, str], list[tuple[str, Entry]]] = defaultdict(list)
    for digest, entry in standing:
        by_owner[entry.about].append((digest, entry))
        of = entry.about[:3]
        stem = stem_of(entry.owner)
        if stem is not None:
            by_stem[(*of, stem[0])].append((digest, entry))
        if entry.alias:
            by_alias[(*of, entry.alias)].append((digest, entry))
    owners = {entry.about for entry in new}
    for entry in new:
        where = f"{entry.owner}, {entry.wave}"
        for digest, old in by_owner[entry.about]:
            kinds = _differences(old, entry)
            if kinds:
                what = f"was published before with another value of {', '.join(kinds)}."
                if entry.owner.endswith(LETTERS):
                    what = LETTERED
                found.append(Conflict(digest=digest, where=where, what=what))
        found += _relatives(entry, by_stem, where)
        for digest, old in by_alias[(*entry.about[:3], entry.alias)] if entry.alias else []:
            # another number, the same name, type and place; the old number is used no more
            if old.owner != entry.owner and old.about not in owners and _differences(old, entry):
                what = f"was published before as {old.owner}, with other numbers."
                found.append(Conflict(digest=digest, where=where, what=what))
    return found


def _relatives(
    entry: Entry,
    by_stem: dict[tuple[str, str, str, str], list[tuple[str, Entry]]],
    where: str,
) -> list[Conflict]:
    """Find a school that was published whole and is now in parts, or the other way round."""
    stem = stem_of(entry.owner)
    if stem is None:
        return []
    found = []
    for digest, old in by_stem[(*entry.about[:3], stem[0])]:
        other = stem_of(old.owner)
        if other is not None and bool(other[1]) != bool(stem[1]):
            what = (
                f"was published before as {old.owner}: a school and a vestiging of it, of the "
                "same pupils."
            )
            found.append(Conflict(digest=digest, where=where, what=what))
    return found


def _differences(old: Entry, new: Entry) -> list[str]:
    """Return the kinds of numbers that both have and that differ.

    A number of one kind that is told in another way (rounded otherwise, or by a bound) is
    another number too.
    """
    kinds = {
        kind_of(name) for name, value in new.cells.items() if old.cells.get(name, value) != value
    }
    told, tells = _plain(old), _plain(new)
    kinds |= {kind_of(name) for name in told.keys() & tells.keys() if told[name] != tells[name]}
    return sorted(kinds)


def _plain(entry: Entry) -> dict[str, frozenset[str]]:
    """Return the ways in which each number is told, by what it is about.

    A mean in a region's finer steps lies within the school's own, so it is no other way.
    """
    ways: dict[str, set[str]] = defaultdict(set)
    for name in entry.cells:
        *about, state, step, tail = name.split("|")
        fine = state == "shown" and (about[0] != "mean" or float(step or 0) < SCHOOL_STEP)
        if not fine:
            ways["|".join([*about, tail])].add(f"{state} {step}")
    return {about: frozenset(found) for about, found in ways.items()}


def enter(
    path: str | Path,
    documents: Iterable[SchoolRelease | RegionRelease],
    *,
    date: str,
    recall: str = "",
    not_sent: bool = False,
) -> Entered:
    """Enter documents that are about to be written, or refuse them.

    Parameters
    ----------
    path : path
        The ledger.
    documents : iterable of release
        All that will be written.
    date : str
        Of the run.
    recall : str
        Why the earlier documents that stand in the way were recalled; ``""``: they were not.
    not_sent : bool
        Whether those documents never left.

    Returns
    -------
    Entered

    Raises
    ------
    DisclosureError
        If a number of the same pupils was published before with another value; every school
        and kind of number is named, no value.
    ReleaseError
        If the ledger cannot be read or written, or was changed.
    """
    new = entries_of(documents)
    with read_ledger(path) as ledger:
        repaired = ledger.repaired
        found = conflicts(ledger.standing, new)
        if found and not recall and not not_sent:
            raise _refusal(ledger, found)
        gone = sorted({conflict.digest for conflict in found})
        if gone:
            why: Literal["recalled", "not_sent"] = "recalled" if recall else "not_sent"
            ledger.withdraw(gone, date, why=why, reason=recall)
        known = {(e.about, _content(e)) for _, e in ledger.standing}
        fresh = [entry for entry in new if (entry.about, _content(entry)) not in known]
        ledger.add(fresh, date)
        ledger.save()
    return Entered(added=len(fresh), withdrawn=len(gone), repaired=repaired)


def _content(entry: Entry) -> frozenset[tuple[str, float]]:
    return frozenset(entry.cells.items())


def _refusal(ledger: LedgerFile, found: Sequence[Conflict]) -> DisclosureError:
    seen = {(c.where, c.what): None for c in found}
    n = len(seen)
    heading = (
        f"Nothing was written: {n} thing{'s' if n != 1 else ''} would be told otherwise than "
        f"{ledger.path.name} says was published before, and the difference tells about few pupils."
    )
    return DisclosureError(
        heading, problems=[Problem(where=w, what=t, remedy=REMEDY) for w, t in seen]
    )
