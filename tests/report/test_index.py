"""The index of a batch: every school once, with its state, reason and links."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest

from aspiratie.errors import ReportError
from aspiratie.report.index import SEARCH, IndexEntry, write_index
from aspiratie.report.lint import lint

ENTRIES = [
    IndexEntry(
        id="01AB00",
        name="De Linde",
        place="Zwolle",
        state="made",
        n=1187,
        links={"html": "01AB00.html", "pdf": "01AB00.pdf"},
    ),
    IndexEntry(
        id="02CD00", name="'t <Nest> & Co", state="unchanged", n=88, links={"html": "a b.html"}
    ),
    IndexEntry(id="03EF00", name="Beukenhof", state="withheld", reason="Minder dan 10 leerlingen."),
    IndexEntry(id="04GH00", name="Acacia", state="failed", reason="De cel stopte."),
    IndexEntry(id="05IJ00", name="None van 3.5", state="failed", reason="De cel stopte."),
]


def read(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_school_once_with_state_and_links(tmp_path: Path, language: str) -> None:
    entries = ENTRIES
    if language == "en":
        entries = [replace(entry, reason="") for entry in ENTRIES]
    out = write_index(entries, tmp_path / "index.html", language, region="IJssel", wave="2025-2026")
    page = read(out)
    heads = [" ".join(th.text_content().split()) for th in page.xpath("//tbody//th")]
    assert heads == [
        "Acacia 04GH00",
        "None van 3.5 05IJ00",
        "Beukenhof 03EF00",
        "De Linde 01AB00 · Zwolle",
        "'t <Nest> & Co 02CD00",
    ]
    assert [s.get("id") for s in page.xpath("//main/section")] == [
        "failed",
        "withheld",
        "made",
        "unchanged",
    ]
    links = [a.get("href") for a in page.xpath("//main//a")]
    assert links == ["01AB00.html", "01AB00.pdf", "a%20b.html"]
    assert all(d.get("open") is not None for d in page.iter("details"))
    numbers = [td.text for td in page.xpath("//tbody//td[@class='num']")]
    thousand = "1.187" if language == "nl" else "1,187"
    word = ("onbekend", "afgeschermd") if language == "nl" else ("unknown", "hidden")
    assert numbers == [word[0], word[0], word[1], thousand, "88"]


def test_same_entries_same_bytes(tmp_path: Path) -> None:
    one = write_index(ENTRIES, tmp_path / "1.html", "nl", region="IJssel", wave="2025-2026")
    two = write_index(
        reversed(ENTRIES), tmp_path / "2.html", "nl", region="IJssel", wave="2025-2026"
    )
    assert one.read_bytes() == two.read_bytes()


def test_many_schools_stay_under_a_megabyte(tmp_path: Path) -> None:
    many = [
        IndexEntry(
            id=f"{i:04d}", name=f"School {i}", state="made", n=i, links={"html": f"{i}.html"}
        )
        for i in range(1000)
    ]
    out = write_index(many, tmp_path / "index.html", "nl")
    html = out.read_text(encoding="utf-8")
    assert lint(html, language="nl", max_bytes=1_000_000, script=SEARCH) == []


def test_an_empty_batch_has_a_page_too(tmp_path: Path) -> None:
    assert write_index([], tmp_path / "index.html", "nl", region="IJssel").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        [ENTRIES[0], ENTRIES[0]],
        [IndexEntry(id="a", name="a", state="vreemd")],  # type: ignore[arg-type]
        [IndexEntry(id="a", name="a", state="made", links={"html": "/etc/passwd"})],
        [IndexEntry(id="a", name="a", state="made", links={"html": "../a.html"})],
        [IndexEntry(id="a", name="a", state="made", links={"html": "https://example.org"})],
    ],
)
def test_wrong_entries_are_refused(tmp_path: Path, wrong: list[IndexEntry]) -> None:
    with pytest.raises(ReportError, match="index cannot be made"):
        write_index(wrong, tmp_path / "index.html", "nl")
    assert not (tmp_path / "index.html").exists()


def test_only_the_search_script_is_allowed(tmp_path: Path) -> None:
    html = write_index(ENTRIES, tmp_path / "i.html", "nl").read_text(encoding="utf-8")

    def found(page: str) -> set[str]:
        names = tuple(entry.name for entry in ENTRIES)
        return {f.what for f in lint(page, language="nl", script=SEARCH, ignore=names)}

    assert found(html) == set()
    script = f"<script>{SEARCH}</script>"
    assert html.count(script) == 1
    not_allowed = {"<script> is not allowed in a report."}
    assert found(html.replace(SEARCH, SEARCH + ";fetch('x')")) == not_allowed
    assert found(html.replace(script, script + script)) == not_allowed
    assert found(html.replace("<script>", '<script src="x.js">')) >= not_allowed
    assert not_allowed < {f.what for f in lint(html, language="nl", ignore=("None van 3.5",))}
