"""The region report as a page: whole, small, in both languages, and never a ranking."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import lxml.html
import numpy as np
import pytest

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.publish_regional import publish_lettered, publish_named
from aspiratie.disclosure.region_release import RegionRelease, write_region_release
from aspiratie.display import regional
from aspiratie.display.messages import messages_in
from aspiratie.report import MAX_REGION, render_report
from page_rules import faults

ROOT = Path(__file__).resolve().parents[2]
RULES = DisclosureRules()
PARTS = [name for name in regional.__all__ if name != "open_region"]
Draft = dict[str, Any]


def page_of(release: RegionRelease, folder: Path, language: str = "nl") -> str:
    path = write_region_release(release, folder / "regio.json")
    made = render_report(
        ROOT / "notebooks" / "regiorapport.ipynb",
        {"release": str(path), "language": language},
        out_html=folder / "regio.html",
        language=language,
        engine="inprocess",
        max_bytes=MAX_REGION,
    )
    return made.path.read_text(encoding="utf-8")


def text_of(html: str) -> str:
    body = lxml.html.document_fromstring(html).find("body")
    return " ".join(body.text_content().split())


def both(draft: Draft) -> dict[str, RegionRelease]:
    return {
        "named": publish_named(draft, RULES),
        "lettered": publish_lettered(draft, RULES, secret=b"x")[0],
    }


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("variant", ["named", "lettered"])
def test_page_breaks_no_rule(draft: Draft, variant: str, language: str, tmp_path: Path) -> None:
    release = both(draft)[variant]
    html = page_of(release, tmp_path, language)
    assert html == page_of(release, tmp_path, language)
    assert faults(html, language=language, max_bytes=MAX_REGION) == []
    root = lxml.html.document_fromstring(html)
    parts = [section.get("id") for section in root.xpath("//main/section")]
    assert parts == [
        "region-brief",
        "region-participation",
        "region-comparability",
        "region-schools",
        "region-funnel",
        "region-table",
        "region-types",
        "region-items",
        "region-spread",
        "region-talk",
        "region-account",
    ]
    numbers = [int(n) for n in re.findall(r'class="fig-number">\D+(\d+)', html)]
    assert numbers == list(range(1, len(numbers) + 1))
    if variant == "lettered":
        assert "School nummer" not in html
        assert not re.search(r"S0\d\d", html)


def test_schools_stand_by_code_in_every_table(draft: Draft, tmp_path: Path) -> None:
    root = lxml.html.document_fromstring(page_of(publish_named(draft, RULES), tmp_path))
    names = [s["name"] for s in draft["schools"]]
    tables = 0
    for table in root.iter("table"):
        rows = [th.text_content() for th in table.xpath(".//th[@scope='row']")]
        if set(rows) == set(names):
            tables += 1
            assert rows == names
    assert tables >= 4


def test_words_follow_the_labels(draft: Draft) -> None:
    release = publish_named(draft, RULES)
    report = regional.open_region(release)
    root = lxml.html.fragment_fromstring(regional.school_table(report).html)
    labels = {
        s["name"]: {r["school"]: r["label"] for r in s["rows"]} for s in release.data["scales"]
    }
    marks = {"higher": "▲ hoger", "lower": "▼ lager", "similar": "● gelijk"}
    shown = [s for s in release.data["scales"] if s["rows"]]
    rows = root.xpath(".//table[contains(@class, 'matrix')]/tbody/tr")
    for row, school in zip(rows, draft["schools"], strict=True):
        cells = [td.text_content() for td in row.iter("td")]
        assert cells == [marks[labels[s["name"]][school["id"]]] for s in shown]
    assert {label for s in labels.values() for label in s.values()} == set(marks)


def test_withheld_scales_tell_why_and_show_nothing(draft: Draft, tmp_path: Path) -> None:
    changed = copy.deepcopy(draft)
    for scale, verdict in zip(
        changed["scales"], ("not_invariant", "reliability_below_70"), strict=True
    ):
        scale |= {"verdict": verdict, "rows": [], "funnel": None, "types": []}
    text = text_of(page_of(publish_named(changed, RULES), tmp_path))
    assert "de vragen betekenen niet overal hetzelfde" in text
    assert "schoolgemiddelden zijn te onzeker" in text
    assert "Op geen enkel onderwerp mogen wij deze scholen vergelijken" in text
    assert "▲ hoger" not in text


def test_untested_invariance_is_said(draft: Draft) -> None:
    changed = copy.deepcopy(draft)
    for scale in changed["scales"]:
        scale["verdict"] = "invariance_not_tested"
        scale["invariance"] |= {"state": "not_tested", "over": None, "groups": 0}
        scale["invariance"] |= {"level": "", "reason": "few_groups"}
    report = regional.open_region(publish_named(changed, RULES))
    assert "konden wij de tweede vraag niet toetsen" in regional.comparability(report).html
    assert "niet met een andere streep" in regional.schools(report).html


def large(draft: Draft, schools: int) -> Draft:
    """Return a region of many schools, made of the numbers of a small one."""
    rng = np.random.default_rng(2)
    out = copy.deepcopy(draft)
    names = [f"T{i:03d}" for i in range(schools)]
    sizes = [int(n) for n in rng.integers(20, 400, schools)]
    out["schools"] = [
        {"id": s, "name": f"Scholengemeenschap {s} aan de Lange Laan", "type": "vmbo", "n": n}
        | {"enrolled": n + 30}
        for s, n in zip(names, sizes, strict=True)
    ]
    for scale in out["scales"]:
        pattern = scale["rows"]
        scale["rows"] = [
            pattern[i % len(pattern)] | {"school": s, "n": n}
            for i, (s, n) in enumerate(zip(names, sizes, strict=True))
        ]
        scale["spread"] |= {"n": sum(sizes), "schools": schools, "largest": max(sizes)}
        scale["types"] = []
    for item in out["items"]:
        counts = list(item["counts"].values())
        item["counts"] = {s: counts[i % len(counts)] for i, s in enumerate(names)}
    scales = [s for s in out["scales"] if s["rows"]]
    out["scales"] = [
        scales[i % len(scales)] | {"name": f"s{i}", "title": {"nl": f"Thema {i}", "en": None}}
        for i in range(11)
    ]
    return out


def test_three_hundred_schools_stay_below_a_megabyte(draft: Draft, tmp_path: Path) -> None:
    release = publish_named(large(draft, 300), RULES)
    assert len(page_of(release, tmp_path).encode()) < 1_000_000


@pytest.mark.parametrize("schools", [5, 6, 7])
def test_small_regions_are_whole(draft: Draft, schools: int, tmp_path: Path) -> None:
    changed = copy.deepcopy(draft)
    changed["schools"] = changed["schools"][:schools]
    kept = {s["id"] for s in changed["schools"]}
    for scale in changed["scales"]:
        scale["rows"] = [r for r in scale["rows"] if r["school"] in kept]
        scale["spread"] |= {"n": sum(r["n"] for r in scale["rows"]), "schools": schools}
        scale["types"] = []
    page_of(publish_named(changed, RULES), tmp_path)


def test_every_part_is_shown_once() -> None:
    source = (ROOT / "notebooks" / "regiorapport.ipynb").read_text(encoding="utf-8")
    shown = re.findall(r"display\.regional\.(\w+)\(report\)", source)
    assert sorted(shown) == sorted(PARTS)


def test_catalogues_agree() -> None:
    dutch, english = (messages_in(language) for language in ("nl", "en"))
    assert list(dutch) == list(english)
    for name, source in dutch.items():
        if name.startswith("regio-"):
            assert set(re.findall(r"\$\w+", source)) == set(re.findall(r"\$\w+", english[name]))
