"""Headings to fields of the codebook, and answers to places in its categories."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from aspiratie.codebook import Codebook, Field
from aspiratie.codebook.text import EMPTY, as_number, column_place, plain, squeeze
from aspiratie.errors import Problem
from aspiratie.intake.layout import Heading, Layout, without_number
from aspiratie.intake.near import ALIKE, alike

__all__ = [
    "BLANK", "BLANK_CODE", "OPINION", "OUT_OF_RANGE", "UNKNOWN", "Match", "answer_key", "decode",
    "knows", "match_columns", "texts_of",
]  # fmt: skip

#: What an answer is that is not the place of a category (1 to k).
BLANK, OPINION, BLANK_CODE, OUT_OF_RANGE, UNKNOWN = 0, -1, -2, -3, -4

_SHOWN = 90
_ARRAY = re.compile(r"(\w+)\[(\w+)\]")
_CODE_AND_LABEL = re.compile(r"([+-]?\d+)\s*(?:[-:=.)]\s*|\s)(.+)|(.+?)\s*\(([+-]?\d+)\)")
#: Roles of which the column serves cleaning only, and may be known by its tool alone.
_TOOL_ROLES = ("respondent", "submitted", "started", "duration", "status")


@dataclass(frozen=True, kw_only=True)
class Match:
    """Which column (place, from 0) holds which field.

    ``fields`` has the codebook's fields by name; ``roles`` the columns that the
    tool adds for cleaning; ``dropped`` the places of all other columns.
    ``problems`` are columns that two fields claim or two columns of one field;
    ``disagreeing`` those of which code and text say different things.
    """

    fields: Mapping[str, int]
    roles: Mapping[str, int]
    dropped: tuple[int, ...]
    problems: tuple[Problem, ...]
    disagreeing: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Keys:
    """Names and aliases, and titles, by their squeezed form; titles of two fields are left out."""

    exact: Mapping[str, str]
    titles: Mapping[str, str]

    def by_text(self, heading: Heading, time: int = 1) -> tuple[int, str] | None:
        forms = [f(text) for text in heading.texts for f in (str, without_number)]
        again = [f"{text} ({time})" for text in forms]
        if any(form in keys for form in map(squeeze, again) for keys in (self.exact, self.titles)):
            forms = again
        return min(
            (
                (level * 100 + rank, keys[form])
                for rank, form in enumerate(map(squeeze, forms))
                for level, keys in enumerate((self.exact, self.titles))
                if form in keys
            ),
            default=None,
        )

    def by_code(self, heading: Heading) -> tuple[int, str] | None:
        return min(
            (
                (1000 + level * 100 + rank, keys[form])
                for rank, form in enumerate(map(squeeze, heading.codes))
                for level, keys in enumerate((self.exact, self.titles))
                if form in keys
            ),
            default=None,
        )


def match_columns(layout: Layout, codebook: Codebook) -> Match:
    """Find the codebook's fields among the columns of an export.

    The question's text goes first: a column is a field's if its text is the
    field's title in Dutch or English, an alias or its name, apart from a number
    in front. A code as ``Q3_1`` decides only where the column has no text, or
    one that says the same; a code and a text that say different things are a
    problem. Of several columns for one field the one with the whole text is
    taken; equally good ones are a problem. A title of more than one field is
    not used; a title that ends in ``(2)`` is the second column of that text.
    """
    keys = _keys(codebook)
    best: dict[str, list[tuple[int, int]]] = defaultdict(list)
    disagreeing = []
    times: Counter[str] = Counter()
    for place, heading in enumerate(layout.headings):
        times[heading.text] += 1
        text = keys.by_text(heading, times[heading.text])
        code = keys.by_code(heading)
        if text is not None and code is not None and text[1] != code[1]:
            disagreeing.append(_disagreement(place, heading, codebook.field(code[1])))
            continue
        if text is None and code is not None and heading.texts:
            named = codebook.field(code[1])
            if named.is_item and not _agrees(heading, named):
                disagreeing.append(_disagreement(place, heading, named))
                continue
        hit = text or code
        if hit is not None:
            best[hit[1]].append((hit[0], place))
    problems = []
    fields: dict[str, int] = {}
    for name, places in best.items():
        first = min(cost for cost, _ in places)
        chosen = [place for cost, place in places if cost == first]
        if len(chosen) > 1:
            problems.append(
                Problem(
                    where=" and ".join(column_place(p) for p in chosen),
                    what=f"have headings that all stand for the field {name!r}.",
                    remedy="Remove or rename all but one, or give the codebook a more precise "
                    "alias.",
                )
            )
        fields[name] = chosen[0]
    if layout.counts_repeats:
        fields |= _numbered(layout, keys, fields)
    roles = _tool_roles(layout, codebook, fields)
    used = {*fields.values(), *roles.values()}
    return Match(
        fields={f.name: fields[f.name] for f in codebook.fields if f.name in fields},
        roles=roles,
        dropped=tuple(i for i in range(len(layout.headings)) if i not in used),
        problems=tuple(problems),
        disagreeing=tuple(disagreeing),
    )


def knows(codebook: Codebook) -> Callable[[str], bool]:
    """Return what says whether a text or code is a question of the questionnaire."""
    keys = _keys(codebook)

    def known(text: str) -> bool:
        heading = Heading(found=text, texts=(text,), codes=(text,))
        return keys.by_text(heading) is not None

    return known


def _keys(codebook: Codebook) -> _Keys:
    exact: dict[str, str] = {}
    titles: dict[str, set[str]] = defaultdict(set)
    for f in codebook.fields:
        for head in (f.name, *f.aliases):
            exact.setdefault(squeeze(head), f.name)
            # LimeSurvey's code[sub] is code_sub in its files for SPSS and R
            if array := _ARRAY.fullmatch(head.strip()):
                exact.setdefault(squeeze(f"{array[1]}_{array[2]}"), f.name)
        for title in texts_of(f):
            for form in (title, without_number(title)):
                titles[squeeze(form)].add(f.name)
    single = {t: next(iter(names)) for t, names in titles.items() if len(names) == 1}
    return _Keys(exact=exact, titles=single)


def texts_of(field: Field) -> tuple[str, ...]:
    """Return the wordings by which a field is known: its titles, and aliases of several words."""
    return tuple(
        dict.fromkeys(
            text
            for text in (field.title.nl, field.title.en or "", *field.aliases)
            if text and (text in (field.title.nl, field.title.en) or " " in text.strip())
        )
    )


def _agrees(heading: Heading, field: Field) -> bool:
    names = {squeeze(name) for name in (field.name, *field.aliases)}
    known = [t for t in texts_of(field) if " " in t.strip() or squeeze(t) not in names]
    # where the codebook itself has no text beside its codes, there is nothing to disagree with
    return not known or any(alike(text, own) >= ALIKE for text in heading.texts for own in known)


def _disagreement(place: int, heading: Heading, field: Field) -> Problem:
    return Problem(
        where=column_place(place),
        what=f"{heading.codes[0]!r} stands in the codebook for {field.name!r}, "
        f"{_shortened(field.title.nl)!r}, but the text beside it is "
        f"{_shortened(heading.text)!r}.",
        remedy=f"Take {heading.codes[0]!r} from the aliases of {field.name!r}; or, if the two "
        "ask the same, add the text as an alias.",
    )


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 4] + " ..."


def _numbered(layout: Layout, keys: _Keys, fields: Mapping[str, int]) -> dict[str, int]:
    """Give headings with a number behind them, as Forms writes a text that it has seen before."""
    found: dict[str, list[int]] = defaultdict(list)
    for place in sorted(set(range(len(layout.headings))) - set(fields.values())):
        head = squeeze(layout.headings[place].text)
        for digits in (1, 2):
            bare = squeeze(head[:-digits])
            names = [k[bare] for k in (keys.exact, keys.titles) if bare in k] if bare else []
            if head[-digits:].isdecimal() and names and names[0] not in fields:
                found[names[0]].append(place)
                break
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def _tool_roles(layout: Layout, codebook: Codebook, fields: Mapping[str, int]) -> dict[str, int]:
    taken = set(fields.values())
    heads: dict[str, int] = {}
    for place, heading in enumerate(layout.headings):
        for name in map(squeeze, (heading.found, *heading.codes, *heading.texts)):
            heads.setdefault(name, place)
    roles: dict[str, int] = {}
    for role in _TOOL_ROLES:
        own = codebook.role(role)
        if own is not None and own.name in fields:
            continue
        for head in layout.roles.get(role, ()):
            found = heads.get(squeeze(head))
            if found is not None and found not in taken:
                roles[role] = found
                taken.add(found)
                break
    return roles


def answer_key(item: Field) -> dict[str, int]:
    """Return what each code and label of a field stands for.

    Codes go before labels, Dutch before English, labels before aliases; an
    answer is its place among the categories, 1 to k.
    """
    key: dict[str, int] = {}
    for place, category in enumerate(item.categories, start=1):
        key[str(category.value)] = place
    states = {"opinion": OPINION, "blank": BLANK_CODE}
    for code in item.missing:
        key.setdefault(plain(code.value), states[code.reason])
    labelled = [
        *((c, place) for place, c in enumerate(item.categories, start=1)),
        *((m, states[m.reason]) for m in item.missing),
    ]
    for texts in (
        lambda entry: (entry.label.nl,),
        lambda entry: (entry.label.en,),
        lambda entry: entry.aliases,
    ):
        for entry, state in labelled:
            for text in texts(entry):
                if text:
                    key.setdefault(plain(text), state)
    return key


def decode(item: Field, texts: Iterable[str]) -> list[int]:
    """Say of each text what answer it is: a place, or one of the states of this module.

    Examples
    --------
    >>> from aspiratie.codebook import Category, Text
    >>> likert = ["oneens", "eens"]
    >>> answers = tuple(Category(value=i, label=Text(nl=n)) for i, n in enumerate(likert, 1))
    >>> decode(Field(name="q", title=Text(nl="q"), categories=answers), ["2,0", "Eens ", "7", "?"])
    [2, 2, -3, -4]
    """
    key = answer_key(item)
    return [_state(text, key) for text in texts]


def _state(text: str, key: Mapping[str, int]) -> int:
    answer = plain(text)
    if answer in key:
        return key[answer]
    if answer in EMPTY:
        return BLANK
    if as_number(answer) is not None:
        return OUT_OF_RANGE
    both = _CODE_AND_LABEL.fullmatch(answer)
    if both is not None:
        code, label = (both[1], both[2]) if both[1] else (both[4], both[3])
        if plain(label) in key and key[plain(label)] == key.get(plain(code)):
            return key[plain(label)]
    return UNKNOWN
