"""The pupils' poster is one sheet of paper."""

from __future__ import annotations

from pathlib import Path

import pytest
import weasyprint

from aspiratie.report.pdf import for_print

pytestmark = pytest.mark.slow


def test_poster_is_one_sheet(region) -> None:
    pages = sorted(Path(region.reports).glob("*-poster.html"))
    assert len(pages) >= 6
    for page in pages:
        html = for_print(page.read_text(encoding="utf-8"))
        assert len(weasyprint.HTML(string=html).render().pages) == 1, page.name
