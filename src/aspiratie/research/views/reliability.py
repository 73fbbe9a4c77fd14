"""How reliabilities look: alpha, omega, their stratified and hierarchical forms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from aspiratie.measurement.reliability.alpha import Alpha, StratifiedAlpha
from aspiratie.measurement.reliability.hierarchical import OmegaHierarchical
from aspiratie.measurement.reliability.omega import Omega
from aspiratie.research.cells import apa, apa_interval, say
from aspiratie.research.figures.figure import DOWN, GREY
from aspiratie.research.views.drawing import dots, heat_map, legend
from aspiratie.research.views.view import Sheet, View, view

__all__ = ["MARKS_SOURCE", "use_of"]

MARKS = (0.6, 0.7, 0.8)
MARKS_SOURCE = (
    "Marks at .60, .70 and .80: customary floors for research on groups (Nunnally & Bernstein "
    "1994; Evers and others 2010 for the Dutch rating system, "
    "https://doi.org/10.1080/15305058.2010.518325). Conventions: what is enough depends on the use."
)
#: Root mean square of residual correlations above which one factor is doubted.
_POOR = 0.08


def use_of(lower: float, estimate: float) -> str:
    """Say what a reliability allows, by its lower bound where there is one."""
    sure = lower if np.isfinite(lower) else estimate
    bound = "Its lower bound" if np.isfinite(lower) else "It"
    if sure >= 0.9:
        return f"{bound} reaches .90, customary for statements about one respondent."
    if sure >= 0.8:
        return f"{bound} reaches .80: means of groups may be compared; single scores not yet."
    if sure >= 0.7:
        return f"{bound} reaches .70, customary for research on groups; not for single scores."
    return (
        f"{bound} stays under .70, a customary floor for research on groups: relations come out "
        "weaker than they are, and differences between groups need many respondents."
    )


@view.register
def _alpha(result: Alpha) -> View:
    items = pd.DataFrame(
        {"item_rest": result.item_rest, "alpha_if_dropped": result.alpha_if_dropped}
    )
    items.index.name = "item"
    percent = f"{say(100 * result.confidence, 0)}% CI"
    gain = result.alpha_if_dropped.dropna()
    better = [str(i) for i in gain.index[gain > result.estimate + 0.005]]
    negative = [str(i) for i in result.item_rest.index[result.item_rest < 0]]
    claims = [
        (
            f"Cronbach’s alpha of the sum of {result.n_items} items is {apa(result.estimate)}, "
            f"{percent} {apa_interval(result.ci_lower, result.ci_upper)}, n = {say(result.n, 0)}."
        ),
        use_of(result.ci_lower, result.estimate),
        (
            "Alpha is a reliability only if the items load alike on one factor with independent "
            "errors; omega asks less."
        ),
    ]
    if negative:
        claims.append(
            f"Against the others go {', '.join(negative)}: reversed items that were not turned?"
        )
    if better:
        claims.append(
            f"Without {' or '.join(better)} alpha would be higher in this sample; that is no "
            "reason by itself to drop a question."
        )

    def draw(ax: Any) -> None:
        lower, upper = result.ci_lower, result.ci_upper
        ax.axvspan(lower, upper, color=GREY, alpha=0.18, lw=0)
        ax.axvline(result.estimate, color=DOWN, lw=1.2, label=f"all items ({percent} shaded)")
        dots(ax, result.alpha_if_dropped, label="without the item")
        ax.set_xlabel("alpha")
        legend(ax)

    numbers = pd.DataFrame(
        {
            "alpha": [result.estimate],
            "ci_lower": [result.ci_lower],
            "ci_upper": [result.ci_upper],
            "standardized": [result.standardized],
            "average_correlation": [result.average_correlation],
            "n_items": [result.n_items],
            "n": [result.n],
        },
        index=pd.Index(["scale"], name="what"),
    )
    return View(
        title="Alpha of a scale",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="items",
                caption=f"Items of a scale with alpha {apa(result.estimate)}",
                frame=items,
                default="b2",
                headings={"item_rest": "Item-rest r", "alpha_if_dropped": "α if dropped"},
                index="item",
                notes=(
                    (
                        f"α = {apa(result.estimate)}, {percent} "
                        f"{apa_interval(result.ci_lower, result.ci_upper)} "
                        f"({result.interval.title()}); standardised α = "
                        f"{apa(result.standardized)}; mean inter-item r = "
                        f"{apa(result.average_correlation)}; n = {say(result.n, 0)}, "
                        f"{result.missing}."
                    ),
                ),
            ),
            Sheet(
                name="estimate",
                caption="Alpha",
                frame=numbers,
                default="b2",
                places={"n": 0, "n_items": 0},
            ),
        ),
        draw=draw,
        size=(6.4, 1.1 + 0.26 * result.n_items),
    )


@view.register
def _stratified(result: StratifiedAlpha) -> View:
    def draw(ax: Any) -> None:
        for mark in MARKS:
            ax.axvline(mark, color=GREY, lw=0.7, ls=":")
        ax.axvline(result.estimate, color=DOWN, lw=1.4, label="composite")
        dots(ax, result.scales["alpha"], label="scale")
        ax.set_xlabel("alpha")
        legend(ax)

    return View(
        title="Stratified alpha of a composite",
        claims=(
            (
                f"The composite of {len(result.scales)} scales has a stratified alpha of "
                f"{apa(result.estimate)}, n = {say(result.n, 0)}; {result.equal} count equally."
            ),
            use_of(float("nan"), result.estimate),
        ),
        sheets=(
            Sheet(
                name="scales",
                caption=f"Scales of a composite with alpha {apa(result.estimate)}",
                frame=result.scales,
                places={"alpha": "b2", "n_items": 0},
                index="scale",
                notes=(
                    (
                        f"Stratified α = {apa(result.estimate)}; variance of the composite "
                        f"{say(result.variance)}; n = {say(result.n, 0)}."
                    ),
                ),
            ),
        ),
        draw=draw,
        size=(6.4, 1.2 + 0.3 * len(result.scales)),
    )


@view.register
def _omega(result: Omega) -> View:
    loadings = result.loadings.to_frame("loading")
    loadings.index.name = "item"
    percent = f"{say(100 * result.confidence, 0)}% CI"
    known = np.isfinite(result.ci_lower)
    between = f", {percent} {apa_interval(result.ci_lower, result.ci_upper)}" if known else ""
    kind = "categorical omega" if result.ordinal else "omega"
    claims = [
        (
            f"{kind.capitalize()} of the sum of {result.n_items} items is {apa(result.estimate)}"
            f"{between}, n = {say(result.n, 0)}."
        ),
        use_of(result.ci_lower, result.estimate),
        f"One factor leaves residual correlations of {apa(result.rms, 'b3')} (rms), "
        + (
            "so much that one number for the scale means little."
            if result.rms > _POOR
            else "so one factor is a fair account of the items."
        ),
    ]
    if result.n_failed:
        claims.append(
            f"{result.n_failed} of {result.n_boot + result.n_failed} bootstrap samples gave no "
            "omega and are left out of the interval."
        )

    def draw(ax: Any) -> None:
        dots(ax, result.loadings, zero=True)
        ax.set_xlim(min(0.0, float(result.loadings.min()) - 0.05), 1.0)
        ax.set_xlabel(f"standardised loading; omega {apa(result.estimate)}{between}")

    return View(
        title="Omega of a scale",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="loadings",
                caption=f"Loadings on one factor, omega {apa(result.estimate)}",
                frame=loadings,
                default="b2",
                headings={"loading": "λ"},
                index="item",
                notes=(
                    f"ω = {apa(result.estimate)}{between}; "
                    + ("bootstrap percentiles; " if known else "")
                    + ("ordinal items (Green & Yang 2009); " if result.ordinal else "")
                    + (
                        "observed variance in the denominator; "
                        if result.observed_variance
                        else "model-implied variance; "
                    )
                    + f"rms of residuals {apa(result.rms, 'b3')}; n = {say(result.n, 0)}.",
                ),
            ),
            Sheet(
                name="estimate",
                caption="Omega",
                frame=pd.DataFrame(
                    {
                        "omega": [result.estimate],
                        "ci_lower": [result.ci_lower],
                        "ci_upper": [result.ci_upper],
                        "rms": [result.rms],
                        "n_items": [result.n_items],
                        "n": [result.n],
                    },
                    index=pd.Index(["scale"], name="what"),
                ),
                default="b3",
                places={"n": 0, "n_items": 0},
            ),
        ),
        draw=draw,
        size=(6.4, 1.1 + 0.26 * result.n_items),
    )


@view.register
def _hierarchical(result: OmegaHierarchical) -> View:
    factors = [c for c in result.loadings.columns if c not in ("communality", "uniqueness")]
    claims = [
        (
            f"The general factor accounts for {apa(result.estimate)} of the variance of the total "
            f"(omega hierarchical), all factors together for {apa(result.omega_total)}; it takes "
            f"{say(100 * result.explained_common_variance, 0)}% of the items’ common variance."
        ),
        _total(result.estimate),
        (
            "From .50, better .70, is a customary floor for a total score (Reise 2012, "
            "https://doi.org/10.1080/00273171.2012.715555); a convention."
        ),
    ]

    def draw(ax: Any) -> None:
        heat_map(ax, result.loadings[factors], label="loading")

    return View(
        title="A general factor and its groups",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="loadings",
                caption="Schmid–Leiman loadings",
                frame=result.loadings,
                default="b2",
                index="item",
                notes=_about(result),
            ),
            Sheet(
                name="general",
                caption="Loadings of the group factors on the general factor",
                frame=result.general_loadings.to_frame("loading"),
                default="b2",
                index="factor",
            ),
            Sheet(
                name="phi",
                caption="Correlations of the factors",
                frame=result.phi,
                default="b2",
                index="factor",
            ),
        ),
        draw=draw,
        size=(1.8 + 0.6 * len(factors), 1.2 + 0.22 * len(result.loadings)),
    )


def _total(hierarchical: float) -> str:
    if hierarchical >= 0.7:
        return "A total score may stand for one thing."
    if hierarchical >= 0.5:
        return "A total score says most about what the items share; report the scales beside it."
    return "A total score mixes different things: report the scales instead."


def _about(result: OmegaHierarchical) -> tuple[str, ...]:
    size = f", n = {say(result.n, 0)}" if result.n else ""
    return (
        (
            f"ω_h = {apa(result.estimate)}, ω_total = {apa(result.omega_total)}, limit "
            f"{apa(result.omega_limit)}; {result.correlation} correlations{size}."
        ),
    )
