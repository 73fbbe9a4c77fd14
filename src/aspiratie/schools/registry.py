"""Schools by their official codes: BRIN, kind of education, samenwerkingsverband.

A primary and a secondary school in one street belong to different partnerships
(samenwerkingsverbanden). A region is therefore a list of schools, never a postcode: the
postcode only tells which partnership *of its sector* a location belongs to.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from stdnum.exceptions import ValidationError
from stdnum.nl import brin as stdnum_brin

from aspiratie.errors import ParameterError
from aspiratie.viewable import Viewable

__all__ = [
    "SCHOOL_TYPES",
    "PartnershipJoin",
    "SchoolCode",
    "join_swv",
    "parse_brin",
    "parse_school_type",
    "parse_swv",
    "sectors",
]

#: Primary and secondary education, as a release spells them.
Sector = Literal["po", "vo"]

#: Kinds of education: the code, and its name as schools write it.
SCHOOL_TYPES: dict[str, str] = {
    "bao": "basisonderwijs",
    "sbo": "speciaal basisonderwijs",
    "so": "speciaal onderwijs",
    "vso": "voortgezet speciaal onderwijs",
    "pro": "praktijkonderwijs",
    "vmbo": "vmbo",
    "vmbo-b": "vmbo basisberoepsgerichte leerweg",
    "vmbo-k": "vmbo kaderberoepsgerichte leerweg",
    "vmbo-gt": "vmbo gemengde en theoretische leerweg",
    "havo": "havo",
    "vwo": "vwo",
    "isk": "internationale schakelklas",
}

_SYNONYMS = {
    "po": "bao",
    "basisschool": "bao",
    "s(b)o": "sbo",
    "praktijkschool": "pro",
    "vbo": "vmbo",
    "mavo": "vmbo-gt",
    "vmbo-t": "vmbo-gt",
    "vmbo-tl": "vmbo-gt",
    "vmbo-g": "vmbo-gt",
    "vmbo-gl": "vmbo-gt",
    "vmbo-g/t": "vmbo-gt",
    "vmbo-gl/tl": "vmbo-gt",
    "gymnasium": "vwo",
    "atheneum": "vwo",
    "vmbo-bb": "vmbo-b",
    "vmbo-kb": "vmbo-k",
    **{name: code for code, name in SCHOOL_TYPES.items()},
}
_PRIMARY = frozenset({"bao", "sbo", "so"})
_SWV = re.compile(r"(PO|VO)\d{4}")
_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I", "L": "L1"}


@dataclass(frozen=True, eq=True, kw_only=True)
class SchoolCode:
    """A school's code, taken apart.

    Parameters
    ----------
    code : str
        The whole code as it is kept: text, with leading zeros.
    brin : str
        The school, without its location.
    location : str or None
        The two digits of the vestiging; None where the code names the whole school.
    """

    code: str
    brin: str
    location: str | None

    def __repr__(self) -> str:
        return f"SchoolCode({self.code})"


def parse_brin(code: str, *, pattern: str | None = None) -> SchoolCode:
    """Read a school's code: BRIN with or without vestiging, or one of another pattern.

    Parameters
    ----------
    code : str
        As ``05KO``, ``05ko00`` or ``05KO-00``.
    pattern : str, optional
        Regular expression that the whole code must fit, in place of BRIN's. Its groups named
        ``brin`` and ``location``, where it has them, become the parts.

    Returns
    -------
    SchoolCode

    Raises
    ------
    ParameterError
        If the code does not fit. Where a letter O or I stands for a zero or a one, or the
        other way round, the error says which code may be meant.

    Notes
    -----
    BRIN is checked by ``stdnum.nl.brin``: two digits, two letters and, for a location, two
    digits. That such a school exists is not checked.

    Examples
    --------
    >>> parse_brin("05ko-00")
    SchoolCode(05KO00)
    >>> parse_brin("O5KO00")
    Traceback (most recent call last):
        ...
    aspiratie.errors.ParameterError: 'O5KO00' is no BRIN ... Is 05KO00 meant?
    >>> parse_brin("100A001", pattern="[0-9]{3}[A-Z][0-9]{3}").brin
    '100A001'
    """
    if not isinstance(code, str):
        raise ParameterError(
            f"A school's code is a {type(code).__name__} and not text: leading zeros may be lost. "
            "Read the column as text."
        )
    if pattern is not None:
        return _fits_pattern(code.strip(), pattern)
    try:
        valid = str(stdnum_brin.validate(code))
    except ValidationError:
        meant = _meant(stdnum_brin.compact(code))
        hint = f" Is {meant} meant?" if meant else ""
        raise ParameterError(
            f"{code!r} is no BRIN (two digits and two letters, as 05KO) and no BRIN with "
            f"vestiging (two digits more, as 05KO00).{hint}"
        ) from None
    return SchoolCode(code=valid, brin=valid[:4], location=valid[4:] or None)


def _fits_pattern(code: str, pattern: str) -> SchoolCode:
    try:
        match = re.fullmatch(pattern, code)
    except re.error as error:
        raise ParameterError(f"The pattern of school codes is faulty: {error}.") from None
    if match is None:
        raise ParameterError(f"{code!r} does not fit the pattern of school codes {pattern!r}.")
    parts = match.groupdict()
    return SchoolCode(code=code, brin=parts.get("brin") or code, location=parts.get("location"))


def _meant(code: str) -> str | None:
    """Find the one valid code that differs only in O for 0 or I for 1."""
    if len(code) not in (4, 6):
        return None
    options = itertools.product(*(_ALIKE.get(sign, sign) for sign in code))
    valid = [text for text in map("".join, options) if stdnum_brin.is_valid(text)]
    return valid[0] if len(valid) == 1 else None


def parse_swv(code: str) -> str:
    """Check the code of a samenwerkingsverband: PO or VO and four digits.

    Parameters
    ----------
    code : str

    Returns
    -------
    str
        The code in capitals.

    Raises
    ------
    ParameterError
        If it is another text.

    Examples
    --------
    >>> parse_swv("vo2708")
    'VO2708'
    """
    text = str(code).strip().upper()
    if not _SWV.fullmatch(text):
        raise ParameterError(
            f"{code!r} is no code of a samenwerkingsverband (PO or VO and four digits, as VO2708)."
        )
    return text


def parse_school_type(text: str) -> tuple[str, ...]:
    """Read which kinds of education a school offers.

    Parameters
    ----------
    text : str
        As ``havo/vwo``, DUO's ``VBO/MAVO/HAVO/VWO`` or ``praktijkonderwijs``. Kinds are
        separated by a slash, comma, plus or semicolon.

    Returns
    -------
    tuple of str
        Codes of `SCHOOL_TYPES` in its order, each once.

    Raises
    ------
    ParameterError
        If a kind is unknown; all unknown ones are named.

    Examples
    --------
    >>> parse_school_type("VBO/MAVO/HAVO/VWO")
    ('vmbo', 'vmbo-gt', 'havo', 'vwo')
    """
    whole = " ".join(text.casefold().split())
    parts = [whole] if whole in _SYNONYMS else re.split(r"\s*[/,;+]\s*", whole)
    kinds = [_SYNONYMS.get(part, part) for part in parts]
    unknown = [part for part, kind in zip(parts, kinds, strict=True) if kind not in SCHOOL_TYPES]
    if unknown:
        raise ParameterError(
            f"Unknown kinds of education: {', '.join(map(repr, unknown))}. "
            f"Known are {', '.join(SCHOOL_TYPES)}."
        )
    return tuple(kind for kind in SCHOOL_TYPES if kind in kinds)


def sectors(text: str) -> frozenset[Sector]:
    """Tell whose partnerships a school belongs to: those of PO, of VO or of both.

    Speciaal onderwijs (so) falls under the partnerships of PO, vso under those of VO.

    Examples
    --------
    >>> sorted(sectors("so/vso"))
    ['po', 'vo']
    """
    return frozenset("po" if kind in _PRIMARY else "vo" for kind in parse_school_type(text))


@dataclass(frozen=True, eq=False, kw_only=True)
class PartnershipJoin(Viewable):
    """Locations with their samenwerkingsverband, and those without.

    Parameters
    ----------
    joined : pandas.DataFrame
        The locations that have one, with `pc4` and `swv`.
    rest : pandas.DataFrame
        The others, with `pc4` and `reason`: ``no_postcode``, ``postcode_unknown`` (the annex
        is older than the postcode) or ``no_partnership`` (the annex names none there).
    sector : {"po", "vo"}
        Of which the partnerships are.
    """

    joined: pd.DataFrame
    rest: pd.DataFrame
    sector: Sector

    @property
    def share(self) -> float:
        """Part of the locations that have a partnership."""
        total = len(self.joined) + len(self.rest)
        return len(self.joined) / total if total else float("nan")

    def __repr__(self) -> str:
        return f"PartnershipJoin({self.sector}: {len(self.joined)} joined, {len(self.rest)} not)"


def join_swv(
    locations: pd.DataFrame, postcodes: pd.DataFrame, *, sector: Sector
) -> PartnershipJoin:
    """Give each location the samenwerkingsverband of its postcode, for one sector.

    Parameters
    ----------
    locations : pandas.DataFrame
        Result of `read_duo_locations`: schools of one sector.
    postcodes : pandas.DataFrame
        Result of `read_swv_postcodes`.
    sector : {"po", "vo"}
        Sector of the locations. There is no default: the two differ in every postcode.

    Returns
    -------
    PartnershipJoin
        What could be joined, and the rest with the reason. No location is dropped.

    Raises
    ------
    ParameterError
        If the sector is another, or a column is lacking.
    """
    if sector not in ("po", "vo"):
        raise ParameterError(f"`sector` is {sector!r}, but should be 'po' or 'vo'.")
    column = f"swv_{sector}"
    for frame, needed, name in (
        (locations, ["location", "postcode"], "locations"),
        (postcodes, ["pc4", column], "postcodes"),
    ):
        lacking = [one for one in needed if one not in frame.columns]
        if lacking:
            raise ParameterError(f"`{name}` lacks the columns {', '.join(lacking)}.")
    pc4 = locations["postcode"].str.extract(r"^([1-9][0-9]{3})", expand=False)
    table = postcodes.set_index("pc4")[column]
    swv = pc4.map(table)
    reason = pd.Series("no_partnership", index=locations.index)
    reason = reason.mask(~pc4.isin(table.index), "postcode_unknown").mask(pc4.isna(), "no_postcode")
    found = swv.notna()
    return PartnershipJoin(
        joined=locations[found].assign(pc4=pc4[found], swv=swv[found]),
        rest=locations[~found].assign(pc4=pc4[~found], reason=reason[~found]),
        sector=sector,
    )
