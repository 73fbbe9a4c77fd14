"""Score and association side by side: where a condition is low and goes with the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.display.fragment import Fragment
from aspiratie.display.svg import WIDTH, Drawing, wrap
from aspiratie.display.view import Json, Report
from aspiratie.display.wording import interval_text, mean_text, place

__all__ = ["priority_chart"]

SCORE = (8.0, 128.0)
LINK = (186.0, 306.0)


def _link_x(value: float, top: float, bottom: float) -> float:
    return LINK[0] + (value - bottom) / (top - bottom) * (LINK[1] - LINK[0])


def priority_chart(
    report: Report, name: str, rows: Sequence[tuple[Json, Json]], title: str, outcome: str
) -> Fragment:
    """Draw for each condition its score and its association with the outcome.

    Parameters
    ----------
    report : Report
        The Release in a language.
    name : str
        The figure's id.
    rows : sequence of (scale, association)
        Strongest association first.
    title : str
        Title of the figure.
    outcome : str
        Title of the outcome.
    """
    d = Drawing(name)
    bottom = min(0.0, *(a["low"] for _, a in rows))
    top = max(0.6, *(a["high"] for _, a in rows))
    head = d.lines(SCORE[0], 12, wrap(report.say("priority-score"), 150, 11.5), "tick")
    words = wrap(report.say("priority-link", outcome=outcome), WIDTH - LINK[0], 11.5)
    y = max(head, d.lines(LINK[0], 12, words, "tick")) + 2
    told = []
    for scale, link in rows:
        y = d.lines(0, y + 17, wrap(report.text(scale["title"]), WIDTH, 13)) + 6
        middle = y + 9
        for i in range(5):
            x = SCORE[0] + i / 4 * (SCORE[1] - SCORE[0])
            d.line(x, y, x, y + 18, "grid")
        zero = _link_x(0.0, top, bottom)
        d.line(zero, y, zero, y + 18, "axis")
        score = scale["score"]
        low, mean, high = (
            SCORE[0] + place(scale, score[k]) * (SCORE[1] - SCORE[0])
            for k in ("low", "mean", "high")
        )
        d.interval(low, high, middle)
        d.dot(mean, middle, 2.8, "dot")
        d.text(SCORE[1] + 10, middle + 4.5, mean_text(report, score), "value")
        low, mean, high = (_link_x(link[k], top, bottom) for k in ("low", "association", "high"))
        d.interval(low, high, middle)
        d.diamond(mean, middle, 4, "region")
        value = report.numbers.decimal(link["association"], 2)
        d.text(LINK[1] + 10, middle + 4.5, value, "value")
        y += 20
        told.append(
            report.say(
                "desc-priority",
                title=report.text(scale["title"]),
                mean=mean_text(report, score),
                n=report.numbers.n(score["n"]),
                link=value,
                interval=interval_text(
                    report, {"low": link["low"], "high": link["high"]}, places=2
                ),
            )
        )
    return d.render(title, " ".join(told))
