"""A register of schools: DUO's files of locations, each location with its partnerships."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from aspiratie.errors import AspiratieError, IntakeError, ParameterError, Problem
from aspiratie.parameters import RegisterFiles
from aspiratie.schools.duo import read_duo_locations, read_swv_postcodes
from aspiratie.schools.registry import Sector, join_swv, parse_brin, parse_school_type

__all__ = ["NotFound", "Register", "RegisteredSchool", "place_name", "read_register"]

#: Why a register tells nothing of a code: it has none, or a BRIN of several locations.
NotFound = Literal["unknown", "several"]

_SECTORS: tuple[Sector, ...] = get_args(Sector)
#: Words of a place that have no capital, but for the first.
_SMALL = frozenset({"aan", "bij", "de", "den", "der", "en", "gem", "het", "in", "of", "op", "ter",
                    "ten", "te", "van", "'s", "'t", "a/d"})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RegisteredSchool:
    """What a register tells of one location.

    Parameters
    ----------
    code : str
        BRIN with vestiging.
    name : str
        The location's name.
    kind : str or None
        Kinds of education; None where the register does not say, or says what is no kind.
    place, board, board_name : str or None
        Where it is; the number of its bevoegd gezag, and its name.
    partnerships : mapping of sector to str
        The samenwerkingsverband of its postcode, in each sector.
    missing : mapping of sector to str
        Why there is none, as in :class:`aspiratie.schools.registry.PartnershipJoin`.
    """

    code: str
    name: str
    kind: str | None
    place: str | None
    board: str | None
    board_name: str | None
    partnerships: Mapping[Sector, str]
    missing: Mapping[Sector, str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Register:
    """Locations of schools, of which one can be looked up.

    Parameters
    ----------
    schools : mapping of str to RegisteredSchool
        By BRIN with vestiging.
    locations : mapping of str to tuple of str
        The codes of each BRIN.
    partnerships : frozenset of str
        Every samenwerkingsverband of the annex of postcodes.
    """

    schools: Mapping[str, RegisteredSchool]
    locations: Mapping[str, tuple[str, ...]]
    partnerships: frozenset[str]

    def __repr__(self) -> str:
        return f"<Register: {len(self.schools)} locations, {len(self.partnerships)} partnerships>"

    def find(self, school: str) -> RegisteredSchool | NotFound:
        """Return a location by its code; by BRIN alone where the school has one location.

        Parameters
        ----------
        school : str
            As ``05KO00`` or ``05KO``.
        """
        try:
            code = parse_brin(school)
        except ParameterError:
            return "unknown"
        if code.location is not None:
            return self.schools.get(code.code, "unknown")
        codes = self.locations.get(code.brin, ())
        if len(codes) > 1:
            return "several"
        return self.schools[codes[0]] if codes else "unknown"


def read_register(files: RegisterFiles) -> Register:
    """Read DUO's files of locations and the annex of postcodes.

    Parameters
    ----------
    files : RegisterFiles
        As the parameters name them.

    Returns
    -------
    Register

    Raises
    ------
    IntakeError
        With the faults of all files together.

    Notes
    -----
    The file of primary schools says no kind: all are basisonderwijs. That of secondary schools
    says it as ``ONDERWIJSSTRUCTUUR``, that of special schools as ``SOORT PRIMAIR ONDERWIJS``,
    where it has the column. A kind that is not known is none.
    """
    problems: list[Problem] = []
    tables = []
    postcodes = None
    for name, path in files.locations.items():
        try:
            tables.append(_with_kind(read_duo_locations(path), usual=_USUAL[name]))
        except AspiratieError as error:
            problems += error.problems or [Problem(where=path.name, what=error.message)]
    if files.postcodes is not None:
        try:
            postcodes = read_swv_postcodes(files.postcodes)
        except AspiratieError as error:
            problems += error.problems or [Problem(where=files.postcodes.name, what=error.message)]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    if len(table):
        twice = sorted(set(table.loc[table["location"].duplicated(), "location"]))
        problems += [
            Problem(
                where="register",
                what=f"has the location {code} in two files.",
                remedy="Take it out of one of them.",
            )
            for code in twice
        ]
    if problems:
        raise IntakeError("The register of schools has faults.", problems=problems)
    return _register(table, postcodes)


#: The kind of all schools of a file that has no column for it.
_USUAL: Mapping[str, str | None] = {"primary": "bao", "special": None, "secondary": None}


def _with_kind(frame: pd.DataFrame, *, usual: str | None) -> pd.DataFrame:
    told = frame.get("structure")
    if told is None:
        return frame.assign(kind=usual)
    return frame.assign(kind=told.map(_kind).fillna(usual) if usual else told.map(_kind))


def _kind(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    try:
        return "/".join(parse_school_type(text))
    except ParameterError:
        return None


def _register(table: pd.DataFrame, postcodes: pd.DataFrame | None) -> Register:
    partnerships: dict[str, dict[Sector, str]] = {}
    missing: dict[str, dict[Sector, str]] = {}
    known: set[str] = set()
    if postcodes is not None and len(table):
        for sector in _SECTORS:
            known |= set(postcodes[f"swv_{sector}"].dropna())
            joined = join_swv(table, postcodes, sector=sector)
            for code, swv in zip(joined.joined["location"], joined.joined["swv"], strict=True):
                partnerships.setdefault(str(code), {})[sector] = str(swv)
            for code, why in zip(joined.rest["location"], joined.rest["reason"], strict=True):
                missing.setdefault(str(code), {})[sector] = str(why)
    schools = {}
    locations: dict[str, tuple[str, ...]] = {}
    for row in table.to_dict("records"):
        told = {str(k): None if pd.isna(v) else str(v) for k, v in row.items()}
        code = told["location"] or ""
        place = told.get("place")
        schools[code] = RegisteredSchool(
            code=code,
            name=told["name"] or code,
            kind=told["kind"],
            place=None if place is None else place_name(place),
            board=told.get("board"),
            board_name=told.get("board_name"),
            partnerships=partnerships.get(code, {}),
            missing=missing.get(code, {}),
        )
        locations[code[:4]] = (*locations.get(code[:4], ()), code)
    return Register(schools=schools, locations=locations, partnerships=frozenset(known))


def place_name(text: str) -> str:
    """Write a place that a register has in capitals as people write it.

    Examples
    --------
    >>> place_name("'S-GRAVENHAGE"), place_name("BERGEN OP ZOOM"), place_name("IJMUIDEN")
    ("'s-Gravenhage", 'Bergen op Zoom', 'IJmuiden')
    >>> place_name("DEN HAAG"), place_name("SINT-MICHIELSGESTEL"), place_name("Ergens")
    ('Den Haag', 'Sint-Michielsgestel', 'Ergens')
    """
    if not text.isupper():
        return text
    parts = re.split(r"([ -])", text.casefold())
    return "".join(_written(part, first=i == 0) for i, part in enumerate(parts))


def _written(word: str, *, first: bool) -> str:
    if word.startswith("'") or (word in _SMALL and not first):
        return word
    return f"IJ{word[2:]}" if word.startswith("ij") else word[:1].upper() + word[1:]
