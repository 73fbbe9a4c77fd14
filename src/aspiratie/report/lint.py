"""What guards people in a finished page; checked before it is written.

No request, script, path or text that was not filled in; ids used once; and, as a notebook
of one's own may show anything, what a screen reader needs: headings, table captions,
descriptions of pictures. What follows from template, palette and catalogue alone (contrast,
language) is no matter of one page: the tests hold it for every kind of page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import lxml.html

from aspiratie.errors import Problem

__all__ = ["CSP", "MAX_REGION", "MAX_SCHOOL", "lint", "odd_text", "policy_for"]

#: Largest page of a school, in bytes.
MAX_SCHOOL = 300_000
#: Largest page of a region, in bytes.
MAX_REGION = 1_000_000
#: The one policy: styles in the page, pictures in the page, nothing else.
CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_FORBIDDEN = (
    "script",
    "iframe",
    "frame",
    "object",
    "embed",
    "link",
    "base",
    "form",
    "audio",
    "video",
    "source",
    "noscript",
    "template",
)
_LOADING = ("src", "href", "xlink:href", "srcset", "poster", "data", "action", "background", "ping")
_REMOTE = re.compile(r"(?i)^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*https?:|^\s*(?:file|ftp|blob):")
_REMOTE_STYLE = re.compile(r"(?i)@import|url\(\s*['\"]?\s*(?!data:|#)[^)]*\)|(?<![\w-])image-set\(")
_MADE_UP_ALT = re.compile(
    r"(?i)^\s*$|no description has been provided|^(?:image|figure|plot|chart|picture|photo|png|svg"
    r"|afbeelding|figuur|grafiek|plaatje)\W*\d*\W*$|\.(?:png|jpe?g|svg|gif)\s*$|<Figure size"
)
_LEAK = re.compile(
    r"Traceback \(most recent call last\)|/(?:home|tmp|root|Users|var/folders)/[\w.-]|[A-Z]:\\Users"
    r"|\bipykernel_\d|\bpapermill\b.{0,40}path"
)
_UNFILLED = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{\s*\$\w|\bKeyError\b|\bundefined\b"
    r"|(?<![\w-])(?:NaN|nan|NaT)(?![\w-])|<NA>"
)

_LANDMARKS = "//*[@role='region'] | //section[@aria-label or @aria-labelledby]"

Element: TypeAlias = Any  # lxml has no types
Rule = Callable[[Element], Iterator[Problem]]


def lint(
    html: str,
    *,
    language: str,
    names: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    max_bytes: int = MAX_SCHOOL,
    script: str | None = None,
) -> list[Problem]:
    """Return every rule that a page breaks, in the order of the page for each rule.

    Parameters
    ----------
    html : str
        The whole document.
    language : {"nl", "en"}
        The language that it must be in, and say that it is in.
    names : tuple of str
        Names (the school's) that the document's title must hold. A name may hold any text.
    ignore : tuple of str
        Other texts that are not this program's, as names of schools.
    max_bytes : int
        How large the page may be.
    script : str, optional
        The one script that the page may hold, letter by letter; a report has none.

    Returns
    -------
    list of Problem
        Empty for a page that may be sent.

    Examples
    --------
    >>> faults = lint("<!DOCTYPE html><html><h1>Rapport</h1></html>", language="nl")
    >>> [fault.what for fault in faults if fault.where == "html"][:2]
    ['has no lang.', 'has no title.']
    """
    size = len(html.encode("utf-8"))
    faults = []
    if size > max_bytes:
        faults.append(
            Problem(
                where="page",
                what=f"is {size} bytes; at most {max_bytes} is allowed.",
                remedy="Draw fewer or simpler figures.",
            )
        )
    if not html.lstrip()[:15].lower().startswith("<!doctype html>"):
        faults.append(Problem(where="page", what="does not start with <!DOCTYPE html>."))
    if found := _LEAK.search(html):
        line = html.count("\n", 0, found.start()) + 1
        faults.append(Problem(where=f"line {line}", what="holds a path or a traceback."))
    root = lxml.html.document_fromstring(html)
    faults += _document(root, language, names, policy_for(script))
    faults += _scripts(root, script)
    for rule in _RULES:
        faults += rule(root)
    faults += _unfilled(root, (*names, *ignore))
    return faults


def at(element: Element) -> str:
    """Say where an element stands."""
    line = f"line {element.sourceline}" if element.sourceline else "page"
    name = element.get("id")
    return f"{line}, {element.tag}#{name}" if name else f"{line}, {element.tag}"


def _plain(element: Element) -> str:
    return " ".join(element.text_content().split())


def _elements(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _document(
    root: Element, language: str, names: tuple[str, ...], policy: str
) -> Iterator[Problem]:
    told = root.get("lang")
    if not told:
        yield Problem(where="html", what="has no lang.", remedy=f'Write <html lang="{language}">.')
    elif told != language:
        yield Problem(where="html", what=f"has lang {told}, but must be in {language}.")
    titles = [_plain(title) for title in root.xpath("/html/head/title")]
    if len(titles) != 1 or not titles[0]:
        yield Problem(where="html", what="has no title.")
    for name in names:
        if titles and " ".join(name.split()) not in titles[0]:
            yield Problem(where="title", what="does not name the school or region.")
    for element in root.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            yield Problem(where=at(element), what="reloads or leaves the page.")
        scale = element.get("content", "")
        if element.get("name") == "viewport" and re.search(
            r"user-scalable\s*=\s*no|maximum", scale
        ):
            yield Problem(where=at(element), what="forbids the reader to enlarge.")
    if not root.xpath("//meta[@name='viewport']"):
        yield Problem(where="html", what="has no viewport: a phone shows it too small.")
    policies = [
        " ".join(element.get("content", "").split())
        for element in root.iter("meta")
        if element.get("http-equiv", "").lower() == "content-security-policy"
    ]
    if policies != [policy]:
        yield Problem(
            where="html",
            what="has no Content-Security-Policy, or another one.",
            remedy=f"It must be: {policy}",
        )


def _headings(root: Element) -> Iterator[Problem]:
    found = [
        (int(heading.tag[1]), heading) for heading in root.iter("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    firsts = [heading for level, heading in found if level == 1]
    if len(firsts) != 1:
        yield Problem(where="page", what=f"has {len(firsts)} h1 headings; one is needed.")
    last = 0
    for level, heading in found:
        if level > last + 1:
            yield Problem(where=at(heading), what=f"jumps from level {last} to {level}.")
        if not _plain(heading):
            yield Problem(where=at(heading), what="is an empty heading.")
        if "¶" in heading.text_content() or heading.xpath(".//a[@class='anchor-link']"):
            yield Problem(where=at(heading), what="carries an anchor mark.")
        last = level


def policy_for(script: str | None = None) -> str:
    """Return the policy of a page, which allows its script by its hash alone."""
    if script is None:
        return CSP
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return f"{CSP}; script-src 'sha256-{digest}'"


def _scripts(root: Element, script: str | None) -> Iterator[Problem]:
    known = [e for e in root.iter("script") if script and e.text == script and not e.attrib]
    for element in _elements(root):
        if element.tag in _FORBIDDEN and element not in known[:1]:
            yield Problem(where=at(element), what=f"<{element.tag}> is not allowed in a report.")
        for name, value in element.attrib.items():
            if name.lower().startswith("on"):
                yield Problem(where=at(element), what=f"runs a script by {name}.")
            if value.strip().lower().startswith(("javascript:", "vbscript:")):
                yield Problem(where=at(element), what=f"runs a script by {name}.")


def _requests(root: Element) -> Iterator[Problem]:
    for element in _elements(root):
        for name in _LOADING:
            value = element.get(name)
            if value is None or (element.tag == "a" and name == "href"):
                continue
            if _REMOTE.search(value) or ("srcset" in name and "//" in value):
                yield Problem(where=at(element), what=f"fetches something by {name}.")
        style = element.text_content() if element.tag == "style" else element.get("style", "")
        if _REMOTE_STYLE.search(style):
            yield Problem(where=at(element), what="fetches something by its style.")


def _ids(root: Element) -> Iterator[Problem]:
    count = Counter(element.get("id") for element in _elements(root) if "id" in element.attrib)
    for name, times in count.items():
        if times > 1:
            yield Problem(where=f"id {name}", what=f"is used {times} times.")
        if not name or re.search(r"\s", name):
            yield Problem(where=f"id {name!r}", what="is empty or has a space.")
    for element in _elements(root):
        for key in ("aria-labelledby", "aria-describedby", "aria-controls", "headers", "for"):
            for target in element.get(key, "").split():
                if target not in count:
                    yield Problem(where=at(element), what=f"{key} names {target}, not in the page.")
        target = element.get("href", "")
        if element.tag == "a" and target.startswith("#") and target[1:] not in count:
            yield Problem(where=at(element), what=f"links to {target}, not in the page.")


def _pictures(root: Element) -> Iterator[Problem]:
    for image in root.iter("img"):
        told = image.get("alt")
        if told is None or (_MADE_UP_ALT.search(told) and image.get("role") != "presentation"):
            yield Problem(
                where=at(image),
                what="has no description of its own.",
                remedy="Say in alt what the figure shows, with its numbers.",
            )
    for drawing in root.iter("svg"):
        if drawing.get("aria-hidden") == "true":
            continue
        if drawing.get("role") != "img":
            yield Problem(where=at(drawing), what="is neither role img nor hidden.")
            continue
        title = " ".join(_plain(text) for text in drawing.xpath("./title"))
        told = " ".join(_plain(text) for text in drawing.xpath("./desc"))
        if not title or not told:
            yield Problem(where=at(drawing), what="has no title or no desc.")
        elif title == told:
            yield Problem(where=at(drawing), what="has a desc equal to its title.")
        if _MADE_UP_ALT.search(title or "-") or _MADE_UP_ALT.search(told or "-"):
            yield Problem(where=at(drawing), what="has a made-up description.")
        if not drawing.get("aria-labelledby"):
            yield Problem(where=at(drawing), what="is not labelled by its title and desc.")
    for figure in root.iter("figure"):
        if figure.xpath(".//svg[@role='img'] | .//img") and not figure.xpath(".//table"):
            yield Problem(where=at(figure), what="has no table of its numbers.")


def _tables(root: Element) -> Iterator[Problem]:
    for table in root.iter("table"):
        captions = table.xpath("./caption")
        if len(captions) != 1 or not _plain(captions[0]):
            yield Problem(where=at(table), what="is a table without a caption.")
        heads = table.xpath(".//th")
        scopes = {head.get("scope") for head in heads}
        if not heads:
            yield Problem(where=at(table), what="is a table without headings (th).")
        elif not scopes <= {"col", "row", "colgroup", "rowgroup"}:
            yield Problem(where=at(table), what="is a table with a th without scope.")
        elif not scopes & {"col", "colgroup"} or not scopes & {"row", "rowgroup"}:
            yield Problem(where=at(table), what="is a table without headings of columns and rows.")
        if any(not _plain(head) for head in heads):
            yield Problem(where=at(table), what="is a table with an empty heading.")


def _controls(root: Element) -> Iterator[Problem]:
    for element in _elements(root):
        if re.fullmatch(r"\+?[1-9]\d*", element.get("tabindex", "").strip()):
            yield Problem(where=at(element), what="changes the order of the tab key.")
        if element.get("accesskey"):
            yield Problem(where=at(element), what="takes a key of the reader's program.")
        if element.tag == "a" and not (_plain(element) or element.get("aria-label")):
            yield Problem(where=at(element), what="is a link without text.")
        if element.tag == "details":
            first = next(iter(element), None)
            if first is None or first.tag != "summary" or not _plain(first):
                yield Problem(where=at(element), what="has no summary to open it by.")
        if element.tag == "nav" and not (
            element.get("aria-label") or element.get("aria-labelledby")
        ):
            yield Problem(where=at(element), what="is a navigation without a name.")
        if re.search("table-box|scroll", element.get("class", "")) and (
            element.get("tabindex") != "0"
        ):
            yield Problem(where=at(element), what="scrolls, but not by the keyboard.")
    regions = Counter(_name(element, root) for element in root.xpath(_LANDMARKS))
    for name, times in regions.items():
        if name and times > 1:
            yield Problem(where="page", what=f"has {times} regions of one name: {name[:60]}.")
    if len(list(root.iter("main"))) != 1:
        yield Problem(where="page", what="has not exactly one main part.")


def _name(element: Element, root: Element) -> str:
    """Return how a screen reader names a region."""
    targets = element.get("aria-labelledby", "").split()
    named = [other for target in targets for other in root.xpath("//*[@id=$t]", t=target)]
    text = " ".join(map(_plain, named)) or element.get("aria-label", "")
    return " ".join(text.split()).casefold()


def _unfilled(root: Element, names: tuple[str, ...]) -> Iterator[Problem]:
    for found in root.xpath("//body//text()[not(ancestor::style)]"):
        text = found
        for name in names:
            text = text.replace(name, " ")
        if odd := _odd(text):
            yield Problem(where=at(found.getparent()), what=odd)


def _odd(text: str) -> str:
    if _UNFILLED.search(text):
        return "shows a text that was not filled in."
    if "\ufffd" in text or re.search("Ã[\u0080-\u00bf]|â€", text):
        return "shows letters read in a wrong code."
    if re.search("[\u0000-\u0008\u000b\u000e-\u001f\u202a-\u202e\u2066-\u2069]", text):
        return "holds an invisible control character."
    return ""


def odd_text(text: str) -> str:
    """Return why no page may show a text, or nothing where it may.

    Examples
    --------
    >>> odd_text("Tot ziens op de ouderavond!"), odd_text("{{ naam }}")
    ('', 'shows a text that was not filled in.')
    """
    return "holds a path or a traceback." if _LEAK.search(text) else _odd(text)


_RULES: tuple[Rule, ...] = (
    _headings,
    _requests,
    _ids,
    _pictures,
    _tables,
    _controls,
)
