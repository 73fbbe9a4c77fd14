"""Files that DUO and the law publish: locations of schools, and partnerships by postcode."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from aspiratie.errors import IntakeError, ParameterError, Problem
from aspiratie.schools.registry import parse_brin, parse_swv

__all__ = ["read_duo_locations", "read_swv_postcodes"]

#: Our name of a column: the headings that DUO has used for it, newest first.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "brin": ("INSTELLINGSCODE", "BRIN NUMMER", "BRINNUMMER", "BRIN"),
    "location": ("VESTIGINGSCODE", "VESTIGINGSNUMMER", "VESTIGINGSNUMMER VOLLEDIG"),
    "name": ("VESTIGINGSNAAM", "INSTELLINGSNAAM VESTIGING", "INSTELLINGSNAAM"),
    "street": ("STRAATNAAM",),
    "house_number": ("HUISNUMMER-TOEVOEGING", "HUISNUMMER TOEVOEGING"),
    "postcode": ("POSTCODE",),
    "place": ("PLAATSNAAM",),
    "municipality_code": ("GEMEENTENUMMER", "GEMEENTECODE"),
    "municipality": ("GEMEENTENAAM", "GEMEENTE"),
    "province": ("PROVINCIE",),
    "board": ("BEVOEGD GEZAG NUMMER", "BEVOEGDGEZAGNUMMER", "BEVOEGD GEZAG CODE"),
    "board_name": ("BEVOEGD GEZAG NAAM", "BEVOEGDGEZAGNAAM"),
    "denomination": ("DENOMINATIE",),
    "structure": ("ONDERWIJSSTRUCTUUR", "SOORT PRIMAIR ONDERWIJS"),
    "corop_code": ("COROPGEBIED CODE", "COROPGEBIEDCODE"),
    "corop": ("COROPGEBIED NAAM", "COROPGEBIEDNAAM"),
    "rmc_code": ("RMC-REGIO CODE", "RMCREGIOCODE", "RMC REGIO CODE"),
    "rmc": ("RMC-REGIO NAAM", "RMCREGIONAAM", "RMC REGIO NAAM"),
}
_NEEDED = ("brin", "location", "name", "postcode")


def read_duo_locations(path: Path) -> pd.DataFrame:
    """Read DUO's file of school locations (vestigingen), of old or new make.

    Parameters
    ----------
    path : Path
        A csv as DUO publishes it: separated by ``;`` (or ``,``), in cp1252 or utf-8.

    Returns
    -------
    pandas.DataFrame
        One row a location, all text with its leading zeros, missing where DUO has a space:
        `brin`, `location` (BRIN with vestiging), `name`, `postcode` and, where the file has
        them, `street`, `house_number`, `place`, `municipality_code`, `municipality`,
        `province`, `board`, `board_name`, `denomination`, `structure`, `corop_code`, `corop`,
        `rmc_code`, `rmc`. Other columns are left out.

    Raises
    ------
    IntakeError
        If the file is no such table, rows differ in length, or codes are faulty or there
        twice. All faults are listed with their row.

    References
    ----------
    Dienst Uitvoering Onderwijs, open onderwijsdata.
    https://duo.nl/open_onderwijsdata/
    """
    rows = _rows(Path(path))
    heads = [" ".join(head.split()).upper() for head in rows[0]]
    places = {
        name: next(heads.index(one) for one in known if one in heads)
        for name, known in _HEADINGS.items()
        if any(one in heads for one in known)
    }
    lacking = [" or ".join(_HEADINGS[name][:2]) for name in _NEEDED if name not in places]
    if lacking:
        raise IntakeError(
            f"{Path(path).name} is no file of school locations: "
            f"it lacks the columns {'; '.join(lacking)}."
        )
    frame = _table(rows[1:], places)
    problems: list[Problem] = []
    codes = []
    for row, (brin, location) in enumerate(zip(frame["brin"], frame["location"], strict=True), 2):
        text = "" if pd.isna(location) else str(location)
        whole = f"{brin}{text}" if len(text) == 2 and not pd.isna(brin) else text
        try:
            code = parse_brin(whole)
        except ParameterError as error:
            problems.append(Problem(where=f"row {row}", what=error.message))
            codes.append(whole)
            continue
        if code.location is None or (not pd.isna(brin) and code.brin != str(brin).upper()):
            problems.append(
                Problem(where=f"row {row}", what="location and BRIN do not belong together.")
            )
        codes.append(code.code)
    frame["location"] = codes
    twice = frame.index[frame["location"].duplicated()]
    problems += [
        Problem(where=f"row {row + 2}", what="has a location named before.") for row in twice
    ]
    if problems:
        raise IntakeError(f"{Path(path).name} has faulty school codes.", problems=problems)
    return frame


def read_swv_postcodes(path: Path) -> pd.DataFrame:
    """Read the annex that gives each four-digit postcode its two partnerships.

    Parameters
    ----------
    path : Path
        A csv with columns ``pc4``, ``swv_po``, ``swv_vo`` and, perhaps, ``gemeente``.

    Returns
    -------
    pandas.DataFrame
        One row a postcode: `pc4`, `municipality`, `swv_po`, `swv_vo`, all text, and `fault`:
        what stood where a code should be, missing where all is well. A faulty code counts as
        no partnership.

    Raises
    ------
    IntakeError
        If columns are lacking, or postcodes are faulty or there twice; all are listed.

    References
    ----------
    Regeling regio-indeling samenwerkingsverbanden passend onderwijs PO en VO (BWBR0032324).
    https://wetten.overheid.nl/BWBR0032324/
    """
    rows = _rows(Path(path))
    heads = [head.strip().casefold() for head in rows[0]]
    lacking = [name for name in ("pc4", "swv_po", "swv_vo") if name not in heads]
    if lacking:
        raise IntakeError(f"{Path(path).name} lacks the columns {', '.join(lacking)}.")
    names = {"pc4": "pc4", "gemeente": "municipality", "swv_po": "swv_po", "swv_vo": "swv_vo"}
    frame = _table(
        rows[1:], {ours: heads.index(theirs) for theirs, ours in names.items() if theirs in heads}
    )
    problems = [
        Problem(where=f"row {row + 2}", what="has no postcode of four digits.")
        for row in frame.index[~frame["pc4"].str.fullmatch(r"[1-9][0-9]{3}").fillna(False)]
    ]
    problems += [
        Problem(where=f"row {row + 2}", what="has a postcode named before.")
        for row in frame.index[frame["pc4"].duplicated()]
    ]
    if problems:
        raise IntakeError(f"{Path(path).name} has faulty postcodes.", problems=problems)
    fault = pd.Series(pd.NA, index=frame.index, dtype="str")
    for sector in ("po", "vo"):
        column = f"swv_{sector}"
        right = frame[column].map(lambda code, sector=sector: _is_swv(code, sector))
        wrong = ~right & frame[column].notna()
        fault = fault.mask(wrong, frame[column])
        frame[column] = frame[column].where(right)
    return frame.assign(fault=fault)


def _is_swv(code: object, sector: str) -> bool:
    try:
        return parse_swv(str(code)).startswith(sector.upper())
    except ParameterError:
        return False


def _rows(path: Path) -> list[list[str]]:
    """Read all rows of a csv; the heading is first and all are equally long."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise IntakeError(f"{path.name} is no table with a heading and ; or , between columns.")
    problems = [
        Problem(where=f"row {number}", what=f"has {len(row)} columns, the heading {len(rows[0])}.")
        for number, row in enumerate(rows, 1)
        if len(row) != len(rows[0])
    ]
    if problems:
        raise IntakeError(f"{path.name} has rows of different lengths.", problems=problems)
    return rows


def _table(rows: list[list[str]], places: dict[str, int]) -> pd.DataFrame:
    columns = {name: [row[place].strip() for row in rows] for name, place in places.items()}
    frame = pd.DataFrame(columns, dtype="str")
    return frame.mask(frame == "")
