"""Shares and distributions in the form in which they may be seen.

Everything is reckoned in whole counts: what a reader can conclude from a printed
percentage is the set of counts that would have been printed alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspiratie.bilingual import Text
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Above,
    Below,
    Distribution,
    Exact,
    Hidden,
    Share,
    ShareClass,
    SideShare,
)
from aspiratie.disclosure.shape.words import Side

if TYPE_CHECKING:
    from aspiratie.disclosure.draft import RawCounts

__all__ = [
    "OPEN",
    "CountRange",
    "bounded_share",
    "coarse_classes",
    "counts_of",
    "is_determined",
    "joined_label",
    "narrow",
    "publish_distribution",
    "publish_share",
    "publish_with_side",
    "side_of",
    "side_of_class",
    "wilson_percent",
]


#: Counts that must stay possible behind a bound: who is one of those counted, and takes
#: himself away, still does not know whether there is another.
OPEN = 3


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


def publish_share(count: int, n: int, rules: DisclosureRules, *, step: int = 1) -> Share | Hidden:
    """Return a share that may be seen: exact to a step, or below or above a bound.

    Parameters
    ----------
    count, n : int
        Respondents who gave the answer, and respondents.
    rules : DisclosureRules
        Gives the bound of n.
    step : int
        Percentages are rounded to a multiple of it, halves up.

    Examples
    --------
    >>> publish_share(22, 187, DisclosureRules())
    Exact(percent=12)
    >>> publish_share(3, 187, DisclosureRules())
    Below(percent=2)
    """
    bound = rules.bound(n)
    if n == 0:
        return Hidden(reason="no_data")
    if n < rules.n_min or bound is None:
        return Hidden(reason="few")
    return bounded_share(count, n, bound, step=step)


def bounded_share(count: int, n: int, bound: int, *, step: int = 1) -> Share:
    """Return a share below or above a bound as such, and others to a multiple of a step."""
    if 100 * count < bound * n:
        return Below(percent=bound)
    if 100 * count > (100 - bound) * n:
        return Above(percent=100 - bound)
    return Exact(percent=step * ((200 * count + step * n) // (2 * step * n)))


def counts_of(share: Share | Hidden, n: int, *, step: int, bound: int) -> CountRange:
    """Return the counts of n that are printed as this share.

    Examples
    --------
    >>> counts_of(Exact(percent=12), 187, step=1, bound=5)
    CountRange(low=22, high=23)
    >>> counts_of(Below(percent=5), 40, step=5, bound=5)
    CountRange(low=0, high=1)
    """
    if isinstance(share, Below):
        return CountRange(low=0, high=_ceil(share.percent * n, 100) - 1)
    if isinstance(share, Above):
        return CountRange(low=share.percent * n // 100 + 1, high=n)
    if isinstance(share, Exact):
        double = 2 * share.percent
        rounded = CountRange(
            low=_ceil((double - step) * n, 200), high=_ceil((double + step) * n, 200) - 1
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


def is_determined(n: int, classes: Sequence[CountRange], bounded: Sequence[bool]) -> bool:
    """Whether a bounded count follows too closely from a distribution.

    Parameters
    ----------
    n : int
        Respondents; the classes sum to it.
    classes : sequence of CountRange
        Counts that each class can have.
    bounded : sequence of bool
        Which classes were bounded.

    Returns
    -------
    bool
        True where some bounded count can have fewer than three values.
    """
    found = narrow(CountRange(low=n, high=n), classes)
    return any(f.size < OPEN for f, is_bounded in zip(found, bounded, strict=True) if is_bounded)


def _total(classes: Sequence[CountRange], places: Sequence[int]) -> CountRange:
    return CountRange(
        low=sum(classes[i].low for i in places), high=sum(classes[i].high for i in places)
    )


def side_of(place: int, k: int) -> Side:
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
    sides: dict[Side, list[int]] = {"low": [], "middle": [], "high": []}
    for place in range(1, k + 1):
        sides[side_of(place, k)].append(place)
    return [members for members in sides.values() if members]


def publish_distribution(
    raw: RawCounts,
    rules: DisclosureRules,
) -> Distribution | Hidden:
    """Return a distribution that may be seen.

    Classes are tried from fine to coarse. With a bounded share all are printed in
    steps as wide as the bound, so that it does not follow as 100 minus the others.

    Parameters
    ----------
    raw : RawCounts
        Answers as they were counted.
    rules : DisclosureRules
        The rules.

    Examples
    --------
    >>> from aspiratie.disclosure.draft import RawCounts
    >>> texts = tuple(Text(nl=word) for word in ("oneens", "neutraal", "eens"))
    >>> raw = RawCounts(counts=(2, 40, 58), categories=texts)
    >>> shown = publish_distribution(raw, DisclosureRules())
    >>> shown.step, [c.share for c in shown.classes]
    (5, [Below(percent=5), Exact(percent=40), Exact(percent=60)])
    """
    return publish_with_side(raw, rules)[0]


def publish_with_side(
    raw: RawCounts, rules: DisclosureRules, side: Side = "high"
) -> tuple[Distribution | Hidden, SideShare]:
    """Return a distribution that may be seen, and the share on one of its sides beside it.

    Returns
    -------
    distribution : Distribution or Hidden
        As :func:`publish_distribution`.
    share : SideShare
        Of that side. Where no share of the distribution is bounded it is exact to one point,
        and else the middle of what follows from the distribution: so neither it, nor that it
        is held back, tells more of a bounded count.
    """
    counts = raw.counts
    n, k = sum(counts), len(counts)
    bound = rules.bound(n)
    if n == 0 or n < rules.n_min or bound is None:
        hidden = Hidden(reason="few" if n else "no_data")
        return hidden, SideShare(side=side, share=hidden)
    for place, classes in enumerate(_plans(k, n, rules, raw.coarse)):
        parts = [sum(counts[m - 1] for m in members) for members in classes]
        bounded = [not isinstance(bounded_share(part, n, bound), Exact) for part in parts]
        step = bound if any(bounded) else 1
        shares = [bounded_share(part, n, bound, step=step) for part in parts]
        ranges = [counts_of(share, n, step=step, bound=bound) for share in shares]
        # that every answer apart was not told would narrow a bounded count of answers together
        fallen = place > 0 and n >= rules.classes3_below and any(bounded)
        if fallen or is_determined(n, ranges, bounded):
            continue
        shown = Distribution(
            n=n,
            step=step,
            classes=tuple(
                ShareClass(
                    label=joined_label([raw.categories[m - 1] for m in members]),
                    members=tuple(members),
                    side=side_of_class(members, k),
                    share=share,
                )
                for members, share in zip(classes, shares, strict=True)
            ),
        )
        return shown, _on_side(side, counts, classes, ranges, any(bounded), bound)
    hidden = Hidden(reason="complement")
    return hidden, SideShare(side=side, share=hidden)


def _on_side(
    side: Side,
    counts: Sequence[int],
    classes: Sequence[Sequence[int]],
    ranges: Sequence[CountRange],
    is_bounded: bool,
    bound: int,
) -> SideShare:
    """Return the share on a side, beside a distribution in these classes."""
    n, k = sum(counts), len(counts)
    there = [place for place in range(1, k + 1) if side_of(place, k) == side]
    inner = [i for i, members in enumerate(classes) if set(members) <= set(there)]
    if sorted(m for i in inner for m in classes[i]) != there:
        return SideShare(side=side, share=Hidden(reason="complement"))
    if not is_bounded:
        return SideShare(
            side=side, share=bounded_share(sum(counts[m - 1] for m in there), n, bound)
        )
    outer = [i for i in range(len(classes)) if i not in inner]
    whole = CountRange(low=n, high=n)
    follows, _ = narrow(whole, [_total(ranges, inner), _total(ranges, outer)])
    if 100 * follows.high < bound * n:
        return SideShare(side=side, share=Below(percent=bound))
    if 100 * follows.low > (100 - bound) * n:
        return SideShare(side=side, share=Above(percent=100 - bound))
    middle = 50 * (follows.low + follows.high) / n
    percent = min(100 - bound, max(bound, math.floor(middle + 0.5)))
    reach = max(percent - 100 * follows.low / n, 100 * follows.high / n - percent)
    return SideShare(side=side, share=Exact(percent=percent), step=math.floor(2 * reach) + 1)


def _plans(
    k: int, n: int, rules: DisclosureRules, coarse: Sequence[Sequence[int]]
) -> list[list[list[int]]]:
    fine = [[m] for m in range(1, k + 1)]
    rough = [list(members) for members in coarse] if coarse else coarse_classes(k)
    plans = [] if n < rules.classes3_below and k > 3 else [fine]
    plans.append(rough)
    if len(rough) > 2:
        plans.append([[m for part in rough[:-1] for m in part], rough[-1]])
    return [plan for i, plan in enumerate(plans) if plan not in plans[:i]]


def side_of_class(members: Sequence[int], k: int) -> Side:
    """Return the side of answers told together: their own, or that of the end they hold."""
    sides = {side_of(m, k) for m in members}
    if len(sides) == 1:
        return sides.pop()
    return "low" if 1 in members else "high" if k in members else "middle"


def joined_label(labels: Sequence[Text]) -> Text:
    """Return the label of answers told together; without English where one has none.

    Examples
    --------
    >>> joined_label([Text(nl="eens", en="agree"), Text(nl="zeer eens")])
    Text(nl='eens / zeer eens', en=None, language='nl')
    """
    english = [label.en for label in labels]
    return Text(
        nl=" / ".join(label.nl for label in labels),
        en=" / ".join(str(e) for e in english) if all(english) else None,
        language=labels[0].language,
    )


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
