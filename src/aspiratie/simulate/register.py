"""A register of the schools of a simulated region, in the form in which DUO publishes its own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

__all__ = ["BOARDS", "PARTNERSHIPS", "write_register"]

#: Partnerships and boards that do not exist: the real ones begin with a province, 20 to 31.
PARTNERSHIPS = ("VO9901", "VO9902")
BOARDS = ("99001", "99002", "99003")
_HEAD = (
    "PROVINCIE", "BEVOEGD GEZAG NUMMER", "INSTELLINGSCODE", "VESTIGINGSCODE", "VESTIGINGSNAAM",
    "POSTCODE", "PLAATSNAAM", "ONDERWIJSSTRUCTUUR",
)  # fmt: skip


def write_register(schools: pd.DataFrame, folder: str | Path) -> dict[str, Path]:
    """Write locations of secondary schools, and the partnership of each postcode.

    Parameters
    ----------
    schools : DataFrame
        Columns id, name, type, place, as of :class:`aspiratie.simulate.SimulatedRegion`.
    folder : str or Path
        Made where it does not exist; files of the same name are replaced.

    Returns
    -------
    dict of str to Path
        ``"vestigingen_vo"`` and ``"postcodes"``.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    places = list(dict.fromkeys(schools["place"]))
    postcode = {place: 1001 + i for i, place in enumerate(places)}
    rows = [
        [" ", BOARDS[i % len(BOARDS)], s["id"][:4], s["id"], s["name"],
         f"{postcode[s['place']]} XX", s["place"].upper(), s["type"].upper()]
        for i, s in enumerate(schools.to_dict("records"))
    ]  # fmt: skip
    lines = [[*_HEAD], *rows]
    annex = [["pc4", "gemeente", "swv_po", "swv_vo"]]
    annex += [
        [str(postcode[place]), place, "PO9901", PARTNERSHIPS[i % len(PARTNERSHIPS)]]
        for i, place in enumerate(places)
    ]
    paths = {"vestigingen_vo": folder / "vestigingen_vo.csv", "postcodes": folder / "postcodes.csv"}
    paths["vestigingen_vo"].write_bytes(_text(lines, ";").encode("cp1252"))
    paths["postcodes"].write_bytes(_text(annex, ",").encode("utf-8"))
    return paths


def _text(rows: list[list[str]], delimiter: str) -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in rows)
