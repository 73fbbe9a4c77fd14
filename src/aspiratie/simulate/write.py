"""Write a simulated region as the files that a samenwerkingsverband would gather."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from aspiratie.simulate.region import SimulatedRegion

__all__ = ["FILES", "write_region"]

#: The Dutch file name and the encoding of each informant's export.
FILES = {
    "pupil": ("leerling", "cp1252"),
    "teacher": ("leerkracht", "utf-8-sig"),
    "team": ("team", "cp1252"),
    "parent": ("ouder", "utf-8-sig"),
}


def write_region(region: SimulatedRegion, folder: str | Path) -> dict[str, Path]:
    """Write exports, schools and numbers of pupils as csv with semicolons.

    Equal regions give equal bytes.

    Parameters
    ----------
    region : SimulatedRegion
    folder : str or Path
        Made where it does not exist; files of the same name are replaced.

    Returns
    -------
    dict of str to Path
        ``"leerling_2025-2026"`` and so on, ``"scholen"`` and
        ``"leerlingaantallen"``.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}

    def write(name: str, frame: pd.DataFrame, encoding: str) -> None:
        paths[name] = folder / f"{name}.csv"
        text = frame.to_csv(None, sep=";", index=False, lineterminator="\r\n")
        paths[name].write_bytes(text.encode(encoding))

    for (informant, wave), frame in region.exports.items():
        name, encoding = FILES[informant]
        write(f"{name}_{wave}", frame, encoding)
    schools = region.schools.set_axis(["school", "naam", "type", "plaats"], axis=1)
    write("scholen", schools, "cp1252")
    enrolment = region.enrolment.set_axis(["school", "groep", "aantal"], axis=1)
    write("leerlingaantallen", enrolment, "cp1252")
    return paths
