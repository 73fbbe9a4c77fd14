"""The whole way of the data: exports in, releases out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import pandas as pd

from aspiratie.codebook import Codebook
from aspiratie.disclosure import (
    DisclosureRules,
    Release,
    publish_region,
    publishable_schools,
)
from aspiratie.intake import Answers
from aspiratie.parameters import RunParameters
from aspiratie.prepare.comparison import Comparison, compare_sector
from aspiratie.prepare.counts import (
    Rows,
    agreement,
    agrees,
    answer_counts,
    by_key,
    cleaning_flows,
    group_labels,
)
from aspiratie.prepare.draft import Informant, RegionFacts, Wave, school_draft, text
from aspiratie.prepare.estimates import means_by, sums_by
from aspiratie.prepare.profile import CLASSES, profile_classes
from aspiratie.prepare.scoring import Scored, doubts, score
from aspiratie.prepare.sectors import split_sectors
from aspiratie.prepare.surveys import Collected, collect
from aspiratie.schools.association import within_school_association
from aspiratie.schools.informants import informant_gaps
from aspiratie.schools.trend import wave_change

__all__ = ["PUPIL", "Prepared", "prepare_region", "provenance_of"]

PUPIL = "pupil"
#: Most waves that a report shows.
MAX_WAVES = 4


@dataclass(frozen=True, eq=False, kw_only=True)
class Prepared:
    """Everything of a run that may be seen.

    Parameters
    ----------
    parameters : RunParameters
        The run.
    releases : tuple of Release
        One a school, by identifier.
    withheld : mapping of str to str
        Schools without a report, and why (a reason's code).
    names : mapping of str to str
        Name of every school.
    advice : tuple of str
        For the analyst: what in the questionnaire is likely wrong.
    """

    parameters: RunParameters
    releases: tuple[Release, ...]
    withheld: Mapping[str, str]
    names: Mapping[str, str]
    advice: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Prepared: {len(self.releases)} releases, {len(self.withheld)} schools withheld>"


def prepare_region(parameters: RunParameters, *, progress: bool = False) -> Prepared:
    """Clean, score, compare and publish all schools of a run.

    Parameters
    ----------
    parameters : RunParameters
        Checked parameters.
    progress : bool
        Whether to show a bar in a terminal while scales are compared.

    Returns
    -------
    Prepared

    Raises
    ------
    IntakeError, CodebookError
        With all faults of the data.
    DisclosureError
        If the rules cannot be met.
    """
    collected = collect(parameters)
    rules = DisclosureRules(**parameters.rules.as_dict())
    pupils = collected.answers[(PUPIL, parameters.wave)]
    sizes = pupils.respondents["school"].value_counts()
    asked = {school: int(sizes.get(school, 0)) for school in collected.schools}
    published, withheld = publishable_schools(asked, rules)
    facts = _facts(parameters, collected, pupils.of_schools(published), rules, progress=progress)
    drafts = [school_draft(collected.schools[school], facts) for school in published]
    return Prepared(
        parameters=parameters,
        releases=tuple(publish_region(drafts, rules)) if drafts else (),
        withheld=dict(withheld),
        names={school: collected.schools[school].name for school in collected.schools},
        advice=doubts(facts.scored, parameters.rules.reliability_min),
    )


def _facts(
    parameters: RunParameters,
    collected: Collected,
    pupils: Answers,
    rules: DisclosureRules,
    *,
    progress: bool,
) -> RegionFacts:
    scored = score(pupils, parameters.rules)
    published = sorted(str(s) for s in pupils.respondents["school"].unique())
    compared, apart = _comparisons(collected, scored, published, rules, progress=progress)
    waves, changes = _waves(parameters, collected, scored, published)
    flows, flow = cleaning_flows(pupils, published)
    flagged = pupils.careless.get("flagged", pd.Series(False, index=pupils.items.index))
    said = pupils.no_opinion.groupby(scored.school).sum()
    return RegionFacts(
        scored=scored,
        counts=answer_counts(pupils, pupils.codebook.items),
        no_opinion={
            (str(school), str(item)): int(n)
            for school, row in by_key(said).items()
            for item, n in row.items()
        },
        means=waves[-1].means,
        groups=_groups(scored),
        group_sums=_group_sums(scored),
        comparisons=compared,
        apart=apart,
        waves=waves,
        changes=changes,
        informants=_informants(parameters, collected, pupils, published),
        profile=_profile(scored),
        priority=_priority(scored),
        flagged={str(s): int(n) for s, n in flagged.groupby(scored.school).sum().items()},
        flows=flows,
        flow=flow,
        provenance=provenance_of(parameters, collected),
    )


def _comparisons(
    collected: Collected,
    scored: Scored,
    published: list[str],
    rules: DisclosureRules,
    *,
    progress: bool,
) -> tuple[dict[str, Comparison], dict[str, str]]:
    """Return the comparison of each school's sector, and why a school is in none."""
    groups, apart = split_sectors(collected.schools, published)
    out: dict[str, Comparison] = {}
    for sector, members in groups.items():
        compared = compare_sector(
            sector, scored, members, collected.schools, rules, progress=progress
        )
        out |= dict.fromkeys(members, compared)
    return out, apart


def _rows(table: pd.DataFrame, by: str) -> dict[Hashable, dict[str, Any]]:
    """Return the rows of a table by (school, ``by``)."""
    return by_key(table.set_index(["school", by]))


def _reliable(scored: Scored, scale: str) -> bool:
    return scored.reliability[scale].level != "insufficient"


def _groups(scored: Scored) -> dict[tuple[str, str], int]:
    if "group" not in scored.answers.respondents:
        return {}
    table = pd.crosstab(scored.school, group_labels(scored.answers))
    return {
        (str(school), str(group)): int(n)
        for school, row in by_key(table).items()
        for group, n in row.items()
        if n
    }


def _group_sums(scored: Scored) -> Rows:
    by = [scored.school.rename("school"), group_labels(scored.answers)]
    return by_key(sums_by(scored.scores, by))


def _profile(scored: Scored) -> dict[str, dict[str, int]] | None:
    classes = profile_classes(scored)
    if classes is None:
        return None
    table = pd.crosstab(scored.school, classes).reindex(columns=list(CLASSES), fill_value=0)
    table = table.reindex(sorted(scored.school.unique()), fill_value=0)
    return {
        str(school): {str(name): int(n) for name, n in row.items()}
        for school, row in by_key(table).items()
    }


def _waves(
    parameters: RunParameters, collected: Collected, scored: Scored, published: list[str]
) -> tuple[list[Wave], dict[Hashable, dict[str, Any]]]:
    """Return the waves up to this one, and the change since the one before."""
    order = sorted(w for i, w in collected.answers if i == PUPIL and w <= parameters.wave)
    own = scored.answers.codebook
    out: list[Wave] = []
    changes: dict[Hashable, dict[str, Any]] = {}
    for wave in order[-MAX_WAVES:]:
        if wave == parameters.wave:
            then = scored
        else:
            answers = collected.answers[(PUPIL, wave)].of_schools(published)
            same_book = _version(answers.codebook) == _version(own)
            kept = scored.left_out if same_book else None
            then = score(answers, parameters.rules, left_out=kept)
        same = _version(then.answers.codebook) == _version(own)
        means = means_by(then.scores, [then.school.rename("school")])
        out.append(
            Wave(
                name=wave,
                same_version=same,
                means=by_key(means),
                sizes=_sizes(then.school),
            )
        )
        if same and len(order) > 1 and wave == order[-2]:
            kept_scales = [s for s in scored.scores if _reliable(scored, str(s))]
            change = wave_change(
                scored.scores[kept_scales],
                scored.school,
                then.scores[kept_scales],
                then.school,
                alpha=parameters.rules.alpha,
                n_min=parameters.rules.n_min,
            )
            changes = _rows(change, "scale")
    return out, changes


def _version(codebook: Codebook) -> tuple[str, str]:
    return codebook.name, codebook.version


def _informants(
    parameters: RunParameters, collected: Collected, pupils: Answers, published: list[str]
) -> list[Informant]:
    own = {f.name: f for f in pupils.codebook.items if f.scale is not None}
    out = []
    for informant, wave in collected.answers:
        if informant == PUPIL or wave != parameters.wave:
            continue
        other = collected.answers[(informant, wave)].of_schools(published)
        pairs = [(own[f.mirrors], f) for f in other.codebook.items if f.mirrors in own]
        theirs = agrees(other.items, [mirror for _, mirror in pairs])
        theirs.columns = pd.Index([field.name for field, _ in pairs])
        ours = agrees(pupils.items, [field for field, _ in pairs])
        gaps = informant_gaps(
            ours,
            pupils.respondents["school"],
            theirs,
            other.respondents["school"],
            alpha=parameters.rules.alpha,
            n_min=parameters.rules.n_min,
        )
        out.append(
            Informant(
                name=informant,
                codebook=other.codebook,
                sizes=_sizes(other.respondents["school"]),
                counts=answer_counts(other, other.codebook.items),
                pairs=pairs,
                theirs=agreement(theirs, other.respondents["school"]),
                ours=agreement(ours, pupils.respondents["school"]),
                gaps=_rows(gaps, "item"),
            )
        )
    return out


def _sizes(school: pd.Series) -> dict[str, int]:
    return {str(name): int(n) for name, n in school.value_counts().items()}


def _priority(scored: Scored) -> pd.DataFrame:
    codebook = scored.answers.codebook
    outcome = codebook.outcome
    if outcome is None or scored.reliability[outcome].level == "insufficient":
        return pd.DataFrame(columns=["association", "low", "high", "n"])
    names = [
        s.name
        for s in codebook.conditions
        if s.name != outcome and scored.reliability[s.name].level != "insufficient"
    ]
    table = within_school_association(scored.scores[names], scored.scores[outcome], scored.school)
    return table.dropna()


def provenance_of(parameters: RunParameters, collected: Collected) -> dict[str, Any]:
    """Return where the numbers of a run come from, as a release has it."""
    codebook = collected.answers[(PUPIL, parameters.wave)].codebook
    return {
        "instrument": {
            "name": codebook.name,
            "version": codebook.version,
            "title": text(codebook.title),
            "informant": codebook.informant,
            "example": codebook.example,
            "licence": text(codebook.licence),
        },
        "wave": parameters.wave,
        "data": [
            {"informant": informant, "wave": wave, "sha256": answers.source.sha256}
            for (informant, wave), answers in sorted(collected.answers.items())
        ],
        "codebook_sha256": codebook.sha256,
        "parameters_sha256": parameters.sha256,
        "package": f"aspiratie {metadata.version('aspiratie')}",
        "date": parameters.date,
        "region_name": parameters.region,
    }
