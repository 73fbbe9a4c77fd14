"""A region's Release as its report looks at it: which scales and figures there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aspiratie.disclosure.before import as_before
from aspiratie.disclosure.region_rules import COMPARED
from aspiratie.display.messages import Messages
from aspiratie.display.plan import figure_name
from aspiratie.display.view import Json, Report, shown

__all__ = [
    "LARGE",
    "compared",
    "drawn",
    "figure_number_of",
    "is_lettered",
    "item_scales_of",
    "open_region",
    "rows_of",
    "typed",
    "verdict_text",
]

#: Up to this number of scales that may be compared all get figures.
FEW = 5
#: From this number of schools on figures show no names.
LARGE = 60
#: Most marks of schools in the figures of a page, so that it stays below a megabyte.
MOST_MARKS = 1200


def open_region(release: Path | str | Json | Any, *, language: str = "nl") -> Report:
    """Open a region's Release to show it.

    Parameters
    ----------
    release : Path, str, mapping or RegionRelease
        The Release's file, or a Release that is open already. A file is checked.
    language : {"nl", "en"}
        Language of the report.

    Raises
    ------
    ReleaseError
        If the file is no region's Release as promised.
    ParameterError
        If the language is unknown.
    """
    Messages(language)
    if isinstance(release, str | Path):
        from aspiratie.disclosure import read_region_release

        release = read_region_release(Path(release))
    data = release if isinstance(release, Mapping) else as_before(release)
    return Report(data=data, language=language)


def is_lettered(report: Report) -> bool:
    """Whether schools have letters in place of names."""
    return bool(report.data["variant"] == "lettered")


def compared(report: Report, scales: Sequence[Json] | None = None) -> list[Json]:
    """Return the scales on which schools may be set beside the region."""
    found = report.data["scales"] if scales is None else scales
    return [s for s in found if s["verdict"] in COMPARED]


def ordered(report: Report) -> list[Json]:
    """Return principles, conditions and other scales."""
    return [*report.principles, *report.conditions, *report.others]


def drawn(report: Report) -> list[Json]:
    """Return the scales that get figures: all if they are few, else the principles.

    Where no principle may be compared all scales get one. Not more than fit on a page;
    the others stand in the table only.
    """
    schools = max(1, int(report.data["participation"]["schools"]))
    every = [s for s in compared(report, ordered(report)) if rows_of(s)]
    principles = [s for s in every if s["kind"] == "principle"]
    found = every if len(every) <= FEW or not principles else principles
    return found[: max(1, MOST_MARKS // schools)]


def rows_of(scale: Json) -> Sequence[Json]:
    """Return a scale's schools, by name or by letter."""
    rows: Sequence[Json] = scale["rows"] or scale["letters"]
    return rows


def typed(report: Report) -> list[Json]:
    """Return the scales that show two kinds of education or more."""
    return [s for s in drawn(report) if sum(shown(t["score"]) for t in s["types"]) > 1]


def item_scales_of(report: Report) -> list[Json]:
    """Return the scales whose items are drawn."""
    return [s for s in (*report.conditions, *report.others) if report.items_of(s["name"])]


def figures_of(report: Report) -> list[str]:
    """Return the ids of the report's figures in order."""
    scales = drawn(report)
    kinds = ["participation"]
    kinds += [f"caterpillar-{s['name']}" for s in scales]
    kinds += [f"funnel-{s['name']}" for s in scales if shown(s["funnel"])]
    kinds += ["types"] if typed(report) else []
    kinds += [f"items-{s['name']}" for s in item_scales_of(report)]
    kinds += ["spread"] if any(shown(s["spread"]) for s in report.data["scales"]) else []
    return [figure_name(kind) for kind in kinds]


def figure_number_of(report: Report, name: str) -> int:
    """Return a figure's number, counted from 1."""
    return figures_of(report).index(name) + 1


def verdict_text(report: Report, scale: Json) -> str:
    """Return whether schools may be compared on a scale, or why not."""
    return report.say(f"regio-verdict-{scale['verdict']}".replace("_", "-"))
