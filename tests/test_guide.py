"""The Dutch guide from export to report: its commands give what it shows, its answers suffice."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from aspiratie.batch import write_demo
from aspiratie.cli import main

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "nl" / "van-export-naar-rapport.md"
BLOCK = re.compile(r"^```console\n\$ aspiratie ([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|$", re.MULTILINE)


def _pattern(shown: str) -> re.Pattern[str]:
    """Read what the guide shows: a line of … stands for any lines, one within for any text."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r".*\n"
        for line in shown.splitlines()
    ]
    return re.compile("".join(lines))


def _fill_in(text: str, folder: Path) -> int:
    """Do what the table of the guide says; return how many cells that was."""
    book = openpyxl.load_workbook(folder / "codebook.xlsx")
    table = text.partition("| waar | wat u invult |")[2].partition("\n\n")[0]
    rows = ROW.findall(table)
    for where, value in rows:
        sheet, _, cell = where.partition("!")
        if cell:
            assert book[sheet][cell].value == "?", where
            book[sheet][cell].value = value.strip()
        else:
            path = folder / "params" / where
            key = value.partition(":")[0]
            written = path.read_text(encoding="utf-8")
            path.write_text(re.sub(rf'^{key}: "\?"', value.strip(), written, flags=re.M), "utf-8")
    book.save(folder / "codebook.xlsx")
    return len(rows)


@pytest.mark.slow
def test_the_guide_shows_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    text = GUIDE.read_text(encoding="utf-8")
    done = []
    for command, shown in BLOCK.findall(text):
        name, *arguments = shlex.split(command)
        if name == "demo":  # its data alone; that it runs is another test's
            write_demo(tmp_path, n_schools=int(arguments[arguments.index("--number") + 1]), seed=1)
            continue
        if name == "report":
            refused = CliRunner().invoke(main, [name, *arguments])
            assert refused.exit_code == 2
            assert _fill_in(text, tmp_path) == 3
        out = CliRunner().invoke(main, [name, *arguments])
        assert out.exit_code == 0, out.output
        assert _pattern(shown).search(out.output), f"{command}\n{out.output}"
        done.append(name)
    assert done == ["inspect", "start", "report"]
    page = next((tmp_path / "reports" / "leerlingen").glob("[0-9]*.html"))
    assert "</html>" in page.read_text(encoding="utf-8")


def test_each_refusal_of_the_guide_is_one_of_the_package() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src" / "aspiratie").rglob("*.py")
    )
    text = GUIDE.read_text(encoding="utf-8").partition("## Wat als")[2]
    told = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
    assert len(told) > 12
    for line in told:
        for part in line.strip("`").split("…"):
            assert part.strip() in source, line
