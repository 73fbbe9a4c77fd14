"""What adults and pupils say to the same questions: a line a group of people, per question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aspiratie.display.fragment import Fragment
from aspiratie.display.svg import WIDTH, Drawing, text_width, wrap
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import informant_name, share_short, share_text

__all__ = ["MOST_QUESTIONS", "Question", "gap_text", "informants_chart", "questions_of"]

#: The figure shows the questions with the largest gaps, at most so many; its table shows all.
MOST_QUESTIONS = 6

LEFT, RIGHT, WORDS, LANE = 8.0, 214.0, 226.0, 17.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Question:
    """A question that pupils and adults both answered.

    Parameters
    ----------
    name : str
        The pupils' item.
    title : mapping
        Its text.
    pupils : mapping
        Share of pupils who agree.
    answers : tuple of (informant, row)
        What each kind of adult answered.
    """

    name: str
    title: Json
    pupils: Json
    answers: tuple[tuple[str, Json], ...]

    @property
    def widest(self) -> int:
        """The largest gap, in percentage points; -1 if none is published."""
        return max(
            (abs(r["gap"]["points"]) for _, r in self.answers if shown(r["gap"])), default=-1
        )


def questions_of(report: Report) -> list[Question]:
    """Return the mirrored questions by the pupils' item, the widest gap first."""
    found: dict[str, list[tuple[str, Json]]] = {}
    for who in report.data["informants"]:
        for row in who["items"]:
            found.setdefault(row["name"], []).append((who["informant"], row))
    titles = {i["name"]: i["title"] for i in report.data["items"]}
    questions = [
        Question(
            name=name,
            title=titles[name] if name in titles else rows[0][1]["title"],
            pupils=rows[0][1]["pupils"],
            answers=tuple(rows),
        )
        for name, rows in found.items()
    ]
    return sorted(questions, key=lambda q: -q.widest)


def gap_text(report: Report, row: Json) -> str:
    """Return a gap with its interval: "+24 punten (12 tot 36)"."""
    gap = row["gap"]
    if not shown(gap):
        return report.say("hidden-no-data")
    write = report.numbers.points
    return report.say(
        "gap", points=write(gap["points"]), low=write(gap["low"]), high=write(gap["high"])
    )


def _at(share: Json) -> float:
    percent = float(share["percent"])
    percent = {"below": percent / 2, "above": (100 + percent) / 2}.get(share["state"], percent)
    return LEFT + percent / 100 * (RIGHT - LEFT)


def informants_chart(
    report: Report, name: str, questions: Sequence[Question], title: str
) -> Fragment:
    """Draw for each question who agrees: pupils, and each kind of adult below them.

    Parameters
    ----------
    report : Report
        The Release in a language.
    name : str
        The figure's id.
    questions : sequence of Question
        In the order of drawing.
    title : str
        Title of the figure.
    """
    d = Drawing(name)
    y, told = 0.0, []
    for edge in (0, 50, 100):
        x = LEFT + edge / 100 * (RIGHT - LEFT)
        d.text(x, 12, report.numbers.percent(edge), "tick", anchor="middle")
    y = 14.0
    for q in questions:
        y = d.lines(0, y + 16, wrap(report.text(q.title), WIDTH, 13)) + 6
        rows = [("pupil", q.pupils, None), *((who, r["agree"], r) for who, r in q.answers)]
        for edge in (0, 50, 100):
            x = LEFT + edge / 100 * (RIGHT - LEFT)
            d.line(x, y, x, y + len(rows) * LANE, "grid")
        for who, share, row in rows:
            _lane(d, report, who, share, row, q.pupils, y + LANE / 2)
            y += LANE
        y += 6
        told.append(_told(report, q))
    return d.render(title, " ".join(told))


def _lane(
    d: Drawing, report: Report, who: str, share: Json, row: Json | None, pupils: Json, y: float
) -> None:
    person = informant_name(report, who)
    if not shown(share):
        d.text(LEFT + 2, y + 4, report.say("withheld"), "tick")
        d.text(WORDS, y + 4, person, "tick")
        return
    x = _at(share)
    turn = {"higher": "words up", "lower": "words down"}.get(row["label"] if row else "", "words")
    if row is not None and shown(pupils):
        d.line(_at(pupils), y, x, y, "thin")
    if row is None:
        d.dot(x, y, 5, "dot")
    else:
        d.dot(x, y, 4.5, "other")
        if shown(row["gap"]):
            text = report.numbers.points(row["gap"]["points"])
            long = text_width(text, 11.5, bold=True)
            # Beside the adults' dot, or at the line's other end: never on the line.
            first, last = sorted((x, _at(pupils) if shown(pupils) else x))
            right = x + 9 + long < WORDS - 2 if x == last else x - 9 - long < 0
            if right:
                d.text(last + 9, y + 4, text, turn)
            else:
                d.text(first - 9, y + 4, text, turn, anchor="end")
    percent = share_short(share) + report.numbers.percent(0)[1:]
    d.text(WORDS, y + 4, f"{person} {percent}", "tick")


def _told(report: Report, q: Question) -> str:
    parts = [f"{informant_name(report, 'pupil')} {share_text(report, q.pupils)}"]
    for who, row in q.answers:
        part = f"{informant_name(report, who)} {share_text(report, row['agree'])}"
        parts.append(f"{part}, {gap_text(report, row)}" if shown(row["gap"]) else part)
    title = report.text(q.title).rstrip(".")
    return report.say("desc-pair", title=title, value="; ".join(parts))
