"""A proposal as lines to look at: of files, columns, answers and questions, in one language.

Nothing of a pupil stands in them: of answers the labels and how often each was given,
the count only from :data:`LEAST` on; of columns that are not closed questions only the heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from openpyxl.utils import get_column_letter

from aspiratie.intake.proposal import Answer, Block, Column, Proposal, Question
from aspiratie.texts import Messages

__all__ = [
    "LEAST",
    "AnswerLine",
    "ColumnLine",
    "FileLine",
    "QuestionLine",
    "Seen",
    "seen",
]

#: A count is shown from this many answers on.
LEAST = 10
#: Answers without a known order are shown as far as so many; more is an open text.
_MOST_ANSWERS = 12


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """A file and how it was read."""

    file: str
    told: str


@dataclass(frozen=True, kw_only=True)
class ColumnLine:
    """What one column seems to be."""

    key: str
    place: str
    heading: str
    text: str
    language: str | None
    role: str
    sure: str
    answers: str
    scale: str
    reason: str
    asked: bool
    read: bool
    unsure: bool


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One answer of a block of questions."""

    block: str
    items: int
    label: str
    count: str
    note: str


@dataclass(frozen=True, kw_only=True)
class QuestionLine:
    """What only a person can say."""

    key: str
    text: str
    why: str
    about: str
    choices: tuple[str, ...]
    needed: bool


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A proposal in words.

    Parameters
    ----------
    title, counts : str
        Which files, and how many questions, scales and open questions.
    files, columns, answers, questions : tuple
        A line each.
    """

    title: str
    counts: str
    files: tuple[FileLine, ...]
    columns: tuple[ColumnLine, ...]
    answers: tuple[AnswerLine, ...]
    questions: tuple[QuestionLine, ...]


def seen(proposal: Proposal, language: str = "nl") -> Seen:
    """Put a proposal in words.

    Parameters
    ----------
    proposal : Proposal
        Of :func:`aspiratie.intake.proposal.propose`.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    Seen
    """
    say = Messages(language)
    names = [file.file for file in proposal.files]
    return Seen(
        title=say("inspect-title", files=_listed(names, say("inspect-files", n=len(names)))),
        counts=say(
            "inspect-counts",
            items=len(proposal.items),
            scales=len({column.scale for column in proposal.items if column.scale}),
            open=len(proposal.open),
        ),
        files=(
            *(_file(proposal, number, language) for number in range(len(names))),
            *(
                FileLine(
                    file=d.file,
                    told=say("inspect-definition", file=d.file, tool=d.tool, columns=d.columns),
                )
                for d in proposal.definitions
            ),
        ),
        columns=tuple(_column(proposal, column, language) for column in proposal.columns),
        answers=tuple(
            line for block in proposal.blocks for line in _answers(proposal, block, language)
        ),
        questions=tuple(_question(proposal, q, language) for q in proposal.questions),
    )


def _listed(names: list[str], counted: str) -> str:
    return ", ".join(PurePath(name).name for name in names) if len(names) <= 3 else counted


def _file(proposal: Proposal, number: int, language: str) -> FileLine:
    say, file = Messages(language), proposal.files[number]
    told: dict[str, str | int] = {
        "file": file.file,
        "rows": file.rows,
        "columns": file.columns,
        "tool": file.tool,
    }
    if file.school is not None and file.school.value:
        text = say("inspect-file-school", **told, school=file.school.value)
    else:
        text = say("inspect-file", **told)
    return FileLine(file=file.file, told=text)


def _column(proposal: Proposal, column: Column, language: str) -> ColumnLine:
    say = Messages(language)
    place = get_column_letter(column.places[0].position + 1)
    if len(proposal.files) > 1:
        place = say("place-in", place=place, file=column.places[0].file)
    scale = next((s.title for s in proposal.scales if s.key == column.scale), "")
    item = column.role.value == "item"
    return ColumnLine(
        key=column.key,
        place=place,
        heading=" ".join(column.heading.split()) or say("heading-none"),
        text=column.text,
        language=column.language,
        role=say(f"role-{column.role.value}"),
        sure=say(f"sure-{column.role.sure}"),
        answers=_summary(proposal, column, language) if item else "",
        scale=scale,
        reason=column.role.reason.text(language),
        asked=any(column.key in q.columns for q in proposal.open),
        read=column.role.value not in ("open", "personal", "other"),
        unsure=any(column.key in q.columns for q in proposal.questions if q.default is not None),
    )


def _summary(proposal: Proposal, column: Column, language: str) -> str:
    if column.block is None:
        return ""
    block = proposal.block(column.block)
    labels = [answer.label for answer in block.answers.value]
    if block.answers.sure == "open":
        return Messages(language)("answers-unordered")
    return f"{labels[0]} … {labels[-1]} ({len(labels)})" if labels else ""


def _answers(proposal: Proposal, block: Block, language: str) -> list[AnswerLine]:
    say = Messages(language)
    ordered = block.answers.sure != "open"
    shown = [a for a in block.answers.value if ordered or a.n >= LEAST][:_MOST_ANSWERS]
    told = [
        (answer, str(place) if ordered else say("answers-unordered"))
        for place, answer in enumerate(shown, 1)
    ]
    told += [(a, say("answers-none")) for a in block.missing if a.n >= LEAST or ordered]
    return [
        AnswerLine(
            block=_name(proposal, block),
            items=len(block.columns),
            label=_label(answer),
            count=str(answer.n) if answer.n >= LEAST else say("answers-few", least=LEAST),
            note=note,
        )
        for answer, note in told
    ]


def _label(answer: Answer) -> str:
    coded = answer.code is not None and answer.code != answer.label
    return f"{answer.code} = {answer.label}" if coded else answer.label


def _name(proposal: Proposal, block: Block) -> str:
    first = proposal.column(block.columns[0])
    return block.stem or first.text or first.heading


def _choices(proposal: Proposal, question: Question, language: str) -> tuple[str, ...]:
    """Return what can be chosen; unknown answers that few gave may be somebody's own words."""
    if question.kind == "order":
        answers = proposal.block(question.key.partition(":")[2]).answers.value
        if any(answer.n < LEAST for answer in answers):
            shown = [answer.label for answer in answers if answer.n >= LEAST]
            rest = len(answers) - len(shown)
            return (Messages(language)("choices-few", n=rest, shown=", ".join(shown)),)
    return tuple(choice.text.text(language) for choice in question.choices)


def _question(proposal: Proposal, question: Question, language: str) -> QuestionLine:
    headings = [" ".join(proposal.column(key).heading.split()) for key in question.columns]
    about = "; ".join(headings[:3]) + (f" (+{len(headings) - 3})" if len(headings) > 3 else "")
    return QuestionLine(
        key=question.key,
        text=question.text.text(language),
        why=question.why.text(language),
        about=about,
        choices=_choices(proposal, question, language),
        needed=question.default is None,
    )
