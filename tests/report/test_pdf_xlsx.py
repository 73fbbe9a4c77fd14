"""PDF and workbook of a page: structure, no requests, nothing that the page doesn't show."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import openpyxl
import pytest

from aspiratie.errors import ReportError
from aspiratie.report.lint import lint
from aspiratie.report.pdf import pdf_bytes, write_pdf
from aspiratie.report.xlsx import published_tables, workbook_bytes, write_workbook


def unpacked(pdf: bytes) -> bytes:
    """Return the file with its compressed streams opened."""
    out = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            out.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(out)


def test_pdf_is_tagged_and_names_language_and_title(good_html: str, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="the pdf extra is not installed")
    source = tmp_path / "page.html"
    source.write_text(good_html, encoding="utf-8")
    raw = write_pdf(source, tmp_path / "page.pdf").read_bytes()
    text = unpacked(raw)
    for part in (
        b"/StructTreeRoot",
        b"/Lang (nl)",
        b"/Marked true",
        b"/DisplayDocTitle true",
        b"pdfuaid:part",
        b"/S /H1",
        b"/S /H2",
        b"/S /Table",
        b"/S /TH",
        b"/S /Figure",
        b"/Headers [",
    ):
        assert part in text, part
    # Each figure says its numbers; the folded table is there, with its caption.
    figures = re.findall(rb"/S /Figure/.*?>>\n", text)
    assert [
        b"Alt (Erbij horen. Deze school 3,9, de regio 3,7.)" in figure for figure in figures
    ] == [True]
    assert text.count(b"/S /Table/") == 2
    assert text.count(b"/S /THead/") == 2


def test_legend_is_no_figure_in_the_pdf(good_html: str) -> None:
    pytest.importorskip("weasyprint", reason="the pdf extra is not installed")
    swatch = (
        '<svg class="swatch" aria-hidden="true" width="14" height="14" viewBox="0 0 14 14">'
        '<rect class="v1" x="1" y="1" width="12" height="12" fill="#8c4a00" stroke="#595959"/>'
        "</svg>"
    )
    html = good_html.replace("<svg", f"{swatch}<svg", 1)
    assert lint(html, language="nl", names=("De Linde",)) == []
    assert unpacked(pdf_bytes(html)).count(b"/S /Figure/") == 1


def test_pdf_of_the_same_page_is_the_same(good_html: str) -> None:
    pytest.importorskip("weasyprint", reason="the pdf extra is not installed")
    assert pdf_bytes(good_html) == pdf_bytes(good_html)


def test_pdf_asks_for_nothing(good_html: str) -> None:
    pytest.importorskip("weasyprint", reason="the pdf extra is not installed")
    for address in ("https://example.org/a.png", "file:///etc/hostname"):
        spoiled = good_html.replace("</main>", f'<img src="{address}" alt="x"></main>')
        with pytest.raises(ReportError, match="outside itself"):
            pdf_bytes(spoiled)


def test_workbook_holds_the_tables_of_the_page(good_html: str, tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_text(good_html, encoding="utf-8")
    out = write_workbook(source, tmp_path / "page.xlsx", language="nl")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Inhoud", "1 Erbij horen"]
    sheet = book["1 Erbij horen"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        ["Score per conditie", None, None],
        ["Conditie", "Score", "n"],
        ["Erbij horen", 3.9, 187],
    ]
    assert sheet["B3"].number_format == "0.0"


def page_with(*cells: str) -> str:
    body = "".join(f"<td>{cell}</td>" for cell in cells)
    return (
        "<html><body><section><h2>A/B: [x]</h2><table><caption>C</caption>"
        f'<tr><th scope="col">k</th></tr><tr><th scope="row">r</th>{body}</tr></table>'
        "</section></body></html>"
    )


@pytest.mark.parametrize(
    ("shown", "language", "value", "form"),
    [
        ("3,9", "nl", 3.9, "0.0"),
        ("12.345", "nl", 12345, "0"),
        ("3,456", "nl", 3.456, "0.000"),
        ("65\u00a0%", "nl", 0.65, "0%"),
        ("−23", "nl", -23, "0"),
        ("3.9", "en", 3.9, "0.0"),
        ("12,345", "en", 12345, "0"),
        ("65%", "en", 0.65, "0%"),
        ("&lt; 5 %", "nl", "< 5 %", "General"),
        ("afgeschermd", "nl", "afgeschermd", "General"),
        ("01AB00", "nl", "01AB00", "General"),
        ("2025-2026", "nl", "2025-2026", "General"),
        ("007", "nl", "007", "General"),
        ("3.9", "nl", "3.9", "General"),
    ],
)
def test_numbers_of_the_workbook(shown: str, language: str, value: object, form: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(page_with(shown), language=language)))
    cell = book.worksheets[1]["B3"]
    assert cell.value == value
    assert cell.number_format == form


def test_no_cell_is_a_formula() -> None:
    html = page_with("=1+1", "+1+1", "-cmd|x", "@SUM(A1)")
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(html, language="nl")))
    cells = list(book.worksheets[1][3])[1:]
    assert [cell.data_type for cell in cells] == ["s"] * 4
    assert [cell.value for cell in cells] == ["=1+1", "+1+1", "-cmd|x", "@SUM(A1)"]
    assert book.sheetnames[1] == "1 A B   x"


def test_workbook_of_the_same_page_is_the_same(good_html: str) -> None:
    assert workbook_bytes(good_html, language="nl") == workbook_bytes(good_html, language="nl")


def test_page_without_tables() -> None:
    with pytest.raises(ReportError, match="without tables"):
        workbook_bytes("<html><body><p>x</p></body></html>", language="nl")


def test_tables_to_write_in_are_left_out(good_html: str) -> None:
    assert [table.caption for table in published_tables(good_html)] == ["Score per conditie"]
