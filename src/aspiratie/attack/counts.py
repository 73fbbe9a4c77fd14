"""The attack on counts: may a hidden number of pupils be found from totals and parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations

from aspiratie.attack.evidence import Document, document_name
from aspiratie.attack.findings import Finding
from aspiratie.disclosure.feasible import CountSystem
from aspiratie.disclosure.members import Fact, Population
from aspiratie.disclosure.shape import Count, Hidden, SchoolRelease

__all__ = ["column_findings", "overlap_findings", "small_findings"]

SMALL = "a number about fewer than n_min is shown"
SINGLE = "a hidden count has one possible value"
TOGETHER = "hidden respondents together are fewer than n_min"
ABROAD = "two documents differ by fewer than n_min respondents"
IMPOSSIBLE = "the counts contradict each other"


def _finding(document: str, table: str, cell: str, value: float, what: str) -> Finding:
    return Finding(
        claim="P1", document=document, table=table, cell=cell, low=value, high=value, what=what
    )


def small_findings(
    document: Document, facts: Sequence[Fact], n_min: int
) -> Iterator[Finding | None]:
    """Look for a number of 1 to n_min - 1 pupils that is shown."""
    name = document_name(document)
    for fact in facts:
        if fact.meaning == "count" and fact.value is not None:
            small = 0 < fact.value < n_min
            yield _finding(name, fact.place, "n", fact.value, SMALL) if small else None


def _shown(number: object) -> int | None:
    """Return the respondents of a number; None where it is hidden."""
    if isinstance(number, Count):
        return number.value
    n = getattr(number, "n", None)
    return n if isinstance(n, int) else None


def column_findings(document: SchoolRelease, n_min: int) -> Iterator[Finding | None]:
    """Subtract the shown groups of each column from its total."""
    name, part = document_name(document), document.participation
    rows: list[tuple[str, object, int | None]] = [(g.label, g.n, None) for g in part.groups]
    if rows:
        yield from _column(name, "participation", _shown(part.n), rows, n_min)
    sizes = {g.label: _shown(g.n) for g in document.groups}
    scores = {scale.name: scale.score for scale in document.scales}
    for scale in document.groups[0].scores if document.groups else ():
        cells = [(g.label, g.scores[scale], sizes[g.label]) for g in document.groups]
        yield from _column(name, f"groups {scale}", _shown(scores.get(scale)), cells, n_min)


def _column(
    document: str,
    table: str,
    total: int | None,
    cells: Sequence[tuple[str, object, int | None]],
    n_min: int,
) -> Iterator[Finding | None]:
    if total is None:
        return
    rest = total
    ends: dict[Hashable, tuple[int, int]] = {}
    for label, cell, most in cells:
        n = _shown(cell)
        if n is not None:
            rest -= n
        elif isinstance(cell, Hidden) and cell.reason in ("few", "complement"):
            top = n_min - 1 if cell.reason == "few" else total
            ends[label] = (1, top if most is None else min(top, most))
        elif isinstance(cell, Hidden) and cell.reason not in ("no_data", "not_asked"):
            return
    if 0 < rest < n_min:
        yield _finding(document, table, " + ".join(map(str, ends)) or "others", rest, TOGETHER)
    if rest < 0 or (rest > 0 and not ends):
        if rest < 0 or rest >= n_min:
            yield _finding(document, table, "all", rest, IMPOSSIBLE)
        return
    system = CountSystem()
    for name, (low, high) in ends.items():
        system.add(name, low, high)
    if ends:
        system.equate(dict.fromkeys(ends, 1), rest)
        for key, value in (system.determined() or {}).items():
            if 0 < value < n_min:
                yield _finding(document, table, str(key), value, SINGLE)
    yield None


def overlap_findings(sizes: Mapping[Population, set[int]], n_min: int) -> Iterator[Finding | None]:
    """Compare groups of one school and wave, also where they were joined in several ways."""
    schools: dict[tuple[str, str, str], dict[frozenset[str], set[int]]] = defaultdict(dict)
    for whom, found in sizes.items():
        if whom.school and whom.reach == "own":
            key = whom.school, whom.informant, whom.wave
            schools[key].setdefault(frozenset(whom.group), set()).update(found)
    for (school, informant, wave), groups in schools.items():
        name = f"{school} {wave}"
        for members, numbers in groups.items():
            cell = f"{informant} {' + '.join(sorted(members))}".strip()
            for one, other in combinations(sorted(numbers), 2):
                few = 0 < other - one < n_min
                yield _finding(name, "respondents", cell, other - one, ABROAD) if few else None
        named = {m: n for m, n in groups.items() if m}
        for inner, outer in ((a, b) for a in named for b in named if a < b):
            gaps = {o - i for i in named[inner] for o in named[outer]}
            few_left = [gap for gap in gaps if 0 < gap < n_min]
            cell = " + ".join(sorted(outer - inner))
            for gap in few_left:
                yield _finding(name, "respondents", cell, gap, ABROAD)
            if not few_left:
                yield None
        if any(a & b and a != b for a in named for b in named):
            yield from _joined(name, named, n_min)


def _joined(
    name: str, named: Mapping[frozenset[str], set[int]], n_min: int
) -> Iterator[Finding | None]:
    """Solve groups that were joined in one way here and in another there."""
    system = CountSystem()
    for label in sorted({label for members in named for label in members}):
        system.add(label, 0)
    for members, sizes in named.items():
        if len(sizes) == 1:
            system.equate(dict.fromkeys(members, 1), next(iter(sizes)))
    for found, value in (system.determined() or {}).items():
        few = 0 < value < n_min
        yield _finding(name, "respondents", str(found), value, SINGLE) if few else None
