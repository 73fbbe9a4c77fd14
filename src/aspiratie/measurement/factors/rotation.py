"""Rotations of factor loadings, each to its criterion's minimum.

Numerical kernels. Orthogonal rotation by Kaiser's planar angles, oblique rotation by gradient
projection (Jennrich 2002; Bernaards & Jennrich 2005) from several random starts together, since a
criterion can have several minima.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["ROTATIONS", "STOP_OF_R", "Rotated", "RotationName", "rotate"]

FloatArray = npt.NDArray[np.float64]
RotationName = Literal["none", "varimax", "promax", "oblimin", "quartimin", "geomin"]
ROTATIONS = ("none", "varimax", "promax", "oblimin", "quartimin", "geomin")
Criterion = Callable[[FloatArray], tuple[FloatArray, FloatArray]]

_GEOMIN_DELTA = 0.01
_PROMAX_POWER = 4
#: Where R stops: stats::varimax by relative gain, GPArotation by the length of the slope.
STOP_OF_R = 1e-5
_TIGHT = 1e-11
_SEARCHED = 1e-5
_BASIN = 1e-3
_MAX_STEPS = 5000
_SEARCH_STEPS = 300
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
) -> Rotated:
    """Rotate loadings; `kaiser` gives every item the same length while rotating.

    Promax always starts from a varimax with equal lengths; `kaiser` says whether they stay equal
    while the target is fitted: so it is psych's ``"promax"``, otherwise psych's ``"Promax"``.
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
    criterion = _geomin if rotation == "geomin" else _quartimin
    found = _oblique(loadings / weight, criterion, tolerance=tolerance, n_starts=n_starts, rng=rng)
    return Rotated(
        loadings=found.loadings * weight,
        phi=found.phi,
        criterion=found.criterion,
        converged=found.converged,
        n_minima=found.n_minima,
    )


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


def _quartimin(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cross-products of squared loadings: oblimin with gamma 0."""
    squares = loadings * loadings
    others = squares.sum(axis=-1, keepdims=True) - squares
    return 0.25 * (squares * others).sum(axis=(-2, -1)), loadings * others


def _geomin(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sum over items of the geometric mean of squared loadings plus delta (Yates 1987)."""
    n_factors = loadings.shape[-1]
    squares = loadings * loadings + _GEOMIN_DELTA
    means = squares.prod(axis=-1, keepdims=True) ** (1.0 / n_factors)
    return means.sum(axis=(-2, -1)), (2.0 / n_factors) * means * loadings / squares


def _oblique(
    loadings: FloatArray,
    criterion: Criterion,
    *,
    tolerance: float,
    n_starts: int,
    rng: np.random.Generator,
) -> Rotated:
    """Take the lowest of the minima that the identity and random starts lead to."""
    n_factors = loadings.shape[1]
    turn, value, slope = _lowest(loadings, np.eye(n_factors), criterion, tolerance)
    n_minima = 1
    if n_starts > 1:
        q, r = np.linalg.qr(rng.standard_normal((n_starts - 1, n_factors, n_factors)))
        starts = q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None, :]
        others, heights, slopes = _descend(
            loadings, starts, criterion, done=_BASIN, max_steps=_SEARCH_STEPS
        )
        ordered = np.sort(np.append(heights[slopes < _BASIN], value))
        n_minima = 1 + int((np.diff(ordered) > _OTHER_MINIMUM * np.abs(ordered[:-1])).sum())
        best = int(np.argmin(heights))
        if heights[best] < value * (1.0 + _OTHER_MINIMUM):
            found = _lowest(loadings, others[best], criterion, min(tolerance, _SEARCHED))
            # no better than from the identity: keep the solution that other programs find
            if found[1] < value - _SAME_MINIMUM * abs(value):
                turn, value, slope = found
    return Rotated(
        loadings=loadings @ np.linalg.inv(turn).T,
        phi=turn.T @ turn,
        criterion=value,
        converged=slope < max(tolerance, _SEARCHED),
        n_minima=n_minima,
    )


def _lowest(
    loadings: FloatArray, start: FloatArray, criterion: Criterion, tolerance: float
) -> tuple[FloatArray, float, float]:
    """Go down from one start: turn, criterion and length of the slope there."""
    turn, value, slope = start, np.inf, np.inf
    # R's own path where its own precision is asked; else Newton's method as soon as it holds
    for done in (tolerance,) if tolerance >= _SEARCHED else (_BASIN, _SEARCHED):
        turns, values, slopes = _descend(
            loadings, turn[None], criterion, done=done, max_steps=_MAX_STEPS
        )
        turn, value, slope = turns[0], float(values[0]), float(slopes[0])
        if slope >= tolerance:
            turn, value, slope = _polish(loadings, turn, criterion, value=value, slope=slope)
        if slope < tolerance:
            break
    return turn, value, slope


def _polish(
    loadings: FloatArray, turn: FloatArray, criterion: Criterion, *, value: float, slope: float
) -> tuple[FloatArray, float, float]:
    """Newton's method on the slope, whose derivative is taken by differences.

    Gradient projection can't see a fall of the criterion below rounding, which leaves the loadings
    exact to about 1e-8 at best, and slowly.
    """
    n_factors = len(turn)
    n_free = n_factors * (n_factors - 1)
    width = 1e-5
    shifts = np.concatenate(
        [np.zeros((1, n_free)), width * np.eye(n_free), -width * np.eye(n_free)]
    )
    for _ in range(10):
        basis = np.stack([np.linalg.svd(turn[:, [j]])[0][:, 1:] for j in range(n_factors)])
        slopes = _slopes(loadings, turn, basis, shifts, criterion)
        curvature = (slopes[1 : n_free + 1] - slopes[n_free + 1 :]) / (2.0 * width)
        curvature = (curvature + curvature.T) / 2.0
        if np.linalg.eigvalsh(curvature)[0] <= 0.0:
            break
        move = -np.linalg.solve(curvature, slopes[0])
        trial = _moved(turn, basis, move[None])[0]
        _, values, gradients = _at(loadings, trial[None], criterion)
        projected = gradients[0] - trial * (trial * gradients[0]).sum(axis=0)
        steepness = float(np.sqrt((projected**2).sum()))
        if values[0] > value + 1e-12 * abs(value) or steepness >= slope:
            break
        turn, value, slope = trial, float(values[0]), steepness
        if slope < _TIGHT:
            break
    return turn, value, slope


def _moved(turn: FloatArray, basis: FloatArray, moves: FloatArray) -> FloatArray:
    """Step along the tangents and put the columns back to length one."""
    n_factors = len(turn)
    by_column = moves.reshape(len(moves), n_factors, n_factors - 1)
    new: FloatArray = turn + np.einsum("jab,sjb->saj", basis, by_column)
    new /= np.sqrt((new**2).sum(axis=1, keepdims=True))
    return new


def _slopes(
    loadings: FloatArray,
    turn: FloatArray,
    basis: FloatArray,
    moves: FloatArray,
    criterion: Criterion,
) -> FloatArray:
    """Slopes of the criterion along the tangents after each of the moves."""
    n_factors = len(turn)
    trials = _moved(turn, basis, moves)
    _, _, gradients = _at(loadings, trials, criterion)
    projected = gradients - trials * (trials * gradients).sum(axis=1, keepdims=True)
    by_column = moves.reshape(len(moves), n_factors, n_factors - 1)
    lengths = np.sqrt(1.0 + (by_column**2).sum(axis=2))
    slopes: FloatArray = np.einsum("jab,saj->sjb", basis, projected) / lengths[:, :, None]
    return slopes.reshape(len(moves), -1)


def _descend(
    loadings: FloatArray,
    starts: FloatArray,
    criterion: Criterion,
    *,
    done: float,
    max_steps: int,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Project gradients on turns with columns of length one, all starts together.

    Steps double, then halve until the criterion falls by half of what the slope promises.
    """
    turns = starts.copy()
    steps = np.ones(len(turns))
    slopes = np.full(len(turns), np.inf)
    _, values, gradients = _at(loadings, turns, criterion)
    active = np.arange(len(turns))
    for _ in range(max_steps):
        now, raw = turns[active], gradients[active]
        projected = raw - now * (now * raw).sum(axis=1, keepdims=True)
        slope = np.sqrt((projected**2).sum(axis=(1, 2)))
        slopes[active] = slope
        keep = slope >= done
        active, now, projected, slope = active[keep], now[keep], projected[keep], slope[keep]
        if active.size == 0:
            break
        steps[active] *= 2.0
        todo = np.arange(active.size)
        for _ in range(20):
            which = active[todo]
            trial = now[todo] - steps[which, None, None] * projected[todo]
            trial /= np.sqrt((trial**2).sum(axis=1, keepdims=True))
            _, new_values, new_gradients = _at(loadings, trial, criterion)
            enough = values[which] - new_values > 0.5 * slope[todo] ** 2 * steps[which]
            fine = which[enough]
            turns[fine], values[fine] = trial[enough], new_values[enough]
            gradients[fine] = new_gradients[enough]
            todo = todo[~enough]
            if todo.size == 0:
                break
            steps[active[todo]] *= 0.5
        active = np.delete(active, todo)  # no fall to be seen any more: this start has ended
    return turns, values, slopes


def _at(
    loadings: FloatArray, turns: FloatArray, criterion: Criterion
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Pattern, criterion and its gradient to the turns, shape (starts, k, k)."""
    inverse = np.linalg.inv(turns)
    pattern = loadings @ np.swapaxes(inverse, 1, 2)
    values, slopes = criterion(pattern)
    gradients = -np.swapaxes(np.swapaxes(pattern, 1, 2) @ slopes @ inverse, 1, 2)
    return pattern, values, gradients
