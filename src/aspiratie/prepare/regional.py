"""A region's own numbers, raw: what the region report is made of, sector by sector.

The pupils, their scores and the schools that count are those of the school reports, so
that the two never contradict each other. Nothing here decides what may be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from aspiratie.codebook import Codebook, Field
from aspiratie.disclosure import DisclosureRules, publishable_schools
from aspiratie.disclosure.region_rules import COMPARED, Pupils, pupils_of, region_fault
from aspiratie.intake import Answers
from aspiratie.parameters import RunParameters
from aspiratie.prepare.comparison import Comparison, compare_sector, measure
from aspiratie.prepare.counts import answer_counts
from aspiratie.prepare.draft import text
from aspiratie.prepare.region import PUPIL, provenance_of
from aspiratie.prepare.region_scales import (
    adjusted_means,
    funnel_facts,
    school_rows,
    spread_facts,
    type_rows,
)
from aspiratie.prepare.scoring import Scored, score
from aspiratie.prepare.sectors import Sector, school_type, sector_of, split_sectors
from aspiratie.prepare.surveys import SchoolFacts, collect

__all__ = ["Regional", "RegionalDraft", "prepare_regional"]

Draft = dict[str, Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionalDraft:
    """Raw numbers of the schools of one sector.

    Parameters
    ----------
    sector : {"po", "vo", "all"}
        ``all`` where the kind of no school is known.
    content : dict
        As :mod:`aspiratie.disclosure.publish_regional` describes.
    """

    sector: Sector
    content: Draft

    def __repr__(self) -> str:
        return f"<RegionalDraft {self.sector}: {len(self.content['schools'])} schools>"


@dataclass(frozen=True, eq=False, kw_only=True)
class Regional:
    """What a region report is made of.

    Parameters
    ----------
    parameters : RunParameters
        The run.
    drafts : tuple of RegionalDraft
        One a sector that is large enough.
    refused : mapping of sector to str
        Sectors without a report: ``few_schools``, ``few_pupils`` or ``large_school``.
    sizes : mapping of sector to Pupils
        Schools and pupils of every sector.
    """

    parameters: RunParameters
    drafts: tuple[RegionalDraft, ...]
    refused: Mapping[Sector, str]
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
    drafts, refused, told = [], {}, {}
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
        content = {
            "provenance": provenance_of(parameters, collected),
            "sector": sector,
            "schools": [_school(collected.schools[s], asked[s]) for s in members],
            "left_out": left_out,
            **_numbers(scored, compared),
        }
        drafts.append(RegionalDraft(sector=sector, content=content))
    return Regional(parameters=parameters, drafts=tuple(drafts), refused=refused, sizes=told)


def _school(facts: SchoolFacts, n: int) -> Draft:
    return {
        "id": facts.id,
        "name": facts.name,
        "type": school_type(facts) or facts.type,
        "n": n,
        "enrolled": sum(facts.enrolled.values()) if facts.enrolled else None,
    }


def _left_out(
    sector: Sector,
    schools: Mapping[str, SchoolFacts],
    withheld: Mapping[str, str],
    apart: Mapping[str, str],
) -> list[Draft]:
    """Return the schools of a sector, or of no sector, that count in nothing."""
    out = []
    for school, facts in schools.items():
        reason = withheld.get(school) or apart.get(school)
        if reason and (sector == "all" or sector_of(facts) in (sector, "both", "unknown")):
            out.append({"id": school, "name": facts.name, "reason": reason})
    return out


def _numbers(scored: Scored, compared: Comparison) -> Draft:
    """Return everything of one sector that the report tells."""
    answers, school = compared.answers, compared.school
    scales = []
    for facts in _scale_facts(answers.codebook, scored):
        name = str(facts["name"])
        spread, shown = compared.spreads[name], compared.scores[name].dropna()
        may = compared.verdicts[name] in COMPARED
        adjusted = adjusted_means(shown, school, answers.intake) if may else None
        labels = {s: str(compared.rows[(s, name)]["label"]) for s in compared.schools if may}
        scales.append(
            facts
            | {
                "reliability": asdict(scored.reliability[name]),
                "fault": compared.faults[name],
                "spread": None if spread is None else spread_facts(spread, shown, school),
                "invariance": asdict(compared.invariance[name]),
                "verdict": compared.verdicts[name],
                "rows": school_rows(shown, school, labels, adjusted) if may else [],
                "funnel": funnel_facts(shown, school) if may else None,
                "types": type_rows(shown, school, compared.kinds) if may else [],
            }
        )
    return {
        "adjustment": _adjustment(answers),
        "scales": scales,
        "items": _items(answers, compared.schools),
    }


def _adjustment(answers: Answers) -> Draft | None:
    """Return what the means are adjusted for, and how many pupils lack it."""
    if not len(answers.intake.columns):
        return None
    return {
        "fields": [text(answers.codebook.field(str(name)).title) for name in answers.intake],
        "left_out": int(answers.intake.isna().any(axis=1).sum()),
    }


def _scale_facts(codebook: Codebook, scored: Scored) -> list[Draft]:
    out: list[Draft] = [
        {
            "name": p.name,
            "kind": "principle",
            "title": text(p.title),
            "definition": text(p.definition),
            "principle": None,
            "members": [s.name for s in codebook.conditions_of(p.name)],
            "left_out": list(scored.left_out[p.name]),
        }
        for p in codebook.principles
    ]
    ordered = [*codebook.conditions, *(s for s in codebook.scales if s.principle is None)]
    out += [
        {
            "name": s.name,
            "kind": "other" if s.principle is None else "condition",
            "title": text(s.title),
            "definition": text(s.definition),
            "principle": s.principle,
            "members": [f.name for f in codebook.items_of(s.name)],
            "left_out": [],
        }
        for s in ordered
    ]
    for facts in out:
        facts |= {"lowest": 1, "highest": measure(codebook, str(facts["name"]))[1]}
    return out


def _items(answers: Answers, members: Sequence[str]) -> list[Draft]:
    codebook = answers.codebook
    fields = [f for f in codebook.items if f.scale is not None]
    counts = answer_counts(answers, fields)
    said = answers.no_opinion.groupby(answers.respondents["school"]).sum()
    return [_item(field, members, counts, said) for field in fields]


def _item(
    field: Field,
    members: Sequence[str],
    counts: Mapping[tuple[str, str], Sequence[int]],
    said: pd.DataFrame,
) -> Draft:
    asks = any(m.reason == "opinion" for m in field.missing)
    own = said[field.name]
    return {
        "name": field.name,
        "scale": field.scale,
        "title": text(field.title),
        "reversed": field.reversed,
        "midpoint": field.midpoint,
        "categories": [text(c.label) for c in field.categories],
        "counts": {s: list(counts[(s, field.name)]) for s in members},
        "no_opinion": {s: int(own[s]) for s in members} if asks else None,
    }
