"""What was hidden in a school's release, by part and reason: for its accountability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from aspiratie.disclosure.shape import Hidden, SchoolRelease
from aspiratie.disclosure.shape.words import Reason

__all__ = ["HiddenCells", "hidden_cells"]

Part = Literal[
    "merged_groups",
    "scores",
    "region",
    "previous",
    "items",
    "no_opinion",
    "groups",
    "waves",
    "informants",
    "profile",
    "ladder",
    "cleaning",
]


class HiddenCells(Struct, frozen=True, kw_only=True):
    """How many cells of one part of a release are hidden, for one reason."""

    what: Part
    reason: Reason
    cells: int


def hidden_cells(release: SchoolRelease) -> tuple[HiddenCells, ...]:
    """Count what is hidden in a release; what was not asked does not count as hidden.

    Parameters
    ----------
    release : SchoolRelease
        Whole.

    Returns
    -------
    tuple of HiddenCells
        Part by part; groups that were merged come first.
    """
    scales, items = release.scales, release.items
    parts: list[tuple[Part, object]] = [
        ("scores", [s.score for s in scales]),
        ("region", [s.region for s in scales]),
        ("previous", [s.previous.score for s in scales if s.previous is not None]),
        ("items", [i.distribution for i in items]),
        ("no_opinion", [i.no_opinion for i in items]),
        ("groups", [(g.n, g.scores) for g in release.groups]),
        ("waves", [(w.n, w.scores) for w in release.waves]),
        (
            "informants",
            [(o.n, [(r.theirs, r.pupils, r.gap) for r in o.items]) for o in release.informants],
        ),
        ("profile", release.profile),
        ("ladder", [part.distribution for part in release.ladder]),
        ("cleaning", release.cleaning),
    ]
    merged = [g for g in release.participation.groups if g.merged]
    found = [
        HiddenCells(what="merged_groups", reason="few", cells=sum(len(g.members) for g in merged))
    ] * bool(merged)
    for what, part in parts:
        counted = Counter(_reasons(part))
        found += [
            HiddenCells(what=what, reason=reason, cells=counted[reason])
            for reason in sorted(counted)
            if reason != "not_asked"
        ]
    return tuple(found)


def _reasons(value: object) -> Iterator[Reason]:
    if isinstance(value, Hidden):
        yield value.reason
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _reasons(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _reasons(part)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _reasons(getattr(value, name))
