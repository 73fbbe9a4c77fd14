"""The rules of publishing: how few is too few, and what else is held back."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Literal

import msgspec

from aspiratie.disclosure.members import number
from aspiratie.errors import DisclosureError, Problem

__all__ = ["FLOOR", "DisclosureRules"]

#: No parameter makes the smallest group smaller than this.
FLOOR = 5

_WORD = re.compile(r"[a-z][a-z0-9_]*")


_Whole = Annotated[int, number("design", ge=0)]
_Share = Annotated[float, number("design", ge=0, le=1)]


class DisclosureRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How numbers are held back, and how answers were treated before.

    Parameters
    ----------
    n_min : int
        Respondents below which no statistic is published; 10 is the commonest
        minimum of American states [1]_. Below 5 is refused.
    interval_share : float
        Share of what is possible that must stay open for every sum over fewer than
        n_min pupils; by it follows how finely a mean is printed.
    bounds : tuple of (n, percent)
        From n respondents on, shares below percent and above 100 − percent are
        bounded; in falling order of n. Below the last n no distribution is published.
        The usual ones are those of practice [1]_ from one respondent later on, so that
        behind each bound there are three possible counts or more.
    classes3_below : int
        Under so many respondents a distribution has three classes, or two where
        the number of answers is even.
    reliability_min : float
        Reliability of a scale in the region below which it is not interpreted.
    region_min_schools, region_min_pupils : int
        Other schools and pupils that a mark of the region needs.
    region_max_share : float
        Largest share of one school among the pupils of a mark.
    alpha : float
        Level of the comparisons.
    min_answered, prorate_min : float
        Share of items that a respondent, and a scale score, need.
    careless, duplicates, out_of_range, test_entries : str
        What cleaning did; printed in the report.

    Raises
    ------
    DisclosureError
        With every rule that is out of its range.

    References
    ----------
    .. [1] National Center for Education Statistics (2011). Statistical methods for
       protecting personally identifiable information in aggregate reporting
       (SLDS Technical Brief 3, NCES 2011-603).

    Examples
    --------
    >>> DisclosureRules().bound(28)
    10
    >>> DisclosureRules(n_min=3)
    Traceback (most recent call last):
    aspiratie.errors.DisclosureError: The rules of publishing have 1 fault.
      - n_min: 3 is below the floor of 5. Choose 5 or more; 10 is advised.
    """

    n_min: _Whole = 10
    interval_share: _Share = 0.1
    bounds: tuple[tuple[_Whole, _Whole], ...] = (
        (300, 1),
        (101, 2),
        (41, 5),
        (21, 10),
        (11, 20),
        (10, 25),
    )
    classes3_below: _Whole = 30
    reliability_min: _Share = 0.6
    region_min_schools: _Whole = 5
    region_min_pupils: _Whole = 50
    region_max_share: _Share = 0.5
    alpha: _Share = 0.05
    min_answered: _Share = 0.5
    prorate_min: _Share = 0.5
    careless: Literal["keep", "exclude"] = "keep"
    duplicates: str = "keep_first"
    out_of_range: str = "missing"
    test_entries: str = "remove"

    def __post_init__(self) -> None:
        problems = list(_faults(self))
        if problems:
            n = len(problems)
            heading = f"The rules of publishing have {n} fault{'s' if n != 1 else ''}."
            raise DisclosureError(heading, problems=problems)

    def bound(self, n: int) -> int | None:
        """Return the percentage under which shares of n respondents are bounded."""
        return next((percent for least, percent in self.bounds if n >= least), None)


def _faults(rules: DisclosureRules) -> list[Problem]:
    found: list[Problem] = []

    def need(ok: bool, where: str, what: str, remedy: str) -> None:
        if not ok:
            found.append(Problem(where=where, what=what, remedy=remedy))

    whole = {"n_min", "classes3_below", "region_min_schools", "region_min_pupils"}
    for name in sorted(whole):
        value = getattr(rules, name)
        ok = isinstance(value, int) and not isinstance(value, bool)
        need(ok, name, "is not a whole number.", "Write a whole number.")
    if found:
        return found
    need(
        rules.n_min >= FLOOR,
        "n_min",
        f"{rules.n_min} is below the floor of {FLOOR}.",
        f"Choose {FLOOR} or more; 10 is advised.",
    )
    steps = list(rules.bounds)
    falling = all(a[0] > b[0] and a[1] < b[1] for a, b in pairwise(steps))
    need(
        bool(steps)
        and falling
        and all(0 < p < 50 and 100 % p == 0 and n * p > 200 for n, p in steps),
        "bounds",
        "n must fall, percent rise and divide 100, and percent of n be above two respondents.",
        "Use [[300, 1], [101, 2], [41, 5], [21, 10], [11, 20], [10, 25]].",
    )
    need(
        rules.interval_share >= 0.05,
        "interval_share",
        "is below 0.05, so that sums over few pupils would follow too finely.",
        "Use 0.1.",
    )
    need(rules.classes3_below >= 0, "classes3_below", "is below 0.", "Use 30.")
    need(rules.region_min_schools >= 2, "region_min_schools", "is below 2.", "Use 5.")
    need(
        rules.region_min_pupils >= rules.n_min,
        "region_min_pupils",
        "is below n_min.",
        "Use 50.",
    )
    for name in ("reliability_min", "alpha", "region_max_share", "min_answered", "prorate_min"):
        value = getattr(rules, name)
        ok = isinstance(value, int | float) and 0 <= value <= 1
        need(ok, name, "does not lie between 0 and 1.", "Write a share, as 0.5.")
    need(rules.careless in ("keep", "exclude"), "careless", "is unknown.", "Use keep or exclude.")
    for name in ("duplicates", "out_of_range", "test_entries"):
        ok = bool(_WORD.fullmatch(str(getattr(rules, name))))
        need(ok, name, "is no name of a rule.", "Use a name that cleaning knows.")
    return found
