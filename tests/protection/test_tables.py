"""Distributions: what a reader can conclude of a bounded answer, by trying out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.protection.worlds import RULES, published, small_region, text

from aspiratie.attack import attack
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.bounds import (
    OPEN,
    CountRange,
    coarse_classes,
    counts_of,
    publish_distribution,
    publish_with_side,
    side_of,
    side_of_class,
    wilson_percent,
)
from aspiratie.disclosure.draft import RawCounts
from aspiratie.disclosure.joined import keep_open, sum_ends
from aspiratie.disclosure.means.widths import half_steps
from aspiratie.disclosure.shape import (
    AtLeast,
    Below,
    Distribution,
    Estimate,
    Exact,
    Hidden,
    SideShare,
)


def raw(counts: tuple[int, ...], coarse: tuple[tuple[int, ...], ...] = ()) -> RawCounts:
    categories = tuple(text(str(i)) for i in range(len(counts)))
    return RawCounts(counts=counts, categories=categories, coarse=coarse)


def worlds(table: Distribution, high: SideShare | None = None) -> list[tuple[int, ...]]:
    """Return the counts of the classes that would be printed so."""
    bound = RULES.bound(table.n) or 0
    ranges = [counts_of(c.share, table.n, step=table.step, bound=bound) for c in table.classes]
    found = [w for w in product(*(range(r.low, r.high + 1) for r in ranges)) if sum(w) == table.n]
    if high is None or isinstance(high.share, Hidden):
        return found
    bound = bound if high.step == 1 else 0
    whole = counts_of(high.share, table.n, step=high.step, bound=bound)
    union = [i for i, c in enumerate(table.classes) if c.side == "high"]
    return [w for w in found if whole.low <= sum(w[i] for i in union) <= whole.high]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=5, max_size=5))
def test_behind_a_bound_three_counts_stay_possible(counts: list[int]) -> None:
    shown, high = publish_with_side(raw(tuple(counts)), RULES)
    n = sum(counts)
    if n < RULES.n_min:
        assert shown == high.share == Hidden(reason="few" if n else "no_data")
        return
    if isinstance(shown, Hidden):
        assert shown == high.share == Hidden(reason="complement")
        return
    assert shown.n == n
    assert sorted(m for c in shown.classes for m in c.members) == [1, 2, 3, 4, 5]
    bounded = [i for i, c in enumerate(shown.classes) if not isinstance(c.share, Exact)]
    assert shown.step == (RULES.bound(n) if bounded else 1)
    assert len(shown.classes) <= 3 or n >= RULES.classes3_below
    for told in (None, high):
        fits = worlds(shown, told)
        truth = tuple(sum(counts[m - 1] for m in c.members) for c in shown.classes)
        assert truth in fits
        for i in bounded:
            assert len({w[i] for w in fits}) >= OPEN
    if bounded:
        # the share follows from the distribution, so that it tells nothing that is not told
        assert worlds(shown, high) == worlds(shown)
    if not isinstance(high.share, Hidden | Exact):
        union = [i for i, c in enumerate(shown.classes) if c.side == "high"]
        assert len({sum(w[i] for i in union) for w in worlds(shown, high)}) >= OPEN


def test_classes_and_sides() -> None:
    assert coarse_classes(5) == [[1, 2], [3], [4, 5]]
    assert coarse_classes(4) == [[1, 2], [3, 4]]
    assert [side_of(i, 4) for i in (1, 2, 3, 4)] == ["low", "low", "high", "high"]
    assert side_of_class([4, 5], 5) == "high"
    assert side_of_class([1, 2, 3], 5) == "low"
    assert side_of_class([3, 4, 5], 5) == "high"
    assert side_of_class([2, 3, 4], 5) == "middle"
    assert side_of_class([3], 5) == "middle"


def test_a_distribution_is_as_fine_as_may_be() -> None:
    def told(*counts: int, coarse: tuple[tuple[int, ...], ...] = ()) -> list[tuple[int, ...]]:
        shown = publish_distribution(raw(counts, coarse), RULES)
        assert isinstance(shown, Distribution)
        return [c.members for c in shown.classes]

    assert told(10, 10, 10, 10, 10) == [(1,), (2,), (3,), (4,), (5,)]
    rough = publish_distribution(raw((6, 6, 6, 6, 5)), RULES)
    assert isinstance(rough, Distribution)
    assert [c.label.nl for c in rough.classes] == ["0 / 1", "2", "3 / 4"]
    assert [c.side for c in rough.classes] == ["low", "middle", "high"]
    assert told(6, 6, 6, 6, 5) == [(1, 2), (3,), (4, 5)]
    assert told(10, 9, 10) == [(1,), (2,), (3,)]
    assert told(6, 6, 6, 6, 5, coarse=((1,), (2, 3), (4, 5))) == [(1,), (2, 3), (4, 5)]
    thirty = DisclosureRules(classes3_below=31)
    shown = publish_distribution(raw((6, 6, 6, 6, 6)), thirty)
    assert isinstance(shown, Distribution)
    assert len(shown.classes) == 3


def test_the_side_that_agrees() -> None:
    _, high = publish_with_side(raw((20, 20, 20, 20, 20)), RULES)
    assert high == SideShare(side="high", share=Exact(percent=40))
    shown, high = publish_with_side(raw((40, 40, 18, 2, 0)), RULES)
    # of 100, two classes below 5 %: from 0 to 8, and no more than the others leave
    assert high == SideShare(side="high", share=Exact(percent=5), step=11)
    assert isinstance(shown, Distribution)
    # three classes below 30: one class a side, each with its own share
    shown, high = publish_with_side(raw((1, 1, 6, 6, 6)), RULES)
    assert high == SideShare(side="high", share=Exact(percent=58), step=17)
    _, low = publish_with_side(raw((0, 1, 4, 9, 6)), RULES, "low")
    assert low == SideShare(side="low", share=Below(percent=20))


def test_an_interval_of_a_share_is_wilsons() -> None:
    # R: prop.test(22, 187, correct = FALSE)$conf.int gives 0.0790 to 0.1716
    assert wilson_percent(CountRange(low=22, high=22), 187) == (7, 18)
    assert wilson_percent(CountRange(low=0, high=2), 100) == (0, 8)
    assert wilson_percent(CountRange(low=98, high=100), 100) == (92, 100)


# beside the mean of the scale


def test_a_mean_that_tells_a_bounded_answer_hides_the_answers() -> None:
    (release, *_) = published(
        small_region(31, sizes=(45, 30, 46, 28, 45), items=(2, 1), skip_block=0, skip_item=0)
    )
    scale = next(s for s in release.scales if s.name == "c0")
    table = publish_distribution(raw((1, 6, 10, 14, 14)), RULES)
    assert isinstance(table, Distribution)
    assert isinstance(table.classes[0].share, Below)
    item = replace(release.items[0], distribution=table)
    ranges = [counts_of(c.share, 45, step=5, bound=5) for c in table.classes]

    def most(count: int) -> float:
        fixed = [CountRange(low=count, high=count), *ranges[1:]]
        return sum_ends(fixed, 45, [(v, v) for v in range(1, 6)])[1]

    assert most(0) > most(1) > most(2)

    # the other question of the scale: nine of each answer, 135 together
    other = replace(
        release.items[1], distribution=publish_distribution(raw((9, 9, 9, 9, 9)), RULES)
    )

    def beside(score: Estimate | AtLeast | Hidden) -> tuple[object, object]:
        told = replace(item, favourable=SideShare(side="high", share=Exact(percent=62)))
        kept, second = keep_open([told, other], [replace(scale, score=score)], RULES)
        assert second == other
        return kept.distribution, kept.favourable.share

    def mean_of(total: float) -> float:
        return (total + 135) / 90

    hidden = Hidden(reason="complement")
    for allowed, score in [
        (True, Estimate(n=45, mean=3.4, low=3.1, high=3.7, step=0.2)),
        (True, Hidden(reason="few")),
        (True, Estimate(n=45, mean=mean_of(most(2) + 1.5), low=3.1, high=3.7, step=3.9 / 90)),
        (False, Estimate(n=45, mean=mean_of(most(2) + 2.5), low=3.1, high=3.7, step=3.9 / 90)),
        (False, Estimate(n=45, mean=mean_of(most(0) - 3.5), low=3.1, high=3.7, step=3.9 / 90)),
        (False, Estimate(n=45, mean=mean_of(most(1) + 1), low=3.1, high=3.7, step=0.001)),
        (False, AtLeast(n=45, mean=mean_of(most(1)) + 0.01, step=0.001)),
    ]:
        assert beside(score) == ((table, Exact(percent=62)) if allowed else (hidden, hidden))
    # one more, who skipped the question, and whose answer was filled in
    mean = mean_of(most(2) + 1)
    assert beside(Estimate(n=45, mean=mean, low=3.1, high=3.7, step=0.001)) == (hidden, hidden)
    more = Estimate(n=46, mean=mean, low=3.1, high=3.7, step=0.001)
    assert beside(more) == (table, Exact(percent=62))


def test_of_answers_told_together_none_is_nobodys() -> None:
    (release, *_) = published(
        small_region(31, sizes=(20, 30, 46, 28, 45), items=(2, 1), skip_block=0, skip_item=0)
    )
    scale = next(s for s in release.scales if s.name == "c0")
    first, second = (
        replace(item, distribution=publish_distribution(raw(counts), RULES))
        for item, counts in zip(release.items, [(2, 6, 4, 4, 4), (4, 4, 4, 4, 4)], strict=False)
    )
    assert isinstance(first.distribution, Distribution)
    assert [c.members for c in first.distribution.classes] == [(1, 2), (3,), (4, 5)]

    def told(total: int) -> bool:
        score = Estimate(n=20, mean=total / 40, low=2.5, high=3.5, step=0.001)
        kept = keep_open([first, second], [replace(scale, score=score)], RULES)
        return all(isinstance(item.distribution, Distribution) for item in kept)

    # both together from 16 + 12 + 32 and 16 + 12 + 32, when everybody gave the lowest of a class,
    # to 16 more: none of these answers is the higher one of its class only with the least
    assert [told(total) for total in (104, 105, 120, 135, 136)] == [False, True, True, True, False]


def test_answers_to_the_only_question_of_a_scale_are_not_told() -> None:
    (release, *_) = published(
        small_region(31, sizes=(45, 30, 46, 28, 45), items=(1, 2), skip_block=0, skip_item=0)
    )
    hidden = Hidden(reason="complement")
    alone, *others = release.items
    assert alone.distribution == alone.favourable.share == hidden
    assert any(isinstance(item.distribution, Distribution) for item in others)
    scale = next(s for s in release.scales if s.name == "c0")
    assert isinstance(scale.score, Estimate)
    widest = half_steps(45, scale.score.mean, scale.score.step, (1, 5))[-1] * scale.score.step
    assert scale.score.high - scale.score.mean == pytest.approx(widest)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([3.0, 3.8, 4.4]))
def test_scales_of_one_or_two_questions_stay_open(seed: int, level: float) -> None:
    world = small_region(
        seed, sizes=(24, 30, 26, 28, 45), items=(1, 2), level=level, skip_block=0.02
    )
    report = attack(published(world))
    assert not report.succeeded, report.findings.to_string()
