"""The same command again: what is unchanged stays, what is out of date is never passed on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner, Result

from aspiratie.batch import inputs
from aspiratie.cli import main

SCHOOLS = [f"{i:02d}AB00" for i in range(1, 7)]
#: Three a school, two a document of the region, and the index.
N_PAGES = 6 * 3 + 2 * 2 + 1
#: What the last run did, with its times.
SUMMARY = "release/summary.json"
Place = Callable[..., Path]


def _run(command: str, path: Path, *options: str) -> Result:
    executor = ("--executor", "serial", "--quiet") if command == "report" else ()
    return CliRunner().invoke(main, [command, str(path), *executor, *options])


def _files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def _links(folder: Path) -> set[str]:
    root = lxml.html.parse(str(folder / "index.html")).getroot()
    return {href for href in root.xpath("//main//a/@href") if not href.startswith("#")}


@pytest.mark.usefixtures("_quick")
def test_nothing_to_do_changes_no_byte(place: Place, tmp_path: Path) -> None:
    path = place()
    first = _run("report", path, "--xlsx")
    assert first.exit_code == 0, first.output
    assert "6 reports made" in first.stdout
    assert "4 pages of the region made" in first.stdout
    folder = tmp_path / "uit"
    assert {"regio.html", "regio.xlsx", "regio-bijlage.html", "01AB00.xlsx"} <= _links(folder)
    before = _files(tmp_path)
    for command, options in (("report", ("--xlsx",)), ("report", ()), ("prepare", ())):
        again = _run(command, path, *options)
        assert again.exit_code == 0, again.output
        assert _files(tmp_path) == before
    assert _run("region", path, "--xlsx").exit_code == 0
    assert _files(tmp_path) == before


@pytest.mark.usefixtures("_quick")
def test_what_says_nothing_is_no_change(place: Place, tmp_path: Path) -> None:
    path = place()
    assert _run("report", path).exit_code == 0
    pages = {name: b for name, b in _files(tmp_path / "uit").items() if "run.json" not in name}
    path.write_text("# a comment\n" + path.read_text())
    with (tmp_path / "klein.yml").open("a") as book:
        book.write("# another\n")
    with (tmp_path / "klein.csv").open("a") as data:
        data.write("\r\n\n")
    again = _run("report", path)
    assert "0 reports made, 6 were up to date" in again.stdout
    after = {name: b for name, b in _files(tmp_path / "uit").items() if "run.json" not in name}
    assert after == pages
    # A change of an answer is one; also where size and time of change stay as they were.
    export = tmp_path / "klein.csv"
    export.write_text(export.read_text().replace("01AB00;1;1", "01AB00;2;1"))
    told = _run("report", path, "--not-sent")
    assert "0 were up to date" in told.stdout


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("content", [b"", b"PK of other numbers"])
def test_a_workbook_that_is_not_as_it_was_made_is_made_again(
    place: Place, tmp_path: Path, content: bytes
) -> None:
    path, folder = place(), tmp_path / "uit"
    school = ("--school", SCHOOLS[0])
    assert _run("report", path, "--xlsx", *school).exit_code == 0
    (folder / "01AB00.xlsx").write_bytes(content)
    # Not asked for, so not made; but not linked either.
    assert "0 reports made, 1 were up to date" in _run("report", path, *school).stdout
    assert "01AB00.xlsx" not in _links(folder)
    assert "1 reports made" in _run("report", path, "--xlsx", *school).stdout
    assert "01AB00.xlsx" in _links(folder)
    assert (folder / "01AB00.xlsx").stat().st_size > 1000


@pytest.mark.usefixtures("_quick")
def test_a_workbook_of_earlier_answers_goes(place: Place, tmp_path: Path) -> None:
    path, folder = place(), tmp_path / "uit"
    school = ("--school", SCHOOLS[0])
    assert _run("report", path, "--xlsx", *school).exit_code == 0
    export = tmp_path / "klein.csv"
    export.write_text(export.read_text().replace("01AB00;1;1", "01AB00;2;1"))
    assert "1 reports made" in _run("report", path, *school, "--not-sent").stdout
    assert not (folder / "01AB00.xlsx").exists()
    assert "01AB00.xlsx" not in _links(folder)


@pytest.mark.usefixtures("_quick")
def test_only_what_the_program_made_is_removed(place: Place, tmp_path: Path) -> None:
    path, folder = place(), tmp_path / "uit"
    assert _run("report", path).exit_code == 0
    foreign = ["release/noten.json", "regio_noten.xlsx", "01AB00-noten.html", "failed/noten/a.txt"]
    for name in foreign:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
    export = tmp_path / "klein.csv"
    lines = export.read_text().splitlines(keepends=True)
    export.write_text("".join(line for line in lines if not line.startswith("06AB00")))
    again = _run("report", path, "--not-sent")
    assert again.exit_code == 0, again.output
    assert not list(folder.rglob("06AB00*"))
    assert all((folder / name).read_text() == "mine" for name in foreign)
    assert not {"regio_noten.xlsx", "01AB00-noten.html"} & _links(folder)


@pytest.mark.usefixtures("_quick")
def test_the_region_keeps_what_failed_before(place: Place, tmp_path: Path) -> None:
    assert _run("report", place(last=1)).exit_code == 1
    index = (tmp_path / "uit" / "index.html").read_text(encoding="utf-8")
    assert "ValueError at line 8" in index
    assert _run("region", tmp_path / "nl.yml").exit_code == 0
    assert (tmp_path / "uit" / "index.html").read_text(encoding="utf-8") == index


def test_a_changed_file_of_a_pattern_is_seen(tmp_path: Path, place: Place) -> None:
    """Every file of a pattern counts, not the first alone; and a file is read once."""
    from aspiratie.parameters import read_parameters

    path = place()
    data = (tmp_path / "klein.csv").read_text().splitlines()
    for name, rows in (("a", data[1:40]), ("b", data[40:])):
        (tmp_path / f"deel-{name}.csv").write_text("\n".join([data[0], *rows]))
    path.write_text(path.read_text().replace("file: klein.csv", "file: deel-*.csv"))
    parameters = read_parameters(path)
    first, seen = inputs.inputs_digest(parameters, {})
    assert inputs.inputs_digest(parameters, seen) == (first, seen)
    (tmp_path / "deel-b.csv").write_text("\n".join([data[0], *data[41:]]))
    assert inputs.inputs_digest(parameters, seen)[0] != first


def test_a_run_with_nothing_to_do_needs_no_statistics(place: Place, tmp_path: Path) -> None:
    """Neither numbers nor figures nor workbooks are imported, by which it takes under a second."""
    path = place()
    text = path.read_text().replace("notebook: eigen.ipynb\n", "")
    path.write_text(text)
    assert _run("prepare", path).exit_code == 0
    code = (
        "import sys\nfrom aspiratie.batch import prepare_releases\n"
        f"prepare_releases({str(path)!r})\n"
        "print([m for m in ('numpy', 'scipy', 'pandas', 'matplotlib', 'openpyxl', 'lxml',"
        " 'aspiratie.disclosure') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("what", [inputs.NUMBERS, inputs.PAGES])
def test_the_digests_cover_what_is_imported(what: tuple[str, ...]) -> None:
    """Each module that computing, or drawing, imports is in the digest that stands for it."""
    makes = (
        "aspiratie.batch.publishing"
        if what is inputs.NUMBERS
        else "aspiratie.batch.workers.preload as p; p.everything()"
    )
    code = f"import sys\nimport {makes}\nprint(*(m for m in sys.modules if 'aspiratie' in m))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    #: They carry numbers or pages along and change none.
    carry = {"batch", "cli", "viewable"}
    for module in told.stdout.split():
        parts = module.split(".")[1:]
        if not parts or parts[0] in carry:
            continue
        names = {parts[0], f"{parts[0]}.py"}
        if what is inputs.PAGES and parts[0] in {"attack", "codebook", "parameters"}:
            continue
        assert names & set(what), module


STOPPED = """
import sys
from aspiratie.cli import main
sys.argv = ["aspiratie", "report", sys.argv[1], "--workers", "2", "--quiet"]
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="signals and children of Linux")
@pytest.mark.parametrize(("number", "code"), [(2, 130), (9, -9)])
def test_a_stopped_run_goes_on(place: Place, tmp_path: Path, number: int, code: int) -> None:
    path = place()
    path.write_text(path.read_text().replace("notebook: eigen.ipynb\n", ""))
    folder = tmp_path / "uit"
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(path)], stderr=subprocess.PIPE, text=True
    )
    manifest = folder / "release" / "manifest.jsonl"
    while process.poll() is None and not manifest.is_file():
        time.sleep(0.02)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in told
    assert ("run the same command again to go on" in told) == (code > 0)
    if code > 0:  # what was killed hides what it was writing, until the next run
        assert not list(folder.rglob("*.part"))
    assert len(list(folder.glob("*.html"))) < N_PAGES
    subprocess.run([sys.executable, "-c", STOPPED, str(path)], check=True)
    stopped = _files(folder)
    before = json.loads(stopped.pop(SUMMARY))
    assert before["made"] + before["unchanged"] == N_PAGES - 1  # the index is no page of its own
    assert not [name for name in stopped if name.endswith((".part", ".run"))]
    assert len([name for name in stopped if name.endswith(".html")]) == N_PAGES
    for name in stopped:
        if name.endswith(".html"):
            (folder / name).unlink()
    subprocess.run([sys.executable, "-c", STOPPED, str(path)], check=True)
    again = _files(folder)
    # What a run did and when differs from run to run; of all else no byte.
    after = json.loads(again.pop(SUMMARY))
    assert (after["made"], after["unchanged"], after["failed"]) == (N_PAGES - 1, 0, 0)
    assert again == stopped
