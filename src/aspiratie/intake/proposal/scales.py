"""Scales to begin with: questions of one block, or of one beginning of their codes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from aspiratie.intake.proposal.model import Block, ScaleProposed
from aspiratie.intake.proposal.said import say
from aspiratie.intake.proposal.seen import Seen

__all__ = ["propose_scales"]

_PREFIX = re.compile(r"([A-Za-z][A-Za-z_]*?|[A-Za-z]+\d+[A-Za-z_]+)_?\d+[a-z]?")


def propose_scales(blocks: Sequence[Block], seen: Sequence[Seen]) -> list[ScaleProposed]:
    """Take each block as one scale, unless its codes fall into groups, as A1 to A5 and C1 to C5."""
    out: list[ScaleProposed] = []
    headings = {s.key: s.heading for s in seen}
    taken = {s.key.casefold() for s in seen}
    for block in blocks:
        groups: dict[str, list[str]] = defaultdict(list)
        for key in block.columns:
            found = next(
                (m for c in headings[key].codes if (m := _PREFIX.fullmatch(c)) is not None), None
            )
            groups[found[1] if found else ""].append(key)
        split = len(groups) > 1 and all(g and len(keys) >= 2 for g, keys in groups.items())
        parts = groups if split else {"": list(block.columns)}
        for prefix, keys in parts.items():
            number = len(out) + 1
            name = f"scale{number}"
            while name in taken:
                name += "_"
            reason = say("scale-by-code", code=prefix) if split else say("scale-by-block")
            title = prefix or block.stem or f"Schaal {number}"
            out.append(ScaleProposed(key=name, title=title, columns=tuple(keys), reason=reason))
    return out
