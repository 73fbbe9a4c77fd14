"""Qualtrics' definition of a survey: JSON with an element for each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aspiratie.intake.definitions.asked import Asked, words

__all__ = ["columns_of_qsf"]

#: Selectors of one answer: of a question, and of each row of a matrix.
_ONE_ANSWER = frozenset({"SAVR", "SAHR", "SACOL", "DL", "SB", "NPS"})
_ROWS = frozenset({"Likert", "Bipolar", "Profile"})


def columns_of_qsf(document: object) -> dict[str, Asked]:
    """Return the closed questions by the names of their columns, also those of the import ids."""
    out: dict[str, Asked] = {}
    for payload in _questions(document):
        tag, number = str(payload.get("DataExportTag") or ""), str(payload.get("QuestionID") or "")
        kind, selector = payload.get("QuestionType"), str(payload.get("Selector"))
        text, choices = words(payload.get("QuestionText")), _mapping(payload.get("Choices"))
        if kind == "MC" and selector in _ONE_ANSWER:
            labels = _labels(choices, payload.get("ChoiceOrder"), payload.get("RecodeValues"))
            for name in filter(None, (tag, number)):
                out[name] = Asked(text=text, labels=labels)
        elif (
            kind == "Matrix"
            and selector in _ROWS
            and payload.get("SubSelector") != "MultipleAnswer"
        ):
            answers = _mapping(payload.get("Answers"))
            labels = _labels(answers, payload.get("AnswerOrder"), payload.get("RecodeValues"))
            tags = _mapping(payload.get("ChoiceDataExportTags"))
            for row, choice in choices.items():
                asked = Asked(text=_display(choice), stem=text, labels=labels)
                own = words(tags.get(row))
                for name in (own, f"{tag}_{row}" if tag else "", f"{number}_{row}"):
                    if name:
                        out[name] = asked
    return out


def _questions(document: object) -> Iterator[Mapping[str, Any]]:
    elements = document.get("SurveyElements") if isinstance(document, dict) else None
    for element in elements if isinstance(elements, list) else ():
        if isinstance(element, dict) and element.get("Element") == "SQ":
            payload = element.get("Payload")
            if isinstance(payload, dict):
                yield payload


def _mapping(value: object) -> dict[str, Any]:
    """Return choices by their number; without a gap in the numbers Qualtrics writes a list."""
    if isinstance(value, dict):
        return {str(key): entry for key, entry in value.items()}
    if isinstance(value, list):
        return {str(place): entry for place, entry in enumerate(value, start=1)}
    return {}


def _display(choice: object) -> str:
    return words(choice.get("Display")) if isinstance(choice, dict) else words(choice)


def _labels(choices: Mapping[str, Any], order: object, recoded: object) -> dict[str, str]:
    wanted = [str(key) for key in order] if isinstance(order, list) else []
    known = [key for key in dict.fromkeys(wanted) if key in choices]
    codes = _mapping(recoded)
    found = ((str(codes.get(key, key)), _display(choices[key])) for key in known or choices)
    return {code: label for code, label in found if label}
