"""Sheets 6 and 7: a conversation to photocopy, and what is agreed; chosen by what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aspiratie.disclosure.shape import Item, Scale
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.findings import Findings, compared_items, findings
from aspiratie.display.school.messages import most_positive
from aspiratie.display.words import group_words, names, quoted

__all__ = ["Topic", "actions", "conversation", "material", "topics"]

#: As many topics as the conversation is about.
MOST_TOPICS = 2
#: What fits what was found: questions for everybody and advice, by headline.
FIVE: Mapping[str, tuple[int, ...]] = {
    "region": (4, 5),
    "change": (2, 3),
    "within": (2, 5),
    "adults": (1, 5),
    "questions": (4, 1),
    "alike": (1, 4),
}
ADVICE: Mapping[str, tuple[int, ...]] = {
    "region": (1, 2),
    "change": (4, 5),
    "within": (2, 3),
    "adults": (1, 3),
    "questions": (1, 5),
    "alike": (3, 6),
}
#: Questions about learning, and a role of learners, by principle.
LEARNING: Mapping[str | None, tuple[int, ...]] = {
    "self_worth": (1, 4),
    "engagement": (2, 3),
    "purpose": (3, 1),
}
ROLE: Mapping[str | None, int] = {"self_worth": 3, "engagement": 1, "purpose": 2}
STAGES = ("discover", "understand", "act")
ROLES = ("pupil", "teacher", "team", "parent")


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A condition to talk about, and the two questions that go with it."""

    title: str
    questions: tuple[str, ...]
    principle: str | None


def topics(report: SchoolReport, found: Findings) -> list[Topic]:
    """Return what to talk about: what stands out, by the order of the findings.

    Conditions below the region, that fell, or on which groups differ come first; then those
    above it or that rose; where nothing stands out, the first two of the questionnaire.
    """
    differ = [report.scales[w.scale] for w in found.differ]
    scales = [*found.lower, *found.fell, *differ, *found.higher, *found.rose]
    scales = list({s.name: s for s in scales or report.readable or report.conditions}.values())
    return [
        Topic(title=report.text(s.title), questions=_questions(report, s), principle=s.principle)
        for s in scales[:MOST_TOPICS]
    ]


def _questions(report: SchoolReport, scale: Scale) -> tuple[str, ...]:
    names_of = [f"talk-{scale.name}-{i}".replace("_", "-") for i in (1, 2)]
    if all(report.say.has(name) for name in names_of):
        return tuple(report.say(name) for name in names_of)
    title = quoted(report, report.text(scale.title))
    return tuple(report.say(f"talk-any-{i}", title=title) for i in (1, 2))


def _divided(report: SchoolReport, found: Findings) -> str:
    if not found.differ or not found.differ[0].pairs:
        return ""
    pair = found.differ[0].pairs[0]
    return report.say(
        "own-groups",
        title=names(report, [report.scales[found.differ[0].scale]]),
        high=group_words(report, pair.high),
        low=group_words(report, pair.low),
    )


def conversation(report: SchoolReport) -> Fragment:
    """Return the sheet for a conversation: think, share, exchange, with this school's questions."""
    say, found = report.say, findings(report)
    far = (found.telling or compared_items(report) or most_positive(report, 2))[:2]
    own = [say("own-item", title=_title(report, item)) for item in far]
    own.append(_divided(report, found))
    if found.gaps:
        who, item = found.gaps[0]
        asked = report.items.get(item.name)
        own.append(
            say(
                "own-adults",
                title=quoted(report, report.text(asked.title if asked else item.title)),
                people=say("informant-many", informant=who.informant),
            )
        )
    about = topics(report, found)
    principle = about[0].principle if about else None
    return render(
        "school/conversation.html.j2",
        say=say,
        steps=("think", "share", "exchange"),
        topics=about,
        own=[line for line in own if line],
        **_chosen(
            report,
            five=FIVE.get(found.headline, (1, 2)),
            learning=LEARNING.get(principle, (1, 2)),
            roles=(ROLE.get(principle, 4),),
            advice=ADVICE.get(found.headline, (1, 2)),
        ),
    )


def _chosen(
    report: SchoolReport,
    *,
    five: Iterable[int],
    learning: Iterable[int],
    roles: Iterable[int],
    advice: Iterable[int],
) -> dict[str, list[str] | list[tuple[str, str]]]:
    """Return questions and advice by their numbers."""
    say = report.say
    return {
        "five": [say(f"five-{i}") for i in five],
        "learning": [say(f"learning-question-{i}") for i in learning],
        "roles": [(say(f"role-{i}"), say(f"role-{i}-means")) for i in roles],
        "advice": [(say(f"advice-{i}"), say(f"advice-{i}-how")) for i in advice],
    }


def material(report: SchoolReport) -> Fragment:
    """Return all questions and advice for a conversation, and what student voice is."""
    return render(
        "school/material.html.j2",
        say=report.say,
        voice=report.is_aspiration_model,
        ladder=bool(report.release.ladder),
        **_chosen(
            report,
            five=range(1, 6),
            learning=range(1, 5),
            roles=range(1, 5),
            advice=range(1, 7),
        ),
    )


def _title(report: SchoolReport, item: Item) -> str:
    return quoted(report, report.text(item.title))


def _days(report: SchoolReport) -> tuple[tuple[str, str], ...]:
    return ("conversation", report.conversation_day), ("hear-back", report.hear_back_day)


def actions(report: SchoolReport) -> Fragment:
    """Return the action sheet: the school-wide approach, who does what, and the way back."""
    say, found = report.say, findings(report)
    first = topics(report, found)
    topic = quoted(report, first[0].title) if first else say("topic-any")
    cells = {
        (stage, role): say(f"approach-{stage}-{role}", topic=topic)
        for stage in STAGES
        for role in ROLES
    }
    if first:
        cells["discover", "pupil"], cells["understand", "team"] = first[0].questions
    return render(
        "school/actions.html.j2",
        say=say,
        stages=STAGES,
        roles=ROLES,
        cells=cells,
        lead=say("approach-lead", topic=topic),
        own=report.own,
        days=[say(f"own-words-{name}", day=day) for name, day in _days(report) if day],
        feedback=[(say(f"feedback-when-{i}"), say(f"feedback-what-{i}")) for i in range(1, 5)],
    )
