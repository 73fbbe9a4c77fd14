"""Words that agree with what is printed: where two printed differences are equal, so are words.

A test knows more than what is printed. So on one scale a difference may be certain and on
another, with more spread, an equal printed one not. A reader sees only the printed numbers;
there the cautious word stands for both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

__all__ = ["settle"]


def settle(labels: Sequence[str], differences: Sequence[float]) -> list[str]:
    """Return labels in which equal differences have one word, the cautious one.

    Parameters
    ----------
    labels : sequence of str
        ``higher``, ``lower``, ``similar`` or another word, which is left as it is.
    differences : sequence of float
        As printed; not-a-number where nothing is printed.

    Examples
    --------
    >>> settle(["lower", "similar", "lower"], [-0.2, -0.2, -0.3])
    ['similar', 'similar', 'lower']
    """
    printed = [round(float(d), 6) for d in differences]
    right = [_right(label, d) for label, d in zip(labels, printed, strict=True)]
    words: dict[float, set[str]] = defaultdict(set)
    for label, difference in zip(right, printed, strict=True):
        words[difference].add(label)
    return [
        "similar" if label in ("higher", "lower") and "similar" in words[difference] else label
        for label, difference in zip(right, printed, strict=True)
    ]


def _right(label: str, difference: float) -> str:
    """Return a label, or the cautious word where what is printed goes the other way."""
    wrong = (label == "higher" and difference <= 0) or (label == "lower" and difference >= 0)
    return "similar" if wrong else label
