"""Words agree with what is printed."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.settled import settle
from aspiratie.prepare.settle import settled_comparison

WORDS = st.sampled_from(["higher", "lower", "similar", "too_few"])
TENTHS = st.integers(-9, 9).map(lambda i: i / 10)


@given(st.lists(st.tuples(WORDS, TENTHS), max_size=12))
def test_equal_differences_have_one_word(pairs: list[tuple[str, float]]) -> None:
    labels, differences = [p[0] for p in pairs], [p[1] for p in pairs]
    told = settle(labels, differences)
    for difference in set(differences):
        words = {w for w, d in zip(told, differences, strict=True) if d == difference}
        assert len(words - {"too_few"}) <= 1
    for before, after, difference in zip(labels, told, differences, strict=True):
        assert after in (before, "similar")
        assert after != "higher" or difference > 0
        assert after != "lower" or difference < 0


def test_certain_words_stay_where_nothing_clashes() -> None:
    assert settle(["lower", "higher"], [-0.2, 0.2]) == ["lower", "higher"]


def test_what_is_not_printed_clashes_with_nothing() -> None:
    nan = float("nan")
    assert settle(["similar", "similar", "lower"], [nan, nan, -0.2])[2] == "lower"


ROWS = st.lists(
    st.tuples(st.integers(36, 90), st.integers(300, 340), WORDS), min_size=6, max_size=24
)


@settings(deadline=None, max_examples=30)
@given(ROWS)
def test_words_follow_from_printed_means_and_pupils(rows: list[tuple[int, int, str]]) -> None:
    """In a region's table: with one mean, the larger school has the word if the smaller has it."""
    half = len(rows) // 2
    table = pd.DataFrame(
        {
            "school": [f"s{i % half}" for i in range(2 * half)],
            "scale": ["a"] * half + ["b"] * half,
            "n": [n for n, _, _ in rows[: 2 * half]],
            "mean": [hundredths / 100 for _, hundredths, _ in rows[: 2 * half]],
            "label": [word for _, _, word in rows[: 2 * half]],
        }
    )
    ends = {"a": (1.0, 5.0), "b": (1.0, 5.0)}
    told = settled_comparison(table, DisclosureRules(), ends)
    for before, after in zip(table["label"], told, strict=True):
        assert after in (before, "similar")
    for scale, own in table.assign(told=told, printed=table["mean"].round(1)).groupby("scale"):
        total, n = (own["printed"] * own["n"]).sum(), own["n"].sum()
        for one in own.itertuples():
            others = (total - one.n * one.printed) / (n - one.n)
            assert one.told != "higher" or one.printed > others - 0.005, scale
            assert one.told != "lower" or one.printed < others + 0.005, scale
            for other in own.itertuples():
                if one.told in ("higher", "lower") and other.printed == one.printed:
                    assert other.told != "similar" or other.n < one.n
