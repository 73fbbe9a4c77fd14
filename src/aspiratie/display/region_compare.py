"""The region report's comparison: schools beside the region, in figures and in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aspiratie.display.figures_panels import groups_chart
from aspiratie.display.fragment import Fragment, el, join
from aspiratie.display.parts import NOTHING, part
from aspiratie.display.plan import figure_name
from aspiratie.display.region_figures import (
    axis_of,
    caterpillar_chart,
    funnel_chart,
    label_words,
    row_name,
    row_value,
)
from aspiratie.display.region_view import (
    LARGE,
    compared,
    drawn,
    figure_number_of,
    is_lettered,
    ordered,
    rows_of,
    typed,
    verdict_text,
)
from aspiratie.display.tables import Cell, figure, table, withheld
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import interval_text, listed, mean_text, quoted, reason_text

__all__ = ["adjusted_fields", "by_type", "funnels", "school_table", "schools"]

#: Names that a sentence lists.
NAMED = 6


def _names(report: Report) -> dict[str, str]:
    return {row["id"]: row["name"] for row in report.data["participation"]["rows"]}


def schools(report: Report) -> Fragment:
    """Return the part of the schools beside the region: a figure for each scale that may."""
    say, scales, names = report.say, drawn(report), _names(report)
    title = say("regio-title-schools")
    if not scales:
        why = say("regio-compare-none")
        return part(report, "region-schools", "discover", title, el("p", why, class_="lead"))
    axis = axis_of(scales)
    figures = []
    for scale in scales:
        name = figure_name(f"caterpillar-{scale['name']}")
        heading = say("regio-figure-schools", title=report.text(scale["title"]))
        figures.append(
            join(
                [
                    el("h3", report.rich(scale["title"])),
                    el("p", _clear_sentence(report, scale, names)),
                    figure(
                        report,
                        name,
                        figure_number_of(report, name),
                        heading,
                        caterpillar_chart(report, name, scale, names, axis, heading),
                        _table(report, scale, names, heading),
                        notes=[
                            say("regio-note-interval", verdict=str(scale["verdict"])),
                            say(
                                "regio-note-axis",
                                low=report.numbers.decimal(axis[0]),
                                high=report.numbers.decimal(axis[1]),
                                order="letter" if is_lettered(report) else "name",
                            ),
                            say("regio-note-large") if len(rows_of(scale)) > LARGE else None,
                            say("regio-note-adjusted", fields=adjusted_fields(report))
                            if report.data["adjustment"]
                            else None,
                        ],
                    ),
                ]
            )
        )
    lead = say("regio-schools-lead")
    guide = el("ul", *(el("li", say(f"regio-guide-{i}")) for i in (1, 2, 3)))
    return part(
        report,
        "region-schools",
        "discover",
        title,
        el("p", lead, class_="lead"),
        guide,
        el("p", say("regio-blocks")) if is_lettered(report) else None,
        *figures,
    )


def _clear_sentence(report: Report, scale: Json, names: Mapping[str, str]) -> str:
    """Tell which schools are clearly different; those of a lettered report by number only."""
    out = []
    for label in ("higher", "lower"):
        count = int(scale["labels"].get(label, 0))
        if not count:
            continue
        told = report.say("regio-schools", count=count)
        rows = [r for r in scale["rows"] if r["label"] == label]
        if rows and len(rows) <= NAMED:
            told = listed(report, [names[r["school"]] for r in rows])
        out.append(report.say(f"regio-clear-{label}", who=told, count=count))
    return " ".join(out) or report.say("regio-clear-none")


def _table(report: Report, scale: Json, names: Mapping[str, str], caption: str) -> Fragment:
    say, write = report.say, report.numbers.decimal
    if is_lettered(report):
        rows: list[list[Cell]] = [
            [
                row_name(names, r),
                (row_value(report, r), "num"),
                (say("range", low=write(r["low"]), high=write(r["high"])), "num"),
                label_words(report, r["label"]),
            ]
            for r in rows_of(scale)
        ]
        columns = ["regio-column-letter", "regio-column-value", "column-range", "column-compared"]
        return table(caption, [say(c) for c in columns], rows)
    kind = "pair" if scale["verdict"] == "pairs" else "ci"
    adjusted = report.data["adjustment"] is not None
    rows = [
        [
            names[r["school"]],
            (report.numbers.whole(r["n"]), "num"),
            (write(r["mean"], 2), "num"),
            (write(r["shrunken"], 2), "num"),
            (say("range", low=write(r[f"{kind}_low"], 2), high=write(r[f"{kind}_high"], 2)), "num"),
            *([_adjusted(report, r["adjusted"])] if adjusted else []),
            label_words(report, r["label"]),
        ]
        for r in scale["rows"]
    ]
    columns = [
        "regio-column-name",
        "column-n",
        "regio-column-mean",
        "regio-column-shrunken",
        "column-range",
        *(["regio-column-adjusted"] if adjusted else []),
        "column-compared",
    ]
    return table(caption, [say(c) for c in columns], rows)


def _adjusted(report: Report, mean: Json | None) -> Cell:
    if mean is None:
        return withheld(report.say("withheld"))
    write = report.numbers.decimal
    told = report.say("range", low=write(mean["low"], 2), high=write(mean["high"], 2))
    return (report.say("regio-adjusted", mean=write(mean["mean"], 2), range=told), "num")


def adjusted_fields(report: Report) -> str:
    """Return what adjusted means are adjusted for; nothing if none are."""
    found = report.data["adjustment"]
    return "" if found is None else listed(report, [quoted(report, f) for f in found["fields"]])


def funnels(report: Report) -> Fragment:
    """Return the part of the funnels: which school is off by more than chance and its size."""
    say, names = report.say, _names(report)
    scales = [s for s in drawn(report) if shown(s["funnel"])]
    if is_lettered(report):
        return _counts(report)
    if not scales:
        return NOTHING
    figures = []
    for scale in scales:
        name = figure_name(f"funnel-{scale['name']}")
        heading = say("regio-figure-funnel", title=report.text(scale["title"]))
        outside = [r for r in scale["rows"] if r["position"] not in ("inside", "unknown")]
        listed_rows = outside if len(scale["rows"]) > LARGE else scale["rows"]
        rows: list[list[Cell]] = [
            [
                names[r["school"]],
                (report.numbers.whole(r["n"]), "num"),
                (report.numbers.decimal(r["mean"], 2), "num"),
                say(f"regio-position-{r['position']}".replace("_", "-")),
            ]
            for r in listed_rows
        ]
        columns = (
            "regio-column-name",
            "column-n",
            "regio-column-mean",
            "regio-column-position",
        )
        inside = len(scale["rows"]) - len(outside)
        if not rows:
            rows = [[say("regio-schools", count=inside), "", "", say("regio-position-inside")]]
        figures.append(
            join(
                [
                    el("h3", report.rich(scale["title"])),
                    el("p", _outside_sentence(report, outside, names)),
                    figure(
                        report,
                        name,
                        figure_number_of(report, name),
                        heading,
                        funnel_chart(report, name, scale, names, heading),
                        table(heading, [say(c) for c in columns], rows),
                        notes=[
                            say("regio-note-funnel"),
                            say("regio-note-inside", count=inside)
                            if len(listed_rows) < len(scale["rows"])
                            else None,
                        ],
                    ),
                ]
            )
        )
    lead = el("p", say("regio-funnel-lead"), class_="lead")
    how = el("p", say("regio-funnel-how"))
    title = say("regio-title-funnel")
    return part(report, "region-funnel", "understand", title, lead, how, *figures)


def _outside_sentence(report: Report, outside: Sequence[Json], names: Mapping[str, str]) -> str:
    if not outside:
        return report.say("regio-outside-none")
    if len(outside) > NAMED:
        told = report.say("regio-schools", count=len(outside))
    else:
        told = listed(report, [names[r["school"]] for r in outside])
    return report.say("regio-outside", who=told, count=len(outside))


def _counts(report: Report) -> Fragment:
    """Return how many schools lie outside the funnel: without their sizes."""
    say, rows = report.say, []
    for s in compared(report, ordered(report)):
        inside = int(s["positions"].get("inside", 0))
        above = sum(int(n) for k, n in s["positions"].items() if k.startswith("above"))
        below = sum(int(n) for k, n in s["positions"].items() if k.startswith("below"))
        counts: list[Cell] = [(report.numbers.whole(n), "num") for n in (inside, above, below)]
        rows.append([report.rich(s["title"]), *counts])
    if not rows:
        return NOTHING
    columns = ("column-scale", "regio-count-inside", "regio-count-above", "regio-count-below")
    return part(
        report,
        "region-funnel",
        "understand",
        say("regio-title-funnel"),
        el("p", say("regio-funnel-lead"), class_="lead"),
        el("p", say("regio-funnel-letters")),
        table(say("regio-caption-positions"), [say(c) for c in columns], rows),
    )


def school_table(report: Report) -> Fragment:
    """Return the table of schools by conditions, in words and signs."""
    say = report.say
    scales = [s for s in (*report.conditions, *report.others) if s["verdict"] and rows_of(s)]
    title = say("regio-title-table")
    why_not = _withheld(report)
    if not scales:
        return part(
            report,
            "region-table",
            "discover",
            title,
            el("p", say("regio-compare-none"), class_="lead"),
            why_not,
        )
    made = _label_counts(report, scales) if is_lettered(report) else _cells(report, scales)
    lead = say("regio-table-lead")
    order = el("p", say("regio-table-order")) if not is_lettered(report) else None
    return part(
        report,
        "region-table",
        "discover",
        title,
        el("p", lead, class_="lead"),
        order,
        made,
        why_not,
    )


def _cells(report: Report, scales: Sequence[Json]) -> Fragment:
    labels = {s["name"]: {r["school"]: r["label"] for r in s["rows"]} for s in scales}
    names = _names(report)
    rows: list[list[Cell]] = [
        [name, *(_cell(report, labels[s["name"]].get(school)) for s in scales)]
        for school, name in names.items()
    ]
    columns: list[Fragment | str | None] = [report.say("regio-column-name")]
    columns += [report.rich(s["title"]) for s in scales]
    return table(report.say("regio-caption-table"), columns, rows, kind="data matrix")


def _cell(report: Report, label: str | None) -> Cell:
    if label in (None, "not_compared"):
        return withheld(report.say("not-compared"))
    words = report.say(f"regio-cell-{label}")
    kind = {"higher": "up", "lower": "down"}.get(str(label), "")
    return (words, kind) if kind else words


def _label_counts(report: Report, scales: Sequence[Json]) -> Fragment:
    say, rows = report.say, []
    for s in scales:
        cells: list[Cell] = [
            (report.numbers.whole(s["labels"].get(k, 0)), "num")
            for k in ("higher", "similar", "lower")
        ]
        rows.append([report.rich(s["title"]), *cells])
    columns = [
        say("column-scale"),
        *(say(f"regio-cell-{k}") for k in ("higher", "similar", "lower")),
    ]
    return table(say("regio-caption-counts"), columns, rows)


def _withheld(report: Report) -> Fragment | None:
    """Return the scales on which nothing is compared, each with its reason."""
    rest = [s for s in ordered(report) if s not in compared(report, ordered(report))]
    if not rest:
        return None
    lines = [
        el(
            "li",
            report.say(
                "regio-withheld-line",
                title=quoted(report, s["title"]),
                why=verdict_text(report, s),
            ),
        )
        for s in rest
    ]
    return join([el("h3", report.say("regio-withheld-title")), el("ul", *lines)])


def by_type(report: Report) -> Fragment:
    """Return the part of kinds of education: small multiples, one a scale."""
    say, scales = report.say, typed(report)
    if not scales:
        return NOTHING
    name, title = figure_name("types"), say("regio-figure-types")
    panels = [
        (s, [(t["type"], t["score"]) for t in s["types"] if shown(t["score"])]) for s in scales
    ]
    rows: list[list[Cell]] = []
    for s in scales:
        for t in s["types"]:
            score = t["score"]
            label = say("desc-of", title=report.text(s["title"]), group=t["type"])
            if shown(score):
                rows.append(
                    [
                        label,
                        (report.numbers.whole(score["schools"]), "num"),
                        (report.numbers.whole(score["n"]), "num"),
                        (mean_text(report, score), "num"),
                        (interval_text(report, score), "num"),
                    ]
                )
            else:
                reason = score["reason"]
                key = f"regio-hidden-{reason}".replace("_", "-")
                why = say(key) if say.has(key) else reason_text(report, reason)
                word = say("withheld")
                rows.append([label, *[withheld(word)] * 3, withheld(why)])
    columns = (
        "regio-column-scale-type",
        "regio-column-schools",
        "column-n",
        "regio-column-mean",
        "column-range",
    )
    drawn_types = figure(
        report,
        name,
        figure_number_of(report, name),
        title,
        groups_chart(report, name, panels, title),
        table(title, [say(c) for c in columns], rows),
        notes=[
            say(
                "regio-note-types",
                schools=report.data["rules"]["region_min_schools"],
                n=report.data["rules"]["region_min_pupils"],
            )
        ],
    )
    return part(
        report,
        "region-types",
        "understand",
        say("regio-title-types"),
        el("p", say("regio-types-lead"), class_="lead"),
        drawn_types,
    )
