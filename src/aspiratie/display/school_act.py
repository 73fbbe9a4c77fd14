"""Actie ondernemen: learning together, a conversation, who does what, what pupils hear back.

What is asked of whom is chosen by this school's own numbers: its highest, its lowest
and its most divided results, and the widest gap with adults.
"""

from __future__ import annotations

from dataclasses import dataclass

from aspiratie.display.figures_counts import group_label
from aspiratie.display.fragment import Child, Fragment, el, join
from aspiratie.display.parts import NOTHING, capital, part, split, talk
from aspiratie.display.plan import figure_name, figure_number, figures, has_groups, has_informants
from aspiratie.display.school_brief import strong_and_weak
from aspiratie.display.school_informants import clear_gaps
from aspiratie.display.school_understand import priority_scales
from aspiratie.display.school_within import divided_groups
from aspiratie.display.tables import table
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import (
    extremes,
    informant_name,
    mean_text,
    most_divided,
    named,
    number_word,
    quoted,
    share_text,
)

__all__ = ["Highlights", "approach", "conversation", "feedback", "highlights", "learning"]

PEOPLE = ("pupil", "teacher", "team", "parent")
STAGES = ("discover", "understand", "act")

#: The condition that speaks of each of the four roles.
ROLES = ("accomplishment", "leadership", "heroes", "action")

#: Conditions that speak of trust and respect, and of shared responsibility.
TRUST, SHARED = ("belonging", "heroes"), ("leadership",)


@dataclass(frozen=True, eq=False, kw_only=True)
class Highlights:
    """What stands out at a school: the results that its questions are chosen by.

    Parameters
    ----------
    highest, lowest : mapping or None
        The first condition with the highest and lowest score; None where the highest and
        lowest cannot be told apart.
    divided : mapping or None
        The item that divides pupils most.
    gap : (informant, row) or None
        The widest clear gap with an adult informant.
    """

    highest: Json | None
    lowest: Json | None
    divided: Json | None
    gap: tuple[str, Json] | None

    def __repr__(self) -> str:
        return "<Highlights of a school>"


def highlights(report: Report) -> Highlights:
    """Return what stands out at a school."""
    top, bottom = strong_and_weak(report)
    gaps = [
        (str(who["informant"]), rows[0])
        for who in report.data["informants"]
        if (rows := clear_gaps(report, who["informant"]))
    ]
    return Highlights(
        highest=top[0] if top else None,
        lowest=bottom[0] if bottom else None,
        divided=most_divided([i for s in report.conditions for i in report.items_of(s["name"])]),
        gap=max(gaps, key=lambda g: abs(g[1]["gap"]["points"]), default=None),
    )


def _title(report: Report, scale: Json) -> str:
    return quoted(report, scale["title"])


def learning(report: Report) -> Fragment:
    """Return the part of the four roles and the four questions about learning."""
    if not report.is_aspiration_model:
        return NOTHING
    say = report.say
    roles = []
    for i, condition in enumerate(ROLES, start=1):
        scale = report.scales.get(condition)
        told = None
        if scale is not None and shown(scale["score"]):
            told = say(
                "role-score",
                title=_title(report, scale),
                mean=mean_text(report, scale["score"]),
                n=report.numbers.n(scale["score"]["n"]),
            )
        roles.append(
            el("li", el("strong", say(f"role-{i}")), " ", say(f"role-{i}-means"), " ", told)
        )
    questions = [el("li", say(f"learning-question-{i}")) for i in (1, 2, 3, 4)]
    return part(
        report,
        "learning",
        "act",
        say("title-learning"),
        el("p", say("learning-lead"), class_="lead"),
        el("ol", *roles, class_="steps"),
        el("h3", say("learning-questions")),
        el("p", say("learning-questions-lead")),
        el("ol", *questions, class_="steps"),
    )


def conversation(report: Report) -> Fragment:
    """Return the part "Denken – delen – uitwisselen", with this school's own questions."""
    say = report.say
    steps = [
        el("li", el("strong", say(f"conversation-{step}")), " ", say(f"conversation-{step}-how"))
        for step in ("think", "share", "exchange")
    ]
    five = [say(f"five-{i}") for i in (1, 2, 3, 4, 5)]
    advice = [
        el("li", el("strong", say(f"advice-{i}")), " ", say(f"advice-{i}-how")) for i in range(1, 7)
    ]
    return part(
        report,
        "conversation",
        "act",
        say("title-conversation"),
        el("p", say("conversation-lead"), class_="lead"),
        el("ol", *steps, class_="steps"),
        el("h3", say("five-title")),
        el("ol", *(el("li", q) for q in five), class_="steps"),
        el("h3", say("own-title")),
        el("p", say("own-lead")),
        talk(report, _own_questions(report), level=4),
        el("h3", say("advice-title")),
        el("ul", *advice),
    )


def _figure_of(report: Report, kind: str) -> str:
    name = figure_name(kind)
    return str(figure_number(report, name)) if name in figures(report) else ""


def _own_questions(report: Report) -> list[str]:
    say, found = report.say, highlights(report)
    out = []
    for key, scale in (("highest", found.highest), ("lowest", found.lowest)):
        if scale is not None:
            number = _figure_of(report, f"items-{scale['name']}") or _figure_of(
                report, "conditions"
            )
            out.append(say(f"own-{key}", title=_title(report, scale), figure=number))
    if found.divided is not None:
        number = _figure_of(report, f"items-{found.divided['scale']}")
        title = quoted(report, found.divided["title"])
        out.append(say("own-divided", title=title, figure=number))
    if found.gap is not None:
        who, row = found.gap
        out.append(
            say(
                "own-gap",
                person=informant_name(report, who),
                title=quoted(report, row["title"]),
                figure=_figure_of(report, "informants"),
            )
        )
    if not out or found.lowest is None:
        out.append(say("own-close"))
    return out


def approach(report: Report) -> Fragment:
    """Return the part "De schoolbrede aanpak": what the numbers ask of whom; an action table."""
    say = report.say
    grid = [
        [say(f"stage-{stage}"), *(_cell(report, stage, who) for who in PEOPLE)] for stage in STAGES
    ]
    people = [informant_name(report, who, "title") for who in PEOPLE]
    body = [
        el(
            "tr",
            el("th", first, scope="row"),
            *(el("td", cell, data_label=who) for cell, who in zip(cells, people, strict=True)),
        )
        for first, *cells in grid
    ]
    head = el("tr", *(el("th", c, scope="col") for c in (say("column-step"), *people)))
    caption = el("caption", say("caption-approach"))
    made = el("table", caption, el("thead", head), el("tbody", *body), class_="grid")
    columns = ("column-who", "column-what-to-do", "column-when", "column-notice")
    rows: list[list[Child]] = [[person, "", "", ""] for person in people]
    rows.append([say("action-together"), "", "", ""])
    actions = table(say("caption-actions"), [say(c) for c in columns], rows, kind="actions")
    return part(
        report,
        "approach",
        "act",
        say("title-approach"),
        el("p", say("approach-lead"), class_="lead"),
        made,
        _trust(report),
        el("h3", say("actions-title")),
        el("p", say("actions-how")),
        actions,
    )


def _cell(report: Report, stage: str, who: str) -> str:
    """Return what one step asks of one kind of people, by this school's numbers."""
    chooser = {"discover": _discover, "understand": _understand, "act": _act}[stage]
    return chooser(report, who, highlights(report))


def _discover(report: Report, who: str, found: Highlights) -> str:
    say = report.say
    if who == "pupil":
        if found.highest is None or found.lowest is None:
            return say("grid-pupil-close")
        return say(
            "grid-pupil-ends",
            highest=_title(report, found.highest),
            lowest=_title(report, found.lowest),
        )
    if who == "teacher":
        if has_groups(report):
            return say("grid-teacher-groups", figure=_figure_of(report, "groups"))
        return say("grid-teacher-items")
    if who == "team":
        by = split(report.conditions)
        other = by["higher"] + by["lower"]
        if other:
            word = number_word(report, len(other))
            return say(
                "grid-team-differs",
                word=capital(word),
                count=len(other),
                names=named(report, other),
            )
        return say("grid-team-alike")
    return _parents(report)


def _parents(report: Report) -> str:
    parents = next((w for w in report.data["informants"] if w["informant"] == "parent"), None)
    if parents is None or not shown(parents["n"]) or not has_informants(report):
        return report.say("grid-parent-ask")
    number = _figure_of(report, "informants")
    n = report.numbers.whole(parents["n"]["value"])
    return report.say("grid-parent-figure", n=n, figure=number)


def _understand(report: Report, who: str, found: Highlights) -> str:
    say = report.say
    if who == "pupil":
        if found.divided is None:
            return say("grid-pupil-stories")
        return say("grid-pupil-divided", title=quoted(report, found.divided["title"]))
    if who == "team":
        apart = divided_groups(report)
        first = priority_scales(report)
        if apart:
            scale, top, bottom = apart[0]
            title = _title(report, scale)
            return say("grid-team-groups", title=title, top=top[0], bottom=bottom[0])
        if first:
            return say("grid-team-priority", title=_title(report, first[0]))
        return say("grid-team-causes")
    rows = clear_gaps(report, who)
    if rows:
        return say(
            "grid-gap",
            person=informant_name(report, who, "people"),
            title=quoted(report, rows[0]["title"]),
            theirs=share_text(report, rows[0]["agree"]),
            ours=share_text(report, rows[0]["pupils"]),
        )
    if found.lowest is None:
        return say(f"grid-{who}-why")
    return say(f"grid-{who}-lowest", title=_title(report, found.lowest))


def _act(report: Report, who: str, found: Highlights) -> str:
    first = priority_scales(report)
    scale = found.lowest or (first[0] if first else None)
    if scale is None or who in ("team", "parent"):
        return report.say(
            f"grid-{who}-act-any" if who in ("pupil", "teacher") else f"grid-{who}-act"
        )
    return report.say(f"grid-{who}-act", title=_title(report, scale))


def _trust(report: Report) -> Fragment | None:
    """Name trust and shared responsibility, with the scores of conditions that speak of them."""
    if not report.is_aspiration_model:
        return None
    parts = [el("h3", report.say("trust-title")), el("p", report.say("trust-lead"))]
    for message, names in (("trust-scores", TRUST), ("shared-scores", SHARED)):
        scales = [report.scales[n] for n in names if n in report.scales]
        told = [
            report.say(
                "title-score",
                title=_title(report, s),
                mean=mean_text(report, s["score"]),
                n=report.numbers.n(s["score"]["n"]),
            )
            for s in scales
            if shown(s["score"])
        ]
        if told:
            parts.append(el("p", report.say(message, scores="; ".join(told))))
    return join(parts)


def feedback(report: Report) -> Fragment:
    """Return the part on telling pupils what was heard and what happens: what, and when."""
    say = report.say
    top, bottom = strong_and_weak(report)
    if top:
        heard = say("feedback-heard", highest=named(report, top), lowest=named(report, bottom))
    elif extremes(report.readable)[0]:
        heard = say("feedback-heard-close")
    else:
        heard = say("feedback-heard-none")
    rows: list[list[Child]] = [
        [say("feedback-when-1"), heard],
        [say("feedback-when-2"), say("feedback-choice")],
        [say("feedback-when-3"), say("feedback-result")],
        [say("feedback-when-4"), say("feedback-again")],
    ]
    missing = _least_heard(report)
    return part(
        report,
        "feedback",
        "act",
        say("title-feedback"),
        el("p", say("feedback-lead"), class_="lead"),
        table(say("caption-feedback"), [say("column-when"), say("column-tell")], rows),
        el("p", missing) if missing else None,
    )


def _least_heard(report: Report) -> str:
    hidden = [g for g in report.data["participation"]["groups"] if g["merged"]]
    if not hidden:
        return ""
    return report.say("feedback-small", group=group_label(report, hidden[0]))
