"""The parts of a codebook's document as frozen values, with every fault noted on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from aspiratie.codebook.labels import order
from aspiratie.codebook.model import (
    INFORMANTS,
    ROLES,
    TAGS,
    Category,
    Codebook,
    Field,
    MissingValue,
    Principle,
    Profile,
    Scale,
    Text,
)
from aspiratie.errors import Problem

__all__ = ["KEYS", "PartReader"]

#: The keys that each part of a document may have.
KEYS = {
    "codebook": (
        "name", "version", "title", "title_en", "language", "informant", "licence", "licence_en",
        "example", "profile", "ladder", "outcome", "principles", "scales", "missingValues",
        "definitions", "fields",
    ),
    "principle": ("name", "title", "title_en", "definition", "definition_en", "tags"),
    "scale": ("name", "title", "title_en", "definition", "definition_en", "principle"),
    "field": (
        "name", "title", "title_en", "type", "role", "categories", "categoriesOrdered",
        "missingValues", "scale", "reversed", "midpoint", "mirrors", "aliases", "required",
    ),
    "category": ("value", "label", "label_en", "aliases"),
    "missing": ("value", "label", "label_en", "reason", "aliases"),
}  # fmt: skip
_TYPES = ("string", "integer", "number", "datetime", "date", "time", "duration", "boolean", "any")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class PartReader:
    """Collects faults while it reads, so that all are told at once.

    Parameters
    ----------
    source : str
        The codebook's file name, for messages.
    problems : list of Problem
        Faults found before, as in the YAML itself.
    """

    def __init__(self, source: str, problems: Sequence[Problem] = ()) -> None:
        self.source = source
        self.problems: list[Problem] = list(problems)
        self.language = "nl"

    def fault(self, where: str, what: str, remedy: str = "") -> None:
        """Note a fault."""
        self.problems.append(Problem(where=where, what=what, remedy=remedy))

    # -- small pieces ---------------------------------------------------------
    def _mapping(self, value: object, where: str) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.fault(where, "should be a mapping of keys to values.")
        return {}

    def _list(self, value: object, where: str) -> Sequence[Any]:
        if value is None:
            return ()
        if isinstance(value, list | tuple):
            return value
        self.fault(where, "should be a list.")
        return ()

    def _known(self, mapping: Mapping[str, Any], part: str, where: str) -> None:
        for key in mapping:
            if key not in KEYS[part]:
                self.fault(
                    where, f"has the unknown key {key!r}.", f"Known: {', '.join(KEYS[part])}."
                )

    def _name(self, mapping: Mapping[str, Any], where: str) -> str:
        name = mapping.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            self.fault(
                where,
                "needs a `name` of letters a-z, digits and underscores that starts with a letter.",
                "Names become columns and variables of models.",
            )
            return ""
        return name

    def _text(self, mapping: Mapping[str, Any], key: str, where: str) -> Text:
        """Read a text of the reports: in Dutch unless the questionnaire is in another language."""
        return self._worded(mapping, key, where, "nl" if self.language == "nl" else "")

    def _asked(self, mapping: Mapping[str, Any], key: str, where: str) -> Text:
        """Read a text that respondents saw: in the questionnaire's language."""
        return self._worded(mapping, key, where, self.language)

    def _worded(self, mapping: Mapping[str, Any], key: str, where: str, language: str) -> Text:
        nl, en = mapping.get(key), mapping.get(f"{key}_en")
        if not isinstance(nl, str) or not nl.strip():
            self.fault(where, f"needs a text under `{key}`.", "Quote words as 'ja' and 'nee'.")
            nl = ""
        return Text(
            nl=nl.strip(),
            en=en.strip() if isinstance(en, str) and en.strip() else None,
            language=language,
        )

    def _flag(self, mapping: Mapping[str, Any], key: str, where: str, default: bool) -> bool:
        value = mapping.get(key, default)
        if not isinstance(value, bool):
            self.fault(where, f"`{key}` should be true or false.")
            return default
        return value

    def _strings(self, value: object, where: str) -> tuple[str, ...]:
        out = []
        for entry in self._list(value, where):
            if entry is None or isinstance(entry, bool | Mapping | list):
                self.fault(where, "holds an entry that is no text.", "Put it between quotes.")
            else:
                out.append(str(entry))
        return tuple(out)

    def _reference(self, mapping: Mapping[str, Any], key: str, where: str) -> str | None:
        value = mapping.get(key)
        if value is None or isinstance(value, str):
            return value
        self.fault(where, f"`{key}` should be one name.")
        return None

    # -- the parts ------------------------------------------------------------
    def codebook(self, document: object, sha256: str) -> Codebook | None:
        """Make the codebook; None where there is nothing to make it of."""
        if not isinstance(document, Mapping):
            self.fault(self.source, "is not a mapping.", "Start from a shipped codebook.")
            return None
        self._known(document, "codebook", self.source)
        for key in ("name", "version"):
            if not isinstance(document.get(key), str):
                self.fault(self.source, f"needs `{key}`, as text.", f'As: {key}: "1.0".')
        self.language = self._language(document)
        informant = document.get("informant")
        if informant not in INFORMANTS:
            self.fault(
                self.source, "`informant` is not known.", f"One of: {', '.join(INFORMANTS)}."
            )
        principles = tuple(
            self._principle(p, f"principle {i + 1}")
            for i, p in enumerate(self._list(document.get("principles"), "principles"))
        )
        scales = tuple(
            self._scale(s, f"scale {i + 1}")
            for i, s in enumerate(self._list(document.get("scales"), "scales"))
        )
        common = self._missing(document.get("missingValues"), "missingValues")
        fields = tuple(
            self._field(f, f"field {i + 1}", common)
            for i, f in enumerate(self._list(document.get("fields"), "fields"))
        )
        profile = self._profile(document.get("profile"))
        return Codebook(
            name=str(document.get("name")),
            version=str(document.get("version")),
            title=self._text(document, "title", self.source),
            language=self.language,
            informant=str(informant),
            licence=self._text(document, "licence", self.source),
            example=self._flag(document, "example", self.source, False),
            principles=principles,
            scales=scales,
            fields=fields,
            profile=profile,
            ladder=self._reference(document, "ladder", self.source),
            outcome=self._reference(document, "outcome", self.source),
            sha256=sha256,
            source=self.source,
        )

    def _language(self, document: Mapping[str, Any]) -> str:
        value = document.get("language", "nl")
        if isinstance(value, str) and _LANGUAGE.fullmatch(value):
            return value
        self.fault(self.source, "`language` should be a code of two or three letters.", "As: en.")
        return "nl"

    def _principle(self, value: object, where: str) -> Principle:
        mapping = self._mapping(value, where)
        name = self._name(mapping, where)
        where = f"principle {name}" if name else where
        self._known(mapping, "principle", where)
        tags = self._strings(mapping.get("tags"), f"{where}, tags")
        for tag in tags:
            if tag not in TAGS:
                self.fault(where, f"has the unknown tag {tag!r}.", f"Known: {', '.join(TAGS)}.")
        return Principle(
            name=name,
            title=self._text(mapping, "title", where),
            definition=self._text(mapping, "definition", where),
            tags=tags,
        )

    def _scale(self, value: object, where: str) -> Scale:
        mapping = self._mapping(value, where)
        name = self._name(mapping, where)
        where = f"scale {name}" if name else where
        self._known(mapping, "scale", where)
        return Scale(
            name=name,
            title=self._text(mapping, "title", where),
            definition=self._text(mapping, "definition", where),
            principle=self._reference(mapping, "principle", where),
        )

    def _profile(self, value: object) -> Profile | None:
        if value is None:
            return None
        mapping = self._mapping(value, "profile")
        if set(mapping) != {"dreaming", "doing"}:
            self.fault("profile", "should have the keys `dreaming` and `doing`, and no other.")
            return None
        return Profile(dreaming=str(mapping["dreaming"]), doing=str(mapping["doing"]))

    def _missing(self, value: object, where: str) -> tuple[MissingValue, ...]:
        out = []
        for i, entry in enumerate(self._list(value, where)):
            here = f"{where}, entry {i + 1}"
            mapping = self._mapping(entry, here)
            self._known(mapping, "missing", here)
            code = mapping.get("value")
            if isinstance(code, bool) or not isinstance(code, str | int):
                self.fault(here, "needs a `value`: text or a whole number.")
            reason = mapping.get("reason", "opinion")
            if reason not in ("opinion", "blank"):
                self.fault(here, "`reason` should be 'opinion' or 'blank'.")
            out.append(
                MissingValue(
                    value=str(code),
                    label=self._asked(mapping, "label", here),
                    reason=cast("Literal['opinion', 'blank']", reason),
                    aliases=self._strings(mapping.get("aliases"), here),
                )
            )
        return tuple(out)

    def _categories(self, value: object, where: str) -> tuple[Category, ...]:
        out = []
        for i, entry in enumerate(self._list(value, f"{where}, categories")):
            here = f"{where}, category {i + 1}"
            mapping = self._mapping(entry, here)
            self._known(mapping, "category", here)
            code = mapping.get("value")
            if not isinstance(code, int) or isinstance(code, bool):
                self.fault(here, "has a label without a whole number as `value`.")
                code = -1 - i
            out.append(
                Category(
                    value=code,
                    label=self._asked(mapping, "label", here),
                    aliases=self._strings(mapping.get("aliases"), here),
                )
            )
        for twice in _twice([c.value for c in out]):
            self.fault(where, f"uses the value {twice} for two answers.")
        return tuple(out)

    def _check_labels(
        self,
        categories: tuple[Category, ...],
        missing: tuple[MissingValue, ...],
        where: str,
    ) -> None:
        """Refuse a text that would mean two answers of one question."""
        answers: tuple[Category | MissingValue, ...] = (*categories, *missing)
        texts = Counter(
            text
            for answer in answers
            for text in {
                t.casefold().strip()
                for t in (answer.label.nl, answer.label.en or "", *answer.aliases)
                if t.strip()
            }
        )
        for twice in sorted(text for text, n in texts.items() if n > 1):
            self.fault(where, f"uses the label {twice!r} for two answers.")
        codes = [m.value for m in missing]
        for twice_code in _twice(codes):
            self.fault(where, f"has the missing code {twice_code!r} twice.")
        for code in sorted({str(c.value) for c in categories} & set(codes)):
            self.fault(where, f"has {code!r} both as an answer and as missing.")

    def _field(self, value: object, where: str, common: tuple[MissingValue, ...]) -> Field:
        mapping = self._mapping(value, where)
        name = self._name(mapping, where)
        where = f"field {name}" if name else where
        self._known(mapping, "field", where)
        role = mapping.get("role")
        if role is not None and (not isinstance(role, str) or role not in ROLES):
            self.fault(where, f"has the unknown role {role!r}.", f"Known: {', '.join(ROLES)}.")
        categories = self._categories(mapping.get("categories"), where)
        if role is None:
            self._check_item(mapping, categories, where)
        else:
            for key in ("scale", "reversed", "midpoint", "mirrors"):
                if key in mapping:
                    self.fault(where, f"has a role, so it cannot have `{key}`.", "Drop one.")
        missing = (*self._missing(mapping.get("missingValues"), f"{where}, missingValues"), *common)
        if categories:
            self._check_labels(categories, missing, where)
        kind = mapping.get("type")
        if kind is not None and kind not in _TYPES:
            self.fault(where, f"has the unknown type {kind!r}.", f"Known: {', '.join(_TYPES)}.")
        midpoint = mapping.get("midpoint")
        if midpoint not in (None, "neutral", "unsure"):
            self.fault(where, "`midpoint` should be 'neutral' or 'unsure'.")
            midpoint = None
        if midpoint is not None and len(categories) % 2 == 0:
            self.fault(where, "has a `midpoint` but an even number of answers.", "Leave it out.")
        return Field(
            name=name,
            title=(self._asked if role is None else self._text)(mapping, "title", where),
            role=role,
            categories=categories,
            missing=missing,
            scale=self._reference(mapping, "scale", where),
            reversed=self._flag(mapping, "reversed", where, False),
            midpoint=midpoint,
            mirrors=self._reference(mapping, "mirrors", where),
            aliases=self._strings(mapping.get("aliases"), f"{where}, aliases"),
            required=self._flag(mapping, "required", where, role is None or role == "school"),
        )

    def _check_item(
        self, mapping: Mapping[str, Any], categories: tuple[Category, ...], where: str
    ) -> None:
        if mapping.get("type") != "integer":
            self.fault(where, "is an item, so its `type` should be integer.")
        if len(categories) < 2:
            self.fault(
                where, "has neither a role nor two answers.", "Give `role:` or `categories:`."
            )
        elif mapping.get("categoriesOrdered") is not True:
            self.fault(
                where,
                "does not say that its answers are ordered.",
                "Add `categoriesOrdered: true` and list them from disagreement to agreement.",
            )
        self._check_order(categories, where)

    def _check_order(self, categories: tuple[Category, ...], where: str) -> None:
        """Hold the order against known answers; codes say something only of unknown ones."""
        labels = [c.label.nl for c in categories]
        known = order(labels)
        if known is not None and not known.missing:
            if list(known.labels) != labels:
                self.fault(
                    where,
                    "does not list its answers from the low end (disagreement, never) to the high "
                    "end (agreement, always).",
                    f"Put them in this order: {', '.join(known.labels)}.",
                )
            return
        values = [c.value for c in categories]
        if len(values) > 2 and values not in (sorted(values), sorted(values, reverse=True)):
            self.fault(
                where,
                "lists its answers in an order that follows neither rising nor falling codes, and "
                "not all its answers are known.",
                "List them from disagreement to agreement, with codes that rise or fall.",
            )


def _twice(values: Sequence[object]) -> list[object]:
    return [v for v, n in Counter(values).items() if n > 1]
