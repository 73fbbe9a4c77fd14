"""What an export's columns seem to be, why, how sure that is, and what a person must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from aspiratie.codebook import Codebook, parse_codebook
from aspiratie.intake.proposal.said import Said

__all__ = [
    "ROLES",
    "Answer",
    "Block",
    "Choice",
    "Column",
    "DefinitionSeen",
    "FileSeen",
    "Guess",
    "Place",
    "Proposal",
    "Question",
    "ScaleProposed",
    "Sure",
]

#: ``certain``: the file says so itself. ``likely``: a start that a person may change and that
#: alters no answer, as the name of a scale. ``open``: there is a :class:`Question` about it.
Sure = Literal["certain", "likely", "open"]

#: What a column can be: an item, a role of the codebook, or something that is not read.
ROLES = (
    "item", "school", "group", "type", "wave", "respondent", "submitted", "started", "duration",
    "status", "weight", "intake", "open", "personal", "other",
)  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Guess(Generic[T]):
    """Something concluded of a file: what, how sure, and why.

    Parameters
    ----------
    value
        What it seems to be. Where ``sure`` is ``"open"`` it is at most a
        suggestion, and nothing is made of it before somebody has answered.
    sure : {"certain", "likely", "open"}
        See :data:`Sure`. What a person answered is certain.
    reason : Said
        Why, in a sentence.
    """

    value: T
    sure: Sure
    reason: Said


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a column stands: its file and its position there, from 0."""

    file: str
    position: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of a closed question, as found.

    Parameters
    ----------
    label : str
        Its words, or its code where the file has no words.
    code : str or None
        Its code, where the file shows one beside the words or alone.
    n : int
        How often it was given, over all columns of its block.
    others : tuple of str
        Other spellings in the file, as of another language.
    """

    label: str
    code: str | None = None
    n: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column, of one file or of the same heading in several.

    Parameters
    ----------
    key : str
        Names the column in questions and becomes the field's name in the codebook.
    places : tuple of Place
        Where it stands.
    heading : str
        As found in the first file.
    codes : tuple of str
        Short names beside the text, as Qualtrics' ``Q3_1``.
    role : Guess of str
        One of :data:`ROLES`.
    text : str
        The question's text without numbering; ``""`` where the file has none.
    language : str or None
        Of the text, as ``"en"``; None where it is not known.
    block : str or None
        Key of the block of questions with the same answers.
    reversed : Guess of bool
        Whether it is worded against its scale.
    scale : str or None
        Key of the scale proposed.
    field : str or None
        The field of the codebook given that it holds.
    filled : int
        Rows with something in the cell.
    distinct : int
        Different texts in the column.
    """

    key: str
    places: tuple[Place, ...]
    heading: str
    role: Guess[str]
    reversed: Guess[bool]
    codes: tuple[str, ...] = ()
    text: str = ""
    language: str | None = None
    block: str | None = None
    scale: str | None = None
    field: str | None = None
    filled: int = 0
    distinct: int = 0


@dataclass(frozen=True, kw_only=True)
class Block:
    """Questions with the same answers.

    Parameters
    ----------
    key : str
    columns : tuple of str
        Keys, in the order of the file.
    stem : str
        The text above a matrix, ``""`` where there is none.
    answers : Guess of tuple of Answer
        From the low end (disagreement, never) to the high end; as found, in no
        order that may be used, where it is open.
    missing : tuple of Answer
        What counts as no answer: "weet niet", "n.v.t.", codes that SPSS calls missing.
    family : str or None
        Name of the known family of labels.
    """

    key: str
    columns: tuple[str, ...]
    answers: Guess[tuple[Answer, ...]]
    missing: tuple[Answer, ...] = ()
    stem: str = ""
    family: str | None = None


@dataclass(frozen=True, kw_only=True)
class ScaleProposed:
    """A scale to begin with: columns that seem to belong together.

    Parameters
    ----------
    key : str
    title : str
        A working title, to be replaced.
    columns : tuple of str
        Keys of its items.
    reason : Said
    """

    key: str
    title: str
    columns: tuple[str, ...]
    reason: Said


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One possible answer to a question: what a program keeps, and what a person reads."""

    value: str
    text: Said


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something that only a person can say.

    Parameters
    ----------
    key : str
        What ``answers_to_questions`` of :func:`aspiratie.intake.proposal.propose` goes by.
    kind : str
        ``"role"``, ``"school"``, ``"order"``, ``"labels"``, ``"gap"``, ``"missing"``,
        ``"reversed"``, ``"informant"`` or ``"match"``.
    columns : tuple of str
        Keys of the columns that it is about; empty for a whole file.
    text, why : Said
        The question, and why it is asked.
    choices : tuple of Choice
        The answers to choose from.
    form : {"one", "text", "ordered"}
        ``one``: the value of one choice. ``text``: one choice or a text of one's
        own. ``ordered``: one choice, or a list of labels from low to high, where
        labels that are left out count as no opinion.
    default : str or None
        What holds as long as nobody answers; None where nothing can be made
        before it is answered.
    suggested : str or None
        The choice that looks best. Shown, never taken silently.
    """

    key: str
    kind: str
    columns: tuple[str, ...]
    text: Said
    why: Said
    choices: tuple[Choice, ...] = ()
    form: Literal["one", "text", "ordered"] = "one"
    default: str | None = None
    suggested: str | None = None


@dataclass(frozen=True, kw_only=True)
class FileSeen:
    """A file that was looked at, and how it was read."""

    file: str
    kind: str
    tool: str
    rows: int
    columns: int
    header_rows: int
    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    school: Guess[str | None] | None = None


@dataclass(frozen=True, kw_only=True)
class DefinitionSeen:
    """A survey's definition, and how many columns of the exports it knew."""

    file: str
    tool: str
    columns: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Proposal:
    """What one or more exports of one questionnaire are; made by :func:`propose`.

    Parameters
    ----------
    paths : tuple of Path
        The exports.
    files : tuple of FileSeen
        How each was read.
    columns : tuple of Column
        In the order of the first file; all of them, also those that are not read.
    blocks : tuple of Block
    scales : tuple of ScaleProposed
    questions : tuple of Question
        What is still open, the most needed first.
    answered : mapping
        What was answered, as given to :func:`propose`.
    definitions : tuple of DefinitionSeen
        Definitions of the survey that were given beside the exports.
    language : str or None
        Of most item texts.
    """

    paths: tuple[Path, ...]
    files: tuple[FileSeen, ...]
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    scales: tuple[ScaleProposed, ...]
    questions: tuple[Question, ...]
    answered: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    definitions: tuple[DefinitionSeen, ...] = ()
    language: str | None = None

    def __repr__(self) -> str:
        return (
            f"<Proposal of {len(self.files)} file(s): {len(self.items)} items in "
            f"{len(self.blocks)} blocks, {len(self.open)} open questions>"
        )

    @property
    def items(self) -> tuple[Column, ...]:
        """The columns that are items, in order; what only may be one is none."""
        return tuple(c for c in self.columns if c.role.value == "item" and c.role.sure != "open")

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions without which nothing can be made."""
        return tuple(q for q in self.questions if q.default is None)

    def lacking(self, column: Column) -> tuple[str, ...]:
        """Return the files that do not have a column that others have."""
        there = {place.file for place in column.places}
        return tuple(file.file for file in self.files if file.file not in there)

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(c for c in self.columns if c.key == key)

    def block(self, key: str) -> Block:
        """Return a block by its key."""
        return next(b for b in self.blocks if b.key == key)

    def question(self, key: str) -> Question:
        """Return a question by its key."""
        return next(q for q in self.questions if q.key == key)

    def to_document(
        self, *, name: str, title: str, version: str = "1.0", licence: str = ""
    ) -> dict[str, Any]:
        """Write a codebook as the mappings and lists of a YAML file.

        Parameters
        ----------
        name, title, version, licence : str
            Of the questionnaire.

        Returns
        -------
        dict
            What :func:`aspiratie.codebook.parse_codebook` takes.

        Raises
        ------
        IntakeError
            With every question that must be answered first.
        """
        from aspiratie.intake.proposal.document import document_of

        return document_of(self, name=name, title=title, version=version, licence=licence)

    def to_codebook(
        self, *, name: str, title: str, version: str = "1.0", licence: str = ""
    ) -> Codebook:
        """Make a codebook: :meth:`to_document`, checked and whole.

        Raises
        ------
        IntakeError
            With every question that must be answered first.
        CodebookError
            If what was answered makes no sound codebook.
        """
        return parse_codebook(
            self.to_document(name=name, title=title, version=version, licence=licence)
        )
