"""A region's own numbers, raw: what the region report is made of, sector by sector.

The pupils, their scores and the schools that count are those of the school reports, so
that the two never contradict each other. Nothing here decides what may be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from aspiratie.codebook import Field
from aspiratie.disclosure.draft import RawEstimate, RawShare
from aspiratie.disclosure.region.draft import (
    DraftAdjustment,
    DraftRegionInformant,
    DraftRegionItem,
    DraftRegionMirror,
    DraftRegionScale,
    RegionDraft,
    RowLabel,
)
from aspiratie.disclosure.region.rules import Pupils, pupils_of, refused, region_fault
from aspiratie.disclosure.shape import LeftOutSchool, MemberSchool
from aspiratie.disclosure.shape.words import Sector, Withheld
from aspiratie.intake import Answers
from aspiratie.prepare.comparison import Comparison
from aspiratie.prepare.facts import Computed, Informant, estimate_of
from aspiratie.prepare.scales import asks_opinion
from aspiratie.prepare.sector_scales import (
    adjusted_means,
    funnel_facts,
    school_rows,
    spread_facts,
    type_rows,
)
from aspiratie.prepare.sectors import school_type, sector_of
from aspiratie.prepare.surveys import SchoolFacts
from aspiratie.prepare.tables import Row

__all__ = ["Regional", "region_drafts"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Regional:
    """What region reports are made of.

    Parameters
    ----------
    drafts : tuple of RegionDraft
        One a sector that is large enough.
    refused : mapping of sector to Pupils
        Schools and pupils of the sectors without a report.
    """

    drafts: tuple[RegionDraft, ...]
    refused: Mapping[Sector, Pupils]

    def __repr__(self) -> str:
        return f"<Regional: {len(self.drafts)} sectors, {len(self.refused)} refused>"


def region_drafts(computed: Computed) -> Regional:
    """Return the numbers of every sector that is large enough to be shown as one.

    Parameters
    ----------
    computed : Computed
        What was computed for all schools.
    """
    drafts: list[RegionDraft] = []
    few: dict[Sector, Pupils] = {}
    for sector, compared in computed.comparisons.items():
        pupils = pupils_of({school: computed.sizes[school] for school in compared.schools})
        if region_fault(pupils, computed.rules):
            few[sector] = pupils
        else:
            drafts.append(_draft(computed, compared))
    return Regional(drafts=tuple(drafts), refused=few)


def _draft(computed: Computed, compared: Comparison) -> RegionDraft:
    return RegionDraft(
        provenance=computed.run.provenance,
        sector=compared.sector,
        schools=tuple(_school(computed.schools[s], computed.sizes[s]) for s in compared.schools),
        left_out=_left_out(compared.sector, computed),
        adjustment=_adjustment(compared.answers),
        scales=_scales(computed, compared),
        items=_items(computed, compared),
        informants=tuple(_informant(who, compared.schools) for who in computed.informants),
    )


def _school(facts: SchoolFacts, n: int) -> MemberSchool:
    return MemberSchool(
        id=facts.id,
        name=facts.name,
        type=school_type(facts) or facts.type,
        n=n,
        enrolled=sum(facts.enrolled.values()) if facts.enrolled else None,
        place=facts.place,
    )


def _left_out(sector: Sector, computed: Computed) -> tuple[LeftOutSchool, ...]:
    """Return the schools of a sector, or of no sector, that count in nothing."""
    out = []
    for school, facts in computed.schools.items():
        reason: Withheld | None = computed.withheld.get(school) or computed.apart.get(school)
        if reason and (sector == "all" or sector_of(facts) in (sector, "both", "unknown")):
            out.append(LeftOutSchool(id=school, name=facts.name, reason=reason))
    return tuple(out)


def _scales(computed: Computed, compared: Comparison) -> tuple[DraftRegionScale, ...]:
    """Return everything of one sector that the report tells of scales."""
    answers, school = compared.answers, compared.school
    waves = {
        wave.name: {s: wave.means.of(s) for s in compared.schools}
        for wave in computed.waves
        if wave.same_version
    }
    scales = []
    for scale in computed.run.scales:
        name = scale.facts.name
        spread, shown = compared.spreads[name], compared.scores[name].dropna()
        may = refused(compared.verdicts[name]) is None and compared.rows is not None
        adjusted = adjusted_means(shown, school, answers.intake) if may else None
        scales.append(
            DraftRegionScale(
                facts=scale.facts,
                reliability=scale.reliability,
                fault=compared.faults[name],
                spread=None if spread is None else spread_facts(spread, shown, school),
                invariance=compared.invariance[name].told(),
                verdict=compared.verdicts[name],
                rows=school_rows(shown, school, _labels(compared, name), adjusted) if may else (),
                funnel=funnel_facts(shown, school) if may else None,
                types=type_rows(shown, school, compared.kinds) if may else (),
                waves={wave: _means_on(name, means) for wave, means in waves.items()},
            )
        )
    return tuple(scales)


def _labels(compared: Comparison, scale: str) -> dict[str, RowLabel]:
    if compared.rows is None:
        return {}
    column = compared.rows.table["label"].xs(scale, level="scale")
    return {str(school): label for school, label in column.items()}


def _adjustment(answers: Answers) -> DraftAdjustment | None:
    """Return what the means are adjusted for, and how many pupils lack it."""
    if not len(answers.intake.columns):
        return None
    return DraftAdjustment(
        fields=tuple(answers.codebook.field(str(name)).title for name in answers.intake),
        left_out=int(answers.intake.isna().any(axis=1).sum()),
    )


def _items(computed: Computed, compared: Comparison) -> tuple[DraftRegionItem, ...]:
    fields = [f for f in compared.answers.codebook.items if f.scale is not None]
    questions = computed.questions.get(compared.sector)
    table = None if questions is None else questions.labels
    rows = {s: {} if table is None else table.of(s) for s in compared.schools}
    return tuple(_item(field, compared.schools, computed, rows) for field in fields)


def _item(
    field: Field,
    members: Sequence[str],
    computed: Computed,
    rows: Mapping[str, Mapping[tuple[str, ...], Row]],
) -> DraftRegionItem:
    said = computed.no_opinion[field.name]
    return DraftRegionItem(
        name=field.name,
        scale=field.scale,
        title=field.title,
        reversed=field.reversed,
        midpoint=field.midpoint,
        categories=tuple(c.label for c in field.categories),
        counts=computed.counts.of_schools(members, field.name),
        no_opinion={s: said[s] for s in members} if asks_opinion(field) else None,
        labels={
            school: cast("RowLabel", own[(field.name,)]["label"])
            for school, own in rows.items()
            if (field.name,) in own
        },
    )


def _means_on(
    scale: str, means: Mapping[str, Mapping[tuple[str, ...], Row]]
) -> dict[str, RawEstimate]:
    """Return the schools' means of one wave on a scale."""
    found = {school: estimate_of(rows.get((scale,))) for school, rows in means.items()}
    return {school: mean for school, mean in found.items() if isinstance(mean, RawEstimate)}


def _informant(who: Informant, schools: Sequence[str]) -> DraftRegionInformant:
    theirs = {school: who.theirs.of(school) for school in schools}
    return DraftRegionInformant(
        informant=who.name,
        sizes={s: who.sizes.get(s, 0) for s in schools},
        items=tuple(
            DraftRegionMirror(
                name=field.name,
                title=mirror.title,
                theirs={
                    school: RawShare(
                        count=int(rows[(field.name,)]["favourable"]),
                        n=int(rows[(field.name,)]["n"]),
                    )
                    for school, rows in theirs.items()
                    if (field.name,) in rows
                },
            )
            for field, mirror in who.pairs
        ),
    )
