"""What a school's report says first, by rule, from tested differences only.

The headline is the first of these that holds:

1. conditions on which the school stands apart from the other schools of its region;
2. conditions that changed since the first wave that asked the same;
3. conditions on which groups of the school differ;
4. questions on which adults and pupils differ;
5. questions on which the school stands apart from the region;
6. none of these, though there was something to compare with;
7. nothing to compare with: what pupils said.

Scores of different scales are never compared with each other: a scale may be high everywhere.
Differences are ordered by what is printed: school minus region, as a part of the answer scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from aspiratie.disclosure.shape import (
    Compared,
    Estimate,
    Exact,
    Hidden,
    Informant,
    InformantItem,
    Item,
    Mark,
    Scale,
    ShareMark,
    Within,
)
from aspiratie.display.report import SchoolReport

__all__ = [
    "Findings",
    "Headline",
    "apart_from_region",
    "changed",
    "compared_items",
    "difference",
    "findings",
    "gaps",
    "ordered_by_difference",
    "telling_items",
]

Headline = Literal["region", "change", "within", "adults", "questions", "alike", "said", "nothing"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Findings:
    """What stands out in a school's release, each by a corrected test.

    Parameters
    ----------
    headline : Headline
        Which rule holds first.
    compared : tuple of Scale
        Conditions that are set beside the region.
    higher, lower : tuple of Scale
        Those that stand apart from it, widest first.
    rose, fell : tuple of Scale
        Conditions that changed since the first wave.
    steady : tuple of Scale
        Conditions of which the change was tested and is not certain.
    differ, alike : tuple of Within
        Conditions on which groups differ, and do not certainly differ.
    telling : tuple of Item
        Questions on which the school stands apart from the region, widest first.
    gaps : tuple of (Informant, InformantItem)
        Questions on which adults and pupils differ, widest first.
    asked : tuple of Informant
        Adults who were set beside pupils on a question or more.
    """

    headline: Headline
    compared: tuple[Scale, ...]
    higher: tuple[Scale, ...]
    lower: tuple[Scale, ...]
    rose: tuple[Scale, ...]
    fell: tuple[Scale, ...]
    steady: tuple[Scale, ...]
    differ: tuple[Within, ...]
    alike: tuple[Within, ...]
    telling: tuple[Item, ...]
    gaps: tuple[tuple[Informant, InformantItem], ...]
    asked: tuple[Informant, ...]

    @property
    def apart(self) -> tuple[Scale, ...]:
        """Conditions that stand apart from the region, widest first."""
        apart = {s.name for s in (*self.higher, *self.lower)}
        return tuple(ordered_by_difference([s for s in self.compared if s.name in apart]))


def difference(scale: Scale) -> float:
    """Return school minus region as printed, as a part of the answer scale; 0 where hidden."""
    if not (isinstance(scale.score, Estimate) and isinstance(scale.region, Mark)):
        return 0.0
    return (scale.score.mean - scale.region.mean) / (scale.highest - scale.lowest)


def ordered_by_difference(scales: Sequence[Scale]) -> list[Scale]:
    """Return scales with the largest printed difference from the region first."""
    return sorted(scales, key=lambda s: -abs(difference(s)))


def apart_from_region(scales: Sequence[Scale], label: str) -> tuple[Scale, ...]:
    """Return the scales with a label of the comparison with the region, widest first."""
    found = [s for s in scales if _is(s.comparison.label, label)]
    return tuple(ordered_by_difference(found))


def changed(scales: Sequence[Scale], label: str) -> tuple[Scale, ...]:
    """Return the scales with a label of the change since the first wave."""
    return tuple(s for s in scales if s.change is not None and _is(s.change.label, label))


def compared_items(report: SchoolReport) -> list[Item]:
    """Return the questions that are set beside the region, widest apart first."""
    found = [
        item
        for item in report.release.items
        if isinstance(item.label, Compared) and _points(item) is not None
    ]
    return sorted(found, key=lambda item: -abs(_points(item) or 0))


def telling_items(report: SchoolReport) -> list[Item]:
    """Return the questions that differ from the region by a test, widest first."""
    return [
        item
        for item in compared_items(report)
        if isinstance(item.label, Compared) and item.label.label in ("higher", "lower")
    ]


def _points(item: Item) -> int | None:
    own, other = item.favourable.share, item.region
    if isinstance(own, Exact) and isinstance(other, ShareMark):
        return own.percent - other.percent
    return None


def gaps(report: SchoolReport, label: str | None = None) -> list[tuple[Informant, InformantItem]]:
    """Return adults' questions that were tested beside pupils', the widest printed gap first.

    A gap of which one share is told as "more than" has no points, and comes last.
    """
    found = [
        (who, item)
        for who in report.release.informants
        for item in who.items
        if isinstance(item.label, Compared) and (label is None or item.label.label == label)
    ]
    return sorted(found, key=lambda f: -abs(getattr(f[1].gap, "points", 0)))


def _is(label: Compared | Hidden, word: str) -> bool:
    return isinstance(label, Compared) and label.label == word


def findings(report: SchoolReport) -> Findings:
    """Return what stands out, and which headline that makes."""
    scales = report.readable
    compared = [s for s in scales if _tested(s.comparison.label)]
    higher, lower = (apart_from_region(compared, label) for label in ("higher", "lower"))
    rose, fell, steady = (changed(scales, label) for label in ("higher", "lower", "similar"))
    names = {s.name for s in scales}
    within = [w for w in report.release.within if w.scale in names]
    differ = tuple(w for w in within if w.verdict == "differ")
    alike = tuple(w for w in within if w.verdict == "alike")
    told = [f for f in gaps(report) if not _is(f[1].label, "similar")]
    asked = tuple(
        who
        for who in report.release.informants
        if any(isinstance(item.label, Compared) for item in who.items)
    )
    telling = telling_items(report)
    headline: Headline
    if not scales and not any(isinstance(i.favourable.share, Exact) for i in report.release.items):
        headline = "nothing"
    elif higher or lower:
        headline = "region"
    elif rose or fell:
        headline = "change"
    elif differ:
        headline = "within"
    elif told:
        headline = "adults"
    elif telling:
        headline = "questions"
    elif compared or steady or alike:
        headline = "alike"
    else:
        headline = "said"
    return Findings(
        headline=headline,
        compared=tuple(compared),
        higher=higher,
        lower=lower,
        rose=rose,
        fell=fell,
        steady=steady,
        differ=differ,
        alike=alike,
        telling=tuple(telling),
        gaps=tuple(told),
        asked=asked,
    )


def _tested(label: Compared | Hidden) -> bool:
    return isinstance(label, Compared) and label.label != "not_compared"
