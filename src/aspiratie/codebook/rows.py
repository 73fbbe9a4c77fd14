"""A codebook as the rows of a workbook, for people who do not write YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from aspiratie.codebook.model import Category, Codebook, Field, MissingValue, Principle, Scale, Text
from aspiratie.codebook.sheets import write_sheets
from aspiratie.codebook.words import ITEM

__all__ = ["codebook_rows", "write_codebook_xlsx"]

#: Keys of the codebook itself: a row of kind "codebook" each, the value under `title`.
_ITSELF = ("name", "version", "informant", "example", "ladder", "outcome", "language")
_TEXTS = ("title", "licence")


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
