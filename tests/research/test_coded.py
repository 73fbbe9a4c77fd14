"""The file that `aspiratie run` gives a notebook, as plain frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aspiratie import research
from aspiratie.codebook import Codebook, read_codebook
from aspiratie.errors import ParameterError


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook("aspiratie-leerling")


@pytest.fixture
def answers(book: Codebook, tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    items = {f.name: rng.integers(1, 6, 24).astype(float) for f in book.items}
    frame = pd.DataFrame({"school": ["01AB00", "02AB00"] * 12, "group": "1", **items})
    frame.to_parquet(tmp_path / "a.parquet")
    return tmp_path / "a.parquet"


def test_it_is_frames_of_the_scales_that_were_asked(answers: Path, book: Codebook) -> None:
    found = research.read_coded(answers, book, scales="fun belonging")
    assert list(found.scales) == ["belonging", "fun"]
    assert list(found.items) == [i for of in found.scales.values() for i in of]
    assert list(found.respondents) == ["school", "group"]
    assert set(found.school) == {"01AB00", "02AB00"}
    assert (found.cluster, found.weights) == (None, None)
    assert list(found.scores()) == ["belonging", "fun"]
    assert found.model("fun").startswith("fun =~ fun1 + ")
    assert "belonging" in research.read_coded(answers, "aspiratie-leerling").scales


@pytest.mark.parametrize(
    ("given", "told"),
    [({"scales": "fum"}, "fum: is no scale"), ({"language": "de"}, "nl, en")],
)
def test_what_does_not_fit_is_told(
    answers: Path, book: Codebook, given: dict[str, str], told: str
) -> None:
    with pytest.raises(ParameterError) as refused:
        research.read_coded(answers, book, **given)
    assert told in str(refused.value)


def test_another_file_is_told(answers: Path, book: Codebook, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"no file of answers 'weg\.parquet'"):
        research.read_coded(tmp_path / "weg.parquet", book)
    pd.read_parquet(answers).drop(columns="fun1").to_parquet(answers)
    with pytest.raises(ParameterError, match="lacks fun1"):
        research.read_coded(answers, book)
