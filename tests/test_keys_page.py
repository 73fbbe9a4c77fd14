"""The page of keys is that of the program: every key, whether it is needed, and its default."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from aspiratie.codebook import parse_codebook
from aspiratie.codebook.parts import KEYS
from aspiratie.errors import AspiratieError, CodebookError, ParameterError
from aspiratie.parameters import _KEYS, _SURVEY_KEYS, Rules, read_parameters

PAGE = Path(__file__).resolve().parents[1] / "docs" / "en" / "keys.md"
ROW = re.compile(r"^\| `(\w+)` \|([^|]*)\|([^|]*)\|[^|]*\|$", re.MULTILINE)
TEXT = PAGE.read_text(encoding="utf-8")


def table(after: str) -> dict[str, tuple[str, str]]:
    """Return of the first table after a text: key to whether it is needed and its default."""
    part = TEXT.split(after, 1)[1].split("| --- |", 1)[1]
    part = part.split("\n\n", 1)[0]
    return {
        key: (needed.strip(), default.strip("` ")) for key, needed, default in ROW.findall(part)
    }


PARAMETERS = table("## Parameters")
SURVEY = table("One of `surveys`")
RULES = table("`rules`:")
CODEBOOK = table("## Codebook")
FIELD = table("One of `fields`")


def test_every_key_stands_there() -> None:
    assert set(PARAMETERS) == _KEYS
    assert set(SURVEY) == _SURVEY_KEYS
    assert set(RULES) == set(Rules().as_dict())
    assert set(CODEBOOK) == {k for k in KEYS["codebook"] if k != "licence_en"}
    assert set(FIELD) == {k for k in KEYS["field"] if k != "title_en"}


def test_the_defaults_of_rules_are_these() -> None:
    assert {k: default for k, (_, default) in RULES.items()} == {
        k: str(value) for k, value in Rules().as_dict().items()
    }


@pytest.fixture
def document(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "a.csv").write_text("school;v\n")
    return {
        "wave": "2025", "date": "2026-01-31", "output": "uit",
        "surveys": [{"file": "a.csv", "codebook": "aspiratie-leerling"}],
    }  # fmt: skip


def read(document: dict[str, Any], folder: Path) -> Any:
    path = folder / "p.yml"
    path.write_text(yaml.safe_dump(document))
    return read_parameters(path)


def test_needed_parameters_are_needed_and_others_are_as_said(
    document: dict[str, Any], tmp_path: Path
) -> None:
    assert {k for k, (needed, _) in PARAMETERS.items() if needed == "yes"} == set(document)
    found = read(document, tmp_path)
    assert found.ledger == tmp_path / PARAMETERS["ledger"][1]
    assert found.language == PARAMETERS["language"][1]
    assert found.notebook == PARAMETERS["notebook"][1]
    assert (found.region, found.schools, found.adjust_for) == (None, None, ())
    for key in document:
        with pytest.raises(ParameterError):
            read({k: v for k, v in document.items() if k != key}, tmp_path)
    (survey,) = document["surveys"]
    assert {k for k, (needed, _) in SURVEY.items() if needed == "yes"} == set(survey)
    for key in survey:
        less = [{k: v for k, v in survey.items() if k != key}]
        with pytest.raises(ParameterError):
            read({**document, "surveys": less}, tmp_path)


def questionnaire() -> dict[str, Any]:
    """Return the codebook of the page, with what else it needs."""
    block = re.search(r"```yaml\n(definitions:.*?)```", TEXT, re.DOTALL)
    assert block
    return {
        "name": "klein", "version": "1", "title": "Klein", "informant": "pupil", "licence": "eigen",
        "scales": [{"name": "fun", "title": "Plezier", "definition": "Plezier in de les."}],
        **yaml.safe_load(block[1]),
    }  # fmt: skip


@pytest.mark.filterwarnings("ignore::aspiratie.errors.CodebookWarning")
def test_needed_keys_of_a_codebook_are_needed_and_others_are_as_said() -> None:
    whole = questionnaire()
    book = parse_codebook(whole)
    assert [f.reversed for f in book.items] == [False, True]
    assert book.items[0].n_categories == 3
    needed = {k for k, (is_needed, _) in CODEBOOK.items() if is_needed == "yes"}
    bare = {k: whole[k] for k in needed}
    bare["fields"] = [copy.deepcopy(f) for f in whole["fields"]]
    for field in bare["fields"]:
        field.pop("scale", None)
        field.pop("reversed", None)
    found = parse_codebook(bare)
    assert (found.language, found.example, found.principles, found.scales) == ("nl", False, (), ())
    for key in needed:
        with pytest.raises(AspiratieError):
            parse_codebook({k: v for k, v in bare.items() if k != key})
    for key, (is_needed, _) in FIELD.items():
        less = copy.deepcopy(bare)
        item = less["fields"][1]
        if is_needed == "no":
            item.pop(key, None)
            parse_codebook(less)
        else:
            item.pop(key)
            with pytest.raises(CodebookError):
                parse_codebook(less)
