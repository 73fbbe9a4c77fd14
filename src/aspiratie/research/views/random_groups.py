"""How one school beside its region looks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from aspiratie.research.cells import apa_interval, say
from aspiratie.research.figures.figure import GREY
from aspiratie.research.random_groups import COVERED, BesideRegion
from aspiratie.research.views.drawing import dots, legend
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []

#: What each statistic is of, and what the reader may take from its being lower or higher.
_BESIDE = {
    "alpha": ("Reliability (alpha) in this school beside the region", "scale"),
    "congruence": ("Factors in this school beside the region’s (congruence)", "factor"),
    "srmr": ("The region’s model in this school (SRMR)", "model"),
}


@view.register
def _beside(result: BesideRegion) -> View:
    table = result.estimates
    title, index = _BESIDE[result.statistic]
    share = say(100 * COVERED, 0)
    intervals = [apa_interval(a, b) for a, b in zip(table["lower"], table["upper"], strict=True)]
    shown = pd.DataFrame(
        {
            "school": table["school"],
            "region": table["region"],
            f"{share}% of random groups": intervals if table["lower"].notna().any() else "",
            "verdict": table["verdict"],
        }
    )
    outside = {v: list(table.index[table["verdict"] == v]) for v in ("lower", "higher")}
    claims = [
        f"{name.capitalize()} than chance gives: {', '.join(map(str, rows))}."
        for name, rows in outside.items()
        if rows
    ]
    unsaid = int((table["verdict"] == "not to say").sum())
    if unsaid:
        claims.append(f"{unsaid} of {len(table)} cannot be told of {say(result.n, 0)} pupils.")
    if not claims:
        claims.append("Nothing differs more from the region than chance gives.")
    width = (table["upper"] - table["lower"]).max()
    if np.isfinite(width):
        claims.append(
            f"At {say(result.n, 0)} pupils {result.statistic} moves within {say(width, 2)} by "
            "chance alone: a smaller difference says nothing of this school."
        )

    def draw(ax: Any) -> None:
        rows = np.arange(len(table), dtype=np.float64)
        ax.hlines(rows, table["lower"], table["upper"], color=GREY, lw=6, alpha=0.6,
                  label=f"{share}% of random groups")  # fmt: skip
        dots(ax, table["region"], label="region", number=1)
        dots(ax, table["school"], label="school", number=0)
        ax.set_xlabel(result.statistic)
        legend(ax)

    return View(
        title=title,
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="estimates",
                caption=title,
                frame=table,
                shown=shown,
                default="b2",
                index=index,
                notes=(
                    (
                        f"School: n = {say(result.n, 0)}. Random groups of as many of "
                        f"{say(result.n_others, 0)} other pupils; {say(result.n_draws, 0)} draws."
                    ),
                    *result.notes,
                ),
            ),
        ),
        draw=draw,
        size=(6.6, 1.3 + 0.42 * len(table)),
    )
