"""The attack on shares: may the count behind a bound be found, or may all or none be known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from aspiratie.attack.evidence import Answered, Evidence, document_name
from aspiratie.attack.findings import Finding
from aspiratie.disclosure.bounds import OPEN, CountRange, counts_of, wilson_percent
from aspiratie.disclosure.feasible import CountSystem
from aspiratie.disclosure.members import Fact
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Above,
    Below,
    Count,
    Distribution,
    Exact,
    Gap,
    Hidden,
    InformantItem,
    Profile,
    SchoolRelease,
    SideShare,
)

__all__ = ["joint_findings", "share_findings"]

NONE, ALL = "nobody gave the answer", "everybody gave the answer"
EXACT = "a bounded count has one possible value"
NARROW = "a bounded count has fewer than three possible values"
TELLS = "the interval tells more than the share"
IMPOSSIBLE = "the shares contradict each other"


def _finding(document: str, table: str, cell: str, found: CountRange, what: str) -> Finding:
    return Finding(
        claim="P2",
        document=document,
        table=table,
        cell=cell,
        low=found.low,
        high=found.high,
        what=what,
    )


def share_findings(document: SchoolRelease, facts: Sequence[Fact]) -> Iterator[Finding | None]:
    """Judge every distribution and share of one document."""
    name, rules = document_name(document), document.rules
    for part in document.ladder:
        if isinstance(part.distribution, Distribution):
            yield from _table(name, f"ladder {part.informant}", part.distribution, rules)
    if isinstance(document.profile, Profile):
        yield from _profile(name, document.profile, rules)
    told: dict[str, list[InformantItem]] = defaultdict(list)
    for other in document.informants:
        n = other.n.value if isinstance(other.n, Count) else None
        for row in other.items:
            told[row.name].append(row)
            yield _theirs(name, other.informant, row, n, rules)
    for item in document.items:
        if isinstance(item.distribution, Distribution):
            where, told_of = f"item {item.name}", told[item.name]
            yield from _table(name, where, item.distribution, rules, told_of, item.favourable)
    for fact in facts:
        if fact.meaning == "share" and fact.state == "exact" and fact.value in (0, 100):
            whole = CountRange(low=0, high=0)
            yield _finding(name, fact.place, "share", whole, ALL if fact.value else NONE)


def _ranges(
    table: Distribution | Profile, rules: DisclosureRules
) -> tuple[list[CountRange], set[int]]:
    bound = rules.bound(table.n) or 0
    shares = [part.share for part in table.classes]
    ranges = [counts_of(share, table.n, step=table.step, bound=bound) for share in shares]
    return ranges, {i for i, share in enumerate(shares) if isinstance(share, Below | Above)}


def _table(
    document: str,
    name: str,
    table: Distribution,
    rules: DisclosureRules,
    told: Sequence[InformantItem] = (),
    beside: SideShare | None = None,
) -> Iterator[Finding | None]:
    """Bound the classes of a table; told and beside state the pupils on one of its sides."""
    ranges, bounded = _ranges(table, rules)
    side = "high" if beside is None else beside.side
    union = [i for i, part in enumerate(table.classes) if part.side == side]
    whole = CountRange(low=0, high=table.n)
    if beside is not None and not isinstance(beside.share, Hidden):
        bound = rules.bound(table.n) or 0 if beside.step == 1 else 0
        whole = counts_of(beside.share, table.n, step=beside.step, bound=bound)
        if isinstance(beside.share, Below | Above):
            bounded.add(-1)
    for row in told:
        whole = whole.meet(_pupils(row, table.n, rules))
        if isinstance(row.pupils, Below | Above):
            bounded.add(-1)
    ends = _tree(table.n, ranges, union, whole)
    if any(found.size == 0 for found in ends.values()):
        yield _finding(document, name, "all", CountRange(low=0, high=0), IMPOSSIBLE)
        return
    for i in sorted(bounded):
        cell = f"{side} side" if i < 0 else f"class {i + 1}"
        single = ends[i].size < OPEN
        yield _finding(document, name, cell, ends[i], _word(ends[i], table.n)) if single else None


def _word(found: CountRange, n: int) -> str:
    if found.size > 1:
        return NARROW
    return NONE if found.low == 0 else ALL if found.low == n else EXACT


def _tree(
    n: int, ranges: Sequence[CountRange], union: Sequence[int], whole: CountRange
) -> dict[int, CountRange]:
    """Bound every class, and the union under -1, by sums of whole counts."""
    rest = [i for i in range(len(ranges)) if i not in union]

    def ends(places: Sequence[int]) -> CountRange:
        return CountRange(
            low=sum(ranges[i].low for i in places), high=sum(ranges[i].high for i in places)
        )

    other = ends(rest)
    top = whole.meet(ends(union)).meet(CountRange(low=n - other.high, high=n - other.low))
    out = {-1: top}
    for places, total in ((union, top), (rest, CountRange(low=n - top.high, high=n - top.low))):
        both = ends(places)
        for i in places:
            own = ranges[i]
            left = CountRange(
                low=total.low - (both.high - own.high), high=total.high - both.low + own.low
            )
            out[i] = own.meet(left)
    return out


def _pupils(row: InformantItem, n: int, rules: DisclosureRules) -> CountRange:
    """Return the pupils on the favourable side, as an informant's row tells."""
    step = row.pupils_step
    found = counts_of(row.pupils, n, step=step, bound=0 if step > 1 else rules.bound(n) or 0)
    if step == 1 and isinstance(row.gap, Gap) and isinstance(row.theirs, Exact):
        found = found.meet(_around(row.theirs.percent - row.gap.points, n))
    return found


def _around(percent: int, n: int) -> CountRange:
    """Return the counts whose share is within one point: two rounded numbers apart."""
    return CountRange(
        low=max(0, -(-(percent - 1) * n // 100)), high=min(n, (percent + 1) * n // 100)
    )


def _theirs(
    document: str, informant: str, row: InformantItem, n: int | None, rules: DisclosureRules
) -> Finding | None:
    """Bound a bounded share of another informant by the gap beside it."""
    if not isinstance(row.theirs, Below | Above) or n is None:
        return None
    found = counts_of(row.theirs, n, step=1, bound=rules.bound(n) or 0)
    if isinstance(row.gap, Gap) and isinstance(row.pupils, Exact):
        found = found.meet(_around(row.pupils.percent + row.gap.points, n))
    if found.size >= OPEN:
        return None
    return _finding(document, f"informant {informant}", row.name, found, _word(found, n))


def _profile(document: str, table: Profile, rules: DisclosureRules) -> Iterator[Finding | None]:
    ranges, bounded = _ranges(table, rules)
    ends = _tree(table.n, ranges, [], CountRange(low=0, high=table.n))
    for i, part in enumerate(table.classes):
        low, high = wilson_percent(ranges[i], table.n)
        what = ""
        if i in bounded and ends[i].size < OPEN:
            what = _word(ends[i], table.n)
        elif part.low > low or part.high < high:
            what = TELLS
        yield _finding(document, "profile", part.name, ranges[i], what) if what else None


def joint_findings(evidence: Evidence) -> Iterator[Finding | None]:
    """Judge questions that several documents show of the same pupils in other classes."""
    for whom, tables in evidence.answers.items():
        by_n: dict[int, list[Answered]] = defaultdict(list)
        for table in tables:
            by_n[table.n].append(table)
        for n, same in by_n.items():
            if len({(t.classes, t.counts) for t in same}) > 1:
                name = f"{whom.school or whom.sector} {whom.wave}"
                yield from _joint(name, f"item {whom.item}", n, same)


def _joint(
    document: str, name: str, n: int, tables: Sequence[Answered]
) -> Iterator[Finding | None]:
    system = CountSystem()
    places = sorted({m for table in tables for members in table.classes for m in members})
    for place in places:
        system.add(place, 0, n)
    system.equate(dict.fromkeys(places, 1), n)
    bounded: list[tuple[int, int]] = []
    for i, table in enumerate(tables):
        for j, members in enumerate(table.classes):
            system.add((i, j), table.counts[j].low, table.counts[j].high)
            system.equate({**dict.fromkeys(members, 1), (i, j): -1}, 0)
            if table.bounded[j]:
                bounded.append((i, j))
    determined: Mapping[object, int] | None = system.determined()
    if determined is None:
        yield _finding(document, name, "all", CountRange(low=0, high=0), IMPOSSIBLE)
        return
    for key in bounded:
        value = determined.get(key)
        if value is None:
            yield None
        else:
            found = CountRange(low=value, high=value)
            yield _finding(document, name, f"class {key[1] + 1}", found, _word(found, n))
