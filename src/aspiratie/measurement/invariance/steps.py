"""The steps of measurement invariance, and the parameter table of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aspiratie.errors import ParameterError, Problem
from aspiratie.measurement.sem.model.parameters import ModelTable, Row, number_parameters

__all__ = ["CONTINUOUS", "ORDINAL", "Step", "choose_steps", "step_table"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: what is equal in it, and what it tests against the step before."""

    name: str
    equal: frozenset[str]
    kind: str = ""
    ops: tuple[str, ...] = ()
    tests: str = ""  # what the step makes equal, if not what its kind says

    @property
    def own(self) -> str:
        """Which of `equal` the step adds."""
        return self.tests or self.kind


def _chain(*added: tuple[str, str, tuple[str, ...], str]) -> tuple[Step, ...]:
    """Make one kind of parameter equal by step, and keep what was equal before."""
    steps = [Step(name="configural", equal=frozenset())]
    for name, kind, ops, tests in added:
        equal = steps[-1].equal | {tests or kind}
        steps.append(Step(name=name, equal=equal, kind=kind, ops=ops, tests=tests))
    return tuple(steps)


_SECOND_LOADINGS = ("second-order loadings", "loadings", ("=~",), "second.loadings")
_SECOND_INTERCEPTS = ("second-order intercepts", "intercepts", ("~1",), "second.intercepts")
_THRESHOLDS = ("thresholds", "thresholds", ("|",), "")
_LOADINGS = ("loadings", "loadings", ("=~",), "")
_INTERCEPTS = ("intercepts", "intercepts", ("~1",), "")
_METRIC = ("metric", "loadings", ("=~",), "")
_SCALAR = ("scalar", "intercepts", ("~1",), "")
_STRICT = ("strict", "residuals", ("~~",), "")

ORDINAL = _chain(_THRESHOLDS, _LOADINGS, _INTERCEPTS)
CONTINUOUS = _chain(_METRIC, _SCALAR, _STRICT)
_ORDINAL_SECOND = _chain(_THRESHOLDS, _LOADINGS, _SECOND_LOADINGS, _INTERCEPTS, _SECOND_INTERCEPTS)
_CONTINUOUS_SECOND = _chain(_METRIC, _SECOND_LOADINGS, _SCALAR, _SECOND_INTERCEPTS, _STRICT)
_ALL = frozenset({"thresholds", "loadings", "intercepts"})
_BINARY = (
    Step(name="configural", equal=frozenset()),
    Step(name="intercepts", equal=_ALL, kind="intercepts", ops=("|", "=~")),
)
_BINARY_SECOND = (
    *_BINARY,
    Step(
        name="second-order loadings",
        equal=_ALL | {"second.loadings"},
        kind="loadings",
        ops=("=~",),
        tests="second.loadings",
    ),
    Step(
        name="second-order intercepts",
        equal=_ALL | {"second.loadings", "second.intercepts"},
        kind="intercepts",
        ops=("~1",),
        tests="second.intercepts",
    ),
)


def choose_steps(table: ModelTable) -> Sequence[Step]:
    """Choose the steps that go with the items and levels of a model.

    Items with two answers are made equal in threshold, loading and intercept at once: less
    restricts nothing (Wu & Estabrook, 2016).  Factors of factors get two steps more, in the
    order of Chen, Sousa and West (2005).

    References
    ----------
    Chen, F. F., Sousa, K. H., & West, S. G. (2005). Testing measurement invariance of
    second-order factor models. Structural Equation Modeling, 12, 471-492.
    https://doi.org/10.1207/s15328007sem1203_7
    """
    second = bool(_inner(table))
    if not table.ordinal:
        return _CONTINUOUS_SECOND if second else CONTINUOUS
    if binary_items(table) == set(table.items):
        return _BINARY_SECOND if second else _BINARY
    return _ORDINAL_SECOND if second else ORDINAL


def binary_items(table: ModelTable) -> set[str]:
    """Items with one threshold."""
    cuts = [row.lhs for row in table.rows if row.op == "|" and row.group == 0]
    return {name for name in cuts if cuts.count(name) == 1}


def _inner(table: ModelTable) -> set[str]:
    """Factors that are indicators of a factor."""
    return {row.rhs for row in table.rows if row.op == "=~" and row.rhs in table.factors}


def _refuse_odd(table: ModelTable) -> None:
    """Refuse what the steps do not say anything about."""
    outer = {row.lhs for row in table.rows if row.op == "=~" and row.rhs in table.factors}
    deep = outer & _inner(table)
    both = {row.lhs for row in table.rows if row.op == "=~" and row.rhs in table.items} & outer
    problems = [
        Problem(
            where=f"factor {name}",
            what="is of the third level or higher.",
            remedy="Leave the highest level out.",
        )
        for name in sorted(deep)
    ]
    problems += [
        Problem(
            where=f"factor {name}",
            what="has both items and factors as indicators.",
            remedy="Give the items a factor of their own.",
        )
        for name in sorted(both)
    ]
    problems += [
        Problem(
            where=f"{row.lhs} ~ {row.rhs}",
            what="is a regression.",
            remedy="Test invariance without it, and regress in the model that holds.",
        )
        for row in table.rows
        if row.op == "~" and row.group == 0
    ]
    if problems:
        raise ParameterError(
            "Measurement invariance is not tested for this model.", problems=problems
        )


def step_table(base: ModelTable, step: Step, released: tuple[str, ...] = ()) -> ModelTable:
    """Free, fix and tie the parameters of a configural table for a step.

    What the step itself makes equal is not made equal for the items in `released`.
    """
    _refuse_odd(base)
    binary = binary_items(base)
    size = len(base.rows) // base.n_groups
    rows: list[Row] = []
    place: dict[tuple[str, int], int] = {}
    for number, row in enumerate(base.rows):
        own = row.rhs if row.op == "=~" else row.lhs
        let_go = own in released
        late = own in binary and ("intercepts" not in step.equal or let_go)
        new = _settle(row, base, step, let_go=let_go, late=late)
        if new.free >= 0:
            kind = _kind(new, base)
            held = kind in step.equal and not late
            tied = held and row.group > 0 and not (let_go and kind == step.own)
            first = rows[number % size].free if tied else -1
            free = first if first >= 0 else number
            if row.label:  # one label ties within a group, and between groups when equal
                together = held and not (let_go and kind == step.own)
                group = 0 if together else row.group
                free = place.setdefault((row.label, group), free)
            new = new._replace(free=free)
        rows.append(new)
    return number_parameters(replace(base, rows=tuple(rows)))


def _kind(row: Row, table: ModelTable) -> str:
    if row.op == "=~":
        return "loadings" if row.rhs in table.items else "second.loadings"
    if row.op == "|":
        return "thresholds"
    if row.op == "~1" and row.lhs in table.items:
        return "intercepts"
    if row.op == "~~" and row.lhs == row.rhs and row.lhs in table.items:
        return "residuals"
    return ""


def _settle(row: Row, table: ModelTable, step: Step, *, let_go: bool, late: bool) -> Row:
    """Whether a parameter is free in a step; `free` is 0 or -1 for now.

    An item whose thresholds are let go is scaled in each group by itself, as in the
    configural model, and so is an item with two answers until the step that is `late` enough;
    one whose intercept is let go has a free one in later groups.
    """
    apart = late or (let_go and step.kind == "thresholds")

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
            loose = not first and _mean_moves(row.lhs, table, step, let_go=let_go)
            return free if loose else fix(0.0)
        if row.lhs != row.rhs:
            return row if row.free < 0 else free
        return free if not first and _variance_moves(row.lhs, table, step) else fix(1.0)
    if not table.ordinal:
        return free if row.free >= 0 else row
    if row.op == "~1":
        held = "intercepts" in step.equal and not (let_go and step.own == "intercepts")
        loose = not first and "thresholds" in step.equal and not held and not apart
        return free if loose else fix(0.0)
    if row.op == "~~" and row.lhs == row.rhs:
        return fix(1.0) if first or "thresholds" not in step.equal or apart else free
    return free if row.free >= 0 else row


def _mean_moves(factor: str, table: ModelTable, step: Step, *, let_go: bool) -> bool:
    """Whether later groups have a mean (an intercept) of a factor of their own."""
    inner = _inner(table)
    if factor in inner:
        held = "second.intercepts" in step.equal
        return "intercepts" in step.equal and (not held or let_go)
    outer = any(row.lhs == factor and row.rhs in inner for row in table.rows if row.op == "=~")
    return ("second.intercepts" if outer else "intercepts") in step.equal


def _variance_moves(factor: str, table: ModelTable, step: Step) -> bool:
    """Whether later groups have a variance of a factor of their own: equal loadings scale it."""
    below = {row.rhs for row in table.rows if row.op == "=~" and row.lhs == factor}
    if below & set(table.factors):
        return "second.loadings" in step.equal
    if below <= binary_items(table):
        return "intercepts" in step.equal
    return "loadings" in step.equal


def _is_marker(row: Row, table: ModelTable) -> bool:
    """Whether a loading is one only to give its factor a scale, by itself or by its label."""
    first = next(r for r in table.rows if r.op == "=~" and r.lhs == row.lhs)
    return first.rhs == row.rhs or bool(row.label and row.label == first.label)
