"""Sheet 2: the questions on which the school stands furthest from the region, and the best ones.

A question is told by its share of favourable answers: of agreement, or of disagreement where
agreeing lowers the score. The difference is that of the printed shares.
"""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.disclosure.shape import Exact, Hidden, Item, Share, ShareMark
from aspiratie.display.figure import Cell, Column, Row, Strip, Table, share_axis
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.findings import compared_items, findings, telling_items
from aspiratie.display.school.messages import most_positive
from aspiratie.display.words import kind_of, label_cell, listed, quoted, share_words

__all__ = ["favourable_note", "items_table", "percents", "questions"]

#: As many questions as stand in a table: that differ, that may differ by chance, the best ones.
FURTHEST, PERHAPS, BEST = 6, 4, 4


def questions(report: SchoolReport) -> Fragment:
    """Return the sheet with the questions that differ most from the region, and the best ones.

    Rules: questions that differ by a test come first, widest difference first, at most six;
    where none does, that is what the sheet says, above the four widest differences. At most four
    questions that more than half are positive about follow.
    """
    say = report.say
    telling, compared = telling_items(report), compared_items(report)
    best = most_positive(report, BEST)
    if not best and not compared:
        return NOTHING
    far = telling[:FURTHEST] or compared[:PERHAPS]
    if telling:
        title = say("questions-title", count=len(far))
        lead = say("questions-lead", all=len(compared), count=len(telling), shown=len(far))
    elif compared:
        title, lead = say("questions-none-title"), say("questions-none-lead", all=len(compared))
        if findings(report).apart:
            lead = f"{lead} {say('questions-none-but')}"
    else:
        title, lead = say("questions-best-title"), say("questions-best-lead")
    return render(
        "school/questions.html.j2",
        say=say,
        title=title,
        lead=lead,
        far=items_table(
            report,
            "verschil",
            far,
            say("caption-questions", **_region(far, report)),
            judged=True,
        )
        if far
        else None,
        best=items_table(report, "positief", best, say("caption-best"), judged=False)
        if best
        else None,
        best_title=say("questions-best-title") if far else None,
    )


def _region(items: Sequence[Item], report: SchoolReport) -> dict[str, str | int]:
    marks = [i.region for i in items if isinstance(i.region, ShareMark)]
    return {
        "schools": max((m.schools for m in marks), default=0),
        "n": report.numbers.n(max((m.n for m in marks), default=0)),
    }


def percents(report: SchoolReport) -> tuple[str, str, str]:
    """Return how the ticks of an axis of shares are written."""
    write = report.numbers.percent
    return (write(0), write(50), write(100))


def favourable_note(report: SchoolReport, item: Item) -> str:
    """Return which answers are the favourable ones where agreeing lowers the score."""
    if not item.reversed:
        return ""
    k = len(item.categories)
    answers = [quoted(report, report.text(c)) for c in item.categories[: k // 2]]
    return report.say("favourable-answers", answers=listed(report, answers))


def items_table(
    report: SchoolReport, name: str, items: Sequence[Item], caption: str, *, judged: bool
) -> Table:
    """Return questions as a figure: school and region; if judged, difference and the word."""
    say = report.say
    beside = any(not isinstance(i.region, Hidden) for i in items)
    columns = [Column(title=say("column-school"))]
    if beside:
        columns.append(Column(title=say("column-region"), short=say("column-region")))
    if beside and judged:
        columns += [
            Column(title=say("column-difference"), short=say("column-difference")),
            Column(title=say("column-beside"), kind="word"),
        ]
    rows = []
    for item in items:
        own, region = item.favourable.share, item.region
        cells = [_share_cell(report, own)]
        if beside:
            cells.append(_mark_cell(report, region))
        if beside and judged:
            cells += [_points_cell(report, own, region), label_cell(report, item.label)]
        rows.append(
            Row(
                label=report.marked(item.title),
                note=favourable_note(report, item),
                strip=_strip(item, own, region, judged=judged),
                cells=tuple(cells),
            )
        )
    return Table(
        name=name,
        caption=caption,
        head=say("column-question"),
        columns=tuple(columns),
        rows=tuple(rows),
        axis=share_axis(percents(report)),
    )


def _share_cell(report: SchoolReport, share: Share | Hidden) -> Cell:
    kind = "hidden" if isinstance(share, Hidden) else "num"
    return Cell(text=share_words(report, share), kind=kind)  # type: ignore[arg-type]


def _mark_cell(report: SchoolReport, mark: ShareMark | Hidden) -> Cell:
    if isinstance(mark, Hidden):
        return Cell(text=report.say("not-shown"), kind="hidden")
    return Cell(text=report.numbers.percent(mark.percent))


def _points_cell(report: SchoolReport, own: Share | Hidden, other: ShareMark | Hidden) -> Cell:
    if isinstance(own, Exact) and isinstance(other, ShareMark):
        return Cell(text=report.numbers.points(own.percent - other.percent))
    return Cell(text=report.say("not-shown"), kind="hidden")


def _strip(
    item: Item, own: Share | Hidden, region: ShareMark | Hidden, *, judged: bool
) -> Strip | None:
    if isinstance(own, Hidden):
        return None
    mark = float(region.percent) if isinstance(region, ShareMark) else None
    kind = kind_of(item.label) if judged else "same"
    return Strip(
        point=float(own.percent), mark=mark, join=True, kind="same" if kind == "hidden" else kind
    )
