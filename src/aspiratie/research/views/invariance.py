"""How measurement invariance looks: steps, verdict and the items that break it."""

from __future__ import annotations

from typing import Any

import numpy as np

from aspiratie.measurement.invariance.sequence import InvarianceResult
from aspiratie.measurement.sem.compare_models import best_kind
from aspiratie.research.cells import say
from aspiratie.research.figures.figure import GREY
from aspiratie.research.views.drawing import lines
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _invariance(result: InvarianceResult) -> View:
    table = result.steps
    solved = table.dropna(subset=["chisq"])
    kinds = [best_kind(row) for _, row in solved.iterrows()]
    kind = min(kinds, key=lambda k: ["", ".scaled", ".robust"].index(k)) if kinds else ""
    scaled = ".scaled" if "chisq.scaled" in table else ""
    columns = [f"chisq{scaled}", "df", f"cfi{kind}", f"rmsea{kind}", "srmr"]
    columns += ["chisq.diff", "df.diff", "pvalue.diff", "cfi.diff", "rmsea.diff", "srmr.diff"]
    shown = table[columns].copy()
    shown["indices"] = table["indices"]
    shown["within the rule"] = table["holds"].astype(bool)
    places: dict[Any, int | str] = {f"chisq{scaled}": 1, "chisq.diff": 1, "pvalue.diff": "p"}
    places |= {"df": 0, "df.diff": 0}
    sizes = next(iter(result.models.values())).n_by_group
    groups = ", ".join(f"{label} (n = {say(n, 0)})" for label, n in sizes.items())
    sheets = [
        Sheet(
            name="steps",
            caption="Steps of measurement invariance",
            frame=table,
            shown=shown,
            places=places,
            default="b3",
            headings={"indices": "Indices of Δ"},
            index="step",
            notes=(f"Groups: {groups}.", f"Rule: {result.rule} Source: {result.source}"),
        )
    ]
    if not result.noninvariant.empty:
        broken = result.noninvariant.set_index("item")[["score", "df", "pvalue_holm", "released"]]
        sheets.append(
            Sheet(
                name="items",
                caption=f"Items at the step {result.noninvariant['step'].iloc[0]}",
                frame=result.noninvariant,
                shown=broken.sort_values("score", ascending=False),
                places={"score": 1, "df": 0, "pvalue_holm": "p", "released": 0},
                headings={"released": "Let go as number", "pvalue_holm": "p (Holm)"},
                index="item",
                notes=(
                    (
                        "Score tests, not corrected for non-normality: for finding items, not for "
                        "proof."
                    ),
                ),
            )
        )

    def draw(ax: Any) -> None:
        changes = table[["cfi.diff", "rmsea.diff"]].iloc[1:]
        changes = changes.rename(columns={"cfi.diff": "ΔCFI", "rmsea.diff": "ΔRMSEA"})
        ax.axhline(0, color=GREY, lw=0.8)
        lines(ax, changes)
        largest = float(np.nanmax(np.abs(changes.to_numpy()))) if changes.notna().any().any() else 0
        ax.set_ylim(-max(0.02, 1.2 * largest), max(0.02, 1.2 * largest))
        ax.set_ylabel("change against the step before")

    return View(
        title="Measurement invariance",
        claims=(
            result.verdict,
            f"Groups: {groups}.",
            *(str(problem) for problem in result.problems),
        ),
        sheets=tuple(sheets),
        draw=draw,
        size=(5.6, 3.0),
    )
