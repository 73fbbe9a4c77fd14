"""The pupils' page is one sheet of paper, by the browser and by the PDF's maker."""

from __future__ import annotations

from pathlib import Path

import pytest
import weasyprint

from aspiratie.report.pdf import for_print

pytestmark = pytest.mark.slow


def test_pupils_page_is_one_sheet(region) -> None:
    pages = sorted(Path(region.reports).glob("*-leerlingversie.html"))
    assert len(pages) >= 6
    for page in pages:
        html = for_print(page.read_text(encoding="utf-8"))
        assert len(weasyprint.HTML(string=html).render().pages) == 1, page.name
