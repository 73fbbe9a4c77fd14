"""Small multiples: one panel a condition, all on one scale; groups as rows, waves as a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from aspiratie.display.fragment import Fragment
from aspiratie.display.svg import WIDTH, Drawing, text_width, wrap
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import interval_text, mean_text, place, reason_text

__all__ = ["Panel", "groups_chart", "panel_told", "waves_chart"]

#: A scale, and its scores by label.
Panel = tuple[Json, Sequence[tuple[str, Json]]]

GUTTER = 12.0
ROW = 18.0
SHORT_LABEL = 62.0

Painter = Callable[[Drawing, Report, Panel, float, float, float], float]


def _laid_out(
    d: Drawing, report: Report, panels: Sequence[Panel], columns: int, paint: Painter
) -> None:
    width = (WIDTH - GUTTER * (columns - 1)) / columns
    y = 0.0
    for first in range(0, len(panels), columns):
        row = panels[first : first + columns]
        titles = [wrap(report.text(s["title"]), width, 13) for s, _ in row]
        top = y + 14 + (max(map(len, titles)) - 1) * 16.25 + 6
        ends = []
        for i, (panel, title) in enumerate(zip(row, titles, strict=True)):
            x = i * (width + GUTTER)
            d.lines(x, y + 14, title)
            ends.append(paint(d, report, panel, x, top, width))
        y = max(ends) + 12


def groups_chart(report: Report, name: str, panels: Sequence[Panel], title: str) -> Fragment:
    """Draw each condition's score by group, with intervals.

    Parameters
    ----------
    report : Report
        The Release in a language.
    name : str
        The figure's id.
    panels : sequence of Panel
        One a condition; the labels are the groups.
    title : str
        Title of the figure.
    """
    d = Drawing(name)
    labels = [label for _, rows in panels for label, _ in rows]
    short = all(text_width(label, 11.5) <= SHORT_LABEL for label in labels)
    _laid_out(d, report, panels, 2 if short else 1, _group_panel)
    return d.render(title, " ".join(panel_told(report, p) for p in panels))


def _group_panel(
    d: Drawing, report: Report, panel: Panel, x: float, y: float, width: float
) -> float:
    scale, rows = panel
    narrow = width < WIDTH / 2
    left = x + (SHORT_LABEL + 8 if narrow else 140)
    right = x + width - 32
    for i in range(5):
        at = left + i / 4 * (right - left)
        d.line(at, y, at, y + _height(rows, narrow=narrow), "grid")
    for label, score in rows:
        lines = [label] if narrow else wrap(label, 132, 11.5)
        middle = y + ROW / 2
        d.lines(x, middle + 4, lines, "tick")
        if shown(score):
            low, high, mean = (
                left + place(scale, score[k]) * (right - left) for k in ("low", "high", "mean")
            )
            d.interval(low, high, middle)
            d.dot(mean, middle, 2.8, "dot")
            text = mean_text(report, score)
            d.text(x + width, middle + 4.5, text, "value", anchor="end")
        else:
            word = report.say("not-shown" if score["reason"] == "unreliable" else "withheld")
            d.text(left + 2, middle + 4, word, "tick")
        y += ROW + (len(lines) - 1) * 14.4
    d.text(left, y + 11, report.numbers.whole(scale["lowest"]), "tick", anchor="middle")
    d.text(right, y + 11, report.numbers.whole(scale["highest"]), "tick", anchor="middle")
    return y + 12


def _height(rows: Sequence[tuple[str, Json]], *, narrow: bool) -> float:
    extra = 0 if narrow else sum(len(wrap(label, 132, 11.5)) - 1 for label, _ in rows) * 14.4
    return len(rows) * ROW + extra


def short_wave(wave: str) -> str:
    """Return a school year in its shortest form.

    Examples
    --------
    >>> short_wave("2024-2025"), short_wave("ronde 1")
    ('24-25', 'ronde 1')
    """
    return re.sub(r"^\d\d(\d\d)-\d\d(\d\d)$", r"\1-\2", wave)


def waves_chart(report: Report, name: str, panels: Sequence[Panel], title: str) -> Fragment:
    """Draw each condition's score over the waves, with intervals.

    Parameters
    ----------
    report, name, panels, title
        As for :func:`groups_chart`; the labels are the waves, oldest first.
    """
    d = Drawing(name)
    _laid_out(d, report, panels, 2, _wave_panel)
    return d.render(title, " ".join(panel_told(report, p) for p in panels))


def _wave_panel(
    d: Drawing, report: Report, panel: Panel, x: float, y: float, width: float
) -> float:
    scale, rows = panel
    y += 6
    height, left, right = 78.0, x + 30, x + width - 20
    for value in (scale["lowest"], (scale["lowest"] + scale["highest"]) / 2, scale["highest"]):
        at = y + height * (1 - place(scale, value))
        d.line(x + 14, at, x + width, at, "grid")
        if value != scale["lowest"] + (scale["highest"] - scale["lowest"]) / 2:
            d.text(x, at + 4, report.numbers.whole(value), "tick")
    step = (right - left) / max(1, len(rows) - 1)
    points = []
    for i, (label, score) in enumerate(rows):
        at = left + i * step
        text = wrap(short_wave(label), step, 11.5, lines=1)[0]
        d.text(at, y + height + 15, text, "tick", anchor="middle")
        if shown(score):
            points.append((at, y + height * (1 - place(scale, score["mean"])), score))
    if len(points) > 1:
        d.polyline([(px, py) for px, py, _ in points], "wave")
    for px, py, score in points:
        low, high = (y + height * (1 - place(scale, score[k])) for k in ("low", "high"))
        d.interval(low, high, px, upright=True)
        d.dot(px, py, 2.8, "dot")
        above = min(high, py - 4) - 4
        over = above if above > y + 6 else max(low, py + 4) + 13
        d.text(px, over, mean_text(report, score), "value", anchor="middle")
    return y + height + 16


def panel_told(report: Report, panel: Panel) -> str:
    """Return what a panel shows, in words."""
    scale, rows = panel
    parts = []
    for label, score in rows:
        if shown(score):
            told = report.say(
                "panel-score",
                mean=mean_text(report, score),
                interval=interval_text(report, score),
                n=report.numbers.n(score["n"]),
            )
        else:
            told = reason_text(report, score["reason"])
        parts.append(f"{label} {told}")
    return report.say("desc-pair", title=report.text(scale["title"]), value="; ".join(parts))
