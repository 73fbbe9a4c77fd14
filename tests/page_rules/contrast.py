"""Contrast of the colours that a page declares, in its light and its dark scheme.

The style sheet in the page is applied as a browser would: selectors, specificity,
custom properties, inheritance. Text of a figure is held against the shape drawn
last under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import cssselect2
import lxml.html
import tinycss2
import tinycss2.ast
import tinycss2.color3

from aspiratie.errors import Problem

__all__ = ["LEAST", "contrast_faults", "contrast_ratio"]

#: Contrast that WCAG 2.2 asks of text at AA; large text gets no discount here.
LEAST = 4.5

Colour = tuple[float, float, float, float]

_WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
_BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
_NOTHING: Colour = (0.0, 0.0, 0.0, 0.0)
_SYSTEM = {"canvastext": _BLACK, "canvas": _WHITE}
_READ = ("color", "background-color", "fill", "opacity")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def contrast_ratio(one: Colour, other: Colour) -> float:
    r"""Return the contrast of two opaque colours as WCAG defines it.

    :math:`(L_1 + 0.05) / (L_2 + 0.05)` with :math:`L` the relative luminance of the
    lighter and of the darker colour in sRGB.

    Parameters
    ----------
    one, other : tuple of float
        Red, green, blue and alpha, each from 0 to 1; alpha is not used.

    Returns
    -------
    float
        From 1 to 21.

    References
    ----------
    W3C (2023). Web Content Accessibility Guidelines 2.2, success criterion 1.4.3.

    Examples
    --------
    >>> grey = (0.6, 0.6, 0.6, 1.0)
    >>> round(contrast_ratio(grey, (1.0, 1.0, 1.0, 1.0)), 2)
    2.85
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_faults(root: lxml.html.HtmlElement) -> Iterator[Problem]:
    """Yield each pair of text colour and background with too little contrast, once."""
    sheet = "\n".join(style.text_content() for style in root.iter("style"))
    for scheme in ("light", "dark"):
        seen: set[tuple[str, str]] = set()
        for shown in _Painter(root, sheet, scheme).texts():
            ratio = contrast_ratio(shown.ink, shown.ground)
            pair = (_hex(shown.ink), _hex(shown.ground))
            if ratio >= LEAST or pair in seen:
                continue
            seen.add(pair)
            yield Problem(
                where=f"line {shown.line}, {shown.tag}",
                what=(
                    f"has {pair[0]} on {pair[1]} in the {scheme} scheme, "
                    f"a contrast of {ratio:.1f} to 1."
                ),
                remedy=f"At least {LEAST} to 1 is needed.",
            )


@dataclass(frozen=True, kw_only=True)
class _Shown:
    line: int
    tag: str
    ink: Colour
    ground: Colour


@dataclass(frozen=True, kw_only=True)
class _Style:
    """What children inherit, and the ground that they stand on."""

    variables: dict[str, str]
    color: Colour
    fill: Colour
    ground: Colour


class _Painter:
    """Walks the page with the rules that hold in one scheme."""

    def __init__(self, root: lxml.html.HtmlElement, sheet: str, scheme: str) -> None:
        self.scheme = scheme
        self.matcher = cssselect2.Matcher()
        rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
        self._add(rules)
        self.root = root

    def _add(self, rules: list[tinycss2.ast.Node]) -> None:
        for rule in rules:
            if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
                if _media_holds(tinycss2.serialize(rule.prelude), self.scheme):
                    self._add(tinycss2.parse_rule_list(rule.content, True, True))
            elif rule.type == "qualified-rule":
                told = _declarations(rule.content)
                if not told:
                    continue
                try:
                    selectors = cssselect2.compile_selector_list(rule.prelude)
                except cssselect2.SelectorError:
                    continue  # what a browser knows and this doesn't sets no text colour
                for selector in selectors:
                    self.matcher.add_selector(selector, told)

    def texts(self) -> Iterator[_Shown]:
        top = _Style(variables={}, color=_BLACK, fill=_BLACK, ground=_WHITE)
        wrapper = cssselect2.ElementWrapper.from_html_root(self.root)
        yield from self._walk(wrapper, top)

    def _walk(self, wrapper: cssselect2.ElementWrapper, above: _Style) -> Iterator[_Shown]:
        element = wrapper.etree_element
        if element.tag in ("head", "style", "script", "title", "desc"):
            return
        told = self._told(wrapper)
        variables = above.variables
        own = {name: value for name, value in told.items() if name.startswith("--")}
        if own:
            variables = {**variables, **own}
        color = _colour(told.get("color"), variables, above.color) or above.color
        fill = above.fill
        if "fill" in told:
            fill = _colour(told["fill"], variables, color) or _NOTHING
        ground = above.ground
        behind = _colour(told.get("background-color"), variables, color)
        if behind is not None:
            ground = _over(behind, ground)
        if element.tag == "svg":
            yield from self._figure(
                wrapper, _Style(variables=variables, color=color, fill=fill, ground=ground)
            )
            return
        style = _Style(variables=variables, color=color, fill=fill, ground=ground)
        if element.get("aria-hidden") != "true" and _has_text(element):
            yield _Shown(
                line=element.sourceline or 0,
                tag=element.tag,
                ink=_over(_faded(color, told.get("opacity")), ground),
                ground=ground,
            )
        for child in wrapper.iter_children():
            if isinstance(child.etree_element.tag, str):
                yield from self._walk(child, style)

    def _figure(self, svg: cssselect2.ElementWrapper, style: _Style) -> Iterator[_Shown]:
        shapes: list[tuple[tuple[float, float, float, float], Colour]] = []

        def visit(wrapper: cssselect2.ElementWrapper, above: _Style) -> Iterator[_Shown]:
            element = wrapper.etree_element
            if not isinstance(element.tag, str) or element.tag in ("title", "desc", "style"):
                return
            told = self._told(wrapper)
            color = _colour(told.get("color"), above.variables, above.color) or above.color
            fill = above.fill
            if "fill" in told:
                fill = _colour(told["fill"], above.variables, color) or _NOTHING
            here = _Style(variables=above.variables, color=color, fill=fill, ground=above.ground)
            if fill[3] > 0:
                shapes.extend((box, fill) for box in _boxes(element))
            if element.tag in ("text", "tspan") and _has_text(element):
                ground = above.ground
                point = _point(element)
                for box, paint in shapes:
                    if point and box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]:
                        ground = _over(paint, ground)
                yield _Shown(
                    line=element.sourceline or 0,
                    tag=element.tag,
                    ink=_over(fill, ground),
                    ground=ground,
                )
            for child in wrapper.iter_children():
                yield from visit(child, here)

        for child in svg.iter_children():
            yield from visit(child, style)

    def _told(self, wrapper: cssselect2.ElementWrapper) -> dict[str, str]:
        element = wrapper.etree_element
        told: dict[str, tuple[bool, str]] = {}
        if element.get("fill"):
            told["fill"] = (False, element.get("fill"))
        layers = [found[-1] for found in sorted(self.matcher.match(wrapper), key=lambda m: m[:2])]
        if element.get("style"):
            layers.append(_declarations(element.get("style")))
        for layer in layers:
            for name, (firm, value) in layer.items():
                if firm or not told.get(name, (False, ""))[0]:
                    told[name] = (firm, value)
        return {name: value for name, (_, value) in told.items()}


def _declarations(content: object) -> dict[str, tuple[bool, str]]:
    told: dict[str, tuple[bool, str]] = {}
    for line in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if line.type != "declaration":
            continue
        value = tinycss2.serialize(line.value).strip()
        if line.name.startswith("--"):
            told[line.name] = (line.important, value)
        elif line.lower_name in _READ:
            told[line.lower_name] = (line.important, value)
        elif line.lower_name == "background":
            told["background-color"] = (line.important, value)
    return told


def _media_holds(prelude: str, scheme: str) -> bool:
    """Tell whether a media query holds on a wide screen with the reader's defaults."""
    for query in prelude.lower().split(","):
        parts = [part.strip() for part in re.split(r"\band\b", query)]
        if all(_feature_holds(part, scheme) for part in parts):
            return True
    return False


def _feature_holds(part: str, scheme: str) -> bool:
    part = re.sub(r"\s+", "", part)
    if part in ("screen", "all", "onlyscreen", "(forced-colors:none)"):
        return True
    if part.startswith("(prefers-color-scheme:"):
        return part == f"(prefers-color-scheme:{scheme})"
    return part.startswith("(min-width:")


def _colour(value: str | None, variables: dict[str, str], current: Colour) -> Colour | None:
    """Read a colour; None where there is none, or where it can't be told."""
    if value is None:
        return None
    for _ in range(8):
        found = re.search(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)", value)
        if not found:
            break
        known = variables.get(found.group(1), found.group(2) or "")
        value = value[: found.start()] + known.strip() + value[found.end() :]
    read = _parsed(value.strip())
    return current if read == "currentColor" else read


@cache
def _parsed(value: str) -> Colour | Literal["currentColor"] | None:
    """Read a colour as written, or the first in a longer value such as a background's."""
    if value.lower() in _SYSTEM:
        return _SYSTEM[value.lower()]
    whole = tinycss2.color3.parse_color(value)
    if whole == "currentColor":
        return "currentColor"
    parts = (
        [whole]
        if whole
        else map(tinycss2.color3.parse_color, tinycss2.parse_component_value_list(value))
    )
    for part in parts:
        if isinstance(part, tinycss2.color3.RGBA):
            return (float(part.red), float(part.green), float(part.blue), float(part.alpha))
    return None


def _over(paint: Colour, ground: Colour) -> Colour:
    a = paint[3]
    r, g, b = (a * p + (1 - a) * q for p, q in zip(paint[:3], ground[:3], strict=True))
    return (r, g, b, 1.0)


def _faded(colour: Colour, opacity: str | None) -> Colour:
    try:
        part = (
            1.0
            if opacity is None
            else float(opacity.rstrip("%")) / (100 if opacity.endswith("%") else 1)
        )
    except ValueError:
        part = 1.0
    return (*colour[:3], colour[3] * part)


def _has_text(element: lxml.html.HtmlElement) -> bool:
    pieces = [element.text, *(child.tail for child in element)]
    return any(piece and piece.strip() for piece in pieces)


def _point(text: lxml.html.HtmlElement) -> tuple[float, float] | None:
    """Return a point just inside a text of a figure: beside its anchor, above its baseline."""
    try:
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
    except ValueError:
        return None
    aside = {"start": 2.0, "end": -2.0}.get(text.get("text-anchor", "start"), 0.0)
    return x + aside, y - 3.0


def _boxes(shape: lxml.html.HtmlElement) -> list[tuple[float, float, float, float]]:
    """Return left, top, right and bottom of each piece of a shape.

    A path may hold many pieces, each starting with M, in absolute points.
    """
    try:
        if shape.tag == "rect":
            x, y = float(shape.get("x", 0)), float(shape.get("y", 0))
            right, bottom = x + float(shape.get("width", 0)), y + float(shape.get("height", 0))
            return [(x, y, right, bottom)]
        if shape.tag == "circle":
            x, y, r = (float(shape.get(name, 0)) for name in ("cx", "cy", "r"))
            return [(x - r, y - r, x + r, y + r)]
    except ValueError:
        return []
    drawn = shape.get({"path": "d", "polygon": "points"}.get(shape.tag, "-"), "")
    found = []
    for piece in drawn.split("M"):
        numbers = [float(number) for number in _NUMBER.findall(piece)]
        if len(numbers) >= 6 and len(numbers) % 2 == 0:
            xs, ys = numbers[::2], numbers[1::2]
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour[:3])
