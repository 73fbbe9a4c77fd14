"""Scale and principle scores: the rule for missing answers, and what must not matter."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import EstimationError, ParameterError, SparseDataWarning
from aspiratie.measurement.scores import principle_scores, reverse, scale_scores

REFERENCE = Path(__file__).parents[1] / "reference"


def test_scores_equal_r() -> None:
    answers = pd.read_csv(REFERENCE / "factors.csv")[["a1", "a2", "a3", "a4"]]
    expected = json.loads((REFERENCE / "factors.json").read_text())["scores_a"]
    found = scale_scores(answers)
    np.testing.assert_allclose(found.scores, np.array(expected, dtype=float), atol=1e-10)
    assert found.n_answered.equals(answers.notna().sum(axis=1))
    filled = answers.isna().any(axis=1) & (answers.notna().sum(axis=1) >= 2)
    assert found.n_prorated == filled.sum()


def test_complete_answers_score_their_mean() -> None:
    answers = pd.DataFrame({"er1": [1, 5], "er2": [3, 4], "er3": [5, 4]}, index=["x", "y"])
    found = scale_scores(answers)
    np.testing.assert_allclose(found.scores, answers.mean(axis=1))
    assert found.scores.index.equals(answers.index)
    assert (found.n_scored, found.n_prorated) == (2, 0)


def test_fewer_than_half_has_no_score_and_half_has() -> None:
    answers = pd.DataFrame(
        {"a": [4, 4, None, None], "b": [3, None, None, 1], "c": [2, 3, None, None], "d": 1.0}
    )
    answers.loc[2, "d"] = np.nan
    answers.loc[3, "d"] = np.nan
    answers.loc[1, "d"] = np.nan
    found = scale_scores(answers)
    assert found.scores.isna().tolist() == [False, False, True, True]
    assert found.n_answered.tolist() == [4, 2, 0, 1]


def test_missing_answers_are_filled_by_item_and_person() -> None:
    answers = pd.DataFrame({"easy": [5, 4, 5], "hard": [2, 1, None]})
    means = answers.mean()
    filled = means["hard"] + (5 - means["easy"])
    assert scale_scores(answers).scores[2] == pytest.approx((5 + filled) / 2)


def test_centred_proration_is_less_biased_than_plain_when_item_means_differ() -> None:
    rng = np.random.default_rng(5)
    person = rng.standard_normal((20_000, 1))
    whole = pd.DataFrame(person + [0.0, 1.0, 2.0, 3.0] + 0.5 * rng.standard_normal((20_000, 4)))
    seen = whole.copy()
    seen.loc[::2, [2, 3]] = np.nan  # the two easy items, at random with regard to the person
    truth = whole.mean(axis=1)[::2].mean()
    assert abs(scale_scores(seen).scores[::2].mean() - truth) < 0.02
    assert abs(seen.mean(axis=1)[::2].mean() - truth) > 0.9


def test_given_means_make_schools_comparable() -> None:
    region = pd.DataFrame({"a": [1, 2, 5, 4], "b": [2, None, 4, 5]})
    means = scale_scores(region).item_means
    apart = pd.concat(
        [scale_scores(part, item_means=means).scores for part in (region[:2], region[2:])]
    )
    np.testing.assert_allclose(apart, scale_scores(region).scores)
    assert "means given" in scale_scores(region, item_means=means).rule


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shift=st.floats(-3, 3),
    min_answered=st.sampled_from([0.25, 0.5, 0.75, 1.0]),
)
def test_order_shift_and_reversal(seed: int, shift: float, min_answered: float) -> None:
    rng = np.random.default_rng(seed)
    answers = pd.DataFrame(rng.integers(1, 6, (12, 4)).astype(float), columns=list("abcd"))
    answers = answers.mask(rng.random(answers.shape) < 0.3)
    answers.iloc[0] = [1, 2, 3, 4]
    found = scale_scores(answers, min_answered=min_answered).scores
    order = rng.permutation(12)
    shuffled = answers.iloc[order][["c", "a", "d", "b"]]
    np.testing.assert_allclose(
        scale_scores(shuffled, min_answered=min_answered).scores, found.iloc[order], atol=1e-9
    )
    np.testing.assert_allclose(
        scale_scores(answers + shift, min_answered=min_answered).scores, found + shift, atol=1e-9
    )
    turned = reverse(answers, n_categories=5)
    np.testing.assert_allclose(
        scale_scores(turned, min_answered=min_answered).scores, 6 - found, atol=1e-9
    )
    pd.testing.assert_frame_equal(reverse(turned, n_categories=5), answers)


def test_nobody_and_nothing_answered() -> None:
    assert scale_scores(pd.DataFrame({"a": [np.nan], "b": [np.nan]})).scores.isna().all()
    assert len(scale_scores(pd.DataFrame({"a": [], "b": []}, dtype=float)).scores) == 0
    with pytest.warns(SparseDataWarning, match="'b'"):
        found = scale_scores(pd.DataFrame({"a": [1.0, 3.0], "b": [np.nan, np.nan]}))
    assert found.scores.tolist() == [1.0, 3.0]
    assert "b" in found.rule


def test_nullable_integers_are_numbers() -> None:
    answers = pd.DataFrame({"a": [1, 2], "b": [3, None]}).astype("Int64")
    assert scale_scores(answers).scores.notna().all()


def test_refusals_name_every_column() -> None:
    answers = pd.DataFrame({"a": ["x", "y"], "b": [1, 2], "c": pd.Categorical([1, 2])})
    with pytest.raises(EstimationError) as caught:
        scale_scores(answers)
    assert [problem.where for problem in caught.value.problems] == ["column 'a'", "column 'c'"]
    with pytest.raises(EstimationError, match="item 'b'"):
        scale_scores(pd.DataFrame({"a": [1], "b": [2]}), item_means={"a": 1.0})
    with pytest.raises(ParameterError):
        scale_scores(pd.DataFrame({"a": [1]}), min_answered=0)
    with pytest.raises(EstimationError, match="infinite"):
        scale_scores(pd.DataFrame({"a": [1.0, np.inf]}))


def test_reverse_uses_the_ends_of_the_scale_not_of_the_data() -> None:
    answers = pd.DataFrame({"a": [2, 3], "b": [1, 2]})
    assert reverse(answers, n_categories={"a": 5, "b": 4}).to_numpy().tolist() == [[4, 4], [3, 3]]
    assert reverse(answers, n_categories=5, lowest=0)["a"].tolist() == [2, 1]
    with pytest.raises(EstimationError, match=r"1 answer\(s\) outside 1-2"):
        reverse(answers, n_categories=2, columns=["a"])
    with pytest.raises(EstimationError) as caught:
        reverse(answers, n_categories={"a": 5}, columns=["b", "z"])
    assert len(caught.value.problems) == 3


def test_principles_weigh_scales_equally() -> None:
    scales = pd.DataFrame({"x": [4.0, 2.0, np.nan], "y": [2.0, np.nan, np.nan]})
    found = principle_scores(scales)
    assert found.scores[0] == 3.0
    assert found.scores[1] == pytest.approx((3.0 + 2.0) / 2 + (2.0 - 3.0))
    assert np.isnan(found.scores[2])
    assert "scale" in found.rule
    means = pd.Series({"x": 3.0, "y": 3.0})
    assert principle_scores(scales, scale_means=means).scores[1] == pytest.approx(2.0)
