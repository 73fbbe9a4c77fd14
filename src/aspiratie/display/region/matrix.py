"""Every school on every condition: the matrix of a named region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aspiratie.disclosure.shape import MemberSchool, RegionScale, Row
from aspiratie.display.figure import Cell
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.region.findings import Standing, find
from aspiratie.display.region.phrases import kind_words, mark_of, region_cell
from aspiratie.display.report import RegionReport
from aspiratie.display.words import KINDS, decimals

__all__ = ["matrix"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One school: its name, how many pupils took part, and a cell a condition.

    `values` are what the cells sort by; None stands last.
    """

    name: str
    place: str
    part: str
    took_part: float
    cells: tuple[Cell, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """The schools of one kind of education."""

    kind: str
    lines: tuple[Line, ...]


def matrix(report: RegionReport) -> Fragment:
    """Return schools by conditions, by kind of education; nothing where schools have letters.

    Rules: a cell shows the school's printed score; ▲ and ▼ are the label of the release. Schools
    stand by name, so that no order tells who is best; a reader may sort within a kind.
    """
    found = find(report)
    scales = report.compared
    if not found.standings or not scales:
        return NOTHING
    blocks: dict[str, list[Line]] = {}
    for standing in found.standings:
        kind = kind_words(report, standing.school.type)
        blocks.setdefault(kind, []).append(_line(report, standing, scales))
    places = sorted({s.school.place for s in found.standings if s.school.place})
    say, numbers = report.say, report.numbers
    scale = scales[0]
    return render(
        "region/matrix.html.j2",
        say=say,
        lead=say(
            "regio-matrix-lead",
            count=numbers.whole(found.clear),
            clear=found.clear,
            tested=numbers.whole(found.tested),
        ),
        caption=say(
            "regio-matrix-caption",
            low=numbers.whole(scale.lowest),
            high=numbers.whole(scale.highest),
        ),
        heads=[report.marked(s.title) for s in scales],
        region=[region_cell(report, s) for s in scales],
        blocks=[Block(kind=kind, lines=tuple(lines)) for kind, lines in blocks.items()],
        kinds=list(blocks),
        places=places,
    )


def _line(report: RegionReport, standing: Standing, scales: Sequence[RegionScale]) -> Line:
    rows = [standing.rows.get(s.name) for s in scales]
    part, share = _part(report, standing.school)
    return Line(
        name=standing.school.name,
        place=standing.school.place or "",
        part=part,
        took_part=share,
        cells=tuple(_cell(report, row) for row in rows),
        values=tuple(None if row is None else row.mean for row in rows),
    )


def _part(report: RegionReport, school: MemberSchool) -> tuple[str, float]:
    whole = report.numbers.whole(school.n)
    if not school.enrolled:
        return whole, float(school.n)
    percent = report.numbers.percent(min(100.0, 100 * school.n / school.enrolled))
    return report.say("regio-part", n=whole, percent=percent), float(school.n)


def _cell(report: RegionReport, row: Row | None) -> Cell:
    if row is None:
        return Cell(text=report.say("not-shown"), kind="hidden")
    mean = report.numbers.decimal(row.mean, decimals(row.step))
    return Cell(text=f"{mark_of(row.label)} {mean}", kind=KINDS.get(row.label, "same"))
