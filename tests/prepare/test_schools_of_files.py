"""Which school a file or a row is of: told by the parameters, a list, or the code itself."""

from __future__ import annotations

import logging

import numpy as np
import pytest
import yaml

from aspiratie.errors import IntakeError, ParameterError
from aspiratie.parameters import read_parameters
from aspiratie.prepare.surveys import collect

ITEMS = [f"{scale}{i}" for scale in "ab" for i in range(1, 5)]
LABELS = ["helemaal oneens", "oneens", "neutraal", "eens", "helemaal eens"]


@pytest.fixture
def run(tmp_path):
    """Write a codebook, exports and parameters, and read them."""
    answers = [{"value": i, "label": label} for i, label in enumerate(LABELS, 1)]
    fields = [{"name": "school", "title": "Op welke school zit je?", "role": "school"}]
    fields += [
        {"name": name, "title": f"Vraag {name} op school", "type": "integer", "scale": name[0],
         "categoriesOrdered": True, "categories": answers}
        for name in ITEMS
    ]  # fmt: skip
    book = {"name": "klein", "version": "1", "title": "Klein", "informant": "pupil",
            "licence": "vrij", "fields": fields,
            "scales": [{"name": s, "title": s.upper(), "definition": s} for s in "ab"]}  # fmt: skip
    (tmp_path / "boek.yml").write_text(yaml.safe_dump(book))

    def made(files, surveys, **keys):
        for seed, (name, schools) in enumerate(files.items()):
            rng = np.random.default_rng(seed)
            heads = [*(["school"] if schools[0] is not None else []), *ITEMS]
            rows = [
                ([school] if school is not None else []) + rng.choice(LABELS, 8).tolist()
                for school in schools
            ]
            text = "\n".join(";".join(row) for row in [heads, *rows])
            (tmp_path / name).write_text(text)
        parameters = {"surveys": [{"codebook": "boek.yml", **s} for s in surveys], "wave": "2025",
                      "output": "uit", "date": "2026-01-31", **keys}  # fmt: skip
        (tmp_path / "run.yml").write_text(yaml.safe_dump(parameters))
        return collect(read_parameters(tmp_path / "run.yml"))

    return made


def sizes(collected):
    return collected.of("pupil", "2025").respondents["school"].value_counts().to_dict()


def test_a_file_a_school(run):
    files = {"noord.csv": [None] * 12, "zuid.csv": [None] * 15}
    surveys = [{"file": "noord.csv", "school": "01AB"}, {"file": "zuid.csv", "school": "02CD00"}]
    assert sizes(run(files, surveys)) == {"01AB": 12, "02CD00": 15}
    with pytest.raises(IntakeError, match=r"noord\.csv, headings: the school's column is missing"):
        run(files, [{"file": "noord.csv"}])


def test_the_school_in_the_names_of_many_files(run):
    files = {f"leerlingen {code} 2025.csv": [None] * 11 for code in ("01AB", "02CD")}
    survey = {"file": "leerlingen*.csv", "school_from_file": r"\b(\d\d[A-Z]{2})\b"}
    assert sizes(run(files, [survey])) == {"01AB": 11, "02CD": 11}
    with pytest.raises(ParameterError, match="finds no code in 'leerlingen 01AB 2025"):
        run(files, [{**survey, "school_from_file": "99ZZ"}])
    with pytest.raises(ParameterError, match="gives one school for 2 files"):
        run(files, [{"file": "leerlingen*.csv", "school": "01AB"}])
    with pytest.raises(ParameterError, match="fits no file"):
        run(files, [{**survey, "file": "niets*.csv"}])


def test_a_school_of_the_file_beside_a_column_of_schools_is_refused(run):
    with pytest.raises(IntakeError, match="one school for the whole file"):
        run({"a.csv": ["01AB"] * 12}, [{"file": "a.csv", "school": "01AB"}])


def test_the_same_file_twice_is_refused(run, tmp_path):
    surveys = [{"file": "a.csv", "school": "01AB"}, {"file": "a.csv", "school": "02CD"}]
    with pytest.raises(IntakeError, match=r"a\.csv: holds the same as a\.csv"):
        run({"a.csv": [None] * 12}, surveys)


def test_what_excel_did_to_a_brin_is_mended_and_told(run, caplog):
    schools = ["01AB", "1AB", "01 ab", "1ab00", "01AB-00"] * 4
    with caplog.at_level(logging.WARNING, "aspiratie"):
        collected = run({"a.csv": schools}, [{"file": "a.csv"}])
    assert sizes(collected) == {"01AB": 12, "01AB00": 8}
    told = [r.getMessage() for r in caplog.records]
    assert "a.csv: '1AB' in 4 rows is read as the school 01AB." in told
    assert len(told) == 4


def test_five_spellings_of_two_schools_are_two_schools_or_refused(run, tmp_path):
    schools = ["De Wegwijzer", "de wegwijzer ", "De Weg-wijzer", "Wegwijzer", "De Vlinder"] * 6
    files, surveys = {"a.csv": schools}, [{"file": "a.csv"}]
    with pytest.raises(IntakeError) as caught:
        run(files, surveys, school_pattern=".*")
    told = str(caught.value)
    assert told.count("may be one school") == 3
    assert "a code in a.csv, row 4" in told
    (tmp_path / "scholen.csv").write_text(
        "school;naam;aliases\n01AB;De Wegwijzer;Wegwijzer | OBS Wegwijzer\n02CD;De Vlinder;\n"
    )
    assert sizes(run(files, surveys, schools="scholen.csv")) == {"01AB": 24, "02CD": 6}


def test_two_schools_that_the_list_tells_apart_are_two(run, tmp_path):
    (tmp_path / "scholen.csv").write_text("school;naam\nVLINDER A;A\nVLINDER B;B\n")
    schools = ["vlinder a", "vlinder b"] * 10
    found = run({"a.csv": schools}, [{"file": "a.csv"}], schools="scholen.csv",
                school_pattern=".*")  # fmt: skip
    assert sizes(found) == {"VLINDER A": 10, "VLINDER B": 10}


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"date": "2001-02-30"}, "date"),
        ({"school_pattern": 5}, "`school_pattern` is not a regular expression, as text"),
        ({"school_pattern": "("}, "`school_pattern` is not a regular expression"),
        ({"output": "a\0b"}, "needs 'output' as text"),
        ({"schools": "a\0b"}, "schools: should be the path of a file"),
        ({"region": ["x"]}, "region: should be text"),
        ({"language": ["nl"]}, "language: is not one of the choices"),
        ({"rules": {"careless": ["keep"]}}, "rules, careless: is not one of the choices"),
    ],
)
def test_parameters_that_cannot_be_are_told(run, keys, told):
    with pytest.raises(ParameterError, match="has 1 fault") as caught:
        run({"a.csv": ["01AB"] * 12}, [{"file": "a.csv"}], **keys)
    assert told in str(caught.value)
