"""One school's numbers, raw, in the shape that disclosure control takes.

Nothing here decides what may be seen: that is for :mod:`aspiratie.disclosure`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from aspiratie.codebook import Codebook, Field
from aspiratie.disclosure.draft import (
    DraftGroup,
    DraftInformant,
    DraftInformantItem,
    DraftItem,
    DraftLadder,
    DraftPrevious,
    DraftScale,
    DraftSums,
    DraftWave,
    RawEstimate,
    RawGap,
    RawMark,
    RawShare,
    RawSums,
    RunDraft,
    SchoolDraft,
)
from aspiratie.disclosure.region_rules import refused
from aspiratie.disclosure.shape import Compared, Hidden, School
from aspiratie.disclosure.shape import Comparison as Told
from aspiratie.disclosure.shape.words import Other, ProfileClassName
from aspiratie.prepare.comparison import Comparison
from aspiratie.prepare.counts import Rows
from aspiratie.prepare.scales import asks_opinion, compared, raw_counts
from aspiratie.prepare.scoring import Scored
from aspiratie.prepare.sectors import Apart
from aspiratie.prepare.surveys import SchoolFacts

__all__ = ["Informant", "RegionFacts", "Wave", "estimate_of", "school_draft"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Wave:
    """One wave: its means by (school, scale) and its respondents by school."""

    name: str
    same_version: bool
    means: Rows
    sizes: Mapping[str, int]


@dataclass(frozen=True, eq=False, kw_only=True)
class Informant:
    """Another informant: its answers, and agreement on mirrored items.

    ``pairs`` holds (pupils' item, mirrored item); ``theirs`` and ``ours`` are rows by
    (school, pupils' item) of n and agree (counts); ``gaps`` are rows of the same keys
    of :func:`aspiratie.schools.informants.informant_gaps`; ``counts`` are as in
    :class:`RegionFacts`.
    """

    name: Other
    codebook: Codebook
    sizes: Mapping[str, int]
    counts: Mapping[tuple[str, str], tuple[int, ...]]
    pairs: Sequence[tuple[Field, Field]]
    theirs: Rows
    ours: Rows
    gaps: Rows


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionFacts:
    """What is computed once for all schools, over the schools that get a report.

    Parameters
    ----------
    scored : Scored
        The pupils of this wave, of published schools only.
    counts : mapping of (school, item) to tuple of int
        How often each answer was given.
    no_opinion : mapping of (school, item) to int
        How many had no opinion.
    means : rows by (school, scale)
        n, mean, low, high.
    groups : mapping of (school, group) to int
        Respondents; empty where the questionnaire asks no group.
    group_sums : rows by (school, group, scale)
        n, sum, sumsq.
    comparisons : mapping of str to Comparison
        By school: that of its sector.
    apart : mapping of str to str
        Schools of no sector, and why.
    waves : sequence of Wave
        Oldest first, with this wave as the last.
    changes : rows by (school, scale)
        Of :func:`aspiratie.schools.trend.wave_change`, where the wave before had the
        same version.
    informants : sequence of Informant
        Other informants of this wave.
    profile : mapping of school to counts by class, or None
        None where the questionnaire has no profile.
    run : RunDraft
        What all releases share.
    """

    scored: Scored
    counts: Mapping[tuple[str, str], tuple[int, ...]]
    no_opinion: Mapping[tuple[str, str], int]
    means: Rows
    groups: Mapping[tuple[str, str], int]
    group_sums: Rows
    comparisons: Mapping[str, Comparison]
    apart: Mapping[str, Apart]
    waves: Sequence[Wave]
    changes: Rows
    informants: Sequence[Informant]
    profile: Mapping[str, Mapping[ProfileClassName, int]] | None
    run: RunDraft


def school_draft(facts: SchoolFacts, region: RegionFacts) -> SchoolDraft:
    """Return the draft of one school.

    Parameters
    ----------
    facts : SchoolFacts
        Its name and enrolment.
    region : RegionFacts
        What was computed for all schools.
    """
    codebook = region.scored.answers.codebook
    beside = region.comparisons.get(facts.id)
    enrolled = dict(facts.enrolled or {})
    labels = _labels(facts.id, region)
    return SchoolDraft(
        school=School(
            id=facts.id,
            name=facts.name,
            type=facts.type,
            place=facts.place,
            sector=None if beside is None else beside.sector,
        ),
        n=region.waves[-1].sizes[facts.id],
        enrolled=sum(enrolled.values()) if enrolled else None,
        groups=tuple(
            DraftGroup(
                label=label, n=region.groups[(facts.id, label)], enrolled=enrolled.get(label)
            )
            for label in labels
        ),
        scales=tuple(_scale(facts.id, s.facts.name, region) for s in region.run.scales),
        items=tuple(
            _item(facts.id, field, region) for field in codebook.items if field.scale is not None
        ),
        sums=tuple(_sums(facts.id, label, region) for label in labels),
        waves=tuple(_wave(facts.id, wave, region) for wave in region.waves),
        informants=tuple(_informant(facts.id, informant) for informant in region.informants),
        profile=None if region.profile is None else region.profile[facts.id],
        ladder=_ladders(facts.id, region),
    )


def _labels(school: str, region: RegionFacts) -> list[str]:
    """Return the groups of a school, numbers by their size, unknown last."""
    return sorted((label for s, label in region.groups if s == school), key=_group_order)


def _group_order(label: str) -> tuple[bool, bool, int, str]:
    number = int(label) if label.isdecimal() else 0
    return (label == "", not label.isdecimal(), number, label)


def estimate_of(means: Rows, school: str, scale: str) -> RawEstimate | Hidden:
    """Return the mean of a school on a scale; no data where nobody has a score."""
    row = means.get((school, scale))
    if row is None:
        return Hidden(reason="no_data")
    return RawEstimate(
        n=int(row["n"]), mean=float(row["mean"]), low=float(row["low"]), high=float(row["high"])
    )


def _wave(school: str, wave: Wave, region: RegionFacts) -> DraftWave:
    return DraftWave(
        wave=wave.name,
        same_version=wave.same_version,
        n=int(wave.sizes.get(school, 0)),
        scores={
            scale: estimate_of(wave.means, school, scale)
            if wave.same_version
            else Hidden(reason="not_asked")
            for scale in region.scored.names
        },
    )


def _scale(school: str, name: str, region: RegionFacts) -> DraftScale:
    reliable = region.scored.reliability[name].level != "insufficient"
    return DraftScale(
        name=name,
        score=estimate_of(region.means, school, name),
        region=_mark(school, name, region),
        comparison=_comparison(school, name, region),
        previous=_previous(school, name, region, reliable=reliable),
    )


def _mark(school: str, scale: str, region: RegionFacts) -> RawMark | None:
    beside = region.comparisons.get(school)
    row = None if beside is None else beside.rows.get((school, scale))
    # A school that does not count itself gets no mark: all marks then tell one region.
    if row is None or not row["others_n"] or not row["n"]:
        return None
    return RawMark(
        mean=float(row["others_mean"]),
        n=int(row["others_n"]),
        schools=int(row["others_schools"]),
        largest=round(float(row["others_largest_share"]) * int(row["others_n"])),
    )


def _comparison(school: str, scale: str, region: RegionFacts) -> Told:
    """Return the region report's verdict on a scale, and its label for this school."""
    beside = region.comparisons.get(school)
    if beside is None:
        why = region.apart[school]
        return Told(verdict=why, label=Hidden(reason=why))
    verdict = beside.verdicts[scale]
    reason = refused(verdict)
    if reason is not None:
        return Told(verdict=verdict, label=Hidden(reason=reason))
    row = beside.rows[(school, scale)]
    label = compared(row["label"], few="few" if row["n"] else "complement")
    return Told(verdict=verdict, label=label)


def _previous(
    school: str, scale: str, region: RegionFacts, *, reliable: bool
) -> DraftPrevious | None:
    if len(region.waves) < 2:
        return None
    before = region.waves[-2]
    other = Hidden(reason="other_version")
    row = region.changes.get((school, scale))
    change: Compared | Hidden = other
    if before.same_version:
        change = Hidden(reason="few" if reliable else "unreliable")
        if reliable and row is not None:
            change = compared(row["label"], few="few")
    return DraftPrevious(
        wave=before.name,
        score=estimate_of(before.means, school, scale) if before.same_version else other,
        change=change,
    )


def _item(school: str, field: Field, region: RegionFacts) -> DraftItem:
    counts = region.counts[(school, field.name)]
    said = region.no_opinion[(school, field.name)]
    return DraftItem(
        name=field.name,
        scale=field.scale,
        title=field.title,
        reversed=field.reversed,
        midpoint=field.midpoint,
        answers=raw_counts(field, counts),
        no_opinion=RawShare(count=said, n=sum(counts) + said) if asks_opinion(field) else None,
        mirrors=field.mirrors,
    )


def _sums(school: str, label: str, region: RegionFacts) -> DraftSums:
    scores: dict[str, RawSums | None] = {}
    for scale in region.scored.names:
        row = region.group_sums.get((school, label, scale))
        scores[scale] = (
            RawSums(n=0, sum=0.0, sumsq=0.0)
            if row is None
            else RawSums(n=int(row["n"]), sum=float(row["sum"]), sumsq=float(row["sumsq"]))
        )
    return DraftSums(label=label, scores=scores)


def _informant(school: str, informant: Informant) -> DraftInformant:
    items = []
    for field, mirror in informant.pairs:
        gap = informant.gaps.get((school, field.name))
        known = gap is not None and bool(np.isfinite(gap["points"]))
        items.append(
            DraftInformantItem(
                name=field.name,
                title=mirror.title,
                agree=_share(informant.theirs, school, field.name),
                pupils=_share(informant.ours, school, field.name),
                gap=RawGap(
                    points=float(gap["points"]), low=float(gap["low"]), high=float(gap["high"])
                )
                if gap is not None and known
                else None,
                label=compared(gap["label"], few="few")
                if gap is not None and known
                else Hidden(reason="no_data"),
            )
        )
    return DraftInformant(
        informant=informant.name, n=informant.sizes.get(school, 0), items=tuple(items)
    )


def _share(rows: Rows, school: str, item: str) -> RawShare:
    row = rows.get((school, item))
    return (
        RawShare(count=0, n=0)
        if row is None
        else RawShare(count=int(row["agree"]), n=int(row["n"]))
    )


def _ladders(school: str, region: RegionFacts) -> tuple[DraftLadder, ...]:
    book = region.scored.answers.codebook
    asked = [(book.informant, book, region.counts)]
    asked += [(i.name, i.codebook, i.counts) for i in region.informants]
    out = []
    for name, codebook, counts in asked:
        if codebook.ladder is None:
            continue
        field = codebook.field(codebook.ladder)
        nobody = (0,) * field.n_categories
        answers = raw_counts(field, counts.get((school, field.name), nobody))
        if field.n_categories == 8:
            # Not taking part, being informed or consulted, deciding together (Hart, 1992).
            answers = replace(answers, coarse=((1, 2, 3), (4, 5), (6, 7, 8)))
        out.append(DraftLadder(informant=name, answers=answers))
    return tuple(out)
