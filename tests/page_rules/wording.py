"""Rules for what a page says: its language, its numbers, no missing values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import lxml.html

from aspiratie.errors import Problem

__all__ = ["spoken_language", "visible_texts", "wording_faults"]

_WORD = re.compile(r"[a-zà-ÿ]+")
_DUTCH = frozenset(
    _WORD.findall(
        "de het een en van dat niet zijn met voor die op te deze wij ze ook maar bij naar "
        "door worden wordt hebben heeft zij dit er aan uit om dan je jij jouw hun geen nog "
        "wat hoe waar leerlingen vraag vragen wel meer minder deden tussen elkaar kan kunnen "
        "moet als"
    )
)
_ENGLISH = frozenset(
    _WORD.findall(
        "the and that not are with for this these they also but at by from have has their "
        "there which you your who how where what when no yes pupils question questions more "
        "fewer than between each other can must if it its be been does do did to"
    )
)
_MISSING = re.compile(r"(?<![\w-])(?:NaN|nan|NaT|None|inf|-inf|null)(?![\w-])|<NA>")
_MISSING_ENGLISH = re.compile(
    r"(?<![\w-])(?:NaN|nan|NaT|inf|-inf)(?![\w-])|<NA>|^\s*(?:None|null)\s*$"
)
_POINT = re.compile(r"(?<![\d.,\w])(?<![A-Za-z]-)(\d+)\.(\d+)(?!\d|\.\d|,\d)")
_COMMA = re.compile(r"(?<![\d.,\w])\d+,(?:\d{1,2}|\d{4,})(?!\d|,\d)")
_VERSION = re.compile(r"(?i)(?:WCAG|versie|version|PDF/UA|EN|v\.?)[\s\u00a0]?$")
_SKIPPED = frozenset({"style", "script", "code", "head"})


def visible_texts(root: lxml.html.HtmlElement, *, language: str) -> Iterator[tuple[str, str]]:
    """Yield what a reader sees or hears: where, text. Parts of another language are left out."""

    def walk(element: lxml.html.HtmlElement, told: str) -> Iterator[tuple[str, str]]:
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            return
        told = element.get("lang", told)
        where = f"line {element.sourceline}, {element.tag}"
        if told == language:
            for name in ("alt", "aria-label", "title"):
                if element.get(name):
                    yield where, element.get(name)
            if element.text:
                yield where, element.text
        for child in element:
            yield from walk(child, told)
            if child.tail and told == language:
                yield where, child.tail

    body = root.find("body")
    # The page's own lang is a rule of its own; here it is taken to be as it should.
    yield from () if body is None else walk(body, language)


def spoken_language(texts: Iterable[str], *, least: int = 5) -> str | None:
    """Tell Dutch from English by their commonest words, which the other doesn't have.

    Parameters
    ----------
    texts : iterable of str
        What is written.
    least : int
        Fewer such words than this tell nothing.

    Returns
    -------
    {"nl", "en"} or None
        None if there are too few words, or as many of both.

    Examples
    --------
    >>> spoken_language(["De leerlingen die meededen zijn het niet met elkaar eens."])
    'nl'
    >>> spoken_language(["Schoolrapport 2025-2026"]) is None
    True
    """
    words = [word for text in texts for word in _WORD.findall(text.lower())]
    dutch = sum(word in _DUTCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    if dutch + english < least or dutch == english:
        return None
    return "nl" if dutch > english else "en"


def wording_faults(
    root: lxml.html.HtmlElement, *, language: str, names: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Yield the rules of language and numbers that a page breaks.

    Parameters
    ----------
    root : HtmlElement
        The document.
    language : {"nl", "en"}
        Language that it should be in.
    names : tuple of str
        Names in which any word may stand.
    """
    texts = [
        (where, _without(text, names)) for where, text in visible_texts(root, language=language)
    ]
    spoken = spoken_language(text for _, text in texts)
    if spoken is not None and spoken != language:
        yield Problem(
            where="page",
            what=f"is marked as {language} but written in {spoken}.",
            remedy="Make the report in the language of its texts.",
        )
    else:
        yield from _sections(root, language, names)
    missing = _MISSING if language == "nl" else _MISSING_ENGLISH
    for where, text in texts:
        if found := missing.search(text):
            yield Problem(
                where=where,
                what=f"shows {found.group()}.",
                remedy="A number that isn't there is said in words.",
            )
        if shown := _wrong_mark(text, language):
            mark = "point" if language == "nl" else "comma"
            yield Problem(where=where, what=f"shows {shown} with a decimal {mark}.")


def _sections(
    root: lxml.html.HtmlElement, language: str, names: tuple[str, ...]
) -> Iterator[Problem]:
    for section in root.xpath("//main/section"):
        page = lxml.html.Element("html")
        body = lxml.html.Element("body")
        page.append(body)
        body.append(_copy(section))
        texts = [_without(text, names) for _, text in visible_texts(page, language=language)]
        spoken = spoken_language(texts, least=15)
        if spoken is not None and spoken != language:
            yield Problem(
                where=f"line {section.sourceline}, section#{section.get('id', '')}",
                what=f"is written in {spoken} on a page in {language}.",
                remedy="Translate it, or mark it with lang.",
            )


def _copy(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(lxml.html.tostring(element, encoding="unicode"))


def _without(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text


def _wrong_mark(text: str, language: str) -> str | None:
    pattern = _POINT if language == "nl" else _COMMA
    for found in pattern.finditer(text):
        if _VERSION.search(text[: found.start()]):
            continue
        if language == "nl" and len(found.group(2)) == 3 and 1 <= len(found.group(1)) <= 3:
            if found.group(1).startswith("0"):
                return found.group()
            continue  # 12.345 is twelve thousand
        return found.group()
    return None
