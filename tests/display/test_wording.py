"""Sentences follow the numbers: flip the data and the sentence flips."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from aspiratie import display
from aspiratie.display import Report, open_report
from aspiratie.display.figures_counts import group_name
from aspiratie.display.parts import region_sentences
from aspiratie.display.school_brief import change_sentences, strong_and_weak
from aspiratie.display.school_informants import clear_gaps, informants
from aspiratie.display.school_items import item_sentences
from aspiratie.display.school_understand import priority_scales
from aspiratie.display.school_within import divided_groups
from aspiratie.display.wording import (
    extremes,
    listed,
    most_divided,
    number_word,
    portion,
    portion_text,
    tenths_text,
)

Reports = Callable[[str, str], Report]
HIGHER = {"nl": "uidelijk hoger", "en": "learly higher"}
LOWER = {"nl": "uidelijk lager", "en": "learly lower"}


def brief(report: Report) -> str:
    html = display.in_brief(report).html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<table")[0]))


def test_flipping_the_data_flips_highest_and_lowest(releases: ModuleType, language: str) -> None:
    data = releases.school()
    one = open_report(data, language=language)
    two = open_report(releases.flipped(data), language=language)
    high, low = strong_and_weak(one)
    turned_high, turned_low = strong_and_weak(two)
    assert [s["name"] for s in high] == [s["name"] for s in turned_low] == ["belonging"]
    assert [s["name"] for s in low] == [s["name"] for s in turned_high] == ["leadership"]
    assert brief(one) != brief(two)


@pytest.mark.parametrize("label", ["higher", "lower", "similar", "not_compared"])
def test_higher_and_lower_stand_only_where_the_release_says_so(
    releases: ModuleType, language: str, label: str
) -> None:
    data = releases.school()
    for scale in data["scales"]:
        reason = "few_schools" if label == "not_compared" else None
        scale["comparison"] |= {"label": label, "reason": reason}
    report = open_report(data, language=language)
    text = " ".join(
        getattr(display, name)(report).html for name in ("in_brief", "conditions", "principles")
    )
    assert (HIGHER[language] in text) == (label == "higher")
    assert (LOWER[language] in text) == (label == "lower")


@pytest.mark.parametrize("change", ["higher", "lower", "similar"])
def test_change_is_told_only_where_it_was_tested(
    releases: ModuleType, language: str, change: str
) -> None:
    data = releases.school()
    next(s for s in data["scales"] if s["name"] == "fun")["previous"]["change"] = change
    text = " ".join(change_sentences(open_report(data, language=language)))
    assert (HIGHER[language] in text) == (change == "higher")
    assert (LOWER[language] in text) == (change == "lower")


means = st.lists(st.integers(10, 50), min_size=8, max_size=8)


@settings(max_examples=60, deadline=None)
@given(means=means, half=st.integers(0, 15))
def test_highest_and_lowest_are_apart_only_without_overlap(
    releases: ModuleType, means: list[int], half: int
) -> None:
    data = releases.school()
    conditions = [s for s in data["scales"] if s["kind"] == "condition"]
    for scale, mean in zip(conditions, means, strict=True):
        scale["score"] |= {
            "mean": mean / 10,
            "low": (mean - half) / 10,
            "high": (mean + half) / 10,
        }
    report = open_report(data)
    top, bottom = strong_and_weak(report)
    if max(means) - min(means) <= 2 * half:
        assert (top, bottom) == ([], [])
    else:
        assert {s["score"]["mean"] for s in top} == {max(means) / 10}
        assert {s["score"]["mean"] for s in bottom} == {min(means) / 10}
    high, low = extremes(report.readable)
    assert len(high) == means.count(max(means))
    assert len(low) == means.count(min(means))


points = st.integers(-60, 60)


@settings(max_examples=40, deadline=None)
@given(
    gaps=st.lists(st.tuples(points, st.integers(1, 40)), min_size=8, max_size=8),
    labels=st.lists(st.sampled_from(["higher", "lower", "similar"]), min_size=8, max_size=8),
)
def test_no_gap_is_told_whose_interval_covers_zero(
    releases: ModuleType, gaps: list[tuple[int, int]], labels: list[str]
) -> None:
    data = releases.school()
    rows = data["informants"][0]["items"]
    for row, (gap, half), label in zip(rows, gaps, labels, strict=True):
        row["gap"] = {"state": "shown", "points": gap, "low": gap - half, "high": gap + half}
        row["label"] = label
    told = clear_gaps(open_report(data), "teacher")
    for row in told:
        assert row["gap"]["low"] > 0 or row["gap"]["high"] < 0
        assert row["label"] != "similar"
    wide = [abs(r["gap"]["points"]) for r in told]
    assert wide == sorted(wide, reverse=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(12, 48), st.integers(1, 10)), min_size=4, max_size=4))
def test_groups_stand_apart_only_where_no_rounding_covers_zero(
    releases: ModuleType, scores: list[tuple[int, int]]
) -> None:
    data = releases.school()
    for group, (mean, half) in zip(data["groups"], scores, strict=True):
        group["scores"] = {
            "fun": {
                "state": "shown",
                "n": 40,
                "mean": mean / 10,
                "low": (mean - half) / 10,
                "high": (mean + half) / 10,
            }
        }
    found = divided_groups(open_report(data))
    # Halves of an interval as wide as six comparisons ask, and wide for the rounding.
    wider = stats.t.ppf(1 - 0.05 / 12, 39) / stats.t.ppf(0.975, 39)
    for scale, (_, top), (_, bottom) in found:
        assert scale["name"] == "fun"
        gap = top["mean"] - bottom["mean"]
        halves = [(s["high"] - s["low"]) / 2 for s in (top, bottom)]
        assert gap > math.hypot(*halves)
        assert gap > 0.1
    if all(m == scores[0][0] for m, _ in scores):
        assert not found
    (high, high_half), (low, low_half) = max(scores), min(scores)
    if high - low - 1 > wider * (high_half + low_half + 1):
        [(_, (_, top), (_, bottom))] = found
        assert top["mean"] - bottom["mean"] <= (high - low) / 10 + 1e-9


def test_the_widest_of_the_tested_differences_is_told(releases: ModuleType) -> None:
    def score(mean: float, half: float, n: int) -> dict[str, Any]:
        ends = {"low": round(mean - half, 1), "high": round(mean + half, 1)}
        return {"state": "shown", "n": n, "mean": mean, **ends}

    data = releases.school()
    # The highest of all is of twelve pupils who answer all sorts of things.
    rows = [score(4.1, 1.4, 12), score(3.8, 0.2, 60), score(3.0, 0.2, 60), score(2.8, 0.3, 60)]
    for group, row in zip(data["groups"], rows, strict=True):
        group["scores"] = {"fun": row, "action": {"state": "hidden", "reason": "few"}}
    [(scale, top, bottom)] = divided_groups(open_report(data))
    assert scale["name"] == "fun"
    assert (top[1], bottom[1]) == (rows[1], rows[3])


def spread(releases: ModuleType, percents: list[float], n: int = 187) -> dict[str, Any]:
    return dict(releases.distribution(percents, n))


def test_portions_are_told_as_sure_as_they_are(releases: ModuleType, report_of: Reports) -> None:
    report = report_of("school", "nl")

    def told(percents: list[float], n: int = 187) -> str:
        text = portion_text(report, portion(spread(releases, percents, n), "high"))
        return text.replace("\u00a0", " ")

    assert told([10, 20, 20, 30, 20]) == "ongeveer 50 %"
    assert told([10, 20, 30, 37, 3]) == "35 tot 40 %"
    assert told([40, 30, 26, 2, 2]) == "minder dan 10 %"
    assert told([0, 0, 2, 2, 96]) == "meer dan 95 %"
    assert told([10, 30, 35, 10, 15], 27) == "25 %"
    assert portion(spread(releases, [20] * 5, 9), "high") is None


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=5, max_size=5).filter(lambda v: sum(v) > 0))
def test_a_portion_holds_the_true_share(releases: ModuleType, weights: list[int]) -> None:
    percents = [100 * w / sum(weights) for w in weights]
    found = spread(releases, percents)
    part = portion(found, "high")
    assert part is not None
    slack = found["step"]  # half a step for each of two rounded shares
    assert part.low - slack <= percents[3] + percents[4] <= part.high + slack


def test_divided_means_a_quarter_on_each_side(releases: ModuleType) -> None:
    def item(low: float, high: float) -> dict[str, Any]:
        percents = [low / 2, low / 2, 100 - low - high, high / 2, high / 2]
        return dict(releases.item("x", "fun", percents, 187))

    assert most_divided([item(20, 60), item(30, 30)]) == item(30, 30)
    assert most_divided([item(20, 70), item(60, 24)]) is None
    assert most_divided([]) is None


def test_most_and_least_agreement_follow_the_items(releases: ModuleType, language: str) -> None:
    first = releases.item("a", "fun", [10, 10, 20, 30, 30], 187, title=releases.text("A"))
    second = releases.item("b", "fun", [20, 20, 40, 10, 10], 187, title=releases.text("B"))
    data = releases.school()
    report = open_report(data, language=language)
    one = item_sentences(report, [first, second])
    swapped = [
        first | {"title": second["title"]},
        second | {"title": first["title"]},
    ]
    two = item_sentences(report, swapped)
    assert "A" in one[0]
    assert "B" in one[1]
    assert "B" in two[0]
    assert "A" in two[1]
    alike = item_sentences(report, [first, copy.deepcopy(first)])
    assert len(alike) == 1


def test_tenths(report_of: Reports, releases: ModuleType) -> None:
    report = report_of("school", "nl")
    for percents, told in (
        ([2, 3, 5, 0, 90], "ongeveer 9 van de 10"),
        ([0, 0, 1, 1, 98], "bijna iedereen"),
        ([50, 46, 2, 1, 1], "ongeveer 1 van de 10"),
    ):
        part = portion(spread(releases, percents), "high")
        assert part is not None
        assert tenths_text(report, part) == told


def test_words_for_counts_and_lists(report_of: Reports) -> None:
    report = report_of("school", "nl")
    assert [number_word(report, n) for n in (1, 8, 12, 13)] == ["één", "acht", "twaalf", "13"]
    assert listed(report, ["a"]) == "a"
    assert listed(report, ["a", "b", "c"]) == "a, b en c"


def test_priority_is_low_at_school_and_firmly_tied(releases: ModuleType) -> None:
    data = releases.school()
    assert [s["name"] for s in priority_scales(open_report(data))] == ["leadership", "adventure"]
    for row in data["priority"]:
        row["low"] = -0.1
    assert priority_scales(open_report(data)) == []


def test_region_is_not_told_where_nothing_was_compared(releases: ModuleType, language: str) -> None:
    data = releases.school()
    for scale in data["scales"]:
        scale["region"] = releases.hidden("few_schools")
        scale["comparison"] = {"label": "not_compared", "reason": "few_schools"}
    report = open_report(data, language=language)
    told = region_sentences(report, report.conditions)
    assert len(told) == 1
    assert report.say("hidden-few-schools") in told[0]


def test_a_bare_group_number_gets_its_word(releases: ModuleType) -> None:
    data = releases.school()
    for kind, name in (
        ("bao", "groep 7 + 8"),
        ("vmbo-t/havo", "leerjaar 7 + 8"),
        (None, "leerjaar"),
    ):
        data["school"]["type"] = kind
        assert group_name(open_report(data), "7 + 8").startswith(name)
        assert group_name(open_report(data), "brugklas") == "brugklas"


def test_nothing_is_low_where_all_scores_are_as_high(releases: ModuleType) -> None:
    data = releases.all_agree()
    assert data["priority"]
    assert priority_scales(open_report(data)) == []
    [belonging] = [s for s in data["scales"] if s["name"] == "belonging"]
    [action] = [s for s in data["scales"] if s["name"] == "action"]
    belonging["score"].update(mean=5.0, low=4.6, high=5.0)
    action["score"].update(mean=4.0, low=3.9, high=4.1)
    assert [s["name"] for s in priority_scales(open_report(data))] == ["action"]


def test_adults_who_took_part_are_not_called_too_few(releases: ModuleType) -> None:
    told = informants(open_report(releases.all_agree())).html
    assert "maar wij tonen geen verschillen" in told
    assert "Te weinig" not in told
    data = releases.school()
    for who in data["informants"]:
        who["n"] = releases.hidden()
        for row in who["items"]:
            row["gap"] = releases.hidden()
    assert "Te weinig volwassenen" in informants(open_report(data)).html


def test_the_verdict_stands_before_the_comparison(releases: ModuleType) -> None:
    data = releases.school()
    scales = {s["name"]: s for s in data["scales"]}

    def told() -> tuple[str, str]:
        report = open_report(data)
        return display.in_brief(report).html, display.conditions(report).html

    for html in told():
        assert "Deze cijfers mogen naast die van andere scholen." in html
    closed = {"verdict": "not_invariant", "label": "not_compared", "reason": "not_invariant"}
    scales["belonging"]["comparison"] = closed
    scales["belonging"]["region"] = releases.hidden("not_invariant")
    scales["fun"]["comparison"]["verdict"] = "invariance_not_confirmed"
    brief, whole = told()
    assert "7 van de 8 cijfers mogen naast die van andere scholen." in brief
    if "Duidelijk" in brief:
        assert brief.index("mogen naast") < brief.index("Duidelijk")
    title = scales["belonging"]["title"]["nl"]
    assert f"Niet naast andere scholen: ‘{title}’. De reden: de vragen betekenen" in whole
    assert f"Bij ‘{scales['fun']['title']['nl']}’ is niet zeker" in whole
    for scale in data["scales"]:
        scale["comparison"] = dict(closed)
        scale["region"] = releases.hidden("not_invariant")
    brief, whole = told()
    assert "mogen naast" not in brief + whole
    assert "niet met de regio vergeleken: de vragen betekenen niet op elke school" in brief
