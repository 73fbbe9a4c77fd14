"""Rotations of factor loadings, each to its criterion's minimum.

Varimax and promax as R has them; oblimin, geomin and target rotation from several random starts,
since a criterion can have several minima (``search``, ``criteria``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from aspiratie.errors import ParameterError
from aspiratie.measurement.factors.criteria import (
    GEOMIN_DELTA,
    Criterion,
    geomin,
    oblimin,
    target,
)
from aspiratie.measurement.factors.search import FIRST_STEPS, descend, random_turns

__all__ = ["ROTATIONS", "STOP_OF_R", "Rotated", "RotationName", "rotate"]

FloatArray = npt.NDArray[np.float64]
RotationName = Literal[
    "none",
    "varimax",
    "promax",
    "oblimin",
    "quartimin",
    "geomin",
    "target",
    "target_orthogonal",
]
ROTATIONS = (
    "none",
    "varimax",
    "promax",
    "oblimin",
    "quartimin",
    "geomin",
    "target",
    "target_orthogonal",
)

_PROMAX_POWER = 4
#: Where R's varimax stops, by relative gain.
STOP_OF_R = 1e-5
_SEARCHED = 1e-5
_ENDED = 1e-3
_VARIMAX_STEPS = 1000
_SAME_MINIMUM = 1e-6
_OTHER_MINIMUM = 1e-3


@dataclass(frozen=True, eq=False, kw_only=True)
class Rotated:
    """Rotated loadings.

    Parameters
    ----------
    loadings : numpy.ndarray, shape (n_items, n_factors)
        Pattern loadings, factors in no particular order or direction.
    phi : numpy.ndarray, shape (n_factors, n_factors)
        Correlations of the factors.
    criterion : float
        Value that was minimised; NaN where there is none.
    converged : bool
        Whether the slope vanished.
    n_minima : int
        Different minima that the random starts ended in.
    """

    loadings: FloatArray
    phi: FloatArray
    criterion: float
    converged: bool
    n_minima: int

    def __repr__(self) -> str:
        """Give size and outcome in one line."""
        return (
            f"Rotated({self.loadings.shape}, criterion={self.criterion:.6g}, "
            f"converged={self.converged}, {self.n_minima} minima)"
        )


def rotate(
    loadings: FloatArray,
    *,
    rotation: RotationName,
    kaiser: bool,
    tolerance: float,
    n_starts: int,
    rng: np.random.Generator,
    goal: FloatArray | None = None,
    delta: float = GEOMIN_DELTA,
) -> Rotated:
    """Rotate loadings; `kaiser` gives every item the same length while rotating.

    Promax always starts from a varimax with equal lengths; `kaiser` says whether they stay equal
    while the target is fitted: so it is psych's ``"promax"``, otherwise psych's ``"Promax"``.
    `goal` holds the loadings of a target rotation, NaN where they are free; `delta` is geomin's.
    """
    n_factors = loadings.shape[1]
    if rotation == "none" or n_factors == 1:
        return Rotated(
            loadings=loadings,
            phi=np.eye(n_factors),
            criterion=float("nan"),
            converged=True,
            n_minima=1,
        )
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    length = np.where(length > 0.0, length, 1.0)
    weight = length if kaiser else np.ones_like(length)
    if rotation == "varimax":
        rotated, converged = _varimax(loadings / weight, tolerance=tolerance)
        return Rotated(
            loadings=rotated * weight,
            phi=np.eye(n_factors),
            criterion=-float((rotated**2).var(axis=0).sum()),
            converged=converged,
            n_minima=1,
        )
    if rotation == "promax":
        orthogonal, converged = _varimax(loadings / length, tolerance=tolerance)
        pattern, phi = _promax(orthogonal * length / weight)
        return Rotated(
            loadings=pattern * weight,
            phi=phi,
            criterion=float("nan"),
            converged=converged,
            n_minima=1,
        )
    found = _from_starts(
        loadings / weight,
        _criterion(rotation, goal, weight, delta),
        orthogonal=rotation == "target_orthogonal",
        tolerance=tolerance,
        n_starts=n_starts,
        rng=rng,
    )
    return Rotated(
        loadings=found.loadings * weight,
        phi=found.phi,
        criterion=found.criterion,
        converged=found.converged,
        n_minima=found.n_minima,
    )


def _criterion(
    rotation: str, goal: FloatArray | None, weight: FloatArray, delta: float
) -> Criterion:
    if rotation == "geomin":
        return geomin(delta)
    if rotation.startswith("target"):
        if goal is None:
            raise ParameterError("A target rotation needs target=.")
        return target(goal / weight)
    return oblimin


def _varimax(loadings: FloatArray, *, tolerance: float) -> tuple[FloatArray, bool]:
    """Turn to the polar factor of the criterion's slope until it gains no more (Horst 1965)."""
    turn = np.eye(loadings.shape[1])
    reached = 0.0
    for _ in range(_VARIMAX_STEPS):
        rotated = loadings @ turn
        slope = loadings.T @ (rotated**3 - rotated * (rotated**2).mean(axis=0))
        left, sizes, right = np.linalg.svd(slope)
        turn = left @ right
        before, reached = reached, float(sizes.sum())
        if reached <= before * (1.0 + tolerance):
            return loadings @ turn, True
    return loadings @ turn, False


def _promax(orthogonal: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fit the loadings to their own fourth power, signs kept (Hendrickson & White 1964)."""
    target = orthogonal * np.abs(orthogonal) ** (_PROMAX_POWER - 1)
    turn = np.linalg.lstsq(orthogonal, target, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    inverse = np.linalg.inv(turn)
    return orthogonal @ turn, inverse @ inverse.T


def _from_starts(
    loadings: FloatArray,
    criterion: Criterion,
    *,
    orthogonal: bool,
    tolerance: float,
    n_starts: int,
    rng: np.random.Generator,
) -> Rotated:
    """Take the lowest of the minima that the identity and random starts lead to."""
    n_factors = loadings.shape[1]
    steps = 0 if criterion is oblimin else FIRST_STEPS
    found = descend(
        loadings,
        np.eye(n_factors)[None],
        criterion,
        orthogonal=orthogonal,
        done=tolerance,
        first_steps=steps,
    )
    value = float(found.values[0])
    n_minima = 1
    if n_starts > 1:
        others = descend(
            loadings,
            random_turns(n_starts - 1, n_factors, rng),
            criterion,
            orthogonal=orthogonal,
            done=_ENDED,
        )
        ended = others.slopes < _ENDED
        ordered = np.sort(np.append(others.values[ended], value))
        n_minima = 1 + int((np.diff(ordered) > _OTHER_MINIMUM * np.abs(ordered[:-1])).sum())
        best = int(np.argmin(others.values))
        # no better than from the identity: keep the solution that other programs find
        if others.values[best] < value - _SAME_MINIMUM * abs(value):
            start = others.turns[best : best + 1]
            found = descend(loadings, start, criterion, orthogonal=orthogonal, done=tolerance)
    turn = found.turns[0]
    return Rotated(
        loadings=found.loadings[0],
        phi=np.eye(n_factors) if orthogonal else turn.T @ turn,
        criterion=float(found.values[0]),
        converged=bool(found.slopes[0] < max(tolerance, _SEARCHED)),
        n_minima=n_minima,
    )
