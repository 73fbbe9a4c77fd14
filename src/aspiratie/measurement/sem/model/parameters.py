"""The list of all parameters of a model, free and fixed, in every group.

It is what lavaan calls the parameter table: what the text says, completed with what a
confirmatory factor analysis adds by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from aspiratie.errors import ModelSyntaxError, ParameterError, Problem
from aspiratie.measurement.sem.model.labels import Row, apply_labels
from aspiratie.measurement.sem.model.syntax import Term

__all__ = ["EQUALITIES", "ModelTable", "Row", "build_table", "model_names", "number_parameters"]

_T = TypeVar("_T")

#: What `group_equal` may name, as in lavaan.
EQUALITIES = (
    "loadings",
    "intercepts",
    "means",
    "thresholds",
    "residuals",
    "residual.covariances",
    "lv.variances",
    "lv.covariances",
)


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelTable:
    """All rows, and the names in their order."""

    rows: tuple[Row, ...]
    items: tuple[str, ...]
    factors: tuple[str, ...]
    n_groups: int
    n_free: int
    ordinal: bool
    theta: bool
    means: bool
    n_free_rows: int = 0
    problems: tuple[Problem, ...] = field(default=())

    def __repr__(self) -> str:
        return f"ModelTable({len(self.rows)} rows, {self.n_free} free, {self.n_groups} groups)"


def model_names(terms: Sequence[Term]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Items and factors, in the order in which lavaan has them."""
    factors = list(dict.fromkeys(term.lhs for term in terms if term.op == "=~"))
    items = list(
        dict.fromkeys(term.rhs for term in terms if term.op == "=~" and term.rhs not in factors)
    )
    known = {*factors, *items}
    unknown = sorted(
        {
            name
            for term in terms
            if term.op in ("~~", "~1", "|", "~*~")
            for name in (term.lhs, *([term.rhs] if term.op == "~~" else []))
            if name not in known
        }
    )
    if unknown:
        raise ModelSyntaxError(
            "The model names variables that no factor has.",
            problems=[
                Problem(where=f"`{name}`", what="is no factor and no indicator of one.")
                for name in unknown
            ],
        )
    return tuple(items), tuple(factors)


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
) -> ModelTable:
    """Complete the terms of a text to a table.

    Parameters
    ----------
    terms : sequence of Term
    n_groups : int
    thresholds : mapping of str to int, or None
        Number of thresholds of each item; None for continuous items.
    theta : bool
        Theta instead of delta parameterization of ordinal items.
    means : bool
        Whether continuous items have a mean structure.
    group_equal, group_partial : collection of str
        Kinds of parameters to be equal between groups, and single ones that are not
        (``"F =~ a"``, ``"a ~ 1"``, ``"a | t1"``).
    order : sequence of str, optional
        The items in the order of the data.
    """
    items, factors = model_names(terms)
    items = tuple(order) if order is not None else items
    ordinal = thresholds is not None
    means = means or ordinal or any(term.op == "~1" for term in terms)
    equal = _check_equalities(group_equal, ordinal=ordinal)
    wanted = {(term.op, term.lhs, term.rhs): term for term in terms if term.op != "=="}
    base = _base_rows(wanted, items, factors, thresholds or {}, means=means, ordinal=ordinal)
    rows: list[Row] = []
    for group in range(n_groups):
        rows += [
            _settle(row, wanted, group, n_groups, equal, ordinal=ordinal, theta=theta, items=items)
            for row in base
        ]
    spared = {_partial_key(text) for text in group_partial}
    rows = _tie_groups(rows, len(base), n_groups, equal, spared, set(items))
    rows = apply_labels(rows, terms)
    table = ModelTable(
        rows=tuple(rows),
        items=items,
        factors=factors,
        n_groups=n_groups,
        n_free=0,
        ordinal=ordinal,
        theta=theta,
        means=means,
    )
    return number_parameters(table)


def number_parameters(table: ModelTable) -> ModelTable:
    """Renumber the free parameters from 0, in order; rows of one number stay one."""
    numbers: dict[int, int] = {}
    rows = [
        row if row.free < 0 else row._replace(free=numbers.setdefault(row.free, len(numbers)))
        for row in table.rows
    ]
    free_rows = sum(row.free >= 0 for row in rows)
    return replace(table, rows=tuple(rows), n_free=len(numbers), n_free_rows=free_rows)


def _check_equalities(group_equal: Collection[str], *, ordinal: bool) -> set[str]:
    if isinstance(group_equal, str):
        group_equal = (group_equal,)
    problems = [
        Problem(where="group_equal", what=f"{name!r} is not one of {', '.join(EQUALITIES)}.")
        for name in group_equal
        if name not in EQUALITIES
    ]
    if "thresholds" in group_equal and not ordinal:
        problems.append(Problem(where="group_equal", what="continuous items have no thresholds."))
    if problems:
        raise ParameterError("Unknown equality between groups.", problems=problems)
    return set(group_equal)


def _base_rows(
    wanted: Mapping[tuple[str, str, str], Term],
    items: Sequence[str],
    factors: Sequence[str],
    thresholds: Mapping[str, int],
    *,
    means: bool,
    ordinal: bool,
) -> list[Row]:
    """All parameters of one group, in lavaan's order, before values and equalities."""
    rows: list[Row] = []
    indicators = {lhs: [r for (o, le, r) in wanted if o == "=~" and le == lhs] for lhs in factors}
    for factor in factors:
        rows += [_row(factor, "=~", rhs, wanted) for rhs in indicators[factor]]
    for item in items:
        rows += [_row(item, "|", f"t{cut + 1}", wanted) for cut in range(thresholds.get(item, 0))]
    for op, lhs, rhs in wanted:
        if op == "|" and int(rhs[1:]) > thresholds.get(lhs, 0):
            raise ModelSyntaxError(f"`{lhs} | {rhs}`: the item has no such threshold.")
    rows += [_row(name, "~~", name, wanted) for name in (*items, *factors)]
    inner = {rhs for names in indicators.values() for rhs in names if rhs in factors}
    outer = [factor for factor in factors if factor not in inner]
    pairs = [(a, b) for k, a in enumerate(outer) for b in outer[k + 1 :]]
    pairs += [
        (lhs, rhs)
        for (op, lhs, rhs) in wanted
        if op == "~~" and lhs != rhs and (lhs, rhs) not in pairs and (rhs, lhs) not in pairs
    ]
    rows += [_row(a, "~~", b, wanted) for a, b in pairs]
    if ordinal:
        rows += [_row(item, "~*~", item, wanted) for item in items]
    if means:
        rows += [_row(name, "~1", "", wanted) for name in (*items, *factors)]
    return rows


def _row(lhs: str, op: str, rhs: str, wanted: Mapping[tuple[str, str, str], Term]) -> Row:
    user = (op, lhs, rhs) in wanted or (op == "~~" and (op, rhs, lhs) in wanted)
    return Row(lhs=lhs, op=op, rhs=rhs, group=0, user=user)


def _settle(
    row: Row,
    wanted: Mapping[tuple[str, str, str], Term],
    group: int,
    n_groups: int,
    equal: set[str],
    *,
    ordinal: bool,
    theta: bool,
    items: Sequence[str],
) -> Row:
    """Decide in one group whether a parameter is free, and at which value if not."""
    term = wanted.get((row.op, row.lhs, row.rhs)) or wanted.get((row.op, row.rhs, row.lhs))
    value, derived = _default(row, wanted, group, equal, ordinal=ordinal, theta=theta, items=items)
    if term is not None and term.values is not None:
        value = _by_group(term.values, group, n_groups, row)
        derived = False
        if ordinal and not theta and row.op == "~~" and row.lhs == row.rhs and row.lhs in items:
            raise ModelSyntaxError(
                f"`{row.lhs} ~~ {row.rhs}` follows from the other parameters with "
                "parameterization='delta'; use 'theta' to set it."
            )
    elif term is not None and row.op not in ("=~",) and not derived:
        implicit = row.op in ("~1", "~*~") or (row.op == "~~" and row.lhs == row.rhs)
        if implicit and not (ordinal and row.op == "~~"):
            value = None  # naming a parameter without a modifier frees it
    label = _by_group(term.labels, group, n_groups, row) if term and term.labels else ""
    start = _by_group(term.starts, group, n_groups, row) if term and term.starts else None
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


def _default(
    row: Row,
    wanted: Mapping[tuple[str, str, str], Term],
    group: int,
    equal: set[str],
    *,
    ordinal: bool,
    theta: bool,
    items: Sequence[str],
) -> tuple[float | None, bool]:
    """Value that a parameter is fixed at by default (None: free), and whether it is derived."""
    moved = group > 0 and "thresholds" in equal
    if row.op == "=~":
        first = next(r for (o, le, r) in wanted if o == "=~" and le == row.lhs)
        return (1.0 if row.rhs == first else None), False
    if row.op == "~~" and row.lhs == row.rhs and row.lhs in items:
        if not ordinal:
            owners = [le for (o, le, r) in wanted if o == "=~" and r == row.lhs]
            alone = (
                len(owners) == 1
                and sum(o == "=~" and le == owners[0] for (o, le, r) in wanted) == 1
            )
            return (0.0 if alone else None), False
        if not theta:
            return None, True
        return (None if moved else 1.0), False
    if row.op == "~*~":
        if theta:
            return None, True
        return (None if moved else 1.0), False
    if row.op == "~1":
        if row.lhs in items:
            return (0.0 if ordinal else None), False
        free = group > 0 and bool({"intercepts", "thresholds"} & equal) and "means" not in equal
        return (None if free else 0.0), False
    return None, False


def _partial_key(text: str) -> tuple[str, str, str]:
    cleaned = text.replace(" ", "")
    for op in ("=~", "~~", "~1", "|"):
        if op in cleaned:
            lhs, rhs = cleaned.split(op, 1)
            return lhs, op, rhs
    raise ParameterError(f"group_partial: {text!r} is no parameter such as 'F =~ a' or 'a ~ 1'.")


def _kind(row: Row, items: set[str]) -> str:
    """Name of the kind of a parameter among :data:`EQUALITIES`."""
    if row.op == "=~":
        return "loadings"
    if row.op == "|":
        return "thresholds"
    if row.op == "~1":
        return "intercepts" if row.lhs in items else "means"
    if row.op == "~~" and row.lhs in items:
        return "residuals" if row.lhs == row.rhs else "residual.covariances"
    if row.op == "~~":
        return "lv.variances" if row.lhs == row.rhs else "lv.covariances"
    return ""


def _tie_groups(
    rows: list[Row],
    size: int,
    n_groups: int,
    equal: set[str],
    spared: set[tuple[str, str, str]],
    items: set[str],
) -> list[Row]:
    """Give free parameters numbers, one for those that must be equal between groups."""
    keys = {(row.lhs, row.op, row.rhs) for row in rows}
    unknown = [key for key in spared if key not in keys]
    if unknown:
        raise ParameterError(
            "group_partial names parameters that the model does not have.",
            problems=[Problem(where=" ".join(key), what="is not in the model.") for key in unknown],
        )
    numbered = [row._replace(free=k) if row.free >= 0 else row for k, row in enumerate(rows)]
    for k, row in enumerate(numbered):
        if row.group == 0 or row.free < 0 or _kind(row, items) not in equal:
            continue
        first = numbered[k % size]
        if (row.lhs, row.op, row.rhs) in spared or row.label or first.label:
            continue
        if first.free >= 0:
            numbered[k] = row._replace(free=first.free)
    assert n_groups * size == len(rows)
    return numbered
