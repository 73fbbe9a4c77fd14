"""Words and sentences from published numbers, each by a stated rule.

The rules, which the reader's guide also tells:

* "duidelijk hoger" and "duidelijk lager" stand only where the Release says
  ``higher`` or ``lower``: a tested difference, after control for the number of
  comparisons. Anything else tested is "niet duidelijk anders".
* Highest and lowest are named apart only if their intervals do not overlap.
  Scores equal in print are named together.
* A share that was made of several published shares is called "ongeveer"; one with
  a bounded part ("minder dan 5 %") is told as a range.
* A question divides pupils if on each side at least :data:`DIVIDED` per cent stand.
* A hidden number is a word that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aspiratie.display.fragment import dutch
from aspiratie.display.view import Json, Report, shown

__all__ = [
    "DIVIDED",
    "Portion",
    "apart",
    "comparison_words",
    "count_text",
    "extremes",
    "favourable",
    "informant_name",
    "interval_text",
    "listed",
    "mean_text",
    "most_divided",
    "named",
    "number_word",
    "place",
    "portion",
    "portion_text",
    "quoted",
    "reason_text",
    "share_short",
    "share_text",
    "tenths_text",
]

#: Per cent on each side from which pupils are called divided about a question.
DIVIDED = 25

#: Up to this number, a count is written as a word.
LAST_WORD = 12

#: As many names as a sentence lists before it says "and others".
LONGEST_LIST = 4


def reason_text(report: Report, reason: str | None) -> str:
    """Return the word for a hidden number, as "afgeschermd, minder dan 10"."""
    key = f"hidden-{reason}".replace("_", "-")
    return report.say(key if report.say.has(key) else "hidden-other", n=report.n_min)


def number_word(report: Report, count: int) -> str:
    """Return a count in letters up to twelve, in digits above."""
    if 0 <= count <= LAST_WORD:
        return report.say("number-word", count=count)
    return report.numbers.whole(count)


def quoted(report: Report, text: Json | str) -> str:
    """Return a text between quotation marks; full stop and spaces at its ends are dropped."""
    words = report.text(text).strip().rstrip(".")
    if report.marked(text) != report.text(text):
        words = dutch(words)
    return report.say("quoted", text=words)


def listed(report: Report, parts: Sequence[str]) -> str:
    """Join names: "A", "A en B", "A, B en C"."""
    if not parts:
        return ""
    if len(parts) == 1:
        return parts[0]
    return report.say("list", first=", ".join(parts[:-1]), last=parts[-1])


def named(report: Report, scales: Iterable[Json]) -> str:
    """Return the quoted titles of scales as a list; after four, the rest is counted."""
    titles = [quoted(report, s["title"]) for s in scales]
    if len(titles) > LONGEST_LIST:
        more = len(titles) - LONGEST_LIST + 1
        rest = report.say("list-more", count=number_word(report, more))
        return listed(report, [*titles[: LONGEST_LIST - 1], rest])
    return listed(report, titles)


def count_text(report: Report, count: Json | None) -> str:
    """Return a number of people, or the word for a hidden one."""
    if count is None:
        return report.say("hidden-no-data")
    if not shown(count):
        return reason_text(report, count["reason"])
    return report.numbers.whole(count["value"])


def mean_text(report: Report, estimate: Json | None) -> str:
    """Return a mean with one decimal, or the word for a hidden one."""
    if estimate is None:
        return report.say("hidden-no-data")
    if not shown(estimate):
        return reason_text(report, estimate["reason"])
    return report.numbers.decimal(estimate["mean"])


def interval_text(report: Report, estimate: Json, *, places: int = 1) -> str:
    """Return "3,3 tot 3,5"."""
    write = report.numbers.decimal
    return report.say(
        "range", low=write(estimate["low"], places), high=write(estimate["high"], places)
    )


def share_text(report: Report, share: Json | None) -> str:
    """Return "65 %", "minder dan 5 %", "meer dan 95 %", or the word for a hidden share."""
    if share is None:
        return report.say("hidden-no-data")
    if not shown(share):
        return reason_text(report, share["reason"])
    percent = report.numbers.percent(share["percent"])
    return percent if share["state"] == "exact" else report.say(share["state"], percent=percent)


def share_short(share: Json) -> str:
    """Return the digits to stand in a segment of a figure: "65", "<5" or ">95"."""
    sign = {"below": "<", "above": ">"}.get(share["state"], "")
    return f"{sign}{round(share['percent'])}"


@dataclass(frozen=True, kw_only=True)
class Portion:
    """The pupils on one side of an item, as far as published.

    Parameters
    ----------
    low, high : int
        The share lies between these percentages; equal where it is known.
    whole : bool
        Whether the share was published as one number.
    bound : str
        "below" or "above" where the only thing known is a bound, else empty.
    """

    low: int
    high: int
    whole: bool
    bound: str = ""

    @property
    def middle(self) -> float:
        """A number to order by and to draw."""
        return (self.low + self.high) / 2


def portion(distribution: Json, *sides: str) -> Portion | None:
    """Return the share of answers on some sides of a distribution, or None if hidden."""
    if not shown(distribution):
        return None
    shares = [c["share"] for c in distribution["classes"] if c["side"] in sides]
    if not shares or not all(map(shown, shares)):
        return None
    low = high = 0
    for share in shares:
        low += 0 if share["state"] == "below" else int(share["percent"])
        high += 100 if share["state"] == "above" else int(share["percent"])
    low, high = min(low, 100), min(high, 100)
    bound = ""
    if all(s["state"] == "below" for s in shares) and len(shares) == 1:
        bound = "below"
    elif any(s["state"] == "above" for s in shares):
        bound = "above"
    return Portion(low=low, high=high, whole=len(shares) == 1, bound=bound)


def portion_text(report: Report, part: Portion | None) -> str:
    """Return "65 %", "ongeveer 65 %" (a sum), "41 tot 46 %" (a range) or a bound."""
    percent = report.numbers.percent
    if part is None:
        return report.say("hidden-no-data")
    if part.bound:
        edge = part.high if part.bound == "below" else part.low
        return report.say(part.bound, percent=percent(edge))
    if part.low == 0 < part.high:
        return report.say("below", percent=percent(part.high))
    if part.low != part.high:
        return report.say("range", low=report.numbers.whole(part.low), high=percent(part.high))
    return percent(part.low) if part.whole else report.say("about", percent=percent(part.low))


def tenths_text(report: Report, part: Portion) -> str:
    """Return a share in words for pupils: "bijna iedereen", "ongeveer 7 van de 10"."""
    tenths = int(part.middle / 10 + 0.5)
    if tenths >= 10:
        return report.say("nearly-all")
    if tenths <= 0:
        return report.say("nearly-none")
    return report.say("of-ten", count=tenths)


def favourable(item: Json) -> Portion | None:
    """Return the share whose answer means more of the scale: agreement, or its opposite."""
    return portion(item["distribution"], "low" if item["reversed"] else "high")


def most_divided(items: Iterable[Json]) -> Json | None:
    """Return the item with the largest smaller side, if that is :data:`DIVIDED` or more."""

    def smaller_side(item: Json) -> float:
        sides = portion(item["distribution"], "low"), portion(item["distribution"], "high")
        return min((s.low if s else 0) for s in sides)

    found = max(items, key=smaller_side, default=None)
    return found if found is not None and smaller_side(found) >= DIVIDED else None


def place(scale: Json, value: float) -> float:
    """Return where a score stands between the scale's ends, 0 to 1."""
    return float((value - scale["lowest"]) / (scale["highest"] - scale["lowest"]))


def extremes(scales: Sequence[Json]) -> tuple[list[Json], list[Json]]:
    """Return the scales of the highest and of the lowest score, equal ones together.

    Scores are compared as printed, by their place between the scale's ends. Where all
    are equal both lists hold all.
    """

    def position(scale: Json) -> float:
        return round(place(scale, round(scale["score"]["mean"], 1)), 6)

    visible = [s for s in scales if shown(s["score"])]
    if not visible:
        return [], []
    top, bottom = max(map(position, visible)), min(map(position, visible))
    return [s for s in visible if position(s) == top], [s for s in visible if position(s) == bottom]


def apart(high: Json, low: Json) -> bool:
    """Whether two scales' intervals do not overlap: only then they are told as different."""
    return place(low, low["score"]["high"]) < place(high, high["score"]["low"])


MARKS = {"higher": "▲", "lower": "▼", "similar": "●"}


def comparison_words(report: Report, label: str, reason: str | None, *, mark: bool = True) -> str:
    """Return "▲ duidelijk hoger", "● niet duidelijk anders", or why there is no comparison."""
    if label not in MARKS:
        return reason_text(report, reason) if reason else report.say("not-compared")
    words = report.say(f"comparison-{label}")
    return f"{MARKS[label]} {words}" if mark else words


def informant_name(report: Report, informant: str, form: str = "many") -> str:
    """Return who answered: "leerkrachten", or by another form "Leerkrachten".

    Form "title" is for headings, "people" for the start of a sentence.
    """
    return report.say(f"informant-{form}", informant=informant)


def first_by(
    items: Iterable[Json], key: Callable[[Json], float | None], *, largest: bool
) -> Json | None:
    """Return the first item with the largest (smallest) key; None where nothing has one."""
    best: tuple[float, Json] | None = None
    for item in items:
        value = key(item)
        if value is None:
            continue
        value = value if largest else -value
        if best is None or value > best[0]:
            best = (value, item)
    return best[1] if best else None
