"""How invariance of several scales between groups looks."""

from __future__ import annotations

from typing import Any

import pandas as pd

from aspiratie.research.cells import say
from aspiratie.research.groups import GroupComparison
from aspiratie.research.views.drawing import dots
from aspiratie.research.views.view import Sheet, View, view, view_of

__all__: list[str] = []

_LEVELS = {
    "": "nothing: no common structure",
    "configural": "nothing yet: only the structure is alike",
    "thresholds": "nothing yet: only structure and use of the answers are alike",
    "loadings": "relations, not means",
    "intercepts": "factor means",
}


@view.register
def _groups(result: GroupComparison) -> View:
    rows: dict[str, dict[str, object]] = {}
    for scale, found in result.results.items():
        first, last = found.steps.iloc[0], found.steps.iloc[1:]
        rows[scale] = {
            "last_step": found.level or "none",
            "may_be_compared": _LEVELS.get(found.level, found.level),
            "srmr": float(first["srmr"]),
            "fall_of_cfi": float(-last["cfi.diff"].min()),
            "rise_of_rmsea": float(last["rmsea.diff"].max()),
            "items_let_go": int(found.noninvariant["released"].notna().sum())
            if len(found.noninvariant)
            else 0,
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    groups = ", ".join(f"{label} (n = {say(n, 0)})" for label, n in result.sizes.items())
    rule = next(iter(result.results.values()), None)
    notes = [f"Groups: {groups}.", *result.notes]
    notes += [f"{scale}: {why}" for scale, why in result.refused.items()]
    if rule:
        notes.append(f"Rule: {rule.rule} Source: {rule.source}")
    order = list(_LEVELS)
    reached = {
        s: order.index(f.level) if f.level in order else 0 for s, f in result.results.items()
    }
    means = [scale for scale, level in reached.items() if level == len(order) - 1]
    claims = [
        (
            f"Factor means may be compared by {result.by} on {len(means)} of "
            f"{len(reached)} scales that "
            f"could be tested{': ' + ', '.join(means) if means else ''}."
        )
    ]
    sheets = [
        Sheet(
            name="scales",
            caption=f"What may be compared by {result.by}",
            frame=table,
            places={"items_let_go": 0},
            default="b3",
            index="scale",
            notes=tuple(notes),
            headings={"srmr": "SRMR, configural"},
        ),
    ]
    if reached:
        least = min(reached, key=lambda scale: reached[scale])
        steps = view_of(result.results[least])
        claims.append(f"{least} gets least far. {result.results[least].verdict}")
        sheets += [
            Sheet(
                name=f"{sheet.name}_of_{least}" if number else "steps",
                caption=f"{sheet.caption}: {least}",
                frame=sheet.frame,
                shown=sheet.shown,
                places=sheet.places,
                default=sheet.default,
                headings=sheet.headings,
                index=sheet.index,
                notes=sheet.notes,
            )
            for number, sheet in enumerate(steps.sheets)
        ]

    def draw(ax: Any) -> None:
        if reached:
            dots(ax, pd.Series(reached))
        ax.set_xticks(range(len(order)), [name or "none" for name in order])
        ax.set_xlim(-0.4, len(order) - 0.6)
        ax.set_xlabel("last step that holds")

    return View(
        title=f"Invariance by {result.by}",
        claims=tuple(claims),
        sheets=tuple(sheets),
        draw=draw,
        size=(6.4, 1.2 + 0.3 * max(1, len(reached))),
    )
