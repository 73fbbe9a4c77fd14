"""Everything that is fixed before anybody answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook import INFORMANTS, Codebook
from aspiratie.simulate.instrument import (
    CHANGE,
    CONDITIONS,
    GAPS,
    GROUP_SLOPE,
    SCHOOL_SHARE,
    covariance,
    item_table,
    slopes,
)
from aspiratie.simulate.population import TINY, make_enrolment, make_schools

__all__ = ["World", "effects_of", "make_world"]

#: A school's own change a wave, and its own part in another informant's view (sd).
_DRIFT, _OWN_VIEW = 0.06, 0.15
_NONINVARIANT = {"fun2": 0.6, "acc3": -0.6}


@dataclass(frozen=True, eq=False, kw_only=True)
class World:
    """Schools, effects and items; the frames are those of :class:`Truth`.

    ``drift`` (school by factor) is a school's own change from one wave to the
    next; ``views`` has, by informant, the school's own part in its view.
    """

    waves: tuple[str, ...]
    schools: pd.DataFrame
    enrolment: pd.DataFrame
    items: Mapping[str, pd.DataFrame]
    within: pd.DataFrame
    icc: pd.Series[float]
    school_effects: pd.DataFrame
    drift: pd.DataFrame
    views: Mapping[str, pd.DataFrame]
    wave_effects: pd.DataFrame
    group_effects: pd.DataFrame
    gaps: pd.DataFrame
    noninvariance: pd.DataFrame
    odd: bool


def make_world(
    books: Mapping[str, Codebook], n_schools: int, waves: Sequence[str], seed: int, *, odd: bool
) -> World:
    """Draw schools and their effects.

    Parameters
    ----------
    books : mapping of informant to Codebook
    n_schools : int
    waves : sequence of str
    seed : int
    odd : bool
        Whether there are a very small school, a tiny leerjaar, and a school in
        which two items mean something else.
    """
    factors = (*CONDITIONS, *slopes().index)
    schools = make_schools(n_schools)
    enrolment = make_enrolment(schools, np.random.default_rng([seed, 0]), odd=odd)
    within, between = covariance(factors)
    to_factors = np.vstack([np.eye(len(CONDITIONS)), slopes().to_numpy()])
    rng = np.random.default_rng([seed, 1])
    ids = pd.Index(schools["id"], name="school")

    def frame(values: npt.NDArray[np.float64], index: pd.Index) -> pd.DataFrame:
        return pd.DataFrame(values @ to_factors.T, index=index, columns=factors)

    shape = (n_schools, len(CONDITIONS))
    root = np.linalg.cholesky(between[: len(CONDITIONS), : len(CONDITIONS)])
    change = np.array([CHANGE[c] for c in CONDITIONS])
    steps = np.arange(len(waves)) - (len(waves) - 1)
    odd_school = str(ids[min(3, n_schools - 1)])
    return World(
        waves=tuple(waves),
        schools=schools,
        enrolment=enrolment,
        items={i: item_table(books[i], books["pupil"]) for i in INFORMANTS},
        within=pd.DataFrame(within, index=list(factors), columns=list(factors)),
        icc=pd.Series(np.diag(between), index=list(factors), name="icc"),
        school_effects=frame(rng.standard_normal(shape) @ root.T, ids),
        drift=frame(rng.normal(0.0, _DRIFT, shape), ids),
        views={
            i: frame(rng.normal(0.0, 0.0 if i == "pupil" else _OWN_VIEW, shape), ids)
            for i in INFORMANTS
        },
        wave_effects=frame(np.outer(steps, change), pd.Index(waves, name="wave")),
        group_effects=_group_effects(enrolment, frame),
        gaps=frame(
            np.array([[GAPS[i][c] for c in CONDITIONS] for i in INFORMANTS]),
            pd.Index(INFORMANTS, name="informant"),
        ),
        noninvariance=pd.DataFrame(
            [(odd_school, item, shift) for item, shift in _NONINVARIANT.items()] if odd else [],
            columns=["school", "item", "shift"],
        ),
        odd=odd,
    )


def _group_effects(
    enrolment: pd.DataFrame, frame: Callable[[npt.NDArray[np.float64], pd.Index], pd.DataFrame]
) -> pd.DataFrame:
    year = enrolment["group"].astype(int)
    centred = (year - year.groupby(enrolment["school"]).transform("mean")).to_numpy(dtype=float)
    index = pd.MultiIndex.from_frame(enrolment[["school", "group"]])
    return frame(np.outer(centred, [GROUP_SLOPE[c] for c in CONDITIONS]), index)


def effects_of(world: World, informant: str, wave: str, rng: np.random.Generator) -> pd.DataFrame:
    """Return the known shift of every factor and the number of attentive respondents.

    Parameters
    ----------
    world : World
    informant, wave : str
    rng : Generator
        For the numbers of respondents.

    Returns
    -------
    DataFrame
        Index school and group ("" for teachers and team), columns n and the
        factors.
    """
    step = world.waves.index(wave) - (len(world.waves) - 1)
    by_school = (
        SCHOOL_SHARE[informant] * (world.school_effects + step * world.drift)
        + world.views[informant]
        + world.gaps.loc[informant]
        + world.wave_effects.loc[wave]
    )
    n = _respondents(world, informant, rng)
    schools = n.index.get_level_values("school")
    table = by_school.loc[schools].set_axis(n.index)
    if informant in ("pupil", "parent"):
        table = table + world.group_effects.loc[n.index]
    table.insert(0, "n", n)
    return table[table["n"] > 0]


def _respondents(world: World, informant: str, rng: np.random.Generator) -> pd.Series[int]:
    ids = pd.Index(world.schools["id"], name="school")
    odd = world.odd and len(ids) >= 3
    if informant in ("teacher", "team"):
        low, high, smallest = (14, 34, 5) if informant == "teacher" else (4, 13, 3)
        n = rng.integers(low, high, len(ids))
        if odd:
            n[-1] = smallest
        return pd.Series(
            n, index=pd.MultiIndex.from_product([ids, [""]], names=["school", "group"])
        )
    enrolled = world.enrolment["enrolled"].to_numpy()
    schools = world.enrolment["school"].to_numpy()
    rate = rng.uniform(0.5, 0.82, len(ids)) * (1.0 if informant == "pupil" else 0.3)
    rates = pd.Series(rate, index=ids).loc[schools].to_numpy()
    n = np.floor(enrolled * rates + rng.random(len(enrolled))).astype(np.int64)
    if odd and informant == "pupil":
        n[schools == ids[-1]] = [4, 3]
        n[(enrolled == TINY) & (schools != ids[-1])] = 3
    return pd.Series(n, index=pd.MultiIndex.from_frame(world.enrolment[["school", "group"]]))
