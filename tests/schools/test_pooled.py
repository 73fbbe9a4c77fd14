"""Two pooled means of the same schools: R, and what must hold whatever the numbers."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspiratie.schools.pooled import pooled_difference

EXPECTED = json.loads(
    (Path(__file__).parents[1] / "reference" / "pooled.json").read_text(encoding="utf-8")
)
N_1, M_1 = [40, 30, 50, 28, 61], [3.0, 3.2, 3.1, 3.44, 2.9]
N_2, M_2 = [40, 35, 45, 31, 55], [3.2, 3.5, 3.2, 3.4, 3.02]


@pytest.mark.parametrize("name", ["difference", "low", "high", "p"])
def test_equals_survey_in_r(name: str) -> None:
    found = pooled_difference(N_1, M_1, N_2, M_2)
    assert getattr(found, name) == pytest.approx(EXPECTED[name], abs=1e-9)


@given(st.integers(2, 12), st.integers(0, 10_000))
def test_sides_and_schools_can_change_places(k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n_1, n_2 = rng.integers(10, 200, (2, k))
    m_1, m_2 = rng.uniform(1, 5, (2, k))
    one = pooled_difference(n_1, m_1, n_2, m_2)
    other = pooled_difference(n_2, m_2, n_1, m_1)
    turn = rng.permutation(k)
    again = pooled_difference(n_1[turn], m_1[turn], n_2[turn], m_2[turn])
    assert one.difference == pytest.approx(-other.difference)
    assert one.p == pytest.approx(other.p)
    assert again.p == pytest.approx(one.p)
    assert one.low <= one.difference <= one.high


def test_one_school_is_no_test() -> None:
    found = pooled_difference([40], [3.0], [40], [3.2])
    assert found.difference == pytest.approx(0.2)
    assert math.isnan(found.p)
    assert math.isnan(pooled_difference([], [], [], []).difference)
