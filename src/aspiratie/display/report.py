"""A release as its pages look at it, in one language.

Only what was published is here: a release holds no pupils, so neither does a report. A report
opens a file by :func:`aspiratie.disclosure.read_release` and takes nothing else, so that
no number reaches a page which did not pass the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from markupsafe import Markup, escape
from msgspec import Struct

from aspiratie.bilingual import Text
from aspiratie.disclosure import read_release
from aspiratie.disclosure.shape import (
    GroupScores,
    Hidden,
    Item,
    Letter,
    LetteredScale,
    MemberSchool,
    NamedRelease,
    NamedScale,
    RegionRelease,
    RegionScale,
    Row,
    Scale,
    SchoolRelease,
)
from aspiratie.display.own_words import NO_WORDS, OwnWords, day_words, open_own_words
from aspiratie.errors import ParameterError, Problem
from aspiratie.texts import Messages, Numbers, check_language

__all__ = ["RegionReport", "Report", "SchoolReport", "members", "open_report"]

R = TypeVar("R", SchoolRelease, RegionRelease)


@dataclass(frozen=True, eq=False, kw_only=True)
class Report(Generic[R]):
    """A release and the language in which it is told.

    Parameters
    ----------
    release : SchoolRelease or RegionRelease
        As read from its file.
    language : {"nl", "en"}
        Language of the reader.
    """

    release: R
    language: str
    say: Messages = field(init=False, repr=False)
    numbers: Numbers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "say", Messages(self.language))
        object.__setattr__(self, "numbers", Numbers(self.language))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} in {self.language} of {self.release!r}>"

    def text(self, text: Text) -> str:
        """Return a text of the codebook in the report's language, else as it was asked."""
        return text.of(self.language)

    def marked(self, text: Text) -> Markup:
        """As :meth:`text`, safe for a page and marked with its language where it is another."""
        words = escape(self.text(text))
        if own := text.foreign(self.language):
            return Markup('<span lang="{}">{}</span>').format(own, words)
        return words

    @cached_property
    def foreign(self) -> dict[str, str]:
        """The texts that are shown in another language than the report's, and which it is."""
        found = {self.text(t): t.foreign(self.language) for t in _texts(self.release)}
        return {words: language for words, language in found.items() if language}

    @property
    def n_min(self) -> int:
        """The smallest number of pupils about whom something is published."""
        return self.release.rules.n_min

    @property
    def wave(self) -> str:
        """The school year or round."""
        return self.release.provenance.wave


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SchoolReport(Report[SchoolRelease]):
    """The release of one school, the language in which it is told, and what the school adds."""

    own: OwnWords = NO_WORDS

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Scales and principles by name."""
        return {scale.name: scale for scale in self.release.scales}

    @cached_property
    def principles(self) -> Sequence[Scale]:
        """The principles, in the codebook's order."""
        return [s for s in self.release.scales if s.kind == "principle"]

    @cached_property
    def conditions(self) -> Sequence[Scale]:
        """The conditions, principle by principle; all scales where there are no conditions."""
        found = [s for s in self.release.scales if s.kind == "condition"]
        order = {p.name: i for i, p in enumerate(self.principles)}
        ranked = sorted(found, key=lambda s: order.get(s.principle or "", len(order)))
        return ranked or [s for s in self.release.scales if s.kind != "principle"]

    @cached_property
    def others(self) -> Sequence[Scale]:
        """The scales that are no condition, where there are conditions."""
        told = {s.name for s in (*self.principles, *self.conditions)}
        return [s for s in self.release.scales if s.name not in told]

    @cached_property
    def readable(self) -> Sequence[Scale]:
        """The conditions whose score may be seen."""
        return [s for s in self.conditions if not isinstance(s.score, Hidden)]

    @cached_property
    def items(self) -> dict[str, Item]:
        """The questions by name."""
        return {item.name: item for item in self.release.items}

    def items_of(self, scale: str | None) -> Sequence[Item]:
        """Return the questions of a scale, in the questionnaire's order."""
        return [item for item in self.release.items if item.scale == scale]

    @cached_property
    def groups(self) -> Sequence[GroupScores]:
        """The groups of which some score may be seen."""
        return [
            g
            for g in self.release.groups
            if any(not isinstance(score, Hidden) for score in g.scores.values())
        ]

    @property
    def conversation_day(self) -> str:
        """When the conversation is, in words; empty where the school did not say."""
        return day_words(self.own.conversation, self.language)

    @property
    def hear_back_day(self) -> str:
        """When pupils hear what becomes of it, in words; empty where the school did not say."""
        return day_words(self.own.hear_back, self.language)

    @property
    def is_aspiration_model(self) -> bool:
        """Whether the questionnaire is of the aspiration model, by its principles' names."""
        return {"self_worth", "engagement", "purpose"} <= set(self.scales)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class RegionReport(Report[RegionRelease]):
    """The release of a region's sector and the language in which it is told."""

    @property
    def is_named(self) -> bool:
        """Whether schools have names; else letters."""
        return isinstance(self.release, NamedRelease)

    @cached_property
    def scales(self) -> dict[str, RegionScale]:
        """Scales and principles by name."""
        return {scale.name: scale for scale in self.release.scales}

    @cached_property
    def conditions(self) -> Sequence[RegionScale]:
        """The conditions, principle by principle; all scales where there are no conditions."""
        kinds = {s.kind for s in self.release.scales}
        wanted = "condition" if "condition" in kinds else "other"
        found = [s for s in self.release.scales if s.kind == wanted]
        places = {name: place for place, name in enumerate(self.scales)}
        return sorted(found, key=lambda s: places.get(s.principle or "", -1))

    @cached_property
    def compared(self) -> Sequence[RegionScale]:
        """The conditions on which schools are set beside each other."""
        return [s for s in self.conditions if members(s)]

    @cached_property
    def schools(self) -> Sequence[MemberSchool]:
        """The schools, by kind of education and name; none where they have letters."""
        if not isinstance(self.release, NamedRelease):
            return ()
        return sorted(
            self.release.schools,
            key=lambda s: (s.type is None, s.type or "", s.name.casefold(), s.id),
        )

    @property
    def is_aspiration_model(self) -> bool:
        """Whether the questionnaire is of the aspiration model, by its principles' names."""
        return {"self_worth", "engagement", "purpose"} <= set(self.scales)


def _texts(part: object) -> Iterator[Text]:
    """Yield every text of the codebook in a release or a part of it."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, Struct):
        for name in part.__struct_fields__:
            yield from _texts(getattr(part, name))
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from _texts(value)


def members(scale: RegionScale) -> Sequence[Row | Letter]:
    """Return the schools of a scale, by name or by letter; none where nothing is compared."""
    if isinstance(scale, NamedScale):
        return scale.rows
    return scale.letters if isinstance(scale, LetteredScale) else ()


def open_report(
    release: str | Path, *, language: str = "nl", own_words: str = ""
) -> SchoolReport | RegionReport:
    """Open a release's file to show it.

    Parameters
    ----------
    release : str or Path
        The file. Its version and content must be as promised.
    language : {"nl", "en"}
        Language of the reader.
    own_words : str
        What a school adds in its own words, as JSON; see
        :class:`aspiratie.display.own_words.OwnWords`.

    Returns
    -------
    SchoolReport or RegionReport

    Raises
    ------
    ReleaseError
        If the file is no release as promised.
    ParameterError
        If the language is unknown, the own words cannot be read, or `release` is no path:
        numbers that did not pass the rules of publishing have no way to a page.
    """
    check_language(language)
    if not isinstance(release, str | Path):
        raise ParameterError(
            "A report is made of a release's file.",
            problems=[
                Problem(
                    where="release",
                    what=f"is a {type(release).__name__}, not the path of a file.",
                    remedy="Give the path of a file that `aspiratie prepare` wrote.",
                )
            ],
        )
    read = read_release(Path(release))
    if isinstance(read, SchoolRelease):
        return SchoolReport(release=read, language=language, own=open_own_words(own_words))
    return RegionReport(release=read, language=language)
