"""The numbers of one school, and the shape of its release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from aspiratie.bilingual import Text
from aspiratie.disclosure.members import Fact, Population, facts, narrows, number, over
from aspiratie.disclosure.promises import keep_school_promises
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape.numbers import (
    Association,
    Compared,
    Count,
    Distribution,
    Enrolled,
    Gap,
    Hidden,
    Mark,
    Profile,
    Reliability,
    ScaleName,
    Score,
    Share,
    ShareMark,
    Size,
)
from aspiratie.disclosure.shape.parts import Asked, Flow, Name, Provenance, ScaleFacts, Wave
from aspiratie.disclosure.shape.words import Other, Sector, Side, Verdict

__all__ = [
    "FORMAT",
    "VERSION",
    "Change",
    "Cleaning",
    "Comparison",
    "GroupPair",
    "GroupScores",
    "Informant",
    "InformantItem",
    "Item",
    "Ladder",
    "Outcome",
    "Participation",
    "ParticipationGroup",
    "Previous",
    "Scale",
    "School",
    "SchoolRelease",
    "WaveScores",
    "Within",
]

FORMAT: Literal["aspiratie.release"] = "aspiratie.release"
VERSION: Literal[2] = 2


class School(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The school; `sector` is None where it stands beside no other."""

    id: Name
    name: str
    type: str | None
    place: str | None
    sector: Sector | None


class _Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Groups of the school, as leerjaren, told as one; `members` are their labels."""

    members: Annotated[tuple[str, ...], Meta(min_length=1, extra={"narrows": "group"})]
    n: Count | Hidden

    @property
    def label(self) -> str:
        """The labels of the members together."""
        return " + ".join(self.members)

    @property
    def merged(self) -> bool:
        """Whether groups that were too small were joined."""
        return len(self.members) > 1


class ParticipationGroup(_Group, frozen=True, kw_only=True):
    """How many of a group took part; `enrolled` is None where it is not known."""

    enrolled: Enrolled | None


class Participation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who took part; `enrolled` is None where it is not known."""

    n: Count | Hidden
    enrolled: Enrolled | None
    groups: tuple[ParticipationGroup, ...]


class Comparison(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether schools may be compared on a scale, and how this school stands to the region."""

    verdict: Verdict
    label: Compared | Hidden


class Previous(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wave before, and how the present score stands to it."""

    wave: Wave
    score: Score | Hidden
    change: Compared | Hidden


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the present score stands to that of the first wave that asked the same.

    The tests over the school's scales are one family.
    """

    since: Wave
    label: Compared | Hidden


class Scale(ScaleFacts, frozen=True, kw_only=True):
    """One scale or principle of the school, beside the other schools of its sector.

    `change` is None where no earlier wave asked the same.
    """

    reliability: Annotated[Reliability | Hidden, over(reach="region", school="", sector="")]
    score: Score | Hidden
    region: Annotated[Mark | Hidden, over(reach="others")]
    comparison: Comparison
    previous: Previous | None
    change: Change | None


class Item(Asked, frozen=True, kw_only=True):
    """One question; `mirrors` is the pupils' question that it asks of another informant.

    `region` is the share of favourable answers of the pupils of the other schools of the
    sector; `label` tells how the school's stands to it, in one family over schools and questions.
    """

    mirrors: str | None
    region: Annotated[ShareMark | Hidden, over(reach="others")]
    label: Compared | Hidden


class GroupScores(_Group, frozen=True, kw_only=True):
    """Scores of the pupils of one group, or of several that were joined."""

    scores: Mapping[ScaleName, Score | Hidden]


class GroupPair(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two groups, by the labels of their members, of which the first has the higher score."""

    high: tuple[str, ...]
    low: tuple[str, ...]


class Within(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the groups of the school differ on a scale, and which of them do.

    One test a scale, the scales of the school being one family; then in pairs.
    """

    scale: Name
    verdict: Literal["differ", "alike"] | Hidden
    pairs: tuple[GroupPair, ...]


class WaveScores(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Scores of one wave; `same_version` tells whether it asked the same questions."""

    wave: Wave
    same_version: bool
    n: Count | Hidden
    scores: Mapping[ScaleName, Score | Hidden]


class InformantItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many of another informant, and of the pupils, answer the same thing favourably.

    `name` is the pupils' question, `title` that of the other informant; `side` is where its
    favourable answers lie. `gap` is theirs minus the pupils'; `label` how theirs stands to them.
    The pupils' share is the one that is told of the question, to `pupils_step` points.
    """

    name: Annotated[str, narrows("item")]
    title: Text
    side: Annotated[Side, Meta(extra={"narrows": "gave"})]
    theirs: Share | Hidden
    pupils: Annotated[Share | Hidden, over(informant="pupil")]
    pupils_step: Annotated[int, number("design", ge=1, le=100)] = 1
    gap: Gap | Hidden
    label: Compared | Hidden


class Informant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another informant than the pupils."""

    informant: Annotated[Other, Meta(extra={"narrows": "informant"})]
    n: Count | Hidden
    items: tuple[InformantItem, ...]


class Ladder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an informant sees pupils on the ladder of participation.

    A ladder of eight `rungs` is told in three forms: not taking part, being informed or
    consulted, deciding together.
    """

    informant: Annotated[str, narrows("informant")]
    rungs: Size
    distribution: Annotated[Distribution | Hidden, over(item="ladder")]


class Outcome(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The scale that conditions are associated with."""

    name: Name
    title: Text


class Cleaning(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What cleaning did: in the school's rows, and in those of the published schools together.

    The region's rows hold those of no known school too, and none of the withheld schools.
    """

    school: Flow
    region: Annotated[Flow, over(reach="region", school="", sector="")]


class SchoolRelease(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="school"
):
    """The published numbers of one school in one wave.

    `waves` stand oldest first, this one included, four at most. `outcome` is None where the
    questionnaire has none.
    """

    format: Literal["aspiratie.release"] = FORMAT
    version: Literal[2] = VERSION
    provenance: Provenance
    rules: DisclosureRules
    school: School
    participation: Participation
    scales: tuple[Scale, ...]
    items: tuple[Item, ...]
    groups: tuple[GroupScores, ...]
    within: tuple[Within, ...]
    waves: Annotated[tuple[WaveScores, ...], Meta(max_length=4)]
    informants: tuple[Informant, ...]
    profile: Annotated[Profile | Hidden, over(profile="any")]
    ladder: tuple[Ladder, ...]
    outcome: Outcome | None
    priority: Annotated[tuple[Association, ...], over(reach="region", school="", sector="")]
    cleaning: Cleaning

    def __post_init__(self) -> None:
        keep_school_promises(self)

    def __repr__(self) -> str:
        return (
            f"<SchoolRelease of school {self.school.id}, {self.provenance.wave}: "
            f"{len(self.scales)} scales>"
        )

    def facts(self) -> Iterator[Fact]:
        """Return every number with its meaning and its pupils."""
        about = Population(
            informant=self.provenance.instrument.informant,
            wave=self.provenance.wave,
            sector=self.school.sector or "",
            school=self.school.id,
            reach="own",
        )
        return facts(self, about)
