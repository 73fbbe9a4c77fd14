"""Schools and groups that are written in more than one way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

__all__ = ["Spelling", "near_pairs", "same_key"]

_BRIN = re.compile(r"\d{2}[A-Z]{2}(?:\d{2})?")
_LOST_ZERO = re.compile(r"\d[A-Z]{2}(?:\d{2})?")
#: Two names this much alike, of 100, may be one.
_NEAR = 86.0
#: With more names than this only equal keys are looked for.
_MOST = 400


def same_key(name: str) -> str:
    """Write a name without case, accents, blanks and marks.

    Examples
    --------
    >>> same_key("De Wég-wijzer ") == same_key("DE WEGWIJZER")
    True
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum())


def near_pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    """Find names that may be one: the same apart from marks, or nearly the same letters.

    Names with other digits are never near: "groep 7" and "groep 8" are two.

    Examples
    --------
    >>> near_pairs(["De Wegwijzer", "Wegwijzer", "de wegwijzer", "groep 7", "groep 8"])
    [('De Wegwijzer', 'Wegwijzer'), ('De Wegwijzer', 'de wegwijzer'), ('Wegwijzer', 'de wegwijzer')]
    """
    keys = {name: same_key(name) for name in names}
    digits = {name: re.findall(r"\d+", name) for name in names}
    return [
        (a, b)
        for a, b in combinations(names, 2)
        if keys[a] == keys[b]
        or (
            len(names) <= _MOST
            and digits[a] == digits[b]
            and min(len(keys[a]), len(keys[b])) >= 4
            and fuzz.ratio(keys[a], keys[b]) >= _NEAR
        )
    ]


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """How schools are told apart: by known spellings, and by the form of a BRIN.

    Parameters
    ----------
    known : mapping of str to str
        The school's code by spelling; spellings are compared without case,
        accents, blanks and marks.
    brin : bool
        Whether codes are BRINs, so that a lost zero in front, blanks and hyphens
        can be mended.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    brin: bool = False

    def code(self, name: str) -> str:
        """Return a school's code for what stands in a cell.

        Examples
        --------
        >>> spelling = Spelling(known={"De Wegwijzer": "01AB"}, brin=True)
        >>> [spelling.code(name) for name in ("de wegwijzer", "1ab", "01 AB-00", "Elders")]
        ['01AB', '01AB', '01AB00', 'Elders']
        """
        found = self._by_key().get(same_key(name))
        if found is not None:
            return found
        if self.brin:
            bare = re.sub(r"[\s.\-_]", "", name).upper()
            if _BRIN.fullmatch(bare):
                return bare
            if _LOST_ZERO.fullmatch(bare):
                return f"0{bare}"
        return name

    def _by_key(self) -> dict[str, str]:
        return {same_key(spelling): code for spelling, code in self.known.items()}

    def read(self, column: pd.Categorical) -> tuple[pd.Categorical, list[tuple[str, str, int]]]:
        """Give every cell its school's code.

        Returns
        -------
        codes : Categorical
        mended : list of (str, str, int)
            What stood there, the code that it was read as, and in how many rows.
        """
        keys = self._by_key()
        counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.categories))
        places: dict[str, int] = {}
        table = np.full(len(column.categories) + 1, -1, dtype=np.int32)
        mended = []
        for i, name in enumerate(map(str, column.categories)):
            code = keys.get(same_key(name)) or self.code(name)
            table[i] = places.setdefault(code, len(places))
            if code != name and counts[i]:
                mended.append((name, code, int(counts[i])))
        read = pd.Categorical.from_codes(
            table[column.codes], categories=pd.Index(list(places), dtype=object)
        )
        return read, mended
