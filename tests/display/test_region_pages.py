"""A region's pages read back: headline, matrix, strips, caterpillars and text tell one thing."""

from __future__ import annotations

import re
from collections.abc import Callable

import lxml.html
import pytest

from aspiratie.disclosure import shape as s
from aspiratie.display import Fragment, region
from aspiratie.display.report import RegionReport
from display.made import FOUR, Plan
from display.made_region import region_release

SHEETS: tuple[Callable[[RegionReport], Fragment], ...] = (
    region.headline,
    region.matrix,
    region.conditions,
    region.questions,
    region.waves,
    region.adults,
    region.talk,
    region.reading,
)
APPENDIX: tuple[Callable[[RegionReport], Fragment], ...] = (
    region.appendix_head,
    region.caterpillars,
    region.kinds,
    region.adjusted,
    region.all_questions,
    region.all_gaps,
    region.comparability,
    region.account,
)
SIGNS = {"higher": "▲", "lower": "▼", "similar": "·"}


def report_of(release: s.RegionRelease, language: str = "nl") -> RegionReport:
    return RegionReport(release=release, language=language)


def page(report: RegionReport) -> lxml.html.HtmlElement:
    html = "".join(sheet(report).html for sheet in (*SHEETS, *APPENDIX))
    return lxml.html.fragment_fromstring(html, create_parent="main")


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cells(row: lxml.html.HtmlElement) -> list[str]:
    return [words(cell) for cell in row.xpath("./td")]


@pytest.mark.parametrize("seed", range(8))
def test_every_part_follows_the_labels(seed: int) -> None:
    spread = (0.0, 0.05, 0.12, 0.3)[seed % 4]
    release = region_release(Plan(seed=seed, items=2), schools=12 + seed, spread=spread)
    assert isinstance(release, s.NamedRelease)
    report = report_of(release)
    read = page(report)
    scales = report.compared
    labels = {
        (school.name, scale.name): row.label
        for scale in scales
        if isinstance(scale, s.NamedScale)
        for row in scale.rows
        for school in release.schools
        if school.id == row.school
    }

    # the matrix marks what the release labels, and nothing else
    lines = {words(row.find("th")): cells(row)[1:] for row in read.xpath("//tr[@data-place]")}
    assert set(lines) == {school.name for school in release.schools}
    for school, line in lines.items():
        for scale, cell in zip(scales, line, strict=True):
            assert cell.split()[0] == SIGNS[labels[(school, scale.name)]]

    # the strips count the same, with as many triangles
    strips = read.xpath("//*[@id='onderwerpen']//tbody/tr")
    for scale, row in zip(scales, strips, strict=True):
        own = [label for (_, name), label in labels.items() if name == scale.name]
        higher, lower = own.count("higher"), own.count("lower")
        assert [re.sub(r"\D", "", c) for c in cells(row)[2:4]] == [str(higher), str(lower)]
        assert len(row.xpath(".//*[contains(@class, 'c up')]")) == higher
        assert len(row.xpath(".//*[contains(@class, 'c down')]")) == lower

    # each caterpillar marks and prints what the matrix does, highest first within its kind
    for scale in scales:
        last: dict[str, float] = {}
        kind = ""
        for row in read.xpath(f"//*[@id='rups-{scale.name}']//tbody/tr"):
            if row.get("class") == "group":
                kind = words(row)
                continue
            school, (_, score, word) = words(row.find("th")), cells(row)
            label = labels[(school, scale.name)]
            column = list(scales).index(scale)
            assert score == lines[school][column].split()[1]
            assert word.split()[0] == SIGNS[label].replace("·", "●")
            value = float(score.replace(",", "."))
            assert value <= last.get(kind, value)
            last[kind] = value

    # the headline counts the schools that are marked one way on more than half
    over = set()
    for school in lines:
        own = [label for (name, _), label in labels.items() if name == school]
        if any(2 * own.count(way) > len(own) for way in ("higher", "lower")):
            over.add(school)
    title = words(read.find(".//h1"))
    if over:
        count = "Eén" if len(over) == 1 else str(len(over))
        assert title.startswith(f"{count} van de {len(lines)} scholen")
        told = " ".join(words(li) for li in read.xpath("//ul[@class='msg']/li")[:2])
        assert {name for name in lines if re.search(rf"{name} \(", told)} == over
    else:
        apart = {n for (n, _), label in labels.items() if label != "similar"}
        assert ("wijkt zeker af" in title) == (not apart)
        if apart:
            assert re.search(rf"(één|{len(apart)}) van de {len(lines)}", title)
    clear = sum(label != "similar" for label in labels.values())
    lead = words(read.xpath("//section[@id='matrix']/p")[0])
    assert {0: "Geen enkel", 1: "Eén vak"}.get(clear, f"{clear} van de") in lead


def test_a_question_has_one_share_and_its_gap_is_of_printed_shares() -> None:
    read = page(report_of(region_release(Plan(seed=3, items=3), schools=20)))
    shares: dict[str, set[str]] = {}
    for table in ("vragen-tabel", "alle-vragen-tabel"):
        for row in read.xpath(f"//*[@id='{table}']//tbody/tr"):
            shares.setdefault(words(row.find("th")), set()).add(cells(row)[1])
    assert shares
    assert all(len(found) == 1 for found in shares.values())
    for row in read.xpath("//*[@id='alle-verschillen-tabel']//tbody/tr"):
        pupils, adults, gap = (
            int(re.sub(r"[^\d-]", "", c.replace("−", "-"))) for c in cells(row)[1:4]
        )
        assert gap == adults - pupils


def test_change_is_told_in_its_printed_direction() -> None:
    release = region_release(Plan(seed=5), schools=20, change=-0.2)
    report = report_of(release)
    for scale in report.conditions:
        first, last = scale.waves[0].score, scale.waves[-1].score
        assert isinstance(first, s.Mark)
        assert isinstance(last, s.Mark)
        assert scale.change is not None
        assert isinstance(scale.change.label, s.Compared)
        assert scale.change.label.label == "lower"
        assert last.mean < first.mean
    text = words(page(report))
    assert "Sinds 2023-2024 veranderde de regio." in text
    assert "daalden in de regio sinds 2023-2024" in text


PLANS = {
    "plain": (Plan(), {"schools": 25}),
    "letters": (Plan(), {"schools": 14, "lettered": True}),
    "four answers, no principles": (
        Plan(answers=FOUR, principles={"": ("plezier", "rust")}, informants=()),
        {"schools": 9},
    ),
    "one wave": (Plan(waves=1), {"schools": 6}),
    "one scale": (Plan(principles={"": ("rust",)}), {"schools": 8}),
    "no comparison": (
        Plan(principles={"": ("rust",)}),
        {"schools": 8, "refused": ("rust",)},
    ),
    "sixty": (Plan(items=2), {"schools": 60}),
}


@pytest.mark.parametrize("name", PLANS)
def test_any_region_is_whole_in_both_languages(name: str, language: str) -> None:
    plan, options = PLANS[name]
    report = report_of(region_release(plan, **options), language)
    read = page(report)
    ids = read.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not re.search(r"\{|\bnan\b|None", words(read))
    for text in read.xpath("//h1 | //h2 | //h3 | //p | //li | //caption"):
        start = words(text)[:1]
        assert not start or start == start.upper() or start in "‘▲", words(text)
    if name == "letters":
        assert not read.xpath("//*[@id='matrix']")
        assert "De Eik" not in words(read)
    if name == "no comparison":
        assert not read.xpath("//*[@id='onderwerpen']")
    if name in ("one scale", "one wave", "sixty", "plain"):
        assert len(read.xpath("//tr[@data-place]")) == options["schools"]
