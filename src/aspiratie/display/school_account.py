"""Verantwoording: what was done to the answers, how firm scores are, what is hidden.

Here, and nowhere else, the field's technical words are used.
"""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.display.fragment import Child, Fragment, el, join
from aspiratie.display.parts import part
from aspiratie.display.plan import has_groups, has_informants, has_priority, has_profile
from aspiratie.display.tables import Cell, table, withheld
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import count_text, reason_text

__all__ = ["accountability"]


def accountability(report: Report) -> Fragment:
    """Return the part "Verantwoording"."""
    say, data = report.say, report.data
    instrument = data["provenance"]["instrument"]
    children: list[Child] = [
        el("p", say("account-lead"), class_="lead"),
        el("p", say("account-example"), class_="caution") if instrument["example"] else None,
        el("h3", say("account-cleaning")),
        _cleaning(report, data["cleaning"]),
        *_scores(report),
        el("h3", say("account-compare")),
        _bullets(_compare(report)),
        el("h3", say("account-hidden")),
        _bullets(_hiding(report)),
        _hidden_table(report, data["hidden"]),
        el("h3", say("account-limits")),
        _bullets([say(f"limit-{i}") for i in (1, 2, 3, 4, 5)]),
    ]
    return part(report, "accountability", "about", say("title-account"), *children)


def _percent(report: Report, share: float) -> str:
    return report.numbers.percent(100 * share)


def _bullets(texts: Sequence[str]) -> Fragment:
    return el("ul", *(el("li", text) for text in texts))


def _name(report: Report, kind: str, name: str) -> str:
    """Return what the catalogue calls a rule, or its own name where it has none."""
    key = f"{kind}-{name}".replace("_", "-")
    return report.say(key) if report.say.has(key) else name.replace("_", " ")


def _number(report: Report, count: Json | None) -> Cell:
    """Return a cell with a count, or the word for a hidden one."""
    return (count_text(report, count), "num" if shown(count) else "withheld")


def _cleaning(report: Report, cleaning: Json) -> Fragment:
    say, region = report.say, cleaning["region"]
    rows: list[list[Cell]] = [_pair(report, say("rows-in"), cleaning["rows_in"], region["rows_in"])]
    for kind in ("removed", "values"):
        own = {r["rule"]: r["n"] for r in cleaning[kind]}
        whole = {r["rule"]: r["n"] for r in region[kind]}
        if kind == "values":
            rows.append(_pair(report, say("rows-out"), cleaning["rows_out"], region["rows_out"]))
        for rule in dict.fromkeys([*own, *whole]):
            label = say(f"cleaning-{kind}", rule=_name(report, "rule", rule))
            rows.append(_pair(report, label, own.get(rule), whole.get(rule)))
    rows.append(_pair(report, say("rows-flagged"), cleaning["flagged"], region["flagged"]))
    rules = report.data["rules"]
    careless = el("p", say("account-careless", what=str(rules["careless"])))
    answered = el("p", say("account-answered", percent=_percent(report, rules["min_answered"])))
    columns = [say("column-step"), say("column-school"), say("column-whole-region")]
    return join([table(say("caption-cleaning"), columns, rows), answered, careless])


def _pair(report: Report, label: str, own: Json | None, whole: Json | None) -> list[Cell]:
    return [label, _number(report, own), _number(report, whole)]


def _scores(report: Report) -> list[Child]:
    if not report.data["scales"]:
        return []
    percent = _percent(report, report.data["rules"]["prorate_min"])
    how = el("p", report.say("account-scores-how", percent=percent))
    return [el("h3", report.say("account-scores")), how, _reliability(report)]


def _reliability(report: Report) -> Fragment:
    say, write = report.say, report.numbers.decimal
    rows: list[list[Cell]] = []
    for s in report.data["scales"]:
        found = s["reliability"]
        row: list[Cell] = [report.rich(s["title"])]
        if not found or found.get("estimate") is None:
            rows.append([*row, withheld(say("hidden-no-data")), "", "", ""])
            continue
        interval: Cell = withheld(say("not-computed"))
        if found.get("low") is not None:
            low, high = write(found["low"], 2), write(found["high"], 2)
            interval = (say("range", low=low, high=high), "num")
        kind = say("coefficient", kind=found["coefficient"])
        rows.append(
            [
                *row,
                (f"{kind} {write(found['estimate'], 2)}", "num"),
                interval,
                (report.numbers.whole(found["n"]), "num"),
                say(f"level-{found['level']}"),
            ]
        )
    names = ("column-scale", "column-reliability", "column-ci", "column-n", "column-verdict")
    minimum = write(report.data["rules"]["reliability_min"], 2)
    return join(
        [
            el("p", say("account-reliability", minimum=minimum)),
            table(say("caption-reliability"), [say(c) for c in names], rows),
        ]
    )


def _compare(report: Report) -> list[str]:
    rules, say = report.data["rules"], report.say
    alpha = report.numbers.decimal(rules["alpha"], 2)
    return [
        say("account-interval"),
        say("account-may"),
        say("account-test", percent=_percent(report, rules["alpha"])),
        say(
            "account-region",
            schools=rules["region_min_schools"],
            pupils=rules["region_min_pupils"],
            percent=_percent(report, rules["region_max_share"]),
        ),
        say("account-last"),
        say("account-order"),
        *(
            say(name, alpha=alpha)
            for name, there in (
                ("account-groups", has_groups(report)),
                ("account-gaps", has_informants(report)),
                ("account-profile", has_profile(report)),
                ("account-priority", has_priority(report)),
            )
            if there
        ),
    ]


def _hiding(report: Report) -> list[str]:
    rules, say = report.data["rules"], report.say
    out = [say("account-min", n=report.n_min), say("account-complement")]
    out += [
        say(
            "account-bound",
            n=n,
            low=report.numbers.percent(p),
            high=report.numbers.percent(100 - p),
        )
        for n, p in rules["bounds"]
    ]
    out += [say("account-classes", n=rules["classes3_below"]), say("account-steps")]
    return out


def _hidden_table(report: Report, hidden: Sequence[Json]) -> Fragment:
    say = report.say
    if not hidden:
        return el("p", say("account-nothing-hidden"))
    rows: list[list[Cell]] = [
        [
            _name(report, "what", h["what"]),
            reason_text(report, h["reason"]),
            (report.numbers.whole(h["cells"]), "num"),
        ]
        for h in hidden
    ]
    columns = [say("column-what"), say("column-why"), say("column-cells")]
    return table(say("caption-hidden"), columns, rows)
