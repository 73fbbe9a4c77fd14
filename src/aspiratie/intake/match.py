"""Headings to fields of the codebook, and answers to places in its categories."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aspiratie.codebook import Codebook, Field
from aspiratie.errors import Problem

__all__ = [
    "BLANK", "BLANK_CODE", "EMPTY", "OPINION", "OUT_OF_RANGE", "UNKNOWN", "Layout", "Match",
    "answer_key", "as_number", "column_place", "decode", "is_blank", "match_columns", "squeeze",
]  # fmt: skip

#: What an answer is that is not the place of a category (1 to k).
BLANK, OPINION, BLANK_CODE, OUT_OF_RANGE, UNKNOWN = 0, -1, -2, -3, -4

#: How programs write that a cell is empty; the codebook's own labels go first.
EMPTY = frozenset({"", "na", "nan", "null", "none", "#null!", "#n/a", "n/a", "."})
_ALIKE = str.maketrans(
    dict.fromkeys('‘’‚‛′`´“”„«»"', "'")
    | dict.fromkeys("–—\u2010\u2011", "-")
    | dict.fromkeys("\ufeff\u200b\u200c\u200d\u00ad")
)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ARRAY = re.compile(r"(\w+)\[(\w+)\]")
_CODE_AND_LABEL = re.compile(r"([+-]?\d+)\s*(?:[-:=.)]\s*|\s)(.+)|(.+?)\s*\(([+-]?\d+)\)")
#: Roles of which the column serves cleaning only, and may be known by its tool alone.
_TOOL_ROLES = ("respondent", "submitted", "started", "duration", "status")


def squeeze(text: str) -> str:
    """Write a heading or label in the form in which they are compared.

    Unicode is normalised (a no-break space becomes a space), all quotes are one,
    tags, outer quotes and a final full stop or colon go, case and repeated
    spaces don't count.

    Examples
    --------
    >>> squeeze(' “Ik hoor\u00a0 erbij.”')
    'ik hoor erbij'
    """
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    text = _TAGS.sub(" ", text) if "<" in text else text
    text = " ".join(text.split()).casefold()
    while len(text) > 1 and text[0] == text[-1] and text[0] == "'":
        text = text[1:-1].strip()
    return text.rstrip(".:").rstrip() if len(text) > 1 else text


def as_number(text: str) -> float | None:
    """Read a number with a decimal point or comma; None where it is none.

    Examples
    --------
    >>> as_number("4,0"), as_number(" 1.234,5"), as_number("vier")
    (4.0, 1234.5, None)
    """
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if "," in text and _THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return None


def is_blank(text: str) -> bool:
    """Whether a cell says in a program's way that it is empty: "", "NA", "#NULL!", ...

    Examples
    --------
    >>> is_blank(" NA "), is_blank("0")
    (True, False)
    """
    return squeeze(text) in EMPTY


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the rows above the data say.

    Parameters
    ----------
    tool : str
        The survey tool.
    header_rows : int
        How many rows stand above the data.
    names : tuple of tuple of str
        For each column the names it may go by, the most precise first.
    roles : mapping of str to tuple of str
        Headings that the tool gives to a role of the codebook.
    """

    tool: str
    header_rows: int
    names: tuple[tuple[str, ...], ...]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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


def column_place(position: int) -> str:
    """Name a column by its place and its letter in a spreadsheet.

    Examples
    --------
    >>> column_place(27)
    'column 28 (AB)'
    """
    letters, rest = "", position + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return f"column {position + 1} ({letters})"


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
    if layout.tool == "microsoft_forms":
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
        key.setdefault(_plain(code.value), states[code.reason])
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
                    key.setdefault(_plain(text), state)
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
    plain = _plain(text)
    if plain in key:
        return key[plain]
    if plain in EMPTY:
        return BLANK
    if as_number(plain) is not None:
        return OUT_OF_RANGE
    both = _CODE_AND_LABEL.fullmatch(plain)
    if both is not None:
        code, label = (both[1], both[2]) if both[1] else (both[4], both[3])
        if _plain(label) in key and key[_plain(label)] == key.get(_plain(code)):
            return key[_plain(label)]
    return UNKNOWN


def _plain(text: str) -> str:
    plain = squeeze(text)
    number = as_number(plain)
    if number is not None and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return plain
