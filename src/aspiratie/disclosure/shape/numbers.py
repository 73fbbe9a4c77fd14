"""The numbers of a release: each is shown, perhaps bounded, or hidden with a reason.

A number that may be held back is typed ``Count | Hidden`` and the like; in JSON its
``state`` says which it is. What each number means and whom it sums over is declared here,
where it is defined, for :func:`aspiratie.disclosure.members.facts`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from aspiratie.bilingual import Text
from aspiratie.disclosure.members import narrows, number
from aspiratie.disclosure.shape.words import (
    Coefficient,
    Label,
    Level,
    ProfileClassName,
    Reason,
    Side,
)

__all__ = [
    "Above",
    "Association",
    "AtLeast",
    "AtMost",
    "Below",
    "Compared",
    "Count",
    "Distribution",
    "Enrolled",
    "Estimate",
    "Exact",
    "Gap",
    "Hidden",
    "Interval",
    "Mark",
    "Percent",
    "Place",
    "Profile",
    "ProfileClass",
    "Pupils",
    "Reliability",
    "Respondents",
    "ScaleName",
    "Schools",
    "Score",
    "Share",
    "ShareClass",
    "ShareMark",
    "Shown",
    "SideShare",
    "Size",
    "Step",
]

#: Respondents of whom a statistic is.
Respondents = Annotated[int, number("count", ge=0)]
#: The same of pupils only.
Pupils = Respondents
#: Schools of which pupils are counted.
Schools = Annotated[int, number("schools", ge=0)]
#: Pupils on the roll.
Enrolled = Annotated[int, number("enrolled", ge=0)]
#: Of respondents, in whole points.
Percent = Annotated[int, number("share", ge=0, le=100)]
#: A whole number that sums over nobody.
Size = Annotated[int, number("design", ge=0)]
#: What numbers of the same struct are rounded to a multiple of.
Step = Annotated[float, number("design", ge=0)]
#: Of an answer among the answers, from 1.
Place = Annotated[int, number("design", ge=1)]
#: Scale or principle; those who have a score on it.
ScaleName = Annotated[str, narrows("scale")]


class Hidden(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="state",
    tag="hidden",
):
    """A number that is held back, and why."""

    reason: Reason


class Shown(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="state",
    tag="shown",
):
    """A number that may be seen."""


class Count(Shown, frozen=True, kw_only=True):
    """How many there are."""

    value: Respondents


class Exact(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="state", tag="exact"
):
    """A share rounded to the step of its distribution, or to one point."""

    percent: Percent


class Below(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="state", tag="below"
):
    """A share that is smaller than this."""

    percent: Percent


class Above(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="state", tag="above"
):
    """A share that is larger than this."""

    percent: Percent


#: A share that may be seen. Those who gave an answer, of those who answered the question.
Share = Exact | Below | Above


class ShareClass(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One or more answers told together, and who gave them.

    `members` are the places of the answers, from 1; `side` is where they lie.
    """

    label: Text
    members: Annotated[
        tuple[int, ...], Meta(min_length=1, extra={"narrows": "gave", "meaning": "design"})
    ]
    side: Side
    share: Share


class Distribution(Shown, frozen=True, kw_only=True):
    """How `n` answers are spread; shares are rounded to a multiple of `step` points."""

    n: Respondents
    step: Annotated[int, number("design", ge=1, le=50)]
    classes: Annotated[tuple[ShareClass, ...], Meta(min_length=2)]


class SideShare(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The one share of a question that is told: of the answers on one side of the middle.

    Beside a distribution with a bounded share it is what follows from that, to `step` points.
    """

    side: Annotated[Side, Meta(extra={"narrows": "gave"})]
    share: Share | Hidden
    step: Annotated[int, number("design", ge=1, le=100)] = 1


class ShareMark(Shown, frozen=True, kw_only=True):
    """The share of a side over the pupils of several schools, by the schools' printed shares."""

    n: Respondents
    schools: Schools
    side: Annotated[Side, Meta(extra={"narrows": "gave"})]
    percent: Annotated[int, number("share", ge=0, le=100, step=1)]


class Estimate(Shown, frozen=True, kw_only=True):
    """A mean score of `n` respondents with its 95 % interval, rounded to `step`."""

    n: Respondents
    mean: Annotated[float, number("mean")]
    low: Annotated[float, number("low")]
    high: Annotated[float, number("high")]
    step: Step


class AtLeast(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="state", tag="at_least"
):
    """A mean score that, rounded to `step`, is `mean` or higher: too high to be told.

    A mean nearer to the end would tell that nobody gave some answer.
    """

    n: Respondents
    mean: Annotated[float, number("mean")]
    step: Step


class AtMost(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="state", tag="at_most"
):
    """A mean score that, rounded to `step`, is `mean` or lower: too low to be told."""

    n: Respondents
    mean: Annotated[float, number("mean")]
    step: Step


#: A mean score that may be seen.
Score = Estimate | AtLeast | AtMost


class Mark(Shown, frozen=True, kw_only=True):
    """A mean score of the pupils of several schools together."""

    n: Respondents
    schools: Schools
    mean: Annotated[float, number("mean")]
    step: Step


class Compared(Shown, frozen=True, kw_only=True):
    """How a number stands to another, by a test."""

    label: Label


class Gap(Shown, frozen=True, kw_only=True):
    """Two shares less each other, in points, with its 95 % interval."""

    points: Annotated[int, number("difference", step=1)]
    low: Annotated[int, number("low", step=1)]
    high: Annotated[int, number("high", step=1)]


class Interval(Shown, frozen=True, kw_only=True):
    """A 95 % interval."""

    low: Annotated[float, number("low", step=0.01)]
    high: Annotated[float, number("high", step=0.01)]


class Reliability(Shown, frozen=True, kw_only=True):
    """How far a scale can be trusted, over `n` pupils of the region."""

    coefficient: Coefficient
    level: Level
    n: Respondents
    estimate: Annotated[float, number("reliability", step=0.01)]
    interval: Interval | Hidden


class ProfileClass(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One class of the aspiration profile, with the 95 % interval of its share."""

    name: Annotated[ProfileClassName, Meta(extra={"narrows": "profile"})]
    share: Share
    low: Annotated[int, number("low", ge=0, le=100, step=1)]
    high: Annotated[int, number("high", ge=0, le=100, step=1)]


class Profile(Shown, frozen=True, kw_only=True):
    """How `n` pupils are spread over the aspiration profile."""

    n: Respondents
    step: Annotated[int, number("design", ge=1, le=50)]
    classes: Annotated[tuple[ProfileClass, ...], Meta(min_length=2)]


class Association(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a condition goes with the outcome within schools of the region, with its interval."""

    scale: ScaleName
    n: Annotated[int, number("count", ge=0)]
    association: Annotated[float, number("association", step=0.001)]
    low: Annotated[float, number("low", step=0.001)]
    high: Annotated[float, number("high", step=0.001)]
