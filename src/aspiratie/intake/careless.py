"""Indices of careless answering; they flag, and never delete.

No index is a test. Straight-lining and low variability flag little more than
chance in experiments, consistency indices somewhat more, and honest pupils are
flagged by each; hence a respondent counts as flagged only by two or more.

References
----------
Curran, P. G. (2016). Methods for the detection of carelessly invalid responses in survey
data. Journal of Experimental Social Psychology, 66, 4-19. https://doi.org/10.1016/j.jesp.2015.07.006

Dunn, A. M., Heggestad, E. D., Shanock, L. R., & Theilgard, N. (2018). Intra-individual
response variability as an indicator of insufficient effort responding. Journal of Business
and Psychology, 33, 105-121. https://doi.org/10.1007/s10869-016-9479-0

Huang, J. L., Curran, P. G., Keeney, J., Poposki, E. M., & DeShon, R. P. (2012). Detecting and
deterring insufficient effort responding to surveys. Journal of Business and Psychology, 27,
99-114. https://doi.org/10.1007/s10869-011-9231-8

Johnson, J. A. (2005). Ascertaining the validity of individual protocols from web-based
personality inventories. Journal of Research in Personality, 39, 103-129.
https://doi.org/10.1016/j.jrp.2004.09.009

Meade, A. W., & Craig, S. B. (2012). Identifying careless responses in survey data.
Psychological Methods, 17, 437-455. https://doi.org/10.1037/a0028085
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aspiratie.codebook import Codebook, Field
from aspiratie.intake.distance import distance_p

__all__ = [
    "BLOCK_SHARE", "DISTANCE_P", "EVEN_ODD_BELOW", "FLAGS_NEEDED", "IRV_TAIL", "SECONDS_AN_ITEM",
    "careless_indices", "flag_careless",
]  # fmt: skip

#: A run of equal answers of at least this share of the longest block is flagged (Curran 2016).
BLOCK_SHARE = 0.5
#: Blocks of fewer items say nothing about straight-lining.
_SMALLEST_BLOCK = 8
#: Even-odd consistency below this is flagged (Jackson's cut-off in Johnson 2005).
EVEN_ODD_BELOW = 0.30
_SCALES_NEEDED = 3
#: The low tail of the variability of answers: this share of a normal distribution.
IRV_TAIL = 0.01
_ANSWERS_NEEDED = 8
#: Distances less probable than this are flagged.
DISTANCE_P = 0.001
#: Faster than this, on average, is flagged (Huang et al. 2012).
SECONDS_AN_ITEM = 2.0
#: Flags that together count as careless.
FLAGS_NEEDED = 2
_ROWS_AT_ONCE = 50_000

Floats = npt.NDArray[np.float64]


def careless_indices(
    items: pd.DataFrame, codebook: Codebook, *, seconds: Floats | None = None
) -> pd.DataFrame:
    """Compute the indices of careless answering that these data allow.

    Parameters
    ----------
    items : DataFrame, shape (respondents, items)
        Places of answers as given (not reversed), 1 to k; NaN for none. Columns
        in the order of the questionnaire.
    codebook : Codebook
        For the number of answers, the scales and their direction.
    seconds : float array, shape (respondents,), optional
        Time spent on the whole questionnaire.

    Returns
    -------
    DataFrame of float64, the index of ``items``
        Those that can be computed of:

        longstring
            Longest run of equal answers, before reversing, within a block of
            successive items with the same number of answers, divided by the
            length of the longest block. A missing answer ends a run. Needs a
            block of 8 items.
        even_odd
            Correlation over scales between the mean of a scale's odd and of
            its even items, after reversing, stepped up by 2r / (1 + r) with a
            floor of -1; high is consistent. Needs 3 scales of 2 items or more.
        irv
            Standard deviation (n - 1) of a respondent's answers, before
            reversing, each rescaled to 0-1. Needs 8 answers.
        mahalanobis
            Probability of at least this squared distance to the mean, from
            the chi-square distribution with as many degrees of freedom as
            answers, with pairwise covariances. Needs 5 respondents an item.
        speed
            Seconds for each answered item.

    Notes
    -----
    In R: ``careless::longstring``, ``careless::evenodd`` (whose sign turned in
    1.2.0: there high is careless), ``careless::irv``, ``stats::mahalanobis``.

    Examples
    --------
    >>> from aspiratie.codebook import read_codebook
    >>> book = read_codebook("aspiratie-leerling")
    >>> same = pd.DataFrame([[3.0] * len(book.items)], columns=[i.name for i in book.items])
    >>> float(careless_indices(same, book)["longstring"].iloc[0])
    1.0
    """
    fields = [codebook.field(str(name)) for name in items.columns if items[name].notna().any()]
    values = items[[f.name for f in fields]].to_numpy(dtype=np.float64)
    k = np.array([f.n_categories for f in fields], dtype=np.float64)
    out: dict[str, Floats] = {}
    blocks = _blocks([f.n_categories for f in fields])
    longest = max((stop - start for start, stop in blocks), default=0)
    if longest >= _SMALLEST_BLOCK:
        out["longstring"] = _in_parts(
            values, lambda v: np.max([_longest_run(v[:, a:b]) for a, b in blocks], axis=0) / longest
        )
    halves = _halves(fields)
    if len(halves) >= _SCALES_NEEDED:
        turned = np.array([f.reversed for f in fields])
        out["even_odd"] = _in_parts(
            values, lambda v: _even_odd(np.where(turned, k + 1 - v, v), halves)
        )
    if len(fields) >= _ANSWERS_NEEDED:
        out["irv"] = _in_parts(values, lambda v: _irv((v - 1) / (k - 1)))
    p = distance_p(values)
    if p is not None:
        out["mahalanobis"] = p
    if seconds is not None and np.isfinite(seconds).any():
        answered = (~np.isnan(values)).sum(axis=1)
        out["speed"] = np.where(answered > 0, seconds / np.maximum(answered, 1), np.nan)
    return pd.DataFrame(out, index=items.index, dtype=np.float64)


def flag_careless(indices: pd.DataFrame) -> pd.DataFrame:
    """Flag what is extreme on each index, and who is on two or more.

    Parameters
    ----------
    indices : DataFrame
        From :func:`careless_indices`.

    Returns
    -------
    DataFrame of bool
        A column an index, true where longstring >= .5, even-odd < .30, IRV is
        0 or in the lowest 1 % of a normal distribution with these answers'
        median and median absolute deviation, the probability of the distance
        < .001, or seconds an item < 2; ``flagged``, true where two or more are.
        An index that a respondent has no value of flags nobody.
    """
    rules: dict[str, Callable[[Floats], npt.NDArray[np.bool_]]] = {
        "longstring": lambda v: v >= BLOCK_SHARE - 1e-12,
        "even_odd": lambda v: v < EVEN_ODD_BELOW,
        "irv": _low_tail,
        "mahalanobis": lambda v: v < DISTANCE_P,
        "speed": lambda v: v < SECONDS_AN_ITEM,
    }
    flags = pd.DataFrame(
        {name: rules[name](indices[name].to_numpy()) for name in rules if name in indices},
        index=indices.index,
        dtype=bool,
    )
    flags["flagged"] = flags.sum(axis=1) >= FLAGS_NEEDED
    return flags


def _low_tail(irv: Floats) -> npt.NDArray[np.bool_]:
    known = irv[~np.isnan(irv)]
    if not known.size:
        return np.zeros(irv.shape, dtype=bool)
    middle = np.median(known)
    spread = stats.median_abs_deviation(known, scale="normal")
    return np.asarray((irv < middle + stats.norm.ppf(IRV_TAIL) * spread) | (irv < 1e-12))


def _in_parts(values: Floats, function: Callable[[Floats], Floats]) -> Floats:
    parts = range(0, max(len(values), 1), _ROWS_AT_ONCE)
    return np.concatenate([function(values[i : i + _ROWS_AT_ONCE]) for i in parts])


def _blocks(n_categories: list[int]) -> list[tuple[int, int]]:
    """Return start and end of each run of items with the same number of answers."""
    blocks, start = [], 0
    for _, run in groupby(n_categories):
        stop = start + len(list(run))
        blocks.append((start, stop))
        start = stop
    return blocks


def _longest_run(values: Floats) -> Floats:
    run = (~np.isnan(values[:, 0])).astype(np.float64)
    longest = run.copy()
    for j in range(1, values.shape[1]):
        same = values[:, j] == values[:, j - 1]
        run = np.where(same, run + 1, ~np.isnan(values[:, j]))
        np.maximum(longest, run, out=longest)
    return longest


def _halves(fields: list[Field]) -> list[tuple[list[int], list[int]]]:
    """Return the places of the odd and the even items of each scale that has both."""
    members: dict[str, list[int]] = {}
    for place, f in enumerate(fields):
        if f.scale is not None:
            members.setdefault(f.scale, []).append(place)
    return [(places[::2], places[1::2]) for places in members.values() if len(places) > 1]


def _even_odd(scored: Floats, halves: list[tuple[list[int], list[int]]]) -> Floats:
    odd = np.column_stack([_row_mean(scored[:, a]) for a, _ in halves])
    even = np.column_stack([_row_mean(scored[:, b]) for _, b in halves])
    both = ~(np.isnan(odd) | np.isnan(even))
    n = both.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        odd, even = (
            np.where(both, v - (np.where(both, v, 0).sum(axis=1) / n)[:, None], 0)
            for v in (odd, even)
        )
        size = (odd**2).sum(axis=1) * (even**2).sum(axis=1)
        r = (odd * even).sum(axis=1) / np.sqrt(size)
        stepped = np.maximum(2 * r / (1 + r), -1.0)
    stepped = np.where(r <= -1 / 3, -1.0, stepped)  # 2r / (1 + r) is below -1 there
    return np.where((n >= _SCALES_NEEDED) & (size > 1e-12), stepped, np.nan)


def _row_mean(values: Floats) -> Floats:
    n = (~np.isnan(values)).sum(axis=1)
    return np.where(n > 0, np.nansum(values, axis=1) / np.maximum(n, 1), np.nan)


def _irv(values: Floats) -> Floats:
    n = (~np.isnan(values)).sum(axis=1)
    known = n >= _ANSWERS_NEEDED
    deviation = values - _row_mean(values)[:, None]
    variance = np.nansum(deviation**2, axis=1) / np.maximum(n - 1, 1)
    return np.where(known, np.sqrt(variance), np.nan)
