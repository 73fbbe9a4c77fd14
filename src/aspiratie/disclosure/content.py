"""The release of one school, made of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import asdict, replace

from aspiratie.disclosure.answers import publish_informant, publish_items, publish_profile, withheld
from aspiratie.disclosure.bounds import publish_distribution
from aspiratie.disclosure.draft import (
    DraftPrevious,
    DraftScale,
    DraftWave,
    RawEstimate,
    RawSums,
    RunDraft,
    RunScale,
    SchoolDraft,
)
from aspiratie.disclosure.flows.publish import publish_count
from aspiratie.disclosure.joined import keep_open
from aspiratie.disclosure.means.publish import publish_estimate
from aspiratie.disclosure.means.widths import t_quantile
from aspiratie.disclosure.region.rules import PLACES
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Association,
    Change,
    Cleaning,
    Comparison,
    GroupScores,
    Hidden,
    Interval,
    Ladder,
    Mark,
    Participation,
    ParticipationGroup,
    Previous,
    Reliability,
    Scale,
    ScaleFacts,
    SchoolRelease,
    Score,
    WaveScores,
)
from aspiratie.disclosure.suppress import column_reasons, merge_groups
from aspiratie.disclosure.within import within_of

__all__ = ["publish_reliability", "school_release"]


def school_release(
    draft: SchoolDraft, run: RunDraft, cleaning: Cleaning, rules: DisclosureRules
) -> SchoolRelease:
    """Return a school's release, with counts of cleaning that were published already."""
    scales = {
        raw.name: _scale(raw, shared, rules)
        for raw, shared in zip(draft.scales, run.scales, strict=True)
    }
    items = keep_open(publish_items(draft, rules), scales.values(), rules)
    by_name = {item.name: item for item in items}
    groups = merge_groups([g.n for g in draft.groups], rules.n_min)
    told = _groups(draft, groups, scales, rules)
    return SchoolRelease(
        provenance=run.provenance,
        rules=rules,
        school=draft.school,
        participation=_participation(draft, groups, rules),
        scales=tuple(scales.values()),
        items=items,
        groups=told,
        within=within_of(draft, groups, scales, told, rules),
        waves=tuple(_wave(wave, scales, rules) for wave in draft.waves),
        informants=tuple(publish_informant(other, by_name, rules) for other in draft.informants),
        profile=publish_profile(draft.profile, rules),
        ladder=tuple(
            Ladder(
                informant=part.informant,
                rungs=part.rungs,
                distribution=publish_distribution(part.answers, rules),
            )
            for part in draft.ladder
        ),
        outcome=run.outcome,
        priority=tuple(_association(row) for row in run.priority),
        cleaning=cleaning,
    )


def _association(row: Association) -> Association:
    return Association(
        scale=row.scale,
        n=row.n,
        association=round(row.association, 3),
        low=round(row.low, 3),
        high=round(row.high, 3),
    )


def publish_reliability(raw: Reliability | Hidden, rules: DisclosureRules) -> Reliability | Hidden:
    """Return a scale's reliability to two decimals.

    Where it is insufficient it is hidden, by the same word as where it cannot be computed: that
    all answered alike is no other cause than that few agree, or that few answered.
    """
    if isinstance(raw, Hidden) or _is_unreliable(raw, rules):
        return Hidden(reason="unreliable")
    interval = raw.interval
    if isinstance(interval, Interval):
        interval = Interval(low=round(interval.low, 2), high=round(interval.high, 2))
    return replace(raw, estimate=round(raw.estimate, 2), interval=interval)


def _is_unreliable(raw: Reliability | Hidden, rules: DisclosureRules) -> bool:
    if isinstance(raw, Hidden):
        return raw.reason == "unreliable"
    few = raw.n < rules.n_min
    return few or raw.level == "insufficient" or raw.estimate < rules.reliability_min


def _estimate(
    raw: RawEstimate | Hidden, scale: ScaleFacts, rules: DisclosureRules
) -> Score | Hidden:
    if isinstance(raw, Hidden):
        return raw
    one_question = scale.kind != "principle" and len(scale.members) == 1
    ends = scale.lowest, scale.highest
    return publish_estimate(raw, rules, ends=ends, one_question=one_question)


def _scale(raw: DraftScale, shared: RunScale, rules: DisclosureRules) -> Scale:
    unreliable = _is_unreliable(shared.reliability, rules)
    score: Score | Hidden = Hidden(reason="unreliable")
    mark: Mark | Hidden = Hidden(reason="unreliable")
    if not unreliable:
        score = _estimate(raw.score, shared.facts, rules)
        mark = _mark(raw, rules)
    facts = shared.facts
    return Scale(
        **asdict(facts),
        reliability=publish_reliability(shared.reliability, rules),
        score=score,
        region=mark,
        comparison=Comparison(
            verdict="unreliable" if unreliable else raw.comparison.verdict,
            label=withheld(raw.comparison.label, score, mark),
        ),
        previous=_previous(raw.previous, score, facts, rules, unreliable=unreliable),
        change=None
        if raw.change is None
        else Change(since=raw.change.since, label=withheld(raw.change.label, score)),
    )


def _previous(
    before: DraftPrevious | None,
    score: Score | Hidden,
    facts: ScaleFacts,
    rules: DisclosureRules,
    *,
    unreliable: bool,
) -> Previous | None:
    if before is None:
        return None
    then: Score | Hidden = Hidden(reason="unreliable")
    if not unreliable:
        then = _estimate(before.score, facts, rules)
    return Previous(wave=before.wave, score=then, change=withheld(before.change, score, then))


def _mark(raw: DraftScale, rules: DisclosureRules) -> Mark | Hidden:
    """Return the region's mean; hidden, with the reason, where it may not be compared with."""
    mark, label = raw.region, raw.comparison.label
    why = label.reason if isinstance(label, Hidden) else None
    if why is not None and why == raw.comparison.verdict:
        return Hidden(reason=why)
    if mark is None:
        return Hidden(reason="complement" if why == "complement" else "few_schools")
    enough = (
        mark.schools >= rules.region_min_schools
        and mark.n >= rules.region_min_pupils
        and mark.largest <= rules.region_max_share * mark.n
    )
    if not enough:
        return Hidden(reason="few_schools")
    return Mark(
        n=mark.n,
        schools=mark.schools,
        mean=round(mark.mean, PLACES),
        step=10.0**-PLACES,
    )


def _labels(draft: SchoolDraft, members: Sequence[int]) -> tuple[str, ...]:
    return tuple(draft.groups[i].label for i in members)


def _participation(
    draft: SchoolDraft, groups: Sequence[Sequence[int]], rules: DisclosureRules
) -> Participation:
    def enrolled(members: Sequence[int]) -> int | None:
        known = [draft.groups[i].enrolled for i in members]
        return None if None in known else sum(n for n in known if n is not None)

    return Participation(
        n=publish_count(draft.n, rules.n_min),
        enrolled=draft.enrolled,
        groups=tuple(
            ParticipationGroup(
                members=_labels(draft, members),
                n=publish_count(sum(draft.groups[i].n for i in members), rules.n_min),
                enrolled=enrolled(members),
            )
            for members in groups
        ),
    )


def _groups(
    draft: SchoolDraft,
    groups: Sequence[Sequence[int]],
    scales: Mapping[str, Scale],
    rules: DisclosureRules,
) -> tuple[GroupScores, ...]:
    sizes = [sum(draft.groups[i].n for i in members) for members in groups]
    if sum(n > 0 for n in sizes) < 2 or not draft.sums:
        return ()
    columns: dict[str, list[Score | Hidden]] = {}
    for name, scale in scales.items():
        if name in draft.sums[0].scores:
            parts = [[draft.sums[i].scores[name] for i in members] for members in groups]
            columns[name] = _column(parts, scale, rules)
    return tuple(
        GroupScores(
            members=_labels(draft, members),
            n=publish_count(n, rules.n_min),
            scores={name: column[place] for name, column in columns.items()},
        )
        for place, (members, n) in enumerate(zip(groups, sizes, strict=True))
    )


def _column(
    parts: Sequence[Sequence[RawSums | None]],
    scale: Scale,
    rules: DisclosureRules,
) -> list[Score | Hidden]:
    """Publish one scale's scores over the groups."""
    score = scale.score
    asked = [[p for p in cell if p is not None] for cell in parts]
    known = True
    if isinstance(score, Hidden):
        if score.reason not in ("few", "complement", "no_data"):
            return [Hidden(reason=score.reason) for _ in parts]
        known = score.reason == "complement"
    sizes = [sum(p.n for p in cell) for cell in asked]
    out: list[Score | Hidden] = []
    reasons = column_reasons(sizes, rules.n_min, total_known=known)
    for cell, n, reason in zip(asked, sizes, reasons, strict=True):
        if reason is not None:
            out.append(Hidden(reason=reason if cell else "not_asked"))
            continue
        total, squares = sum(p.sum for p in cell), sum(p.sumsq for p in cell)
        mean = total / n
        spread = max(0.0, squares - n * mean * mean) / (n - 1)
        half = t_quantile(n - 1) * (spread / n) ** 0.5
        raw = RawEstimate(n=n, mean=mean, low=mean - half, high=mean + half)
        out.append(_estimate(raw, scale, rules))
    return out


def _wave(
    wave: DraftWave,
    scales: Mapping[str, Scale],
    rules: DisclosureRules,
) -> WaveScores:
    scores: dict[str, Score | Hidden] = {}
    for name, raw in wave.scores.items():
        if name not in scales:
            continue
        own = scales[name].score
        if not wave.same_version:
            scores[name] = Hidden(reason="other_version")
        elif isinstance(own, Hidden) and own.reason == "unreliable":
            scores[name] = Hidden(reason="unreliable")
        else:
            scores[name] = _estimate(raw, scales[name], rules)
    return WaveScores(
        wave=wave.wave,
        same_version=wave.same_version,
        n=publish_count(wave.n, rules.n_min),
        scores=scores,
    )
