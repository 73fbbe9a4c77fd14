"""A page as a tagged PDF, without a browser (extra ``pdf``)."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from pathlib import Path
from typing import Any

from aspiratie.errors import Problem, ReportError
from aspiratie.report.render import write_aside

__all__ = ["for_print", "pdf_bytes", "write_pdf"]

_DRAWING = re.compile(
    r"(<svg\b[^>]*>\s*<title\b[^>]*>)([^<]*)(</title>\s*<desc\b[^>]*>)([^<]*)(</desc>)"
)
_SWATCH = re.compile(r'<svg class="swatch"[^>]*>(.*?)</svg>', re.S)
_PAINT = re.compile(r'\b(fill|stroke|stroke-dasharray)="([^"]*)"')

_STROKE = re.compile(r'<(line|circle|path) class="([a-z ]*)"')
#: How a strip is drawn on paper, as page.css does it: WeasyPrint takes no style sheet there.
_STRIP = {
    "g": 'stroke="#d8dee5"',
    "l": 'stroke="#52606d" stroke-width="2"',
    "i": 'stroke="#7b8794" stroke-width="3" stroke-linecap="round"',
    "r": 'stroke="#52606d" stroke-width="2"',
    "d": 'fill="#ffffff" stroke="#7b8794" stroke-width="1.5"',
    "o": 'fill="#ffffff" stroke="#17202a" stroke-width="2"',
    "c": 'fill="#17202a"',
    "c up": 'fill="#1f4e8c"',
    "c down": 'fill="#8c4500"',
}


def write_pdf(page: str | Path, out: str | Path) -> Path:
    """Write a finished page as PDF/UA-1: tagged, with language and title, details open.

    Parameters
    ----------
    page : path
        A page made by :func:`aspiratie.report.render.render_report`.
    out : path
        The PDF; written aside and moved into place.

    Returns
    -------
    Path
        The PDF.

    Raises
    ------
    ReportError
        If WeasyPrint or what it needs is not installed, the page can't be read, or the
        page asks for anything outside itself.
    """
    path = Path(page)
    try:
        html = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ReportError(
            "The page for the PDF cannot be read.",
            problems=[Problem(where=path.name, what=f"{type(fault).__name__}.")],
        ) from fault
    target = Path(out)
    write_aside(target, pdf_bytes(html))
    return target


def for_print(html: str) -> str:
    """Return the page as WeasyPrint must have it, to tag it fully.

    It takes a drawing's title, and not its description, as the alternative text: here
    the title gets both. And it makes a figure of every drawing: here the swatches of a
    legend, which stand beside their word, become painted boxes. What a strip is drawn with gets its
    colours as attributes.

    Examples
    --------
    >>> for_print('<svg role="img"><title>Score</title><desc>3,9</desc></svg>')
    '<svg role="img"><title>Score. 3,9</title><desc>3,9</desc></svg>'
    >>> for_print('<circle class="c up" cx="40%" cy="12" r="5"/>')
    '<circle class="c up" fill="#1f4e8c" cx="40%" cy="12" r="5"/>'
    """

    def box(found: re.Match[str]) -> str:
        paint = dict(_PAINT.findall(found.group(1)))
        line = "dashed" if "stroke-dasharray" in paint else "solid"
        fill, stroke = paint.get("fill", "none"), paint.get("stroke", "transparent")
        style = f"background:{fill};border:1px {line} {stroke}"
        return f'<span class="swatch" style="{style}"></span>'

    def both(found: re.Match[str]) -> str:
        start, title, middle, told, end = found.groups()
        joined = f"{title.rstrip('. ')}. {told}"
        return f"{start}{joined}{middle}{told}{end}"

    def painted(found: re.Match[str]) -> str:
        kind = found.group(2).strip()
        paint = _STRIP.get(kind) or _STRIP.get(kind.partition(" ")[0], "")
        return f"{found.group()} {paint}".rstrip()

    return _SWATCH.sub(box, _DRAWING.sub(both, _STROKE.sub(painted, html)))


def pdf_bytes(html: str) -> bytes:
    """Return the PDF of a page; the same page gives the same bytes.

    Raises
    ------
    ReportError
        If WeasyPrint is not installed, or the page asks for anything outside itself.
    """
    try:
        import weasyprint
        import weasyprint.urls
    except (ImportError, OSError) as missing:
        raise ReportError(
            "There is no PDF without WeasyPrint.",
            problems=[
                Problem(
                    where="pdf",
                    what=f"{type(missing).__name__}: it, or the Pango library, is not installed.",
                    remedy="Use `pip install aspiratie[pdf]`, and see WeasyPrint's first steps.",
                )
            ],
        ) from missing
    asked: list[str] = []

    class OwnPage(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Opens what is written in the page itself and refuses any other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            asked.append(url.split(":")[0])
            raise ValueError("a report asks for nothing outside itself")

    # It warns of every rule that is for screens only.
    logger = logging.getLogger("weasyprint")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        buffer = io.BytesIO()
        weasyprint.HTML(string=for_print(html), url_fetcher=OwnPage(), base_url=None).write_pdf(
            buffer,
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode("utf-8")).digest()[:16],
        )
    finally:
        logger.setLevel(level)
    if asked:
        raise ReportError(
            "The page asks for something outside itself.",
            problems=[Problem(where="page", what=f"an address of {asked[0]}.")],
        )
    return buffer.getvalue()
