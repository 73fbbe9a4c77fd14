"""The letter to parents: what pupils said, in about ten lines, from the release alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aspiratie.disclosure.shape import Count, Item, ShareMark
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.conversation import topics
from aspiratie.display.school.findings import findings
from aspiratie.display.school.poster import least, most
from aspiratie.display.words import quoted, share_words

__all__ = ["Letter", "item_line", "letter", "letter_of"]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The sentences of a letter, in their order; a part that has nothing to tell is empty."""

    subject: str
    greeting: str
    opening: str
    well: str
    well_items: tuple[str, ...]
    less: str
    less_items: tuple[str, ...]
    talk: str
    private: str
    back: str
    own: tuple[str, ...]
    closing: str
    sender: str


def letter_of(report: SchoolReport) -> Letter:
    """Return the letter of a school.

    What goes well and what goes less well are chosen by the rule of the poster: questions
    certainly above or below the region, else those that pupils are most and least positive about.
    """
    say, taken = report.say, report.release.participation
    well, well_beside = most(report)
    less, less_beside = least(report)
    return Letter(
        subject=say("letter-subject", school=report.release.school.name),
        greeting=say("letter-greeting"),
        opening=say(
            "letter-opening",
            wave=report.wave,
            school=report.release.school.name,
            n=report.numbers.whole(taken.n.value) if isinstance(taken.n, Count) else "none",
        ),
        well=_title(report, "well", well, beside=well_beside),
        well_items=_items(report, well, beside=well_beside),
        less=_title(report, "less", less, beside=less_beside),
        less_items=_items(report, less, beside=less_beside),
        talk=say("letter-talk", question=_question(report)),
        private=say("letter-private", n=report.n_min),
        back=say("letter-back"),
        own=_own(report),
        closing=say("letter-closing"),
        sender=report.release.school.name,
    )


def _own(report: SchoolReport) -> tuple[str, ...]:
    """Return when the conversation is and whom to ask, where the school told."""
    say, day = report.say, report.conversation_day
    lines = [say("own-words-conversation", day=day)] if day else []
    if report.own.contact:
        lines.append(f"{say('own-words-contact')} {report.own.contact}")
    return tuple(lines)


def _title(report: SchoolReport, way: str, items: Sequence[Item], *, beside: bool) -> str:
    if not items:
        return report.say("letter-nothing") if way == "well" else ""
    return report.say(f"letter-{way}-beside" if beside else f"letter-{way}")


def _items(report: SchoolReport, items: Sequence[Item], *, beside: bool) -> tuple[str, ...]:
    return tuple(item_line(report, item, beside=beside) for item in items)


def item_line(report: SchoolReport, item: Item, *, beside: bool) -> str:
    """Return a question with its share of favourable answers, and that of other schools."""
    name = "letter-turned" if item.reversed else "letter-item"
    told = {
        "title": quoted(report, report.text(item.title)),
        "share": share_words(report, item.favourable.share),
    }
    if beside and isinstance(item.region, ShareMark):
        return report.say(
            f"{name}-beside", region=report.numbers.percent(item.region.percent), **told
        )
    return report.say(name, **told)


def _question(report: SchoolReport) -> str:
    asked = [q for topic in topics(report, findings(report)) for q in topic.questions[:1]]
    return asked[0] if asked else report.say("poster-question-1")


def letter(report: SchoolReport) -> Fragment:
    """Return the letter as a section of a page."""
    return render("school/letter.html.j2", letter=letter_of(report))
