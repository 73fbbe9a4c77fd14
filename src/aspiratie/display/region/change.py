"""The region over its waves, and adults beside pupils."""

from __future__ import annotations

from aspiratie.disclosure.shape import (
    Compared,
    Count,
    Exact,
    Gap,
    Hidden,
    Informant,
    InformantItem,
    Mark,
)
from aspiratie.display.figure import Cell, Column, Row, Strip, Table, share_axis
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.region.findings import changed_scales, gaps_of, is_clear
from aspiratie.display.region.phrases import titles
from aspiratie.display.report import RegionReport
from aspiratie.display.words import (
    MARKS,
    gap_columns,
    kind_of,
    listed,
    reason_words,
    score_cell,
    share_words,
)

__all__ = ["adults", "waves"]

#: As many questions as stand on the sheet; the appendix has all.
WIDEST = 6


def waves(report: RegionReport) -> Fragment:
    """Return the conditions over the waves; nothing where there is no earlier wave.

    Rules: the first wave against the last, over the schools that took part in every wave told;
    the tests over the conditions are one family.
    """
    say = report.say
    told = [s for s in report.conditions if s.waves]
    if not told:
        return NOTHING
    first = told[0].waves[0].wave
    rose, fell = changed_scales(report, "higher"), changed_scales(report, "lower")
    shown = [s for s in told if isinstance(s.waves[-1].score, Mark)]
    if rose and fell:
        title = say("waves-both-title", wave=first, rose=len(rose), fell=len(fell))
    elif rose:
        title = say("regio-waves-rose", names=titles(report, rose), count=len(rose), wave=first)
    elif fell:
        title = say("regio-waves-fell", names=titles(report, fell), count=len(fell), wave=first)
    else:
        title = say("waves-none-title", wave=first) if shown else say("regio-waves-hidden")
    schools = max((s.waves[-1].score.schools for s in shown), default=0)  # type: ignore[union-attr]
    return render(
        "region/waves.html.j2",
        say=say,
        title=title,
        lead=say("regio-waves-lead", schools=schools) if shown else _why(report),
        table=waves_table(report) if shown else None,
    )


def _why(report: RegionReport) -> str:
    reasons = {
        s.waves[-1].score.reason
        for s in report.conditions
        if s.waves and isinstance(s.waves[-1].score, Hidden)
    }
    words = [reason_words(report, reason) for reason in sorted(reasons)]
    return report.say("regio-waves-why", why=listed(report, words))


def waves_table(report: RegionReport) -> Table:
    """Return the conditions with the region's means over the waves."""
    say = report.say
    told = [s for s in report.conditions if s.waves]
    names = [w.wave for w in told[0].waves]
    rows = []
    for scale in told:
        marks = {w.wave: w.score for w in scale.waves}
        cells = [score_cell(report, marks.get(w, Hidden(reason="not_asked"))) for w in names]
        rows.append(
            Row(
                label=report.marked(scale.title),
                cells=(*cells, _change_cell(report, scale.change.label if scale.change else None)),
            )
        )
    return Table(
        name="metingen",
        caption=say("regio-caption-waves"),
        head=say("column-scale"),
        columns=(
            *(Column(title=w, short=w) for w in names),
            Column(title=say("column-since", wave=names[0]), kind="word"),
        ),
        rows=tuple(rows),
        kind="f plain",
    )


def _change_cell(report: RegionReport, label: Compared | Hidden | None) -> Cell:
    if isinstance(label, Compared) and label.label in MARKS:
        words = report.say(f"change-word-{label.label}")
        return Cell(text=f"{MARKS[label.label]} {words}", kind=kind_of(label))
    return Cell(text=report.say("not-compared"), kind="hidden")


def adults(report: RegionReport) -> Fragment:
    """Return adults beside pupils over the region; nothing where no adult was asked.

    Rules: as in a school's report: a gap is that of the printed shares, and a difference only
    where its test says so, in one family over the questions of an informant.
    """
    asked = report.release.informants
    if not asked:
        return NOTHING
    say, told = report.say, gaps_of(report)
    clear = [(w, i) for w, i in told if isinstance(i.label, Compared) and is_clear(i.label.label)]
    if clear:
        who = dict.fromkeys(w.informant for w, _ in clear)
        people = listed(report, [say("informant-many", informant=w) for w in who])
        title = say("adults-title", people=people, count=len(clear))
    else:
        title = say("adults-alike-title" if told else "adults-hidden-title")
    rows = (clear or told)[:WIDEST]
    return render(
        "region/adults.html.j2",
        say=say,
        title=title,
        lines=[_line(report, who) for who in asked],
        table=gaps_table(report, "verschillen", rows) if rows else None,
    )


def _line(report: RegionReport, who: Informant) -> str:
    say = report.say
    people = say("informant-people", informant=who.informant)
    if not isinstance(who.n, Count):
        return say("adults-line-hidden", people=people, why=reason_words(report, who.n.reason))
    n = report.numbers.n(who.n.value)
    labels = [i.label.label for i in who.items if isinstance(i.label, Compared)]
    clear = sum(is_clear(label) for label in labels)
    if not labels:
        return say("adults-line-none", people=people, n=n)
    if not clear:
        return say("adults-line-alike", people=people, n=n, asked=len(labels))
    return say("adults-line", people=people, n=n, count=clear, asked=len(labels))


def gaps_table(
    report: RegionReport,
    name: str,
    rows: list[tuple[Informant, InformantItem]],
    *,
    kind: str = "f gaps",
) -> Table:
    """Return questions as a figure: pupils, adults, and the gap of the printed shares."""
    say, write = report.say, report.numbers.percent
    titles_of = {item.name: item.title for item in report.release.items}
    made = []
    for who, item in rows:
        word = item.label.label if isinstance(item.label, Compared) else ""
        points = item.gap.points if isinstance(item.gap, Gap) else 0
        made.append(
            Row(
                label=report.marked(titles_of.get(item.name, item.title)),
                note=say("informant-people", informant=who.informant),
                strip=_strip(item),
                cells=(
                    Cell(text=share_words(report, item.pupils)),
                    Cell(text=share_words(report, item.theirs)),
                    Cell(text=report.numbers.points(points)),
                    Cell(
                        text=f"{MARKS[word]} {say(f'adults-word-{word}')}",
                        kind=kind_of(item.label),
                    )
                    if word in MARKS
                    else Cell(text=say("not-compared"), kind="hidden"),
                ),
            )
        )
    return Table(
        name=name,
        caption=say("caption-gaps"),
        head=say("column-question"),
        columns=gap_columns(report),
        rows=tuple(made),
        axis=share_axis((write(0), write(50), write(100))),
        kind=kind,
    )


def _strip(item: InformantItem) -> Strip | None:
    if not (isinstance(item.pupils, Exact) and isinstance(item.theirs, Exact)):
        return None
    return Strip(point=float(item.pupils.percent), other=float(item.theirs.percent), kind="")
