"""Numbers of the pages, computed again from the raw export without the package.

Only the csv module and plain arithmetic: labels to codes, the stated cleaning rules,
the half rule and item-centred proration, written down a second time.
"""

from __future__ import annotations

import csv
import functools
import math
import re
from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

pytestmark = pytest.mark.slow

NO_ANSWER = {"", "geen antwoord", "niet ingevuld", "-9"}


def _table(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    return list(csv.reader(text.splitlines(), delimiter=";"))


class Sheet:
    """One informant's export, cleaned by the rules as they are stated."""

    def __init__(self, export: Path, codebook: Path) -> None:
        self.book = book = yaml.safe_load(codebook.read_text(encoding="utf-8"))
        heads, *rows = _table(export)
        self.items = {f["name"]: f for f in book["fields"] if "categories" in f}
        names = {
            str(told).strip().casefold(): f["name"]
            for f in book["fields"]
            for told in (f["title"], *f.get("aliases", ()))
        }
        at = {names[h.strip().casefold()]: i for i, h in enumerate(heads) if _known(h, names)}
        place = {name: at[name] for name in self.items}
        labels = {
            name: {str(c["label"]).casefold(): k for k, c in enumerate(f["categories"], 1)}
            for name, f in self.items.items()
        }
        opinion = {"weet niet", "niet van toepassing", "88", "99"}
        seen: set[tuple[str, str]] = set()
        self.rows: list[dict[str, Any]] = []
        self.removed: list[tuple[str, str]] = []
        for row in rows:
            school = row[at["school"]].strip().upper()
            status = row[at["status"]].strip().casefold() if "status" in at else ""
            if status in ("test", "preview", "proef", "survey preview"):
                self.removed.append(("proef", school))
                continue
            answers: dict[str, int | None] = {}
            said = 0
            for name, i in place.items():
                cell = row[i].strip().casefold()
                answers[name] = labels[name].get(cell)
                said += cell in opinion
            given = sum(a is not None for a in answers.values())
            if given + said == 0:
                self.removed.append(("leeg", school))
                continue
            if given + said < 0.5 * len(answers):
                self.removed.append(("te weinig vragen beantwoord", school))
                continue
            who = (school, row[at["respondent"]].strip())
            if who in seen:
                self.removed.append(("dubbel ingeleverd", school))
                continue
            seen.add(who)
            group = row[at["group"]].strip() if "group" in at else ""
            self.rows.append({"school": school, "group": group, "answers": answers})


def _known(head: str, names: dict[str, str]) -> bool:
    return head.strip().casefold() in names


class Plain:
    """The export of the pupils, cleaned and scored by the rules as they are stated."""

    def __init__(self, export: Path, codebook: Path, schools: set[str] | None = None) -> None:
        sheet = Sheet(export, codebook)
        book = self.book = sheet.book
        self.items, self.pupils, self.removed = sheet.items, sheet.rows, sheet.removed
        self.scales = [s["name"] for s in book["scales"]]
        self.principles = {
            p["name"]: [s["name"] for s in book["scales"] if s.get("principle") == p["name"]]
            for p in book["principles"]
        }
        self.titles = {x["name"]: x["title"] for x in [*book["scales"], *book["principles"]]}
        self.sizes: dict[str, int] = defaultdict(int)
        for pupil in self.pupils:
            self.sizes[pupil["school"]] += 1
        # Schools without a report count in nothing.
        self.schools = schools or {s for s, n in self.sizes.items() if n >= 10}
        self.pupils = [p for p in self.pupils if p["school"] in self.schools]
        self._score()

    def _score(self) -> None:
        for pupil in self.pupils:
            pupil["scores"] = {}
        for scale in self.scales:
            names = [n for n, f in self.items.items() if f.get("scale") == scale]

            table = [[self.turned(n, p["answers"][n]) for n in names] for p in self.pupils]
            self._prorate(scale, table)
        for principle, members in self.principles.items():
            self._prorate(principle, [[p["scores"].get(m) for m in members] for p in self.pupils])

    def turned(self, name: str, answer: int | None) -> float | None:
        if answer is None:
            return None
        field = self.items[name]
        return len(field["categories"]) + 1 - answer if field.get("reversed") else answer

    def alpha(self, scale: str) -> tuple[int, float]:
        names = [n for n, f in self.items.items() if f.get("scale") == scale]
        rows = [[self.turned(n, p["answers"][n]) for n in names] for p in self.pupils]
        rows = [row for row in rows if None not in row]

        def variance(values: list[float]) -> float:
            mean = sum(values) / len(values)
            return sum((v - mean) ** 2 for v in values) / (len(values) - 1)

        k = len(names)
        parts = sum(variance([row[j] for row in rows]) for j in range(k))
        return len(rows), k / (k - 1) * (1 - parts / variance([sum(row) for row in rows]))

    @functools.cache  # noqa: B019  (one object a session)
    def certainty(self, scale: str) -> float:
        """Reliability of a school mean: REML, by trying values of τ²/σ²."""
        schools: dict[str, list[float]] = defaultdict(list)
        for pupil in self.pupils:
            if scale in pupil["scores"]:
                schools[pupil["school"]].append(pupil["scores"][scale])
        sizes = [len(v) for v in schools.values()]
        means = [sum(v) / len(v) for v in schools.values()]
        within = sum((x - m) ** 2 for v, m in zip(schools.values(), means, strict=True) for x in v)

        def misfit(ratio: float) -> float:
            weights = [n / (1 + ratio * n) for n in sizes]
            centre = sum(w * m for w, m in zip(weights, means, strict=True)) / sum(weights)
            off = sum(w * (m - centre) ** 2 for w, m in zip(weights, means, strict=True))
            freedom = sum(sizes) - 1
            spread = (within + off) / freedom
            return (
                freedom * math.log(spread)
                + sum(math.log(1 + ratio * n) for n in sizes)
                + math.log(sum(weights))
            )

        best = min((i / 20_000 for i in range(6_000)), key=misfit)
        harmonic = len(sizes) / sum(1 / n for n in sizes)
        return best / (best + 1 / harmonic)

    def _prorate(self, scale: str, table: list[list[float | None]]) -> None:
        means = []
        for j in range(len(table[0])):
            given = [row[j] for row in table if row[j] is not None]
            means.append(sum(given) / len(given))
        for pupil, row in zip(self.pupils, table, strict=True):
            known = [j for j, x in enumerate(row) if x is not None]
            if len(known) >= 0.5 * len(row):
                shift = sum(row[j] - means[j] for j in known) / len(known)
                pupil["scores"][scale] = sum(means) / len(means) + shift

    def of(self, school: str) -> list[dict[str, Any]]:
        return [p for p in self.pupils if p["school"] == school]

    def sizes_of(self, scale: str, school: str) -> int:
        return sum(scale in p["scores"] for p in self.of(school))

    def mean(self, scale: str, school: str, *, others: bool = False) -> tuple[int, float]:
        values = [
            p["scores"][scale]
            for p in self.pupils
            if scale in p["scores"] and (p["school"] == school) != others
        ]
        return len(values), sum(values) / len(values)


@pytest.fixture(scope="module")
def plain(region, root: Path) -> Plain:
    codebook = root / "src" / "aspiratie" / "codebooks" / "aspiratie-leerling.yml"
    return Plain(region.export(), codebook)


def _tables(html: str) -> dict[str, list[list[str]]]:
    found = {}
    for table in lxml.html.document_fromstring(html).iter("table"):
        caption = table.find("caption")
        if caption is not None:
            found[caption.text_content().strip()] = [
                [cell.text_content().strip() for cell in row.iter("th", "td")]
                for row in table.iter("tr")
            ]
    return found


def _number(text: str) -> float:
    found = re.search(r"-?\d[\d.]*(?:,\d+)?", text)
    assert found, text
    return float(found.group().replace(".", "").replace(",", "."))


def test_every_mean_and_n_of_principles_and_conditions(region, plain: Plain) -> None:
    checked, unlike = 0, set()
    for school in region.schools():
        tables = _tables(region.html(school))
        for caption in ("Cijfer per principe", "Cijfer per conditie"):
            heads, *rows = tables[caption]
            assert heads[:5] == ["Onderwerp", "School", "Ligt tussen", "n", "Regio"]
            for row in rows:
                scale = next((k for k, t in plain.titles.items() if t == row[0]), None)
                if scale is None or "afgeschermd" in row[1]:
                    continue
                n, mean = plain.mean(scale, school)
                assert _number(row[3]) == n
                assert _number(row[1]) == pytest.approx(mean, abs=0.05 + 1e-9)
                if row[4] == "schoolgemiddelden zijn te onzeker om te vergelijken":
                    assert plain.certainty(scale) < 0.70
                elif row[4] in (
                    "de vragen betekenen niet op elke school hetzelfde",
                    "de vragen vormen geen geheel",
                ):
                    unlike.add(scale)
                else:
                    assert plain.certainty(scale) >= 0.70
                    _, others = plain.mean(scale, school, others=True)
                    assert _number(row[4]) == pytest.approx(others, abs=0.05 + 1e-9)
                checked += 1
    assert checked >= 11 * (len(region.schools()) - 1)
    # Invariance has its own tests; most scales of the simulation are invariant.
    assert len(unlike) <= 3


def test_every_interval_is_the_t_interval(region, plain: Plain) -> None:
    from scipy import stats

    for school in region.schools():
        _, *rows = _tables(region.html(school))["Cijfer per conditie"]
        for row in rows:
            scale = next((k for k, t in plain.titles.items() if t == row[0]), None)
            if scale is None or "afgeschermd" in row[1]:
                continue
            values = [p["scores"][scale] for p in plain.of(school) if scale in p["scores"]]
            n, mean = len(values), sum(values) / len(values)
            sd = math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1))
            half = stats.t.ppf(0.975, n - 1) * sd / math.sqrt(n)
            low, high = (_number(part) for part in row[2].split(" tot "))
            # Wide enough for its rounding, and never narrower than one unit to each side.
            assert low <= mean - half + 0.05 + 1e-9
            assert high >= mean + half - 0.05 - 1e-9
            assert low >= mean - max(half, 0.1) - 0.1
            assert high <= mean + max(half, 0.1) + 0.1


def test_every_share_of_every_answer(region, plain: Plain) -> None:
    by_title = {f["title"].strip(): n for n, f in plain.items.items()}
    labels = {c["label"]: k for k, c in enumerate(plain.items["bel1"]["categories"], 1)}
    checked = 0
    for school in region.schools():
        for caption, (_, *rows) in _tables(region.html(school)).items():
            if not caption.endswith("de antwoorden per vraag"):
                continue
            for row in rows:
                title = next((t for t in by_title if row[0].startswith(t)), None)
                if title is None or "afgeschermd" in row[1]:
                    continue
                given = [p["answers"][by_title[title]] for p in plain.of(school)]
                given = [a for a in given if a is not None]
                assert _number(row[2]) == len(given)
                for part in row[1].split("; "):
                    label, told = part.rsplit(": ", 1)
                    if label not in labels:
                        continue
                    share = 100 * sum(a == labels[label] for a in given) / len(given)
                    if told.startswith("minder dan"):
                        assert share < _number(told)
                    elif told.startswith("meer dan"):
                        assert share > _number(told)
                    else:
                        assert _number(told) == pytest.approx(share, abs=10.0)
                        if _number(told) % 5:
                            assert _number(told) == pytest.approx(share, abs=0.5 + 1e-9)
                    checked += 1
    assert checked > 1000


def test_every_group_of_who_took_part(region, plain: Plain) -> None:
    for school in region.schools():
        _, *rows = _tables(region.html(school))["Wie deden mee, per groep"]
        if any("afgeschermd" in row[1] for row in rows):
            continue
        assert sum(_number(row[1]) for row in rows) == len(plain.of(school))


CELL = re.compile(r"(\d,\d) \((\d,\d) tot (\d,\d); n\s*=\s*([\d.]+)\)")


def _same(cell: str, values: list[float]) -> bool:
    """Whether a cell tells the mean and the n of these values; False where it is hidden."""
    found = CELL.match(cell)
    if not found:
        assert not re.match(r"\d", cell), cell
        return False
    assert _number(found[4]) == len(values)
    assert _number(found[1]) == pytest.approx(sum(values) / len(values), abs=0.05 + 1e-9)
    return True


def test_every_mean_of_every_group(region, plain: Plain) -> None:
    checked = 0
    for school in region.schools():
        table = _tables(region.html(school)).get("Cijfer per groep en onderwerp")
        if table is None:
            continue
        heads, *rows = table
        for row in rows:
            scale = next(k for k, t in plain.titles.items() if t == row[0])
            for head, cell in zip(heads[1:], row[1:], strict=True):
                if not re.fullmatch(r"leerjaar \d", head):
                    continue
                values = [
                    p["scores"][scale]
                    for p in plain.of(school)
                    if p["group"] == head[-1] and scale in p["scores"]
                ]
                checked += _same(cell, values)
    assert checked > 100


def test_every_mean_of_the_wave_before(region, plain: Plain, root: Path) -> None:
    codebook = root / "src" / "aspiratie" / "codebooks" / "aspiratie-leerling.yml"
    before = Plain(region.export("leerling_2024-2025"), codebook, plain.schools)
    checked = 0
    for school in region.schools():
        heads, *rows = _tables(region.html(school))["Cijfer per meting"]
        place = heads.index("2024-2025")
        for row in rows:
            scale = next(k for k, t in plain.titles.items() if t == row[0])
            values = [p["scores"][scale] for p in before.of(school) if scale in p["scores"]]
            checked += _same(row[place], values)
    assert checked > 50


def test_reliability_of_every_scale(region, plain: Plain) -> None:
    _, *rows = _tables(region.html(region.schools()[0]))["Betrouwbaarheid per schaal"]
    checked = 0
    for row in rows:
        scale = next(k for k, t in plain.titles.items() if t == row[0])
        if scale in plain.principles:
            continue
        n, alpha = plain.alpha(scale)
        assert _number(row[3]) == n
        assert _number(row[1]) == pytest.approx(alpha, abs=0.005 + 1e-9)
        checked += 1
    assert checked == len(plain.scales)


def test_counts_of_cleaning_in_the_region(region, plain: Plain) -> None:
    _, *rows = _tables(region.html(region.schools()[0]))[
        "Ingeleverde vragenlijsten en wat ermee gebeurde"
    ]
    told = {row[0]: row[2] for row in rows}
    assert _number(told["Vragenlijsten gebruikt"]) == len(plain.pupils)
    checked = 0
    for rule in ("proef", "leeg", "te weinig vragen beantwoord", "dubbel ingeleverd"):
        counted = sum(r == rule and s in plain.schools for r, s in plain.removed)
        cell = told[f"Niet gebruikt: {rule}"]
        if "afgeschermd" in cell:
            continue
        assert _number(cell) == counted
        checked += 1
    assert checked >= 1


def test_shares_of_pupils_beside_adults(region, plain: Plain) -> None:
    by_title = {f["title"].strip(): n for n, f in plain.items.items()}
    checked = 0
    for school in region.schools():
        tables = _tables(region.html(school))
        for caption, (_, *rows) in tables.items():
            if not caption.startswith("Deel dat het eens is"):
                continue
            for row in rows:
                found = re.match(r"(\d+)\s%", row[3])
                if found is None or row[0] not in by_title:
                    continue
                given = [p["answers"][by_title[row[0]]] for p in plain.of(school)]
                given = [a for a in given if a is not None]
                share = 100 * sum(a >= 4 for a in given) / len(given)
                assert int(found[1]) == pytest.approx(share, abs=0.5 + 1e-9)
                checked += 1
    assert checked > 100


BOUNDS = ((40, 5), (20, 10), (10, 20))


def _told(count: int, n: int, step: int) -> str:
    """A share as the page tells it."""
    bound = next(percent for least, percent in BOUNDS if n >= least)
    share = Fraction(100 * count, n)
    if share < bound:
        return f"minder dan {bound} %"
    if share > 100 - bound:
        return f"meer dan {100 - bound} %"
    return f"{step * math.floor(share / step + Fraction(1, 2))} %"


def _step(counts: list[int]) -> int:
    """The step of a spread: one percent, or the bound where a share of it is bounded."""
    n = sum(counts)
    bounded = any("dan" in _told(c, n, 1) for c in counts)
    return next(percent for least, percent in BOUNDS if n >= least) if bounded else 1


def _plain_text(element: Any) -> str:
    return str(element.text_content()).replace("\u00a0", " ").replace("\u00ad", "").strip()


LADDERS = {
    "Leerlingen": ("leerling", "ladder"),
    "Leerkrachten": ("leerkracht", "teacher_ladder"),
    "Team": ("team", "team_ladder"),
    "Ouders": ("ouder", "parent_ladder"),
}


def test_ladder_of_every_informant(region, plain: Plain, root: Path) -> None:
    books = root / "src" / "aspiratie" / "codebooks"
    answers: dict[str, tuple[list[str], dict[str, list[int]]]] = {}
    for who, (name, field) in LADDERS.items():
        sheet = Sheet(region.export(f"{name}_2025-2026"), books / f"aspiratie-{name}.yml")
        chosen: dict[str, list[int]] = defaultdict(list)
        for row in sheet.rows:
            if row["answers"][field] is not None:
                chosen[row["school"]].append(row["answers"][field])
        answers[who] = [c["label"] for c in sheet.items[field]["categories"]], chosen
    checked: dict[str, int] = defaultdict(int)
    for school in region.schools():
        page = lxml.html.document_fromstring(region.html(school))
        _, *rows = _tables(region.html(school))["Hoe leerlingen meedoen, volgens wie het invulde"]
        assert {row[0] for row in rows} == set(LADDERS)
        for who, (labels, chosen) in answers.items():
            own = [row for row in rows if row[0] == who]
            given = chosen[school]
            if own[0][1].startswith("afgeschermd"):
                assert len(own) == 1
                assert len(given) < 10 or "minder dan" not in own[0][1]
                continue
            classes = [[labels.index(label) + 1 for label in r[1].split(" / ")] for r in own]
            assert sorted(m for members in classes for m in members) == list(range(1, 9))
            counts = [sum(a in members for a in given) for members in classes]
            for row, count in zip(own, counts, strict=True):
                assert _number(row[3]) == len(given)
                assert row[2].replace("\u00a0", " ") == _told(count, len(given), _step(counts))
                checked[who] += 1
            for line in page.iterfind(".//section[@id='ladder']//li"):
                text = _plain_text(line)
                if text.startswith(who) and "‘" in text:
                    first = text.split("‘")[1].split("’")[0]
                    best = next(m for m, label in enumerate(labels, 1) if first in label)
                    assert given.count(best) == max(given.count(m) for m in range(1, 9))
                    checked["most"] += 1
    assert checked["Leerlingen"] > 20
    assert min(checked[who] for who in LADDERS) >= 1
    assert checked["most"] >= 3


def _classes(plain: Plain) -> list[tuple[str, str]]:
    """School and class of every pupil with both scores."""
    axes = plain.book["profile"]
    near: dict[str, float] = {}
    for scale in axes.values():
        values = [p["scores"][scale] for p in plain.pupils if scale in p["scores"]]
        mean = sum(values) / len(values)
        variance = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
        near[scale] = math.sqrt(variance * (1 - plain.alpha(scale)[1]))
    fields = {
        (True, True): "Aspiratie",
        (True, False): "Verbeelding",
        (False, True): "Inzet",
        (False, False): "Winterslaap",
    }
    out = []
    for pupil in plain.pupils:
        scores = [pupil["scores"].get(axes[axis]) for axis in ("dreaming", "doing")]
        if None in scores:
            continue
        # Answers 1 to 5: the middle is 3.
        close = [
            abs(s - 3) <= near[axes[axis]]
            for s, axis in zip(scores, ("dreaming", "doing"), strict=True)
        ]
        name = "Niet duidelijk" if any(close) else fields[scores[0] > 3, scores[1] > 3]
        out.append((pupil["school"], name))
    return out


def _wilson(count: int, n: int) -> tuple[float, float]:
    z = 1.959963984540054
    middle = (count + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(count * (n - count) / n + z * z / 4)
    return middle - half, middle + half


def test_profile_of_every_school(region, plain: Plain) -> None:
    classes = _classes(plain)
    checked = 0
    for school in region.schools():
        tables = _tables(region.html(school))
        caption = next((c for c in tables if c.startswith("Dromen en doen")), None)
        if caption is None:
            continue
        _, *rows = tables[caption]
        own = [name for s, name in classes if s == school]
        assert _number(caption.split("=")[1]) == len(own)
        counts = [own.count(row[0]) for row in rows]
        assert sum(counts) == len(own)
        step = _step(counts)
        for row, count in zip(rows, counts, strict=True):
            told = row[2].replace("\u00a0", " ")
            assert told == _told(count, len(own), step)
            # The interval covers those of all counts that would be told alike.
            alike = [c for c in range(len(own) + 1) if _told(c, len(own), step) == told]
            low, high = (_number(end) for end in row[3].split(" tot "))
            assert low == math.floor(100 * max(0.0, _wilson(min(alike), len(own))[0]))
            assert high == math.ceil(100 * min(1.0, _wilson(max(alike), len(own))[1]))
            checked += 1
    assert checked >= 5 * (len(region.schools()) - 2)


def _within(plain: Plain, scale: str, outcome: str) -> tuple[int, float, float, float]:
    """n, slope of the centred and scaled scores, and its interval over schools."""
    from scipy import stats

    pairs = defaultdict(list)
    for p in plain.pupils:
        if scale in p["scores"] and outcome in p["scores"]:
            pairs[p["school"]].append((p["scores"][scale], p["scores"][outcome]))
    centred = {}
    for school, rows in pairs.items():
        mean = [sum(r[k] for r in rows) / len(rows) for k in (0, 1)]
        centred[school] = [(x - mean[0], y - mean[1]) for x, y in rows]
    everybody = [row for rows in centred.values() for row in rows]
    n = len(everybody)
    root = [math.sqrt(sum(row[k] ** 2 for row in everybody) / n) for k in (0, 1)]
    slope = sum(x * y for x, y in everybody) / (n * root[0] * root[1])
    meat = 0.0
    for rows in centred.values():
        meat += sum(x / root[0] * (y / root[1] - slope * x / root[0]) for x, y in rows) ** 2
    j = len(centred)
    half = float(stats.t.ppf(0.975, j - 1)) * math.sqrt(meat * j / (j - 1)) / n
    return n, slope, slope - half, slope + half


def test_association_of_every_condition_with_the_outcome(region, plain: Plain) -> None:
    outcome = plain.book["outcome"]
    conditions = [s["name"] for s in plain.book["scales"] if s.get("principle")]
    expected = {plain.titles[s]: (s, _within(plain, s, outcome)) for s in conditions}
    checked = 0
    for school in region.schools():
        tables = _tables(region.html(school))
        caption = next((c for c in tables if f"‘{plain.titles[outcome]}’" in c), None)
        if caption is None:
            continue
        heads, *rows = tables[caption]
        assert heads[3:] == ["Verbonden", "Ligt tussen", "n regio"]
        for row in rows:
            scale, (n, slope, low, high) = expected[row[0]]
            assert (_number(row[2]), _number(row[1])) == (
                plain.sizes_of(scale, school),
                pytest.approx(plain.mean(scale, school)[1], abs=0.05 + 1e-9),
            )
            assert _number(row[5]) == n
            ends = [_number(end) for end in row[4].split(" tot ")]
            found = [_number(row[3]), *ends]
            assert found == pytest.approx([slope, low, high], abs=0.005 + 1e-9)
            checked += 1
        told = [_number(row[3]) for row in rows]
        assert told == sorted(told, reverse=True)
    assert checked >= 8 * (len(region.schools()) - 2)


APART = re.compile(r"‘(.+)’: (.+) geeft (\d,\d) \(n = \d+\) en (.+) geeft (\d,\d) \(n = \d+\)")


def test_groups_are_said_to_differ_only_by_a_corrected_test(region, plain: Plain) -> None:
    from scipy import stats

    named = 0
    for school in region.schools():
        table = _tables(region.html(school)).get("Cijfer per groep en onderwerp")
        page = lxml.html.document_fromstring(region.html(school))
        lines = [_plain_text(e) for e in page.iterfind(".//section[@id='groups']//li")]
        told = [found for line in lines if (found := APART.match(line))]
        assert len(told) == len(lines)
        if table is None or not all(re.fullmatch(r"leerjaar \d", h) for h in table[0][1:]):
            assert table is None or not told
            continue
        p: dict[tuple[str, str, str], float] = {}
        ends: dict[tuple[str, str, str], Any] = {}
        for row in table[1:]:
            scale = next(k for k, t in plain.titles.items() if t == row[0])
            scores = {
                head: [
                    pupil["scores"][scale]
                    for pupil in plain.of(school)
                    if pupil["group"] == head[-1] and scale in pupil["scores"]
                ]
                for head, cell in zip(table[0][1:], row[1:], strict=True)
                if CELL.match(cell)
            }
            for one, other in combinations(scores, 2):
                test = stats.ttest_ind(scores[one], scores[other], equal_var=False)
                p[row[0], one, other] = p[row[0], other, one] = test.pvalue
                ends[row[0], one, other] = ends[row[0], other, one] = test.confidence_interval(0.95)
        ordered = sorted(p.values())[::2]
        for found in told:
            key = (found[1], found[2], found[4])
            assert _number(found[3]) > _number(found[5])
            # Holm: the i-th smallest of m p values, and all below it, times m − i + 1.
            i = ordered.index(p[key])
            assert max(ordered[j] * (len(ordered) - j) for j in range(i + 1)) <= 0.05
            assert ends[key].low > 0 or ends[key].high < 0
            named += 1
    assert named >= 1
