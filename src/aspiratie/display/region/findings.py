"""What a region's report says first, by rule, from the labels of its release only.

A school stands out on a condition where its label is ``higher`` or ``lower``: one test a
school and condition, all of them one family. It stands out over the board where that holds, in
one direction, on more than half of the conditions on which it was set beside the others, and on
two at least. Headline, matrix, strips and texts all follow these labels; nothing else marks a
school.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from aspiratie.disclosure.shape import (
    Compared,
    Gap,
    Hidden,
    Informant,
    InformantItem,
    MemberSchool,
    NamedScale,
    RegionItem,
    RegionScale,
    Row,
)
from aspiratie.display.report import RegionReport

__all__ = [
    "RegionFindings",
    "Standing",
    "changed_scales",
    "find",
    "gaps_of",
    "is_clear",
    "spread_items",
]

Headline = Literal["board", "some", "none", "nothing"]

#: Fewest conditions of one direction that make a school stand out over the board.
FEWEST = 2


@dataclass(frozen=True, eq=False, kw_only=True)
class Standing:
    """One school: on which conditions it stands out, of how many."""

    school: MemberSchool
    rows: Mapping[str, Row]
    higher: tuple[RegionScale, ...]
    lower: tuple[RegionScale, ...]

    def over_board(self, label: str) -> bool:
        """Whether the school is higher, or lower, on more than half of the conditions."""
        count = len(self.higher if label == "higher" else self.lower)
        return count >= FEWEST and 2 * count > len(self.rows)


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionFindings:
    """What stands out in a region's release.

    Parameters
    ----------
    headline : {"board", "some", "none", "nothing"}
        Schools stand out over the board; on some condition; nowhere; nothing is compared.
    standings : tuple of Standing
        Schools by kind of education and name; none where they have letters.
    higher, lower : tuple of Standing
        Those that stand out over the board, most conditions first.
    clear, tested : int
        Comparisons of a school on a condition that tell a difference, and all of them.
    """

    headline: Headline
    standings: tuple[Standing, ...]
    higher: tuple[Standing, ...]
    lower: tuple[Standing, ...]
    clear: int
    tested: int

    @property
    def apart(self) -> int:
        """How many schools stand out on a condition or more."""
        return sum(bool(s.higher or s.lower) for s in self.standings)


def is_clear(label: str) -> bool:
    """Whether a label tells a difference."""
    return label in ("higher", "lower")


def find(report: RegionReport) -> RegionFindings:
    """Return what stands out, and which headline that makes."""
    rows: dict[str, dict[str, Row]] = {s.id: {} for s in report.schools}
    clear = tested = 0
    for scale in report.compared:
        counted = {label: n for label, n in scale.labels.items() if label != "not_compared"}
        tested += sum(counted.values())
        clear += sum(n for label, n in counted.items() if is_clear(label))
        if isinstance(scale, NamedScale):
            for row in scale.rows:
                rows.setdefault(row.school, {})[scale.name] = row
    standings = tuple(_standing(report, school, rows[school.id]) for school in report.schools)
    higher, lower = (_over_board(standings, label) for label in ("higher", "lower"))
    headline: Headline = "none"
    if not tested:
        headline = "nothing"
    elif higher or lower:
        headline = "board"
    elif clear:
        headline = "some"
    return RegionFindings(
        headline=headline,
        standings=standings,
        higher=higher,
        lower=lower,
        clear=clear,
        tested=tested,
    )


def _standing(report: RegionReport, school: MemberSchool, rows: Mapping[str, Row]) -> Standing:
    def of(label: str) -> tuple[RegionScale, ...]:
        return tuple(s for s in report.compared if s.name in rows and rows[s.name].label == label)

    told = {name: row for name, row in rows.items() if row.label != "not_compared"}
    return Standing(school=school, rows=told, higher=of("higher"), lower=of("lower"))


def _over_board(standings: Sequence[Standing], label: str) -> tuple[Standing, ...]:
    found = [s for s in standings if s.over_board(label)]
    return tuple(sorted(found, key=lambda s: -len(s.higher if label == "higher" else s.lower)))


def changed_scales(report: RegionReport, label: str) -> list[RegionScale]:
    """Return the conditions with a label of the change since the first wave."""
    return [s for s in report.conditions if s.change is not None and _is(s.change.label, label)]


def gaps_of(report: RegionReport) -> list[tuple[Informant, InformantItem]]:
    """Return adults' questions whose gap with pupils may be seen, widest first."""
    found = [
        (who, item, item.gap)
        for who in report.release.informants
        for item in who.items
        if isinstance(item.gap, Gap) and isinstance(item.label, Compared)
    ]
    return [(w, i) for w, i, gap in sorted(found, key=lambda f: -abs(f[2].points))]


def spread_items(report: RegionReport) -> list[RegionItem]:
    """Return the questions on which some school stands apart, widest middle half first."""
    found = [
        (item, item.spread)
        for item in report.release.items
        if not isinstance(item.spread, Hidden)
        and any(is_clear(label) and n for label, n in item.labels.items())
    ]
    return [item for item, spread in sorted(found, key=lambda f: f[1].low - f[1].high)]


def _is(label: Compared | Hidden, word: str) -> bool:
    return isinstance(label, Compared) and label.label == word
