"""The regions of a run: its partnerships and boards, and the schools that are in none."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aspiratie.errors import ParameterError, Problem
from aspiratie.parameters import ALL, RunParameters
from aspiratie.prepare.scoring import score
from aspiratie.prepare.sectors import sector_of
from aspiratie.prepare.surveys import Collected, collect
from aspiratie.schools.registry import parse_swv

__all__ = ["Parts", "Whole", "members_of", "of_schools", "parts_of"]

#: As many schools as a note names.
LONGEST = 12
#: Why a school is in no partnership, and what helps.
_WHY = {
    "no_postcode": "the register has no postcode of it",
    "postcode_unknown": "its postcode is not in the annex",
    "no_partnership": "the annex names no partnership at its postcode",
    "": "its kind of education, or its partnership, is not known",
}
_REMEDY = (
    "To place them, give `schools` a file with their code, name, type and, in a column "
    "samenwerkingsverband, their partnership."
)


class Whole:
    """All answers of a run, read when they are first asked for, and only once.

    A school may be in the regions of two documents, as of its partnership and its board. Its
    own numbers are the same in both: cleaning, and which conditions count in a principle, are
    of all schools of the run.

    Parameters
    ----------
    parameters : RunParameters
        Of the run, or of one of its regions.
    """

    def __init__(self, parameters: RunParameters) -> None:
        self._parameters = parameters

    @cached_property
    def collected(self) -> Collected:
        """All answers, cleaned."""
        return collect(self._parameters)

    @cached_property
    def left_out(self) -> Mapping[str, tuple[str, ...]]:
        """The conditions that count in no principle, by principle."""
        pupils = self.collected.answers[("pupil", self._parameters.wave)]
        return score(pupils, self._parameters.rules).left_out


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The regions of one run.

    Parameters
    ----------
    partnerships, boards : tuple of str
        Codes of the partnerships with schools in the data, and numbers of the boards.
    names : mapping of str to str
        What a board is called, where that is known.
    notes : tuple of str
        Schools that are in no region, a line a reason.
    """

    partnerships: tuple[str, ...]
    boards: tuple[str, ...]
    names: Mapping[str, str]
    notes: tuple[str, ...]


def parts_of(collected: Collected, parameters: RunParameters) -> Parts:
    """Return which regions a run is about, and which schools are in none of them.

    Parameters
    ----------
    collected : Collected
        All answers.
    parameters : RunParameters
        Ask for a partnership or all, and for boards.

    Raises
    ------
    ParameterError
        If a partnership or a board has no school in the data.
    """
    schools = collected.schools.values()
    found = sorted({code for facts in schools for code in facts.partnerships})
    boards = {facts.board: facts.board_name or "" for facts in schools if facts.board}
    problems = []
    asked = parameters.partnership
    if asked and asked != ALL:
        asked = parse_swv(asked)
        if asked not in found:
            problems.append(_absent("partnership", asked, found))
    elif asked == ALL and not found:
        problems.append(_absent("partnership", asked, found))
    sizes = Counter(facts.board for facts in schools)
    enough = [b for b in sorted(boards) if sizes[b] >= parameters.rules.region_min_schools]
    wanted = enough if parameters.boards == (ALL,) else parameters.boards
    problems += [_absent("boards", b, sorted(boards)) for b in wanted if b not in boards]
    if problems:
        raise ParameterError("The regions of this run cannot be made.", problems=problems)
    chosen = found if asked == ALL else [asked] if asked else []
    return Parts(
        partnerships=tuple(chosen),
        boards=tuple(wanted),
        names={number: name for number, name in boards.items() if name},
        notes=tuple(_notes(collected, chosen)) if asked else (),
    )


def _absent(where: str, asked: str, found: Sequence[str]) -> Problem:
    known = ", ".join(found[:LONGEST]) or "none"
    more = f" and {len(found) - LONGEST} more" if len(found) > LONGEST else ""
    return Problem(
        where=where,
        what=f"{asked} has no school in the data.",
        remedy=f"Schools of the data belong to: {known}{more}.",
    )


def _notes(collected: Collected, chosen: Sequence[str]) -> list[str]:
    """Name the schools that are in none of the regions, by the reason."""
    asked = {code[:2] for code in chosen}
    outside: list[str] = []
    nowhere: dict[str, list[str]] = {}
    for school, facts in collected.schools.items():
        own = facts.partnerships
        if set(own) & set(chosen):
            continue
        if own or (sector_of(facts) != "unknown" and sector_of(facts).upper() not in asked):
            outside.append(school)
        else:
            nowhere.setdefault(facts.unplaced, []).append(school)
    notes = []
    if outside:
        notes.append(
            f"Outside {_names(chosen)}: {_names(outside)}. They are in no report of this run; "
            "`partnership: all` makes those of their own partnership."
        )
    notes += [
        f"In no partnership, since {_WHY.get(why, _WHY[''])}: {_names(schools)}. {_REMEDY}"
        for why, schools in sorted(nowhere.items())
    ]
    return notes


def _names(schools: Sequence[str]) -> str:
    more = f" and {len(schools) - LONGEST} more" if len(schools) > LONGEST else ""
    return ", ".join(schools[:LONGEST]) + more


def members_of(collected: Collected, parameters: RunParameters) -> tuple[str, ...]:
    """Return the schools of the region of a run: of its partnership or board, or all.

    Parameters
    ----------
    collected : Collected
        All answers.
    parameters : RunParameters
        Of one region.
    """
    if parameters.board:
        return tuple(s for s, f in collected.schools.items() if f.board == parameters.board)
    if parameters.partnership:
        code = parse_swv(parameters.partnership)
        return tuple(s for s, f in collected.schools.items() if code in f.partnerships)
    return tuple(collected.schools)


def of_schools(collected: Collected, schools: Iterable[str]) -> Collected:
    """Return what was collected of some schools; all of it where these are all."""
    kept = set(schools)
    if kept >= set(collected.schools):
        return collected
    return dataclasses.replace(
        collected,
        answers={key: part.of_schools(kept) for key, part in collected.answers.items()},
        schools={s: facts for s, facts in collected.schools.items() if s in kept},
    )
