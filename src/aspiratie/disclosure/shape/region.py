"""The numbers of the schools of one sector, and the shapes of a region's two releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from aspiratie.bilingual import Text
from aspiratie.disclosure.members import Fact, Population, facts, narrows, number, over
from aspiratie.disclosure.promises import keep_region_promises
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape.numbers import (
    Count,
    Enrolled,
    Hidden,
    Mark,
    Reliability,
    Respondents,
    Schools,
    Shown,
    Size,
    Step,
)
from aspiratie.disclosure.shape.parts import Asked, Provenance, ScaleFacts, Wave
from aspiratie.disclosure.shape.school import FORMAT, VERSION, Change, Informant
from aspiratie.disclosure.shape.words import (
    Alignment,
    BlockLabel,
    InvarianceReason,
    InvarianceState,
    Label,
    Over,
    Position,
    Sector,
    Verdict,
    Withheld,
)

__all__ = [
    "Adjusted",
    "Adjustment",
    "Funnel",
    "FunnelLimit",
    "Invariance",
    "ItemSpread",
    "KindEstimate",
    "KindScore",
    "LeftOut",
    "LeftOutSchool",
    "Letter",
    "LetteredRelease",
    "LetteredScale",
    "MemberSchool",
    "NamedRelease",
    "NamedScale",
    "RegionItem",
    "RegionParticipation",
    "RegionRelease",
    "RegionScale",
    "Row",
    "SchoolReliability",
    "SizeClass",
    "Spread",
    "WaveMark",
]

#: Rounded to two decimals.
_FINE = 0.01


class SizeClass(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many schools have from `low` to `high` pupils; `high` is None in the last class."""

    low: Size
    high: Size | None
    schools: Schools


class RegionParticipation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who took part; `enrolled` is None where it is not known of every school."""

    n: Respondents
    enrolled: Enrolled | None
    schools: Schools
    sizes: tuple[SizeClass, ...]


class MemberSchool(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A school that counts; `enrolled` is None where it is not known."""

    id: Annotated[str, narrows("school")]
    name: str
    type: str | None
    n: Respondents
    enrolled: Enrolled | None
    place: str | None = None


class LeftOutSchool(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A school that counts in nothing, and why."""

    id: Annotated[str, narrows("school")]
    name: str
    reason: Withheld


class LeftOut(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many schools count in nothing, for one reason."""

    reason: Withheld
    schools: Annotated[int, number("schools", ge=1)]


class Adjustment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The intake that adjusted means are for; `left_out` pupils lack it."""

    fields: Annotated[tuple[Text, ...], Meta(min_length=1)]
    left_out: Annotated[Count | Hidden, over(rows="no_intake")]


class SchoolReliability(Shown, frozen=True, kw_only=True):
    """How far schools' means of a scale can be told apart."""

    value: Annotated[float, number("reliability", step=_FINE)]


class Spread(Shown, frozen=True, kw_only=True):
    """How much of the differences lies between schools."""

    icc: Annotated[float, number("spread", step=0.001)]
    reliability: SchoolReliability | Hidden
    between_sd: Annotated[float, number("spread", step=_FINE)]
    within_sd: Annotated[float, number("spread", step=_FINE)]


class Invariance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a scale measures the same in the groups of the region."""

    state: InvarianceState
    over: Over | None
    groups: Size
    level: str
    reason: InvarianceReason
    alignment: Alignment


class Adjusted(Shown, frozen=True, kw_only=True):
    """A school's shrunken mean at the region's average intake, with its 95 % interval."""

    mean: Annotated[float, number("adjusted")]
    low: Annotated[float, number("low", step=_FINE)]
    high: Annotated[float, number("high", step=_FINE)]
    step: Step


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One school in the comparison on a scale.

    `mean` is raw, rounded to `step`; `shrunken` is drawn to the region's by how little is
    known of the school; `ci_low` and `ci_high` are its 95 % interval; two schools whose
    `pair` intervals do not overlap differ. `label` tells how it stands to the other schools,
    `position` where it lies in the funnel.
    """

    school: Annotated[str, narrows("school")]
    n: Respondents
    mean: Annotated[float, number("mean")]
    shrunken: Annotated[float, number("adjusted", step=_FINE)]
    ci_low: Annotated[float, number("low", step=_FINE)]
    ci_high: Annotated[float, number("high", step=_FINE)]
    pair_low: Annotated[float, number("low", step=_FINE)]
    pair_high: Annotated[float, number("high", step=_FINE)]
    step: Step
    label: Label
    position: Position
    adjusted: Adjusted | Hidden


class Letter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One school by a letter; the schools of a block of three or more are told alike."""

    letter: Annotated[str, narrows("letter")]
    value: Annotated[float, number("adjusted", step=0.1)]
    low: Annotated[float, number("low", step=0.1)]
    high: Annotated[float, number("high", step=0.1)]
    label: BlockLabel


class FunnelLimit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limits of a funnel for a school of `n` pupils."""

    n: Size
    lower_95: Annotated[float, number("limit", step=0.001)]
    upper_95: Annotated[float, number("limit", step=0.001)]
    lower_998: Annotated[float, number("limit", step=0.001)]
    upper_998: Annotated[float, number("limit", step=0.001)]


class Funnel(Shown, frozen=True, kw_only=True):
    """The funnel of a scale: its middle, how much it was widened, and its limits."""

    target: Annotated[float, number("mean", step=_FINE)]
    dispersion: Annotated[float, number("spread", step=_FINE)]
    limits: Annotated[tuple[FunnelLimit, ...], Meta(min_length=1)]


class KindEstimate(Shown, frozen=True, kw_only=True):
    """The mean score of the pupils of one kind of education, with its 95 % interval."""

    n: Respondents
    schools: Schools
    mean: Annotated[float, number("mean")]
    low: Annotated[float, number("low")]
    high: Annotated[float, number("high")]
    step: Step


class KindScore(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of education."""

    type: Annotated[str, narrows("kind")]
    score: KindEstimate | Hidden


class WaveMark(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mean score of one wave, over the schools that show theirs in every wave told."""

    wave: Wave
    score: Mark | Hidden


class RegionScale(ScaleFacts, frozen=True, kw_only=True):
    """One scale or principle over the schools of the sector.

    `positions` and `labels` count schools. `waves` are of the same questions, oldest first, over
    the same schools; none where there is no earlier one. `change` is how the last stands to the
    first of them; the tests over the scales are one family.
    """

    reliability: Annotated[Reliability | Hidden, over(reach="region", sector="")]
    spread: Spread | Hidden
    invariance: Invariance
    verdict: Verdict
    region: Mark | Hidden
    positions: Mapping[Position, Schools]
    labels: Mapping[Label, Schools]
    types: tuple[KindScore, ...]
    waves: Annotated[tuple[WaveMark, ...], over(reach="part")]
    change: Change | None


class NamedScale(RegionScale, frozen=True, kw_only=True):
    """A scale with its schools by name."""

    rows: tuple[Row, ...]
    funnel: Funnel | Hidden


class LetteredScale(RegionScale, frozen=True, kw_only=True):
    """A scale with its schools by letter."""

    letters: tuple[Letter, ...]


class ItemSpread(Shown, frozen=True, kw_only=True):
    """Between which shares of favourable answers the middle half of the schools lies.

    Of the schools' printed shares; a bounded share counts as half its bound.
    """

    schools: Schools
    low: Annotated[int, number("spread", ge=0, le=100, step=1)]
    high: Annotated[int, number("spread", ge=0, le=100, step=1)]


class RegionItem(Asked, frozen=True, kw_only=True):
    """One question over the schools of the sector with enough answers to it.

    `labels` counts schools by how their share of favourable answers stands to the others', in one
    family over schools and questions.
    """

    schools: Schools
    spread: ItemSpread | Hidden
    labels: Mapping[Label, Schools]


class NamedRelease(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="region"
):
    """The published numbers of the schools of one sector, by name; for the board.

    `adjustment` is None where no intake was asked for.
    """

    format: Literal["aspiratie.release"] = FORMAT
    version: Literal[2] = VERSION
    sector: Sector
    provenance: Provenance
    rules: DisclosureRules
    participation: RegionParticipation
    schools: tuple[MemberSchool, ...]
    left_out: tuple[LeftOutSchool, ...]
    adjustment: Adjustment | None
    scales: tuple[NamedScale, ...]
    items: tuple[RegionItem, ...]
    informants: Annotated[tuple[Informant, ...], over(reach="part")]

    def __post_init__(self) -> None:
        keep_region_promises(self)

    def __repr__(self) -> str:
        return (
            f"<NamedRelease, {self.sector}, {self.provenance.wave}: "
            f"{self.participation.schools} schools>"
        )

    def facts(self) -> Iterator[Fact]:
        """Return every number with its meaning and its pupils."""
        return facts(self, _about(self))


class LetteredRelease(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag="region_letters",
):
    """The published numbers of the schools of one sector, by letter; for the schools."""

    format: Literal["aspiratie.release"] = FORMAT
    version: Literal[2] = VERSION
    sector: Sector
    provenance: Provenance
    rules: DisclosureRules
    participation: RegionParticipation
    left_out: tuple[LeftOut, ...]
    scales: tuple[LetteredScale, ...]
    items: tuple[RegionItem, ...]
    informants: Annotated[tuple[Informant, ...], over(reach="part")]

    def __post_init__(self) -> None:
        keep_region_promises(self)

    def __repr__(self) -> str:
        return (
            f"<LetteredRelease, {self.sector}, {self.provenance.wave}: "
            f"{self.participation.schools} schools>"
        )

    def facts(self) -> Iterator[Fact]:
        """Return every number with its meaning and its pupils."""
        return facts(self, _about(self))


RegionRelease = NamedRelease | LetteredRelease


def _about(release: RegionRelease) -> Population:
    return Population(
        informant=release.provenance.instrument.informant,
        wave=release.provenance.wave,
        sector=release.sector,
        reach="sector",
    )
