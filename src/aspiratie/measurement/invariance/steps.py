"""The steps of measurement invariance, and the parameter table of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aspiratie.errors import ParameterError, Problem
from aspiratie.measurement.sem.model.parameters import ModelTable, Row, number_parameters

__all__ = ["CONTINUOUS", "ORDINAL", "Step", "step_table"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what is equal in it, and what it tests against the step before."""

    name: str
    equal: frozenset[str]
    kind: str = ""
    ops: tuple[str, ...] = ()


ORDINAL = (
    Step(name="configural", equal=frozenset()),
    Step(name="thresholds", equal=frozenset({"thresholds"}), kind="thresholds", ops=("|",)),
    Step(
        name="loadings",
        equal=frozenset({"thresholds", "loadings"}),
        kind="loadings",
        ops=("=~",),
    ),
    Step(
        name="intercepts",
        equal=frozenset({"thresholds", "loadings", "intercepts"}),
        kind="intercepts",
        ops=("~1",),
    ),
)
CONTINUOUS = (
    Step(name="configural", equal=frozenset()),
    Step(name="metric", equal=frozenset({"loadings"}), kind="loadings", ops=("=~",)),
    Step(
        name="scalar", equal=frozenset({"loadings", "intercepts"}), kind="intercepts", ops=("~1",)
    ),
    Step(
        name="strict",
        equal=frozenset({"loadings", "intercepts", "residuals"}),
        kind="residuals",
        ops=("~~",),
    ),
)


def step_table(base: ModelTable, step: Step, released: tuple[str, ...] = ()) -> ModelTable:
    """Free, fix and tie the parameters of a configural table for a step.

    What the step itself makes equal is not made equal for the items in `released`.
    """
    inner = [row for row in base.rows if row.op == "=~" and row.rhs in base.factors]
    if inner:
        raise ParameterError(
            "Measurement invariance is tested for factors of items.",
            problems=[
                Problem(
                    where=f"{inner[0].lhs} =~ {inner[0].rhs}",
                    what="is a factor of factors.",
                    remedy="Leave the second level out of the model.",
                )
            ],
        )
    size = len(base.rows) // base.n_groups
    rows: list[Row] = []
    place: dict[tuple[str, int], int] = {}
    for number, row in enumerate(base.rows):
        own = row.rhs if row.op == "=~" else row.lhs
        let_go = own in released
        new = _settle(row, base, step, let_go=let_go)
        if new.free >= 0:
            kind = _kind(new, base)
            tied = kind in step.equal and row.group > 0 and not (let_go and kind == step.kind)
            first = rows[number % size].free if tied else -1
            free = first if first >= 0 else number
            if row.label:  # one label ties within a group, and between groups when equal
                together = kind in step.equal and not (let_go and kind == step.kind)
                group = 0 if together else row.group
                free = place.setdefault((row.label, group), free)
            new = new._replace(free=free)
        rows.append(new)
    return number_parameters(replace(base, rows=tuple(rows)))


def _kind(row: Row, table: ModelTable) -> str:
    if row.op == "=~":
        return "loadings"
    if row.op == "|":
        return "thresholds"
    if row.op == "~1" and row.lhs in table.items:
        return "intercepts"
    if row.op == "~~" and row.lhs == row.rhs and row.lhs in table.items:
        return "residuals"
    return ""


def _settle(row: Row, table: ModelTable, step: Step, *, let_go: bool) -> Row:
    """Whether a parameter is free in a step; `free` is 0 or -1 for now.

    An item whose thresholds are let go is scaled in each group by itself, as in the
    configural model; one whose intercept is let go has a free one in later groups.
    """
    apart = let_go and step.kind == "thresholds"

    def fix(value: float) -> Row:
        return row._replace(free=-1, value=value)

    free = row._replace(free=0)
    first = row.group == 0
    if row.op == "=~":
        # the marker of a factor is freed; what the text itself fixes stays
        marker = row.free < 0 and row.value == 1.0 and _is_marker(row, table)
        return free if row.free >= 0 or marker else row
    if row.lhs in table.factors:
        if row.op == "~1":
            return fix(0.0) if first or "intercepts" not in step.equal else free
        if row.lhs != row.rhs:
            return row if row.free < 0 else free
        return fix(1.0) if first or "loadings" not in step.equal else free
    if not table.ordinal:
        return free if row.free >= 0 else row
    if row.op == "~1":
        held = "intercepts" in step.equal and not (let_go and step.kind == "intercepts")
        loose = not first and "thresholds" in step.equal and not held and not apart
        return free if loose else fix(0.0)
    if row.op == "~~" and row.lhs == row.rhs:
        return fix(1.0) if first or "thresholds" not in step.equal or apart else free
    return free if row.free >= 0 else row


def _is_marker(row: Row, table: ModelTable) -> bool:
    """Whether a loading is one only to give its factor a scale, by itself or by its label."""
    first = next(r for r in table.rows if r.op == "=~" and r.lhs == row.lhs)
    return first.rhs == row.rhs or bool(row.label and row.label == first.label)
