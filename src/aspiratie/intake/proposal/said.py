"""Sentences of a proposal by name, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

__all__ = ["LANGUAGES", "Said", "say"]

LANGUAGES = ("nl", "en")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence of the catalogue, with what fills it.

    Examples
    --------
    >>> say("choice-reversed-yes").text("en")
    'Yes, who agrees scores lower'
    """

    name: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)

    def text(self, language: str = "nl") -> str:
        """Return the sentence in Dutch or English."""
        bundle = _bundle(language if language in LANGUAGES else "nl")
        message = bundle.get_message(self.name)
        if message.value is None:
            raise KeyError(self.name)
        written, errors = bundle.format_pattern(message.value, dict(self.arguments))
        if errors:
            raise KeyError(f"{self.name}: {errors[0]}")
        return str(written)

    def __str__(self) -> str:
        return self.text()


def say(name: str, **arguments: str | int) -> Said:
    """Name a sentence and fill it."""
    return Said(name=name, arguments=arguments)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    text = (files("aspiratie.intake.proposal") / f"{language}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(text))
    return bundle
