"""Numbers of a release in words; each number is written in one way, here.

- A score has the decimals of its step, so that what is printed is what was published.
- A difference is that of the printed numbers.
- "hoger" and "lager" stand only where the release says ``higher`` or ``lower``: a test that was
  corrected over its family.
- A hidden number is a word that says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from markupsafe import Markup

from aspiratie.disclosure.shape import (
    AtLeast,
    AtMost,
    Below,
    Compared,
    Count,
    Exact,
    Hidden,
    Mark,
    Scale,
    Score,
    Share,
)
from aspiratie.display.figure import Cell, Column, Kind
from aspiratie.display.fragment import in_language
from aspiratie.display.report import RegionReport, SchoolReport

__all__ = [
    "MARKS",
    "capital",
    "count_words",
    "decimals",
    "gap_columns",
    "group_words",
    "kind_of",
    "kinds_head",
    "kinds_words",
    "label_cell",
    "listed",
    "mean_words",
    "names",
    "number_word",
    "quoted",
    "reason_words",
    "score_cell",
    "share_words",
    "shown_or_not",
    "without_stop",
]

View = SchoolReport | RegionReport
W = TypeVar("W", str, Markup)

#: Beside each word a sign of another shape, so that colour is never alone.
MARKS: dict[str, str] = {"higher": "▲", "lower": "▼", "similar": "●"}
KINDS: dict[str, Kind] = {"higher": "up", "lower": "down", "similar": "same"}

#: Kinds of education whose years are called groups.
PRIMARY = frozenset({"po", "bao", "sbo", "so"})

#: Up to this number a count is written as a word.
LAST_WORD = 12
#: As many names as a sentence lists before it counts the others.
LONGEST_LIST = 4


def decimals(step: float) -> int:
    """Return with how many decimals numbers of a step are written.

    Examples
    --------
    >>> [decimals(step) for step in (0.5, 0.2, 0.1, 0.05, 0.01, 1)]
    [1, 1, 1, 2, 2, 0]
    """
    exponent = Decimal(repr(step)).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def reason_words(view: View, reason: str) -> str:
    """Return why a number is not there, as "afgeschermd, minder dan 10"."""
    name = f"hidden-{reason}".replace("_", "-")
    if reason == "few":
        return view.say(name, n=view.n_min)
    return view.say(name if view.say.has(name) else "hidden-other")


def mean_words(view: View, estimate: Score | Mark | Hidden) -> str:
    """Return a mean with the decimals of its step, or why it is hidden."""
    if isinstance(estimate, Hidden):
        return reason_words(view, estimate.reason)
    number = view.numbers.decimal(estimate.mean, decimals(estimate.step))
    if isinstance(estimate, AtLeast):
        return view.say("at-least", number=number)
    return view.say("at-most", number=number) if isinstance(estimate, AtMost) else number


def count_words(view: View, count: Count | Hidden) -> str:
    """Return a number of people, or why it is hidden."""
    if isinstance(count, Hidden):
        return reason_words(view, count.reason)
    return view.numbers.whole(count.value)


def share_words(view: View, share: Share | Hidden) -> str:
    """Return "65 %", "minder dan 5 %", "meer dan 95 %", or why it is hidden."""
    if isinstance(share, Hidden):
        return reason_words(view, share.reason)
    percent = view.numbers.percent(share.percent)
    if isinstance(share, Exact):
        return percent
    return view.say("below" if isinstance(share, Below) else "above", percent=percent)


def kind_of(label: Compared | Hidden | None) -> Kind:
    """Return how a number stands, for the style sheet."""
    return KINDS.get(label.label, "hidden") if isinstance(label, Compared) else "hidden"


def label_cell(view: View, label: Compared | Hidden | None) -> Cell:
    """Return "▲ hoger", "▼ lager", "● niet zeker anders", or why nothing is compared."""
    if isinstance(label, Compared) and label.label in MARKS:
        words = f"{MARKS[label.label]} {view.say(f'word-{label.label}')}"
        return Cell(text=words, kind=kind_of(label))
    if isinstance(label, Hidden):
        return Cell(text=reason_words(view, label.reason), kind="hidden")
    return Cell(text=view.say("not-compared"), kind="hidden")


def score_cell(view: View, estimate: Score | Mark | Hidden) -> Cell:
    """Return a mean as a cell."""
    kind: Kind = "hidden" if isinstance(estimate, Hidden) else "num"
    return Cell(text=mean_words(view, estimate), kind=kind)


def gap_columns(view: View) -> tuple[Column, ...]:
    """Return the columns of shares of pupils beside those of adults."""
    say = view.say
    return (
        Column(title=say("column-pupil-share"), short=say("column-pupil-share")),
        Column(title=say("column-adults"), short=say("column-adults")),
        Column(title=say("column-difference"), short=say("column-difference")),
        Column(title=say("column-adults-word"), kind="word"),
    )


def quoted(view: View, words: str) -> str:
    """Return words between quotes, without the full stop of a question that is a sentence.

    What respondents read in another language than the page's is marked with it.
    """
    own = view.foreign.get(words)
    words = without_stop(words)
    return view.say("quoted", text=in_language(words, own) if own else words)


def without_stop(words: W) -> W:
    """Return a question that is a sentence without its full stop, to stand within quotes."""
    return type(words)(words.removesuffix("."))


def capital(words: str) -> str:
    """Return words that start a sentence.

    Examples
    --------
    >>> capital("leerlingen"), capital("‘Helden hebben’")
    ('Leerlingen', '‘Helden hebben’')
    """
    return words[:1].upper() + words[1:]


def shown_or_not(view: View, cell: Cell) -> Cell:
    """Return a cell, or two words in the place of a long reason that is told elsewhere."""
    return Cell(text=view.say("not-shown"), kind="hidden") if cell.kind == "hidden" else cell


def number_word(view: View, count: int) -> str:
    """Return a count as a word up to twelve."""
    if count > LAST_WORD:
        return view.numbers.whole(count)
    return view.say("number-word", count=count)


def listed(view: View, names: Sequence[str]) -> str:
    """Return "a", "a en b", "a, b en c", or "a, b, c en 3 andere"."""
    names = list(names)
    if len(names) > LONGEST_LIST:
        rest = view.say("list-more", count=len(names) - LONGEST_LIST + 1)
        names = [*names[: LONGEST_LIST - 1], rest]
    if len(names) < 2:
        return "".join(names)
    return view.say("list", first=", ".join(names[:-1]), last=names[-1])


def names(report: SchoolReport, scales: Sequence[Scale]) -> str:
    """Return the titles of scales as one enumeration."""
    return listed(report, [quoted(report, report.text(s.title)) for s in scales])


def group_words(report: SchoolReport, members: Sequence[str]) -> str:
    """Return the name of a group, or of several told as one: "leerjaar 2", "groep 7 en 8".

    Pupils of whom the group is not known are a group as well.
    """
    names = [m.strip() or report.say("group-unknown") for m in members]
    joined = listed(report, names)
    if not any(m.strip().isdigit() for m in members):
        return joined
    kind = (report.release.school.type or "").strip().casefold()
    return report.say("group-name", label=joined, kind="group" if kind in PRIMARY else "year")


def kinds_head(report: View) -> str:
    """Return the heading of a column of the questionnaire's scales."""
    return capital(kinds_words(report, 1))


def kinds_words(report: View, count: int) -> str:
    """Return what the questionnaire's scales are called: "condities", or "onderwerpen"."""
    kind = "aspiration" if report.is_aspiration_model else "other"
    return report.say("kind-conditions", kind=kind, count=count)
