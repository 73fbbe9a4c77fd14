"""Read an export: find what file it is and which columns the codebook knows.

Only columns that the codebook knows (and those that a tool writes to tell test
entries and duplicates) are read at all; the others are dropped at the door.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aspiratie.codebook import Codebook
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.answers import Source
from aspiratie.intake.coding import Columns, is_intake
from aspiratie.intake.door import (
    check_match,
    dropped_columns,
    fields_found,
    wanted_columns,
)
from aspiratie.intake.export import Export, make_export
from aspiratie.intake.files.long import widen
from aspiratie.intake.files.opening import Opened, open_files
from aspiratie.intake.files.sav import check_labels
from aspiratie.intake.join import join_exports
from aspiratie.intake.match import Match, knows, match_columns
from aspiratie.intake.spelling import Spelling
from aspiratie.intake.tools import layout_of

__all__ = ["read_export"]


def read_export(
    path: str | Path,
    codebook: Codebook,
    *,
    sheet: str | int | None = None,
    open_answers: bool = False,
    intake: Sequence[str] = (),
    school: str | None = None,
    spelling: Spelling | None = None,
) -> Export:
    """Read a survey tool's export as answers to a questionnaire.

    The kind of file, its encoding, delimiter and survey tool are found from
    what is in it, never from its name. Columns that the codebook doesn't know
    are not read. The files of a zip are read as one.

    Parameters
    ----------
    path : str or Path
        A csv, xlsx, sav or parquet file, or a zip of files of one survey.
    codebook : Codebook
        Of the questionnaire that was held.
    sheet : str or int, optional
        Name or number (from 1) of the sheet of a workbook. Without it, the
        sheet with most of the questionnaire's items.
    open_answers : bool
        Whether to keep columns of role "open".
    intake : sequence of str
        Names of the columns of role "intake" to keep; without it none is read.
    school : str, optional
        The school of all rows, for a file without a column of the school.
    spelling : Spelling, optional
        Which spellings are one school.

    Returns
    -------
    Export
        Coded, not yet cleaned.

    Raises
    ------
    IntakeError
        If the file cannot be read as a table, is another questionnaire's,
        lacks columns, or holds answers that the codebook doesn't know; all
        faults of one step at once. Errors tell columns and row numbers, never
        what a respondent wrote.
    """
    with open_files(Path(path), lambda rows: fields_found(rows, codebook), sheet=sheet) as files:
        exports = [
            _read(
                opened,
                codebook,
                open_answers=open_answers,
                intake=intake,
                school=school,
                spelling=spelling,
            )
            for opened in files
        ]
    return join_exports(exports)


def _read(
    opened: Opened,
    codebook: Codebook,
    *,
    open_answers: bool,
    intake: Sequence[str],
    school: str | None,
    spelling: Spelling | None,
) -> Export:
    table, file = opened.table, opened.file
    layout = table.layout or layout_of(
        table.head, lambda found: len(match_columns(found, codebook).fields)
    )
    match = match_columns(layout, codebook)
    if len(match.fields) * 2 < len(codebook.items):
        wide = widen(table, layout, knows(codebook), file)
        if wide is not None:
            table, layout = wide
            match = match_columns(layout, codebook)
    check_match(match, layout, codebook, file, school=school)
    if table.rows_below(layout.header_rows) == 0:
        raise IntakeError(
            f"{file} has headings but no answers.",
            problems=[
                Problem(
                    where=file,
                    what=f"holds no row below its {layout.header_rows} row(s) of headings.",
                    remedy="Choose all responses when exporting, also partial ones.",
                )
            ],
        )
    if table.value_labels:
        faults = check_labels(
            codebook,
            {name: layout.headings[place].found for name, place in match.fields.items()},
            table.value_labels,
        )
        if faults:
            raise IntakeError(f"{file} codes its answers otherwise.", problems=faults)
    _check_intake(intake, codebook, match, file)
    wanted = wanted_columns(match, codebook, open_answers=open_answers, intake=intake)
    columns, rows = table.read(sorted(set(wanted.values())), layout.header_rows)
    source = Source(
        file=file,
        sha256=opened.sha256,
        kind=opened.kind,
        tool=layout.tool,
        rows=len(rows),
        columns=len(layout.headings),
        header_rows=layout.header_rows,
        delimiter=table.delimiter,
        encoding=table.encoding,
        sheet=table.sheet,
    )
    return make_export(
        Columns(
            codebook=codebook,
            texts={name: columns[place] for name, place in wanted.items()},
            rows=rows,
            dropped=dropped_columns(match, layout, codebook, wanted),
            absent={
                name: table.absent[heading]
                for name, place in match.fields.items()
                if (heading := layout.headings[place].found) in table.absent
            },
        ),
        source,
        school=school,
        spelling=spelling,
    )


def _check_intake(names: Sequence[str], codebook: Codebook, match: Match, file: str) -> None:
    known = [field.name for field in codebook.fields if is_intake(field)]
    problems = [
        Problem(
            where=f"intake {name}",
            what=f"is no column of role intake in the codebook {codebook.name!r}.",
            remedy=f"It has: {', '.join(known) or 'none'}.",
        )
        for name in names
        if name not in known
    ]
    problems += [
        Problem(
            where=f"intake {name}",
            what=f"is not in {file}.",
            remedy="Add the column to the export, or its heading to the codebook's aliases.",
        )
        for name in names
        if name in known and name not in match.fields
    ]
    if problems:
        raise IntakeError(f"{file} cannot be adjusted for intake.", problems=problems)
