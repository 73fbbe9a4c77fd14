"""How scale scores look: never a respondent, only how they are spread."""

from __future__ import annotations

from typing import Any

import pandas as pd
import seaborn as sns

from aspiratie.measurement.scores import ScaleScores
from aspiratie.research.cells import say
from aspiratie.research.figures.figure import DOWN, UP
from aspiratie.research.views.drawing import legend, steps_of
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _scores(result: ScaleScores) -> View:
    scores = result.scores.dropna()
    frame = pd.DataFrame(
        {
            "n": [result.n_scored],
            "n_prorated": [result.n_prorated],
            "mean": [scores.mean()],
            "sd": [scores.std()],
            "q25": [scores.quantile(0.25)],
            "median": [scores.median()],
            "q75": [scores.quantile(0.75)],
        },
        index=pd.Index(["score"], name="what"),
    )

    def draw(ax: Any) -> None:
        sns.histplot(x=scores, ax=ax, color=UP, edgecolor="white", bins=steps_of(scores).tolist())
        ax.axvline(scores.mean(), color=DOWN, lw=1.6, ls="--", label="mean")
        ax.set(xlabel="score", ylabel="respondents")
        legend(ax)

    return View(
        title="Scores on a scale",
        claims=(
            (
                f"{say(result.n_scored, 0)} of {say(len(result.scores), 0)} respondents "
                "have a score; "
                f"in {say(result.n_prorated, 0)} of these a missing answer was filled."
            ),
            (
                f"The mean is {say(float(scores.mean()), 2)} and the standard deviation "
                f"{say(float(scores.std()), 2)}."
            ),
            f"Rule: {result.rule}",
        ),
        sheets=(
            Sheet(
                name="scores",
                caption="Scores",
                frame=frame,
                default=2,
                places={"n": 0, "n_prorated": 0},
            ),
            Sheet(
                name="items",
                caption="Means by which missing answers were filled",
                frame=result.item_means.to_frame("mean"),
                default=2,
                index="item",
            ),
        ),
        draw=draw,
    )
