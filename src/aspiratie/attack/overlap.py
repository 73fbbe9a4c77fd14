"""The attack on regions that share schools, as a partnership and a board.

Every number of a region follows from its schools' printed numbers, or is printed alike with two
pupils more or fewer in any answer of any school. What hides in a school's report so hides in
each region, and in all regions together: whatever regions are subtracted, what is left is about
printed numbers. Tried are the ways in which that may fail: a region that counts other pupils of
a school than its report or another region does, prints another mean of it, or whose answers
with the schools' reports of another region tell a bounded count; and letters of one school in
two regions, since blocks of three that are cut in two ways single schools out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from aspiratie.attack.evidence import document_name
from aspiratie.attack.findings import Finding
from aspiratie.attack.regions import Key, beside_findings
from aspiratie.disclosure.shape import LetteredRelease, NamedRelease, RegionRelease, SchoolRelease

__all__ = ["overlap_findings"]

LETTERS = "a school has letters in two regions, so that blocks of schools can be cut"
OTHERWISE = "two regions tell of one school otherwise"


def overlap_findings(
    schools: Mapping[Key, Sequence[SchoolRelease]], regions: Mapping[Key, Sequence[RegionRelease]]
) -> Iterator[Finding | None]:
    """Attack regions of one wave together, with the reports of their schools.

    Parameters
    ----------
    schools, regions : mapping
        Documents by instrument, informant, wave and name of the region.
    """
    for key, documents in regions.items():
        others = [r for k, reports in schools.items() if _same(k, key) for r in reports]
        for region in documents:
            if isinstance(region, NamedRelease) and others:
                yield from beside_findings(region, others)
    for one, other in combinations(sorted(regions), 2):
        if one[:3] == other[:3]:
            yield from _pair(regions[one], regions[other])


def _same(one: Key, other: Key) -> bool:
    """Whether documents are of one wave, but of two regions."""
    return one[:3] == other[:3] and one != other


def _pair(one: Sequence[RegionRelease], other: Sequence[RegionRelease]) -> Iterator[Finding | None]:
    for first, second in ((a, b) for a in _named(one) for b in _named(other)):
        shared = {s.id for s in first.schools} & {s.id for s in second.schools}
        if not shared:
            continue
        name = f"{_title(first)} + {_title(second)}"
        yield from _otherwise(name, first, second)
        if _lettered(one, first.sector) and _lettered(other, second.sector):
            for school in sorted(shared):
                yield _finding(name, "letters", school, LETTERS)
        yield None


def _named(documents: Sequence[RegionRelease]) -> list[NamedRelease]:
    return [d for d in documents if isinstance(d, NamedRelease)]


def _lettered(documents: Sequence[RegionRelease], sector: str) -> bool:
    return any(isinstance(d, LetteredRelease) and d.sector == sector for d in documents)


def _otherwise(name: str, first: NamedRelease, second: NamedRelease) -> Iterator[Finding | None]:
    """Compare what two regions print of the schools that they share."""
    sizes = {s.id: s.n for s in second.schools}
    for school in first.schools:
        if school.id in sizes and sizes[school.id] != school.n:
            yield _finding(name, "participation", school.id, OTHERWISE)
    theirs = {(s.name, s.left_out): {r.school: r for r in s.rows} for s in second.scales}
    for scale in first.scales:
        rows = theirs.get((scale.name, scale.left_out), {})
        for row in scale.rows:
            found = rows.get(row.school)
            differs = found is not None and (found.n, found.mean) != (row.n, row.mean)
            yield (
                _finding(name, f"scale {scale.name}", row.school, OTHERWISE) if differs else None
            )


def _title(region: RegionRelease) -> str:
    return f"{document_name(region)} ({region.provenance.region_name or ''})"


def _finding(document: str, table: str, cell: str, what: str) -> Finding:
    return Finding(claim="P1", document=document, table=table, cell=cell, low=0, high=0, what=what)
