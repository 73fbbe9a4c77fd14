"""Figures about scales and schools: reliability with intervals, caterpillars."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd

from aspiratie.research.cells import research_table, say
from aspiratie.research.figure import DOWN, GREY, INK, STYLE, UP, Figure, canvas, finish

__all__ = ["caterpillar", "reliability_dots"]

RELIABILITY_SOURCE = (
    "Marks at .60, .70 and .80: customary floors for research on groups (Nunnally & Bernstein "
    "1994; Evers and others 2010 for the Dutch rating system, "
    "https://doi.org/10.1080/15305058.2010.518325). Conventions: what is enough depends on the use."
)


@mpl.rc_context(STYLE)
def reliability_dots(table: pd.DataFrame, *, name: str = "reliability") -> Figure:
    """Draw alpha and omega of each scale with their intervals.

    Parameters
    ----------
    table : DataFrame
        By scale: ``n``, ``n_items``, ``alpha``, ``alpha_lower``, ``alpha_upper``, ``omega``,
        ``omega_lower``, ``omega_upper``; NaN where not defined.
    name : str
        Id of the figure.

    Returns
    -------
    Figure
    """
    p = len(table)
    drawn = canvas(7.0, 1.3 + 0.42 * p)
    panel = drawn.subplots()
    rows = np.arange(p, dtype=np.float64)
    for mark in (0.6, 0.7, 0.8):
        panel.axvline(mark, color=GREY, lw=0.8, ls=":")
    for kind, shift, marker, colour, label in (
        ("omega", -0.13, "o", UP, "omega, categorical"),
        ("alpha", 0.13, "D", DOWN, "alpha"),
    ):
        panel.hlines(
            rows + shift, table[f"{kind}_lower"], table[f"{kind}_upper"], color=colour, lw=2.0
        )
        panel.scatter(table[kind], rows + shift, marker=marker, s=30, color=colour, label=label)
    panel.set_yticks(
        rows,
        [
            f"{label}\n{say(size, 0)} items, n = {say(n, 0)}"
            for label, size, n in zip(table.index, table["n_items"], table["n"], strict=True)
        ],
        fontsize=8,
    )
    panel.set_ylim(p - 0.4, -0.6)
    floor = float(np.nanmin(table[["alpha_lower", "omega_lower", "alpha", "omega"]].to_numpy()))
    panel.set_xlim(min(0.5, floor - 0.03), 1.0)
    panel.set_xlabel("reliability of the sum of the answers, with 95% interval")
    drawn.legend(loc="outside upper right", ncols=2, frameon=False, fontsize=8)
    best = table["omega"].fillna(table["alpha"])
    alt = (
        f"{p} scales; the least reliable is {best.idxmin()} ({say(best.min(), 2)}), the most "
        f"{best.idxmax()} ({say(best.max(), 2)})."
    )
    return finish(
        drawn,
        name=name,
        title="Reliability of each scale",
        alt=alt,
        notes=(alt, RELIABILITY_SOURCE),
        data=research_table(
            "Reliability", table, default=3, places={"n": 0, "n_items": 0}, index="scale"
        ),
    )


@mpl.rc_context(STYLE)
def caterpillar(
    means: pd.DataFrame, *, title: str, centre: float, name: str = "caterpillar"
) -> Figure:
    """Draw the mean of each school with its intervals, beside that of the region.

    Parameters
    ----------
    means : DataFrame
        Of :func:`aspiratie.schools.multilevel.school_means`; drawn by shrunken mean.
    title : str
        Which score.
    centre : float
        Mean of the region.
    name : str
        Id of the figure.

    Returns
    -------
    Figure
    """
    rows = means.sort_values("shrunken_mean", kind="stable")
    p = len(rows)
    many = p > 60
    drawn = canvas(7.0, min(9.0, 1.2 + 0.17 * p))
    panel = drawn.subplots()
    at = np.arange(p)
    panel.axvline(centre, color=GREY, lw=1.0, ls="--")
    panel.hlines(at, rows["ci_lower"], rows["ci_upper"], color="#a9b4c0", lw=0.9)
    panel.hlines(at, rows["pair_lower"], rows["pair_upper"], color=INK, lw=1.0 if many else 2.0)
    panel.scatter(rows["mean"], at, s=9, facecolor="white", edgecolor=DOWN, lw=0.8, label="raw")
    panel.scatter(
        rows["shrunken_mean"], at, s=8 if many else 20, color=UP, zorder=3, label="shrunken"
    )
    if many:
        panel.set_yticks([])
        panel.set_ylabel(f"{p} schools, by shrunken mean")
    else:
        labels = [f"{s} (n = {say(n, 0)})" for s, n in zip(rows.index, rows["n"], strict=True)]
        panel.set_yticks(at, labels, fontsize=7)
    panel.set_ylim(-1, p)
    panel.set_xlabel("mean score")
    drawn.legend(loc="outside upper right", ncols=2, frameon=False, fontsize=8)
    outside = int(((rows["ci_lower"] > centre) | (rows["ci_upper"] < centre)).sum())
    alt = (
        f"{p} schools; shrunken means from {say(rows['shrunken_mean'].min(), 2)} to "
        f"{say(rows['shrunken_mean'].max(), 2)} around {say(centre, 2)}; {outside} schools' 95% "
        "intervals miss the region's mean."
    )
    note = (
        "Thin line: 95% interval, to set a school against the region. Thick line: about 84%, so "
        "that two schools' lines miss each other in 5% of pairs that do not differ (Goldstein & "
        "Healy 1995, https://doi.org/10.2307/2983411). Not a ranking."
    )
    shown = ["n", "mean", "shrunken_mean", "ci_lower", "ci_upper", "reliability"]
    return finish(
        drawn,
        name=name,
        title=title,
        alt=alt,
        notes=(alt, note),
        data=research_table("Schools", means[shown], default=2, places={"n": 0}, index="school"),
    )
