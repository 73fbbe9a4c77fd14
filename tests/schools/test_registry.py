"""Official codes of schools, as published and as people type them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import IntakeError, ParameterError
from aspiratie.schools.duo import read_duo_locations, read_swv_postcodes
from aspiratie.schools.registry import (
    SCHOOL_TYPES,
    join_swv,
    parse_brin,
    parse_school_type,
    parse_swv,
    sectors,
)

NEW = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;POSTCODE;"
    "PLAATSNAAM;GEMEENTENUMMER;COROPGEBIED CODE"
)
OLD = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;BRIN NUMMER;VESTIGINGSNUMMER;VESTIGINGSNAAM;POSTCODE;"
    "PLAATSNAAM;GEMEENTENUMMER;COROPGEBIEDCODE"
)
ROWS = (
    "Drenthe;01234;99AB;99AB00;’t Voorbeeld;0001 AB;ERGENS;0014;07",
    "Drenthe; ;99AB;99AB01; ; ;ERGENS;0014; ",
)


def write(path: Path, heading: str, rows: tuple[str, ...], encoding: str = "cp1252") -> Path:
    path.write_bytes("\r\n".join([heading, *rows, ""]).encode(encoding))
    return path


@pytest.mark.parametrize("heading", [NEW, OLD])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_old_and_new_headings_give_the_same_table(
    tmp_path: Path, heading: str, encoding: str
) -> None:
    frame = read_duo_locations(write(tmp_path / "duo.csv", heading, ROWS, encoding))
    assert frame.loc[0, "name"] == "’t Voorbeeld"
    assert frame.loc[0, "municipality_code"] == "0014"
    assert frame.loc[0, "corop_code"] == "07"
    assert frame["location"].tolist() == ["99AB00", "99AB01"]
    assert frame.loc[1, ["board", "name", "postcode", "corop_code"]].isna().all()


def test_location_of_two_digits_is_completed(tmp_path: Path) -> None:
    frame = read_duo_locations(
        write(tmp_path / "duo.csv", OLD, ("Drenthe;1;99AB;01;Naam;9306 TC;ERGENS;0014;07",))
    )
    assert frame["location"].tolist() == ["99AB01"]


def test_all_faults_of_a_file_are_listed(tmp_path: Path) -> None:
    rows = (
        "Drenthe;1;99AB;99AB00;Naam;9306 TC;ERGENS;0014;07",
        "Drenthe;1;99AB;99AB00;Naam;9306 TC;ERGENS;0014;07",
        "Drenthe;1;99AC;99ACO0;Naam;9306 TC;ERGENS;0014;07",
        "Drenthe;1;99AD;99AE00;Naam;9306 TC;ERGENS;0014;07",
    )
    with pytest.raises(IntakeError) as caught:
        read_duo_locations(write(tmp_path / "duo.csv", NEW, rows))
    assert [p.where for p in caught.value.problems] == ["row 4", "row 5", "row 3"]
    assert "Is 99AC00 meant?" in str(caught.value)
    with pytest.raises(IntakeError, match="row 2: has 2 columns"):
        read_duo_locations(write(tmp_path / "duo.csv", NEW, ("a;b",)))
    with pytest.raises(IntakeError, match="VESTIGINGSCODE or VESTIGINGSNUMMER"):
        read_duo_locations(write(tmp_path / "duo.csv", "INSTELLINGSCODE;POSTCODE", ("a;b",)))


def test_real_register_joins(shared: Path) -> None:
    folder = shared / "data" / "duo_swv"
    locations = read_duo_locations(folder / "02.-alle-schoolvestigingen-basisonderwijs.csv")
    postcodes = read_swv_postcodes(folder / "pc4_swv.csv")
    assert len(locations) == 6122
    assert locations["brin"].nunique() == 6011
    assert len(postcodes) == 4046
    assert postcodes.loc[postcodes["fault"].notna(), "pc4"].tolist() == ["3197", "3198", "3199"]
    result = join_swv(locations, postcodes, sector="po")
    assert result.share > 0.999
    assert len(result.joined) + len(result.rest) == 6122
    assert set(result.rest["reason"]) == {"postcode_unknown"}
    known = pd.read_csv(folder / "duo_po_met_swv.csv", dtype=str).set_index("vestigingscode")
    ours = result.joined.set_index("location")["swv"]
    assert known.loc[ours.index, "swv_po"].tolist() == ours.tolist()
    secondary = join_swv(locations, postcodes, sector="vo")
    assert not set(secondary.joined["swv"]) & set(result.joined["swv"])


def test_rest_is_listed_with_the_reason() -> None:
    postcodes = pd.DataFrame(
        {"pc4": ["1011", "3197"], "swv_po": ["PO2707", None], "swv_vo": ["VO2708", "VO2809"]},
        dtype="str",
    )
    locations = pd.DataFrame(
        {
            "location": ["99AA00", "99AB00", "99AC00", "99AD00"],
            "postcode": ["1011 AB", "3197 KM", None, "9999 XX"],
        },
        dtype="str",
    )
    result = join_swv(locations, postcodes, sector="po")
    assert result.joined["swv"].tolist() == ["PO2707"]
    assert result.rest["reason"].tolist() == ["no_partnership", "no_postcode", "postcode_unknown"]
    assert join_swv(locations, postcodes, sector="vo").joined["swv"].tolist() == [
        "VO2708",
        "VO2809",
    ]
    with pytest.raises(ParameterError, match="'po' or 'vo'"):
        join_swv(locations, postcodes, sector="PO")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "meant"),
    [("O5KO00", "05KO00"), ("05K000", "05KO00"), ("1OAB", "10AB"), ("I0ABO1", "10AB01")],
)
def test_letters_for_digits_are_recognised(code: str, meant: str) -> None:
    with pytest.raises(ParameterError, match=f"Is {meant} meant"):
        parse_brin(code)


@pytest.mark.parametrize("code", ["", "12345", "ABCD", "05KO0", "05KO000", "05 K O 0A"])
def test_other_text_is_refused_without_a_guess(code: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse_brin(code)
    assert "meant" not in str(caught.value)


def test_numbers_are_refused_since_zeros_may_be_lost() -> None:
    with pytest.raises(ParameterError, match="leading zeros"):
        parse_brin(5)  # type: ignore[arg-type]


def test_pattern_can_be_ones_own() -> None:
    code = parse_brin("100X001-2", pattern=r"(?P<brin>\d{3}[A-Z]\d{3})-(?P<location>\d)")
    assert (code.brin, code.location) == ("100X001", "2")
    with pytest.raises(ParameterError, match="pattern"):
        parse_brin("05KO", pattern="[0-9]{6}")
    with pytest.raises(ParameterError, match="faulty"):
        parse_brin("05KO", pattern="(")


@settings(max_examples=50, deadline=None)
@given(st.from_regex(r"[0-9]{2}[A-Z]{2}([0-9]{2})?", fullmatch=True))
def test_every_brin_round_trips(code: str) -> None:
    assert parse_brin(code).code == code
    assert parse_brin(f" {code.lower()} ").code == code


def test_kinds_of_education_and_sectors() -> None:
    for code, name in SCHOOL_TYPES.items():
        assert parse_school_type(name) == (code,) == parse_school_type(code.upper())
    assert parse_school_type("vwo / havo") == ("havo", "vwo")
    assert parse_school_type("vmbo-gl/tl") == ("vmbo-gt",)
    assert sectors("bao") == {"po"}
    with pytest.raises(ParameterError, match="'mbo'"):
        parse_school_type("havo/mbo")


@pytest.mark.parametrize("code", ["PO270", "XO2701", "PO27011", "Europoort"])
def test_faulty_partnership(code: str) -> None:
    with pytest.raises(ParameterError, match="samenwerkingsverband"):
        parse_swv(code)
