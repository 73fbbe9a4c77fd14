"""From an export to a workbook with a few open cells, to reports; and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from aspiratie.cli import main
from aspiratie.codebook import read_codebook
from aspiratie.errors import CodebookError, IntakeError, ParameterError
from aspiratie.intake import read_answers
from aspiratie.intake.proposal import propose
from aspiratie.parameters import read_parameters
from aspiratie.report.lint import lint
from aspiratie.start import Started, draft_codebook, proposal_text, seen, start
from aspiratie.start.page import proposal_page

NEXT = {"D": "leerling", "F": "ja"}


def fill(started: Started, **told: str) -> None:
    """Fill in the open cells of a workbook as a person does."""
    book = openpyxl.load_workbook(started.workbook)
    for cell in started.cells:
        sheet, _, place = cell.place.partition("!")
        if place:
            book[sheet][place].value = {**NEXT, **told}[place[0]]
    book.save(started.workbook)


def test_two_cells_and_the_codebook_is_whole(forms: Path) -> None:
    started = start([forms], folder=forms.parents[1])
    assert [cell.place for cell in started.cells] == ["betekenissen!D4", "vragen!F10"]
    fill(started)
    book = read_codebook(started.workbook)
    assert book.informant == "pupil"
    assert [f.reversed for f in book.items] == [False, True, False, False]
    assert book.items[0].categories[0].label.nl == "helemaal mee oneens"
    answers = read_answers(forms, book)
    assert len(answers.items) == 120
    scored = answers.scored()
    assert scored.corr().to_numpy().min() > 0.3  # the reversed question runs along now
    parameters = read_parameters(started.parameters)
    assert parameters.wave == "2025-2026"
    assert parameters.surveys[0].file == forms.resolve()


def test_open_cells_are_refused_with_their_place_and_question(forms: Path) -> None:
    started = start([forms], folder=forms.parents[1])
    with pytest.raises(CodebookError, match="still has 2 cells to fill in") as told:
        read_codebook(started.workbook)
    where = [p.where for p in told.value.problems]
    assert where == ["sheet vragen, cell F10", "sheet betekenissen, cell D4"]
    assert "alleen" in told.value.problems[0].remedy
    out = CliRunner().invoke(main, ["report", str(started.parameters)])
    assert out.exit_code == 2
    assert "cell D4" in out.output


def test_nothing_is_overwritten_without_a_word(forms: Path) -> None:
    folder = forms.parents[1]
    first = start([forms], folder=folder)
    before = first.workbook.read_bytes()
    with pytest.raises(ParameterError, match="Nothing was written") as told:
        start([forms], folder=folder)
    assert len(told.value.problems) == 2
    assert first.workbook.read_bytes() == before
    with pytest.raises(ParameterError):
        draft_codebook([forms], first.workbook)
    assert start([forms], folder=folder, replace=True).cells == first.cells


def test_english_all_the_way(forms: Path) -> None:
    started = start([forms], folder=forms.parents[1], language="en")
    sheets = openpyxl.load_workbook(started.workbook).sheetnames
    assert sheets == ["questions", "meanings", "explanation"]
    fill(started, D="pupil", F="true")
    assert read_codebook(started.workbook).informant == "pupil"
    assert read_parameters(started.parameters).language == "en"


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    import importlib.util

    spec = importlib.util.spec_from_file_location("forms", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = tmp_path / "codes.csv"
    lines = [
        f"{1 + i % 6:05d}," + ",".join(map(str, row)) for i, row in enumerate(module.answers(200))
    ]
    path.write_text("school_id,q1,q2,q3,q4\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("chosen", "first", "last"),
    [(0, "helemaal mee oneens", "helemaal mee eens"), (1, "helemaal mee oneens", None)],
)
def test_numbers_get_their_words_from_one_cell(
    codes: Path, chosen: int, first: str, last: str | None
) -> None:
    started = start([codes], folder=codes.parent, wave="2024-2025")
    book = openpyxl.load_workbook(started.workbook)
    choices = [row[1].value for row in book["keuzes"].iter_rows(min_row=2)]
    order = next(c.place.partition("!")[2] for c in started.cells if "getallen" in c.question)
    assert not [c for c in started.cells if "yml" in c.place]  # the wave was told
    for cell in started.cells:
        sheet, _, place = cell.place.partition("!")
        book[sheet][place].value = (
            choices[chosen] if place == order else NEXT[place[0]] if place != "D4" else "leerling"
        )
    book.save(started.workbook)
    read = read_codebook(started.workbook)
    categories = read.items[0].categories
    assert categories[0].label.nl == first
    assert [c.value for c in categories] == ([1, 2, 3, 4, 5] if last else [5, 4, 3, 2, 1])
    assert read_parameters(started.parameters).school_pattern == r"\d{5}"
    # the answers themselves are the same numbers, counted from the low end
    scored = read_answers(codes, read).scored()
    raw = [int(line.split(",")[1]) for line in codes.read_text().splitlines()[1:]]
    expected = raw if last else [6 - value for value in raw]
    assert scored["q1"].tolist() == expected


def test_lists_that_stay_open_can_be_left_out_by_one_cell(forms: Path) -> None:
    started = start([forms], folder=forms.parents[1])
    book = openpyxl.load_workbook(started.workbook)
    sheet = book["betekenissen"]
    sheet.append(["volgorde", "answers1", None, "?"])
    sheet.append(["codeboek", None, "open_orders", "niet_gebruiken"])
    book.save(started.workbook)
    fill(started)
    with pytest.raises(CodebookError) as told:
        read_codebook(started.workbook)
    told_of = [str(p) for p in told.value.problems]
    assert told_of == ["codebook.xlsx: has no items."]  # and no scale that lost them all


def test_an_order_that_is_not_on_the_list_is_refused(forms: Path) -> None:
    started = start([forms], folder=forms.parents[1])
    fill(started)
    book = openpyxl.load_workbook(started.workbook)
    book["betekenissen"].append(["volgorde", "answers1", None, "van groot naar klein"])
    book.save(started.workbook)
    with pytest.raises(CodebookError) as told:
        read_codebook(started.workbook)
    assert "which is not on sheet choices" in str(told.value)


def test_reversed_questions_that_were_not_looked_at_are_refused(forms: Path) -> None:
    started = start([forms], folder=forms.parents[1])
    fill(started)
    book = openpyxl.load_workbook(started.workbook)
    book["betekenissen"].append(["codeboek", None, "reversed_seen", "nee"])
    book.save(started.workbook)
    with pytest.raises(CodebookError, match="1 fault"):
        read_codebook(started.workbook)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_keeps_every_rule_and_shows_no_pupil(
    tmp_path: Path, make_forms: Callable[..., Path], language: str
) -> None:
    export = make_forms(tmp_path / "export.csv", remark="kanarie")
    found = seen(propose(export), language)
    html = proposal_page(found, language)
    assert lint(html, language=language, max_bytes=10**6) == []
    text = proposal_text(found, language)
    for shown in (html, text):
        assert "kanarie" not in shown
        assert "anonymous" not in shown
    assert "<script" not in html


def test_rare_answers_stand_without_count(tmp_path: Path, make_forms: Callable[..., Path]) -> None:
    export = make_forms(tmp_path / "export.csv", per_school=3)
    counts = {line.count for line in seen(propose(export)).answers}
    assert "minder dan 10" in counts
    assert all(not c.isdecimal() or int(c) >= 10 for c in counts)


def test_the_commands(forms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(forms.parents[1])
    run = CliRunner()
    out = run.invoke(main, ["inspect", "data/leerlingen.csv", "--html", "voorstel.html"])
    assert out.exit_code == 0, out.output
    assert "Ik hoor bij deze klas." in out.output
    assert "Open voorstel.html" in out.output
    out = run.invoke(main, ["codebook", "draft", "data/leerlingen.csv", "los.xlsx"])
    assert out.exit_code == 0, out.output
    assert "betekenissen!D4" in out.output
    out = run.invoke(main, ["start", "data/leerlingen.csv"])
    assert out.exit_code == 0, out.output
    assert "Vul nog 2 cellen in" in out.output
    out = run.invoke(main, ["start", "data/leerlingen.csv"])
    assert out.exit_code == 2
    assert "is there already" in out.output
    out = run.invoke(main, ["codebook", "to-xlsx", "aspiratie-leerling", "model.xlsx"])
    assert out.exit_code == 0, out.output
    out = run.invoke(main, ["codebook", "from-xlsx", "model.xlsx", "model.yml"])
    assert out.exit_code == 0, out.output
    assert run.invoke(main, ["codebook", "from-xlsx", "model.xlsx", "model.yml"]).exit_code == 2
    same, other = read_codebook("model.yml"), read_codebook("aspiratie-leerling")
    assert same.fields == other.fields


def _without_school(path: Path, column: int = 5) -> None:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    kept = [";".join(c for i, c in enumerate(line.split(";")) if i != column) for line in lines]
    path.write_text("\n".join(kept), encoding="utf-8")


def test_a_file_a_school_takes_the_code_from_its_name_or_asks(
    tmp_path: Path, make_forms: Callable[..., Path]
) -> None:
    files = [make_forms(tmp_path / f"klas {code}.csv") for code in ("01AB00", "02cd")]
    for file in files:
        _without_school(file)
    started = start(files, folder=tmp_path / "a")
    fill(started)
    surveys = read_parameters(started.parameters).surveys
    assert [s.school for s in surveys] == ["01AB00", "02CD"]
    renamed = [file.rename(tmp_path / f"{n}.csv") for n, file in enumerate(files)]
    started = start(renamed, folder=tmp_path / "b")
    asked = [c.place for c in started.cells if "yml" in c.place]
    assert len(asked) == 2
    with pytest.raises(ParameterError) as told:
        read_parameters(started.parameters)
    assert {p.what for p in told.value.problems} == {"is still open."}


def test_unknown_answers_that_few_gave_are_not_shown(tmp_path: Path) -> None:
    lines = ["BRIN;Hoe was je week?;Hoe was je dag?"]
    words = ["prima dag", "ging wel", "niet zo best"]
    lines += [f"0{1 + i % 3}AB00;{words[i % 3]};{words[(i + 1) % 3]}" for i in range(90)]
    lines += ["01AB00;kanarie gestorven;ging wel"] * 3
    export = tmp_path / "week.csv"
    export.write_text("\n".join(lines), encoding="utf-8")
    for language in ("nl", "en"):
        found = seen(propose(export), language)
        assert any("prima dag" in choice for q in found.questions for choice in q.choices)
        assert "kanarie" not in proposal_text(found, language)
        assert "kanarie" not in proposal_page(found, language)


def test_a_file_with_only_maybes_asks_what_they_are(tmp_path: Path) -> None:
    export = tmp_path / "kort.csv"
    words = ["prima", "gaat wel", "niks aan"]
    lines = ["BRIN;Hoe was het?"] + [f"01AB00;{words[i % 3]}" for i in range(40)]
    export.write_text("\n".join(lines), encoding="utf-8")
    started = start([export], folder=tmp_path)
    asked = [cell.place for cell in started.cells]
    assert any(place.startswith("vragen!D") for place in asked)  # its role
    book = openpyxl.load_workbook(started.workbook)
    role = next(p for p in asked if p.startswith("vragen!D")).partition("!")[2]
    book["vragen"][role].value = "vraag"
    for place in (p.partition("!")[2] for p in asked if p.startswith("betekenissen")):
        head = book["betekenissen"].cell(row=int(place[1:]), column=1).value
        book["betekenissen"][place].value = "zoals_hieronder" if head == "volgorde" else "leerling"
    book.save(started.workbook)
    with pytest.warns(match="has 1 item"):
        assert len(read_codebook(started.workbook).items) == 1


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    export = tmp_path / "namen.csv"
    export.write_text("\n".join(["BRIN;Naam"] + [f"01AB00;deelnemer {i}" for i in range(30)]))
    with pytest.raises(IntakeError, match="looks like a closed question"):
        start([export], folder=tmp_path)
    assert not (tmp_path / "codebook.xlsx").exists()


def test_a_question_that_gets_another_role_leaves_its_scale(forms: Path) -> None:
    started = start([forms], folder=forms.parents[1])
    fill(started)
    book = openpyxl.load_workbook(started.workbook)
    book["vragen"]["D9"].value = "achtergrond"
    book.save(started.workbook)
    assert len(read_codebook(started.workbook).items) == 3


def test_an_answer_that_nobody_gave_comes_to_stand_in_its_place(tmp_path: Path) -> None:
    export = tmp_path / "gat.csv"
    words = ["oneens", "eens", "helemaal mee eens"]
    lines = ["BRIN;Ik lees graag;Ik schrijf graag"]
    lines += [f"01AB00;{words[i % 3]};{words[(i + 1) % 3]}" for i in range(60)]
    export.write_text("\n".join(lines), encoding="utf-8")
    proposal = propose(export)
    gap = next(q for q in proposal.open if q.kind == "gap")
    added = next(c.value for c in gap.choices if c.value != "as-found")
    told = propose(export, answers_to_questions={gap.key: added})
    labels = [a.label for a in told.blocks[0].answers.value]
    assert labels == ["helemaal mee oneens", "oneens", "eens", "helemaal mee eens"]
