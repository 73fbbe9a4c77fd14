"""Columns of cells as categories of text, whatever they were in the file."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

__all__ = ["as_texts", "cell_text", "from_arrow"]


def from_arrow(column: pa.ChunkedArray) -> pd.Categorical:
    """Turn a column of arrow into categories of text."""
    if not pa.types.is_dictionary(column.type):
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            return as_texts(column.to_pandas())
        column = column.dictionary_encode()
    merged = column.unify_dictionaries().combine_chunks()
    array = merged.chunk(0) if isinstance(merged, pa.ChunkedArray) else merged
    labels = array.dictionary.to_pylist()
    codes = array.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return _categorical(codes, ["" if label is None else str(label) for label in labels])


def as_texts(values: pd.Series | Sequence[Any]) -> pd.Categorical:
    """Turn a column into categories of text; missing and empty cells have code -1."""
    if isinstance(values, list):
        texts = [None if v is None else cell_text(v) for v in values]
        places, labels = pd.factorize(np.array(texts, dtype=object), use_na_sentinel=True)
        return _categorical(places, [str(label) for label in labels])
    series = pd.Series(values)
    if isinstance(series.dtype, pd.CategoricalDtype):
        return _categorical(
            series.cat.codes.to_numpy(), [cell_text(label) for label in series.cat.categories]
        )
    if series.dtype == object:
        return as_texts([None if _is_missing(v) else v for v in series])
    found, uniques = pd.factorize(series, use_na_sentinel=True)
    return _categorical(found, [cell_text(value) for value in uniques])


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or bool(value != value)


def _categorical(codes: npt.ArrayLike, labels: Sequence[str]) -> pd.Categorical:
    """Merge equal texts and take empty ones out."""
    places: dict[str, int] = {}
    table = np.empty(len(labels) + 1, dtype=np.int32)
    table[-1] = -1
    for i, label in enumerate(labels):
        table[i] = places.setdefault(label, len(places)) if label and not label.isspace() else -1
    return pd.Categorical.from_codes(
        table[np.asarray(codes)], categories=pd.Index(list(places), dtype=object)
    )


def cell_text(value: Any) -> str:
    """Write a cell's value as a person would read it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, pd.Timestamp | datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)
