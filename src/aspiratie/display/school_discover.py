"""Ontdekken: who took part, how to read, principles and conditions."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.display.figures_counts import (
    group_label,
    group_name,
    participation_chart,
    response_text,
)
from aspiratie.display.figures_scores import Group, example_chart, score_chart
from aspiratie.display.fragment import Fragment, el, join
from aspiratie.display.parts import (
    NOTHING,
    capital,
    condition_noun,
    may_compare,
    may_compare_notes,
    paragraphs,
    part,
    region_sentences,
)
from aspiratie.display.plan import figure_name, figure_number, item_scales
from aspiratie.display.school_brief import unreliable_sentence
from aspiratie.display.tables import Cell, figure, table, withheld
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import (
    comparison_words,
    interval_text,
    listed,
    mean_text,
    named,
    number_word,
    quoted,
    reason_text,
)

__all__ = ["conditions", "participation", "principles", "reading_guide"]

#: Response from which a school is said to have heard most of its pupils, and half of them.
MOST, HALF = 80, 50

#: Points of response by which a group must stay behind before it is named.
BEHIND = 10


def participation(report: Report) -> Fragment:
    """Return the part "Wie deden mee": response of the school and of each group.

    Rules: from 80 per cent on "een groot deel", from 50 on "meer dan de helft" (or half),
    under 50 a caution. A group is named where its response is at least ten points under
    the highest.
    """
    say, data = report.say, report.data["participation"]
    n, enrolled, groups = data["n"], data["enrolled"], data["groups"]
    if not shown(n):
        lead = say("participation-hidden", why=reason_text(report, n["reason"]))
    elif not enrolled:
        lead = say("participation-n", n=report.numbers.whole(n["value"]))
    else:
        percent = min(100.0, 100 * n["value"] / enrolled)
        level = "most" if percent >= MOST else "half" if percent >= HALF else "few"
        lead = say(
            "participation-of",
            n=report.numbers.whole(n["value"]),
            enrolled=report.numbers.whole(enrolled),
            percent=report.numbers.percent(percent),
        )
        lead = f"{lead} {say(f'participation-{level}')}"
    told = [el("p", lead, class_="lead"), _behind(report, groups), _merged(report, groups)]
    if groups:
        name = figure_name("participation")
        title = say("figure-participation")
        rows = [
            (group_label(report, g), *_response_cells(report, g["n"], g["enrolled"]))
            for g in groups
        ]
        columns = [
            say("column-group"),
            say("column-n"),
            say("column-enrolled"),
            say("column-response"),
        ]
        told.append(
            figure(
                report,
                name,
                figure_number(report, name),
                title,
                participation_chart(report, name, groups, title),
                table(title, columns, rows),
            )
        )
    else:
        told.append(el("p", say("participation-no-groups")))
    return part(report, "participation", "discover", say("title-participation"), *told)


def _response_cells(report: Report, n: Json, enrolled: int | None) -> list[Cell]:
    total: Cell = (
        (report.numbers.whole(enrolled), "num") if enrolled else report.say("hidden-no-data")
    )
    if not shown(n):
        return [withheld(reason_text(report, n["reason"])), total, report.say("hidden-no-data")]
    share = report.numbers.percent(min(100.0, 100 * n["value"] / enrolled)) if enrolled else None
    return [
        (report.numbers.whole(n["value"]), "num"),
        total,
        (share, "num") if share else report.say("hidden-no-data"),
    ]


def _behind(report: Report, groups: Sequence[Json]) -> Fragment | None:
    known = [g for g in groups if shown(g["n"]) and g["enrolled"]]
    if len(known) < 2:
        return None
    percents = [100 * g["n"]["value"] / g["enrolled"] for g in known]
    lowest = min(range(len(known)), key=percents.__getitem__)
    if max(percents) - percents[lowest] < BEHIND:
        return el("p", report.say("participation-even"))
    group = known[lowest]
    return el(
        "p",
        report.say(
            "participation-behind",
            group=group_label(report, group),
            response=response_text(report, group["n"], group["enrolled"]),
        ),
    )


def _merged(report: Report, groups: Sequence[Json]) -> Fragment | None:
    merged = [quoted(report, group_name(report, g["label"])) for g in groups if g["merged"]]
    if not merged:
        return None
    return el(
        "p",
        report.say(
            "participation-merged", groups=listed(report, merged), count=len(merged), n=report.n_min
        ),
    )


def reading_guide(report: Report) -> Fragment:
    """Return the part "Leeswijzer": an annotated example, and what words and bars mean."""
    say = report.say
    name = figure_name("example")
    title = say("figure-example")
    rows = [
        (say(f"example-row-{k}"), say(f"example-value-{k}"))
        for k in ("dot", "line", "region", "last")
    ]
    drawn = figure(
        report,
        name,
        figure_number(report, name),
        title,
        example_chart(report, name, title),
        table(title, [say("column-mark"), say("column-meaning")], rows),
    )
    words = [
        (say("guide-higher"), say("guide-higher-means")),
        (say("guide-similar"), say("guide-similar-means")),
        (say("guide-lower"), say("guide-lower-means")),
        (say("guide-divided"), say("guide-divided-means")),
        (say("guide-hidden", n=report.n_min), say("guide-hidden-means")),
        (say("guide-about"), say("guide-about-means")),
        (say("guide-n"), say("guide-n-means")),
    ]
    bars = el("ul", *(el("li", text) for text in _about_bars(report)))
    return part(
        report,
        "reading-guide",
        "discover",
        say("title-guide"),
        el("p", say("guide-lead"), class_="lead"),
        drawn,
        table(say("guide-words"), [say("column-words"), say("column-meaning")], words),
        el("h3", say("guide-bars")) if item_scales(report) else None,
        bars if item_scales(report) else None,
    )


def _about_bars(report: Report) -> list[str]:
    """Tell how bars are read; of answers only what the questionnaire has."""
    say = report.say
    named = any(item["midpoint"] for item in report.data["items"])
    kind = "named" if named else "other"
    second = [say("guide-bars-middle", kind=kind)] if report.has_middle else []
    second += [say("guide-bars-no-opinion")] if report.asks_no_opinion else []
    told = [say("guide-bars-1"), " ".join(second), say("guide-bars-3"), say("guide-bars-4")]
    return [text for text in told if text]


def _score_table(report: Report, scales: Sequence[Json], caption: str) -> Fragment:
    say = report.say
    with_last = any(s["previous"] is not None for s in scales)
    columns = ["column-scale", "column-school", "column-range", "column-n", "column-region"]
    columns += ["column-compared"]
    rows = []
    for s in scales:
        score, region, comparison = s["score"], s["region"], s["comparison"]
        row: list[Cell] = [report.rich(s["title"])]
        if shown(score):
            row += [
                (mean_text(report, score), "num"),
                (interval_text(report, score), "num"),
                (report.numbers.whole(score["n"]), "num"),
            ]
        else:
            word = say("withheld") if score["reason"] != "unreliable" else say("not-shown")
            row += [withheld(reason_text(report, score["reason"])), withheld(word), withheld(word)]
        row.append(
            (mean_text(report, region), "num")
            if shown(region)
            else withheld(reason_text(report, region["reason"]))
        )
        row.append(comparison_words(report, comparison["label"], comparison["reason"]))
        if with_last:
            row.append(_last_cell(report, s["previous"]))
        rows.append(row)
    if with_last:
        columns.append("column-last")
    return table(caption, [say(c) for c in columns], rows)


def _last_cell(report: Report, previous: Json | None) -> Cell:
    if previous is None:
        return report.say("hidden-no-data")
    if not shown(previous["score"]):
        return withheld(reason_text(report, previous["score"]["reason"]))
    words = comparison_words(report, previous["change"], previous["reason"])
    return report.say("last-cell", mean=mean_text(report, previous["score"]), words=words)


def _region_note(report: Report, scales: Sequence[Json]) -> str:
    found = next((s["region"] for s in scales if shown(s["region"])), None)
    if found is None:
        return report.say("note-no-region")
    return report.say("note-region", schools=found["schools"], n=report.numbers.n(found["n"]))


def principles(report: Report) -> Fragment:
    """Return the part of the principles: scores, and what each asks of everybody in school."""
    scales, say = report.principles, report.say
    if not scales:
        return NOTHING
    name = figure_name("principles")
    title = say("figure-principles")
    drawn = figure(
        report,
        name,
        figure_number(report, name),
        title,
        score_chart(report, name, [("", scales)], title),
        _score_table(report, scales, title),
        notes=[_region_note(report, scales), *_left_out(report, scales)],
    )
    heading = capital(
        say("title-principles", word=number_word(report, len(scales)), count=len(scales))
    )
    lead = " ".join([say("principles-lead"), *region_sentences(report, scales)])
    meaning = join(_principle(report, s) for s in scales)
    return part(
        report, "principles", "discover", heading, el("p", lead, class_="lead"), drawn, meaning
    )


def _left_out(report: Report, scales: Sequence[Json]) -> list[str]:
    out = []
    for s in scales:
        if s["left_out"]:
            names = named(report, [report.scales[n] for n in s["left_out"]])
            out.append(report.say("left-out", title=quoted(report, s["title"]), names=names))
    return out


def _principle(report: Report, scale: Json) -> Fragment:
    say, name = report.say, scale["name"].replace("_", "-")
    tags = listed(report, [say(f"tag-{tag}") for tag in scale["tags"]])
    members = [report.scales[m] for m in scale["members"] if m in report.scales]
    return join(
        [
            el("h3", report.rich(scale["title"])),
            el("p", report.rich(scale["definition"])),
            el("p", say(f"everyone-{name}")) if say.has(f"everyone-{name}") else None,
            el("p", say("principle-tags", tags=tags)) if tags else None,
            el("p", say("principle-members", names=_all_titles(report, members)))
            if members
            else None,
        ]
    )


def _all_titles(report: Report, scales: Sequence[Json]) -> str:
    return listed(report, [quoted(report, s["title"]) for s in scales])


def conditions(report: Report) -> Fragment:
    """Return the part of the conditions: one figure, grouped by principle."""
    say = report.say
    scales = [*report.conditions, *report.others]
    if not scales:
        return NOTHING
    groups: list[Group] = [
        (report.text(p["title"]), [c for c in report.conditions if c["principle"] == p["name"]])
        for p in report.principles
    ]
    placed = {c["name"] for _, cs in groups for c in cs}
    loose = [c for c in report.conditions if c["name"] not in placed]
    groups += [("", loose), (say("heading-others"), report.others)]
    groups = [(heading, members) for heading, members in groups if members]
    name = figure_name("conditions")
    kind = "aspiration" if report.is_aspiration_model else "other"
    title = say("figure-conditions", kind=kind)
    drawn = figure(
        report,
        name,
        figure_number(report, name),
        title,
        score_chart(report, name, groups, title),
        _score_table(report, scales, title),
        notes=[_region_note(report, scales)],
    )
    lead = region_sentences(report, report.conditions) or [_none_shown(report, scales)]
    lead = [text for text in (may_compare(report, report.conditions), *lead) if text]
    heading = capital(condition_noun(report, len(report.conditions) or len(scales)))
    return part(
        report,
        "conditions",
        "discover",
        heading,
        el("p", " ".join(lead), class_="lead"),
        paragraphs(unreliable_sentence(report), class_="caution"),
        paragraphs(*may_compare_notes(report, scales)),
        drawn,
    )


def _none_shown(report: Report, scales: Sequence[Json]) -> str:
    reasons = {s["score"]["reason"] for s in scales if not shown(s["score"])}
    reason = reasons.pop() if len(reasons) == 1 else "no_data"
    return report.say("score-hidden", why=reason_text(report, reason))
