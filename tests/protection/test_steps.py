"""How finely means are printed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means.publish import protection_of, publish_estimate
from aspiratie.disclosure.means.steps import (
    COARSEST,
    LADDER,
    SCHOOL_STEP,
    Protection,
    mean_cell,
    mean_step,
    protect_mean,
)
from aspiratie.disclosure.means.widths import half_floor, half_steps, t_quantile
from aspiratie.disclosure.shape import AtLeast, AtMost, Estimate, Hidden

ENDS = [(1, 5), (1, 4), (1, 2), (0, 10)]
USUAL = Protection()
sizes = st.integers(10, 900)


@given(sizes, st.sampled_from(ENDS), st.floats(0.05, 0.5), st.integers(5, 20))
def test_a_step_is_the_finest_that_keeps_sums_over_few_open(
    n: int, ends: tuple[int, int], share: float, n_min: int
) -> None:
    protection = Protection(n_min=n_min, share=share)
    span = ends[1] - ends[0]
    need = share * (n_min - 1) * span
    step = mean_step(n, span, protection)
    assert n * step >= need - 1e-6
    finer = [d for d in LADDER if d < step]
    assert not finer or n * finer[-1] < need
    coarse = mean_step(n, span, protection, finest=SCHOOL_STEP)
    assert coarse == max(step, SCHOOL_STEP)


def test_steps_are_those_of_the_policy() -> None:
    told = [(10, 0.4), (11, 0.4), (12, 0.3), (17, 0.3), (18, 0.2), (35, 0.2), (36, 0.1)]
    told += [(179, 0.1), (180, 0.02), (5000, 0.02)]
    assert [(n, mean_step(n, 4, USUAL)) for n, _ in told] == told
    assert mean_step(1, 400, USUAL) == COARSEST


def test_the_regions_step_lies_within_the_schools() -> None:
    for fine in (d for d in LADDER if d < SCHOOL_STEP):
        assert round(SCHOOL_STEP / fine) % 2 == 1
        assert SCHOOL_STEP / fine == pytest.approx(round(SCHOOL_STEP / fine))


@given(sizes, st.sampled_from(ENDS))
def test_bounds_are_the_nearest_to_the_ends_that_leave_the_reserve(
    n: int, ends: tuple[int, int]
) -> None:
    step = mean_step(n, ends[1] - ends[0], USUAL, finest=SCHOOL_STEP)
    bottom, top = mean_cell(n, ends, step, USUAL)
    reserve = USUAL.reserve(ends[1] - ends[0])
    assert bottom < top
    if top - bottom > 1:
        assert n * (ends[1] - (top - 0.5) * step) >= reserve - 1e-6
        assert n * (ends[1] - (top + 0.5) * step) < reserve
        assert n * ((bottom + 0.5) * step - ends[0]) >= reserve - 1e-6
        # the upper end of a cell is no part of it: with the reserve and no more it would be shut
        assert n * ((bottom - 0.5) * step - ends[0]) < reserve + 1e-6


def test_the_reserve_is_a_whole_range_and_what_must_stay_open() -> None:
    assert USUAL.width(4) == pytest.approx(3.6)
    assert USUAL.reserve(4) == pytest.approx(7.6)
    # a scale that is too short for any mean in between
    assert mean_cell(10, (1, 2), 0.1, Protection(share=0.5)) == (15, 16)
    assert mean_cell(10, (1, 2), 0.4, Protection(share=0.5)) == (3, 4)
    assert mean_cell(10, (0, 3), 0.4, Protection(share=0.5)) == (3, 4)


def test_the_steps_and_the_floor_of_a_half_width() -> None:
    assert LADDER == (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0, 2.0, 5.0, 10.0)
    for mean, reach in [(3.0, 2.15), (2.0, 3.15), (4.0, 3.15)]:
        expected = float(stats.t.ppf(0.975, 11)) * reach / 11
        assert half_floor(12, mean, 0.3, (1, 5)) == pytest.approx(expected)


@given(sizes, st.floats(1, 5), st.floats(0, 1.5), st.sampled_from([0.02, 0.1]))
def test_what_is_printed_holds_what_it_is_of(
    n: int, mean: float, half: float, finest: float
) -> None:
    shown = protect_mean(n, mean, half, ends=(1, 5), protection=USUAL, finest=finest)
    places = shown.mean / shown.step
    assert places == pytest.approx(round(places), abs=1e-6)
    if shown.state == "above":
        assert mean >= shown.mean - shown.step / 2 - 1e-6
        assert shown.half == 0
    elif shown.state == "below":
        assert mean <= shown.mean + shown.step / 2 + 1e-6
        assert shown.half == 0
    else:
        assert abs(mean - shown.mean) <= shown.step / 2 + 1e-6
        least = max(half, half_floor(n, shown.mean, shown.step, (1, 5)))
        widest = half_steps(n, shown.mean, shown.step, (1, 5))[-1] * shown.step
        assert shown.half >= least - 1e-6
        assert shown.half < least + shown.step + 1e-6 or shown.half == pytest.approx(widest)
        assert shown.half >= shown.step - 1e-9
        assert shown.half / shown.step == pytest.approx(round(shown.half / shown.step), abs=1e-6)


@given(st.integers(180, 900), st.floats(1, 5))
def test_a_school_and_its_region_tell_no_more_than_the_finer_print(n: int, mean: float) -> None:
    coarse = protect_mean(n, mean, 0.1, ends=(1, 5), protection=USUAL)
    fine = protect_mean(n, mean, 0.1, ends=(1, 5), protection=USUAL, finest=LADDER[0])
    assert coarse.state == fine.state
    if fine.state == "shown":
        assert coarse.mean - 0.05 <= fine.mean - fine.step / 2 + 1e-6
        assert fine.mean + fine.step / 2 <= coarse.mean + 0.05 + 1e-6
    else:
        assert (coarse.mean, coarse.step) == (fine.mean, fine.step)


@given(st.integers(10, 300), st.floats(1.3, 4.7), st.sampled_from([1.0, 5.0]))
def test_one_pupil_at_an_end_fits_every_printed_interval(n: int, mean: float, end: float) -> None:
    shown = protect_mean(n, mean, 0.0, ends=(1, 5), protection=USUAL)
    if shown.state != "shown":
        return
    # the others alike, such that the mean is the one that is farthest away
    whole = shown.mean + (shown.step / 2 if end == 1 else -shown.step / 2)
    others = (n * whole - end) / (n - 1)
    scores = [end, *[others] * (n - 1)]
    spread = math.sqrt(sum((x - whole) ** 2 for x in scores) / (n - 1))
    half = float(stats.t.ppf(0.975, n - 1)) * spread / math.sqrt(n)
    assert half <= shown.half + 1e-6


def test_a_quantile_is_students() -> None:
    assert t_quantile(11) == pytest.approx(2.200985, abs=1e-6)  # R: qt(.975, 11)


def test_a_published_mean_is_what_the_rules_say() -> None:
    rules = DisclosureRules()
    assert protection_of(DisclosureRules(n_min=8, interval_share=0.2)) == Protection(
        n_min=8, share=0.2
    )

    def told(n: int, mean: float, half: float) -> object:
        raw = RawEstimate(n=n, mean=mean, low=mean - half, high=mean + half)
        return publish_estimate(raw, rules, ends=(1, 5))

    assert told(9, 3.0, 0.5) == Hidden(reason="few")
    assert told(0, 0.0, 0.0) == Hidden(reason="no_data")
    assert told(10, 3.0, 0.5) == Estimate(n=10, mean=3.2, low=2.4, high=4.0, step=0.4)
    assert told(40, 3.04, 0.21) == Estimate(n=40, mean=3.0, low=2.7, high=3.3, step=0.1)
    assert told(12, 4.9, 0.1) == AtLeast(n=12, mean=4.5, step=0.3)
    assert told(12, 1.1, 0.1) == AtMost(n=12, mean=1.5, step=0.3)
    lopsided = RawEstimate(n=40, mean=3.04, low=2.9, high=3.64)
    assert publish_estimate(lopsided, rules, ends=(1, 5)) == Estimate(
        n=40, mean=3.0, low=2.4, high=3.6, step=0.1
    )
