"""A log of every change that cleaning makes, with totals that must hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import IntakeError, ParameterError, Problem

__all__ = ["Action", "CleaningLog", "LogWriter"]

Action = Literal["row_removed", "value_to_missing", "row_flagged", "column_dropped"]
_COLUMNS = ["rule", "column", "school", "action", "rows"]


@dataclass(frozen=True, eq=False, kw_only=True)
class CleaningLog:
    """What was changed between the export and the answers, and in how many rows.

    Parameters
    ----------
    entries : DataFrame
        One line a rule, column and school, in the order in which things were
        done. ``rule`` names the rule; ``column`` the codebook's field, or the
        place of a dropped column; ``school`` is ``""`` where unknown;
        ``action`` is one of ``row_removed``, ``value_to_missing``,
        ``row_flagged`` and ``column_dropped``; ``rows`` counts rows.
    rows_in, rows_out : int
        Rows of the export and rows of the answers.
    schools : DataFrame
        ``school``, ``rows_in`` and ``rows_out``, one line a school.
    """

    entries: pd.DataFrame
    rows_in: int
    rows_out: int
    schools: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"<CleaningLog {self.rows_in} rows in, {self.rows_out} out, {len(self.entries)} lines>"
        )

    def check(self) -> None:
        """Check that rows in = rows out + rows removed, as a whole and in each school.

        Raises
        ------
        IntakeError
            With every total that does not hold. It would be a fault of this
            package, not of the export.
        """
        removed = self.entries.loc[self.entries["action"] == "row_removed"]
        problems = []
        if int(removed["rows"].sum()) != self.rows_in - self.rows_out:
            problems.append(
                Problem(
                    where="all schools",
                    what=f"{self.rows_in} rows in and {self.rows_out} out, but "
                    f"{int(removed['rows'].sum())} rows logged as removed.",
                )
            )
        for total in ("rows_in", "rows_out"):
            if int(self.schools[total].sum()) != getattr(self, total):
                what = f"{total} is not the sum of the schools'."
                problems += [Problem(where="all schools", what=what)]
        by_school = removed.groupby("school")["rows"].sum()
        logged = by_school.reindex(self.schools["school"], fill_value=0).to_numpy()
        lost = (self.schools["rows_in"] - self.schools["rows_out"]).to_numpy()
        wrong = int((logged != lost).sum()) + int(
            (~by_school.index.isin(self.schools["school"])).sum()
        )
        if wrong:
            problems.append(Problem(where=f"{wrong} schools", what="have totals that do not hold."))
        if problems:
            raise IntakeError("The cleaning log does not add up.", problems=problems)

    def counts(self, action: Action, *, school: str | None = None) -> pd.DataFrame:
        """Count rows by rule, of one school or of all.

        Parameters
        ----------
        action : str
            One of the four actions.
        school : str, optional
            As in the answers; None for all schools together.

        Returns
        -------
        DataFrame
            ``rule`` and ``rows``, in the order of the log. A value counts once
            a row and column.
        """
        if action not in get_args(Action):
            raise ParameterError(f"There is no action {action!r} in a cleaning log.")
        lines = self.entries.loc[self.entries["action"] == action]
        if school is not None:
            lines = lines.loc[lines["school"] == school]
        return lines.groupby("rule", sort=False)["rows"].sum().reset_index()


class LogWriter:
    """Writes the log while cleaning; knows the school of every row of the export.

    Parameters
    ----------
    school_of : int array, shape (rows,)
        Place in ``schools`` of each row's school.
    schools : sequence of str
        Names, ``""`` for unknown.
    """

    def __init__(self, school_of: npt.NDArray[np.intp], schools: Sequence[str]) -> None:
        self.school_of = school_of
        self.schools = list(schools)
        self._lines: list[tuple[str, str, str, Action, int]] = []

    def rows(
        self, rule: str, where: npt.NDArray[np.bool_], action: Action, column: str = ""
    ) -> None:
        """Log the rows where a rule applied, a line a school."""
        per_school = np.bincount(self.school_of[where], minlength=len(self.schools))
        self._lines += [
            (rule, column, self.schools[i], action, int(per_school[i]))
            for i in np.flatnonzero(per_school)
        ]

    def column(self, rule: str, column: str, rows: int) -> None:
        """Log a column that was dropped at the door."""
        self._lines.append((rule, column, "", "column_dropped", rows))

    def finish(self, kept: npt.NDArray[np.bool_]) -> CleaningLog:
        """Close the log: ``kept`` says which rows of the export remain."""
        n = len(self.schools)
        order = np.argsort(np.array(self.schools, dtype=object), kind="stable")
        schools = pd.DataFrame(
            {
                "school": pd.array([self.schools[i] for i in order], dtype="str"),
                "rows_in": np.bincount(self.school_of, minlength=n)[order],
                "rows_out": np.bincount(self.school_of[kept], minlength=n)[order],
            }
        )
        entries = pd.DataFrame(self._lines, columns=_COLUMNS)
        entries = entries.astype(
            {"rule": "str", "column": "str", "school": "str", "action": "str", "rows": "int64"}
        )
        log = CleaningLog(
            entries=entries, rows_in=len(kept), rows_out=int(kept.sum()), schools=schools
        )
        log.check()
        return log
