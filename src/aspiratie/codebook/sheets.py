"""Write the rows of a codebook as a workbook: menus in cells, colour where something is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from aspiratie.codebook.words import OPEN, fixed_words, shown

__all__ = ["MEANINGS", "QUESTIONS", "Ask", "OrderChoice", "write_sheets"]

#: The columns of each sheet, as they are written.
QUESTIONS = (
    "name", "heading", "title", "role", "scale", "reversed", "answers", "missing", "todo",
    "midpoint", "required", "found", "aliases", "title_en", "mirrors", "type",
)  # fmt: skip
MEANINGS = (
    "kind", "list", "name", "title", "principle", "definition", "reason", "todo", "tags",
    "title_en", "definition_en", "aliases",
)  # fmt: skip
_WIDTH = {
    "title": 52, "title_en": 40, "definition": 52, "definition_en": 40, "aliases": 32,
    "heading": 32, "todo": 52, "found": 24,
}  # fmt: skip
_COLOUR = "FFD966"
_SPARE_ROWS = 40


@dataclass(frozen=True, kw_only=True)
class OrderChoice:
    """One answer to "in which order?": its words, and the answers from low to high.

    ``answers`` holds pairs of code and label; without any the questions are not used.
    None means a word that needs no telling, as "as listed below".
    """

    text: str
    answers: tuple[tuple[int, str], ...] | None = ()


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A cell that somebody has to fill in: sheet, row from 0, column, and what may stand there.

    Without choices the column's own words may stand there.
    """

    sheet: str
    row: int
    column: str
    choices: tuple[OrderChoice, ...] = ()


def write_sheets(
    path: Path,
    *,
    questions: Sequence[Mapping[str, Any]],
    meanings: Sequence[Mapping[str, Any]],
    asks: Iterable[Ask] = (),
    explained: Sequence[str] = (),
    language: str = "en",
) -> tuple[str, ...]:
    """Write a workbook that :func:`aspiratie.codebook.xlsx.xlsx_to_document` reads.

    Parameters
    ----------
    path : Path
        An existing file is overwritten.
    questions, meanings : sequence of mapping
        The rows, by the codebook's own words for columns and values.
    asks : iterable of Ask
        Cells that are open: they show a question mark and a colour until they are filled in.
    explained : sequence of str
        What the last sheet says, a row each.
    language : {"nl", "en"}
        Of headings and of the words in menus; reading takes both.

    Returns
    -------
    tuple of str
        Where each cell of `asks` is, as ``betekenissen!D4``.
    """
    asks = tuple(asks)
    book = openpyxl.Workbook()
    sheets = {"questions": book.active}
    sheets["meanings"] = book.create_sheet()
    chosen = [ask for ask in asks if ask.choices]
    if chosen:
        sheets["choices"] = book.create_sheet()
    sheets["explanation"] = book.create_sheet()
    for name, sheet in sheets.items():
        sheet.title = shown("sheet", name, language)
    used = {name: _used(rows, heads) for name, rows, heads in
            (("questions", questions, QUESTIONS), ("meanings", meanings, MEANINGS))}  # fmt: skip
    rows = {"questions": questions, "meanings": meanings}
    for name, heads in used.items():
        _fill(sheets[name], heads, rows[name], language)
    places = []
    for ask in asks:
        sheet, heads = sheets[ask.sheet], used[ask.sheet]
        cell = sheet.cell(row=ask.row + 2, column=heads.index(ask.column) + 1, value=OPEN)
        places.append(f"{sheet.title}!{cell.coordinate}")
    _explain(sheets, explained, language)
    _menus(sheets, used, rows, language)
    if chosen:
        _choices(sheets, used, chosen, rows, language)
    for name, heads in used.items():
        area = f"A2:{get_column_letter(len(heads))}{len(rows[name]) + 1 + _SPARE_ROWS}"
        fill = PatternFill(start_color=_COLOUR, end_color=_COLOUR, fill_type="solid")
        mark = CellIsRule(operator="equal", formula=[f'"{OPEN}"'], fill=fill, font=Font(bold=True))
        sheets[name].conditional_formatting.add(area, mark)
    book.save(path)
    return tuple(places)


def _used(rows: Sequence[Mapping[str, Any]], heads: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of a sheet; notes only where there are any."""
    notes = ("heading", "found", "todo")
    return tuple(h for h in heads if h not in notes or any(row.get(h) for row in rows))


def _fill(
    sheet: Any, heads: tuple[str, ...], rows: Sequence[Mapping[str, Any]], language: str
) -> None:
    sheet.freeze_panes = "B2"
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(row=1, column=column, value=shown("head", head, language))
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = _WIDTH.get(head, 16)
        for place, row in enumerate(rows, 2):
            value = _word(head, row, language)
            cell = sheet.cell(row=place, column=column, value=value)
            cell.alignment = Alignment(wrap_text=head in _WIDTH, vertical="top")
            if isinstance(value, str):
                cell.data_type = "s"  # a text that starts with "=" is no formula
                cell.number_format = "@"


def _word(head: str, row: Mapping[str, Any], language: str) -> Any:
    """Return a cell's value in the words of the workbook's language."""
    value = row.get(head)
    if isinstance(value, bool):
        return shown("reversed", str(value).lower(), language)
    if not isinstance(value, str):
        return value
    own = row.get("kind") == "codebook" and head == "title"
    return shown(str(row.get("name")) if own else head, value, language)


def _menus(
    sheets: Mapping[str, Any],
    used: Mapping[str, tuple[str, ...]],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    language: str,
) -> None:
    """Put a menu into every column that has a fixed list of words."""
    lists = sheets["explanation"]
    for name, heads in used.items():
        for head in heads:
            words = [shown(head, word, language) for word in fixed_words(head)]
            free = not words
            if head in ("scale", "principle"):
                words = [str(r["name"]) for r in rows["meanings"] if r.get("kind") == head]
            elif name == "questions" and head in ("answers", "missing"):
                kind = "answer" if head == "answers" else "missing"
                words = [str(r["list"]) for r in rows["meanings"] if r.get("kind") == kind]
            if not words or (name == "questions" and head == "reason"):
                continue
            letter = get_column_letter(heads.index(head) + 1)
            last = len(rows[name]) + 1 + _SPARE_ROWS
            menu = _menu(lists, shown("head", head, language), list(dict.fromkeys(words)), free)
            menu.add(f"{letter}2:{letter}{last}")
            sheets[name].add_data_validation(menu)
    row = next((i for i, r in enumerate(rows["meanings"]) if r.get("name") == "informant"), None)
    if row is not None:
        words = [shown("informant", word, language) for word in fixed_words("informant")]
        menu = _menu(lists, shown("head", "informant", language), words, free=False)
        menu.add(f"{get_column_letter(used['meanings'].index('title') + 1)}{row + 2}")
        sheets["meanings"].add_data_validation(menu)


def _menu(lists: Any, head: str, words: Sequence[str], free: bool) -> DataValidation:
    """Write words in a column of the sheet that explains, and return a menu of them."""
    column = max(lists.max_column + 1, 4)
    letter = get_column_letter(column)
    lists.cell(row=1, column=column, value=head).font = Font(bold=True)
    lists.column_dimensions[letter].width = 24
    for row, word in enumerate(words, 2):
        cell = lists.cell(row=row, column=column, value=word)
        cell.data_type = "s"
    where = f"{quote_sheetname(lists.title)}!${letter}$2:${letter}${len(words) + 1}"
    return DataValidation(
        type="list", formula1=where, allow_blank=True, showErrorMessage=not free, showDropDown=False
    )


def _choices(
    sheets: Mapping[str, Any],
    used: Mapping[str, tuple[str, ...]],
    asks: Sequence[Ask],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    language: str,
) -> None:
    """Write what each choice of an order means, and put the menus of them into their cells."""
    sheet = sheets["choices"]
    heads = [shown("head", head, language) for head in ("list", "choice", "answers")]
    for column, head in enumerate(heads, 1):
        sheet.cell(row=1, column=column, value=head).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 16 if column == 1 else 60
    place = 2
    for ask in asks:
        name = str(rows[ask.sheet][ask.row].get("list"))
        for choice in ask.choices:
            if choice.answers is None:
                continue
            written = [name, choice.text, *(f"{code} = {label}" for code, label in choice.answers)]
            for column, text in enumerate(written, 1):
                cell = sheet.cell(row=place, column=column, value=text)
                cell.data_type = "s"
            place += 1
        menu = _menu(sheets["explanation"], name, [choice.text for choice in ask.choices], False)
        letter = get_column_letter(used[ask.sheet].index(ask.column) + 1)
        menu.add(f"{letter}{ask.row + 2}")
        sheets[ask.sheet].add_data_validation(menu)


def _explain(sheets: Mapping[str, Any], explained: Sequence[str], language: str) -> None:
    sheet = sheets["explanation"]
    sheet.column_dimensions["A"].width = 100
    counts = "+".join(
        f'COUNTIF({quote_sheetname(sheets[name].title)}!A2:Z2000,"~{OPEN}")'
        for name in ("questions", "meanings")
    )
    sheet.cell(row=1, column=1, value=shown("head", "open_cells", language)).font = Font(bold=True)
    sheet.cell(row=1, column=2, value=f"={counts}")
    for row, text in enumerate(explained, 3):
        cell = sheet.cell(row=row, column=1, value=text)
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
