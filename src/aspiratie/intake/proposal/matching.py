"""Columns of an export beside the questions of a codebook: the same, nearly so, or a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aspiratie.codebook import Codebook
from aspiratie.intake.layout import Layout
from aspiratie.intake.match import match_columns, texts_of
from aspiratie.intake.near import assign
from aspiratie.intake.proposal.model import Choice, Column, Proposal, Question
from aspiratie.intake.proposal.said import say
from aspiratie.intake.proposal.seen import Seen

__all__ = ["beside"]

#: From this likeness and margin on, of 100, nobody is asked.
_SURE, _MARGIN = 90.0, 15.0
#: Less alike than this is not even proposed.
_NEAR = 55.0


@dataclass(frozen=True, kw_only=True)
class _Pair:
    column: str
    field: str
    score: float
    margin: float

    @property
    def certain(self) -> bool:
        return self.score >= _SURE and self.margin >= _MARGIN


def beside(
    draft: Proposal,
    seen: Sequence[Seen],
    codebook: Codebook,
    given: Mapping[str, str | tuple[str, ...]],
) -> Proposal:
    """Say of each column which field of the codebook it holds.

    Equal texts first; then the most alike, one to one. What is very like its
    field and unlike every other is taken; the rest is a question with both
    shown. A column whose code and text say different things is always asked.
    """
    keys = [s.key for s in seen]
    layout = Layout(tool="table", header_rows=1, headings=tuple(s.heading for s in seen))
    match = match_columns(layout, codebook)
    of = {keys[place]: name for name, place in match.fields.items()}
    fields = [f for f in codebook.fields if f.name not in match.fields and f.is_item]
    free = [s for s in seen if s.key not in of and s.heading.texts and s.tool_role is None]
    pairs = [
        _Pair(column=free[i].key, field=fields[j].name, score=score, margin=margin)
        for i, j, score, margin in assign(
            [s.heading.texts for s in free], [texts_of(field) for field in fields]
        )
        if score >= _NEAR
    ]
    of |= {pair.column: pair.field for pair in pairs if pair.certain}
    asked = [pair for pair in pairs if not pair.certain]
    for pair in asked:
        if given.get(f"match:{pair.column}") == "yes":
            of[pair.column] = pair.field
    columns = tuple(replace(c, field=of.get(c.key)) for c in draft.columns)
    questions = tuple(_question(pair, draft.column(pair.column), codebook) for pair in asked)
    return replace(draft, columns=columns, questions=(*draft.questions, *questions))


def _question(pair: _Pair, column: Column, codebook: Codebook) -> Question:
    own = codebook.field(pair.field).title.nl
    return Question(
        key=f"match:{pair.column}",
        kind="match",
        columns=(pair.column,),
        text=say("ask-match", found=column.text or column.heading, own=own),
        why=say("why-match", score=round(pair.score), margin=round(pair.margin)),
        choices=(
            Choice(value="yes", text=say("choice-match-yes")),
            Choice(value="no", text=say("choice-match-no")),
        ),
        suggested="yes",
    )
