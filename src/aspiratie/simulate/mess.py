"""What goes wrong in a real export, planted and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "BLANK",
    "KINDS",
    "NOT_APPLICABLE",
    "OUT_OF_RANGE",
    "UNKNOWN",
    "Mess",
    "extra_rows",
    "spoil",
]

Ints = npt.NDArray[np.int64]

#: States of a cell that holds no place of an answer; out of range is this or lower.
BLANK, UNKNOWN, NOT_APPLICABLE, OUT_OF_RANGE = 0, -1, -2, -10

#: Planted rows as a share of a school's attentive respondents.
ROWS = {
    "test_entry": 0.008,
    "empty": 0.01,
    "incomplete": 0.015,
    "duplicate_exact": 0.008,
    "duplicate_resubmitted": 0.01,
}
_CARELESS = {"straight_liner": 0.6, "random": 0.4}
#: Every kind of planted row; test entries only where a tool marks them.
KINDS = (*ROWS, *_CARELESS)
_BLANK = 0.012
_OUT_OF_RANGE = 0.0008


@dataclass(frozen=True, eq=False, kw_only=True)
class Mess:
    """Rows of an export before they are put in words.

    Parameters
    ----------
    cell : ndarray
        Row of the effects that the respondent belongs to.
    kind : ndarray of str
        "" for a genuine, attentive respondent.
    places : ndarray of shape (rows, items)
        The answer's place, or a state of this module.
    true_places : ndarray of shape (rows, items)
        What an attentive respondent said, before a cell was spoilt.
    source : ndarray
        For duplicates the row that was copied, else the row itself.
    """

    cell: Ints
    kind: npt.NDArray[np.str_]
    places: Ints
    true_places: Ints
    source: Ints


def extra_rows(
    effects: pd.DataFrame,
    room: Mapping[tuple[str, str], int] | None,
    kinds: Sequence[str],
    careless: float,
    rng: np.random.Generator,
) -> list[tuple[int, str]]:
    """Choose the rows to plant: the cell and the kind of each, duplicates apart.

    Parameters
    ----------
    effects : DataFrame
        Index school and group, column n.
    room : mapping of (school, group) to int, or None
        How many more pupils could have taken part.
    kinds : sequence of str
        Some of :data:`KINDS`.
    careless : float
        Share of careless respondents, on top of the attentive.
    rng : Generator
    """
    rates = {**ROWS, **{k: share * careless for k, share in _CARELESS.items()}}
    rates = {k: rates[k] for k in kinds}
    table = effects["n"].reset_index()
    out: list[tuple[int, str]] = []
    for school, part in table.groupby("school", sort=False):
        n = int(part["n"].sum())
        draws = rng.random(len(rates))
        if n < 12:
            continue
        free = part["n"].to_numpy(dtype=np.float64)
        if room is not None:
            free = np.array([room.get((str(school), g), 0) for g in part["group"]], dtype=float)
        for (kind, rate), draw in zip(rates.items(), draws, strict=True):
            for _ in range(int(rate * n + draw)):
                if kind.startswith("duplicate"):
                    out.append((int(part.index[0]), kind))
                elif free.sum() > 0:
                    at = rng.choice(len(free), p=free / free.sum())
                    out.append((int(part.index[at]), kind))
                    if room is not None and kind != "test_entry":
                        free[at] -= 1
    return out


def spoil(
    cell: Ints,
    kind: npt.NDArray[np.str_],
    places: Ints,
    categories: Ints,
    no_opinion: npt.NDArray[np.float64],
    school: npt.NDArray[np.object_],
    rng: np.random.Generator,
) -> Mess:
    """Spoil rows by their kind, then cells of ordinary rows.

    Duplicates copy ordinary rows of their school that have no spoilt cell, so
    that counts don't hang on the order in which a cleaner works.

    Parameters
    ----------
    cell, kind, places : ndarray
        As in :class:`Mess`; rows of duplicates are replaced by their source's.
    categories : ndarray
        Number of answers of each item.
    no_opinion : ndarray
        Share of "weet niet" and "niet van toepassing" of each item.
    school : ndarray
        School of each row.
    rng : Generator
    """
    true_places, places, cell = places, places.copy(), cell.copy()
    source = np.arange(len(cell))
    n_items = places.shape[1]
    for row in np.flatnonzero(kind != ""):
        what = kind[row]
        if what == "empty":
            places[row] = BLANK
        elif what == "incomplete":
            places[row, rng.integers(n_items // 10, 2 * n_items // 5) :] = BLANK
        elif what == "straight_liner":
            choice = rng.choice([2, 3, 3, 4, 5])
            places[row] = np.where(categories == 5, choice, places[row])
        elif what in ("random", "test_entry"):
            places[row] = 1 + np.floor(rng.random(n_items) * categories).astype(np.int64)
    taken = np.zeros(len(cell), dtype=bool)
    copies = np.flatnonzero(np.char.startswith(kind, "duplicate"))
    ordinary = pd.Series(np.flatnonzero(kind == "")).groupby(school[kind == ""])
    candidates = {name: part.to_numpy() for name, part in ordinary}
    for name, part in pd.Series(copies).groupby(school[copies]):
        source[part.to_numpy()] = rng.choice(candidates[name], size=len(part), replace=False)
    taken[source[copies]] = True
    places[copies], cell[copies] = places[source[copies]], cell[source[copies]]
    for row in np.flatnonzero(kind == "duplicate_resubmitted"):
        changed = rng.choice(n_items, size=2, replace=False)
        places[row, changed] = 1 + places[row, changed] % categories[changed]
    open_rows = ((kind == "") & ~taken)[:, None]
    draw = rng.random(places.shape)
    other = rng.random(places.shape)
    places[open_rows & (draw < no_opinion)] = UNKNOWN
    places[open_rows & (draw < no_opinion) & (other < 0.25)] = NOT_APPLICABLE
    places[open_rows & (draw >= 1 - _BLANK)] = BLANK
    outside = open_rows & (draw >= 1 - _BLANK - _OUT_OF_RANGE) & (draw < 1 - _BLANK)
    beyond = np.where(other < 0.5, categories + 1, np.where(other < 0.8, 0, 55))
    places[outside] = OUT_OF_RANGE - beyond[outside]
    return Mess(cell=cell, kind=kind, places=places, true_places=true_places, source=source)
