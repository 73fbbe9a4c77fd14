"""The words of a codebook's workbook: its own, and the Dutch ones that mean the same."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "CONFIRMED",
    "IGNORED",
    "ITEM",
    "NOTES",
    "OPEN",
    "UNSORTED",
    "canonical",
    "fixed_words",
    "shown",
]

#: What stands in a cell that somebody still has to fill in.
OPEN = "?"
#: The role of a row that is a question; in the codebook it has none.
ITEM = "item"
#: The role of a row that is not read at all.
IGNORED = "ignore"
#: Row of a codebook that says whether somebody looked at which questions are reversed.
CONFIRMED = "reversed_seen"
#: Row of a codebook that says what becomes of answers of which the order is still open.
UNSORTED = "open_orders"
#: Columns that tell the person who fills in the workbook something, and are not read.
NOTES = ("heading", "found", "todo")

_SHEETS = {
    "questions": "vragen",
    "meanings": "betekenissen",
    "choices": "keuzes",
    "explanation": "uitleg",
}
_HEADS = {
    "name": "naam", "title": "tekst", "title_en": "tekst_en", "role": "rol", "type": "soort",
    "scale": "schaal", "reversed": "omgekeerd", "midpoint": "midden", "mirrors": "spiegelt",
    "answers": "antwoorden", "missing": "geen_antwoord", "required": "verplicht",
    "aliases": "ook_bekend_als", "kind": "wat", "list": "lijst", "definition": "uitleg",
    "definition_en": "uitleg_en", "principle": "principe", "tags": "kenmerken",
    "reason": "reden", "heading": "kop_in_bestand", "found": "gevonden",
    "todo": "nog_te_doen", "choice": "keuze", "informant": "invuller",
    "open_cells": "nog open cellen",
}  # fmt: skip
_ROLES = {
    ITEM: "vraag", "school": "school", "group": "groep", "type": "onderwijssoort",
    "wave": "meting", "respondent": "deelnemer", "submitted": "ingevuld_op",
    "duration": "duur", "status": "status", "weight": "gewicht",
    "intake": "achtergrond", "open": "open_antwoord", IGNORED: "niet_gebruiken",
}  # fmt: skip
_FLAGS = {"true": "ja", "false": "nee"}
#: The words of each column that has a fixed list of them.
_VALUES: Mapping[str, Mapping[str, str]] = {
    "role": _ROLES,
    "reversed": _FLAGS,
    "required": _FLAGS,
    "midpoint": {"neutral": "neutraal", "unsure": "twijfel"},
    "kind": {
        "codebook": "codeboek", "principle": "principe", "scale": "schaal", "answer": "antwoord",
        "missing": "geen_antwoord", "order": "volgorde",
    },
    "reason": {"opinion": "geen_mening", "blank": "leeg"},
    "informant": {"pupil": "leerling", "teacher": "leerkracht", "team": "team", "parent": "ouder"},
    "example": _FLAGS,
    CONFIRMED: _FLAGS,
    UNSORTED: {"ask": "nog_kiezen", IGNORED: "niet_gebruiken"},
    "order": {
        "rising": "zoals_hieronder",
        "falling": "andersom",
        IGNORED: "niet_gebruiken",
    },
    "sheet": _SHEETS,
    "head": _HEADS,
}  # fmt: skip
_BACK = {
    column: {dutch.casefold(): word for word, dutch in words.items()}
    for column, words in _VALUES.items()
}


def shown(column: str, word: str, language: str = "en") -> str:
    """Return a fixed word as it stands in a workbook of a language.

    Examples
    --------
    >>> shown("role", "group", "nl"), shown("role", "group", "en")
    ('groep', 'group')
    """
    return _VALUES.get(column, {}).get(word, word) if language == "nl" else word


def canonical(column: str, cell: str) -> str:
    """Return the codebook's own word for what stands in a cell, in whichever language.

    Examples
    --------
    >>> canonical("role", "Groep"), canonical("role", "group"), canonical("title", "Groep")
    ('group', 'group', 'Groep')
    """
    return _BACK.get(column, {}).get(cell.casefold(), cell)


def fixed_words(column: str) -> tuple[str, ...]:
    """Return the words that may stand in a column of a workbook; none where any may.

    Examples
    --------
    >>> fixed_words("reversed"), fixed_words("title")
    (('true', 'false'), ())
    """
    return tuple(_VALUES.get(column, {}))
