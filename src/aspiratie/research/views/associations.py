"""How a correlation beyond two columns looks."""

from __future__ import annotations

from typing import Any

import pandas as pd
import seaborn as sns

from aspiratie.research.associations import Association
from aspiratie.research.cells import apa, apa_interval, say
from aspiratie.research.figures.figure import DOWN, UP
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _association(result: Association) -> View:
    percent = f"{say(100 * result.confidence, 0)}% CI"
    p = "p < .001" if result.pvalue < 0.001 else f"p = {apa(result.pvalue, 'p')}"
    frame = pd.DataFrame(
        {
            "r": [result.estimate],
            "ci_lower": [result.ci_lower],
            "ci_upper": [result.ci_upper],
            "df": [result.df],
            "pvalue": [result.pvalue],
            "n": [result.n],
        },
        index=[f"{result.x} – {result.y}"],
    )

    def draw(ax: Any) -> None:
        sns.regplot(
            result.points,
            x=result.x,
            y=result.y,
            ax=ax,
            seed=1,
            n_boot=200,
            scatter_kws={"s": 8, "alpha": 0.3, "color": UP},
            line_kws={"color": DOWN},
        )
        ax.set(xlabel=f"{result.x}, without {result.held}", ylabel=f"{result.y}, likewise")

    return View(
        title=f"{result.x} and {result.y}",
        claims=(
            (
                f"{result.x} and {result.y} correlate {apa(result.estimate)} without "
                f"{result.held}, "
                f"{percent} {apa_interval(result.ci_lower, result.ci_upper)}, df = "
                f"{say(result.df, 0)}, {p}, n = {say(result.n, 0)}."
            ),
            "A correlation says nothing of which comes first, nor of what else plays a part.",
        ),
        sheets=(
            Sheet(
                name="correlation",
                caption=f"Correlation without {result.held}",
                frame=frame,
                places={"df": 0, "pvalue": "p", "n": 0},
                default="b2",
                index="columns",
            ),
        ),
        draw=draw,
        size=(4.8, 4.2),
    )
