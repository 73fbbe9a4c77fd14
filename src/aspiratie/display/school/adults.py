"""Sheet 4: adults beside pupils on the same questions, the widest gaps first."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.disclosure.shape import Compared, Count, Exact, Gap, Hidden, Informant, InformantItem
from aspiratie.display.figure import Cell, Row, Strip, Table, share_axis
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.findings import gaps
from aspiratie.display.school.questions import favourable_note, percents
from aspiratie.display.words import MARKS, gap_columns, kind_of, listed, reason_words, share_words

__all__ = ["adults", "gaps_table"]

#: As many questions as stand on the sheet; the appendix has all.
WIDEST = 6


def adults(report: SchoolReport) -> Fragment:
    """Return the sheet with adults beside pupils, or nothing where no adult was asked.

    Rules: a gap is that of the printed shares; it is told as a difference only where its test
    says so, in one family over the questions of an informant.
    """
    asked = report.release.informants
    if not asked:
        return NOTHING
    say = report.say
    told = [f for f in gaps(report) if isinstance(f[1].label, Compared)]
    clear = [f for f in told if f[1].label.label in ("higher", "lower")]  # type: ignore[union-attr]
    if clear:
        people = list(dict.fromkeys(who.informant for who, _ in clear))
        title = say("adults-title", people=_people(report, people), count=len(clear))
    elif told:
        title = say("adults-alike-title")
    else:
        title = say("adults-hidden-title")
    rows = (clear or told)[:WIDEST]
    return render(
        "school/adults.html.j2",
        say=say,
        title=title,
        lines=[_line(report, who) for who in asked],
        few=say("adults-few") if rows and not clear else "",
        table=gaps_table(report, "volwassenen", rows) if rows else None,
    )


def _people(report: SchoolReport, informants: Sequence[str]) -> str:
    return listed(report, [report.say("informant-many", informant=who) for who in informants])


def _line(report: SchoolReport, who: Informant) -> str:
    say = report.say
    people = say("informant-people", informant=who.informant)
    if not isinstance(who.n, Count):
        why = reason_words(report, who.n.reason)
        return say("adults-line-hidden", people=people, why=why)
    n = report.numbers.n(who.n.value)
    tested = [i for i in who.items if isinstance(i.label, Compared)]
    clear = [i for i in tested if i.label.label in ("higher", "lower")]  # type: ignore[union-attr]
    if not tested:
        return say("adults-line-none", people=people, n=n)
    if not clear:
        return say("adults-line-alike", people=people, n=n, asked=len(tested))
    return say("adults-line", people=people, n=n, count=len(clear), asked=len(tested))


def gaps_table(
    report: SchoolReport, name: str, rows: list[tuple[Informant, InformantItem]]
) -> Table:
    """Return questions as a figure: pupils, adults, and the gap between the printed shares."""
    say = report.say
    made = []
    for who, item in rows:
        own = report.items.get(item.name)
        asked = report.marked(own.title if own else item.title)
        people = say("informant-people", informant=who.informant)
        turned = favourable_note(report, own) if own else ""
        label = item.label
        word = (
            Cell(
                text=f"{MARKS[label.label]} {say(f'adults-word-{label.label}')}",
                kind=kind_of(label),
            )
            if isinstance(label, Compared) and label.label in MARKS
            else Cell(text=say("not-compared"), kind="hidden")
        )
        made.append(
            Row(
                label=asked,
                note=f"{people} {turned}".strip(),
                strip=_strip(item),
                cells=(
                    _cell(report, item.pupils),
                    _cell(report, item.theirs),
                    _gap_cell(report, item),
                    word,
                ),
            )
        )
    return Table(
        name=name,
        caption=say("caption-gaps"),
        head=say("column-question"),
        columns=gap_columns(report),
        rows=tuple(made),
        axis=share_axis(percents(report)),
    )


def _cell(report: SchoolReport, share: object) -> Cell:
    hidden = isinstance(share, Hidden)
    return Cell(text=share_words(report, share), kind="hidden" if hidden else "num")  # type: ignore[arg-type]


def _gap_cell(report: SchoolReport, item: InformantItem) -> Cell:
    if (
        isinstance(item.gap, Gap)
        and isinstance(item.theirs, Exact)
        and isinstance(item.pupils, Exact)
    ):
        return Cell(text=report.numbers.points(item.theirs.percent - item.pupils.percent))
    return Cell(text=report.say("not-shown"), kind="hidden")


def _strip(item: InformantItem) -> Strip | None:
    if isinstance(item.pupils, Hidden):
        return None
    other = None if isinstance(item.theirs, Hidden) else float(item.theirs.percent)
    return Strip(point=float(item.pupils.percent), other=other, kind="")
