"""Figures about factors: eigenvalues, correlations and loadings."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd

from aspiratie.measurement.factors.efa import FactorAnalysis
from aspiratie.measurement.factors.parallel import ParallelAnalysis
from aspiratie.measurement.polychoric.matrix import PolychoricCorrelations
from aspiratie.research.cells import research_table, say
from aspiratie.research.figure import (
    DOWN,
    GREY,
    INK,
    STYLE,
    UP,
    Figure,
    canvas,
    finish,
)

__all__ = ["CUTS", "correlation_heatmap", "loading_plot", "scree_plot"]

#: Marks in a figure of loadings, and where they come from.
CUTS = (0.30, 0.40)
CUTS_SOURCE = (
    "Marks at ±.30 and ±.40: customary thresholds for a loading worth reading (Howard 2016, "
    "https://doi.org/10.1080/10447318.2015.1087664); conventions, not tests."
)


@mpl.rc_context(STYLE)
def scree_plot(analysis: ParallelAnalysis, *, name: str = "scree") -> Figure:
    """Draw the eigenvalues beside those that chance gives.

    Parameters
    ----------
    analysis : ParallelAnalysis
        Of :func:`aspiratie.measurement.factors.parallel.parallel_analysis`.
    name : str
        Id of the figure.

    Returns
    -------
    Figure
        Left the eigenvalues of factors, right those of components.
    """
    values = analysis.eigenvalues
    drawn = canvas(8.0, 3.4)
    panels = drawn.subplots(1, 2)
    kept = {"factor": analysis.n_factors, "component": analysis.n_components}
    percent = say(100 * analysis.quantile, 0)
    numbers = np.arange(1, len(values) + 1)
    for panel, kind in zip(panels, kept, strict=True):
        observed = values[f"{kind}_observed"].to_numpy()
        above = numbers <= kept[kind]
        panel.plot(numbers, observed, color=INK, lw=1.0, zorder=2)
        panel.scatter(numbers[above], observed[above], s=24, color=UP, zorder=3)
        panel.scatter(
            numbers[~above], observed[~above], s=18, facecolor="white", edgecolor=INK, zorder=3
        )
        panel.plot(numbers, values[f"{kind}_quantile"], "--", color=DOWN, lw=1.4)
        panel.plot(numbers, values[f"{kind}_mean"], ":", color=GREY, lw=1.2)
        panel.set_title(f"{kind}s: {kept[kind]} above chance", fontsize=9, loc="left")
        panel.set_xlabel(f"number of the {kind}")
        panel.set_ylabel("eigenvalue")
    panels[0].plot([], [], "o-", color=UP, mec=UP, label="observed, above chance")
    panels[0].plot([], [], "o-", color=INK, mfc="white", label="observed, not above")
    panels[0].plot([], [], "--", color=DOWN, label=f"chance, {percent}% quantile")
    panels[0].plot([], [], ":", color=GREY, label="chance, mean")
    panels[0].legend(frameon=False, fontsize=8)
    alt = (
        f"{kept['factor']} eigenvalues of factors and {kept['component']} of components lie above "
        f"the {percent}% quantile of {analysis.n_draws} draws of unrelated items; the largest "
        f"eigenvalues are {', '.join(say(v, 2) for v in values['component_observed'].iloc[:5])}."
    )
    note = (
        f"{analysis.correlation.capitalize()} correlations, {analysis.missing}, n = "
        f"{say(analysis.n, 0)}, {say(analysis.n_draws, 0)} draws. Parallel analysis (Horn 1965) "
        "tends to keep too many factors in large samples."
    )
    return finish(
        drawn,
        name=name,
        title="Scree with parallel analysis",
        alt=alt,
        notes=(note,),
        data=research_table("Eigenvalues", values, default=2, index="number"),
    )


@mpl.rc_context(STYLE)
def correlation_heatmap(
    correlations: PolychoricCorrelations | pd.DataFrame,
    *,
    blocks: Sequence[int] = (),
    name: str = "correlations",
    title: str = "Polychoric correlations",
) -> Figure:
    """Draw the correlations between items.

    Parameters
    ----------
    correlations : PolychoricCorrelations or DataFrame
        Items in the order in which they are drawn.
    blocks : sequence of int
        Sizes of the scales, in that order; a line is drawn around each.
    name, title : str
        Id and title of the figure.

    Returns
    -------
    Figure
    """
    given = isinstance(correlations, pd.DataFrame)
    matrix = correlations if isinstance(correlations, pd.DataFrame) else correlations.correlations
    p = len(matrix)
    side = min(9.0, 2.2 + 0.16 * p)
    drawn = canvas(side + 0.8, side)
    panel = drawn.subplots()
    below = np.ma.masked_where(np.triu(np.ones((p, p), dtype=bool)), matrix.to_numpy())
    shown = panel.pcolormesh(below, vmin=-1, vmax=1, cmap="RdBu", edgecolor="white", lw=0.3)
    panel.set_aspect("equal")
    names = [str(item) for item in matrix.index]
    panel.set_xticks(np.arange(p) + 0.5, names, rotation=90)
    panel.set_yticks(np.arange(p) + 0.5, names)
    panel.invert_yaxis()
    for spine in ("left", "bottom"):
        panel.spines[spine].set_visible(False)
    bar = drawn.colorbar(shown, ax=panel, shrink=0.6, label="correlation")
    bar.outline.set_edgecolor(GREY)
    panel.tick_params(labelsize=max(5.0, min(8.0, 330 / p)), length=0)
    start = 0
    for size in blocks:
        corner = [start, start, start + size, start]
        panel.plot(corner[:3], [start, start + size, start + size], color=INK, lw=1.0)
        start += size
    off = matrix.to_numpy()[np.tril_indices(p, -1)]
    labels = np.repeat(np.arange(len(blocks)), blocks) if sum(blocks) == p else np.zeros(p)
    same = (labels[:, None] == labels[None, :])[np.tril_indices(p, -1)]
    alt = f"{p} items; correlations run from {say(off.min(), 2)} to {say(off.max(), 2)}"
    if len(blocks) > 1 and sum(blocks) == p:
        alt += (
            f"; the median is {say(float(np.median(off[same])), 2)} within a scale and "
            f"{say(float(np.median(off[~same])), 2)} between scales"
        )
    notes = [alt + "."]
    if not isinstance(correlations, pd.DataFrame):
        pairs = correlations.n_pairs.to_numpy()[np.tril_indices(p, -1)]
        notes.append(
            f"n = {say(correlations.n, 0)}; a pair was answered by {say(pairs.min(), 0)} to "
            f"{say(pairs.max(), 0)} respondents."
        )
        notes += [str(problem) for problem in correlations.problems]
    return finish(
        drawn,
        name=name,
        title=title if not given else title.replace("Polychoric c", "C"),
        alt=alt + ".",
        notes=tuple(notes),
        data=research_table("Correlations", matrix, default=2),
    )


@mpl.rc_context(STYLE)
def loading_plot(
    analysis: FactorAnalysis, *, cuts: Sequence[float] = CUTS, name: str = "loadings"
) -> Figure:
    """Draw the loadings of an exploratory factor analysis, a panel a factor.

    Parameters
    ----------
    analysis : FactorAnalysis
        Of :func:`aspiratie.measurement.factors.efa.efa`.
    cuts : sequence of float
        Where marks are drawn, at both sides of zero.
    name : str
        Id of the figure.

    Returns
    -------
    Figure
        Items in the given order; filled dots reach the last cut.
    """
    loadings = analysis.loadings
    p, k = loadings.shape
    drawn = canvas(1.2 + min(0.95 * k, 8.4), 1.0 + 0.17 * p)
    panels = np.atleast_1d(drawn.subplots(1, k, sharey=True))
    rows = np.arange(p)
    limit = max(1.0, float(np.abs(loadings.to_numpy()).max()) * 1.05)
    last = max(cuts, default=0.0)
    for panel, factor in zip(panels, loadings.columns, strict=True):
        values = loadings[factor].to_numpy()
        panel.axvline(0, color=GREY, lw=0.8)
        for cut in cuts:
            for at in (-cut, cut):
                panel.axvline(at, color=GREY, lw=0.7, ls=":" if cut < last else "--")
        colours = np.where(values < 0, DOWN, UP)
        panel.hlines(rows, 0, values, color=colours, lw=1.2)
        high = np.abs(values) >= last
        panel.scatter(values[high], rows[high], s=20, color=colours[high], zorder=3)
        panel.scatter(
            values[~high], rows[~high], s=14, facecolor="white", edgecolor=colours[~high], zorder=3
        )
        panel.set_title(str(factor), fontsize=9)
        panel.set_xlim(-limit, limit)
        panel.set_xticks([-0.5, 0, 0.5], ["−.5", "0", ".5"], fontsize=7 if k <= 9 else 5)
        panel.spines["left"].set_visible(False)
        panel.tick_params(axis="y", length=0)
    panels[0].set_yticks(rows, [str(item) for item in loadings.index], fontsize=7)
    panels[0].set_ylim(p - 0.4, -0.6)
    reached = (loadings.abs() >= last).sum(axis=1)
    told = [f"{factor}: {int((loadings[factor].abs() >= last).sum())}" for factor in loadings]
    alt = (
        f"Items with a loading of {say(last, 2)} or more, by factor: {', '.join(told)}. "
        f"{int((reached == 0).sum())} items reach it on no factor, {int((reached > 1).sum())} on "
        "more than one."
    )
    marks = (
        CUTS_SOURCE
        if tuple(cuts) == CUTS
        else f"Marks at ±{', ±'.join(say(c, 2) for c in cuts)}: chosen by the reader."
    )
    fit = analysis.fit
    how = (
        f"{analysis.method}, {analysis.rotation}, {analysis.correlation} correlations, "
        f"{analysis.missing}, n = {say(analysis.n, 0)}; rms of the residual correlations "
        f"{say(fit['rms'])}, rmsea {say(fit['rmsea'])}, tli {say(fit['tli'])}."
    )
    table = loadings.assign(communality=analysis.communalities)
    return finish(
        drawn,
        name=name,
        title=f"Loadings on {k} factors",
        alt=alt,
        notes=(alt, marks, how, *(str(problem) for problem in analysis.problems)),
        data=research_table("Pattern loadings", table, default=2, index="item"),
    )
