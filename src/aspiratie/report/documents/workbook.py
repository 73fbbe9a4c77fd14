"""A release as a workbook: sheets for people, every number as a row, and what columns mean."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from aspiratie.disclosure import Release, SchoolRelease
from aspiratie.display.report import RegionReport, SchoolReport
from aspiratie.report.documents.archive import fixed_archive, plain
from aspiratie.report.documents.sheets import (
    Cell,
    Number,
    Sheet,
    region_sheets,
    school_sheets,
)
from aspiratie.report.documents.tidy import TidyRow, tidy_rows
from aspiratie.report.page import page_of
from aspiratie.report.render import write_aside
from aspiratie.texts import check_language

__all__ = ["workbook_bytes", "write_workbook"]

#: Decimals of a number that has no step of its own.
_MOST = 3
#: Widest and narrowest column, in characters.
_WIDEST, _NARROWEST = 60, 9


def write_workbook(release: Release, out: str | Path, *, language: str) -> Path:
    """Write a release as a workbook.

    Sheets to read come first: scores, questions, and groups and waves of a school or the
    schools of a region. Then a sheet with every number of the release as a row, and one that
    says what its columns mean. No cell is a formula, whatever a name begins with.

    Parameters
    ----------
    release : SchoolRelease, NamedRelease or LetteredRelease
        What may be seen.
    out : path
        The workbook; written aside and moved into place.
    language : {"nl", "en"}
        Language of names and words.

    Returns
    -------
    Path
        The workbook.

    Raises
    ------
    ReportError
        If it cannot be written.
    """
    target = Path(out)
    write_aside(target, workbook_bytes(release, language=language))
    return target


def workbook_bytes(release: Release, *, language: str) -> bytes:
    """Return the workbook of a release; the same release gives the same bytes."""
    check_language(language)
    report: SchoolReport | RegionReport
    if isinstance(release, SchoolRelease):
        report = SchoolReport(release=release, language=language)
        people = school_sheets(report)
    else:
        report = RegionReport(release=release, language=language)
        people = region_sheets(report)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in [*people, _tidy(report), _explained(report)]:
        _write(book.create_sheet(sheet.name), sheet)
    book.properties.title = plain(page_of(release, language).title)
    buffer = io.BytesIO()
    book.save(buffer)
    return fixed_archive(buffer.getvalue())


def _names() -> list[str]:
    return [field.name for field in fields(TidyRow)]


def _tidy(report: SchoolReport | RegionReport) -> Sheet:
    rows = []
    for row in tidy_rows(report):
        cells: list[Cell] = []
        for name in _names():
            value: str | float | None = getattr(row, name)
            cells.append(
                Number(value=value, decimals=_places(value))
                if isinstance(value, int | float)
                else value
            )
        rows.append(tuple(cells))
    columns = tuple(report.say(f"tidy-{name}") for name in _names())
    return Sheet(name=report.say("book-tidy"), columns=columns, rows=tuple(rows))


def _places(value: float) -> int:
    text = f"{value:.{_MOST}f}".rstrip("0")
    return len(text.partition(".")[2])


def _explained(report: SchoolReport | RegionReport) -> Sheet:
    say = report.say
    rows: list[tuple[Cell, ...]] = [
        (say(f"tidy-{name}"), say(f"tidy-{name}-means")) for name in _names()
    ]
    states = ("shown", "exact", "below", "above", "at_least", "at_most", "hidden")
    for state in states:
        key = f"tidy-state-{state}".replace("_", "-")
        rows.append((f"{say('tidy-state')}: {say(key)}", say(f"{key}-means")))
    page = page_of(report.release, report.language)
    rows += [(say("book-source"), page.source), (say("book-notice"), page.notice)]
    columns = (say("book-column"), say("book-means"))
    return Sheet(name=say("book-explained"), columns=columns, rows=tuple(rows))


def _write(sheet: Worksheet, content: Sheet) -> None:
    _write_row(sheet, 1, content.columns, bold=True)
    for number, row in enumerate(content.rows, start=2):
        _write_row(sheet, number, row)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for index, head in enumerate(content.columns):
        longest = max([len(head), *_lengths(row[index] for row in content.rows)])
        width = min(_WIDEST, max(_NARROWEST, longest + 2))
        sheet.column_dimensions[get_column_letter(index + 1)].width = width


def _lengths(cells: Iterable[Cell]) -> list[int]:
    return [len(cell) for cell in cells if isinstance(cell, str)]


def _write_row(sheet: Worksheet, row: int, cells: Sequence[Cell], *, bold: bool = False) -> None:
    for column, content in enumerate(cells, start=1):
        if content is None or content == "":
            continue
        cell = sheet.cell(row, column)
        if isinstance(content, Number):
            cell.value = content.value
            cell.number_format = f"0.{'0' * content.decimals}" if content.decimals else "0"
        else:
            text = plain(content)
            cell.value = text
            # A text that starts with = stays a text: nobody's file runs anything.
            cell.data_type = "s"
            cell.quotePrefix = text[:1] in tuple("=+-@\t\r")
        if bold:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
