"""What a survey's definition says of a column of its export."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Asked", "Definition", "words"]

_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^<>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, or one row of a matrix.

    Parameters
    ----------
    text : str
        In words; of a matrix the row's.
    stem : str
        The text above a matrix; ``""`` where there is none.
    labels : mapping of str to str
        Each answer's code in an export, with its label, in the survey's order. Empty where
        the definition has none, as with an open question.
    """

    text: str
    stem: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A survey's definition: its file, its tool, and each column that it knows by its heading."""

    file: str
    tool: str
    asked: Mapping[str, Asked]

    def __repr__(self) -> str:
        return f"<Definition {self.file}: {len(self.asked)} columns of {self.tool}>"


def words(text: object) -> str:
    """Return a text without marks of HTML; ``""`` for what is no text.

    Examples
    --------
    >>> words("<p>Ik hoor&nbsp;<b>erbij</b></p>"), words(None)
    ('Ik hoor erbij', '')
    """
    if not isinstance(text, str):
        return ""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())
