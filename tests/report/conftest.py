# ruff: noqa: E501  (the pieces of HTML)
"""A small notebook in the shape of the project's, for tests of the page alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from aspiratie.report.convert import to_html
from aspiratie.report.execute import execute
from aspiratie.report.page import Page

SECTION = """
class Part:
    def __init__(self, html):
        self.html = html
    def _repr_html_(self):
        return self.html

def part(html):
    return Part(html.replace("SCHOOL", school))
"""

BRIEF = """
part('''<header class="kop"><h1>SCHOOL</h1></header><section class="part" id="kort" data-link="In het kort" data-stage="discover"><h2>In het kort</h2>
<div class="in-brief"><p><strong>Sterk:</strong> de leerlingen voelen dat zij erbij horen: 3,9 (n = 187).</p>
<p><strong>Aandacht:</strong> zij krijgen niet vaak de ruimte om te leiden: 2,6 (n = 187).</p></div></section>''')
"""

FIGURE = """
part('''<section class="part" id="condities" data-stage="understand"><h2>Acht condities</h2>
<p class="lead">Bij twee condities is de school duidelijk lager dan de regio.</p>
<section class="condition" id="erbij"><h3>Erbij horen</h3>
<figure class="fig"><figcaption><span class="fig-number">Figuur 1</span> <span class="fig-title">Erbij horen</span></figcaption>
<svg class="chart" role="img" aria-labelledby="f1-title f1-desc" viewBox="0 0 360 60"><title id="f1-title">Erbij horen</title><desc id="f1-desc">Deze school 3,9, de regio 3,7.</desc>
<path class="v5" d="M10 20L200 20L200 44L10 44zM300 50L310 50L310 58L300 58z" fill="#1f4e8c" stroke="#595959"/><text class="on-dark" x="20" y="37" fill="#ffffff" font-size="12">61</text></svg>
<p class="fig-note">Antwoorden van de leerlingen, n = 187.</p>
<details class="data"><summary>Figuur als tabel</summary><table class="data"><caption>Score per conditie</caption>
<thead><tr><th scope="col">Conditie</th><th scope="col">Score</th><th scope="col">n</th></tr></thead>
<tbody><tr><th scope="row">Erbij horen</th><td class="num">3,9</td><td class="num">187</td></tr></tbody></table></details></figure></section></section>''')
"""

ACTION = """
part('''<section class="part" id="actie" data-stage="act"><h2>Actie ondernemen</h2><p>Maak met elkaar een afspraak. Schrijf op wie het doet.</p>
<div class="table-box" tabindex="0" role="region" aria-label="Afspraken"><table class="actions"><caption>Afspraken na het gesprek</caption>
<thead><tr><th scope="col">Wie</th><th scope="col">Wat</th><th scope="col">Wanneer</th></tr></thead>
<tbody><tr><th scope="row">Leerlingen</th><td></td><td></td></tr></tbody></table></div></section>''')
"""


PAGE = Page(
    title="Schoolrapport De Linde 2025-2026",
    heading="De Linde",
    wave="2025-2026",
    notice="Vertrouwelijk, eigendom van de school",
    source="Vragenlijst voor leerlingen, versie 1.0 · 23 november 2026",
)


def make(*extra: str, parameters: str = 'school: str = ""  # name') -> nbformat.NotebookNode:
    """Return a notebook with a heading, one figure, one table; and further cells."""
    cells = [
        new_markdown_cell("# Geheime vraag", id="a"),
        new_code_cell(parameters, id="b", metadata={"tags": ["parameters"]}),
        new_code_cell(SECTION, id="c"),
        *(
            new_code_cell(source.strip(), id=f"d{i}")
            for i, source in enumerate((BRIEF, FIGURE, ACTION, *extra))
        ),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="session")
def small_notebook() -> Callable[..., nbformat.NotebookNode]:
    return make


@pytest.fixture(scope="session")
def page() -> Page:
    return PAGE


@pytest.fixture
def notebook_file(tmp_path: Path) -> Callable[..., Path]:
    def write(*extra: str, parameters: str = 'school: str = ""  # name') -> Path:
        path = tmp_path / "small.ipynb"
        nbformat.write(make(*extra, parameters=parameters), path)
        return path

    return write


@pytest.fixture(scope="session")
def good_html() -> str:
    done = execute(make(), {"school": "De Linde"}, engine="inprocess")
    return to_html(done, PAGE, language="nl")
