"""Everything that is computed of a run, once, before a school's or a region's numbers are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import pandas as pd

from aspiratie.codebook import Codebook, Field
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.draft import RawEstimate, RunDraft
from aspiratie.disclosure.shape import Hidden
from aspiratie.disclosure.shape.words import Other, Sector, Withheld
from aspiratie.parameters import RunParameters
from aspiratie.prepare.comparison import Comparison
from aspiratie.prepare.questions import Questions
from aspiratie.prepare.scoring import Scored
from aspiratie.prepare.sectors import Apart
from aspiratie.prepare.surveys import SchoolFacts
from aspiratie.prepare.tables import AnswerCounts, Row, SchoolTable

__all__ = ["Computed", "Informant", "Wave", "estimate_of"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Wave:
    """One wave: its means by school and scale, and its respondents by school."""

    name: str
    same_version: bool
    means: SchoolTable
    sizes: Mapping[str, int]


@dataclass(frozen=True, eq=False, kw_only=True)
class Informant:
    """Another informant: its answers, and agreement on mirrored items.

    ``pairs`` holds (pupils' item, mirrored item); ``theirs`` and ``ours`` are n and agree
    (counts) by school and pupils' item; ``gaps`` are rows of the same keys of
    :func:`aspiratie.schools.informants.informant_gaps`.
    """

    name: Other
    codebook: Codebook
    sizes: Mapping[str, int]
    counts: AnswerCounts
    pairs: Sequence[tuple[Field, Field]]
    theirs: SchoolTable
    ours: SchoolTable
    gaps: SchoolTable


@dataclass(frozen=True, eq=False, kw_only=True)
class Computed:
    """What is computed once for all schools of a run, over the schools that get a report.

    Parameters
    ----------
    parameters : RunParameters
        The run.
    rules : DisclosureRules
        The rules of publishing.
    schools : mapping of str to SchoolFacts
        Every school of the data and of the list of schools.
    sizes : mapping of str to int
        Pupils of every school after cleaning.
    published : tuple of str
        Schools that get a report.
    withheld : mapping of str to str
        Why the others get none.
    run : RunDraft
        What all releases share.
    scored : Scored
        The pupils of this wave, of published schools only.
    counts : AnswerCounts
        How often the pupils gave each answer.
    no_opinion : mapping of str to mapping
        By item: how many had no opinion, by school.
    groups : SchoolTable, by group
        ``n``, respondents; None where the questionnaire asks no group.
    group_sums : SchoolTable, by group and scale
        n, sum, sumsq.
    comparisons : mapping of str to Comparison
        By sector.
    sectors : mapping of str to str
        Sector of each school that has one.
    apart : mapping of str to str
        Schools of no sector, and why.
    waves : sequence of Wave
        Oldest first, with this wave as the last.
    first_changes : SchoolTable, by scale
        The same since the first wave of this version, over the scales that are no principle;
        None where there is no such wave.
    questions : mapping of str to Questions
        By sector: single questions beside the region.
    changes : SchoolTable, by scale
        Of :func:`aspiratie.schools.trend.wave_change`; None where the wave before had
        another version, or there is none.
    informants : sequence of Informant
        Other informants of this wave.
    profile : DataFrame
        Counts of the classes, a row a school; None where there is no profile.
    """

    parameters: RunParameters
    rules: DisclosureRules
    schools: Mapping[str, SchoolFacts]
    sizes: Mapping[str, int]
    published: tuple[str, ...]
    withheld: Mapping[str, Withheld]
    run: RunDraft
    scored: Scored
    counts: AnswerCounts
    no_opinion: Mapping[str, Mapping[str, int]]
    groups: SchoolTable | None
    group_sums: SchoolTable
    comparisons: Mapping[Sector, Comparison]
    sectors: Mapping[str, Sector]
    apart: Mapping[str, Apart]
    waves: Sequence[Wave]
    changes: SchoolTable | None
    first_changes: SchoolTable | None
    questions: Mapping[Sector, Questions]
    informants: Sequence[Informant]
    profile: pd.DataFrame | None

    def __repr__(self) -> str:
        return (
            f"<Computed: {len(self.published)} schools, {len(self.withheld)} withheld, "
            f"{len(self.comparisons)} sectors>"
        )


def estimate_of(row: Row | None) -> RawEstimate | Hidden:
    """Return a mean with its interval; no data where nobody has a score."""
    if row is None:
        return Hidden(reason="no_data")
    return msgspec.convert(row, RawEstimate)
