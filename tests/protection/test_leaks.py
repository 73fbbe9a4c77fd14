"""Leaks that are planted: without the protection the attack finds them, with it they are gone.

Each protection is taken away by itself, in the code that makes the documents; the attack is
never told.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest
from msgspec.structs import replace
from tests.protection.worlds import (
    BEFORE,
    RULES,
    World,
    published,
    region_draft,
    small_region,
)

from aspiratie.attack import AttackReport, attack
from aspiratie.disclosure import (
    NamedRelease,
    SchoolRelease,
    bounds,
    content,
    promises,
    publish,
)
from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means import steps
from aspiratie.disclosure.region import follow, letters, together
from aspiratie.disclosure.region import publish as of_region
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.disclosure.shape import Count, Estimate, Exact, Hidden, Mark
from aspiratie.errors import DisclosureError
from aspiratie.ledger import conflicts, entries_of

Documents = list[SchoolRelease | NamedRelease]
Patch = pytest.MonkeyPatch


def fine_means(patch: Patch) -> None:
    """Print means to two decimals, whatever the number of pupils."""
    patch.setattr(steps, "mean_step", lambda n, span, protection, **_: 0.01)


def exact_means(patch: Patch) -> None:
    """Print means to three decimals."""
    patch.setattr(steps, "mean_step", lambda n, span, protection, **_: 0.001)


def unbounded_means(patch: Patch) -> None:
    """Print means up to the ends of the scale."""
    patch.setattr(steps, "mean_cell", lambda n, ends, step, protection: (-(10**6), 10**6))


def narrow_intervals(patch: Patch) -> None:
    """Print intervals as narrow as they are."""
    patch.setattr(steps, "half_steps", lambda *_, **__: range(1, 100))


def determined_shares(patch: Patch) -> None:
    """Print shares beside bounded ones to the percentage."""
    patch.setattr(bounds, "is_determined", lambda *_, **__: False)
    exact, counts = bounds.bounded_share, bounds.counts_of
    patch.setattr(bounds, "bounded_share", lambda c, n, b, step=1: exact(c, n, b, step=1))
    patch.setattr(bounds, "counts_of", lambda s, n, step, bound: counts(s, n, step=1, bound=bound))
    told = bounds.Distribution
    patch.setattr(
        bounds, "Distribution", lambda n, step, classes: told(n=n, step=1, classes=classes)
    )
    patch.setattr(promises, "_refuse", lambda problems: None)


def own_region(patch: Patch) -> None:
    """Print means of the region by its pupils instead of by the schools' printed means."""
    patch.setattr(of_region, "follow_printed", lambda raw, draft, rules: raw)


def raw_shrunken(patch: Patch) -> None:
    """Print shrunken means of the unrounded ones beside rounded means."""
    patch.setattr(follow, "_moved", lambda row, printed, *_: replace(row, mean=printed.mean))


def raw_waves(patch: Patch) -> None:
    """Compute the region's waves from unrounded means of the schools."""

    def unrounded(means: dict[str, RawEstimate], rules: object, **_: object) -> dict[str, object]:
        return {
            s: Estimate(n=m.n, mean=m.mean, low=m.low, high=m.high, step=0.01)
            for s, m in means.items()
            if m.n >= RULES.n_min
        }

    patch.setattr(together, "printed_means", unrounded)


def one_school_blocks(patch: Patch) -> None:
    """Tell each letter by itself."""
    patch.setattr(letters, "BLOCK", 1)
    patch.setattr(of_region, "BLOCK", 1)


def shown_groups(patch: Patch) -> None:
    """Join no groups, and hide none of a column."""
    patch.setattr(content, "merge_groups", lambda sizes, n_min: [[i] for i in range(len(sizes))])
    patch.setattr(
        content, "column_reasons", lambda sizes, n_min, total_known=True: [None for _ in sizes]
    )
    patch.setattr(promises, "_refuse", lambda problems: None)


def lonely_hidden(patch: Patch) -> None:
    """Hide the small cell of a column and no second one."""
    patch.setattr(content, "merge_groups", lambda sizes, n_min: [[i] for i in range(len(sizes))])
    patch.setattr(
        content,
        "column_reasons",
        lambda sizes, n_min, total_known=True: ["few" if n < n_min else None for n in sizes],
    )


def found(report: AttackReport) -> set[str]:
    return set(report.findings["what"])


@contextmanager
def without(protection: Callable[[Patch], None]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        protection(patch)
        yield


def changed(world: World, change: Callable[[pd.DataFrame], None]) -> World:
    answers = world.answers.copy()
    change(answers)
    return World(
        answers=answers, school=world.school, group=world.group, conditions=world.conditions
    )


def skipping(seed: int = 1) -> World:
    """One pupil of a school of 12 skips a condition."""
    world = small_region(seed, skip_block=0, skip_item=0)

    def skip(answers: pd.DataFrame) -> None:
        answers.loc[3, list(world.conditions["c1"])] = np.nan

    return changed(world, skip)


def agreeing(score: float) -> World:
    """Everybody in the school of 12 answers alike."""
    world = small_region(2, skip_block=0, skip_item=0)

    def agree(answers: pd.DataFrame) -> None:
        answers.loc[world.school == "10AB00"] = score

    return changed(world, agree)


# one run


def test_who_skipped_a_condition_counts_in_the_principle() -> None:
    world = skipping()
    with without(fine_means):
        assert "skipped parts" in set(attack(published(world)).findings["table"])
    assert not attack(published(world)).succeeded


def test_who_skipped_a_question_counts_in_the_scale() -> None:
    world = small_region(5, skip_block=0, skip_item=0, sizes=(45, 60, 60, 60, 60))

    def skip(answers: pd.DataFrame) -> None:
        # every answer as often, so that shares, and with them sums of answers, are exact
        for i, item in enumerate(answers):
            answers.loc[:44, item] = [(p + i * (p // 5)) % 5 + 1.0 for p in range(45)]
        answers.loc[3, "c1q1"] = np.nan

    world = changed(world, skip)
    with without(exact_means):
        assert "skipped parts" in set(attack(published(world)).findings["table"])
    assert not attack(published(world)).succeeded


def test_all_agree_strongly() -> None:
    world = agreeing(5.0)
    with without(unbounded_means):
        assert any("so near an end" in what for what in found(attack(published(world))))
    assert not attack(published(world)).succeeded


def test_all_disagree_strongly() -> None:
    world = agreeing(1.0)
    with without(unbounded_means):
        assert any("so near an end" in what for what in found(attack(published(world))))
    assert not attack(published(world)).succeeded


def test_all_answer_in_the_middle() -> None:
    world = agreeing(3.0)
    with without(narrow_intervals):
        assert any("so small" in what for what in found(attack(published(world))))
    assert not attack(published(world)).succeeded


def test_a_bounded_share_is_a_hundred_minus_the_others() -> None:
    world = small_region(3, sizes=(60, 45, 50, 70, 41), level=3.9, skip_block=0, skip_item=0)
    with without(determined_shares):
        report = attack(published(world))
        assert {"nobody gave the answer", "a bounded count has one possible value"} & found(report)
    assert not attack(published(world)).succeeded


def test_a_small_group() -> None:
    world = small_region(4, n_groups=2)
    group = world.group.copy()
    group[world.school == "10AB00"] = ["1"] * 7 + ["2"] * 5
    world = dataclasses.replace(world, group=group)
    with without(shown_groups):
        assert any("fewer than n_min" in what for what in found(attack(published(world))))
    assert not attack(published(world)).succeeded


def test_one_hidden_group_is_the_total_less_the_others() -> None:
    world = small_region(4, sizes=(30, 30, 30, 30, 30), n_groups=2)
    group = world.group.copy()
    group[world.school == "10AB00"] = ["1"] * 24 + ["2"] * 6
    world = World(
        answers=world.answers, school=world.school, group=group, conditions=world.conditions
    )
    with without(lonely_hidden):
        report = attack(published(world))
        assert "hidden respondents together are fewer than n_min" in found(report)
    assert not attack(published(world)).succeeded


def test_a_few_are_shown() -> None:
    release = published(small_region(6))[0]
    told = replace(release.participation, groups=())
    few = [replace(release, participation=replace(told, n=Count(value=release.rules.n_min)))]
    assert not any("fewer than n_min is shown" in what for what in found(attack(few)))
    broken = _unchecked(release, participation=replace(told, n=Count(value=4)))
    assert "a number about fewer than n_min is shown" in found(attack([broken]))


def _unchecked(release: SchoolRelease, **changes: object) -> SchoolRelease:
    """Return a release that breaks its promises, past the check of these."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(promises, "_refuse", lambda problems: None)
        return replace(release, **changes)


def test_all_or_none_in_a_share() -> None:
    release = next(
        r for r in published(small_region(6)) if not isinstance(r.items[0].distribution, Hidden)
    )
    item = release.items[0]
    assert not isinstance(item.distribution, Hidden)
    classes = list(item.distribution.classes)
    classes[0] = replace(classes[0], share=Exact(percent=0))
    told = replace(item, distribution=replace(item.distribution, classes=tuple(classes)))
    broken = _unchecked(release, items=(told, *release.items[1:]))
    assert attack([broken]).succeeded


# the region beside its schools


def documents(world: World) -> Documents:
    return [*published(world), publish_named(region_draft(world, RULES), RULES)]


@pytest.fixture(scope="module")
def region() -> World:
    return small_region(8, sizes=(12, 11, 19, 24, 15, 30, 40, 55, 180), skip_block=0.02)


def test_the_regions_mean_tells_more_than_the_schools_means(region: World) -> None:
    with without(own_region):
        assert any("tells more" in what for what in found(attack(documents(region))))
    assert not attack(documents(region)).succeeded


def test_a_shrunken_mean_tells_the_raw_one(region: World) -> None:
    with without(raw_shrunken):
        tables = set(attack(documents(region)).findings["table"])
        assert any("shrunken" in table for table in tables)


def test_an_adjusted_mean_tells_the_raw_one(region: World) -> None:
    named = publish_named(region_draft(region, RULES), RULES)
    scale = named.scales[0]
    row = scale.rows[0]
    assert not isinstance(row.adjusted, Hidden)
    assert not attack([named]).succeeded
    fine = replace(row, adjusted=replace(row.adjusted, mean=row.adjusted.mean + 0.07))
    told = replace(scale, rows=(fine, *scale.rows[1:]))
    broken = replace(named, scales=(told, *named.scales[1:]))
    assert any("adjusted" in table for table in attack([broken]).findings["table"])


def test_steps_that_are_no_cells_within_cells(region: World) -> None:
    patched = (0.03, *steps.LADDER[1:])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "LADDER", patched)
        named = publish_named(region_draft(region, RULES), RULES)
    mixed = [*published(region), named]
    assert any("differently" in what for what in found(attack(mixed)))
    assert not attack(documents(region)).succeeded


def test_one_hidden_kind_of_education_is_the_region_less_the_others(region: World) -> None:
    named = publish_named(region_draft(region, RULES), RULES)
    scale = named.scales[0]
    mark = scale.region
    assert isinstance(mark, Mark)
    assert not attack([named]).succeeded
    from aspiratie.disclosure.shape import KindEstimate, KindScore

    almost = KindEstimate(
        n=mark.n - 20, schools=mark.schools - 1, mean=3.4, low=3.0, high=3.8, step=0.01
    )
    kinds = (KindScore(type="bao", score=almost), KindScore(type="sbo", score=Hidden(reason="few")))
    broken = replace(named, scales=(replace(scale, types=kinds), *named.scales[1:]))
    assert any("kinds of education" in what for what in found(attack([broken])))


def test_a_letter_is_a_school(region: World) -> None:
    draft = region_draft(region, RULES)
    named = publish_named(draft, RULES)
    with without(one_school_blocks):
        lettered, _ = publish_lettered(draft, RULES, secret=b"secret")
        assert any("told alike" in what for what in found(attack([named, lettered])))
    lettered, _ = publish_lettered(draft, RULES, secret=b"secret")
    assert not attack([named, lettered]).succeeded


def test_a_school_that_is_left_out_of_the_region(region: World) -> None:
    whole = publish_named(region_draft(region, RULES), RULES)
    less = _without_school(region, "10AB00")
    assert attack([whole, publish_named(region_draft(less, RULES), RULES)]).succeeded


@pytest.fixture(scope="module")
def two_waves() -> World:
    sizes = (30, 26, 41, 35, 60, 12)
    before = small_region(41, sizes=sizes, wave=BEFORE, skip_block=0)
    return dataclasses.replace(small_region(42, sizes=sizes, skip_block=0), before=before)


def test_a_wave_of_the_region_tells_more_than_the_schools_means(two_waves: World) -> None:
    safe = attack(documents(two_waves))
    assert not safe.succeeded, safe.findings.to_string()
    assert safe.tried["waves and adults of a part"] > 0
    with without(raw_waves):
        report = attack(documents(two_waves))
    told = report.findings[report.findings["table"].str.startswith("waves ")]
    assert any("tells more" in what for what in told["what"])


def test_a_wave_of_the_region_holds_a_school_that_prints_no_mean(two_waves: World) -> None:
    *reports, named = documents(two_waves)
    assert isinstance(named, NamedRelease)
    hidden = Hidden(reason="complement")

    def without_waves(report: SchoolRelease) -> SchoolRelease:
        waves = [replace(w, scores=dict.fromkeys(w.scores, hidden)) for w in report.waves]
        return replace(report, waves=tuple(waves))

    first, *others = (r for r in reports if isinstance(r, SchoolRelease))
    report = attack([without_waves(first), *others, named])
    assert "schools that do not print this number are one school, or too few pupils" in found(
        report
    )


def _without_school(world: World, school: str) -> World:
    stay = world.school != school
    return World(
        answers=world.answers[stay],
        school=world.school[stay],
        group=world.group[stay],
        conditions=world.conditions,
    )


# a second run: the ledger refuses, and the attack finds where it was not asked


def second(world: World, change: Callable[[pd.DataFrame], None]) -> tuple[Documents, Documents]:
    return published(world), published(changed(world, change))


def correct(answers: pd.DataFrame) -> None:
    row = answers.loc[3]
    answers.loc[3] = np.where(row >= 3, row - 2, row + 2)


def remove(answers: pd.DataFrame) -> None:
    answers.loc[3, "c1q1"] = np.nan


@pytest.mark.parametrize("change", [correct, remove])
def test_one_pupils_answers_change(change: Callable[[pd.DataFrame], None]) -> None:
    world = small_region(9, sizes=(60, 45, 50, 70, 41), skip_block=0, skip_item=0)
    first, then = second(world, change)
    assert attack([*first, *then]).succeeded
    standing = [(str(i), e) for i, e in enumerate(entries_of(first))]
    assert not conflicts(standing, entries_of(first))
    refused = conflicts(standing, entries_of(then))
    assert {c.where.split(",")[0] for c in refused} == {"10AB00"}


def test_one_pupil_more() -> None:
    world = small_region(9, sizes=(60, 45, 50, 70, 41), skip_block=0, skip_item=0)
    less = world.school.index != 3
    before = World(
        answers=world.answers[less],
        school=world.school[less],
        group=world.group[less],
        conditions=world.conditions,
    )
    first, then = published(before), published(world)
    assert attack([*first, *then]).succeeded
    standing = [(str(i), e) for i, e in enumerate(entries_of(first))]
    assert conflicts(standing, entries_of(then))


def test_one_pupil_in_another_group() -> None:
    world = small_region(9, sizes=(60, 45, 50, 70, 41), skip_block=0, skip_item=0)
    group = world.group.copy()
    group[3] = "2" if group[3] == "1" else "1"
    moved = World(
        answers=world.answers, school=world.school, group=group, conditions=world.conditions
    )
    first, then = published(world), published(moved)
    assert attack([*first, *then]).succeeded
    standing = [(str(i), e) for i, e in enumerate(entries_of(first))]
    assert conflicts(standing, entries_of(then))


def test_a_late_answer_in_last_years_file() -> None:
    before = small_region(10, sizes=(60, 45, 50, 70, 41), skip_block=0, skip_item=0, wave=BEFORE)
    first = published(before)
    late = before.school.index != 3
    fewer = World(
        answers=before.answers[late],
        school=before.school[late],
        group=before.group[late],
        conditions=before.conditions,
        wave=BEFORE,
    )
    now = small_region(11, sizes=(60, 45, 50, 70, 41), skip_block=0, skip_item=0)

    def with_past(past: World) -> World:
        return World(
            answers=now.answers,
            school=now.school,
            group=now.group,
            conditions=now.conditions,
            before=past,
        )

    standing = [(str(i), e) for i, e in enumerate(entries_of(first))]
    assert not conflicts(standing, entries_of(published(with_past(before))))
    refused = conflicts(standing, entries_of(published(with_past(fewer))))
    assert {c.where for c in refused} == {f"10AB00, {BEFORE}"}
    assert attack([*first, *published(with_past(fewer))]).succeeded


def test_a_school_and_later_its_vestigingen() -> None:
    world = small_region(12, sizes=(60, 45, 50, 70, 41), skip_block=0, skip_item=0)
    whole, parts = world.school.copy(), world.school.copy()
    whole[world.school == "10AB00"] = "10AB"
    parts[(world.school == "10AB00") & (world.school.index < 8)] = "10AB01"

    def of(school: pd.Series) -> Documents:
        return published(
            World(
                answers=world.answers,
                school=school,
                group=world.group,
                conditions=world.conditions,
            )
        )

    first, then = of(whole), of(parts)
    assert any("vestiging" in t for t in attack([*first, *then]).findings["table"])
    standing = [(str(i), e) for i, e in enumerate(entries_of(first))]
    assert any("a vestiging of it" in c.what for c in conflicts(standing, entries_of(then)))


def test_a_school_under_another_number() -> None:
    world = small_region(12, sizes=(60, 45, 50, 70, 41), skip_block=0, skip_item=0)
    first = published(world)
    school = world.school.replace("10AB00", "88ZZ00")
    renamed = World(
        answers=world.answers, school=school, group=world.group, conditions=world.conditions
    )
    changed_too = changed(renamed, correct)
    then = [
        replace(r, school=replace(r.school, name="School 10AB00")) if r.school.id == "88ZZ00" else r
        for r in published(changed_too)
    ]
    standing = [(str(i), e) for i, e in enumerate(entries_of(first))]
    assert any(
        "published before as 10AB00" in c.what for c in conflicts(standing, entries_of(then))
    )


def test_a_draft_with_other_pupils_in_its_mark_is_refused() -> None:
    world = small_region(1)
    from tests.protection.worlds import run_draft, school_draft

    run = run_draft(world, RULES)
    draft = school_draft(world, run, "10AB00")
    scale = draft.scales[0]
    assert scale.region is not None
    wrong = replace(scale, region=replace(scale.region, n=scale.region.n - 1))
    with pytest.raises(DisclosureError, match="mark of the region over other pupils"):
        list(
            publish.publish_schools(run, [replace(draft, scales=(wrong, *draft.scales[1:]))], RULES)
        )
