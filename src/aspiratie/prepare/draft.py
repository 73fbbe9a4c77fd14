"""One school's numbers, raw, in the shape that disclosure control takes.

Nothing here decides what may be seen: that is for :mod:`aspiratie.disclosure`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.codebook import Codebook, Field, Text
from aspiratie.disclosure.region_rules import COMPARED
from aspiratie.prepare.comparison import Comparison
from aspiratie.prepare.counts import Rows
from aspiratie.prepare.scoring import Scored
from aspiratie.prepare.surveys import SchoolFacts

__all__ = ["Informant", "RegionFacts", "Wave", "school_draft", "text"]

Draft = dict[str, Any]


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

    name: str
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
    priority : DataFrame
        A row a condition: association, low, high, n.
    flagged : mapping of str to int
        Respondents by school with two or more signs of careless answering.
    flows : mapping of str to counts
        Rows in, removed and out, by school.
    flow : mapping
        The same of the published schools together.
    provenance : mapping
        As in the release.
    """

    scored: Scored
    counts: Mapping[tuple[str, str], tuple[int, ...]]
    no_opinion: Mapping[tuple[str, str], int]
    means: Rows
    groups: Mapping[tuple[str, str], int]
    group_sums: Rows
    comparisons: Mapping[str, Comparison]
    apart: Mapping[str, str]
    waves: Sequence[Wave]
    changes: Rows
    informants: Sequence[Informant]
    profile: Mapping[str, Mapping[str, int]] | None
    priority: pd.DataFrame
    flagged: Mapping[str, int]
    flows: Mapping[str, Mapping[str, Any]]
    flow: Mapping[str, Any]
    provenance: Mapping[str, Any]


def text(value: Text) -> dict[str, str | None]:
    """Return a text as the release has it."""
    return {"nl": value.nl, "en": value.en}


def school_draft(facts: SchoolFacts, region: RegionFacts) -> Draft:
    """Return the draft of one school.

    Parameters
    ----------
    facts : SchoolFacts
        Its name and enrolment.
    region : RegionFacts
        What was computed for all schools.

    Returns
    -------
    dict
        As :mod:`aspiratie.disclosure.publish` describes.
    """
    codebook = region.scored.answers.codebook
    compared = region.comparisons.get(facts.id)
    return {
        "provenance": dict(region.provenance),
        "school": {
            "id": facts.id,
            "name": facts.name,
            "type": facts.type,
            "place": facts.place,
            "sector": None if compared is None else compared.sector,
        },
        "participation": _participation(facts, region),
        "scales": _scales(facts.id, region),
        "items": [
            _item(facts.id, field, region) for field in codebook.items if field.scale is not None
        ],
        "groups": _groups(facts.id, region),
        "waves": [
            {
                "wave": wave.name,
                "same_version": wave.same_version,
                "n": int(wave.sizes.get(facts.id, 0)),
                "scores": {
                    scale: _estimate(wave.means, facts.id, scale) if wave.same_version else None
                    for scale in region.scored.names
                },
            }
            for wave in region.waves
        ],
        "informants": [_informant(facts.id, informant) for informant in region.informants],
        "profile": None if region.profile is None else {"counts": region.profile[facts.id]},
        "ladder": _ladders(facts.id, region),
        "outcome": _outcome(region),
        "priority": [
            {
                "scale": str(name),
                "association": float(row["association"]),
                "low": float(row["low"]),
                "high": float(row["high"]),
                "n": int(row["n"]),
            }
            for name, row in region.priority.iterrows()
        ],
        "cleaning": {
            **region.flows[facts.id],
            "flagged": region.flagged[facts.id],
            "region": {**region.flow, "flagged": sum(region.flagged.values())},
        },
    }


def _labels(school: str, region: RegionFacts) -> list[str]:
    """Return the groups of a school, numbers by their size, unknown last."""
    return sorted((label for s, label in region.groups if s == school), key=_group_order)


def _group_order(label: str) -> tuple[bool, bool, int, str]:
    number = int(label) if label.isdecimal() else 0
    return (label == "", not label.isdecimal(), number, label)


def _participation(facts: SchoolFacts, region: RegionFacts) -> Draft:
    enrolled = dict(facts.enrolled or {})
    return {
        "n": region.waves[-1].sizes[facts.id],
        "enrolled": sum(enrolled.values()) if enrolled else None,
        "groups": [
            {
                "label": label,
                "n": region.groups[(facts.id, label)],
                "enrolled": enrolled.get(label),
            }
            for label in _labels(facts.id, region)
        ],
    }


def _estimate(means: Rows, school: str, scale: str) -> Draft:
    row = means.get((school, scale))
    if row is None:
        return {"n": 0, "mean": None, "low": None, "high": None}
    return {"n": int(row["n"]), **{k: float(row[k]) for k in ("mean", "low", "high")}}


def _scales(school: str, region: RegionFacts) -> list[Draft]:
    codebook = region.scored.answers.codebook
    out = []
    for principle in codebook.principles:
        conditions = codebook.conditions_of(principle.name)
        out.append(
            {
                "name": principle.name,
                "kind": "principle",
                "title": text(principle.title),
                "definition": text(principle.definition),
                "tags": list(principle.tags),
                "principle": None,
                "members": [s.name for s in conditions],
                "left_out": list(region.scored.left_out[principle.name]),
                "highest": max(codebook.n_categories_of(s.name) for s in conditions),
            }
        )
    ordered = [*codebook.conditions, *(s for s in codebook.scales if s.principle is None)]
    out += [
        {
            "name": scale.name,
            "kind": "other" if scale.principle is None else "condition",
            "title": text(scale.title),
            "definition": text(scale.definition),
            "tags": [],
            "principle": scale.principle,
            "members": [f.name for f in codebook.items_of(scale.name)],
            "left_out": [],
            "highest": codebook.n_categories_of(scale.name),
        }
        for scale in ordered
    ]
    for draft in out:
        name = str(draft["name"])
        reliability = region.scored.reliability[name]
        reliable = reliability.level != "insufficient"
        draft |= {
            "lowest": 1,
            "reliability": asdict(reliability),
            "score": _estimate(region.means, school, name),
            "region": _mark(school, name, region),
            "comparison": _comparison(school, name, region),
            "previous": _previous(school, name, region, reliable=reliable),
        }
    return out


def _mark(school: str, scale: str, region: RegionFacts) -> Draft | None:
    compared = region.comparisons.get(school)
    row = None if compared is None else compared.rows.get((school, scale))
    # A school that does not count itself gets no mark: all marks then tell one region.
    if row is None or not row["others_n"] or not row["n"]:
        return None
    return {
        "mean": float(row["others_mean"]),
        "n": int(row["others_n"]),
        "schools": int(row["others_schools"]),
        "largest": round(float(row["others_largest_share"]) * int(row["others_n"])),
    }


def _comparison(school: str, scale: str, region: RegionFacts) -> Draft:
    """Return the region report's verdict on a scale, and its label for this school."""
    compared = region.comparisons.get(school)
    if compared is None:
        why = region.apart[school]
        return {"verdict": why, "label": "not_compared", "reason": why}
    verdict = compared.verdicts[scale]
    if verdict not in COMPARED:
        return {"verdict": verdict, "label": "not_compared", "reason": verdict}
    row = compared.rows[(school, scale)]
    if row["label"] == "too_few":
        why = "few" if row["n"] else "complement"
        return {"verdict": verdict, "label": "not_compared", "reason": why}
    return {"verdict": verdict, "label": str(row["label"]), "reason": None}


def _previous(school: str, scale: str, region: RegionFacts, *, reliable: bool) -> Draft | None:
    if len(region.waves) < 2:
        return None
    before = region.waves[-2]
    draft: Draft = {
        "wave": before.name,
        "score": (
            _estimate(before.means, school, scale)
            if before.same_version
            else {"hidden": "other_version"}
        ),
        "change": "not_compared",
        "reason": None,
    }
    row = region.changes.get((school, scale))
    if not before.same_version:
        draft["reason"] = "other_version"
    elif not reliable:
        draft["reason"] = "unreliable"
    elif row is None or row["label"] == "too_few":
        draft["reason"] = "few"
    else:
        draft["change"] = str(row["label"])
    return draft


def _item(school: str, field: Field, region: RegionFacts) -> Draft:
    counts = region.counts[(school, field.name)]
    said = region.no_opinion[(school, field.name)]
    asks = any(m.reason == "opinion" for m in field.missing)
    return {
        "name": field.name,
        "scale": field.scale,
        "title": text(field.title),
        "reversed": field.reversed,
        "midpoint": field.midpoint,
        "distribution": _distribution(field, counts),
        "no_opinion": {"count": said, "n": sum(counts) + said} if asks else None,
        "mirrors": field.mirrors,
    }


def _distribution(field: Field, counts: Sequence[int]) -> Draft:
    return {"counts": list(counts), "categories": [text(c.label) for c in field.categories]}


def _groups(school: str, region: RegionFacts) -> list[Draft]:
    out = []
    for label in _labels(school, region):
        scores: dict[str, Draft | None] = {}
        for scale in region.scored.names:
            row = region.group_sums.get((school, label, scale), {"n": 0, "sum": 0, "sumsq": 0})
            scores[scale] = {
                "n": int(row["n"]),
                "sum": float(row["sum"]),
                "sumsq": float(row["sumsq"]),
            }
        out.append({"label": label, "scores": scores})
    return out


def _informant(school: str, informant: Informant) -> Draft:
    nobody = {"n": 0, "agree": 0}
    items = []
    for field, mirror in informant.pairs:
        theirs = informant.theirs.get((school, field.name), nobody)
        ours = informant.ours.get((school, field.name), nobody)
        gap = informant.gaps.get((school, field.name))
        shown = gap is not None and np.isfinite(gap["points"])
        items.append(
            {
                "name": field.name,
                "title": text(mirror.title),
                "agree": {"count": int(theirs["agree"]), "n": int(theirs["n"])},
                "pupils": {"count": int(ours["agree"]), "n": int(ours["n"])},
                "gap": (
                    {k: float(gap[k]) for k in ("points", "low", "high")}
                    if gap is not None and shown
                    else None
                ),
                "label": str(gap["label"]) if gap is not None and shown else "not_compared",
            }
        )
    return {"informant": informant.name, "n": informant.sizes.get(school, 0), "items": items}


def _ladders(school: str, region: RegionFacts) -> list[Draft]:
    book = region.scored.answers.codebook
    asked = [(book.informant, book, region.counts)]
    asked += [(i.name, i.codebook, i.counts) for i in region.informants]
    out = []
    for name, codebook, counts in asked:
        if codebook.ladder is None:
            continue
        field = codebook.field(codebook.ladder)
        nobody = (0,) * field.n_categories
        draft = _distribution(field, counts.get((school, field.name), nobody))
        if field.n_categories == 8:
            # Not taking part, being informed or consulted, deciding together (Hart, 1992).
            draft["coarse"] = [[1, 2, 3], [4, 5], [6, 7, 8]]
        out.append({"informant": name, "distribution": draft})
    return out


def _outcome(region: RegionFacts) -> Draft | None:
    codebook = region.scored.answers.codebook
    scale = next((s for s in codebook.scales if s.name == codebook.outcome), None)
    return None if scale is None else {"name": scale.name, "title": text(scale.title)}
