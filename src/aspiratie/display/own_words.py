"""What a school adds to its pages in its own words; no part of a release, and marked as such."""

from __future__ import annotations

import datetime

import msgspec
from babel.dates import format_date

from aspiratie.errors import ParameterError, Problem

__all__ = ["NO_WORDS", "OwnWords", "open_own_words"]


class OwnWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of one school; a text is empty where the school gave none.

    Parameters
    ----------
    comment : str
        What it says beside its numbers.
    conversation, hear_back : datetime.date or None
        When the conversation is, and when pupils hear what becomes of it.
    contact : str
        Whom to ask.
    """

    comment: str = ""
    conversation: datetime.date | None = None
    hear_back: datetime.date | None = None
    contact: str = ""

    def __bool__(self) -> bool:
        return self != NO_WORDS

    def text(self) -> str:
        """Return the words as a notebook takes them: as JSON, or nothing."""
        return msgspec.json.encode(self).decode() if self else ""


NO_WORDS = OwnWords()


def day_words(day: datetime.date | None, language: str) -> str:
    """Return a date as a sentence writes it; nothing where there is none.

    Examples
    --------
    >>> day_words(datetime.date(2026, 3, 1), "nl")
    '1 maart 2026'
    """
    return str(format_date(day, format="long", locale=language)) if day else ""


def open_own_words(text: str) -> OwnWords:
    """Return the words in a notebook's parameter; none where it is empty.

    Raises
    ------
    ParameterError
        If the text holds something else.
    """
    if not text:
        return NO_WORDS
    try:
        return msgspec.json.decode(text, type=OwnWords)
    except msgspec.DecodeError:
        raise ParameterError(
            "The school's own words cannot be read.",
            problems=[
                Problem(
                    where="own_words",
                    what="does not hold the words of a school, as JSON.",
                    remedy="Use comment, conversation, hear_back and contact; dates as 2026-03-01.",
                )
            ],
        ) from None
