"""In brief: what stands out, what asks attention, what differs; and what student voice is."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.display.fragment import Child, Fragment, el, join
from aspiratie.display.parts import (
    NOTHING,
    capital,
    may_compare,
    paragraphs,
    part,
    region_sentences,
    split,
)
from aspiratie.display.tables import Cell, table, withheld
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import (
    apart,
    comparison_words,
    extremes,
    listed,
    mean_text,
    named,
    reason_text,
)

__all__ = [
    "change_sentences",
    "in_brief",
    "strong_and_weak",
    "student_voice",
    "unreliable_sentence",
]


def in_brief(report: Report) -> Fragment:
    """Return the part "In het kort": at most five sentences and the principles in a table.

    Rules: highest and lowest condition are told apart only where their intervals do not
    overlap; differences with the last time and the region only where tested ones. The
    school's own past comes before the region.
    """
    if not report.readable:
        lines: list[Child] = [el("p", _nothing_readable(report))]
    else:
        lines = [*_strong_and_weak_lines(report)]
        lines.append(_line(report, "brief-change", " ".join(change_sentences(report))))
        region = region_sentences(report, report.conditions)
        if region:
            told = [may_compare(report, report.conditions), *region]
            lines.append(_line(report, "brief-region", " ".join(filter(None, told))))
    lines.append(_maybe(unreliable_sentence(report)))
    card = el("div", *lines, class_="in-brief")
    title = report.say("title-brief")
    return part(report, "in-brief", "about", title, card, _principles_table(report))


def _maybe(text: str) -> Fragment | None:
    return el("p", text) if text else None


def _line(report: Report, label: str, text: str) -> Fragment:
    return el("p", el("strong", report.say(label)), " ", text)


def _nothing_readable(report: Report) -> str:
    """Say that no score is shown, and where the questionnaire is the cause, what that may be."""
    hidden = {s["score"]["reason"] for s in report.data["scales"] if not shown(s["score"])}
    if not hidden:
        return report.say("brief-no-scales")
    why = hidden.pop() if len(hidden) == 1 else "no_data"
    told = report.say("brief-nothing", why=reason_text(report, why))
    return f"{told} {report.say('brief-unreliable-cause')}" if why == "unreliable" else told


def strong_and_weak(report: Report) -> tuple[list[Json], list[Json]]:
    """Return the highest and the lowest conditions, or nothing where they do not differ."""
    top, bottom = extremes(report.readable)
    if not top or not all(apart(high, low) for high in top for low in bottom):
        return [], []
    return top, bottom


def _strong_and_weak_lines(report: Report) -> list[Fragment]:
    top, bottom = strong_and_weak(report)
    if not top:
        text = report.say("brief-one" if len(report.readable) == 1 else "brief-close")
        return [_line(report, "brief-scores", text)]
    out = []
    for label, scales in (("strong", top), ("weak", bottom)):
        out.append(
            _line(
                report,
                f"brief-{label}-label",
                report.say(
                    f"brief-{label}",
                    names=named(report, scales),
                    mean=_mean_of(report, scales),
                    n=report.numbers.n(scales[0]["score"]["n"]),
                ),
            )
        )
    return out


def _mean_of(report: Report, scales: Sequence[Json]) -> str:
    found = list(dict.fromkeys(mean_text(report, s["score"]) for s in scales))
    return listed(report, found)


def change_sentences(report: Report) -> list[str]:
    """Tell what changed since the last time, only where the change was tested."""
    by = split(report.conditions, "previous")
    tested = by["higher"] + by["lower"] + by["similar"]
    waves = {s["previous"]["wave"] for s in tested}
    if not tested:
        reasons = {s["previous"]["reason"] for s in report.conditions if s["previous"] is not None}
        version = reasons == {"other_version"}
        return [report.say("change-other-version" if version else "change-no-earlier")]
    wave = sorted(waves)[-1]
    out = [
        report.say(f"change-{label}", names=named(report, by[label]), wave=wave)
        for label in ("higher", "lower")
        if by[label]
    ]
    return out or [report.say("change-none", wave=wave)]


def unreliable_sentence(report: Report) -> str:
    """Name the scales of which no score is shown as it would be unreliable; or nothing."""
    found = [
        s
        for s in (*report.conditions, *report.others)
        if not shown(s["score"]) and s["score"]["reason"] == "unreliable"
    ]
    if not found:
        return ""
    return report.say("unreliable-names", names=named(report, found), count=len(found))


def _principles_table(report: Report) -> Fragment | None:
    rows = report.principles or report.readable
    if not rows:
        return None
    with_last = any(s["previous"] and shown(s["previous"]["score"]) for s in rows)
    say = report.say
    columns = [
        say("column-principle" if report.principles else "column-scale"),
        say("column-school"),
        say("column-n"),
        say("column-region"),
    ]
    ends = {(s["lowest"], s["highest"]) for s in rows}
    body = []
    for s in rows:
        title = report.rich(s["title"])
        # Where scores do not run between the same ends, each row says its own.
        cells: list[Cell] = [title if len(ends) == 1 else join([title, f" ({_ends(report, s)})"])]
        if shown(s["score"]):
            cells += [(mean_text(report, s["score"]), "num")]
            cells += [(report.numbers.whole(s["score"]["n"]), "num")]
        else:
            cells += [withheld(mean_text(report, s["score"])), ""]
        cells.append(_region_cell(report, s))
        if with_last:
            previous = s["previous"]
            score = previous["score"] if previous else None
            cells.append(
                (mean_text(report, score), "num")
                if score is not None and shown(score)
                else withheld(mean_text(report, score))
            )
        body.append(cells)
    if with_last:
        columns.append(say("column-last"))
    if len(ends) == 1:
        low, high = (report.numbers.whole(end) for end in ends.pop())
        caption = say("caption-brief", low=low, high=high)
    else:
        caption = say("caption-brief-mixed")
    return table(caption, columns, body, kind="data brief")


def _ends(report: Report, scale: Json) -> str:
    write = report.numbers.whole
    return report.say("range", low=write(scale["lowest"]), high=write(scale["highest"]))


def _region_cell(report: Report, scale: Json) -> Cell:
    if not shown(scale["region"]):
        return withheld(mean_text(report, scale["region"]))
    comparison = scale["comparison"]
    words = comparison_words(report, comparison["label"], comparison["reason"])
    return f"{mean_text(report, scale['region'])} {words}"


def student_voice(report: Report) -> Fragment:
    """Return the part that says what the stem van de leerling is and where the report leads."""
    if not report.is_aspiration_model:
        return NOTHING
    say = report.say
    lead = el("p", say("voice-lead"), class_="lead")
    steps = el(
        "ol",
        *(
            el("li", el("strong", say(f"stage-{stage}")), " ", say(f"voice-{stage}"))
            for stage in ("discover", "understand", "act")
        ),
        class_="steps",
    )
    more = paragraphs(say("voice-learning"), say("voice-aspiration"), say("voice-energy"))
    return part(
        report, "student-voice", "about", capital(say("title-voice")), lead, more,
        el("p", say("voice-thread")), steps,
    )  # fmt: skip
