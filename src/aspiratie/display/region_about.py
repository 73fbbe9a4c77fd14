"""The region report's answers, spread, conversation and accountability."""

from __future__ import annotations

from aspiratie.display.figures_items import (
    by_agreement,
    item_chart,
    item_key,
    item_label,
    layout_of,
)
from aspiratie.display.fragment import Child, Fragment, el, join
from aspiratie.display.parts import NOTHING, part, talk
from aspiratie.display.plan import figure_name
from aspiratie.display.region_brief import percent_between
from aspiratie.display.region_compare import adjusted_fields
from aspiratie.display.region_figures import share_chart
from aspiratie.display.region_view import (
    compared,
    figure_number_of,
    is_lettered,
    item_scales_of,
    ordered,
)
from aspiratie.display.tables import Cell, figure, table, withheld
from aspiratie.display.view import Json, Report, offers_no_opinion, shown
from aspiratie.display.wording import count_text, quoted, reason_text, share_text

__all__ = ["accountability", "conversation", "items", "spread"]


def items(report: Report) -> Fragment:
    """Return the part of the answers: all pupils of the region together, item by item."""
    say, scales = report.say, item_scales_of(report)
    if not scales:
        return NOTHING
    layout = layout_of([i for s in scales for i in report.items_of(s["name"])])
    parts: list[Child] = []
    for scale in scales:
        rows = report.items_of(scale["name"])
        name = figure_name(f"items-{scale['name']}")
        title = say("figure-items", title=report.text(scale["title"]))
        steps = sorted({i["distribution"]["step"] for i in rows if shown(i["distribution"])})
        notes = [say("note-items")]
        if any(map(offers_no_opinion, rows)):
            notes[0] = f"{notes[0]} {say('note-no-opinion')}"
        if steps and steps[-1] > 1:
            notes.append(say("regio-note-steps", step=report.numbers.percent(steps[-1])))
        if any(i["reversed"] for i in rows):
            notes.append(say("note-reversed"))
        parts += [
            el("h3", report.rich(scale["title"])),
            figure(
                report,
                name,
                figure_number_of(report, name),
                title,
                item_chart(report, name, rows, layout, title),
                _items_table(report, scale, title),
                key=item_key(report, rows),
                notes=notes,
            ),
        ]
    lead = el("p", say("regio-items-lead"), class_="lead")
    return part(report, "region-items", "discover", say("regio-title-items"), lead, *parts)


def _items_table(report: Report, scale: Json, title: str) -> Fragment:
    say, rows = report.say, []
    for item in by_agreement(report.items_of(scale["name"])):
        spread_of = item["distribution"]
        answers: Cell = withheld(reason_text(report, spread_of.get("reason")))
        if shown(spread_of):
            answers = "; ".join(
                f"{report.text(c['label'])}: {share_text(report, c['share'])}"
                for c in spread_of["classes"]
            )
        rows.append(
            [
                item_label(report, item),
                answers,
                (count_text(report, item["n"]), "num"),
                share_text(report, item["no_opinion"]),
            ]
        )
    columns = ["column-item", "column-answers", "column-n", "column-no-opinion"]
    if not any(map(offers_no_opinion, report.items_of(scale["name"]))):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return table(title, [say(c) for c in columns], rows)


def spread(report: Report) -> Fragment:
    """Return the part of spread: how much of the differences lies between schools."""
    say = report.say
    scales = [s for s in ordered(report) if shown(s["spread"])]
    if not scales:
        return NOTHING
    name, title = figure_name("spread"), say("regio-figure-spread")
    bars = [
        (report.text(s["title"]), s["spread"]["icc"], percent_between(report, s)) for s in scales
    ]
    write = report.numbers.decimal
    rows: list[list[Cell]] = [
        [
            report.rich(s["title"]),
            (percent_between(report, s), "num"),
            (write(s["spread"]["between_sd"], 2), "num"),
            (write(s["spread"]["within_sd"], 2), "num"),
        ]
        for s in scales
    ]
    columns = (
        "column-scale",
        "regio-column-between",
        "regio-column-between-sd",
        "regio-column-within-sd",
    )
    most = max(scales, key=lambda s: s["spread"]["icc"])
    lead = say(
        "regio-spread-lead",
        title=quoted(report, most["title"]),
        percent=percent_between(report, most),
    )
    return part(
        report,
        "region-spread",
        "understand",
        say("regio-title-spread"),
        el("p", lead, class_="lead"),
        el("p", say("regio-spread-how")),
        figure(
            report,
            name,
            figure_number_of(report, name),
            title,
            share_chart(report, name, bars, title),
            table(title, [say(c) for c in columns], rows),
            notes=[say("regio-note-spread")],
        ),
    )


def conversation(report: Report) -> Fragment:
    """Return questions for the network, from this region's own results."""
    say = report.say
    scales = [s for s in ordered(report) if shown(s["spread"])]
    found = compared(report, scales)
    questions = []
    if scales:
        most = max(scales, key=lambda s: s["spread"]["icc"])
        questions.append(say("regio-talk-most", title=quoted(report, most["title"])))
        least = min(scales, key=lambda s: s["spread"]["icc"])
        if least is not most:
            questions.append(say("regio-talk-least", title=quoted(report, least["title"])))
    higher = [s for s in found if s["labels"].get("higher", 0)]
    if higher:
        top = max(higher, key=lambda s: (s["labels"]["higher"], s["spread"]["icc"]))
        questions.append(say("regio-talk-higher", title=quoted(report, top["title"])))
    questions += [say(f"regio-talk-{i}") for i in (1, 2, 3, 4)]
    steps = el("ol", *(el("li", say(f"regio-talk-step-{i}")) for i in (1, 2, 3)), class_="steps")
    return part(
        report,
        "region-talk",
        "act",
        say("regio-title-talk"),
        el("p", say("regio-talk-lead"), class_="lead"),
        steps,
        talk(report, questions),
    )


def _adjustment(report: Report) -> str:
    """Say whether means are adjusted for intake, for what, and of whom it is not known."""
    found = report.data["adjustment"]
    if found is None:
        return report.say("regio-account-unadjusted")
    told = report.say("regio-account-adjusted", fields=adjusted_fields(report))
    out = found["left_out"]
    if shown(out) and not out["value"]:
        return told
    n = report.numbers.n(out["value"]) if shown(out) else reason_text(report, out["reason"])
    return f"{told} {report.say('regio-account-adjusted-without', n=n)}"


def accountability(report: Report) -> Fragment:
    """Return the part "Verantwoording": what was computed how, and what is left out."""
    say, data = report.say, report.data
    rules = data["rules"]
    percent = report.numbers.percent
    instrument = data["provenance"]["instrument"]
    compare = [
        say("regio-account-like", sector=data["sector"]),
        say("regio-account-icc"),
        say("regio-account-lambda"),
        say("regio-account-verdict"),
        say("regio-account-invariance"),
        say("regio-account-alignment"),
        say("regio-account-untested"),
        say("regio-account-shrunken"),
        _adjustment(report),
        say("regio-account-label", percent=percent(100 * rules["alpha"])),
        say("regio-account-funnel"),
    ]
    hiding = [
        say("regio-account-min", n=report.n_min),
        say(
            "regio-account-region",
            schools=rules["region_min_schools"],
            n=rules["region_min_pupils"],
            percent=percent(100 * rules["region_max_share"]),
        ),
        say("regio-account-items"),
    ]
    if is_lettered(report):
        hiding.append(say("regio-account-letters"))
    limits = [say("regio-limit-1"), say("regio-limit-2"), *(say(f"limit-{i}") for i in (2, 3, 4))]
    return part(
        report,
        "region-account",
        "about",
        say("title-account"),
        el("p", say("account-lead"), class_="lead"),
        el("p", say("account-example"), class_="caution") if instrument["example"] else None,
        *_scores(report),
        el("h3", say("account-compare")),
        el("ul", *(el("li", text) for text in compare)),
        el("h3", say("regio-account-sources")),
        el("ul", *(el("li", say(f"regio-source-{i}")) for i in range(1, 8)), lang="en"),
        el("h3", say("account-hidden")),
        el("ul", *(el("li", text) for text in hiding)),
        el("h3", say("account-limits")),
        el("ul", *(el("li", text) for text in limits)),
    )


def _scores(report: Report) -> list[Child]:
    if not report.data["scales"]:
        return []
    how = report.say(
        "account-scores-how",
        percent=report.numbers.percent(100 * report.data["rules"]["prorate_min"]),
    )
    return [el("h3", report.say("account-scores")), el("p", how), _reliability(report)]


def _reliability(report: Report) -> Fragment:
    say, rows = report.say, []
    for s in ordered(report):
        found = s["reliability"]
        row: list[Cell] = [report.rich(s["title"])]
        count = report.numbers.whole(found["n"])
        if found["estimate"] is None:
            nothing = [withheld(say("hidden-no-data"))] * 2
            rows.append([*row, *nothing, (count, "num"), say("level-insufficient")])
            continue
        interval = ""
        if found["low"] is not None:
            low, high = (report.numbers.decimal(found[k], 2) for k in ("low", "high"))
            interval = say("range", low=low, high=high)
        kind = say("coefficient", kind=found["coefficient"])
        rows.append(
            [
                *row,
                (f"{kind} {report.numbers.decimal(found['estimate'], 2)}", "num"),
                (interval, "num"),
                (count, "num"),
                say(f"level-{found['level']}"),
            ]
        )
    columns = (
        "column-scale",
        "column-reliability",
        "column-ci",
        "column-n",
        "column-verdict",
    )
    minimum = report.numbers.decimal(report.data["rules"]["reliability_min"], 2)
    return join(
        [
            el("p", say("account-reliability", minimum=minimum)),
            table(say("caption-reliability"), [say(c) for c in columns], rows),
        ]
    )
