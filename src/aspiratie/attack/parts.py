"""The attack on numbers of a part of a region: of those schools that print both sides.

The waves of a region are means over the schools that print theirs in every wave, and adults
stand beside pupils over the schools that print both shares. Whoever has the schools' reports
knows which these are. What the region prints must follow from theirs: else some school is in
it that does not print its own number, or it is one more print of sums that are rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from aspiratie.attack.evidence import document_name
from aspiratie.attack.findings import Finding
from aspiratie.disclosure.shape import (
    Above,
    Below,
    Count,
    Estimate,
    Exact,
    Hidden,
    Informant,
    Mark,
    RegionRelease,
    SchoolRelease,
    Share,
)

__all__ = ["part_findings"]

HIDES = "schools that do not print this number are one school, or too few pupils"
MORE = "a number of the region tells more than the schools' printed numbers"
#: What is computed from printed numbers is rounded once more, in floating point.
_SLACK = 1e-4

#: By school: respondents and printed number.
Printed = Mapping[str, tuple[int, float]]


def _finding(name: str, table: str, cell: str, low: float, high: float, what: str) -> Finding:
    return Finding(claim="P1", document=name, table=table, cell=cell, low=low, high=high, what=what)


def part_findings(
    regions: Sequence[RegionRelease], reports: Sequence[SchoolRelease]
) -> Iterator[Finding | None]:
    """Attack the waves and the adults of a region, with the reports of all its schools."""
    for region in regions:
        here = [r for r in reports if (r.school.sector or "all") == region.sector]
        if len({r.school.id for r in here}) < max(len(here), region.participation.schools):
            continue
        name, n_min = document_name(region), region.rules.n_min
        for scale in region.scales:
            marks = {m.wave: m.score for m in scale.waves if isinstance(m.score, Mark)}
            if marks:
                table = f"waves {scale.name}"
                yield from _waves(name, table, marks, _means(here, scale.name), n_min)
        for other in region.informants:
            yield from _adults(name, other, here)


def _means(reports: Sequence[SchoolRelease], scale: str) -> dict[str, Printed]:
    """Return the schools' printed means of each wave."""
    found: dict[str, dict[str, tuple[int, float]]] = defaultdict(dict)
    for report in reports:
        for wave in report.waves:
            score = wave.scores.get(scale)
            if isinstance(score, Estimate):
                found[wave.wave][report.school.id] = score.n, score.mean
    return dict(found)


def _waves(
    name: str,
    table: str,
    marks: Mapping[str, Mark],
    printed: Mapping[str, Printed],
    n_min: int,
) -> Iterator[Finding | None]:
    kept = set.intersection(*(set(printed.get(wave, {})) for wave in marks))
    for wave, mark in marks.items():
        own = [printed[wave][school] for school in sorted(kept)]
        n = sum(size for size, _ in own)
        left, missing = mark.n - n, mark.schools - len(own)
        if left or missing:
            few = abs(missing) == 1 or 0 < abs(left) < n_min
            yield _finding(name, table, wave, left, left, HIDES) if few else None
            continue
        mean = sum(size * value for size, value in own) / n
        more = abs(mark.mean - mean) > mark.step / 2 + _SLACK
        yield _finding(name, table, wave, mark.mean, mean, MORE) if more else None


def _adults(
    name: str, told: Informant, reports: Sequence[SchoolRelease]
) -> Iterator[Finding | None]:
    """Compare adults' and pupils' shares of a region with those of the schools that print both."""
    theirs: dict[str, list[tuple[int, float]]] = defaultdict(list)
    ours: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for report in reports:
        asked = {item.name: item.n.value for item in report.items if isinstance(item.n, Count)}
        for other in report.informants:
            if other.informant != told.informant or not isinstance(other.n, Count):
                continue
            for row in other.items:
                if not isinstance(row.theirs, Hidden) and not isinstance(row.pupils, Hidden):
                    theirs[row.name].append((other.n.value, _percent(row.theirs)))
                    ours[row.name].append((asked.get(row.name, 0), _percent(row.pupils)))
    for row in told.items:
        for side, share, own in (
            ("adults", row.theirs, theirs[row.name]),
            ("pupils", row.pupils, ours[row.name]),
        ):
            if not isinstance(share, Exact) or not own:
                continue
            percents = [percent for _, percent in own]
            # how many adults answered each question is not told: any weights may be theirs
            low, high = min(percents), max(percents)
            if side == "pupils":
                n = sum(size for size, _ in own)
                low = high = sum(size * percent for size, percent in own) / n
            more = not low - 0.5 - _SLACK <= share.percent <= high + 0.5 + _SLACK
            table = f"informant {told.informant}, {side}"
            yield _finding(name, table, row.name, share.percent, low, MORE) if more else None


def _percent(share: Share) -> float:
    """Return a printed share; a bounded one counts as half its bound."""
    if isinstance(share, Below):
        return share.percent / 2
    if isinstance(share, Above):
        return 50 + share.percent / 2
    return float(share.percent)
