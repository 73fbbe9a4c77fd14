"""Texts of headings and cells in the forms in which they are compared."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["EMPTY", "as_number", "column_place", "is_blank", "plain", "squeeze"]

#: How programs write that a cell is empty; the codebook's own labels go first.
EMPTY = frozenset(
    {"", "na", "nan", "null", "none", "#null!", "#n/a", "n/a", ".", "{question_not_shown}"}
)
_ALIKE = str.maketrans(
    dict.fromkeys('‘’‚‛′`´“”„«»"', "'")
    | dict.fromkeys("–—\u2010\u2011", "-")
    | dict.fromkeys("\ufeff\u200b\u200c\u200d\u00ad")
)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def squeeze(text: str) -> str:
    """Write a heading or label in the form in which they are compared.

    Unicode is normalised (a no-break space becomes a space), all quotes are one,
    tags, outer quotes and a final full stop or colon go, case and repeated
    spaces don't count.

    Examples
    --------
    >>> squeeze(' “Ik hoor\u00a0 erbij.”')
    'ik hoor erbij'
    """
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    text = _TAGS.sub(" ", text) if "<" in text else text
    text = " ".join(text.split()).casefold()
    while len(text) > 1 and text[0] == text[-1] and text[0] == "'":
        text = text[1:-1].strip()
    return text.rstrip(".:").rstrip() if len(text) > 1 else text


def as_number(text: str) -> float | None:
    """Read a number with a decimal point or comma; None where it is none.

    Examples
    --------
    >>> as_number("4,0"), as_number(" 1.234,5"), as_number("vier")
    (4.0, 1234.5, None)
    """
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if "," in text and _THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return None


def is_blank(text: str) -> bool:
    """Whether a cell says in a program's way that it is empty: "", "NA", "#NULL!", ...

    Examples
    --------
    >>> is_blank(" NA "), is_blank("0")
    (True, False)
    """
    return squeeze(text) in EMPTY


def column_place(position: int) -> str:
    """Name a column by its place and its letter in a spreadsheet.

    Examples
    --------
    >>> column_place(27)
    'column 28 (AB)'
    """
    letters, rest = "", position + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return f"column {position + 1} ({letters})"


def plain(text: str) -> str:
    """Squeeze a text; a whole number is written without decimals.

    Examples
    --------
    >>> plain(" 4,0 "), plain("Mee Eens.")
    ('4', 'mee eens')
    """
    short = squeeze(text)
    number = as_number(short)
    if number is not None and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return short
