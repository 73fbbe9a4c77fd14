"""Ontdekken: each condition's questions in one rhythm: sentence, figure, talk."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.display.figures_items import (
    by_agreement,
    item_chart,
    item_key,
    item_label,
    layout_of,
)
from aspiratie.display.fragment import Fragment, el
from aspiratie.display.parts import (
    NOTHING,
    paragraphs,
    part,
    score_sentence,
    talk,
)
from aspiratie.display.plan import figure_name, figure_number, item_scales
from aspiratie.display.tables import Cell, figure, table, withheld
from aspiratie.display.view import Json, Report, offers_no_opinion, shown
from aspiratie.display.wording import (
    count_text,
    first_by,
    most_divided,
    portion,
    portion_text,
    quoted,
    reason_text,
    share_text,
)

__all__ = ["condition_details", "item_sentences", "questions_for"]


def condition_details(report: Report) -> Fragment:
    """Return the part with every condition's questions, in one rhythm.

    Each has its definition, the plain sentences, the figure, and questions to talk about.
    Rules: the item with most and with least agreement are named with their shares; pupils
    are called divided from 25 per cent on each side.
    """
    found = item_scales(report)
    if not found:
        return NOTHING
    layout = layout_of([i for s in found for i in report.items_of(s["name"])])
    sections = []
    for scale in found:
        items = report.items_of(scale["name"])
        name = figure_name(f"items-{scale['name']}")
        heading = report.text(scale["title"])
        title = report.say("figure-items", title=heading)
        drawn = figure(
            report,
            name,
            figure_number(report, name),
            title,
            item_chart(report, name, items, layout, title),
            _item_table(report, items, title),
            key=item_key(report, items),
            notes=_item_notes(report, items),
        )
        anchor = f"condition-{scale['name'].lower()}"
        sections.append(
            el(
                "section",
                el("h3", report.rich(scale["title"]), id=f"{anchor}-title"),
                el("p", report.rich(scale["definition"]), class_="definition"),
                el("p", " ".join([*score_sentence(report, scale), *item_sentences(report, items)])),
                paragraphs(*_cautions(report, items), class_="caution"),
                drawn,
                talk(report, questions_for(report, scale), level=4),
                id=anchor,
                class_="condition",
                aria_labelledby=f"{anchor}-title",
            )
        )
    lead = el("p", report.say("details-lead"), class_="lead")
    title = report.say("title-details")
    return part(report, "condition-details", "discover", title, lead, *sections)


def _answer(report: Report, item: Json, *, high: bool) -> str:
    """Return the word for one side: "eens", or the pole's label for other answers."""
    categories = item["categories"]
    if not categories or "oneens" in str(categories[0]["nl"]).casefold():
        return report.say("pole-agree" if high else "pole-disagree")
    label = categories[-1 if high else 0]
    return report.say("pole-toward", label=report.text(label))


def item_sentences(report: Report, items: Sequence[Json]) -> list[str]:
    """Tell which item has most agreement and which least, and which divides pupils."""

    def agreement(item: Json) -> float | None:
        part = portion(item["distribution"], "high")
        return part.middle if part else None

    top = first_by(items, agreement, largest=True)
    bottom = first_by(items, agreement, largest=False)
    if top is None or bottom is None:
        return []

    def told(message: str, item: Json) -> str:
        return report.say(
            message,
            answer=_answer(report, item, high=True),
            title=quoted(report, item["title"]),
            share=portion_text(report, portion(item["distribution"], "high")),
            n=report.numbers.n(item["distribution"]["n"]),
        )

    if top is bottom:
        out = [told("item-only", top)]
    elif agreement(top) == agreement(bottom):
        out = [told("item-equal", top)]
    else:
        out = [told("item-most", top), told("item-least", bottom)]
    divided = most_divided(items)
    if divided is not None:
        spread = divided["distribution"]
        out.append(
            report.say(
                "item-divided",
                title=quoted(report, divided["title"]),
                agree=portion_text(report, portion(spread, "high")),
                disagree=portion_text(report, portion(spread, "low")),
                yes=_answer(report, divided, high=True),
                no=_answer(report, divided, high=False),
                n=report.numbers.n(spread["n"]),
            )
        )
    return out


def _cautions(report: Report, items: Sequence[Json]) -> list[str]:
    return [
        report.say("item-no-opinion", title=quoted(report, i["title"]))
        for i in items
        if i["mostly_no_opinion"]
    ]


def _item_notes(report: Report, items: Sequence[Json]) -> list[str]:
    steps = [i["distribution"]["step"] for i in items if shown(i["distribution"])]
    notes = [report.say("note-items")]
    if any(map(offers_no_opinion, items)):
        notes[0] = f"{notes[0]} {report.say('note-no-opinion')}"
    if len(set(steps)) > 1:
        notes.append(report.say("note-steps-differ", low=min(steps), high=max(steps)))
    elif steps and steps[0] > 1:
        notes.append(report.say("note-steps", step=steps[0]))
    if any(i["reversed"] for i in items):
        notes.append(report.say("note-reversed"))
    return notes


def _item_table(report: Report, items: Sequence[Json], caption: str) -> Fragment:
    say = report.say
    rows: list[list[Cell]] = []
    for item in by_agreement(items):
        spread = item["distribution"]
        row: list[Cell] = [item_label(report, item)]
        if shown(spread):
            told = "; ".join(
                f"{report.text(c['label'])}: {share_text(report, c['share'])}"
                for c in spread["classes"]
            )
            row.append(told)
        else:
            row.append(withheld(reason_text(report, spread["reason"])))
        n = item["n"]
        row.append((count_text(report, n), "num") if shown(n) else withheld(count_text(report, n)))
        row.append(share_text(report, item["no_opinion"]))
        rows.append(row)
    columns = [say("column-item"), say("column-answers"), say("column-n"), say("column-no-opinion")]
    if not any(map(offers_no_opinion, items)):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return table(caption, columns, rows)


def questions_for(report: Report, scale: Json) -> list[str]:
    """Return two questions to talk about a scale: its own, or general ones."""
    name = scale["name"].replace("_", "-")
    title = quoted(report, scale["title"])
    return [
        report.say(f"talk-{name}-{i}")
        if report.say.has(f"talk-{name}-{i}")
        else report.say(f"talk-any-{i}", title=title)
        for i in (1, 2)
    ]
