"""Numbers of the releases, computed again from the raw export without the package.

Only the csv module and plain arithmetic: labels to codes, the stated cleaning rules,
the half rule and item-centred proration, written down a second time.
"""

from __future__ import annotations

import csv
import functools
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from scipy import stats

from aspiratie.disclosure import SchoolRelease, read_school_release
from aspiratie.disclosure.shape import (
    Above,
    AtLeast,
    AtMost,
    Below,
    Count,
    Distribution,
    Estimate,
    Exact,
    Hidden,
    Mark,
    Profile,
    Reliability,
)

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


def _releases(region) -> list[SchoolRelease]:
    folder = region.reports / "release"
    return [read_school_release(folder / f"{school}.json") for school in region.schools()]


def _same(score: Any, values: list[float]) -> bool:
    """Whether a score tells the n, the mean and the t interval of these values."""
    if isinstance(score, Hidden):
        return False
    n, mean = len(values), sum(values) / len(values)
    assert score.n == n
    slack = score.step / 2 + 1e-9
    if isinstance(score, AtLeast):
        assert mean >= score.mean - slack
    elif isinstance(score, AtMost):
        assert mean <= score.mean + slack
    else:
        assert isinstance(score, Estimate)
        assert score.mean == pytest.approx(mean, abs=slack)
        sd = math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1))
        quantile = float(stats.t.ppf(0.975, n - 1))
        # One pupil could be at the far end of 1 to 5; then upward to a step.
        reach = max(score.mean - 1, 5 - score.mean) + score.step / 2
        least = max(quantile * sd / math.sqrt(n), quantile * reach / (n - 1))
        half = max(1, math.ceil(least / score.step - 1e-9)) * score.step
        assert score.low == pytest.approx(score.mean - half, abs=1e-5)
        assert score.high == pytest.approx(score.mean + half, abs=1e-5)
    return True


def _told(share: Any, count: int, n: int, step: int) -> None:
    exact = 100 * count / n
    if isinstance(share, Below):
        assert exact < share.percent
    elif isinstance(share, Above):
        assert exact > share.percent
    else:
        assert isinstance(share, Exact)
        assert share.percent == pytest.approx(exact, abs=step / 2 + 1e-9)


def _others(releases: list[SchoolRelease], own: SchoolRelease, scale: str) -> list[Estimate]:
    """Return what the other schools of the sector print: the region's number follows from it."""
    scores = [
        s.score
        for other in releases
        if other.school.id != own.school.id and other.school.sector == own.school.sector
        for s in other.scales
        if s.name == scale
    ]
    return [score for score in scores if isinstance(score, Estimate)]


def _same_region(mark: Mark, others: list[Estimate]) -> None:
    n = sum(other.n for other in others)
    assert (mark.n, mark.schools) == (n, len(others))
    mean = sum(other.n * other.mean for other in others) / n
    assert mark.mean == pytest.approx(mean, abs=mark.step / 2 + 1e-9)


def test_every_score_of_every_school(region, plain: Plain) -> None:
    checked = 0
    releases = _releases(region)
    for release in releases:
        school = release.school.id
        for scale in release.scales:
            values = [
                p["scores"][scale.name] for p in plain.of(school) if scale.name in p["scores"]
            ]
            checked += _same(scale.score, values)
            if isinstance(scale.region, Mark):
                _same_region(scale.region, _others(releases, release, scale.name))
    assert checked >= 11 * (len(region.schools()) - 1)


def test_every_share_of_every_answer(region, plain: Plain) -> None:
    checked = 0
    for release in _releases(region):
        for item in release.items:
            told = item.distribution
            if not isinstance(told, Distribution):
                continue
            given = [p["answers"][item.name] for p in plain.of(release.school.id)]
            given = [a for a in given if a is not None]
            assert told.n == len(given)
            for part in told.classes:
                count = sum(a in part.members for a in given)
                _told(part.share, count, len(given), told.step)
                checked += 1
    assert checked > 500


def test_every_score_of_every_group(region, plain: Plain) -> None:
    checked = 0
    for release in _releases(region):
        pupils = plain.of(release.school.id)
        for group in release.groups:
            for scale, score in group.scores.items():
                values = [
                    p["scores"][scale]
                    for p in pupils
                    if p["group"] in group.members and scale in p["scores"]
                ]
                checked += _same(score, values)
    assert checked > 100


def test_every_score_of_the_wave_before(region, plain: Plain, root: Path) -> None:
    codebook = root / "src" / "aspiratie" / "codebooks" / "aspiratie-leerling.yml"
    before = Plain(region.export("leerling_2024-2025"), codebook, plain.schools)
    checked = 0
    for release in _releases(region):
        for wave in release.waves:
            if wave.wave != "2024-2025":
                continue
            pupils = before.of(release.school.id)
            for scale, score in wave.scores.items():
                values = [p["scores"][scale] for p in pupils if scale in p["scores"]]
                checked += _same(score, values)
    assert checked > 50


def test_reliability_of_every_scale(region, plain: Plain) -> None:
    checked = 0
    for scale in _releases(region)[0].scales:
        if scale.name in plain.principles:
            continue
        told = scale.reliability
        assert isinstance(told, Reliability)
        assert told.coefficient == "alpha"
        n, alpha = plain.alpha(scale.name)
        assert told.n == n
        assert told.estimate == pytest.approx(alpha, abs=0.005 + 1e-9)
        checked += 1
    assert checked == len(plain.scales)


def test_counts_of_cleaning_in_the_region(region, plain: Plain) -> None:
    flow = _releases(region)[0].cleaning.region
    if isinstance(flow.rows_out, Count):
        assert flow.rows_out.value == len(plain.pupils)
    rules = {
        "test_entry": "proef",
        "empty": "leeg",
        "min_answered": "te weinig vragen beantwoord",
        "duplicate": "dubbel ingeleverd",
    }
    told = {count.rule: count.n for count in flow.removed}
    checked = 0
    for rule, name in rules.items():
        n = told.get(rule)
        if isinstance(n, Count):
            assert n.value == sum(r == name and s in plain.schools for r, s in plain.removed)
            checked += 1
    assert checked >= 1, sorted(told)


def test_shares_of_pupils_beside_adults(region, plain: Plain) -> None:
    checked, to_the_percentage = 0, 0
    for release in _releases(region):
        own = {item.name: item.favourable for item in release.items}
        for informant in release.informants:
            for item in informant.items:
                told = own[item.name]
                assert (item.pupils, item.pupils_step) == (told.share, told.step)
                if isinstance(item.pupils, Hidden):
                    continue
                given = [p["answers"][item.name] for p in plain.of(release.school.id)]
                given = [a for a in given if a is not None]
                sides = {"high": lambda a: a >= 4, "low": lambda a: a <= 2}
                count = sum(map(sides[item.side], given))
                _told(item.pupils, count, len(given), item.pupils_step)
                checked += 1
                to_the_percentage += item.pupils_step == 1
    assert checked > 50
    assert to_the_percentage > 0.75 * checked


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
        (True, True): "aspiration",
        (True, False): "imagination",
        (False, True): "perspiration",
        (False, False): "hibernation",
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
        name = "unclear" if any(close) else fields[scores[0] > 3, scores[1] > 3]
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
    for release in _releases(region):
        told = release.profile
        if not isinstance(told, Profile):
            continue
        own = [name for s, name in classes if s == release.school.id]
        assert told.n == len(own)
        for part in told.classes:
            count = own.count(part.name)
            _told(part.share, count, len(own), told.step)
            low, high = _wilson(count, len(own))
            assert part.low <= 100 * low + 1e-9
            assert part.high >= 100 * high - 1e-9
            checked += 1
    assert checked >= 4 * (len(region.schools()) - 3)


def _within(plain: Plain, scale: str, outcome: str) -> tuple[int, float, float, float]:
    """n, slope of the centred and scaled scores, and its interval over schools."""
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
    release = _releases(region)[0]
    assert len(release.priority) == 8
    for line in release.priority:
        n, slope, low, high = _within(plain, line.scale, outcome)
        assert line.n == n
        found = [line.association, line.low, line.high]
        assert found == pytest.approx([slope, low, high], abs=0.0006)
