"""What the scales and items of a questionnaire are, as releases tell it."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.codebook import Field
from aspiratie.disclosure.draft import RawCounts
from aspiratie.disclosure.shape import Compared, Hidden, Interval, Reliability, ScaleFacts
from aspiratie.disclosure.shape.words import Reason
from aspiratie.prepare.scoring import Reliability as Estimated
from aspiratie.prepare.scoring import Scored

__all__ = ["asks_opinion", "compared", "raw_counts", "reliability_of", "scale_facts"]

#: Scores run from here to the number of answers.
LOWEST = 1


def scale_facts(scored: Scored) -> tuple[ScaleFacts, ...]:
    """Return principles, conditions and other scales, in the order of a report.

    Beside conditions, a scale of no principle is told as one of them; the outcome and the two
    scales of the profile are told elsewhere.
    """
    codebook = scored.answers.codebook
    profile = codebook.profile
    aside = {codebook.outcome, *((profile.dreaming, profile.doing) if profile else ())}
    out = []
    for principle in codebook.principles:
        conditions = codebook.conditions_of(principle.name)
        out.append(
            ScaleFacts(
                name=principle.name,
                kind="principle",
                title=principle.title,
                definition=principle.definition,
                tags=tuple(principle.tags),
                principle=None,
                members=tuple(s.name for s in conditions),
                left_out=tuple(scored.left_out[principle.name]),
                lowest=LOWEST,
                highest=max(codebook.n_categories_of(s.name) for s in conditions),
            )
        )
    ordered = [*codebook.conditions, *(s for s in codebook.scales if s.principle is None)]
    out += [
        ScaleFacts(
            name=scale.name,
            kind="condition" if codebook.principles and scale.name not in aside else "other",
            title=scale.title,
            definition=scale.definition,
            tags=(),
            principle=scale.principle,
            members=tuple(f.name for f in codebook.items_of(scale.name)),
            left_out=(),
            lowest=LOWEST,
            highest=codebook.n_categories_of(scale.name),
        )
        for scale in ordered
    ]
    return tuple(out)


def reliability_of(found: Estimated) -> Reliability | Hidden:
    """Return a scale's reliability; where it is not defined the scale is unreliable."""
    if found.estimate is None:
        return Hidden(reason="unreliable")
    return Reliability(
        coefficient=found.coefficient,
        level=found.level,
        n=found.n,
        estimate=found.estimate,
        interval=Interval(low=found.low, high=found.high)
        if found.low is not None and found.high is not None
        else Hidden(reason="no_data"),
    )


def compared(label: object, *, few: Reason) -> Compared | Hidden:
    """Return how a number stands to another; hidden where there were too few to tell."""
    if label == "higher":
        return Compared(label="higher")
    if label == "lower":
        return Compared(label="lower")
    if label == "similar":
        return Compared(label="similar")
    return Hidden(reason=few)


def raw_counts(field: Field, counts: Sequence[int]) -> RawCounts:
    """Return how often each answer of a question was given."""
    return RawCounts(counts=tuple(counts), categories=tuple(c.label for c in field.categories))


def asks_opinion(field: Field) -> bool:
    """Whether a question can be answered with having no opinion."""
    return any(m.reason == "opinion" for m in field.missing)
