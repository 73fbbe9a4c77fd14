"""How items and information of several scales look."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns

from aspiratie.measurement.item_response.regressions import LARGE, MODERATE
from aspiratie.research.cells import apa, say
from aspiratie.research.figures.figure import GREY
from aspiratie.research.functioning import ScaleDif, ScaleInformation
from aspiratie.research.views.drawing import dots, legend
from aspiratie.research.views.item_response import SIZE_SOURCE
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []

_STYLES = ("-", "--", ":", "-.")


@view.register
def _dif(result: ScaleDif) -> View:
    table = result.items
    flagged = table[table["flagged"].astype(bool)]
    sized = flagged[flagged["nagelkerke_total"] >= MODERATE]
    groups = ", ".join(f"{label} (n = {say(n, 0)})" for label, n in result.sizes.items())
    claims = [
        (
            f"{len(table)} items of {len(result.results)} scales were compared by {result.by} at "
            f"equal scores; answered otherwise in some group beyond chance: {len(flagged)}"
            f"{' (' + ', '.join(map(str, flagged.index)) + ')' if len(flagged) else ''}."
        ),
        (
            f"Of these, by a size that is called moderate or more: {len(sized)}"
            f"{' (' + ', '.join(map(str, sized.index)) + ')' if len(sized) else ''}."
        ),
        (
            "An item that works otherwise need not be unfair; ask why, before it is left out or "
            "groups are compared on it."
        ),
    ]

    def draw(ax: Any) -> None:
        for mark in (MODERATE, LARGE):
            ax.axvline(mark, color=GREY, lw=0.8, ls=":")
        dots(ax, table["nagelkerke_total"].dropna(), zero=True)
        ax.set_xlabel("change of Nagelkerke’s R² by the groups")

    return View(
        title=f"Items that work otherwise by {result.by}",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="items",
                caption=f"Differential item functioning by {result.by}",
                frame=table,
                shown=table.drop(columns="flagged"),
                places={"chisq_total": 2, "df_total": 0, "pvalue_holm": "p"},
                default="b3",
                headings={
                    "chisq_total": "χ²",
                    "df_total": "df",
                    "pvalue_holm": "p (Holm)",
                    "nagelkerke_total": "R² change",
                },
                index="item",
                notes=(
                    SIZE_SOURCE,
                    f"Groups: {groups}. Holm over the items of a scale.",
                    *result.notes,
                    *(f"{scale}: {why}" for scale, why in result.refused.items()),
                ),
            ),
        ),
        draw=draw,
        size=(6.4, 1.1 + 0.22 * max(1, len(table))),
    )


@view.register
def _information(result: ScaleInformation) -> View:
    table = result.scales
    claims: list[str] = []
    if len(table):
        reliability = table["reliability"]
        claims.append(
            f"Marginal reliability runs from {apa(float(reliability.min()))} "
            f"({reliability.idxmin()}) to {apa(float(reliability.max()))} ({reliability.idxmax()})."
        )
        poor = [str(scale) for scale in table.index[table["from"].isna()]]
        claims.append(
            f"Nowhere does a score of one respondent reach .70 on {', '.join(poor)}."
            if poor
            else "Each scale reaches .70 for one respondent’s score at some levels."
        )
    else:
        claims.append("No scale could be fitted.")
    claims.append(
        "Outside the levels named a score of one respondent says little; a mean of many still can."
    )

    def draw(ax: Any) -> None:
        colours = sns.color_palette("colorblind", n_colors=max(1, len(result.results)))
        for number, (scale, found) in enumerate(result.results.items()):
            test = found.test_information
            ax.plot(
                test["theta"],
                test["reliability"],
                color=colours[number],
                ls=_STYLES[number % len(_STYLES)],
                label=scale,
            )
        ax.axhline(0.7, color=GREY, lw=0.8, ls=":")
        ax.set(
            xlabel="level of the factor, in standard deviations",
            ylabel="reliability of a score there",
            ylim=(0, 1),
        )
        if result.results:
            legend(ax)

    shown = pd.DataFrame(
        {
            "n": table["n"],
            "reliability": table["reliability"],
            "best": table["best"],
            "levels": [
                "nowhere" if np.isnan(low) else f"{say(low, 2)} to {say(high, 2)}"
                for low, high in zip(table["from"], table["to"], strict=True)
            ],
        },
        index=table.index,
    )
    return View(
        title="Where each scale measures well",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="scales",
                caption="Information of each scale",
                frame=table,
                shown=shown,
                places={"n": 0, "best": 2, "reliability": "b2"},
                headings={"best": "best at", "levels": ".70 or more at levels"},
                index="scale",
                notes=(
                    (
                        "One factor a scale, as a graded response model (normal ogive; Takane & "
                        "de Leeuw 1987, https://doi.org/10.1007/BF02294363)."
                    ),
                    *result.notes,
                    *(f"{scale}: {why}" for scale, why in result.refused.items()),
                ),
            ),
            Sheet(
                name="items",
                caption="Discrimination of each item",
                frame=result.items,
                places={"loading": "b2"},
                default=2,
                headings={"discrimination": "a", "discrimination_se": "SE of a", "loading": "λ"},
                index="item",
            ),
        ),
        draw=draw,
        size=(6.6, 4.2),
    )
