"""What every part of a report is built from: its section, its stage, its questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from aspiratie.disclosure.region_rules import CAUTIOUS, COMPARED
from aspiratie.display.fragment import Child, Fragment, el, join
from aspiratie.display.view import Json, Report, shown
from aspiratie.display.wording import (
    comparison_words,
    mean_text,
    named,
    number_word,
    quoted,
    reason_text,
)

__all__ = [
    "NOTHING",
    "Stage",
    "capital",
    "condition_noun",
    "may_compare",
    "may_compare_notes",
    "paragraphs",
    "part",
    "region_sentences",
    "score_sentence",
    "split",
    "talk",
]

Stage = Literal["discover", "understand", "act", "about"]

#: What a part shows that has nothing to tell: no section at all.
NOTHING = Fragment("")


def part(report: Report, name: str, stage: Stage, title: str, *children: Child) -> Fragment:
    """Return a section with its stage above the heading.

    Parameters
    ----------
    report : Report
        Gives the stage's name.
    name : str
        The id.
    stage : {"discover", "understand", "act", "about"}
        Step of the school-wide approach; "about" for what belongs to none.
    title : str
        The heading.
    *children : Fragment or str
        What follows; the plain sentence first.
    """
    above = el("p", report.say(f"stage-{stage}"), class_="stage") if stage != "about" else None
    heading = el("h2", title, id=f"{name}-title")
    label = f"{name}-title"
    inside = join([above, heading, *children])
    return el("section", inside, id=name, class_="part", data_stage=stage, aria_labelledby=label)


def paragraphs(*texts: str | None, class_: str | None = None) -> Fragment:
    """Return a paragraph for each text that is there."""
    return join(el("p", text, class_=class_) for text in texts if text)


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def condition_noun(report: Report, count: int) -> str:
    """Return "acht condities", or "vijftien onderwerpen" for another questionnaire."""
    kind = "aspiration" if report.is_aspiration_model else "other"
    return report.say("count-conditions", word=number_word(report, count), count=count, kind=kind)


def talk(report: Report, questions: Iterable[str], *, level: int = 3) -> Fragment:
    """Return a box of questions to talk about."""
    heading = el(f"h{level}", report.say("talk-title"))
    return el("div", heading, el("ul", *(el("li", q) for q in questions)), class_="talk")


def split(scales: Sequence[Json], by: str = "comparison") -> dict[str, list[Json]]:
    """Return scales by how they compare: keys higher, lower, similar, not_compared.

    Parameters
    ----------
    scales : sequence
        Scales of the Release.
    by : {"comparison", "previous"}
        With the region, or with the last time.
    """
    found: dict[str, list[Json]] = {"higher": [], "lower": [], "similar": [], "not_compared": []}
    for scale in scales:
        if not shown(scale["score"]):
            continue
        other = scale[by]
        label = (
            "not_compared" if other is None else other["label" if by == "comparison" else "change"]
        )
        found[label].append(scale)
    return found


def region_sentences(report: Report, scales: Sequence[Json]) -> list[str]:
    """Tell which scales differ from the region, and that others do not clearly.

    "Duidelijk hoger" and "duidelijk lager" only where the Release says so.
    """
    by = split(scales)
    if not any(by.values()):
        return []
    compared = by["higher"] + by["lower"] + by["similar"]
    if not compared:
        return [_why_not(report, by["not_compared"], "region-not")]
    out = [
        report.say(f"region-{label}", count=len(by[label]), names=named(report, by[label]))
        for label in ("higher", "lower")
        if by[label]
    ]
    if not out:
        return [report.say("region-none")]
    if by["similar"]:
        word = number_word(report, len(by["similar"]))
        out.append(report.say("region-rest", word=capital(word), count=len(by["similar"])))
    return out


def may_compare(report: Report, scales: Sequence[Json]) -> str:
    """Tell how many scores may stand beside other schools, before any is laid there.

    Nothing where none may: :func:`region_sentences` then tells why.
    """
    visible = [s for s in scales if shown(s["score"])]
    may = [s for s in visible if s["comparison"]["verdict"] in COMPARED]
    if not may or all(s["comparison"]["label"] == "not_compared" for s in may):
        return ""
    if len(may) == len(visible):
        return report.say("may-all")
    return report.say("may-some", may=len(may), all=len(visible))


def may_compare_notes(report: Report, scales: Sequence[Json]) -> list[str]:
    """Tell which scores are not compared, and why, and which with care only."""
    visible = [s for s in scales if shown(s["score"])]
    if not may_compare(report, visible):
        return []
    closed: dict[str, list[Json]] = {}
    careful = []
    for s in visible:
        verdict = s["comparison"]["verdict"]
        if verdict in CAUTIOUS:
            careful.append(s)
        elif verdict not in COMPARED:
            closed.setdefault(str(s["comparison"]["reason"]), []).append(s)
    out = [
        report.say("may-not", names=named(report, same), why=reason_text(report, reason))
        for reason, same in closed.items()
    ]
    if careful:
        out.append(report.say("may-careful", names=named(report, careful)))
    return out


def _why_not(report: Report, scales: Sequence[Json], message: str) -> str:
    reasons = {s["comparison"]["reason"] for s in scales}
    reason = reasons.pop() if len(reasons) == 1 else None
    if reason is None:
        return report.say("not-compared-sentence")
    return report.say(message, why=reason_text(report, reason))


def score_sentence(report: Report, scale: Json) -> list[str]:
    """Tell a scale's score, its n, and how it compares with the region and the last time."""
    score = scale["score"]
    if not shown(score):
        if score["reason"] == "unreliable":
            return [report.say("score-unreliable", title=quoted(report, scale["title"]))]
        return [report.say("score-hidden", why=reason_text(report, score["reason"]))]
    out = [report.say("score-is", mean=mean_text(report, score), n=report.numbers.n(score["n"]))]
    label = scale["comparison"]["label"]
    if label != "not_compared" and shown(scale["region"]):
        words = comparison_words(report, label, None, mark=False)
        out.append(
            report.say(
                "score-region", label=label, words=words, mean=mean_text(report, scale["region"])
            )
        )
    previous = scale["previous"]
    if previous is not None and previous["change"] in ("higher", "lower"):
        out.append(report.say(f"score-{previous['change']}-than-last", wave=previous["wave"]))
    return out
