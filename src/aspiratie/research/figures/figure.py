"""A researcher's figure: inline SVG with a title, alternative text, notes and its numbers.

matplotlib draws; what it writes is made fit to stand in a page beside other figures:
every id starts with the figure's name, no dates, equal input gives equal bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from aspiratie.display.fragment import Fragment, el, join

__all__ = [
    "DOWN",
    "GREY",
    "INK",
    "SHEET",
    "STYLE",
    "UP",
    "WATERMARK",
    "Figure",
    "canvas",
    "finish",
    "inline",
    "styled",
]

#: Stands on everything that a researcher's notebook shows: it was made from answers.
WATERMARK = "bevat persoonsgegevens"

INK, GREY, UP, DOWN = "#1d2733", "#6b7682", "#1f4e8c", "#8c4a00"

#: Settings while a figure is drawn; nothing is set for the rest of the session.
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "aspiratie",
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
}
#: Rules that a notebook's own style sheet lacks; stand with everything that is shown.
SHEET = Fragment(
    "<style>.research table{border-collapse:collapse;margin:.4em 0}"
    ".research caption{caption-side:top;text-align:left;white-space:nowrap;font-weight:600}"
    ".research td,.research th{padding:.15em .6em;text-align:left!important;vertical-align:top;"
    "border-bottom:1px solid #d7dde4}.research td.num,.research th.num{text-align:right!important}"
    ".research td.num,.research tbody th{white-space:nowrap}"
    ".research p{max-width:52em;margin:.3em 0 .6em}"
    ".research .table-box{overflow-x:auto}figure.research{margin:0 0 1.5em}</style>"
)

#: For a figure without a table.
NO_TABLE = Fragment("")
_FONT = "'DejaVu Sans', Verdana, sans-serif"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure that a notebook shows as it is.

    Parameters
    ----------
    name : str
        Its id in the page; also the start of every id inside.
    title : str
        What it is of.
    alt : str
        What it shows, in words and numbers.
    svg : str
        One ``svg`` element.
    notes : tuple of str
        Lines below.
    data : Fragment
        The same numbers as a table.
    """

    name: str
    title: str
    alt: str
    svg: str
    notes: tuple[str, ...] = ()
    data: Fragment = NO_TABLE

    def __repr__(self) -> str:
        return f"<Figure {self.name}: {self.title}>"

    @property
    def html(self) -> str:
        """A ``figure`` element."""
        table = el("details", el("summary", "The figure as a table"), self.data)
        return el(
            "figure",
            SHEET,
            el("figcaption", el("strong", self.title), " ", el("small", f"({WATERMARK})")),
            Fragment(self.svg),
            join(el("p", note, class_="fig-note") for note in self.notes),
            table if self.data else None,
            id=self.name,
            class_="fig research",
        ).html

    def _repr_html_(self) -> str:
        return self.html


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the style of these pages; also a decorator.

    It puts back what it set and nothing else: ``rc_context`` also puts back whether a notebook
    shows figures, which is decided when the first one is made.
    """
    before = {name: mpl.rcParams[name] for name in STYLE}
    mpl.rcParams.update(STYLE)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def canvas(width: float, height: float) -> Canvas:
    """Return an empty matplotlib figure of a size in inches, without a window or a state."""
    made = Canvas(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(made)
    return made


def inline(markup: str, *, name: str, title: str, alt: str) -> str:
    """Make an SVG document into an element of a page.

    Parameters
    ----------
    markup : str
        A document with one ``svg`` element.
    name : str
        Start of every id.
    title, alt : str
        What it is of, and what it shows.

    Returns
    -------
    str
        The ``svg`` element, of role img.
    """
    body = markup[markup.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", body)
    body = body.replace(_FONT, "'DejaVu Sans'").replace("'DejaVu Sans'", _FONT)
    told = (
        f'<title id="{name}-title">{escape(title, quote=False)}</title>'
        f'<desc id="{name}-desc">{escape(alt, quote=False)}</desc>'
    )
    opening, rest = body.split(">", 1)
    # In the page's own measures, never wider than the page.
    opening = re.sub(r' (?:width|height)="[\d.]+(?:pt)?"', "", opening)
    width = opening.split('viewBox="')[1].split('"')[0].split()[2]
    opening += (
        f' role="img" aria-labelledby="{name}-title {name}-desc"'
        f' style="width:100%;max-width:{float(width) * 4 / 3:.0f}px;height:auto"'
    )
    return f"{opening}>{told}{rest}".strip()


def finish(
    drawn: Canvas,
    *,
    name: str,
    title: str,
    alt: str,
    notes: tuple[str, ...] = (),
    data: Fragment | None = None,
) -> Figure:
    """Turn what matplotlib drew into a figure of a page.

    Parameters
    ----------
    drawn : matplotlib.figure.Figure
        Made by :func:`canvas`.
    name, title, alt, notes, data
        As in :class:`Figure`.
    """
    buffer = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with styled():
        drawn.savefig(buffer, format="svg", metadata=nothing)
    svg = inline(buffer.getvalue(), name=name, title=title, alt=alt)
    return Figure(name=name, title=title, alt=alt, svg=svg, notes=notes, data=data or NO_TABLE)
