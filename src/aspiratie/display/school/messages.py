"""The messages of sheet 1: findings in a fixed order, each from tested differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aspiratie.disclosure.shape import Estimate, Exact, Hidden, Item, Mark, Scale, ShareMark, Within
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.findings import Findings
from aspiratie.display.words import (
    capital,
    group_words,
    kinds_words,
    listed,
    mean_words,
    names,
    quoted,
    reason_words,
    share_words,
)

__all__ = ["Message", "messages", "most_positive"]

#: Up to this number of names a message lists; more are counted.
FEW = 3
#: As many messages as stand on the first sheet.
MOST = 4
#: "Most pupils" are more than this share of them, in per cents.
HALF = 50


@dataclass(frozen=True, kw_only=True)
class Message:
    """A finding: what is so, and from which numbers."""

    title: str
    detail: str = ""


def messages(report: SchoolReport, found: Findings) -> list[Message]:
    """Return three or four findings in a fixed order.

    Largest difference from the region; change; within the school; adults beside pupils; what
    most pupils are positive about where little else is told; what is not certainly different;
    what cannot be shown.
    """
    told = [
        *_region_message(report, found),
        *_change_message(report, found),
        *_within_message(report, found.differ),
        *_adults_message(report, found),
        *_question_message(report, found),
    ][: MOST - 1]
    if len(told) < MOST - 2:
        told += _positive_message(report)
    last = [*_same_message(report, found), *_hidden_message(report)]
    return [*told, *last][: MOST + 1]


def _region_message(report: SchoolReport, found: Findings) -> list[Message]:
    if not found.apart:
        return []
    say, first = report.say, found.apart[0]
    if not (isinstance(first.score, Estimate) and isinstance(first.region, Mark)):
        return []
    mean, region = mean_words(report, first.score), mean_words(report, first.region)
    title = quoted(report, report.text(first.title))
    if len(found.apart) == 1:
        head, tail = say("message-only", title=title, mean=mean, region=region), ""
        detail = [say("message-unlikely")]
    else:
        head, tail = say("message-largest", title=title), ""
        detail = [say("message-numbers", mean=mean, region=region)]
    higher = first in found.higher
    others = found.lower if higher else found.higher
    if others:
        way = "lower" if higher else "higher"
        tail = say(f"message-also-{way}", names=names(report, others))
    return [Message(title=head, detail=" ".join([*detail, tail]).strip())]


def _change_message(report: SchoolReport, found: Findings) -> list[Message]:
    moved = sorted((*found.rose, *found.fell), key=lambda s: -abs(_moved(report, s)))
    if not moved:
        return []
    first = moved[0]
    way = "rose" if first in found.rose else "fell"
    since = first.change.since if first.change else ""
    title = quoted(report, report.text(first.title))
    means = " → ".join(
        mean_words(report, w.scores[first.name])
        for w in report.release.waves
        if w.same_version and isinstance(w.scores.get(first.name), Estimate)
    )
    detail = [report.say("message-waves", means=means)] if means else []
    for label, scales in (("rose", found.rose), ("fell", found.fell)):
        others = [s for s in scales if s is not first]
        if others:
            detail.append(report.say(f"message-also-{label}", names=names(report, others)))
    alone = found.headline == "change" and len(moved) == 1 and means
    head = (
        report.say("message-waves", means=means)
        if alone
        else report.say(f"message-{way}", title=title, wave=since)
    )
    if alone:
        detail = [report.say("message-unlikely")]
    return [Message(title=head, detail=" ".join(detail))]


def _moved(report: SchoolReport, scale: Scale) -> float:
    since = scale.change.since if scale.change else ""
    first = next((w for w in report.release.waves if w.wave == since), None)
    then = first.scores.get(scale.name) if first else None
    if not (isinstance(then, Estimate) and isinstance(scale.score, Estimate)):
        return 0.0
    return (scale.score.mean - then.mean) / (scale.highest - scale.lowest)


def _within_message(report: SchoolReport, differ: Sequence[Within]) -> list[Message]:
    if not differ:
        return []
    first = differ[0]
    title = quoted(report, report.text(report.scales[first.scale].title))
    detail = [
        report.say(
            "message-within-pair",
            high=capital(group_words(report, pair.high)),
            low=group_words(report, pair.low),
            many=len(pair.high),
        )
        for pair in first.pairs[:1]
    ]
    if differ[1:]:
        rest = [report.scales[w.scale] for w in differ[1:]]
        detail.append(report.say("message-within-more", names=names(report, rest)))
    return [Message(title=report.say("message-within", title=title), detail=" ".join(detail))]


def _adults_message(report: SchoolReport, found: Findings) -> list[Message]:
    if not found.gaps:
        return []
    who, widest = found.gaps[0]
    own = [item for other, item in found.gaps if other is who]
    people = report.say("informant-many", informant=who.informant)
    item = report.items.get(widest.name)
    title = quoted(report, report.text(item.title if item else widest.title))
    detail = report.say(
        "message-adults-gap",
        title=title,
        people=people,
        theirs=share_words(report, widest.theirs),
        ours=share_words(report, widest.pupils),
    )
    head = report.say("message-adults", people=capital(people), count=len(own))
    return [Message(title=head, detail=detail)]


def most_positive(report: SchoolReport, count: int) -> list[Item]:
    """Return the questions that more than half are positive about, the largest share first."""
    found = [
        i
        for i in report.release.items
        if isinstance(i.favourable.share, Exact) and i.favourable.share.percent > HALF
    ]
    return sorted(found, key=lambda i: -getattr(i.favourable.share, "percent", 0))[:count]


def _question_message(report: SchoolReport, found: Findings) -> list[Message]:
    """Tell the question furthest from the region, where no scale as a whole stands apart."""
    if found.apart or not found.telling:
        return []
    first = found.telling[0]
    if not isinstance(first.region, ShareMark):
        return []
    detail = report.say(
        "message-question-shares",
        share=share_words(report, first.favourable.share),
        region=report.numbers.percent(first.region.percent),
    )
    title = quoted(report, report.text(first.title))
    return [Message(title=report.say("message-question", title=title), detail=detail)]


def _positive_message(report: SchoolReport) -> list[Message]:
    found = most_positive(report, 1)
    if not found:
        return []
    title = quoted(report, report.text(found[0].title))
    share = share_words(report, found[0].favourable.share)
    return [
        Message(
            title=report.say("message-positive", title=title),
            detail=report.say("message-positive-share", share=share),
        )
    ]


def _same_message(report: SchoolReport, found: Findings) -> list[Message]:
    say, parts = report.say, []
    same = [s for s in found.compared if s not in found.apart]
    if same and len(same) <= FEW:
        parts.append(say("message-same-region", names=names(report, same)))
    elif same:
        kinds = kinds_words(report, len(same))
        parts.append(say("message-same-region-count", count=len(same), kinds=kinds))
    if found.steady:
        since = min(s.change.since for s in found.steady if s.change)
        parts.append(say("message-same-change", count=len(found.steady), wave=since))
    if found.alike and not found.differ:
        parts.append(say("message-same-groups"))
    with_gap = {who.informant for who, _ in found.gaps}
    close = [who.informant for who in found.asked if who.informant not in with_gap]
    if close:
        people = listed(report, [say("informant-many", informant=who) for who in close])
        parts.append(say("message-same-adults", people=capital(people)))
    if not parts:
        return []
    return [Message(title=parts[0], detail=" ".join(parts[1:]))]


def _hidden_message(report: SchoolReport) -> list[Message]:
    hidden = [s for s in report.conditions if isinstance(s.score, Hidden)]
    if not hidden:
        return []
    head = report.say("message-unreliable", names=names(report, hidden))
    reasons = list(dict.fromkeys(s.score.reason for s in hidden if isinstance(s.score, Hidden)))
    detail = [capital(reason_words(report, reason)) + "." for reason in reasons]
    if reasons == ["unreliable"]:
        detail = [report.say("message-unreliable-why")]
    return [Message(title=head, detail=" ".join(detail))]
