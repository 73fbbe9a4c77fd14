"""Waves and informants of a region, from what its schools print.

Only schools of which both sides may be seen are counted, with their printed numbers, so that
nothing follows from a region's number that a school does not print itself. In the lettered
document fewer than three schools are never left over either: their own number would be told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from msgspec.structs import replace

from aspiratie.disclosure.answers import respondents
from aspiratie.disclosure.bounds import publish_share
from aspiratie.disclosure.counted import printed_means, printed_shares
from aspiratie.disclosure.draft import favourable_side
from aspiratie.disclosure.region.draft import (
    DraftRegionInformant,
    DraftRegionItem,
    DraftRegionMirror,
    DraftRegionScale,
)
from aspiratie.disclosure.region.items import answers_told
from aspiratie.disclosure.region.rules import pupils_of, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Above,
    Below,
    Change,
    Compared,
    Exact,
    Gap,
    Hidden,
    Informant,
    InformantItem,
    Mark,
    WaveMark,
)
from aspiratie.disclosure.shape.words import Reason
from aspiratie.measurement.multiplicity import adjust_fdr, adjust_holm
from aspiratie.schools.pooled import PooledDifference, pooled_difference

__all__ = ["Waves", "publish_region_informants", "publish_waves"]

#: To which what follows from printed means is rounded.
STEP = 0.01

#: By school: respondents and printed number.
Printed = Mapping[str, tuple[int, float]]
#: What is told of a scale: its waves and its change.
Waves = tuple[tuple[WaveMark, ...], Change | None]


class _Fault(Protocol):
    """Says why some of the printed schools may not be told together; None where they may."""

    def __call__(self, kept: Sequence[str], *sides: Printed) -> Reason | None: ...


def _fault_of(rules: DisclosureRules, smallest_rest: int) -> _Fault:
    def fault(kept: Sequence[str], *sides: Printed) -> Reason | None:
        for side in sides:
            why = region_fault(pupils_of({s: side[s][0] for s in kept}), rules)
            if why:
                return why
        if any(0 < len(side) - len(kept) < smallest_rest for side in sides):
            return "complement"
        return None

    return fault


def publish_waves(
    scales: Sequence[DraftRegionScale], rules: DisclosureRules, *, smallest_rest: int = 0
) -> list[Waves]:
    """Publish each scale's means over the waves, and whether the last differs from the first.

    The tests over the scales that are no principle are one family (Benjamini and Hochberg). A
    change is told only in the direction in which the printed means differ.

    Parameters
    ----------
    scales : sequence of DraftRegionScale
        As in the draft of a region.
    rules : DisclosureRules
        The rules.
    smallest_rest : int
        Fewest schools that may be left over when the counted ones are taken away.
    """
    fault = _fault_of(rules, smallest_rest)
    tests: dict[int, PooledDifference] = {}
    marks: list[tuple[WaveMark, ...]] = []
    for place, scale in enumerate(scales):
        shown, test = _waves(scale, rules, fault)
        marks.append(shown)
        if test is not None:
            tests[place] = test
    family = [i for i in tests if scales[i].facts.kind != "principle"]
    adjusted = dict(zip(family, _adjusted(tests, family, adjust_fdr), strict=True))
    out: list[Waves] = []
    for i, shown in enumerate(marks):
        change = None
        if shown:
            label = _change_label(shown, tests.get(i), adjusted.get(i), rules)
            change = Change(since=shown[0].wave, label=label)
        out.append((shown, change))
    return out


def _adjusted(
    tests: Mapping[int, PooledDifference],
    family: Sequence[int],
    adjust: Callable[[list[list[float]]], object],
) -> list[float]:
    if not family:
        return []
    return [float(p) for p in adjust([[tests[i].p for i in family]])[0]]  # type: ignore[index]


def _waves(
    scale: DraftRegionScale, rules: DisclosureRules, fault: _Fault
) -> tuple[tuple[WaveMark, ...], PooledDifference | None]:
    facts = scale.facts
    if len(scale.waves) < 2:
        return (), None
    hidden: Reason | None = scale.fault or None
    sides = {
        wave: {
            school: (score.n, score.mean)
            for school, score in printed_means(
                means, rules, ends=(facts.lowest, facts.highest)
            ).items()
        }
        for wave, means in scale.waves.items()
    }
    kept = sorted(set.intersection(*(set(side) for side in sides.values())))
    hidden = hidden or fault(kept, *sides.values())
    if hidden:
        why = Hidden(reason=hidden)
        return tuple(WaveMark(wave=wave, score=why) for wave in sides), None
    marks = []
    for wave, side in sides.items():
        n = sum(side[s][0] for s in kept)
        mean = sum(side[s][0] * side[s][1] for s in kept) / n
        score = Mark(n=n, schools=len(kept), mean=round(mean, 2), step=STEP)
        marks.append(WaveMark(wave=wave, score=score))
    first, *_, last = sides.values()
    return tuple(marks), _test(kept, first, last)


def _test(kept: Sequence[str], first: Printed, second: Printed) -> PooledDifference:
    return pooled_difference(
        [first[s][0] for s in kept],
        [first[s][1] for s in kept],
        [second[s][0] for s in kept],
        [second[s][1] for s in kept],
    )


def _change_label(
    shown: Sequence[WaveMark],
    test: PooledDifference | None,
    p: float | None,
    rules: DisclosureRules,
) -> Compared | Hidden:
    first, last = shown[0].score, shown[-1].score
    if isinstance(first, Hidden):
        return first
    if test is None or isinstance(last, Hidden):
        return Hidden(reason="no_data")
    if p is None:
        return Compared(label="not_compared")
    return _label(round(last.mean - first.mean, 2), p, rules)


def _label(difference: float, p: float, rules: DisclosureRules) -> Compared:
    if p >= rules.alpha or math.isnan(p) or not difference:
        return Compared(label="similar")
    return Compared(label="higher" if difference > 0 else "lower")


def publish_region_informants(
    informants: Sequence[DraftRegionInformant],
    items: Sequence[DraftRegionItem],
    rules: DisclosureRules,
    *,
    smallest_rest: int = 0,
) -> tuple[Informant, ...]:
    """Publish other informants' favourable answers beside the pupils', over a region.

    The tests over the questions of an informant are one family (Holm). A gap is that of the
    printed shares, and is told as a difference only in their direction.

    Parameters
    ----------
    informants : sequence of DraftRegionInformant
        Raw, by school.
    items : sequence of DraftRegionItem
        The pupils' questions.
    rules : DisclosureRules
        The rules.
    smallest_rest : int
        Fewest schools that may be left over when the counted ones are taken away.
    """
    told = answers_told(items)
    pupils = {item.name: item for item in items if item.name in told}
    return tuple(
        _informant(who, pupils, rules, _fault_of(rules, smallest_rest)) for who in informants
    )


def _informant(
    who: DraftRegionInformant,
    pupils: Mapping[str, DraftRegionItem],
    rules: DisclosureRules,
    fault: _Fault,
) -> Informant:
    shown = [_mirror(m, pupils[m.name], rules, fault) for m in who.items if m.name in pupils]
    tests = {i: test for i, (_, test) in enumerate(shown) if test is not None}
    adjusted = dict(zip(tests, _adjusted(tests, list(tests), adjust_holm), strict=True))
    rows = []
    for i, (row, _) in enumerate(shown):
        if isinstance(row.gap, Gap) and i in adjusted:
            label = _label(row.gap.points, adjusted[i], rules)
            rows.append(replace(row, label=label))
        else:
            rows.append(row)
    sizes = {s: n for s, n in who.sizes.items() if n >= rules.n_min}
    few = len(sizes) < rules.region_min_schools
    return Informant(
        informant=who.informant,
        n=Hidden(reason="few_schools") if few else respondents(sum(sizes.values()), rules),
        items=tuple(rows),
    )


def _mirror(
    mirror: DraftRegionMirror, item: DraftRegionItem, rules: DisclosureRules, fault: _Fault
) -> tuple[InformantItem, PooledDifference | None]:
    side = favourable_side(reversed=item.reversed)
    ours = printed_shares(item.counts, item.categories, rules, side)
    theirs = _printed(mirror, rules)
    kept = sorted(ours.keys() & theirs.keys())
    why = fault(kept, ours, theirs)
    if why:
        hidden = Hidden(reason=why)
        return (
            InformantItem(
                name=mirror.name,
                title=mirror.title,
                side=side,
                theirs=hidden,
                pupils=hidden,
                gap=hidden,
                label=hidden,
            ),
            None,
        )
    test = _test(kept, ours, theirs)
    first, second = _percent(test.first), _percent(test.second)
    points = second - first
    wing = math.ceil(test.high - test.difference) if math.isfinite(test.high) else 100
    return (
        InformantItem(
            name=mirror.name,
            title=mirror.title,
            side=side,
            theirs=Exact(percent=second),
            pupils=Exact(percent=first),
            gap=Gap(points=points, low=points - wing, high=points + wing),
            label=Compared(label="not_compared"),
        ),
        test,
    )


def _percent(value: float) -> int:
    return min(99, max(1, math.floor(value + 0.5)))


def _printed(mirror: DraftRegionMirror, rules: DisclosureRules) -> dict[str, tuple[int, float]]:
    out: dict[str, tuple[int, float]] = {}
    for school, raw in mirror.theirs.items():
        match publish_share(raw.count, raw.n, rules):
            case Exact(percent=percent):
                out[school] = (raw.n, float(percent))
            case Below(percent=percent):
                out[school] = (raw.n, percent / 2)
            case Above(percent=percent):
                out[school] = (raw.n, 50 + percent / 2)
    return out
