"""Condition by condition: all schools on one strip, and the caterpillar of each condition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aspiratie.disclosure.shape import (
    Hidden,
    KindEstimate,
    Letter,
    Mark,
    NamedScale,
    RegionScale,
    Row,
    Spread,
)
from aspiratie.display.figure import Axis, Cell, Column, Kind, Strip, Table, span_axis
from aspiratie.display.figure import Row as Line
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.region.phrases import (
    count_cells,
    count_columns,
    kind_words,
    mark_cell,
    region_cell,
)
from aspiratie.display.report import RegionReport, members
from aspiratie.display.words import KINDS, decimals, mean_words

__all__ = ["caterpillar", "conditions", "kinds_table", "margin", "strips_table"]

#: Half-width of a 95 % interval in standard errors; in R: ``qnorm(.975)``.
Z = 1.959964


def margin(row: Row, spread: Spread) -> float:
    """Return the half-width of the 95 % interval of a school's mean.

    It is z σ / √n, with σ the standard deviation within schools that the release prints.
    """
    return float(Z * spread.within_sd / row.n**0.5)


def conditions(report: RegionReport) -> Fragment:
    """Return the sheet of conditions: where schools lie, and how many stand out."""
    scales = report.compared
    if not scales:
        return NOTHING
    say = report.say
    clear = [s for s in scales if s.labels.get("higher") or s.labels.get("lower")]
    name = "none" if not clear else "all" if len(clear) == len(scales) else "some"
    return render(
        "region/conditions.html.j2",
        say=say,
        title=say(f"regio-conditions-{name}", count=len(clear), all=len(scales)),
        lead=say("regio-conditions-lead"),
        strips=strips_table(report),
    )


def strips_table(report: RegionReport) -> Table:
    """Return the conditions as a figure: every school a dot, the region a line."""
    say, scales = report.say, report.compared
    axis = _axis(report, (v for s in scales for v in _means(s)), scales)
    rows = []
    for scale in scales:
        dots = tuple((_mean(m), _kind(m)) for m in members(scale))
        mark = scale.region.mean if isinstance(scale.region, Mark) else None
        rows.append(
            Line(
                label=report.marked(scale.title),
                strip=Strip(point=None, mark=mark, dots=dots),
                cells=(
                    region_cell(report, scale),
                    *count_cells(report, {str(k): n for k, n in scale.labels.items()}),
                    _between(report, scale),
                ),
            )
        )
    return Table(
        name="onderwerpen",
        caption=say(
            "regio-caption-conditions",
            low=report.numbers.whole(scales[0].lowest),
            high=report.numbers.whole(scales[0].highest),
        ),
        head=say("column-scale"),
        columns=(
            Column(title=say("column-region"), short=say("column-region")),
            *count_columns(report),
            Column(title=say("regio-column-between"), short=say("regio-column-between")),
        ),
        rows=tuple(rows),
        axis=axis,
        kind="f many",
    )


def _between(report: RegionReport, scale: RegionScale) -> Cell:
    if isinstance(scale.spread, Hidden):
        return Cell(text=report.say("not-shown"), kind="hidden")
    return Cell(text=report.numbers.percent(100 * scale.spread.icc))


def _mean(member: Row | Letter) -> float:
    return member.mean if isinstance(member, Row) else member.value


def _means(scale: RegionScale) -> list[float]:
    return [_mean(member) for member in members(scale)]


def _kind(member: Row | Letter) -> Kind:
    return KINDS.get(member.label, "same")


def _axis(report: RegionReport, values: Iterable[float], scales: Sequence[RegionScale]) -> Axis:
    lowest, highest = min(s.lowest for s in scales), max(s.highest for s in scales)
    axis = span_axis(values, lowest=lowest, highest=highest)
    labels = tuple(report.numbers.decimal(tick, 1) for tick in axis.ticks)
    return Axis(low=axis.low, high=axis.high, ticks=axis.ticks, labels=labels)


def caterpillar(report: RegionReport, scale: RegionScale) -> Table | None:
    """Return the schools of a condition as a figure, sorted by value within kind of education.

    A bar is the 95 % interval of the school; a mark is the label of the release. With letters the
    schools of a block share one value, one interval and one label.
    """
    if not members(scale):
        return None
    say = report.say
    rows = _named(report, scale) if isinstance(scale, NamedScale) else _lettered(report, scale)
    ends = [v for r in rows if r.strip for v in (r.strip.low, r.strip.high) if v is not None]
    return Table(
        name=f"rups-{scale.name}",
        caption=say("regio-caption-caterpillar", region=region_cell(report, scale).text),
        head=say("column-school"),
        columns=(
            Column(title=say("column-score")),
            Column(title=say("regio-column-word"), kind="word"),
        ),
        rows=tuple(rows),
        axis=_axis(report, ends, [scale]),
        kind="f dense",
    )


def _named(report: RegionReport, scale: NamedScale) -> list[Line]:
    spread, mark = scale.spread, scale.region
    rows = {row.school: row for row in scale.rows}
    schools = [s for s in report.schools if s.id in rows]
    order = {kind_words(report, s.type): i for i, s in reversed(list(enumerate(schools)))}
    out = []
    for school in sorted(
        schools, key=lambda s: (order[kind_words(report, s.type)], -rows[s.id].mean, s.name)
    ):
        row = rows[school.id]
        half = margin(row, spread) if isinstance(spread, Spread) else None
        out.append(
            Line(
                label=school.name,
                group=kind_words(report, school.type),
                strip=Strip(
                    point=row.mean,
                    low=None if half is None else row.mean - half,
                    high=None if half is None else row.mean + half,
                    mark=mark.mean if isinstance(mark, Mark) else None,
                    kind=_kind(row),
                ),
                cells=(
                    Cell(text=report.numbers.decimal(row.mean, decimals(row.step))),
                    mark_cell(report, row.label),
                ),
            )
        )
    return out


def _lettered(report: RegionReport, scale: RegionScale) -> list[Line]:
    mark = scale.region
    letters = [m for m in members(scale) if isinstance(m, Letter)]
    blocks: dict[tuple[float, float, float, str], list[str]] = {}
    for one in letters:
        blocks.setdefault((one.value, one.low, one.high, one.label), []).append(one.letter)
    return [
        Line(
            label=", ".join(names),
            strip=Strip(
                point=value,
                low=low,
                high=high,
                mark=mark.mean if isinstance(mark, Mark) else None,
                kind=KINDS.get(label, "same"),
            ),
            cells=(
                Cell(text=report.numbers.decimal(value, 1)),
                mark_cell(report, label),
            ),
        )
        for (value, low, high, label), names in sorted(blocks.items(), reverse=True)
    ]


def kinds_table(report: RegionReport) -> Table | None:
    """Return the means of the kinds of education, or None where no two may be seen."""
    scales = report.compared
    kinds = list(dict.fromkeys(k.type for s in scales for k in s.types))
    told = {k.type for s in scales for k in s.types if isinstance(k.score, KindEstimate)}
    shown = [kind for kind in kinds if kind in told]
    if len(shown) < 2:
        return None
    say = report.say
    rows = []
    for scale in scales:
        own = {k.type: k.score for k in scale.types}
        cells = [_kind_cell(report, own.get(kind)) for kind in shown]
        rows.append(Line(label=report.marked(scale.title), cells=tuple(cells)))
    hidden = [kind for kind in kinds if kind not in shown]
    names = [kind_words(report, kind) for kind in hidden]
    note = say("regio-kinds-hidden", kinds=", ".join(names)) if hidden else ""
    return Table(
        name="soorten-tabel",
        caption=say("regio-caption-kinds"),
        head=say("column-scale"),
        columns=tuple(
            Column(title=kind_words(report, kind), short=kind_words(report, kind)) for kind in shown
        ),
        rows=tuple(rows),
        notes=(note,) if note else (),
        kind="f plain",
    )


def _kind_cell(report: RegionReport, score: KindEstimate | Hidden | None) -> Cell:
    if not isinstance(score, KindEstimate):
        return Cell(text=report.say("not-shown"), kind="hidden")
    places = decimals(score.step)
    low, high = (report.numbers.decimal(v, places) for v in (score.low, score.high))
    mean = mean_words(
        report, Mark(n=score.n, schools=score.schools, mean=score.mean, step=score.step)
    )
    return Cell(text=report.say("regio-with-margin", mean=mean, low=low, high=high))
