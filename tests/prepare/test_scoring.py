"""Advice about a scale that cannot be interpreted."""

from __future__ import annotations

import pandas as pd

from aspiratie.prepare import scoring

NAN = float("nan")


def test_questions_that_run_against_the_others_are_named() -> None:
    items = pd.DataFrame({"a": [1, 2, 3, 4, 5], "b": [1, 2, 3, 4, 4], "c": [5, 4, 3, 1, 1]})
    assert scoring._against(items, 0.6) == ["c"]


def test_a_question_that_all_who_answered_everything_answered_alike_gives_no_advice() -> None:
    items = pd.DataFrame(
        {"a": [1, 2, 3, 1, NAN], "b": [2, 2, 2, 5, 1], "c": [3, 2, 1, NAN, 1]}, dtype=float
    )
    assert scoring._against(items, 0.0) == []
