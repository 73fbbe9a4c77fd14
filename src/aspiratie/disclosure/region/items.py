"""Answers of a region's pupils together, such that no school's answers follow from them.

A school's report prints small shares as bounds. From the region's counts less those of the
other schools such a share must not follow. A bounded count has three values or more, so that
two pupils can change places within that school without a trace in its report; so it is enough
that the region's printed shares are the same with two pupils more or fewer in each answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from aspiratie.disclosure.bounds import (
    bounded_share,
    coarse_classes,
    counts_of,
    is_determined,
    joined_label,
    side_of_class,
)
from aspiratie.disclosure.counted import printed_shares
from aspiratie.disclosure.draft import favourable_side
from aspiratie.disclosure.joined import answers_beside_mean
from aspiratie.disclosure.region.draft import DraftRegionItem
from aspiratie.disclosure.region.rules import pupils_of, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Count,
    Distribution,
    Exact,
    Hidden,
    ItemSpread,
    RegionItem,
    Share,
    ShareClass,
    SideShare,
    Text,
)
from aspiratie.disclosure.shape.words import Label, Side

__all__ = ["answers_told", "publish_region_items"]

#: Percentages to which shares are rounded, from fine to coarse.
STEPS = (1, 2, 5, 10, 20)


def publish_region_items(
    items: Sequence[DraftRegionItem], rules: DisclosureRules
) -> tuple[RegionItem, ...]:
    """Publish the region's answers to every item.

    Only schools with ``n_min`` answers to the item count in it.

    Parameters
    ----------
    items : sequence of DraftRegionItem
        As in the draft of a region.
    rules : DisclosureRules
        The rules.
    """
    told = answers_told(items)
    return tuple(_item(item, rules, told=item.name in told) for item in items)


def answers_told(items: Sequence[DraftRegionItem]) -> frozenset[str]:
    """Return the questions of which schools' own answers are told beside the mean of the scale."""
    questions = Counter(item.scale for item in items if item.scale)
    return frozenset(
        item.name
        for item in items
        if not answers_beside_mean(questions[item.scale or ""], len(item.categories))
    )


def _item(item: DraftRegionItem, rules: DisclosureRules, *, told: bool) -> RegionItem:
    counts = {s: c for s, c in item.counts.items() if sum(c) >= rules.n_min}
    pupils = pupils_of({s: sum(c) for s, c in counts.items()})
    k = len(item.categories)
    total = [sum(c[i] for c in counts.values()) for i in range(k)]
    said = None if item.no_opinion is None else sum(item.no_opinion[s] for s in counts)
    few = Hidden(reason="few_schools")
    side = favourable_side(reversed=item.reversed)
    shown = not region_fault(pupils, rules)
    no_opinion: Share | Hidden = Hidden(reason="not_asked")
    if said is not None:
        no_opinion = _share(said, pupils.n + said, rules) if shown else few
    printed = printed_shares(counts, item.categories, rules, side) if told else {}
    mostly = not isinstance(no_opinion, Hidden) and said is not None
    return RegionItem(
        name=item.name,
        scale=item.scale,
        title=item.title,
        reversed=item.reversed,
        midpoint=item.midpoint,
        categories=item.categories,
        n=Count(value=pupils.n) if shown else few,
        schools=pupils.schools if shown else 0,
        distribution=_distribution(total, item.categories, rules) if shown else few,
        favourable=_favourable(printed, side) if shown else SideShare(side=side, share=few),
        no_opinion=no_opinion,
        mostly_no_opinion=mostly and said is not None and 2 * said > pupils.n + said,
        spread=_spread(printed, rules) if shown else few,
        labels=_labels(item) if shown else {},
    )


def _favourable(printed: Mapping[str, tuple[int, float]], side: Side) -> SideShare:
    """Return the share of favourable answers, by the schools' printed shares."""
    n = sum(size for size, _ in printed.values())
    if not n:
        return SideShare(side=side, share=Hidden(reason="complement"))
    percent = sum(size * percent for size, percent in printed.values()) / n
    return SideShare(side=side, share=Exact(percent=min(99, max(1, math.floor(percent + 0.5)))))


def _spread(
    printed: Mapping[str, tuple[int, float]], rules: DisclosureRules
) -> ItemSpread | Hidden:
    """Return the quartiles of the schools' printed shares."""
    if not printed:
        return Hidden(reason="complement")
    fault = region_fault(pupils_of({s: n for s, (n, _) in printed.items()}), rules)
    if fault:
        return Hidden(reason=fault)
    low, high = np.quantile([percent for _, percent in printed.values()], [0.25, 0.75])
    return ItemSpread(schools=len(printed), low=math.floor(low + 0.5), high=math.floor(high + 0.5))


def _labels(item: DraftRegionItem) -> dict[Label, int]:
    return dict(
        sorted(Counter(label for label in item.labels.values() if label != "too_few").items())
    )


def _hides_two(count: int, n: int, share: Share, step: int, bound: int) -> bool:
    """Whether two pupils more or fewer would be printed alike."""
    fits = counts_of(share, n, step=step, bound=bound)
    return fits.low <= max(count - 2, 0) and fits.high >= min(count + 2, n)


def _share(count: int, n: int, rules: DisclosureRules) -> Share | Hidden:
    bound = rules.bound(n)
    if n < rules.n_min or bound is None:
        return Hidden(reason="few" if n else "no_data")
    for step in STEPS:
        share = bounded_share(count, n, bound, step=step)
        if share.percent not in (0, 100) and _hides_two(count, n, share, step, bound):
            return share
    return Hidden(reason="complement")


def _distribution(
    counts: Sequence[int], categories: Sequence[Text], rules: DisclosureRules
) -> Distribution | Hidden:
    n, k = sum(counts), len(counts)
    bound = rules.bound(n)
    if bound is None:
        return Hidden(reason="few")
    rough = coarse_classes(k)
    plans = [[[m] for m in range(1, k + 1)], rough]
    if len(rough) > 2:
        plans.append([[m for part in rough[:-1] for m in part], rough[-1]])
    for classes in plans:
        parts = [sum(counts[m - 1] for m in members) for members in classes]
        bounded = [not isinstance(bounded_share(part, n, bound), Exact) for part in parts]
        for step in STEPS:
            if any(bounded) and step < bound:
                continue
            shares = [bounded_share(part, n, bound, step=step) for part in parts]
            ranges = [counts_of(share, n, step=step, bound=bound) for share in shares]
            if any(isinstance(s, Exact) and s.percent in (0, 100) for s in shares):
                continue
            safe = not is_determined(n, ranges, bounded) and all(
                _hides_two(part, n, share, step, bound)
                for part, share in zip(parts, shares, strict=True)
            )
            if safe:
                return _shown(n, step, classes, shares, categories)
    return Hidden(reason="complement")


def _shown(
    n: int,
    step: int,
    classes: Sequence[Sequence[int]],
    shares: Sequence[Share],
    categories: Sequence[Text],
) -> Distribution:
    return Distribution(
        n=n,
        step=step,
        classes=tuple(
            ShareClass(
                label=joined_label([categories[m - 1] for m in members]),
                members=tuple(members),
                side=side_of_class(members, len(categories)),
                share=share,
            )
            for members, share in zip(classes, shares, strict=True)
        ),
    )
