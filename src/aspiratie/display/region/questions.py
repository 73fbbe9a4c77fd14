"""The questions on which schools of a region differ most."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.disclosure.shape import Hidden, RegionItem
from aspiratie.display.figure import Cell, Column, Kind, Row, Strip, Table, share_axis
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.region.findings import spread_items
from aspiratie.display.region.phrases import count_cells, count_columns
from aspiratie.display.report import RegionReport
from aspiratie.display.words import listed, quoted, share_words

__all__ = ["items_table", "questions"]

#: As many questions as stand on the sheet; the appendix has all.
WIDEST = 8


def questions(report: RegionReport) -> Fragment:
    """Return the sheet with the questions on which schools differ most.

    Rules: only questions on which some school stands apart by its label, by the width between the
    printed shares of the middle half of the schools; where there is none, that is said.
    """
    say = report.say
    tested = [i for i in report.release.items if any(n for n in i.labels.values())]
    if not tested:
        return NOTHING
    told = spread_items(report)
    shown = told[:WIDEST]
    title = say("regio-questions-title") if shown else say("regio-questions-none")
    lead = say("regio-questions-lead", count=len(told), all=len(tested), shown=len(shown))
    return render(
        "region/questions.html.j2",
        say=say,
        title=title,
        lead=lead,
        table=items_table(report, "vragen-tabel", shown) if shown else None,
    )


def favourable_note(report: RegionReport, item: RegionItem) -> str:
    """Return which answers are the favourable ones where agreeing lowers the score."""
    if not item.reversed:
        return ""
    answers = item.categories[: len(item.categories) // 2]
    words = listed(report, [quoted(report, report.text(c)) for c in answers])
    return report.say("favourable-answers", answers=words)


def items_table(
    report: RegionReport, name: str, items: Sequence[RegionItem], *, kind: str = "f"
) -> Table:
    """Return questions as a figure: the region's share, the middle half of the schools, marks."""
    say, write = report.say, report.numbers.percent
    rows = []
    for item in items:
        share, spread = item.favourable.share, item.spread
        shown: Kind = "hidden" if isinstance(share, Hidden) else "num"
        low = None if isinstance(spread, Hidden) else float(spread.low)
        high = None if isinstance(spread, Hidden) else float(spread.high)
        half = Cell(text=say("not-shown"), kind="hidden")
        if low is not None and high is not None:
            half = Cell(text=say("regio-half", low=report.numbers.whole(low), high=write(high)))
        labels = {str(k): n for k, n in item.labels.items()}
        counts = count_cells(report, labels)
        if not any(labels.values()):
            counts = [Cell(text=say("not-compared"), kind="hidden")] * 2
        rows.append(
            Row(
                label=report.marked(item.title),
                note=favourable_note(report, item),
                strip=None
                if isinstance(share, Hidden)
                else Strip(point=float(share.percent), low=low, high=high, kind=""),
                cells=(Cell(text=share_words(report, share), kind=shown), half, *counts),
            )
        )
    return Table(
        name=name,
        caption=say("regio-caption-questions"),
        head=say("column-question"),
        columns=(
            Column(title=say("column-region")),
            Column(title=say("regio-column-half"), short=say("regio-column-half")),
            *count_columns(report),
        ),
        rows=tuple(rows),
        axis=share_axis((write(0), write(50), write(100))),
        kind=kind,
    )
