"""A path diagram: factors, items and their standardised loadings, laid out by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.display.fragment import Fragment
from aspiratie.errors import ParameterError
from aspiratie.measurement.sem.result import CfaResult
from aspiratie.research.cells import research_table, say
from aspiratie.research.figures.figure import DOWN, GREY, INK, UP, Figure, inline
from aspiratie.research.figures.lettering import decimal, text_width, wrap

__all__ = ["path_diagram"]

_STEP, _BOX, _OVAL, _GAP = 19.0, 15.0, 26.0, 120.0
#: A loading is written this far from its item; an arc bows out by this much a step.
_LABEL, _BOW = 26.0, 30.0
_SIZE = 10.0
#: More factors at the top than this and their correlations stand in the table only.
_ARCS = 5


def path_diagram(
    result: CfaResult, *, group: str | None = None, name: str = "paths", title: str = "Model"
) -> Figure:
    """Draw a measurement model with its standardised estimates.

    Factors of factors stand left of their factors, items right. A factor to which all
    items of other factors belong too, as in a bifactor model, stands at the far right.

    Parameters
    ----------
    result : CfaResult
        Of :func:`aspiratie.measurement.sem.cfa.cfa`.
    group : str, optional
        Which group; the first unless given.
    name, title : str
        Id and title of the figure.

    Returns
    -------
    Figure
        Thicker lines are larger loadings, dashed ones negative. Correlations of five or
        fewer factors at the top are drawn, those of more stand in the table.

    Raises
    ------
    ParameterError
        If there is no such group.
    """
    table = result.estimates
    groups = list(dict.fromkeys(table["group"].astype(str)))
    chosen = groups[0] if group is None else str(group)
    if chosen not in groups:
        raise ParameterError(f"There is no group {chosen!r}. Groups: {', '.join(groups)}.")
    part = table.loc[table["group"].astype(str) == chosen]
    loadings = part.loc[part["op"] == "=~", ["lhs", "rhs", "std_all", "se"]]
    factors = list(dict.fromkeys(loadings["lhs"]))
    levels = _levels(loadings, factors)
    items = [i for i in dict.fromkeys(loadings["rhs"]) if i not in factors]
    items = _in_order(loadings, items, factors, levels)
    covariances = part.loc[
        (part["op"] == "~~")
        & (part["lhs"] != part["rhs"])
        & part["lhs"].isin(factors)
        & part["rhs"].isin(factors)
        & (part["std_all"].abs() > 1e-12),
        ["lhs", "rhs", "std_all"],
    ]
    arcs = covariances if covariances_drawn(covariances) else covariances.iloc[:0]
    linked = len({*arcs["lhs"], *arcs["rhs"]})
    margin = 16.0 + _BOW / 2 * max(0, linked - 1) + (10.0 if linked else 0.0)
    places, height, width = _places(loadings, items, factors, levels, margin)
    body = "".join(
        [
            *_arrows(loadings, places, items),
            *_arcs(arcs, places),
            *_shapes(places, items, factors),
        ]
    )
    weights = loadings["std_all"]
    alt = (
        f"{len(factors)} factors and {len(items)} items; standardised loadings from "
        f"{say(weights.min(), 2)} to {say(weights.max(), 2)}"
    )
    if len(covariances):
        spread = covariances["std_all"]
        alt += (
            f"; two factors correlate {say(spread.iloc[0], 2)}"
            if len(spread) == 1
            else f"; correlations of factors from {say(spread.min(), 2)} to {say(spread.max(), 2)}"
        )
    svg = inline(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{decimal(width)}" '
        f'height="{decimal(height)}" viewBox="0 0 {decimal(width)} {decimal(height)}">'
        '<defs><marker id="tip" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="5" '
        f'markerHeight="5" orient="auto"><path d="M0 0L6 3L0 6Z" fill="{INK}"/></marker></defs>'
        f"{body}</svg>",
        name=name,
        title=title,
        alt=alt + ".",
    )
    notes = [
        alt + ".",
        f"{result.estimator}, {result.missing}, n = {say(result.n, 0)}"
        + (f", group {chosen}" if len(groups) > 1 else "")
        + ". Standardised; residual variances and thresholds are left out of the drawing.",
    ]
    if len(covariances) and not len(arcs):
        notes.append("Correlations of the factors stand in the table.")
    notes += [str(problem) for problem in result.problems]
    return Figure(
        name=name,
        title=title,
        alt=alt + ".",
        svg=svg,
        notes=tuple(notes),
        data=_numbers(part, loadings, covariances),
    )


def covariances_drawn(covariances: pd.DataFrame) -> bool:
    """Whether there are few enough correlations between factors to be read as arcs."""
    return len({*covariances["lhs"], *covariances["rhs"]}) <= _ARCS


def _numbers(part: pd.DataFrame, loadings: pd.DataFrame, covariances: pd.DataFrame) -> Fragment:
    shown = part.loc[loadings.index.append(covariances.index)]
    frame = shown[["est", "se", "std_all"]].set_axis(
        [f"{row.lhs} {row.op} {row.rhs}" for row in _rows(shown)], axis=0
    )
    return research_table("Estimates", frame, index="parameter")


def _levels(loadings: pd.DataFrame, factors: Sequence[str]) -> dict[str, int]:
    """Return the level of each factor: 1 above items, 2 above factors; 0 for a general one."""
    of = {f: set(loadings.loc[loadings["lhs"] == f, "rhs"]) for f in factors}
    levels: dict[str, int] = {}
    while len(levels) < len(factors):
        for factor in factors:
            below = of[factor] & set(factors)
            if factor not in levels and below <= levels.keys():
                levels[factor] = 1 + max((levels[b] for b in below), default=0)
    for factor in factors:
        others = [f for f in factors if f != factor and levels[f] == 1]
        covered = [f for f in others if of[f] < of[factor]]
        if levels[factor] == 1 and len(covered) > 1:
            levels[factor] = 0
    return levels


def _in_order(
    loadings: pd.DataFrame, items: Sequence[str], factors: Sequence[str], levels: dict[str, int]
) -> list[str]:
    """Return the items factor by factor; those of a general factor alone come last."""
    first: dict[str, int] = {}
    for row in _rows(loadings):
        if row.rhs in items and levels[row.lhs] == 1:
            first.setdefault(row.rhs, factors.index(row.lhs))
    return sorted(items, key=lambda i: (first.get(i, len(factors)), items.index(i)))


def _places(
    loadings: pd.DataFrame,
    items: Sequence[str],
    factors: Sequence[str],
    levels: dict[str, int],
    margin: float,
) -> tuple[dict[str, tuple[float, float, float, float]], float, float]:
    """Return centre, half width and half height of each shape, and the size of all."""
    top = max(levels.values())
    oval = max(text_width(f, _SIZE) for f in factors) / 2 + 12
    oval = min(oval, 62.0)
    box = max(text_width(i, _SIZE) for i in items) / 2 + 8
    left = margin + oval
    x_of = {level: left + (top - level) * (2 * oval + _GAP) for level in range(1, top + 1)}
    x_items = left + max(0, top - 1) * (2 * oval + _GAP) + (oval + _GAP if top else 0.0) + box
    if top:
        x_items = x_of[1] + oval + _GAP + box
    x_of[0] = x_items + box + 2.2 * _GAP + oval
    places: dict[str, tuple[float, float, float, float]] = {}
    groups = [next((f for f in factors if levels[f] == 1 and _loads(loadings, f, i)), "")
              for i in items]  # fmt: skip
    y = 14.0
    for number, item in enumerate(items):
        y += 8.0 if number and groups[number] != groups[number - 1] else 0.0
        places[item] = (x_items, y, box, _BOX / 2)
        y += _STEP
    height = y
    for level in range(1, top + 1):
        column = [f for f in factors if levels[f] == level]
        wanted = {}
        for factor in column:
            below = [r for r in loadings.loc[loadings["lhs"] == factor, "rhs"] if r in places]
            wanted[factor] = float(np.mean([places[b][1] for b in below]))
        at = 0.0
        for factor in sorted(column, key=lambda f: wanted[f]):
            at = max(wanted[factor], at + _OVAL + 8 if at else wanted[factor])
            places[factor] = (x_of[level], at, oval, _OVAL / 2)
        height = max(height, at + _OVAL)
    for factor in (f for f in factors if levels[f] == 0):
        below = loadings.loc[loadings["lhs"] == factor, "rhs"].tolist()
        mean = float(np.mean([places[b][1] for b in below]))
        places[factor] = (x_of[0], mean, oval, _OVAL / 2)
    width = max(x + half for x, _, half, _ in places.values()) + 12
    return places, height, width


def _loads(loadings: pd.DataFrame, factor: str, item: str) -> bool:
    return bool(((loadings["lhs"] == factor) & (loadings["rhs"] == item)).any())


def _arrows(
    loadings: pd.DataFrame,
    places: dict[str, tuple[float, float, float, float]],
    items: Sequence[str],
) -> Iterator[str]:
    words = []
    for row in _rows(loadings):
        (x1, y1, w1, _), (x2, y2, w2, _) = places[row.lhs], places[row.rhs]
        way = 1.0 if x2 > x1 else -1.0
        x1, x2 = x1 + way * w1, x2 - way * w2
        weight = float(row.std_all)
        dash = ' stroke-dasharray="4 3"' if weight < 0 else ""
        colour = DOWN if weight < 0 else UP
        yield (
            f'<path d="M{decimal(x1)} {decimal(y1)}L{decimal(x2)} {decimal(y2)}" fill="none" '
            f'stroke="{colour}" stroke-opacity="0.75" '
            f'stroke-width="{decimal(0.5 + 2.2 * min(1.0, abs(weight)))}"{dash} '
            'marker-end="url(#tip)"/>'
        )
        along = 1 - _LABEL / abs(x2 - x1) if row.rhs in items else 0.55
        # Steep lines to a general factor on the right cross; their numbers stand by the items.
        y = y2 if way < 0 else y1 + along * (y2 - y1)
        words.append((x1 + along * (x2 - x1), y + 3, weight))
    yield from (_word(x, y, _short(weight)) for x, y, weight in words)


def _arcs(
    covariances: pd.DataFrame, places: dict[str, tuple[float, float, float, float]]
) -> Iterator[str]:
    words = []
    named = {*covariances["lhs"], *covariances["rhs"]}
    order = sorted(named, key=lambda factor: places[factor][1])
    for row in _rows(covariances):
        (xa, ya, wa, _), (xb, yb, wb, _) = places[row.lhs], places[row.rhs]
        x1, x2 = xa - wa, xb - wb
        steps = abs(order.index(row.lhs) - order.index(row.rhs))
        bend = min(x1, x2) - _BOW * steps
        yield (
            f'<path d="M{decimal(x1)} {decimal(ya)}Q{decimal(bend)} {decimal((ya + yb) / 2)} '
            f'{decimal(x2)} {decimal(yb)}" fill="none" stroke="{GREY}"/>'
        )
        x = 0.25 * x1 + 0.5 * bend + 0.25 * x2
        words.append((x, (ya + yb) / 2 + 3, float(row.std_all)))
    yield from (_word(x, y, _short(weight)) for x, y, weight in words)


def _shapes(
    places: dict[str, tuple[float, float, float, float]],
    items: Sequence[str],
    factors: Sequence[str],
) -> Iterator[str]:
    for item in items:
        x, y, w, h = places[item]
        yield (
            f'<rect x="{decimal(x - w)}" y="{decimal(y - h)}" width="{decimal(2 * w)}" '
            f'height="{decimal(2 * h)}" fill="white" stroke="{INK}"/>'
        )
        yield _word(x, y + 3.5, item, halo=False)
    for factor in factors:
        x, y, w, h = places[factor]
        yield (
            f'<ellipse cx="{decimal(x)}" cy="{decimal(y)}" rx="{decimal(w)}" ry="{decimal(h)}" '
            f'fill="#f5f7f9" stroke="{INK}"/>'
        )
        line = wrap(factor, 2 * w - 8, _SIZE, lines=1)[0]
        yield _word(x, y + 3.5, line, halo=False)


def _word(x: float, y: float, text: str, *, halo: bool = True) -> str:
    behind = ' stroke="white" stroke-width="3" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{decimal(x)}" y="{decimal(y)}" text-anchor="middle" font-size="{_SIZE:g}" '
        f'font-family="\'DejaVu Sans\', Verdana, sans-serif" fill="{INK}"{behind}>'
        f"{escape(text, quote=False)}</text>"
    )


def _short(weight: float) -> str:
    """Write a standardised number without its leading zero."""
    return say(weight, 2).replace("0.", ".", 1)


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())
