"""Diverging bars of the answers to a scale's items.

Disagreement goes to the left and agreement to the right of one line; neutral has
its own panel, and "don't know" a column. Bars of all figures have one measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aspiratie.display.fragment import Fragment, plain
from aspiratie.display.paint import swatch
from aspiratie.display.svg import WIDTH, Drawing, text_width, wrap
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import (
    count_text,
    portion,
    reason_text,
    share_short,
    share_text,
)

__all__ = ["Layout", "by_agreement", "item_chart", "item_key", "item_label", "layout_of"]

COLUMN = 50.0
GAP = 14.0
BAR = 20.0
DARK = frozenset({"v1", "v5"})


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The measure that all item figures of a report share.

    Parameters
    ----------
    unit : float
        Width of one per cent.
    axis : float
        Where disagreement ends and agreement starts.
    neutral : float
        Where the neutral panel starts.
    """

    unit: float
    axis: float
    neutral: float


def _length(share: Json) -> float:
    """Return how long a share is drawn: a bounded one halfway its range."""
    if not shown(share):
        return 0.0
    percent = float(share["percent"])
    return {"below": percent / 2, "above": (100 + percent) / 2}.get(share["state"], percent)


def _sum(item: Json, side: str) -> float:
    if not shown(item["distribution"]):
        return 0.0
    return sum(_length(c["share"]) for c in item["distribution"]["classes"] if c["side"] == side)


def layout_of(items: Iterable[Json]) -> Layout:
    """Return the measure with which the longest bars of a report still fit."""
    items = list(items)
    low, middle, high = (
        max((_sum(i, side) for i in items), default=0.0) for side in ("low", "middle", "high")
    )
    low, middle, high = max(low, 30.0), max(middle, 10.0), max(high, 30.0)
    room = WIDTH - COLUMN - GAP
    panel = min(max(54.0, room * middle / (low + middle + high)), room * 0.45)
    unit = min((room - panel) / (low + high), panel / middle)
    axis = low * unit
    neutral = axis + high * unit + GAP
    return Layout(unit=unit, axis=axis, neutral=max(neutral, WIDTH - COLUMN - panel))


def by_agreement(items: Sequence[Json]) -> list[Json]:
    """Return items from most to least agreement; hidden ones at the end, in their order."""

    def key(item: Json) -> tuple[bool, float]:
        part = portion(item["distribution"], "high")
        return (part is None, -(part.middle if part else 0.0))

    return sorted(items, key=key)


def item_label(report: Report, item: Json) -> str:
    """Return an item's text, marked where agreement means less of the scale."""
    text = report.marked(item["title"])
    return report.say("item-reversed", title=text) if item["reversed"] else text


def _shades(classes: Sequence[Json]) -> list[str]:
    """Return the classes of the segments, from strong at the poles to pale at the middle."""
    lows = [c for c in classes if c["side"] == "low"]
    highs = [c for c in classes if c["side"] == "high"]

    def run(count: int, strong: str, middle: str, pale: str) -> list[str]:
        return [middle] if count == 1 else [strong, *[middle] * (count - 2), pale]

    left = run(len(lows), "v1", "v1m", "v2")
    right = run(len(highs), "v5", "v5m", "v4")[::-1]
    return [*left, *["v3"] * (len(classes) - len(lows) - len(highs)), *right]


def item_key(report: Report, items: Sequence[Json]) -> list[tuple[Fragment, str]]:
    """Return the legend: each shade and the answer that it stands for."""
    found: dict[tuple[str, str], int] = {}
    bounded = False
    for item in items:
        if not shown(item["distribution"]):
            continue
        classes = item["distribution"]["classes"]
        for c, shade in zip(classes, _shades(classes), strict=True):
            found.setdefault((shade, report.text(c["label"])), min(c["members"]))
            bounded = bounded or (shown(c["share"]) and c["share"]["state"] == "below")
    key = [(swatch(s), w) for (s, w), _ in sorted(found.items(), key=lambda pair: pair[1])]
    if bounded:
        key.append((swatch("bounded"), report.say("key-bounded")))
    return key


def item_chart(
    report: Report, name: str, items: Sequence[Json], layout: Layout, title: str
) -> Fragment:
    """Draw the answers to items, from most to least agreement.

    Parameters
    ----------
    report : Report
        The Release in a language.
    name : str
        The figure's id.
    items : sequence
        Items of the Release.
    layout : Layout
        From :func:`layout_of`, over all items of the report.
    title : str
        Title of the figure.
    """
    d = Drawing(name)
    rows = by_agreement(items)
    y = _header(d, report, rows, layout)
    for item in rows:
        y = _row(d, report, item, layout, y)
    return d.render(title, " ".join(_told(report, item) for item in rows))


def _header(d: Drawing, report: Report, items: Sequence[Json], layout: Layout) -> float:
    left, right = _poles(report, items)
    d.text(layout.axis - 4, 11, f"◀ {left}", "tick", anchor="end")
    start = max(layout.axis + 4, text_width(f"◀ {left}", 11.5) + 8)
    d.text(start, 11, f"{right} ▶", "tick")
    y = 11.0
    if any(c["side"] == "middle" for i in items for c in i["distribution"].get("classes", [])):
        word, beside = _middle(report, items), report.say("no-opinion")
        room = WIDTH - text_width(word, 11.5) - text_width(beside, 11.5) - 8
        d.text(min(layout.neutral, room), 27, word, "tick")
        y = 27.0
    if any(shown(i["no_opinion"]) for i in items):
        d.text(WIDTH, 27, report.say("no-opinion"), "tick", anchor="end")
        y = 27.0
    return y + 2


def _middle(report: Report, items: Sequence[Json]) -> str:
    """Return the word over the middle panel: what the midpoint means, or its own label."""
    midpoint = next((i["midpoint"] for i in items if i["midpoint"]), None)
    if midpoint is not None:
        return report.say(f"midpoint-{midpoint}")
    labels = {
        report.text(c["label"])
        for i in items
        for c in i["distribution"].get("classes", ())
        if c["side"] == "middle"
    }
    own = labels.pop() if len(labels) == 1 else report.say("midpoint-other")
    return wrap(own, 80, 11.5, lines=1)[0]


def _poles(report: Report, items: Sequence[Json]) -> tuple[str, str]:
    categories = next((i["categories"] for i in items if i["categories"]), None)
    if not categories or "oneens" in str(categories[0]["nl"]).casefold():
        return report.say("pole-disagree"), report.say("pole-agree")
    first, last = report.text(categories[0]), report.text(categories[-1])
    return wrap(first, 110, 11.5, lines=1)[0], wrap(last, 110, 11.5, lines=1)[0]


def _row(d: Drawing, report: Report, item: Json, layout: Layout, y: float) -> float:
    n = report.numbers.n(item["n"]["value"]) if shown(item["n"]) else ""
    lines = wrap(plain(item_label(report, item)), WIDTH - text_width(n, 11.5) - 8, 13)
    d.text(WIDTH, y + 15, n, "tick", anchor="end")
    y = d.lines(0, y + 15, lines) + 6
    spread = item["distribution"]
    if not shown(spread):
        d.lines(0, y + 12, wrap(reason_text(report, spread["reason"]), WIDTH, 11.5), "tick")
        return y + BAR + 4
    classes = spread["classes"]
    pairs = list(zip(classes, _shades(classes), strict=True))
    x = layout.axis - _sum(item, "low") * layout.unit
    for c, shade in pairs:
        if c["side"] == "middle":
            _segment(d, layout.neutral, y, c["share"], shade, layout.unit)
        else:
            x = _segment(d, x, y, c["share"], shade, layout.unit)
    d.line(layout.axis, y - 3, layout.axis, y + BAR + 3, "axis")
    if shown(item["no_opinion"]):
        text = share_short(item["no_opinion"]) + report.numbers.percent(0)[1:]
        d.text(WIDTH, y + 14.5, text, "tick", anchor="end")
    return y + BAR + 8


def _segment(d: Drawing, x: float, y: float, share: Json, shade: str, unit: float) -> float:
    """Draw one share and its digits; return its right end."""
    width = _length(share) * unit
    if width <= 0:
        return x
    bounded = share["state"] == "below"
    d.rect(x, y, width, BAR, "bounded" if bounded else shade)
    text = share_short(share)
    kind = "tick" if bounded else "on-dark" if shade in DARK else "on-light"
    if text_width(text, 11.5, bold=True) + 2 <= width:
        d.text(x + width / 2, y + 14.5, text, kind, anchor="middle")
    return x + width


def _told(report: Report, item: Json) -> str:
    title, spread = plain(item_label(report, item)).rstrip("."), item["distribution"]
    if not shown(spread):
        return report.say("desc-hidden", title=title, why=reason_text(report, spread["reason"]))
    classes = ", ".join(
        f"{report.text(c['label'])} {share_text(report, c['share'])}" for c in spread["classes"]
    )
    n = count_text(report, item["n"])
    return report.say("desc-item", title=title, classes=classes, n=n)
