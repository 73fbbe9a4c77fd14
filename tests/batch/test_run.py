"""A batch: what is made, what is left alone, and what a failure does to the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aspiratie.batch.executors import ChildExecutor, SerialExecutor, make_executor
from aspiratie.batch.manifest import Manifest
from aspiratie.batch.output import file_names, open_output
from aspiratie.batch.run import make_reports
from aspiratie.batch.workers import pages
from aspiratie.batch.workers.jobs import Job, plan_jobs
from aspiratie.errors import ParameterError, Problem, ReportError


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "release").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "release" / f"{name}.json").write_text(f'{{"school": "{name}"}}')
    (tmp_path / "nb.ipynb").write_text("{}")
    return tmp_path


def _jobs(place: Path, **options: Any) -> tuple[Job, ...]:
    return plan_jobs(
        sorted((place / "release").glob("?.json")),
        notebook=place / "nb.ipynb",
        output=place,
        language=options.pop("language", "nl"),
        code=options.pop("code", "x"),
        **options,
    )


def _render(*broken: str) -> Any:
    def draw(notebook: Path, parameters: dict[str, str], **_: Any) -> tuple[str, bytes]:
        name = Path(parameters["release"]).stem
        if name in broken:
            raise ReportError("Broken.", problems=[Problem(where="cell 3", what="is wrong.")])
        return name, name.encode()

    return draw


def _manifest(place: Path) -> Manifest:
    return Manifest(place / "release" / "manifest.jsonl")


def _states(place: Path, jobs: tuple[Job, ...], **options: Any) -> list[str]:
    with SerialExecutor() as executor:
        outcomes = make_reports(
            jobs, executor, manifest=_manifest(place), progress=False, **options
        )
    return [o.state for o in outcomes]


def test_a_second_run_makes_nothing_and_a_changed_input_only_its_own(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "draw_page", _render())
    assert _states(place, _jobs(place)) == ["made", "made", "made"]
    assert _states(place, _jobs(place)) == ["unchanged"] * 3
    (place / "release" / "b.json").write_text("other")
    assert _states(place, _jobs(place)) == ["unchanged", "made", "unchanged"]
    assert _states(place, _jobs(place, code="y")) == ["made"] * 3
    assert _states(place, _jobs(place, code="y", language="en")) == ["made"] * 3
    assert _states(place, _jobs(place, code="y", language="en"), force=True) == ["made"] * 3


def test_a_page_that_was_touched_is_made_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "draw_page", _render())
    _states(place, _jobs(place))
    (place / "a.html").write_text("half")
    (place / "c.html").unlink()
    assert _states(place, _jobs(place)) == ["made", "unchanged", "made"]


def test_a_failure_stops_no_other_and_is_tried_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "draw_page", _render("b"))
    with SerialExecutor() as executor:
        outcomes = make_reports(_jobs(place), executor, manifest=_manifest(place), progress=False)
    assert [o.state for o in outcomes] == ["made", "failed", "made"]
    assert "cell 3" in outcomes[1].reason
    assert set(_manifest(place).made) == {"a", "c"}
    assert "cell 3" in _manifest(place).failures["b"]
    monkeypatch.setattr(pages, "draw_page", _render())
    assert _states(place, _jobs(place)) == ["unchanged", "made", "unchanged"]


def test_a_strangers_error_is_named_without_its_text(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(*_: Any, **__: Any) -> None:
        raise ValueError("KANARIE answered 4")

    monkeypatch.setattr(pages, "draw_page", draw)
    with SerialExecutor() as executor:
        outcomes = make_reports(_jobs(place), executor, manifest=_manifest(place), progress=False)
    assert all(o.state == "failed" and "ValueError" in o.reason for o in outcomes)
    assert not any("KANARIE" in o.reason for o in outcomes)


def test_a_broken_manifest_means_that_nothing_was_made(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "draw_page", _render())
    _states(place, _jobs(place))
    (place / "release" / "manifest.jsonl").write_text('{"reports": [')
    assert _states(place, _jobs(place)) == ["made"] * 3


def test_executors_are_named_and_checked() -> None:
    assert isinstance(make_executor("serial"), SerialExecutor)
    # One worker is a child too: what dies or takes too much does not take the run along.
    with make_executor("local", workers=1) as executor:
        assert isinstance(executor, ChildExecutor)
    with pytest.raises(ParameterError, match="at least 1"):
        make_executor(workers=0)
    with pytest.raises(ParameterError, match="no executor 'gpu'"):
        make_executor("gpu")


def test_file_names_are_safe_and_their_own() -> None:
    schools = ["../../etc", "index", "run", "abc", "ABC", "abc-2", "regio_po", "a/b", "a b", "a.b"]
    names = file_names([*schools, "x" * 300])
    assert list(names) == [*schools, "x" * 300]
    assert names["../../etc"] == "_etc"
    assert names["index"] == "index-2"
    assert names["run"] == "run-2"
    assert names["regio_po"] == "school_regio_po"
    assert len(names["x" * 300]) == 80
    assert len({name.casefold() for name in names.values()}) == len(names)


def test_many_schools_of_one_name_are_named_in_one_pass() -> None:
    names = file_names([f"a{'/' * i}b" for i in range(1, 3000)] + ["a_b-7"])
    assert len(set(names.values())) == 3000


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ParameterError, match="cannot be written"):
        open_output(tmp_path / "taken")
