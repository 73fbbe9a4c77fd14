"""From files to a region's pages, by the command line."""

from __future__ import annotations

import stat
from collections.abc import Callable
from typing import Any

from click.testing import CliRunner

from aspiratie.batch import audit_folders
from aspiratie.cli import main

Make = Callable[..., Any]

#: Pages of a region told by name only.
ONE = {"index.html", "regio.html", "regio-bijlage.html"}


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments))


def test_named_lettered_keys_and_audit(make_region: Make) -> None:
    made = make_region([60, 45, 80, 33, 52, 71, 40, 64], sd=0.6, seed=4)
    told = run("region", str(made.path))
    assert told.exit_code == 0, told.output
    folder = made.path.parent / "uit"
    assert {p.name for p in folder.glob("*.html")} == {
        "index.html",
        *(f"{name}{end}.html" for name in ("regio", "regio_letters") for end in ("", "-bijlage")),
    }
    assert {p.name for p in (folder / "release").iterdir()} == {
        "regio.json",
        "regio_letters.json",
        "manifest.jsonl",
        "run.json",
        *(f"{school}.json" for school in made.answers),
    }
    keys = sorted((folder / "key").glob("*.txt"))
    assert [k.stem for k in keys] == sorted(made.answers)
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in (folder / "key").iterdir()} == {0o600}
    for key in keys:
        others = [s for s in made.answers if s != key.stem]
        assert not any(s in key.read_text("utf-8") for s in others)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert run("prepare", str(made.path)).exit_code == 0
    audit = audit_folders([folder])
    assert audit.findings == ()
    assert audit.n_releases == 10
    assert run("region", str(made.path)).exit_code == 0
    assert {p: p.read_bytes() for p in before} == before


def test_refusal_is_plain_and_writes_nothing_of_the_region(make_region: Make) -> None:
    made = make_region([40, 40, 40, 40])
    told = run("region", str(made.path))
    assert told.exit_code == 2
    assert "needs 5 schools" in told.output
    assert "Traceback" not in told.output
    folder = made.path.parent / "uit"
    assert not list(folder.rglob("regio*")) + list(folder.glob("*.html"))


def test_five_schools_have_names_but_no_letters(make_region: Make) -> None:
    made = make_region([40] * 5)
    told = run("region", str(made.path), "--language", "en")
    assert told.exit_code == 0, told.output
    assert "letters need 6 schools" in told.output
    folder = made.path.parent / "uit"
    assert {p.name for p in folder.glob("*.html")} == ONE
    assert '<html lang="en"' in (folder / "regio.html").read_text("utf-8")


def test_a_region_without_a_name_is_refused(make_region: Make) -> None:
    made = make_region([40] * 5)
    made.path.write_text(
        made.path.read_text("utf-8").replace("region: IJsselstreek\n", ""), encoding="utf-8"
    )
    told = run("region", str(made.path))
    assert told.exit_code == 2
    assert "needs a name" in told.output


def test_letters_that_fit_by_chance_are_drawn_anew(make_region: Make, monkeypatch: Any) -> None:
    from types import SimpleNamespace

    from aspiratie.batch import publishing as written

    drawn: list[Any] = []

    def attack(releases: list[Any]) -> Any:
        found = real_attack(releases)
        if len(drawn) < 3:
            drawn.append([[r.value for r in s.letters] for s in releases[1].scales])
            return SimpleNamespace(succeeded=len(drawn) < 3, findings=found.findings)
        return found

    real_attack = written.attack
    monkeypatch.setattr(written, "attack", attack)
    made = make_region([60, 45, 80, 33, 52, 71, 40, 64], sd=0.6, seed=4)
    told = run("region", str(made.path))
    assert told.exit_code == 0, told.output
    assert len(list((made.path.parent / "uit" / "key").glob("*.txt"))) == 8
    assert drawn[0] != drawn[1] != drawn[2] != drawn[0]
    for first, again in zip(drawn[0], drawn[1], strict=True):
        assert sorted(first) == sorted(again)


def test_letters_that_can_be_traced_are_not_made(make_region: Make, monkeypatch: Any) -> None:
    from types import SimpleNamespace

    from aspiratie.batch import publishing as written

    def attack(releases: list[Any]) -> Any:
        found = len(releases) > 1
        return SimpleNamespace(succeeded=found, findings=real_attack(releases).findings)

    real_attack = written.attack
    monkeypatch.setattr(written, "attack", attack)
    made = make_region([60, 45, 80, 33, 52, 71, 40, 64], sd=0.6, seed=4)
    told = run("region", str(made.path))
    assert told.exit_code == 0, told.output
    assert "letters can be traced" in told.output
    folder = made.path.parent / "uit"
    assert {p.name for p in folder.glob("*.html")} == ONE
    assert not list((folder / "key").glob("*.txt"))
