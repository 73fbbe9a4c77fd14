"""Letters of schools: drawn by a secret, in blocks of neighbours that are told alike."""

from __future__ import annotations

import hashlib
import hmac
import math
from collections.abc import Mapping, Sequence

from aspiratie.disclosure.region.draft import (
    DraftRow,
)
from aspiratie.disclosure.region.rows import label_of
from aspiratie.disclosure.shape import (
    Letter,
)
from aspiratie.disclosure.shape.words import BlockLabel

__all__ = ["BLOCK", "LETTERED_SCHOOLS", "blocks_of", "draw_letters", "letter_of", "told_alike"]

#: Fewest schools that are told alike in the lettered document.
BLOCK = 3
#: Fewest schools of a lettered document: two blocks.
LETTERED_SCHOOLS = 2 * BLOCK


def draw_letters(schools: Sequence[str], secret: bytes, *about: str) -> dict[str, str]:
    """Draw a letter for each school: by a secret, not by size, name or score."""

    def drawn(school: str) -> bytes:
        told = "\x1f".join((*about, school)).encode()
        return hmac.new(secret, told, hashlib.sha256).digest()

    return {school: letter_of(i) for i, school in enumerate(sorted(schools, key=drawn))}


def letter_of(place: int) -> str:
    """Return the letter of a place: A to Z, then AA, AB and so on.

    Examples
    --------
    >>> [letter_of(i) for i in (0, 25, 26, 27, 52)]
    ['A', 'Z', 'AA', 'AB', 'BA']
    """
    first, second = divmod(place, 26)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + second)


def blocks_of(rows: Sequence[DraftRow]) -> list[list[DraftRow]]:
    """Cut schools into blocks of neighbours; the last block takes what is left over."""
    ordered = sorted(rows, key=lambda r: (r.shrunken_mean, r.school))
    cuts = list(range(0, len(ordered) - len(ordered) % BLOCK, BLOCK))
    ends = [*cuts[1:], len(ordered)]
    return [list(ordered[a:b]) for a, b in zip(cuts, ends, strict=True)]


def told_alike(block: Sequence[DraftRow], letters: Mapping[str, str]) -> list[Letter]:
    """Return the schools of a block, with one value, 95 % interval and label for all."""
    labels = {label_of(r.label) for r in block}
    label: BlockLabel = labels.pop() if len(labels) == 1 else "mixed"
    value = round(sum(r.shrunken_mean for r in block) / len(block), 1)
    low = min(r.ci_lower for r in block)
    high = max(r.ci_upper for r in block)
    return [
        Letter(
            letter=letters[row.school],
            value=value,
            low=min(value, math.floor(10 * low) / 10),
            high=max(value, math.ceil(10 * high) / 10),
            label=label,
        )
        for row in block
    ]
