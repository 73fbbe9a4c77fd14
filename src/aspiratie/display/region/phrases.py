"""Pieces of sentences that the sheets of a region share."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.disclosure.shape import Hidden, RegionScale
from aspiratie.display.figure import Cell, Column
from aspiratie.display.report import RegionReport
from aspiratie.display.words import KINDS, MARKS, mean_words, quoted, reason_words

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
]

#: Which verdicts say why nothing is compared; the others let schools be compared.
CAUTION = ("invariance_not_tested", "invariance_not_confirmed")


def all_listed(report: RegionReport, names: Sequence[str]) -> str:
    """Return all names as one enumeration."""
    if len(names) < 2:
        return "".join(names)
    return report.say("list", first=", ".join(names[:-1]), last=names[-1])


def titles(report: RegionReport, scales: Sequence[RegionScale]) -> str:
    """Return the titles of scales as one enumeration."""
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


def verdict_words(report: RegionReport, scale: RegionScale) -> str:
    """Return whether schools may be compared on a scale, or why not, in a few words."""
    name = f"regio-verdict-{scale.verdict}".replace("_", "-")
    if report.say.has(name):
        return report.say(name)
    return reason_words(report, scale.verdict)
