"""Headings to fields of the codebook, and answers to places in its categories."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aspiratie.codebook import Codebook, Field
from aspiratie.errors import Problem
from aspiratie.intake.layout import Layout
from aspiratie.intake.text import EMPTY, as_number, column_place, plain, squeeze

__all__ = [
    "BLANK", "BLANK_CODE", "OPINION", "OUT_OF_RANGE", "UNKNOWN", "Match", "answer_key", "decode",
    "match_columns",
]  # fmt: skip

#: What an answer is that is not the place of a category (1 to k).
BLANK, OPINION, BLANK_CODE, OUT_OF_RANGE, UNKNOWN = 0, -1, -2, -3, -4

_ARRAY = re.compile(r"(\w+)\[(\w+)\]")
_CODE_AND_LABEL = re.compile(r"([+-]?\d+)\s*(?:[-:=.)]\s*|\s)(.+)|(.+?)\s*\(([+-]?\d+)\)")
#: Roles of which the column serves cleaning only, and may be known by its tool alone.
_TOOL_ROLES = ("respondent", "submitted", "started", "duration", "status")


@dataclass(frozen=True, kw_only=True)
class Match:
    """Which column (place, from 0) holds which field.

    ``fields`` has the codebook's fields by name; ``roles`` the columns that the
    tool adds for cleaning; ``dropped`` the places of all other columns.
    """

    fields: Mapping[str, int]
    roles: Mapping[str, int]
    dropped: tuple[int, ...]
    problems: tuple[Problem, ...]


def match_columns(layout: Layout, codebook: Codebook) -> Match:
    """Find the codebook's fields among the columns of an export.

    A column is a field's if one of its names is the field's name or alias, or
    else its title in Dutch or English. Where several columns could be one
    field's, the most precise name decides; equally precise ones are a problem.
    A title of more than one field is not used.
    """
    keys = _keys(codebook)
    best: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, names in enumerate(layout.names):
        hits = [
            (level * 100 + rank, level_keys[name])
            for rank, name in enumerate(map(squeeze, names))
            for level, level_keys in enumerate(keys)
            if name in level_keys
        ]
        if hits:
            cost, name = min(hits)
            best[name].append((cost, place))
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
        dropped=tuple(i for i in range(len(layout.names)) if i not in used),
        problems=tuple(problems),
    )


def _keys(codebook: Codebook) -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    titles: dict[str, set[str]] = defaultdict(set)
    for f in codebook.fields:
        for head in (f.name, *f.aliases):
            exact.setdefault(squeeze(head), f.name)
            # LimeSurvey's code[sub] is code_sub in its files for SPSS and R
            if array := _ARRAY.fullmatch(head.strip()):
                exact.setdefault(squeeze(f"{array[1]}_{array[2]}"), f.name)
        for title in (f.title.nl, f.title.en):
            if title:
                titles[squeeze(title)].add(f.name)
    return exact, {t: next(iter(names)) for t, names in titles.items() if len(names) == 1}


def _numbered(
    layout: Layout, keys: Sequence[Mapping[str, str]], fields: Mapping[str, int]
) -> dict[str, int]:
    """Give headings with a number behind them, as Forms writes a text that it has seen before."""
    found: dict[str, list[int]] = defaultdict(list)
    for place in sorted(set(range(len(layout.names))) - set(fields.values())):
        head = squeeze(layout.names[place][0])
        for digits in (1, 2):
            bare = squeeze(head[:-digits])
            names = [level[bare] for level in keys if bare in level] if bare else []
            if head[-digits:].isdecimal() and names and names[0] not in fields:
                found[names[0]].append(place)
                break
    return {name: places[0] for name, places in found.items() if len(places) == 1}


def _tool_roles(layout: Layout, codebook: Codebook, fields: Mapping[str, int]) -> dict[str, int]:
    taken = set(fields.values())
    heads: dict[str, int] = {}
    for place, names in enumerate(layout.names):
        for name in map(squeeze, names):
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
