"""The one place that rounds: how numbers are written for readers.

Dutch has a decimal comma and a space before the per cent sign, English a point
and none. Spaces inside a number and its unit never break over lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from aspiratie.errors import ParameterError, Problem

__all__ = ["LANGUAGES", "NBSP", "Numbers", "check_language"]

#: Languages in which reports are written: each has its texts and its way to write numbers.
LANGUAGES = ("nl", "en")

NBSP = "\u00a0"
MINUS = "\u2212"


def check_language(language: str) -> str:
    """Give a language back where reports are written in it.

    Raises
    ------
    ParameterError
        If they are not.
    """
    if language not in LANGUAGES:
        raise ParameterError(
            "The language of a report is not known.",
            problems=[
                Problem(
                    where="language",
                    what=f"{language!r} is not one of {', '.join(LANGUAGES)}.",
                    remedy="Choose one of these.",
                )
            ],
        )
    return language


@dataclass(frozen=True)
class Numbers:
    """Writes numbers in one language.

    Parameters
    ----------
    language : {"nl", "en"}
        Language of the reader.

    Examples
    --------
    >>> nl = Numbers("nl")
    >>> nl.decimal(3.45), nl.whole(12345), nl.points(-23)
    ('3,5', '12.345', '−23')
    >>> nl.percent(65).replace(NBSP, "_"), Numbers("en").percent(65)
    ('65_%', '65%')
    >>> nl.n(87).replace(NBSP, "_")
    'n_=_87'
    """

    language: str

    def __post_init__(self) -> None:
        check_language(self.language)

    def decimal(self, value: float, places: int = 1) -> str:
        """Write a number with decimals; halves go away from zero."""
        rounded = self._round(value, places)
        text = f"{abs(rounded):,.{places}f}"
        if self.language == "nl":
            text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
        return f"{MINUS}{text}" if rounded < 0 else text

    def whole(self, value: float) -> str:
        """Write a whole number with a mark between thousands."""
        return self.decimal(value, 0)

    def percent(self, value: float) -> str:
        """Write a percentage without decimals."""
        return f"{self.whole(value)}{NBSP}%" if self.language == "nl" else f"{self.whole(value)}%"

    def n(self, value: float) -> str:
        """Write a number of respondents."""
        return f"n{NBSP}={NBSP}{self.whole(value)}"

    def points(self, value: float) -> str:
        """Write a difference with its sign, as +12 or −23."""
        text = self.whole(value)
        return f"+{text}" if self._round(value, 0) > 0 else text

    @staticmethod
    def _round(value: float, places: int) -> Decimal:
        step = Decimal(1).scaleb(-places)
        return Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
