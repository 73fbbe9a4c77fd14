r"""Moments that a model implies, and their derivatives.

Items follow :math:`y^* = \nu + \Lambda\eta + \epsilon` with
:math:`\eta = \alpha + B\eta + \zeta`, so that
:math:`\Sigma = \Lambda A\Psi A'\Lambda' + \Theta` and :math:`\mu = \nu + \Lambda A\alpha`
with :math:`A = (I - B)^{-1}`.  Every parameter changes :math:`\Sigma` by a matrix
:math:`uv' + vu'`; the fits work with the vectors :math:`u` and :math:`v`, which makes
information matrices products of small ones.

A covariate :math:`x` is the last of the factors, with no disturbance of its own where the
moments are conditional on it (least squares), so that the slopes of the items on it are columns of
:math:`\Lambda A`; by maximum likelihood it is observed, and its moments are free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from aspiratie.errors import ModelSyntaxError
from aspiratie.measurement.sem.model.parameters import ModelTable, Row

__all__ = ["Matrices", "SemModel", "Slopes", "compile_model"]

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LAMBDA, THETA, PSI, BETA, NU, ALPHA, TAU, DELTA = range(8)


@dataclass(frozen=True, eq=False, kw_only=True)
class Matrices:
    """Model matrices of one group at given parameters."""

    lam: Array
    theta: Array
    psi: Array
    beta: Array
    nu: Array
    alpha: Array
    tau: Array
    delta: Array
    a: Array  # (I - B)^-1
    eta: Array  # covariance of the factors
    sigma: Array  # covariance of the items (latent responses if ordinal, unscaled)
    mu: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Slopes:
    """Change of the moments by each parameter row: sigma by uv' + vu', mu by m.

    The slopes of the items on covariates change by uw'.
    """

    u: Array
    v: Array
    m: Array
    w: Array | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class _Block:
    """The rows of one matrix in one group: their positions there and among the free rows."""

    rows: Ints
    i: Ints
    j: Ints
    slope: Ints  # of these rows, the free ones: place among the slopes
    si: Ints
    sj: Ints


@dataclass(frozen=True, eq=False, kw_only=True)
class _Group:
    matrix: Ints
    i: Ints
    j: Ints
    free: Ints
    value: Floats
    cut_item: Ints  # item of every threshold
    loose: Ints  # rows that are free
    blocks: tuple[_Block, ...]
    slope_free: Ints  # parameter of every slope
    gather: Floats  # slopes to parameters


@dataclass(frozen=True, eq=False, kw_only=True)
class SemModel:
    """A parameter table, compiled."""

    table: ModelTable
    groups: tuple[_Group, ...]
    p: int
    q: int
    n_free: int
    ordinal: bool
    theta: bool
    means: bool
    n_covariates: int  # the last of the q factors
    cut: npt.NDArray[np.bool_]  # items that have thresholds

    @property
    def numeric(self) -> Ints:
        """Continuous items of a least squares fit."""
        return np.flatnonzero(~self.cut) if self.ordinal else np.zeros(0, dtype=np.int64)

    def matrices(self, group: int, x: Array) -> Matrices:
        """Fill in the parameters."""
        part = self.groups[group]
        values = part.value.copy()
        values[part.loose] = x[part.free[part.loose]]
        p, q = self.p, self.q
        lam, beta, psi = np.zeros((p, q)), np.zeros((q, q)), np.zeros((q, q))
        theta, nu, alpha = np.zeros((p, p)), np.zeros(p), np.zeros(q)
        tau, delta = np.zeros(len(part.cut_item)), np.ones(p)
        for number, target in ((LAMBDA, lam), (BETA, beta), (PSI, psi), (THETA, theta)):
            block = part.blocks[number]
            target[block.i, block.j] = values[block.rows]
            if number in (PSI, THETA):
                target[block.j, block.i] = values[block.rows]
        for number, vector in ((NU, nu), (ALPHA, alpha), (TAU, tau), (DELTA, delta)):
            block = part.blocks[number]
            vector[block.i] = values[block.rows]
        inner = len(part.blocks[BETA].rows) > 0
        a = np.linalg.inv(np.eye(q) - beta) if inner else np.eye(q)
        eta = a @ psi @ a.T if inner else psi
        common = lam @ eta @ lam.T
        cut = self.cut
        if self.ordinal and not self.theta:
            left = 1.0 / (delta * delta) - np.diagonal(common)
            np.fill_diagonal(theta, np.where(cut, left, np.diagonal(theta)))
        sigma = common + theta
        if self.ordinal and self.theta:
            with np.errstate(invalid="ignore"):
                delta = np.where(cut, 1.0 / np.sqrt(np.diagonal(sigma)), 1.0)
        return Matrices(
            lam=lam,
            theta=theta,
            psi=psi,
            beta=beta,
            nu=nu,
            alpha=alpha,
            tau=tau,
            delta=delta,
            a=a,
            eta=eta,
            sigma=sigma,
            mu=nu + lam @ (a @ alpha),
        )

    def slopes(self, group: int, at: Matrices) -> tuple[Slopes, Ints]:
        """Vectors of all free rows of a group but thresholds and scales, and their parameters."""
        part = self.groups[group]
        k = len(part.slope_free)
        u, v, m = np.zeros((k, self.p)), np.zeros((k, self.p)), np.zeros((k, self.p))
        w = np.zeros((k, self.n_covariates))
        given = at.a[:, self.q - self.n_covariates :]
        reach = (at.lam @ at.a).T  # disturbances on items
        cover = (at.lam @ at.eta).T  # covariance of factors with items
        block = part.blocks[LAMBDA]
        u[block.slope, block.si] = 1.0
        v[block.slope] = cover[block.sj]
        w[block.slope] = given[block.sj]
        if self.means:
            level = at.a @ at.alpha
            m[block.slope, block.si] = level[block.sj]
        block = part.blocks[BETA]
        if len(block.slope):
            u[block.slope], v[block.slope] = reach[block.si], cover[block.sj]
            w[block.slope] = given[block.sj]
            if self.means:
                m[block.slope] = reach[block.si] * level[block.sj][:, None]
        block = part.blocks[PSI]
        half = np.where(block.si == block.sj, 0.5, 1.0)
        u[block.slope], v[block.slope] = reach[block.si], half[:, None] * reach[block.sj]
        block = part.blocks[THETA]
        u[block.slope, block.si] = 1.0
        v[block.slope, block.sj] = np.where(block.si == block.sj, 0.5, 1.0)
        block = part.blocks[NU]
        m[block.slope, block.si] = 1.0
        block = part.blocks[ALPHA]
        m[block.slope] = reach[block.si]
        return Slopes(u=u, v=v, m=m, w=w), part.slope_free

    def curvature(self, group: int, at: Matrices, big: Floats, small: Floats) -> Floats:
        """Second derivatives of tr(G sigma) / 2 + g'mu between the free rows of a group."""
        part = self.groups[group]
        out = np.zeros((len(part.slope_free), len(part.slope_free)))
        reach, cover, level = at.lam @ at.a, at.lam @ at.eta, at.a @ at.alpha
        to_reach, to_cover = big @ reach, big @ cover
        inner, crossed, pulled = reach.T @ to_reach, reach.T @ to_cover, reach.T @ small
        lam, beta, psi, alpha = (part.blocks[k] for k in (LAMBDA, BETA, PSI, ALPHA))

        def put(rows: _Block, columns: _Block, values: Floats) -> None:
            out[np.ix_(rows.slope, columns.slope)] += values
            if rows is not columns:
                out[np.ix_(columns.slope, rows.slope)] += values.T

        i, a = lam.si[:, None], lam.sj[:, None]
        put(lam, lam, big[i, lam.si] * at.eta[a, lam.sj])
        half = np.where(psi.si == psi.sj, 0.5, 1.0)
        c, d = psi.si, psi.sj
        put(lam, psi, half * (to_reach[i, d] * at.a[a, c] + to_reach[i, c] * at.a[a, d]))
        put(lam, alpha, small[lam.si][:, None] * at.a[a, alpha.si])
        if not len(beta.slope):
            return out
        s, t = beta.si[:, None], beta.sj[:, None]
        put(beta, psi, half * (at.a[t, c] * inner[s, d] + inner[c, s] * at.a[t, d]))
        put(beta, alpha, at.a[t, alpha.si] * pulled[s])
        c, d = beta.si, beta.sj
        put(
            lam,
            beta,
            at.a[a, c] * (to_cover[i, d] + small[lam.si][:, None] * level[d])
            + to_reach[i, c] * at.eta[a, d],
        )
        put(
            beta,
            beta,
            at.a[t, c] * (crossed[s, d] + pulled[s] * level[d])
            + inner[c, s] * at.eta[t, d]
            + (crossed[c, t] + pulled[c] * level[t]) * at.a[d, s],
        )
        return out


def compile_model(table: ModelTable) -> SemModel:
    """Turn the rows of a table into positions in matrices."""
    observed = table.observed
    item = {name: k for k, name in enumerate(table.items)}
    factor = {name: k for k, name in enumerate((*table.factors, *table.covariates))}
    groups: list[_Group] = []
    for group in range(table.n_groups):
        positions = [k for k, row in enumerate(table.rows) if row.group == group]
        n_cuts = 0
        cut_item: list[int] = []
        placed: list[tuple[int, int, int]] = []
        for k in positions:
            row = table.rows[k]
            if row.op == "|":
                placed.append((TAU, n_cuts, 0))
                cut_item.append(item[row.lhs])
                n_cuts += 1
            elif row.op == "=~" and row.lhs in table.covariates:
                placed.append((LAMBDA, observed.index(row.rhs), factor[row.lhs]))
            else:
                placed.append(_place(row, item, factor))
        where = np.array(placed, dtype=np.int64).reshape(-1, 3)
        free = np.array([table.rows[k].free for k in positions], dtype=np.int64)
        value = np.array([table.rows[k].value for k in positions], dtype=float)
        groups.append(_compile_group(where, free, value, np.array(cut_item, dtype=np.int64), table))
    return SemModel(
        table=table,
        groups=tuple(groups),
        p=len(observed),
        q=len(factor),
        n_free=table.n_free,
        ordinal=table.ordinal,
        theta=table.theta,
        means=table.means,
        n_covariates=len(table.covariates),
        cut=np.array([name in table.ordinal_items for name in observed], dtype=bool),
    )


def _compile_group(
    where: Ints, free: Ints, value: Floats, cut_item: Ints, table: ModelTable
) -> _Group:
    matrix, i, j = where.T
    sloped = np.flatnonzero((matrix < TAU) & (free >= 0))
    place = np.full(len(free), -1, dtype=np.int64)
    place[sloped] = np.arange(len(sloped))
    blocks = []
    for number in range(DELTA + 1):
        rows = np.flatnonzero(matrix == number)
        moving = rows[place[rows] >= 0]
        blocks.append(
            _Block(
                rows=rows.astype(np.int64),
                i=i[rows],
                j=j[rows],
                slope=place[moving],
                si=i[moving],
                sj=j[moving],
            )
        )
    gather = np.zeros((len(sloped), table.n_free))
    gather[np.arange(len(sloped)), free[sloped]] = 1.0
    return _Group(
        matrix=matrix,
        i=i,
        j=j,
        free=free,
        value=value,
        cut_item=cut_item,
        loose=np.flatnonzero(free >= 0).astype(np.int64),
        blocks=tuple(blocks),
        slope_free=free[sloped],
        gather=gather,
    )


def _place(row: Row, item: dict[str, int], factor: dict[str, int]) -> tuple[int, int, int]:
    if row.op == "=~":
        if row.rhs in item:
            return LAMBDA, item[row.rhs], factor[row.lhs]
        return BETA, factor[row.rhs], factor[row.lhs]
    if row.op == "~":
        place = item if row.lhs in item else factor
        return (LAMBDA if row.lhs in item else BETA), place[row.lhs], factor[row.rhs]
    if row.op == "~~":
        if row.lhs in item:
            if row.rhs not in item:
                return _refuse_mixed(row)
            return THETA, item[row.lhs], item[row.rhs]
        if row.rhs not in factor:
            return _refuse_mixed(row)
        return PSI, factor[row.lhs], factor[row.rhs]
    if row.op == "~*~":
        return DELTA, item[row.lhs], 0
    return (NU, item[row.lhs], 0) if row.lhs in item else (ALPHA, factor[row.lhs], 0)


def _refuse_mixed(row: Row) -> tuple[int, int, int]:
    raise ModelSyntaxError(f"`{row.lhs} ~~ {row.rhs}`: an item and a factor cannot covary.")
