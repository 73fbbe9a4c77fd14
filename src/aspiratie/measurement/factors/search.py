r"""The minimum of a rotation criterion, from many starts at once.

Numerical kernels.  Gradient projection (Jennrich 2002; Bernaards & Jennrich 2005) goes down until
the slope is small, then Newton's method with exact second derivatives ends at the minimum to
rounding.  An oblique turn :math:`T` with columns of length one gives the loadings
:math:`L = A T^{-\top}`, an orthogonal one :math:`L = A T`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from aspiratie.measurement.factors.criteria import Criterion

__all__ = ["Ended", "descend", "random_turns", "stationary"]

FloatArray = npt.NDArray[np.float64]
_NEAR = 0.05  # slope from which Newton's method goes on
FIRST_STEPS = 10
_NEWTON_STEPS = 200
_HALVINGS = 30


@dataclass(frozen=True, eq=False, kw_only=True)
class Ended:
    """Where each start ended: turns (s, k, k), loadings (s, p, k), criterion and slope (s,)."""

    turns: FloatArray
    loadings: FloatArray
    values: FloatArray
    slopes: FloatArray

    def __repr__(self) -> str:
        """Give the number of starts and the lowest criterion."""
        return f"Ended({len(self.values)} starts, lowest {self.values.min():.6g})"


def random_turns(n: int, n_factors: int, rng: np.random.Generator) -> FloatArray:
    """Draw orthogonal turns, uniformly."""
    q, r = np.linalg.qr(rng.standard_normal((n, n_factors, n_factors)))
    turns: FloatArray = q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None, :]
    return turns


def descend(
    loadings: FloatArray,
    starts: FloatArray,
    criterion: Criterion,
    *,
    orthogonal: bool = False,
    done: float,
    first_steps: int = FIRST_STEPS,
) -> Ended:
    """Go down from all starts together, until the slope is below `done`.

    Gradient projection takes the first steps, so that a start ends in the minimum where R's own
    search ends; a polynomial such as oblimin's needs none.
    """
    turns = _first(loadings, starts, criterion, orthogonal=orthogonal, steps_left=first_steps)
    return _newton(loadings, turns, criterion, orthogonal=orthogonal, done=done)


def stationary(pattern: FloatArray, phi: FloatArray, slopes: FloatArray) -> FloatArray:
    r"""Give what is zero where an oblique rotation is done: off-diagonal, shape (k, k).

    .. math:: \Lambda' \frac{dQ}{d\Lambda} \Phi^{-1} \text{ is diagonal}

    (Jennrich 1973.)
    """
    product = pattern.T @ slopes @ np.linalg.inv(phi)
    np.fill_diagonal(product, 0.0)
    return product


def _pattern(loadings: FloatArray, turns: FloatArray, *, orthogonal: bool) -> FloatArray:
    out: FloatArray = loadings @ (turns if orthogonal else np.swapaxes(np.linalg.inv(turns), 1, 2))
    return out


def _projected(
    turns: FloatArray, pattern: FloatArray, slopes: FloatArray, *, orthogonal: bool
) -> FloatArray:
    """Gradient to the turns, along those that stay turns."""
    inner = np.swapaxes(pattern, 1, 2) @ slopes
    if orthogonal:
        half: FloatArray = 0.5 * turns @ (inner - np.swapaxes(inner, 1, 2))
        return half
    raw = -np.swapaxes(inner @ np.linalg.inv(turns), 1, 2)
    out: FloatArray = raw - turns * (turns * raw).sum(axis=1, keepdims=True)
    return out


def _back(turns: FloatArray, *, orthogonal: bool) -> FloatArray:
    """Put what was moved back among the turns."""
    if orthogonal:
        left, _, right = np.linalg.svd(turns)
        polar: FloatArray = left @ right
        return polar
    out: FloatArray = turns / np.sqrt((turns**2).sum(axis=1, keepdims=True))
    return out


def _first(
    loadings: FloatArray,
    starts: FloatArray,
    criterion: Criterion,
    *,
    orthogonal: bool,
    steps_left: int,
) -> FloatArray:
    """Take some steps of gradient projection: double, then halve until the criterion falls."""
    turns = starts.copy()
    if not steps_left:
        return turns
    steps = np.ones(len(turns))
    pattern = _pattern(loadings, turns, orthogonal=orthogonal)
    values, slopes, _ = criterion(pattern, False)
    for _ in range(steps_left):
        down = _projected(turns, pattern, slopes, orthogonal=orthogonal)
        size = (down**2).sum(axis=(1, 2))
        steps *= 2.0
        open_ = np.ones(len(turns), dtype=bool)
        for _ in range(_HALVINGS):
            trial = _back(turns - steps[:, None, None] * down, orthogonal=orthogonal)
            moved = _pattern(loadings, trial, orthogonal=orthogonal)
            reached, new_slopes, _ = criterion(moved, False)
            fine = open_ & (values - reached > 0.5 * size * steps)
            turns[fine], pattern[fine] = trial[fine], moved[fine]
            values[fine], slopes[fine] = reached[fine], new_slopes[fine]
            open_ &= ~fine
            if not open_.any():
                break
            steps[open_] *= 0.5
        if (size < _NEAR**2).all():
            break
    return turns


def _newton(
    loadings: FloatArray,
    turns: FloatArray,
    criterion: Criterion,
    *,
    orthogonal: bool,
    done: float,
) -> Ended:
    """Newton's method with the curvature made positive, halving until the criterion falls."""
    k = loadings.shape[1]
    turns = turns.copy()
    n = len(turns)
    patterns = _pattern(loadings, turns, orthogonal=orthogonal)
    values = criterion(patterns, False)[0]
    slopes = np.full(n, np.inf)
    active = np.arange(n)
    for _ in range(_NEWTON_STEPS):
        now = turns[active]
        pattern = patterns[active]
        _, down, curve = criterion(pattern, True)
        assert curve is not None
        slope = _projected(now, pattern, down, orthogonal=orthogonal)
        slopes[active] = np.sqrt((slope**2).sum(axis=(1, 2)))
        keep = slopes[active] >= done
        if not keep.any():
            break
        active, now = active[keep], now[keep]
        pattern, down, curve = pattern[keep], down[keep], curve[keep]
        local = _orthogonal_model if orthogonal else _oblique_model
        gradient, hessian, place = local(now, pattern, down, curve)
        step = _newton_step(gradient, hessian)
        fall = (gradient * step).sum(axis=1)
        length = np.ones(len(active))
        todo = np.arange(len(active))
        for _ in range(_HALVINGS):
            which = active[todo]
            moves = np.zeros((len(todo), k, k))
            moves[:, place[0], place[1]] = length[todo, None] * step[todo]
            trial = _moved(now[todo], moves, orthogonal=orthogonal)
            moved = _pattern(loadings, trial, orthogonal=orthogonal)
            reached = criterion(moved, False)[0]
            bound = values[which] + 1e-4 * length[todo] * fall[todo]
            fine = reached <= bound + 1e-14 * np.abs(values[which])
            turns[which[fine]], patterns[which[fine]] = trial[fine], moved[fine]
            values[which[fine]] = reached[fine]
            todo = todo[~fine]
            if not len(todo):
                break
            length[todo] *= 0.5
        active = np.delete(active, todo)  # no fall to be seen any more: this start has ended
        if not len(active):
            break
    return Ended(turns=turns, loadings=patterns, values=values, slopes=slopes)


def _newton_step(gradient: FloatArray, hessian: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(hessian)
    sizes = np.abs(values)
    sizes = np.maximum(sizes, 1e-8 * np.maximum(sizes[:, -1:], sizes[:, :1]) + 1e-300)
    inner = np.einsum("sab,sa->sb", vectors, gradient) / sizes
    step: FloatArray = -np.einsum("sab,sb->sa", vectors, inner)
    largest = np.abs(step).max(axis=1, keepdims=True)
    step *= np.minimum(1.0, 0.5 / np.maximum(largest, 1e-300))
    return step


def _moved(turns: FloatArray, moves: FloatArray, *, orthogonal: bool) -> FloatArray:
    if orthogonal:
        skew = moves - np.swapaxes(moves, 1, 2)
        unit = np.eye(turns.shape[1])
        cayley: FloatArray = turns @ np.linalg.solve(unit - 0.5 * skew, unit + 0.5 * skew)
        return _back(cayley, orthogonal=True)
    return _back(turns + turns @ moves, orthogonal=False)


Model = tuple[FloatArray, FloatArray, tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]


def _oblique_model(
    turns: FloatArray, pattern: FloatArray, slopes: FloatArray, curve: FloatArray
) -> Model:
    """Gradient and second derivatives to X, of T(I + X) with columns put back to length one.

    X has no diagonal.  The loadings are L(I - X' + X'^2)D with D the lengths of the columns.
    """
    s, p, k = pattern.shape
    at = _places(k)
    a, b = at.a, at.b
    phi = (np.swapaxes(turns, 1, 2) @ turns).reshape(s, k * k)
    c = np.swapaxes(pattern, 1, 2) @ slopes  # L'G
    own = np.diagonal(c, axis1=1, axis2=2)[:, b]
    near = phi[:, a * k + b]
    gradient = near * own - c[:, b, a]
    # first derivative of the loadings: column a by -L_b, column b by phi_ab L_b
    pairs = (pattern[..., :, None] * pattern[..., None, :]).reshape(s, p, k * k)
    m = (np.swapaxes(pairs, 1, 2) @ curve.reshape(s, p, k * k)).reshape(s, -1)
    left, right = near[:, :, None], near[:, None, :]
    both = left * right
    mixed = right * m.take(at.aabb, axis=1)
    hessian = m.take(at.first, axis=1) + both * m.take(at.last, axis=1)
    hessian -= mixed + np.swapaxes(mixed, 1, 2)
    # second derivative: L X'X' - L X' diag(d1) + L diag(d2)
    flat = c.reshape(s, k * k)
    chain = at.chain * (flat.take(at.outer, axis=1) - c[:, b, a][:, :, None] * right)
    hessian += chain + np.swapaxes(chain, 1, 2)
    hessian += at.same * own[:, :, None] * (phi.take(at.inner, axis=1) - both)
    return gradient, hessian, (a, b)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Places:
    """Where the entries of the second derivatives stand in flattened arrays."""

    a: npt.NDArray[np.intp]
    b: npt.NDArray[np.intp]
    first: npt.NDArray[np.intp]
    aabb: npt.NDArray[np.intp]
    last: npt.NDArray[np.intp]
    outer: npt.NDArray[np.intp]
    inner: npt.NDArray[np.intp]
    chain: FloatArray
    same: FloatArray


@lru_cache(maxsize=16)
def _places(k: int) -> _Places:
    a, b = np.nonzero(~np.eye(k, dtype=bool))
    a1, a2, b1, b2 = a[:, None], a[None, :], b[:, None], b[None, :]

    def flat(i: npt.NDArray[np.intp], j: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        return ((b1 * k + b2) * k + i) * k + j

    return _Places(
        a=a,
        b=b,
        first=flat(a1, a2),
        aabb=flat(a1, b2),
        last=flat(b1, b2),
        outer=b1 * k + a2,
        inner=a1 * k + a2,
        chain=(a1 == b2).astype(np.float64),
        same=(b1 == b2).astype(np.float64),
    )


def _orthogonal_model(
    turns: FloatArray,  # noqa: ARG001
    pattern: FloatArray,
    slopes: FloatArray,
    curve: FloatArray,
) -> Model:
    """Gradient and second derivatives to the upper triangle of the skew X of T exp(X)."""
    s, p, k = pattern.shape
    a, b = np.triu_indices(k, 1)
    c = np.swapaxes(pattern, 1, 2) @ slopes
    gradient = c[:, a, b] - c[:, b, a]
    pairs = (pattern[..., :, None] * pattern[..., None, :]).reshape(s, p, k * k)
    m = (np.swapaxes(pairs, 1, 2) @ curve.reshape(s, p, k * k)).reshape(s, k, k, k, k)
    a1, a2, b1, b2 = a[:, None], a[None, :], b[:, None], b[None, :]
    hessian = m[:, a1, a2, b1, b2] - m[:, a1, b2, b1, a2]
    hessian += m[:, b1, b2, a1, a2] - m[:, b1, a2, a1, b2]
    # half of L X X: the form sum C[i, j] X[i, l] X[l, j] / 2, for skew X
    c = 0.5 * (c + np.swapaxes(c, 1, 2))
    second = (b1 == a2) * c[:, a1, b2] - (b1 == b2) * c[:, a1, a2]
    second = second - (a1 == a2) * c[:, b1, b2] + (a1 == b2) * c[:, b1, a2]
    return gradient, hessian + second, (a, b)
