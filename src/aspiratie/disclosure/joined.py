"""Answers to questions beside the mean of their scale: together they may tell too much.

A bounded share hides how many gave an answer, a mean hides the sum; but the sum of the answers
to all questions of a scale is known from both. Where the mean leaves a bounded answer fewer
possible counts than the bound promises, the distribution is held back.
"""

from __future__ import annotations

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


def keep_open(
    items: Sequence[Item], scales: Iterable[Scale], rules: DisclosureRules
) -> tuple[Item, ...]:
    """Hold back distributions of which a bounded answer follows from the mean of the scale.

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
    for scale in scales:
        own = [by_name[name] for name in scale.members if name in by_name]
        if scale.kind == "principle" or isinstance(scale.score, Hidden) or not own:
            continue
        while (shut := _shut(scale, scale.score, own, rules)) is not None:
            hidden = Hidden(reason="complement")
            share = SideShare(side=shut.favourable.side, share=hidden)
            by_name[shut.name] = replace(
                shut, distribution=hidden, favourable=share, label=withheld(shut.label, hidden)
            )
            own = [by_name[item.name] for item in own]
    return tuple(by_name[item.name] for item in items)


def _shut(scale: Scale, score: Score, items: Sequence[Item], rules: DisclosureRules) -> Item | None:
    """Return a question of which a bounded answer has too few counts left; None if none has."""
    tables = [item.distribution for item in items]
    if len(items) < len(scale.members) or not all(isinstance(t, Distribution) for t in tables):
        return None
    shown = [
        (item, t) for item, t in zip(items, tables, strict=True) if isinstance(t, Distribution)
    ]
    k, span = len(items), scale.highest - scale.lowest
    skipped = sum(score.n - t.n for _, t in shown)
    if any(t.n > score.n for _, t in shown):
        return None
    low, high = score.mean - score.step / 2, score.mean + score.step / 2
    if isinstance(score, AtLeast):
        high = scale.highest
    elif isinstance(score, AtMost):
        low = scale.lowest
    # sum of the answers that were given: of all scores, less what was filled in
    least = k * score.n * low - skipped * (scale.highest + FILLED * span)
    most = k * score.n * high - skipped * (scale.lowest - FILLED * span)
    ranges = [_ranges(t, rules) for _, t in shown]
    values = [_values(item, t) for item, t in shown]
    sums = [sum_ends(r, t.n, v) for r, (_, t), v in zip(ranges, shown, values, strict=True)]
    all_low, all_high = sum(s[0] for s in sums), sum(s[1] for s in sums)
    for i, (item, table) in enumerate(shown):
        rest = all_low - sums[i][0], all_high - sums[i][1]
        for j, part in enumerate(table.classes):
            if isinstance(part.share, Exact | Hidden):
                continue
            fits = 0
            for count in range(ranges[i][j].low, ranges[i][j].high + 1):
                fixed = [*ranges[i]]
                fixed[j] = CountRange(low=count, high=count)
                ends = sum_ends(fixed, table.n, values[i])
                fits += ends[0] + rest[0] <= most and ends[1] + rest[1] >= least
                if fits >= OPEN:
                    break
            if fits < OPEN:
                return item
    return None


def _ranges(table: Distribution, rules: DisclosureRules) -> list[CountRange]:
    bound = rules.bound(table.n) or 0
    return [counts_of(c.share, table.n, step=table.step, bound=bound) for c in table.classes]


def _values(item: Item, table: Distribution) -> list[tuple[int, int]]:
    """Return the lowest and highest score of each class."""
    many = len(item.categories)
    scores = [[many + 1 - m if item.reversed else m for m in c.members] for c in table.classes]
    return [(min(s), max(s)) for s in scores]


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
