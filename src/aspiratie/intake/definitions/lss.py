"""LimeSurvey's definition of a survey: XML with a table each of questions and answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from aspiratie.intake.definitions.asked import Asked, words

__all__ = ["columns_of_lss"]

Row = Mapping[str, str]

#: Types of one answer out of a list, and of a list for each row of an array.
_LISTS, _ARRAYS = frozenset("L!O"), frozenset("FH")
#: Types whose answers are numbers without labels.
_NUMBERS = frozenset("5AB")


def columns_of_lss(root: Any) -> dict[str, Asked]:
    """Return the closed questions by the names of their columns, in the survey's own language."""
    language = _language(root)
    texts = _texts(root, language)
    answers = _answers(root, language)
    below: dict[str, list[Row]] = defaultdict(list)
    questions = []
    for row in (*_rows(root, "questions"), *_rows(root, "subquestions")):
        if row.get("language", language) != language:
            continue
        parent = row.get("parent_qid", "0")
        if parent in ("", "0"):
            questions.append(row)
        else:
            below[parent].append(row)
    out: dict[str, Asked] = {}
    for question in questions:
        number, code = question.get("qid", ""), question.get("title", "")
        kind, text = question.get("type", ""), texts.get(number, words(question.get("question")))
        labels = answers.get(number, {})
        if kind in _LISTS:
            out[code] = Asked(text=text, labels=labels)
        elif kind in _NUMBERS and not below[number]:
            out[code] = Asked(text=text)
        elif kind in _ARRAYS or kind in _NUMBERS:
            for row in below[number]:
                sub = row.get("title", "")
                own = texts.get(row.get("qid", ""), words(row.get("question")))
                asked = Asked(text=own, stem=text, labels=labels if kind in _ARRAYS else {})
                for name in (f"{code}[{sub}]", f"{code}_{sub}"):
                    out[name] = asked
    return out


def _rows(root: Any, table: str) -> list[Row]:
    return [
        {cell.tag: (cell.text or "").strip() for cell in row if isinstance(cell.tag, str)}
        for row in root.iterfind(f"{table}/rows/row")
    ]


def _language(root: Any) -> str:
    own = next((row["language"] for row in _rows(root, "surveys") if row.get("language")), None)
    return own or words(root.findtext("languages/language"))


def _texts(root: Any, language: str) -> dict[str, str]:
    """Return each question's text by its number; later versions keep texts in a table apart."""
    return {
        row.get("qid", ""): words(row.get("question"))
        for row in _rows(root, "question_l10ns")
        if row.get("language") == language
    }


def _answers(root: Any, language: str) -> dict[str, dict[str, str]]:
    """Return each question's labels by code, in the order in which they are shown."""
    apart = {
        row.get("aid", ""): words(row.get("answer"))
        for row in _rows(root, "answer_l10ns")
        if row.get("language") == language
    }
    rows = [
        row for row in _rows(root, "answers")
        if row.get("language", language) == language and row.get("scale_id", "0") == "0"
    ]  # fmt: skip
    out: dict[str, dict[str, str]] = defaultdict(dict)
    for row in sorted(rows, key=_place):
        label = apart.get(row.get("aid", ""), words(row.get("answer")))
        if label:
            out[row.get("qid", "")].setdefault(row.get("code", ""), label)
    return out


def _place(row: Row) -> int:
    place = row.get("sortorder", "")
    return int(place) if place.isdecimal() and len(place) < 10 else 0
