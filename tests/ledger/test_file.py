"""The ledger's file: whole, locked, and repaired where it broke off."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aspiratie.errors import DisclosureError, ReleaseError
from aspiratie.ledger import Entry, conflicts, read_ledger


def entry(owner: str = "10AB00", **cells: float) -> Entry:
    name = "mean|c0||||||0|shown|0.1|"
    told = {name.replace("c0", scale): value for scale, value in cells.items()}
    return Entry(
        instrument="test",
        informant="pupil",
        wave="2025-2026",
        owner=owner,
        cells=told or {name: 3.4},
    )


def test_what_is_added_stands(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "ledger.jsonl"
    with read_ledger(path) as ledger:
        ledger.add([entry(), entry("11AB00")], "2026-06-30")
        ledger.save()
    with read_ledger(path) as ledger:
        assert [e for _, e in ledger.standing] == [entry(), entry("11AB00")]
        assert not ledger.repaired


def test_what_is_withdrawn_stays_in_the_file_and_counts_no_more(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with read_ledger(path) as ledger:
        ledger.add([entry(), entry("11AB00")], "2026-06-30")
        digest = ledger.standing[0][0]
        ledger.withdraw([digest], "2026-07-01", why="recalled", reason="sent twice")
        ledger.save()
    with read_ledger(path) as ledger:
        assert [e.owner for _, e in ledger.standing] == ["11AB00"]
        assert len(ledger.lines) == 3
    last = json.loads(path.read_text().splitlines()[-1])
    assert (last["event"], last["why"], last["reason"]) == ("withdrawn", "recalled", "sent twice")


@pytest.mark.parametrize("keep", [1, 20, 200])
def test_a_last_line_that_broke_off_is_taken_away(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "ledger.jsonl"
    with read_ledger(path) as ledger:
        ledger.add([entry(), entry("11AB00")], "2026-06-30")
        ledger.save()
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + second[:keep])
    with read_ledger(path) as ledger:
        assert ledger.repaired
        assert [e.owner for _, e in ledger.standing] == ["10AB00"]
        ledger.add([entry("12AB00")], "2026-07-01")
        ledger.save()
    with read_ledger(path) as ledger:
        assert not ledger.repaired
        assert [e.owner for _, e in ledger.standing] == ["10AB00", "12AB00"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: lines[1:],
        lambda lines: [lines[0].replace(b"3.4", b"3.5"), *lines[1:]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [b"{}\n", *lines],
        lambda lines: [lines[0].replace(b'"version":2', b'"version":1'), *lines[1:]],
    ],
)
def test_a_changed_line_is_refused(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "ledger.jsonl"
    with read_ledger(path) as ledger:
        ledger.add([entry(), entry("11AB00"), entry("12AB00")], "2026-06-30")
        ledger.save()
    lines = damage(path.read_bytes().splitlines(keepends=True))  # type: ignore[operator]
    path.write_bytes(b"".join(lines))
    with pytest.raises(ReleaseError, match="was changed after it was written"), read_ledger(path):
        pass


def test_a_ledger_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "ledger.jsonl"
    with pytest.raises(ReleaseError, match="`ledger` in the parameters"), read_ledger(path):
        pass


def test_nothing_is_left_beside_the_ledger_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.jsonl"
    with read_ledger(path) as ledger:
        ledger.add([entry()], "2026-06-30")
        ledger.save()
    before = path.read_bytes()

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with read_ledger(path) as ledger:
        ledger.add([entry("11AB00")], "2026-06-30")
        with pytest.raises(ReleaseError, match="No space left"):
            ledger.save()
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.new"))


def _add(path: Path, owner: str) -> None:
    with read_ledger(path) as ledger:
        ledger.add([entry(owner)], "2026-06-30")
        ledger.save()


def test_several_runs_add_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    owners = [f"{i}AB00" for i in range(10, 18)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda owner: _add(path, owner), owners))
    with read_ledger(path) as ledger:
        assert sorted(e.owner for _, e in ledger.standing) == owners


# what is refused


def told(old: Entry, new: Entry) -> list[str]:
    return [c.what for c in conflicts([("digest", old)], [new])]


def test_the_same_again_is_no_conflict() -> None:
    assert told(entry(), entry()) == []


def test_numbers_that_were_not_told_before_are_no_conflict() -> None:
    assert told(entry(c0=3.4), entry(c0=3.4, c1=3.1)) == []
    assert told(entry(c0=3.4, c1=3.1), entry(c0=3.4)) == []


def test_another_value_is_a_conflict_that_tells_no_value() -> None:
    (what,) = told(entry(c0=3.4), entry(c0=3.5))
    assert "a mean" in what
    assert "3.4" not in what
    assert "3.5" not in what


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mean|c0||||||0|shown|0.1|", "mean|c0||||||0|at_least|0.1|"),
        ("mean|c0||||||0|shown|0.1|", "mean|c0||||||0|shown|0.2|"),
        ("share|||q1|1||||exact|1|", "share|||q1|1||||below||"),
        ("share|||q1|1||||exact|1|", "share|||q1|1||||exact|5|"),
    ],
)
def test_a_number_that_is_told_in_another_way_is_a_conflict(before: str, after: str) -> None:
    old = Entry(instrument="t", informant="pupil", wave="w", owner="s", cells={before: 5})
    new = Entry(instrument="t", informant="pupil", wave="w", owner="s", cells={after: 5})
    assert told(old, new)


def test_a_finer_print_within_the_schools_own_is_no_conflict() -> None:
    school = Entry(
        instrument="t",
        informant="pupil",
        wave="w",
        owner="s",
        cells={"mean|c0|||||||shown|0.1|": 3.4},
    )
    region = Entry(
        instrument="t",
        informant="pupil",
        wave="w",
        owner="s",
        cells={"mean|c0|||||||shown|0.02|": 3.42},
    )
    assert told(school, region) == []


@pytest.mark.parametrize(
    ("old", "new", "conflict"),
    [("10AB", "10AB00", True), ("10AB01", "10AB", True), ("10AB00", "10AB01", False)],
)
def test_a_school_and_its_vestiging_are_of_the_same_pupils(
    old: str, new: str, conflict: bool
) -> None:
    assert bool(told(entry(old), entry(new))) is conflict


def test_a_recall_needs_no_lie_about_sending() -> None:
    from aspiratie.batch.guard import Permission

    with pytest.raises(DisclosureError, match="one of both"):
        Permission(recall="x", not_sent=True)


def alias_of(owner: str, alias: str, value: float) -> Entry:
    return Entry(
        instrument="t",
        informant="pupil",
        wave="w",
        owner=owner,
        alias=alias,
        cells={"count||||||||shown||": value},
    )


def test_a_school_under_another_number_is_known_by_name_type_and_place() -> None:
    old = alias_of("10AB00", "REGENBOOG BAO UTRECHT", 40)
    same, other = alias_of("88ZZ00", old.alias, 40), alias_of("88ZZ00", old.alias, 41)
    assert told(old, same) == []
    (what,) = told(old, other)
    assert "published before as 10AB00" in what
    # two schools of one name that both are there, and schools without a name
    both = conflicts([("digest", old)], [old, other])
    assert both == []
    assert told(alias_of("10AB00", "", 40), alias_of("88ZZ00", "", 41)) == []


def test_nothing_is_written_where_nothing_was_added(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with read_ledger(path) as ledger:
        ledger.save()
    assert not path.exists()


def test_entries_tell_scores_of_other_conditions_apart_and_keep_no_hidden_number() -> None:
    from msgspec.structs import replace
    from tests.protection.worlds import published, small_region

    from aspiratie.ledger import entries_of

    releases = published(small_region(6))
    entries = entries_of(releases)
    assert [e.owner for e in entries] == sorted(r.school.id for r in releases)
    assert all(e.alias == f"SCHOOL{e.owner} BAO " for e in entries)
    names = set(entries[0].cells)
    assert any(name.startswith("mean|principle|") for name in names)
    assert any(name.split("|")[9] for name in names if name.startswith("mean|"))
    assert not any("hidden" in name for name in names)
    less = replace(
        releases[0],
        scales=tuple(
            replace(s, left_out=("c1",)) if s.name == "principle" else s for s in releases[0].scales
        ),
    )
    (entry,) = entries_of([less])
    assert any(name.startswith("mean|principle - c1|") for name in entry.cells)
    assert not any(name.startswith("mean|principle|") for name in entry.cells)
