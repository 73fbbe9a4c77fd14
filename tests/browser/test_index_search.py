"""The search on the index of a batch: typed, counted, undone, and not missed without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Made = Callable[..., Path]

SHOWN = """() => [...document.querySelectorAll('tbody tr')]
  .filter(row => row.checkVisibility()).map(row => row.cells[0].textContent.trim().slice(0, 8))"""


def test_schools_are_found_by_name_code_and_place(
    made_page: Made, open_page: Callable[..., Any]
) -> None:
    with open_page(made_page("index")) as opened:
        page = opened.page
        assert len(page.evaluate(SHOWN)) == 4
        page.get_by_label("Zoek een school").focus()
        page.keyboard.type("LINDE")
        assert page.evaluate(SHOWN) == ["De Linde"]
        assert page.locator("output").inner_text() == "Gevonden: 1"
        assert not page.locator("section#failed").is_visible()
        page.keyboard.press("Control+A")
        page.keyboard.type("zwolle 01ab")
        assert page.evaluate(SHOWN) == ["De Linde"]
        page.keyboard.press("Control+A")
        page.keyboard.type("niet te vinden")
        assert page.evaluate(SHOWN) == []
        assert page.locator("output").inner_text() == "Gevonden: 0"
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        assert len(page.evaluate(SHOWN)) == 4
        assert page.locator("output").inner_text() == ""
        assert not page.locator("#hint").is_visible()
        assert opened.messages == []


def test_accents_do_not_count(browser: Any, tmp_path: Path) -> None:
    from aspiratie.report import IndexEntry, write_index

    out = write_index(
        [
            IndexEntry(id="01AB00", name="Curaçaoschool", state="made", n=50, links={}),
            IndexEntry(id="02CD00", name="De Linde", state="made", n=50, links={}),
        ],
        tmp_path / "index.html",
        "nl",
    )
    # Its own policy is in force here: the script runs by its hash.
    page = browser.new_page()
    page.goto(out.as_uri())
    page.get_by_label("Zoek een school").fill("curacao")
    assert page.evaluate(SHOWN) == ["Curaçaos"]
    page.close()


def test_without_script_all_schools_are_there(made_page: Made, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(made_page("index").as_uri())
    assert page.locator("tbody tr").count() == 4
    assert not page.locator("#search").is_visible()
    assert page.locator("#hint").is_visible()
    context.close()
