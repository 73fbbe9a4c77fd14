"""The list of all parameters of a model, free and fixed, in every group.

It is what lavaan calls the parameter table: what the text says, completed with what a
confirmatory factor analysis adds by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from aspiratie.errors import ModelSyntaxError
from aspiratie.measurement.sem.model.equalities import (
    EQUALITIES,
    check_equalities,
    partial_key,
    tie_groups,
)
from aspiratie.measurement.sem.model.labels import Row, apply_labels
from aspiratie.measurement.sem.model.names import ModelNames, model_names
from aspiratie.measurement.sem.model.syntax import Term

__all__ = ["EQUALITIES", "ModelTable", "Row", "build_table", "model_names", "number_parameters"]

_T = TypeVar("_T")
Wanted = Mapping[tuple[str, str, str], Term]


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelTable:
    """All rows, and the names in their order.

    `ordinal` tells whether the fit is by least squares on thresholds and correlations; then
    `ordinal_items` are the items that have thresholds, and the others are continuous.
    """

    rows: tuple[Row, ...]
    items: tuple[str, ...]
    factors: tuple[str, ...]
    n_groups: int
    n_free: int
    ordinal: bool
    theta: bool
    means: bool
    n_free_rows: int = 0
    covariates: tuple[str, ...] = ()
    ordinal_items: frozenset[str] = frozenset()
    defined: tuple[Term, ...] = ()

    def __repr__(self) -> str:
        return f"ModelTable({len(self.rows)} rows, {self.n_free} free, {self.n_groups} groups)"

    @property
    def observed(self) -> tuple[str, ...]:
        """Variables whose moments are fitted: of continuous data the covariates, too."""
        return self.items if self.ordinal else (*self.items, *self.covariates)

    def hidden(self, row: Row) -> bool:
        """Whether a row only carries the moments of covariates, which are no parameters."""
        return row.lhs in self.covariates


@dataclass(frozen=True, eq=False, kw_only=True)
class _Plan:
    """What the rows are made from."""

    wanted: Wanted
    names: ModelNames
    thresholds: Mapping[str, int]
    n_groups: int
    equal: frozenset[str]
    least_squares: bool
    theta: bool
    means: bool
    std_lv: bool
    orthogonal: bool

    def indicators(self, factor: str) -> list[str]:
        return [rhs for op, lhs, rhs in self.wanted if op == "=~" and lhs == factor]


def build_table(
    terms: Sequence[Term],
    *,
    n_groups: int,
    thresholds: Mapping[str, int] | None,
    theta: bool = False,
    means: bool = False,
    group_equal: Collection[str] = (),
    group_partial: Collection[str] = (),
    order: Sequence[str] | None = None,
    std_lv: bool = False,
    orthogonal: bool = False,
) -> ModelTable:
    """Complete the terms of a text to a table.

    Parameters
    ----------
    terms : sequence of Term
    n_groups : int
    thresholds : mapping of str to int, or None
        Number of thresholds of each ordinal item; None if all are continuous and fitted by
        maximum likelihood.
    theta : bool
        Theta instead of delta parameterization of ordinal items.
    means : bool
        Whether continuous items have a mean structure.
    group_equal, group_partial : collection of str
        Kinds of parameters to be equal between groups, and single ones that are not
        (``"F =~ a"``, ``"a ~ 1"``, ``"a | t1"``).
    order : sequence of str, optional
        The items in the order of the data.
    std_lv, orthogonal : bool
        Factors with variance one instead of a first loading of one; without covariances.
    """
    names = model_names(terms)
    names = names._replace(items=tuple(order)) if order is not None else names
    least_squares = thresholds is not None
    plan = _Plan(
        wanted={
            (term.op, term.lhs, term.rhs): term for term in terms if term.op not in ("==", ":=")
        },
        names=names,
        thresholds=thresholds or {},
        n_groups=n_groups,
        equal=frozenset(check_equalities(group_equal, ordinal=bool(thresholds))),
        least_squares=least_squares,
        theta=theta,
        means=means or least_squares or any(term.op == "~1" for term in terms),
        std_lv=std_lv,
        orthogonal=orthogonal,
    )
    base = _base_rows(plan)
    rows = [_settle(row, plan, group) for group in range(n_groups) for row in base]
    spared = {partial_key(text) for text in group_partial}
    rows = tie_groups(rows, len(base), n_groups, set(plan.equal), spared, set(names.items))
    rows = apply_labels(rows, terms)
    table = ModelTable(
        rows=tuple(rows),
        items=names.items,
        factors=names.factors,
        n_groups=n_groups,
        n_free=0,
        ordinal=least_squares,
        theta=theta,
        means=plan.means,
        covariates=names.covariates,
        ordinal_items=frozenset(plan.thresholds),
        defined=tuple(term for term in terms if term.op == ":="),
    )
    return number_parameters(table)


def number_parameters(table: ModelTable) -> ModelTable:
    """Renumber the free parameters from 0, in order; rows of one number stay one."""
    numbers: dict[int, int] = {}
    rows = [
        row if row.free < 0 else row._replace(free=numbers.setdefault(row.free, len(numbers)))
        for row in table.rows
    ]
    free_rows = sum(row.free >= 0 and not table.hidden(row) for row in rows)
    return replace(table, rows=tuple(rows), n_free=len(numbers), n_free_rows=free_rows)


def _base_rows(plan: _Plan) -> list[Row]:
    """All parameters of one group, in lavaan's order, before values and equalities."""
    wanted, (items, factors, covariates) = plan.wanted, plan.names
    rows: list[Row] = []
    for factor in factors:
        rows += [_row(factor, "=~", rhs, wanted) for rhs in plan.indicators(factor)]
    rows += [_row(lhs, "~", rhs, wanted) for (op, lhs, rhs) in wanted if op == "~"]
    for item in items:
        cuts = plan.thresholds.get(item, 0)
        rows += [_row(item, "|", f"t{cut + 1}", wanted) for cut in range(cuts)]
    for op, lhs, rhs in wanted:
        if op == "|" and int(rhs[1:]) > plan.thresholds.get(lhs, 0):
            raise ModelSyntaxError(f"`{lhs} | {rhs}`: the item has no such threshold.")
        if op == "~*~" and lhs not in plan.thresholds:
            raise ModelSyntaxError(f"`{lhs} ~*~ {rhs}`: a continuous item has no such scale.")
    rows += [_row(name, "~~", name, wanted) for name in (*items, *factors)]
    rows += [_row(a, "~~", b, wanted) for a, b in _covariances(plan)]
    if plan.least_squares:
        rows += [_row(item, "~*~", item, wanted) for item in items if item in plan.thresholds]
    if plan.means:
        rows += [_row(name, "~1", "", wanted) for name in (*items, *factors)]
    if covariates and not plan.least_squares:
        rows += [_row(name, "=~", name, wanted) for name in covariates]
        rows += [_row(name, "~~", name, wanted) for name in covariates]
        rows += [
            _row(a, "~~", b, wanted) for k, a in enumerate(covariates) for b in covariates[k + 1 :]
        ]
        if plan.means:
            rows += [_row(name, "~1", "", wanted) for name in covariates]
    return rows


def _covariances(plan: _Plan) -> list[tuple[str, str]]:
    """Pairs that covary: exogenous factors, outcomes of regressions, and what is asked for."""
    wanted, factors = plan.wanted, plan.names.factors
    inner = {rhs for op, _, rhs in wanted if op == "=~" and rhs in factors}
    outcomes = {lhs for op, lhs, _ in wanted if op == "~"}
    predictors = {rhs for op, _, rhs in wanted if op == "~"}
    outer = [f for f in factors if f not in inner and f not in outcomes]
    last = [f for f in factors if f not in inner and f in outcomes and f not in predictors]
    pairs = [(a, b) for names in (outer, last) for k, a in enumerate(names) for b in names[k + 1 :]]
    pairs += [
        (lhs, rhs)
        for (op, lhs, rhs) in wanted
        if op == "~~" and lhs != rhs and (lhs, rhs) not in pairs and (rhs, lhs) not in pairs
    ]
    return pairs


def _row(lhs: str, op: str, rhs: str, wanted: Wanted) -> Row:
    user = (op, lhs, rhs) in wanted or (op == "~~" and (op, rhs, lhs) in wanted)
    return Row(lhs=lhs, op=op, rhs=rhs, group=0, user=user)


def _settle(row: Row, plan: _Plan, group: int) -> Row:
    """Decide in one group whether a parameter is free, and at which value if not."""
    wanted = plan.wanted
    term = wanted.get((row.op, row.lhs, row.rhs)) or wanted.get((row.op, row.rhs, row.lhs))
    value, derived = _default(row, plan, group)
    ordinal = row.lhs in plan.thresholds
    if term is not None and term.values is not None:
        value = _by_group(term.values, group, plan.n_groups, row)
        derived = False
        if ordinal and not plan.theta and row.op == "~~" and row.lhs == row.rhs:
            raise ModelSyntaxError(
                f"`{row.lhs} ~~ {row.rhs}` follows from the other parameters with "
                "parameterization='delta'; use 'theta' to set it."
            )
    elif term is not None and row.op != "=~" and not derived:
        named = row.op in ("~1", "~*~") or row.op == "~~"
        if named and not (ordinal and row.op == "~~" and row.lhs == row.rhs):
            value = None  # naming a parameter without a modifier frees it
    label = _by_group(term.labels, group, plan.n_groups, row) if term and term.labels else ""
    start = _by_group(term.starts, group, plan.n_groups, row) if term and term.starts else None
    return row._replace(
        group=group,
        free=-1 if value is not None or derived else 0,
        value=0.0 if value is None else value,
        label=label or "",
        start=start,
        derived=derived,
    )


def _by_group(values: tuple[_T, ...], group: int, n_groups: int, row: Row) -> _T:
    if len(values) == 1:
        return values[0]
    if len(values) != n_groups:
        raise ModelSyntaxError(
            f"`{row.lhs} {row.op} {row.rhs}` has {len(values)} values in c(...), "
            f"but there are {n_groups} groups."
        )
    return values[group]


def _default(row: Row, plan: _Plan, group: int) -> tuple[float | None, bool]:
    """Value that a parameter is fixed at by default (None: free), and whether it is derived."""
    items, factors, covariates = plan.names
    moved = group > 0 and "thresholds" in plan.equal
    if row.lhs in covariates:
        return (1.0 if row.op == "=~" else None), False
    if row.op == "=~":
        marker = not plan.std_lv and row.rhs == plan.indicators(row.lhs)[0]
        return (1.0 if marker else None), False
    if row.op == "~~" and row.lhs == row.rhs:
        if row.lhs in factors:
            scaled = plan.std_lv and not (group > 0 and "loadings" in plan.equal)
            return (1.0 if scaled else None), False
        if row.lhs not in plan.thresholds:
            owners = [lhs for op, lhs, rhs in plan.wanted if op == "=~" and rhs == row.lhs]
            alone = len(owners) == 1 and len(plan.indicators(owners[0])) == 1
            return (0.0 if alone else None), False
        if not plan.theta:
            return None, True
        return (None if moved else 1.0), False
    if row.op == "~~":
        apart = plan.orthogonal and row.lhs in factors
        return (0.0 if apart else None), False
    if row.op == "~*~":
        if plan.theta:
            return None, True
        return (None if moved else 1.0), False
    if row.op == "~1":
        if row.lhs in items:
            return (0.0 if row.lhs in plan.thresholds else None), False
        looser = {"intercepts", "thresholds"} & plan.equal
        free = group > 0 and bool(looser) and "means" not in plan.equal
        return (None if free else 0.0), False
    return None, False
