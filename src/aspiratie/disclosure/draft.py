"""Raw numbers of schools, before anything is held back.

A draft is built by :mod:`aspiratie.prepare` and never written. Where raw numbers have the
form of published ones, the structs of the shape are used; the others are here. Numbers are
unrounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from aspiratie.bilingual import Text
from aspiratie.disclosure.bounds import side_of
from aspiratie.disclosure.shape import (
    Association,
    Compared,
    Comparison,
    Hidden,
    Outcome,
    Provenance,
    Reliability,
    ScaleFacts,
    School,
)
from aspiratie.disclosure.shape.words import Midpoint, Other, ProfileClassName, Sector, Side
from aspiratie.errors import DisclosureError, Problem

__all__ = [
    "DraftChange",
    "DraftFlow",
    "DraftGroup",
    "DraftInformant",
    "DraftInformantItem",
    "DraftItem",
    "DraftLadder",
    "DraftPrevious",
    "DraftScale",
    "DraftSums",
    "DraftWave",
    "RawCounts",
    "RawEstimate",
    "RawGap",
    "RawMark",
    "RawRule",
    "RawShare",
    "RawShareMark",
    "RawSums",
    "RunDraft",
    "RunScale",
    "RunSchool",
    "SchoolDraft",
    "check_draft",
    "favourable_side",
    "on_side",
]


class RawEstimate(Struct, frozen=True, kw_only=True):
    """A mean with its interval, of one respondent or more."""

    n: int
    mean: float
    low: float
    high: float


class RawShare(Struct, frozen=True, kw_only=True):
    """How many gave an answer, of how many."""

    count: int
    n: int


class RawCounts(Struct, frozen=True, kw_only=True):
    """How often each answer was given, with its label.

    `coarse` are the classes to fall back on, as ``((1, 2), (3,), (4, 5))``; empty for
    classes by side.
    """

    counts: tuple[int, ...]
    categories: tuple[Text, ...]
    coarse: tuple[tuple[int, ...], ...] = ()


class RawMark(Struct, frozen=True, kw_only=True):
    """The pupils of the other schools of a sector together; `largest` is the most of one."""

    mean: float
    n: int
    schools: int
    largest: int


class RawSums(Struct, frozen=True, kw_only=True):
    """Sufficient statistics of scores."""

    n: int
    sum: float
    sumsq: float


class RawGap(Struct, frozen=True, kw_only=True):
    """Another informant's share minus the pupils', in points, with its interval."""

    points: float
    low: float
    high: float


class RawRule(Struct, frozen=True, kw_only=True):
    """How many rows, or values, a rule of cleaning took."""

    rule: str
    n: int


class DraftFlow(Struct, frozen=True, kw_only=True):
    """Rows in, removed and out; values set to missing; rows flagged."""

    rows_in: int
    removed: tuple[RawRule, ...]
    rows_out: int
    values: tuple[RawRule, ...]
    flagged: int


class DraftGroup(Struct, frozen=True, kw_only=True):
    """An original group in the order of the report; ``""`` where it is not known."""

    label: str
    n: int
    enrolled: int | None


class RawShareMark(Struct, frozen=True, kw_only=True):
    """The favourable answers of the pupils of the other schools of a sector together."""

    percent: float
    n: int
    schools: int
    largest: int


class DraftPrevious(Struct, frozen=True, kw_only=True):
    """The wave before."""

    wave: str
    score: RawEstimate | Hidden
    change: Compared | Hidden


class DraftChange(Struct, frozen=True, kw_only=True):
    """The change since the first wave that asked the same."""

    since: str
    label: Compared | Hidden


class DraftScale(Struct, frozen=True, kw_only=True):
    """One scale of a school.

    `region` is None where the school has no mark: because the region is too small, or it
    does not count itself. Where schools may not be compared the comparison is hidden for
    the reason that is the verdict too.
    """

    name: str
    score: RawEstimate | Hidden
    region: RawMark | None
    comparison: Comparison
    previous: DraftPrevious | None
    change: DraftChange | None


class DraftItem(Struct, frozen=True, kw_only=True):
    """One question, answers as given; `no_opinion` is None where there is no such answer."""

    name: str
    scale: str | None
    title: Text
    reversed: bool
    midpoint: Midpoint | None
    answers: RawCounts
    no_opinion: RawShare | None
    mirrors: str | None
    region: RawShareMark | None
    label: Compared | Hidden


class DraftSums(Struct, frozen=True, kw_only=True):
    """Sums of scores of one original group; None where a scale was not asked of it."""

    label: str
    scores: Mapping[str, RawSums | None]


class DraftWave(Struct, frozen=True, kw_only=True):
    """Means of one wave."""

    wave: str
    same_version: bool
    n: int
    scores: Mapping[str, RawEstimate | Hidden]


class DraftInformantItem(Struct, frozen=True, kw_only=True):
    """Favourable answers of another informant and of pupils; `gap` is None where there is none."""

    name: str
    title: Text
    theirs: RawShare
    pupils: RawShare
    gap: RawGap | None
    label: Compared | Hidden


class DraftInformant(Struct, frozen=True, kw_only=True):
    """Another informant."""

    informant: Other
    n: int
    items: tuple[DraftInformantItem, ...]


class DraftLadder(Struct, frozen=True, kw_only=True):
    """Answers to the ladder of participation, of so many rungs; eight are told in three forms."""

    informant: str
    rungs: int
    answers: RawCounts


class SchoolDraft(Struct, frozen=True, kw_only=True):
    """Raw numbers of one school.

    `groups` are [] where the questionnaire asks no group; else their n sum to the school's.
    `sums` are of the same groups in the same order, with every scale that is told by group.
    `waves` stand oldest first, this one last. `profile` is None where it is not asked.
    """

    school: School
    n: int
    enrolled: int | None
    groups: tuple[DraftGroup, ...]
    scales: tuple[DraftScale, ...]
    items: tuple[DraftItem, ...]
    sums: tuple[DraftSums, ...]
    waves: tuple[DraftWave, ...]
    informants: tuple[DraftInformant, ...]
    profile: Mapping[ProfileClassName, int] | None
    ladder: tuple[DraftLadder, ...]


class RunSchool(Struct, frozen=True, kw_only=True):
    """What is needed of every published school before any is published."""

    sector: Sector | None
    n: int
    cleaning: DraftFlow
    scores: Mapping[str, RawEstimate | Hidden]


class RunScale(Struct, frozen=True, kw_only=True):
    """What a scale is, and its reliability over the published schools."""

    facts: ScaleFacts
    reliability: Reliability | Hidden


class RunDraft(Struct, frozen=True, kw_only=True):
    """What all schools of a run share.

    `schools` are the published ones, by identifier; `region` counts their rows and those of
    no known school, under the same rules of cleaning in the same order.
    """

    provenance: Provenance
    schools: Mapping[str, RunSchool]
    region: DraftFlow
    scales: tuple[RunScale, ...]
    outcome: Outcome | None
    priority: tuple[Association, ...]


def on_side(counts: Sequence[int], side: Side) -> int:
    """Return how many gave an answer on a side."""
    k = len(counts)
    return sum(c for place, c in enumerate(counts, 1) if side_of(place, k) == side)


def favourable_side(*, reversed: bool) -> Side:  # noqa: A002 - the codebook's word
    """Return the side of the answers that mean more of the scale."""
    return "low" if reversed else "high"


def check_draft(draft: SchoolDraft, run: RunDraft) -> None:
    """Refuse a draft whose numbers do not agree with each other, with every fault.

    Raises
    ------
    DisclosureError
        If totals do not agree.
    """
    problems = list(_faults(draft, run))
    if problems:
        n = len(problems)
        heading = f"The draft of school {draft.school.id} has {n} fault{'s' if n != 1 else ''}."
        raise DisclosureError(heading, problems=problems)


def _fault(where: str, what: str) -> Problem:
    return Problem(where=f"draft.{where}", what=what)


def _n(estimate: RawEstimate | Hidden | None) -> int:
    return estimate.n if isinstance(estimate, RawEstimate) else 0


def _faults(draft: SchoolDraft, run: RunDraft) -> Iterator[Problem]:
    own = run.schools.get(draft.school.id)
    if own is None:
        yield _fault("school", "is none of the published schools of the run.")
        return
    labels = [g.label for g in draft.groups]
    if draft.groups and sum(g.n for g in draft.groups) != draft.n:
        yield _fault("groups", "do not sum to n; add the label '' for unknown.")
    if len(set(labels)) != len(labels):
        yield _fault("groups", "name a label twice.")
    if draft.sums and [g.label for g in draft.sums] != labels:
        yield _fault("sums", "are not of the groups in the same order.")
    if [s.name for s in draft.scales] != [s.facts.name for s in run.scales]:
        yield _fault("scales", "are not those of the run.")
    scores = {s.name: s.score for s in draft.scales}
    if any(scores[name] != own.scores.get(name) for name in scores):
        yield _fault("scales", "have other scores than the run was told.")
    if (own.n, own.sector) != (draft.n, draft.school.sector):
        yield _fault("school", "has another n or sector than the run was told.")
    yield from _group_faults(draft, scores)
    for wave in draft.waves:
        if wave.wave != run.provenance.wave:
            continue
        same = all(_n(wave.scores[k]) == _n(scores.get(k)) for k in wave.scores)
        if wave.n != draft.n or not same:
            yield _fault("waves", "tell another n of this wave than the scales do.")
    yield from _item_faults(draft)
    if own.cleaning.rows_out != draft.n:
        yield _fault("cleaning", "rows out are not the school's n.")


def _group_faults(
    draft: SchoolDraft, scores: Mapping[str, RawEstimate | Hidden]
) -> Iterator[Problem]:
    tables = [g.scores for g in draft.sums]
    for name in sorted({name for table in tables for name in table}):
        if name not in scores or any(name not in table for table in tables):
            yield _fault(f"sums.{name}", "is no scale, or lacks a group.")
            continue
        cells = [table[name] for table in tables]
        sizes = [0 if cell is None else cell.n for cell in cells]
        if sum(sizes) != _n(scores[name]):
            yield _fault(f"sums.{name}", "sums to another n than the school's score has.")
        if any(m > g.n for m, g in zip(sizes, draft.groups, strict=False)):
            yield _fault(f"sums.{name}", "has more respondents than a group.")


def _item_faults(draft: SchoolDraft) -> Iterator[Problem]:
    items = {item.name: item.answers for item in draft.items}
    sides = {i.name: favourable_side(reversed=i.reversed) for i in draft.items}
    if len(items) != len(draft.items):
        yield _fault("items", "name an item twice.")
    ladders = {f"ladder.{i}": part.answers for i, part in enumerate(draft.ladder)}
    for name, part in {**items, **ladders}.items():
        k = len(part.counts)
        if k < 2 or len(part.categories) != k:
            yield _fault(f"items.{name}", "needs a count for each of two answers or more.")
        if part.coarse and [m for c in part.coarse for m in c] != list(range(1, k + 1)):
            what = "has coarse classes that are not all answers in order."
            yield _fault(f"items.{name}", what)
        if name in items and sum(part.counts) > draft.n:
            yield _fault(f"items.{name}", "has more answers than the school respondents.")
    for item in draft.items:
        said = item.no_opinion
        if said is not None and said.n != said.count + sum(item.answers.counts):
            what = "no_opinion.n is not valid answers and no opinion together."
            yield _fault(f"items.{item.name}", what)
    for other in draft.informants:
        for row in other.items:
            where = f"informants.{other.informant}.{row.name}"
            if row.name not in items:
                yield _fault(where, "is not one of the items.")
                continue
            counts = items[row.name].counts
            if (row.pupils.count, row.pupils.n) != (on_side(counts, sides[row.name]), sum(counts)):
                yield _fault(where, "has other pupils than the item's favourable side.")
            if row.theirs.count > row.theirs.n or row.theirs.n > other.n:
                yield _fault(where, "has more answers than respondents.")
