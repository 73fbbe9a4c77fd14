"""Damaged and hostile files end in an error of the package: no crash, no hang, no flood."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from aspiratie.codebook import read_codebook, write_codebook_xlsx
from aspiratie.errors import AspiratieError, CodebookError, IntakeError, ParameterError
from aspiratie.intake import read_answers
from aspiratie.intake.proposal import propose
from aspiratie.parameters import read_parameters

ROOT = Path(__file__).parents[2]
FOUND = sorted((Path(__file__).parent / "found").iterdir())


@pytest.fixture(scope="module")
def book():
    return read_codebook("aspiratie-leerkracht")


@pytest.mark.parametrize("reader", ["csv", "codebook", "parameters"])
def test_mutants_are_read_or_refused(reader, tmp_path):
    # In a process of its own: its memory is judged, not that of the tests before it.
    call = [sys.executable, ROOT / "benchmarks" / "fuzz.py", reader]
    call += ["--mutants", "40", "--seed", "11", "--found", tmp_path / "found"]
    out = subprocess.run(
        call,
        capture_output=True,
        text=True,
        check=False,
    )
    assert out.returncode == 0, out.stdout + out.stderr


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "found").iterdir()), ids=lambda p: p.name
)
def test_what_mutants_have_found_stays_mended(book, path):
    """Files that once ended in another error; made of simulated answers."""
    for read in (lambda: read_answers(path, book), lambda: propose(path)):
        with pytest.raises(IntakeError):
            read()


@pytest.mark.parametrize("read", [propose, lambda p: read_answers(p, None)])
def test_what_is_no_file_is_refused(tmp_path, read):
    os.mkfifo(tmp_path / "pijp.csv")
    for path in (tmp_path / "pijp.csv", Path("/dev/zero"), tmp_path / "a\0b.csv", tmp_path / "x"):
        begun = time.monotonic()
        with pytest.raises(IntakeError):
            read(path)
        assert time.monotonic() - begun < 5
    long = tmp_path / ("x" * 300)
    with pytest.raises(IntakeError, match="cannot be opened"):
        read(long)


def test_a_nul_in_a_path_of_parameters_or_codebook():
    with pytest.raises(ParameterError):
        read_parameters("a\0b.yml")
    with pytest.raises(CodebookError):
        read_codebook("a\0b.yml")


def xlsx_with(sheet: str) -> bytes:
    """Write a workbook of which the sheet's XML is given."""
    plain, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, sheet if name.endswith("sheet1.xml") else content)
    return out.getvalue()


HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CELL = '<row r="{row}"><c r="{at}" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    "sheet",
    [
        HEAD + CELL.format(row=1, at="A1") + CELL.format(row=1048576, at="XFD1048576")
        + "</sheetData></worksheet>",
        HEAD + "<row>" * 200_000,
        HEAD + '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 300_000_000,
    ],
    ids=["the last cell", "rows without end", "a text that unfolds"],
)  # fmt: skip
@pytest.mark.slow
def test_workbooks_that_unfold(tmp_path, book, sheet):
    path = tmp_path / "bom.xlsx"
    path.write_bytes(xlsx_with(sheet))
    assert path.stat().st_size < 2 << 20
    begun = time.monotonic()
    for read in (lambda: read_answers(path, book), lambda: read_codebook(path)):
        with pytest.raises(AspiratieError):
            read()
    assert time.monotonic() - begun < 60


@pytest.mark.slow
def test_a_zip_that_unfolds(tmp_path, book):
    path = tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w", 8) as archive:
        for number in range(5):
            archive.writestr(f"{number}.csv", b"a;b\n" * 25_000_000)
    with pytest.raises(IntakeError, match="unfolds to more"):
        read_answers(path, book)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [" + ", ".join(["x"] * 9) + "]\n"
        + "".join(f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]\n"
                  for p, c in zip("abcdefgh", "bcdefghi", strict=True))
        + "role: *i\nname: *i\n",
        "name: &a [*a]\n",
        "name: " + "[" * 100_000,
        "fields: [{name: q, title: q, role: [school]}]\n",
        "name: 2001-02-30\nfields: {a: 1}\n",
        "? [a]\n: b\n",
        "fields: [{name: q, title: q, type: [x], aliases: {a: b}, categories: 5}]\n",
        "name: !!python/object:os.system x\n",
    ],
    ids=["nine to the ninth", "itself", "deep", "role", "date", "key", "types", "tag"],
)  # fmt: skip
def test_yaml_that_unfolds_or_is_of_odd_types(tmp_path, text):
    path = tmp_path / "boek.yml"
    path.write_text(text)
    for read, error in ((read_codebook, CodebookError), (read_parameters, ParameterError)):
        begun = time.monotonic()
        with pytest.raises(error) as caught:
            read(path)
        assert time.monotonic() - begun < 10
        assert len(str(caught.value)) < 20_000


@pytest.mark.parametrize("date", ["2001-02-30", "2026-01-31T25:00:00", "-", "1e999"])
def test_dates_that_are_none(tmp_path, date):
    path = tmp_path / "run.yml"
    path.write_text(f"date: {date}\n")
    with pytest.raises(ParameterError):
        read_parameters(path)


def test_a_damaged_workbook_of_a_codebook(tmp_path):
    write_codebook_xlsx(read_codebook("aspiratie-team"), tmp_path / "boek.xlsx")
    whole = (tmp_path / "boek.xlsx").read_bytes()
    for cut in (10, len(whole) // 2, len(whole) - 5):
        (tmp_path / "stuk.xlsx").write_bytes(whole[:cut])
        with pytest.raises(CodebookError):
            read_codebook(tmp_path / "stuk.xlsx")
