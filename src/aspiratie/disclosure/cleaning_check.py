"""The attack on counts of cleaning: schools by rules, with the region's totals."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, cast

from aspiratie.disclosure.feasible import CEILING, CountSystem
from aspiratie.disclosure.shape import Count, Flow, Hidden, RuleCount

__all__ = ["cleaning_findings"]

Finding = dict[str, Any]


def cleaning_findings(schools: Mapping[str, Flow], region: Flow, n_min: int) -> list[Finding]:
    """Try to derive hidden counts of cleaning from what one region and wave published.

    Two readers are tried: one who allows for rows of no known school, and one who
    sees from the rows out that every school is there and supposes that there are none.

    Parameters
    ----------
    schools : mapping of str to Flow
        Published counts by school.
    region : Flow
        Published counts of the region.
    n_min : int
        The smallest number that may be seen.

    Returns
    -------
    list of dict
        claim, document, table, cell, low, high and what of each count that was found.
    """
    found: dict[tuple[str, str], Finding] = {}
    for complete in (False, True):
        for finding in _derive(schools, region, n_min, complete=complete):
            found.setdefault((finding["document"], finding["cell"]), finding)
    return list(found.values())


class _Table:
    """One system: shown counts are numbers, hidden ones are unknown."""

    def __init__(self, n_min: int) -> None:
        self.system = CountSystem()
        self.n_min = n_min
        self.sums: list[tuple[str, str, int]] = []

    def term(
        self, name: Hashable, count: Count | Hidden, *, least: int = 1
    ) -> tuple[Hashable | None, int]:
        """Return (unknown, 0), or (None, value) of a shown count."""
        if isinstance(count, Count):
            return None, count.value
        if name not in self.system.low:
            few = count.reason == "few"
            self.system.add(
                name,
                0 if count.reason == "no_data" else least,
                self.n_min - 1 if few else CEILING,
            )
        return name, 0

    def equate(
        self,
        parts: Sequence[tuple[Hashable | None, int]],
        wholes: Sequence[tuple[Hashable | None, int]],
        *,
        document: str,
        cell: str,
    ) -> None:
        """State that the parts sum to the wholes; keep what hidden parts sum to."""
        terms: dict[Hashable, int] = {name: 1 for name, _ in parts if name is not None}
        terms |= {name: -1 for name, _ in wholes if name is not None}
        total = sum(v for _, v in wholes) - sum(v for _, v in parts)
        if terms:
            self.system.equate(terms, total)
        if all(name is None for name, _ in wholes) and (not terms or len(terms) > 1):
            self.sums.append((document, cell, total))


def _rules(flow: Flow) -> dict[str, tuple[RuleCount, ...]]:
    return {"removed": flow.removed, "values": flow.values}


def _derive(
    schools: Mapping[str, Flow], region: Flow, n_min: int, *, complete: bool
) -> list[Finding]:
    table = _Table(n_min)
    columns: dict[tuple[str, int], list[tuple[Hashable | None, int]]] = {}
    outs = []
    for school, flow in schools.items():
        removed = []
        for key, rules in _rules(flow).items():
            for i, rule in enumerate(rules):
                cell = table.term((school, key, i), rule.n)
                columns.setdefault((key, i), []).append(cell)
                if key == "removed":
                    removed.append(cell)
        columns.setdefault(("flagged", 0), []).append(
            table.term((school, "flagged", 0), flow.flagged)
        )
        rows_in = table.term((school, "rows_in", 0), flow.rows_in, least=n_min)
        rows_out = table.term((school, "rows_out", 0), flow.rows_out, least=n_min)
        outs.append(rows_out)
        table.equate([*removed, rows_out], [rows_in], document=school, cell="removed")
    closed = complete and _closed(outs, region)
    region_removed = []
    for key, rules in _rules(region).items():
        for i, rule in enumerate(rules):
            whole = table.term(("region", key, i), rule.n)
            if key == "removed":
                region_removed.append(whole)
            _column(table, columns.get((key, i), []), whole, (key, i), rule.rule, closed)
    whole = table.term(("region", "flagged", 0), region.flagged)
    _column(table, columns.get(("flagged", 0), []), whole, ("flagged", 0), "flagged", closed)
    rows_in = table.term(("region", "rows_in", 0), region.rows_in, least=n_min)
    rows_out = table.term(("region", "rows_out", 0), region.rows_out, least=n_min)
    _column(table, outs, rows_out, ("rows_out", 0), "rows_out", closed=False)
    table.equate([*region_removed, rows_out], [rows_in], document="region", cell="removed")
    return _judge(table, schools, region, complete=complete)


def _closed(outs: Sequence[tuple[Hashable | None, int]], region: Flow) -> bool:
    """Whether the rows that remain tell that every school of the region is here."""
    whole = region.rows_out
    if not isinstance(whole, Count) or any(name is not None for name, _ in outs):
        return False
    return sum(v for _, v in outs) == whole.value


def _column(
    table: _Table,
    cells: Sequence[tuple[Hashable | None, int]],
    whole: tuple[Hashable | None, int],
    place: tuple[str, int],
    name: str,
    closed: bool,
) -> None:
    parts = list(cells)
    open_ = any(part is not None for part, _ in cells)
    if not (closed and open_):
        rest = ("rest", *place)
        table.system.add(rest, 0)
        parts.append((rest, 0))
    table.equate(parts, [whole], document="region", cell=name)


def _judge(
    table: _Table, schools: Mapping[str, Flow], region: Flow, *, complete: bool
) -> list[Finding]:
    n_min, out = table.n_min, []

    def finding(document: str, cell: str, value: int, what: str) -> None:
        out.append(
            {
                "claim": "P1",
                "document": document,
                "table": "cleaning",
                "cell": cell,
                "low": value,
                "high": value,
                "what": what,
            }
        )

    determined = table.system.determined()
    if determined is None:
        if not complete:
            finding("region", "all", 0, "the counts contradict each other")
        return out
    rows_out = {school: flow.rows_out for school, flow in schools.items()}
    rows_out["region"] = region.rows_out
    for name, value in determined.items():
        owner, key, i = cast("tuple[str, str, int]", name)
        out_of = rows_out.get(owner)
        if key == "rows_in" and isinstance(out_of, Count):
            value -= out_of.value
        if owner == "rest":
            owner, key = "region", f"{key} of no school"
        if 0 < value < n_min:
            finding(str(owner), f"{key} {i}", value, "a hidden count has one possible value")
    for document, cell, total in table.sums:
        if 0 < total < n_min:
            finding(document, cell, total, "hidden counts together are fewer than n_min")
    return out
