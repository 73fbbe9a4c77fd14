"""Schools of which something is unusual: their pages look as expected, and the comparison sees.

A school of nine pupils has no release, so no page; ``test_bad_input`` proves that from a file of
answers. What each page shows was looked at when its picture was kept (see ``retake.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import PICTURED
from .retake import EXPECTED, HEIGHT, WIDTH, faults, load, take

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Made = Callable[..., Path]

FIGURE = "document.querySelectorAll('main figure')[4]"
SECTION = "document.querySelectorAll('section.condition')[2]"

#: What is done to a page, and a word of what the comparison then says.
BROKEN = {
    "a figure is gone": (f"{FIGURE}.remove()", "missing"),
    "a figure is empty": (f"{FIGURE}.querySelector('svg.chart').style.opacity = 0", "chart of"),
    "the smallest figure is empty": (
        "document.querySelector('svg.chart').style.visibility = 'hidden'",
        "chart of",
    ),
    "bars are gone": (
        f"{FIGURE}.querySelectorAll('svg path, svg rect').forEach(e => e.remove())",
        "chart of",
    ),
    "a figure lies over the text": (f"{FIGURE}.style.marginTop = '-120px'", "px high"),
    "a part is narrow": (f"{SECTION}.style.marginLeft = '40px'", "chart of"),
    "a part sticks out": (f"{SECTION}.style.cssText = 'position: relative; left: 24px'", "looks"),
    "no style sheet": ("document.querySelector('style').remove()", "the page is"),
    "a part is twice there": (f"{SECTION}.after({SECTION}.cloneNode(true))", "the page is"),
}
#: What another machine does to a page: letters a hair wider, and not on whole pixels.
DRAWN = {
    "letters between pixels": "document.body.style.textRendering = 'geometricPrecision'",
    "wider letters": "document.body.style.letterSpacing = '.004em'",
}


@pytest.fixture(scope="module")
def phone(browser: Any) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 640}, reduced_motion="reduce", bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PICTURED)
def test_page_looks_as_expected(made_page: Made, phone: Any, name: str) -> None:
    phone.goto(made_page(name).resolve().as_uri())
    assert faults(load(EXPECTED / f"{name}.png"), take(phone)) == []


@pytest.mark.parametrize("how", BROKEN)
def test_comparison_sees_a_broken_page(made_page: Made, phone: Any, how: str) -> None:
    planted, word = BROKEN[how]
    phone.goto(made_page("small_10").resolve().as_uri())
    phone.evaluate(f"() => {{ {planted}; }}")
    found = faults(load(EXPECTED / "small_10.png"), take(phone))
    assert word in "; ".join(found)


@pytest.mark.parametrize("how", DRAWN)
def test_comparison_lets_another_drawing_pass(made_page: Made, phone: Any, how: str) -> None:
    expected = load(EXPECTED / "small_10.png")
    phone.goto(made_page("small_10").resolve().as_uri())
    phone.evaluate(DRAWN[how])
    seen = take(phone)
    assert (seen.grey.shape != expected.grey.shape) or (seen.grey != expected.grey).any()
    assert abs(seen.height - expected.height) < HEIGHT * expected.height
    assert faults(expected, seen) == []


def test_pictures_are_small_and_all_there() -> None:
    sizes = {path.stem: path.stat().st_size for path in EXPECTED.glob("*.png")}
    assert sorted(sizes) == sorted(PICTURED)
    assert max(sizes.values()) < 40_000


@pytest.mark.parametrize("name", ["all_neutral", "one_group", "no_adults"])
def test_school_has_its_own_picture(name: str) -> None:
    others = [other for other in PICTURED if other not in (name, "small_10", "small_11")]
    expected = load(EXPECTED / f"{name}.png")
    assert all(faults(expected, load(EXPECTED / f"{other}.png")) for other in others)
