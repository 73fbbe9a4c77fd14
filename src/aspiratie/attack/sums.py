"""The attack on sums: what means, put together, tell of a few pupils.

For every school, wave and informant the unknown sums are those of the scores of everybody,
of every group, and of the answers to every question. What is printed bounds each of them.
Between them there are equations:

- the score of who answered all parts is the mean of the parts, so a principle less its
  conditions, or a scale less its questions, is about who skipped a part;
- a school is its groups and whoever is in none of them;
- a school with a vestiging's number is part of the school without;
- the same number in two documents, of more pupils here than there, differs by the others.

A set of fewer than n_min pupils is found where its sum is bounded more tightly than the
stated share of what is possible.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from aspiratie.attack.evidence import Answered, Evidence, Measured, ScaleInfo
from aspiratie.attack.findings import Finding
from aspiratie.attack.system import Clock, SumSystem
from aspiratie.disclosure.members import Population

__all__ = ["Block", "blocks", "difference_findings", "skip_findings"]

_BRIN = re.compile(r"\d{2}[A-Z]{2}(\d{2})?")
_EVERYBODY: tuple[str, ...] = ()
_TINY = 1e-6
#: Part of the range by which a skipped part that was filled in may lie outside it.
_FILLED = 0.25

SKIPPED = "the mean score of those who skipped a part is bounded too tightly"
REST = "the sum of those who are in one number and not in the other is bounded too tightly"
CHANGED = "two documents print the same number of the same pupils differently"
IMPOSSIBLE = "the numbers contradict each other"


class Block:
    """The numbers of one school, wave and informant.

    Parameters
    ----------
    whom : Population
        School, wave and informant.
    """

    def __init__(self, whom: Population) -> None:
        self.whom = whom
        self.means: dict[tuple[str, tuple[str, ...]], list[Measured]] = defaultdict(list)
        self.answers: dict[str, list[Answered]] = defaultdict(list)

    @property
    def name(self) -> str:
        """How a finding calls it."""
        return f"{self.whom.school} {self.whom.wave}"

    def mean(self, scale: str, group: tuple[str, ...] = _EVERYBODY) -> Measured | None:
        """Return the one mean of a scale; None where there is none, or several n's."""
        found = self.means.get((scale, group), [])
        if not found or len({m.n for m in found}) > 1:
            return None
        tight = max(m.low for m in found), min(m.high for m in found)
        return dataclasses.replace(found[0], low=tight[0], high=tight[1])


def blocks(evidence: Evidence) -> list[Block]:
    """Return every school, wave and informant with its numbers."""
    found: dict[Population, Block] = {}

    def block(whom: Population) -> Block:
        key = Population(informant=whom.informant, wave=whom.wave, school=whom.school)
        return found.setdefault(key, Block(key))

    for whom, means in evidence.means.items():
        if whom.reach == "own" and whom.school:
            block(whom).means[(whom.scale, whom.group)] += means
    for whom, answers in evidence.answers.items():
        if whom.reach == "own" and whom.school:
            block(whom).answers[whom.item] += answers
    return list(found.values())


def skip_findings(block: Block, evidence: Evidence, clock: Clock) -> Iterator[Finding | None]:
    """Look for those who skipped a part of a score."""
    system = SumSystem()
    targets: list[tuple[str, str, float, ScaleInfo, int]] = []
    groups = {group for _, group in block.means}
    for name, group in block.means:
        info = evidence.scales.get((block.whom.informant, name))
        own = block.mean(name, group)
        if info is None or own is None:
            continue
        _add(system, (name, group), own.n, own, lattice=_lattice(block, evidence, name))
        target = _composite(system, block, evidence, info, own, group)
        if target is not None:
            label = " + ".join(group)
            targets.append((target, f"{name} {label}".strip(), *_weight(block, info, own, group)))
    for name in {scale for scale, _ in block.means}:
        _groups(system, block, name, groups, evidence)
    n_min, share = evidence.few, evidence.open_share
    for target, cell, weight, info, least in targets:
        if least >= n_min or not clock.allows():
            continue
        ends = system.ends(target)
        if ends is None:
            yield _finding(block.name, "sums", cell, 0, 0, IMPOSSIBLE)
            continue
        low = max(ends[0] / weight, info.lowest)
        high = min(ends[1] / weight, info.highest)
        tight = high - low < share * info.span - _TINY
        yield _finding(block.name, "skipped parts", cell, low, high, SKIPPED) if tight else None


def _finding(document: str, table: str, cell: str, low: float, high: float, what: str) -> Finding:
    return Finding(
        claim="P1", document=document, table=table, cell=cell, low=low, high=high, what=what
    )


def _add(
    system: SumSystem, name: tuple[str, tuple[str, ...]], n: int, own: Measured, *, lattice: int
) -> None:
    """Add the sum of a score; where sums lie on a lattice, only what lies on it is possible."""
    low, high = n * own.low, n * own.high
    if lattice:
        inside = math.ceil(low * lattice - _TINY), math.floor(high * lattice + _TINY)
        if inside[0] <= inside[1]:
            low, high = inside[0] / lattice, inside[1] / lattice
    system.unknown(name, low, high)


def _lattice(block: Block, evidence: Evidence, name: str) -> int:
    """Return k where sums of a score are multiples of 1/k: k questions that all answered."""
    info = evidence.scales.get((block.whom.informant, name))
    own = block.mean(name)
    if info is None or own is None:
        return 0
    sizes = [{a.n for a in block.answers.get(part, ())} for part in info.parts]
    return len(sizes) if sizes and all(found == {own.n} for found in sizes) else 0


def _sizes(
    block: Block, info: ScaleInfo, own: Measured, group: tuple[str, ...]
) -> list[int] | None:
    """Return how many answered each part; None where that is not known of every part."""
    sizes = []
    for part in info.parts:
        mean = block.mean(part, group)
        answers = block.answers.get(part, []) if not group else []
        if mean is not None:
            sizes.append(mean.n)
        elif answers and len({a.n for a in answers}) == 1:
            sizes.append(answers[0].n)
        else:
            return None
    return sizes if all(n <= own.n for n in sizes) else None


def _weight(
    block: Block, info: ScaleInfo, own: Measured, group: tuple[str, ...]
) -> tuple[float, ScaleInfo, int]:
    """Return the weight of those who skipped, and the fewest that they can be."""
    sizes = _sizes(block, info, own, group) or []
    skipped = [own.n - n for n in sizes]
    return sum(skipped) / len(sizes), info, max(skipped)


def _composite(
    system: SumSystem,
    block: Block,
    evidence: Evidence,
    info: ScaleInfo,
    own: Measured,
    group: tuple[str, ...],
) -> str | None:
    """State that a score is the mean of its parts, for who answered all of them.

    Of k parts, who skipped m has a score in which each of these counts as the own mean (moved
    by how the part's mean in the region differs): the scores of all, less the mean of the
    parts' sums, are the scores of those who skipped, each m/k times.
    """
    sizes = _sizes(block, info, own, group)
    if not sizes:
        return None
    k = len(sizes)
    terms: dict[object, float] = {(info.name, group): 1.0}
    for part in info.parts:
        name = (part, group)
        mean = block.mean(part, group)
        if mean is not None:
            _add(system, name, mean.n, mean, lattice=_lattice(block, evidence, part))
        if not group:
            for answered in block.answers.get(part, []):
                many, turned = evidence.items[(block.whom.informant, part)]
                values = [float(many + 1 - i if turned else i) for i in range(1, many + 1)]
                system.unknown(name, *answered.sums(values))
        terms[name] = -1.0 / k
    weight = sum(own.n - n for n in sizes) / k
    if weight == 0:
        system.state(terms, 0.0, 0.0)
        return None
    target = f"skipped {info.name} {' + '.join(group)}"
    slack = _FILLED * info.span
    system.unknown(target, weight * (info.lowest - slack), weight * (info.highest + slack))
    system.state({**terms, target: -1.0}, 0.0, 0.0)
    return target


def _groups(
    system: SumSystem,
    block: Block,
    scale: str,
    groups: set[tuple[str, ...]],
    evidence: Evidence,
) -> None:
    """State that the groups of a school together are the school, where no pupil is in none."""
    own, info = block.mean(scale), evidence.scales.get((block.whom.informant, scale))
    parts = [g for g in groups if g and block.mean(scale, g) is not None]
    if own is None or info is None or not parts or (scale, _EVERYBODY) not in system:
        return
    if any(set(a) & set(b) for a, b in combinations(parts, 2)):
        return  # groups that were joined in two ways
    terms: dict[object, float] = {(scale, _EVERYBODY): 1.0}
    left = own.n
    for group in parts:
        mean = block.mean(scale, group)
        if mean is not None and (scale, group) in system:
            terms[(scale, group)] = -1.0
            left -= mean.n
    if left < 0:
        return
    name = f"rest {scale}"
    system.unknown(name, left * info.lowest, left * info.highest)
    system.state({**terms, name: -1.0}, 0.0, 0.0)


def difference_findings(
    all_blocks: Sequence[Block], evidence: Evidence, clock: Clock
) -> Iterator[Finding | None]:
    """Take numbers of fewer pupils from numbers of more, wherever one holds the other."""
    by_stem: dict[tuple[str, str, str], list[Block]] = defaultdict(list)
    for block in all_blocks:
        yield from _versions(block, evidence, clock)
        yield from _groups_of(block, evidence, clock)
        match = _BRIN.fullmatch(block.whom.school.upper())
        if match:
            stem = block.whom.school.upper()[:4]
            by_stem[(block.whom.informant, block.whom.wave, stem)].append(block)
    for same in by_stem.values():
        whole = [b for b in same if len(b.whom.school) == 4]
        parts = [b for b in same if len(b.whom.school) > 4]
        if whole and parts:
            yield from _whole_and_parts(whole[0], parts, evidence, clock)


def _judge(
    whom: str,
    cell: str,
    whole: Measured,
    parts: Sequence[Measured],
    info: ScaleInfo,
    evidence: Evidence,
) -> Finding | None:
    """Judge what is left of a mean when others are taken away from it."""
    left = whole.n - sum(p.n for p in parts)
    low = whole.n * whole.low - sum(p.n * p.high for p in parts)
    high = whole.n * whole.high - sum(p.n * p.low for p in parts)
    low, high = max(low, left * info.lowest), min(high, left * info.highest)
    if high < low - _TINY:
        return _finding(whom, "rest", cell, low / left, high / left, IMPOSSIBLE)
    tight = high - low < evidence.open_share * left * info.span - _TINY
    return _finding(whom, "rest", cell, low / left, high / left, REST) if tight else None


def _versions(block: Block, evidence: Evidence, clock: Clock) -> Iterator[Finding | None]:
    n_min = evidence.few
    for (scale, group), means in block.means.items():
        info = evidence.scales.get((block.whom.informant, scale))
        cell = f"{scale} {' + '.join(group)}".strip()
        kinds = {(m.n, round(m.low, 6), round(m.high, 6)): m for m in means}
        for one, other in combinations(sorted(kinds.values(), key=lambda m: m.n), 2):
            if info is None or not clock.allows():
                continue
            if one.n == other.n:
                nested = _holds(one, other) or _holds(other, one)
                yield (
                    None
                    if nested
                    else _finding(block.name, "versions", cell, one.low, one.high, CHANGED)
                )
            elif other.n - one.n < n_min:
                yield _judge(block.name, cell, other, [one], info, evidence)
    for item, tables in block.answers.items():
        yield from _answer_versions(block.name, f"item {item}", tables, n_min, clock)


def _holds(wide: Measured, fine: Measured) -> bool:
    """Whether a coarser print of a mean tells no more than a finer one."""
    return wide.low - _TINY <= fine.low and fine.high <= wide.high + _TINY


def _answer_versions(
    whom: str, cell: str, tables: Sequence[Answered], n_min: int, clock: Clock
) -> Iterator[Finding | None]:
    kinds = {(t.n, t.classes, tuple((c.low, c.high) for c in t.counts)): t for t in tables}
    for one, other in combinations(sorted(kinds.values(), key=lambda t: t.n), 2):
        gone = other.n - one.n
        if gone >= n_min or one.classes != other.classes or not clock.allows():
            continue
        ranges = [
            (b.low - a.high, b.high - a.low) for a, b in zip(one.counts, other.counts, strict=True)
        ]
        moved = any(low > 0 or high < 0 for low, high in ranges)
        if gone == 0:
            yield _finding(whom, "versions", cell, 0, 0, CHANGED) if moved else None
            continue
        known = [(max(0, low), min(gone, high)) for low, high in ranges]
        exact = any(low == high for low, high in known)
        yield _finding(whom, "versions", cell, gone, gone, REST) if exact else None


def _groups_of(block: Block, evidence: Evidence, clock: Clock) -> Iterator[Finding | None]:
    """Take groups from the school, and groups from groups that hold them."""
    n_min = evidence.few
    scales = {scale for scale, _ in block.means}
    for scale in sorted(scales):
        info = evidence.scales.get((block.whom.informant, scale))
        own = block.mean(scale)
        parts = {g: block.mean(scale, g) for s, g in block.means if s == scale and g}
        shown = {g: m for g, m in parts.items() if m is not None}
        if info is None or not shown:
            continue
        if own is not None and clock.allows() and not _overlap(shown):
            left = own.n - sum(m.n for m in shown.values())
            if 0 < left < n_min:
                yield _judge(block.name, f"{scale} rest", own, list(shown.values()), info, evidence)
        for small, large in ((a, b) for a in shown for b in shown if set(a) < set(b)):
            if 0 < shown[large].n - shown[small].n < n_min and clock.allows():
                cell = f"{scale} {' + '.join(sorted(set(large) - set(small)))}"
                yield _judge(block.name, cell, shown[large], [shown[small]], info, evidence)


def _overlap(groups: Mapping[tuple[str, ...], Measured]) -> bool:
    return any(set(a) & set(b) for a, b in combinations(groups, 2))


def _whole_and_parts(
    whole: Block, parts: Sequence[Block], evidence: Evidence, clock: Clock
) -> Iterator[Finding | None]:
    """Take vestigingen from the school that they are part of."""
    for scale in sorted({s for s, g in whole.means if not g}):
        own, info = whole.mean(scale), evidence.scales.get((whole.whom.informant, scale))
        shown = [m for b in parts if (m := b.mean(scale)) is not None]
        if own is None or info is None or not shown or not clock.allows():
            continue
        left = own.n - sum(m.n for m in shown)
        if 0 < left < evidence.few:
            yield _judge(whole.name, f"{scale} vestiging", own, shown, info, evidence)
    for item, tables in whole.answers.items():
        beside = [t for b in parts for t in b.answers.get(item, [])[:1]]
        if not beside or not clock.allows():
            continue
        gone = tables[0].n - sum(t.n for t in beside)
        alike = all(t.classes == tables[0].classes for t in beside)
        if not 0 < gone < evidence.few or not alike:
            continue
        for i, count in enumerate(tables[0].counts):
            low = max(0, count.low - sum(t.counts[i].high for t in beside))
            high = min(gone, count.high - sum(t.counts[i].low for t in beside))
            if low == high:
                yield _finding(whole.name, "vestiging", f"item {item}", low, high, REST)
                break
        else:
            yield None
