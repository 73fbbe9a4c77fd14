"""What the network may talk about: questions chosen by what was found."""

from __future__ import annotations

from aspiratie.disclosure.shape import Compared
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.region.findings import (
    RegionFindings,
    changed_scales,
    find,
    gaps_of,
    is_clear,
    spread_items,
)
from aspiratie.display.region.phrases import titles
from aspiratie.display.report import RegionReport
from aspiratie.display.words import quoted

__all__ = ["talk", "talk_questions"]

STEPS = ("think", "share", "exchange")


def talk(report: RegionReport) -> Fragment:
    """Return the sheet for the conversation of a network of schools."""
    return render(
        "region/talk.html.j2",
        say=report.say,
        steps=STEPS,
        own=talk_questions(report, find(report)),
        always=[report.say(f"regio-talk-{i}") for i in range(1, 5)],
    )


def talk_questions(report: RegionReport, found: RegionFindings) -> list[str]:
    """Return the questions that follow from labels: schools, conditions, questions, change."""
    say, out = report.say, []
    if found.lower or found.higher:
        out.append(say("regio-talk-board"))
    clear = [s for s in report.compared if s.labels.get("higher")]
    if clear:
        out.append(say("regio-talk-higher", names=titles(report, clear), count=len(clear)))
    items = spread_items(report)
    if items:
        out.append(say("regio-talk-item", title=quoted(report, report.text(items[0].title))))
    for label, word in (("higher", "rose"), ("lower", "fell")):
        moved = changed_scales(report, label)
        if moved:
            out.append(say(f"regio-talk-{word}", names=titles(report, moved), count=len(moved)))
    for who, item in gaps_of(report)[:1]:
        if isinstance(item.label, Compared) and is_clear(item.label.label):
            own = next((i.title for i in report.release.items if i.name == item.name), item.title)
            people = say("informant-many", informant=who.informant)
            out.append(
                say("regio-talk-adults", people=people, title=quoted(report, report.text(own)))
            )
    if found.headline == "none":
        out.append(say("regio-talk-alike"))
    return out
