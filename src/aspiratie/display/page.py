"""Fragments made of templates: what is said is decided elsewhere, how it is nested here."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from aspiratie.display.fragment import Fragment, spoken

__all__ = ["NOTHING", "compile_templates", "render"]

#: What a section with nothing to tell shows.
NOTHING = Fragment("")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("aspiratie.display", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def compile_templates() -> None:
    """Compile every template, as a process does whose children will use them."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


def render(template: str, /, **context: object) -> Fragment:
    """Return a template of `display/templates` with its names filled in; text is escaped.

    Words that :func:`aspiratie.display.fragment.in_language` marked get their language.

    Raises
    ------
    jinja2.UndefinedError
        If the template asks for a name that is not given.
    """
    return Fragment(spoken(_environment().get_template(template).render(context).strip()))
