"""The attack on answers: may somebody be sure that an answer was nobody's, or everybody's.

A mean near the end of the scale, a small interval, and shares that are told by a bound each
leave room for every answer. Here it is tried whether that room is left when they are joined.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from aspiratie.attack.evidence import Answered, Evidence, Measured, ScaleInfo
from aspiratie.attack.findings import Finding
from aspiratie.attack.sums import Block
from aspiratie.attack.system import Clock, SumSystem
from aspiratie.disclosure.bounds import OPEN
from aspiratie.disclosure.means.widths import half_floor, half_steps, t_quantile

__all__ = ["joined_findings", "mean_findings", "possible"]

_TINY = 1e-6
#: Sums that are tried between the ends that a printed mean leaves.
_TRIES = 9
#: Part of the range by which a skipped answer that was filled in may lie outside it.
_FILLED = 0.25

NEAR_END = "the mean is so near an end of the scale that no pupil can be at the other"
SPREAD = "the interval is so small that no pupil can be at an end of the scale"
POLES = "the interval is so wide that no pupil can be in between"
JOINED = "a bounded answer has fewer than three possible counts, by the mean of its scale"
NOBODY = "of answers that are told together one was nobody's, by the mean of its scale"
APART = "the mean and the answers contradict each other"


def possible(score: float, mean: Measured, ends: tuple[float, float]) -> bool:
    """Whether any one pupil can have a score, by the mean and the interval that are printed.

    The other pupils must then have scores within `ends`, a sum that fits the mean, and a sum of
    squares that fits the interval; between all alike and as many at the ends as can be, every
    sum of squares is possible.

    Examples
    --------
    >>> flat = Measured(document="", place="", n=12, low=4.95, high=5.0, half=0.1, step=0.1)
    >>> [possible(score, flat, (1, 5)) for score in (3, 4.5)]
    [False, True]
    """
    n, (lowest, highest) = mean.n, ends
    if n < 2:
        return False
    if mean.half is None:
        least, most = 0.0, math.inf
    else:
        squares = n * (n - 1) / t_quantile(n - 1) ** 2
        most = squares * (mean.half + _TINY) ** 2
        least = squares * _told(mean, ends) ** 2
    others = n - 1
    for i in range(_TRIES):
        total = n * (mean.low + (mean.high - mean.low) * i / (_TRIES - 1))
        rest, middle = total - score, total / n
        if not others * lowest - _TINY <= rest <= others * highest + _TINY:
            continue
        own = (score - middle) ** 2
        alike = own + others * (rest / others - middle) ** 2
        if alike <= most and own + _widest(others, rest, middle, ends) >= least:
            return True
    return False


def _told(mean: Measured, ends: tuple[float, float]) -> float:
    """Return what half the interval is at least: more than the half-width that comes before it.

    One that is none of the half-widths that the rules allow was rounded upward, if it is not
    the least that they ask.
    """
    n, middle, step = mean.n, round((mean.low + mean.high) / 2, 6), mean.step
    if mean.half is None or mean.half <= half_floor(n, middle, step, ends) + step:
        return 0.0
    allowed = [w * step for w in half_steps(n, middle, step, ends)] if step else []
    if any(abs(half - mean.half) < _TINY for half in allowed):
        return max((half for half in allowed if half < mean.half - _TINY), default=0.0)
    return mean.half - step


def _widest(n: int, total: float, middle: float, ends: tuple[float, float]) -> float:
    """Return the largest sum of squares of n scores of one sum: all but one at the ends."""
    low, high = ends
    at_high = math.floor((total - n * low) / (high - low) + _TINY)
    at_high = min(max(at_high, 0), n)
    squares = at_high * (high - middle) ** 2
    if at_high < n:
        between = total - at_high * high - (n - at_high - 1) * low
        squares += (between - middle) ** 2 + (n - at_high - 1) * (low - middle) ** 2
    return squares


def mean_findings(block: Block, evidence: Evidence, clock: Clock) -> Iterator[Finding | None]:
    """Judge every mean by itself, with its interval."""
    share, n_min = evidence.open_share, evidence.few
    for (scale, group), means in block.means.items():
        info = evidence.scales.get((block.whom.informant, scale))
        if info is None:
            continue
        for mean in means:
            if not clock.allows():
                continue
            reserve = info.span * (1 + share * (n_min - 1))
            room = mean.n * (info.highest - mean.low), mean.n * (mean.high - info.lowest)
            what = ""
            if min(room) < reserve - _TINY:
                what = NEAR_END
            else:
                ends, open_ = (
                    (info.lowest, info.highest),
                    range(int(info.lowest), int(info.highest) + 1),
                )
                shut = [s for s in open_ if not possible(s, mean, ends)]
                if shut:
                    what = SPREAD if set(shut) & set(ends) else POLES
            cell = f"{scale} {' + '.join(group)}".strip()
            yield _finding(mean.document, cell, mean.low, mean.high, what) if what else None


def _finding(document: str, cell: str, low: float, high: float, what: str) -> Finding:
    return Finding(
        claim="P2", document=document, table="diversity", cell=cell, low=low, high=high, what=what
    )


def joined_findings(block: Block, evidence: Evidence, clock: Clock) -> Iterator[Finding | None]:
    """Join the mean of every scale with the answers to its questions."""
    for scale, group in block.means:
        info = evidence.scales.get((block.whom.informant, scale))
        mean = block.mean(scale)
        if group or info is None or mean is None:
            continue
        tables = {part: block.answers[part] for part in info.parts if block.answers.get(part)}
        same = {p: t[0] for p, t in tables.items() if len(t) == 1 and t[0].n <= mean.n}
        if len(same) == len(info.parts) and clock.allows():
            yield _joined(block, evidence, info, mean, same)


def _joined(
    block: Block,
    evidence: Evidence,
    info: ScaleInfo,
    mean: Measured,
    tables: dict[str, Answered],
) -> Finding | None:
    """Judge the bounded answers to the questions of a scale, and those that are told together."""
    k, cell = len(tables), f"{info.name} and its questions"
    values = {}
    for part in tables:
        many, turned = evidence.items[(block.whom.informant, part)]
        values[part] = [float(many + 1 - i if turned else i) for i in range(1, many + 1)]
    sums = [table.sums(values[part]) for part, table in tables.items()]
    low, high = sum(s[0] for s in sums), sum(s[1] for s in sums)
    # who skipped a question has an answer that was filled in, somewhat beyond the scale at most
    skipped, slack = sum(mean.n - t.n for t in tables.values()), _FILLED * info.span
    told = (
        mean.n * mean.low * k - skipped * (info.highest + slack),
        mean.n * mean.high * k - skipped * (info.lowest - slack),
    )
    if not skipped:
        told = math.ceil(told[0] - _TINY), math.floor(told[1] + _TINY)
    if told[0] > high + _TINY or told[1] < low - _TINY:
        return _finding(block.name, cell, mean.low, mean.high, APART)
    if told[0] <= low and high <= told[1]:
        return None
    system, targets = SumSystem(), []
    total: dict[object, float] = {}
    for part, table in tables.items():
        for i, (members, count) in enumerate(zip(table.classes, table.counts, strict=True)):
            system.unknown((part, members), count.low, count.high)
            for m in members if len(members) > 1 else ():
                system.unknown((part, m), 0, table.n)
            if len(members) > 1:
                system.state({(part, members): -1.0} | {(part, m): 1.0 for m in members}, 0.0, 0.0)
            for m in members:
                total[(part, m if len(members) > 1 else members)] = values[part][m - 1]
            targets.append((part, i, members, table.bounded[i]))
        system.state({(part, members): 1.0 for members in table.classes}, table.n, table.n)
    system.state(total, *told)
    for part, i, members, bounded in targets:
        where = f"item {part}, class {i + 1}"
        if bounded:
            ends = system.ends((part, members))
            if ends is None:
                return _finding(block.name, where, 0, 0, APART)
            if math.floor(ends[1] + _TINY) - math.ceil(ends[0] - _TINY) + 1 < OPEN:
                return _finding(block.name, where, *ends, JOINED)
        for m in members if len(members) > 1 else ():
            ends = system.ends((part, m))
            if ends is None or ends[1] < 1 - _TINY:
                return _finding(block.name, where, 0, 0, NOBODY)
    return None
