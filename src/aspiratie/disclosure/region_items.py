"""Answers of a region's pupils together, such that no school's answers follow from them.

A school's report prints small shares as bounds. From the region's counts less those of the
other schools such a share must not follow. Where a bounded count has a second value, one
pupil can change places within that school without a trace in its report; so it is enough
that the region's printed shares are the same with one pupil more or fewer in each answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aspiratie.disclosure.bounds import (
    coarse_classes,
    counts_of,
    is_determined,
    publish_share,
    side_of,
)
from aspiratie.disclosure.region_rules import pupils_of, region_fault
from aspiratie.disclosure.rules import DisclosureRules

__all__ = ["publish_region_items"]

Json = dict[str, Any]

#: Percentages to which shares are rounded, from fine to coarse.
STEPS = (1, 2, 5, 10, 20)


def publish_region_items(items: Sequence[Mapping[str, Any]], rules: DisclosureRules) -> list[Json]:
    """Publish the region's answers to every item.

    Only schools with ``n_min`` answers to the item count in it.

    Parameters
    ----------
    items : sequence of mapping
        As in the draft of a region.
    rules : DisclosureRules
        The rules.
    """
    return [_item(item, rules) for item in items]


def _item(item: Mapping[str, Any], rules: DisclosureRules) -> Json:
    counts = {s: c for s, c in item["counts"].items() if sum(c) >= rules.n_min}
    pupils = pupils_of({s: sum(c) for s, c in counts.items()})
    k = len(item["categories"])
    total = [sum(c[i] for c in counts.values()) for i in range(k)]
    said = None
    if item["no_opinion"] is not None:
        said = sum(item["no_opinion"][s] for s in counts)
    keys = ("name", "scale", "title", "reversed", "midpoint", "categories")
    few = {"state": "hidden", "reason": "few_schools"}
    shown = not region_fault(pupils, rules)
    no_opinion: Json = {"state": "hidden", "reason": "not_asked"}
    if said is not None:
        no_opinion = _share(said, pupils.n + said, rules) if shown else dict(few)
    return {
        **{key: item[key] for key in keys},
        "n": {"state": "shown", "value": pupils.n} if shown else dict(few),
        "schools": pupils.schools if shown else 0,
        "distribution": _distribution(total, item["categories"], rules) if shown else dict(few),
        "no_opinion": no_opinion,
        "mostly_no_opinion": no_opinion["state"] != "hidden"
        and said is not None
        and 2 * said > pupils.n + said,
    }


def _hides_one(count: int, n: int, share: Json, step: int, bound: int) -> bool:
    """Whether one pupil more or fewer would be printed alike."""
    fits = counts_of(share, n, step=step, bound=bound)
    return (fits.low < count or count == 0) and (fits.high > count or count == n)


def _share(count: int, n: int, rules: DisclosureRules) -> Json:
    bound = rules.bound(n)
    for step in STEPS:
        share = publish_share(count, n, rules, step=step)
        if bound is None or share["state"] == "hidden":
            return share
        if share.get("percent") not in (0, 100) and _hides_one(count, n, share, step, bound):
            return share
    return {"state": "hidden", "reason": "complement"}


def _distribution(
    counts: Sequence[int], categories: Sequence[Json], rules: DisclosureRules
) -> Json:
    n, k = sum(counts), len(counts)
    bound = rules.bound(n)
    if bound is None:
        return {"state": "hidden", "reason": "few"}
    rough = coarse_classes(k)
    plans = [[[m] for m in range(1, k + 1)], rough]
    if len(rough) > 2:
        plans.append([[m for part in rough[:-1] for m in part], rough[-1]])
    for classes in plans:
        parts = [sum(counts[m - 1] for m in members) for members in classes]
        bounded = [publish_share(part, n, rules)["state"] != "exact" for part in parts]
        for step in STEPS:
            if any(bounded) and step < bound:
                continue
            shares = [publish_share(part, n, rules, step=step) for part in parts]
            ranges = [counts_of(share, n, step=step, bound=bound) for share in shares]
            if any(s["state"] == "exact" and s["percent"] in (0, 100) for s in shares):
                continue
            safe = not is_determined(n, ranges, bounded) and all(
                _hides_one(part, n, share, step, bound)
                for part, share in zip(parts, shares, strict=True)
            )
            if safe:
                return _shown(n, step, classes, shares, categories)
    return {"state": "hidden", "reason": "complement"}


def _shown(
    n: int,
    step: int,
    classes: Sequence[Sequence[int]],
    shares: Sequence[Json],
    categories: Sequence[Json],
) -> Json:
    return {
        "state": "shown",
        "n": n,
        "step": step,
        "classes": [
            {
                "label": _label([categories[m - 1] for m in members]),
                "members": list(members),
                "side": _side(members, len(categories)),
                "share": share,
            }
            for members, share in zip(classes, shares, strict=True)
        ],
    }


def _label(labels: Sequence[Mapping[str, Any]]) -> Json:
    english = [label.get("en") for label in labels]
    return {
        "nl": " / ".join(label["nl"] for label in labels),
        "en": " / ".join(str(e) for e in english) if all(english) else None,
    }


def _side(members: Sequence[int], k: int) -> str:
    sides = {side_of(m, k) for m in members}
    if len(sides) == 1:
        return sides.pop()
    return "low" if 1 in members else "high"
