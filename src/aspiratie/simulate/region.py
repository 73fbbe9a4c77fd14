"""Draw a region: schools, exports of every informant and wave, and the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook import INFORMANTS, Codebook, read_codebook
from aspiratie.errors import ParameterError
from aspiratie.simulate.answers import draw_answers
from aspiratie.simulate.export import raw_frame, style_of
from aspiratie.simulate.instrument import correlations, slopes
from aspiratie.simulate.mess import (
    BLANK,
    KINDS,
    NOT_APPLICABLE,
    OUT_OF_RANGE,
    Mess,
    extra_rows,
    spoil,
)
from aspiratie.simulate.population import MAX_SCHOOLS, tracks_of
from aspiratie.simulate.truth import Key, Truth
from aspiratie.simulate.world import World, effects_of, make_world

__all__ = ["CODEBOOKS", "SimulatedRegion", "simulate_region"]

#: The codebook of each informant.
CODEBOOKS = {
    "pupil": "aspiratie-leerling",
    "teacher": "aspiratie-leerkracht",
    "team": "aspiratie-team",
    "parent": "aspiratie-ouder",
}
WAVES = ("2023-2024", "2024-2025", "2025-2026")


@dataclass(frozen=True, eq=False, kw_only=True)
class SimulatedRegion:
    """A region that does not exist.

    Parameters
    ----------
    exports : mapping of (informant, wave) to DataFrame
        Raw, as a survey tool writes them: text only, empty cells "".
    schools : DataFrame
        Columns id, name, type, place; a row a school.
    enrolment : DataFrame
        Columns school, group, enrolled.
    truth : Truth
        What the exports were drawn from, and what was planted in them.
    """

    exports: Mapping[Key, pd.DataFrame]
    schools: pd.DataFrame
    enrolment: pd.DataFrame
    truth: Truth

    def __repr__(self) -> str:
        rows = sum(len(frame) for frame in self.exports.values())
        return f"<SimulatedRegion: {len(self.schools)} schools, {rows} rows>"


def simulate_region(
    *,
    n_schools: int = 24,
    seed: int = 1,
    waves: Sequence[str] = WAVES,
    informants: Sequence[str] = INFORMANTS,
    mess: bool = True,
    careless: float = 0.05,
) -> SimulatedRegion:
    """Draw a region of the aspiration model with a known truth.

    Parameters
    ----------
    n_schools : int
        1 to 576. From 3 schools on, the last is very small (7 pupils answer) and
        the one before it has a leerjaar of which 3 pupils answer.
    seed : int
        Equal seeds give equal regions, whichever informants are asked for.
    waves : sequence of str
        Oldest first; the truth of thresholds holds for the last.
    informants : sequence of str
        Some of "pupil", "teacher", "team", "parent".
    mess : bool
        Whether duplicates, test entries, empty and careless respondents, codes
        out of range, "weet niet" and blanks are planted, and whether two items
        mean something else in one school.
    careless : float
        Share of careless respondents, on top of the attentive, where `mess`.

    Returns
    -------
    SimulatedRegion

    Raises
    ------
    ParameterError
        Where a number is out of its range or a name is unknown.

    Examples
    --------
    >>> region = simulate_region(n_schools=3, waves=["2025-2026"])
    >>> region.exports["pupil", "2025-2026"].columns[:4].tolist()
    ['Deelnamecode', 'Tijd van voltooien', 'Duur in seconden', 'Status']
    >>> region.truth.answers["pupil", "2025-2026"].groupby("school").size().iloc[-1].item()
    7
    """
    _check(n_schools, waves, informants, careless)
    books = {i: read_codebook(CODEBOOKS[i]) for i in INFORMANTS}
    world = make_world(books, n_schools, waves, seed, odd=mess)
    exports: dict[Key, pd.DataFrame] = {}
    effects: dict[Key, pd.DataFrame] = {}
    answers: dict[Key, pd.DataFrame] = {}
    counts, planted = [], []
    for informant in informants:
        book = books[informant]
        for step, wave in enumerate(waves):
            key = (informant, wave)
            rng = np.random.default_rng([seed, 2, INFORMANTS.index(informant), step])
            effects[key] = effects_of(world, informant, wave, rng)
            cells = effects[key].index.to_frame(index=False)
            style = style_of(informant, old=step == 0 and len(waves) > 1)
            share = careless if mess else None
            marks = bool(style.test_mark)
            rows = _rows(world, key, effects[key], share, rng, marks_tests=marks)
            tracks = _tracks(world.schools, cells, rows, rng)
            exports[key], order = raw_frame(rows, cells, tracks, book, style, wave, rng)
            counts.append(_counts(rows, cells, key))
            planted.append(_planted(rows, order, key))
            answers[key] = _attentive(rows, cells, order, book)
    truth = Truth(
        items=world.items,
        factor_correlations=correlations(),
        slopes=slopes(),
        icc=world.icc,
        covariance_within=world.within,
        effects=effects,
        school_effects=world.school_effects,
        wave_effects=world.wave_effects,
        group_effects=world.group_effects,
        gaps=world.gaps,
        noninvariance=world.noninvariance,
        mess=pd.concat(counts, ignore_index=True),
        planted=pd.concat(planted, ignore_index=True),
        answers=answers,
    )
    return SimulatedRegion(
        exports=exports, schools=world.schools, enrolment=world.enrolment, truth=truth
    )


def _check(
    n_schools: int, waves: Sequence[str], informants: Sequence[str], careless: float
) -> None:
    if not 1 <= n_schools <= MAX_SCHOOLS:
        raise ParameterError(f"n_schools is {n_schools}; it should be 1 to {MAX_SCHOOLS}.")
    if not waves or len(set(waves)) != len(waves):
        raise ParameterError("waves should be one or more different names.")
    unknown = sorted(set(informants) - set(INFORMANTS))
    if unknown or not informants:
        raise ParameterError(
            f"informants should be some of {', '.join(INFORMANTS)}; "
            f"unknown: {', '.join(unknown) or 'none given'}."
        )
    if not 0 <= careless <= 0.5:
        raise ParameterError(f"careless is {careless}; it should be a share from 0 to 0.5.")


def _rows(
    world: World,
    key: Key,
    effects: pd.DataFrame,
    careless: float | None,
    rng: np.random.Generator,
    *,
    marks_tests: bool,
) -> Mess:
    """Draw a file's rows; without mess where `careless` is None."""
    items = world.items[key[0]]
    n = effects["n"].to_numpy(dtype=np.int64)
    cell, kind = np.repeat(np.arange(len(n)), n), np.full(n.sum(), "", dtype="<U24")
    if careless is not None:
        room = None
        if key[0] == "pupil":
            enrolled = world.enrolment.set_index(["school", "group"])["enrolled"]
            free = enrolled - effects["n"].reindex(enrolled.index, fill_value=0)
            room = {(str(s), str(g)): int(n) for (s, g), n in zip(free.index, free, strict=True)}
        kinds = [k for k in KINDS if k != "test_entry" or marks_tests]
        extra = extra_rows(effects, room, kinds, careless, rng)
        cell = np.concatenate([cell, np.array([c for c, _ in extra], dtype=np.int64)])
        kind = np.concatenate([kind, np.array([k for _, k in extra], dtype="<U24")])
    places = draw_answers(items, effects, world.within, world.noninvariance, cell, rng)
    if careless is None:
        rows = np.arange(len(cell))
        return Mess(cell=cell, kind=kind, places=places, true_places=places, source=rows)
    return spoil(
        cell,
        kind,
        places,
        np.array([len(t) + 1 for t in items["thresholds"]]),
        items["no_opinion"].to_numpy(dtype=np.float64) * (3.0 if key[0] == "parent" else 1.0),
        effects.index.get_level_values("school").to_numpy(dtype=object)[cell],
        rng,
    )


def _tracks(
    schools: pd.DataFrame, cells: pd.DataFrame, rows: Mess, rng: np.random.Generator
) -> npt.NDArray[np.object_]:
    """Choose a track of the school for every pupil; a copy has its source's."""
    kinds = dict(zip(schools["id"], schools["type"], strict=True))
    options = [
        tracks_of(kinds[school], int(group)) if group else ("",)
        for school, group in cells.itertuples(index=False)
    ]
    draw = rng.random(len(rows.cell))
    out = np.empty(len(rows.cell), dtype=object)
    for row, cell in enumerate(rows.cell):
        out[row] = options[cell][int(draw[row] * len(options[cell]))]
    return out[
        np.where(np.char.startswith(rows.kind, "duplicate"), rows.source, np.arange(len(out)))
    ]


def _counts(rows: Mess, cells: pd.DataFrame, key: Key) -> pd.DataFrame:
    """Count what was planted, by school and kind; cells of ordinary rows only."""
    school = cells["school"].to_numpy(dtype=object)[rows.cell]
    ordinary = rows.kind == ""
    table = pd.DataFrame({"school": school, "kind": rows.kind, "count": 1})[~ordinary]
    opinion = (rows.places < BLANK) & (rows.places >= NOT_APPLICABLE)
    parts = [table]
    for kind, states in (
        ("out_of_range", rows.places <= OUT_OF_RANGE),
        ("no_opinion", opinion),
        ("blank", rows.places == BLANK),
    ):
        count = states[ordinary].sum(axis=1)
        parts.append(pd.DataFrame({"school": school[ordinary], "kind": kind, "count": count}))
    total = pd.concat(parts).groupby(["school", "kind"], sort=True)["count"].sum()
    out: pd.DataFrame = total[total > 0].reset_index()
    out.insert(0, "informant", key[0])
    out.insert(1, "wave", key[1])
    return out


def _planted(rows: Mess, order: npt.NDArray[np.int64], key: Key) -> pd.DataFrame:
    kind = rows.kind[order]
    at = np.flatnonzero(kind != "")
    return pd.DataFrame(
        {"informant": key[0], "wave": key[1], "row": at + 2, "kind": kind[at].astype(object)}
    )


def _attentive(
    rows: Mess, cells: pd.DataFrame, order: npt.NDArray[np.int64], book: Codebook
) -> pd.DataFrame:
    at = np.flatnonzero(rows.kind[order] == "")
    chosen = order[at]
    frame: pd.DataFrame = cells.iloc[rows.cell[chosen]].set_axis(pd.Index(at + 2, name="row"))
    names = [f.name for f in book.items]
    places = pd.DataFrame(rows.true_places[chosen], index=frame.index, columns=names)
    joined: pd.DataFrame = frame.join(places.astype(np.int8))
    return joined
