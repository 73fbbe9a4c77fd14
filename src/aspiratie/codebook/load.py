"""Read a codebook from YAML; refuse a faulty one with every fault at once."""

from __future__ import annotations

import hashlib
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

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
from aspiratie.errors import CodebookError, CodebookWarning, Problem

__all__ = ["parse_codebook", "read_codebook", "shipped_codebooks"]

_TOP = {
    "name", "version", "title", "title_en", "informant", "licence", "licence_en", "example",
    "principles", "scales", "fields", "missingValues", "profile", "ladder", "outcome",
}  # fmt: skip
_FIELD = {
    "name", "title", "title_en", "type", "role", "categories", "categoriesOrdered",
    "missingValues", "scale", "reversed", "midpoint", "mirrors", "aliases", "required",
}  # fmt: skip
_CATEGORY = {"value", "label", "label_en", "aliases"}
_MISSING = {"value", "label", "label_en", "reason", "aliases"}
_PRINCIPLE = {"name", "title", "title_en", "definition", "definition_en", "tags"}
_SCALE = {"name", "title", "title_en", "definition", "definition_en", "principle"}
MIN_ITEMS = 3


def shipped_codebooks() -> tuple[str, ...]:
    """Return the names of the codebooks that come with the package.

    Examples
    --------
    >>> shipped_codebooks()
    ('aspiratie-leerkracht', 'aspiratie-leerling', 'aspiratie-ouder', 'aspiratie-team')
    """
    folder = resources.files("aspiratie") / "codebooks"
    return tuple(sorted(f.name[:-4] for f in folder.iterdir() if f.name.endswith(".yml")))


def read_codebook(source: str | Path) -> Codebook:
    """Read a codebook by the name of a shipped one, or from a YAML or xlsx file.

    Parameters
    ----------
    source : str or Path
        ``"aspiratie-leerling"`` or another name of :func:`shipped_codebooks`, or
        a path ending in ``.yml``, ``.yaml`` or ``.xlsx``.

    Returns
    -------
    Codebook
        Checked and whole.

    Raises
    ------
    CodebookError
        With every fault of the file: where, the rule and the remedy.

    Warns
    -----
    CodebookWarning
        Where a condition has fewer than three items.

    Examples
    --------
    >>> read_codebook("aspiratie-leerling").conditions[0].title.nl
    'Erbij horen'
    """
    if isinstance(source, str) and source in shipped_codebooks():
        data = (resources.files("aspiratie") / "codebooks" / f"{source}.yml").read_bytes()
        return _from_yaml(data, f"{source}.yml")
    path = Path(source)
    if not path.is_file():
        names = ", ".join(shipped_codebooks())
        raise CodebookError(
            f"There is no codebook {path.name!r}: neither a file nor a shipped name ({names})."
        )
    if path.suffix.lower() == ".xlsx":
        from aspiratie.codebook.xlsx import xlsx_to_document

        return parse_codebook(
            xlsx_to_document(path),
            source=path.name,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        )
    return _from_yaml(path.read_bytes(), path.name)


def _from_yaml(data: bytes, source: str) -> Codebook:
    try:
        document = yaml.safe_load(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CodebookError(f"{source} is not a text file in UTF-8.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", "") or "unreadable"
        raise CodebookError(f"{source} is not valid YAML{where}: {problem}.") from None
    return parse_codebook(document, source=source, sha256=hashlib.sha256(data).hexdigest())


def parse_codebook(document: object, *, source: str = "codebook", sha256: str = "") -> Codebook:
    """Make a codebook from a document of mappings and lists.

    Parameters
    ----------
    document : mapping
        Keys as in a shipped YAML file.
    source, sha256 : str
        For messages and provenance.

    Returns
    -------
    Codebook

    Raises
    ------
    CodebookError
        With every fault found.
    """
    reader = _Reader(source)
    codebook = reader.codebook(document, sha256)
    if codebook is None or reader.problems:
        n = len(reader.problems)
        heading = f"The codebook {source} has {n} fault{'s' if n != 1 else ''}."
        raise CodebookError(heading, problems=reader.problems)
    for text in _advice(codebook):
        warnings.warn(CodebookWarning(f"{source}: {text}"), stacklevel=3)
    return codebook


def _advice(codebook: Codebook) -> list[str]:
    return [
        f"{s.name} has {n} item{'s' if n != 1 else ''}; its reliability is hard to judge with "
        f"fewer than {MIN_ITEMS}."
        for s in codebook.conditions
        if (n := len(codebook.items_of(s.name))) < MIN_ITEMS
    ]


class _Reader:
    """Collects faults while it reads, so that all are told at once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def fault(self, where: str, what: str, remedy: str = "") -> None:
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

    def _known(self, mapping: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in mapping:
            if key not in known:
                self.fault(where, f"has the unknown key {key!r}.", f"Known: {_names(known)}.")

    def _name(self, mapping: Mapping[str, Any], where: str) -> str:
        name = mapping.get("name")
        if not isinstance(name, str) or not name.isidentifier():
            self.fault(
                where,
                "needs a `name` of letters, digits and underscores that starts with a letter.",
                "Names become columns and variables of models.",
            )
            return ""
        return name

    def _text(self, mapping: Mapping[str, Any], key: str, where: str, *, need: bool = True) -> Text:
        nl, en = mapping.get(key), mapping.get(f"{key}_en")
        if not isinstance(nl, str) or not nl.strip():
            if need:
                self.fault(where, f"needs a text under `{key}`.", "Quote words as 'ja' and 'nee'.")
            nl = ""
        return Text(nl=nl.strip(), en=en.strip() if isinstance(en, str) and en.strip() else None)

    def _flag(self, mapping: Mapping[str, Any], key: str, where: str, default: bool) -> bool:
        value = mapping.get(key, default)
        if not isinstance(value, bool):
            self.fault(where, f"`{key}` should be true or false.")
            return default
        return value

    def _strings(self, value: object, where: str) -> tuple[str, ...]:
        return tuple(str(v) for v in self._list(value, where))

    # -- the parts ------------------------------------------------------------
    def codebook(self, document: object, sha256: str) -> Codebook | None:
        if not isinstance(document, Mapping):
            self.fault(self.source, "is not a mapping.", "Start from a shipped codebook.")
            return None
        self._known(document, _TOP, self.source)
        for key in ("name", "version"):
            if not isinstance(document.get(key), str):
                self.fault(self.source, f"needs `{key}`, as text.", f'As: {key}: "1.0".')
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
        codebook = Codebook(
            name=str(document.get("name")),
            version=str(document.get("version")),
            title=self._text(document, "title", self.source),
            informant=str(informant),
            licence=self._text(document, "licence", self.source),
            example=self._flag(document, "example", self.source, False),
            principles=principles,
            scales=scales,
            fields=fields,
            profile=profile,
            ladder=document.get("ladder"),
            outcome=document.get("outcome"),
            sha256=sha256,
            source=self.source,
        )
        self._check_whole(codebook)
        return codebook

    def _principle(self, value: object, where: str) -> Principle:
        mapping = self._mapping(value, where)
        name = self._name(mapping, where)
        where = f"principle {name}" if name else where
        self._known(mapping, _PRINCIPLE, where)
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
        self._known(mapping, _SCALE, where)
        return Scale(
            name=name,
            title=self._text(mapping, "title", where),
            definition=self._text(mapping, "definition", where),
            principle=mapping.get("principle"),
        )

    def _profile(self, value: object) -> Profile | None:
        if value is None:
            return None
        mapping = self._mapping(value, "profile")
        self._known(mapping, {"dreaming", "doing"}, "profile")
        return Profile(dreaming=str(mapping.get("dreaming")), doing=str(mapping.get("doing")))

    def _missing(self, value: object, where: str) -> tuple[MissingValue, ...]:
        out = []
        for i, entry in enumerate(self._list(value, where)):
            here = f"{where}, entry {i + 1}"
            mapping = self._mapping(entry, here)
            self._known(mapping, _MISSING, here)
            if "value" not in mapping:
                self.fault(here, "needs a `value`.")
            reason = mapping.get("reason", "opinion")
            if reason not in ("opinion", "blank"):
                self.fault(here, "`reason` should be 'opinion' or 'blank'.")
                reason = "opinion"
            out.append(
                MissingValue(
                    value=str(mapping.get("value", "")),
                    label=self._text(mapping, "label", here),
                    reason=reason,
                    aliases=self._strings(mapping.get("aliases"), here),
                )
            )
        return tuple(out)

    def _categories(self, value: object, where: str) -> tuple[Category, ...]:
        out = []
        for i, entry in enumerate(self._list(value, f"{where}, categories")):
            here = f"{where}, category {i + 1}"
            mapping = self._mapping(entry, here)
            self._known(mapping, _CATEGORY, here)
            code = mapping.get("value")
            if not isinstance(code, int) or isinstance(code, bool):
                self.fault(here, "has a label without a whole number as `value`.")
                code = -1 - i
            out.append(
                Category(
                    value=code,
                    label=self._text(mapping, "label", here),
                    aliases=self._strings(mapping.get("aliases"), here),
                )
            )
        for what, seen in (
            ("value", [c.value for c in out]),
            ("label", [c.label.nl.casefold() for c in out if c.label.nl]),
        ):
            for twice in _twice(seen):
                self.fault(where, f"uses the {what} {twice!r} for two answers.")
        return tuple(out)

    def _field(self, value: object, where: str, common: tuple[MissingValue, ...]) -> Field:
        mapping = self._mapping(value, where)
        name = self._name(mapping, where)
        where = f"field {name}" if name else where
        self._known(mapping, _FIELD, where)
        role = mapping.get("role")
        if role is not None and role not in ROLES:
            self.fault(where, f"has the unknown role {role!r}.", f"Known: {', '.join(ROLES)}.")
        categories = self._categories(mapping.get("categories"), where)
        if role is None:
            self._check_item(mapping, categories, where)
        missing = (*self._missing(mapping.get("missingValues"), f"{where}, missingValues"), *common)
        for code in {str(c.value) for c in categories} & {m.value for m in missing}:
            self.fault(where, f"has {code!r} both as an answer and as missing.")
        midpoint = mapping.get("midpoint")
        if midpoint not in (None, "neutral", "unsure"):
            self.fault(where, "`midpoint` should be 'neutral' or 'unsure'.")
            midpoint = None
        if midpoint is not None and len(categories) % 2 == 0:
            self.fault(where, "has a `midpoint` but an even number of answers.", "Leave it out.")
        return Field(
            name=name,
            title=self._text(mapping, "title", where),
            role=role,
            categories=categories,
            missing=missing,
            scale=mapping.get("scale"),
            reversed=self._flag(mapping, "reversed", where, False),
            midpoint=midpoint,
            mirrors=mapping.get("mirrors"),
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
        values = [c.value for c in categories]
        if len(values) > 2 and values not in (sorted(values), sorted(values, reverse=True)):
            self.fault(
                where,
                "lists its answers in an order that follows neither rising nor falling codes.",
                "List them from disagreement to agreement.",
            )

    # -- the whole ------------------------------------------------------------
    def _check_whole(self, book: Codebook) -> None:
        for kind, names in (
            ("principle", [p.name for p in book.principles]),
            ("scale", [s.name for s in book.scales]),
            ("field", [f.name for f in book.fields]),
        ):
            for twice in _twice([n for n in names if n]):
                self.fault(f"{kind} {twice}", "stands in the codebook twice.")
        both = {s.name for s in book.scales} & {p.name for p in book.principles} - {""}
        for name in sorted(both):
            self.fault(f"scale {name}", "has the name of a principle.", "Rename one of them.")
        heads = Counter(
            head
            for f in book.fields
            for head in {a.casefold().strip() for a in (f.name, *f.aliases)}
        )
        for head in sorted(h for h, n in heads.items() if n > 1):
            self.fault(f"alias {head!r}", "belongs to more than one field.", "Keep it at one.")
        self._check_references(book)
        if book.role("school") is None:
            self.fault(self.source, "has no field with `role: school`.")
        if not book.items:
            self.fault(self.source, "has no items.")

    def _check_references(self, book: Codebook) -> None:
        principles = {p.name for p in book.principles}
        scales = {s.name for s in book.scales}
        items = {f.name for f in book.items}
        for s in book.scales:
            if s.principle is not None and s.principle not in principles:
                self.fault(
                    f"scale {s.name}",
                    f"names the unknown principle {s.principle!r}.",
                    f"Known: {_names(principles)}.",
                )
            members = book.items_of(s.name)
            if not members:
                self.fault(f"scale {s.name}", "has no items.", "Give items `scale:` or drop it.")
            answers = {tuple(c.label.nl for c in f.categories) for f in members}
            if len({len(a) for a in answers}) > 1:
                self.fault(
                    f"scale {s.name}",
                    "has items with different numbers of answers.",
                    "A mean of them has no scale: split it.",
                )
        for p in book.principles:
            if not book.conditions_of(p.name):
                self.fault(f"principle {p.name}", "has no scales.")
        for f in book.items:
            if f.scale is not None and f.scale not in scales:
                self.fault(
                    f"field {f.name}",
                    f"names the unknown condition or scale {f.scale!r}.",
                    f"Known: {_names(scales)}.",
                )
            if f.reversed and f.scale is None:
                self.fault(f"field {f.name}", "is reversed but belongs to no scale.")
        if book.profile is not None:
            for axis in (book.profile.dreaming, book.profile.doing):
                if axis not in scales:
                    self.fault("profile", f"names the unknown scale {axis!r}.")
        if book.ladder is not None and book.ladder not in items:
            self.fault("ladder", f"names the unknown item {book.ladder!r}.")
        if book.outcome is not None and book.outcome not in scales:
            self.fault("outcome", f"names the unknown scale {book.outcome!r}.")


def _twice(values: Sequence[object]) -> list[object]:
    return [v for v, n in Counter(values).items() if n > 1]


def _names(names: set[str]) -> str:
    return ", ".join(sorted(n for n in names if n)) or "none"
