"""Read a workbook as a codebook, as somebody filled it in who does not write YAML.

Sheet ``questions`` has a row for every column of the export. Sheet ``meanings``
has a row for everything that questions refer to: the codebook itself,
principles, scales, and lists of answers and of missing codes. A last sheet explains,
and is not read. Headings and words from menus may be English or Dutch.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from aspiratie.codebook.sheets import MEANINGS, QUESTIONS
from aspiratie.codebook.words import (
    CONFIRMED,
    IGNORED,
    ITEM,
    NOTES,
    OPEN,
    UNSORTED,
    canonical,
)
from aspiratie.errors import CodebookError, Problem

__all__ = ["xlsx_to_document"]

#: Texts of the codebook itself; its other keys are words.
_TEXTS = ("title", "licence")
_YES, _NO = ("true", "ja", "yes", "waar"), ("false", "nee", "no", "onwaar")
_BAR = re.compile(r"(?<!\\)\|")
_ANSWER = re.compile(r"(-?\d+) = (.+)", re.DOTALL)
_WHOLE = re.compile(r"-?\d+")
#: Columns that only a question can have.
_OF_ITEMS = ("scale", "reversed", "midpoint", "mirrors")
#: The school of a questionnaire of which no column says it.
_SCHOOL = {
    "name": "school_of_file",
    "title": "School (of the file)",
    "type": "string",
    "role": "school",
    "required": False,
}


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row of a sheet: what stands in it by column, and where that is."""

    where: str
    cells: Mapping[str, Any]
    places: Mapping[str, str]
    todo: str = ""


def xlsx_to_document(path: str | Path) -> tuple[dict[str, Any], list[Problem]]:
    """Read a workbook of two sheets as the mappings and lists of a YAML codebook.

    Parameters
    ----------
    path : str or Path
        A workbook as :func:`write_codebook_xlsx` writes it.

    Returns
    -------
    document : dict
        As a shipped YAML file, once parsed.
    problems : list of Problem
        Unknown columns, kinds and lists; keys given twice.

    Raises
    ------
    CodebookError
        Where the file is no workbook or a sheet is not there.
    """
    name = Path(path).name
    try:
        book = openpyxl.load_workbook(Path(path), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise CodebookError(f"{name} is not a readable xlsx workbook.") from None
    try:
        titles = {canonical("sheet", sheet.title): sheet.title for sheet in book.worksheets}
        absent = [s for s in ("questions", "meanings") if s not in titles]
        if absent:
            raise CodebookError(
                f"{name} has no sheet {' and no sheet '.join(map(repr, absent))}. "
                "Start from a workbook that write_codebook_xlsx made."
            )
        problems: list[Problem] = []
        questions = _read_sheet(book[titles["questions"]], QUESTIONS, problems)
        meanings = _read_sheet(book[titles["meanings"]], MEANINGS, problems)
        orders = _read_orders(book[titles["choices"]]) if "choices" in titles else {}
    finally:
        book.close()
    opened = list(_open_cells(questions, meanings))
    if opened:
        n = len(opened)
        raise CodebookError(
            f"{name} still has {n} cell{'s' if n != 1 else ''} to fill in.", problems=opened
        )
    document: dict[str, Any] = {"principles": [], "scales": [], "fields": []}
    lists: dict[str, list[dict[str, Any]]] = {}
    for row in meanings:
        _take_meaning(document, lists, row.where, dict(row.cells), problems)
    unused = _put_in_order(lists, meanings, orders, problems)
    left_out = set()
    for row in questions:
        cells = dict(row.cells)
        if cells.get("role", ITEM) != ITEM or str(cells.get("answers")) in unused:
            # what belongs to a question goes with it where a column gets another role
            left_out.add(cells.get("scale"))
            cells = {key: value for key, value in cells.items() if key not in _OF_ITEMS}
        if row.cells.get("role") != IGNORED and str(row.cells.get("answers")) not in unused:
            document["fields"].append(_question(cells, lists, row.where, problems))
    left_out -= {field.get("scale") for field in document["fields"]}
    document["scales"] = [s for s in document["scales"] if s.get("name") not in left_out]
    if not any(field.get("role") == "school" for field in document["fields"]):
        # the parameters say the school of such a file; without that, reading it is refused
        document["fields"].append(dict(_SCHOOL))
    return document, problems


def _read_sheet(sheet: Any, heads: tuple[str, ...], problems: list[Problem]) -> list[_Row]:
    rows = sheet.iter_rows(values_only=True)
    first = [canonical("head", str(h).strip() if h is not None else "") for h in next(rows, ())]
    where = f"sheet {sheet.title}"
    known = f"Known: {', '.join(heads)}."
    problems.extend(
        Problem(where=where, what=f"has the unknown column {head!r}.", remedy=known)
        for head in sorted({h for h in first if h and h not in heads})
    )
    problems.extend(
        Problem(where=where, what=f"has the column {head!r} twice.", remedy="Keep one of them.")
        for head in sorted({h for h in first if h and first.count(h) > 1})
    )
    out = []
    for number, cells in enumerate(rows, 2):
        row = {
            h: canonical(h, v.strip()) if isinstance(v, str) else v
            for h, v in zip(first, cells, strict=False)
            if h in heads and v is not None and str(v).strip()
        }
        told = {h: v for h, v in row.items() if h not in NOTES}
        if told:
            out.append(
                _Row(
                    where=f"{where}, row {number}",
                    cells=_kept_of_ignored(told) if told.get("role") == IGNORED else told,
                    places={h: f"{get_column_letter(first.index(h) + 1)}{number}" for h in told},
                    todo=str(row.get("todo", "")),
                )
            )
    return out


def _kept_of_ignored(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a row that is not used only its scale, which goes with the last of its questions."""
    return {key: value for key, value in cells.items() if key in ("role", "scale")}


def _open_cells(questions: Sequence[_Row], meanings: Sequence[_Row]) -> Iterator[Problem]:
    """Yield every cell that somebody still has to fill in, with what is asked there."""
    ignored = any(
        row.cells.get("name") == UNSORTED
        and canonical(UNSORTED, str(row.cells.get("title"))) == IGNORED
        for row in meanings
    )
    left_out = {
        str(row.cells.get("list"))
        for row in meanings
        if row.cells.get("kind") == "order"
        and (
            canonical("order", str(row.cells.get("title"))) == IGNORED
            or (ignored and row.cells.get("title") == OPEN)
        )
    }
    for row in (*questions, *meanings):
        if row.cells.get("answers") in left_out or row.cells.get("list") in left_out:
            continue  # what is asked about questions that are not used needs no answer
        for head, value in row.cells.items():
            if value != OPEN:
                continue
            yield Problem(
                where=f"{row.where.partition(',')[0]}, cell {row.places[head]}",
                what="is still open.",
                remedy=row.todo or "Choose from the menu of the cell, or type your own answer.",
            )


def _read_orders(sheet: Any) -> dict[tuple[str, str], tuple[tuple[int, str], ...] | None]:
    """Read what each choice of an order means: the answers from low to high, or None."""
    orders: dict[tuple[str, str], tuple[tuple[int, str], ...] | None] = {}
    for cells in sheet.iter_rows(min_row=2, values_only=True):
        texts = [str(c).strip() for c in cells if c is not None and str(c).strip()]
        if len(texts) < 2:
            continue
        found = [_ANSWER.fullmatch(text) for text in texts[2:]]
        pairs = tuple((int(m[1]), m[2]) for m in found if m is not None)
        orders[texts[0], texts[1]] = pairs if len(pairs) == len(texts) - 2 else None
    return orders


def _put_in_order(
    lists: dict[str, list[dict[str, Any]]],
    meanings: Sequence[_Row],
    orders: Mapping[tuple[str, str], tuple[tuple[int, str], ...] | None],
    problems: list[Problem],
) -> set[str]:
    """Put answers in the order that was chosen; return the lists of which no question is used."""
    unused: set[str] = set()
    for row in meanings:
        if row.cells.get("kind") != "order":
            continue
        name, chosen = str(row.cells.get("list")), str(row.cells.get("title", ""))
        order = canonical("order", chosen)
        listed = lists.get(name, [])
        if chosen == OPEN or order == IGNORED:
            unused.add(name)
        elif order == "falling":
            listed.reverse()
        elif order != "rising":
            pairs = orders.get((name, chosen))
            if pairs is None:
                problems.append(
                    Problem(
                        where=row.where,
                        what=f"names the order {chosen!r}, which is not on sheet choices.",
                        remedy="Choose from the menu of the cell.",
                    )
                )
                continue
            known = {entry["value"]: entry for entry in listed}
            lists[name] = [
                {**known.get(code, {}), "value": code, "label": label, "label_en": None}
                for code, label in pairs
            ]
    return unused


def _take_meaning(
    document: dict[str, Any],
    lists: dict[str, list[dict[str, Any]]],
    where: str,
    row: dict[str, Any],
    problems: list[Problem],
) -> None:
    kind = row.get("kind")
    if kind == "codebook":
        _take_own(document, where, row, problems)
    elif kind in ("principle", "scale"):
        part = {k: v for k, v in row.items() if k not in ("kind", "list", "tags")}
        if "tags" in row:
            part["tags"] = _parted(row["tags"])
        document["principles" if kind == "principle" else "scales"].append(part)
    elif kind in ("answer", "missing"):
        entry = {"value": _number(row.get("name"))}
        entry |= {"label": row.get("title"), "label_en": row.get("title_en")}
        if "aliases" in row:
            entry["aliases"] = _parted(row["aliases"])
        if kind == "missing":
            entry["value"] = None if entry["value"] is None else str(entry["value"])
            entry["reason"] = row.get("reason", "opinion")
        lists.setdefault(str(row.get("list")), []).append(entry)
    elif kind == "order":
        return  # taken by _put_in_order, when all answers are there
    else:
        problems.append(
            Problem(
                where=where,
                what=f"has the unknown kind {kind!r}.",
                remedy="Known: codebook, principle, scale, answer, missing, order.",
            )
        )


def _take_own(
    document: dict[str, Any], where: str, row: dict[str, Any], problems: list[Problem]
) -> None:
    key, value = str(row.get("name")), row.get("title")
    target = document
    if key == UNSORTED:
        return  # read with the cells that are open
    if key == CONFIRMED:
        if _flag(value) is not True:
            problems.append(
                Problem(
                    where=where,
                    what="says that the reversed questions are not right yet.",
                    remedy="Mend the column of reversed questions, then say yes here.",
                )
            )
        return
    if key.startswith("profile."):
        target, key = document.setdefault("profile", {}), key.removeprefix("profile.")
    if key in target:
        problems.append(Problem(where=where, what=f"gives {key!r} a second time."))
    if key == "example":
        value = _flag(value)
    elif key == "informant":
        value = canonical("informant", str(value))
    elif value is not None and key not in _TEXTS:
        value = str(value)
    target[key] = value
    if "title_en" in row:
        target[f"{key}_en"] = row["title_en"]


def _question(
    row: dict[str, Any],
    lists: dict[str, list[dict[str, Any]]],
    where: str,
    problems: list[Problem],
) -> dict[str, Any]:
    field = {k: v for k, v in row.items() if k not in ("answers", "missing", "aliases")}
    if field.get("role") == ITEM:
        del field["role"]
    for key, target in (("answers", "categories"), ("missing", "missingValues")):
        if key not in row:
            continue
        if str(row[key]) not in lists:
            problems.append(
                Problem(
                    where=where,
                    what=f"names the list {row[key]!r}, which is not on sheet meanings.",
                    remedy=f"Known: {', '.join(sorted(lists)) or 'none'}.",
                )
            )
            continue
        field[target] = lists[str(row[key])]
    if "categories" in field:
        field["categoriesOrdered"] = True
        field.setdefault("type", "integer")
    for key in ("reversed", "required"):
        if key in field:
            field[key] = _flag(field[key])
    if "aliases" in row:
        field["aliases"] = _parted(row["aliases"])
    return field


def _parted(cell: object) -> list[str]:
    parts = (p.replace("\\|", "|").strip() for p in _BAR.split(str(cell)))
    return [p for p in parts if p]


def _flag(cell: object) -> object:
    text = str(cell).casefold()
    return True if text in _YES else False if text in _NO else cell


def _number(cell: object) -> object:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return int(cell) if isinstance(cell, str) and _WHOLE.fullmatch(cell) else cell
