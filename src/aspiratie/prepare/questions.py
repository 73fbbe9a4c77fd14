"""Single questions beside the region: shares of favourable answers, and how schools stand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from aspiratie.codebook import Field
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.counted import others_of, printed_shares
from aspiratie.disclosure.draft import RawShareMark, favourable_side
from aspiratie.disclosure.shape import Compared, Hidden
from aspiratie.intake import Answers
from aspiratie.prepare.comparison import Comparison
from aspiratie.prepare.scales import compared
from aspiratie.prepare.tables import AnswerCounts, Row, SchoolTable, school_table
from aspiratie.schools.compare import clearly_different, compare_with_region

__all__ = ["Questions", "favourable_answers", "question_labels", "questions_of"]

#: Verdicts on a scale with which its single questions are not compared either: they mean
#: something else from school to school, or there is no region.
UNFIT = ("not_invariant", "no_fit")


@dataclass(frozen=True, eq=False, kw_only=True)
class Questions:
    """The questions of one sector beside the region.

    Parameters
    ----------
    marks : mapping of str to mapping
        By question and school: the other schools' share, by their printed shares; only of
        schools whose own share may be seen.
    labels : SchoolTable, by question
        Of :func:`aspiratie.schools.compare.compare_with_region`; None where nothing is compared.
    refused : mapping of str to Reason
        By question: why it is not compared.
    """

    marks: Mapping[str, Mapping[str, RawShareMark]]
    labels: SchoolTable | None
    refused: Mapping[str, Hidden]


def favourable_answers(answers: Answers, fields: Sequence[Field]) -> pd.DataFrame:
    """Return 1 where an answer means more of its scale, else 0; NaN where there is none.

    The middle of an odd number of answers is no favourable answer.
    """
    given = answers.items[[f.name for f in fields]]
    middle = pd.Series({f.name: (f.n_categories + 1) / 2 for f in fields})
    turned = pd.Series({f.name: -1.0 if f.reversed else 1.0 for f in fields})
    above = given.sub(middle, axis=1).mul(turned, axis=1)
    return above.gt(0).astype(float).where(given.notna())


def questions_of(
    comparison: Comparison,
    fields: Sequence[Field],
    counts: AnswerCounts,
    rules: DisclosureRules,
) -> Questions:
    """Set the questions of a sector beside the region.

    Labels are one family over all schools and questions of the sector (Benjamini and
    Hochberg), as those of scales are; a question of a scale that does not mean the same in all
    schools is not compared.

    Parameters
    ----------
    comparison : Comparison
        Of the sector's scales.
    fields : sequence of Field
        The questions.
    counts : AnswerCounts
        How often each answer was given.
    rules : DisclosureRules
        The rules.
    """
    refused: dict[str, Hidden] = {}
    for field in fields:
        verdict = comparison.verdicts.get(field.scale or "")
        if verdict in UNFIT:
            refused[field.name] = Hidden(
                reason="no_fit" if verdict == "no_fit" else "not_invariant"
            )
    kept = [f for f in fields if f.name not in refused]
    marks = {f.name: _marks(f, comparison.schools, counts, rules) for f in kept}
    if not kept:
        return Questions(marks=marks, labels=None, refused=refused)
    shares = favourable_answers(comparison.answers, kept)
    school = comparison.answers.respondents["school"]
    for field in kept:
        shares[field.name] = shares[field.name].where(school.isin(list(marks[field.name])))
    table = compare_with_region(shares, school, alpha=rules.alpha, n_min=rules.n_min)
    labels = clearly_different(table, alpha=rules.alpha)["label"]
    told = table.assign(label=labels.to_numpy())[["school", "scale", "label", "n"]]
    return Questions(
        marks=marks, labels=school_table(told.set_index(["school", "scale"])), refused=refused
    )


def _marks(
    field: Field, schools: Sequence[str], counts: AnswerCounts, rules: DisclosureRules
) -> dict[str, RawShareMark]:
    side = favourable_side(reversed=field.reversed)
    labels = [category.label for category in field.categories]
    printed = printed_shares(counts.of_schools(schools, field.name), labels, rules, side)
    total = sum(n * percent for n, percent in printed.values())
    return {
        school: RawShareMark(
            percent=(total - printed[school][0] * printed[school][1]) / max(others.n, 1),
            n=others.n,
            schools=others.schools,
            largest=others.largest,
        )
        for school, others in others_of({s: n for s, (n, _) in printed.items()}).items()
    }


def question_labels(
    questions: Questions | None, rows: Mapping[tuple[str, ...], Row], name: str
) -> Compared | Hidden:
    """Return how a school's share stands to the region's, or why it is not compared."""
    if questions is None:
        return Hidden(reason="few_schools")
    if name in questions.refused:
        return questions.refused[name]
    row = rows.get((name,))
    if row is None:
        return Hidden(reason="complement")
    return compared(row["label"], few="few_schools" if row["n"] else "complement")
