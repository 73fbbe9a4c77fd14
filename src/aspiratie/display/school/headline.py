"""Sheet 1: the headline by rule, three or four messages, a first step, and all conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aspiratie.disclosure.shape import (
    Count,
    Estimate,
    Exact,
    Hidden,
    Item,
    Mark,
    Scale,
    Within,
)
from aspiratie.display.figure import Column, Row, Strip, Table, span_axis
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.findings import Findings, findings, ordered_by_difference
from aspiratie.display.words import (
    group_words,
    kind_of,
    kinds_words,
    label_cell,
    listed,
    mean_words,
    quoted,
    reason_words,
    score_cell,
    share_words,
)

__all__ = ["conditions_table", "headline", "headline_words", "messages", "most_positive"]

#: Up to this number of names a message lists; more are counted.
FEW = 3
#: As many messages as stand on the first sheet.
MOST = 4


@dataclass(frozen=True, kw_only=True)
class Message:
    """A finding: what is so, and from which numbers."""

    title: str
    detail: str = ""


def headline(report: SchoolReport) -> Fragment:
    """Return the first sheet of a school's report.

    Rules: :mod:`aspiratie.display.school.findings`.
    """
    found = findings(report)
    return render(
        "school/headline.html.j2",
        say=report.say,
        kicker=_kicker(report),
        title=headline_words(report, found),
        messages=messages(report, found),
        step=_first_step(report, found),
        table=conditions_table(report, found),
    )


def _kicker(report: SchoolReport) -> str:
    school, taken = report.release.school, report.release.participation
    line = report.say(
        "kicker-school",
        school=school.name,
        id="none" if school.id == school.name else school.id,
        wave=report.wave,
    )
    if not isinstance(taken.n, Count):
        return line
    n = report.numbers.whole(taken.n.value)
    if not taken.enrolled:
        return f"{line} · {report.say('kicker-took-part-n', n=n)}"
    response = report.say(
        "kicker-took-part",
        n=n,
        enrolled=report.numbers.whole(taken.enrolled),
        percent=report.numbers.percent(min(100.0, 100 * taken.n.value / taken.enrolled)),
    )
    return f"{line} · {response}"


def names(report: SchoolReport, scales: Sequence[Scale]) -> str:
    """Return the titles of scales as one enumeration."""
    return listed(report, [quoted(report, report.text(s.title)) for s in scales])


def headline_words(report: SchoolReport, found: Findings) -> str:
    """Return the headline: the first rule that holds."""
    say = report.say
    if found.headline == "region":
        return _beside_region(report, found)
    if found.headline == "change":
        return _since(report, found)
    if found.headline == "within":
        scales = [report.scales[w.scale] for w in found.differ]
        return say("headline-within", names=names(report, scales))
    if found.headline == "adults":
        people = listed(
            report,
            [
                say("informant-many", informant=who)
                for who in dict.fromkeys(w.informant for w, _ in found.gaps)
            ],
        )
        return say("headline-adults", people=people, count=len(found.gaps))
    if found.headline == "alike":
        return say("headline-alike-region" if found.compared else "headline-alike")
    return say(f"headline-{found.headline}", school=report.release.school.name)


def _beside_region(report: SchoolReport, found: Findings) -> str:
    say, higher, lower = report.say, found.higher, found.lower
    if higher and lower:
        return say(
            "headline-region-mixed",
            higher=report.numbers.whole(len(higher)),
            higher_kinds=kinds_words(report, len(higher)),
            lower=report.numbers.whole(len(lower)),
        )
    apart, way = (higher, say("way-higher")) if higher else (lower, say("way-lower"))
    if len(apart) == 1:
        return say("headline-region-one", title=names(report, apart), way=way)
    every = len(found.compared)
    name = "headline-region-all" if len(apart) == every else "headline-region"
    kinds = kinds_words(report, every)
    return say(name, count=len(apart), all=every, kinds=kinds, way=way)


def _since(report: SchoolReport, found: Findings) -> str:
    rose, fell = found.rose, found.fell
    waves = {s.change.since for s in (*rose, *fell) if s.change}
    wave = min(waves)
    if rose and fell:
        if len(rose) == len(fell) == 1:
            return report.say(
                "headline-changed-one",
                wave=wave,
                rose=names(report, rose),
                fell=names(report, fell),
            )
        return report.say(
            "headline-changed",
            wave=wave,
            rose=report.numbers.whole(len(rose)),
            rose_kinds=kinds_words(report, len(rose)),
            fell=report.numbers.whole(len(fell)),
        )
    name, scales = ("rose", rose) if rose else ("fell", fell)
    return report.say(f"headline-{name}", names=names(report, scales), count=len(scales), wave=wave)


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
    if moved[1:]:
        detail.append(report.say("message-more-changes", names=names(report, moved[1:])))
    alone = found.headline == "change" and len(moved) == 1 and means
    head = (
        report.say("message-steps", means=means)
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
            high=_capital(group_words(report, pair.high)),
            low=group_words(report, pair.low),
            many=len(pair.high),
        )
        for pair in first.pairs[:1]
    ]
    if differ[1:]:
        rest = [report.scales[w.scale] for w in differ[1:]]
        detail.append(report.say("message-within-more", names=names(report, rest)))
    return [Message(title=report.say("message-within", title=title), detail=" ".join(detail))]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


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
    head = report.say("message-adults", people=_capital(people), count=len(own))
    return [Message(title=head, detail=detail)]


def most_positive(report: SchoolReport, count: int) -> list[Item]:
    """Return the questions with the largest share of favourable answers."""
    found = [i for i in report.release.items if isinstance(i.favourable.share, Exact)]
    return sorted(found, key=lambda i: -getattr(i.favourable.share, "percent", 0))[:count]


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
        kinds = kinds_words(report, len(found.steady))
        parts.append(say("message-same-change", count=len(found.steady), kinds=kinds, wave=since))
    if found.alike and not found.differ:
        parts.append(say("message-same-groups"))
    with_gap = {who.informant for who, _ in found.gaps}
    close = [who.informant for who in found.asked if who.informant not in with_gap]
    if close:
        people = listed(report, [say("informant-many", informant=who) for who in close])
        parts.append(say("message-same-adults", people=people))
    if not parts:
        return []
    return [Message(title=say("message-same"), detail=f"{'; '.join(parts)}.")]


def _hidden_message(report: SchoolReport) -> list[Message]:
    hidden = [s for s in report.conditions if isinstance(s.score, Hidden)]
    if not hidden:
        return []
    head = report.say("message-unreliable", names=names(report, hidden))
    reasons = list(dict.fromkeys(s.score.reason for s in hidden if isinstance(s.score, Hidden)))
    detail = [_capital(reason_words(report, reason)) + "." for reason in reasons]
    if reasons == ["unreliable"]:
        detail = [report.say("message-unreliable-why")]
    return [Message(title=head, detail=" ".join(detail))]


def _first_step(report: SchoolReport, found: Findings) -> str:
    """Return the first step: about the lowest below the region, the widest change, and so on."""
    scales = [*found.lower, *found.fell, *[report.scales[w.scale] for w in found.differ]]
    scales = scales or [*found.higher, *found.rose]
    if scales:
        return report.say("step-scale", title=quoted(report, report.text(scales[0].title)))
    if found.gaps:
        item = report.items.get(found.gaps[0][1].name)
        if item:
            return report.say("step-item", title=quoted(report, report.text(item.title)))
    return report.say("step-any")


def conditions_table(report: SchoolReport, found: Findings) -> Table | None:
    """Return all conditions as a figure: beside the region where they are compared."""
    scales = ordered_by_difference(report.conditions) if found.compared else report.conditions
    if not scales:
        return None
    say, write = report.say, report.numbers.decimal
    ends = {(s.lowest, s.highest) for s in scales}
    low, high = min(e[0] for e in ends), max(e[1] for e in ends)
    values = [v for s in scales for v in _values(s)]
    axis = span_axis(values, lowest=low, highest=high) if len(ends) == 1 and values else None
    if axis:
        labels = tuple(write(t, 0 if all(float(x).is_integer() for x in axis.ticks) else 1)
                       for t in axis.ticks)  # fmt: skip
        axis = span_axis(values, lowest=low, highest=high, write=labels)
    columns = [Column(title=say("column-school"))]
    marks = [s.region for s in scales if isinstance(s.region, Mark)]
    if marks:
        columns.append(Column(title=say("column-region"), short=say("column-region")))
    if found.compared:
        columns.append(Column(title=say("column-beside"), kind="word"))
    rows = []
    for scale in scales:
        cells = [score_cell(report, scale.score)]
        if marks:
            cells.append(score_cell(report, scale.region))
        if found.compared:
            cells.append(label_cell(report, scale.comparison.label))
        rows.append(
            Row(
                label=report.marked(scale.title),
                note="" if len(ends) == 1 else _ends(report, scale),
                strip=_strip(scale),
                cells=tuple(cells),
            )
        )
    name = "caption-conditions-region" if marks else "caption-conditions"
    if len(ends) > 1:
        name = "caption-conditions-mixed"
    caption: str | Markup = say(
        name,
        low=write(low, 0),
        high=write(high, 0),
        schools=max((m.schools for m in marks), default=0),
        n=report.numbers.n(max((m.n for m in marks), default=0)),
    )
    kind = kinds_words(report, 1)
    return Table(
        name="condities",
        caption=caption,
        head=kind[:1].upper() + kind[1:],
        columns=tuple(columns),
        rows=tuple(rows),
        axis=axis,
    )


def _ends(report: SchoolReport, scale: Scale) -> str:
    write = report.numbers.whole
    return report.say("scale-ends", low=write(scale.lowest), high=write(scale.highest))


def _values(scale: Scale) -> list[float]:
    found: list[float] = []
    if isinstance(scale.score, Estimate):
        found += [scale.score.mean, scale.score.low, scale.score.high]
    if isinstance(scale.region, Mark):
        found.append(scale.region.mean)
    return found


def _strip(scale: Scale) -> Strip | None:
    if not isinstance(scale.score, Estimate):
        return None
    return Strip(
        point=scale.score.mean,
        low=scale.score.low,
        high=scale.score.high,
        mark=scale.region.mean if isinstance(scale.region, Mark) else None,
        kind=kind_of(scale.comparison.label),
    )
