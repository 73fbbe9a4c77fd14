"""What a region report is made of: the right schools, the right numbers, or a reason why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.publish import publish_schools
from aspiratie.disclosure.region.draft import DraftRegionScale, RegionDraft
from aspiratie.disclosure.region.publish import publish_named
from aspiratie.disclosure.region.rules import region_fault
from aspiratie.disclosure.shape import (
    Compared,
    Hidden,
    LeftOutSchool,
    Mark,
    NamedRelease,
    NamedScale,
)
from aspiratie.display import region as sheets
from aspiratie.display.report import RegionReport
from aspiratie.prepare import comparison, compute, region_drafts, school_drafts
from aspiratie.prepare.aligned import alignment_of
from aspiratie.prepare.comparable import Invariance, invariance_of, weakest
from aspiratie.prepare.sectors import split_sectors
from aspiratie.prepare.surveys import SchoolFacts

from .conftest import regional_of

Make = Callable[..., Any]
RULES = DisclosureRules()


def raw_scale(draft: RegionDraft, name: str) -> DraftRegionScale:
    return next(s for s in draft.scales if s.facts.name == name)


def scale(release: NamedRelease, name: str) -> NamedScale:
    return next(s for s in release.scales if s.name == name)


def test_means_are_those_of_the_answers(make_region: Make) -> None:
    run = make_region([40, 30, 25, 60, 35, 50])
    [draft] = regional_of(run.parameters).drafts
    rows = {r.school: r for r in raw_scale(draft, "rust").rows}
    means = {s: block[:, :4].mean() for s, block in run.answers.items()}
    for school, mean in means.items():
        assert rows[school].mean == pytest.approx(mean, abs=1e-12)
        assert rows[school].n == len(run.answers[school])
    region = raw_scale(draft, "rust").spread
    assert region is not None
    assert region.mean == pytest.approx(
        np.concatenate([b[:, :4].mean(axis=1) for b in run.answers.values()]).mean()
    )
    for row in rows.values():
        low, high = sorted((row.mean, region.mean))
        assert low - 0.05 <= row.shrunken_mean <= high + 0.05
    counts = draft.items[0].counts["S000"]
    assert counts == tuple(int((run.answers["S000"][:, 0] == k).sum()) for k in range(1, 6))


@pytest.mark.parametrize("schools", [1, 2, 4])
def test_too_few_schools_are_refused(make_region: Make, schools: int) -> None:
    found = regional_of(make_region([40] * schools).parameters)
    assert not found.drafts
    assert region_fault(found.refused["vo"], RULES) == "few_schools"


def test_one_school_of_most_pupils_is_refused(make_region: Make) -> None:
    found = regional_of(make_region([180, 30, 30, 30, 30]).parameters)
    assert region_fault(found.refused["vo"], RULES) == "large_school"


def test_five_schools_are_enough_and_a_single_pupil_counts_in_nothing(make_region: Make) -> None:
    [draft] = regional_of(make_region([40, 40, 40, 40, 40, 1]).parameters).drafts
    assert len(draft.schools) == 5
    assert draft.left_out == (LeftOutSchool(id="S005", name="School nummer 6", reason="few"),)
    rust = raw_scale(draft, "rust")
    assert rust.spread is not None
    assert rust.spread.n == 200
    assert all("S005" not in item.counts for item in draft.items)


def test_all_schools_equal_gives_no_comparison(write_answers: Make, some_answers: Any) -> None:
    run = write_answers({f"S{i:03d}": some_answers["S000"] for i in range(6)})
    [draft] = regional_of(run.parameters).drafts
    for found in draft.scales:
        assert found.spread is not None
        assert found.spread.icc == 0
        assert found.verdict == "reliability_below_70"
        assert found.rows == ()


def test_equal_answers_give_a_report_without_scores(write_answers: Make) -> None:
    run = write_answers({f"S{i:03d}": np.full((20, 8), 3.0) for i in range(6)})
    [draft] = regional_of(run.parameters).drafts
    assert {s.verdict for s in draft.scales} == {"unreliable"}


def test_a_school_of_equal_answers_counts_in_no_scale(
    write_answers: Make, some_answers: Any
) -> None:
    run = write_answers(some_answers | {"S007": np.full((20, 8), 5.0)})
    [draft] = regional_of(run.parameters).drafts
    for found in draft.scales:
        assert "S007" not in {r.school for r in found.rows}
        assert found.spread is not None
        assert found.spread.schools == 7


def test_sectors_are_never_mixed(make_region: Make) -> None:
    kinds = {f"S{i:03d}": "bao" if i < 5 else "havo/vwo" for i in range(10)}
    kinds |= {"S010": "so/vso", "S011": None}
    found = regional_of(make_region([30] * 12, types=kinds).parameters)
    assert [d.sector for d in found.drafts] == ["po", "vo"]
    po, vo = found.drafts
    assert {s.id for s in po.schools} == {f"S{i:03d}" for i in range(5)}
    assert {s.id for s in vo.schools} == {f"S{i:03d}" for i in range(5, 10)}
    reasons = {s.id: s.reason for s in vo.left_out}
    assert reasons == {"S010": "both_sectors", "S011": "unknown_type"}


def invariance(
    state: Any, alignment: Any = "few_apart", *, n: int = 800, reason: str = ""
) -> Invariance:
    return Invariance(
        state=state,
        over="schools",
        groups=8,
        n=n,
        level="",
        reason=reason,
        alignment=alignment,
    )


def test_school_and_region_reports_say_the_same(make_region: Make) -> None:
    """One mark, one word and one verdict a school and scale, within its sector."""
    kinds = {f"S{i:03d}": "bao" if i < 7 else "havo/vwo" for i in range(14)}
    kinds |= {"S014": "so/vso"}
    run = make_region([40] * 14 + [30], sd=0.5, types=kinds, seed=6).parameters
    computed = compute(run)
    regions = {d.sector: publish_named(d, RULES) for d in region_drafts(computed).drafts}
    sizes: dict[str, set[tuple[int, int]]] = {"po": set(), "vo": set()}
    labels = set()
    for release in publish_schools(computed.run, school_drafts(computed), RULES):
        school, sector = release.school.id, release.school.sector
        if school == "S014":
            assert sector is None
            assert {s.region for s in release.scales} == {Hidden(reason="both_sectors")}
            continue
        assert sector == ("po" if kinds[school] == "bao" else "vo")
        for found in release.scales:
            beside = scale(regions[sector], found.name)
            assert found.comparison.verdict == beside.verdict
            if beside.rows:
                [row] = [r for r in beside.rows if r.school == school]
                assert found.comparison.label == Compared(label=row.label)
                labels.add(row.label)
                whole, mark = beside.region, found.region
                assert isinstance(mark, Mark)
                assert isinstance(whole, Mark)
                sizes[sector].add((mark.schools, mark.n))
                mean = (whole.mean * whole.n - row.mean * row.n) / (whole.n - row.n)
                assert abs(mark.mean - mean) < mark.step / 2 + whole.step
            else:
                assert found.region == Hidden(reason=beside.verdict)
    assert sizes == {"po": {(6, 240)}, "vo": {(6, 240)}}
    assert len(labels) > 1


@pytest.mark.parametrize("reason", ["no_fit", "not_equal"])
def test_a_failing_scale_is_withheld_with_its_reason(
    reason: str, make_region: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = invariance("fails", reason=reason)
    monkeypatch.setattr(comparison, "invariance_of", lambda items, groupings: fails)
    run = make_region([60] * 9, sd=0.8).parameters
    computed = compute(run)
    [draft] = region_drafts(computed).drafts
    verdict = "no_fit" if reason == "no_fit" else "not_invariant"
    assert {s.verdict for s in draft.scales} == {verdict}
    for release in publish_schools(computed.run, school_drafts(computed), RULES):
        assert all(s.region == Hidden(reason=verdict) for s in release.scales)


@pytest.mark.parametrize(
    ("alignment", "verdict"),
    [
        ("few_apart", "pairs"),
        ("not_tested", "pairs"),
        ("many_apart", "invariance_not_confirmed"),
        ("ambiguous", "invariance_not_confirmed"),
    ],
)
def test_alignment_can_withdraw_a_verdict(
    alignment: Any, verdict: str, make_region: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds = invariance("holds", alignment)
    monkeypatch.setattr(comparison, "invariance_of", lambda items, groupings: holds)
    [draft] = regional_of(make_region([60] * 9, sd=0.8).parameters).drafts
    assert {s.verdict for s in draft.scales} == {verdict}
    report = RegionReport(release=publish_named(draft, RULES), language="nl")
    doubted = verdict != "pairs"
    assert ("tweede controle" in sheets.reading(report).html) is doubted
    # never school with school: the intervals of pairs are not drawn


def test_unknown_types_make_one_group() -> None:
    schools = {s: SchoolFacts(id=s, name=s) for s in "abc"}
    assert split_sectors(schools, list("abc")) == ({"all": list("abc")}, {})


def one_factor(n: int, rng: np.random.Generator, *, shift: float = 0.0) -> pd.DataFrame:
    trait = rng.normal(size=(n, 1))
    part = 0.8 * trait + 0.6 * rng.normal(size=(n, 4))
    part[:, 0] += shift
    return pd.DataFrame(np.digitize(part, [-1, 0, 1]) + 1.0, columns=list("abcd"))


@pytest.mark.parametrize(("shift", "state"), [(0.0, "holds"), (1.0, "fails")])
def test_a_shifted_question_is_found(shift: float, state: str) -> None:
    rng = np.random.default_rng(5)
    items = pd.concat([one_factor(400, rng), one_factor(400, rng, shift=shift)], ignore_index=True)
    kind = pd.Series(["vmbo"] * 400 + ["vwo"] * 400)
    found = invariance_of(items, {"types": kind})
    assert found.state == state
    assert (found.over, found.groups, found.n) == ("types", 2, 800)


def test_small_groups_fall_back_on_schools_or_are_not_tested() -> None:
    rng = np.random.default_rng(6)
    items = one_factor(420, rng)
    kind = pd.Series(["vmbo"] * 420)
    school = pd.Series(np.repeat(["a", "b", "c"], 140))
    assert invariance_of(items, {"types": kind, "schools": school}).over == "schools"
    small = pd.Series(np.repeat([f"s{i}" for i in range(14)], 30))
    untested = invariance_of(items, {"types": kind, "schools": small})
    assert (untested.state, untested.reason) == ("not_tested", "few_groups")
    assert invariance_of(items[["a", "b"]], {"types": school}).reason == "few_items"


def test_rare_answers_are_joined_before_the_test() -> None:
    rng = np.random.default_rng(7)
    items = pd.concat([one_factor(300, rng), one_factor(300, rng)], ignore_index=True)
    items.loc[items["a"] == 4, "a"] = 3
    items.loc[0, "a"] = 4
    found = invariance_of(items, {"types": pd.Series(["x"] * 300 + ["y"] * 300)})
    assert found.state in ("holds", "fails")


def test_schools_come_before_kinds_where_they_hold_most_pupils() -> None:
    rng = np.random.default_rng(8)
    items = one_factor(600, rng)
    kind = pd.Series(["vmbo"] * 300 + ["vwo"] * 300)
    large = pd.Series(np.repeat(["a", "b", "c", "d"], 150))
    found = invariance_of(items, {"types": kind, "schools": large})
    assert (found.over, found.groups, found.n) == ("schools", 4, 600)
    # two schools are large enough, but most pupils are elsewhere
    few = pd.Series(["a"] * 110 + ["b"] * 110 + [f"s{i // 20}" for i in range(380)])
    found = invariance_of(items, {"types": kind, "schools": few})
    assert (found.over, found.groups, found.n) == ("types", 2, 600)


def test_alignment_agrees_with_the_truth() -> None:
    rng = np.random.default_rng(9)
    group = pd.Series(np.repeat(list("abcdef"), 200))
    same = pd.concat([one_factor(200, rng) for _ in range(6)], ignore_index=True)
    found = invariance_of(same, {"schools": group})
    assert (found.state, found.alignment, found.confirmed) == ("holds", "few_apart", True)
    # every school understands two questions otherwise, each its own
    moved = same.copy()
    for i, name in enumerate("abcdef"):
        for j, shift in ((i % 4, 2), ((i + 1) % 4, -2)):
            rows = group == name
            moved.loc[rows, moved.columns[j]] = (moved.loc[rows, moved.columns[j]] + shift).clip(
                1, 4
            )
    assert alignment_of(moved, group) in ("many_apart", "ambiguous")
    assert alignment_of(moved[["a", "b"]], group) == "not_tested"


def test_a_principle_is_as_weak_as_its_weakest_condition() -> None:
    holds, fails, unknown = (invariance(state) for state in ("holds", "fails", "not_tested"))
    assert weakest([holds, fails, unknown]).state == "fails"
    assert weakest([holds, unknown]).state == "not_tested"
    assert weakest([]).state == "not_tested"
    doubted = invariance("holds", "ambiguous", n=900)
    assert weakest([holds, doubted, holds]) is doubted
