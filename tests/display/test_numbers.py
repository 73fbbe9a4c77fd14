from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspiratie.display.numbers import NBSP, Numbers
from aspiratie.errors import ParameterError

NL, EN = Numbers("nl"), Numbers("en")


def test_dutch_and_english_forms() -> None:
    assert NL.decimal(1234.56) == "1.234,6"
    assert EN.decimal(1234.56) == "1,234.6"
    assert NL.percent(65) == f"65{NBSP}%"
    assert EN.percent(65) == "65%"
    assert NL.n(3120) == f"n{NBSP}={NBSP}3.120"
    assert [NL.points(v) for v in (24, 0, -6)] == ["+24", "0", "−6"]


def test_halves_go_away_from_zero_as_people_expect() -> None:
    assert NL.decimal(2.25) == "2,3"
    assert NL.decimal(-2.25) == "−2,3"
    assert NL.decimal(3.45) == "3,5"
    assert NL.whole(0.5) == "1"
    assert NL.decimal(-0.04) == "0,0"


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_what_is_printed_is_the_number_to_its_rounding(value: float) -> None:
    back = float(NL.decimal(value).replace(".", "").replace(",", ".").replace("−", "-"))
    assert abs(back - value) <= 0.05 + 1e-9


def test_a_third_language_has_no_numbers() -> None:
    """Numbers and texts of one language: none is silently written as another's."""
    with pytest.raises(ParameterError, match="'de' is not one of nl, en"):
        Numbers("de")
