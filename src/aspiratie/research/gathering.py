"""Warnings as sentences to stand under a result, and labels in the order one expects."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from aspiratie.errors import AspiratieWarning

__all__ = ["gathered", "in_order"]


@contextmanager
def gathered() -> Iterator[list[str]]:
    """Gather the package's warnings as sentences, to stand under the result that they are about.

    Warnings of others pass.
    """
    notes: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield notes
        finally:
            ours = [c for c in caught if issubclass(c.category, AspiratieWarning)]
            notes += dict.fromkeys(str(c.message) for c in ours)
    for other in (c for c in caught if not issubclass(c.category, AspiratieWarning)):
        warnings.warn_explicit(other.message, other.category, other.filename, other.lineno)


def in_order(labels: Iterable[object]) -> list[str]:
    """Sort labels of groups: numbers by size, then words.

    Examples
    --------
    >>> in_order(["10", "9", "havo"])
    ['9', '10', 'havo']
    """
    words = {str(label) for label in labels}
    numbers = sorted((w for w in words if w.isdecimal()), key=lambda w: (int(w), w))
    return [*numbers, *sorted(w for w in words if not w.isdecimal())]
