"""Contrast, language, numbers and structure of a school's pages and the index.

The same of a region's pages stands in ``tests/region/test_page.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from aspiratie.batch.notebooks import find_notebook
from aspiratie.batch.workers.jobs import SUFFIXES
from aspiratie.disclosure import SchoolRelease, read_school_release
from aspiratie.report import MAX_REGION, MAX_SCHOOL, SEARCH, PageKind, page_of, render_report
from page_rules import faults

from .conftest import Run

pytestmark = pytest.mark.slow


def _release(region: Run, school: str) -> SchoolRelease:
    return read_school_release(region.reports / "release" / f"{school}.json")


def _names(region: Run) -> tuple[str, ...]:
    return tuple(_release(region, school).school.name for school in region.schools())


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
    for page in (*(f"{first}{suffix}" for suffix in SUFFIXES.values()), "index"):
        _hold(region.reports / f"{page}.html", "nl", names)
    for school in others:  # of one palette and template: contrast as in the first
        for suffix in SUFFIXES.values():
            _hold(region.reports / f"{school}{suffix}.html", "nl", names, contrast=False)


@pytest.mark.parametrize(
    ("kind", "notebook"),
    [("report", "schoolrapport"), ("appendix", "bijlage"), ("poster", "leerlingposter")],
)
def test_english_pages(region: Run, tmp_path: Path, kind: PageKind, notebook: str) -> None:
    school = region.schools()[0]
    out = tmp_path / "page.html"
    render_report(
        find_notebook(notebook),
        {"release": str(region.reports / "release" / f"{school}.json"), "language": "en"},
        out_html=out,
        language="en",
        engine="inprocess",
        page=page_of(_release(region, school), "en", kind=kind),
    )
    _hold(out, "en", _names(region))
