"""Scores as seaborn draws them: distributions in facets, regressions, schools with intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns

from aspiratie.errors import ParameterError
from aspiratie.measurement.polychoric.matrix import PolychoricCorrelations
from aspiratie.research.cells import apa, say
from aspiratie.research.figures.figure import DOWN, GREY, INK, UP, styled
from aspiratie.research.scales import Scales, SchoolSpread, checked_scales
from aspiratie.research.views.drawing import heat_map, legend

__all__ = ["caterpillar", "correlation_map", "score_facets", "score_regression"]

_MANY = 60


@styled()
def correlation_map(
    correlations: pd.DataFrame | PolychoricCorrelations, scales: Scales, *, ax: Any = None
) -> Any:
    """Draw the correlations between items scale by scale, a line around each scale.

    Parameters
    ----------
    correlations : DataFrame or PolychoricCorrelations
        Such as of :func:`aspiratie.polychoric`.
    scales : mapping of str to sequence of str
        The items of each scale, in the order in which they are drawn.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Its title has the median correlation within and between scales.

    Raises
    ------
    ParameterError
        If an item has no correlations.
    """
    matrix = correlations if isinstance(correlations, pd.DataFrame) else correlations.correlations
    known = checked_scales(matrix, scales)
    items = [item for members in known.values() for item in members]
    sizes = [len(members) for members in known.values()]
    p = len(items)
    if ax is None:
        from matplotlib import pyplot

        size = (min(9.5, 2.8 + 0.2 * p), min(9.0, 2.0 + 0.2 * p))
        _, ax = pyplot.subplots(figsize=size, layout="constrained")
    drawn = matrix.loc[items, items]
    heat_map(ax, drawn, label="correlation", lower=True, blocks=sizes)
    pairs = np.tril_indices(p, -1)
    of = np.repeat(np.arange(len(sizes)), sizes)
    same = (of[:, None] == of[None, :])[pairs]
    values = drawn.to_numpy()[pairs]
    told = f"median {apa(float(np.median(values[same])))} within a scale" if same.any() else ""
    if not same.all():
        told += f", {apa(float(np.median(values[~same])))} between"
    ax.set_title(told, fontsize=9, loc="left")
    return ax


@styled()
def score_facets(scores: pd.DataFrame, *, by: pd.Series | None = None) -> Any:
    """Draw the distribution of each score, a panel a column.

    Parameters
    ----------
    scores : DataFrame, shape (n_respondents, n_scales)
        Such as of :func:`aspiratie.principle_scores`, or ``cfa(...).factor_scores``.
    by : Series, optional
        Groups that are drawn beside each other, with the index of the scores.

    Returns
    -------
    seaborn.FacetGrid

    Raises
    ------
    ParameterError
        If the rows of `by` are not those of the scores.
    """
    long = scores.melt(var_name="scale", value_name="score", ignore_index=False)
    kind = "group" if by is None else str(by.name or "group")
    if by is not None:
        if not by.index.equals(scores.index):
            raise ParameterError("The rows of `by` are not the rows of `scores`.")
        long[kind] = np.tile(by.astype(str).to_numpy(), scores.shape[1])
    long = long.dropna().reset_index(drop=True)
    columns = min(4, scores.shape[1])
    if by is None:
        grid = sns.displot(long, x="score", col="scale", col_wrap=columns, height=2.2, color=UP,
                           edgecolor="white")  # fmt: skip
    else:
        grid = sns.catplot(long, x="score", y=kind, col="scale", col_wrap=columns, kind="box",
                           height=2.4, color="#8fb7de", linecolor=INK, fliersize=0)  # fmt: skip
    grid.set_titles("{col_name}")
    return grid


@styled()
def score_regression(scores: pd.DataFrame, x: str, y: str, *, ax: Any = None, seed: int = 1) -> Any:
    """Draw the regression of one score on another, with a bootstrap band.

    Parameters
    ----------
    scores : DataFrame
        Such as ``cfa(...).factor_scores``.
    x, y : str
        Columns.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    seed : int
        Of the bootstrap; equal input gives an equal drawing.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ParameterError
        If a column is not there.
    """
    absent = [c for c in (x, y) if c not in scores]
    if absent:
        raise ParameterError(f"The scores have no columns {', '.join(absent)}.")
    if ax is None:
        from matplotlib import pyplot

        _, ax = pyplot.subplots(figsize=(4.6, 4.2), layout="constrained")
    sns.regplot(
        scores[[x, y]].dropna().astype(float),
        x=x,
        y=y,
        ax=ax,
        seed=seed,
        n_boot=400,
        scatter_kws={"s": 6, "alpha": 0.25, "color": GREY},
        line_kws={"color": DOWN},
    )
    return ax


@styled()
def caterpillar(spread: SchoolSpread, *, scale: str = "", ax: Any = None) -> Any:
    """Draw the mean of each school with its intervals, beside that of all.

    Parameters
    ----------
    spread : SchoolSpread
        Of :func:`aspiratie.school_spread`.
    scale : str
        Which; the one that differs most between schools unless given.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Thin lines are 95% intervals, to set a school against the region; thick ones about
        84%, so that two schools' lines miss each other in 5% of pairs that do not differ
        (Goldstein & Healy 1995, https://doi.org/10.2307/2983411). Not a ranking.

    Raises
    ------
    ParameterError
        If there is no such scale.
    """
    known = spread.scales["icc_reml"] if len(spread.scales) else pd.Series(dtype=float)
    chosen = scale or (str(known.fillna(-np.inf).idxmax()) if len(known) else "")
    if chosen not in spread.means:
        raise ParameterError(
            f"There is no scale {chosen!r}. Scales: {', '.join(spread.means) or 'none'}."
        )
    rows = spread.means[chosen].sort_values("shrunken_mean", kind="stable")
    centre = float(spread.scales.loc[[chosen], "mean"].iloc[0])
    p, many = len(rows), len(rows) > _MANY
    if ax is None:
        from matplotlib import pyplot

        _, ax = pyplot.subplots(figsize=(7.0, min(9.0, 1.2 + 0.17 * p)), layout="constrained")
    at = np.arange(p)
    ax.axvline(centre, color=GREY, lw=1.0, ls="--", label="all pupils")
    ax.hlines(at, rows["ci_lower"], rows["ci_upper"], color="#a9b4c0", lw=0.9)
    ax.hlines(at, rows["pair_lower"], rows["pair_upper"], color=INK, lw=1.0 if many else 2.0)
    ax.scatter(rows["mean"], at, s=9, facecolor="white", edgecolor=DOWN, lw=0.8, label="raw")
    ax.scatter(rows["shrunken_mean"], at, s=8 if many else 20, color=UP, zorder=3, label="shrunken")
    if many:
        ax.set_yticks([])
        ax.set_ylabel(f"{p} schools, by shrunken mean")
    else:
        labels = [f"{s} (n = {say(n, 0)})" for s, n in zip(rows.index, rows["n"], strict=True)]
        ax.set_yticks(at, labels, fontsize=7)
    ax.set_ylim(-1, p)
    share = float(known.loc[[chosen]].iloc[0])
    ax.set_xlabel(f"mean of {chosen}; icc {say(share, 3)}")
    legend(ax)
    return ax
