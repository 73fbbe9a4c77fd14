"""Scales to begin with: questions of one block, under one text, or of one beginning of codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from aspiratie.intake.layout import Heading
from aspiratie.intake.proposal.model import Block, ScaleProposed
from aspiratie.intake.proposal.said import say
from aspiratie.intake.proposal.seen import Seen

__all__ = ["propose_scales"]

_PREFIX = re.compile(r"([A-Za-z][A-Za-z_]*?|[A-Za-z]+\d+[A-Za-z_]+)_?\d+[a-z]?")


def propose_scales(blocks: Sequence[Block], seen: Sequence[Seen]) -> list[ScaleProposed]:
    """Take each block as one scale, unless its questions fall into groups.

    As two matrices with the same answers, each under a text of its own, or codes as A1 to A5
    and C1 to C5.
    """
    out: list[ScaleProposed] = []
    headings = {s.key: s.heading for s in seen}
    taken = {s.key.casefold() for s in seen}
    for block in blocks:
        by_stem = _grouped(block, {key: headings[key].stem for key in block.columns})
        by_code = _grouped(block, {key: _prefix(headings[key]) for key in block.columns})
        for group, keys in (by_stem or by_code or {"": list(block.columns)}).items():
            number = len(out) + 1
            name = f"scale{number}"
            while name in taken:
                name += "_"
            reason = say("scale-by-block")
            if not by_stem and by_code:
                reason = say("scale-by-code", code=group)
            title = group or block.stem or f"Schaal {number}"
            out.append(ScaleProposed(key=name, title=title, columns=tuple(keys), reason=reason))
    return out


def _prefix(heading: Heading) -> str:
    found = next((m for c in heading.codes if (m := _PREFIX.fullmatch(c)) is not None), None)
    return found[1] if found else ""


def _grouped(block: Block, groups_of: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the groups of a block's questions; none where there is one, or one of one question."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key in block.columns:
        groups[groups_of[key]].append(key)
    split = len(groups) > 1 and all(group and len(keys) >= 2 for group, keys in groups.items())
    return dict(groups) if split else {}
