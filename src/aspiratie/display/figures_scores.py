"""Dot plots of scores: school, region and last time each on a line of their own.

The marks cannot cover each other, and each has its words beside it: no legend is
needed, and colour tells nothing alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.display.fragment import Fragment
from aspiratie.display.svg import WIDTH, Drawing, text_width, wrap
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import comparison_words, interval_text, mean_text, place, reason_text

__all__ = ["Group", "example_chart", "score_chart", "score_sentence"]

Group = tuple[str, Sequence[Json]]

LEFT, RIGHT = 10.0, 222.0
WORDS = 238.0
LANE = 16.0


def _x(scale: Json, value: float) -> float:
    return LEFT + place(scale, value) * (RIGHT - LEFT)


def _ends(groups: Sequence[Group]) -> tuple[int, int] | None:
    found = {(round(s["lowest"]), round(s["highest"])) for _, scales in groups for s in scales}
    return found.pop() if len(found) == 1 else None


def _ticks(d: Drawing, report: Report, y: float, ends: tuple[int, int] | None) -> None:
    if ends is None:
        d.text(LEFT, y, report.say("scale-low"), "tick")
        d.text(RIGHT, y, report.say("scale-high"), "tick", anchor="end")
        return
    low, high = ends
    for value in range(low, high + 1):
        x = LEFT + (value - low) / (high - low) * (RIGHT - LEFT)
        d.text(x, y, report.numbers.whole(value), "tick", anchor="middle")


def _grid(d: Drawing, top: float, bottom: float, ends: tuple[int, int] | None) -> None:
    steps = (ends[1] - ends[0]) if ends else 4
    for i in range(steps + 1):
        x = LEFT + i / steps * (RIGHT - LEFT)
        d.line(x, top, x, bottom, "grid")


def _beside(d: Drawing, x: float, y: float, text: str, kind: str, gap: float) -> None:
    """Write beside a mark, on its right where that fits before the words' column."""
    size = 12.5 if kind == "value" else 11.5
    long = text_width(text, size, bold=kind == "value")
    if x + gap + long <= WORDS - 6:
        d.text(x + gap, y, text, kind)
    else:
        d.text(x - gap, y, text, kind, anchor="end")


def _row(d: Drawing, report: Report, scale: Json, y: float, ends: tuple[int, int] | None) -> float:
    """Draw one scale below y; return the lower end."""
    y = d.lines(0, y + 13, wrap(report.text(scale["title"]), WIDTH, 13)) + 6
    score, region, previous = scale["score"], scale["region"], scale["previous"]
    if not shown(score):
        lines = wrap(reason_text(report, score["reason"]), WIDTH - LEFT, 11.5)
        return d.lines(LEFT, y + 11, lines, "tick") + 12
    label = scale["comparison"]["label"]
    turn = {"higher": "up", "lower": "down"}.get(label, "")
    with_last = previous is not None and shown(previous["score"])
    with_region = shown(region)
    lanes = 1 + with_region + with_last
    _grid(d, y, y + lanes * LANE, ends)
    middle = y + LANE / 2
    x = _x(scale, score["mean"])
    low, high = _x(scale, score["low"]), _x(scale, score["high"])
    d.interval(low, high, middle)
    d.dot(x, middle, 4, f"dot {turn}".strip())
    end = high if _fits_right(report, scale, high) else low
    value = report.numbers.decimal(score["mean"])
    if end is high:
        d.text(max(high, x + 5) + 5, middle + 4.5, value, "value")
    else:
        d.text(min(low, x - 5) - 5, middle + 4.5, value, "value", anchor="end")
    d.text(WORDS, middle + 4, report.numbers.n(score["n"]), "tick")
    if with_region:
        middle += LANE
        x = _x(scale, region["mean"])
        d.diamond(x, middle, 5, "region")
        text = report.say("mark-region", mean=report.numbers.decimal(region["mean"]))
        _beside(d, x, middle + 4, text, "tick", 9)
        _compared(d, report, label, middle + 4)
    if with_last:
        middle += LANE
        x = _x(scale, previous["score"]["mean"])
        d.square(x, middle, 3.5, "last")
        mean = report.numbers.decimal(previous["score"]["mean"])
        text = report.say("mark-wave", wave=previous["wave"], mean=mean)
        _beside(d, x, middle + 4, text, "tick", 9)
        _compared(d, report, previous["change"], middle + 4)
    return y + lanes * LANE + 6


def _fits_right(report: Report, scale: Json, high: float) -> bool:
    text = report.numbers.decimal(scale["score"]["mean"])
    return high + 10 + text_width(text, 12.5, bold=True) <= WORDS - 6


def _compared(d: Drawing, report: Report, label: str, y: float) -> None:
    turn = {"higher": "words up", "lower": "words down"}.get(label, "words")
    d.text(WORDS, y, comparison_words(report, label, None), turn)


def score_chart(report: Report, name: str, groups: Sequence[Group], title: str) -> Fragment:
    """Draw scores of the school, with the region's and those of last time.

    Parameters
    ----------
    report : Report
        The Release in a language.
    name : str
        The figure's id.
    groups : sequence of (heading, scales)
        Headings may be empty.
    title : str
        Title of the figure.

    Returns
    -------
    Fragment
        Inline SVG.
    """
    d = Drawing(name)
    ends = _ends(groups)
    y = 0.0
    for heading, scales in groups:
        if heading:
            y = d.lines(0, y + 16, wrap(heading, WIDTH, 13.5, bold=True), "head") + 4
        if any(shown(s["score"]) for s in scales):
            _ticks(d, report, y + 12, ends)
            y += 14
        for scale in scales:
            y = _row(d, report, scale, y, ends)
        y += 4
    told = [score_sentence(report, s) for _, scales in groups for s in scales]
    return d.render(title, " ".join(told))


def score_sentence(report: Report, scale: Json) -> str:
    """Return what a row of the figure shows, in words."""
    title, score, region = report.text(scale["title"]), scale["score"], scale["region"]
    if not shown(score):
        return report.say("desc-hidden", title=title, why=reason_text(report, score["reason"]))
    parts = [
        report.say(
            "desc-score",
            title=title,
            mean=mean_text(report, score),
            interval=interval_text(report, score),
            n=report.numbers.n(score["n"]),
        )
    ]
    if shown(region):
        words = comparison_words(report, scale["comparison"]["label"], None, mark=False)
        parts.append(report.say("desc-region", mean=mean_text(report, region), words=words))
    previous = scale["previous"]
    if previous is not None and shown(previous["score"]):
        words = comparison_words(report, previous["change"], None, mark=False)
        mean = mean_text(report, previous["score"])
        parts.append(report.say("desc-wave", wave=previous["wave"], mean=mean, words=words))
    return ", ".join(parts) + "."


#: The invented numbers of the reader's guide.
EXAMPLE = {"mean": 3.4, "low": 3.2, "high": 3.6, "region": 2.9, "last": 3.3, "n": 120}


def example_chart(report: Report, name: str, title: str) -> Fragment:
    """Draw the annotated example of the reader's guide, of invented numbers."""
    d = Drawing(name)
    say, write = report.say, report.numbers.decimal
    ends = {"lowest": 1, "highest": 5}
    y = 0.0
    top = y = _callout(d, say("example-dot", mean=write(EXAMPLE["mean"])), y)
    x = _x(ends, EXAMPLE["mean"])
    low, high = _x(ends, EXAMPLE["low"]), _x(ends, EXAMPLE["high"])
    mark = top + 22
    d.line(x, top, x, mark - 7, "thin")
    _ticks(d, report, mark + 96, (1, 5))
    _grid(d, mark - 10, mark + 84, (1, 5))
    d.interval(low, high, mark)
    d.dot(x, mark, 4.5, "dot")
    d.text(high + 8, mark + 4.5, write(EXAMPLE["mean"]), "value")
    d.text(WORDS, mark + 4, report.numbers.n(EXAMPLE["n"]), "tick")
    d.diamond(_x(ends, EXAMPLE["region"]), mark + 38, 6, "region")
    _beside(d, _x(ends, EXAMPLE["region"]), mark + 42, write(EXAMPLE["region"]), "tick", 10)
    _compared(d, report, "higher", mark + 42)
    d.square(_x(ends, EXAMPLE["last"]), mark + 66, 4, "last")
    _beside(d, _x(ends, EXAMPLE["last"]), mark + 70, write(EXAMPLE["last"]), "tick", 10)
    _compared(d, report, "similar", mark + 70)
    y = mark + 104
    for kind, key in (("interval", "line"), ("region", "region"), ("last", "last")):
        text = say(
            f"example-{key}",
            low=write(EXAMPLE["low"]),
            high=write(EXAMPLE["high"]),
            region=write(EXAMPLE["region"]),
            last=write(EXAMPLE["last"]),
        )
        lines = wrap(text, WIDTH - 30, 13)
        y += 20
        if kind == "interval":
            d.interval(2, 20, y - 4)
        elif kind == "region":
            d.diamond(11, y - 4, 6, "region")
        else:
            d.square(11, y - 4, 4, "last")
        y = d.lines(30, y, lines)
    return d.render(title, say("example-desc", **{k: write(v) for k, v in EXAMPLE.items()}))


def _callout(d: Drawing, text: str, y: float) -> float:
    lines = wrap(text, WIDTH, 13)
    return d.lines(0, y + 13, lines) + 5
