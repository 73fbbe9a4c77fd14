"""What the documents of a school and of a region have in common."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from aspiratie.bilingual import Text
from aspiratie.disclosure.members import narrows, over
from aspiratie.disclosure.shape.numbers import (
    Count,
    Distribution,
    Hidden,
    Share,
    SideShare,
    Size,
)
from aspiratie.disclosure.shape.words import InformantName, Midpoint, ScaleKind

__all__ = [
    "Asked",
    "Flow",
    "Instrument",
    "Name",
    "Provenance",
    "RuleCount",
    "ScaleFacts",
    "Sha256",
    "Source",
    "Wave",
]

#: An identifier; never empty.
Name = Annotated[str, Meta(min_length=1)]
#: Digest of a file.
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
#: The school year or round.
Wave = Annotated[str, narrows("wave")]


class Instrument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The questionnaire."""

    name: Name
    version: str
    title: Text
    informant: InformantName
    example: bool
    licence: Text


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One export that was read."""

    informant: str
    wave: Name
    sha256: Sha256


class Provenance(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the numbers come from; `region_name` is None where the run has none."""

    instrument: Instrument
    wave: Name
    data: tuple[Source, ...]
    codebook_sha256: Sha256
    parameters_sha256: Sha256
    package: str
    date: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    region_name: str | None


class ScaleFacts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a scale, or a principle of scales, is.

    `principle` is the principle of a condition. `members` are the items of a scale, or the
    conditions of a principle, of which those in `left_out` do not count in its score.
    Scores run from `lowest` to `highest`.
    """

    name: Annotated[str, narrows("scale")]
    kind: ScaleKind
    title: Text
    definition: Text
    tags: tuple[str, ...]
    principle: str | None
    members: tuple[str, ...]
    left_out: tuple[str, ...]
    lowest: Size
    highest: Size


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question and how it was answered; answers as given, not turned.

    `reversed` tells that agreeing lowers the score of its scale; `midpoint` what a middle
    answer means. `favourable` is the share whose answer means more of the scale: of agreement,
    or of its opposite where `reversed`. `no_opinion` is the share of all who answered or said to
    have none. `mostly_no_opinion` tells that these were more than half.
    """

    name: Annotated[str, narrows("item")]
    scale: str | None
    title: Text
    reversed: bool
    midpoint: Midpoint | None
    categories: Annotated[tuple[Text, ...], Meta(min_length=2)]
    n: Count | Hidden
    distribution: Distribution | Hidden
    favourable: SideShare
    no_opinion: Annotated[Share | Hidden, over(gave="no_opinion")]
    mostly_no_opinion: bool


class RuleCount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many rows a rule of cleaning removed, or values it set to missing."""

    rule: Annotated[str, narrows("rows")]
    n: Count | Hidden


class Flow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows that came in, were removed, and remained; values set to missing; rows flagged."""

    rows_in: Annotated[Count | Hidden, over(rows="in")]
    removed: Annotated[tuple[RuleCount, ...], over(rows="removed")]
    rows_out: Annotated[Count | Hidden, over(rows="out")]
    values: Annotated[tuple[RuleCount, ...], over(rows="values")]
    flagged: Annotated[Count | Hidden, over(rows="flagged")]
