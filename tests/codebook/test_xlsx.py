"""A codebook goes to a workbook and back without a change."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aspiratie.codebook import (
    Codebook,
    Field,
    Text,
    read_codebook,
    shipped_codebooks,
    write_codebook_xlsx,
)
from aspiratie.errors import CodebookError

ROOT = Path(__file__).resolve().parents[2]
PISA = ROOT / "params" / "codebooks" / "pisa2003-nld.yml"


def content(book: Codebook) -> dict[str, object]:
    names = [f.name for f in dataclasses.fields(book) if not f.name.startswith("_")]
    return {n: getattr(book, n) for n in names if n not in ("sha256", "source")}


@pytest.mark.parametrize("source", [*shipped_codebooks(), PISA], ids=str)
def test_round_trip(source: str | Path, tmp_path: Path) -> None:
    book = read_codebook(source)
    path = tmp_path / "codeboek.xlsx"
    write_codebook_xlsx(book, path)
    assert openpyxl.load_workbook(path).sheetnames == ["questions", "meanings", "explanation"]
    back = read_codebook(path)
    assert content(back) == content(book)
    assert back.source == "codeboek.xlsx"


words = st.text(alphabet="ab|\\=+-@'\"é1 ;,[]", min_size=1, max_size=12).map(
    lambda t: f"x{t.strip()}y"
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(aliases=st.lists(words, max_size=3, unique_by=str.casefold), title=words)
def test_any_text_survives(aliases: list[str], title: str, tmp_path: Path) -> None:
    book = read_codebook("aspiratie-team")
    extra = Field(
        name="extra", title=Text(nl=f"={title}z"), role="open", aliases=tuple(aliases),
        missing=book.fields[0].missing, required=False,
    )  # fmt: skip
    book = dataclasses.replace(book, fields=(*book.fields, extra))
    write_codebook_xlsx(book, tmp_path / "t.xlsx")
    assert read_codebook(tmp_path / "t.xlsx").field("extra") == extra


def test_faults_of_a_workbook_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "fout.xlsx"
    write_codebook_xlsx(read_codebook("aspiratie-team"), path)
    book = openpyxl.load_workbook(path)
    questions, meanings = book["questions"], book["meanings"]
    heads = [c.value for c in questions[1]]
    item = next(r for r in range(2, 40) if questions.cell(r, heads.index("scale") + 1).value)
    questions.cell(item, heads.index("answers") + 1).value = "answers9"
    questions.cell(item + 1, heads.index("scale") + 1).value = "plezir"
    questions.cell(1, len(heads) + 1).value = "opmerking"
    meanings.cell(2, 1).value = "codebuch"
    book.save(path)
    with pytest.raises(CodebookError) as caught:
        read_codebook(path)
    told = "\n".join(str(p) for p in caught.value.problems)
    assert f"sheet questions, row {item}: names the list 'answers9'" in told
    assert "names the unknown condition or scale 'plezir'" in told
    assert "sheet questions: has the unknown column 'opmerking'" in told
    assert "sheet meanings, row 2: has the unknown kind 'codebuch'" in told


def test_what_people_type_into_cells_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "getypt.xlsx"
    write_codebook_xlsx(read_codebook("aspiratie-team"), path)
    book = openpyxl.load_workbook(path)
    questions, meanings = book["questions"], book["meanings"]
    heads = [c.value for c in questions[1]]
    for row in questions.iter_rows(min_row=2):
        if row[heads.index("reversed")].value is True:
            row[heads.index("reversed")].value = "ja"
    for row in meanings.iter_rows(min_row=2):
        if row[0].value == "missing":
            row[2].value = int(row[2].value)
        if row[0].value == "answer":
            row[2].value = float(row[2].value)
        if row[0].value == "codebook" and row[2].value == "version":
            row[3].value = " 1.0 "
    book.save(path)
    assert content(read_codebook(path)) == content(read_codebook("aspiratie-team"))


def test_no_workbook_and_no_sheet(tmp_path: Path) -> None:
    path = tmp_path / "leeg.xlsx"
    path.write_bytes(b"niets")
    with pytest.raises(CodebookError, match="is not a readable xlsx workbook"):
        read_codebook(path)
    openpyxl.Workbook().save(path)
    with pytest.raises(CodebookError, match="has no sheet 'questions' and no sheet 'meanings'"):
        read_codebook(path)
