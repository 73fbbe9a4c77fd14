"""The pupils' poster: one sheet for a wall, in pupils' words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aspiratie.disclosure.shape import Below, Compared, Count, Exact, Hidden, Item, Share, ShareMark
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.conversation import topics
from aspiratie.display.school.findings import compared_items, findings
from aspiratie.display.words import PRIMARY, capital, without_stop

__all__ = ["Told", "least", "most", "poster"]

#: As many questions as stand on either side.
EACH = 2


@dataclass(frozen=True, kw_only=True)
class Told:
    """A question in pupils' words: what stands before it, and how many of ten say so.

    `others` is how many do at other schools, where that is what is told.
    """

    before: str
    title: Markup
    dots: int
    words: str
    others: str


def most(report: SchoolReport) -> tuple[list[Item], bool]:
    """Return what goes well, and whether that is beside the region.

    Rule: questions certainly above the region, widest first; where there are none, those with
    the largest share of favourable answers.
    """
    above = _beside(report, "higher")
    return (above, True) if above else (_ranked(report)[:EACH], False)


def least(report: SchoolReport) -> tuple[list[Item], bool]:
    """Return what goes less well, and whether that is beside the region; see :func:`most`."""
    below = _beside(report, "lower")
    if below:
        return below, True
    taken = {item.name for item in most(report)[0]}
    return [i for i in reversed(_ranked(report)) if i.name not in taken][:EACH], False


def _beside(report: SchoolReport, label: str) -> list[Item]:
    found = [
        item
        for item in compared_items(report)
        if isinstance(item.label, Compared) and item.label.label == label
    ]
    return found[:EACH]


def _ranked(report: SchoolReport) -> list[Item]:
    found = [i for i in report.release.items if isinstance(i.favourable.share, Exact)]
    return sorted(found, key=lambda i: -getattr(i.favourable.share, "percent", 0))


def poster(report: SchoolReport) -> Fragment:
    """Return the poster; it has no other text than what pupils read."""
    say, n = report.say, report.release.participation.n
    well, well_beside = most(report)
    less, less_beside = least(report)
    kind = (report.release.school.type or "").strip().casefold()
    asked = [q for topic in topics(report, findings(report)) for q in topic.questions[:1]]
    return render(
        "school/poster.html.j2",
        say=say,
        variant="primary" if kind in PRIMARY else "secondary",
        school=report.release.school.name,
        count=report.numbers.whole(n.value) if isinstance(n, Count) else "",
        well=[_told(report, item, beside=well_beside) for item in well],
        well_title=say("poster-well-beside" if well_beside else "poster-well"),
        less=[_told(report, item, beside=less_beside) for item in less],
        less_title=say("poster-less-beside" if less_beside else "poster-less"),
        questions=_two(report, asked),
        day=report.hear_back_day,
    )


def _two(report: SchoolReport, asked: Sequence[str]) -> list[str]:
    usual = [report.say("poster-question-1"), report.say("poster-question-2")]
    return [*asked, *usual][:EACH]


def _told(report: SchoolReport, item: Item, *, beside: bool) -> Told:
    dots = _of_ten(item.favourable.share)
    return Told(
        before=report.say("poster-turned") if item.reversed else "",
        title=without_stop(report.marked(item.title)),
        dots=dots,
        words=capital(_words(report, dots)),
        others=_others(report, item, dots) if beside else "",
    )


def _of_ten(share: Share | ShareMark | Hidden) -> int:
    if isinstance(share, Hidden | Below):
        return 0
    return int(share.percent / 10 + 0.5)


def _words(report: SchoolReport, dots: int) -> str:
    if dots in (0, 10):
        return report.say("nearly-all" if dots else "nearly-none")
    return report.say("of-ten", count=dots)


def _others(report: SchoolReport, item: Item, dots: int) -> str:
    """Return how many of ten at other schools; in words where that is the same number of dots."""
    others = _of_ten(item.region)
    if others == dots:
        higher = isinstance(item.label, Compared) and item.label.label == "higher"
        return report.say("poster-others-close", way="more" if higher else "fewer")
    return report.say("poster-others", words=_words(report, others))
