"""Whether counts of cleaning follow from each other: schools by rules, with the region's totals."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import cast

from msgspec import Struct

from aspiratie.disclosure.flows.network import GROUND, Network
from aspiratie.disclosure.shape import Count, Flow, Hidden, RuleCount

__all__ = ["CleaningFinding", "cleaning_findings"]

#: The region's own equation.
REGION = "region"
#: Column of the rows that remain.
OUT = ("rows_out", 0)
#: A rule of cleaning, or another column of the table: kind and place.
Column = tuple[str, int]


class CleaningFinding(Struct, frozen=True, kw_only=True):
    """A count that is held back and follows all the same.

    `document` is a school or ``region``; `cell` the count, or the sum, that has one value.
    """

    document: str
    cell: str
    value: int
    what: str


def cleaning_findings(
    schools: Mapping[str, Flow], region: Flow, n_min: int
) -> list[CleaningFinding]:
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
    list of CleaningFinding
        Of each count that was found.
    """
    found: dict[tuple[str, str], CleaningFinding] = {}
    for complete in (False, True):
        for finding in _derive(schools, region, n_min, complete=complete):
            found.setdefault((finding.document, finding.cell), finding)
    return list(found.values())


class _Table:
    """One system: shown counts are numbers, hidden ones are unknown."""

    def __init__(self, n_min: int) -> None:
        self.network = Network()
        self.n_min = n_min
        self.hidden: dict[Hashable, list[int]] = {}

    def put(
        self,
        name: tuple[str, str, int],
        count: Count | Hidden,
        tail: Hashable,
        head: Hashable,
        *,
        least: int = 1,
    ) -> None:
        """Add a count that stands in the equations of two nodes."""
        if isinstance(count, Count):
            self.network.settle(count.value, tail, head)
            return
        few = count.reason == "few"
        low = 0 if count.reason == "no_data" else least
        if few:
            self.network.add(name, tail, head, low=low, high=self.n_min - 1)
        else:
            self.network.add(name, tail, head, low=low)


def _columns(flow: Flow) -> dict[Column, Count | Hidden]:
    """Return the counts of a flow that are summed over schools, but the rows that remain."""
    rules: list[tuple[str, tuple[RuleCount, ...]]] = [
        ("removed", flow.removed),
        ("values", flow.values),
    ]
    cells = {(key, i): rule.n for key, part in rules for i, rule in enumerate(part)}
    return {**cells, ("flagged", 0): flow.flagged}


def _derive(
    schools: Mapping[str, Flow], region: Flow, n_min: int, *, complete: bool
) -> list[CleaningFinding]:
    table = _Table(n_min)
    for school, flow in schools.items():
        table.network.add_row(("school", school))
        for column, count in _columns(flow).items():
            # only what was removed stands in the school's own sum
            tail = ("school", school) if column[0] == "removed" else GROUND
            table.put((school, *column), count, tail, column)
        table.put((school, *OUT), flow.rows_out, ("school", school), OUT, least=n_min)
        name = (school, "rows_in", 0)
        table.put(name, flow.rows_in, GROUND, ("school", school), least=n_min)
    closed = complete and _closed(schools, region)
    cells = [_columns(flow) for flow in schools.values()]
    for column, whole in _columns(region).items():
        head = REGION if column[0] == "removed" else GROUND
        table.put((REGION, *column), whole, column, head)
        if not (closed and any(isinstance(part[column], Hidden) for part in cells)):
            table.network.add(("rest", *column), GROUND, column, low=0)
    table.put((REGION, *OUT), region.rows_out, OUT, REGION, least=n_min)
    table.network.add(("rest", *OUT), GROUND, OUT, low=0)
    table.put((REGION, "rows_in", 0), region.rows_in, REGION, GROUND, least=n_min)
    found = _judge(table, schools, region, complete=complete)
    return [*found, *_sums(schools, region, n_min, closed=closed)]


def _closed(schools: Mapping[str, Flow], region: Flow) -> bool:
    """Whether the rows that remain tell that every school of the region is here."""
    outs = [flow.rows_out for flow in schools.values()]
    whole = region.rows_out
    shown = [out.value for out in outs if isinstance(out, Count)]
    return isinstance(whole, Count) and len(shown) == len(outs) and sum(shown) == whole.value


def _judge(
    table: _Table, schools: Mapping[str, Flow], region: Flow, *, complete: bool
) -> list[CleaningFinding]:
    determined = table.network.determined()
    if determined is None:
        what = "the counts contradict each other"
        return (
            [] if complete else [CleaningFinding(document=REGION, cell="all", value=0, what=what)]
        )
    out = []
    flows = {**schools, REGION: region}
    for name, value in determined.items():
        owner, key, i = cast("tuple[str, str, int]", name)
        left = flows[owner].rows_out if owner in flows else None
        if key == "rows_in" and isinstance(left, Count):
            value -= left.value
        if owner == "rest":
            owner, key = REGION, f"{key} of no school"
        if 0 < value < table.n_min:
            what = "a hidden count has one possible value"
            out.append(CleaningFinding(document=owner, cell=f"{key} {i}", value=value, what=what))
    return out


def _sums(
    schools: Mapping[str, Flow], region: Flow, n_min: int, *, closed: bool
) -> list[CleaningFinding]:
    """Find hidden counts of which the sum is known and small."""
    sums: list[tuple[str, str, Sequence[Count | Hidden], Sequence[Count | Hidden]]] = [
        (name, "removed", [*(r.n for r in flow.removed), flow.rows_out], [flow.rows_in])
        for name, flow in (*schools.items(), (REGION, region))
    ]
    cells = [_columns(flow) for flow in schools.values()]
    for column, whole in _columns(region).items():
        parts = [part[column] for part in cells]
        if closed and any(isinstance(part, Hidden) for part in parts):
            sums.append((REGION, f"{column[0]} {column[1]}", parts, [whole]))
        else:
            sums.append(
                (REGION, f"{column[0]} {column[1]}", [*parts, Hidden(reason="few")], [whole])
            )
    outs = [flow.rows_out for flow in schools.values()]
    sums.append((REGION, "rows_out", [*outs, Hidden(reason="few")], [region.rows_out]))
    found = []
    for document, cell, terms, wholes in sums:
        hidden = [part for part in terms if isinstance(part, Hidden)]
        if any(isinstance(whole, Hidden) for whole in wholes) or len(hidden) == 1:
            continue
        total = sum(w.value for w in wholes if isinstance(w, Count))
        total -= sum(p.value for p in terms if isinstance(p, Count))
        if 0 < total < n_min:
            what = "hidden counts together are fewer than n_min"
            found.append(CleaningFinding(document=document, cell=cell, value=total, what=what))
    return found
