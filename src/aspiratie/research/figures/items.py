"""Figures about items and answers: diverging bars and a matrix of missing answers."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd

from aspiratie.research.cells import research_table, say
from aspiratie.research.figures.figure import GREY, INK, Figure, canvas, finish, styled

__all__ = ["item_bars", "missing_matrix"]

_DISAGREE, _AGREE, _NEUTRAL = ("#8c4a00", "#e8a657"), ("#8fb7de", "#1f4e8c"), "#c9c9c9"


def _shades(ends: tuple[str, str], count: int) -> list[str]:
    """Return shades between two colours."""
    low, high = (np.array(mpl.colors.to_rgb(end)) for end in ends)
    steps = np.linspace(0, 1, count) if count > 1 else np.array([0.5])
    return [mpl.colors.to_hex(low + (high - low) * s) for s in steps]


@styled()
def item_bars(shares: pd.DataFrame, *, name: str = "items", title: str = "Answers") -> Figure:
    """Draw the answers to each item: disagreement to the left, agreement to the right.

    The middle answer stands apart, so that it pulls to neither side.

    Parameters
    ----------
    shares : DataFrame
        By item: ``n`` and the share of each answer, ``1`` to ``k``, NaN beyond an item's
        last answer.
    name, title : str
        Id and title of the figure.

    Returns
    -------
    Figure
    """
    places = [c for c in shares.columns if c != "n"]
    p = len(shares)
    drawn = canvas(8.0, 1.0 + 0.2 * p)
    middle = any(int(shares.loc[i, places].notna().sum()) % 2 for i in shares.index)
    left, right = drawn.subplots(1, 2, sharey=True, width_ratios=[4, 1])
    right.set_visible(middle)
    for row, (_, values) in enumerate(shares[places].iterrows()):
        known = 100 * values.dropna().to_numpy()
        k, half = len(known), len(known) // 2
        for side, part, ends in (
            (-1, known[:half][::-1], _DISAGREE[::-1]),
            (1, known[k - half :], _AGREE),
        ):
            start = 0.0
            for width, colour in zip(part, _shades(ends, half), strict=True):
                left.barh(
                    row, side * width, left=side * start, color=colour, edgecolor="white", lw=0.4
                )
                start += width
            if start >= 8:
                left.text(side * (start + 2), row, say(start, 0), fontsize=7, va="center",
                          ha="left" if side > 0 else "right")  # fmt: skip
        if k % 2:
            right.barh(row, known[half], color=_NEUTRAL)
    left.axvline(0, color=INK, lw=0.8)
    left.set_xlim(-112, 112)
    left.set_xticks([-100, -50, 0, 50, 100], ["100%", "50%", "0", "50%", "100%"])
    left.set_yticks(np.arange(p), [str(i) for i in shares.index], fontsize=7)
    left.set_ylim(p - 0.4, -0.6)
    left.set_title("disagreement ◂   ▸ agreement", fontsize=9)
    right.set_title("middle", fontsize=9)
    right.set_xlim(0, 100)
    right.set_xticks([0, 50, 100], ["0", "50%", "100%"])
    for panel in (left, right):
        panel.tick_params(axis="y", length=0)
        panel.spines["left"].set_visible(False)
    ends_ = [(values.dropna().iloc[0], values.dropna().iloc[-1]) for _, values in
             shares[places].iterrows()]  # fmt: skip
    low, high = (np.array(side) for side in zip(*ends_, strict=True))
    alt = (
        f"{p} items; the largest share of the lowest answer is {say(100 * low.max(), 0)}% "
        f"({shares.index[int(low.argmax())]}), of the highest {say(100 * high.max(), 0)}% "
        f"({shares.index[int(high.argmax())]})."
    )
    note = (
        f"n from {say(shares['n'].min(), 0)} to {say(shares['n'].max(), 0)} by item. Answers as "
        "given; (R) marks an item worded against its scale. Numbers: summed shares of a side, in %."
    )
    table = (100 * shares[places]).add_suffix(" (%)").assign(n=shares["n"])
    return finish(
        drawn,
        name=name,
        title=title,
        alt=alt,
        notes=(alt, note),
        data=research_table("Answers", table, default=0, index="item"),
    )


@styled()
def missing_matrix(
    missing: pd.DataFrame, *, sizes: pd.Series, name: str = "missing", by: str = "group"
) -> Figure:
    """Draw the share of missing answers, a row a group and a column an item.

    Parameters
    ----------
    missing : DataFrame, shape (groups, items)
        Shares.
    sizes : Series
        Respondents of each group.
    name : str
        Id of the figure.
    by : str
        What the groups are.

    Returns
    -------
    Figure
    """
    rows, columns = missing.shape
    drawn = canvas(min(12.0, 2.2 + 0.19 * columns), 1.6 + 0.24 * rows)
    panel = drawn.subplots()
    values = 100 * missing.to_numpy(dtype=np.float64)
    top = max(5.0, float(np.nanmax(values)) if values.size else 5.0)
    shown = panel.pcolormesh(values, cmap="Oranges", vmin=0, vmax=top, edgecolor="white", lw=0.6)
    panel.set_yticks(
        np.arange(rows) + 0.5,
        [f"{label} (n = {say(sizes[label], 0)})" for label in missing.index],
        fontsize=8,
    )
    panel.set_xticks(np.arange(columns) + 0.5, [str(c) for c in missing.columns], rotation=90)
    panel.tick_params(length=0, labelsize=7)
    panel.invert_yaxis()
    for side in ("left", "bottom"):
        panel.spines[side].set_visible(False)
    bar = drawn.colorbar(shown, ax=panel, shrink=0.9, label="missing, %")
    bar.outline.set_edgecolor(GREY)
    whole = missing.iloc[0]
    alt = (
        f"Over all respondents the share of missing answers runs from {say(100 * whole.min(), 1)}% "
        f"({whole.idxmin()}) to {say(100 * whole.max(), 1)}% ({whole.idxmax()})."
    )
    return finish(
        drawn,
        name=name,
        title=f"Missing answers by item and {by}",
        alt=alt,
        notes=(alt,),
        data=research_table("Missing answers, %", 100 * missing.T, default=1, index="item"),
    )
