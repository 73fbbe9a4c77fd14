"""Seconds between two columns of times, in any of the forms that survey tools write."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["seconds_between"]

_FORMS = (
    "%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%d-%m-%y %H:%M:%S", "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S", "%m/%d/%y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M",
    "%d-%m-%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M:%S %p",
)  # fmt: skip


def seconds_between(start: pd.Series, end: pd.Series) -> npt.NDArray[np.float64] | None:
    """Return the seconds from start to end, NaN where either is unknown.

    Parameters
    ----------
    start, end : Series of categories of text
        Both in one form; the first form in which all are dates is taken.

    Returns
    -------
    float array or None
        None if no form fits. A negative time is NaN.
    """
    for form in _FORMS:
        times = [_parse(column, form) for column in (start, end)]
        if times[0] is not None and times[1] is not None:
            passed = (times[1] - times[0]) / np.timedelta64(1, "s")
            return np.where(passed >= 0, passed, np.nan)
    return None


def _parse(column: pd.Series, form: str) -> npt.NDArray[np.datetime64] | None:
    labels = pd.Series(column.cat.categories, dtype="str").str.strip()
    times = pd.to_datetime(labels, format=form, errors="coerce")
    if times.isna().any():
        return None
    table = np.append(times.to_numpy().astype("datetime64[ns]"), np.datetime64("NaT", "ns"))
    return table[column.cat.codes.to_numpy()]
