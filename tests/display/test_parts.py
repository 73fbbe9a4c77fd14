"""Every part, of an ordinary school and of odd ones, in both languages."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from aspiratie.disclosure.release import Release
from aspiratie.display import Report, in_brief, open_report
from aspiratie.display.paint import PAINT
from aspiratie.display.svg import text_width

Parts = Callable[[str, str], dict[str, str]]


def tree_of(html: str) -> ET.Element:
    names = {"&nbsp;": "\u00a0"}
    for name, char in names.items():
        html = html.replace(name, char)
    return ET.fromstring(f"<main>{html}</main>")


def words(element: ET.Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_the_made_up_releases_are_releases(kind: str, releases: ModuleType) -> None:
    data = releases.school() if kind == "school" else releases.ODD[kind]()
    assert Release(data=data).school_id == "01AB00"


def test_a_release_and_its_json_give_the_same_report(releases: ModuleType, tmp_path: Path) -> None:
    from aspiratie.disclosure.release import write_release

    release = Release(data=releases.school())
    path = write_release(release, tmp_path / "r.json")
    html = {in_brief(open_report(r)).html for r in (release, releases.school(), path, str(path))}
    assert len(html) == 1


def test_markup(kind: str, language: str, parts_of: Parts) -> None:
    parts = parts_of(kind, language)
    tree = tree_of("".join(parts.values()))
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for e in tree.iter():
        for attribute in ("aria-labelledby", "href"):
            for name in (e.get(attribute) or "").replace("#", "").split():
                assert name in ids
    for table in tree.iter("table"):
        caption = table.find("caption")
        assert caption is not None
        assert words(caption)
        for th in table.iter("th"):
            assert th.get("scope") in ("row", "col")
            assert words(th)
        columns = len(table.findall("thead/tr/th"))
        assert all(len(row) == columns for row in table.findall("tbody/tr"))
        if table.get("class") != "actions":
            assert all(words(td) or columns > 3 for td in table.iter("td"))
    levels = [int(e.tag[1]) for e in tree.iter() if re.fullmatch(r"h\d", e.tag)]
    assert levels[0] == 2
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    for section in tree.iter("section"):
        if "part" in (section.get("class") or ""):
            assert len(section.findall("h2")) == 1
    text = words(tree)
    assert not re.search("[\ue000-\uf8ff]", "".join(parts.values()))
    assert not re.search(r"\b(None|nan|NaN|null|Infinity)\b|\{|\}", text)


def test_figures(kind: str, language: str, parts_of: Parts) -> None:
    tree = tree_of("".join(v for k, v in parts_of(kind, language).items() if "pupils" not in k))
    numbers = []
    for figure in tree.iter("figure"):
        svg = figure.find("svg")
        assert svg is not None
        title, desc = svg.find("title"), svg.find("desc")
        assert title is not None
        assert desc is not None
        assert title.text
        assert desc.text
        assert desc.text != title.text
        hidden = kind == "nine" and figure.get("id") != "fig-example"
        assert hidden or re.search(r"\d", desc.text)
        assert figure.find("details//table") is not None
        label = figure.find("figcaption/span")
        assert label is not None
        numbers.append(int(re.sub(r"\D", "", words(label))))
        width, height = (float(v) for v in str(svg.get("viewBox")).split()[2:])
        boxes = []
        for group in svg.iter("g"):
            for t in group.iter("text"):
                paint = PAINT[str(group.get("class"))]
                long = text_width(t.text or "", paint.size, bold=paint.bold)
                x, y = float(t.get("x", 0)), float(t.get("y", 0))
                left = {"middle": x - long / 2, "end": x - long}.get(t.get("text-anchor", ""), x)
                assert left >= -0.1
                assert left + long <= width
                assert 8 <= y <= height - 2
                boxes.append((left, left + long, y - 0.72 * paint.size, y + 1, t.text))
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                aside = a[1] <= b[0] + 0.2 or b[1] <= a[0] + 0.2
                assert aside or a[3] <= b[2] + 0.2 or b[3] <= a[2] + 0.2, (a, b)
    assert numbers == list(range(1, len(numbers) + 1))


def test_dutch_numbers_have_a_comma(kind: str, parts_of: Parts) -> None:
    for html in parts_of(kind, "nl").values():
        text = words(tree_of(re.sub(r' d="[^"]*"', "", html)))
        assert not re.search(r"\d\.\d(?!\d\d)", text)
        assert not re.search(r"\d%", text.replace("95%-", ""))


def test_every_score_has_its_n(kind: str, language: str, parts_of: Parts) -> None:
    """A sentence with a mean or a per cent of answers says of how many."""
    text_parts = ("in_brief", "condition_details", "learning", "aspiration_profile", "ladder")
    for name in text_parts:
        tree = tree_of(parts_of(kind, language)[name])
        for e in [*tree.iter("p"), *tree.iter("li")]:
            told = words(e)
            if "fig-note" in (e.get("class") or ""):
                continue
            if re.search(r"\d[.,]\d|\d\s?%", told):
                assert re.search(r"n\s=\s\d", told), told


def test_size_and_hidden_words(kind: str, language: str, parts_of: Parts) -> None:
    parts = parts_of(kind, language)
    assert sum(len(v.encode()) for v in parts.values()) < 240_000
    if kind == "nine":
        word = {"nl": "afgeschermd, minder dan 10", "en": "withheld, fewer than 10"}[language]
        for name in ("in_brief", "participation", "conditions", "condition_details"):
            assert word in words(tree_of(parts[name]))


def test_unreliable_scale_is_named_and_has_no_score(language: str, parts_of: Parts) -> None:
    parts = parts_of("unreliable", language)
    words_for = {"nl": "te onbetrouwbaar om te duiden", "en": "too unreliable to interpret"}
    title = {"nl": "Helden hebben", "en": "Heroes"}[language]
    for name in ("in_brief", "conditions"):
        text = words(tree_of(parts[name])).casefold()
        assert words_for[language] in text
        assert title.casefold() in text
    section = next(
        s
        for s in tree_of(parts["condition_details"]).iter("section")
        if s.get("id") == "condition-heroes"
    )
    before = words(section).split({"nl": "Figuur", "en": "Figure"}[language])[0]
    assert not re.search(r"\d[.,]\d", before)


def test_parts_without_data(language: str, parts_of: Parts) -> None:
    assert parts_of("no_adults", language)["informants"] == ""
    assert "<figure" not in parts_of("one_group", language)["group_differences"]
    assert "<h2" in parts_of("one_group", language)["group_differences"]
    assert "<figure" not in parts_of("other_version", language)["development"]
    four = parts_of("four_point", language)
    assert four["student_voice"] == four["learning"] == four["priority"] == ""
    assert "<figure" in four["condition_details"]


def test_dutch_left_in_an_english_report_is_marked(parts_of: Parts) -> None:
    assert 'lang="nl"' in parts_of("school", "en")["condition_details"]
    assert 'lang="nl"' not in parts_of("school", "nl")["condition_details"]


SECRET = "<script>alert('x')</script>&"


def test_texts_of_a_release_are_escaped(releases: ModuleType, language: str) -> None:
    from aspiratie import display

    data = releases.school()
    data["items"][0]["title"] = {"nl": SECRET, "en": SECRET}
    data["scales"][3]["title"] = {"nl": SECRET, "en": SECRET}
    data["groups"][0]["label"] = data["participation"]["groups"][0]["label"] = SECRET
    report = open_report(data, language=language)
    for name in ("in_brief", "condition_details", "group_differences", "participation", "approach"):
        html = getattr(display, name)(report).html
        assert "<script" not in html
        tree_of(html)


PROGRAM = """
import hashlib, runpy, sys
module = runpy.run_path(sys.argv[1])
from aspiratie import display
report = display.open_report(module["school"]())
html = "".join(getattr(display, n)(report).html for n in ("in_brief", "conditions", "approach"))
print(hashlib.sha256(html.encode()).hexdigest())
"""


@pytest.mark.slow
def test_same_bytes_whatever_the_hash_seed() -> None:
    path = Path(__file__).with_name("releases.py")
    seen = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_the_repr_tells_no_content(report_of: Callable[[str, str], Report]) -> None:
    report = report_of("school", "nl")
    assert repr(report) == "<Report of a school in nl>"
    fragment = in_brief(report)
    assert fragment._repr_html_() == fragment.html
    assert repr(fragment).startswith("<Fragment of")
