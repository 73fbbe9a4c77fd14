"""De leerlingversie: one page in plain words, without statistics, for a talk that pupils lead."""

from __future__ import annotations

from aspiratie.display.fragment import Child, Fragment, el
from aspiratie.display.school_act import highlights
from aspiratie.display.school_items import questions_for
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import favourable, first_by, portion, quoted, tenths_text

__all__ = ["pupils_agree", "pupils_said", "pupils_talk"]

#: Questions named on each side.
NAMED = 3


def _section(name: str, title: str, *children: Child) -> Fragment:
    heading = el("h2", title, id=f"{name}-title")
    return el(
        "section", heading, *children, id=name, class_="part pupil", aria_labelledby=f"{name}-title"
    )


def _chosen(report: Report) -> tuple[list[Json], list[Json]]:
    """Return items with the most and the least favourable answers, none on both sides."""
    scales = {s["name"] for s in report.readable}
    items = [
        i
        for i in report.data["items"]
        if i["scale"] in scales
        and not i["reversed"]
        and favourable(i)
        and not i["mostly_no_opinion"]
    ]

    def share(item: Json) -> float:
        part = favourable(item)
        return part.middle if part else 0.0

    ranked = sorted(items, key=lambda i: -share(i))
    half = min(NAMED, len(ranked) // 2)
    high = [i for i in ranked[:half] if share(i) > share(ranked[-1])]
    low = [i for i in ranked[len(ranked) - half :] if share(i) < share(ranked[0])]
    return high, low[::-1]


def pupils_said(report: Report) -> Fragment:
    """Return what pupils said, in "ongeveer 7 van de 10"."""
    say, n = report.say, report.data["participation"]["n"]
    if shown(n):
        lead = say("pupils-lead", n=report.numbers.whole(n["value"]))
    else:
        return _section(
            "pupils-said",
            say("pupils-said-title"),
            el("p", say("pupils-few"), class_="lead"),
        )
    high, low = _chosen(report)
    lists: list[Child] = []
    for message, items in (("pupils-most", high), ("pupils-least", low)):
        if items:
            lists += [
                el("h3", say(message)),
                el("ul", *(el("li", _told(report, i)) for i in items), class_="big"),
            ]
    if not lists:
        lists = [el("p", say("pupils-alike"))]
    return _section("pupils-said", say("pupils-said-title"), el("p", lead, class_="lead"), *lists)


def _told(report: Report, item: Json) -> str:
    part = portion(item["distribution"], "high")
    if part is None:
        return quoted(report, item["title"])
    title = quoted(report, item["title"])
    return report.say("pupils-item", title=title, share=tenths_text(report, part))


def pupils_talk(report: Report) -> Fragment:
    """Return questions for a conversation that pupils lead, by this school's own results."""
    say, found = report.say, highlights(report)
    questions = []
    if found.highest is not None:
        questions.append(questions_for(report, found.highest)[0])
    if found.lowest is not None:
        questions += questions_for(report, found.lowest)
    if found.divided is not None:
        title = quoted(report, found.divided["title"])
        questions.append(say("pupils-divided", title=title))
    if not questions:
        scale = first_by(report.readable, lambda s: s["score"]["mean"], largest=False)
        questions = [say("five-4")] if scale is None else questions_for(report, scale)
    rules = el("ul", *(el("li", say(f"pupils-rule-{i}")) for i in (1, 2, 3)))
    return _section(
        "pupils-talk",
        say("pupils-talk-title"),
        el("p", say("pupils-talk-lead"), class_="lead"),
        rules,
        el("ol", *(el("li", q) for q in questions), class_="big"),
    )


def pupils_agree(report: Report) -> Fragment:
    """Return lines to write on, and what pupils may expect to hear."""
    say = report.say
    lines = [el("p", say(f"pupils-write-{i}"), class_="write") for i in (1, 2, 3, 4)]
    return _section(
        "pupils-agree",
        say("pupils-agree-title"),
        *lines,
        el("p", say("pupils-promise"), class_="lead"),
    )
