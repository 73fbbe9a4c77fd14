"""Unknown sums, what is printed of them, and between which ends that leaves any sum."""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import highspy

__all__ = ["Clock", "SumSystem"]

_INFINITY = highspy.kHighsInf
#: The solver's own tolerance; sums are of tens to thousands.
_SLACK = 1e-7


class _Solver(highspy.Highs):
    """HiGHS on one thread, that does not print its name."""

    def __init__(self) -> None:
        # past the parent's own constructor, which prints before it can be told not to
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)


@dataclass(eq=False)
class Clock:
    """The time that an attack may take; what it did not come to is counted.

    Parameters
    ----------
    seconds : float
        Processor time of this process.
    """

    seconds: float
    tried: int = 0
    skipped: int = 0
    _start: float = field(default_factory=time.process_time)

    def allows(self) -> bool:
        """Count a derivation, and whether there is time for it."""
        late = time.process_time() - self._start > self.seconds
        self.skipped += late
        self.tried += not late
        return not late


@dataclass(eq=False)
class SumSystem:
    """Unknown numbers within ends, and weighted sums of them within ends.

    Bounds are by linear programming (HiGHS), each from the last one's solution, and rounded
    to five decimals.

    Examples
    --------
    >>> system = SumSystem()
    >>> system.unknown("school", 40.0, 44.0)
    >>> system.unknown("without one pupil", 38.0, 41.0)
    >>> system.unknown("that pupil", 1.0, 5.0)
    >>> system.state({"school": 1, "without one pupil": -1, "that pupil": -1}, 0.0, 0.0)
    >>> system.ends("that pupil")
    (1.0, 5.0)
    >>> system.unknown("without one pupil", 40.0, 41.0)
    >>> system.ends("that pupil")
    (1.0, 4.0)
    """

    _place: dict[Hashable, int] = field(default_factory=dict)
    _ends: list[tuple[float, float]] = field(default_factory=list)
    _rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    _solver: _Solver | None = None

    def __contains__(self, name: Hashable) -> bool:
        return name in self._place

    @property
    def stated(self) -> int:
        """Number of statements."""
        return len(self._rows)

    def unknown(self, name: Hashable, low: float, high: float) -> None:
        """Add an unknown, or learn more of one: it lies within both ends."""
        if name not in self._place:
            self._place[name] = len(self._ends)
            self._ends.append((low, high))
        else:
            place = self._place[name]
            own = self._ends[place]
            self._ends[place] = (max(own[0], low), min(own[1], high))
        self._solver = None

    def state(self, terms: Mapping[Any, float], low: float, high: float) -> None:
        """State that a weighted sum of unknowns lies within two ends."""
        self._rows.append(({self._place[k]: float(v) for k, v in terms.items()}, low, high))
        self._solver = None

    def ends(self, name: Hashable) -> tuple[float, float] | None:
        """Return the least and the most that an unknown can be; None if nothing fits."""
        place = self._place[name]
        mine = [row for row in self._rows if place in row[0]]
        if not mine:
            return self._ends[place]
        if self._solver is None:
            self._solver = self._build()
        found = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self._solver.changeColCost(place, 1.0)
            self._solver.changeObjectiveSense(sense)
            self._solver.run()
            if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                self._solver.changeColCost(place, 0.0)
                return None
            found.append(float(self._solver.getInfo().objective_function_value))
        self._solver.changeColCost(place, 0.0)
        low, high = self._ends[place]
        return max(low, round(found[0], 5)), min(high, round(found[1], 5))

    def _build(self) -> _Solver:
        solver = _Solver()
        for low, high in self._ends:
            # rounding of the printed ends must not make a true world impossible
            solver.addVar(low - _SLACK, high + _SLACK)
        for terms, low, high in self._rows:
            solver.addRow(
                low if low > -_INFINITY else -_INFINITY,
                high if high < _INFINITY else _INFINITY,
                len(terms),
                list(terms),
                list(terms.values()),
            )
        return solver
