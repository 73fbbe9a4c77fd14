"""A region's own numbers, raw: what the region report is made of, sector by sector.

The pupils, their scores and the schools that count are those of the school reports, so
that the two never contradict each other. Nothing here decides what may be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from aspiratie.codebook import Field
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.region_draft import (
    DraftAdjustment,
    DraftRegionItem,
    DraftRegionScale,
    RegionDraft,
    RowLabel,
)
from aspiratie.disclosure.region_rules import Pupils, pupils_of, refused, region_fault
from aspiratie.disclosure.shape import LeftOutSchool, MemberSchool
from aspiratie.disclosure.shape.words import RegionFault, Withheld
from aspiratie.disclosure.suppress import publishable_schools
from aspiratie.intake import Answers
from aspiratie.parameters import RunParameters
from aspiratie.prepare.comparison import Comparison, compare_sector
from aspiratie.prepare.counts import answer_counts
from aspiratie.prepare.region import PUPIL, provenance_of
from aspiratie.prepare.region_scales import (
    adjusted_means,
    funnel_facts,
    school_rows,
    spread_facts,
    type_rows,
)
from aspiratie.prepare.scales import asks_opinion, reliability_of, scale_facts
from aspiratie.prepare.scoring import Scored, score
from aspiratie.prepare.sectors import Apart, Sector, school_type, sector_of, split_sectors
from aspiratie.prepare.surveys import SchoolFacts, collect

__all__ = ["Regional", "prepare_regional"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Regional:
    """What a region report is made of.

    Parameters
    ----------
    parameters : RunParameters
        The run.
    drafts : tuple of RegionDraft
        One a sector that is large enough.
    refused : mapping of sector to str
        Sectors without a report: ``few_schools``, ``few_pupils`` or ``large_school``.
    sizes : mapping of sector to Pupils
        Schools and pupils of every sector.
    """

    parameters: RunParameters
    drafts: tuple[RegionDraft, ...]
    refused: Mapping[Sector, RegionFault]
    sizes: Mapping[Sector, Pupils]

    def __repr__(self) -> str:
        return f"<Regional: {len(self.drafts)} sectors, {len(self.refused)} refused>"


def prepare_regional(parameters: RunParameters, *, progress: bool = False) -> Regional:
    """Compare the schools of a run, sector by sector.

    Parameters
    ----------
    parameters : RunParameters
        Checked parameters.
    progress : bool
        Whether to show a bar in a terminal while scales are compared.

    Returns
    -------
    Regional

    Raises
    ------
    IntakeError, CodebookError
        With all faults of the data.
    """
    collected = collect(parameters)
    rules = DisclosureRules(**parameters.rules.as_dict())
    pupils = collected.answers[(PUPIL, parameters.wave)]
    sizes = pupils.respondents["school"].value_counts()
    asked = {school: int(sizes.get(school, 0)) for school in collected.schools}
    published, withheld = publishable_schools(asked, rules)
    scored = score(pupils.of_schools(published), parameters.rules)
    groups, apart = split_sectors(collected.schools, published)
    drafts: list[RegionDraft] = []
    refused: dict[Sector, RegionFault] = {}
    told: dict[Sector, Pupils] = {}
    for sector, members in groups.items():
        told[sector] = pupils_of({school: asked[school] for school in members})
        fault = region_fault(told[sector], rules)
        if fault:
            refused[sector] = fault
            continue
        left_out = _left_out(sector, collected.schools, withheld, apart)
        compared = compare_sector(
            sector, scored, members, collected.schools, rules, progress=progress
        )
        drafts.append(
            RegionDraft(
                provenance=provenance_of(parameters, collected),
                sector=sector,
                schools=tuple(_school(collected.schools[s], asked[s]) for s in members),
                left_out=left_out,
                adjustment=_adjustment(compared.answers),
                scales=_scales(scored, compared),
                items=_items(compared.answers, compared.schools),
            )
        )
    return Regional(parameters=parameters, drafts=tuple(drafts), refused=refused, sizes=told)


def _school(facts: SchoolFacts, n: int) -> MemberSchool:
    return MemberSchool(
        id=facts.id,
        name=facts.name,
        type=school_type(facts) or facts.type,
        n=n,
        enrolled=sum(facts.enrolled.values()) if facts.enrolled else None,
    )


def _left_out(
    sector: Sector,
    schools: Mapping[str, SchoolFacts],
    withheld: Mapping[str, Withheld],
    apart: Mapping[str, Apart],
) -> tuple[LeftOutSchool, ...]:
    """Return the schools of a sector, or of no sector, that count in nothing."""
    out = []
    for school, facts in schools.items():
        reason: Withheld | None = withheld.get(school) or apart.get(school)
        if reason and (sector == "all" or sector_of(facts) in (sector, "both", "unknown")):
            out.append(LeftOutSchool(id=school, name=facts.name, reason=reason))
    return tuple(out)


def _scales(scored: Scored, compared: Comparison) -> tuple[DraftRegionScale, ...]:
    """Return everything of one sector that the report tells of scales."""
    answers, school = compared.answers, compared.school
    scales = []
    for facts in scale_facts(scored):
        name = facts.name
        spread, shown = compared.spreads[name], compared.scores[name].dropna()
        may = refused(compared.verdicts[name]) is None
        adjusted = adjusted_means(shown, school, answers.intake) if may else None
        labels: dict[str, RowLabel] = {
            s: compared.rows[(s, name)]["label"] for s in compared.schools if may
        }
        scales.append(
            DraftRegionScale(
                facts=facts,
                reliability=reliability_of(scored.reliability[name]),
                fault=compared.faults[name],
                spread=None if spread is None else spread_facts(spread, shown, school),
                invariance=compared.invariance[name].told(),
                verdict=compared.verdicts[name],
                rows=school_rows(shown, school, labels, adjusted) if may else (),
                funnel=funnel_facts(shown, school) if may else None,
                types=type_rows(shown, school, compared.kinds) if may else (),
            )
        )
    return tuple(scales)


def _adjustment(answers: Answers) -> DraftAdjustment | None:
    """Return what the means are adjusted for, and how many pupils lack it."""
    if not len(answers.intake.columns):
        return None
    return DraftAdjustment(
        fields=tuple(answers.codebook.field(str(name)).title for name in answers.intake),
        left_out=int(answers.intake.isna().any(axis=1).sum()),
    )


def _items(answers: Answers, members: Sequence[str]) -> tuple[DraftRegionItem, ...]:
    codebook = answers.codebook
    fields = [f for f in codebook.items if f.scale is not None]
    counts = answer_counts(answers, fields)
    said = answers.no_opinion.groupby(answers.respondents["school"]).sum()
    return tuple(_item(field, members, counts, said) for field in fields)


def _item(
    field: Field,
    members: Sequence[str],
    counts: Mapping[tuple[str, str], Sequence[int]],
    said: pd.DataFrame,
) -> DraftRegionItem:
    own = said[field.name]
    return DraftRegionItem(
        name=field.name,
        scale=field.scale,
        title=field.title,
        reversed=field.reversed,
        midpoint=field.midpoint,
        categories=tuple(c.label for c in field.categories),
        counts={s: tuple(counts[(s, field.name)]) for s in members},
        no_opinion={s: int(own[s]) for s in members} if asks_opinion(field) else None,
    )
