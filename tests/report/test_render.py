"""One report from one notebook: parameters, failures, and what reaches the page."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from aspiratie.errors import ParameterError, ReportError
from aspiratie.report import render as render_module
from aspiratie.report.notebook import check_parameters, notebook_parameters
from aspiratie.report.page import Page
from aspiratie.report.render import render_report, write_aside

Write = Callable[..., Path]
SECRET = "KANARIE-7f3a"


def show(html: str) -> str:
    return f"part({html!r})"


def test_kernel_and_this_process_give_the_same_bytes(
    notebook_file: Write, page: Page, tmp_path: Path
) -> None:
    source = notebook_file()
    made = []
    for name, engine in (("a", "kernel"), ("b", "kernel"), ("c", "inprocess")):
        result = render_report(
            source,
            {"school": "De Linde"},
            out_html=tmp_path / f"{name}.html",
            language="nl",
            page=page,
            engine=engine,  # type: ignore[arg-type]
        )
        made.append(result.path.read_bytes())
    assert made[0] == made[1] == made[2]
    assert result.size == len(made[2]) < 300_000
    assert result.title == page.title
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "a.html",
        "b.html",
        "c.html",
        "small.ipynb",
    ]


def test_only_fragments_reach_the_page(notebook_file: Write, page: Page, tmp_path: Path) -> None:
    source = notebook_file(
        f"import sys\nprint({SECRET!r})\nprint({SECRET!r}, file=sys.stderr)\nhidden = {SECRET!r}",
        parameters=f'school: str = ""\nsecret: str = ""  # {SECRET}',
    )
    out = tmp_path / "out.html"
    render_report(source, {"school": "x", "secret": SECRET}, out_html=out, language="nl", page=page)
    html = out.read_text(encoding="utf-8")
    for absent in (SECRET, "Geheime vraag", "import sys", "papermill", str(tmp_path), "In [", "¶"):
        assert absent not in html
    assert 'viewBox="0 0 360 60"' in html


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"school": "x", "scool": "x"}, ["parameter scool: is not one"]),
        ({}, ["parameter school: is missing"]),
        ({"naam": 1, "jaar": 2}, ["naam", "jaar", "school: is missing"]),
        ({"school": 3}, ["school: is of type int, not str"]),
        ({"school": object()}, ["school: is a object"]),
    ],
)
def test_parameters_must_be_those_of_the_notebook(
    notebook_file: Write, page: Page, tmp_path: Path, given: dict[str, object], told: list[str]
) -> None:
    out = tmp_path / "out.html"
    with pytest.raises(ParameterError) as caught:
        render_report(notebook_file(), given, out_html=out, language="nl", page=page)
    for part in told:
        assert part in str(caught.value)
    assert not out.exists()


def test_parameters_cell_holds_literals_only(
    small_notebook: Callable[..., nbformat.NotebookNode],
) -> None:
    cell = 'school: str = "a"\nupper = school.upper()\nn: int = 3\nfor i in []: pass'
    with pytest.raises(ParameterError) as caught:
        notebook_parameters(small_notebook(parameters=cell))
    assert [fault.where for fault in caught.value.problems] == [
        "parameters cell line 2",
        "parameters cell line 4",
    ]
    with pytest.raises(ParameterError, match="not Python"):
        notebook_parameters(small_notebook(parameters="school ="))
    twice = small_notebook()
    twice.cells.append(twice.cells[1])
    with pytest.raises(ParameterError, match="2 cells"):
        notebook_parameters(twice)


def test_paths_become_text_and_a_whole_number_may_be_a_decimal(
    small_notebook: Callable[..., nbformat.NotebookNode], tmp_path: Path
) -> None:
    notebook = small_notebook(parameters='release: str = ""\nsize: float = 1.0\nwave = None')
    given = check_parameters(notebook, {"release": tmp_path, "size": 2, "wave": ["a", 1]})
    assert given == {"release": str(tmp_path.resolve()), "size": 2, "wave": ["a", 1]}


@pytest.mark.parametrize("engine", ["kernel", "inprocess"])
def test_failing_notebook_leaves_reason_and_notebook_never_a_page(
    notebook_file: Write, page: Page, tmp_path: Path, engine: str
) -> None:
    out, failed = tmp_path / "out.html", tmp_path / "failed"
    out.write_text("what stood here", encoding="utf-8")
    source = notebook_file(f"raise ValueError({SECRET!r})")
    with pytest.raises(ReportError) as caught:
        render_report(
            source,
            {"school": "x"},
            out_html=out,
            language="nl",
            page=page,
            keep_failed=failed,
            engine=engine,  # type: ignore[arg-type]
        )
    assert "ValueError" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert out.read_text(encoding="utf-8") == "what stood here"
    assert "cell 7: ValueError at line 1 of the cell." in str(caught.value)
    files = sorted(p.name for p in (failed / "out").iterdir())
    assert files == ["notebook.ipynb", "reason.txt", "traceback.txt"]
    assert SECRET not in (failed / "out" / "reason.txt").read_text(encoding="utf-8")
    kept = json.loads((failed / "out" / "notebook.ipynb").read_text(encoding="utf-8"))
    assert any(
        output["output_type"] == "error"
        for cell in kept["cells"]
        for output in cell.get("outputs", [])
    )
    if os.name == "posix":
        assert stat.S_IMODE((failed / "out").stat().st_mode) == 0o700
        assert stat.S_IMODE((failed / "out" / "reason.txt").stat().st_mode) == 0o600


def test_killed_kernel_is_a_failure(notebook_file: Write, page: Page, tmp_path: Path) -> None:
    source = notebook_file("import os\nos._exit(1)")
    with pytest.raises(ReportError, match="stopped before its end"):
        render_report(
            source, {"school": "x"}, out_html=tmp_path / "o.html", language="nl", page=page
        )
    assert not (tmp_path / "o.html").exists()


def test_notebook_that_takes_too_long(notebook_file: Write, page: Page, tmp_path: Path) -> None:
    source = notebook_file("import time\ntime.sleep(60)")
    with pytest.raises(ReportError, match="took more than 1 s"):
        render_report(
            source,
            {"school": "x"},
            out_html=tmp_path / "o.html",
            language="nl",
            page=page,
            timeout=1,
        )


def test_notebook_that_leaves_early(notebook_file: Write, page: Page, tmp_path: Path) -> None:
    source = notebook_file("import sys\nsys.exit(0)")
    with pytest.raises(ReportError, match="did not run to its end"):
        render_report(
            source, {"school": "x"}, out_html=tmp_path / "o.html", language="nl", page=page
        )


def test_part_with_nothing_to_tell_leaves_no_trace(
    notebook_file: Write, page: Page, tmp_path: Path
) -> None:
    made = []
    for name, extra in (("with", (show(""),)), ("without", ())):
        out = tmp_path / f"{name}.html"
        render_report(
            notebook_file(*extra),
            {"school": "x"},
            out_html=out,
            language="nl",
            page=page,
            engine="inprocess",
        )
        made.append(out.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "cell", ["import pandas as pd\npd.DataFrame({'a': [1]})", "'n = 3'", show("<p>los</p>")]
)
def test_other_output_is_refused(
    notebook_file: Write, page: Page, tmp_path: Path, cell: str
) -> None:
    with pytest.raises(ReportError, match="no section of a report"):
        render_report(
            notebook_file(cell),
            {"school": "x"},
            out_html=tmp_path / "o.html",
            language="nl",
            page=page,
            engine="inprocess",
        )


def test_page_that_breaks_rules_is_not_written(
    notebook_file: Write, page: Page, tmp_path: Path
) -> None:
    source = notebook_file(
        show('<section id="kort"><h4>Sprong</h4><p>nan</p><img src="http://x.nl/a.png"></section>')
    )
    out = tmp_path / "o.html"
    with pytest.raises(ReportError) as caught:
        render_report(
            source,
            {"school": "x"},
            out_html=out,
            language="nl",
            page=page,
            engine="inprocess",
            keep_failed=tmp_path / "failed",
        )
    told = [fault.what for fault in caught.value.problems]
    assert any("2 times" in what for what in told)
    assert any("from level 2 to 4" in what for what in told)
    assert any("not filled in" in what for what in told)
    assert any("fetches" in what for what in told)
    assert not out.exists()
    assert (tmp_path / "failed" / "o" / "notebook.ipynb").exists()


def test_braces_and_spaces_in_paths(
    notebook_file: Write, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = tmp_path / "map {x} met spatie"
    strange.mkdir()
    monkeypatch.setenv("TMPDIR", str(strange))
    monkeypatch.setattr(render_module.tempfile, "tempdir", None)
    out = strange / "diep" / "{school}.html"
    render_report(notebook_file(), {"school": "x"}, out_html=out, language="nl", page=page)
    assert out.exists()
    assert [p.name for p in strange.iterdir()] == ["diep"]


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with pytest.raises(ReportError, match="cannot be written"):
        write_aside(blocked / "out.html", b"x")


def test_interrupted_write_leaves_the_old_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "o.html"
    out.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(render_module.os, "fsync", full)
    with pytest.raises(ReportError, match="No space left"):
        write_aside(out, b"new")
    assert out.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["o.html"]


def test_no_notebook_and_no_notebook_format(tmp_path: Path, page: Page) -> None:
    for name, text in (("weg.ipynb", None), ("junk.ipynb", "geen json"), ("leeg.ipynb", "{}")):
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(ReportError, match="notebook"):
            render_report(
                tmp_path / name, {}, out_html=tmp_path / "o.html", language="nl", page=page
            )


def test_heading_needs_a_release(notebook_file: Write, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no heading"):
        render_report(notebook_file(), {"school": "x"}, out_html=tmp_path / "o.html", language="nl")
    with pytest.raises(ParameterError, match="language"):
        render_report(notebook_file(), {"school": "x"}, out_html=tmp_path / "o.html", language="fr")


def test_slow_grammar_is_not_imported() -> None:
    """It takes 1.7 s of every start and checks web addresses that no report has."""
    code = (
        "import sys; from aspiratie.report.notebook import light_imports\n"
        "with light_imports(): import papermill, nbconvert\n"
        "sys.exit('lark' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
