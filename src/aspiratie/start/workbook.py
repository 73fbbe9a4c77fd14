"""A proposal as a workbook: filled in as far as the file tells, in colour what is open."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aspiratie.codebook import Codebook
from aspiratie.codebook.rows import codebook_rows
from aspiratie.codebook.sheets import Ask, OrderChoice, write_sheets
from aspiratie.codebook.words import CONFIRMED, IGNORED, ITEM, UNSORTED, shown
from aspiratie.errors import CodebookWarning
from aspiratie.intake.proposal import Column, Question, answers_chosen
from aspiratie.start.lines import LEAST
from aspiratie.start.provisional import ABOUT_ANSWERS, Provisional
from aspiratie.texts import Messages

__all__ = ["Cell", "provisional_codebook", "write_workbook"]

#: With more reversed questions than so many they are proposed, and one cell asks for a look.
_REVERSED_APART = 3
_EXPLAINED = 12


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell that somebody has to fill in: where it is, and what is asked there."""

    place: str
    question: str


def provisional_codebook(ahead: Provisional, *, name: str, title: str, language: str) -> Codebook:
    """Return the codebook of a proposal as it would be with the provisional answers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CodebookWarning)
        return ahead.proposal.to_codebook(
            name=name, title=title, licence=Messages(language)("workbook-licence")
        )


def write_workbook(
    ahead: Provisional, codebook: Codebook, path: Path, *, language: str = "nl"
) -> tuple[Cell, ...]:
    """Write a codebook's workbook in which every open question is a coloured cell.

    Parameters
    ----------
    ahead : Provisional
        Of :func:`aspiratie.start.provisional.look_ahead`.
    codebook : Codebook
        Of :func:`provisional_codebook`.
    path : Path
        Ends in ``.xlsx``; an existing file is overwritten.
    language : {"nl", "en"}
        Of headings, menus and what is asked.

    Returns
    -------
    tuple of Cell
        What has to be filled in.
    """
    sheets = _Sheets(ahead, codebook, language)
    say = Messages(language)
    places = write_sheets(
        path,
        questions=sheets.questions,
        meanings=sheets.meanings,
        asks=sheets.asks,
        explained=[say(f"workbook-{number}") for number in range(1, _EXPLAINED + 1)],
        language=language,
    )
    told = [str(sheets.rows(ask.sheet)[ask.row].get("todo", "")) for ask in sheets.asks]
    return tuple(Cell(place=p, question=q) for p, q in zip(places, told, strict=True))


class _Sheets:
    """Rows of both sheets, and which of their cells are open."""

    def __init__(self, ahead: Provisional, codebook: Codebook, language: str) -> None:
        self.ahead, self.language = ahead, language
        self.say = Messages(language)
        asked = {q.key: q for q in ahead.asked if q.kind in ABOUT_ANSWERS}
        apart = {key: q.key for q in asked.values() for key in q.columns}
        rows, meanings = codebook_rows(codebook, apart=apart)
        by_name = {str(row["name"]): row for row in rows}
        self.questions = list(_in_file_order(ahead, by_name, self.say))
        self.meanings = meanings
        self.asks: list[Ask] = []
        self._informant()
        for question in ahead.asked:
            if question.kind in ("role", "school"):
                self._roles(question)
        self._orders(list(asked.values()), by_name)
        self._reversed([q for q in ahead.asked if q.kind == "reversed"])

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        return self.questions if sheet == "questions" else self.meanings

    def _told(self, question: Question) -> str:
        return f"{question.text.text(self.language)} {question.why.text(self.language)}"

    def _ask(
        self, sheet: str, row: int, column: str, choices: tuple[OrderChoice, ...] = ()
    ) -> None:
        self.asks.append(Ask(sheet=sheet, row=row, column=column, choices=choices))

    def _row(self, key: str) -> int:
        return next(i for i, row in enumerate(self.questions) if row["name"] == key)

    def _informant(self) -> None:
        asked = next((q for q in self.ahead.asked if q.kind == "informant"), None)
        if asked is not None:
            row = next(i for i, r in enumerate(self.meanings) if r["name"] == "informant")
            self.meanings[row]["todo"] = self._told(asked)
            self._ask("meanings", row, "title")

    def _roles(self, question: Question) -> None:
        for key in question.columns:
            row = self._row(key)
            self.questions[row]["todo"] = self._told(question)
            self._ask("questions", row, "role")

    def _orders(self, asked: list[Question], by_name: Mapping[str, Mapping[str, Any]]) -> None:
        """Put a row before each list of answers of which the order is open."""
        for question in asked:
            name = str(by_name[question.columns[0]]["answers"])
            row = next(i for i, r in enumerate(self.meanings) if r.get("list") == name)
            listed = [r for r in self.meanings if r.get("list") == name]
            told = {"kind": "order", "list": name, "todo": self._told(question)}
            self.meanings.insert(row, told)
            self.asks = [
                Ask(sheet=a.sheet, row=a.row + 1, column=a.column, choices=a.choices)
                if a.sheet == "meanings" and a.row >= row
                else a
                for a in self.asks
            ]
            self._ask("meanings", row, "title", tuple(self._choices(question, listed)))
        if len(asked) > 1:
            value = {"kind": "codebook", "name": UNSORTED, "title": "ask"}
            self._own({**value, "todo": self.say("workbook-unsorted", n=len(asked))})

    def _choices(
        self, question: Question, listed: Sequence[Mapping[str, Any]]
    ) -> Iterator[OrderChoice]:
        codes = {str(row["title"]): int(row["name"]) for row in listed}
        for row in listed:  # a code with a letter, as A1, is another name of its answer
            codes |= dict.fromkeys(str(row.get("aliases") or "").split(" | "), int(row["name"]))
        block = self.ahead.blocks[question.key]
        for choice in question.choices:
            made = answers_chosen(block, question, choice.value)
            pairs = tuple(
                (_value(a.code, codes) if question.kind == "labels" else codes[a.label], a.label)
                for a in made
                if question.kind == "labels" or a.label in codes
            )
            yield OrderChoice(text=choice.text.text(self.language), answers=pairs)
        if question.kind == "labels":
            numbers = [(_value(a.code, codes), str(a.code)) for a in block.answers.value]
            for way in (numbers, numbers[::-1]):
                text = self.say("workbook-numbers", low=way[0][1], high=way[-1][1])
                yield OrderChoice(text=text, answers=tuple(way))
        for word in ("rising", IGNORED):
            yield OrderChoice(text=shown("order", word, self.language), answers=None)

    def _reversed(self, asked: list[Question]) -> None:
        for question in asked:
            row = self._row(question.columns[0])
            self.questions[row]["todo"] = self._told(question)
            if len(asked) <= _REVERSED_APART:
                self._ask("questions", row, "reversed")
            else:
                self.questions[row]["reversed"] = True
        if len(asked) > _REVERSED_APART:
            names = ", ".join(q.columns[0] for q in asked)
            todo = self.say("workbook-reversed", n=len(asked), names=names)
            row = self._own({"kind": "codebook", "name": CONFIRMED, "todo": todo})
            self._ask("meanings", row, "title")

    def _own(self, row: dict[str, Any]) -> int:
        """Put a row behind the others about the codebook itself; return its place."""
        place = sum(1 for r in self.meanings if r["kind"] == "codebook")
        self.meanings.insert(place, row)
        self.asks = [
            Ask(sheet=a.sheet, row=a.row + 1, column=a.column, choices=a.choices)
            if a.sheet == "meanings" and a.row >= place
            else a
            for a in self.asks
        ]
        return place


def _value(code: str | None, codes: Mapping[str, int]) -> int:
    """Return an answer's number in the codebook: its code, or its place for a code as A1."""
    text = str(code)
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else codes[text]


def _in_file_order(
    ahead: Provisional, by_name: Mapping[str, dict[str, Any]], say: Any
) -> Iterator[dict[str, Any]]:
    """Yield a row for every column of the export.

    A field of the school that no column holds is not written: reading adds it again.
    """
    proposal = ahead.proposal
    for column in proposal.columns:
        row = by_name.get(column.key)
        if row is None:
            row = {
                "name": column.key,
                "title": column.text or " ".join(column.heading.split()) or column.key,
                "role": IGNORED,
                "todo": _why_ignored(column, ahead, say),
            }
        elif lacking := proposal.lacking(column):
            row = row | {"todo": say("workbook-lacking", files=", ".join(lacking))}
        yield row | {"heading": " ".join(column.heading.split()), "found": _found(column, say)}


def _why_ignored(column: Column, ahead: Provisional, say: Any) -> str | None:
    if column.key in ahead.weights:
        return str(say("workbook-weight"))
    return str(say("workbook-ignored")) if column.role.value == ITEM else None


def _found(column: Column, say: Any) -> str | None:
    if column.filled < LEAST:
        return None
    return str(say("workbook-found", n=column.filled, distinct=column.distinct))
