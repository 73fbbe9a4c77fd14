"""Tables of all schools, of which one school's rows are read at a time.

Everything is computed once for all schools; a school's draft then takes its own rows in a
time that does not grow with the number of schools.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook import Field
from aspiratie.intake import Answers

__all__ = ["AnswerCounts", "Row", "SchoolTable", "answer_counts", "school_table"]

#: Values of one row by column.
Row = Mapping[str, float | str]


@dataclass(frozen=True, eq=False, kw_only=True)
class SchoolTable:
    """Rows by school and by one or two keys more.

    Parameters
    ----------
    table : DataFrame
        Sorted by school, which is the first level of its index.
    places : mapping of str to slice
        Where each school's rows are.
    """

    table: pd.DataFrame
    places: Mapping[str, slice]

    def of(self, school: str) -> dict[tuple[str, ...], Row]:
        """Return a school's rows by the other keys; none for a school that has none."""
        place = self.places.get(school)
        if place is None:
            return {}
        part = self.table.iloc[place]
        levels = [part.index.get_level_values(i) for i in range(1, part.index.nlevels)]
        keys = zip(*levels, strict=True) if levels else [()] * len(part)
        rows = cast("list[Row]", part.to_dict("records"))
        return {tuple(str(k) for k in key): row for key, row in zip(keys, rows, strict=True)}


def school_table(table: pd.DataFrame) -> SchoolTable:
    """Return a table, of which the school is the first level of the index, to be read by school.

    Examples
    --------
    >>> frame = pd.DataFrame({"school": ["b", "a"], "scale": ["rust", "rust"], "n": [12, 30]})
    >>> school_table(frame.set_index(["school", "scale"])).of("a")
    {('rust',): {'n': 30}}
    >>> school_table(frame.iloc[:0].set_index(["school", "scale"])).of("a")
    {}
    """
    ordered = table.sort_index(level=0, sort_remaining=False, kind="stable")
    schools = ordered.index.get_level_values(0).astype("str").to_numpy()
    names, starts = np.unique(schools, return_index=True)
    ends = [*starts[1:].tolist(), len(schools)][: len(names)]  # none of an empty table
    places = {
        str(name): slice(start, end)
        for name, start, end in zip(names, starts.tolist(), ends, strict=True)
    }
    return SchoolTable(table=ordered, places=places)


@dataclass(frozen=True, eq=False, kw_only=True)
class AnswerCounts:
    """How often each answer was given, by school.

    Parameters
    ----------
    places : mapping of str to int
        Row of each school.
    tables : mapping of str to ndarray, shape (n_schools, n_answers)
        By question.
    """

    places: Mapping[str, int]
    tables: Mapping[str, npt.NDArray[np.int64]]

    def of(self, school: str, item: str) -> tuple[int, ...]:
        """Return the counts of a school; zeros for a school of which nobody answered."""
        table = self.tables[item]
        place = self.places.get(school)
        return (0,) * table.shape[1] if place is None else tuple(table[place].tolist())

    def of_schools(self, schools: Iterable[str], item: str) -> dict[str, tuple[int, ...]]:
        """Return the counts of some schools."""
        return {school: self.of(school, item) for school in schools}


def answer_counts(answers: Answers, fields: Sequence[Field]) -> AnswerCounts:
    """Count how often each answer was given, by school and question.

    Parameters
    ----------
    answers : Answers
        As given, not reversed.
    fields : sequence of Field
        The questions to count.
    """
    codes, schools = pd.factorize(answers.respondents["school"])
    tables: dict[str, npt.NDArray[np.int64]] = {}
    for field in fields:
        given = answers.items[field.name].to_numpy(dtype=float)
        known = ~np.isnan(given)
        k = field.n_categories
        place = codes[known] * k + given[known].astype(np.intp) - 1
        flat = np.bincount(place, minlength=len(schools) * k)
        tables[field.name] = flat.reshape(len(schools), k)
    return AnswerCounts(places={str(s): i for i, s in enumerate(schools)}, tables=tables)
