"""Sheet 8: how to read this, how sure it is, what is hidden and why; what student voice is."""

from __future__ import annotations

from collections import Counter

from aspiratie.disclosure.members import Fact
from aspiratie.disclosure.shape import Estimate, Hidden, Mark
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import render
from aspiratie.display.report import SchoolReport
from aspiratie.display.words import reason_words

__all__ = ["hidden_counts", "reading"]

#: Reasons that tell of the questionnaire or the region, not of protection.
NOT_HIDDEN = frozenset({"not_asked", "no_data", "other_version"})


def hidden_counts(facts: list[Fact]) -> list[tuple[str, int]]:
    """Return how many numbers are held back, by reason, most first."""
    found = Counter(f.reason for f in facts if f.state == "hidden" and f.reason not in NOT_HIDDEN)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def reading(report: SchoolReport) -> Fragment:
    """Return the last sheet: words and signs, certainty, protection, limits."""
    say, rules = report.say, report.release.rules
    write = report.numbers
    scores = [s for s in report.conditions if isinstance(s.score, Estimate)]
    beside = any(isinstance(s.region, Mark) for s in report.conditions)
    unlike = sorted(
        {
            s.comparison.label.reason
            for s in report.conditions
            if isinstance(s.comparison.label, Hidden)
        }
    )
    hidden = hidden_counts(list(report.release.facts()))
    words = [("higher", "▲"), ("lower", "▼"), ("similar", "●")]
    return render(
        "school/reading.html.j2",
        say=say,
        signs=[(f"{mark} {say(f'word-{w}')}", say(f"reading-{w}")) for w, mark in words],
        scores=bool(scores),
        items=bool(report.release.items),
        beside=beside,
        unlike=[reason_words(report, reason) for reason in unlike],
        alpha=write.percent(100 * rules.alpha),
        n_min=rules.n_min,
        hidden=[(reason_words(report, reason), count) for reason, count in hidden],
        limits=[say(f"limit-{i}") for i in range(1, 6)],
        voice=report.is_aspiration_model,
        example=report.release.provenance.instrument.example,
    )
