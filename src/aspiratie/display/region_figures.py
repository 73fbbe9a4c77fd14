"""Figures of a region: schools with their intervals, the funnel, the spread.

Never in the order of their scores: schools stand by name, or by letter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from aspiratie.display.fragment import Fragment, join
from aspiratie.display.region_view import LARGE, rows_of
from aspiratie.display.svg import WIDTH, Drawing, text_width, wrap
from aspiratie.display.view import Json, Report
from aspiratie.display.wording import MARKS

__all__ = [
    "axis_of",
    "caterpillar_chart",
    "funnel_chart",
    "label_words",
    "response_chart",
    "row_name",
    "row_value",
    "share_chart",
    "short_names",
    "told_row",
]

#: Schools in one drawing, so that it fits on a sheet of paper.
CHUNK, CHUNK_LARGE = 16, 100
LEFT, RIGHT = 10.0, WIDTH - 10.0
BAR = 14.0

Axis = tuple[float, float]


def row_name(names: Mapping[str, str], row: Json) -> str:
    """Return a school's name, or its letter."""
    return str(row["letter"]) if "letter" in row else names[row["school"]]


def row_value(report: Report, row: Json) -> str:
    """Return the value of a school: two decimals by name, one by letter."""
    if "letter" in row:
        return report.numbers.decimal(row["value"])
    return report.numbers.decimal(row["shrunken"], 2)


def _ends(row: Json, verdict: str) -> Axis:
    if "letter" in row:
        return row["low"], row["high"]
    kind = "pair" if verdict == "pairs" else "ci"
    return row[f"{kind}_low"], row[f"{kind}_high"]


def label_words(report: Report, label: str, *, mark: bool = True) -> str:
    """Return "▲ duidelijk hoger" and so on, for a label of a region."""
    words = report.say(f"regio-label-{label}".replace("_", "-"))
    return f"{MARKS[label]} {words}" if mark and label in MARKS else words


def axis_of(scales: Sequence[Json]) -> Axis:
    """Return the ends, in halves, between which the schools of all figures lie."""
    values = [end for s in scales for row in rows_of(s) for end in _ends(row, s["verdict"])]
    values += [s["region"]["mean"] for s in scales]
    low, high = math.floor(2 * min(values)) / 2, math.ceil(2 * max(values)) / 2
    return low, high if high > low else low + 0.5


def _x(axis: Axis, value: float) -> float:
    return LEFT + (value - axis[0]) / (axis[1] - axis[0]) * (RIGHT - LEFT)


def _ticks(report: Report, axis: Axis) -> list[tuple[float, str]]:
    steps = round((axis[1] - axis[0]) * 2)
    values = [axis[0] + i / 2 for i in range(steps + 1)]
    return [(v, report.numbers.decimal(v)) for v in values]


def caterpillar_chart(
    report: Report, name: str, scale: Json, names: Mapping[str, str], axis: Axis, title: str
) -> Fragment:
    """Draw the schools of a scale with their intervals beside the region's line.

    Parameters
    ----------
    report : Report
        A region's Release in a language.
    name : str
        The figure's id.
    scale : mapping
        A scale with rows.
    names : mapping
        Names of the schools.
    axis : (float, float)
        From :func:`axis_of`.
    title : str
        Title of the figure.
    """
    rows = rows_of(scale)
    large = len(rows) > LARGE
    size = CHUNK_LARGE if large else CHUNK
    # as many in each drawing, where they do not fit in one
    parts = max(1, math.ceil(len(rows) / size))
    size = math.ceil(len(rows) / parts)
    drawings = []
    for i in range(parts):
        chunk = rows[i * size : (i + 1) * size]
        d = Drawing(f"{name}-{i + 1}" if parts > 1 else name)
        _schools(d, report, scale, chunk, names, axis, large=large)
        told = " ".join(told_row(report, scale, row, names) for row in chunk)
        heading = title
        if parts > 1:
            first, last = row_name(names, chunk[0]), row_name(names, chunk[-1])
            heading = report.say("regio-figure-part", title=title, first=first, last=last)
        drawings.append(d.render(heading, _short(report, scale, chunk) if large else told))
    return join(drawings)


def _short(report: Report, scale: Json, rows: Sequence[Json]) -> str:
    """Tell a crowded drawing by its counts; each school is in the table below it."""
    return report.say(
        "regio-desc-crowd",
        schools=len(rows),
        mean=report.numbers.decimal(scale["region"]["mean"], 2),
        **{k: sum(r["label"] == k for r in rows) for k in ("higher", "lower", "similar")},
    )


def told_row(report: Report, scale: Json, row: Json, names: Mapping[str, str]) -> str:
    """Return what the figure shows of a school, in words."""
    low, high = _ends(row, scale["verdict"])
    places = 1 if "letter" in row else 2
    write = report.numbers.decimal
    return report.say(
        "regio-desc-row",
        school=row_name(names, row),
        value=row_value(report, row),
        low=write(low, places),
        high=write(high, places),
        words=label_words(report, row["label"], mark=False),
    )


def _schools(
    d: Drawing,
    report: Report,
    scale: Json,
    rows: Sequence[Json],
    names: Mapping[str, str],
    axis: Axis,
    *,
    large: bool,
) -> None:
    step = 6.0 if large else 33.0
    middle = _x(axis, scale["region"]["mean"])
    mark = report.say("mark-region", mean=report.numbers.decimal(scale["region"]["mean"], 2))
    d.text(middle, 12, mark, "words", anchor="middle")
    top, bottom = 34.0, 36.0 + step * len(rows) + (4 if large else 0)
    for value, text in _ticks(report, axis):
        d.line(_x(axis, value), top, _x(axis, value), bottom, "grid")
        d.text(_x(axis, value), 28, text, "tick", anchor="middle")
    d.line(middle, top, middle, bottom, "axis")
    for i, row in enumerate(rows):
        _school(d, report, scale, row, names, axis, top + 2 + i * step, large=large)


def _school(
    d: Drawing,
    report: Report,
    scale: Json,
    row: Json,
    names: Mapping[str, str],
    axis: Axis,
    y: float,
    *,
    large: bool,
) -> None:
    low, high = (_x(axis, end) for end in _ends(row, scale["verdict"]))
    value = row["value"] if "letter" in row else row["shrunken"]
    turn = {"higher": " up", "lower": " down"}.get(row["label"], "")
    if large:
        d.line(low, y + 3, high, y + 3, "thin")
        d.dot(_x(axis, value), y + 3, 2.2, f"dot{turn}")
        return
    mark = MARKS.get(row["label"], "")
    text = f"{mark} {row_value(report, row)}".strip()
    d.text(WIDTH, y + 13, text, f"words{turn}", anchor="end")
    room = WIDTH - text_width(text, 11.5, bold=True) - 10
    label = wrap(row_name(names, row), room, 11.5, lines=1)[0]
    d.text(0, y + 13, label, "words")
    d.interval(low, high, y + 23)
    d.dot(_x(axis, value), y + 23, 3.4, f"dot{turn}")


def funnel_chart(
    report: Report, name: str, scale: Json, names: Mapping[str, str], title: str
) -> Fragment:
    """Draw school means against their numbers of pupils, with limits.

    Parameters
    ----------
    report, name, scale, names, title
        As for :func:`caterpillar_chart`; names stand at schools outside the limits only.
    """
    d = Drawing(name)
    limits, rows = scale["funnel"]["limits"], scale["rows"]
    means = [row["mean"] for row in rows]
    edge = [value for line in limits for value in (line[3], line[4])]
    reach = [max(min(edge), scale["lowest"]), min(max(edge), scale["highest"])]
    low: float = math.floor(4 * min(*means, *reach)) / 4
    high: float = math.ceil(4 * max(*means, *reach)) / 4
    largest: int = max(row["n"] for row in rows)
    left, right, top, bottom = 34.0, 352.0, 24.0, 268.0

    def x(n: float) -> float:
        return left + n / (largest * 1.04) * (right - left)

    def y(value: float) -> float:
        return bottom - (min(max(value, low), high) - low) / (high - low) * (bottom - top)

    d.text(0, 12, report.say("regio-axis-mean"), "tick")
    step = 0.25 if high - low <= 1.25 else 0.5
    for i in range(math.floor((high - low) / step) + 1):
        value = low + i * step
        d.line(left, y(value), right, y(value), "grid")
        d.text(0, y(value) + 4, report.numbers.decimal(value, 2), "tick")
    for n in _rounded(largest):
        d.text(x(n), bottom + 16, report.numbers.whole(n), "tick", anchor="middle")
        d.line(x(n), bottom, x(n), bottom + 4, "axis")
    d.line(left, bottom, right, bottom, "axis")
    d.text(right, bottom + 31, report.say("regio-axis-n"), "tick", anchor="end")
    target = scale["funnel"]["target"]
    d.line(left, y(target), right, y(target), "axis")
    for column, kind in ((1, "wave"), (2, "wave"), (3, "limit"), (4, "limit")):
        points = [(x(line[0]), y(line[column])) for line in limits]
        # schools of one size have one limit: a level line
        points = points if len(points) > 1 else [(left, points[0][1]), (right, points[0][1])]
        d.polyline(points, kind)
    taken: list[tuple[float, float, float, float]] = []
    for row in rows:
        px, py = x(row["n"]), y(row["mean"])
        d.dot(px, py, 2.6 if len(rows) > LARGE else 3.4, "dot" if _outside(row) else "other")
        taken.append((px - 4, py - 4, px + 4, py + 4))
    short = short_names(names)
    for row in rows:
        if _outside(row):
            _name(d, short[row["school"]], x(row["n"]), y(row["mean"]), taken, right)
    told = [_told_point(report, row, names) for row in rows if _outside(row)]
    lead = report.say(
        "regio-desc-funnel",
        schools=len(rows),
        mean=report.numbers.decimal(target, 2),
        outside=len(told),
    )
    return d.render(title, " ".join([lead, *told]))


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return names without the words with which all of them begin.

    Examples
    --------
    >>> short_names({"a": "School De Linde", "b": "School De Eik"})
    {'a': 'Linde', 'b': 'Eik'}
    """
    words = [name.split() for name in names.values()]
    same = 0
    while len(words) > 1 and all(len(w) > same + 1 for w in words):
        if len({w[same] for w in words}) > 1:
            break
        same += 1
    return {school: " ".join(name.split()[same:]) for school, name in names.items()}


def _outside(row: Json) -> bool:
    return row["position"] not in ("inside", "unknown")


def _rounded(largest: int) -> list[int]:
    """Return round numbers for an axis up to the largest."""
    step = 10 ** math.floor(math.log10(max(largest, 10)))
    for part in (step // 5 or 1, step // 2 or 1, step, 2 * step):
        if largest / part <= 5:
            step = part
            break
    return list(range(0, largest + 1, step))


def _name(
    d: Drawing,
    name: str,
    x: float,
    y: float,
    taken: list[tuple[float, float, float, float]],
    right: float,
) -> None:
    """Write a name beside its point where there is room; else it is in the table only."""
    text = wrap(name, 130, 11.5, lines=1)[0]
    long = text_width(text, 11.5)
    for dx, dy in ((7, 4), (-7 - long, 4), (-long / 2, -7), (-long / 2, 16), (7, -7), (7, 15)):
        box = (x + dx, y + dy - 9, x + dx + long, y + dy + 3)
        inside = box[0] >= 26 and box[2] <= right + 6 and box[1] >= 14 and box[3] <= 268
        own = (x - 4, y - 4, x + 4, y + 4)
        others = [t for t in taken if t != own]
        if inside and not any(
            box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in others
        ):
            d.text(box[0], y + dy, text, "words")
            taken.append(box)
            return


def _told_point(report: Report, row: Json, names: Mapping[str, str]) -> str:
    return report.say(
        "regio-desc-point",
        school=names[row["school"]],
        mean=report.numbers.decimal(row["mean"], 2),
        n=report.numbers.n(row["n"]),
        where=report.say(f"regio-position-{row['position']}".replace("_", "-")),
    )


def response_chart(
    report: Report, name: str, rows: Sequence[tuple[str, int, int | None, str]], title: str
) -> Fragment:
    """Draw for each school who took part, against its number of pupils.

    Parameters
    ----------
    report : Report
        A region's Release in a language.
    name : str
        The figure's id.
    rows : sequence of (name, n, enrolled, text)
        A school each.
    title : str
        Title of the figure.
    """
    d = Drawing(name)
    top = max(max(n, enrolled or 0) for _, n, enrolled, _ in rows)
    y = 0.0
    for label, n, enrolled, text in rows:
        room = WIDTH - text_width(text, 12.5, bold=True) - 12
        d.text(WIDTH, y + 14, text, "value", anchor="end")
        y = d.lines(0, y + 14, wrap(label, room, 13)) + 6
        if enrolled:
            d.rect(0.5, y, max(n, enrolled) / top * (WIDTH - 1), BAR, "empty")
        d.rect(0.5, y, n / top * (WIDTH - 1), BAR, "bar")
        y += BAR + 6
    told = " ".join(report.say("desc-pair", title=label, value=text) for label, _, _, text in rows)
    return d.render(title, told)


def share_chart(
    report: Report, name: str, rows: Sequence[tuple[str, float, str]], title: str
) -> Fragment:
    """Draw a bar of a hundred per cent for each label, filled as far as a share goes."""
    d = Drawing(name)
    y = 0.0
    for label, share, text in rows:
        room = WIDTH - text_width(text, 12.5, bold=True) - 10
        d.text(WIDTH, y + 14, text, "value", anchor="end")
        y = d.lines(0, y + 14, wrap(label, room, 13)) + 6
        d.rect(0.5, y, WIDTH - 1, BAR, "empty")
        if share > 0:
            d.rect(0.5, y, max(share, 0.002) * (WIDTH - 1), BAR, "bar")
        y += BAR + 6
    told = " ".join(report.say("desc-pair", title=label, value=text) for label, _, text in rows)
    return d.render(title, told)
