"""One school's numbers, raw, in the shape that disclosure control takes.

Nothing here decides what may be seen: that is for :mod:`aspiratie.disclosure`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.codebook import Field, Text
from aspiratie.intake import Answers
from aspiratie.prepare.profile import profile_classes
from aspiratie.prepare.scoring import Scored
from aspiratie.prepare.surveys import SchoolFacts

__all__ = ["Informant", "RegionFacts", "Wave", "agrees", "school_draft", "text"]

Draft = dict[str, Any]
Rows = Mapping[Hashable, Mapping[str, Any]]
REMOVED, VALUES = "row_removed", "value_to_missing"


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
    of :func:`aspiratie.schools.informants.informant_gaps`.
    """

    name: str
    answers: Answers
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
    means : rows by (school, scale)
        n, mean, low, high.
    group_sums : rows by (school, group, scale)
        n, sum, sumsq.
    comparison : rows by (school, scale)
        Of :func:`aspiratie.schools.compare.compare_with_region`.
    waves : sequence of Wave
        Oldest first, with this wave as the last.
    changes : rows by (school, scale)
        Of :func:`aspiratie.schools.trend.wave_change`, where the wave before had the
        same version.
    informants : sequence of Informant
        Other informants of this wave.
    priority : DataFrame
        A row a condition: association, low, high, n.
    provenance : mapping
        As in the release.
    schools_in_log : sequence of str
        The schools whose rows count in the region's cleaning.
    """

    scored: Scored
    means: Rows
    group_sums: Rows
    comparison: Rows
    waves: Sequence[Wave]
    changes: Rows
    informants: Sequence[Informant]
    priority: pd.DataFrame
    provenance: Mapping[str, Any]
    schools_in_log: Sequence[str]


def text(value: Text) -> dict[str, str | None]:
    """Return a text as the release has it."""
    return {"nl": value.nl, "en": value.en}


def agrees(answers: pd.DataFrame, items: Sequence[Field]) -> pd.DataFrame:
    """Return 1 where the answer lies above the middle of its answers, else 0; NaN if none."""
    middle = pd.Series({f.name: (f.n_categories + 1) / 2 for f in items})
    given = answers[[f.name for f in items]]
    return given.gt(middle, axis=1).astype(float).where(given.notna())


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
    answers = region.scored.answers
    here = answers.respondents["school"].eq(facts.id)
    codebook = answers.codebook
    items = answers.items[here]
    return {
        "provenance": dict(region.provenance),
        "school": {
            "id": facts.id,
            "name": facts.name,
            "type": facts.type,
            "place": facts.place,
        },
        "participation": _participation(answers, here, facts),
        "scales": _scales(facts.id, region),
        "items": [
            _item(f, items[f.name], answers.no_opinion.loc[here, f.name])
            for f in codebook.items
            if f.scale is not None
        ],
        "groups": _groups(facts.id, answers, here, region),
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
        "profile": _profile(region.scored, here),
        "ladder": _ladders(facts.id, region, items),
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
        "cleaning": _cleaning(facts.id, answers, here, region.schools_in_log),
    }


def _group_labels(answers: Answers) -> pd.Series:
    group = answers.respondents.get("group")
    if group is None:
        return pd.Series("", index=answers.items.index, name="group")
    return group.astype("str").where(group.notna(), "").rename("group")


def _labels(answers: Answers, here: pd.Series) -> list[str]:
    """Return the groups of a school, numbers by their size, unknown last."""
    if "group" not in answers.respondents:
        return []
    found = set(_group_labels(answers)[here])
    return sorted(
        found, key=lambda g: (g == "", not g.isdecimal(), int(g) if g.isdecimal() else 0, g)
    )


def _participation(answers: Answers, here: pd.Series, facts: SchoolFacts) -> Draft:
    enrolled = dict(facts.enrolled or {})
    counts = _group_labels(answers)[here].value_counts()
    labels = _labels(answers, here)
    return {
        "n": int(here.sum()),
        "enrolled": sum(enrolled.values()) if enrolled else None,
        "groups": [
            {"label": label, "n": int(counts.get(label, 0)), "enrolled": enrolled.get(label)}
            for label in labels
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
            "comparison": _comparison(school, name, region, reliable=reliable),
            "previous": _previous(school, name, region, reliable=reliable),
        }
    return out


def _mark(school: str, scale: str, region: RegionFacts) -> Draft | None:
    row = region.comparison.get((school, scale))
    if row is None or not row["others_n"]:
        return None
    return {
        "mean": float(row["others_mean"]),
        "n": int(row["others_n"]),
        "schools": int(row["others_schools"]),
        "largest": round(float(row["others_largest_share"]) * int(row["others_n"])),
    }


def _comparison(school: str, scale: str, region: RegionFacts, *, reliable: bool) -> Draft:
    row = region.comparison.get((school, scale))
    if not reliable:
        return {"label": "not_compared", "reason": "unreliable"}
    if row is None or row["label"] == "too_few":
        return {"label": "not_compared", "reason": "few"}
    return {"label": str(row["label"]), "reason": None}


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


def _item(field: Field, answers: pd.Series, no_opinion: pd.Series) -> Draft:
    asks = any(m.reason == "opinion" for m in field.missing)
    said = int(no_opinion.sum())
    return {
        "name": field.name,
        "scale": field.scale,
        "title": text(field.title),
        "reversed": field.reversed,
        "midpoint": field.midpoint,
        "distribution": _distribution(field, answers),
        "no_opinion": {"count": said, "n": int(answers.notna().sum()) + said} if asks else None,
        "mirrors": field.mirrors,
    }


def _distribution(field: Field, answers: pd.Series) -> Draft:
    k = field.n_categories
    counts = np.bincount(answers.dropna().astype(int), minlength=k + 1)[1:]
    return {
        "counts": [int(c) for c in counts],
        "categories": [text(c.label) for c in field.categories],
    }


def _groups(school: str, answers: Answers, here: pd.Series, region: RegionFacts) -> list[Draft]:
    out = []
    for label in _labels(answers, here):
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
    n = int(informant.answers.respondents["school"].eq(school).sum())
    return {"informant": informant.name, "n": n, "items": items}


def _profile(scored: Scored, here: pd.Series) -> Draft | None:
    classes = profile_classes(scored)
    if classes is None:
        return None
    return {"counts": {k: int(v) for k, v in classes[here].value_counts().items()}}


def _ladders(school: str, region: RegionFacts, pupils: pd.DataFrame) -> list[Draft]:
    out = []
    book = region.scored.answers.codebook
    asked = [(book.informant, book, pupils)]
    for informant in region.informants:
        other = informant.answers
        there = other.items[other.respondents["school"].eq(school)]
        asked.append((informant.name, other.codebook, there))
    for name, codebook, items in asked:
        if codebook.ladder is None:
            continue
        field = codebook.field(codebook.ladder)
        draft = _distribution(field, items[field.name])
        if field.n_categories == 8:
            # Not taking part, being informed or consulted, deciding together (Hart, 1992).
            draft["coarse"] = [[1, 2, 3], [4, 5], [6, 7, 8]]
        out.append({"informant": name, "distribution": draft})
    return out


def _outcome(region: RegionFacts) -> Draft | None:
    codebook = region.scored.answers.codebook
    scale = next((s for s in codebook.scales if s.name == codebook.outcome), None)
    return None if scale is None else {"name": scale.name, "title": text(scale.title)}


def _cleaning(
    school: str, answers: Answers, here: pd.Series, schools_in_log: Sequence[str]
) -> Draft:
    flagged = answers.careless["flagged"] if "flagged" in answers.careless else here & False
    whole = _flow(answers, set(schools_in_log) | {""})
    return {
        **_flow(answers, {school}),
        "flagged": int(flagged[here].sum()),
        "region": {**whole, "flagged": int(flagged.sum())},
    }


def _flow(answers: Answers, schools: set[str]) -> Draft:
    """Count rows in, removed and out for some schools; every rule of the log is named."""
    log = answers.log
    entries = log.entries
    mine = entries[entries["school"].isin(schools)]
    totals = log.schools[log.schools["school"].isin(schools)]

    def by_rule(action: str) -> list[Draft]:
        rules = entries.loc[entries["action"] == action, "rule"].unique()
        counts = mine[mine["action"] == action].groupby("rule")["rows"].sum()
        return [{"rule": str(rule), "n": int(counts.get(rule, 0))} for rule in rules]

    return {
        "rows_in": int(totals["rows_in"].sum()),
        "removed": by_rule(REMOVED),
        "rows_out": int(totals["rows_out"].sum()),
        "values": by_rule(VALUES),
    }
