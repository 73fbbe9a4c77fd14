"""No part of a school's pages contradicts another, in regions with a known truth.

An ordinary run reads the schools of one region; ``REGIONS=100`` simulates as many as it says.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import lxml.html
import pytest

from aspiratie.batch import prepare_releases, write_demo
from aspiratie.disclosure import SchoolRelease, read_school_release
from page_rules.school import contradictions, read_pages, words

from .conftest import Run

pytestmark = pytest.mark.slow

REGIONS = int(os.environ.get("REGIONS", "0"))


def _releases(region: Run) -> list[SchoolRelease]:
    folder = region.reports / "release"
    return [read_school_release(folder / f"{school}.json") for school in region.schools()]


def test_schools_of_the_region(region: Run) -> None:
    for release in _releases(region):
        assert contradictions(release) == [], release.school.id


@pytest.mark.parametrize("seed", range(100, 100 + REGIONS))
def test_schools_of_a_simulated_region(seed: int, tmp_path: Path) -> None:
    prepared = prepare_releases(write_demo(tmp_path, n_schools=26, seed=seed))
    for school, file in prepared.files.items():
        assert contradictions(read_school_release(file)) == [], (seed, school)


#: What is spoilt in which part of a report, and what the reader then says.
SPOILT = {
    "a word of the table": ("//*[@id='condities']//td[contains(., '●')]", "●", "▲", "marked"),
    "the number of the school": (
        "//*[@id='condities']//td[contains(@class, 'num')]",
        r"^\d,",
        "9,",
        "difference|is ",
    ),
    "a difference": (
        "//*[@id='verschil']//td[starts-with(., '+') or starts-with(., '−')]",
        r"\d+",
        "77",
        "is not",
    ),
    "a share": (
        "//*[starts-with(@id, 'vragen-')]//td[contains(@class, 'num')]",
        r"\d+",
        "77",
        "shares",
    ),
    "a change": ("//*[@id='metingen']//td[contains(., '●')]", "●", "▼", "change"),
    "a gap": ("//*[@id='alle-verschillen']//td[starts-with(., '+')]", r"\d+", "99", "is not"),
    "a first letter": ("//ul[@class='msg']//b", "^.", "x", "starts small"),
    "dots": ("//*[@class='dots']//*[@class='full']", "", "", "dots"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_the_reader_sees_what_is_spoilt(region: Run, name: str) -> None:
    path, pattern, other, told = SPOILT[name]
    for release in _releases(region):
        pages = read_pages(release)
        spoilt = [e for page in pages.values() for e in page.xpath(path)]
        if not spoilt:
            continue
        for element in spoilt if name == "dots" else spoilt[:1]:
            _spoil(element, pattern, other)
        assert re.search(told, " ".join(contradictions(release, pages))), words(spoilt[0])
        return
    pytest.fail(f"no page has {path}")


def _spoil(element: lxml.html.HtmlElement, pattern: str, other: str) -> None:
    if not pattern:
        element.set("class", "empty")
        return
    element.text = re.sub(pattern, other, element.text_content(), count=1)
    for child in list(element):
        element.remove(child)
