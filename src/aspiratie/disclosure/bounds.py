"""Shares and distributions in the form in which they may be seen.

Everything is reckoned in whole counts: what a reader can conclude from a printed
percentage is the set of counts that would have been printed alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aspiratie.disclosure.rules import DisclosureRules

__all__ = [
    "CountRange",
    "coarse_classes",
    "counts_of",
    "is_determined",
    "narrow",
    "publish_distribution",
    "publish_share",
    "side_of",
    "wilson_percent",
]

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CountRange:
    """The counts from ``low`` to ``high``, both included; empty where low > high."""

    low: int
    high: int

    def meet(self, other: CountRange) -> CountRange:
        """Return the counts in both ranges."""
        return CountRange(low=max(self.low, other.low), high=min(self.high, other.high))

    @property
    def size(self) -> int:
        """Number of counts in the range."""
        return max(0, self.high - self.low + 1)


def publish_share(count: int, n: int, rules: DisclosureRules, *, step: int = 1) -> Json:
    """Return a share that may be seen: exact to a step, or below or above a bound.

    Parameters
    ----------
    count, n : int
        Respondents who gave the answer, and respondents.
    rules : DisclosureRules
        Gives the bound of n.
    step : int
        Percentages are rounded to a multiple of it, halves up.

    Returns
    -------
    dict
        A ``Share`` of the release.

    Examples
    --------
    >>> publish_share(22, 187, DisclosureRules())
    {'state': 'exact', 'percent': 12}
    >>> publish_share(3, 187, DisclosureRules())
    {'state': 'below', 'percent': 5}
    """
    bound = rules.bound(n)
    if n == 0:
        return {"state": "hidden", "reason": "no_data"}
    if n < rules.n_min or bound is None:
        return {"state": "hidden", "reason": "few"}
    if 100 * count < bound * n:
        return {"state": "below", "percent": bound}
    if 100 * count > (100 - bound) * n:
        return {"state": "above", "percent": 100 - bound}
    return {"state": "exact", "percent": step * ((200 * count + step * n) // (2 * step * n))}


def counts_of(share: Mapping[str, Any], n: int, *, step: int, bound: int) -> CountRange:
    """Return the counts of n that are printed as this share.

    Examples
    --------
    >>> counts_of({"state": "exact", "percent": 12}, 187, step=1, bound=5)
    CountRange(low=22, high=23)
    >>> counts_of({"state": "below", "percent": 5}, 40, step=5, bound=5)
    CountRange(low=0, high=1)
    """
    state, percent = share["state"], share.get("percent", 0)
    if state == "below":
        return CountRange(low=0, high=_ceil(percent * n, 100) - 1)
    if state == "above":
        return CountRange(low=percent * n // 100 + 1, high=n)
    if state == "exact":
        rounded = CountRange(
            low=_ceil((2 * percent - step) * n, 200), high=_ceil((2 * percent + step) * n, 200) - 1
        )
        inside = CountRange(low=_ceil(bound * n, 100), high=(100 - bound) * n // 100)
        return rounded.meet(inside)
    return CountRange(low=0, high=n)


def _ceil(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


def narrow(total: CountRange, parts: Sequence[CountRange]) -> list[CountRange]:
    """Return what follows for parts that sum to a total; exact for whole counts."""
    low, high = sum(p.low for p in parts), sum(p.high for p in parts)
    return [
        CountRange(
            low=max(p.low, total.low - (high - p.high)),
            high=min(p.high, total.high - (low - p.low)),
        )
        for p in parts
    ]


def is_determined(
    n: int,
    classes: Sequence[CountRange],
    bounded: Sequence[bool],
    *,
    union: Sequence[int] = (),
    union_range: CountRange | None = None,
    union_bounded: bool = False,
) -> bool:
    """Whether a bounded count follows exactly from a distribution and one union of its classes.

    Parameters
    ----------
    n : int
        Respondents; the classes sum to it.
    classes : sequence of CountRange
        Counts that each class can have.
    bounded : sequence of bool
        Which classes were bounded.
    union, union_range, union_bounded
        Classes of which the sum is printed too (as "agree"), and the counts it can have.

    Returns
    -------
    bool
        True where some bounded count can have one value only.
    """
    inner, outer = list(union), [i for i in range(len(classes)) if i not in union]
    given = union_range or CountRange(low=0, high=n)
    sums = [
        given.meet(_total(classes, inner)),
        _total(classes, outer),
    ]
    sums = narrow(CountRange(low=n, high=n), sums)
    found: dict[int, CountRange] = {}
    for places, total in zip((inner, outer), sums, strict=True):
        parts = narrow(total, [classes[i] for i in places])
        found |= dict(zip(places, parts, strict=True))
    single = any(found[i].size <= 1 for i, is_bounded in enumerate(bounded) if is_bounded)
    return single or (union_bounded and sums[0].size <= 1)


def _total(classes: Sequence[CountRange], places: Sequence[int]) -> CountRange:
    return CountRange(
        low=sum(classes[i].low for i in places), high=sum(classes[i].high for i in places)
    )


def side_of(place: int, k: int) -> str:
    """Return the side of the answer at a place (from 1) of k: low, middle or high.

    Examples
    --------
    >>> [side_of(i, 5) for i in (1, 2, 3, 4, 5)]
    ['low', 'low', 'middle', 'high', 'high']
    """
    double = 2 * place - (k + 1)
    return "low" if double < 0 else "high" if double > 0 else "middle"


def coarse_classes(k: int) -> list[list[int]]:
    """Return the classes of k answers by side: three for an odd number, two for an even.

    Examples
    --------
    >>> coarse_classes(5), coarse_classes(4)
    ([[1, 2], [3], [4, 5]], [[1, 2], [3, 4]])
    """
    sides: dict[str, list[int]] = {"low": [], "middle": [], "high": []}
    for place in range(1, k + 1):
        sides[side_of(place, k)].append(place)
    return [members for members in sides.values() if members]


def publish_distribution(
    draft: Mapping[str, Any],
    rules: DisclosureRules,
    *,
    agree: bool = False,
) -> tuple[Json, Json | None]:
    """Return a distribution that may be seen, and the share on its high side.

    Classes are tried from fine to coarse. With a bounded share all are printed in
    steps as wide as the bound, so that it does not follow as 100 minus the others.

    Parameters
    ----------
    draft : mapping
        ``counts``, ``categories`` and perhaps ``coarse``.
    rules : DisclosureRules
        The rules.
    agree : bool
        Whether the share of agreement is printed beside the distribution.

    Returns
    -------
    distribution : dict
        A ``Distribution`` of the release.
    share : dict or None
        A ``Share`` of the high side, exact to one point; hidden where that would tell
        a bounded count; None unless asked for.

    Examples
    --------
    >>> texts = [{"nl": word, "en": None} for word in ("oneens", "neutraal", "eens")]
    >>> draft = {"counts": [2, 40, 58], "categories": texts}
    >>> shown, _ = publish_distribution(draft, DisclosureRules())
    >>> shown["step"], [c["share"]["state"] for c in shown["classes"]]
    (5, ['below', 'exact', 'exact'])
    """
    counts = [int(c) for c in draft["counts"]]
    n, k = sum(counts), len(counts)
    bound = rules.bound(n)
    if n == 0 or n < rules.n_min or bound is None:
        hidden = {"state": "hidden", "reason": "few" if n else "no_data"}
        return hidden, dict(hidden) if agree else None
    high = [place for place in range(1, k + 1) if side_of(place, k) == "high"]
    for classes in _plans(k, n, rules, draft.get("coarse")):
        parts = [sum(counts[m - 1] for m in members) for members in classes]
        shares = [publish_share(part, n, rules) for part in parts]
        bounded = [share["state"] != "exact" for share in shares]
        step = bound if any(bounded) else 1
        shares = [publish_share(part, n, rules, step=step) for part in parts]
        ranges = [counts_of(share, n, step=step, bound=bound) for share in shares]
        if is_determined(n, ranges, bounded):
            continue
        shown: Json = {
            "state": "shown",
            "n": n,
            "step": step,
            "classes": [
                {
                    "label": _joined([draft["categories"][m - 1] for m in members]),
                    "members": list(members),
                    "side": _side(members, k),
                    "share": share,
                }
                for members, share in zip(classes, shares, strict=True)
            ],
        }
        if not agree:
            return shown, None
        union = [i for i, members in enumerate(classes) if set(members) <= set(high)]
        whole = sorted(m for i in union for m in classes[i]) == high
        agreeing = sum(counts[m - 1] for m in high)
        share = publish_share(agreeing, n, rules)
        if whole and not is_determined(
            n,
            ranges,
            bounded,
            union=union,
            # as if the count itself were known: a gap beside it may narrow the share
            union_range=(
                CountRange(low=agreeing, high=agreeing)
                if share["state"] == "exact"
                else counts_of(share, n, step=1, bound=bound)
            ),
            union_bounded=share["state"] != "exact",
        ):
            return shown, share
        return shown, {"state": "hidden", "reason": "complement"}
    hidden = {"state": "hidden", "reason": "complement"}
    return hidden, dict(hidden) if agree else None


def _plans(
    k: int, n: int, rules: DisclosureRules, coarse: Sequence[Sequence[int]] | None
) -> list[list[list[int]]]:
    fine = [[m] for m in range(1, k + 1)]
    rough = [list(members) for members in coarse] if coarse else coarse_classes(k)
    plans = [] if n < rules.classes3_below and k > 3 else [fine]
    plans.append(rough)
    if len(rough) > 2:
        plans.append([[m for part in rough[:-1] for m in part], rough[-1]])
    return [plan for i, plan in enumerate(plans) if plan not in plans[:i]]


def _side(members: Sequence[int], k: int) -> str:
    sides = {side_of(m, k) for m in members}
    if len(sides) == 1:
        return sides.pop()
    return "low" if 1 in members else "high" if k in members else "middle"


def _joined(labels: Sequence[Mapping[str, Any]]) -> Json:
    english = [label.get("en") for label in labels]
    return {
        "nl": " / ".join(label["nl"] for label in labels),
        "en": " / ".join(str(e) for e in english) if all(english) else None,
    }


def wilson_percent(counts: CountRange, n: int, *, z: float = 1.959963984540054) -> tuple[int, int]:
    """Return Wilson's 95 % interval of a share in whole percentages, rounded outward.

    It covers the intervals of every count in the range, so it tells no more than the
    share that is printed.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. *JASA*, 22(158), 209–212. https://doi.org/10.1080/01621459.1927.10502953
    In R: ``prop.test(x, n, correct = FALSE)$conf.int``.

    Examples
    --------
    >>> wilson_percent(CountRange(low=22, high=22), 187)
    (7, 18)
    """

    def ends(count: int) -> tuple[float, float]:
        p, shrink = count / n, 1 + z * z / n
        middle = (p + z * z / (2 * n)) / shrink
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / shrink
        return middle - half, middle + half

    low, high = ends(counts.low)[0], ends(counts.high)[1]
    return max(0, math.floor(100 * low)), min(100, math.ceil(100 * high))
