"""Warnings as sentences to stand under a result, and labels in the order one expects."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from aspiratie.errors import AspiratieError, AspiratieWarning
from aspiratie.research.progress import watched

__all__ = ["each_scale", "gathered", "in_order"]

Found = TypeVar("Found")


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


def each_scale(
    scales: Mapping[str, list[str]], doing: str, estimate: Callable[[str, list[str]], Found]
) -> tuple[dict[str, Found], dict[str, str], list[str]]:
    """Estimate something of each scale; one that is refused stops no other.

    Parameters
    ----------
    scales : mapping of str to list of str
        The items of each scale.
    doing : str
        What the bar says.
    estimate : callable
        Of a scale and its items.

    Returns
    -------
    found : dict
        By scale.
    refused : dict of str to str
        Why a scale has none.
    notes : list of str
        Warnings, each with its scale.
    """
    found: dict[str, Found] = {}
    refused: dict[str, str] = {}
    notes: list[str] = []
    for scale, members in watched(scales.items(), doing):
        try:
            with gathered() as warned:
                found[scale] = estimate(scale, members)
            notes += [f"{scale}: {note}" for note in warned]
        except AspiratieError as error:
            refused[scale] = str(error)
    return found, refused, notes


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
