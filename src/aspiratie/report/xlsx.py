"""The tables of a finished page as a workbook: what was published, and nothing more."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from aspiratie.errors import Problem, ReportError
from aspiratie.report.render import write_aside
from aspiratie.texts import Messages

__all__ = ["PublishedTable", "published_tables", "workbook_bytes", "write_workbook"]

_NUMBER = re.compile(r"^([-−+]?)(\d{1,3}(?:[.,]\d{3})+|\d+)(?:([.,])(\d+))?(\s?%)?$")
_SHEET = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, eq=False, kw_only=True)
class PublishedTable:
    """A table as the page shows it.

    Parameters
    ----------
    caption : str
        Its caption.
    section : str
        Heading of the part that it stands in.
    rows : tuple of tuples of str
        Cells as shown, headings first.
    heads : int
        How many of the rows are headings.
    """

    caption: str
    section: str
    rows: tuple[tuple[str, ...], ...]
    heads: int

    def __repr__(self) -> str:
        return f"PublishedTable({self.caption!r}, {len(self.rows)} rows)"


def published_tables(html: str) -> list[PublishedTable]:
    """Return the tables of a page that have something in them, in order.

    A table to write in (whose cells are empty) is left out.
    """
    root = lxml.html.document_fromstring(html)
    found = []
    for table in root.iter("table"):
        rows = [[_plain(cell) for cell in row.xpath("./th|./td")] for row in table.iter("tr")]
        heads = sum(1 for row in table.iter("tr") if not row.xpath("./td"))
        if not any(_plain(cell) for cell in table.iter("td")):
            continue
        before = table.xpath("(ancestor::section[1]//h2|ancestor::section[1]//h3)[1]")
        captions = table.xpath("./caption")
        found.append(
            PublishedTable(
                caption=_plain(captions[0]) if captions else "",
                section=_plain(before[0]) if before else "",
                rows=tuple(map(tuple, rows)),
                heads=heads,
            )
        )
    return found


def write_workbook(page: str | Path, out: str | Path, *, language: str) -> Path:
    """Write the tables of a finished page as a workbook, a sheet for each.

    Numbers become numbers with the decimals and the per cent sign that the page shows;
    words for hidden numbers stay words. No cell is a formula.

    Parameters
    ----------
    page : path
        A page made by :func:`aspiratie.report.render.render_report`.
    out : path
        The workbook; written aside and moved into place.
    language : {"nl", "en"}
        How the page writes numbers.

    Returns
    -------
    Path
        The workbook.

    Raises
    ------
    ReportError
        If the page can't be read or has no tables.
    """
    path = Path(page)
    try:
        html = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ReportError(
            "The page for the workbook cannot be read.",
            problems=[Problem(where=path.name, what=f"{type(fault).__name__}.")],
        ) from fault
    target = Path(out)
    write_aside(target, workbook_bytes(html, language=language))
    return target


def workbook_bytes(html: str, *, language: str) -> bytes:
    """Return the workbook of a page's tables; the same page gives the same bytes.

    Raises
    ------
    ReportError
        If the page has no tables.
    """
    say = Messages(language)
    tables = published_tables(html)
    if not tables:
        raise ReportError(
            "There is no workbook without tables.",
            problems=[Problem(where="page", what="has no table with numbers.")],
        )
    book = openpyxl.Workbook()
    first = book.active
    first.title = say("xlsx-contents")
    _write(first, 1, [say("xlsx-sheet"), say("xlsx-table")], language, bold=True)
    for number, table in enumerate(tables, start=1):
        name = f"{number} {_SHEET.sub(' ', table.section or table.caption)}"[:31].strip()
        sheet = book.create_sheet(name)
        _write(first, number + 1, [name, table.caption], language)
        first.cell(number + 1, 1).hyperlink = f"#'{name}'!A1"
        _write(sheet, 1, [table.caption], language, bold=True)
        for index, row in enumerate(table.rows):
            _write(sheet, index + 2, list(row), language, bold=index < table.heads)
        sheet.freeze_panes = sheet.cell(table.heads + 2, 2)
        _widths(sheet, table)
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 34, 80
    buffer = io.BytesIO()
    book.save(buffer)
    return _fixed(buffer.getvalue())


def _plain(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _write(
    sheet: Worksheet, row: int, values: list[str], language: str, *, bold: bool = False
) -> None:
    for column, text in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        number = _number(text, language)
        if number is None or bold:
            cell.value = text
            # A text that starts with = stays a text: nobody's file runs anything.
            cell.data_type = "s"
            cell.quotePrefix = text[:1] in "=+-@" and bool(text)
        else:
            cell.value, cell.number_format = number
        cell.font = Font(bold=bold)
        cell.alignment = Alignment(vertical="top", wrap_text=row > 1)


def _number(text: str, language: str) -> tuple[float, str] | None:
    """Read a number as the page writes it; give it with the format of its decimals."""
    found = _NUMBER.match(text.replace("\u00a0", " ").replace("\u202f", " "))
    if not found:
        return None
    sign, whole, mark, decimals, percent = found.groups()
    thousands, comma = (".", ",") if language == "nl" else (",", ".")
    if comma in whole:
        # 3,456 in Dutch: three decimals, not thousands.
        if whole.count(comma) > 1 or mark:
            return None
        whole, decimals = whole.split(comma)
    elif mark is not None and mark != comma:
        return None
    value = float(f"{whole.replace(thousands, '')}.{decimals or 0}")
    if re.match(r"0\d", whole):
        return None
    if sign in ("-", "−"):
        value = -value
    places = "." + "0" * len(decimals) if decimals else ""
    if percent:
        return value / 100, f"0{places}%"
    return (int(value) if value.is_integer() and not decimals else value), f"0{places}"


def _widths(sheet: Worksheet, table: PublishedTable) -> None:
    columns = max(len(row) for row in table.rows)
    for index in range(columns):
        longest = max((len(row[index]) for row in table.rows if index < len(row)), default=8)
        letter = openpyxl.utils.get_column_letter(index + 1)
        sheet.column_dimensions[letter].width = min(60, max(9, longest + 2))


def _fixed(content: bytes) -> bytes:
    """Write the archive again without the moment it was made."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(
                    rb"(<dcterms:(created|modified)[^>]*>)[^<]*",
                    rb"\g<1>1980-01-01T00:00:00Z",
                    data,
                )
                data = re.sub(rb"<dc:creator>[^<]*", b"<dc:creator>aspiratie", data)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
