"""Pieces of HTML that are safe, and elements that escape what they hold.

A :class:`Fragment` is text that is already safe HTML; everything else is escaped
when it is put into an element by :func:`el`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

__all__ = ["Child", "Fragment", "el", "in_language", "join", "plain", "spoken"]

VOID = frozenset({"br", "hr", "img", "col"})


@dataclass(frozen=True)
class Fragment:
    """A piece of safe HTML that a notebook shows as it is.

    Parameters
    ----------
    html : str
        The markup.

    Examples
    --------
    >>> el("p", "n < ", el("b", "10"), class_="lead").html
    '<p class="lead">n &lt; <b>10</b></p>'
    """

    html: str

    def __bool__(self) -> bool:
        return bool(self.html)

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Fragment of {len(self.html)} characters>"

    def _repr_html_(self) -> str:
        return self.html


Child = Fragment | str | None

#: Signs around words in another language within a sentence; they become an element with ``lang``.
_OPEN, _NAMED, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"{_OPEN}[a-z]*{_NAMED}|[{_OPEN}{_NAMED}{_CLOSE}]")
_MARKED = re.compile(f"{_OPEN}([a-z]+){_NAMED}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_TAG = re.compile(r"(<[^>]*>)")


def in_language(text: str, language: str) -> str:
    """Mark words within a sentence, so that a page has them read aloud in their own language.

    Examples
    --------
    >>> el("p", f"Pupils say {in_language('ja', 'nl')}.").html
    '<p>Pupils say <span lang="nl">ja</span>.</p>'
    """
    return f"{_OPEN}{language}{_NAMED}{plain(text)}{_CLOSE}"


def plain(text: str) -> str:
    """Return a text without the marks of :func:`in_language`."""
    return _MARKS.sub("", text)


def spoken(html: str) -> str:
    """Turn the marks of :func:`in_language` into elements; in attributes they are left out."""
    if _OPEN not in html:
        return html
    return "".join(
        plain(part) if place % 2 else plain(_MARKED.sub(r'<span lang="\1">\2</span>', part))
        for place, part in enumerate(_TAG.split(html))
    )


def _escaped(text: str) -> str:
    return spoken(escape(text, quote=False))


def join(children: Iterable[Child], separator: str = "") -> Fragment:
    """Put pieces after each other; text is escaped, None and empty ones are left out."""
    parts = (c.html if isinstance(c, Fragment) else _escaped(c) for c in children if c)
    return Fragment(separator.join(parts))


def el(name: str, *children: Child, **attributes: str | int | bool | None) -> Fragment:
    """Return an element.

    Parameters
    ----------
    name : str
        The tag.
    *children : Fragment, str or None
        Text is escaped; None is left out.
    **attributes
        A trailing underscore is dropped and others become hyphens (``class_``,
        ``aria_label``); None and False leave the attribute out, True writes it bare.
    """
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        label = key.rstrip("_").replace("_", "-")
        written.append(f" {label}" if value is True else f' {label}="{escape(plain(str(value)))}"')
    opening = f"<{name}{''.join(written)}>"
    if name in VOID:
        return Fragment(opening)
    return Fragment(f"{opening}{join(children).html}</{name}>")
