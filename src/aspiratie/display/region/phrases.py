"""Pieces of sentences that the sheets of a region share."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.disclosure.region.rules import CAUTIOUS
from aspiratie.disclosure.shape import Hidden, RegionScale
from aspiratie.display.figure import Cell, Column
from aspiratie.display.report import RegionReport
from aspiratie.display.words import (
    KINDS,
    LONGEST_LIST,
    MARKS,
    kinds_words,
    mean_words,
    quoted,
    reason_words,
)

__all__ = [
    "all_listed",
    "count_cells",
    "count_columns",
    "kind_words",
    "mark_cell",
    "mark_of",
    "region_cell",
    "titles",
    "verdict_words",
    "why_words",
]


def all_listed(report: RegionReport, names: Sequence[str]) -> str:
    """Return all names as one enumeration."""
    if len(names) < 2:
        return "".join(names)
    return report.say("list", first=", ".join(names[:-1]), last=names[-1])


def titles(report: RegionReport, scales: Sequence[RegionScale]) -> str:
    """Return the titles of scales as one enumeration; a count of more than four."""
    if len(scales) > LONGEST_LIST:
        count = report.numbers.whole(len(scales))
        return f"{count} {kinds_words(report, len(scales))}"
    return all_listed(report, [quoted(report, report.text(s.title)) for s in scales])


def kind_words(report: RegionReport, kind: str | None) -> str:
    """Return a kind of education, or that it is not known."""
    return kind or report.say("regio-kind-unknown")


def mark_of(label: str) -> str:
    """Return the sign of a label; a dot where nothing is told apart."""
    return MARKS.get(label, "·") if label != "similar" else "·"


def mark_cell(report: RegionReport, label: str) -> Cell:
    """Return how a school stands, as a sign and a word."""
    if label in MARKS:
        words = f"{MARKS[label]} {report.say(f'word-{label}')}"
        return Cell(text=words, kind=KINDS[label])
    name = "regio-word-mixed" if label == "mixed" else "not-compared"
    return Cell(text=report.say(name), kind="hidden")


def region_cell(report: RegionReport, scale: RegionScale) -> Cell:
    """Return the region's mean on a scale, or that it is not shown."""
    if isinstance(scale.region, Hidden):
        return Cell(text=report.say("not-shown"), kind="hidden")
    return Cell(text=mean_words(report, scale.region))


def count_columns(report: RegionReport) -> list[Column]:
    """Return the headings of :func:`count_cells`."""
    return [
        Column(title=report.say(f"regio-column-{label}"), short=MARKS[label])
        for label in ("higher", "lower")
    ]


def count_cells(report: RegionReport, labels: dict[str, int]) -> list[Cell]:
    """Return how many schools are higher, and lower, than the others."""
    cells = []
    for label in ("higher", "lower"):
        count = labels.get(label, 0)
        kind = KINDS[label] if count else "same"
        sign = f"{MARKS[label]} " if count else ""
        cells.append(Cell(text=f"{sign}{report.numbers.whole(count)}", kind=kind))
    return cells


def why_words(report: RegionReport, scale: RegionScale) -> str:
    """Return why schools may not be compared on a scale, or only with care."""
    name = f"regio-why-{scale.verdict}".replace("_", "-")
    return report.say(name) if report.say.has(name) else reason_words(report, scale.verdict)


def verdict_words(report: RegionReport, scale: RegionScale) -> str:
    """Return whether schools may be compared on a scale, or why not."""
    if scale.verdict in ("pairs", "shown"):
        return report.say(f"regio-verdict-{scale.verdict}")
    name = "regio-verdict-care" if scale.verdict in CAUTIOUS else "regio-verdict-no"
    return report.say(name, why=why_words(report, scale))
