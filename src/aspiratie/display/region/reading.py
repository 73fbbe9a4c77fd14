"""How to read a region's report, how sure it is, what is not compared and who is left out."""

from __future__ import annotations

from aspiratie.disclosure.region.rules import CAUTIOUS
from aspiratie.disclosure.shape import NamedRelease
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.region.headline import left_out_words
from aspiratie.display.region.phrases import all_listed, why_words
from aspiratie.display.report import RegionReport, members
from aspiratie.display.words import MARKS, count_words, quoted

__all__ = ["exceptions", "reading"]


def exceptions(report: RegionReport) -> list[str]:
    """Return on which scales schools may not be compared, or with care, and why; each once."""
    reasons: dict[str, list[str]] = {}
    for scale in report.release.scales:
        if scale.kind == "principle" or (members(scale) and scale.verdict not in CAUTIOUS):
            continue
        words = why_words(report, scale)
        reasons.setdefault(words, []).append(quoted(report, report.text(scale.title)))
    return [f"{all_listed(report, names)}: {why}." for why, names in reasons.items()]


def intake_words(report: RegionReport) -> str:
    """Return whether means were adjusted for intake, for what, and for how many it is unknown."""
    release, say = report.release, report.say
    adjustment = release.adjustment if isinstance(release, NamedRelease) else None
    if adjustment is None:
        return say("regio-reading-unadjusted")
    fields = all_listed(report, [report.text(f) for f in adjustment.fields])
    unknown = say("regio-adjusted-unknown", n=count_words(report, adjustment.left_out))
    return f"{say('regio-reading-adjusted', fields=fields)} {unknown}"


def reading(report: RegionReport) -> Fragment:
    """Return the last sheet: reading, certainty, exceptions, and what is hidden."""
    say, rules = report.say, report.release.rules
    return render(
        "region/reading.html.j2",
        say=say,
        signs=[
            (f"{sign} {say(f'word-{label}')}", say(f"regio-reading-{label}"))
            for label, sign in MARKS.items()
        ],
        alpha=report.numbers.percent(100 * rules.alpha),
        exceptions=exceptions(report),
        left_out=left_out_words(report),
        n_min=report.n_min,
        rules=say(
            "regio-reading-region",
            schools=rules.region_min_schools,
            n=rules.region_min_pupils,
            percent=report.numbers.percent(100 * rules.region_max_share),
        ),
        letters="" if report.is_named else say("regio-reading-letters"),
        intake=intake_words(report),
        example=report.release.provenance.instrument.example,
    )
