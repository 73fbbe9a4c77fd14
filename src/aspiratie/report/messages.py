"""The fixed texts of a page, in Dutch and English, from one catalogue a language."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from fluent.runtime import FluentBundle, FluentResource

from aspiratie.display.numbers import LANGUAGES, check_language

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LANGUAGES", "check_language", "message_ids", "texts"]


@cache
def _bundle(language: str, room: str) -> FluentBundle:
    source = resources.files(room) / f"messages_{check_language(language)}.ftl"
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(source.read_text(encoding="utf-8")))
    return bundle


def texts(language: str, room: str = "aspiratie.report") -> Callable[..., str]:
    """Return the function that looks up a text by its key.

    Parameters
    ----------
    language : {"nl", "en"}
        Language of the catalogue.
    room : str
        The package that holds the catalogue.

    Returns
    -------
    callable
        ``say(key, **values) -> str``.

    Raises
    ------
    ParameterError
        If the language is unknown.
    KeyError
        From the returned function: a key that the catalogue doesn't have, or a
        value that the text needs and didn't get. Both are faults of the program.

    Examples
    --------
    >>> say = texts("nl")
    >>> say("index-open", kind="pdf")
    'pdf'
    >>> say("report-title", school="De Linde", wave="2025-2026")
    'Schoolrapport De Linde 2025-2026'
    """
    bundle = _bundle(language, room)

    def say(key: str, **values: object) -> str:
        pattern = bundle.get_message(key).value if bundle.has_message(key) else None
        if pattern is None:
            raise KeyError(f"no text {key!r} in messages_{language}.ftl")
        text, faults = bundle.format_pattern(pattern, values)
        if faults:
            raise KeyError(f"text {key!r} in messages_{language}.ftl: {faults[0]}")
        return str(text)

    return say


def message_ids(language: str, room: str = "aspiratie.report") -> set[str]:
    """Return the keys of a language's catalogue, for a check that none is missing."""
    source = resources.files(room) / f"messages_{check_language(language)}.ftl"
    lines = source.read_text(encoding="utf-8").splitlines()
    return {line.split("=")[0].strip() for line in lines if line[:1].isalpha()}
