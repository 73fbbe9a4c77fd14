"""What exports say of the school year, and of how schools are coded."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from aspiratie.codebook.words import OPEN
from aspiratie.errors import ParameterError
from aspiratie.intake import Export
from aspiratie.schools.registry import parse_brin

__all__ = ["school_year", "schools_pattern"]

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
#: A Dutch school year begins in August.
_FIRST_MONTH = 8
_ISO = re.compile(r"(20\d\d)[-/](\d\d)[-/]\d\d")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d|\d\d)(?!\d)")


def school_year(exports: Iterable[Export]) -> str | None:
    """Return the one wave that all exports are of; None where they don't say.

    Parameters
    ----------
    exports : iterable of Export

    Returns
    -------
    str or None
        The wave's own name where there is a column of it; else the school year of the
        times of submission. None where there is more than one, or where day and month
        cannot be told apart.
    """
    found: set[str] = set()
    for export in exports:
        if "wave" in export.texts:
            found |= {str(w) for w in export.texts["wave"].cat.categories}
        elif "submitted" in export.texts:
            found |= _years([str(t) for t in export.texts["submitted"].cat.categories])
        else:
            return None
    return found.pop() if len(found) == 1 else None


def _years(times: list[str]) -> set[str]:
    iso = [match for time in times if (match := _ISO.search(time)) is not None]
    if iso:
        dates = [(int(m[1]), int(m[2])) for m in iso]
        return {_school_year(year, month) for year, month in dates}
    parts = [match for time in times if (match := _DAY_FIRST.search(time)) is not None]
    first = {int(m[1]) for m in parts}
    second = {int(m[2]) for m in parts}
    if not parts or (max(first) <= 12 and max(second) <= 12) or max(first) > 12 < max(second):
        return set()
    month = 1 if max(second) > 12 else 2
    return {_school_year(int(m[3]) % 100 + 2000, int(m[month])) for m in parts}


def _school_year(year: int, month: int) -> str:
    first = year if month >= _FIRST_MONTH else year - 1
    return f"{first}-{first + 1}"


def schools_pattern(exports: Iterable[Export]) -> str | None:
    """Return what the schools' codes look like; None where all are BRIN, or there are none.

    Parameters
    ----------
    exports : iterable of Export

    Returns
    -------
    str or None
        A regular expression that every code fits: of as many digits where all have as
        many, else of any text.
    """
    codes = {
        str(code)
        for export in exports
        if "school" in export.texts
        for code in pd.Series(export.texts["school"]).dropna().unique()
    }
    codes.discard(OPEN)
    if not codes or all(_is_brin(code) for code in codes):
        return None
    lengths = {len(code) for code in codes}
    if all(code.isdecimal() for code in codes):
        return rf"\d{{{lengths.pop()}}}" if len(lengths) == 1 else r"\d+"
    return ".+"


def _is_brin(code: str) -> bool:
    try:
        parse_brin(code)
    except ParameterError:
        return False
    return True
