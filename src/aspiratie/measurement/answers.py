"""Answers as a matrix of numbers, checked once at the door of every estimate."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from aspiratie.errors import EstimationError, Problem

__all__ = ["Missing", "answer_matrix", "answered_all", "complete_rows"]

Missing = Literal["listwise", "pairwise"]


def answer_matrix(items: pd.DataFrame, *, at_least: int = 1) -> npt.NDArray[np.float64]:
    """Give the answers as a writable float matrix, or say everything that is wrong with them.

    Parameters
    ----------
    items : pandas.DataFrame
        Numeric answers, a row a respondent, a column an item; missing is NaN or ``pd.NA``.
    at_least : int
        Fewest columns that the caller can use.

    Returns
    -------
    numpy.ndarray, shape (n_respondents, n_items)
        A copy, so that the caller may write in it.

    Raises
    ------
    EstimationError
        If a column is not numeric, holds an infinite number or stands twice, or if there are too
        few columns. All faults are given at once.

    Examples
    --------
    >>> answer_matrix(pd.DataFrame({"er1": [1, 2], "er2": [3, None]}))
    array([[ 1.,  3.],
           [ 2., nan]])
    """
    if not isinstance(items, pd.DataFrame):
        raise EstimationError(
            f"Answers must be a pandas DataFrame, a column an item; got {type(items).__name__}."
        )
    faults = [
        Problem(
            where=f"column {name!r}",
            what="stands more than once.",
            remedy="Give every item its own name.",
        )
        for name in items.columns[items.columns.duplicated()].unique()
    ]
    if items.shape[1] < at_least:
        faults.append(
            Problem(
                where="",
                what=f"{items.shape[1]} item(s) given; at least {at_least} are needed.",
                remedy="Choose more columns.",
            )
        )
    numeric = [_is_number(dtype) for dtype in items.dtypes]
    faults += [
        Problem(
            where=f"column {name!r}",
            what=f"is of type {dtype}, not numeric.",
            remedy="Turn its answers into numbers, missing ones into NaN.",
        )
        for name, dtype, fine in zip(items.columns, items.dtypes, numeric, strict=True)
        if not fine
    ]
    if faults:
        raise EstimationError("These answers cannot be analysed.", problems=faults)
    values = items.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    endless = np.isinf(values).any(axis=0)
    if endless.any():
        raise EstimationError(
            "These answers cannot be analysed.",
            problems=[
                Problem(
                    where=f"column {name!r}",
                    what="holds an infinite number.",
                    remedy="Mark it as missing (NaN).",
                )
                for name in items.columns[endless]
            ],
        )
    return values


def _is_number(dtype: Any) -> bool:
    if isinstance(dtype, np.dtype) and dtype.kind in "iuf":
        return True
    return (
        is_numeric_dtype(dtype)
        and not is_bool_dtype(dtype)
        and np.dtype(getattr(dtype, "numpy_dtype", dtype)).kind != "c"
    )


def answered_all(values: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell by respondent whether every item is answered.

    Examples
    --------
    >>> answered_all(np.array([[1.0, 2.0], [np.nan, 3.0]]))
    array([ True, False])
    """
    return np.asarray(~np.isnan(values).any(axis=1), dtype=np.bool_)


def complete_rows(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Keep the respondents who answered every item (listwise).

    Examples
    --------
    >>> complete_rows(np.array([[1.0, 2.0], [np.nan, 3.0]]))
    array([[1., 2.]])
    """
    return values[answered_all(values)]
