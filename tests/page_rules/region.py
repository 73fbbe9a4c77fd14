"""What a region's pages say, read back from their html, and whether any of it contradicts."""

from __future__ import annotations

import re
from collections import Counter

import lxml.html

from aspiratie.disclosure import RegionRelease
from aspiratie.display import region
from aspiratie.display.report import RegionReport

__all__ = ["contradictions", "faults_of", "read_pages"]

SHEETS = (
    region.headline,
    region.matrix,
    region.conditions,
    region.questions,
    region.caterpillars,
    region.all_questions,
    region.all_gaps,
)
Cells = dict[tuple[str, str], tuple[str, float, int]]


def read_pages(release: RegionRelease) -> lxml.html.HtmlElement:
    """Return the report and its appendix, in Dutch, as one tree."""
    report = RegionReport(release=release, language="nl")
    html = "".join(sheet(report).html for sheet in SHEETS)
    return lxml.html.fragment_fromstring(html, create_parent="main")


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def number(text: str) -> float:
    return float(re.sub(r"[^\d,]", "", text).replace(",", "."))


def contradictions(release: RegionRelease) -> list[str]:
    """Return what contradicts in the pages of a region by name."""
    return faults_of(read_pages(release))


def faults_of(page: lxml.html.HtmlElement) -> list[str]:
    """Return what contradicts in pages that were read."""
    cells, heads, middle = _matrix(page)
    return [
        *_beside_region(cells, middle),
        *_equal_scores(cells),
        *_strips(page, cells, heads),
        *_caterpillars(page, cells),
        *_headline(page, cells),
        *_questions(page),
    ]


def _matrix(
    page: lxml.html.HtmlElement,
) -> tuple[Cells, list[str], dict[str, float]]:
    heads = [words(th) for th in page.xpath("//table[contains(@class, 'matrix')]/thead//th")[2:]]
    whole = page.xpath("//tbody[@class='all']/tr/td")[1:]
    middle = {head: number(words(td)) for head, td in zip(heads, whole, strict=True)}
    cells: Cells = {}
    for row in page.xpath("//tr[@data-place]"):
        part, *scores = row.xpath("./td")
        n = int(words(part).split(" (")[0].replace(".", ""))
        for head, cell in zip(heads, scores, strict=True):
            sign, _, score = words(cell).partition(" ")
            if re.fullmatch(r"[\d,]+", score):
                cells[words(row.find("th")), head] = (sign, number(score), n)
    return cells, heads, middle


def _beside_region(cells: Cells, middle: dict[str, float]) -> list[str]:
    """A school is told higher only where its printed score is, and so for lower."""
    return [
        f"{school}, {head}: {sign} {score} beside {middle[head]}"
        for (school, head), (sign, score, _) in cells.items()
        if (sign == "▲" and score <= middle[head]) or (sign == "▼" and score >= middle[head])
    ]


def _equal_scores(cells: Cells) -> list[str]:
    """Of schools with one printed score, a smaller has a sign only where the larger have it."""
    found = []
    for (one, head), (sign, score, n) in cells.items():
        if sign == "·":
            continue
        for (other, column), (theirs, same, size) in cells.items():
            if (column, same) == (head, score) and theirs != sign and size >= n:
                found.append(f"{head}: {one} {sign} {score} (n {n}), {other} {theirs} (n {size})")
    return found


def _strips(page: lxml.html.HtmlElement, cells: Cells, heads: list[str]) -> list[str]:
    found = []
    for head, row in zip(heads, page.xpath("//*[@id='onderwerpen']//tbody/tr"), strict=True):
        signs = Counter(sign for (_, column), (sign, _, _) in cells.items() if column == head)
        for sign, kind, place in (("▲", "up", 2), ("▼", "down", 3)):
            told = int(number(words(row.xpath("./td")[place])))
            drawn = len(row.xpath(f".//*[contains(@class, 'c {kind}')]"))
            if not told == drawn == signs[sign]:
                found.append(f"{head}: {signs[sign]} {sign}, told {told}, drawn {drawn}")
    return found


def _caterpillars(page: lxml.html.HtmlElement, cells: Cells) -> list[str]:
    found = []
    figures = page.xpath("//section[@id='scholen']//h3")
    for title in figures:
        for row in title.getnext().xpath(".//tbody/tr[not(@class)]"):
            school, (_, score, word) = words(row.find("th")), row.xpath("./td")
            own = cells.get((school, words(title)))
            sign = words(word).split()[0].replace("●", "·")
            if own is not None and (sign, number(words(score))) != own[:2]:
                found.append(f"{school}, {words(title)}: {sign} {words(score)} beside {own}")
    return found


def _headline(page: lxml.html.HtmlElement, cells: Cells) -> list[str]:
    """The headline counts the schools that are marked one way on more than half."""
    signs: dict[str, Counter[str]] = {}
    for (school, _), (sign, _, _) in cells.items():
        signs.setdefault(school, Counter())[sign] += 1
    over = {
        school
        for school, own in signs.items()
        if any(own[s] >= 2 and 2 * own[s] > own.total() for s in "▲▼")
    }
    title, found = words(page.find(".//h1")), []
    if over and not title.startswith("Eén" if len(over) == 1 else f"{len(over)} "):
        found.append(f"headline: {title}, but {len(over)} schools")
    if not over and "van de" in title and "Geen school valt over de hele linie" not in title:
        found.append(f"headline: {title}, but no school")
    told = {
        match
        for li in page.xpath("//ul[@class='msg']/li")
        if "Op meer dan de helft" in words(li)
        for match in over
        if f"{match} (" in words(li)
    }
    found += [f"headline: {school} is not named" for school in over - told]
    clear = sum(sign != "·" for sign, _, _ in cells.values())
    lead = words(page.xpath("//section[@id='matrix']/p")[0])
    if not lead.startswith({0: "Geen enkel", 1: "Eén vak"}.get(clear, f"{clear} van de")):
        found.append(f"matrix: {lead}, but {clear} signs")
    return found


def _questions(page: lxml.html.HtmlElement) -> list[str]:
    """A question has one share, and a gap is that of the printed shares."""
    shares: dict[str, set[str]] = {}
    for table in ("vragen-tabel", "alle-vragen-tabel"):
        for row in page.xpath(f"//*[@id='{table}']//tbody/tr"):
            shares.setdefault(words(row.find("th")), set()).add(words(row.xpath("./td")[1]))
    found = [f"{question}: {told}" for question, told in shares.items() if len(told) > 1]
    for row in page.xpath("//*[@id='alle-verschillen-tabel']//tbody/tr"):
        pupils, adults, gap = (
            int(re.sub(r"[^\d-]", "", words(td).replace("−", "-"))) for td in row.xpath("./td")[1:4]
        )
        if gap != adults - pupils:
            found.append(f"{words(row.find('th'))}: {adults} - {pupils} is not {gap}")
    return found
