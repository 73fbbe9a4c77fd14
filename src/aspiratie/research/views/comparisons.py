"""How means of groups look."""

from __future__ import annotations

from typing import Any

import pandas as pd

from aspiratie.research.cells import apa, say
from aspiratie.research.comparisons import MeanComparison
from aspiratie.research.views.drawing import dots
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _means(result: MeanComparison) -> View:
    test, pairs = result.test, result.pairs
    percent = f"{say(100 * result.confidence, 0)}% CI"
    p = "p < .001" if test["pvalue"] < 0.001 else f"p = {apa(test['pvalue'], 'p')}"
    apart = pairs.loc[pairs["pvalue"] < 1 - result.confidence]
    words = [
        f"{a} {'above' if g > 0 else 'below'} {b} (g = {say(g, 2)}, {percent} {_plain(low, high)})"
        for a, b, g, low, high in apart[["a", "b", "hedges_g", "g_lower", "g_upper"]].to_numpy()
    ]
    shown = pd.DataFrame(
        {
            "diff": pairs["diff"],
            percent: [
                _plain(a, b) for a, b in zip(pairs["ci_lower"], pairs["ci_upper"], strict=True)
            ],
            "t": pairs["t"],
            "df": pairs["df"],
            "pvalue": pairs["pvalue"],
            "g": pairs["hedges_g"],
            f"g {percent}": [
                _plain(a, b) for a, b in zip(pairs["g_lower"], pairs["g_upper"], strict=True)
            ],
        }
    ).set_axis([f"{a} – {b}" for a, b in zip(pairs["a"], pairs["b"], strict=True)], axis=0)

    def draw(ax: Any) -> None:
        dots(
            ax,
            result.groups["mean"],
            lower=result.groups["ci_lower"],
            upper=result.groups["ci_upper"],
        )
        ax.set_xlabel(f"mean of {result.name}, {percent}")

    return View(
        title=f"{result.name} by {result.by}",
        claims=(
            (
                f"Welch’s F({say(test['df1'], 0)}, {say(test['df2'], 1)}) = "
                f"{say(test['F'], 2)}, {p}, "
                f"η² = {apa(test['eta2'])}, n = {say(result.n, 0)}."
            ),
            f"By Games–Howell {'; '.join(words)}."
            if words
            else "By Games–Howell no two groups differ beyond chance.",
            (
                "Respondents are taken as independent: with pupils of few schools the test is "
                "too sure."
            ),
        ),
        sheets=(
            Sheet(
                name="groups",
                caption=f"{result.name} by {result.by}",
                frame=result.groups,
                default=2,
                places={"n": 0},
                index=result.by,
            ),
            Sheet(
                name="pairs",
                caption="Differences between groups",
                frame=pairs,
                shown=shown,
                places={"pvalue": "p", "df": 1},
                default=2,
                headings={"diff": "Difference"},
                index="pair",
                notes=(
                    (
                        "p and interval of the difference: Games–Howell, over all pairs. g: "
                        "Hedges’ g with a noncentral t interval, each by itself."
                    ),
                ),
            ),
        ),
        draw=draw,
        size=(6.4, 1.1 + 0.34 * len(result.groups)),
    )


def _plain(low: float, high: float) -> str:
    return f"[{say(low, 2)}, {say(high, 2)}]"
