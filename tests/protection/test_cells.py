"""Groups that are joined, cells that are hidden, counts behind bounds: all by trying out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.bounds import (
    OPEN,
    CountRange,
    bounded_share,
    counts_of,
    is_determined,
    narrow,
    publish_share,
)
from aspiratie.disclosure.counted import mean_of, others_of, printed_means, scale_members
from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.joined import sum_ends
from aspiratie.disclosure.region.rules import Pupils
from aspiratie.disclosure.shape import Above, Below, Exact, Hidden
from aspiratie.disclosure.suppress import (
    column_reasons,
    hides_all,
    merge_groups,
    publishable_schools,
)
from aspiratie.errors import DisclosureError

N_MIN = 10
sizes = st.lists(st.integers(0, 40), min_size=1, max_size=6)


@given(sizes, st.integers(5, 12))
def test_groups_are_joined_until_none_is_small(given_sizes: list[int], n_min: int) -> None:
    groups = merge_groups(given_sizes, n_min)
    assert sorted(i for group in groups for i in group) == list(range(len(given_sizes)))
    assert [g[0] for g in groups] == sorted(g[0] for g in groups)
    totals = [sum(given_sizes[i] for i in group) for group in groups]
    filled = [total for total in totals if total]
    assert len(filled) < 2 or min(filled) >= n_min
    # empty groups stay by themselves, and what is large enough is joined only to help another
    assert all(len(g) == 1 for g, total in zip(groups, totals, strict=True) if not total)
    if all(size == 0 or size >= n_min for size in given_sizes):
        assert all(len(group) == 1 for group in groups)


def test_the_smallest_joins_the_next_smallest_and_nearest() -> None:
    assert merge_groups([40, 38, 35, 12, 4], 10) == [[0], [1], [2], [3, 4]]
    assert merge_groups([20, 4, 20], 10) == [[0, 1], [2]]
    assert merge_groups([20, 20, 4, 20], 10) == [[0], [1, 2], [3]]
    assert merge_groups([4, 5], 10) == [[0, 1]]
    assert merge_groups([4], 10) == [[0]]
    assert merge_groups([0, 4, 0, 30], 10) == [[0], [1, 3], [2]]


def fits(total: int, k: int, *, few: bool, n_min: int) -> list[tuple[int, ...]]:
    top = n_min - 1 if few else total
    return [c for c in product(range(1, top + 1), repeat=k) if sum(c) == total]


@given(st.lists(st.integers(1, 7), min_size=1, max_size=3), st.booleans())
def test_hidden_cells_cannot_be_told_apart(hidden: list[int], few: bool) -> None:
    n_min = 6
    if few:
        hidden = [min(h, n_min - 1) for h in hidden]
    worlds = fits(sum(hidden), len(hidden), few=few, n_min=n_min)
    open_ = all(len({w[i] for w in worlds}) > 1 for i in range(len(hidden)))
    expected = len(hidden) > 1 and sum(hidden) >= n_min and open_
    assert hides_all(hidden, n_min, few=few) is expected
    assert hides_all([], n_min, few=few)


@given(sizes, st.booleans())
def test_a_column_hides_what_is_small_and_enough_beside_it(
    column: list[int], total_known: bool
) -> None:
    try:
        reasons = column_reasons(column, N_MIN, total_known=total_known)
    except DisclosureError:
        assert sum(column) > 0
        assert any(0 < n < N_MIN for n in column)
        return
    for n, reason in zip(column, reasons, strict=True):
        assert (reason == "no_data") == (n == 0)
        if 0 < n < N_MIN:
            assert reason in ("few", "complement")
    hidden = [n for n, r in zip(column, reasons, strict=True) if r in ("few", "complement")]
    shown = [n for n, r in zip(column, reasons, strict=True) if r is None]
    words = {r for r in reasons if r in ("few", "complement")}
    assert len(words) <= 1
    if not any(0 < n < N_MIN for n in column):
        assert not hidden
    if not total_known:
        assert words <= {"few"}
        assert all(n >= N_MIN for n in shown)
    elif hidden:
        assert hides_all(hidden, N_MIN, few=words == {"few"})
        # no larger cell is hidden while a smaller one is shown
        extra = [n for n in hidden if n >= N_MIN]
        assert not extra or not shown or max(extra) <= min(shown)


def test_a_column_that_is_one_small_group_is_refused() -> None:
    with pytest.raises(DisclosureError, match="one small group"):
        column_reasons([4], N_MIN)
    assert column_reasons([4], N_MIN, total_known=False) == ["few"]
    assert column_reasons([30, 4, 20], N_MIN) == [None, "complement", "complement"]
    assert column_reasons([30, 4, 7], N_MIN) == [None, "few", "few"]
    assert column_reasons([30, 9, 9], N_MIN) == [None, "complement", "complement"]


def test_schools_under_n_min_are_withheld() -> None:
    shown, withheld = publishable_schools({"a": 10, "b": 9, "c": 0, "d": 11}, DisclosureRules())
    assert shown == ("a", "d")
    assert withheld == {"b": "few", "c": "no_data"}


STEPS = [1, 2, 5, 10, 25]


@given(st.integers(10, 400), st.data())
def test_counts_of_a_share_are_those_that_are_printed_so(n: int, data: st.DataObject) -> None:
    bound = DisclosureRules().bound(n)
    assert bound is not None
    count = data.draw(st.integers(0, n))
    step = data.draw(st.sampled_from(STEPS))
    share = bounded_share(count, n, bound, step=step)
    alike = [c for c in range(n + 1) if bounded_share(c, n, bound, step=step) == share]
    assert counts_of(share, n, step=step, bound=bound) == CountRange(low=alike[0], high=alike[-1])
    assert isinstance(share, Below) == (100 * count < bound * n)
    assert isinstance(share, Above) == (100 * count > (100 - bound) * n)
    if isinstance(share, Exact):
        assert abs(share.percent - 100 * count / n) <= step / 2
    else:
        assert len(alike) >= OPEN


def test_bounds_are_those_of_the_policy() -> None:
    rules = DisclosureRules()
    told = [(9, None), (10, 25), (11, 20), (20, 20), (21, 10), (40, 10), (41, 5), (100, 5)]
    told += [(101, 2), (299, 2), (300, 1)]
    assert [(n, rules.bound(n)) for n, _ in told] == told
    assert publish_share(0, 0, rules) == Hidden(reason="no_data")
    assert publish_share(1, 9, rules) == Hidden(reason="few")
    assert publish_share(50, 100, rules) == Exact(percent=50)
    assert publish_share(1, 8, DisclosureRules(n_min=6)) == Hidden(reason="few")


ranges = st.tuples(st.integers(0, 5), st.integers(0, 4)).map(
    lambda t: CountRange(low=t[0], high=t[0] + t[1])
)


@given(st.lists(ranges, min_size=2, max_size=4), st.integers(0, 20), st.data())
def test_determined_is_what_trying_out_finds(
    parts: list[CountRange], n: int, data: st.DataObject
) -> None:
    bounded = data.draw(st.lists(st.booleans(), min_size=len(parts), max_size=len(parts)))
    worlds = [w for w in product(*(range(p.low, p.high + 1) for p in parts)) if sum(w) == n]
    if not worlds:
        return
    few = any(
        len({w[i] for w in worlds}) < OPEN for i, is_bounded in enumerate(bounded) if is_bounded
    )
    assert is_determined(n, parts, bounded) is few


@given(st.lists(ranges, min_size=1, max_size=3), ranges)
def test_narrowing_is_exact(parts: list[CountRange], total: CountRange) -> None:
    worlds = [
        w
        for w in product(*(range(p.low, p.high + 1) for p in parts))
        if total.low <= sum(w) <= total.high
    ]
    found = narrow(total, parts)
    for i, r in enumerate(found):
        if worlds:
            assert (r.low, r.high) == (min(w[i] for w in worlds), max(w[i] for w in worlds))


@given(st.lists(ranges, min_size=1, max_size=3), st.integers(0, 15))
def test_sums_of_answers_are_those_of_trying_out(parts: list[CountRange], n: int) -> None:
    values = [(i + 1, i + 2) for i in range(len(parts))]
    worlds = [w for w in product(*(range(p.low, p.high + 1) for p in parts)) if sum(w) == n]
    low, high = sum_ends(parts, n, values)
    if worlds:
        assert low == min(sum(c * v[0] for c, v in zip(w, values, strict=True)) for w in worlds)
        assert high == max(sum(c * v[1] for c, v in zip(w, values, strict=True)) for w in worlds)
    else:
        assert low > high


def test_the_corners_of_hiding() -> None:
    assert column_reasons([30, 4, 10], N_MIN) == [None, "complement", "complement"]
    assert not hides_all([1] * 10, N_MIN, few=False)
    assert hides_all([9, 8], N_MIN, few=True)
    assert not hides_all([9, 9], N_MIN, few=True)
    assert hides_all([9, 9], N_MIN, few=False)
    assert CountRange(low=3, high=1).size == 0
    assert CountRange(low=3, high=3).size == 1
    assert publish_share(5, 10, DisclosureRules()) == Exact(percent=50)


def test_the_others_of_each_school() -> None:
    assert others_of({"a": 40, "b": 30}) == {
        "a": Pupils(n=30, schools=1, largest=30),
        "b": Pupils(n=40, schools=1, largest=40),
    }
    assert others_of({"a": 40}) == {"a": Pupils(n=0, schools=0, largest=0)}


def test_means_of_the_region_are_of_printed_means() -> None:
    rules = DisclosureRules()
    raws = {
        "small": RawEstimate(n=12, mean=3.05, low=2.6, high=3.5),
        "large": RawEstimate(n=200, mean=3.413, low=3.3, high=3.5),
        "high": RawEstimate(n=12, mean=4.9, low=4.7, high=5.0),
        "few": RawEstimate(n=9, mean=3.0, low=2.5, high=3.5),
    }
    printed = printed_means(raws, rules, ends=(1, 5))
    assert {name: m.mean for name, m in printed.items()} == {"small": 3.0, "large": 3.42}
    assert scale_members(raws, rules, ends=(1, 5)) == ("small", "large")
    assert mean_of(list(printed.values())) == pytest.approx((12 * 3.0 + 200 * 3.42) / 212)
