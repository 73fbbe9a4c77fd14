"""Every kind of page, in both languages, light, dark and printed: axe finds nothing.

The Nu validator reads the same pages in ``test_source``: their source has no scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .test_pages import CONTRAST, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Made = Callable[..., Path]

KINDS = ("report", "appendix", "poster", "index")
LANGUAGES = ("nl", "en")
SCHEMES: dict[str, dict[str, str]] = {
    "light": {"media": "screen", "color_scheme": "light"},
    "dark": {"media": "screen", "color_scheme": "dark"},
    "print": {"media": "print", "color_scheme": "light"},
}


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Any]:
    """One page of one context, for all cells."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(
    made_page: Made, tab: Any, kind: str, language: str, scheme: str
) -> None:
    address = made_page(kind, language).resolve().as_uri()
    if tab.url != address:
        tab.goto(address)
        tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    tab.emulate_media(**SCHEMES[scheme])
    assert tab.evaluate("document.documentElement.lang") == language
    assert violations(tab) == []
    # axe leaves out texts of figures; and paper is white also for who reads in the dark.
    assert tab.evaluate(CONTRAST) == []
