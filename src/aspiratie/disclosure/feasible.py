"""What follows for unknown counts from sums that are known."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array

__all__ = ["CEILING", "CountSystem"]

#: No count is larger than this.
CEILING = 10_000_000
_DIRECTIONS = 6


@dataclass(eq=False)
class CountSystem:
    """Unknown whole counts within bounds, and equations between them.

    Sums of the kind that tables give (rows, columns, totals) have whole solutions
    at the corners, so linear programming gives exact bounds.

    Examples
    --------
    >>> system = CountSystem()
    >>> system.add("a", 1, 9)
    >>> system.add("b", 1, 9)
    >>> system.equate({"a": 1, "b": 1}, 18)
    >>> system.determined()
    {'a': 9, 'b': 9}
    """

    low: dict[Hashable, int] = field(default_factory=dict)
    high: dict[Hashable, int] = field(default_factory=dict)
    equations: list[tuple[dict[Hashable, int], int]] = field(default_factory=list)

    def add(self, name: Hashable, low: int, high: int = CEILING) -> None:
        """Add an unknown count."""
        self.low[name], self.high[name] = low, min(high, CEILING)

    def equate(self, terms: Mapping[Hashable, int], total: int) -> None:
        """State that a weighted sum of counts is total."""
        self.equations.append((dict(terms), total))

    def determined(self) -> dict[Hashable, int] | None:
        """Return the counts that can have one value only; None if nothing fits."""
        found: dict[Hashable, int] = {}
        for names, rows in self._components():
            part = self._one(rows[0]) if len(rows) == 1 else self._many(names, rows)
            if part is None:
                return None
            found |= part
        return found

    def _components(self) -> list[tuple[list[Hashable], list[int]]]:
        """Split into parts that share no count."""
        leader: dict[Hashable, Hashable] = {name: name for name in self.low}

        def root(name: Hashable) -> Hashable:
            while leader[name] != name:
                leader[name] = leader[leader[name]]
                name = leader[name]
            return name

        for terms, _ in self.equations:
            first, *rest = terms
            for name in rest:
                leader[root(name)] = root(first)
        parts: dict[Hashable, tuple[list[Hashable], list[int]]] = {}
        for i, (terms, _) in enumerate(self.equations):
            parts.setdefault(root(next(iter(terms))), ([], []))[1].append(i)
        for name in self.low:
            if root(name) in parts:
                parts[root(name)][0].append(name)
        return list(parts.values())

    def _one(self, row: int) -> dict[Hashable, int] | None:
        """Bound the counts of one equation by reckoning."""
        terms, total = self.equations[row]
        ends = {
            name: sorted((w * self.low[name], w * self.high[name])) for name, w in terms.items()
        }
        least, most = sum(e[0] for e in ends.values()), sum(e[1] for e in ends.values())
        if not least <= total <= most:
            return None
        found = {}
        for name, (low, high) in ends.items():
            low, high = max(low, total - (most - high)), min(high, total - (least - low))
            if low == high:
                found[name] = low // terms[name]
        return found

    def _many(self, names: list[Hashable], rows: list[int]) -> dict[Hashable, int] | None:
        place = {name: i for i, name in enumerate(names)}
        cells = [
            (i, place[name], weight)
            for i, row in enumerate(rows)
            for name, weight in self.equations[row][0].items()
        ]
        at = np.array([c[:2] for c in cells], dtype=np.int64).T
        weights = np.array([c[2] for c in cells], dtype=np.float64)
        matrix = coo_array((weights, (at[0], at[1])), shape=(len(rows), len(names))).tocsr()
        totals = np.array([self.equations[row][1] for row in rows], dtype=np.float64)
        bounds = np.array([(self.low[n], self.high[n]) for n in names], dtype=np.float64)
        first = _solve(np.zeros(len(names)), matrix, totals, bounds)
        if first is None:
            return None
        open_ = np.ones(len(names), dtype=bool)
        generator = np.random.default_rng(20)
        for _ in range(_DIRECTIONS):
            direction = generator.normal(size=len(names))
            for sign in (1.0, -1.0):
                other = _solve(sign * direction, matrix, totals, bounds)
                if other is not None:
                    open_ &= np.abs(other - first) < 0.5
        found = {}
        for i in np.flatnonzero(open_):
            goal = np.zeros(len(names))
            goal[i] = 1.0
            low, high = (_solve(sign * goal, matrix, totals, bounds) for sign in (1.0, -1.0))
            if low is not None and high is not None and high[i] - low[i] < 0.5:
                found[names[i]] = round(float(low[i]))
        return found


def _solve(
    goal: npt.NDArray[np.float64],
    matrix: Any,
    totals: npt.NDArray[np.float64],
    bounds: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64] | None:
    result = linprog(goal, A_eq=matrix, b_eq=totals, bounds=bounds, method="highs")
    if result.status != 0:
        return None
    solution: npt.NDArray[np.float64] = np.asarray(result.x, dtype=np.float64)
    return solution
