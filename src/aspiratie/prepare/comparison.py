"""How the schools of one sector compare: for the school reports and the region report alike.

Both are made of the numbers here, so that a school reads the same mark in its own report
as the partnership reads in the region's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import pandas as pd
from tqdm import tqdm

from aspiratie.codebook import Codebook
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.counted import scale_members
from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.region.rules import COMPARED, pupils_of, region_fault
from aspiratie.disclosure.shape.words import Over, RegionFault, Verdict
from aspiratie.intake import Answers
from aspiratie.prepare.comparable import Invariance, invariance_of, weakest
from aspiratie.prepare.estimates import means_by
from aspiratie.prepare.scoring import Scored
from aspiratie.prepare.sectors import Sector, school_type
from aspiratie.prepare.settle import Ends, settled_comparison
from aspiratie.prepare.surveys import SchoolFacts
from aspiratie.prepare.tables import SchoolTable, school_table
from aspiratie.schools.compare import (
    clearly_different,
    comparability,
    compare_with_region,
)
from aspiratie.schools.multilevel import IntraclassCorrelation, icc

__all__ = ["Comparison", "compare_sector", "measure"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Comparison:
    """What may be compared between the schools of one sector, and how each school stands.

    Parameters
    ----------
    sector : {"po", "vo", "all"}
        The sector.
    schools : tuple of str
        Its schools.
    kinds : mapping of str to str or None
        Kinds of education of each school.
    answers : Answers
        Of these schools.
    scores : DataFrame, shape (n_pupils, n_scales)
        Scores; missing where the pupil's school does not count in a scale.
    school : Series
        School of each pupil, same index.
    faults : mapping of str to str
        By scale: why it has no number of the region, or ``""``.
    spreads : mapping of str to IntraclassCorrelation or None
        By scale; None where there is a fault.
    invariance : mapping of str to Invariance
        By scale.
    verdicts : mapping of str to str
        By scale: one of `aspiratie.disclosure.region.rules.COMPARED`, or why nothing is
        compared.
    rows : SchoolTable, by scale
        Of :func:`aspiratie.schools.compare.compare_with_region`, for the scales that may be
        compared. `label` is that of :func:`aspiratie.schools.compare.clearly_different`:
        one family of all schools and scales of the sector. None where nothing is compared.
    """

    sector: Sector
    schools: tuple[str, ...]
    kinds: Mapping[str, str | None]
    answers: Answers
    scores: pd.DataFrame
    school: pd.Series
    faults: Mapping[str, RegionFault]
    spreads: Mapping[str, IntraclassCorrelation | None]
    invariance: Mapping[str, Invariance]
    verdicts: Mapping[str, Verdict]
    rows: SchoolTable | None

    def __repr__(self) -> str:
        may = sum(verdict in COMPARED for verdict in self.verdicts.values())
        return (
            f"<Comparison {self.sector}: {len(self.schools)} schools, "
            f"{may} of {len(self.verdicts)} scales>"
        )


def compare_sector(
    sector: Sector,
    scored: Scored,
    members: Sequence[str],
    facts: Mapping[str, SchoolFacts],
    rules: DisclosureRules,
    *,
    progress: bool = False,
) -> Comparison:
    """Compare the schools of one sector.

    Parameters
    ----------
    sector : {"po", "vo", "all"}
        The sector.
    scored : Scored
        Pupils of the published schools.
    members : sequence of str
        Published schools of the sector.
    facts : mapping
        What is known of every school.
    rules : DisclosureRules
        The rules.
    progress : bool
        Whether to show a bar in a terminal while scales are compared.

    Returns
    -------
    Comparison
    """
    inside = scored.school.isin(list(members))
    school = scored.school[inside]
    answers = scored.answers.of_schools(members)
    scores, faults = _counted(scored, scored.scores[inside], school, rules)
    kinds = {s: school_type(facts[s]) for s in members}
    invariance = _invariance(answers, kinds, progress=progress)
    spreads = {
        name: None if fault else icc(scores[name].dropna(), school[scores[name].notna()])
        for name, fault in faults.items()
    }
    verdicts: dict[str, Verdict] = {
        name: faults[name] or "no_data"
        if spread is None
        else _verdict(spread.reliability, invariance[name])
        for name, spread in spreads.items()
    }
    may = [name for name in scores if verdicts[str(name)] in COMPARED]
    return Comparison(
        sector=sector,
        schools=tuple(members),
        kinds=kinds,
        answers=answers,
        scores=scores,
        school=school,
        faults=faults,
        spreads=spreads,
        invariance=invariance,
        verdicts=verdicts,
        rows=_rows(scores[may], school, rules, ends_of(scored.answers.codebook, scores)),
    )


def _counted(
    scored: Scored, scores: pd.DataFrame, school: pd.Series, rules: DisclosureRules
) -> tuple[pd.DataFrame, dict[str, RegionFault]]:
    """Blank the scores of schools that do not count in a scale; say which scales have no region."""
    counted = scores.copy()
    means = means_by(scores, [school.rename("school")]).reset_index().to_dict("records")
    faults: dict[str, RegionFault] = {}
    for name in counted:
        scale = str(name)
        highest = measure(scored.answers.codebook, scale)[1]
        here = {
            str(row["school"]): msgspec.convert(row, RawEstimate)
            for row in means
            if row["scale"] == scale
        }
        if not here or scored.reliability[scale].level == "insufficient":
            faults[scale] = "unreliable" if here else "no_data"
            counted[name] = np.nan
            continue
        members = scale_members(here, rules, ends=(1.0, float(highest)))
        counted[name] = counted[name].where(school.isin(members))
        sizes = school[counted[name].notna()].value_counts()
        faults[scale] = region_fault(pupils_of({str(s): int(n) for s, n in sizes.items()}), rules)
    return counted, faults


def measure(codebook: Codebook, name: str, *, left_out: Sequence[str] = ()) -> tuple[int, int]:
    """Return the number of items in the score of a scale or principle, and its highest score."""
    scales = [s.name for s in codebook.conditions_of(name)] or [name]
    items = sum(len(codebook.items_of(s)) for s in scales if s not in left_out)
    return items, max(codebook.n_categories_of(s) for s in scales)


def _invariance(
    answers: Answers, kinds: Mapping[str, str | None], *, progress: bool
) -> dict[str, Invariance]:
    """Test every scale over schools or kinds of education; a principle by its parts."""
    codebook, school = answers.codebook, answers.respondents["school"]
    kind = answers.respondents.get("type")
    if kind is None or kind.notna().sum() == 0:
        kind = school.map(kinds)
    groupings: dict[Over, pd.Series] = {"types": kind, "schools": school}
    directed = answers.scored()
    bar = tqdm(
        codebook.scales,
        desc="may schools be compared?",
        unit="scale",
        delay=2,
        leave=False,
        disable=None if progress else True,  # None: where there is no terminal
    )
    out = {
        scale.name: invariance_of(
            directed[[f.name for f in codebook.items_of(scale.name)]], groupings
        )
        for scale in bar
    }
    for principle in codebook.principles:
        out[principle.name] = weakest([out[s.name] for s in codebook.conditions_of(principle.name)])
    return out


def _verdict(reliability: float, test: Invariance) -> Verdict:
    """Return ``pairs``, ``shown`` or why nothing is compared.

    Where invariance could not be tested, or alignment contradicts it, schools are set
    against the region with a caution, but never against each other.
    """
    invariant = test.state != "fails"
    row = comparability({"scale": reliability}, invariant={"scale": invariant}).iloc[0]
    if row["verdict"] == "withheld":
        reason: Verdict = row["reason"]
        unfit = reason == "not_invariant" and test.reason == "no_fit"
        return "no_fit" if unfit else reason
    if test.state == "not_tested":
        return "invariance_not_tested"
    told: Verdict = row["verdict"]
    return told if test.confirmed else "invariance_not_confirmed"


def ends_of(codebook: Codebook, scores: pd.DataFrame) -> Ends:
    """Return the lowest and highest score of each scale and principle."""
    return {str(name): (1.0, float(measure(codebook, str(name))[1])) for name in scores}


def _rows(
    scores: pd.DataFrame, school: pd.Series, rules: DisclosureRules, ends: Ends
) -> SchoolTable | None:
    if not len(scores.columns):
        return None
    compared = compare_with_region(scores, school, alpha=rules.alpha, n_min=rules.n_min)
    labels = clearly_different(compared, alpha=rules.alpha)["label"]
    table = compared.assign(label=labels.to_numpy())
    table["label"] = settled_comparison(table, rules, ends)
    return school_table(table.set_index(["school", "scale"]))
