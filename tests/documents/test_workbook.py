"""The workbook of a release: every number, as it is, and nothing that runs."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import get_args

import msgspec
import openpyxl
import pytest

from aspiratie.disclosure.members import Reach
from aspiratie.disclosure.shape import Estimate, SchoolRelease
from aspiratie.display.report import RegionReport, SchoolReport
from aspiratie.report.documents import workbook_bytes, write_workbook
from aspiratie.report.documents.tidy import statistic, tidy_rows
from aspiratie.texts import Messages
from display.made import Plan, school_release
from display.made_region import region_release

PLANS = (
    Plan(),
    Plan(n=12, groups=(), waves=1, informants=(), region=False, profile=False, ladder=False),
    Plan(n=3000, principles={}, answers=("nee", "ja"), unreliable=("leadership",)),
)


def opened(release: SchoolRelease, language: str = "nl") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(release, language=language)))


@pytest.mark.parametrize("plan", PLANS, ids=("whole", "small", "large"))
def test_every_number_of_the_release_is_there_once(plan: Plan) -> None:
    report = SchoolReport(release=school_release(plan), language="nl")
    facts = list(report.release.facts())
    rows = tidy_rows(report)
    shown = Counter((row.place, row.value) for row in rows)
    assert set(shown) <= {(fact.place, fact.value) for fact in facts}
    assert max(shown.values()) == 1
    by_place = {fact.place: fact for fact in facts}
    # What has no row of its own stands beside a number: the ends and the n are exactly theirs.
    apart = [fact for fact in facts if (fact.place, fact.value) not in shown]
    for fact in apart:
        field = fact.place.rpartition(".")[2]
        assert field in ("low", "high", "n")
        owners = [
            row
            for row in rows
            if getattr(row, field) == fact.value and _near(fact.place, row.place)
        ]
        assert owners, fact.place
    for row in rows:
        assert (row.state == "afgeschermd") is (by_place[row.place].value is None)
        assert bool(row.reason) is (by_place[row.place].value is None)


def _near(end: str, number: str) -> bool:
    around = end.rpartition(".")[0].removesuffix(".interval")
    return number.startswith(around)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_number_has_a_name_in_words(language: str) -> None:
    report = SchoolReport(release=school_release(), language=language)
    for row, key in ((r, f) for r, f in zip(tidy_rows(report), _own(report), strict=True)):
        assert report.say.has(f"stat-{key}".replace("_", "-")), row.place
        if row.name:
            assert row.title, row.place


def _own(report: SchoolReport) -> list[str]:
    rows = {row.place for row in tidy_rows(report)}
    return [statistic(fact) for fact in report.release.facts() if fact.place in rows]


def test_the_sheets_of_a_school() -> None:
    release = school_release()
    book = opened(release)
    assert book.sheetnames == [
        "Cijfers",
        "Vragen",
        "Groepen en metingen",
        "Alle getallen",
        "Uitleg",
    ]
    scores = book["Cijfers"]
    assert scores.max_row == 1 + len(release.scales)
    first = next(s for s in release.scales if isinstance(s.score, Estimate))
    row = 2 + list(release.scales).index(first)
    assert scores.cell(row, 1).value == first.title.nl
    assert isinstance(first.score, Estimate)
    assert scores.cell(row, 2).value == first.score.mean
    assert book["Vragen"].max_row == 1 + len(release.items)
    columns = [cell.value for cell in book["Alle getallen"][1]]
    explained = [row[0].value for row in book["Uitleg"].iter_rows(min_row=2)]
    assert set(columns) <= set(explained)


def test_no_cell_is_a_formula() -> None:
    release = school_release()
    school = msgspec.structs.replace(release.school, name='=HYPERLINK("http://x")')
    title = msgspec.structs.replace(release.items[0].title, nl="+1+1")
    items = (msgspec.structs.replace(release.items[0], title=title), *release.items[1:])
    book = opened(msgspec.structs.replace(release, school=school, items=items))
    texts = [c for s in book for row in s.iter_rows() for c in row if isinstance(c.value, str)]
    assert {c.data_type for c in texts} == {"s"}
    risky = [c for c in texts if c.value.startswith(("=", "+"))]
    assert risky
    assert all(c.quotePrefix for c in risky)


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    release = school_release()
    made = write_workbook(release, tmp_path / "a.xlsx", language="en")
    assert made.read_bytes() == workbook_bytes(release, language="en")


def test_control_characters_do_not_break_the_workbook() -> None:
    release = school_release()
    school = msgspec.structs.replace(release.school, name="De\x0bSpar")
    book = opened(msgspec.structs.replace(release, school=school))
    assert book["Alle getallen"]["B2"].value == "DeSpar"


@pytest.mark.parametrize("lettered", [False, True])
def test_every_number_of_a_region_has_a_row_and_words(lettered: bool) -> None:
    release = region_release(Plan(), lettered=lettered)
    report = RegionReport(release=release, language="en")
    rows = tidy_rows(report)
    facts = {fact.place: fact for fact in release.facts()}
    beside = sum((row.low is not None) + (row.high is not None) for row in rows)
    shared = {fact.place for fact in facts.values() if fact.place.endswith(".n")}
    own = {row.place for row in rows}
    assert len(own) == len(rows)
    assert len(rows) + beside + len(shared - own) == len(facts)
    for place in own:
        assert report.say.has(f"stat-{statistic(facts[place])}".replace("_", "-")), place
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(release, language="en")))
    assert book.sheetnames == ["Scores", "Schools", "Questions", "All numbers", "Explained"]
    assert all(sheet.max_row > 1 for sheet in book)


def test_every_reach_has_words() -> None:
    for language in ("nl", "en"):
        say = Messages(language)
        for level in (*get_args(Reach), "kind", "letter"):
            assert say.has(f"tidy-level-{level}")
