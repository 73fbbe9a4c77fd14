"""The numbers of one school, and the shape of its release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from aspiratie.bilingual import Text
from aspiratie.disclosure.members import Fact, Population, facts, narrows, over
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
)
from aspiratie.disclosure.shape.parts import Asked, Flow, Name, Provenance, ScaleFacts, Wave
from aspiratie.disclosure.shape.words import Other, Sector, Verdict

__all__ = [
    "FORMAT",
    "VERSION",
    "Cleaning",
    "Comparison",
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


class Scale(ScaleFacts, frozen=True, kw_only=True):
    """One scale or principle of the school, beside the other schools of its sector."""

    reliability: Annotated[Reliability | Hidden, over(reach="region", school="", sector="")]
    score: Score | Hidden
    region: Annotated[Mark | Hidden, over(reach="others")]
    comparison: Comparison
    previous: Previous | None


class Item(Asked, frozen=True, kw_only=True):
    """One question; `mirrors` is the pupils' question that it asks of another informant."""

    mirrors: str | None


class GroupScores(_Group, frozen=True, kw_only=True):
    """Scores of the pupils of one group, or of several that were joined."""

    scores: Mapping[ScaleName, Score | Hidden]


class WaveScores(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Scores of one wave; `same_version` tells whether it asked the same questions."""

    wave: Wave
    same_version: bool
    n: Count | Hidden
    scores: Mapping[ScaleName, Score | Hidden]


class InformantItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many of another informant, and of the pupils, agree with the same thing.

    `name` is the pupils' question, `title` that of the other informant. `gap` is theirs
    minus the pupils'; `label` how theirs stands to the pupils'.
    """

    name: Annotated[str, narrows("item")]
    title: Text
    agree: Annotated[Share | Hidden, over(gave="high")]
    pupils: Annotated[Share | Hidden, over(informant="pupil", gave="high")]
    gap: Annotated[Gap | Hidden, over(gave="high")]
    label: Compared | Hidden


class Informant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another informant than the pupils."""

    informant: Annotated[Other, Meta(extra={"narrows": "informant"})]
    n: Count | Hidden
    items: tuple[InformantItem, ...]


class Ladder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an informant sees pupils on the ladder of participation."""

    informant: Annotated[str, narrows("informant")]
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
