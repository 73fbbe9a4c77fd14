"""Every sentence that a reader sees, by name, in Dutch and English.

The texts stand in the folders ``nl`` and ``en`` (Project Fluent), with equal names and equal
variables. No other module holds a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

from aspiratie.texts.numbers import check_language

__all__ = ["Messages", "messages_in"]

Argument = str | int | float


class Messages:
    """The catalogue in one language.

    Parameters
    ----------
    language : {"nl", "en"}
        Language of the texts.

    Examples
    --------
    >>> Messages("nl")("stage-discover")
    'Ontdekken'
    """

    def __init__(self, language: str) -> None:
        self.language = check_language(language)
        self._bundle = _bundle(language)

    def __repr__(self) -> str:
        return f"<Messages in {self.language}>"

    def __call__(self, name: str, /, **arguments: Argument) -> str:
        """Return a text with its variables filled in.

        Raises
        ------
        KeyError
            If the catalogue has no such name, or a variable is missing: a fault
            in the package, not in a user's data.
        """
        message = self._bundle.get_message(name)
        if message.value is None:
            raise KeyError(name)
        text, faults = self._bundle.format_pattern(message.value, dict(arguments))
        if faults:
            raise KeyError(f"{name}: {faults[0]}")
        return str(text)

    def compile(self) -> None:
        """Make every text ready, which otherwise is done when it is first used."""
        for name in messages_in(self.language):
            self._bundle.get_message(name)

    def has(self, name: str) -> bool:
        """Whether the catalogue has a text of this name."""
        return bool(re.fullmatch(r"[A-Za-z][\w-]*", name)) and self._bundle.has_message(name)


def messages_in(language: str) -> Mapping[str, str]:
    """Return the catalogue's entries as written: name to source text."""
    source = _source(language)
    entries: dict[str, str] = {}
    name = ""
    for line in source.splitlines():
        start = re.match(r"([a-zA-Z][\w-]*) *=", line)
        if start:
            name = start.group(1)
            entries[name] = line[start.end() :].strip()
        elif name and line.startswith((" ", "\t")):
            entries[name] += "\n" + line.strip()
    return entries


def _source(language: str) -> str:
    folder = files("aspiratie.texts") / check_language(language)
    sheets = sorted((f for f in folder.iterdir() if f.name.endswith(".ftl")), key=lambda f: f.name)
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(_source(language)))
    return bundle
