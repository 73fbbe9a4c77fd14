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
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml

pytestmark = pytest.mark.slow

NO_ANSWER = {"", "geen antwoord", "niet ingevuld", "-9"}


class Plain:
    """The export of the pupils, cleaned by the rules as they are stated."""

    def __init__(self, export: Path, codebook: Path, schools: set[str] | None = None) -> None:
        book = yaml.safe_load(codebook.read_text(encoding="utf-8"))
        heads, *rows = csv.reader(export.read_text(encoding="cp1252").splitlines(), delimiter=";")
        self.items = {f["name"]: f for f in book["fields"] if "categories" in f}
        self.scales = [s["name"] for s in book["scales"]]
        self.principles = {
            p["name"]: [s["name"] for s in book["scales"] if s.get("principle") == p["name"]]
            for p in book["principles"]
        }
        self.titles = {x["name"]: x["title"] for x in [*book["scales"], *book["principles"]]}
        columns = {f["title"].strip(): name for name, f in self.items.items()}
        place = {columns[h.strip()]: i for i, h in enumerate(heads) if h.strip() in columns}
        assert set(place) == set(self.items)
        labels = {
            name: {str(c["label"]).casefold(): k for k, c in enumerate(f["categories"], 1)}
            for name, f in self.items.items()
        }
        opinion = {"weet niet", "niet van toepassing", "88", "99"}
        at = {h: i for i, h in enumerate(heads)}
        seen: set[tuple[str, str]] = set()
        self.pupils: list[dict[str, Any]] = []
        self.removed: list[tuple[str, str]] = []
        for row in rows:
            school = row[at["BRIN"]].strip().upper()
            if row[at["Status"]].strip().casefold() in ("test", "preview", "proef"):
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
            who = (school, row[at["Deelnamecode"]].strip())
            if who in seen:
                self.removed.append(("dubbel ingeleverd", school))
                continue
            seen.add(who)
            self.pupils.append(
                {"school": who[0], "group": row[at["Leerjaar"]].strip(), "answers": answers}
            )
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
    checked = 0
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
                else:
                    assert plain.certainty(scale) >= 0.70
                    _, others = plain.mean(scale, school, others=True)
                    assert _number(row[4]) == pytest.approx(others, abs=0.05 + 1e-9)
                checked += 1
    assert checked >= 11 * (len(region.schools()) - 1)


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
