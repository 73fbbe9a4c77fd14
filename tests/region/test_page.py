"""The region's report as a page: whole, small, in both languages, and never a ranking."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import msgspec
import numpy as np
import pytest

from aspiratie.disclosure import DisclosureRules, RegionRelease, write_release
from aspiratie.disclosure.region.draft import RegionDraft
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.disclosure.shape import NamedRelease
from aspiratie.display import region as sheets
from aspiratie.display.report import RegionReport
from aspiratie.report import MATRIX, MAX_REGION, render_report
from page_rules import faults

ROOT = Path(__file__).resolve().parents[2]
RULES = DisclosureRules()
NOTEBOOKS = ("regiorapport", "regiobijlage")
Plain = dict[str, Any]


def page_of(
    release: RegionRelease,
    folder: Path,
    language: str = "nl",
    notebook: str = "regiorapport",
) -> str:
    path = write_release(release, folder / "regio.json")
    has_matrix = notebook == "regiorapport" and isinstance(release, NamedRelease)
    made = render_report(
        ROOT / "notebooks" / f"{notebook}.ipynb",
        {"release": str(path), "language": language},
        out_html=folder / f"{notebook}.html",
        language=language,
        engine="inprocess",
        max_bytes=MAX_REGION,
        script=MATRIX if has_matrix else None,
    )
    return made.path.read_text(encoding="utf-8")


def text_of(html: str) -> str:
    body = lxml.html.document_fromstring(html).find("body")
    return " ".join(body.text_content().split())


def plain(draft: RegionDraft) -> Plain:
    """Return a draft as mappings and lists, to be changed."""
    return dict(msgspec.to_builtins(draft))


def named(changed: Plain) -> NamedRelease:
    return publish_named(msgspec.convert(changed, RegionDraft), RULES)


def both(draft: RegionDraft) -> dict[str, RegionRelease]:
    return {
        "named": publish_named(draft, RULES),
        "lettered": publish_lettered(draft, RULES, secret=b"x")[0],
    }


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("notebook", NOTEBOOKS)
@pytest.mark.parametrize("variant", ["named", "lettered"])
def test_page_breaks_no_rule(
    draft: RegionDraft, variant: str, notebook: str, language: str, tmp_path: Path
) -> None:
    release = both(draft)[variant]
    html = page_of(release, tmp_path, language, notebook)
    assert html == page_of(release, tmp_path, language, notebook)
    script = MATRIX if MATRIX in html else None
    found = faults(html, language=language, max_bytes=MAX_REGION, script=script)
    assert found == []
    assert (script is not None) == (variant == "named" and notebook == "regiorapport")
    if variant == "lettered":
        assert "School nummer" not in html
        assert not re.search(r"S0\d\d", html)


def test_withheld_scales_tell_why_and_show_nothing(draft: RegionDraft, tmp_path: Path) -> None:
    changed = plain(draft)
    for scale, verdict in zip(
        changed["scales"], ("not_invariant", "reliability_below_70"), strict=True
    ):
        scale |= {"verdict": verdict, "rows": [], "funnel": None, "types": []}
    text = text_of(page_of(named(changed), tmp_path))
    assert "de vragen betekenen niet op elke school hetzelfde" in text
    assert "schoolgemiddelden zijn te onzeker" in text
    assert "Deze scholen zijn op geen enkel onderwerp te vergelijken" in text
    assert 'id="matrix"' not in page_of(named(changed), tmp_path)


def test_untested_invariance_is_said(draft: RegionDraft) -> None:
    changed = plain(draft)
    for scale in changed["scales"]:
        scale["verdict"] = "invariance_not_tested"
        scale["invariance"] |= {"state": "not_tested", "over": None, "groups": 0}
        scale["invariance"] |= {"level": "", "reason": "few_groups"}
    report = RegionReport(release=named(changed), language="nl")
    assert "niet te toetsen is of de vragen overal" in sheets.reading(report).html
    assert "groepen te klein" in sheets.comparability(report).html


def large(draft: RegionDraft, schools: int) -> Plain:
    """Return a region of many schools, made of the numbers of a small one."""
    rng = np.random.default_rng(2)
    out = plain(draft)
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
        scales[i % len(scales)]
        | {
            "facts": scales[i % len(scales)]["facts"]
            | {"name": f"s{i}", "title": {"nl": f"Thema {i}", "en": None}}
        }
        for i in range(11)
    ]
    return out


def test_three_hundred_schools_stay_below_a_megabyte(draft: RegionDraft, tmp_path: Path) -> None:
    release = named(large(draft, 300))
    assert len(page_of(release, tmp_path).encode()) < 1_000_000


@pytest.mark.parametrize("schools", [5, 6, 7])
def test_small_regions_are_whole(draft: RegionDraft, schools: int, tmp_path: Path) -> None:
    changed = plain(draft)
    changed["schools"] = changed["schools"][:schools]
    kept = {s["id"] for s in changed["schools"]}
    for scale in changed["scales"]:
        scale["rows"] = [r for r in scale["rows"] if r["school"] in kept]
        scale["spread"] |= {"n": sum(r["n"] for r in scale["rows"]), "schools": schools}
        scale["types"] = []
    page_of(named(changed), tmp_path)


def test_every_sheet_is_shown_once() -> None:
    shown: list[str] = []
    for name in NOTEBOOKS:
        cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
        source = "\n".join("".join(cell["source"]) for cell in cells["cells"])
        shown += re.findall(r"region\.(\w+)\(report\)", source)
    assert sorted(shown) == sorted(sheets.__all__)
