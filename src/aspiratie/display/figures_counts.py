"""Bars of people and of shares: who took part, the ladder, the profile."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.display.fragment import Fragment
from aspiratie.display.svg import WIDTH, Drawing, text_width, wrap
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import informant_name, reason_text, share_text

__all__ = [
    "group_label",
    "group_name",
    "ladder_chart",
    "participation_chart",
    "profile_chart",
    "response_text",
]

BAR = 14.0


#: Kinds of education that count in groepen; others count in leerjaren.
PRIMARY = frozenset({"po", "bao", "sbo", "so"})


def group_name(report: Report, label: str) -> str:
    """Return a group's name; a bare number gets its word, as "leerjaar 2" or "groep 8"."""
    numbered = label.replace("+", "").replace(" ", "")
    # Pupils whose group is not known are a group as well; merged ones are joined by " + ".
    parts = [p.strip() or report.say("group-unknown") for p in f" {label} ".split(" + ")]
    label = " + ".join(parts)
    if numbered and not numbered.isdigit():
        return label
    kind = str(report.data["school"]["type"] or "").strip().casefold()
    return report.say("group-name", label=label, kind="group" if kind in PRIMARY else "year")


def group_label(report: Report, group: Json) -> str:
    """Return a group's name; a merged one says so."""
    name = group_name(report, group["label"])
    return report.say("merged-group", label=name) if group["merged"] else name


def response_text(report: Report, n: Json, enrolled: int | None) -> str:
    """Return "52 van de 62 (84 %)", or "n = 52", or why it is hidden."""
    if not shown(n):
        return reason_text(report, n["reason"])
    if not enrolled:
        return report.numbers.n(n["value"])
    return report.say(
        "response",
        n=report.numbers.whole(n["value"]),
        enrolled=report.numbers.whole(enrolled),
        percent=report.numbers.percent(min(100.0, 100 * n["value"] / enrolled)),
    )


def participation_chart(report: Report, name: str, groups: Sequence[Json], title: str) -> Fragment:
    """Draw per group who took part, against the number of pupils."""
    d = Drawing(name)
    counts = [g["n"]["value"] for g in groups if shown(g["n"])]
    top = max([*counts, *(g["enrolled"] or 0 for g in groups), 1])
    y, told = 0.0, []
    for group in groups:
        label, text = (
            group_label(report, group),
            response_text(report, group["n"], group["enrolled"]),
        )
        told.append(report.say("desc-pair", title=label, value=text))
        room = WIDTH - text_width(text, 12.5, bold=True) - 12
        if room > 90:
            lines = wrap(label, room, 13)
            d.text(WIDTH, y + 14, text, "value" if shown(group["n"]) else "tick", anchor="end")
            y = d.lines(0, y + 14, lines) + 6
        else:
            y = d.lines(0, y + 14, wrap(label, WIDTH, 13)) + 16
            y = d.lines(0, y, wrap(text, WIDTH, 11.5), "tick") + 6
        if group["enrolled"] and shown(group["n"]):
            whole = max(group["enrolled"], group["n"]["value"])
            d.rect(0.5, y, whole / top * (WIDTH - 1), BAR, "empty")
        if shown(group["n"]):
            d.rect(0.5, y, group["n"]["value"] / top * (WIDTH - 1), BAR, "bar")
            y += BAR + 6
    return d.render(title, " ".join(told))


def ladder_chart(report: Report, name: str, informants: Sequence[Json], title: str) -> Fragment:
    """Draw how each informant sees pupils' part in the school; eight forms, no order of worth."""
    d = Drawing(name)
    y, told = 0.0, []
    for who in informants:
        spread = who["distribution"]
        heading = informant_name(report, who["informant"], "title")
        if not shown(spread):
            y = d.lines(0, y + 18, wrap(heading, WIDTH, 13.5, bold=True), "head")
            why = reason_text(report, spread["reason"])
            y = d.lines(0, y + 18, wrap(why, WIDTH, 11.5), "tick") + 10
            told.append(report.say("desc-hidden", title=heading, why=why))
            continue
        d.text(WIDTH, y + 18, report.numbers.n(spread["n"]), "tick", anchor="end")
        d.text(0, y + 18, heading, "head")
        y += 24
        parts = []
        for c in reversed(spread["classes"]):
            label, text = report.text(c["label"]), share_text(report, c["share"])
            parts.append(f"{label.rstrip('.')}: {text}")
            y = d.lines(0, y + 14, wrap(label, WIDTH, 13)) + 6
            percent = c["share"].get("percent", 0) if shown(c["share"]) else 0
            exact = shown(c["share"]) and c["share"]["state"] != "below"
            long = percent / 100 * 230 if exact else percent / 200 * 230
            if long > 0:
                d.rect(0.5, y, long, BAR, "bar" if exact else "bounded")
            d.text(long + 7, y + 11, text, "value")
            y += BAR + 4
        told.append(report.say("desc-pair", title=heading, value="; ".join(parts)))
        y += 8
    return d.render(title, " ".join(told))


TILES = (("imagination", 0, 0), ("aspiration", 1, 0), ("hibernation", 0, 1), ("perspiration", 1, 1))


def profile_chart(report: Report, name: str, profile: Json, title: str) -> Fragment:
    """Draw dreaming by doing as four fields, and a strip for pupils near a border."""
    d = Drawing(name)
    by_name = {c["name"]: c for c in profile["classes"]}
    for key, column, row in TILES:
        _tile(d, report, by_name[key], 0 + column * 182, 24 + row * 108, 178, 102)
    d.text(0, 14, report.say("profile-axis-dream"), "tick")
    d.text(WIDTH, 258, report.say("profile-axis-do"), "tick", anchor="end")
    _tile(d, report, by_name["unclear"], 0, 270, WIDTH, 74)
    told = [
        report.say(
            "desc-pair", title=report.say(f"profile-{c['name']}"), value=_class_text(report, c)
        )
        for c in profile["classes"]
    ]
    return d.render(title, " ".join(told))


def _class_text(report: Report, c: Json) -> str:
    share = share_text(report, c["share"])
    if not shown(c["share"]) or c.get("low") is None or c.get("high") is None:
        return share
    low, high = report.numbers.whole(c["low"]), report.numbers.percent(c["high"])
    return report.say("with-range", value=share, low=low, high=high)


def _tile(d: Drawing, report: Report, c: Json, x: float, y: float, w: float, h: float) -> None:
    d.rect(x + 1, y, w - 2, h, "tile")
    d.text(x + 10, y + 20, report.say(f"profile-{c['name']}"), "head")
    bottom = d.lines(
        x + 10, y + 37, wrap(report.say(f"profile-{c['name']}-short"), w - 20, 11.5), "tick"
    )
    share = share_text(report, c["share"])
    d.lines(x + 10, max(bottom + 18, y + h - 24), wrap(share, w - 20, 12.5, bold=True), "value")
    if shown(c["share"]) and c.get("low") is not None and c.get("high") is not None:
        low, high = report.numbers.whole(c["low"]), report.numbers.percent(c["high"])
        text = report.say("range", low=low, high=high)
        d.text(x + 10, max(bottom + 33, y + h - 9), text, "tick")
