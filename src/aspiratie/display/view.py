"""A school's Release as the parts of a report look at it, in one language.

Only what was published is here: the Release holds no pupils, so neither does a
:class:`Report`. Nothing is computed from it but choices of words and of order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from aspiratie.display.fragment import Fragment, dutch, join, plain
from aspiratie.display.messages import Messages
from aspiratie.display.numbers import Numbers, check_language

__all__ = ["Json", "Report", "offers_no_opinion", "open_report", "shown"]

Json = Mapping[str, Any]


def shown(number: Json | None) -> bool:
    """Whether a published number may be seen (it has no state "hidden")."""
    return number is not None and number.get("state") != "hidden"


def offers_no_opinion(item: Json) -> bool:
    """Whether a question has an answer as "don't know"."""
    return shown(item["no_opinion"]) or item["no_opinion"]["reason"] != "not_asked"


@dataclass(frozen=True, eq=False, kw_only=True)
class Report:
    """A Release and the language in which it is told.

    Parameters
    ----------
    data : mapping
        The Release as its JSON holds it.
    language : {"nl", "en"}
        Language of the reader.
    """

    data: Json
    language: str
    say: Messages = field(init=False, repr=False)
    numbers: Numbers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "say", Messages(self.language))
        object.__setattr__(self, "numbers", Numbers(self.language))

    def __repr__(self) -> str:
        return f"<Report of a {self.data['kind']} in {self.language}>"

    def text(self, text: Json | str | None) -> str:
        """Return a text of the codebook in the report's language; Dutch where it has none."""
        if text is None or isinstance(text, str):
            return plain(text or "")
        return plain(str((self.language == "en" and text.get("en")) or text["nl"]))

    def marked(self, text: Json | str | None) -> str:
        """As :meth:`text`, marked as Dutch where an English report has to show Dutch."""
        missing = isinstance(text, Mapping) and self.language == "en" and not text.get("en")
        return dutch(self.text(text)) if missing else self.text(text)

    def rich(self, text: Json | str | None) -> Fragment:
        """As :meth:`marked`, as a piece of HTML."""
        return join([self.marked(text)])

    @cached_property
    def n_min(self) -> int:
        """The smallest number of pupils about whom something is published."""
        return int(self.data["rules"]["n_min"])

    @cached_property
    def scales(self) -> Mapping[str, Json]:
        """The scales by name."""
        return {scale["name"]: scale for scale in self.data["scales"]}

    @cached_property
    def principles(self) -> Sequence[Json]:
        """The principles, in the codebook's order."""
        return [s for s in self.data["scales"] if s["kind"] == "principle"]

    @cached_property
    def conditions(self) -> Sequence[Json]:
        """The conditions, principle by principle; all scales if there are no conditions."""
        found = [s for s in self.data["scales"] if s["kind"] == "condition"]
        if not found:
            return self._of_no_principle
        order = {p["name"]: i for i, p in enumerate(self.principles)}
        return sorted(found, key=lambda s: order.get(s["principle"], len(order)))

    @cached_property
    def others(self) -> Sequence[Json]:
        """The scales that belong to no principle, beside those that do."""
        return [] if self.conditions is self._of_no_principle else self._of_no_principle

    @cached_property
    def _of_no_principle(self) -> Sequence[Json]:
        return [s for s in self.data["scales"] if s["kind"] == "other"]

    @cached_property
    def readable(self) -> Sequence[Json]:
        """The conditions whose score is published: reliable, and of enough pupils.

        Where no condition has one, the other scales with a score.
        """
        found = [s for s in self.conditions if shown(s["score"])]
        return found or [s for s in self.others if shown(s["score"])]

    @cached_property
    def asks_no_opinion(self) -> bool:
        """Whether a question has an answer as "don't know"."""
        return any(map(offers_no_opinion, self.data["items"]))

    @cached_property
    def has_middle(self) -> bool:
        """Whether a question that is drawn has an answer between the sides."""
        return any(
            c["side"] == "middle"
            for item in self.data["items"]
            if item["scale"] is not None
            for c in item["distribution"].get("classes", ())
        )

    def title_of(self, scale: str) -> str:
        """Return a scale's title."""
        return self.text(self.scales[scale]["title"]) if scale in self.scales else scale

    def items_of(self, scale: str | None) -> Sequence[Json]:
        """Return the items of a scale, in the questionnaire's order."""
        return [item for item in self.data["items"] if item["scale"] == scale]

    @property
    def is_aspiration_model(self) -> bool:
        """Whether the questionnaire is one of the aspiration model, by its principles' names."""
        return {"self_worth", "engagement", "purpose"} <= set(self.scales)


def open_report(release: Path | str | Json | Any, *, language: str = "nl") -> Report:
    """Open a Release to show it.

    Parameters
    ----------
    release : Path, str, mapping or Release
        The Release's file, or a Release that is open already. A file is checked:
        its version and content must be as promised.
    language : {"nl", "en"}
        Language of the report.

    Returns
    -------
    Report

    Raises
    ------
    ReleaseError
        If the file is not a Release as promised.
    ParameterError
        If the language is unknown.
    """
    check_language(language)
    if isinstance(release, str | Path):
        from aspiratie.disclosure.release import read_release

        release = read_release(Path(release))
    data = release if isinstance(release, Mapping) else release.data
    return Report(data=data, language=language)
