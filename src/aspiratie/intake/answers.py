"""Answers that are ready to be analysed, and where they came from."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from aspiratie.codebook import Codebook
from aspiratie.intake.log import CleaningLog

__all__ = ["RESPONDENTS_FROM", "Answers", "Source"]

#: Key of ``attrs`` under which scored answers say of what their respondents are a sample.
RESPONDENTS_FROM = "respondents_from"


@dataclass(frozen=True, kw_only=True)
class Source:
    """The file that answers were read from, and how it was read.

    Parameters
    ----------
    file : str
        Its name, without folders.
    sha256 : str
        Of its bytes.
    kind : str
        ``"csv"``, ``"xlsx"``, ``"sav"``, ``"parquet"`` or ``"frame"``.
    tool : str
        The survey tool that its headings show, ``"table"`` where none.
    rows, columns : int
        Data rows and columns of the file.
    header_rows : int
        Rows above the data.
    delimiter, encoding, decimal, sheet : str or None
        As sniffed; None where the kind of file has none.
    parts : tuple of (str, int)
        Where several files were joined: each and what was added to its row numbers.
    """

    file: str
    sha256: str
    kind: str
    tool: str
    rows: int
    columns: int
    header_rows: int = 1
    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    parts: tuple[tuple[str, int], ...] = ()

    def place(self, row: int) -> str:
        """Name the file and the row in it of a row number.

        Examples
        --------
        >>> parts = (("a.csv", 0), ("b.csv", 12))
        >>> source = Source(file="a.csv and 1 more", sha256="", kind="csv", tool="table", rows=20,
        ...                 columns=3, parts=parts)
        >>> source.place(12), source.place(14)
        ('a.csv, row 12', 'b.csv, row 2')
        """
        if not self.parts:
            return f"{self.file}, row {row}" if self.file else f"row {row}"
        file, added = [part for part in self.parts if part[1] < row or part[1] == 0][-1]
        return f"{file}, row {row - added}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Answers:
    """Cleaned answers to one questionnaire; made by :func:`aspiratie.intake.clean`.

    Every frame has the same index, named ``row``: the number of the row in the
    export as a person sees it.

    Parameters
    ----------
    codebook : Codebook
        What the columns mean.
    respondents : DataFrame
        ``school`` and, where the codebook has them, ``group``, ``type``,
        ``wave``, ``weight`` and ``duration`` (seconds).
    items : DataFrame of float64, shape (respondents, items)
        The place of the answer, 1 to k, as answered (not reversed); NaN where
        there is none. A column an item of the codebook, in its order.
    no_opinion : DataFrame of bool, shape (respondents, items)
        Where the respondent chose a missing code of reason "opinion".
    careless : DataFrame of bool
        The indices of careless answering that could be computed, and
        ``flagged``, true where two or more are.
    log : CleaningLog
        Every change.
    source : Source
        The file.
    open_answers : DataFrame of str
        Open answers, if they were asked for; else without columns.
    intake : DataFrame of float64
        Numbers of the pupils' intake that were asked for, by name; NaN where missing.
    """

    codebook: Codebook
    respondents: pd.DataFrame
    items: pd.DataFrame
    no_opinion: pd.DataFrame
    careless: pd.DataFrame
    log: CleaningLog
    source: Source
    open_answers: pd.DataFrame
    intake: pd.DataFrame

    def __repr__(self) -> str:
        schools = self.respondents["school"].nunique()
        return (
            f"<Answers {self.codebook.name} {self.codebook.version}: "
            f"{len(self.items)} respondents, {self.items.shape[1]} items, {schools} schools>"
        )

    def of_schools(self, schools: Collection[str]) -> Answers:
        """Return the answers of some schools; the log stays whole."""
        keep = self.respondents["school"].isin(list(schools)).to_numpy()
        frames = ("respondents", "items", "no_opinion", "careless", "open_answers", "intake")
        return dataclasses.replace(self, **{name: getattr(self, name)[keep] for name in frames})

    def scored(self) -> pd.DataFrame:
        """Return the answers in the direction of their scales.

        A reversed item of k answers becomes k + 1 - answer; others stay as they are. That the
        respondents come from schools stands in ``attrs``, so that an estimate that ignores it
        can say so.

        Returns
        -------
        DataFrame of float64, shape (respondents, items)
            NaN where there is no answer.
        """
        scored = self.items.copy()
        for item in self.codebook.items:
            if item.reversed:
                scored[item.name] = item.n_categories + 1 - scored[item.name]
        school = self.respondents["school"]
        if len(school) and (school != school.iloc[0]).any():
            scored.attrs[RESPONDENTS_FROM] = "school"
        return scored
