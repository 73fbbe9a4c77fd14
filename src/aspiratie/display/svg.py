"""Drawing with matplotlib, and turning the drawing into inline SVG.

A :class:`Drawing` counts in the page's own units: 360 wide, y downwards, text of
13 units. So a figure is readable at 320 px without scrolling sideways, and grows
with the column. matplotlib draws the shapes; what it writes is then cut down to bare
paths: no metadata, no ids but those of title and description (prefixed by the
figure's name), numbers of one decimal. Text stays text in the reader's font, placed
by the measures of a wide one. Same input, same bytes.

Each shape keeps its classes, and its light colour as an attribute. A style sheet
may give the classes other colours (a dark scheme, forced colours); without one
the figure is still right, also in a program that makes a PDF.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from itertools import groupby
from typing import Any, Literal
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from aspiratie.display.fragment import Fragment, plain
from aspiratie.display.paint import PAINT, attributes, decimal, palette_css

__all__ = ["PAINT", "WIDTH", "Drawing", "palette_css", "text_width", "wrap"]

WIDTH = 360.0

#: Text keeps this far from the edges: letters as j lean out of their place.
MARGIN = 1.5
FONT = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


ARCS_OF_A_DISC = 8
ANCHORS = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}
SVG = "{http://www.w3.org/2000/svg}"


@cache
def _advance(char: str) -> float:
    font = _font()
    if not font.get_char_index(ord(char)):
        return 1.0  # a sign that the font lacks: room for the widest of other fonts
    return float(font.load_char(ord(char)).linearHoriAdvance) / 65536 / 100


@cache
def _font() -> FT2Font:
    font = FT2Font(findfont("DejaVu Sans"))
    font.set_size(100, 72)
    return font


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a safe width of a text: that in DejaVu Sans, one of the widest fonts around.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Size of the font, in units of the drawing.
    bold : bool
        Heavy text takes a tenth more.

    Returns
    -------
    float
        Width in units of the drawing.
    """
    return sum(map(_advance, text)) * size * (1.1 if bold else 1.0)


def wrap(text: str, width: float, size: float, *, lines: int = 0, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word that is too long is broken itself.

    Parameters
    ----------
    text : str
        What to break.
    width : float
        Room, in units of the drawing.
    size : float
        Size of the font.
    lines : int
        Most lines; 0 for no limit. What is left out is marked by an ellipsis.
    bold : bool
        Whether the text is heavy.

    Returns
    -------
    list of str
        At least one line.
    """

    def fits(line: str) -> bool:
        return text_width(line, size, bold=bold) <= width - 2 * MARGIN

    done: list[str] = []
    line = ""
    for word in text.split(" "):
        rest = word
        while not fits(rest):
            cut = max(1, next(i for i in range(len(rest), 0, -1) if i == 1 or fits(rest[:i] + "-")))
            if line:
                done.append(line)
                line = ""
            done.append(rest[:cut] + "-")
            rest = rest[cut:]
        joined = f"{line} {rest}".strip()
        if line and not fits(joined):
            done.append(line)
            joined = rest
        line = joined
    done.append(line)
    if lines and len(done) > lines:
        last = done[lines - 1]
        while last and not fits(last + "…"):
            last = last[:-1]
        done = [*done[: lines - 1], last.rstrip() + "…"]
    return done


class Drawing:
    """A figure being drawn, in units of the page and y downwards.

    Parameters
    ----------
    name : str
        The figure's name, unique in a page; prefix of its ids.
    width : float
        Width of the view box.
    """

    def __init__(self, name: str, *, width: float = WIDTH) -> None:
        self.name = name
        self.width = width
        self.height = 0.0
        self._paths: dict[str, list[tuple[Point, ...]]] = {}
        self._discs: dict[str, list[tuple[float, float, float]]] = {}
        self._texts: dict[str, list[tuple[float, float, Anchor, str]]] = {}

    def __repr__(self) -> str:
        return f"<Drawing {self.name}: {self.width:g} by {self.height:g}>"

    def text(
        self, x: float, y: float, text: str, kind: str = "label", *, anchor: Anchor = "start"
    ) -> float:
        """Write a line with its baseline at y, moved inwards where it would stick out.

        Returns
        -------
        float
            The right end of the line.
        """
        paint = PAINT[kind]
        long = text_width(text, paint.size, bold=paint.bold)
        left = {"start": x, "middle": x - long / 2, "end": x - long}[anchor]
        moved = max(MARGIN, left) - left
        moved += min(0.0, self.width - MARGIN - (left + moved + long))
        self._texts.setdefault(kind, []).append((x + moved, y, anchor, text))
        self.height = max(self.height, y + 4)
        return left + moved + long

    def lines(self, x: float, y: float, lines: Sequence[str], kind: str = "label") -> float:
        """Write lines under each other; return the baseline of the last."""
        step = PAINT[kind].size * 1.25
        for i, line in enumerate(lines):
            self.text(x, y + i * step, line, kind)
        return y + (len(lines) - 1) * step

    def rect(self, x: float, y: float, w: float, h: float, kind: str) -> None:
        """Draw a rectangle from its upper left corner."""
        self._closed(kind, (x, y), (x + w, y), (x + w, y + h), (x, y + h))

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """Draw a straight line."""
        self.polyline([(x1, y1), (x2, y2)], kind)

    def polyline(self, points: Sequence[Point], kind: str) -> None:
        """Draw a line through points."""
        self._paths.setdefault(kind, []).append(tuple(points))
        self.height = max(self.height, *(y for _, y in points))

    def dot(self, x: float, y: float, r: float, kind: str) -> None:
        """Draw a disc."""
        self._discs.setdefault(kind, []).append((x, y, r))
        self.height = max(self.height, y + r)

    def interval(self, low: float, high: float, at: float, *, upright: bool = False) -> None:
        """Draw an interval with an end at both sides, so that a short one shows beside a dot."""
        for kind, a, b, c, d in (
            ("interval", low, at, high, at),
            ("thin", low, at - 5, low, at + 5),
            ("thin", high, at - 5, high, at + 5),
        ):
            self.line(*((b, a, d, c) if upright else (a, b, c, d)), kind)

    def diamond(self, x: float, y: float, r: float, kind: str) -> None:
        """Draw a diamond."""
        self._closed(kind, (x - r, y), (x, y - r), (x + r, y), (x, y + r))

    def square(self, x: float, y: float, r: float, kind: str) -> None:
        """Draw a square around a point."""
        self.rect(x - r, y - r, 2 * r, 2 * r, kind)

    def _closed(self, kind: str, *corners: Point) -> None:
        self.polyline([*corners, corners[0]], kind)

    def render(self, title: str, description: str) -> Fragment:
        """Return the figure as inline SVG.

        Parameters
        ----------
        title : str
            What the figure is of.
        description : str
            What it shows, with its numbers.

        Returns
        -------
        Fragment
            One ``svg`` element of role img.
        """
        height = self.height + 4
        title, description = plain(title), plain(description)
        body = "".join([*_groups(self._draw(height)), *self._words()])
        name = self.name
        return Fragment(
            f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-desc" '
            f'viewBox="0 0 {decimal(self.width)} {decimal(height)}" '
            f"font-family='{FONT}'>"
            f'<title id="{name}-title">{escape(title, quote=False)}</title>'
            f'<desc id="{name}-desc">{escape(description, quote=False)}</desc>{body}</svg>'
        )

    def _artists(self) -> Iterator[Artist]:
        """Yield what matplotlib draws, a gid telling each one's class, in the order of layers."""
        for kind in PAINT:
            lines = self._paths.get(kind, ())
            if lines:
                yield PathPatch(_joined(lines), gid=kind)
            for x, y, r in self._discs.get(kind, ()):
                yield Circle((x, y), r, gid=kind)

    def _draw(self, height: float) -> ET.Element:
        with mpl.rc_context({"svg.hashsalt": self.name, "path.simplify": False}):
            figure = Figure(figsize=(self.width / 72, height / 72), dpi=72)
            canvas = FigureCanvasSVG(figure)
            figure.patch.set_visible(False)
            down = Affine2D.from_values(1, 0, 0, -1, 0, height)
            for layer, artist in enumerate(self._artists()):
                artist.set_transform(down)
                artist.set_zorder(layer)
                artist.set_figure(figure)
                figure.artists.append(artist)
            buffer = io.BytesIO()
            nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
            canvas.print_svg(buffer, metadata=nothing)  # type: ignore[no-untyped-call]
        return ET.fromstring(buffer.getvalue())  # noqa: S314  (written the line before)

    def _words(self) -> Iterator[str]:
        """Yield the texts: they stay text, in the reader's font, above all shapes."""
        for kind in PAINT:
            texts = [
                f'<text x="{decimal(x)}" y="{decimal(y)}"{ANCHORS[anchor]}>'
                f"{escape(text, quote=False)}</text>"
                for x, y, anchor, text in self._texts.get(kind, ())
            ]
            if texts:
                yield f'<g class="{kind}"{attributes(kind)}>{"".join(texts)}</g>'


def _joined(lines: Sequence[Sequence[Point]]) -> Path:
    """Return lines and outlines as one path with a part for each."""
    points: list[Point] = []
    codes: list[Any] = []
    for line in lines:
        points += line
        last = Path.CLOSEPOLY if line[0] == line[-1] else Path.LINETO
        codes += [Path.MOVETO, *[Path.LINETO] * (len(line) - 2), last]
    return Path(points, codes)


def _groups(root: ET.Element) -> Iterator[str]:
    """Yield what matplotlib drew: a path a class, or a group of discs."""
    found = [g for g in root.iter(f"{SVG}g") if g.get("id") in PAINT]
    for kind, groups in groupby(found, key=lambda g: g.get("id", "")):
        written = [path.get("d", "") for g in groups for path in g.iter(f"{SVG}path")]
        discs = [_disc(d) for d in written if d.count("C") == ARCS_OF_A_DISC]
        paths = [_path(d) for d in written if "C" not in d]
        if paths:
            yield f'<path class="{kind}" d="{"".join(paths)}"{attributes(kind)}/>'
        if discs:
            yield f'<g class="{kind}"{attributes(kind)}>{"".join(discs)}</g>'


def _path(d: str) -> str:
    parts = re.findall(r"[A-Za-z]|-?\d[\d.e-]*", d)
    out = "".join(f" {decimal(float(p))}" if not p.isalpha() else p for p in parts)
    return re.sub(r"([A-Za-z]) ", r"\1", out)


def _disc(d: str) -> str:
    numbers = [float(p) for p in re.findall(r"-?\d[\d.e-]*", d)]
    xs, ys = numbers[0::2], numbers[1::2]
    x, y, r = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, (max(xs) - min(xs)) / 2
    return f'<circle cx="{decimal(x)}" cy="{decimal(y)}" r="{decimal(r)}"/>'
