"""A school's pages read as a reader does: what one part says, no other part contradicts.

Only what is printed is read: numbers, words, signs and sentences in Dutch. The release is asked
for its labels alone, which are those of corrected tests.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import lxml.html

from aspiratie.disclosure.shape import Compared, Exact, SchoolRelease, ShareMark
from aspiratie.display import school
from aspiratie.display.report import SchoolReport

__all__ = ["contradictions", "read_pages", "words"]

Element = lxml.html.HtmlElement

REPORT = ("headline", "questions", "conditions", "adults", "dreaming", "conversation")
REPORT = (*REPORT, "actions", "reading")
APPENDIX = ("appendix_head", "all_questions", "all_adults", "scores", "material", "making")
SIGN = {"▲": 1, "▼": -1, "●": 0}
#: What a sentence may start with.
STARTS = re.compile(r"[A-ZÀ-Þ0-9‘“(▲▼●≥–]")


def words(element: Element) -> str:
    """Return the text of an element on one line."""
    return " ".join(element.text_content().split())


def read_pages(release: SchoolRelease) -> dict[str, Element]:
    """Return report, appendix, poster and letter of a release, in Dutch."""
    report = SchoolReport(release=release, language="nl")
    parts = {"report": REPORT, "appendix": APPENDIX, "poster": ("poster",), "letter": ("letter",)}
    return {
        name: lxml.html.fragment_fromstring(
            "".join(getattr(school, sheet)(report).html for sheet in sheets), create_parent="main"
        )
        for name, sheets in parts.items()
    }


def number(text: str) -> float | None:
    """Return a number as printed, or None where a word stands in its place."""
    found = re.fullmatch(r"[▲▼] ?|([+−-]?[\d.]+(?:,\d+)?)( ?%)?", text.strip("▲▼ "))
    if found is None or found[1] is None:
        return None
    return float(found[1].replace(".", "").replace(",", ".").replace("−", "-"))


class Table:
    """A table of a page: a row is its label and its cells by heading."""

    def __init__(self, page: Element, name: str) -> None:
        found = page.xpath(f"//*[@id='{name}']//table")
        self.rows: list[tuple[str, dict[str, str]]] = []
        if not found:
            return
        heads = [words(th) for th in found[0].xpath(".//thead//th[not(@class='s')]")][1:]
        for row in found[0].xpath(".//tbody/tr[not(@class='group')]"):
            cells = [words(td) for td in row.xpath("./td[not(@class='s')]")]
            label = row.xpath("./th")[0]
            for small in label.xpath("./small"):
                small.text = f" | {small.text or ''}"
            self.rows.append((words(label), dict(zip(heads, cells, strict=True))))

    def __iter__(self) -> Iterator[tuple[str, dict[str, str]]]:
        return iter(self.rows)


def one_word(name: str, found: list[tuple[float, str]]) -> Iterator[str]:
    """Yield equal printed differences with two words, and words against their difference."""
    by: dict[float, set[str]] = defaultdict(set)
    for difference, word in found:
        sign = SIGN[word[0]]
        by[round(difference, 6)].add(word)
        if sign and sign * difference <= 0:
            yield f"{name}: {word} at a printed difference of {difference:+.2f}"
    for difference, told in by.items():
        if len(told) > 1:
            yield f"{name}: {difference:+.2f} is {' and '.join(sorted(told))}"


def contradictions(release: SchoolRelease, pages: Mapping[str, Element] | None = None) -> list[str]:
    """Return what a school's pages say that another part of them contradicts."""
    pages = pages or read_pages(release)
    report = pages["report"]
    scales = {s.title.nl: s for s in release.scales}
    found = [
        *_conditions(report, scales),
        *_questions(release, report),
        *_shares(pages),
        *_changes(report, scales),
        *_groups(release, report),
        *_adults(release, pages),
    ]
    for name, page in pages.items():
        found += [f"{name}: {fault}" for fault in _sentences(page)]
    return found


def _told(label: object) -> int:
    word = label.label if isinstance(label, Compared) else ""
    return {"higher": 1, "lower": -1}.get(word, 0)


def _conditions(page: Element, scales: dict) -> Iterator[str]:
    """The first sheet: table, headline and messages tell the same."""
    title, apart, same, differences = words(page.find(".//h1")), {}, [], []
    for label, cells in Table(page, "condities"):
        word = cells.get("Naast de regio", "")
        if word[:1] not in SIGN:
            continue
        own, region = number(cells["School"]), number(cells["Regio"])
        if own is None or region is None:
            own = region = 0.0
        else:
            differences.append((own - region, word))
        sign = SIGN[word[0]]
        if sign != _told(scales[label].comparison.label):
            yield f"table: {label} is marked {word}, its test says otherwise"
        if sign:
            apart[label] = sign
        else:
            same.append(label)
    yield from one_word("conditions", differences)
    up, down = (sum(s == way for s in apart.values()) for way in (1, -1))
    every = len(apart) + len(same)
    if counted := re.match(
        r"Op (alle )?(\d+) (?:van de (\d+) )?.* (minder positief|positiever) d", title
    ):
        n, way = int(counted[2]), -1 if "minder" in counted[4] else 1
        wide = int(counted[3]) if counted[3] else n
        if (n, wide) != ((up if way > 0 else down), every) or (up and down):
            yield f"headline {title!r} against {up} ▲ {down} ▼ of {every}"
    elif "dan de regio" in title and (mixed := re.findall(r"\d+", title)):
        if [int(n) for n in mixed[:2]] != [up, down]:
            yield f"headline {title!r} against {up} ▲ {down} ▼"
    elif re.search("geen van de|niet zeker anders|één vraag|vragen wijken", title):
        if apart:
            yield f"headline {title!r} against {len(apart)} marked"
        if (n := re.search(r"geen van de (\d+)", title)) and int(n[1]) != every:
            yield f"headline {title!r} against {every} compared"
    elif title.startswith("Over ") and len(apart) != 1:
        yield f"headline {title!r} against {len(apart)} marked"
    elif apart and "regio" not in title:
        yield f"headline {title!r} while {sorted(apart)} stand apart"
    told = " ".join(words(li) for li in page.xpath("//ul[@class='msg']/li"))
    n = re.search(r"Op (\d+) \w+ verschilt de school niet zeker", told)
    if n and int(n[1]) != len(same):
        yield f"message {n[0]!r} against {len(same)} ●"
    if (largest := re.search(r"Het grootst is het verschil bij ‘(.+?)’", told)) and differences:
        widest = next(label for label, c in Table(page, "condities") if label in apart)
        if largest[1] != widest:
            yield f"message says {largest[1]}, first marked row is {widest}"


def _questions(release: SchoolRelease, page: Element) -> Iterator[str]:
    differences, marked = [], 0
    for label, cells in Table(page, "verschil"):
        own, region, gap = (number(cells[c]) for c in ("School", "Regio", "Verschil"))
        if own is None or region is None or gap is None or own - region != gap:
            yield f"question {label!r}: {own} − {region} is not {gap}"
            continue
        word = cells["Naast de regio"]
        marked += word[0] in "▲▼"
        differences.append((gap, word))
    yield from one_word("questions", differences)
    lead = (
        words(page.xpath("//section[@id='vragen']")[0])
        if page.xpath("//section[@id='vragen']")
        else ""
    )
    shown = [i for i in release.items if isinstance(i.favourable.share, Exact)]
    every = sum(_told(i.label) != 0 for i in shown if isinstance(i.region, ShareMark))
    if (counted := re.search(r"wijken er (\d+) zeker af", lead)) and int(counted[1]) != every:
        yield f"{counted[0]!r} against {every} labelled"
    title = words(page.find(".//h1"))
    n = re.match(r"Op (één|\d+) vra\w+ wijken", title)
    if n and every != (1 if n[1] == "één" else int(n[1])):
        yield f"headline {title!r} against {every} labelled"
    if "Geen vraag wijkt" in lead and marked:
        yield "no question differs, while one is marked"


def _shares(pages: Mapping[str, Element]) -> Iterator[str]:
    """One question has one share, in every table and on the poster and in the letter."""
    shares: dict[str, set[str]] = defaultdict(set)
    for name in ("verschil", "positief"):
        for label, cells in Table(pages["report"], name):
            shares[label.split(" | ")[0]].add(cells["School"])
    for page, name in (("report", "volwassenen"), ("appendix", "alle-verschillen")):
        for label, cells in Table(pages[page], name):
            shares[label.split(" | ")[0]].add(cells["Leerlingen"])
    for box in pages["appendix"].xpath("//*[starts-with(@id, 'vragen-')]"):
        for label, cells in Table(pages["appendix"], box.get("id")):
            shares[label.split(" | ")[0]].add(cells["Gunstig"])
    for line in pages["letter"].xpath("//li"):
        if told := re.match(r"‘(.+?)’[:.]? .*?((?:meer |minder )?(?:dan )?\d+ ?%)", words(line)):
            title = next((t for t in shares if t.removesuffix(".") == told[1]), told[1])
            shares[title].add(told[2].replace("\xa0", " "))
    for title, told in shares.items():
        printed = {t.replace("\xa0", " ") for t in told if number(t) is not None}
        if len(printed) > 1:
            yield f"{title!r} has the shares {sorted(printed)}"
    for line in pages["poster"].xpath("//li[.//*[@class='dots']]"):
        title = re.search(r"‘(.+)’", words(line.find("p")))
        own = next(
            (
                s
                for t, s in shares.items()
                if title and t.removesuffix(".") == title[1].removesuffix(".")
            ),
            None,
        )
        percent = number(next(iter(own))) if own else None
        dots = len(line.xpath(".//*[local-name()='circle' and contains(@class, 'full')]"))
        if percent is not None and abs(10 * dots - percent) > 5:
            yield f"poster: {dots} dots for {percent} %"


def _changes(page: Element, scales: dict) -> Iterator[str]:
    differences, rose, fell = [], [], []
    for label, cells in Table(page, "metingen"):
        heads = list(cells)
        if not heads[-1].startswith("Sinds") or cells[heads[-1]][:1] not in SIGN:
            continue
        word = cells[heads[-1]]
        first, last = number(cells[heads[0]]), number(cells[heads[-2]])
        if first is not None and last is not None:
            differences.append((last - first, word))
        if SIGN[word[0]] != _told(scales[label].change.label):
            yield f"change of {label}: {word}"
        {1: rose, -1: fell}.get(SIGN[word[0]], []).append(label)
    yield from one_word("changes", differences)
    if not page.xpath("//section[@id='cond']/h2"):
        return
    title = words(page.xpath("//section[@id='cond']/h2")[0])
    for way, names in (("steeg", rose), ("stegen", rose), ("daalde", fell), ("daalden", fell)):
        if re.search(rf"\b{way}\b", title) and not names:
            yield f"title {title!r} without one"
    if "geen cijfer zeker" in title and (rose or fell):
        yield f"title {title!r} with {rose + fell}"
    told = " ".join(words(li) for li in page.xpath("//ul[@class='msg']/li"))
    if (rose or fell) and not re.search(r"hoger cijfer|lager cijfer|ging van", told + title):
        yield f"changes {rose + fell} are not told"


def _groups(release: SchoolRelease, page: Element) -> Iterator[str]:
    if not page.xpath("//h3[@id='wie']"):
        return
    title = words(page.xpath("//h3[@id='wie']")[0])
    marked = [c for _, cells in Table(page, "groepen") for c in cells.values() if c[:1] in "▲▼"]
    differ = [w for w in release.within if w.verdict == "differ"]
    if "niet zeker" in title and marked:
        yield f"groups: {title!r} while {len(marked)} cells are marked"
    told = " ".join(words(li) for li in page.xpath("//ul[@class='msg']/li"))
    if marked and not differ:
        yield "groups: a mark without a test"
    if "Groepen verschillen niet zeker" in told and marked:
        yield "groups: the message says alike"


def _adults(release: SchoolRelease, pages: Mapping[str, Element]) -> Iterator[str]:
    labelled = {
        who.informant: sum(_told(item.label) != 0 for item in who.items)
        for who in release.informants
    }
    told, shown = sum(labelled.values()), 0
    for page, name in (("report", "volwassenen"), ("appendix", "alle-verschillen")):
        differences: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for label, cells in Table(pages[page], name):
            ours, theirs, gap = (
                number(cells[c]) for c in ("Leerlingen", "Volwassenen", "Verschil")
            )
            word = cells["Volwassenen zijn"]
            shown += page == "report" and word[0] in "▲▼"
            if gap is not None:
                if ours is None or theirs is None or theirs - ours != gap:
                    yield f"gap {label!r}: {theirs} − {ours} is not {gap}"
                who = next(w for w in ("Leerkrachten", "Teamleden", "Ouders") if w in label)
                differences[who].append((gap, word))
        for who, found in differences.items():
            yield from one_word(f"gaps of {who}", found)
    section = pages["report"].xpath("//section[@id='volwassenen-naast']")
    if not section:
        return
    title = words(section[0].find("h2"))
    lines = [words(li) for li in section[0].xpath("./ul/li")]
    counts = [int(n) for line in lines for n in re.findall(r"op (\d+) van de", line)]
    if sum(counts) != told:
        yield f"adults: lines count {counts}, labelled are {labelled}"
    if "niet zeker" in title and told:
        yield f"adults: {title!r} while {told} differ"
    if (n := re.search(r"naar (één|\d+) vra", title)) and (
        told != (1 if n[1] == "één" else int(n[1]))
    ):
        yield f"adults: {title!r} while {told} differ"
    if told and not shown:
        yield "adults: differences are counted and none is shown"


def _sentences(page: Element) -> Iterator[str]:
    """Sentences start with a capital, end, and hold nothing that was not filled in."""
    for element in page.xpath("//h1 | //h2 | //h3 | //p | //li | //caption | //tbody/tr/th"):
        text = words(element)
        if text and not STARTS.match(text):
            yield f"starts small: {text[:50]!r}"
        if re.search(r"\{|\}|\bNone\b|\bnan\b|  |\.\.(?!\.)| ,|\?\.|’’|‘‘", text):
            yield f"odd: {text[:80]!r}"
    ids = page.xpath("//@id")
    if len(ids) != len(set(ids)):
        yield "an id stands twice"
