"""The same answers as each survey tool writes them are the same answers, at the first try."""

from __future__ import annotations

import re

import numpy as np
import pytest

from aspiratie.codebook import read_codebook
from aspiratie.errors import IntakeError
from aspiratie.intake import clean, read_export
from aspiratie.simulate.formats import FORMATS, Given, write_format

TOOLS = {
    "qualtrics": "qualtrics", "limesurvey": "limesurvey", "microsoft": "microsoft_forms",
    "google": "google_forms", "surveymonkey": "surveymonkey", "redcap": "redcap", "spss": "spss",
}  # fmt: skip


@pytest.fixture(scope="module")
def given():
    book = read_codebook("aspiratie-leerling")
    rng = np.random.default_rng(12)
    n = 44
    sizes = np.array([item.n_categories for item in book.items])
    places = np.floor(rng.random((n, len(sizes))) * sizes).astype(np.int64) + 1
    places[rng.random(places.shape) < 0.03] = 0
    places[rng.random(places.shape) < 0.02] = -1
    schools = sorted(rng.choice(["01AB00", "02CD", "03EF01"], n).tolist())
    return Given(codebook=book, schools=schools, places=places)


@pytest.mark.parametrize("name", list(FORMATS))
def test_answers_are_the_same_to_the_cell(given, tmp_path, name):
    export = read_export(write_format(name, given, tmp_path), given.codebook)
    tool = TOOLS.get(name.split()[0])
    assert tool is None or export.source.tool == tool
    added = 2 if name == "qualtrics with previews" else 0
    assert export.states.shape == (len(given.schools) + added, given.places.shape[1])
    assert (export.states.to_numpy()[added:] == given.places).all()
    assert export.texts["school"].tolist()[added:] == list(given.schools)
    answers = clean(export)
    assert len(answers.items) == len(given.schools)
    if "submitted" in export.texts and "started" in export.texts:
        assert set(answers.careless.columns) > {"speed"}


def test_answer_codes_of_limesurvey_need_a_person(given, tmp_path):
    """A1 to A5 say nothing of the order: the codebook must."""
    path = write_format("limesurvey codes", given, tmp_path)
    text = path.read_text(encoding="utf-8-sig")
    head, *rows = text.splitlines()
    coded = [re.sub(r",([1-8])(?=,|$)", r",A\1", re.sub(r",([1-8])(?=,|$)", r",A\1", row))
             for row in rows]  # fmt: skip
    path.write_text("\n".join([head, *coded]))
    with pytest.raises(IntakeError, match="'A4'") as caught:
        read_export(path, given.codebook)
    assert "more than half" in str(caught.value)
