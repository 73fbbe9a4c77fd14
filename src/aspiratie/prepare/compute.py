"""The one computation of a run: collect, score, compare, estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import cast

import pandas as pd

from aspiratie.codebook import Codebook
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.draft import RawEstimate, RunDraft, RunScale, RunSchool
from aspiratie.disclosure.shape import (
    Association,
    Hidden,
    Instrument,
    Outcome,
    Provenance,
    Source,
)
from aspiratie.disclosure.shape.words import InformantName, Other, Sector
from aspiratie.disclosure.suppress import publishable_schools
from aspiratie.intake import Answers
from aspiratie.parameters import RunParameters
from aspiratie.prepare.comparison import compare_sector, ends_of
from aspiratie.prepare.counts import cleaning_flows, favourable_counts, group_labels
from aspiratie.prepare.estimates import means_by, sums_by
from aspiratie.prepare.facts import Computed, Informant, Wave, estimate_of
from aspiratie.prepare.parts import Whole, members_of, of_schools
from aspiratie.prepare.profile import CLASSES, profile_classes
from aspiratie.prepare.questions import favourable_answers, questions_of
from aspiratie.prepare.scales import reliability_of, scale_facts
from aspiratie.prepare.scoring import Scored, score
from aspiratie.prepare.sectors import split_sectors
from aspiratie.prepare.settle import settled_changes
from aspiratie.prepare.surveys import Collected
from aspiratie.prepare.tables import SchoolTable, answer_counts, school_table
from aspiratie.schools.association import within_school_association
from aspiratie.schools.informants import informant_gaps
from aspiratie.schools.trend import wave_change

__all__ = ["compute"]

PUPIL = "pupil"
#: Most waves that a report shows.
MAX_WAVES = 4


def compute(
    parameters: RunParameters, whole: Whole | None = None, *, progress: bool = False
) -> Computed:
    """Read, clean, score and compare all schools of a run; the costly part, done once.

    Parameters
    ----------
    parameters : RunParameters
        Checked parameters; of one region.
    whole : Whole, optional
        All answers, where several regions are made of them.
    progress : bool
        Whether to show a bar in a terminal while scales are compared.

    Returns
    -------
    Computed
        From which :func:`aspiratie.prepare.school.school_drafts` and
        :func:`aspiratie.prepare.region.region_drafts` draw.

    Raises
    ------
    IntakeError, CodebookError
        With all faults of the data.
    DisclosureError
        If the rules cannot be met.
    """
    whole = whole or Whole(parameters)
    collected = of_schools(whole.collected, members_of(whole.collected, parameters))
    rules = DisclosureRules(**parameters.rules.as_dict())
    everybody = collected.answers[(PUPIL, parameters.wave)]
    sizes = everybody.respondents["school"].value_counts()
    asked = {school: int(sizes.get(school, 0)) for school in collected.schools}
    published, withheld = publishable_schools(asked, rules)
    pupils = everybody.of_schools(published)
    is_part = collected is not whole.collected
    scored = score(pupils, parameters.rules, left_out=whole.left_out if is_part else None)
    groups, apart = split_sectors(collected.schools, published)
    comparisons = {
        sector: compare_sector(sector, scored, members, collected.schools, rules, progress=progress)
        for sector, members in groups.items()
    }
    sectors = {school: sector for sector, members in groups.items() for school in members}
    waves, changes, first_changes = _waves(parameters, collected, scored, published)
    counts = answer_counts(pupils, pupils.codebook.items)
    asked_of = [f for f in pupils.codebook.items if f.scale is not None]
    said = pupils.no_opinion.groupby(scored.school).sum()
    return Computed(
        parameters=parameters,
        rules=rules,
        schools=collected.schools,
        sizes=asked,
        published=published,
        withheld=withheld,
        run=_run(parameters, collected, scored, sectors, waves[-1]),
        scored=scored,
        counts=counts,
        no_opinion={
            str(item): {str(school): int(n) for school, n in said[item].items()} for item in said
        },
        groups=_groups(scored),
        group_sums=_group_sums(scored),
        comparisons=comparisons,
        sectors=sectors,
        apart=apart,
        waves=waves,
        changes=changes,
        first_changes=first_changes,
        questions={
            sector: questions_of(comparison, asked_of, counts, rules)
            for sector, comparison in comparisons.items()
        },
        informants=_informants(parameters, collected, pupils, published),
        profile=_profile(scored),
    )


def _run(
    parameters: RunParameters,
    collected: Collected,
    scored: Scored,
    sectors: Mapping[str, Sector],
    wave: Wave,
) -> RunDraft:
    """Return what all releases of a run share."""
    published = sorted(wave.sizes)
    flows, flow = cleaning_flows(scored.answers, published)

    def scores(school: str) -> dict[str, RawEstimate | Hidden]:
        rows = wave.means.of(school)
        return {scale: estimate_of(rows.get((scale,))) for scale in scored.names}

    return RunDraft(
        provenance=_provenance(parameters, collected),
        schools={
            name: RunSchool(
                sector=sectors.get(name),
                n=wave.sizes[name],
                cleaning=flows[name],
                scores=scores(name),
            )
            for name in published
        },
        region=flow,
        scales=tuple(
            RunScale(facts=facts, reliability=reliability_of(scored.reliability[facts.name]))
            for facts in scale_facts(scored)
        ),
        outcome=_outcome(scored),
        priority=_priority(scored),
    )


def _reliable(scored: Scored, scale: str) -> bool:
    return scored.reliability[scale].level != "insufficient"


def _groups(scored: Scored) -> SchoolTable | None:
    if "group" not in scored.answers.respondents:
        return None
    group = group_labels(scored.answers)
    sizes = group.groupby([scored.school.rename("school"), group]).size()
    return school_table(sizes.rename("n").to_frame())


def _group_sums(scored: Scored) -> SchoolTable:
    by = [scored.school.rename("school"), group_labels(scored.answers)]
    return school_table(sums_by(scored.scores, by))


def _profile(scored: Scored) -> pd.DataFrame | None:
    classes = profile_classes(scored)
    if classes is None:
        return None
    table = pd.crosstab(scored.school, classes).reindex(columns=list(CLASSES), fill_value=0)
    return table.reindex(sorted(scored.school.unique()), fill_value=0)


def _waves(
    parameters: RunParameters, collected: Collected, scored: Scored, published: Sequence[str]
) -> tuple[list[Wave], SchoolTable | None, SchoolTable | None]:
    """Return the waves up to this one, and the changes since the one before and the first."""
    order = sorted(w for i, w in collected.answers if i == PUPIL and w <= parameters.wave)
    own = scored.answers.codebook
    out: list[Wave] = []
    changes: SchoolTable | None = None
    first_changes: SchoolTable | None = None
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
                means=school_table(means),
                sizes=_sizes(then.school),
            )
        )
        if same and len(order) > 1 and wave == order[-2]:
            kept_scales = [str(s) for s in scored.scores if _reliable(scored, str(s))]
            changes = _change(parameters, scored, then, kept_scales)
        if same and wave != parameters.wave and first_changes is None:
            own_scales = [s.name for s in own.scales if _reliable(scored, s.name)]
            told = {s.name for s in own.conditions}
            families = [[s for s in own_scales if (s in told) == which] for which in (True, False)]
            first_changes = _change(parameters, scored, then, *families)
    return out, changes, first_changes


def _change(
    parameters: RunParameters, now: Scored, then: Scored, *families: Sequence[str]
) -> SchoolTable:
    """Return the changes since a wave; the scales of a family are corrected together."""
    rules = DisclosureRules(**parameters.rules.as_dict())
    found = []
    for scales in [list(f) for f in families if f] or [[]]:
        change = wave_change(
            now.scores[scales],
            now.school,
            then.scores[scales],
            then.school,
            alpha=parameters.rules.alpha,
            n_min=parameters.rules.n_min,
        )
        ends = ends_of(now.answers.codebook, now.scores[scales])
        found.append(change.assign(label=settled_changes(change, rules, ends)))
    return school_table(pd.concat(found).set_index(["school", "scale"]))


def _version(codebook: Codebook) -> tuple[str, str]:
    return codebook.name, codebook.version


def _informants(
    parameters: RunParameters, collected: Collected, pupils: Answers, published: Sequence[str]
) -> list[Informant]:
    own = {f.name: f for f in pupils.codebook.items if f.scale is not None}
    out = []
    for informant, wave in collected.answers:
        if informant == PUPIL or wave != parameters.wave:
            continue
        other = collected.answers[(informant, wave)].of_schools(published)
        pairs = [(own[f.mirrors], f) for f in other.codebook.items if f.mirrors in own]
        theirs = favourable_answers(other, [mirror for _, mirror in pairs])
        theirs.columns = pd.Index([field.name for field, _ in pairs])
        ours = favourable_answers(pupils, [field for field, _ in pairs])
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
                name=cast("Other", informant),
                codebook=other.codebook,
                sizes=_sizes(other.respondents["school"]),
                counts=answer_counts(other, other.codebook.items),
                pairs=pairs,
                theirs=favourable_counts(theirs, other.respondents["school"]),
                ours=favourable_counts(ours, pupils.respondents["school"]),
                gaps=school_table(gaps.set_index(["school", "item"])),
            )
        )
    return out


def _sizes(school: pd.Series) -> dict[str, int]:
    return {str(name): int(n) for name, n in school.value_counts().items()}


def _priority(scored: Scored) -> tuple[Association, ...]:
    codebook = scored.answers.codebook
    outcome = codebook.outcome
    if outcome is None or scored.reliability[outcome].level == "insufficient":
        return ()
    names = [
        s.name
        for s in codebook.conditions
        if s.name != outcome and scored.reliability[s.name].level != "insufficient"
    ]
    table = within_school_association(scored.scores[names], scored.scores[outcome], scored.school)
    return tuple(
        Association(
            scale=str(name),
            n=int(row["n"]),
            association=float(row["association"]),
            low=float(row["low"]),
            high=float(row["high"]),
        )
        for name, row in table.dropna().iterrows()
    )


def _outcome(scored: Scored) -> Outcome | None:
    codebook = scored.answers.codebook
    scale = next((s for s in codebook.scales if s.name == codebook.outcome), None)
    return None if scale is None else Outcome(name=scale.name, title=scale.title)


def _provenance(parameters: RunParameters, collected: Collected) -> Provenance:
    """Return where the numbers of a run come from."""
    codebook = collected.answers[(PUPIL, parameters.wave)].codebook
    return Provenance(
        instrument=Instrument(
            name=codebook.name,
            version=codebook.version,
            title=codebook.title,
            informant=cast("InformantName", codebook.informant),
            example=codebook.example,
            licence=codebook.licence,
        ),
        wave=parameters.wave,
        data=tuple(
            Source(informant=informant, wave=wave, sha256=answers.source.sha256)
            for (informant, wave), answers in sorted(collected.answers.items())
        ),
        codebook_sha256=codebook.sha256,
        parameters_sha256=parameters.sha256,
        package=f"aspiratie {metadata.version('aspiratie')}",
        date=parameters.date,
        region_name=parameters.region,
    )
