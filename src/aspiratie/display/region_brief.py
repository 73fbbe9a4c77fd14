"""The region report's beginning: in brief, who took part, and what may be compared."""

from __future__ import annotations

import math
from collections.abc import Sequence

from aspiratie.disclosure.region_rules import CAUTIOUS
from aspiratie.display.figures_counts import response_text
from aspiratie.display.fragment import Child, Fragment, el, join
from aspiratie.display.parts import part
from aspiratie.display.plan import figure_name
from aspiratie.display.region_figures import response_chart, share_chart
from aspiratie.display.region_view import (
    LARGE,
    compared,
    figure_number_of,
    is_lettered,
    ordered,
    verdict_text,
)
from aspiratie.display.tables import Cell, figure, table, withheld
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import listed, named, number_word, quoted

__all__ = ["comparability", "in_brief", "participation", "percent_between"]

#: Schools in one drawing of who took part.
CHUNK = 16


def percent_between(report: Report, scale: Json) -> str:
    """Return the share of pupils' differences that lies between schools, as "6 %"."""
    share = 100 * scale["spread"]["icc"]
    if 0 < share < 1:
        return report.say("below", percent=report.numbers.percent(1))
    return report.numbers.percent(share)


def _spreads(report: Report) -> list[Json]:
    return [s for s in ordered(report) if shown(s["spread"])]


def in_brief(report: Report) -> Fragment:
    """Return the part "In het kort": how much schools differ, and what may be said of it."""
    say, data = report.say, report.data
    part_of = data["participation"]
    lead = say(
        "regio-brief-lead",
        schools=part_of["schools"],
        n=report.numbers.whole(part_of["n"]),
        sector=data["sector"],
    )
    lines = [(say("regio-brief-spread-label"), _spread_sentence(report))]
    lines.append((say("regio-brief-compare-label"), _compare_sentence(report)))
    lines.append((say("regio-brief-schools-label"), _schools_sentence(report)))
    card = el(
        "div",
        *(el("p", el("strong", label), " ", text) for label, text in lines if text),
        class_="in-brief",
    )
    return part(
        report,
        "region-brief",
        "about",
        say("title-brief"),
        el("p", lead, class_="lead"),
        card,
        el("p", say("regio-brief-no-rank"), class_="caution"),
        _letters_note(report),
    )


def _letters_note(report: Report) -> Fragment | None:
    return el("p", report.say("regio-letters-note")) if is_lettered(report) else None


def _spread_sentence(report: Report) -> str:
    scales = _spreads(report)
    if not scales:
        return report.say("regio-spread-none")
    least = min(scales, key=lambda s: s["spread"]["icc"])
    most = max(scales, key=lambda s: s["spread"]["icc"])
    low, high = percent_between(report, least), percent_between(report, most)
    if low == high:
        return report.say("regio-spread-one", percent=high)
    return report.say("regio-spread-range", low=low, high=high, most=quoted(report, most["title"]))


def _compare_sentence(report: Report) -> str:
    scales = ordered(report)
    some = compared(report, scales)
    if not some:
        return report.say("regio-compare-none")
    if len(some) == len(scales):
        return report.say("regio-compare-all", word=number_word(report, len(scales)))
    rest = [s for s in scales if s not in some]
    return report.say(
        "regio-compare-some",
        word=number_word(report, len(some)),
        total=number_word(report, len(scales)),
        names=named(report, rest),
    )


def _schools_sentence(report: Report) -> str:
    some = compared(report, ordered(report))
    labels: dict[str, int] = {}
    for scale in some:
        for label, n in scale["labels"].items():
            labels[label] = labels.get(label, 0) + n
    total = sum(labels.values())
    if not total:
        return ""
    clear = labels.get("higher", 0) + labels.get("lower", 0)
    return report.say(
        "regio-brief-labels",
        clear=report.numbers.whole(clear),
        total=report.numbers.whole(total),
        count=clear,
    )


def participation(report: Report) -> Fragment:
    """Return the part "Wie deden mee": every school with its response."""
    say, data = report.say, report.data["participation"]
    name, title = figure_name("participation"), say("regio-figure-participation")
    count = {"state": "shown", "value": data["n"]}
    lead = say(
        "regio-participation-lead",
        schools=data["schools"],
        response=response_text(report, count, data["enrolled"]),
        known=1 if data["enrolled"] else 0,
    )
    if data["rows"]:
        drawing, content = _by_school(report, data["rows"], name, title)
    else:
        drawing, content = _by_size(report, data["sizes"], data["schools"], name, title)
    if len(data["rows"]) > LARGE:
        drawing, _ = _by_size(report, data["sizes"], data["schools"], name, title)
    drawn = figure(report, name, figure_number_of(report, name), title, drawing, content)
    return part(
        report,
        "region-participation",
        "discover",
        say("title-participation"),
        el("p", lead, class_="lead"),
        drawn,
        _left_out(report, data["left_out"]),
    )


def _by_school(
    report: Report, rows: Sequence[Json], name: str, title: str
) -> tuple[Fragment, Fragment]:
    say = report.say
    groups = [
        (
            str(row["name"]),
            int(row["n"]),
            row["enrolled"],
            response_text(report, {"state": "shown", "value": row["n"]}, row["enrolled"]),
        )
        for row in rows
    ]
    parts = max(1, math.ceil(len(groups) / CHUNK))
    size = math.ceil(len(groups) / parts)
    drawings = []
    for i in range(parts if len(groups) <= LARGE else 0):
        chunk = groups[i * size : (i + 1) * size]
        heading = title
        if parts > 1:
            heading = say(
                "regio-figure-part",
                title=title,
                first=chunk[0][0],
                last=chunk[-1][0],
            )
        key = f"{name}-{i + 1}" if parts > 1 else name
        drawings.append(response_chart(report, key, chunk, heading))
    cells: list[list[Cell]] = [
        [
            row["name"],
            row["type"] or say("hidden-no-data"),
            (report.numbers.whole(row["n"]), "num"),
            (report.numbers.whole(row["enrolled"]), "num")
            if row["enrolled"]
            else withheld(say("hidden-no-data")),
        ]
        for row in rows
    ]
    columns = ("regio-column-name", "regio-column-type", "column-n", "column-enrolled")
    return join(drawings), table(title, [say(c) for c in columns], cells)


def _by_size(
    report: Report, sizes: Sequence[Json], schools: int, name: str, title: str
) -> tuple[Fragment, Fragment]:
    rows = []
    for size in sizes:
        low = report.numbers.whole(size["low"])
        label = (
            report.say("regio-size-above", low=low)
            if size["high"] is None
            else report.say("regio-size", low=low, high=report.numbers.whole(size["high"]))
        )
        told = report.say("regio-schools", count=size["schools"])
        rows.append((label, size["schools"] / max(1, schools), told))
    columns = [report.say("regio-column-size"), report.say("regio-column-schools")]
    content = table(title, columns, [(label, told) for label, _, told in rows])
    return share_chart(report, name, rows, title), content


def _left_out(report: Report, left_out: Sequence[Json]) -> Fragment | None:
    if not left_out:
        return None
    texts: list[Child] = []
    for reason in dict.fromkeys(s["reason"] for s in left_out):
        group = [s for s in left_out if s["reason"] == reason]
        names = [str(s["name"]) for s in group if s["name"]]
        why = report.say(f"regio-left-out-{reason}".replace("_", "-"), n=report.n_min)
        count = sum(s["schools"] for s in group)
        who = listed(report, names) if names else report.say("regio-schools", count=count)
        texts.append(el("li", report.say("regio-left-out", who=who, why=why)))
    heading = el("h3", report.say("regio-left-out-title"))
    return join([heading, el("ul", *texts), el("p", report.say("regio-left-out-nothing"))])


def comparability(report: Report) -> Fragment:
    """Return the part that says, before any comparison, on which scales schools may be compared."""
    say = report.say
    rows: list[list[Cell]] = []
    for s in ordered(report):
        spread, test = s["spread"], s["invariance"]
        between: Cell = withheld(say("not-shown"))
        reliability: Cell = withheld(say("not-shown"))
        if shown(spread):
            between = (percent_between(report, s), "num")
            if spread["reliability"] is not None:
                reliability = (report.numbers.decimal(spread["reliability"], 2), "num")
        rows.append(
            [
                report.rich(s["title"]),
                verdict_text(report, s),
                between,
                reliability,
                _invariance_text(report, test),
            ]
        )
    columns = (
        "column-scale",
        "regio-column-verdict",
        "regio-column-between",
        "regio-column-reliability",
        "regio-column-invariance",
    )
    verdicts = [s["verdict"] for s in ordered(report)]
    cautions = [
        el("p", say(f"regio-{word}", count=verdicts.count(verdict)), class_="caution")
        for word, verdict in zip(("untested", "unconfirmed"), CAUTIOUS, strict=True)
        if verdict in verdicts
    ]
    bullets = el("ul", *(el("li", say(f"regio-may-{i}")) for i in (1, 2, 3)))
    return part(
        report,
        "region-comparability",
        "discover",
        say("regio-title-may"),
        el("p", _compare_sentence(report), class_="lead"),
        el("p", say("regio-may-how")),
        bullets,
        *cautions,
        table(say("regio-caption-may"), [say(c) for c in columns], rows, kind="data may"),
    )


def _invariance_text(report: Report, test: Json) -> str:
    state = test["reason"] or "holds"
    told = report.say(f"regio-invariance-{state}".replace("_", "-"))
    if not test["over"]:
        return told
    groups = report.say(f"regio-over-{test['over']}", count=test["groups"])
    over = report.say("regio-invariance-over", told=told, groups=groups)
    if test["state"] != "holds":
        return over
    check = report.say(f"regio-alignment-{test['alignment']}".replace("_", "-"))
    return report.say("regio-invariance-check", over=over, check=check)
