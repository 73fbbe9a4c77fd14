"""The appendix of a region: every caterpillar, every question, every gap, what may be compared."""

from __future__ import annotations

from aspiratie.disclosure.shape import Adjusted, Hidden, NamedRelease, NamedScale, RegionScale
from aspiratie.display.figure import Cell, Column, Row, Table
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.region.change import gaps_table
from aspiratie.display.region.findings import gaps_of
from aspiratie.display.region.phrases import all_listed, region_cell, verdict_words
from aspiratie.display.region.questions import items_table
from aspiratie.display.region.standings import caterpillar, kinds_table
from aspiratie.display.report import RegionReport
from aspiratie.display.words import decimals

__all__ = [
    "account",
    "adjusted",
    "all_gaps",
    "all_questions",
    "appendix_head",
    "caterpillars",
    "comparability",
    "kinds",
]

SOURCES = range(1, 7)


def appendix_head(report: RegionReport) -> Fragment:
    """Return the heading of the appendix."""
    region = report.release.provenance.region_name or report.say("regio-region")
    return render(
        "region/appendix_head.html.j2",
        say=report.say,
        kicker=report.say(
            "regio-kicker",
            region=region,
            sector=report.release.sector,
            wave=report.wave,
            schools=report.release.participation.schools,
        ),
    )


def caterpillars(report: RegionReport) -> Fragment:
    """Return for each condition its schools, sorted by value within kind of education."""
    compared = [s for s in report.release.scales if s.kind != "principle"]
    tables = [t for s in compared if (t := caterpillar(report, s)) is not None]
    if not tables:
        return NOTHING
    return render(
        "region/caterpillars.html.j2",
        say=report.say,
        figures=[
            (report.marked(s.title), t)
            for s, t in zip([s for s in compared if caterpillar(report, s)], tables, strict=True)
        ],
    )


def kinds(report: RegionReport) -> Fragment:
    """Return the means of the kinds of education; nothing where no two may be seen."""
    table = kinds_table(report)
    if table is None:
        return NOTHING
    return render(
        "region/table.html.j2",
        say=report.say,
        anchor="soorten",
        link=report.say("regio-kinds-title"),
        title=report.say("regio-kinds-title"),
        lead=report.say("regio-kinds-lead"),
        table=table,
    )


def adjusted(report: RegionReport) -> Fragment:
    """Return means at the region's average intake beside the raw ones; nothing if not asked."""
    release = report.release
    if not isinstance(release, NamedRelease) or release.adjustment is None:
        return NOTHING
    scales = [s for s in report.compared if isinstance(s, NamedScale)]
    rows = []
    for school in report.schools:
        cells = []
        for scale in scales:
            row = next((r for r in scale.rows if r.school == school.id), None)
            beside = None if row is None else row.adjusted
            if row is None or not isinstance(beside, Adjusted):
                cells.append(Cell(text=report.say("not-shown"), kind="hidden"))
                continue
            places = decimals(beside.step)
            raw, fair = (report.numbers.decimal(v, places) for v in (row.mean, beside.mean))
            cells.append(Cell(text=report.say("regio-raw-adjusted", raw=raw, adjusted=fair)))
        rows.append(Row(label=school.name, cells=tuple(cells)))
    fields = [report.text(f) for f in release.adjustment.fields]
    return render(
        "region/table.html.j2",
        say=report.say,
        anchor="instroom",
        link=report.say("regio-sheet-adjusted"),
        title=report.say("regio-adjusted-title"),
        lead=report.say("regio-reading-adjusted", fields=all_listed(report, fields)),
        table=Table(
            name="instroom-tabel",
            caption=report.say("regio-caption-adjusted"),
            head=report.say("column-school"),
            columns=tuple(
                Column(title=report.text(s.title), short=report.text(s.title)) for s in scales
            ),
            rows=tuple(rows),
            kind="f plain long",
        ),
    )


def all_questions(report: RegionReport) -> Fragment:
    """Return every question with the region's share and the middle half of the schools."""
    if not report.release.items:
        return NOTHING
    return render(
        "region/table.html.j2",
        say=report.say,
        anchor="alle-vragen",
        link=report.say("regio-sheet-all-questions"),
        title=report.say("regio-all-questions-title"),
        lead=report.say("regio-all-questions-lead"),
        table=items_table(report, "alle-vragen-tabel", report.release.items, kind="f long"),
    )


def all_gaps(report: RegionReport) -> Fragment:
    """Return every gap between adults and pupils that may be seen."""
    rows = gaps_of(report)
    if not rows:
        return NOTHING
    return render(
        "region/table.html.j2",
        say=report.say,
        anchor="alle-verschillen",
        link=report.say("sheet-adults"),
        title=report.say("regio-all-gaps-title"),
        lead=report.say("adults-talk"),
        table=gaps_table(report, "alle-verschillen-tabel", rows, kind="f gaps long"),
    )


def comparability(report: RegionReport) -> Fragment:
    """Return of every scale whether schools may be compared on it, and the numbers behind it."""
    say = report.say
    rows = [
        Row(
            label=report.marked(scale.title),
            cells=(
                region_cell(report, scale),
                *_spread_cells(report, scale),
                Cell(text=_invariance(report, scale), kind=""),
                Cell(text=verdict_words(report, scale), kind=""),
            ),
        )
        for scale in report.release.scales
    ]
    return render(
        "region/table.html.j2",
        say=say,
        anchor="vergelijken",
        link=say("regio-sheet-compare"),
        title=say("regio-compare-title"),
        lead=say("regio-compare-lead"),
        table=Table(
            name="vergelijken-tabel",
            caption=say("regio-caption-compare"),
            head=say("column-scale"),
            columns=(
                Column(title=say("column-region"), short=say("column-region")),
                Column(title=say("regio-column-between"), short=say("regio-column-between")),
                Column(title=say("regio-column-sd"), short=say("regio-column-sd")),
                Column(title=say("regio-column-sure"), short=say("regio-column-sure")),
                Column(title=say("regio-column-same"), short="", kind="word"),
                Column(title=say("regio-column-verdict"), short="", kind="word"),
            ),
            rows=tuple(rows),
            kind="f plain long",
        ),
    )


def _spread_cells(report: RegionReport, scale: RegionScale) -> list[Cell]:
    spread, write = scale.spread, report.numbers.decimal
    if isinstance(spread, Hidden):
        return [Cell(text=report.say("not-shown"), kind="hidden")] * 3
    sure = spread.reliability
    return [
        Cell(text=report.numbers.percent(100 * spread.icc)),
        Cell(
            text=report.say(
                "regio-two-sd",
                between=write(spread.between_sd, 2),
                within=write(spread.within_sd, 2),
            )
        ),
        Cell(text=report.say("not-computed"), kind="hidden")
        if isinstance(sure, Hidden)
        else Cell(text=write(sure.value, 2)),
    ]


def _invariance(report: RegionReport, scale: RegionScale) -> str:
    found = scale.invariance
    told = report.say(
        "regio-same",
        state=found.state.replace("_", "-"),
        reason=(found.reason or "none").replace("_", "-"),
        alignment=found.alignment.replace("_", "-"),
    )
    if found.over is None or not found.groups:
        return told
    return report.say("regio-same-over", told=told, over=found.over, groups=int(found.groups))


def account(report: RegionReport) -> Fragment:
    """Return how the numbers were made, by which rules, and their sources."""
    say, taken = report.say, report.release.participation
    names = ("icc", "lambda", "label", "margin", "invariance", "pooled", "quartiles", "intake")
    sizes = [
        say(
            "regio-size-above" if c.high is None else "regio-size",
            low=int(c.low),
            high=0 if c.high is None else int(c.high),
            schools=c.schools,
        )
        for c in taken.sizes
        if c.schools
    ]
    return render(
        "region/account.html.j2",
        say=say,
        lines=[say(f"regio-account-{name}") for name in names],
        sizes=sizes,
        sources=[say(f"regio-source-{i}") for i in SOURCES],
    )
