"""A parameters file is right, or every fault of it is told at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aspiratie.errors import ParameterError
from aspiratie.parameters import Rules, read_parameters

GOOD = """
wave: "2025-2026"
date: "2026-06-30"
output: out
surveys:
  - {file: answers.csv, codebook: aspiratie-leerling, wave: "2025-2026"}
"""


def _write(folder: Path, text: str) -> Path:
    (folder / "answers.csv").write_text("school;bel1\n99AA00;4\n")
    path = folder / "run.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _faults(folder: Path, text: str) -> str:
    with pytest.raises(ParameterError) as caught:
        read_parameters(_write(folder, text))
    return str(caught.value)


def test_paths_are_read_from_the_folder_of_the_file(tmp_path: Path) -> None:
    parameters = read_parameters(_write(tmp_path, GOOD))
    assert parameters.surveys[0].file == tmp_path / "answers.csv"
    assert parameters.output == tmp_path / "out"
    assert parameters.rules == Rules()
    assert len(parameters.sha256) == 64


def test_all_faults_come_at_once_and_a_misspelt_key_is_guessed(tmp_path: Path) -> None:
    text = GOOD.replace("date:", "dat:").replace("answers.csv", "nothing.csv")
    text += "rules: {mn_n: 10, careless: delete, alpha: 2}\nlanguage: fr\n"
    told = _faults(tmp_path, text)
    for words in (
        "unknown key 'dat'. Did you mean 'date'?",
        "needs 'date'",
        "'nothing.csv', which is not there",
        "Did you mean 'n_min'?",
        "rules, careless: is not one of the choices. One of: keep, exclude.",
        "rules, alpha: should lie between 0 and 1.",
        "language: is not one of the choices. One of: nl, en.",
    ):
        assert words in told
    assert str(tmp_path) not in told


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("n_min: 4", "below the floor of 5"),
        ("n_min: ten", "should be a number"),
        ("n_min: 10.5", "should be a whole number"),
        ("n_min: true", "should be a number"),
        ("region_min_schools: 4", "below the floor of 5"),
        ("region_min_pupils: 49", "below the floor of 50"),
        ("min_answered: 1.5", "between 0 and 1"),
    ],
)
def test_rules_have_floors(tmp_path: Path, rule: str, words: str) -> None:
    assert words in _faults(tmp_path, GOOD + f"rules: {{{rule}}}\n")


def test_yaml_that_turns_a_year_into_a_number_is_refused(tmp_path: Path) -> None:
    assert "as text" in _faults(tmp_path, GOOD.replace('wave: "2025-2026"\nd', "wave: 2025\nd"))


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n", "\x00"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    assert "run.yml" in _faults(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"no parameters file 'none\.yml'"):
        read_parameters(tmp_path / "none.yml")


def test_the_demo_parameters_of_the_package_and_the_repository_are_the_same(root: Path) -> None:
    shipped = root / "src" / "aspiratie" / "batch" / "demo.yml"
    assert (root / "params" / "demo.yml").read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules:\n  n_min: 12\nrules:\n  n_min: 6\n", "'rules' stands here twice"),
        ("rules:\n  n_min: 12\n  n_min: 6\n", "'n_min' stands here twice"),
        ("rules:\n  n_min: 010\n", "begins with a nought"),
        ("ledger: out/ledger.jsonl\n", "lies in the output folder"),
    ],
)
def test_what_would_silently_protect_less_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.csv").write_text("x\n")
    head = 'wave: "2025-2026"\noutput: out\ndate: "2026-01-31"\n'
    head += "surveys:\n  - file: a.csv\n    codebook: aspiratie-leerling\n"
    path = tmp_path / "p.yml"
    path.write_text(head + text)
    with pytest.raises(ParameterError, match=told):
        read_parameters(path)


def test_the_ledger_lies_beside_the_parameters_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n")
    head = 'wave: "2025-2026"\noutput: out\ndate: "2026-01-31"\n'
    head += "surveys:\n  - file: a.csv\n    codebook: aspiratie-leerling\n"
    path = tmp_path / "p.yml"
    path.write_text(head)
    assert read_parameters(path).ledger == tmp_path / "ledger.jsonl"
    path.write_text(head + "ledger: ../shared/made.jsonl\n")
    assert read_parameters(path).ledger == tmp_path.parent / "shared" / "made.jsonl"


def test_parameters_that_protect_less_are_told() -> None:
    assert Rules().weakened() == {}
    assert Rules(region_max_share=1.0).weakened() == {"region_max_share": 1.0}
    assert Rules(n_min=5, duplicates="keep_all").weakened() == {
        "n_min": 5,
        "duplicates": "keep_all",
    }
    assert Rules(interval_share=0.05).weakened() == {"interval_share": 0.05}
    assert Rules(interval_share=0.3).weakened() == {}


@pytest.mark.parametrize(
    ("share", "fault"), [("0.04", "below the floor of 0.05"), ("2.0", "0 and 1")]
)
def test_the_share_that_stays_open_has_a_floor(tmp_path: Path, share: str, fault: str) -> None:
    assert fault in _faults(tmp_path, GOOD + f"rules:\n  interval_share: {share}\n")


@pytest.mark.parametrize("date", ["2026-03-01", '"2026-03-01"'])
def test_advice_for_a_missing_text_is_accepted_when_followed(tmp_path: Path, date: str) -> None:
    """What an error tells to write is no error itself; a date needs no quotes."""
    path = _write(tmp_path, re.sub(r"(?m)^date:.*\n", "", GOOD))
    with pytest.raises(ParameterError) as caught:
        read_parameters(path)
    advice = re.search(r"As: (date: .*)\.$", str(caught.value), re.MULTILINE)
    assert advice is not None
    for line in (advice[1], f"date: {date}"):
        path = _write(tmp_path, re.sub(r"(?m)^date:.*$", line, GOOD))
        assert read_parameters(path).date == "2026-03-01"


@pytest.mark.parametrize("date", ["2025-2026", '"2026-02-30"', "2026-03-01 10:00:00", "20260301"])
def test_a_text_that_is_no_date_is_refused(tmp_path: Path, date: str) -> None:
    path = _write(tmp_path, re.sub(r"(?m)^date:.*$", f"date: {date}", GOOD))
    with pytest.raises(ParameterError, match="2026-03-01"):
        read_parameters(path)


def test_a_third_language_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path, f"{GOOD}\nlanguage: de\n")
    with pytest.raises(ParameterError, match="One of: nl, en"):
        read_parameters(path)
