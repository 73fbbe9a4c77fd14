"""What a questionnaire means, as frozen values.

A codebook says of each column of an export what it is: an item of a scale, or a
column with a role (school, group, wave). It says what each answer means, in
which direction an item is worded, and how items form scales and scales form
principles. Nothing about one questionnaire is known anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from aspiratie.bilingual import Text

__all__ = [
    "INFORMANTS",
    "ROLES",
    "TAGS",
    "Category",
    "Codebook",
    "Field",
    "MissingValue",
    "Principle",
    "Profile",
    "Scale",
    "Text",
]

Language = Literal["nl", "en"]

INFORMANTS = ("pupil", "teacher", "team", "parent")
TAGS = ("context", "content", "feedback")

#: What a column that is not an item can be.
ROLES = {
    "school": "the school's identifier (BRIN or another code)",
    "group": "the group within the school, as leerjaar or groep",
    "type": "the kind of education",
    "wave": "the school year or round of the survey",
    "respondent": "an identifier of the respondent; used to find duplicates, then dropped",
    "submitted": "the time of submission",
    "duration": "seconds spent on the questionnaire",
    "status": "how the tool marks test entries",
    "weight": "a survey weight",
    "intake": "a number of the pupil's intake, as home background; read only to adjust for it",
    "open": "an open answer; dropped at the door unless asked for",
}


@dataclass(frozen=True, kw_only=True)
class Category:
    """One answer of a closed question: its code in the export and its label."""

    value: int
    label: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MissingValue:
    """A code that is no answer to the question, and why.

    ``reason`` is ``"opinion"`` where the respondent said to have none ("weet
    niet", "niet van toepassing"), and ``"blank"`` where nothing was said.
    """

    value: str
    label: Text
    reason: Literal["opinion", "blank"] = "opinion"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of an export.

    Parameters
    ----------
    name : str
        Name of the column in this package.
    title : Text
        The question's text, or the column's heading.
    role : str or None
        A key of :data:`ROLES`; None for an item.
    categories : tuple of Category
        Answers in order, from the pole of disagreement (or "never") to the pole
        of agreement (or "always"). An answer's score is its place in this
        order: 1 for the first, k for the last.
    missing : tuple of MissingValue
        Codes that are no answer.
    scale : str or None
        The scale that the item belongs to.
    reversed : bool
        Whether agreement with the item means less of its scale.
    midpoint : {"neutral", "unsure", None}
        What the middle of an odd number of answers means.
    mirrors : str or None
        The pupils' item of which this one asks the same, of another informant.
    aliases : tuple of str
        Headings under which tools export the column.
    required : bool
        Whether an export without this column is refused.
    """

    name: str
    title: Text
    role: str | None = None
    categories: tuple[Category, ...] = ()
    missing: tuple[MissingValue, ...] = ()
    scale: str | None = None
    reversed: bool = False
    midpoint: Literal["neutral", "unsure"] | None = None
    mirrors: str | None = None
    aliases: tuple[str, ...] = ()
    required: bool = True

    @property
    def n_categories(self) -> int:
        """Number of ordered answers, k."""
        return len(self.categories)

    @property
    def is_item(self) -> bool:
        """Whether the column is a closed question."""
        return bool(self.categories) and self.role is None


@dataclass(frozen=True, kw_only=True)
class Principle:
    """A group of scales, as Eigenwaarde."""

    name: str
    title: Text
    definition: Text
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A construct measured by several items; a condition where it has a principle."""

    name: str
    title: Text
    definition: Text
    principle: str | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The two scales of the aspiration profile; both are cut at their midpoint."""

    dreaming: str
    doing: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Codebook:
    """What a questionnaire means.

    Made by :func:`aspiratie.codebook.read_codebook`, which refuses a faulty one.

    Parameters
    ----------
    name, version : str
        Identify the instrument; results of unequal versions are not compared.
    title : Text
        The questionnaire's name for readers.
    informant : str
        Who answers: one of :data:`INFORMANTS`.
    licence : Text
        Who may use the items' texts.
    language : str
        In which the questions and answers are written, as ``"en"``; a page in another
        language marks them as such.
    example : bool
        Whether the items are examples, not a validated instrument.
    principles, scales, fields : tuple
        In the order of the report.
    profile : Profile or None
        Scales of dreaming and doing.
    ladder : str or None
        The item of Hart's ladder of participation.
    outcome : str or None
        The scale to which conditions are related, as motivation.
    sha256 : str
        Of the file's bytes, for provenance.
    source : str
        The file's name.
    """

    name: str
    version: str
    title: Text
    informant: str
    licence: Text
    example: bool
    principles: tuple[Principle, ...]
    scales: tuple[Scale, ...]
    fields: tuple[Field, ...]
    profile: Profile | None = None
    ladder: str | None = None
    outcome: str | None = None
    language: str = "nl"
    sha256: str = ""
    source: str = ""
    _by_name: Mapping[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {f.name: f for f in self.fields})

    def __repr__(self) -> str:
        return (
            f"<Codebook {self.name} {self.version}: {len(self.items)} items, "
            f"{len(self.scales)} scales, {len(self.principles)} principles>"
        )

    @property
    def items(self) -> tuple[Field, ...]:
        """The closed questions, in order."""
        return tuple(f for f in self.fields if f.is_item)

    @property
    def conditions(self) -> tuple[Scale, ...]:
        """The scales that belong to a principle, in the order of the principles."""
        order = {p.name: i for i, p in enumerate(self.principles)}
        members = [s for s in self.scales if s.principle is not None]
        return tuple(sorted(members, key=lambda s: order[str(s.principle)]))

    def field(self, name: str) -> Field:
        """Return the column of this name."""
        return self._by_name[name]

    def role(self, role: str) -> Field | None:
        """Return the first column with a role, or None."""
        return next((f for f in self.fields if f.role == role), None)

    def items_of(self, scale: str) -> tuple[Field, ...]:
        """Return the items of a scale, in order."""
        return tuple(f for f in self.items if f.scale == scale)

    def conditions_of(self, principle: str) -> tuple[Scale, ...]:
        """Return the conditions of a principle, in order."""
        return tuple(s for s in self.scales if s.principle == principle)

    def n_categories_of(self, scale: str) -> int:
        """Return the number of answers of a scale's items; the scale runs from 1 to it."""
        return self.items_of(scale)[0].n_categories

    def measurement_model(self) -> str:
        """Return the model of correlated conditions in lavaan's syntax."""
        return "\n".join(
            f"{s.name} =~ " + " + ".join(f.name for f in self.items_of(s.name))
            for s in self.conditions
        )
