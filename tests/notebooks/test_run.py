"""The researcher's notebooks run from start to end and show what they promise."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from docx import Document

from aspiratie.runs import run_notebook
from aspiratie.simulate import simulate_region, write_region

ROOT = Path(__file__).resolve().parents[2]
WAVE = "2025-2026"
SECTIONS = 11


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    region = simulate_region(n_schools=6, seed=3, waves=[WAVE], informants=["pupil"])
    return write_region(region, tmp_path_factory.mktemp("region"))[f"leerling_{WAVE}"]


def run(name: str, folder: Path, **parameters: object) -> nbformat.NotebookNode:
    out = folder / f"{name}.ipynb"
    papermill.execute_notebook(
        ROOT / "notebooks" / f"{name}.ipynb",
        out,
        parameters=parameters,
        cwd=ROOT / "notebooks",
        progress_bar=False,
        log_output=False,
    )
    return nbformat.read(out, as_version=4)


def shown(notebook: nbformat.NotebookNode) -> str:
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    return "".join(o.data.get("text/html", "") for o in outputs if "data" in o)


def streams(notebook: nbformat.NotebookNode) -> list[str]:
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    return [o.text for o in outputs if o.output_type == "stream"]


def drawn(notebook: nbformat.NotebookNode) -> int:
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    return sum("image/png" in o.get("data", {}) for o in outputs)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_schaalkwaliteit(export: Path, tmp_path: Path) -> None:
    model, word = tmp_path / "model.json", tmp_path / "studie.docx"
    notebook = run(
        "schaalkwaliteit",
        tmp_path,
        export=str(export),
        scales="belonging heroes fun curiosity",
        n_factors=4,
        n_draws=20,
        n_boot=20,
        by="group",
        at_least=150,
        merge_sparse=5,
        output=str(model),
        word=str(word),
    )
    html = shown(notebook)
    headings = [c.source for c in notebook.cells if c.source.startswith("## ")]
    assert len(headings) == SECTIONS
    code = [c for c in notebook.cells if c.cell_type == "code" and "tags" not in c.metadata]
    for cell in code:
        expected = "from aspiratie" not in cell.source and "parameters" not in str(cell.metadata)
        assert bool(cell.outputs) == expected, cell.source
    for name in ("items", "missing", "paths"):
        assert f'<figure id="{name}"' in html
    # correlations, scree, loadings, reliability, information, items by group, schools
    assert drawn(notebook) == 7
    for words in (
        "From rows to respondents",
        "Number of factors by rule",
        "cfi.robust",
        "What may be compared by group",
        "Differential item functioning by group",
        "Information of each scale",
        "4 factors found beside 4 scales meant",
        "icc_reml",
        "without reversed items",
        "bevat persoonsgegevens",
        "within the budget",
    ):
        assert words in html
    assert ">nan<" not in html
    assert "Traceback" not in html
    code_in_r, *others = streams(notebook)
    assert "lavaan::lavaan(" in code_in_r
    assert all("Warning: " in text for text in others)  # the package's own, no progress bars
    assert not any("%|" in text for text in others)
    document = Document(str(word))
    assert len(document.inline_shapes) == 11
    assert len(document.tables) > 12
    assert json.loads(model.read_text(encoding="utf-8"))["codebook"]["name"] == "aspiratie-leerling"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_missing_export_stops_the_notebook(tmp_path: Path) -> None:
    with pytest.raises(papermill.PapermillExecutionError, match="aspiratie demo"):
        run("schaalkwaliteit", tmp_path, export="../data/demo/weg.csv")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_verkenning(export: Path, tmp_path: Path) -> None:
    notebook = run(
        "verkenning", tmp_path, export=str(export), condition="fun", other="curiosity", group="2"
    )
    html = shown(notebook)
    assert "Fun and excitement" in html
    assert "group: 2" in html
    assert "Games–Howell" in html
    assert "fun and curiosity correlate" in html
    assert drawn(notebook) == 3  # distributions, means, regression
    assert 'id="explored-paths"' in html
    assert "cfi" in html
    last = notebook.cells[-1]
    kinds = {kind for output in last.outputs for kind in output.get("data", {})}
    assert "application/vnd.jupyter.widget-view+json" in kinds
    assert "text/html" in kinds


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_schaalkwaliteit_on_pisa(shared: Path, tmp_path: Path) -> None:
    notebook = run(
        "schaalkwaliteit",
        tmp_path,
        export=str(shared / "data" / "pisa2003_nld" / "pisa2003_nld.csv"),
        codebook=str(ROOT / "params" / "codebooks" / "pisa2003-nld.yml"),
        scales="STUREL BELONG INTMAT INSTMOT ANXMAT SCMAT TEACHSUP DISCLIM",
        missing="listwise",
        by="group",
        n_draws=20,
        n_boot=20,
        word=str(tmp_path / "pisa.docx"),
    )
    html = shown(notebook)
    assert "3,847" in html  # respondents after cleaning
    assert "3,208" in html  # complete cases
    assert ">674<" in html  # degrees of freedom of eight correlated scales of 39 items
    assert "Steps of measurement invariance" in html
    assert ">nan<" not in html


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_vergelijken_met_r(tmp_path: Path) -> None:
    notebook = run("vergelijken_met_R", tmp_path)
    html = shown(notebook)
    calls = ("psych::alpha", "semTools::compRelSEM", "psych::KMO", "psych::polychoric",
             "psych::fa", "lavaan::cfa", "oneway.test", "lme4::lmer")  # fmt: skip
    for call in calls:
        assert f"<code>{call}" in html
    largest = [float(found) for found in re.findall(r"Largest difference (\S+?)\. ", html)]
    assert len(largest) == 12
    assert max(largest) < 1e-2  # chi-squares of a few hundred; relative ones stand in the docs
    assert ">nan<" not in html
    assert drawn(notebook) == 1


@pytest.mark.slow
def test_factoranalyse_per_school(export: Path, tmp_path: Path) -> None:
    """A page of one school, made as a user makes it, with the answers kept for a run by hand."""
    parameters = tmp_path / "regio.yml"
    parameters.write_text(
        f'wave: "{WAVE}"\ndate: "2026-06-30"\noutput: uit\n'
        f"surveys: [{{file: {export}, codebook: aspiratie-leerling}}]\n"
    )
    given = [("n_draws", "20"), ("n_boot", "0"), ("scales", "belonging heroes fun")]
    done = run_notebook(
        "factoranalyse_per_school", parameters, given=given, only=["99AB00"], workers=1,
        keep_answers=True, quiet=True,
    )  # fmt: skip
    assert not done.failed, done.failure_table()
    page = done.outcomes[0].html.read_text(encoding="utf-8")
    for words in (
        "Bevat persoonsgegevens.",
        "Reliability (alpha) in this school beside the region",
        "Factors in this school beside the region’s (congruence)",
        "The region’s model in this school (SRMR)",
        "As chance gives",
    ):
        assert words in page, words
    assert page.count('class="figure"') == 3  # scores, reliability, factors
    assert "Traceback" not in page
    assert page.count("at 0x") == 0
    assert done.place.answers_of("99AB00").is_file()
    assert done.place.region.is_file()
