"""What follows for unknown whole counts in tables of many rows and few columns.

Counts of a table with row and column totals are a flow: each stands in one row and one column,
so it is an arc between the two, and totals close the round. A count can change where the rest
can make up for it, which is a round trip in what the other counts leave free. Rows (schools) are
many and touch only columns, which are few; so all counts of a table are judged in a time that
grows with its size and no faster.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array

__all__ = ["CEILING", "GROUND", "Network"]

#: No count is larger than this.
CEILING = 10_000_000
#: Where counts lead that stand in one equation only.
GROUND = "ground"

Matrix = npt.NDArray[np.bool_]
Node = Hashable


@dataclass(frozen=True, kw_only=True)
class _Arc:
    name: Hashable
    tail: Node
    head: Node
    low: int
    high: int


@dataclass(eq=False)
class Network:
    """Unknown counts as arcs between equations.

    The equation of a node says that its arcs out less its arcs in are its balance. Nodes are
    rows, of which there may be many, or hubs, of which there are few; an arc of a row leads to
    or from a hub, and a row has one arc to each hub at most.

    Examples
    --------
    >>> table = Network()
    >>> for school, total in (("a", 9), ("b", 5)):
    ...     table.add_row(school, balance=total)
    ...     for rule in ("x", "y"):
    ...         table.add((school, rule), school, rule, low=1, high=9)
    >>> table.balance["x"] = -12
    >>> table.balance["y"] = -2
    >>> table.determined()
    {('a', 'x'): 8, ('a', 'y'): 1, ('b', 'x'): 4, ('b', 'y'): 1}
    """

    arcs: list[_Arc] = field(default_factory=list)
    rows: set[Node] = field(default_factory=set)
    balance: dict[Node, int] = field(default_factory=dict)

    def add_row(self, node: Node, *, balance: int = 0) -> None:
        """Add a row, with what its arcs out less its arcs in must be."""
        self.rows.add(node)
        self.balance[node] = self.balance.get(node, 0) + balance

    def add(self, name: Hashable, tail: Node, head: Node, *, low: int, high: int = CEILING) -> None:
        """Add an unknown count."""
        self.arcs.append(_Arc(name=name, tail=tail, head=head, low=low, high=min(high, CEILING)))

    def settle(self, value: int, tail: Node, head: Node) -> None:
        """Add a known count."""
        self.balance[tail] = self.balance.get(tail, 0) - value
        self.balance[head] = self.balance.get(head, 0) + value

    def determined(self) -> dict[Hashable, int] | None:
        """Return the counts that can have one value only; None if nothing fits."""
        values = self._fitting()
        if values is None:
            return None
        hubs: dict[Node, int] = {GROUND: 0}
        for arc in self.arcs:
            for node in (arc.tail, arc.head):
                if node not in self.rows:
                    hubs.setdefault(node, len(hubs))
        free = self._free(values, hubs)
        return {
            arc.name: value
            for arc, value, can_change in zip(self.arcs, values, free, strict=True)
            if not can_change
        }

    def _fitting(self) -> list[int] | None:
        """Return counts that fit all equations, if there are any."""
        nodes: dict[Node, int] = {}
        for node in (*self.balance, *(n for a in self.arcs for n in (a.tail, a.head))):
            if node != GROUND:
                nodes.setdefault(node, len(nodes))
        if not nodes:
            return []
        cells = [
            (nodes[node], place, sign)
            for place, arc in enumerate(self.arcs)
            for node, sign in ((arc.tail, 1.0), (arc.head, -1.0))
            if node != GROUND
        ]
        totals = np.array([self.balance.get(node, 0) for node in nodes], dtype=np.float64)
        if not cells:
            return [] if not totals.any() else None
        at = np.array([cell[:2] for cell in cells], dtype=np.int64).T
        weights = np.array([cell[2] for cell in cells])
        matrix = coo_array((weights, (at[0], at[1])), shape=(len(nodes), len(self.arcs)))
        bounds = np.array([(arc.low, arc.high) for arc in self.arcs], dtype=np.float64)
        found = linprog(
            np.zeros(len(self.arcs)),
            A_eq=matrix.tocsr(),
            b_eq=totals,
            bounds=bounds,
            method="highs",
        )
        return [round(float(v)) for v in found.x] if found.status == 0 else None

    def _free(self, values: list[int], hubs: Mapping[Node, int]) -> list[bool]:
        """Say of every count whether a round trip can change it."""
        direct = np.zeros((len(hubs), len(hubs)), dtype=np.int64)
        into: dict[Node, set[int]] = {row: set() for row in self.rows}
        out: dict[Node, set[int]] = {row: set() for row in self.rows}
        for arc, value in zip(self.arcs, values, strict=True):
            for start, end in _open(arc, value):
                if start in self.rows:
                    out[start].add(hubs[end])
                elif end in self.rows:
                    into[end].add(hubs[start])
                else:
                    direct[hubs[start], hubs[end]] += 1
        patterns = {row: (frozenset(into[row]), frozenset(out[row])) for row in self.rows}
        through = direct.copy()
        for pattern in patterns.values():
            through += _through(pattern, len(hubs))
        reached: dict[tuple[frozenset[int], frozenset[int]], Matrix] = {}
        free = []
        for arc, value in zip(self.arcs, values, strict=True):
            row = next((n for n in (arc.tail, arc.head) if n in self.rows), None)
            if row is None:
                free.append(_round_trip(arc, value, through, hubs))
                continue
            pattern = patterns[row]
            if pattern not in reached:
                reached[pattern] = _reach(through - _through(pattern, len(hubs)))
            hub = hubs[arc.head if row == arc.tail else arc.tail]
            free.append(_row_trip(hub, pattern, reached[pattern]))
        return free


def _open(arc: _Arc, value: int) -> Iterator[tuple[Node, Node]]:
    """Return the ways in which a count can still change: up along its arc, down against it."""
    if value < arc.high:
        yield arc.tail, arc.head
    if value > arc.low:
        yield arc.head, arc.tail


def _through(pattern: tuple[frozenset[int], frozenset[int]], size: int) -> npt.NDArray[np.int64]:
    """Return from which hub to which other a row lets pass."""
    found = np.zeros((size, size), dtype=np.int64)
    into, out = (np.array(sorted(part), dtype=np.intp) for part in pattern)
    found[np.ix_(into, out)] = 1
    np.fill_diagonal(found, 0)
    return found


def _reach(steps: npt.NDArray[np.int64]) -> Matrix:
    """Return from which hub which other can be reached, itself included."""
    reach: Matrix = (steps > 0) | np.eye(len(steps), dtype=bool)
    for _ in range(len(steps).bit_length()):
        reach = (reach.astype(np.int64) @ reach.astype(np.int64)) > 0
    return reach


def _row_trip(hub: int, pattern: tuple[frozenset[int], frozenset[int]], reach: Matrix) -> bool:
    """Whether a row's count with a hub can change, the rest of the row making up for it."""
    into, out = pattern
    up = hub in out and any(reach[hub, i] for i in into if i != hub)
    return up or (hub in into and any(reach[j, hub] for j in out if j != hub))


def _round_trip(
    arc: _Arc, value: int, through: npt.NDArray[np.int64], hubs: Mapping[Node, int]
) -> bool:
    """Whether a count between hubs can change, others than itself making up for it."""
    steps = through.copy()
    ways = [(hubs[start], hubs[end]) for start, end in _open(arc, value)]
    for start, end in ways:
        steps[start, end] -= 1
    reach = _reach(steps)
    return any(bool(reach[end, start]) for start, end in ways)
