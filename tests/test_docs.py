"""Every command that README and docs show runs; the command line is documented."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from aspiratie.batch import write_demo
from aspiratie.cli import main

FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


#: These need something between their commands: tests/test_guide.py and test_own_notebook.py do it.
GUIDES = ("van-export-naar-rapport.md", "own-notebook.md")


def _commands(page: Path) -> list[str]:
    if page.name in GUIDES:
        return []
    return [
        line.removeprefix("$ ")
        for kind, body in FENCE.findall(page.read_text(encoding="utf-8"))
        if kind == "console"
        for line in body.splitlines()
        if line.startswith("$ ")
    ]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all pages, so that what one page made is up to date for the next."""
    return tmp_path_factory.mktemp("docs")


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [p for p in PAGES if _commands(p)], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_the_commands_of_a_page_run(
    page: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    for command in _commands(page):
        program, *arguments = shlex.split(command)
        assert program == "aspiratie", command
        out = CliRunner().invoke(main, arguments)
        assert out.exit_code == 0, f"{command}\n{out.output}"


@pytest.mark.slow
def test_the_python_of_the_readme_runs(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    if not (place / "data").exists():
        write_demo(place, n_schools=8, seed=1)
    blocks = [b for k, b in FENCE.findall((ROOT / "README.md").read_text()) if k == "python"]
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


@pytest.mark.slow
def test_the_python_of_the_page_on_results_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    page = (ROOT / "docs" / "en" / "results.md").read_text(encoding="utf-8")
    (block,) = [b for k, b in FENCE.findall(page) if k == "python"]
    exec(compile(block, "results.md", "exec"), {})
    assert (tmp_path / "alpha.docx").stat().st_size > 10_000
    assert (tmp_path / "study.docx").stat().st_size > 10_000


def test_names_of_asp_in_the_docs_exist() -> None:
    import aspiratie as asp
    from aspiratie import research

    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"\basp\.([a-z]\w*)\(?", text):
            assert name in asp.__all__, f"{page.name}: asp.{name}"
        for name in re.findall(r"`research\.(\w+)", text):
            assert name in research.__all__, f"{page.name}: research.{name}"


def test_the_reference_of_research_is_whole() -> None:
    from aspiratie import research
    from aspiratie.research import beside_r

    page = (ROOT / "docs" / "en" / "research.rst").read_text(encoding="utf-8")
    listed = set(re.findall(r"^   (\w+)$", page, re.MULTILINE))
    also = {"compare_means", "congruence", "factors_beside", "model_beside",
            "partial_correlation", "reliability_beside", "repeated_correlation",
            "scale_dif", "scale_information", "scale_invariance", "scale_reliability",
            "school_reliability", "school_spread"}  # fmt: skip
    assert listed | also == {*research.__all__, *beside_r.__all__}


def test_the_reference_of_display_is_whole() -> None:
    from aspiratie import display

    page = (ROOT / "docs" / "en" / "display.rst").read_text(encoding="utf-8")
    for room, part in (
        (display, page.split("aspiratie.display.school", 1)[0]),
        (display.school, page.split("aspiratie.display.school", 1)[1].split("region\n", 1)[0]),
        (display.region, page.split("currentmodule:: aspiratie.display.region", 1)[1]),
    ):
        listed = set(re.findall(r"^   (\w+)$", part, re.MULTILINE))
        assert listed == set(room.__all__) - {"region", "school"}, room.__name__


def test_what_make_is_said_to_do_it_does() -> None:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        said = set(re.findall(r"`?make ([a-z-]+)", page.read_text()))
        assert {s for s in said if s in ("demo", "test", "bench", "docs", "lint")} <= made


def test_every_command_has_help_with_an_example() -> None:
    def commands(group, path: tuple[str, ...] = ()):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from commands(command, (*path, name))
            else:
                yield (*path, name), command

    for path, command in commands(main):
        out = CliRunner().invoke(main, [*path, "--help"])
        assert out.exit_code == 0
        assert f"aspiratie {' '.join(path)} " in out.output.split("Example", 1)[1], path
        assert command.help


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_dutch_guides_are_short_sentences() -> None:
    for page in (ROOT / "docs" / "nl").glob("*.md"):
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        text = re.sub(r"^[#|].*$", "", text, flags=re.MULTILINE)
        sentences = [s for s in re.split(r"[.!?:]\s", text) if len(s.split()) > 2]
        assert sum(len(s.split()) for s in sentences) / len(sentences) <= 15, page.name
