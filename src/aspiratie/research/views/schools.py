"""How differences between schools look; never as a ranking."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns

from aspiratie.research.cells import apa, say
from aspiratie.research.figures.figure import DOWN, GREY, INK, UP
from aspiratie.research.views.drawing import dots, legend
from aspiratie.research.views.view import Sheet, View, view
from aspiratie.schools.alignment import Alignment
from aspiratie.schools.funnel import Funnel
from aspiratie.schools.mean_reliability import SchoolMeanReliability
from aspiratie.schools.multilevel import IntraclassCorrelation
from aspiratie.schools.registry import PartnershipJoin

__all__ = ["enough", "pupils_needed"]


def pupils_needed(icc: float, reliability: float) -> float:
    """Return how many pupils a school needs for a reliability of its mean (Spearman-Brown).

    Examples
    --------
    >>> round(pupils_needed(0.10, 0.80), 6)
    36.0
    """
    if not 0 < icc < 1:
        return float("inf")
    return float(reliability / (1 - reliability) * (1 - icc) / icc)


@view.register
def _icc(result: IntraclassCorrelation) -> View:
    frame = pd.DataFrame([asdict(result)], index=pd.Index(["score"], name="what"))
    need = {r: pupils_needed(result.icc_reml, r) for r in (0.7, 0.8)}
    told = ", ".join(
        f"{'more than any school has' if not np.isfinite(n) else say(np.ceil(n), 0)} for {apa(r)}"
        for r, n in need.items()
    )

    def draw(ax: Any) -> None:
        at = np.arange(1, 201)
        rho = max(result.icc_reml, 0.0)
        ax.plot(at, at * rho / (1 + (at - 1) * rho), color=UP, lw=1.8)
        for mark in (0.7, 0.8):
            ax.axhline(mark, color=GREY, lw=0.8, ls=":")
        ax.set_ylim(0, 1)
        ax.set(xlabel="pupils of a school", ylabel="reliability of its mean")

    return View(
        title="Differences between schools",
        claims=(
            (
                f"{say(100 * result.icc_reml, 1)}% of the differences between pupils lies between "
                f"schools (ICC by REML; {say(result.n, 0)} pupils of {say(result.n_schools, 0)} "
                "schools)."
            ),
            (
                "The mean of a school of usual size has a reliability of "
                f"{apa(result.reliability)}; "
                f"pupils needed: {told}."
            ),
            (
                f"The pupils’ mean varies {say(result.design_effect, 2)} times as much as without "
                "schools: tests that ignore schools are too sure."
            ),
        ),
        sheets=(
            Sheet(
                name="icc",
                caption="Between and within schools",
                frame=frame,
                default="b3",
                places={
                    "n": 0,
                    "n_schools": 0,
                    "mean": 2,
                    "design_effect": 2,
                    "tau2": 3,
                    "sigma2": 3,
                },
                headings={"tau2": "τ²", "sigma2": "σ²"},
            ),
        ),
        draw=draw,
    )


@view.register
def _funnel(result: Funnel) -> View:
    schools = result.schools
    outside = ~schools["position"].isin(["inside", "unknown"])

    def draw(ax: Any) -> None:
        limits = result.limits
        at = limits.get("n", limits.index)
        for name, stroke in (("95", "--"), ("998", "-")):
            for side in ("lower", "upper"):
                ax.plot(
                    at,
                    limits[f"{side}_{name}"],
                    color=GREY,
                    ls=stroke,
                    lw=1.0,
                    label=f"{'95' if name == '95' else '99.8'}% limits"
                    if side == "lower"
                    else None,
                )
        ax.axhline(result.target, color=INK, lw=1.0)
        inside = schools.loc[~outside]
        ax.scatter(inside["n"], inside["mean"], s=20, facecolor="white", edgecolor=INK, zorder=3)
        out = schools.loc[outside]
        ax.scatter(out["n"], out["mean"], s=30, marker="D", color=DOWN, zorder=3, label="outside")
        ax.set(xlabel="pupils", ylabel="mean")
        legend(ax)

    return View(
        title="Funnel of school means",
        claims=(
            (
                f"{int(outside.sum())} of {len(schools)} schools lie outside the 95% limits around "
                f"{say(result.target, 2)} ({result.method} over-dispersion, φ = "
                f"{say(result.dispersion, 2)})."
            ),
            "About 5% do so by chance; a school outside is a question, not a verdict.",
        ),
        sheets=(
            Sheet(
                name="schools",
                caption="School means against their size",
                frame=schools,
                default=2,
                places={"n": 0},
                index="school",
            ),
            Sheet(name="limits", caption="Limits", frame=result.limits, default=2, places={"n": 0}),
        ),
        draw=draw,
    )


@view.register
def _alignment(result: Alignment) -> View:
    share = 100 * result.non_invariant

    def draw(ax: Any) -> None:
        dots(ax, result.groups["mean"], zero=True)
        ax.set_xlabel("aligned mean of the factor, in standard deviations")

    return View(
        title="Alignment",
        claims=(
            (
                f"{say(share, 0)}% of the aligned parameters lie further than the "
                "tolerance from their "
                f"item’s median; {result.reached} of {result.starts} starts reached this minimum."
            ),
            "Up to 25% is customarily called few enough to compare means (Muthén & Asparouhov "
            "2014, https://doi.org/10.3389/fpsyg.2014.00978)."
            if share <= 25
            else "That is more than 25%, a customary bound: the means may not be compared.",
        ),
        sheets=(
            Sheet(
                name="groups",
                caption="Aligned means",
                frame=result.groups,
                default=2,
                places={"n": 0},
                index="group",
            ),
            Sheet(
                name="items",
                caption="Invariance of the items",
                frame=result.items,
                default="b2",
                index="item",
            ),
            Sheet(
                name="loadings",
                caption="Aligned loadings",
                frame=result.loadings,
                default=2,
                index="group",
            ),
            Sheet(
                name="intercepts",
                caption="Aligned intercepts",
                frame=result.intercepts,
                default=2,
                index="group",
            ),
        ),
        draw=draw,
        size=(6.4, min(9.0, 1.0 + 0.2 * len(result.groups))),
    )


@view.register
def _partnerships(result: PartnershipJoin) -> View:
    counts = pd.concat(
        [pd.Series({"joined": len(result.joined)}), result.rest["reason"].value_counts()]
    ).to_frame("locations")

    def draw(ax: Any) -> None:
        sns.barplot(x=counts["locations"].to_numpy(), y=counts.index.astype(str), ax=ax, color=UP)
        ax.set(xlabel="locations", ylabel="")

    return View(
        title="Locations and their samenwerkingsverband",
        claims=(
            (
                f"{say(len(result.joined), 0)} locations ({say(100 * result.share, 1)}%) have a "
                f"samenwerkingsverband ({result.sector}); {say(len(result.rest), 0)} have "
                "none, with "
                "the reason."
            ),
        ),
        sheets=(
            Sheet(
                name="counts",
                caption="Locations by outcome",
                frame=counts,
                default=0,
                index="outcome",
            ),
            Sheet(
                name="joined", caption="Locations with a samenwerkingsverband", frame=result.joined
            ),
            Sheet(name="rest", caption="Locations without", frame=result.rest),
        ),
        draw=draw,
        size=(6.4, 1.8),
    )


def enough(pupils: float) -> str:
    """Say how many pupils are needed.

    Examples
    --------
    >>> enough(24.2), enough(float("inf"))
    ('25', 'no number is enough')
    """
    return "no number is enough" if not np.isfinite(pupils) else say(float(np.ceil(pupils)), 0)


@view.register
def _mean_reliability(result: SchoolMeanReliability) -> View:
    table = result.by_size
    percent = f"{say(100 * result.confidence, 0)}%"
    needed = result.needed.copy()
    for name in [c for c in needed if str(c).startswith("pupils")]:
        needed[name] = [enough(float(value)) for value in result.needed[name]]
    told = "; ".join(
        f"{enough(float(pupils))} for {apa(float(str(target)))}"
        for target, pupils in result.needed["pupils"].items()
    )

    def draw(ax: Any) -> None:
        ax.fill_between(table.index, table["ci_lower"], table["ci_upper"], color=GREY, alpha=0.25,
                        lw=0, label=f"{percent} interval")  # fmt: skip
        ax.plot(table.index, table["reliability"], color=UP, lw=1.8, label="what items share")
        ax.plot(table.index, table["icc_reliability"], "--", color=DOWN, label="by the ICC")
        for mark in (0.7, 0.8):
            ax.axhline(mark, color=GREY, lw=0.8, ls=":")
        ax.set_ylim(0, 1)
        ax.set(xlabel="pupils of a school", ylabel="reliability of its mean")
        legend(ax)

    return View(
        title="Reliability of a school’s mean",
        claims=(
            (f"The mean of a school of usual size has a reliability of {apa(result.typical)} "
            f"({say(result.n, 0)} pupils of {say(result.n_schools, 0)} schools), of endless pupils "
            f"{apa(result.omega_between)}; by the ICC {apa(result.icc.reliability)}, which counts "
            "what single items have for themselves as true."),
            f"Pupils that a school needs: {told}.",
        ),
        sheets=(
            Sheet(name="by_size", caption="Reliability by number of pupils", frame=table,
                  default="b2", index="pupils"),
            Sheet(name="needed", caption="Pupils that a school needs", frame=result.needed,
                  shown=needed, index="reliability"),
        ),
        draw=draw,
    )  # fmt: skip
