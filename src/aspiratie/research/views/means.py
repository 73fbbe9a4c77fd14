"""How means and shares of a sample of schools look."""

from __future__ import annotations

from typing import Any

import pandas as pd

from aspiratie.measurement.means import SampleMeans
from aspiratie.research.cells import say
from aspiratie.research.views.drawing import dots
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _means(result: SampleMeans) -> View:
    table = result.estimates
    kind = "mean" if "mean" in table else "share"
    labels = [
        ", ".join(map(str, label)) if isinstance(label, tuple) else str(label)
        for label in table.index
    ]
    shown = table.set_axis(pd.Index(labels, name="item"), axis=0)
    percent = f"{say(100 * result.confidence, 0)}%"
    values = shown[kind]
    schools = f" of {say(result.n_clusters, 0)} clusters" if result.n_clusters else ""

    def draw(ax: Any) -> None:
        dots(ax, values, lower=shown["ci_lower"], upper=shown["ci_upper"])
        ax.set_xlabel(f"{kind}, with {percent} interval")

    return View(
        title=f"{kind.capitalize()}s of items",
        claims=(
            (
                f"The {kind}s{schools} run from {say(float(values.min()), 2)} to "
                f"{say(float(values.max()), 2)}; the design makes their variance "
                f"{say(float(table['deff'].median()), 2)} times that of a simple random sample "
                "(median)."
            ),
        ),
        sheets=(
            Sheet(
                name="estimates",
                caption=f"{kind.capitalize()}s of items",
                frame=table,
                shown=shown,
                places={"n": 0, "df": 1, "deff": 2},
                default=3,
                index="item",
                notes=(f"Intervals: {percent}.",),
            ),
        ),
        draw=draw,
        size=(6.4, min(9.0, 1.0 + 0.22 * len(table))),
    )
