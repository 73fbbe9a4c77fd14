"""A parameters file that is written for somebody is read back as it was meant."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from aspiratie.errors import ParameterError
from aspiratie.parameters import Rules, RunParameters, read_parameters
from aspiratie.start import parameters_text

INTERNAL = {"sha256", "path", "board"}  # no keys of a file


def _write(folder: Path, **told: Any) -> Path:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "params").mkdir(exist_ok=True)
    (folder / "data" / "a.csv").touch()
    told = {
        "surveys": [{"file": "../data/a.csv", "codebook": "aspiratie-leerling"}],
        "output": "../reports/a",
        "date": "2026-01-31",
        "wave": "2025-2026",
        **told,
    }
    path = folder / "params" / "a.yml"
    path.write_text(parameters_text(**told), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["nl", "en"])
def test_is_read_back_with_every_default(tmp_path: Path, language: str) -> None:
    read = read_parameters(_write(tmp_path, language=language))
    assert read.rules == Rules()
    assert (read.wave, read.date, read.language) == ("2025-2026", "2026-01-31", language)
    assert read.output == (tmp_path / "reports" / "a").resolve()
    assert [s.file.name for s in read.surveys] == ["a.csv"]


def test_every_key_and_every_rule_stands_in_it_with_a_remark(tmp_path: Path) -> None:
    text = _write(tmp_path).read_text(encoding="utf-8")
    for field in fields(RunParameters):
        if field.name not in INTERNAL:
            assert f"{field.name}:" in text, field.name
    for field in fields(Rules):
        line = next(row for row in text.splitlines() if row.strip().startswith(f"{field.name}:"))
        assert "  # " in line


def test_what_is_off_can_be_put_on(tmp_path: Path) -> None:
    text = _write(tmp_path).read_text(encoding="utf-8")
    switched = "\n".join(
        line.removeprefix("# ") if line.startswith("# region:") else line
        for line in text.splitlines()
    )
    assert yaml.safe_load(switched)["region"] == "Voorbeeldregio"


def test_an_open_wave_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as told:
        read_parameters(_write(tmp_path, wave=None))
    assert [(p.where, p.what) for p in told.value.problems] == [("wave", "is still open.")]


def test_own_rules_are_kept(tmp_path: Path) -> None:
    rules = replace(Rules(), n_min=15, careless="exclude")
    assert read_parameters(_write(tmp_path, rules=rules)).rules == rules


@given(
    st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])).filter(
        lambda text: text.strip() and text != "?"
    )
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    written = parameters_text(
        surveys=[{"file": text, "codebook": text}],
        output=text,
        date="2026-01-31",
        wave=text,
        region=text,
    )
    read = yaml.safe_load(written)
    assert read["region"] == read["wave"] == read["output"] == text
    assert read["surveys"] == [{"file": text, "codebook": text}]
