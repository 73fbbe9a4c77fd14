"""Begrijpen: dreaming and doing, the ladder of participation, and where most can change.

A part is left out where the questionnaire doesn't ask for it, and says why where the
answers are hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from aspiratie.display.figures_counts import ladder_chart, profile_chart
from aspiratie.display.figures_priority import priority_chart
from aspiratie.display.fragment import Child, Fragment, el, join
from aspiratie.display.parts import NOTHING, paragraphs, part
from aspiratie.display.plan import (
    figure_name,
    figure_number,
    has_ladder,
    has_priority,
    has_profile,
    priority_rows,
)
from aspiratie.display.tables import Cell, figure, table, withheld
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import (
    informant_name,
    interval_text,
    listed,
    mean_text,
    place,
    quoted,
    reason_text,
    share_text,
)

__all__ = ["aspiration_profile", "ladder", "priority", "priority_scales"]

#: As many conditions as the text names; the figure shows all.
MOST_NAMED = 3


def aspiration_profile(report: Report) -> Fragment:
    """Return the part "Dromen en doen": shares of the four fields, and of those near a border."""
    say, profile = report.say, report.data["profile"]
    title = say("title-profile")
    if not has_profile(report):
        if profile["reason"] in ("not_asked", "no_data"):
            return NOTHING
        why = reason_text(report, profile["reason"])
        return part(report, "profile", "understand", title, el("p", say("profile-hidden", why=why)))
    name = figure_name("profile")
    by_name = {c["name"]: share_text(report, c["share"]) for c in profile["classes"]}
    rows: list[list[Cell]] = []
    for c in profile["classes"]:
        label = say(f"profile-{c['name']}")
        told = say(
            "range", low=report.numbers.whole(c["low"]), high=report.numbers.percent(c["high"])
        )
        rows.append(
            [
                label,
                say(f"profile-{c['name']}-means"),
                share_text(report, c["share"]),
                (told, "num"),
            ]
        )
    columns = ("column-field", "column-meaning", "column-share", "column-range")
    caption = say("figure-profile", n=report.numbers.n(profile["n"]))
    drawn = figure(
        report,
        name,
        figure_number(report, name),
        caption,
        profile_chart(report, name, profile, caption),
        table(caption, [say(c) for c in columns], rows),
        notes=[say("note-profile"), _profile_steps(report, profile)],
    )
    lead = say(
        "profile-lead",
        share=by_name.get("aspiration", say("hidden-no-data")),
        n=report.numbers.n(profile["n"]),
    )
    return part(
        report,
        "profile",
        "understand",
        title,
        el("p", lead, class_="lead"),
        paragraphs(say("profile-what")),
        drawn,
    )


def _profile_steps(report: Report, profile: Json) -> str:
    return report.say("note-steps", step=profile["step"]) if profile["step"] > 1 else ""


def ladder(report: Report) -> Fragment:
    """Return the part of Hart's ladder: how each informant sees pupils' part; no ranking."""
    say, asked = report.say, report.data["ladder"]
    if not asked:
        return NOTHING
    title = say("title-ladder")
    head = el("p", say("ladder-lead"), class_="lead")
    if not has_ladder(report):
        why = reason_text(report, asked[0]["distribution"]["reason"])
        return part(
            report, "ladder", "understand", title, head, el("p", say("ladder-hidden", why=why))
        )
    name = figure_name("ladder")
    told = [el("li", line) for who in asked if (line := _most_chosen(report, who))]
    drawn = figure(
        report,
        name,
        figure_number(report, name),
        say("figure-ladder"),
        ladder_chart(report, name, asked, say("figure-ladder")),
        _ladder_table(report, asked),
        notes=[say("note-ladder")],
    )
    return part(
        report,
        "ladder",
        "understand",
        title,
        head,
        paragraphs(say("ladder-not-better")),
        el("ul", *told) if told else None,
        drawn,
        el("p", say("ladder-talk")),
    )


def _most_chosen(report: Report, who: Json) -> str:
    """Tell the form that most chose; nothing where two are equal, hidden or put together."""
    spread = who["distribution"]
    if not shown(spread):
        return ""
    known = [c for c in spread["classes"] if shown(c["share"]) and c["share"]["state"] != "below"]
    if not known:
        return ""
    top = max(c["share"]["percent"] for c in known)
    first = [c for c in known if c["share"]["percent"] == top]
    if len(first) > 1 or len(first[0]["members"]) > 1:
        return ""
    return report.say(
        "ladder-most",
        person=informant_name(report, who["informant"], "people"),
        label=quoted(report, first[0]["label"]),
        share=share_text(report, first[0]["share"]),
        n=report.numbers.n(spread["n"]),
    )


def _ladder_table(report: Report, asked: Sequence[Json]) -> Fragment:
    rows: list[list[Cell]] = []
    for who in asked:
        spread = who["distribution"]
        person = informant_name(report, who["informant"], "title")
        if not shown(spread):
            rows.append([person, withheld(reason_text(report, spread["reason"])), "", ""])
            continue
        rows += [
            [
                person,
                report.rich(c["label"]),
                (share_text(report, c["share"]), "num"),
                (report.numbers.whole(spread["n"]), "num"),
            ]
            for c in spread["classes"]
        ]
    names = ("column-who", "column-form", "column-share", "column-n")
    return table(report.say("figure-ladder"), [report.say(c) for c in names], rows)


def priority_scales(report: Report) -> list[Json]:
    """Return conditions to look at first, the strongest association first.

    Rule: the score is not above the middle one of this school's conditions, and its interval
    lies below that of the highest score; the association is not below the middle one, and
    its interval lies above zero.
    """
    rows = [(report.scales[a["scale"]], a) for a in priority_rows(report)]
    if len(rows) < 2:
        return []
    middle_score = median(place(s, s["score"]["mean"]) for s, _ in rows)
    middle_link = median(a["association"] for _, a in rows)
    best, _ = max(rows, key=lambda row: place(row[0], row[0]["score"]["mean"]))
    least = place(best, best["score"]["low"])
    chosen = [
        (s, a)
        for s, a in rows
        if place(s, s["score"]["mean"]) <= middle_score
        and place(s, s["score"]["high"]) < least
        and a["association"] >= middle_link
        and a["low"] > 0
    ]
    return [s for s, _ in sorted(chosen, key=lambda pair: -pair[1]["association"])]


def priority(report: Report) -> Fragment:
    """Return the part "Waar kan het meest veranderen": score beside association."""
    if not has_priority(report):
        return NOTHING
    say = report.say
    outcome = report.text(report.data["outcome"]["title"])
    rows = sorted(
        ((report.scales[a["scale"]], a) for a in priority_rows(report)),
        key=lambda pair: -pair[1]["association"],
    )
    found = priority_scales(report)
    quotedoutcome = quoted(report, outcome)
    if found:
        names = listed(report, [quoted(report, s["title"]) for s in found[:MOST_NAMED]])
        lead = say("priority-lead", names=names, outcome=quotedoutcome)
    else:
        lead = say("priority-none", outcome=quotedoutcome)
    name = figure_name("priority")
    caption = say("figure-priority", outcome=quotedoutcome)
    cells: list[list[Cell]] = [
        [
            report.rich(s["title"]),
            (mean_text(report, s["score"]), "num"),
            (report.numbers.whole(s["score"]["n"]), "num"),
            (report.numbers.decimal(a["association"], 2), "num"),
            (interval_text(report, {"low": a["low"], "high": a["high"]}, places=2), "num"),
            (report.numbers.whole(a["n"]), "num"),
        ]
        for s, a in rows
    ]
    columns = [
        "column-scale",
        "column-school",
        "column-n",
        "column-link",
        "column-range",
        "column-region-n",
    ]
    children: list[Child] = [
        el("p", lead, class_="lead"),
        paragraphs(say("priority-not-cause"), class_="caution"),
        figure(
            report,
            name,
            figure_number(report, name),
            caption,
            priority_chart(report, name, rows, caption, outcome),
            table(caption, [say(c) for c in columns], cells),
            notes=[say("note-priority", n=report.numbers.n(rows[0][1]["n"]))],
        ),
    ]
    return part(report, "priority", "understand", say("title-priority"), join(children))
