"""Sheet 1: the headline by rule, three or four messages, a first step, and all conditions."""

from __future__ import annotations

from aspiratie.disclosure.shape import Count
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.condition_table import conditions_table
from aspiratie.display.school.findings import Findings, findings
from aspiratie.display.school.messages import messages
from aspiratie.display.words import kinds_words, listed, names, quoted

__all__ = ["headline", "headline_words"]


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
        own=report.own,
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
    if found.headline == "questions":
        return say("headline-questions", count=len(found.telling))
    if found.headline == "alike":
        return _alike(report, found)
    return say(f"headline-{found.headline}", school=report.release.school.name)


def _alike(report: SchoolReport, found: Findings) -> str:
    every = len(found.compared)
    if not every:
        return report.say("headline-alike")
    if every == 1:
        return report.say("headline-alike-one", title=names(report, found.compared))
    return report.say("headline-alike-region", count=every, kinds=_compared_kinds(report, every))


def _compared_kinds(report: SchoolReport, every: int) -> str:
    """Return what the compared scales are called, and that not all are where so."""
    kinds = kinds_words(report, every)
    if every < len(report.conditions):
        return report.say("kind-compared", kinds=kinds)
    return kinds


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
    kinds = _compared_kinds(report, every)
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


def _first_step(report: SchoolReport, found: Findings) -> str:
    """Return the first step: about the widest below the region, the widest change, and so on."""
    scales = [*found.lower, *found.fell, *[report.scales[w.scale] for w in found.differ]]
    well = [*found.higher, *found.rose]
    if scales or well:
        title = quoted(report, report.text((scales or well)[0].title))
        return report.say("step-scale" if scales else "step-keep", title=title)
    first = found.gaps[0][1].name if found.gaps else ""
    if found.telling and not first:
        first = found.telling[0].name
    if first in report.items:
        title = quoted(report, report.text(report.items[first].title))
        return report.say("step-item", title=title)
    return report.say("step-any")
