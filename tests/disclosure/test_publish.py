"""What is published of random and of chosen schools, checked by plain code."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aspiratie.attack import attack
from aspiratie.bilingual import Text
from aspiratie.disclosure import DisclosureRules, SchoolRelease, hidden_cells
from aspiratie.disclosure.bounds import publish_share, publish_with_side
from aspiratie.disclosure.draft import (
    DraftPrevious,
    RawCounts,
    RawEstimate,
    RawRule,
    RawShare,
    RawSums,
    RunDraft,
    SchoolDraft,
)
from aspiratie.disclosure.publish import publish_school, publish_schools
from aspiratie.disclosure.shape import (
    Above,
    Below,
    Compared,
    Comparison,
    Count,
    Distribution,
    Estimate,
    Exact,
    Hidden,
    Mark,
)
from aspiratie.disclosure.suppress import column_reasons, merge_groups, publishable_schools
from aspiratie.errors import DisclosureError

RULES = DisclosureRules()
SIZES = [1, 5, 9, 10, 11, 12, 14, 19, 20, 29, 30, 40, 75]


def first(parts: tuple[Any, ...], part: Any) -> tuple[Any, ...]:
    """Return the parts with another one in the first place."""
    return (part, *parts[1:])


def with_scores(
    region: Any, score: RawEstimate, sums: tuple[RawSums, ...] = ()
) -> tuple[RunDraft, SchoolDraft]:
    """Return the first school with one score on every scale, and these sums by group."""
    draft, run = region.drafts[0], region.run
    names = [scale.name for scale in draft.scales]
    scores = dict.fromkeys(names, score)
    tables = tuple(
        replace(table, scores=dict.fromkeys(names, own))
        for table, own in zip(draft.sums, sums, strict=False)
    )
    draft = replace(
        draft,
        scales=tuple(replace(scale, score=score) for scale in draft.scales),
        waves=(replace(draft.waves[0], scores=scores),),
        sums=tables,
    )
    own = replace(run.schools[draft.school.id], scores=scores)
    return replace(run, schools={draft.school.id: own}), draft


def shown_counts(release: SchoolRelease) -> Iterator[float]:
    """Walk through every number of respondents."""
    for fact in release.facts():
        if fact.meaning == "count" and not fact.population.rows and fact.value is not None:
            yield fact.value


REGIONS = given(
    seed=st.integers(0, 10**6),
    sizes=st.lists(st.sampled_from(SIZES), min_size=1, max_size=7),
    k=st.integers(2, 7),
    n_groups=st.integers(1, 6),
    n_min=st.sampled_from([5, 10, 15]),
    unplaced=st.sampled_from([0, 3, 25]),
)


@settings(max_examples=20, deadline=None)
@REGIONS
@example(seed=0, sizes=[29, 9, 11, 19, 10], k=4, n_groups=1, n_min=5, unplaced=0)
def test_random_regions_keep_their_promises(make_region, seed, sizes, k, n_groups, n_min, unplaced):
    region = make_region(seed, sizes, k=k, n_groups=n_groups, n_min=n_min, unplaced=unplaced)
    rules = DisclosureRules(n_min=n_min, region_min_schools=2)
    releases = region.publish(rules)
    assert [r.school.id for r in releases] == [d.school.id for d in region.drafts]
    for release, draft in zip(releases, region.drafts, strict=True):
        assert all(n == 0 or n >= n_min for n in shown_counts(release))
        for fact in release.facts():
            if fact.meaning == "share":
                assert fact.value is not None
                assert 0 < fact.value < 100
        groups = release.participation.groups
        whole = {m for g in groups if isinstance(g.n, Count) for m in g.members}
        assert sum(g.n.value for g in groups if isinstance(g.n, Count)) == sum(
            g.n for g in draft.groups if g.label in whole
        )
        check_groups(release, draft)
        check_items(release, draft)


@settings(max_examples=20, deadline=None)
@REGIONS
@example(seed=3, sizes=[19], k=3, n_groups=1, n_min=5, unplaced=0)
@example(seed=0, sizes=[29, 9, 11, 19, 10], k=4, n_groups=1, n_min=5, unplaced=0)
def test_the_attack_finds_nothing_in_random_regions(
    make_region, seed, sizes, k, n_groups, n_min, unplaced
):
    region = make_region(seed, sizes, k=k, n_groups=n_groups, n_min=n_min, unplaced=unplaced)
    releases = region.publish(DisclosureRules(n_min=n_min, region_min_schools=2))
    if releases:
        report = attack(releases)
        assert not report.succeeded, report.findings.to_string()


def check_groups(release: SchoolRelease, draft: SchoolDraft) -> None:
    """Merged estimates are those of the members' pupils together."""
    raw = {g.label: g.scores for g in draft.sums}
    for group in release.groups:
        for scale, cell in group.scores.items():
            if not isinstance(cell, Estimate):
                continue
            parts = [raw[m][scale] for m in group.members]
            n = sum(p.n for p in parts)
            assert cell.n == n
            assert abs(cell.mean - sum(p.sum for p in parts) / n) <= cell.step / 2 + 1e-9
            assert cell.low < cell.mean < cell.high


def check_items(release: SchoolRelease, draft: SchoolDraft) -> None:
    for item, raw in zip(release.items, draft.items, strict=True):
        table, counts = item.distribution, raw.answers.counts
        if not isinstance(table, Distribution):
            continue
        n = sum(counts)
        assert table.n == n
        assert [m for c in table.classes for m in c.members] == list(range(1, len(counts) + 1))
        for part in table.classes:
            percent = 100 * sum(counts[m - 1] for m in part.members) / n
            match part.share:
                case Exact():
                    assert abs(part.share.percent - percent) <= table.step / 2
                case Below():
                    assert percent < part.share.percent
                case Above():
                    assert percent > part.share.percent


@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(st.integers(0, 12), min_size=2, max_size=5).filter(lambda c: 10 <= sum(c) <= 48)
)
def test_no_bounded_count_follows_from_a_distribution(counts):
    """Every list of counts that prints alike is tried: a bounded one always varies."""
    texts = tuple(Text(nl=str(i)) for i in range(len(counts)))
    raw = RawCounts(counts=tuple(counts), categories=texts)
    shown, agree = publish_with_side(raw, RULES)
    if isinstance(shown, Hidden):
        return
    n, step, classes = sum(counts), shown.step, shown.classes
    fitting = [
        [c for c in range(n + 1) if publish_share(c, n, RULES, step=step) == part.share]
        for part in classes
    ]
    alike = [c for c in itertools.product(*fitting) if sum(c) == n]
    high = [i for i, c in enumerate(classes) if c.side == "high"]
    sides = {sum(c[i] for i in high) for c in alike}
    if isinstance(agree.share, Exact):
        # what is told of the side is within a step of every count that the distribution leaves
        assert all(abs(100 * s / n - agree.share.percent) <= agree.step / 2 for s in sides)
    assert alike
    for i, part in enumerate(classes):
        if not isinstance(part.share, Exact):
            assert len({c[i] for c in alike}) > 1
    if isinstance(agree.share, Below | Above):
        assert len(sides) > 1


@pytest.mark.parametrize(
    ("n", "k", "classes"),
    [(30, 5, 5), (29, 5, 3), (29, 4, 2), (13, 3, 3), (40, 4, 4), (9, 5, 0)],
)
def test_small_groups_get_fewer_classes(n, k, classes):
    counts = [n // k] * k
    counts[-1] += n - sum(counts)
    texts = tuple(Text(nl=str(i), en=str(i)) for i in range(k))
    shown, _ = publish_with_side(RawCounts(counts=tuple(counts), categories=texts), RULES)
    assert (len(shown.classes) if isinstance(shown, Distribution) else 0) == classes


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=7), st.sampled_from([5, 10]))
def test_merging_leaves_no_small_group(sizes, n_min):
    groups = merge_groups(sizes, n_min)
    assert sorted(i for g in groups for i in g) == list(range(len(sizes)))
    assert [g[0] for g in groups] == sorted(g[0] for g in groups)
    small = [g for g in groups if 0 < sum(sizes[i] for i in g) < n_min]
    assert not small or sum(sizes) < n_min


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 25), min_size=1, max_size=4).filter(lambda s: sum(s) >= 10))
def test_no_hidden_cell_follows_from_its_column(sizes):
    """Every way to fill the hidden cells is tried."""
    reasons = column_reasons(sizes, 10)
    hidden = [i for i, r in enumerate(reasons) if r in ("few", "complement")]
    assert all(reasons[i] is not None for i, n in enumerate(sizes) if n < 10)
    if not hidden:
        return
    total = sum(sizes[i] for i in hidden)
    assert len(hidden) > 1
    assert total >= 10
    top = 9 if reasons[hidden[0]] == "few" else total
    ways = [
        way
        for way in itertools.product(range(1, top + 1), repeat=len(hidden) - 1)
        if 1 <= total - sum(way) <= top
    ]
    ways = [(*way, total - sum(way)) for way in ways]
    assert all(len({way[i] for way in ways}) > 1 for i in range(len(hidden)))


def test_schools_of_9_10_and_11(make_region):
    region = make_region(3, [9, 10, 11])
    assert [r.school.id for r in region.publish()] == ["01AB00", "02AB00"]
    published, withheld = publishable_schools({"00AB00": 9, "01AB00": 10, "02AB00": 0}, RULES)
    assert published == ("01AB00",)
    assert withheld == {"00AB00": "few", "02AB00": "no_data"}
    with pytest.raises(DisclosureError, match="fewer than 10"):
        publish_school(region.run, region.small[0], RULES)
    with pytest.raises(DisclosureError, match="none of the published schools"):
        list(publish_schools(region.run, region.small, RULES))
    small = replace(region.run.schools["01AB00"], n=9)
    with pytest.raises(DisclosureError, match="counts in nothing"):
        publish_schools(replace(region.run, schools={"01AB00": small}), [], RULES)


def test_a_region_needs_five_other_schools_and_no_giant(make_region):
    five = make_region(1, [40] * 5).publish()[0].scales[0].region
    assert five == Hidden(reason="few_schools")
    six = make_region(2, [40] * 6).publish()[0].scales[0]
    assert isinstance(six.region, Mark)
    assert six.region.schools == 5
    assert six.comparison == Comparison(verdict="pairs", label=Compared(label="similar"))
    giant = make_region(2, [40] * 6 + [500]).publish()[0].scales[0]
    assert giant.region == Hidden(reason="few_schools")
    assert giant.comparison == Comparison(verdict="pairs", label=Hidden(reason="few_schools"))


def test_a_mark_over_a_hidden_school_is_refused(make_region):
    region = make_region(4, [40] * 6 + [7])
    draft = region.drafts[2]
    scale = draft.scales[1]
    more = replace(scale.region, n=scale.region.n + 7, schools=scale.region.schools + 1)
    wrong = replace(draft, scales=(draft.scales[0], replace(scale, region=more), *draft.scales[2:]))
    with pytest.raises(DisclosureError, match="other pupils"):
        list(publish_schools(region.run, [*region.drafts[:2], wrong], RULES))
    scale = region.run.scales[0]
    scale = replace(scale, reliability=replace(scale.reliability, n=247))
    run = replace(region.run, scales=first(region.run.scales, scale))
    with pytest.raises(DisclosureError, match="has 1 fault"):
        publish_schools(run, region.drafts, RULES)


def test_marks_are_of_one_sector(make_region):
    region = make_region(4, [40] * 12)
    sectors = {name: "po" if i < 6 else "vo" for i, name in enumerate(region.run.schools)}
    schools = {
        name: replace(school, sector=sectors[name]) for name, school in region.run.schools.items()
    }
    drafts = [
        replace(d, school=replace(d.school, sector=sectors[d.school.id])) for d in region.drafts
    ]
    with pytest.raises(DisclosureError, match="is faulty"):
        list(publish_schools(replace(region.run, schools=schools), drafts, RULES))


def test_a_mean_that_may_not_be_compared_with_is_not_shown(make_region):
    region = make_region(4, [40] * 6)
    why = Comparison(verdict="not_invariant", label=Hidden(reason="not_invariant"))
    draft = region.drafts[0]
    draft = replace(draft, scales=first(draft.scales, replace(draft.scales[0], comparison=why)))
    (release,) = publish_schools(region.run, [draft], RULES)
    scale = release.scales[0]
    assert scale.region == Hidden(reason="not_invariant")
    assert isinstance(scale.score, Estimate)
    assert scale.comparison == why


def test_an_unreliable_scale_is_hidden_everywhere(make_region):
    region = make_region(8, [120])
    draft, scale = region.drafts[0], region.run.scales[0]
    weak = replace(scale.reliability, estimate=0.45, level="insufficient")
    run = replace(region.run, scales=first(region.run.scales, replace(scale, reliability=weak)))
    own = draft.scales[0]
    before = DraftPrevious(wave="2024-2025", score=own.score, change=Compared(label="higher"))
    draft = replace(draft, scales=first(draft.scales, replace(own, previous=before)))
    release = publish_school(run, draft, RULES)
    told, hidden = release.scales[0], Hidden(reason="unreliable")
    assert told.previous is not None
    assert told.score == told.region == told.previous.score == told.previous.change == hidden
    assert told.comparison == Comparison(verdict="unreliable", label=hidden)
    cells = [g.scores["belonging"] for g in release.groups]
    cells += [w.scores["belonging"] for w in release.waves]
    assert len(cells) > 1
    assert all(cell == hidden for cell in cells)


def test_all_answers_equal_are_not_told(make_region):
    region = make_region(8, [12])
    score = RawEstimate(n=12, mean=5.0, low=5.0, high=5.0)
    run, draft = with_scores(region, score)
    items = tuple(
        replace(
            item,
            answers=replace(item.answers, counts=(0, 0, 0, 0, 12)),
            no_opinion=RawShare(count=0, n=12),
        )
        for item in draft.items
    )
    release = publish_school(run, replace(draft, items=items, informants=(), sums=()), RULES)
    assert not any(isinstance(scale.score, Estimate) for scale in release.scales)
    assert isinstance(release.items[0].distribution, Distribution)
    assert isinstance(release.items[0].distribution.classes[-1].share, Above)
    assert not attack([release]).succeeded


def test_small_groups_are_merged_and_their_enrolment_added(make_region):
    region = make_region(8, [64], n_groups=4)
    sizes = (30, 26, 5, 3)
    run, draft = with_scores(
        region,
        RawEstimate(n=64, mean=3.0, low=2.8, high=3.2),
        tuple(RawSums(n=n, sum=3.0 * n, sumsq=10.0 * n) for n in sizes),
    )
    groups = tuple(
        replace(g, n=n, enrolled=n + 1) for g, n in zip(draft.groups, sizes, strict=True)
    )
    release = publish_school(run, replace(draft, groups=groups), RULES)
    shown = [(g.members, g.n, g.enrolled) for g in release.participation.groups]
    assert shown == [
        (("leerjaar 1",), Count(value=30), 31),
        (("leerjaar 2", "leerjaar 3", "leerjaar 4"), Count(value=34), 37),
    ]
    assert release.participation.groups[1].label == "leerjaar 2 + leerjaar 3 + leerjaar 4"
    cell = release.groups[1].scores["belonging"]
    half = 2.0345 * ((10 * 34 - 34 * 9) / 33 / 34) ** 0.5
    assert isinstance(cell, Estimate)
    assert cell.mean == 3.0
    assert half <= cell.high - 3 <= half + 2 * cell.step
    merged = hidden_cells(release)[0]
    assert (merged.what, merged.reason, merged.cells) == ("merged_groups", "few", 3)


def test_one_group_left_is_no_table(make_region):
    region = make_region(2, [14], n_groups=2)
    draft = region.drafts[0]
    groups = tuple(replace(g, n=n) for g, n in zip(draft.groups, (8, 6), strict=True))
    release = publish_school(region.run, replace(draft, groups=groups, sums=()), RULES)
    assert release.groups == ()
    assert [g.members for g in release.participation.groups] == [("leerjaar 1", "leerjaar 2")]


def test_all_faults_of_a_draft_at_once(make_region):
    region = make_region(2, [40])
    draft = region.drafts[0]
    other = draft.informants[0]
    row = replace(other.items[0], pupils=replace(other.items[0].pupils, count=99))
    item = draft.items[0]
    broken = replace(
        draft,
        groups=first(draft.groups, replace(draft.groups[0], n=draft.groups[0].n + 1)),
        informants=(replace(other, items=first(other.items, row)),),
        items=first(draft.items, replace(item, no_opinion=RawShare(count=0, n=99))),
        waves=(replace(draft.waves[0], n=39),),
    )
    with pytest.raises(DisclosureError) as caught:
        publish_school(region.run, broken, RULES)
    assert len(caught.value.problems) == 4


def test_a_run_that_does_not_add_up_is_refused_with_every_fault(make_region):
    run = make_region(2, [40, 40]).run
    name, own = next(iter(run.schools.items()))
    flow = replace(own.cleaning, rows_in=own.cleaning.rows_in + 1)
    schools = run.schools | {name: replace(own, cleaning=flow)}
    region = replace(run.region, flagged=0, rows_in=run.region.rows_in - 500)
    with pytest.raises(DisclosureError) as caught:
        publish_schools(replace(run, schools=schools, region=region), [], RULES)
    assert {p.where for p in caught.value.problems} >= {f"school {name}", "region"}
    other = replace(run.region, removed=run.region.removed[:-1])
    with pytest.raises(DisclosureError, match="fault"):
        publish_schools(replace(run, region=other), [], RULES)


def test_drafts_that_are_not_of_the_run_are_refused(make_region):
    region = make_region(2, [40, 40])
    with pytest.raises(DisclosureError, match="is faulty"):
        list(publish_schools(region.run, [region.drafts[0], region.drafts[0]], RULES))
    score = RawEstimate(n=40, mean=3.0, low=2.9, high=3.1)
    draft = region.drafts[1]
    other = replace(draft, scales=first(draft.scales, replace(draft.scales[0], score=score)))
    with pytest.raises(DisclosureError) as caught:
        list(publish_schools(region.run, [other], RULES))
    assert "other scores" in str(caught.value)


def test_the_words_of_two_tables_do_not_tell_a_count(make_region):
    """A school's "complement" beside its region's "few" once left one way to sum to 8."""
    region = make_region(2, [40], n_min=5)
    names = ("duplicate", "test_entry", "empty", "no_school")
    removed = tuple(RawRule(rule=r, n=n) for r, n in zip(names, (4, 4, 12, 0), strict=True))
    ((name, own),) = region.run.schools.items()
    flow = replace(own.cleaning, removed=removed, rows_in=60)
    run = replace(
        region.run,
        schools={name: replace(own, cleaning=flow)},
        region=replace(region.run.region, removed=removed, rows_in=60),
    )
    release = publish_school(run, region.drafts[0], DisclosureRules(n_min=5))
    assert not attack([release]).succeeded
    shown = [isinstance(r.n, Count) for r in release.cleaning.school.removed]
    assert shown == [False, False, True, True]


@pytest.mark.parametrize(
    "fault",
    [
        {"n_min": 4},
        {"n_min": 10.0},
        {"bounds": ((10, 20), (40, 5))},
        {"bounds": ((10, 10),)},
        {"region_min_schools": 1},
        {"region_min_pupils": 9},
        {"region_max_share": 1.5},
        {"careless": "drop"},
        {"duplicates": ""},
    ],
)
def test_rules_out_of_range_are_refused(fault):
    with pytest.raises(DisclosureError):
        DisclosureRules(**fault)
