"""A codebook as a workbook, for people who do not write YAML, and back.

Sheet ``questions`` has a row for every column of the export. Sheet ``meanings``
has a row for everything that questions refer to: the codebook itself,
principles, scales, and lists of answers and of missing codes. A last sheet explains,
and is not read. Headings and words from menus may be English or Dutch.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from aspiratie.codebook.model import Category, Codebook, Field, MissingValue, Principle, Scale, Text
from aspiratie.codebook.sheets import MEANINGS, QUESTIONS, write_sheets
from aspiratie.codebook.words import IGNORED, ITEM, NOTES, OPEN, canonical
from aspiratie.errors import CodebookError, Problem

__all__ = ["codebook_rows", "write_codebook_xlsx", "xlsx_to_document"]

#: Keys of the codebook itself: a row of kind "codebook" each, the value under `title`.
_ITSELF = ("name", "version", "informant", "example", "ladder", "outcome")
_TEXTS = ("title", "licence")
_YES, _NO = ("true", "ja", "yes", "waar"), ("false", "nee", "no", "onwaar")
_BAR = re.compile(r"(?<!\\)\|")
_ANSWER = re.compile(r"(-?\d+) = (.+)", re.DOTALL)
_WHOLE = re.compile(r"-?\d+")


def write_codebook_xlsx(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook as a workbook that :func:`read_codebook` reads again.

    Parameters
    ----------
    codebook : Codebook
    path : str or Path
        Ends in ``.xlsx``; an existing file is overwritten.

    Notes
    -----
    Reading the workbook gives an equal codebook, apart from ``sha256`` and
    ``source``. Several aliases stand in one cell with ``|`` between them.
    """
    questions, meanings = codebook_rows(codebook)
    write_sheets(Path(path), questions=questions, meanings=meanings)


def codebook_rows(
    codebook: Codebook, *, apart: Mapping[str, str] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of both sheets.

    Parameters
    ----------
    codebook : Codebook
    apart : mapping of str to str, optional
        Fields whose answers are a list of their own, with a name for it, also where others
        have the same answers.

    Returns
    -------
    questions, meanings : list of dict
        By the codebook's own words for columns.
    """
    apart = apart or {}
    answers: dict[tuple[str, tuple[Category, ...]], str] = {}
    missing: dict[tuple[str, tuple[MissingValue, ...]], str] = {}
    questions = [_row_of(f, answers, missing, apart.get(f.name, "")) for f in codebook.fields]
    return questions, [*_rows_itself(codebook), *_rows_lists(answers, missing)]


def _row_of(
    field: Field,
    answers: dict[tuple[str, tuple[Category, ...]], str],
    missing: dict[tuple[str, tuple[MissingValue, ...]], str],
    group: str,
) -> dict[str, Any]:
    return {
        "name": field.name,
        **_titled(field.title),
        "role": field.role or ITEM,
        "type": "integer" if field.is_item else "string",
        "scale": field.scale,
        "reversed": field.reversed or None,
        "midpoint": field.midpoint,
        "mirrors": field.mirrors,
        "answers": _list_name(answers, (group, field.categories), "answers"),
        "missing": _list_name(missing, ("", field.missing), "missing"),
        "required": field.required,
        "aliases": _joined(field.aliases),
    }


def _list_name(lists: dict[Any, str], entry: tuple[str, tuple[Any, ...]], kind: str) -> str | None:
    return lists.setdefault(entry, f"{kind}{len(lists) + 1}") if entry[1] else None


def _joined(texts: Sequence[str]) -> str | None:
    return " | ".join(t.replace("|", "\\|") for t in texts) or None


def _titled(text: Text) -> dict[str, Any]:
    return {"title": text.nl, "title_en": text.en}


def _rows_itself(book: Codebook) -> Iterator[dict[str, Any]]:
    for key in _ITSELF:
        value = getattr(book, key)
        if value is not None:
            yield {"kind": "codebook", "name": key, "title": value}
    for key in _TEXTS:
        yield {"kind": "codebook", "name": key, **_titled(getattr(book, key))}
    if book.profile is not None:
        yield {"kind": "codebook", "name": "profile.dreaming", "title": book.profile.dreaming}
        yield {"kind": "codebook", "name": "profile.doing", "title": book.profile.doing}
    for principle in book.principles:
        row = _row_of_part("principle", principle)
        yield {**row, "tags": _joined(principle.tags)}
    for scale in book.scales:
        row = _row_of_part("scale", scale)
        yield {**row, "principle": scale.principle}


def _row_of_part(kind: str, part: Principle | Scale) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": part.name,
        **_titled(part.title),
        "definition": part.definition.nl,
        "definition_en": part.definition.en,
    }


def _rows_lists(
    answers: dict[tuple[str, tuple[Category, ...]], str],
    missing: dict[tuple[str, tuple[MissingValue, ...]], str],
) -> Iterator[dict[str, Any]]:
    for (_, categories), name in answers.items():
        for c in categories:
            row = {"kind": "answer", "list": name, "name": c.value, **_titled(c.label)}
            yield {**row, "aliases": _joined(c.aliases)}
    for (_, codes), name in missing.items():
        for m in codes:
            row = {"kind": "missing", "list": name, "name": m.value, **_titled(m.label)}
            yield {**row, "reason": m.reason, "aliases": _joined(m.aliases)}


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
        opened: list[Problem] = []
        questions = _read_sheet(book[titles["questions"]], QUESTIONS, problems, opened)
        meanings = _read_sheet(book[titles["meanings"]], MEANINGS, problems, opened)
        orders = _read_orders(book[titles["choices"]]) if "choices" in titles else {}
    finally:
        book.close()
    if opened:
        n = len(opened)
        raise CodebookError(
            f"{name} still has {n} cell{'s' if n != 1 else ''} to fill in.", problems=opened
        )
    document: dict[str, Any] = {"principles": [], "scales": [], "fields": []}
    lists: dict[str, list[dict[str, Any]]] = {}
    for where, row in meanings:
        _take_meaning(document, lists, where, row, problems)
    unused = _put_in_order(lists, meanings, orders, problems)
    for where, row in questions:
        if row.get("role") != IGNORED and str(row.get("answers")) not in unused:
            document["fields"].append(_question(row, lists, where, problems))
    return document, problems


def _read_sheet(
    sheet: Any, heads: tuple[str, ...], problems: list[Problem], opened: list[Problem]
) -> list[tuple[str, dict[str, Any]]]:
    rows = sheet.iter_rows(values_only=True)
    written = [str(h).strip() if h is not None else "" for h in next(rows, ())]
    first = [canonical("head", h) for h in written]
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
            h: v.strip() if isinstance(v, str) else v
            for h, v in zip(first, cells, strict=False)
            if h in heads and v is not None and str(v).strip()
        }
        if row.get("role") is not None and canonical("role", str(row["role"])) == IGNORED:
            row = {"role": IGNORED}
        todo = str(row.get("todo", ""))
        opened.extend(
            Problem(
                where=f"sheet {sheet.title}, cell {get_column_letter(first.index(h) + 1)}{number}",
                what=f"is still open ({written[first.index(h)]}).",
                remedy=todo or "Choose from the menu of the cell, or put your own answer there.",
            )
            for h, v in row.items()
            if v == OPEN and h not in NOTES
        )
        row = {h: _own_word(h, v) for h, v in row.items() if h not in NOTES}
        if row:
            out.append((f"sheet {sheet.title}, row {number}", row))
    return out


def _own_word(head: str, value: Any) -> Any:
    return canonical(head, value) if isinstance(value, str) else value


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
    meanings: Sequence[tuple[str, Mapping[str, Any]]],
    orders: Mapping[tuple[str, str], tuple[tuple[int, str], ...] | None],
    problems: list[Problem],
) -> set[str]:
    """Put answers in the order that was chosen; return the lists of which no question is used."""
    unused: set[str] = set()
    for where, row in meanings:
        if row.get("kind") != "order":
            continue
        name, chosen = str(row.get("list")), str(row.get("title", ""))
        order = canonical("order", chosen)
        listed = lists.get(name, [])
        if order == "falling":
            listed.reverse()
        elif order != "rising":
            pairs = orders.get((name, chosen))
            if pairs is None:
                problems.append(
                    Problem(
                        where=where,
                        what=f"names the order {chosen!r}, which is not on sheet choices.",
                        remedy="Choose from the menu of the cell.",
                    )
                )
                continue
            if not pairs:
                unused.add(name)
            known = {entry["value"]: entry for entry in listed}
            lists[name] = [{**known.get(code, {}), "value": code, "label": label}
                           for code, label in pairs]  # fmt: skip
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
