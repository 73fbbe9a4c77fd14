"""One school's numbers, raw, in the shape that disclosure control takes.

Nothing here decides what may be seen: that is for :mod:`aspiratie.disclosure`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from aspiratie.codebook import Field
from aspiratie.disclosure.bounds import joined_label
from aspiratie.disclosure.draft import (
    DraftChange,
    DraftGroup,
    DraftInformant,
    DraftInformantItem,
    DraftItem,
    DraftLadder,
    DraftPrevious,
    DraftScale,
    DraftSums,
    DraftWave,
    RawCounts,
    RawGap,
    RawMark,
    RawShare,
    RawSums,
    SchoolDraft,
)
from aspiratie.disclosure.region.rules import refused
from aspiratie.disclosure.shape import Compared, Hidden, School
from aspiratie.disclosure.shape import Comparison as Told
from aspiratie.disclosure.shape.words import ProfileClassName, Verdict
from aspiratie.prepare.facts import Computed, Informant, Wave, estimate_of
from aspiratie.prepare.profile import CLASSES
from aspiratie.prepare.questions import Questions, question_labels
from aspiratie.prepare.scales import asks_opinion, compared, raw_counts
from aspiratie.prepare.sectors import Apart
from aspiratie.prepare.surveys import SchoolFacts
from aspiratie.prepare.tables import Row

__all__ = ["school_draft", "school_drafts"]


def school_drafts(computed: Computed) -> Iterator[SchoolDraft]:
    """Return the draft of each published school, one by one."""
    for school in computed.published:
        yield school_draft(computed.schools[school], computed)


def school_draft(facts: SchoolFacts, computed: Computed) -> SchoolDraft:
    """Return the draft of one school.

    Parameters
    ----------
    facts : SchoolFacts
        Its name and enrolment.
    computed : Computed
        What was computed for all schools.
    """
    school = facts.id
    enrolled = dict(facts.enrolled or {})
    groups = _groups(school, computed)
    means = [wave.means.of(school) for wave in computed.waves]
    return SchoolDraft(
        school=School(
            id=school,
            name=facts.name,
            type=facts.type,
            place=facts.place,
            sector=computed.sectors.get(school),
        ),
        n=computed.waves[-1].sizes[school],
        enrolled=sum(enrolled.values()) if enrolled else None,
        groups=tuple(
            DraftGroup(label=label, n=n, enrolled=enrolled.get(label))
            for label, n in groups.items()
        ),
        scales=_scales(school, means, computed),
        items=_items(school, computed),
        sums=_sums(school, list(groups), computed),
        waves=tuple(
            _wave(school, wave, rows, computed)
            for wave, rows in zip(computed.waves, means, strict=True)
        ),
        informants=tuple(_informant(school, informant) for informant in computed.informants),
        profile=_profile(school, computed),
        ladder=_ladders(school, computed),
    )


#: A school's rows of a table, by the other keys.
Rows = Mapping[tuple[str, ...], Row]


def _groups(school: str, computed: Computed) -> dict[str, int]:
    """Return the groups of a school, numbers by their size, unknown last."""
    if computed.groups is None:
        return {}
    sizes = {label: int(row["n"]) for (label,), row in computed.groups.of(school).items()}
    return {label: sizes[label] for label in sorted(sizes, key=_group_order)}


def _group_order(label: str) -> tuple[bool, bool, int, str]:
    number = int(label) if label.isdecimal() else 0
    return (label == "", not label.isdecimal(), number, label)


def _profile(school: str, computed: Computed) -> dict[ProfileClassName, int] | None:
    if computed.profile is None:
        return None
    place = computed.profile.index.get_loc(school)
    return {name: int(computed.profile[name].to_numpy()[place]) for name in CLASSES}


def _wave(school: str, wave: Wave, means: Rows, computed: Computed) -> DraftWave:
    return DraftWave(
        wave=wave.name,
        same_version=wave.same_version,
        n=wave.sizes.get(school, 0),
        scores={
            scale: estimate_of(means.get((scale,)))
            if wave.same_version
            else Hidden(reason="not_asked")
            for scale in computed.scored.names
        },
    )


def _scales(school: str, means: Sequence[Rows], computed: Computed) -> tuple[DraftScale, ...]:
    sector = computed.sectors.get(school)
    beside = None if sector is None else computed.comparisons[sector]
    rows: Rows = {} if beside is None or beside.rows is None else beside.rows.of(school)
    changes: Rows = {} if computed.changes is None else computed.changes.of(school)
    first: Rows = {} if computed.first_changes is None else computed.first_changes.of(school)
    out = []
    for name in (scale.facts.name for scale in computed.run.scales):
        row = rows.get((name,))
        out.append(
            DraftScale(
                name=name,
                score=estimate_of(means[-1].get((name,))),
                region=None if row is None else _mark(row),
                comparison=_alone(computed.apart[school])
                if beside is None
                else _comparison(beside.verdicts[name], row),
                previous=_previous(name, means, changes.get((name,)), computed),
                change=_change(name, first.get((name,)), computed),
            )
        )
    return tuple(out)


def _mark(row: Row) -> RawMark | None:
    # A school that does not count itself gets no mark: all marks then tell one region.
    if not row["others_n"] or not row["n"]:
        return None
    return RawMark(
        mean=float(row["others_mean"]),
        n=int(row["others_n"]),
        schools=int(row["others_schools"]),
        largest=round(float(row["others_largest_share"]) * int(row["others_n"])),
    )


def _alone(why: Apart) -> Told:
    return Told(verdict=why, label=Hidden(reason=why))


def _comparison(verdict: Verdict, row: Row | None) -> Told:
    """Return the region report's verdict on a scale, and its label for this school."""
    reason = refused(verdict)
    if reason is not None:
        return Told(verdict=verdict, label=Hidden(reason=reason))
    if row is None:
        return Told(verdict=verdict, label=Hidden(reason="complement"))
    label = compared(row["label"], few="few" if row["n"] else "complement")
    return Told(verdict=verdict, label=label)


def _previous(
    scale: str, means: Sequence[Rows], row: Row | None, computed: Computed
) -> DraftPrevious | None:
    if len(computed.waves) < 2:
        return None
    before = computed.waves[-2]
    other = Hidden(reason="other_version")
    change: Compared | Hidden = other
    if before.same_version:
        reliable = computed.scored.reliability[scale].level != "insufficient"
        change = Hidden(reason="few" if reliable else "unreliable")
        if reliable and row is not None:
            change = compared(row["label"], few="few")
    return DraftPrevious(
        wave=before.name,
        score=estimate_of(means[-2].get((scale,))) if before.same_version else other,
        change=change,
    )


def _change(scale: str, row: Row | None, computed: Computed) -> DraftChange | None:
    """Return the change since the first wave that asked the same; None for a principle."""
    since = next((w.name for w in computed.waves[:-1] if w.same_version), None)
    if since is None or scale not in {s.name for s in computed.scored.answers.codebook.scales}:
        return None
    reliable = computed.scored.reliability[scale].level != "insufficient"
    label: Compared | Hidden = Hidden(reason="few" if reliable else "unreliable")
    if reliable and row is not None:
        label = compared(row["label"], few="few")
    return DraftChange(since=since, label=label)


def _items(school: str, computed: Computed) -> tuple[DraftItem, ...]:
    sector = computed.sectors.get(school)
    questions = None if sector is None else computed.questions[sector]
    labels = None if questions is None else questions.labels
    rows: Rows = {} if labels is None else labels.of(school)
    alone = None if sector else Hidden(reason=computed.apart[school])
    return tuple(
        _item(
            school,
            field,
            computed,
            questions,
            alone or question_labels(questions, rows, field.name),
        )
        for field in computed.scored.answers.codebook.items
        if field.scale is not None
    )


def _item(
    school: str,
    field: Field,
    computed: Computed,
    questions: Questions | None,
    label: Compared | Hidden,
) -> DraftItem:
    counts = computed.counts.of(school, field.name)
    said = computed.no_opinion[field.name][school]
    return DraftItem(
        name=field.name,
        scale=field.scale,
        title=field.title,
        reversed=field.reversed,
        midpoint=field.midpoint,
        answers=raw_counts(field, counts),
        no_opinion=RawShare(count=said, n=sum(counts) + said) if asks_opinion(field) else None,
        mirrors=field.mirrors,
        region=None if questions is None else questions.marks.get(field.name, {}).get(school),
        label=label,
    )


def _sums(school: str, labels: Sequence[str], computed: Computed) -> tuple[DraftSums, ...]:
    rows = computed.group_sums.of(school) if labels else {}
    return tuple(
        DraftSums(
            label=label,
            scores={scale: _sum_of(rows.get((label, scale))) for scale in computed.scored.names},
        )
        for label in labels
    )


def _sum_of(row: Row | None) -> RawSums:
    if row is None:
        return RawSums(n=0, sum=0.0, sumsq=0.0)
    return RawSums(n=int(row["n"]), sum=float(row["sum"]), sumsq=float(row["sumsq"]))


def _informant(school: str, informant: Informant) -> DraftInformant:
    theirs, ours = informant.theirs.of(school), informant.ours.of(school)
    gaps = informant.gaps.of(school)
    items = []
    for field, mirror in informant.pairs:
        gap = _gap(gaps.get((field.name,)))
        items.append(
            DraftInformantItem(
                name=field.name,
                title=mirror.title,
                theirs=_share(theirs.get((field.name,))),
                pupils=_share(ours.get((field.name,))),
                gap=gap,
                label=Hidden(reason="no_data")
                if gap is None
                else compared(gaps[(field.name,)]["label"], few="few"),
            )
        )
    return DraftInformant(
        informant=informant.name, n=informant.sizes.get(school, 0), items=tuple(items)
    )


def _gap(row: Row | None) -> RawGap | None:
    if row is None or not math.isfinite(float(row["points"])):
        return None
    return RawGap(points=float(row["points"]), low=float(row["low"]), high=float(row["high"]))


def _share(row: Row | None) -> RawShare:
    if row is None:
        return RawShare(count=0, n=0)
    return RawShare(count=int(row["favourable"]), n=int(row["n"]))


def _ladders(school: str, computed: Computed) -> tuple[DraftLadder, ...]:
    book = computed.scored.answers.codebook
    asked = [(book.informant, book, computed.counts)]
    asked += [(i.name, i.codebook, i.counts) for i in computed.informants]
    out = []
    for name, codebook, counts in asked:
        if codebook.ladder is None:
            continue
        field = codebook.field(codebook.ladder)
        answers = raw_counts(field, counts.of(school, field.name))
        if field.n_categories == 8:
            answers = _by_form(answers)
        out.append(DraftLadder(informant=name, rungs=field.n_categories, answers=answers))
    return tuple(out)


#: Forms of the ladder: not taking part, being informed or consulted, deciding together.
FORMS = ((1, 2, 3), (4, 5), (6, 7, 8))


def _by_form(answers: RawCounts) -> RawCounts:
    """Return the eight rungs of the ladder in three forms, the same for all who were asked.

    References
    ----------
    Hart, R. A. (1992). Children's participation: from tokenism to citizenship. UNICEF.
    https://www.unicef-irc.org/publications/100
    """
    return RawCounts(
        counts=tuple(sum(answers.counts[m - 1] for m in form) for form in FORMS),
        categories=tuple(joined_label([answers.categories[m - 1] for m in form]) for form in FORMS),
    )
