"""An export after the door: coded answers and the columns that cleaning needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook import Codebook
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.answers import Source
from aspiratie.intake.coding import (
    GROUPING_ROLES,
    LABEL_SHOWN_FROM,
    Columns,
    Unknown,
    decimal_mark,
    intake_numbers,
    numbers,
    plain_text,
)
from aspiratie.intake.door import check_match, dropped_columns, wanted_columns
from aspiratie.intake.files.cells import as_texts
from aspiratie.intake.match import BLANK, OUT_OF_RANGE, UNKNOWN, match_columns
from aspiratie.intake.spelling import Spelling, near_pairs
from aspiratie.intake.told import alarm
from aspiratie.intake.tools import layout_of

__all__ = ["Export", "make_export"]

#: A school's spelling no longer than this is a code, not somebody's words.
_CODE_WIDTH = 10
_CLEANING_ROLES = ("respondent", "submitted", "started", "status")


@dataclass(frozen=True, eq=False, kw_only=True)
class Export:
    """An export that was read and coded, not yet cleaned.

    Parameters
    ----------
    codebook : Codebook
        What the columns mean.
    states : DataFrame of int8, shape (rows, items found)
        The place of the answer, 1 to k, or a state: 0 blank, -1 no opinion,
        -2 a code for "blank", -3 a code that the codebook doesn't know.
    texts : DataFrame of categories
        ``school`` and what the export has of ``group``, ``type``, ``wave``,
        ``respondent``, ``submitted``, ``started`` and ``status``.
    numbers : DataFrame of float64
        ``weight`` and ``duration`` in seconds, where the export has them.
    intake : DataFrame of float64
        Numbers of intake that were asked for, by name.
    open_answers : DataFrame
        Open answers, if asked for.
    dropped : tuple of (str, str)
        Rule and place of each column that was not read.
    source : Source
        The file and how it was read.
    """

    codebook: Codebook
    states: pd.DataFrame
    texts: pd.DataFrame
    numbers: pd.DataFrame
    intake: pd.DataFrame
    open_answers: pd.DataFrame
    dropped: tuple[tuple[str, str], ...]
    source: Source

    def __repr__(self) -> str:
        return (
            f"<Export {self.source.kind} of {self.source.tool}: {len(self.states)} rows, "
            f"{self.states.shape[1]} of {len(self.codebook.items)} items>"
        )

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, codebook: Codebook) -> Export:
        """Make an export of a table that is in memory already.

        Parameters
        ----------
        frame : DataFrame
            A row a respondent, a column a question, headed by names, aliases or
            titles of the codebook; answers as codes or labels. Row numbers are
            its index if that is of unique whole numbers, else 1, 2, ...
        codebook : Codebook
            What the columns mean.

        Returns
        -------
        Export

        Raises
        ------
        IntakeError
            As :func:`aspiratie.intake.read_export`.
        """
        headings = [str(c) for c in frame.columns]
        layout = layout_of([headings])
        match = match_columns(layout, codebook)
        check_match(match, layout, codebook, "the table")
        if frame.empty:
            raise IntakeError("The table has headings but no answers.")
        wanted = wanted_columns(match, codebook, open_answers=False)
        columns = {p: as_texts(frame.iloc[:, p]) for p in sorted(set(wanted.values()))}
        digest = hashlib.sha256()
        for texts in columns.values():
            digest.update(texts.codes.tobytes())
            digest.update("\x1f".join(texts.categories).encode())
        numbered = pd.api.types.is_integer_dtype(frame.index.dtype) and frame.index.is_unique
        rows = frame.index.to_numpy() if numbered else np.arange(1, len(frame) + 1)
        source = Source(
            file="",
            sha256=digest.hexdigest(),
            kind="frame",
            tool=layout.tool,
            rows=len(frame),
            columns=len(headings),
            header_rows=0,
        )
        return make_export(
            Columns(
                codebook=codebook,
                texts={name: columns[place] for name, place in wanted.items()},
                rows=rows.astype(np.int64),
                dropped=dropped_columns(match, layout, codebook, wanted),
            ),
            source,
        )


def make_export(
    columns: Columns,
    source: Source,
    *,
    school: str | None = None,
    spelling: Spelling | None = None,
) -> Export:
    """Code the columns by the codebook.

    Where the file has no column of the school, `school` is the school of all rows;
    `spelling` says which spellings are one school.

    Raises
    ------
    IntakeError
        If answers, groups or numbers are not the codebook's. All are listed:
        an unknown answer itself only where at least
        :data:`LABEL_SHOWN_FROM` respondents gave it, else its column and rows.
    """
    book = columns.codebook
    n = len(columns.rows)
    index = pd.Index(columns.rows, name="row", dtype="int64")
    items = [item for item in book.items if item.name in columns.texts]
    states = np.empty((n, len(items)), dtype=np.int8, order="F")
    unknown = Unknown(columns, n)
    for j, item in enumerate(items):
        states[:, j] = unknown.coded(item, columns.texts[item.name])
    if items:
        _check_questionnaire(states, book, source, unknown)
    texts: dict[str, pd.Categorical] = {}
    for role in ("school", *GROUPING_ROLES, *_CLEANING_ROLES):
        column = columns.role(role)
        if column is not None:
            field = book.role(role)
            labelled = role in GROUPING_ROLES and field is not None and bool(field.categories)
            texts[role] = (
                unknown.labelled(field, column)
                if labelled and field
                else plain_text(role, column, field)
            )
    if school is not None:
        texts["school"] = pd.Categorical.from_codes(
            np.zeros(n, dtype=np.int32), categories=pd.Index([school.strip().upper()], dtype=object)
        )
    if spelling is not None and "school" in texts:
        texts["school"] = _spelled(texts["school"], spelling, source.file)
    _tell_near(texts, source.file)
    values, problems = numbers(columns)
    intake, more = intake_numbers(columns)
    problems = [*unknown.problems(), *problems, *more]
    if problems:
        raise IntakeError(
            f"{source.file or 'The table'} holds answers that the codebook "
            f"{book.name!r} does not know.",
            problems=problems,
        )
    for text in unknown.alarms():
        alarm(source.file, text)
    opened = {
        f.name: columns.texts[f.name]
        for f in book.fields
        if f.role == "open" and f.name in columns.texts
    }
    return Export(
        codebook=book,
        states=pd.DataFrame(states, index=index, columns=[item.name for item in items], copy=False),
        texts=pd.DataFrame(texts, index=index),
        numbers=pd.DataFrame(values, index=index, dtype=np.float64),
        intake=pd.DataFrame(intake, index=index, dtype=np.float64),
        open_answers=pd.DataFrame(opened, index=index),
        dropped=columns.dropped,
        source=replace(source, decimal=decimal_mark(columns)),
    )


def _spelled(column: pd.Categorical, spelling: Spelling, file: str) -> pd.Categorical:
    """Read spellings as codes and tell which; a spelling that few rows have is not shown."""
    read, mended = spelling.read(column)
    for name, code, rows in mended:
        shown = repr(name) if rows >= LABEL_SHOWN_FROM or len(name) <= _CODE_WIDTH else "a spelling"
        alarm(file, f"{shown} in {rows} rows is read as the school {code}.")
    return read


def _tell_near(texts: Mapping[str, pd.Categorical], file: str) -> None:
    """Tell of groups that may be one, as far as they are no pupil's own words."""
    if "group" not in texts:
        return
    column = texts["group"]
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.categories))
    found = {str(c): int(k) for c, k in zip(column.categories, counts, strict=True) if k}
    common = {name for name, n in found.items() if n >= LABEL_SHOWN_FROM}
    for one, other in near_pairs(list(found)):
        if one in common and other in common:
            alarm(file, f"the groups {one!r} and {other!r} may be one.")
        elif one in common or other in common:
            shown = one if one in common else other
            alarm(file, f"the group {shown!r} has another spelling in a few rows.")


def _check_questionnaire(
    states: npt.NDArray[np.int8], book: Codebook, source: Source, found: Unknown
) -> None:
    given = int((states != BLANK).sum())
    strange = int((states <= OUT_OF_RANGE).sum())
    if strange * 2 <= given:
        return
    unknown = int((states == UNKNOWN).sum())
    raise IntakeError(
        f"{source.file or 'The table'} looks like answers to another questionnaire than "
        f"{book.name!r}.",
        problems=[
            Problem(
                where="items",
                what=f"of {given} answers, {unknown} are labels and {strange - unknown} are codes "
                f"that the codebook does not know: more than half. {found.commonest()}".rstrip(),
                remedy="Choose the codebook of this questionnaire, or correct the categories of "
                "its items.",
            )
        ],
    )
