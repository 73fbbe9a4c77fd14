"""Sheet 1: how many schools stand out over the board and which, and what goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aspiratie.disclosure.shape import Compared, Hidden, LetteredRelease
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.region.findings import (
    RegionFindings,
    Standing,
    changed_scales,
    find,
    gaps_of,
    is_clear,
)
from aspiratie.display.region.phrases import all_listed, titles, why_words
from aspiratie.display.report import RegionReport, members
from aspiratie.display.words import kinds_words, listed, number_word, quoted

__all__ = ["headline", "headline_words", "messages"]


@dataclass(frozen=True, kw_only=True)
class Message:
    """A finding: what is so, and from which numbers."""

    title: str
    detail: str = ""


def headline(report: RegionReport) -> Fragment:
    """Return the heading of a region's report.

    Rules: :mod:`aspiratie.display.region.findings`.
    """
    found = find(report)
    told = messages(report, found)
    half = (len(told) + 1) // 2
    return render(
        "region/headline.html.j2",
        say=report.say,
        kicker=_kicker(report),
        title=headline_words(report, found),
        columns=[told[:half], told[half:]],
        step=report.say(f"regio-step-{_step(report, found)}"),
        letters=report.say("regio-letters-note") if not report.is_named else "",
    )


def _kicker(report: RegionReport) -> str:
    taken, numbers = report.release.participation, report.numbers
    region = report.release.provenance.region_name or report.say("regio-region")
    line = report.say(
        "regio-kicker",
        region=region,
        sector=report.release.sector,
        wave=report.wave,
        schools=taken.schools,
    )
    n = numbers.whole(taken.n)
    if not taken.enrolled:
        return f"{line} · {report.say('kicker-took-part-n', n=n)}"
    percent = numbers.percent(min(100.0, 100 * taken.n / taken.enrolled))
    part = report.say(
        "kicker-took-part", n=n, enrolled=numbers.whole(taken.enrolled), percent=percent
    )
    return f"{line} · {part}"


def headline_words(report: RegionReport, found: RegionFindings) -> str:
    """Return the headline: the first rule that holds."""
    say, schools = report.say, report.release.participation.schools
    if found.headline == "board":
        count = len({s.school.id for s in (*found.higher, *found.lower)})
        return say(
            "regio-headline-board", count=count, word=number_word(report, count), all=schools
        )
    if found.headline == "some" and report.is_named:
        return say("regio-headline-some", count=found.apart, all=schools)
    if found.headline == "some":
        clear = [s for s in report.compared if any(is_clear(x) for x in s.labels if s.labels[x])]
        return say(
            "regio-headline-letters",
            count=len(clear),
            all=len(report.compared),
            kinds=kinds_words(report, len(report.compared)),
        )
    return say(f"regio-headline-{found.headline}")


def messages(report: RegionReport, found: RegionFindings) -> list[Message]:
    """Return the findings in a fixed order.

    Schools often lower, often higher; how many comparisons tell a difference; how much lies
    between schools; change; adults beside pupils; what is not compared.
    """
    return [
        *_board(report, found),
        *_cells(report, found),
        *_between(report),
        *_change(report),
        *_adults(report),
        *_not_compared(report),
    ]


def _board(report: RegionReport, found: RegionFindings) -> list[Message]:
    out = []
    for label, schools in (("lower", found.lower), ("higher", found.higher)):
        if schools:
            names = all_listed(report, [_counted(report, s, label) for s in schools])
            out.append(
                Message(
                    title=report.say(f"regio-message-{label}"),
                    detail=f"{names}. {report.say(f'regio-message-{label}-ask')}",
                )
            )
    return out


def _counted(report: RegionReport, standing: Standing, label: str) -> str:
    scales = standing.higher if label == "higher" else standing.lower
    return report.say(
        "regio-school-count",
        school=standing.school.name,
        count=len(scales),
        all=len(standing.rows),
    )


def _cells(report: RegionReport, found: RegionFindings) -> list[Message]:
    if not found.tested:
        return []
    say, numbers = report.say, report.numbers
    title = say(
        "regio-message-cells",
        clear=found.clear,
        count=numbers.whole(found.clear),
        tested=numbers.whole(found.tested),
    )
    return [Message(title=title, detail=say("regio-message-cells-why"))]


def _between(report: RegionReport) -> list[Message]:
    shares = sorted(
        round(100 * s.spread.icc) for s in report.conditions if not isinstance(s.spread, Hidden)
    )
    if not shares:
        return []
    low, high = (report.numbers.percent(share) for share in (shares[0], shares[-1]))
    name = "regio-message-between-one" if low == high else "regio-message-between"
    return [
        Message(
            title=report.say(name, low=low, high=high),
            detail=report.say("regio-message-between-why"),
        )
    ]


def _change(report: RegionReport) -> list[Message]:
    tested = [s for s in report.conditions if s.change and isinstance(s.change.label, Compared)]
    if not tested or tested[0].change is None:
        return []
    wave = tested[0].change.since
    out = []
    for label, word in (("higher", "rose"), ("lower", "fell")):
        moved = changed_scales(report, label)
        if moved:
            out.append(report.say(f"regio-message-{word}", names=titles(report, moved)))
    if not out:
        return [Message(title=report.say("regio-message-steady", wave=wave))]
    return [Message(title=report.say("regio-message-since", wave=wave), detail=" ".join(out))]


def _adults(report: RegionReport) -> list[Message]:
    clear = [
        (who, item)
        for who, item in gaps_of(report)
        if isinstance(item.label, Compared) and is_clear(item.label.label)
    ]
    if not clear:
        return []
    who = dict.fromkeys(w.informant for w, _ in clear)
    people = listed(report, [report.say("informant-many", informant=w) for w in who])
    return [Message(title=report.say("regio-message-adults", people=people, count=len(clear)))]


def _not_compared(report: RegionReport) -> list[Message]:
    reasons: dict[str, list[str]] = {}
    for scale in report.release.scales:
        if scale.kind != "principle" and not members(scale):
            why = why_words(report, scale)
            reasons.setdefault(why, []).append(quoted(report, report.text(scale.title)))
    if not reasons:
        return []
    lines = [f"{all_listed(report, names)}: {why}." for why, names in reasons.items()]
    return [Message(title=report.say("regio-message-not-compared"), detail=" ".join(lines))]


def _step(report: RegionReport, found: RegionFindings) -> str:
    if isinstance(report.release, LetteredRelease):
        return "letters"
    return "board" if found.headline == "board" else "any"


def left_out_words(report: RegionReport) -> Sequence[str]:
    """Return which schools, or how many, count in nothing, and why."""
    say, release = report.say, report.release
    out = []
    for part in release.left_out:
        name = f"regio-left-out-{part.reason}".replace("_", "-")
        why = say(name, n=report.n_min) if part.reason == "few" else say(name)
        who = getattr(part, "name", None) or say("regio-schools", count=part.schools)  # type: ignore[union-attr]
        out.append(say("regio-left-out", who=who, why=why))
    return out
