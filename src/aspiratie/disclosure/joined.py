"""Answers to questions beside the mean of their scale: together they may tell too much.

A bounded share hides how many gave an answer, a mean hides the sum; but the sum of the answers
to all questions of a scale is known from both. Where the mean leaves a bounded answer fewer
possible counts than the bound promises, or tells that one of several answers that are told
together was nobody's, the distribution is held back. Of a scale of one question, whose scores are
its answers, it is held back whatever they are: the mean is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from aspiratie.disclosure.answers import withheld
from aspiratie.disclosure.bounds import OPEN, CountRange, counts_of
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    AtLeast,
    AtMost,
    Distribution,
    Exact,
    Hidden,
    Item,
    Scale,
    Score,
    SideShare,
)

__all__ = ["keep_open", "sum_ends"]

#: Part of the range by which a skipped answer that was filled in may lie outside it.
FILLED = 0.25
_TINY = 1e-9


def keep_open(
    items: Sequence[Item], scales: Iterable[Scale], rules: DisclosureRules
) -> tuple[Item, ...]:
    """Hold back distributions of which too much follows with the mean of the scale.

    Parameters
    ----------
    items : sequence of Item
        Published by themselves.
    scales : iterable of Scale
        Published by themselves.
    rules : DisclosureRules
        The rules.

    Returns
    -------
    tuple of Item
        The same, with what is held back hidden.
    """
    by_name = {item.name: item for item in items}

    def hold_back(item: Item) -> None:
        hidden = Hidden(reason="complement")
        share = SideShare(side=item.favourable.side, share=hidden)
        label = withheld(item.label, hidden)
        by_name[item.name] = replace(item, distribution=hidden, favourable=share, label=label)

    def hold_back_alone(item: Item) -> None:
        hold_back(item)
        if not isinstance(item.region, Hidden):
            own = replace(by_name[item.name], region=Hidden(reason="complement"))
            by_name[item.name] = own

    for scale in scales:
        own = [by_name[name] for name in scale.members if name in by_name]
        if scale.kind == "principle" or isinstance(scale.score, Hidden) or not own:
            continue
        if answers_beside_mean(len(scale.members), len(own[0].categories)):
            if isinstance(own[0].distribution, Distribution):
                hold_back_alone(own[0])
            continue
        while (shut := _shut(scale, scale.score, own, rules)) is not None:
            hold_back(shut)
            own = [by_name[item.name] for item in own]
    return tuple(by_name[item.name] for item in items)


def answers_beside_mean(questions: int, answers: int) -> bool:
    """Whether the mean of a scale is that of one question's answers, and tells too much of these.

    Of two answers it tells no more than the share of one of them does.
    """
    return questions == 1 and answers > 2


def _shut(scale: Scale, score: Score, items: Sequence[Item], rules: DisclosureRules) -> Item | None:
    """Return a question of which too little is open beside the mean; None if there is none."""
    tables = [item.distribution for item in items]
    if len(items) < len(scale.members) or not all(isinstance(t, Distribution) for t in tables):
        return None
    shown = [
        _Told(item, t, rules)
        for item, t in zip(items, tables, strict=True)
        if isinstance(t, Distribution)
    ]
    skipped = [score.n - told.n for told in shown]
    if any(n < 0 for n in skipped):
        return None
    window = _window(scale, score, sum(skipped))
    sums = [told.sums() for told in shown]
    low, high = sum(s[0] for s in sums), sum(s[1] for s in sums)
    if window[0] <= low and high <= window[1]:
        return None
    for told, own in zip(shown, sums, strict=True):
        left = window[0] - (high - own[1]), window[1] - (low - own[0])
        if not told.stays_open(left):
            return told.item
    return None


def _window(scale: Scale, score: Score, skipped: int) -> tuple[float, float]:
    """Return between which ends the sum of all answers to a scale's questions lies, by its mean."""
    k, span = len(scale.members), scale.highest - scale.lowest
    low, high = score.mean - score.step / 2, score.mean + score.step / 2
    if isinstance(score, AtLeast):
        high = scale.highest
    elif isinstance(score, AtMost):
        low = scale.lowest
    if skipped:
        # sum of the answers that were given: of all scores, less what was filled in
        return (
            k * score.n * low - skipped * (scale.highest + FILLED * span),
            k * score.n * high - skipped * (scale.lowest - FILLED * span),
        )
    # whole answers; the upper end of a rounded mean's cell is no part of it
    least, most = math.ceil(k * score.n * low - _TINY), math.floor(k * score.n * high + _TINY)
    if not isinstance(score, AtLeast) and most > k * score.n * high - _TINY:
        most -= 1
    return least, most


class _Told:
    """What is told of one question: classes of answers, and the counts that they can have."""

    def __init__(self, item: Item, table: Distribution, rules: DisclosureRules) -> None:
        bound, many = rules.bound(table.n) or 0, len(item.categories)
        self.item, self.n, self.classes = item, table.n, table.classes
        self.counts = [
            counts_of(c.share, table.n, step=table.step, bound=bound) for c in table.classes
        ]
        self.values = [
            tuple(many + 1 - m if item.reversed else m for m in c.members) for c in table.classes
        ]

    def sums(self, place: int = 0, only: CountRange | None = None) -> tuple[float, float]:
        """Return the least and the most that the answers sum to; `only` are counts of one class."""
        counts = [*self.counts]
        if only is not None:
            counts[place] = only
        return sum_ends(counts, self.n, [(min(v), max(v)) for v in self.values])

    def stays_open(self, window: tuple[float, float]) -> bool:
        """Whether bounded counts and all answers stay open, with a sum between two ends."""
        for i, (part, own) in enumerate(zip(self.classes, self.counts, strict=True)):
            if not isinstance(part.share, Exact):
                counts = range(own.low, own.high + 1)
                ends = (self.sums(i, CountRange(low=c, high=c)) for c in counts)
                if sum(_meet(end, window) for end in ends) < OPEN:
                    return False
            low, high = self.sums(i, CountRange(low=max(1, own.low), high=own.high))
            for value in self.values[i]:
                # one of the class gave this answer, instead of the lowest or the highest of it
                given = low + value - min(self.values[i]), high + value - max(self.values[i])
                if not _meet(given, window):
                    return False
        return True


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def sum_ends(
    counts: Sequence[CountRange], n: int, values: Sequence[tuple[int, int]]
) -> tuple[float, float]:
    """Return the least and the most that n answers sum to, by counts and values of classes.

    Impossible counts give ends that no sum lies between.

    Examples
    --------
    >>> three = [CountRange(low=0, high=2), CountRange(low=4, high=6), CountRange(low=3, high=5)]
    >>> sum_ends(three, 10, [(1, 2), (3, 3), (4, 5)])
    (29, 40)
    """
    left = n - sum(c.low for c in counts)
    if left < 0 or n > sum(c.high for c in counts):
        return float("inf"), float("-inf")
    ends = []
    for side, sign in ((0, 1), (1, -1)):
        total, more = sum(c.low * v[side] for c, v in zip(counts, values, strict=True)), left
        for i in sorted(range(len(counts)), key=lambda i: sign * values[i][side]):
            taken = min(more, counts[i].high - counts[i].low)
            total, more = total + taken * values[i][side], more - taken
        ends.append(total)
    return ends[0], ends[1]
