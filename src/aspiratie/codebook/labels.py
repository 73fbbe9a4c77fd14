"""Known answers with their order, and what is certain about a set of labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from aspiratie.codebook.text import as_number, squeeze

__all__ = [
    "Family",
    "Ordered",
    "families",
    "in_languages",
    "is_missing_label",
    "is_nominal",
    "is_standard",
    "label_key",
    "order",
]

_CODED = re.compile(r"([+-]?\d{1,3})\s*(?:[-–:=.)]\s*|\s)(\D.*)|(\D.*?)\s*\(([+-]?\d{1,3})\)")
_SHORT = re.compile(r"[A-Za-z]{0,2}\d{1,3}")
_MARKS = re.compile(r"[\s,;.!…]+|\s*/\s*")


@dataclass(frozen=True, kw_only=True)
class Family:
    """Answers of one kind, level by level from low to high, each with its spellings."""

    name: str
    two_poles: bool
    levels: tuple[tuple[str, ...], ...]

    def level(self, label: str) -> int | None:
        """Return the place of a label in the family, from 0."""
        return _levels(self.name).get(label_key(label))


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """Labels of one family in their order.

    ``gap`` names the level that seems to lack at one end: nobody chose it, or
    the questionnaire doesn't have it.
    """

    family: str
    labels: tuple[str, ...]
    missing: tuple[str, ...]
    gap: str | None = None


def label_key(label: str) -> str:
    """Write a label without case, punctuation, code and double spaces.

    Examples
    --------
    >>> label_key("1 - Helemaal mee  oneens!"), label_key("Niet eens, niet oneens")
    ('helemaal mee oneens', 'niet eens niet oneens')
    """
    text = squeeze(label)
    coded = _CODED.fullmatch(text)
    if coded is not None:
        text = coded[2] or coded[3]
    return " ".join(_MARKS.sub(lambda m: "/" if "/" in m[0] else " ", text).split())


@cache
def _data() -> dict[str, list[Any]]:
    text = (files("aspiratie.codebook") / "families.yml").read_text(encoding="utf-8")
    # everything is text here: "no" is an answer, not false
    loaded: dict[str, list[Any]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    return loaded


@cache
def families() -> tuple[Family, ...]:
    """Return every known family."""
    return tuple(
        Family(
            name=str(f["name"]),
            two_poles=f["poles"] == "two",
            levels=tuple(tuple(str(s) for s in level) for level in f["levels"]),
        )
        for f in _data()["families"]
    )


@cache
def _levels(name: str) -> dict[str, int]:
    family = next(f for f in families() if f.name == name)
    return {label_key(s): i for i, level in enumerate(family.levels) for s in level}


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(label_key(str(w)) for group in _data()[kind] for w in group)


def is_missing_label(label: str) -> bool:
    """Whether a label says that the respondent has no answer.

    Examples
    --------
    >>> is_missing_label("Weet ik niet"), is_missing_label("neutraal")
    (True, False)
    """
    return label_key(label) in _words("missing")


def is_standard(label: str) -> bool:
    """Whether a label is a short code or of a known family, so not somebody's own words.

    Examples
    --------
    >>> is_standard("A2"), is_standard("mee eens"), is_standard("ik wil naar huis")
    (True, True, False)
    """
    if _SHORT.fullmatch(label.strip()) or is_missing_label(label):
        return True
    return any(family.level(label) is not None for family in families())


def is_nominal(labels: Iterable[str]) -> bool:
    """Whether answers are of a kind without an order, as boy and girl."""
    keys = {label_key(label) for label in labels} - _words("missing")
    return bool(keys) and keys <= _words("nominal")


def order(labels: Sequence[str]) -> Ordered | None:
    """Put labels in order if all are of one known family, apart from those of no answer.

    Returns None where a label is unknown, where two labels are of the same
    level, or where more than one family would give another order.

    Examples
    --------
    >>> order(["eens", "helemaal oneens", "weet niet", "oneens", "helemaal eens"]).labels
    ('helemaal oneens', 'oneens', 'eens', 'helemaal eens')
    >>> order(["soms", "vaak", "paars"]) is None
    True
    """
    absent = tuple(label for label in labels if is_missing_label(label))
    own = [label for label in labels if label not in absent]
    if len(own) < 2 or any(as_number(label) is not None for label in own):
        return None
    found: list[Ordered] = []
    for family in families():
        levels = [family.level(label) for label in own]
        known = [level for level in levels if level is not None]
        if len(known) < len(own) or len(set(known)) < len(known):
            continue
        pairs = sorted(zip(known, own, strict=True))
        found.append(
            Ordered(
                family=family.name,
                labels=tuple(label for _, label in pairs),
                missing=absent,
                gap=_gap(family, sorted(known)),
            )
        )
    if not found or len({f.labels for f in found}) > 1:
        return None
    return min(found, key=lambda f: f.gap is not None)


def in_languages(labels: Sequence[str]) -> tuple[tuple[str, ...], ...] | None:
    """Put labels of one questionnaire in several languages in order, level by level.

    Returns None unless all labels are of one known family and every level has as many of
    them, two or more: else two labels of one level may be two answers.

    Examples
    --------
    >>> in_languages(["eens", "agree", "oneens", "disagree"])
    (('oneens', 'disagree'), ('eens', 'agree'))
    >>> in_languages(["eens", "agree", "oneens"]) is None
    True
    """
    found = set()
    for family in families():
        levels: dict[int, list[str]] = {}
        for label in labels:
            level = family.level(label)
            if level is None:
                break
            levels.setdefault(level, []).append(label)
        else:
            sizes = {len(level) for level in levels.values()}
            if len(levels) > 1 and len(sizes) == 1 and sizes.pop() > 1:
                found.add(tuple(tuple(levels[level]) for level in sorted(levels)))
    return found.pop() if len(found) == 1 else None


def _gap(family: Family, levels: list[int]) -> str | None:
    """Return a spelling of the level that seems to lack at an end."""
    top = len(family.levels) - 1
    if family.two_poles:
        lacking = [top - level for level in levels if top - level not in levels]
    else:
        # from nothing to much: the low end is nearly always one of the answers
        lacking = [] if levels[0] <= (1 if family.name == "frequency" else 0) else [0]
    return family.levels[lacking[0]][0] if lacking else None
