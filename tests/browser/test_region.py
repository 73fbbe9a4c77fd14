"""The region's pages in a real browser: no fault of axe, nothing too wide, no request."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aspiratie.disclosure import DisclosureRules, RegionRelease, write_release
from aspiratie.disclosure.publish_region import publish_lettered, publish_named
from aspiratie.prepare import compute, region_drafts
from aspiratie.report import MAX_REGION, render_report

from . import test_pages as pages
from . import test_source as source
from . import test_words as words

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def module(path: Path, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


files = module(ROOT / "tests" / "region" / "conftest.py", "files_of_regions")


@pytest.fixture(scope="session")
def region_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("regio")
    sizes = [60, 45, 80, 33, 52, 71, 12, 64, 39, 58, 47, 90]
    types = {f"S{i:03d}": "vmbo" if i % 2 else "havo/vwo" for i in range(len(sizes))}
    run = files.write_run(folder / "run", files.blocks(sizes, sd=0.6, seed=4), types)
    [draft] = region_drafts(compute(run.parameters)).drafts
    rules = DisclosureRules()
    releases: dict[str, RegionRelease] = {
        "named": publish_named(draft, rules),
        "lettered": publish_lettered(draft, rules, secret=b"x")[0],
    }
    out = {}
    for name, release in releases.items():
        path = write_release(release, folder / f"{name}.json")
        out[name] = folder / f"{name}.html"
        render_report(
            ROOT / "notebooks" / "regiorapport.ipynb",
            {"release": str(path), "language": "nl"},
            out_html=out[name],
            language="nl",
            engine="inprocess",
            max_bytes=MAX_REGION,
        )
    return out


@pytest.mark.parametrize("name", ["named", "lettered"])
@pytest.mark.parametrize("how", [{}, {"screen": "phone", "dark": True}])
def test_axe_finds_nothing(
    region_pages: dict[str, Path], open_page: Callable[..., Any], name: str, how: dict[str, Any]
) -> None:
    with open_page(region_pages[name], **how) as opened:
        opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert pages.violations(opened.page) == []
        assert opened.page.evaluate(pages.CONTRAST) == []
        assert [r for r in opened.requests if not r.startswith("file:")] == []
        assert opened.messages == []


@pytest.mark.parametrize("name", ["named", "lettered"])
def test_nothing_is_clipped_or_too_wide(
    region_pages: dict[str, Path], open_page: Callable[..., Any], name: str
) -> None:
    with open_page(region_pages[name], screen="phone") as opened:
        opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for width in (320, 480, 768, 1280):
            opened.page.set_viewport_size({"width": width, "height": 900})
            assert opened.page.evaluate(pages.TOO_WIDE) == [], width
            if width == 320:
                assert words.broken_words(opened.page) == []
        assert opened.page.evaluate(pages.FIGURE_TEXTS) == []


def test_nu_validator_finds_no_fault(
    region_pages: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "PAGES", [("named",), ("lettered",)])
    source.test_nu_validator_finds_no_fault(region_pages.__getitem__, tmp_path)


@pytest.mark.parametrize("name", ["named", "lettered"])
def test_paper_breaks_well(region_pages: dict[str, Path], name: str) -> None:
    source.test_no_heading_ends_a_page_and_nothing_runs_off_it(region_pages.__getitem__, name)
