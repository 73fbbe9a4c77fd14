"""Raw numbers of the schools of one sector, before anything is held back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from aspiratie.bilingual import Text
from aspiratie.disclosure.draft import RawEstimate, RawShare
from aspiratie.disclosure.shape import (
    FunnelLimit,
    Hidden,
    Invariance,
    LeftOutSchool,
    MemberSchool,
    Provenance,
    Reliability,
    ScaleFacts,
)
from aspiratie.disclosure.shape.words import (
    Midpoint,
    Other,
    Position,
    RegionFault,
    Sector,
    Verdict,
)

__all__ = [
    "DraftAdjustment",
    "DraftFunnel",
    "DraftKind",
    "DraftRegionInformant",
    "DraftRegionItem",
    "DraftRegionMirror",
    "DraftRegionScale",
    "DraftRow",
    "DraftSpread",
    "RegionDraft",
    "RowLabel",
]

#: How a school stands to the others; ``too_few`` where its pupils are too few to tell.
RowLabel = Literal["higher", "lower", "similar", "not_compared", "too_few"]


class DraftAdjustment(Struct, frozen=True, kw_only=True):
    """Intake that adjusted means are for, and how many pupils lack it."""

    fields: tuple[Text, ...]
    left_out: int


class DraftSpread(Struct, frozen=True, kw_only=True):
    """How much of the differences lies between schools, and the region's mean."""

    icc: float
    reliability: float
    between_sd: float
    within_sd: float
    n: int
    schools: int
    largest: int
    mean: float


class DraftRow(Struct, frozen=True, kw_only=True):
    """One school on one scale; `adjusted` is None where it was not asked for."""

    school: str
    n: int
    mean: float
    shrunken_mean: float
    ci_lower: float
    ci_upper: float
    pair_lower: float
    pair_upper: float
    label: RowLabel
    position: Position
    adjusted: RawEstimate | None


class DraftFunnel(Struct, frozen=True, kw_only=True):
    """The middle of a funnel, how much it was widened, and its limits."""

    target: float
    dispersion: float
    limits: tuple[FunnelLimit, ...]


class DraftKind(Struct, frozen=True, kw_only=True):
    """The pupils of one kind of education; `largest` is the most of one school."""

    type: str
    n: int
    schools: int
    largest: int
    mean: float
    low: float
    high: float


class DraftRegionScale(Struct, frozen=True, kw_only=True):
    """One scale; `fault` tells why there is no number of the region, then `spread` is None.

    `waves` are the schools' means in each wave that asked the same, oldest first, this one last.
    """

    facts: ScaleFacts
    reliability: Reliability | Hidden
    fault: RegionFault
    spread: DraftSpread | None
    invariance: Invariance
    verdict: Verdict
    rows: tuple[DraftRow, ...]
    funnel: DraftFunnel | None
    types: tuple[DraftKind, ...]
    waves: Mapping[str, Mapping[str, RawEstimate]] = {}


class DraftRegionItem(Struct, frozen=True, kw_only=True):
    """Counts of answers by school; `no_opinion` is None where there is no such answer.

    `labels` are how schools stand to the others; none where nothing is compared.
    """

    name: str
    scale: str | None
    title: Text
    reversed: bool
    midpoint: Midpoint | None
    categories: tuple[Text, ...]
    counts: Mapping[str, tuple[int, ...]]
    no_opinion: Mapping[str, int] | None
    labels: Mapping[str, RowLabel] = {}


class DraftRegionMirror(Struct, frozen=True, kw_only=True):
    """A pupils' question as another informant was asked it; favourable answers by school."""

    name: str
    title: Text
    theirs: Mapping[str, RawShare]


class DraftRegionInformant(Struct, frozen=True, kw_only=True):
    """Another informant: how many answered by school, and the questions mirrored."""

    informant: Other
    sizes: Mapping[str, int]
    items: tuple[DraftRegionMirror, ...]


class RegionDraft(Struct, frozen=True, kw_only=True):
    """Raw numbers of the schools of one sector, all of which have a report of their own.

    Schools are counted in a scale only where their own mean may be seen
    (:func:`aspiratie.disclosure.counted.scale_members`), so that nothing is left of a
    region's number when the published schools are taken away from it. `left_out` are the
    schools that count in nothing.
    """

    provenance: Provenance
    sector: Sector
    schools: tuple[MemberSchool, ...]
    left_out: tuple[LeftOutSchool, ...]
    adjustment: DraftAdjustment | None
    scales: tuple[DraftRegionScale, ...]
    items: tuple[DraftRegionItem, ...]
    informants: tuple[DraftRegionInformant, ...] = ()

    def __repr__(self) -> str:
        return f"<RegionDraft {self.sector}: {len(self.schools)} schools>"
