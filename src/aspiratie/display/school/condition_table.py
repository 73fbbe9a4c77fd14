"""All conditions as a figure: beside the region where they are compared, and why others are not."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from aspiratie.disclosure.shape import Estimate, Hidden, Mark, Scale
from aspiratie.display.figure import Cell, Column, Row, Strip, Table, span_axis
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.findings import Findings, ordered_by_difference
from aspiratie.display.words import (
    kind_of,
    kinds_head,
    label_cell,
    listed,
    names,
    reason_words,
    score_cell,
    shown_or_not,
)

__all__ = ["conditions_table", "reasons_apart"]


def conditions_table(report: SchoolReport, found: Findings) -> Table | None:
    """Return all conditions as a figure: beside the region where they are compared."""
    scales = ordered_by_difference(report.conditions) if found.compared else report.conditions
    if not scales:
        return None
    say, write = report.say, report.numbers.decimal
    ends = {(s.lowest, s.highest) for s in scales}
    low, high = min(e[0] for e in ends), max(e[1] for e in ends)
    values = [v for s in scales for v in _values(s)]
    axis = span_axis(values, lowest=low, highest=high) if len(ends) == 1 and values else None
    if axis:
        labels = tuple(write(t, 0 if all(float(x).is_integer() for x in axis.ticks) else 1)
                       for t in axis.ticks)  # fmt: skip
        axis = span_axis(values, lowest=low, highest=high, write=labels)
    columns = [Column(title=say("column-school"))]
    marks = [s.region for s in scales if isinstance(s.region, Mark)]
    if marks:
        columns.append(Column(title=say("column-region"), short=say("column-region")))
    if found.compared:
        columns.append(Column(title=say("column-beside"), kind="word"))
    rows = []
    for scale in scales:
        cells = [shown_or_not(report, score_cell(report, scale.score))]
        if marks:
            cells.append(shown_or_not(report, score_cell(report, scale.region)))
        if found.compared:
            word = label_cell(report, scale.comparison.label)
            apart = word.kind == "hidden"
            cells.append(Cell(text=say("not-compared"), kind="hidden") if apart else word)
        rows.append(
            Row(
                label=report.marked(scale.title),
                note="" if len(ends) == 1 else _ends(report, scale),
                strip=_strip(scale),
                cells=tuple(cells),
            )
        )
    name = "caption-conditions-region" if marks else "caption-conditions"
    if len(ends) > 1:
        name = "caption-conditions-mixed"
    caption: str | Markup = say(
        name,
        low=write(low, 0),
        high=write(high, 0),
        schools=max((m.schools for m in marks), default=0),
        n=report.numbers.n(max((m.n for m in marks), default=0)),
    )
    return Table(
        name="condities",
        caption=caption,
        head=kinds_head(report),
        columns=tuple(columns),
        rows=tuple(rows),
        axis=axis,
        notes=(_not_compared(report, scales),) if found.compared else (),
    )


def reasons_apart(report: SchoolReport, scales: Sequence[Scale]) -> list[tuple[str, str]]:
    """Return which scales were not set beside the region: their names, by reason."""
    apart: dict[str, list[Scale]] = {}
    for scale in scales:
        label = scale.comparison.label
        if isinstance(label, Hidden) and not isinstance(scale.score, Hidden):
            apart.setdefault(label.reason, []).append(scale)
    return [(names(report, some), reason_words(report, why)) for why, some in apart.items()]


def _not_compared(report: SchoolReport, scales: Sequence[Scale]) -> str:
    told = [
        report.say("scale-why", names=some, why=why) for some, why in reasons_apart(report, scales)
    ]
    return report.say("scales-not-compared", told=listed(report, told)) if told else ""


def _ends(report: SchoolReport, scale: Scale) -> str:
    write = report.numbers.whole
    return report.say("scale-ends", low=write(scale.lowest), high=write(scale.highest))


def _values(scale: Scale) -> list[float]:
    found: list[float] = []
    if isinstance(scale.score, Estimate):
        found += [scale.score.mean, scale.score.low, scale.score.high]
    if isinstance(scale.region, Mark):
        found.append(scale.region.mean)
    return found


def _strip(scale: Scale) -> Strip | None:
    if not isinstance(scale.score, Estimate):
        return None
    return Strip(
        point=scale.score.mean,
        low=scale.score.low,
        high=scale.score.high,
        mark=scale.region.mean if isinstance(scale.region, Mark) else None,
        kind=kind_of(scale.comparison.label),
    )
