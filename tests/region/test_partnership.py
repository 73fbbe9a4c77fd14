"""Regions by a register: partnerships and boards of one wave, and what they tell together."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from aspiratie.attack import attack
from aspiratie.batch import audit_folders, compare_wave, prepare_releases, prepare_wave
from aspiratie.cli import main
from aspiratie.disclosure import (
    DisclosureRules,
    NamedRelease,
    read_region_release,
    read_school_release,
)
from aspiratie.disclosure.bounds import counts_of
from aspiratie.disclosure.region.items import publish_region_items
from aspiratie.disclosure.shape import Distribution
from aspiratie.errors import AspiratieError
from display.made_region import region_draft, region_release
from region.conftest import answers_of
from region.made_register import Place, write_registered

NORTH = [Place(code=f"90A{c}00", postcode="1001", board="90002") for c in "DEFGH"]
SOUTH = [Place(code=f"90B{c}00", postcode="1002", board="90003") for c in "DEF"]
#: A board with schools in both partnerships.
BOARD = [Place(code=f"90A{c}00", postcode="1001") for c in "ABC"]
BOARD += [Place(code=f"90B{c}00", postcode="1002") for c in "ABC"]
SECONDARY = [
    Place(code=f"90C{c}00", postcode="1003", board="90004", kinds="VBO/MAVO") for c in "ABCDE"
]
PLACES = [*NORTH, *SOUTH, *BOARD, *SECONDARY]
LOST = [
    Place(code="90DA00", postcode="9999", board="90005"),
    Place(code="90DB00", postcode="1003", board="90005"),
]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return ``write(places, asked=...)``: a run with answers of the schools at these places."""

    def written(places: list[Place], *, asked: str, registered: list[Place] | None = None) -> Path:
        rng = np.random.default_rng(1)
        answers = {
            p.code: answers_of(int(rng.integers(20, 45)), rng.normal(0, 0.5), rng) for p in places
        }
        known = places if registered is None else registered
        return write_registered(tmp_path / "run", answers, known, asked=asked)

    return written


def run(*arguments: str) -> str:
    told = CliRunner().invoke(main, list(arguments))
    assert told.exit_code == 0, told.output
    return told.output


def test_each_partnership_and_board_of_a_wave_in_one_run(write: Write) -> None:
    path = write([*PLACES, *LOST], asked="partnership: all\nboards: all\n")
    told = " ".join(run("region", str(path)).split())
    folder = path.parent / "uit"
    parts = ["PO9001", "PO9002", "VO9001", "board_90001", "board_90002", "board_90004"]
    assert sorted(p.parent.name for p in folder.glob("*/regio.html")) == parts
    assert sorted(p.parent.name for p in folder.glob("*/regio_letters.html")) == parts[:2]
    assert "not in the annex: 90DA00" in told
    assert "names no partnership at its postcode: 90DB00" in told
    assert "in a column samenwerkingsverband" in told
    index = (folder / "index.html").read_text("utf-8")
    for part in parts:
        assert f'href="{part}/index.html"' in index
        assert f'href="{part}/regio.html"' in index
    named = read_region_release(folder / "board_90001" / "release" / "regio.json")
    assert isinstance(named, NamedRelease)
    assert [s.id for s in named.schools] == sorted(p.code for p in BOARD)
    assert {s.name for s in named.schools} >= {"De Eik AA"}
    assert {s.place for s in named.schools} == {"Den Ergens"}
    # a board's schools are published by their own partnership only
    assert [p.name for p in (folder / "board_90001").rglob("90*.json")] == []
    assert audit_folders([folder]).findings == ()
    # run.json notes the state of the ledger, in which later regions of the run wrote
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "run.json"}
    run("region", str(path))
    assert {p: p.read_bytes() for p in before} == before


def test_one_partnership_tells_the_same_as_all(write: Write) -> None:
    path = write(PLACES, asked="partnership: all\n")
    compare_wave(path, letters=False)
    every = path.parent / "uit" / "PO9001" / "release"
    text = path.read_text("utf-8").replace("partnership: all", "partnership: po9001")
    path.write_text(text.replace("output: uit", "output: alone"), encoding="utf-8")
    told = run("region", str(path), "--no-letters")  # the ledger agrees
    assert re.search(r"Outside PO9001: 90B\w00", told)
    assert "partnership: all" in told
    alone = path.parent / "alone" / "release"
    for file in every.glob("90*.json"):
        one, other = read_school_release(file), read_school_release(alone / file.name)
        made = replace(other.provenance, parameters_sha256=one.provenance.parameters_sha256)
        assert replace(other, provenance=made) == one


def test_schools_that_the_register_does_not_know_are_named(write: Write) -> None:
    places = [*NORTH, *BOARD]
    known = [*places[2:], Place(code=f"{places[0].code[:4]}01", postcode="1001")]
    path = write(places, asked="partnership: PO9001\n", registered=known)
    with pytest.raises(AspiratieError) as caught:
        prepare_releases(path)
    told = str(caught.value)
    for school in places[:2]:
        assert f"has no location with the code '{school.code}'" in told
    assert "list the school in `schools`" in told


def test_a_brin_alone_is_its_one_location(write: Write) -> None:
    places = [Place(code=p.code[:4], postcode="1001") for p in NORTH]
    whole = [Place(code=f"{p.code[:4]}00", postcode="1001") for p in NORTH]
    made = prepare_releases(write(places, asked="partnership: PO9001\n", registered=whole))
    assert made.names["90AD"] == "De Eik AD"
    twice = [*whole, Place(code="90AD01", postcode="1002")]
    with pytest.raises(AspiratieError, match="several locations of the code '90AD'"):
        prepare_releases(write(places, asked="partnership: PO9001\n", registered=twice))


def test_a_list_of_ones_own_wins(write: Write, tmp_path: Path) -> None:
    path = write([*NORTH, *LOST], asked="partnership: PO9001\n")
    (tmp_path / "run" / "own.csv").write_text(
        "school;naam;type;plaats;samenwerkingsverband\n"
        "90DA00;De Gevonden Eik;;;PO9001\n90AD00;De Nieuwe Eik;sbo;;\n"
        "90AE00;De Eik aan Zee;bao;Elders;PO9002\n",
        encoding="utf-8",
    )
    path.write_text(f"schools: own.csv\n{path.read_text('utf-8')}", encoding="utf-8")
    [made] = prepare_wave(path)
    assert made.names["90DA00"] == "De Gevonden Eik"
    assert made.names["90AF00"] == "De Eik AF"
    assert "90AE00" not in made.names
    found = read_school_release(made.files["90AD00"]).school
    assert (found.name, found.type, found.place) == ("De Nieuwe Eik", "sbo", "Den Ergens")
    assert any("90DB00" in note for note in made.notes)


def test_a_partnership_or_board_without_schools_is_refused(write: Write) -> None:
    path = write(NORTH, asked='partnership: PO9002\nboards: ["1", "90002"]\n')
    with pytest.raises(AspiratieError) as caught:
        prepare_releases(path)
    told = str(caught.value)
    assert "PO9002 has no school in the data. Schools of the data belong to: PO9001" in told
    assert "boards: 1 has no school in the data" in told


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("partnership: PO9001\n", "no file tells the partnership of a school"),
        ("boards: [90001]\n", "should be all, or a list of numbers as text"),
        ("register: {postcodes: leerling.csv}\n", "names no file of locations"),
        ("register: {primair: leerling.csv}\n", "Did you mean 'primary'?"),
    ],
)
def test_faulty_keys_are_refused(write: Write, lines: str, told: str) -> None:
    path = write(NORTH[:1], asked=lines)
    text = re.sub(r"^register: \{primary.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AspiratieError, match=re.escape(told)):
        prepare_releases(path)


def _of(region: str, **options: object) -> NamedRelease:
    made = region_release(schools=12, **options)  # type: ignore[arg-type]
    return replace(made, provenance=replace(made.provenance, region_name=region))  # type: ignore[type-var]


def test_the_attack_finds_regions_that_contradict_each_other() -> None:
    one = _of("PO9001")
    assert not attack([one, _of("bestuur")]).succeeded
    scale = next(s for s in one.scales if s.rows)
    row = scale.rows[0]
    moved = replace(scale, rows=(replace(row, mean=row.mean + row.step), *scale.rows[1:]))
    other = replace(
        _of("bestuur"), scales=tuple(moved if s.name == scale.name else s for s in one.scales)
    )
    found = attack([one], beside=[other]).findings
    assert "two regions tell of one school otherwise" in set(found["what"])
    fewer = replace(one.schools[0], n=one.schools[0].n - 1)
    other = replace(_of("bestuur"), schools=(fewer, *one.schools[1:]))
    assert attack([one], beside=[other]).succeeded


def test_the_attack_finds_letters_of_one_school_in_two_regions() -> None:
    named, lettered = _of("PO9001"), _of("PO9001", lettered=True)
    board = [_of("bestuur"), _of("bestuur", lettered=True)]
    assert "a school has letters in two regions, so that blocks of schools can be cut" in set(
        attack([named, lettered, *board]).findings["what"]
    )
    what = attack([named, lettered, board[0]]).findings["what"]
    assert not any("letters in two regions" in text for text in what)


@pytest.mark.parametrize("seed", range(25))
def test_two_pupils_of_a_school_can_change_places_in_every_region_alike(seed: int) -> None:
    """So regions that share schools, subtracted, leave a school's bounded answers bounded."""
    rng = np.random.default_rng(seed)
    like = region_draft(schools=12).items[0]
    k = len(like.categories)
    counts = {
        f"99A{c}00": tuple(map(int, rng.multinomial(rng.integers(15, 60), rng.dirichlet([2] * k))))
        for c in "ABCDEFGHIJKL"
    }
    one = next(iter(counts))
    start, end = rng.permutation(k)[:2]
    moved = np.array(counts[one])
    two = min(2, int(moved[start]))
    moved[start], moved[end] = moved[start] - two, moved[end] + two
    other, rules, told = {**counts, one: tuple(map(int, moved))}, DisclosureRules(), 0
    for schools in (list(counts), list(counts)[:7], [one, *list(counts)[6:]]):
        item = replace(like, counts={s: counts[s] for s in schools}, labels={})
        spread = publish_region_items([item], rules)[0].distribution
        for part in spread.classes if isinstance(spread, Distribution) else ():
            bound = rules.bound(spread.n) or 0
            fits = counts_of(part.share, spread.n, step=spread.step, bound=bound)
            given = sum(other[s][m - 1] for s in schools for m in part.members)
            assert fits.low <= given <= fits.high
            told += 1
    assert told
