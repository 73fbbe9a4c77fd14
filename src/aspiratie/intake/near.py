"""Texts that are nearly the same: a typing error, a word changed, an end cut off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from aspiratie.codebook.text import squeeze
from aspiratie.intake.layout import without_number

__all__ = ["ALIKE", "alike", "assign"]

#: Two texts this much alike, of 100, are the same question.
ALIKE = 90.0
_CUT_OFF = 20


def alike(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 100; a text cut off by a program is like the whole.

    Examples
    --------
    >>> alike("1. Ik hoor erbij", "ik hoor er bij") > 95
    True
    >>> alike("Op school durf ik vragen te", "Op school durf ik vragen te stellen aan iedereen")
    100.0
    """
    one, other = (squeeze(without_number(text)).rstrip(".… ") for text in (one, other))
    short, long = sorted((one, other), key=len)
    if len(short) >= _CUT_OFF and long.startswith(short):
        return 100.0
    return float(fuzz.ratio(one, other))


def assign(
    found: Sequence[Sequence[str]], known: Sequence[Sequence[str]]
) -> list[tuple[int, int, float, float]]:
    """Pair texts one to one so that they are the most alike in all.

    Parameters
    ----------
    found, known : sequence of sequence of str
        The wordings of each thing found and of each thing known.

    Returns
    -------
    list of (int, int, float, float)
        Place among the found and among the known; how alike, 0 to 100; and the
        margin: how much less alike the second best is, of either side.

    Examples
    --------
    >>> assign([["Ik hoor er bij"], ["Ik leer graag"]], [["Ik leer graag."], ["Ik hoor erbij"]])
    [(0, 1, 96.2..., 50.1...), (1, 0, 100.0, 53.8...)]
    """
    if not found or not known:
        return []
    scores = np.array(
        [[max((alike(a, b) for a in one for b in other), default=0.0) for other in known]
         for one in found]
    )  # fmt: skip
    pairs = []
    for i, j in zip(*linear_sum_assignment(-scores), strict=True):
        others = [*np.delete(scores[i], j), *np.delete(scores[:, j], i), 0.0]
        score = float(scores[i, j])
        pairs.append((int(i), int(j), score, score - float(max(others))))
    return pairs
