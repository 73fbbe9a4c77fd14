"""How results over several scales look: their reliability, and that of schools' means."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from aspiratie.research.cells import apa, apa_interval, say
from aspiratie.research.figures.figure import GREY
from aspiratie.research.scales import ScaleReliability, SchoolReliability, SchoolSpread
from aspiratie.research.views.drawing import dots, legend
from aspiratie.research.views.reliability import MARKS, MARKS_SOURCE
from aspiratie.research.views.schools import enough
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _reliability(result: ScaleReliability) -> View:
    table, general = result.scales, result.general
    shown = pd.DataFrame(
        {
            "items": table["n_items"],
            "n": table["n"],
            "alpha": table["alpha"],
            "α 95% CI": _intervals(table, "alpha"),
            "omega": table["omega"],
            "ω 95% CI": _intervals(table, "omega"),
            "rms": table["rms"],
        }
    )
    best = table["omega"].fillna(table["alpha"])
    poor = [str(scale) for scale in table.index[table["rms"] > 0.08]]
    claims = []
    if best.notna().any():
        claims.append(
            f"Reliability runs from {apa(float(best.min()))} ({best.idxmin()}) to "
            f"{apa(float(best.max()))} ({best.idxmax()})."
        )
    claims.append(
        f"One factor leaves residual correlations of more than .08 (rms) in {', '.join(poor)}: "
        "omega means little there."
        if poor
        else "One factor leaves residual correlations of at most .08 (rms) in each scale."
    )
    if general is not None:
        claims.append(
            f"All items together: omega hierarchical {apa(general.estimate)}, omega total "
            f"{apa(general.omega_total)}; the general factor takes "
            f"{say(100 * general.explained_common_variance, 0)}% of the common variance."
        )
    claims.append(MARKS_SOURCE)

    def draw(ax: Any) -> None:
        for mark in MARKS:
            ax.axvline(mark, color=GREY, lw=0.8, ls=":")
        for number, (kind, label) in enumerate(
            (("omega", "omega, categorical"), ("alpha", "alpha"))
        ):
            dots(
                ax,
                table[kind],
                lower=table[f"{kind}_lower"],
                upper=table[f"{kind}_upper"],
                label=label,
                number=number,
                shift=0.26 * (number - 0.5),
            )
        floor = table[["alpha_lower", "omega_lower", "alpha", "omega"]].min().min()
        ax.set_xlim(min(0.5, float(floor) - 0.03) if np.isfinite(floor) else 0.0, 1.0)
        ax.set_xlabel("reliability of the sum of the answers, with 95% interval")
        legend(ax)

    return View(
        title="Reliability of each scale",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="scales",
                caption="Reliability of each scale",
                frame=table,
                shown=shown,
                places={"items": 0, "n": 0, "rms": "b3"},
                default="b2",
                index="scale",
                notes=(
                    (
                        "ω: categorical, of the sum of the answers. rms: of the residual "
                        "correlations of one factor."
                    ),
                    *result.notes,
                ),
            ),
            Sheet(
                name="items",
                caption="Items in their scales",
                frame=result.items,
                default="b2",
                headings={
                    "item_rest": "Item-rest r",
                    "alpha_if_dropped": "α if dropped",
                    "loading": "λ",
                },
                index="item",
                notes=("λ: standardised, of one factor.",),
            ),
            *(
                [
                    Sheet(
                        name="composites",
                        caption="Composites, as means of their scales",
                        frame=result.composites,
                        places={"n": 0},
                        default="b2",
                        headings={"stratified_alpha": "Stratified α"},
                        index="composite",
                    )
                ]
                if len(result.composites)
                else []
            ),
        ),
        draw=draw,
        size=(6.6, 1.3 + 0.42 * len(table)),
    )


def _intervals(table: pd.DataFrame, kind: str) -> list[str]:
    low, high = table[f"{kind}_lower"], table[f"{kind}_upper"]
    return [apa_interval(a, b) for a, b in zip(low, high, strict=True)]


@view.register
def _spread(result: SchoolSpread) -> View:
    table = result.scales
    columns = [
        "n",
        "n_schools",
        "mean",
        "tau2",
        "sigma2",
        "icc_reml",
        "icc1_anova",
        "icc2_anova",
        "reliability",
        "design_effect",
    ]
    shares = 100 * table["icc_reml"] if len(table) else pd.Series(dtype=float)
    known = shares[np.isfinite(shares)]
    told = (
        f"Of the differences between pupils {say(known.min(), 1)}% to {say(known.max(), 1)}% lies "
        "between schools, by scale."
        if len(known)
        else "There is no variance between schools to speak of: fewer than two schools."
    )

    def draw(ax: Any) -> None:
        if len(table):
            dots(ax, table["icc_reml"], label="ICC", number=0, shift=-0.12)
            dots(
                ax,
                table["reliability"],
                label="reliability of a school’s mean",
                number=1,
                shift=0.12,
            )
            legend(ax)
        ax.axvline(0.7, color=GREY, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        ax.set_xlabel("share of variance")

    return View(
        title="Between and within schools",
        claims=(told, "Dotted: .70, a customary floor for showing a school’s mean."),
        sheets=(
            Sheet(
                name="scales",
                caption="Between and within schools",
                frame=table,
                shown=table[columns] if len(table) else None,
                places={
                    "n": 0,
                    "n_schools": 0,
                    "mean": 2,
                    "design_effect": 2,
                    "tau2": 3,
                    "sigma2": 3,
                },
                default="b3",
                headings={"tau2": "τ²", "sigma2": "σ²"},
                index="scale",
                notes=(
                    (
                        "icc_reml: by restricted maximum likelihood, as lme4. Reliability: of the "
                        "mean of a school of harmonic mean size. Design effect: how many times "
                        "larger the variance of the pupils’ mean is than without schools."
                    ),
                    *result.notes,
                ),
            ),
        ),
        draw=draw,
        size=(6.4, 1.2 + 0.34 * max(1, len(table))),
    )


@view.register
def _school_reliability(result: SchoolReliability) -> View:
    table = result.scales
    shown = table.copy()
    for name in [c for c in shown if str(c).startswith("pupils_")]:
        shown[name] = [enough(float(value)) for value in shown[name]]
    low, high = (
        (apa(float(table["reliability"].agg(side))) for side in ("min", "max"))
        if len(table)
        else ("", "")
    )
    told = (
        f"The mean of a school of usual size has a reliability "
        f"{f'of {low}' if low == high else f'from {low} to {high}'}, by scale; customary floors "
        "are .70 for showing it and .80 for comparing schools."
        if len(table)
        else "No scale could be estimated."
    )

    def draw(ax: Any) -> None:
        if len(table):
            dots(ax, table["reliability"], label="what items share", shift=-0.12)
            dots(ax, table["icc_reliability"], label="by the ICC", number=1, shift=0.12)
            legend(ax)
        for mark in (0.7, 0.8):
            ax.axvline(mark, color=GREY, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        ax.set_xlabel("reliability of a school’s mean, at a usual size")

    return View(
        title="Reliability of a school’s mean",
        claims=(told, f"Scales: {len(table)}."),
        sheets=(
            Sheet(
                name="scales",
                caption="Reliability of a school’s mean, and pupils that a school needs",
                frame=table,
                shown=shown,
                places={"n": 0, "n_schools": 0},
                default="b2",
                index="scale",
                notes=(
                    (
                        "Reliability: at the harmonic mean size, of what the items share between "
                        "schools (Lai 2021, https://doi.org/10.1037/met0000287); by the "
                        "ICC: counts "
                        "what single items have for themselves as true; pupils_70: pupils for "
                        "reliability .70."
                    ),
                    *result.notes,
                ),
            ),
        ),
        draw=draw,
        size=(6.4, 1.2 + 0.34 * max(1, len(table))),
    )
