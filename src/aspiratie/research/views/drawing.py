"""Drawings that several views share: rows of dots, intervals, heat maps by seaborn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import seaborn as sns

from aspiratie.research.cells import apa
from aspiratie.research.figures.figure import DOWN, GREY, INK, UP

__all__ = ["MARKERS", "dots", "heat_map", "legend", "lines", "steps_of"]

#: Shapes and colours that differ in grey too.
MARKERS = (("o", UP, "-"), ("D", DOWN, "--"), ("s", INK, ":"), ("^", "#0b7a75", "-."))
#: More cells than this and a heat map has no numbers in them.
_MOST_NUMBERS = 260


def dots(
    ax: Any,
    values: pd.Series,
    *,
    lower: pd.Series | None = None,
    upper: pd.Series | None = None,
    label: str = "",
    number: int = 0,
    shift: float = 0.0,
    zero: bool = False,
) -> None:
    """Draw a row of dots, the first value at the top, with intervals where there are any."""
    marker, colour, _ = MARKERS[number % len(MARKERS)]
    rows = np.arange(len(values), dtype=np.float64)
    if zero:
        ax.axvline(0, color=GREY, lw=0.8)
    if lower is not None and upper is not None:
        ax.hlines(rows + shift, lower, upper, color=colour, lw=1.8)
    ax.scatter(
        values, rows + shift, marker=marker, s=28, color=colour, zorder=3, label=label or None
    )
    ax.set_yticks(rows, [str(name) for name in values.index], fontsize=8)
    ax.set_ylim(len(values) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)


def legend(ax: Any) -> None:
    """Put the legend above the drawing, where it hides nothing."""
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(MARKERS),
        frameon=False,
        fontsize=8,
        borderaxespad=0.2,
    )


def steps_of(values: pd.Series) -> npt.NDArray[np.float64]:
    """Return borders between the values that scores can take, or twenty equal bins."""
    known = np.unique(np.round(values.dropna().to_numpy(dtype=np.float64), 9))
    apart = np.diff(known)
    if not len(apart):
        return np.array([known[0] - 0.5, known[0] + 0.5]) if len(known) else np.array([0.0, 1.0])
    width = float(apart.min())
    if (known[-1] - known[0]) / width > 40:
        return np.linspace(known[0], known[-1], 21)
    return np.arange(known[0] - width / 2, known[-1] + width, width)


def lines(ax: Any, frame: pd.DataFrame) -> None:
    """Draw each column as a line with its own colour, shape and stroke."""
    at = np.arange(len(frame))
    for (name, values), (marker, colour, stroke) in zip(
        frame.items(), MARKERS * (1 + frame.shape[1] // len(MARKERS)), strict=False
    ):
        ax.plot(at, values, marker=marker, color=colour, ls=stroke, ms=5, lw=1.3, label=str(name))
    ax.set_xticks(at, [str(name) for name in frame.index])
    legend(ax)


def heat_map(
    ax: Any,
    frame: pd.DataFrame,
    *,
    label: str,
    lower: bool = False,
    blocks: Sequence[int] = (),
) -> None:
    """Draw numbers between −1 and 1 as colours, with the numbers themselves where they fit.

    Blue is positive and red negative: a pair that the colour-blind tell apart, and the
    numbers say it in print.
    """
    values = frame.astype(float)
    many = values.size > _MOST_NUMBERS
    notes = values.map(lambda v: apa(v)) if not many else None
    size = float(np.clip(160 / max(values.shape[1], 1), 5.0, 8.0))
    sns.heatmap(
        values,
        ax=ax,
        vmin=-1,
        vmax=1,
        cmap="RdBu",
        annot=False if notes is None else notes.to_numpy(),
        fmt="",
        annot_kws={"size": size},
        mask=np.triu(np.ones(values.shape, dtype=bool)) if lower else None,
        linewidths=0.3,
        square=lower,
        cbar_kws={"label": label, "shrink": 0.7},
    )
    names = float(np.clip(330 / max(values.shape), 5.0, 8.0))
    ax.set_yticks(np.arange(len(values)) + 0.5, [str(i) for i in values.index], rotation=0)
    ax.set_xticks(
        np.arange(values.shape[1]) + 0.5,
        [str(c) for c in values.columns],
        rotation=90 if values.shape[1] > 8 else 0,
    )
    ax.tick_params(labelsize=names, length=0)
    ax.set(xlabel="", ylabel="")
    start = 0
    for width in blocks:
        ax.plot(
            [start, start, start + width], [start, start + width, start + width], color=INK, lw=1.0
        )
        start += width
