"""What every kind of page must hold to, as far as template, palette and catalogue decide it.

:func:`faults` is the lint that each page passes before it is written, and what need not be
looked at again in each of a thousand reports: contrast, language, numbers in descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from aspiratie.errors import Problem
from aspiratie.report import lint
from page_rules.contrast import contrast_faults, contrast_ratio
from page_rules.wording import spoken_language, wording_faults

__all__ = ["contrast_ratio", "faults", "spoken_language"]


def faults(
    html: str,
    *,
    language: str,
    names: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    contrast: bool = True,
    **options: Any,
) -> list[Problem]:
    """Return every rule that a page breaks; options are those of the lint."""
    root = lxml.html.document_fromstring(html)
    found = lint(html, language=language, names=names, ignore=ignore, **options)
    found += wording_faults(root, language=language, names=(*names, *ignore))
    found += _undescribed(root)
    return [*found, *contrast_faults(root)] if contrast else found


def _undescribed(root: lxml.html.HtmlElement) -> Iterator[Problem]:
    """Yield each drawing that is told without a number, unless its table has none either."""
    for drawing in root.xpath("//svg[@role='img']"):
        told = " ".join(drawing.xpath("./desc//text()"))
        cells = drawing.xpath("ancestor::figure//table//td[@class='num']")
        if told and cells and not re.search(r"\d", told):
            yield Problem(where=f"line {drawing.sourceline}", what="has a desc without a number.")
