"""papermill and nbconvert know the project by name, and do as it says."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from jupyter_core.paths import jupyter_path
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from papermill.engines import papermill_engines

from aspiratie.errors import ParameterError
from aspiratie.report import NOTEBOOK_TEMPLATE, TEMPLATE
from aspiratie.report.engine import AspiratieEngine

ENGINE = "aspiratie-tested"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@pytest.fixture(autouse=True)
def engine() -> None:
    papermill_engines.register(ENGINE, AspiratieEngine)


def execute(path: Path, **options: Any) -> None:
    papermill.execute_notebook(
        path, path.with_suffix(".out.ipynb"), engine_name=ENGINE, progress_bar=False,
        kernel_name="python3", **options,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"m": 1}, "m: is not one of the notebook's"),
        ({"n": "x", "k": 1}, "n: is of type str, not int"),
        ({}, "k: is missing"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_papermill_refuses_parameters_that_the_notebook_does_not_have(
    notebook: Callable[..., Path], given: dict[str, object], told: str
) -> None:
    path = notebook("n", asked="n: int = 1\nk: int")
    with pytest.raises(ParameterError) as refused:
        execute(path, parameters=given, language="python")
    assert told in str(refused.value)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_killed_kernel_leaves_no_cell_completed_that_did_not_end(
    notebook: Callable[..., Path],
) -> None:
    path = notebook("n + 1", "import os\nos._exit(3)", "n + 2", asked="n: int = 1")
    with pytest.raises(Exception, match=r"[Kk]ernel"):
        execute(path, parameters={"n": 2}, language="python")
    done = nbformat.read(path.with_suffix(".out.ipynb"), as_version=4)
    states = [cell.metadata.papermill["status"] for cell in done.cells]
    assert states == ["completed", "completed", "completed", "failed", "pending"]
    assert done.metadata.papermill["exception"] is True
    assert done.cells[2].outputs[0].data["text/plain"] == "3"


@pytest.fixture
def shown() -> nbformat.NotebookNode:
    outputs = [
        new_output("execute_result", data={"text/plain": "<Axes: >"}, execution_count=1),
        new_output("display_data", data={"image/png": "iVBORw0KGgo="}),
        new_output("stream", text="een < twee"),
        new_output("display_data", data={"text/html": "<table class='dataframe'></table>"}),
        new_output("error", ename="E", evalue="x", traceback=["\x1b[31mfout\x1b[0m"]),
    ]
    cells = [new_markdown_cell("Tekst **vet**"), new_code_cell("a < b", outputs=outputs)]
    cells[1].metadata["alt"] = "Scores per leerjaar"
    return new_notebook(cells=cells)


def test_the_template_shows_any_notebook_and_asks_nothing(shown: nbformat.NotebookNode) -> None:
    make: Any = HTMLExporter
    exporter = make(
        template_name=NOTEBOOK_TEMPLATE.name,
        extra_template_basedirs=[str(NOTEBOOK_TEMPLATE.parent)],
        extra_template_paths=[str(TEMPLATE)],
    )
    page, _ = exporter.from_notebook_node(shown, resources={"metadata": {"name": "Eigen"}})
    body = page.partition("<body")[2]
    for text in (
        "<h1>Eigen</h1>", "<strong>vet</strong>", "a &lt; b", "een &lt; twee",
        'alt="Scores per leerjaar"', "data:image/png;base64,iVBORw0KGgo=", 'class="dataframe"',
        ">fout<",
    ):  # fmt: skip
        assert text in body, text
    assert "Axes" not in body  # what Python says of a figure that stands there
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
    assert '<html lang="en"' in page
    shown.metadata["lang"] = "nl"
    assert '<html lang="nl"' in exporter.from_notebook_node(shown)[0]


def test_both_are_known_where_the_package_is_installed() -> None:
    found = {e.name: e.value for e in metadata.entry_points(group="papermill.engine")}
    if "aspiratie" not in found:
        pytest.skip("the package was installed here before it had these; see tests/test_package")
    assert found["aspiratie"] == "aspiratie.report.engine:AspiratieEngine"
    folders = [Path(f) / "aspiratie" for f in jupyter_path("nbconvert", "templates")]
    assert any((folder / "index.html.j2").is_file() for folder in folders)
