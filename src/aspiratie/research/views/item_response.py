"""How single items look: items that work otherwise in some groups, and where a scale measures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from aspiratie.measurement.item_response.dif import DifResult
from aspiratie.measurement.item_response.graded import IrtView
from aspiratie.measurement.item_response.regressions import LARGE, MODERATE
from aspiratie.research.cells import apa, say
from aspiratie.research.figures.figure import GREY
from aspiratie.research.figures.item_response import plot_information
from aspiratie.research.views.drawing import dots
from aspiratie.research.views.view import Sheet, View, view

__all__ = ["SIZE_SOURCE"]

SIZE_SOURCE = (
    f"Changes of Nagelkerke’s R² from {apa(MODERATE, 'b3')} are called moderate and from "
    f"{apa(LARGE, 'b3')} large (Jodoin & Gierl 2001, "
    "https://doi.org/10.1207/S15324818AME1404_2); a convention, not a test."
)


@view.register
def _dif(result: DifResult) -> View:
    table = result.items
    sizes = table["nagelkerke_total"]
    flagged = [str(item) for item in table.index[table["flagged"]]]
    direct = [str(item) for item in result.mimic.loc[result.mimic["flagged"] == 1, "item"].unique()]
    groups = [str(label) for label in result.n_by_group.index]
    columns = ["chisq_total", "df_total", "pvalue_holm", "nagelkerke_total", "size", "kind"]
    claims = [
        f"{len(table)} items were compared between {len(groups)} groups ({', '.join(groups)}; n = "
        f"{say(float(result.n_by_group.sum()), 0)}) at equal scores; "
        + (
            f"found to be answered otherwise in some group ({len(flagged)}): {', '.join(flagged)}."
            if flagged
            else "0 of them were found to be answered otherwise in some group."
        ),
        f"The factor model finds direct effects of the group on {', '.join(direct)}."
        if direct
        else "The factor model finds 0 items with direct effects of the group."
        if len(result.mimic)
        else "The factor model gave no answer to the same question.",
        (
            "A difference that is significant may be too small to matter, and one that is not may "
            "be there: read tests and effect sizes together."
        ),
        *(str(problem) for problem in result.problems),
    ]
    known = sizes.dropna()

    def draw(ax: Any) -> None:
        for mark in (MODERATE, LARGE):
            ax.axvline(mark, color=GREY, lw=0.7, ls=":")
        dots(ax, known, zero=True)
        ax.set_xlabel("change of Nagelkerke’s R² by the groups")

    mimic = result.mimic
    pairs = [f"{row.item}: {row.group}" for row in mimic.itertuples()]
    effects = [f"{row.item}: {row.group}" for row in result.effects.itertuples()]
    return View(
        title="Items that work otherwise in some groups",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="items",
                caption="Tests and sizes of differential item functioning",
                frame=table,
                shown=table[columns],
                places={"chisq_total": 2, "df_total": 0, "pvalue_holm": "p"},
                default="b3",
                headings={
                    "chisq_total": "χ²",
                    "df_total": "df",
                    "pvalue_holm": "p (Holm)",
                    "nagelkerke_total": "R² change",
                },
                index="item",
                notes=(SIZE_SOURCE, f"Rounds of purification: {say(result.rounds, 0)}."),
            ),
            Sheet(
                name="effects",
                caption=f"Differences from {groups[0]} at equal scores",
                frame=result.effects,
                shown=result.effects[["logit", "se", "odds_ratio"]].set_axis(effects, axis=0),
                default=3,
                headings={"odds_ratio": "odds ratio"},
                index="item and group",
            ),
            Sheet(
                name="mimic",
                caption="Direct effects of the groups in a factor model",
                frame=mimic,
                shown=mimic[["est", "se", "z", "pvalue", "pvalue_holm"]].set_axis(pairs, axis=0),
                places={"z": 2, "pvalue": "p", "pvalue_holm": "p"},
                default=3,
                headings={"pvalue_holm": "p (Holm)"},
                index="item and group",
            ),
            Sheet(
                name="curves",
                caption="Expected answer by score and group",
                frame=result.curves,
                shown=result.curves.set_axis(result.curves["item"].astype(str), axis=0).drop(
                    columns="item"
                ),
                places={"score": 2, "expected": 2, "n": 0},
                index="item",
            ),
        ),
        draw=draw,
        size=(6.4, 1.2 + 0.2 * len(known)),
    )


@view.register
def _graded(result: IrtView) -> View:
    test, slopes = result.test_information, result.parameters["discrimination"]
    best = test.iloc[int(test["information"].to_numpy().argmax())]
    # A few levels are printed; the frame has all.
    few = np.linspace(0, len(test) - 1, min(len(test), 9)).round().astype(np.int64)
    printed = test.iloc[np.unique(few)]
    shown = printed[["information", "standard_error_posterior", "reliability", "expected_sum"]]
    shown = shown.set_axis([say(float(level), 2) for level in printed["theta"]], axis=0)
    difficulties = result.difficulties
    wide = difficulties.pivot_table(
        index="item", columns="threshold", values="difficulty", sort=False
    ).reindex(result.parameters.index)
    wide = wide.set_axis([f"b{threshold}" for threshold in wide.columns], axis=1)
    items = pd.concat([result.parameters, wide], axis=1)

    def draw(ax: Any) -> None:
        plot_information(result, ax=ax)

    return View(
        title="Graded response view of a factor model",
        claims=(
            (
                f"{len(slopes)} items of one factor (n = {say(result.n, 0)}) discriminate from "
                f"{say(float(slopes.min()), 2)} ({slopes.idxmin()}) to "
                f"{say(float(slopes.max()), 2)} ({slopes.idxmax()})."
            ),
            (
                f"The scale measures best at level {say(float(best['theta']), 2)} of the factor, "
                f"with a standard error of {say(float(best['standard_error_posterior']), 2)} "
                "standard deviations; its marginal reliability is "
                f"{apa(result.marginal_reliability)}."
            ),
            (
                "These are the parameters of the factor model written otherwise (Takane & de "
                "Leeuw 1987, https://doi.org/10.1007/BF02294363), not a second analysis."
            ),
            *(str(problem) for problem in result.problems),
        ),
        sheets=(
            Sheet(
                name="items",
                caption="Discrimination and difficulties",
                frame=items,
                shown=items.drop(columns="discrimination_logistic"),
                places={"loading": "b2"},
                default=2,
                headings={"discrimination": "a", "discrimination_se": "SE of a"},
                index="item",
                notes=(
                    (
                        "Normal ogive; a times 1.7 is the logistic discrimination. b: the level at "
                        "which half of the respondents answer above the threshold."
                    ),
                ),
            ),
            Sheet(
                name="difficulties",
                caption="Difficulties with standard errors",
                frame=difficulties,
                shown=difficulties[["difficulty", "se"]].set_axis(
                    [f"{row.item}, {row.threshold}" for row in difficulties.itertuples()], axis=0
                ),
                default=2,
                index="item and threshold",
            ),
            Sheet(
                name="test_information",
                caption="Information by level of the factor",
                frame=test,
                shown=shown,
                places={"reliability": "b2"},
                default=2,
                headings={
                    "standard_error_posterior": "standard error",
                    "expected_sum": "expected sum",
                },
                index="level",
                notes=(f"{len(shown)} of {len(test)} levels.",),
            ),
            Sheet(
                name="item_information",
                caption="Information of items by level of the factor",
                frame=result.item_information,
                shown=_at_levels(result.item_information, printed["theta"]),
                default=2,
                index="item",
                notes=(f"{len(shown)} of {len(test)} levels.",),
            ),
        ),
        draw=draw,
    )


def _at_levels(information: pd.DataFrame, levels: pd.Series) -> pd.DataFrame:
    """Information by item at some levels."""
    kept = information[information["theta"].isin(levels)]
    wide = kept.pivot_table(index="item", columns="theta", values="information", sort=False)
    return wide.set_axis([say(float(level), 2) for level in wide.columns], axis=1)
