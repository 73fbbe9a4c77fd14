"""The attack's own reckoning, on numbers of which the answer is known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.protection.worlds import RULES, published, small_region

from aspiratie.attack import SumSystem, attack, gather
from aspiratie.attack.counts import column_findings, overlap_findings
from aspiratie.attack.diversity import possible
from aspiratie.attack.evidence import Answered, Evidence, Measured, ScaleInfo
from aspiratie.attack.sums import Block, blocks, difference_findings, skip_findings
from aspiratie.attack.system import Clock
from aspiratie.disclosure.bounds import CountRange
from aspiratie.disclosure.means.widths import t_quantile
from aspiratie.disclosure.members import Population
from aspiratie.errors import DisclosureError

WHOM = Population(informant="pupil", wave="w", school="10AB00")
EVERYBODY: tuple[str, ...] = ()


def measured(n: int, low: float, high: float, *, half: float | None = None) -> Measured:
    return Measured(
        document="d", place="p", n=n, low=low, high=high, half=half, step=round(high - low, 6)
    )


def answered(n: int, *counts: tuple[int, int]) -> Answered:
    return Answered(
        document="d",
        place="p",
        n=n,
        classes=tuple((i,) for i in range(1, len(counts) + 1)),
        counts=tuple(CountRange(low=a, high=b) for a, b in counts),
        bounded=tuple(False for _ in counts),
    )


def evidence(**scales: tuple[str, ...]) -> Evidence:
    found = Evidence(few=10, open_share=0.1)
    for name, parts in scales.items():
        found.scales[("pupil", name)] = ScaleInfo(name=name, lowest=1, highest=5, parts=parts)
    return found


def block(**means: Measured) -> Block:
    found = Block(WHOM)
    for name, mean in means.items():
        scale, _, group = name.partition("__")
        found.means[(scale, tuple(group.split("_")) if group else EVERYBODY)].append(mean)
    return found


def tight(found: object) -> list[tuple[str, float, float]]:
    return [(f.cell, f.low, f.high) for f in found if f is not None]  # type: ignore[attr-defined]


# unknown sums


@given(st.floats(1, 9), st.floats(1, 9), st.floats(0, 3))
def test_ends_of_a_difference(a: float, b: float, wide: float) -> None:
    system = SumSystem()
    system.unknown("a", a, a + wide)
    system.unknown("b", b, b + wide)
    system.unknown("rest", -100, 100)
    system.state({"a": 1, "b": -1, "rest": -1}, 0, 0)
    low, high = system.ends("rest") or (math.nan, math.nan)
    assert low == pytest.approx(a - b - wide, abs=1e-4)
    assert high == pytest.approx(a - b + wide, abs=1e-4)
    assert system.ends("a") == pytest.approx((a, a + wide), abs=1e-4)


def test_what_cannot_be_is_told() -> None:
    system = SumSystem()
    system.unknown("a", 1, 2)
    system.unknown("b", 5, 6)
    system.state({"a": 1, "b": -1}, 0, 0)
    assert system.ends("a") is None


def test_time_is_bounded_and_what_was_not_tried_is_counted() -> None:
    report = attack(published(small_region(1)), seconds=0.0)
    assert report.skipped["sums by linear programming"] > 0
    assert any("for want of time" in line for line in report.account())
    with pytest.raises(DisclosureError, match="one or more"):
        attack([])


# who skipped a part


def skip(principle: Measured, *parts: Measured) -> list[tuple[str, float, float]]:
    names = tuple(f"c{i}" for i in range(len(parts)))
    found = block(p=principle, **dict(zip(names, parts, strict=True)))
    about = evidence(p=names, **dict.fromkeys(names, ()))
    return tight(skip_findings(found, about, Clock(seconds=60)))


def test_one_pupil_who_skipped_follows_from_exact_means() -> None:
    # 12 pupils, two conditions; 11 have 3.0 on both, the twelfth 4.0 on the one he answered
    p = (11 * 3 + 4) / 12
    both = measured(12, p - 0.001, p + 0.001)
    (told,) = skip(both, both, measured(11, 2.999, 3.001))
    assert told[0] == "p"
    assert told[1] < 4 < told[2]
    assert told[2] - told[1] < 0.4


def test_rounded_means_leave_the_pupil_open() -> None:
    p = (11 * 3 + 4) / 12
    both = measured(12, p - 0.15, p + 0.15)
    assert skip(both, both, measured(11, 2.85, 3.15)) == []


def test_many_who_skipped_are_no_few() -> None:
    exact = measured(40, 2.999, 3.001)
    assert skip(exact, exact, measured(31, 2.999, 3.001)) != []
    assert skip(exact, exact, measured(30, 2.999, 3.001)) == []


def test_sums_of_whole_answers_lie_on_a_lattice() -> None:
    # means to two decimals of a scale of one question of 12 pupils: the sum is whole
    found = block(
        p=measured(12, 3.16, 3.17), c0=measured(12, 3.16, 3.17), c1=measured(11, 2.99, 3.04)
    )
    about = evidence(p=("c0", "c1"), c0=("q0",), c1=("q1",))
    about.items |= {("pupil", "q0"): (5, False), ("pupil", "q1"): (5, False)}
    wide = (0, 12), (0, 12), (0, 12), (0, 12), (0, 12)
    loose = tight(skip_findings(found, about, Clock(seconds=60)))
    found.answers["q0"], found.answers["q1"] = [answered(12, *wide)], [answered(11, *wide)]
    lattice = tight(skip_findings(found, about, Clock(seconds=60)))
    assert len(lattice) == 1
    assert not loose or loose[0][2] - loose[0][1] > lattice[0][2] - lattice[0][1]


# one number less another


def differences(*found: Block) -> list[tuple[str, float, float]]:
    return tight(difference_findings(found, evidence(c=()), Clock(seconds=60)))


def test_a_group_that_is_not_told_is_the_school_less_the_others() -> None:
    exact = block(c=measured(24, 2.99, 3.01), c__1=measured(20, 2.99, 3.01))
    assert [cell for cell, *_ in differences(exact)] == ["c rest"]
    rounded = block(c=measured(24, 2.9, 3.1), c__1=measured(20, 2.9, 3.1))
    assert differences(rounded) == []
    ten = block(c=measured(30, 2.99, 3.01), c__1=measured(20, 2.99, 3.01))
    assert differences(ten) == []


def test_a_group_within_a_group() -> None:
    found = block(c__1=measured(20, 2.99, 3.01), c__1_2=measured(24, 2.99, 3.01))
    assert [cell for cell, *_ in differences(found)] == ["c 2"]


def test_the_same_pupils_printed_twice() -> None:
    found = block(c=measured(40, 2.95, 3.05))
    found.means[("c", EVERYBODY)].append(measured(40, 3.05, 3.15))
    assert [cell for cell, *_ in differences(found)] == ["c"]
    nested = block(c=measured(200, 2.95, 3.05))
    nested.means[("c", EVERYBODY)].append(measured(200, 3.01, 3.03))
    assert differences(nested) == []


def test_one_pupil_more() -> None:
    found = block(c=measured(40, 3.049, 3.051))
    found.means[("c", EVERYBODY)].append(measured(41, 3.049, 3.051))
    (told,) = differences(found)
    assert told[2] - told[1] < 0.4
    many = block(c=measured(40, 3.049, 3.051))
    many.means[("c", EVERYBODY)].append(measured(50, 3.049, 3.051))
    assert differences(many) == []


def test_answers_of_one_more() -> None:
    first = Block(WHOM)
    first.answers["q"] = [answered(40, (10, 10), (30, 30)), answered(41, (10, 10), (31, 31))]
    assert [cell for cell, *_ in differences(first)] == ["item q"]
    coarse = Block(WHOM)
    coarse.answers["q"] = [answered(40, (8, 12), (28, 32)), answered(41, (8, 12), (29, 33))]
    assert differences(coarse) == []
    moved = Block(WHOM)
    moved.answers["q"] = [answered(40, (10, 10), (30, 30)), answered(40, (11, 11), (29, 29))]
    assert [cell for cell, *_ in differences(moved)] == ["item q"]


# what stays possible


@given(st.integers(10, 60), st.floats(1.5, 4.5), st.sampled_from([1, 2, 3, 4, 5]))
def test_a_score_is_possible_where_others_can_make_up_for_it(
    n: int, mean: float, score: int
) -> None:
    # a sample with the score, the others alike; its own mean and interval are printed
    others = (n * mean - score) / (n - 1)
    if not 1 <= others <= 5:
        return
    scores = [score, *[others] * (n - 1)]
    sd = math.sqrt(sum((x - mean) ** 2 for x in scores) / (n - 1))
    half = t_quantile(n - 1) * sd / math.sqrt(n)
    exact = measured(n, mean, mean, half=half + 1e-6)
    assert possible(score, exact, (1, 5))
    if abs(score - mean) > 0.2:
        assert not possible(score, measured(n, mean, mean, half=0.9 * half), (1, 5))


def test_a_score_is_impossible_where_the_mean_leaves_no_room() -> None:
    top = measured(12, 4.95, 5.0)
    assert not possible(1, top, (1, 5))
    assert possible(4.5, top, (1, 5))
    assert possible(1, measured(12, 4.55, 5.0), (1, 5))
    assert not possible(3, measured(1, 3, 3), (1, 5))


def test_a_wide_interval_leaves_nobody_in_between() -> None:
    # half of 12 pupils at each end: the widest interval there is
    half = t_quantile(11) * math.sqrt(12 * 4 / 11) / math.sqrt(12)
    at_ends = Measured(document="", place="", n=12, low=3, high=3, half=half, step=0.01)
    assert possible(1, at_ends, (1, 5))
    assert not possible(3, at_ends, (1, 5))


# counts


def test_groups_that_were_joined_in_two_ways() -> None:
    def sizes(**groups: int) -> dict[Population, set[int]]:
        whom = {name: tuple(name.split("_")) for name in groups}
        return {
            Population(informant="pupil", wave="w", school="s", group=whom[name]): {n}
            for name, n in groups.items()
        }

    def told(**groups: int) -> list[str]:
        return [f.cell for f in overlap_findings(sizes(**groups), 10) if f is not None]

    assert told(a=20, b=30) == []
    assert told(a=20, a_b=24) == ["b", "b"]
    assert told(a=20, a_b=30) == []
    assert told(a_b=24, b_c=34, a=18) == ["b", "b"]


def test_columns_of_real_releases_are_sound() -> None:
    for release in published(small_region(4, n_groups=4)):
        assert [f for f in column_findings(release, RULES.n_min) if f is not None] == []


def test_evidence_knows_whom_numbers_are_about() -> None:
    releases = published(small_region(4, n_groups=2, sizes=(40, 30, 30, 30, 30)))
    found = gather(releases)
    assert found.few == RULES.n_min
    assert found.open_share == RULES.interval_share
    assert len(blocks(found)) == 5
    first = next(b for b in blocks(found) if b.whom.school == "10AB00")
    assert {scale for scale, _ in first.means} == {"principle", "c0", "c1", "c2"}
    assert {group for _, group in first.means} >= {EVERYBODY}
    assert found.scales[("pupil", "principle")].parts == ("c0", "c1", "c2")
    assert found.scales[("pupil", "c0")].span == 4
    score = next(s for s in releases[0].scales if s.name == "c0").score
    mean = first.mean("c0")
    assert mean is not None
    assert mean.low == pytest.approx(score.mean - score.step / 2)  # type: ignore[union-attr]
    assert mean.high == pytest.approx(score.mean + score.step / 2)  # type: ignore[union-attr]


def test_sums_of_answers() -> None:
    table = answered(10, (0, 2), (4, 6), (3, 5))
    assert table.sums([1, 2, 3]) == (21, 25)
    assert table.sums([3, 2, 1]) == (15, 19)
