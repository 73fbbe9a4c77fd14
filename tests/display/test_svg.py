from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.display.paint import PAINT, palette_css
from aspiratie.display.svg import WIDTH, Drawing, text_width, wrap

SEGMENTS = ("v1", "v2", "v3", "v4", "v5")
Array = npt.NDArray[np.float64]


def drawing(name: str = "fig-a") -> Drawing:
    d = Drawing(name)
    d.rect(10, 20, 100, 12, "v1")
    d.dot(200, 26, 4, "dot up")
    d.interval(150, 220, 26)
    d.text(12, 30, "a < b & c", "on-dark")
    d.text(WIDTH, 60, "a text at the very end", "label", anchor="end")
    return d


def test_a_drawing_is_bare_svg_with_its_own_ids() -> None:
    html = drawing().render("A title", "It shows 3.").html
    root = ET.fromstring(html)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "fig-a-title fig-a-desc"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert ids == ["fig-a-title", "fig-a-desc"]
    for word in ("metadata", "style=", "clip", "http", "defs", "<!--", "matplotlib"):
        assert word not in html
    assert [e.text for e in root.iter() if e.tag.endswith("text")] == [
        "a text at the very end",
        "a < b & c",
    ]
    assert '<path class="v1" d="M10 20L110 20L110 32L10 32z"' in html
    assert '<circle cx="200" cy="26" r="4"/>' in html


def test_same_input_same_bytes_and_other_names_other_ids() -> None:
    one, again, other = (drawing(n).render("t", "1").html for n in ("fig-a", "fig-a", "fig-b"))
    assert one == again
    assert one.replace("fig-a", "fig-b") == other


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=60),
    st.floats(0, WIDTH),
    st.sampled_from(["start", "middle", "end"]),
)
def test_a_text_that_fits_stays_inside_the_view_box(text: str, x: float, anchor: str) -> None:
    if text_width(text, 13) > WIDTH - 3:
        return
    d = Drawing("fig-a")
    right = d.text(x, 20, text, "label", anchor=anchor)  # type: ignore[arg-type]
    assert right <= WIDTH
    assert right - text_width(text, 13) >= -1e-6


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="abWi -é", max_size=200), st.floats(60, 300))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    lines = wrap(text, width, 13)
    assert all(text_width(line, 13) <= width for line in lines)
    kept = re.sub(r"[ -]", "", "".join(lines))
    assert kept == re.sub(r"[ -]", "", text)


def test_wrapping_at_a_number_of_lines_says_that_it_goes_on() -> None:
    lines = wrap("one two three four five six seven eight", 60, 13, lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def linear(colour: str) -> Array:
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Array) -> Array:
    xyz = (
        np.array(
            [
                [0.4124, 0.3576, 0.1805],
                [0.2126, 0.7152, 0.0722],
                [0.0193, 0.1192, 0.9505],
            ]
        )
        @ np.clip(rgb, 0, 1)
    ) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


#: Machado, Oliveira & Fernandes (2009), severity 1; doi:10.1109/TVCG.2009.113
BLINDNESS = {
    "none": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.3039],
        ]
    ),
}


def test_segments_stay_apart_for_colour_blind_readers() -> None:
    for matrix in BLINDNESS.values():
        seen = [lab(matrix @ linear(PAINT[s].fill[0])) for s in SEGMENTS]  # type: ignore[index]
        apart = [float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)]
        assert min(apart) > 25


def test_digits_on_segments_and_text_on_the_page_have_contrast() -> None:
    for scheme, page in ((0, "#ffffff"), (1, "#151b22")):
        for kind in ("v1", "v5"):
            assert contrast("#ffffff", PAINT[kind].fill[scheme]) >= 4.5  # type: ignore[index]
        for kind in ("v1m", "v2", "v3", "v4", "v5m"):
            assert contrast("#111111", PAINT[kind].fill[scheme]) >= 4.5  # type: ignore[index]
        for kind in ("label", "tick", "value", "words", "words up", "words down"):
            assert contrast(PAINT[kind].fill[scheme], page) >= 4.5  # type: ignore[index]
        for kind in SEGMENTS:
            assert contrast(PAINT[kind].stroke[scheme], page) >= 3  # type: ignore[index]


def test_the_dark_scheme_names_every_class() -> None:
    css = palette_css()
    assert all(f".{kind.replace(' ', '.')}{{" in css for kind in PAINT)
