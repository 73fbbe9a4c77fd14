"""Contrast, language, numbers and structure of a school's pages and the index.

The same of a region's pages stands in ``tests/region/test_page.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from aspiratie.batch.notebooks import find_notebook
from aspiratie.disclosure import read_release
from aspiratie.report import MAX_REGION, MAX_SCHOOL, SEARCH, pupils_page_of, render_report
from page_rules import faults

from .conftest import Run

pytestmark = pytest.mark.slow


def _names(region: Run) -> tuple[str, ...]:
    files = [region.reports / "release" / f"{school}.json" for school in region.schools()]
    return tuple(read_release(file).data["school"]["name"] for file in files)


def _hold(page: Path, language: str, names: tuple[str, ...], *, contrast: bool = True) -> None:
    html = page.read_text(encoding="utf-8")
    found = faults(
        html,
        language=language,
        ignore=names,
        max_bytes=MAX_REGION if page.stem == "index" else MAX_SCHOOL,
        script=SEARCH if page.stem == "index" else None,
        contrast=contrast,
    )
    assert [str(fault) for fault in found] == [], page.name


def test_dutch_pages(region: Run) -> None:
    first, *others = region.schools()
    names = _names(region)
    for school in (first, f"{first}-leerlingversie", "index"):
        _hold(region.reports / f"{school}.html", "nl", names)
    for school in others:  # of one palette and template: contrast as in the first
        _hold(region.reports / f"{school}.html", "nl", names, contrast=False)
        _hold(region.reports / f"{school}-leerlingversie.html", "nl", names, contrast=False)


@pytest.mark.parametrize("notebook", ["schoolrapport", "leerlingversie"])
def test_english_pages(region: Run, tmp_path: Path, notebook: str) -> None:
    release = region.reports / "release" / f"{region.schools()[0]}.json"
    data = read_release(release).data
    out = tmp_path / "page.html"
    render_report(
        find_notebook(notebook),
        {"release": str(release), "language": "en"},
        out_html=out,
        language="en",
        engine="inprocess",
        page=pupils_page_of(data, "en") if notebook == "leerlingversie" else None,
    )
    _hold(out, "en", _names(region))
