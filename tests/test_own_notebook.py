"""The page on a notebook of one's own: what it says to type makes what it says to expect."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook

from aspiratie.batch import write_demo
from aspiratie.cli import main

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "en" / "own-notebook.md"
BLOCK = re.compile(r"^```python\n# (cell|run)(: parameters)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ aspiratie ([^\n]*)$", re.MULTILINE)


def write(path: Path, kind: str) -> None:
    """Write the notebook of the page's cells of one kind."""
    cells = [
        new_code_cell(source.strip(), metadata={"tags": ["parameters"]} if tagged else {})
        for found, tagged, source in BLOCK.findall(PAGE.read_text(encoding="utf-8"))
        if found == kind
    ]
    assert len(cells) >= 4
    nbformat.write(new_notebook(cells=cells), path)


@pytest.mark.slow
def test_a_notebook_written_from_the_page_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    demo = write_demo(tmp_path, n_schools=6, seed=1)
    write(tmp_path / "params" / "mine.ipynb", "cell")
    write(tmp_path / "mine_per_school.ipynb", "run")
    lines = demo.read_text(encoding="utf-8").splitlines(keepends=True)
    # One wave of pupils is enough here.
    text = "".join(a for a in lines if "{file:" not in a or "leerling_2025-2026" in a)
    demo.write_text(text, encoding="utf-8")
    mine = re.sub(r"^notebook: \w+", "notebook: mine.ipynb", text, flags=re.MULTILINE)
    (tmp_path / "params" / "mine.yml").write_text(mine, encoding="utf-8")
    done = []
    for command in COMMAND.findall(PAGE.read_text(encoding="utf-8")):
        name, *arguments = shlex.split(command)
        if name == "demo" or "factoranalyse_per_school" in arguments:
            continue  # others' tests; tests/notebooks runs the latter
        out = CliRunner().invoke(main, [name, *arguments])
        assert out.exit_code == 0, out.output
        done.append(name)
    assert done == ["report", "run", "run"]

    report = (tmp_path / "reports" / "demo" / "99AA00.html").read_text(encoding="utf-8")
    assert 'href="#eigen"' in report
    assert re.search(r'<section id="eigen".*?<li>Erbij horen: \d,\d</li>', report, re.DOTALL)
    private = tmp_path / "reports" / "demo-persoonsgegevens"
    page = (private / "mine_per_school-per-school" / "99AA00.html").read_text(encoding="utf-8")
    assert ">cur1<" in page
    assert "data:image/png;base64," in page
    assert (private / "mine_per_school-per-group" / "1.html").is_file()
