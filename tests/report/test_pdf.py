"""PDF of a page: structure, no requests, nothing that the page doesn't show."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from aspiratie.errors import ReportError
from aspiratie.report.lint import lint
from aspiratie.report.pdf import pdf_bytes, write_pdf


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
