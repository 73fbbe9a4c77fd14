"""Export to answers: what is taken out or made missing, by stated rules, all of it logged.

The rules work in this order, each on what the one before left:

1. ``test_entry``: marked as a test or preview by the tool or by a marker given.
2. ``other_wave``: of another wave than the one asked for.
3. ``no_school``: the school's cell is empty; the row belongs to no report.
4. ``out_of_range``, ``no_opinion``, ``missing_code``: values become missing.
5. ``empty``: nothing was answered, not even "no opinion".
6. ``too_few_answers``: less than the asked share of the items was answered;
   "no opinion" is an answer here.
7. ``duplicate``: a second response of the same respondent in one school and wave.
8. ``careless``: flagged by two indices or more; removed only if asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook import Codebook
from aspiratie.errors import IntakeError, ParameterError, Problem
from aspiratie.intake.answers import Answers
from aspiratie.intake.careless import careless_indices, flag_careless
from aspiratie.intake.coding import row_list
from aspiratie.intake.export import Export
from aspiratie.intake.log import CleaningLog, LogWriter
from aspiratie.intake.match import BLANK, BLANK_CODE, OPINION, OUT_OF_RANGE
from aspiratie.intake.read import read_export
from aspiratie.intake.rows import check_ids, is_duplicate, is_of_other_wave, is_test_entry
from aspiratie.intake.times import seconds_between
from aspiratie.intake.told import alarm, tell

__all__ = ["clean", "read_answers"]

Duplicates = Literal["keep_first", "keep_last", "keep_all"]
OutOfRange = Literal["missing", "refuse"]
Careless = Literal["keep", "exclude"]
TestEntries = Literal["remove", "keep"]
Mask = npt.NDArray[np.bool_]

#: A rule that removes this share of the rows is told loudly.
LOUD_FROM = 0.05
_VALUE_RULES = (
    ("out_of_range", OUT_OF_RANGE),
    ("no_opinion", OPINION),
    ("missing_code", BLANK_CODE),
)


def clean(
    export: Export,
    *,
    min_answered: float = 0.5,
    duplicates: Duplicates = "keep_first",
    out_of_range: OutOfRange = "missing",
    careless: Careless = "keep",
    test_entries: TestEntries = "remove",
    wave: str | None = None,
    test_markers: Sequence[str] = (),
) -> Answers:
    """Clean an export and log every change.

    Parameters
    ----------
    export : Export
        From :func:`read_export` or :meth:`Export.from_frame`.
    min_answered : float
        Least share (0 to 1) of the export's items that a respondent must have
        answered. "No opinion" counts as an answer.
    duplicates : {"keep_first", "keep_last", "keep_all"}
        Which response stays of a respondent with several usable ones in one
        school and wave. Respondents are told apart by the column of role
        "respondent" or the tool's own id. A row without an id is a duplicate
        only if all its columns, with the time of submission, equal another
        row's; without a time nobody is, because pupils may give equal answers.
    out_of_range : {"missing", "refuse"}
        What to do with codes that the codebook doesn't have.
    careless : {"keep", "exclude"}
        What to do with respondents whom two or more indices of careless
        answering flag (see :func:`aspiratie.intake.careless.flag_careless`).
    test_entries : {"remove", "keep"}
        What to do with rows that the tool marks as a test or preview.
    wave : str, optional
        Keep rows of this wave. Rows that don't say their wave get it.
    test_markers : sequence of str
        Texts that mark a test entry when they are a row's whole school, group,
        respondent or status.

    Returns
    -------
    Answers

    Raises
    ------
    ParameterError
        With every option that is wrong.
    IntakeError
        If codes are out of range and that is an error, if the respondents' ids
        cannot tell them apart, or if no respondent remains.
    """
    _check_options(min_answered, duplicates, out_of_range, careless, test_entries)
    states = export.states.to_numpy()
    n = len(states)
    texts = export.texts
    school = texts["school"].cat
    names = ["", *school.categories]
    log = LogWriter(school.codes.to_numpy().astype(np.intp) + 1, names)
    for rule, place in export.dropped:
        log.column(rule, place, n)
    alive = np.ones(n, dtype=bool)

    def remove(rule: str, where: Mask, column: str = "") -> None:
        hit = where & alive
        log.rows(rule, hit, "row_removed", column)
        alive[hit] = False

    if test_entries == "remove":
        remove("test_entry", is_test_entry(export, test_markers))
    if wave is not None:
        remove("other_wave", is_of_other_wave(texts, wave))
    remove("no_school", school.codes.to_numpy() < 0)
    if out_of_range == "refuse":
        _refuse_out_of_range(export, alive)
    for rule, state in _VALUE_RULES:
        for j, item in enumerate(export.states.columns):
            hit = (states[:, j] == state) & alive
            if hit.any():
                log.rows(rule, hit, "value_to_missing", str(item))
    given = (states > BLANK).sum(axis=1) + (states == OPINION).sum(axis=1)
    remove("empty", given == 0)
    remove("too_few_answers", given < min_answered * states.shape[1] - 1e-9)
    if duplicates != "keep_all":
        check_ids(export, alive)
        remove("duplicate", is_duplicate(export, alive, last=duplicates == "keep_last"))

    kept = np.flatnonzero(alive)
    items, no_opinion = _items(export, kept)
    seconds = _seconds(export)
    flags = flag_careless(
        careless_indices(items, export.codebook, seconds=None if seconds is None else seconds[kept])
    )
    for index in flags.columns:
        hit = np.zeros(n, dtype=bool)
        hit[kept] = flags[index].to_numpy()
        log.rows("careless" if index == "flagged" else str(index), hit, "row_flagged")
    stays = np.ones(len(kept), dtype=bool)
    if careless == "exclude":
        stays = ~flags["flagged"].to_numpy()
        flagged = np.zeros(n, dtype=bool)
        flagged[kept[~stays]] = True
        remove("careless", flagged)
    finished = log.finish(alive)
    _tell(export, finished)
    if not alive.any():
        raise _nobody(export, finished.counts("row_removed"))
    kept = kept[stays]
    opened = export.open_answers.iloc[kept]
    return Answers(
        codebook=export.codebook,
        respondents=_respondents(export, kept, wave, seconds),
        items=items.loc[stays],
        no_opinion=no_opinion.loc[stays],
        careless=flags.loc[stays],
        log=finished,
        source=export.source,
        open_answers=opened,
        intake=export.intake.iloc[kept],
    )


def read_answers(
    path: str | Path,
    codebook: Codebook,
    *,
    sheet: str | int | None = None,
    open_answers: bool = False,
    intake: Sequence[str] = (),
    min_answered: float = 0.5,
    duplicates: Duplicates = "keep_first",
    out_of_range: OutOfRange = "missing",
    careless: Careless = "keep",
    test_entries: TestEntries = "remove",
    wave: str | None = None,
    test_markers: Sequence[str] = (),
) -> Answers:
    """Read an export and clean it: :func:`read_export`, then :func:`clean`.

    Parameters
    ----------
    path, codebook, sheet, open_answers, intake
        See :func:`read_export`.
    min_answered, duplicates, out_of_range, careless, test_entries, wave, test_markers
        See :func:`clean`.

    Returns
    -------
    Answers

    Raises
    ------
    IntakeError, ParameterError
        As both.
    """
    _check_options(min_answered, duplicates, out_of_range, careless, test_entries)
    return clean(
        read_export(path, codebook, sheet=sheet, open_answers=open_answers, intake=intake),
        min_answered=min_answered,
        duplicates=duplicates,
        out_of_range=out_of_range,
        careless=careless,
        test_entries=test_entries,
        wave=wave,
        test_markers=test_markers,
    )


def _check_options(
    min_answered: float, duplicates: str, out_of_range: str, careless: str, test_entries: str
) -> None:
    problems = []
    if not 0 <= min_answered <= 1:
        problems.append(
            Problem(where="min_answered", what="is a share.", remedy="Give 0 to 1, as 0.5.")
        )
    for name, value, allowed in (
        ("duplicates", duplicates, get_args(Duplicates)),
        ("out_of_range", out_of_range, get_args(OutOfRange)),
        ("careless", careless, get_args(Careless)),
        ("test_entries", test_entries, get_args(TestEntries)),
    ):
        if value not in allowed:
            problems.append(
                Problem(
                    where=name,
                    what=f"cannot be {value!r}.",
                    remedy=f"One of: {', '.join(allowed)}.",
                )
            )
    if problems:
        raise ParameterError("The options of cleaning are not right.", problems=problems)


def _refuse_out_of_range(export: Export, alive: npt.NDArray[np.bool_]) -> None:
    problems = []
    rows = export.states.index.to_numpy()
    for item in export.states.columns:
        hit = (export.states[item].to_numpy() == OUT_OF_RANGE) & alive
        if hit.any():
            problems.append(
                Problem(
                    where=f"column {item}, {_places(export, rows[hit])}",
                    what=f"{int(hit.sum())} codes are not in the codebook.",
                    remedy="Add them under `missingValues`, correct the export, or clean with "
                    "out_of_range='missing'.",
                )
            )
    if problems:
        raise IntakeError("There are codes outside the range.", problems=problems)


def _places(export: Export, rows: npt.NDArray[np.int64]) -> str:
    if not export.source.parts:
        return row_list(rows)
    more = f" and {len(rows) - 8} more" if len(rows) > 8 else ""
    return "; ".join(export.source.place(int(row)) for row in rows[:8]) + more


def _items(export: Export, kept: npt.NDArray[np.intp]) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = [item.name for item in export.codebook.items]
    values = np.full((len(kept), len(names)), np.nan, order="F")
    opinion = np.zeros((len(kept), len(names)), dtype=bool, order="F")
    states = export.states.to_numpy()
    for j, name in enumerate(export.states.columns):
        column = states[kept, j]
        place = names.index(name)
        values[:, place] = np.where(column > BLANK, column, np.nan)
        opinion[:, place] = column == OPINION
    index = export.states.index[kept]
    return (
        pd.DataFrame(values, index=index, columns=names, copy=False),
        pd.DataFrame(opinion, index=index, columns=names, copy=False),
    )


def _seconds(export: Export) -> npt.NDArray[np.float64] | None:
    if "duration" in export.numbers:
        return export.numbers["duration"].to_numpy()
    if "started" in export.texts and "submitted" in export.texts:
        return seconds_between(export.texts["started"], export.texts["submitted"])
    return None


def _respondents(
    export: Export,
    kept: npt.NDArray[np.intp],
    wave: str | None,
    seconds: npt.NDArray[np.float64] | None,
) -> pd.DataFrame:
    out: dict[str, pd.Series] = {}
    for role in ("school", "group", "type", "wave"):
        if role in export.texts:
            out[role] = export.texts[role].iloc[kept].astype("str")
        if role == "wave" and wave is not None:
            out[role] = pd.Series(wave, index=export.states.index[kept], dtype="str")
    if "weight" in export.numbers:
        out["weight"] = export.numbers["weight"].iloc[kept]
    if export.codebook.role("duration") is not None and seconds is not None:
        out["duration"] = pd.Series(seconds[kept], index=export.states.index[kept])
    return pd.DataFrame(out, index=export.states.index[kept])


def _tell(export: Export, log: CleaningLog) -> None:
    """Tell how many rows each rule removed, and how many values became missing."""
    file, n = export.source.file, log.rows_in
    removed = log.counts("row_removed")
    told = ", ".join(f"{rule} {rows} ({rows / n:.1%})" for rule, rows in removed.to_numpy())
    tell(file, f"{n} rows, {log.rows_out} remain; removed: {told or 'none'}.")
    for rule, rows in removed.to_numpy():
        if rows >= LOUD_FROM * n:
            alarm(file, f"the rule {rule} removed {rows} of {n} rows ({rows / n:.1%}).")


def _nobody(export: Export, removed: pd.DataFrame) -> IntakeError:
    return IntakeError(
        f"No respondent of {export.source.file or 'the table'} remains after cleaning.",
        problems=[
            Problem(where=str(rule), what=f"removed {rows} of {export.source.rows} rows.")
            for rule, rows in removed.itertuples(index=False)
        ],
    )
