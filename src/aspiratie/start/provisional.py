"""All questions about an export at once, also those that only follow from an answer.

A workbook cannot wait for an answer before it asks the next question. So the open
questions are answered provisionally, only to see which others come; what was not
answered by a person stands as open wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aspiratie.codebook.words import OPEN
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.proposal import Block, Proposal, Question, propose

__all__ = ["ABOUT_ANSWERS", "ROUNDS", "Provisional", "look_ahead", "needed", "unweighted"]

#: An answer can bring a question, and its answer another; more rounds have not been seen.
ROUNDS = 6

#: Kinds of question about which answers there are and in which order.
ABOUT_ANSWERS = ("gap", "labels", "order")

Given = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Provisional:
    """A proposal in which every open question has an answer, and which of these nobody gave.

    Parameters
    ----------
    proposal : Proposal
        Nothing is open in it; only for looking ahead.
    asked : tuple of Question
        What a person still has to say, in the order of asking.
    blocks : mapping of str to Block
        The block that a question is about, as it was when it was asked.
    weights : frozenset of str
        Columns of weights, which are left out.
    """

    proposal: Proposal
    asked: tuple[Question, ...]
    blocks: Mapping[str, Block]
    weights: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<Provisional: {len(self.asked)} questions asked>"


def look_ahead(exports: Sequence[Path], given: Given | None = None) -> Provisional:
    """Propose, and answer provisionally until no new question comes.

    Parameters
    ----------
    exports : sequence of Path
        Files of one questionnaire.
    given : mapping, optional
        What a person answered already.

    Returns
    -------
    Provisional

    Raises
    ------
    IntakeError
        As :func:`aspiratie.intake.proposal.propose`.
    """
    answers: dict[str, str | Sequence[str]] = dict(given or {})
    asked: dict[str, Question] = {}
    blocks: dict[str, Block] = {}
    proposal = propose(exports, answers_to_questions=answers)
    weights = unweighted(proposal)
    if weights:
        answers = weights | answers
        proposal = propose(exports, answers_to_questions=answers)
    for _ in range(ROUNDS):
        new = [question for question in needed(proposal) if question.key not in answers]
        if not new:
            break
        for question in new:
            if _too_early(question, proposal, blocks):
                answers[question.key] = "no"
                continue
            asked[question.key] = question
            if question.kind in ABOUT_ANSWERS:
                blocks[question.key] = proposal.block(question.key.partition(":")[2])
            answers[question.key] = _any_answer(question, proposal)
        proposal = propose(exports, answers_to_questions=answers)
    if not proposal.items:
        names = ", ".join(path.name for path in exports)
        raise IntakeError(
            f"No column of {names} looks like a closed question with answers in an order.",
            problems=[
                Problem(
                    where=names,
                    what=f"has {len(proposal.columns)} columns, none with few answers that repeat.",
                    remedy="Choose the file with the answers, or export them in words.",
                )
            ],
        )
    return Provisional(
        proposal=proposal,
        asked=tuple(asked.values()),
        blocks=blocks,
        weights=frozenset(key.partition(":")[2] for key in weights),
    )


def unweighted(proposal: Proposal) -> dict[str, str]:
    """Answer for columns of weights that they are not used.

    A report counts every respondent once, and refuses a codebook with unequal weights.
    """
    return {f"role:{c.key}": "other" for c in proposal.columns if c.role.value == "weight"}


def needed(proposal: Proposal) -> tuple[Question, ...]:
    """Return the questions without which nothing can be made.

    Where no column is certainly an item, these are also the ones about what may be one:
    without an item there is no codebook.
    """
    if proposal.items:
        return proposal.open
    maybe = (q for q in proposal.questions if q.kind == "role" and q.default is not None)
    return (*proposal.open, *maybe)


def _too_early(question: Question, proposal: Proposal, blocks: Mapping[str, Block]) -> bool:
    """Whether a direction cannot be judged before somebody has put answers in order.

    Words in the order in which they were found would point at the wrong questions; codes and
    numbers give the order up to its direction, which is enough. What runs against its scale
    then is told by `report`, by name.
    """
    if question.kind != "reversed":
        return False
    scale = proposal.column(question.columns[0]).scale
    keys = {f"order:{c.block}" for c in proposal.columns if c.scale == scale}
    return any(key in keys and not _numbered(block) for key, block in blocks.items())


def _numbered(block: Block) -> bool:
    return all(a.code is not None or a.label[:1].isdecimal() for a in block.answers.value)


def _any_answer(question: Question, proposal: Proposal) -> str | Sequence[str]:
    if question.suggested is not None:
        return question.suggested
    if question.form == "text":
        return OPEN  # the school of a file: no column is taken for it before somebody says so
    if question.choices:
        return question.choices[0].value
    if question.form == "ordered":
        block = proposal.block(question.key.partition(":")[2])
        return tuple(f"{answer.code} = {answer.label}" for answer in block.answers.value)
    raise AssertionError(f"the question {question.key} can have no answer")
