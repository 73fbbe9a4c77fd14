"""Any notebook for every school or group: what it gets, what is made, what is kept apart."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from aspiratie.batch import audit_folders
from aspiratie.cli import main
from aspiratie.disclosure import read_release
from aspiratie.errors import AspiratieError
from aspiratie.runs.page import MARK

LOOK = """import pandas as pd
own = pd.read_parquet(answers)
own.groupby('school').mean(numeric_only=True)"""
COUNT = """import pyarrow.parquet as pq
class N:
    def __init__(self, n): self.n = n
    def _repr_html_(self): return f'<p>n={self.n}</p>'
N(pq.read_table(answers).num_rows)"""
FAILS = "if school < '03':\n    raise ValueError('KANARIE answered 4')\nschool"


def run(project: Path, *arguments: object) -> Result:
    command = ["run", *map(str, arguments), "--workers", "1"]
    command.insert(2, str(project / "params" / "klein.yml"))
    return CliRunner().invoke(main, command)


def private(project: Path, name: str = "eigen-per-school") -> Path:
    return project / "reports" / "klein-persoonsgegevens" / name


@pytest.mark.slow
def test_a_kernel_makes_ordinary_tables_of_two_schools_at_a_time(
    project: Path, notebook: Callable[..., Path]
) -> None:
    (project / "own_module.py").write_text("SAID = 'imported beside it'")
    path = notebook(LOOK, "import own_module\nown_module.SAID")
    out = CliRunner().invoke(
        main,
        ["run", str(path), str(project / "params" / "klein.yml"), "--workers", "2",
         "--only", "01AB00", "--only", "04AB00"],
    )  # fmt: skip
    assert out.exit_code == 0, out.output
    assert "2 pages made" in out.output
    page = (private(project) / "04AB00.html").read_text()
    assert "01AB00" not in page.split("<title>", 1)[1]
    assert '<table border="1" class="dataframe">' in page
    assert "imported beside it" in page


@pytest.mark.usefixtures("quick")
def test_what_is_made_is_marked_and_kept_apart(
    project: Path, notebook: Callable[..., Path]
) -> None:
    out = run(project, notebook(LOOK))
    assert out.exit_code == 0, out.output
    assert not (project / "reports" / "klein").exists()
    folder = private(project)
    assert sorted(p.stem for p in folder.glob("*.html")) == ["01AB00", "02AB00", "03AB00", "04AB00"]
    page = (folder / "01AB00.html").read_text()
    assert MARK in page
    assert "Bevat persoonsgegevens" in page.split("<main", 1)[0]
    assert "default-src 'none'" in page
    told = (folder.parent / "LEES-MIJ.txt").read_text()
    assert "Verstuur ze niet" in told
    assert "Do not send them" in told
    assert (folder.parent / ".gitignore").read_text() == "*\n"
    for path in (folder.parent, folder, folder / "answers"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "01AB00.html").stat().st_mode) == 0o600
    assert list((folder / "answers").iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_it_never_passes_as_something_to_send(project: Path, notebook: Callable[..., Path]) -> None:
    prepared = CliRunner().invoke(main, ["prepare", str(project / "params" / "klein.yml")])
    assert prepared.exit_code == 0
    run(project, notebook(LOOK))
    assert audit_folders([project / "reports" / "klein"]).findings == ()
    found = audit_folders([project / "reports"])
    assert any("klein-persoonsgegevens: holds personal data" in f for f in found.findings)
    assert found.n_pages == 0
    for file in private(project).glob("*.json"):
        with pytest.raises(AspiratieError):
            read_release(file)


@pytest.mark.usefixtures("quick")
def test_the_answers_are_cleaned_coded_and_turned(
    project: Path, notebook: Callable[..., Path]
) -> None:
    keep = "from shutil import copy\ncopy(answers, target)\ncopy(region_answers, target + '.all')"
    asked = 'answers: str = ""\nregion_answers: str = ""\ncodebook: str = ""\ntarget: str = ""'
    target = project / "02.parquet"
    out = run(project, notebook(keep, asked=asked), "--only", "02AB00", "-p", "target", target)
    assert out.exit_code == 0, out.output
    own, everybody = pd.read_parquet(target), pd.read_parquet(f"{target}.all")
    raw = pd.read_csv(project / "data" / "klein.csv", sep=";")
    there = raw[raw["brin"] == "02AB00"]
    assert list(own["v0"]) == [int(v) // 10 for v in there["v0"]]
    assert list(own["v3"]) == [4 - int(v) // 10 for v in there["v3"]]
    assert set(own["school"]) == {"02AB00"}
    assert len(everybody) == len(raw)
    assert list(own.index) == [int(i) + 2 for i in there.index]  # rows as a person sees them


@pytest.mark.usefixtures("quick")
def test_a_failure_stops_no_other_and_the_same_command_goes_on(
    project: Path, notebook: Callable[..., Path]
) -> None:
    asked = 'answers: str = ""\nschool: str = ""\nfrom_: str = "03"'
    path = notebook(FAILS.replace("'03'", "from_"), asked=asked)
    out = run(project, path)
    assert out.exit_code == 1
    assert "2 pages made, 0 were up to date, 2 failed" in out.output
    assert re.search(r"02AB00 +eigen.ipynb: .*See failed/02AB00", out.output)
    assert "KANARIE" not in out.output
    kept = private(project) / "failed" / "02AB00"
    assert {p.name for p in kept.iterdir()} == {"reason.txt", "traceback.txt", "notebook.ipynb"}
    assert "ValueError" in (kept / "notebook.ipynb").read_text()
    left = {p.stem for p in (private(project) / "answers").iterdir()}
    assert left == {"01AB00", "02AB00"}  # so that the kept notebook can be opened and run

    again = run(project, path)
    assert "0 pages made, 2 were up to date, 2 failed" in again.output
    mended = run(project, path, "-p", "from_", "00")
    assert mended.exit_code == 0
    assert "4 pages made" in mended.output  # another parameter, another page
    assert not kept.exists()
    assert not any((private(project) / "answers").iterdir())


@pytest.mark.usefixtures("quick")
def test_only_what_changed_is_made_again(project: Path, notebook: Callable[..., Path]) -> None:
    path = notebook(COUNT)
    run(project, path)
    summary = private(project) / "summary.json"
    before = {p.name: p.stat().st_mtime_ns for p in private(project).iterdir() if p.is_file()}
    assert "4 were up to date" in run(project, path).output
    assert before == {p.name: p.stat().st_mtime_ns for p in summary.parent.iterdir() if p.is_file()}
    data = project / "data" / "klein.csv"
    data.write_text(data.read_text() + "\n03AB00;1;10;20;30;10")
    assert "1 pages made, 3 were up to date" in run(project, path).output
    assert "n=13" in (summary.parent / "03AB00.html").read_text()
    rows = [r for r in data.read_text().splitlines() if not r.startswith("04AB00")]
    data.write_text("\n".join(rows))
    run(project, path)
    assert not (summary.parent / "04AB00.html").exists()  # of a school that is no more
    assert "3 pages made" in run(project, path, "--force").output


@pytest.mark.usefixtures("quick")
def test_a_page_of_earlier_answers_does_not_outlive_a_failure(
    project: Path, notebook: Callable[..., Path]
) -> None:
    path = notebook("int(flag)", asked='answers: str = ""\nflag: str = "1"')
    run(project, path)
    assert run(project, path, "-p", "flag", "x", "--only", "01AB00").exit_code == 1
    assert not (private(project) / "01AB00.html").exists()
    assert (private(project) / "02AB00.html").exists()


@pytest.mark.usefixtures("quick")
def test_groups_and_whoever_belongs_to_none(project: Path, notebook: Callable[..., Path]) -> None:
    path = notebook("group", asked='answers: str = ""\ngroup: str = ""')
    out = run(project, path, "--per", "leerjaar")  # the codebook's own name of the column
    assert out.exit_code == 0, out.output
    assert "2 pages made" in out.output
    assert "3 respondents belong to none" in out.output
    both = run(project, path, "--per", "school", "--per", "group")
    assert "8 pages made" in both.output
    assert (private(project, "eigen-per-school-group") / "01AB00_1.html").exists()


@pytest.mark.parametrize(
    ("asked", "arguments", "told"),
    [
        ('answers: str = ""\nn: int = 3', ["-p", "m", "1"], ["m: is not one", "answers, n"]),
        ('answers: str = ""\nn: int = 3', ["-p", "n", "much"], ["n: should be of type int"]),
        ('answers: str = ""\nn: int', [], ["n: needs a value", "-p n VALUE"]),
        ('answers: str = ""', ["-p", "answers", "x"], ["is given by the run itself"]),
        ('data: str = ""', [], ["has no `answers`"]),
        ('answers: str = ""', ["--per", "class"], ["--per class", "school, group"]),
        ('answers: str = ""', ["--only", "09AB00"], ["--only 09AB00"]),
        ('answers: str = ""', ["--template", "nowhere"], ["--template nowhere"]),
        ('answers: str = ""', ["--informant", "parent"], ["answers of: pupil"]),
    ],
)
def test_what_does_not_fit_is_told_before_anything_is_made(
    project: Path,
    notebook: Callable[..., Path],
    asked: str,
    arguments: list[str],
    told: list[str],
) -> None:
    out = run(project, notebook("1", asked=asked), *arguments)
    assert out.exit_code == 2
    for text in told:
        assert text in out.output, out.output
    assert not list(project.rglob("*.html"))


@pytest.mark.usefixtures("quick")
def test_a_parameter_is_read_by_the_type_of_its_default(
    project: Path, notebook: Callable[..., Path]
) -> None:
    asked = 'answers: str = ""\nw: float = 1.5\non: bool = True\nof: list = []\nt: str = "1"'
    asked += "\nk: int"
    values = {"w": "2", "on": "false", "of": "[a, 3]", "t": "007", "k": "4"}
    given = [part for item in values.items() for part in ("-p", *item)]
    out = run(project, notebook("(w, on, of, t, k)", asked=asked), "--only", "01AB00", *given)
    assert out.exit_code == 0, out.output
    page = (private(project) / "01AB00.html").read_text()
    assert "(2.0, False, ['a', 3], '007', 4)" in page.replace("&#39;", "'")


@pytest.mark.usefixtures("quick")
def test_a_line_a_page_as_json_and_a_summary(project: Path, notebook: Callable[..., Path]) -> None:
    path = notebook(FAILS, asked='answers: str = ""\nschool: str = ""')
    out = run(project, path, "--log-format", "json")
    lines = [json.loads(line) for line in out.stdout.splitlines()]
    states = {line["page"]: line["state"] for line in lines}
    assert sorted(states.values()) == ["failed", "failed", "made", "made"]
    assert [(line["done"], line["of"]) for line in lines] == [(i, 4) for i in range(1, 5)]
    assert all(
        "ValueError at line 2" in line["reason"] for line in lines if line["state"] == "failed"
    )
    summary = json.loads((private(project) / "summary.json").read_text())
    assert (summary["made"], summary["failed"], summary["to_do"]) == (2, 2, 0)
    assert [f["page"] for f in summary["failures"]] == ["01AB00", "02AB00"]
    assert "%|" not in out.stderr  # no bar where nobody looks


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("template", ["lab", "basic", "own"])
def test_any_template_is_marked_and_asks_nothing(
    project: Path, notebook: Callable[..., Path], template: str
) -> None:
    own = project / "own"
    own.mkdir()
    (own / "conf.json").write_text('{"base_template": "base", "mimetypes": {"text/html": true}}')
    (own / "index.html.j2").write_text("<p>eigen sjabloon</p>")
    given = own if template == "own" else template
    out = run(project, notebook("1"), "--only", "01AB00", "--template", given)
    assert out.exit_code == 0, out.output
    page = (private(project) / "01AB00.html").read_text()
    head = page.partition("<body")[0]
    assert MARK in head
    assert "script-src 'unsafe-inline' 'unsafe-eval'" in head  # none from elsewhere
    assert 'role="note"' in page
    assert ("eigen sjabloon" in page) == (template == "own")


@pytest.mark.usefixtures("quick")
def test_a_dead_worker_is_one_named_failure(
    project: Path, notebook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import BrokenExecutor

    from aspiratie.runs import one

    made = one.make

    def dies(job):
        if job.name == "02AB00":
            raise BrokenExecutor
        return made(job)

    monkeypatch.setattr("aspiratie.runs.one.make", dies)
    monkeypatch.setattr(one, "execute", lambda notebook, *_, **__: notebook)
    out = run(project, notebook("1"))
    assert out.exit_code == 1
    assert "3 pages made, 0 were up to date, 1 failed" in out.output
    assert "died" in (private(project) / "failed" / "02AB00" / "reason.txt").read_text()
