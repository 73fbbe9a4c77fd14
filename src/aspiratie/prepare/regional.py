"""A region's own numbers, raw: what the region report is made of, sector by sector.

The pupils, their scores and the schools that count are those of the school reports, so
that the two never contradict each other. Nothing here decides what may be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.codebook import Codebook, Field
from aspiratie.disclosure import DisclosureRules, publishable_schools
from aspiratie.disclosure.region_rules import Pupils, pupils_of, region_fault, scale_members
from aspiratie.intake import Answers
from aspiratie.parameters import RunParameters
from aspiratie.prepare.comparable import Invariance, Over, invariance_of, weakest
from aspiratie.prepare.counts import answer_counts
from aspiratie.prepare.draft import text
from aspiratie.prepare.estimates import means_by
from aspiratie.prepare.region import PUPIL, only_schools, provenance_of
from aspiratie.prepare.region_scales import funnel_facts, school_rows, spread_facts, type_rows
from aspiratie.prepare.scoring import Scored, score
from aspiratie.prepare.sectors import Sector, school_type, sector_of, split_sectors
from aspiratie.prepare.surveys import Collected, SchoolFacts, collect
from aspiratie.schools.compare import (
    clearly_different,
    comparability,
    compare_with_region,
)
from aspiratie.schools.multilevel import icc

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


def prepare_regional(parameters: RunParameters) -> Regional:
    """Compare the schools of a run, sector by sector.

    Parameters
    ----------
    parameters : RunParameters
        Checked parameters.

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
    scored = score(only_schools(pupils, published), parameters.rules)
    groups, apart = split_sectors(collected.schools, published)
    drafts, refused, told = [], {}, {}
    for sector, members in groups.items():
        told[sector] = pupils_of({school: asked[school] for school in members})
        fault = region_fault(told[sector], rules)
        if fault:
            refused[sector] = fault
            continue
        left_out = _left_out(sector, collected.schools, withheld, apart)
        content = {
            "provenance": provenance_of(parameters, collected),
            "sector": sector,
            "schools": [_school(collected.schools[s], asked[s]) for s in members],
            "left_out": left_out,
            **_numbers(scored, members, collected, rules),
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


def _numbers(
    scored: Scored, members: Sequence[str], collected: Collected, rules: DisclosureRules
) -> Draft:
    """Compute everything of one sector."""
    rows = scored.school.isin(members)
    school, scores = scored.school[rows], scored.scores[rows]
    answers = only_schools(scored.answers, list(members))
    codebook = answers.codebook
    kinds = {s: school_type(collected.schools[s]) for s in members}
    counted, faults = _counted(scored, scores, school, codebook, rules)
    tests = _invariance(answers, codebook, kinds)
    columns = {str(name): counted[name].dropna() for name in counted}
    spreads = {
        name: None if faults[name] else icc(shown, school[shown.index])
        for name, shown in columns.items()
    }
    verdicts = {
        name: faults[name] if spread is None else _verdict(spread.reliability, tests[name])
        for name, spread in spreads.items()
    }
    open_scales = [n for n in columns if verdicts[n] in ("pairs", "shown", "invariance_not_tested")]
    labels = _labels(counted[open_scales], school, rules)
    scales = []
    for facts in _scale_facts(codebook, scored):
        name = str(facts["name"])
        spread, shown = spreads[name], columns[name]
        scales.append(
            facts
            | {
                "reliability": asdict(scored.reliability[name]),
                "fault": faults[name],
                "spread": None if spread is None else spread_facts(spread, shown, school),
                "invariance": asdict(tests[name]),
                "verdict": verdicts[name],
                "rows": school_rows(shown, school, labels[name]) if name in open_scales else [],
                "funnel": funnel_facts(shown, school) if name in open_scales else None,
                "types": type_rows(shown, school, kinds) if name in open_scales else [],
            }
        )
    return {"scales": scales, "items": _items(answers, members)}


def _counted(
    scored: Scored,
    scores: pd.DataFrame,
    school: pd.Series,
    codebook: Codebook,
    rules: DisclosureRules,
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Blank the scores of schools that do not count in a scale; say which scales have no region."""
    counted = scores.copy()
    means = means_by(scores, [school.rename("school")]).reset_index().to_dict("records")
    faults: dict[str, str] = {}
    for name in counted:
        scale = str(name)
        n_items, highest = _measure(codebook, scale)
        here = {str(row["school"]): row for row in means if row["scale"] == scale}
        if not here or scored.reliability[scale].level == "insufficient":
            faults[scale] = "unreliable" if here else "no_data"
            counted[name] = np.nan
            continue
        members = scale_members(
            here,
            rules,
            ends=(1.0, float(highest)),
            n_items=n_items,
        )
        counted[name] = counted[name].where(school.isin(members))
        sizes = school[counted[name].notna()].value_counts()
        faults[scale] = region_fault(pupils_of({str(s): int(n) for s, n in sizes.items()}), rules)
    return counted, faults


def _measure(codebook: Codebook, name: str) -> tuple[int, int]:
    """Return the number of items of a scale or principle, and its highest score."""
    scales = [s.name for s in codebook.conditions_of(name)] or [name]
    items = sum(len(codebook.items_of(s)) for s in scales)
    return items, max(codebook.n_categories_of(s) for s in scales)


def _invariance(
    answers: Answers, codebook: Codebook, kinds: Mapping[str, str | None]
) -> dict[str, Invariance]:
    """Test every scale over kinds of education, else over schools; a principle by its parts."""
    school = answers.respondents["school"]
    kind = answers.respondents.get("type")
    if kind is None or kind.notna().sum() == 0:
        kind = school.map(kinds)
    groupings: dict[Over, pd.Series] = {"types": kind, "schools": school}
    directed = answers.scored()
    out = {
        scale.name: invariance_of(
            directed[[f.name for f in codebook.items_of(scale.name)]], groupings
        )
        for scale in codebook.scales
    }
    for principle in codebook.principles:
        out[principle.name] = weakest([out[s.name] for s in codebook.conditions_of(principle.name)])
    return out


def _verdict(reliability: float, test: Invariance) -> str:
    """Return ``pairs``, ``shown`` or why nothing is compared.

    Where invariance could not be tested schools are set against the region, with a
    caution, but never against each other.
    """
    invariant = test.state != "fails"
    row = comparability({"scale": reliability}, invariant={"scale": invariant}).iloc[0]
    if row["verdict"] == "withheld":
        return str(row["reason"])
    return "invariance_not_tested" if test.state == "not_tested" else str(row["verdict"])


def _labels(
    counted: pd.DataFrame, school: pd.Series, rules: DisclosureRules
) -> dict[str, dict[str, str]]:
    """Return the label of each school by scale: one family of schools and scales."""
    if not len(counted.columns):
        return {}
    compared = compare_with_region(counted, school, alpha=rules.alpha, n_min=rules.n_min)
    told = clearly_different(compared, alpha=rules.alpha)
    out: dict[str, dict[str, str]] = {str(name): {} for name in counted}
    for row in told.to_dict("records"):
        out[str(row["scale"])][str(row["school"])] = str(row["label"])
    return out


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
        facts |= {"lowest": 1, "highest": _measure(codebook, str(facts["name"]))[1]}
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
