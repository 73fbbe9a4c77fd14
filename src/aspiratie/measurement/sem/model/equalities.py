"""Which parameters are equal between groups."""

from __future__ import annotations

from collections.abc import Collection

from aspiratie.errors import ParameterError, Problem
from aspiratie.measurement.sem.model.labels import Row

__all__ = ["EQUALITIES", "check_equalities", "partial_key", "tie_groups"]

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
    "regressions",
)


def check_equalities(group_equal: Collection[str], *, ordinal: bool) -> set[str]:
    """Refuse equalities that are unknown or do not go with the items."""
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


def partial_key(text: str) -> tuple[str, str, str]:
    """Read one parameter that is let differ between groups."""
    cleaned = text.replace(" ", "")
    for op in ("=~", "~~", "~1", "|", "~"):
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
    if row.op == "~":
        return "regressions"
    if row.op == "~1":
        return "intercepts" if row.lhs in items else "means"
    if row.op == "~~" and row.lhs in items:
        return "residuals" if row.lhs == row.rhs else "residual.covariances"
    if row.op == "~~":
        return "lv.variances" if row.lhs == row.rhs else "lv.covariances"
    return ""


def tie_groups(
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
