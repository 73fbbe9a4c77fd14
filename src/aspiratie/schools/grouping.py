"""Rows of pupils → schools: checked labels, codes and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import ParameterError, Problem

__all__ = ["Grouping", "group_rows", "numeric_columns"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Grouping:
    """Which school every row belongs to.

    Parameters
    ----------
    codes : ndarray of int, shape (n_rows,)
        Place of the row's school in `labels`.
    labels : pandas.Index
        The schools that occur, sorted.
    sizes : ndarray of int, shape (n_schools,)
        Rows of each school.
    """

    codes: npt.NDArray[np.intp]
    labels: pd.Index
    sizes: npt.NDArray[np.intp]

    def __repr__(self) -> str:
        return f"Grouping({len(self.codes)} rows, {len(self.labels)} schools)"

    def sums(self, values: Array) -> Array:
        """Sum each column by school; missing values count as nothing.

        Parameters
        ----------
        values : ndarray, shape (n_rows, n_columns)

        Returns
        -------
        ndarray, shape (n_schools, n_columns)
        """
        size = len(self.labels)
        result = np.empty((size, values.shape[1]))
        for k in range(values.shape[1]):
            column = np.ascontiguousarray(values[:, k])
            if np.isnan(column.sum()):
                column = np.where(np.isnan(column), 0.0, column)
            result[:, k] = np.bincount(self.codes, column, size)
        return result

    def counts(self, values: Array) -> Array:
        """Count the values present by school and column, shape (n_schools, n_columns)."""
        return self.sums(np.where(np.isnan(values), 0.0, 1.0))


def group_rows(index: pd.Index, school: pd.Series) -> Grouping:
    """Give every row the code of its school.

    Parameters
    ----------
    index : pandas.Index
        Index of the scores: `school` must have the same rows in the same order.
    school : pandas.Series
        School of each row. Labels may be text, numbers or categories.

    Raises
    ------
    ParameterError
        If the indexes differ, or a row has no school.
    """
    if not isinstance(school, pd.Series):
        raise ParameterError(
            f"`school` is a {type(school).__name__}, not a pandas Series with a school per row."
        )
    if len(school) != len(index) or not school.index.equals(index):
        raise ParameterError(
            "The rows of `school` are not the rows of the scores. "
            "Give both the same index in the same order."
        )
    if isinstance(school.dtype, pd.CategoricalDtype):
        raw = np.asarray(school.cat.codes, dtype=np.intp)
        labels = school.cat.categories
    else:
        raw, labels = _numbered(school)
    if len(raw) and raw.min() < 0:
        raise ParameterError(
            f"{np.count_nonzero(raw < 0)} of {len(raw)} rows have no school. "
            "Leave these rows out, or give them their school, before schools are compared."
        )
    sizes = np.bincount(raw, minlength=len(labels))
    used = np.flatnonzero(sizes)
    order = used[np.argsort(labels[used])]
    if not np.array_equal(order, np.arange(len(labels))):
        place = np.empty(len(labels), dtype=np.intp)
        place[order] = np.arange(len(order))
        raw, sizes = place[raw], sizes[order]
    sorted_labels = pd.Index(labels[order], name="school")
    if isinstance(sorted_labels, pd.CategoricalIndex):
        sorted_labels = pd.Index(sorted_labels.astype(labels.dtype), name="school")
    return Grouping(codes=raw, labels=sorted_labels, sizes=sizes)


def _numbered(school: pd.Series) -> tuple[npt.NDArray[np.intp], pd.Index]:
    """Codes and labels; whole numbers that lie near each other need no table to look them up."""
    values = school.to_numpy() if isinstance(school.dtype, np.dtype) else None
    if values is not None and values.dtype.kind in "iu" and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low < max(1_000, len(values)):
            labels = pd.Index(np.arange(low, high + 1, dtype=values.dtype))
            return (values - values.dtype.type(low)).astype(np.intp, copy=False), labels
    codes, labels = pd.factorize(school, use_na_sentinel=True)
    return codes, pd.Index(labels)


def numeric_columns(columns: pd.DataFrame | Mapping[str, pd.Series], *, name: str) -> Array:
    """Columns, one or more, as a float array, to read and not to write; a missing value is NaN.

    Raises
    ------
    ParameterError
        If a column is not numeric, is there twice, or holds an infinite value; all are named.
    """
    problems = [
        Problem(where=f"column {column!r}", what=f"stands in `{name}` more than once.")
        for column, times in Counter(list(columns)).items()
        if times > 1
    ]
    blocks: list[Array] = []
    for column, values in columns.items():
        if not pd.api.types.is_numeric_dtype(values.dtype):
            problems.append(
                Problem(
                    where=f"column {column!r}",
                    what=f"holds {values.dtype}, not numbers.",
                    remedy="Score the answers first.",
                )
            )
            continue
        if isinstance(values.dtype, pd.api.extensions.ExtensionDtype):
            block = values.to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            block = values.to_numpy(dtype=np.float64)
        infinite = np.count_nonzero(np.isinf(block))
        if infinite:
            problems.append(
                Problem(where=f"column {column!r}", what=f"has {infinite} infinite values.")
            )
        blocks.append(block)
    if problems:
        raise ParameterError(f"`{name}` cannot be used as numbers.", problems=problems)
    if len(blocks) == 1:
        return blocks[0][:, None]
    return np.stack(blocks, axis=1) if blocks else np.empty((len(columns), 0))
