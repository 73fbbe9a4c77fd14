"""Begrijpen: differences between groups of one school, and between years.

Both parts always have their heading, and say in one line why nothing is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aspiratie.display.figures_counts import group_label, group_name
from aspiratie.display.figures_panels import groups_chart, waves_chart
from aspiratie.display.fragment import Fragment, el
from aspiratie.display.parts import part
from aspiratie.display.plan import (
    figure_name,
    figure_number,
    has_groups,
    has_waves,
    visible_groups,
    visible_waves,
)
from aspiratie.display.school_brief import change_sentences
from aspiratie.display.tables import Cell, figure, table, withheld
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import (
    count_text,
    interval_text,
    listed,
    mean_text,
    number_word,
    quoted,
)
from aspiratie.schools.rounded import compare_rounded

__all__ = ["development", "divided_groups", "group_differences"]

#: As many conditions as the text names where groups stand apart; the figure shows all.
MOST_NAMED = 3

Panel = tuple[Json, list[tuple[str, Json]]]


def divided_groups(report: Report) -> list[tuple[Json, tuple[str, Json], tuple[str, Json]]]:
    """Return conditions on which two groups differ by a test, widest apart first.

    All pairs of groups on all conditions are one family, compared by
    :func:`aspiratie.schools.rounded.compare_rounded` at the report's alpha: a difference holds
    whatever the rounding took away.

    Returns
    -------
    list of (scale, (label, score), (label, score))
        Of the pairs that differ the one that is widest apart, the higher group first.
    """
    groups, scales = visible_groups(report), report.conditions
    if len(groups) < 2 or not scales:
        return []
    n, mean, low, high, unit = (
        np.array([[_number(g, s, key) for g in groups] for s in scales])
        for key in ("n", "mean", "low", "high", "step")
    )
    alpha = report.data["rules"]["alpha"]
    differ = compare_rounded(n, mean, low, high, unit=unit) <= alpha
    found = []
    for scale, means, pairs in zip(scales, mean, differ, strict=True):
        if not pairs.any():
            continue
        distance = np.where(pairs, means[:, None] - means[None, :], -np.inf)
        top, bottom = (groups[int(i)] for i in np.unravel_index(distance.argmax(), distance.shape))
        ends = [(group_label(report, g), g["scores"][scale["name"]]) for g in (top, bottom)]
        found.append((scale, ends[0], ends[1]))
    return sorted(found, key=lambda f: -(f[1][1]["mean"] - f[2][1]["mean"]))


def _number(group: Json, scale: Json, key: str) -> float:
    """Return a number of a group's score, NaN where it is hidden or was not asked."""
    score = group["scores"].get(scale["name"])
    return float(score[key]) if shown(score) else float("nan")


def _score_panels(report: Report, tables: Sequence[tuple[str, Json]]) -> list[Panel]:
    return [
        (s, [(label, t["scores"][s["name"]]) for label, t in tables if s["name"] in t["scores"]])
        for s in report.conditions
        if any(s["name"] in t["scores"] and shown(t["scores"][s["name"]]) for _, t in tables)
    ]


def _panel_table(
    report: Report, caption: str, panels: Sequence[Panel], tables: Sequence[tuple[str, Json]]
) -> Fragment:
    rows: list[list[Cell]] = []
    for scale, scores in panels:
        by_label = dict(scores)
        row: list[Cell] = [report.rich(scale["title"])]
        for label, _ in tables:
            score = by_label.get(label)
            if score is None or not shown(score):
                row.append(withheld(mean_text(report, score)))
            else:
                row.append(
                    report.say(
                        "panel-score",
                        mean=mean_text(report, score),
                        interval=interval_text(report, score),
                        n=report.numbers.n(score["n"]),
                    )
                )
        rows.append(row)
    columns = [report.say("column-scale"), *(label for label, _ in tables)]
    return table(caption, columns, rows)


def group_differences(report: Report) -> Fragment:
    """Return the part "Verschillen binnen de school": groups by conditions.

    Rule: groups are said to stand apart only where :func:`divided_groups` finds it by a test.
    """
    say = report.say
    title = say("title-groups")
    if not has_groups(report):
        return part(report, "groups", "understand", title, el("p", say("groups-none")))
    tables = [(group_label(report, g), g) for g in report.data["groups"]]
    panels = _score_panels(report, tables)
    divided = divided_groups(report)
    lines = [
        say(
            "groups-apart",
            title=quoted(report, scale["title"]),
            top=top[0],
            high=mean_text(report, top[1]),
            high_n=report.numbers.n(top[1]["n"]),
            bottom=bottom[0],
            low=mean_text(report, bottom[1]),
            low_n=report.numbers.n(bottom[1]["n"]),
        )
        for scale, top, bottom in divided[:MOST_NAMED]
    ]
    if not divided:
        lead = say("groups-alike")
    else:
        word = number_word(report, len(divided))
        lead = say("groups-lead", word=word, count=len(divided))
    name = figure_name("groups")
    drawn = figure(
        report,
        name,
        figure_number(report, name),
        say("figure-groups"),
        groups_chart(report, name, panels, say("figure-groups")),
        _panel_table(report, say("figure-groups"), panels, tables),
        notes=[say("note-groups"), _merged_note(report)],
    )
    return part(
        report,
        "groups",
        "understand",
        title,
        el("p", lead, class_="lead"),
        el("ul", *(el("li", line) for line in lines)) if lines else None,
        drawn,
    )


def _merged_note(report: Report) -> str:
    parts = [
        report.say(
            "merged-members",
            label=group_name(report, g["label"]),
            members=listed(report, [group_name(report, m) for m in g["members"]]),
        )
        for g in report.data["groups"]
        if g["merged"]
    ]
    return " ".join(parts)


def development(report: Report) -> Fragment:
    """Return the part "Ontwikkeling": at most four waves of one version of the questionnaire.

    Rule: only tested changes since the last wave are told as changes.
    """
    say = report.say
    title = say("title-development")
    lead = el("p", " ".join(change_sentences(report)), class_="lead")
    if not has_waves(report):
        return part(report, "development", "understand", title, lead)
    tables = [(w["wave"], w) for w in visible_waves(report)]
    panels = _score_panels(report, tables)
    name = figure_name("development")
    others = [w["wave"] for w in report.data["waves"] if not w["same_version"]]
    numbers = "; ".join(f"{label}: {count_text(report, w['n'])}" for label, w in tables)
    notes = [say("note-waves", numbers=numbers)]
    if others:
        notes.append(say("note-other-version", waves=listed(report, others)))
    drawn = figure(
        report,
        name,
        figure_number(report, name),
        say("figure-development"),
        waves_chart(report, name, panels, say("figure-development")),
        _panel_table(report, say("figure-development"), panels, tables),
        notes=notes,
    )
    return part(report, "development", "understand", title, lead, drawn)
