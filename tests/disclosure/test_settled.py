"""Words agree with what is printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aspiratie.disclosure.settled import settle

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
