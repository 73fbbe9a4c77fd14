"""Schools, leerjaren and numbers of pupils of a region that does not exist."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["MAX_SCHOOLS", "TINY", "make_enrolment", "make_schools", "tracks_of"]

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and O, which people take for 1 and 0
_NAMES = (
    "De Linde", "De Eik", "De Reünie", "De Beuk", "De Wilg", "De Ceder", "De Kastanje", "De Zeeën",
    "De Esdoorn", "De Populier", "De Lariks", "De Hazelaar", "De Meidoorn", "De Vlier", "De Olijf",
    "De Taxus", "De Spar", "De Acacia", "De Ginkgo", "De Iep", "De Berk", "De Els", "De Plataan",
    "De Hulst", "De Jeneverbes", "De Kornoelje", "De Magnolia", "De Notelaar", "De Oriëntatie",
    "De Tulpenboom",
)  # fmt: skip
_PLACES = ("Voorbeeldstad", "Oefendorp", "Proefhaven", "Schetsveen", "Modelwijk", "Één-Ee")
#: Kinds of school and the last leerjaar of each of their tracks.
_TYPES: dict[str, dict[str, int]] = {
    "vmbo": {"vmbo": 4},
    "havo/vwo": {"havo": 5, "vwo": 6},
    "vmbo/havo/vwo": {"vmbo": 4, "havo": 5, "vwo": 6},
    "praktijkonderwijs": {"praktijkonderwijs": 5},
}
_ORDER = ("vmbo/havo/vwo", "vmbo", "havo/vwo", "vmbo", "vmbo/havo/vwo", "havo/vwo",
          "praktijkonderwijs", "havo/vwo")  # fmt: skip
MAX_SCHOOLS = len(_LETTERS) ** 2
#: Pupils enrolled in the tiny leerjaar.
TINY = 4


def make_schools(n_schools: int) -> pd.DataFrame:
    """Return schools with identifiers that have the form of a BRIN, but are nobody's.

    Real BRIN numbers begin below 40; these begin with 99.

    Examples
    --------
    >>> make_schools(2).iloc[0].tolist()
    ['99AA00', 'Voorbeeldschool De Linde', 'vmbo/havo/vwo', 'Voorbeeldstad']
    """
    rows = []
    for i in range(n_schools):
        first, second = divmod(i, len(_LETTERS))
        again = i // len(_NAMES)
        rows.append(
            {
                "id": f"99{_LETTERS[first]}{_LETTERS[second]}00",
                "name": f"Voorbeeldschool {_NAMES[i % len(_NAMES)]}"
                + (f" {again + 1}" if again else ""),
                "type": _ORDER[i % len(_ORDER)],
                "place": _PLACES[i % len(_PLACES)],
            }
        )
    return pd.DataFrame(rows)


def tracks_of(school_type: str, group: int) -> tuple[str, ...]:
    """Return the tracks of a kind of school that have this leerjaar."""
    return tuple(t for t, last in _TYPES[school_type].items() if group <= last)


#: Pupils of schools that are small, but have a report; and from how many schools on they are.
SMALL = (16, 24, 32)
MANY = 12


def make_enrolment(schools: pd.DataFrame, rng: np.random.Generator, *, odd: bool) -> pd.DataFrame:
    """Return numbers of pupils by school and leerjaar.

    Parameters
    ----------
    schools : DataFrame
        From :func:`make_schools`.
    rng : Generator
    odd : bool
        Whether the last school is very small (9 pupils enrolled) and the one
        before it has a leerjaar of :data:`TINY`; only where there are 3 schools. From
        :data:`MANY` schools on, those before have as few pupils as :data:`SMALL`.
    """
    rows = []
    size = np.exp(rng.normal(0.0, 0.35, len(schools)))
    for i, (school, kind) in enumerate(zip(schools["id"], schools["type"], strict=True)):
        last = max(_TYPES[kind].values())
        base = 34.0 if kind == "praktijkonderwijs" else 56.0
        for group in range(1, last + 1):
            tracks = len(tracks_of(kind, group)) / len(_TYPES[kind])
            n = round(base * size[i] * (0.4 + 0.6 * tracks) * rng.uniform(0.85, 1.15))
            rows.append({"school": school, "group": str(group), "enrolled": max(n, 12)})
    table = pd.DataFrame(rows)
    if odd and len(schools) >= 3:
        small, uneven = schools["id"].iloc[-1], schools["id"].iloc[-2]
        table = table[(table["school"] != small) | (table["group"].isin(["1", "2"]))].copy()
        table.loc[table["school"] == small, "enrolled"] = [5, 4]
        place = table.index[table["school"] == uneven][-1]
        table.loc[place, "enrolled"] = TINY
        for offset, pupils in enumerate(SMALL if len(schools) >= MANY else (), 3):
            places = table.index[table["school"] == schools["id"].iloc[-offset]]
            share, rest = divmod(pupils, len(places))
            table.loc[places, "enrolled"] = [share + (i < rest) for i in range(len(places))]
    return table.reset_index(drop=True)
