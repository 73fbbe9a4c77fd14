"""Begrijpen: what pupils and adults answered to the same questions.

The part is left out where no adults were asked, and says so where too few answered.
"""

from __future__ import annotations

from aspiratie.display.figures_informants import (
    MOST_QUESTIONS,
    gap_text,
    informants_chart,
    questions_of,
)
from aspiratie.display.fragment import Fragment, el
from aspiratie.display.parts import NOTHING, part
from aspiratie.display.plan import (
    figure_name,
    figure_number,
    has_informants,
)
from aspiratie.display.tables import Cell, figure, table
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import (
    count_text,
    informant_name,
    quoted,
    reason_text,
    share_text,
)

__all__ = ["clear_gaps", "informants"]


def clear_gaps(report: Report, informant: str) -> list[Json]:
    """Return an informant's rows that clearly differ from pupils', the widest first.

    A gap is clear if its tested label says so and its interval does not hold zero.
    """
    rows = [r for w in report.data["informants"] if w["informant"] == informant for r in w["items"]]
    clear = [
        r
        for r in rows
        if shown(r["gap"])
        and r["label"] in ("higher", "lower")
        and (r["gap"]["low"] > 0 or r["gap"]["high"] < 0)
    ]
    return sorted(clear, key=lambda r: -abs(r["gap"]["points"]))


def informants(report: Report) -> Fragment:
    """Return the part "Leerlingen en volwassenen": gaps on mirrored questions."""
    say, asked = report.say, report.data["informants"]
    if not asked:
        return NOTHING
    title = say("title-informants")
    if not has_informants(report):
        enough = any(shown(who["n"]) for who in asked)
        why = say("informants-bounded") if enough else say("informants-hidden", n=report.n_min)
        return part(report, "informants", "understand", title, el("p", why))
    told = [el("li", _informant_sentence(report, who)) for who in asked]
    questions = questions_of(report)
    drawn_rows = questions[:MOST_QUESTIONS]
    name = figure_name("informants")
    more = len(questions) > len(drawn_rows)
    caption = say("figure-informants")
    drawn = figure(
        report,
        name,
        figure_number(report, name),
        caption,
        informants_chart(report, name, drawn_rows, caption),
        _informants_table(report),
        notes=[say("note-gaps"), say("note-most", count=len(drawn_rows)) if more else None],
    )
    return part(
        report,
        "informants",
        "understand",
        title,
        el("p", say("informants-lead"), class_="lead"),
        el("ul", *told),
        drawn,
        el("p", say("informants-talk")),
    )


def _informant_sentence(report: Report, who: Json) -> str:
    say = report.say
    person = informant_name(report, who["informant"], "people")
    if not shown(who["n"]) or not any(shown(r["gap"]) for r in who["items"]):
        gaps = [who["n"], *(r["gap"] for r in who["items"])]
        why = next((g["reason"] for g in gaps if not shown(g)), "no_data")
        return say("informant-hidden", person=person, why=reason_text(report, why))
    rows = clear_gaps(report, who["informant"])
    n = report.numbers.n(who["n"]["value"])
    asked = sum(shown(r["gap"]) for r in who["items"])
    if not rows:
        return say("informant-alike", person=person, n=n, asked=asked)
    widest = rows[0]
    return say(
        "informant-gaps",
        person=person,
        n=n,
        count=len(rows),
        asked=asked,
        title=quoted(report, widest["title"]),
        theirs=share_text(report, widest["agree"]),
        ours=share_text(report, widest["pupils"]),
    )


def _informants_table(report: Report) -> Fragment:
    say = report.say
    rows: list[list[Cell]] = []
    for q in questions_of(report):
        for who, row in q.answers:
            rows.append(
                [
                    report.rich(q.title),
                    informant_name(report, who),
                    share_text(report, row["agree"]),
                    share_text(report, row["pupils"]),
                    gap_text(report, row),
                ]
            )
    counts = "; ".join(
        f"{informant_name(report, w['informant'])} {_n_words(report, w['n'])}"
        for w in report.data["informants"]
    )
    names = ("column-item", "column-who", "column-they", "column-pupils", "column-gap")
    caption = say("caption-informants", counts=counts)
    return table(caption, [say(c) for c in names], rows)


def _n_words(report: Report, count: Json) -> str:
    return report.numbers.n(count["value"]) if shown(count) else count_text(report, count)
