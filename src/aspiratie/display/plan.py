"""Which parts and figures a school's report has, and their order and numbers.

A part is there if the Release has something for it: differences within the school
need two groups that may be seen, development an earlier wave, and so on. A figure's
number follows from what is there, so that every cell of a notebook knows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.display.view import Json, Report, shown

__all__ = [
    "figure_name",
    "figure_number",
    "figures",
    "has_groups",
    "has_informants",
    "has_ladder",
    "has_priority",
    "has_profile",
    "has_waves",
    "item_scales",
    "priority_rows",
    "visible_groups",
    "visible_waves",
]


def _some_score(report: Report, table: Json) -> bool:
    """Whether a condition has a published score: groups and waves are drawn by condition."""
    return any(shown(table["scores"].get(s["name"])) for s in report.conditions)


def visible_groups(report: Report) -> Sequence[Json]:
    """Return the groups of which the score of at least one condition is published."""
    return [g for g in report.data["groups"] if _some_score(report, g)]


def visible_waves(report: Report) -> Sequence[Json]:
    """Return the waves of this version of the questionnaire with a score, oldest first."""
    return [w for w in report.data["waves"] if w["same_version"] and _some_score(report, w)]


def has_groups(report: Report) -> bool:
    """Whether two groups or more can be laid side by side."""
    return len(visible_groups(report)) > 1


def has_waves(report: Report) -> bool:
    """Whether there is an earlier wave of the same version."""
    return len(visible_waves(report)) > 1


def has_informants(report: Report) -> bool:
    """Whether an adult informant answered mirrored items that may be compared."""
    return any(shown(row["gap"]) for who in report.data["informants"] for row in who["items"])


def has_profile(report: Report) -> bool:
    """Whether the profile of dreaming and doing is published."""
    return shown(report.data["profile"])


def has_ladder(report: Report) -> bool:
    """Whether somebody's answers about the ladder are published."""
    return any(shown(who["distribution"]) for who in report.data["ladder"])


def priority_rows(report: Report) -> Sequence[Json]:
    """Return the associations that can be laid beside a published score."""
    names = {s["name"] for s in report.readable}
    return [
        row
        for row in report.data["priority"]
        if row["association"] is not None and row["low"] is not None and row["scale"] in names
    ]


def has_priority(report: Report) -> bool:
    """Whether an outcome is named and a readable condition has an association with it."""
    return report.data["outcome"] is not None and bool(priority_rows(report))


def item_scales(report: Report) -> Sequence[Json]:
    """Return the scales whose items are drawn: conditions, then the others."""
    return [s for s in (*report.conditions, *report.others) if report.items_of(s["name"])]


def figure_name(kind: str) -> str:
    """Return the id of a figure."""
    return f"fig-{kind}".replace("_", "-").lower()


def figures(report: Report) -> Sequence[str]:
    """Return the ids of the report's figures in order."""
    kinds = [
        ("participation", bool(report.data["participation"]["groups"])),
        ("example", True),
        ("principles", bool(report.principles)),
        ("conditions", bool(report.conditions or report.others)),
        *((f"items-{s['name']}", True) for s in item_scales(report)),
        ("groups", has_groups(report)),
        ("development", has_waves(report)),
        ("informants", has_informants(report)),
        ("profile", has_profile(report)),
        ("ladder", has_ladder(report)),
        ("priority", has_priority(report)),
    ]
    return [figure_name(kind) for kind, there in kinds if there]


def figure_number(report: Report, name: str) -> int:
    """Return a figure's number, counted from 1."""
    return figures(report).index(name) + 1
