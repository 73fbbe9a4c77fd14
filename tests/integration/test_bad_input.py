"""Bad input: a clear error, exit code 2, nothing half-written, and no pupil in the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from aspiratie.batch import prepare_releases
from aspiratie.cli import main
from aspiratie.errors import AspiratieError

CODEBOOK = """
name: klein
version: "1.0"
title: Kleine vragenlijst
informant: pupil
licence: eigen
principles: [{name: alles, title: Alles, definition: Alles samen.}]
scales:
  - {name: een, title: Een, definition: De eerste., principle: alles}
  - {name: twee, title: Twee, definition: De tweede., principle: alles}
missingValues: [{value: "9", label: weet niet}]
fields:
  - {name: school, role: school, title: School, type: string}
  - {name: leerjaar, role: group, title: Leerjaar, type: string}
"""
ITEM = """  - name: {name}
    title: Vraag {name}
    type: integer
    scale: {scale}
    midpoint: neutral
    categoriesOrdered: true
    categories:
      - {{value: 1, label: helemaal oneens}}
      - {{value: 2, label: oneens}}
      - {{value: 3, label: neutraal}}
      - {{value: 4, label: eens}}
      - {{value: 5, label: helemaal eens}}
"""
NAMES = [f"{s}{i}" for s in ("een", "twee") for i in (1, 2, 3, 4)]
NAME = "KANARIE-Jan"


def _rows(school: str, n: int, answer: Callable[[int, int], object]) -> list[str]:
    return [
        ";".join([school, str(1 + i % 3), NAME, *(str(answer(i, j)) for j in range(8))])
        for i in range(n)
    ]


def _varied(i: int, j: int) -> int:
    return 1 + (i * (1 + i % 3) + (j // 4) + (i * j) % 2) % 5


def _like(i: int, j: int) -> int:
    """One trait with a little noise: a reliable scale."""
    return min(5, max(1, 1 + i % 5 + ((i * 7 + j * 3) % 5 == 0)))


def _export(*rows: str) -> str:
    return "\n".join([";".join(["school", "leerjaar", "naam", *NAMES]), *rows]) + "\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    items = "".join(ITEM.format(name=n, scale=n[:-1]) for n in NAMES)
    (tmp_path / "codebook.yml").write_text(CODEBOOK + items, encoding="utf-8")
    (tmp_path / "run.yml").write_text(
        "wave: '2026'\ndate: '2026-06-30'\noutput: out\n"
        "surveys: [{file: answers.csv, codebook: codebook.yml, wave: '2026'}]\n",
        encoding="utf-8",
    )
    good = [r for k in range(7) for r in _rows(f"0{k}AB", 15 + k, _like)]
    (tmp_path / "answers.csv").write_text(_export(*good), encoding="utf-8")
    return tmp_path


def _told(place: Path) -> str:
    out = CliRunner().invoke(main, ["prepare", str(place / "run.yml")])
    assert out.exit_code == 2, out.output
    # after what intake tells of the files that it could read
    assert "\nError: " in f"\n{out.output}"
    assert NAME not in out.output
    assert str(place) not in out.output
    assert not list((place / "out").rglob("*.*")) if (place / "out").exists() else True
    return out.output


def test_the_good_region_is_prepared(place: Path) -> None:
    prepared = prepare_releases(place / "run.yml")
    assert len(prepared.files) == 7


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no text and no table"),
        (_export().encode(), "no row below"),
        (b"\x00\x01\x02\xff\xfe\x00binary" * 50, "text|binary|not a"),
        (_export(*_rows("00AB", 20, _like)).replace(";", "|~").encode(), "column|delimiter"),
        (_export(*_rows("00AB", 20, _like)).replace("school;", "plek;").encode(), "school"),
        (
            _export(*_rows("00AB", 20, lambda i, j: "misschien" if j == 2 else 3)).encode(),
            "label|answer",
        ),
        (
            _export(*_rows("00AB", 20, _like)).replace("een", "q").replace("twee", "z").encode(),
            "questionnaire|items",
        ),
    ],
    ids=["empty", "header only", "binary", "delimiter", "no school", "labels", "other codebook"],
)
def test_a_file_that_is_no_export(place: Path, content: bytes, words: str) -> None:
    (place / "answers.csv").write_bytes(content)
    assert re.search(words, _told(place), re.IGNORECASE)


def test_a_brin_with_a_letter_o_is_told_with_what_may_be_meant(place: Path) -> None:
    text = (place / "answers.csv").read_text().replace("01AB;", "O1AB;")
    (place / "answers.csv").write_text(text)
    told = _told(place)
    assert "'O1AB'" in told
    assert "01AB meant" in told


def test_a_name_in_the_school_column_is_not_told(place: Path) -> None:
    with (place / "answers.csv").open("a") as file:
        file.write(";".join([NAME, "1", NAME, *"33333333"]) + "\n")
    told = _told(place)
    assert "answers.csv, row" in told


def test_a_name_in_the_group_column_is_published_nowhere(place: Path) -> None:
    text = (place / "answers.csv").read_text()
    first = text.index("00AB;1;")
    (place / "answers.csv").write_text(text[:first] + f"00AB;{NAME};" + text[first + 7 :])
    prepared = prepare_releases(place / "run.yml")
    for path in prepared.output.releases.iterdir():
        assert NAME.upper() not in path.read_text(encoding="utf-8").upper()


def test_two_schools_of_one_brin(place: Path) -> None:
    (place / "scholen.csv").write_text(
        "school;naam\n" + "".join(f"0{k}AB;School {k}\n" for k in range(7)) + "03AB;Nog een\n"
    )
    with (place / "run.yml").open("a") as file:
        file.write("schools: scholen.csv\n")
    assert "2 schools with the code 03AB" in _told(place)


def test_a_school_that_is_not_listed(place: Path) -> None:
    (place / "scholen.csv").write_text("school;naam\n" + "00AB;A\n")
    with (place / "run.yml").open("a") as file:
        file.write("schools: scholen.csv\n")
    told = _told(place)
    assert all(f"'0{k}AB'" in told for k in range(1, 7))


def test_a_misspelt_parameter(place: Path) -> None:
    with (place / "run.yml").open("a") as file:
        file.write("rules: {mn_n: 5}\n")
    assert "Did you mean 'n_min'?" in _told(place)


def test_an_output_folder_that_cannot_be_written(place: Path) -> None:
    (place / "out").write_text("a file stands here")
    out = CliRunner().invoke(main, ["report", str(place / "run.yml"), "--quiet"])
    assert out.exit_code == 2
    assert "cannot be written" in out.output


def test_a_fault_in_the_data_leaves_earlier_releases_alone(place: Path) -> None:
    prepared = prepare_releases(place / "run.yml")
    before = {f: f.read_bytes() for f in prepared.files.values()}
    (place / "answers.csv").write_text("")
    with pytest.raises(AspiratieError):
        prepare_releases(place / "run.yml")
    assert {f: f.read_bytes() for f in before} == before


def test_a_region_of_one_school_has_no_mark_of_the_region(place: Path) -> None:
    (place / "answers.csv").write_text(_export(*_rows("00AB", 40, _like)))
    prepared = prepare_releases(place / "run.yml")
    (path,) = prepared.files.values()
    text = path.read_text(encoding="utf-8")
    assert '"few_schools"' in text


@pytest.mark.parametrize(("n", "published"), [(9, False), (10, True), (11, True)])
def test_a_school_of_nine_has_no_report(place: Path, n: int, published: bool) -> None:
    text = (place / "answers.csv").read_text() + "\n".join(_rows("09XY", n, _like)) + "\n"
    (place / "answers.csv").write_text(text)
    prepared = prepare_releases(place / "run.yml")
    assert ("09XY" in prepared.files) == published
    assert ("09XY" in prepared.withheld) != published
    if not published:
        for path in prepared.files.values():
            assert "09XY" not in path.read_text(encoding="utf-8")


def test_all_answers_equal_is_reported_and_not_interpreted(place: Path) -> None:
    rows = [r for k in range(7) for r in _rows(f"0{k}AB", 20, lambda i, j: 4)]
    (place / "answers.csv").write_text(_export(*rows))
    prepared = prepare_releases(place / "run.yml")
    text = next(iter(prepared.files.values())).read_text(encoding="utf-8")
    assert '"unreliable"' in text
    assert "NaN" not in text


def test_a_school_that_leaves_the_data_leaves_the_folder(place: Path) -> None:
    prepare_releases(place / "run.yml")
    text = (place / "answers.csv").read_text()
    kept = [line for line in text.splitlines() if not line.startswith("06AB")]
    (place / "answers.csv").write_text("\n".join(kept) + "\n")
    prepared = prepare_releases(place / "run.yml")
    assert not (prepared.output.releases / "06AB.json").exists()


def test_weights_that_a_report_would_ignore_are_refused(place: Path) -> None:
    book = place / "codebook.yml"
    book.write_text(
        book.read_text(encoding="utf-8") + "  - {name: gewicht, role: weight, title: Gewicht}\n",
        encoding="utf-8",
    )
    lines = (place / "answers.csv").read_text(encoding="utf-8").splitlines()
    head, rows = lines[0], lines[1:]
    weighted = [f"{row};{1 + k % 3}" for k, row in enumerate(rows)]
    (place / "answers.csv").write_text("\n".join([f"{head};gewicht", *weighted]) + "\n")
    told = _told(place)
    assert "answers.csv, column gewicht: weighs respondents unequally" in told
    assert "Take the role `weight` off the column" in told
    # equal weights change nothing, so there is nothing to refuse
    equal = [f"{row};2,5" for row in rows]
    (place / "answers.csv").write_text("\n".join([f"{head};gewicht", *equal]) + "\n")
    out = CliRunner().invoke(main, ["prepare", str(place / "run.yml")])
    assert out.exit_code == 0, out.output
