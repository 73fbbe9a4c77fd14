"""Sheet 8: how to read this, how sure it is, what is hidden and why."""

from __future__ import annotations

from collections import Counter

from aspiratie.disclosure.shape import Estimate, Item
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.condition_table import reasons_apart
from aspiratie.display.words import MARKS, capital, quoted

__all__ = ["reading"]

#: Why a number is held back to protect who answered; other reasons stand where they apply.
PROTECTED = ("few", "complement")
#: Of what a report does not say, what is most easily taken for it; the appendix has all.
LIMITS = (1, 2, 4)


def reading(report: SchoolReport) -> Fragment:
    """Return the last sheet: words and signs, certainty, protection, limits."""
    say, rules = report.say, report.release.rules
    write = report.numbers
    scores = [s for s in report.conditions if isinstance(s.score, Estimate)]
    told = [(names, why) for names, why in reasons_apart(report, report.conditions) if why]
    certain = " ".join(f"{MARKS[word]} {say(f'word-{word}')}" for word in ("higher", "lower"))
    perhaps = f"{MARKS['similar']} {say('word-similar')}"
    return render(
        "school/reading.html.j2",
        say=say,
        signs=[(certain, say("reading-certain")), (perhaps, say("reading-perhaps"))],
        scores=bool(scores),
        favourable=_favourable(report),
        unlike=[capital(say("reading-not-line", names=names, why=why)) for names, why in told],
        alpha=write.percent(100 * rules.alpha),
        n_min=rules.n_min,
        hidden=_hidden(report),
        limits=[say(f"limit-{i}") for i in LIMITS],
    )


def _favourable(report: SchoolReport) -> str:
    """Say which answers are favourable, in the words of the questionnaire's commonest answers."""
    items = [i for i in report.release.items if i.categories]
    plain = [i for i in items if not i.reversed]
    if not plain:
        return ""
    lists = Counter(tuple(report.text(c) for c in i.categories) for i in plain)
    answers = lists.most_common(1)[0][0]
    upper = [quoted(report, a) for a in answers[-(len(answers) // 2) :]]
    last = upper[-1]
    if len(upper) > 1:
        last = report.say("or", first=", ".join(upper[:-1]), last=upper[-1])
    told = report.say("reading-favourable", answers=last)
    turned: list[Item] = [i for i in items if i.reversed]
    return f"{told} {report.say('reading-turned')}" if turned else told


def _hidden(report: SchoolReport) -> list[str]:
    """Return how many numbers are held back to protect who answered, a sentence a reason."""
    found = Counter(f.reason for f in report.release.facts() if f.state == "hidden")
    return [
        report.say(f"reading-hidden-{reason}", count=found[reason], n=report.n_min)
        for reason in PROTECTED
        if found[reason]
    ]
