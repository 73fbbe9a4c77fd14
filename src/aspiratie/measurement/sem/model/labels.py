"""One row of a parameter table, and what labels do to rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aspiratie.errors import ModelSyntaxError
from aspiratie.measurement.sem.model.syntax import Term

__all__ = ["Row", "apply_labels"]


class Row(NamedTuple):
    """One parameter in one group.

    `free` numbers the different free parameters from 0; -1 is fixed at `value`.
    Rows with one number are equal.  `derived` marks what follows from other parameters
    (the residual variance of an ordinal item in the delta parameterization).
    """

    lhs: str
    op: str
    rhs: str
    group: int
    free: int = -1
    value: float = 0.0
    label: str = ""
    start: float | None = None
    user: bool = False
    derived: bool = False


def apply_labels(rows: list[Row], terms: Sequence[Term]) -> list[Row]:
    """Rows with one label get one number; `==` joins labels or fixes them."""
    same: dict[str, str] = {}
    fixed: dict[str, float] = {}

    def root(label: str) -> str:
        while label in same:
            label = same[label]
        return label

    labels = {row.label for row in rows if row.label}
    for term in terms:
        if term.op != "==":
            continue
        for name in (term.lhs, term.rhs):
            if name not in labels and not _is_number(name):
                raise ModelSyntaxError(
                    f"`{term.lhs} == {term.rhs}`: no parameter is labelled {name}."
                )
        if _is_number(term.rhs):
            fixed[root(term.lhs)] = float(term.rhs)
        elif root(term.lhs) != root(term.rhs):
            same[root(term.rhs)] = root(term.lhs)
    by_label: dict[str, int] = {}
    values: dict[str, float] = {root(label): number for label, number in fixed.items()}
    for row in rows:
        if row.label and row.free < 0 and not row.derived:
            values.setdefault(root(row.label), row.value)
    out: list[Row] = []
    for row in rows:
        label = root(row.label)
        if row.label and row.free >= 0 and label in values:
            out.append(row._replace(free=-1, value=values[label]))
        elif row.label and row.free >= 0:
            out.append(row._replace(free=by_label.setdefault(label, row.free)))
        else:
            out.append(row)
    return out


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
