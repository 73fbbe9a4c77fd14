"""Answers as category codes, and the two-way tables of all pairs of items.

The tables are counted with one bit a respondent: every category of every item is a row
of bits, and a cell is the number of ones in the *and* of two rows.  That is exact, needs
one eighth of a byte a respondent and category, and takes a fraction of a nanosecond a
respondent and cell.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import EstimationError, ParameterError, Problem, SparseDataWarning

__all__ = [
    "MAX_CATEGORIES",
    "OrdinalCodes",
    "contingency_tables",
    "empty_answers",
    "encode_items",
    "select_rows",
    "warn_empty",
    "weighted_tables",
]

MAX_CATEGORIES = 64
_WORDS_AT_ONCE = 512
_FLAGS_AT_ONCE = 2_000_000


@dataclass(frozen=True, eq=False, kw_only=True)
class OrdinalCodes:
    """Answers as 0, 1, 2, ... within each item; -1 is missing.

    Parameters
    ----------
    codes : ndarray of int8, shape (n_respondents, n_items)
        Stored by column.
    categories : tuple of ndarray
        The answers that occur, in order, by item.
    names : tuple
        Column names of the items.
    """

    codes: npt.NDArray[np.int8]
    categories: tuple[npt.NDArray[Any], ...]
    names: tuple[Any, ...]

    def __repr__(self) -> str:
        return f"OrdinalCodes({self.codes.shape[0]} respondents, {self.codes.shape[1]} items)"

    @property
    def n_categories(self) -> npt.NDArray[np.int64]:
        """Number of categories that occur, by item."""
        return np.array([len(found) for found in self.categories], dtype=np.int64)


def encode_items(items: pd.DataFrame) -> OrdinalCodes:
    """Turn a frame of answers into codes; categories that nobody chose do not count.

    Raises
    ------
    ParameterError
        If a column does not hold numbers or ordered categories, or occurs twice.
    EstimationError
        If an item has no answers, only one category, or too many to be ordinal.
    """
    if not isinstance(items, pd.DataFrame):
        raise ParameterError("Answers must be a pandas DataFrame, a column an item.")
    if not items.columns.is_unique:
        twice = items.columns[items.columns.duplicated()].unique()
        raise ParameterError(
            "Items occur more than once.",
            problems=[Problem(where=f"column {name}", what="occurs twice.") for name in twice],
        )
    codes = np.empty(items.shape, dtype=np.int8, order="F")
    plain = _as_one_array(items)
    categories: list[npt.NDArray[Any]] = []
    wrong: list[Problem] = []
    for column, name in enumerate(items.columns):
        try:
            if plain is not None:
                found = _encode_numbers(plain[:, column], codes[:, column])
            else:
                found = _encode_column(items.iloc[:, column], codes[:, column])
        except ValueError as error:
            wrong.append(Problem(where=f"column {name}", what=str(error)))
            found = np.empty(0)
        categories.append(found)
    if wrong:
        raise ParameterError("Some columns do not hold ordinal answers.", problems=wrong)
    _refuse_constant(categories, list(items.columns))
    return OrdinalCodes(
        codes=codes, categories=tuple(categories), names=tuple(items.columns.tolist())
    )


def _as_one_array(items: pd.DataFrame) -> npt.NDArray[Any] | None:
    """All answers at once, without a copy, where every column has the same numpy dtype."""
    kinds = set(items.dtypes)
    if len(kinds) != 1:
        return None
    (kind,) = kinds
    if isinstance(kind, np.dtype) and kind.kind in "iuf":
        return items.to_numpy()
    return None


def _refuse_constant(categories: Sequence[npt.NDArray[Any]], names: Sequence[Any]) -> None:
    problems = [
        Problem(
            where=f"column {name}",
            what="holds no answers."
            if len(found) == 0
            else "holds one and the same answer in every row.",
            remedy="Leave the item out.",
        )
        for found, name in zip(categories, names, strict=True)
        if len(found) < 2
    ]
    if problems:
        raise EstimationError("Items without variation have no correlation.", problems=problems)


def _encode_column(column: pd.Series[Any], out: npt.NDArray[np.int8]) -> npt.NDArray[Any]:
    """Write the codes of one item into `out`; return its categories in order."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        if not column.cat.ordered:
            raise ValueError("holds categories without an order; make them ordered.")
        values = column.cat.codes.to_numpy().astype(float)
        values[values < 0] = np.nan
        labels = np.asarray(column.cat.categories)
        present = _encode_numbers(values, out).astype(int)
        chosen: npt.NDArray[Any] = labels[present]
        return chosen
    if not (pd.api.types.is_numeric_dtype(column.dtype) or column.dtype == bool):
        raise ValueError("holds text; answers must be numbers or ordered categories.")
    return _encode_numbers(column.to_numpy(dtype=float, na_value=np.nan), out)


def _encode_numbers(values: npt.NDArray[Any], out: npt.NDArray[np.int8]) -> npt.NDArray[Any]:
    whole = values.dtype.kind in "iu"
    missing = np.zeros(0, dtype=bool) if whole else np.isnan(values)
    some_missing = bool(missing.any())
    observed = values[~missing] if some_missing else values
    if observed.size == 0:
        out[:] = -1
        return np.empty(0)
    low, high = float(observed.min()), float(observed.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError("holds an infinite value.")
    near = high - low < 4 * MAX_CATEGORIES
    if near and (whole or bool(np.all(observed == np.floor(observed)))):
        shifted = observed.astype(np.intp) - int(low)
        used = np.flatnonzero(np.bincount(shifted))
        categories: npt.NDArray[Any] = used + low
        _refuse_many(len(used))
        place = np.zeros(int(high - low) + 1, dtype=np.int8)
        place[used] = np.arange(len(used), dtype=np.int8)
        inner = place[shifted]
    else:
        categories, inverse = np.unique(observed, return_inverse=True)
        _refuse_many(len(categories))
        inner = inverse.astype(np.int8)
    if some_missing:
        out[missing] = -1
        out[~missing] = inner
    else:
        out[:] = inner
    return categories


def _refuse_many(number: int) -> None:
    if number > MAX_CATEGORIES:
        raise ValueError(
            f"holds {number} different values; more than {MAX_CATEGORIES} is not ordinal."
        )


def empty_answers(items: pd.DataFrame, data: OrdinalCodes) -> list[str]:
    """Name the answers that nobody gave to one item and some gave to another.

    Of ordered categories those that the item defines, of whole numbers those between the lowest
    and the highest that occur: what else an item offers cannot be seen.

    Examples
    --------
    >>> frame = pd.DataFrame({"er1": [1, 2, 4, 4], "er2": [1, 2, 3, 3]})
    >>> empty_answers(frame, encode_items(frame))
    ['er1: 3']
    """
    given = {answer for found in data.categories for answer in found.tolist()}
    out = []
    for name, found in zip(data.names, data.categories, strict=True):
        dtype = items[name].dtype
        if isinstance(dtype, pd.CategoricalDtype):
            offered = set(dtype.categories.tolist())
        else:
            offered = {answer for answer in given if found[0] < answer < found[-1]}
        gone = (offered & given) - set(found.tolist())
        if gone:
            shown = sorted(f"{a:g}" if isinstance(a, float) else str(a) for a in gone)
            out.append(f"{name}: {', '.join(shown)}")
    return out


def warn_empty(items: pd.DataFrame, data: OrdinalCodes, *, stacklevel: int = 3) -> None:
    """Warn of answers that nobody gave.

    Warns
    -----
    SparseDataWarning
    """
    gone = empty_answers(items, data)
    if gone:
        shown = "; ".join(gone[:8]) + (f"; and {len(gone) - 8} more" if len(gone) > 8 else "")
        warnings.warn(
            f"Nobody gave some answers, so that they are no category ({shown}): an item with "
            "fewer categories has other thresholds, and tells less.",
            SparseDataWarning,
            stacklevel=stacklevel,
        )


def select_rows(data: OrdinalCodes, keep: npt.NDArray[np.bool_]) -> OrdinalCodes:
    """Keep some respondents; categories that none of them chose are dropped.

    Raises
    ------
    EstimationError
        If an item is left with fewer than two categories.
    """
    codes = np.asfortranarray(data.codes[keep])
    categories: list[npt.NDArray[Any]] = []
    for column, found in enumerate(data.categories):
        values = codes[:, column]
        counts = np.bincount(values[values >= 0], minlength=len(found))
        used = np.flatnonzero(counts)
        if len(used) < len(found):
            place = np.full(len(found) + 1, -1, dtype=np.int8)
            place[used] = np.arange(len(used), dtype=np.int8)
            codes[:, column] = place[values]
        categories.append(found[used])
    _refuse_constant(categories, data.names)
    return OrdinalCodes(codes=codes, categories=tuple(categories), names=data.names)


def contingency_tables(data: OrdinalCodes) -> npt.NDArray[np.int64]:
    """Count every category of every item against those of every later item.

    Returns
    -------
    ndarray of int64, shape (C, C)
        ``C`` is the number of categories of all items together.  The block above the
        diagonal of items ``i < j`` is their two-way table; the diagonal holds the
        numbers of each answer.  The rest is zero.
    """
    sizes = data.n_categories
    starts = np.concatenate([[0], np.cumsum(sizes)])
    total = int(starts[-1])
    n, p = data.codes.shape
    bits = np.zeros((total, 8 * ((n + 63) // 64)), dtype=np.uint8)
    for item in range(p):
        column = data.codes[:, item]
        for category in range(sizes[item]):
            packed = np.packbits(column == category)
            bits[starts[item] + category, : packed.size] = packed
    words = bits.view(np.uint64)
    counts = np.zeros((total, total), dtype=np.int64)
    counts[np.arange(total), np.arange(total)] = _ones(words)
    for first in range(0, words.shape[1], _WORDS_AT_ONCE):
        block = np.ascontiguousarray(words[:, first : first + _WORDS_AT_ONCE])
        for item in range(p - 1):
            later = block[starts[item + 1] :]
            for row in range(starts[item], starts[item + 1]):
                counts[row, starts[item + 1] :] += _ones(block[row] & later)
    return counts


def _ones(words: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    ones: npt.NDArray[np.int64] = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return ones


def weighted_tables(
    data: OrdinalCodes, weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Sum the weights of every category of every item against those of every later item.

    Parameters
    ----------
    data : OrdinalCodes
    weights : ndarray of float, shape (n_respondents,)

    Returns
    -------
    ndarray of float, shape (C, C)
        As :func:`contingency_tables`, with sums of weights for numbers.
    """
    sizes = data.n_categories
    starts = np.concatenate([[0], np.cumsum(sizes)])
    total = int(starts[-1])
    n, p = data.codes.shape
    sums = np.zeros((total, total))
    at_once = max(1024, _FLAGS_AT_ONCE // total)
    for begin in range(0, n, at_once):
        codes = data.codes[begin : begin + at_once].astype(np.int64)
        flags = np.zeros((len(codes), total))
        row, item = np.nonzero(codes >= 0)
        flags[row, starts[item] + codes[row, item]] = 1.0
        sums += (flags * weights[begin : begin + at_once, None]).T @ flags
    item_of = np.repeat(np.arange(p), sizes)
    later = item_of[:, None] < item_of[None, :]
    own = np.eye(total, dtype=bool)
    return np.where(later | own, sums, 0.0)
