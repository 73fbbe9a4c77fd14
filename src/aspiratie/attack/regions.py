"""The attack on a region's numbers, with its schools' own reports beside them.

Tried are: what is left of a region's totals when the published schools are taken away; marks
and means that tell more than the schools' printed means do; kinds of education that follow
from the others; a school's bounded answers from the region's and the other schools'; and
documents of one wave and sector that count other pupils.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from aspiratie.attack.evidence import Document, document_name
from aspiratie.attack.findings import Claim, Finding
from aspiratie.disclosure.bounds import CountRange, counts_of, narrow
from aspiratie.disclosure.region.rules import Pupils, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Above,
    Adjusted,
    Asked,
    Below,
    Count,
    Distribution,
    Estimate,
    KindEstimate,
    Mark,
    NamedRelease,
    NamedScale,
    RegionItem,
    RegionRelease,
    SchoolRelease,
    Spread,
)

__all__ = ["follow_findings", "grouped", "region_findings", "school_mark_findings"]

Key = tuple[str, str, str, str]

LEFT = "what remains of the region is one school, or too few pupils"
FEW = "a number about fewer than n_min is shown"
DIFFER = "two documents differ by a few respondents"
MORE = "a number of the region tells more than the schools' printed means"
#: The mean of printed means is printed with rounding of its own, in floating point.
_SLACK = 1e-4
#: To which standard deviations and shrunken means are rounded.
_FINE = 0.01


def _finding(
    document: str,
    table: str,
    cell: str,
    low: float,
    high: float,
    what: str,
    claim: Claim = "P1",
) -> Finding:
    return Finding(
        claim=claim, document=document, table=table, cell=cell, low=low, high=high, what=what
    )


def wave_key(document: Document) -> Key:
    """Return of which instrument, informant, wave and region a document is."""
    made = document.provenance
    tool = made.instrument
    return tool.name, tool.informant, made.wave, made.region_name or ""


def grouped(
    documents: Sequence[Document],
) -> tuple[dict[Key, list[SchoolRelease]], dict[Key, list[RegionRelease]]]:
    """Return the schools' and the region's documents of each wave."""
    schools: dict[Key, list[SchoolRelease]] = defaultdict(list)
    regions: dict[Key, list[RegionRelease]] = defaultdict(list)
    for document in documents:
        if isinstance(document, SchoolRelease):
            schools[wave_key(document)].append(document)
        else:
            regions[wave_key(document)].append(document)
    return schools, regions


def _rest(
    document: str, table: str, pupils: int, schools: int, n_min: int
) -> Iterator[Finding | None]:
    """Judge what is left of a total when what is published is taken away."""
    bad = pupils > 0 and (schools == 1 or pupils < n_min)
    yield _finding(document, table, "others", pupils, pupils, LEFT) if bad else None


def region_findings(
    regions: Sequence[RegionRelease], reports: Sequence[SchoolRelease]
) -> Iterator[Finding | None]:
    """Attack the region's documents of one wave, with the schools' of the same wave."""
    for region in regions:
        yield from _own(region)
        yield from _beside(region, reports)
    for one, other in combinations(regions, 2):
        if one.sector == other.sector:
            yield from _two(one, other)
    named = [r for r in regions if isinstance(r, NamedRelease)]
    yield from _missing(named, reports)


def _own(region: RegionRelease) -> Iterator[Finding | None]:
    """Attack a document by itself."""
    rules, name = region.rules, document_name(region)
    if isinstance(region, NamedRelease):
        left = region.participation.n - sum(s.n for s in region.schools)
        missing = region.participation.schools - len(region.schools)
        yield from _rest(name, "participation", left, missing, rules.n_min)
    for scale in region.scales:
        table, mark = f"scale {scale.name}", scale.region
        if not isinstance(mark, Mark):
            continue
        fault = region_fault(Pupils(n=mark.n, schools=mark.schools, largest=0), rules)
        what = "too few schools or pupils"
        yield _finding(name, table, "region", mark.n, mark.n, what) if fault else None
        rows = getattr(scale, "rows", ())
        largest = max((row.n for row in rows), default=0)
        most = largest > rules.region_max_share * mark.n
        what = "one school is most of the region"
        yield _finding(name, table, "region", largest, largest, what) if most else None
        if rows:
            left = mark.n - sum(row.n for row in rows)
            yield from _rest(name, table, left, mark.schools - len(rows), rules.n_min)
        shown = [k.score for k in scale.types if isinstance(k.score, KindEstimate)]
        pupils = mark.n - sum(s.n for s in shown)
        schools = mark.schools - sum(s.schools for s in shown)
        hidden = Pupils(n=pupils, schools=schools, largest=0)
        fault = region_fault(hidden, rules) if shown and pupils > 0 else ""
        what = "the kinds of education that are hidden are too few schools or pupils"
        yield (
            _finding(name, f"types {scale.name}", "hidden", pupils, pupils, what) if fault else None
        )


def follow_findings(
    regions: Sequence[RegionRelease], reports: Sequence[SchoolRelease]
) -> Iterator[Finding | None]:
    """Look whether means of the region follow from the schools' printed means.

    If they do they tell nothing new. If not, each is one more print of sums that are printed
    already, and several together tell a sum more finely than its own step.
    """
    for region in regions:
        if not isinstance(region, NamedRelease):
            continue
        name = document_name(region)
        kinds = {school.id: school.type for school in region.schools}
        for scale in region.scales:
            rows = {row.school: (row.n, row.mean) for row in scale.rows}
            mark = scale.region
            if not rows or not isinstance(mark, Mark) or sum(n for n, _ in rows.values()) != mark.n:
                continue
            whole = _mean(list(rows.values()))
            more = abs(mark.mean - whole) > mark.step / 2 + _SLACK
            table = f"scale {scale.name}"
            yield _finding(name, table, "region", mark.mean, whole, MORE) if more else None
            yield from _rows_follow(name, scale, whole)
            for kind in scale.types:
                part = [rows[s] for s, k in kinds.items() if k == kind.type and s in rows]
                score = kind.score
                if not isinstance(score, KindEstimate) or sum(n for n, _ in part) != score.n:
                    continue
                mean = _mean(part)
                more = abs(score.mean - mean) > score.step / 2 + _SLACK
                yield _finding(name, table, kind.type, score.mean, mean, MORE) if more else None
    by_sector: dict[str, list[SchoolRelease]] = defaultdict(list)
    for report in reports:
        by_sector[report.school.sector or ""].append(report)
    for sector, same in by_sector.items():
        if sector:
            yield from _marks_follow(same)


def _rows_follow(name: str, scale: NamedScale, middle: float) -> Iterator[Finding | None]:
    """Look whether shrunken and adjusted means tell more than the printed mean beside them.

    By the spread that is printed, a shrunken mean is known from the printed one; an adjusted
    one is moved by an unknown amount, but may be told no finer than the printed one.
    """
    spread = scale.spread
    if not isinstance(spread, Spread):
        return
    half = _FINE / 2
    for row in scale.rows:
        ends = [
            max(0.0, spread.between_sd + b) ** 2
            / (max(0.0, spread.between_sd + b) ** 2 + max(half, spread.within_sd + w) ** 2 / row.n)
            for b in (-half, half)
            for w in (-half, half)
        ]
        told = [middle + weight * (row.mean - middle) for weight in (min(ends), max(ends))]
        more = not min(told) - 2 * _FINE <= row.shrunken <= max(told) + 2 * _FINE
        table = f"scale {scale.name}, shrunken"
        yield _finding(name, table, row.school, row.shrunken, told[0], MORE) if more else None
        if isinstance(row.adjusted, Adjusted):
            cells = row.adjusted.mean / row.step
            fine = abs(cells - round(cells)) > _SLACK
            table = f"scale {scale.name}, adjusted"
            mean = row.adjusted.mean
            yield _finding(name, table, row.school, mean, mean, MORE) if fine else None


def _mean(rows: Sequence[tuple[int, float]]) -> float:
    return sum(n * mean for n, mean in rows) / sum(n for n, _ in rows)


def _marks_follow(reports: Sequence[SchoolRelease]) -> Iterator[Finding | None]:
    """Compare each school's mark with the other schools' printed means."""
    if len({r.school.id for r in reports}) < len(reports):
        return  # of several runs; what differs between these is found elsewhere
    own: dict[str, dict[str, Estimate]] = defaultdict(dict)
    for report in reports:
        for scale in report.scales:
            if isinstance(scale.score, Estimate) and isinstance(scale.region, Mark):
                own[scale.name][report.school.id] = scale.score
    for report in reports:
        for scale in report.scales:
            mark = scale.region
            others = [s for i, s in own[scale.name].items() if i != report.school.id]
            if not isinstance(mark, Mark) or sum(s.n for s in others) != mark.n:
                continue
            mean = _mean([(s.n, s.mean) for s in others])
            # a region's document may have printed the same means five times as finely
            fine = max(s.step for s in others) / 2
            more = abs(mark.mean - mean) > mark.step / 2 + fine + _SLACK
            name = document_name(report)
            yield _finding(name, f"mark {scale.name}", "", mark.mean, mean, MORE) if more else None


def school_mark_findings(reports: Sequence[SchoolRelease]) -> Iterator[Finding | None]:
    """Subtract the published schools from the region that their marks imply.

    A school's own pupils and the others of its mark are the region, so every document
    tells the same totals, or the documents differ by somebody.
    """
    n_min = min((r.rules.n_min for r in reports), default=0)
    sectors: dict[tuple[str, str], list[SchoolRelease]] = defaultdict(list)
    for report in reports:
        sectors[(report.school.sector or "", report.provenance.wave)].append(report)
    for (sector, wave), same in sectors.items():
        if sector:
            yield from _totals(same, f"region {wave}", n_min)


def _totals(reports: Sequence[SchoolRelease], name: str, n_min: int) -> Iterator[Finding | None]:
    totals: dict[str, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for report in reports:
        for scale in report.scales:
            mark, score = scale.region, scale.score
            if not isinstance(score, Estimate):
                continue
            if isinstance(mark, Mark):
                totals[scale.name][(mark.n + score.n, mark.schools + 1)] += 1
            if isinstance(mark, Mark) or mark.reason != "complement":
                # counted, also where its own others are too few for a mark
                counted[scale.name][report.school.id] = score.n
    for scale_name, versions in totals.items():
        table = f"region {scale_name}"
        for total, schools in versions:
            left = total - sum(counted[scale_name].values())
            missing = schools - len(counted[scale_name])
            bad = left > 0 and (left < n_min or missing == 1 or left == missing)
            yield _finding(name, table, "hidden", left, left, LEFT) if bad else None
        for one, other in combinations(sorted(versions), 2):
            gap = abs(one[0] - other[0])
            few = 0 < gap < n_min
            yield _finding(name, table, "difference", gap, gap, DIFFER) if few else None


def _two(one: RegionRelease, other: RegionRelease) -> Iterator[Finding | None]:
    """Compare whom two documents of one wave and sector are about."""
    n_min = min(one.rules.n_min, other.rules.n_min)
    name = f"{document_name(one)} + {document_name(other)}"
    told = [
        (
            "participation",
            one.participation.n - other.participation.n,
            one.participation.schools - other.participation.schools,
        )
    ]
    marks = {s.name: s.region for s in other.scales if isinstance(s.region, Mark)}
    told += [
        (
            f"scale {s.name}",
            s.region.n - marks[s.name].n,
            s.region.schools - marks[s.name].schools,
        )
        for s in one.scales
        if isinstance(s.region, Mark) and s.name in marks
    ]
    for table, pupils, schools in told:
        bad = 0 < abs(pupils) < n_min or abs(schools) == 1
        yield _finding(name, table, "others", abs(pupils), abs(pupils), DIFFER) if bad else None
    if isinstance(one, NamedRelease) and isinstance(other, NamedRelease):
        first, second = ({s.id: s.n for s in r.schools} for r in (one, other))
        for school in sorted(set(first) | set(second)):
            gap = abs(first.get(school, 0) - second.get(school, 0))
            bad = school not in first or school not in second or 0 < gap < n_min
            yield _finding(name, "participation", school, gap, gap, DIFFER) if bad else None


def _beside(region: RegionRelease, reports: Sequence[SchoolRelease]) -> Iterator[Finding | None]:
    """Take the school reports of the same wave from the region's totals and answers."""
    here = [r for r in reports if (r.school.sector or "all") == region.sector]
    own = {r.school.id: r for r in here}
    if isinstance(region, NamedRelease):
        members = {school.id for school in region.schools}
        own = {school: r for school, r in own.items() if school in members}
        yield from _same_numbers(region, own)
    if not own or len(own) < region.participation.schools:
        return
    name, n_min = document_name(region), region.rules.n_min
    for scale in region.scales:
        if isinstance(scale.region, Mark):
            scores = [s.score for r in own.values() for s in r.scales if s.name == scale.name]
            sizes = [s.n for s in scores if isinstance(s, Estimate)]
            left, missing = scale.region.n - sum(sizes), scale.region.schools - len(sizes)
            yield from _rest(name, f"scale {scale.name}", left, missing, n_min)
    for item in region.items:
        yield from _item(name, item, own, region.rules)


def _same_numbers(
    region: NamedRelease, own: Mapping[str, SchoolRelease]
) -> Iterator[Finding | None]:
    """Compare a school's numbers of pupils in both documents."""
    name, n_min = document_name(region), region.rules.n_min
    told: list[tuple[str, str, int, int | None]] = []
    for school in region.schools:
        if school.id in own:
            whole = own[school.id].participation.n
            there = whole.value if isinstance(whole, Count) else None
            told.append(("participation", school.id, school.n, there))
    for scale in region.scales:
        for row in scale.rows:
            for found in own[row.school].scales if row.school in own else ():
                if found.name == scale.name:
                    there = getattr(found.score, "n", None)
                    told.append((f"scale {scale.name}", row.school, row.n, there))
    for table, school_id, n, there in told:
        gap = 0 if there is None else abs(n - there)
        few = 0 < gap < n_min
        yield _finding(name, table, school_id, gap, gap, DIFFER) if few else None


def _item(
    name: str, item: RegionItem, own: Mapping[str, SchoolRelease], rules: DisclosureRules
) -> Iterator[Finding | None]:
    """Derive a school's bounded answers from the region's and the other schools'."""
    parts: dict[str, tuple[Asked, int]] = {
        school: (found, found.n.value)
        for school, report in own.items()
        for found in report.items
        if found.name == item.name and isinstance(found.n, Count)
    }
    if not isinstance(item.n, Count):
        return
    left, table = item.n.value - sum(n for _, n in parts.values()), f"item {item.name}"
    if left != 0:
        yield from _rest(name, table, left, item.schools - len(parts), rules.n_min)
        return
    spread = item.distribution
    if not isinstance(spread, Distribution):
        return
    bound = rules.bound(spread.n) or 0
    for c in spread.classes:
        total = counts_of(c.share, spread.n, step=spread.step, bound=bound)
        names = list(parts)
        ranges = [_range(*parts[s], set(c.members), rules) for s in names]
        for school, before, after in zip(names, ranges, narrow(total, ranges), strict=True):
            what = ""
            if after.size < 1:
                what = "the shares contradict each other"
            elif after.size == 1 < before.size and _is_bounded(parts[school][0], c.members):
                what = "a bounded count follows from the region and the other schools"
            low, high = after.low, after.high
            yield _finding(name, table, school, low, high, what, "P2") if what else None


def _is_bounded(item: Asked, members: Sequence[int]) -> bool:
    return isinstance(item.distribution, Distribution) and any(
        tuple(c.members) == tuple(members) and isinstance(c.share, Above | Below)
        for c in item.distribution.classes
    )


def _range(item: Asked, n: int, members: set[int], rules: DisclosureRules) -> CountRange:
    """Return how many may have given one of some answers, by a school's report."""
    spread = item.distribution
    if not isinstance(spread, Distribution):
        return CountRange(low=0, high=n)
    low = high = 0
    bound = rules.bound(n) or 0
    for c in spread.classes:
        found = counts_of(c.share, n, step=spread.step, bound=bound)
        if set(c.members) <= members:
            low += found.low
        if set(c.members) & members:
            high += found.high
    return CountRange(low=low, high=min(high, n))


def _missing(
    regions: Sequence[NamedRelease], reports: Sequence[SchoolRelease]
) -> Iterator[Finding | None]:
    """Find schools that have a report, but are left out of the region's documents."""
    told = {school.id for region in regions for school in region.schools}
    # "few" and "no_data" are no reason for a school that has a report
    told |= {
        school.id
        for region in regions
        for school in region.left_out
        if school.reason in ("unknown_type", "both_sectors")
    }
    sectors = {region.sector for region in regions}
    for report in reports if regions else ():
        here = (report.school.sector or "all") in sectors
        gone = here and report.school.id not in told
        n = report.participation.n.value if isinstance(report.participation.n, Count) else 0
        what = "a school with a report is left out of the region's document"
        school = report.school.id
        name = f"region {report.provenance.wave}"
        yield _finding(name, "participation", school, n, n, what) if gone else None
