"""A marked pupil is found in nothing that a run writes or says."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from aspiratie.batch import audit_folders, report_schools
from aspiratie.cli import main

from .conftest import MARK

pytestmark = pytest.mark.slow


def _everything(path: Path) -> str:
    """Return all text in a file: also of zipped parts and of compressed streams."""
    data = path.read_bytes()
    found = [data.decode("utf-8", "ignore"), data.decode("cp1252", "ignore")]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            found += [parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return "".join(found)


def test_the_mark_is_in_the_export(region) -> None:
    assert _everything(region.export()).count(MARK) >= 4


def test_no_file_of_the_reports_has_the_mark(region) -> None:
    files = [p for p in region.reports.rglob("*") if p.is_file()]
    ledgers = list(region.folder.rglob("*.jsonl"))
    assert ledgers
    assert {p.suffix for p in files} >= {".html", ".json"}
    for path in [*files, *ledgers]:
        text = _everything(path)
        assert MARK not in text, path.name
        assert str(region.folder) not in text, path.name


def test_no_command_says_the_mark(region, tmp_path: Path) -> None:
    out = CliRunner().invoke(main, ["prepare", str(region.parameters)])
    assert out.exit_code == 0, out.output
    out = CliRunner().invoke(main, ["audit", str(region.reports)])
    assert out.exit_code == 0, out.output
    assert MARK not in out.output.replace(str(region.folder), "")


def test_pdf_and_workbook_have_no_mark(own_region) -> None:
    school, parameters = own_region.schools()[0], own_region.parameters
    report_schools(
        parameters, schools=[school], executor="serial", pdf=True, xlsx=True, progress=False
    )
    for suffix in (".pdf", ".xlsx"):
        text = _everything(own_region.reports / f"{school}{suffix}")
        assert MARK not in text


def test_a_failing_notebook_leaves_no_mark(own_region, tmp_path: Path) -> None:
    broken = tmp_path / "kapot.ipynb"
    source = Path(__file__).parents[2] / "notebooks" / "schoolrapport.ipynb"
    broken.write_text(
        source.read_text(encoding="utf-8").replace("school.headline", "school.nothing"),
        encoding="utf-8",
    )
    text = own_region.parameters.read_text(encoding="utf-8")
    own = own_region.parameters.with_name("broken.yml")
    own.write_text(
        text.replace("notebook: schoolrapport", f"notebook: {broken}").replace(
            "reports/demo", "reports/broken"
        )
        + "\nledger: broken.jsonl\n",
        encoding="utf-8",
    )
    batch = report_schools(own, schools=own_region.schools()[:1], executor="serial", progress=False)
    assert len(batch.failed) == 1
    assert MARK not in batch.failure_table()
    out = own_region.folder / "reports" / "broken"
    assert not list(out.glob("99*.html"))
    for path in out.rglob("*"):
        if path.is_file():
            assert MARK not in _everything(path).replace(str(own_region.folder), ""), path.name


def test_nothing_hidden_can_be_derived(region) -> None:
    audit = audit_folders([region.reports])
    # The region has a release by name and one by letter.
    assert audit.n_releases == len(region.schools()) + 2
    # A report, its appendix and a poster of each school; two documents of the region, each with
    # its appendix; and the index.
    assert audit.n_pages == 3 * len(region.schools()) + 2 * 2 + 1
    assert audit.findings == ()
