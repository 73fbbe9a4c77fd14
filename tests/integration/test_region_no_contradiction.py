"""No part of a region's pages contradicts another, in regions with a known truth.

An ordinary run reads one region; ``REGIONS=100`` simulates as many as it says.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from aspiratie.batch import prepare_releases, write_demo
from aspiratie.disclosure import read_region_release
from page_rules.region import contradictions, faults_of, read_pages, words

from .conftest import Run

pytestmark = pytest.mark.slow

REGIONS = int(os.environ.get("REGIONS", "0"))


def test_the_region(region: Run) -> None:
    assert contradictions(read_region_release(region.reports / "release" / "regio.json")) == []


@pytest.mark.parametrize("seed", range(100, 100 + REGIONS))
def test_a_simulated_region(seed: int, tmp_path: Path) -> None:
    prepared = prepare_releases(write_demo(tmp_path, n_schools=26, seed=seed))
    assert contradictions(read_region_release(prepared.regions["regio"])) == []


#: What is spoilt in which part of the pages.
SPOILT = {
    "a sign of the matrix": ("//tr[@data-place]/td[contains(., '·')]", "·", "▲"),
    "a score of the matrix": ("//tr[@data-place]/td[contains(., '·')]", r"\d,\d+", "9,99"),
    "a count of the strips": ("//*[@id='onderwerpen']//tbody/tr/td[3]", r"\d+", "99"),
    "a word of a caterpillar": ("//section[@id='scholen']//td[contains(., '●')]", "●", "▼"),
    "the headline": ("//h1", r".+", "99 van de 100 scholen vallen op"),
}


@pytest.mark.parametrize("part", SPOILT)
def test_a_reader_notices_what_is_spoilt(part: str, region: Run) -> None:
    where, pattern, instead = SPOILT[part]
    page = read_pages(read_region_release(region.reports / "release" / "regio.json"))
    spot = page.xpath(where)[0]
    text = re.sub(pattern, instead, words(spot), count=1)
    for child in list(spot):
        spot.remove(child)
    spot.text = text
    assert faults_of(page)
