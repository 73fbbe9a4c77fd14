"""Functions of parameters (``:=``) with their standard errors by the delta method."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from aspiratie.errors import ModelSyntaxError, Problem
from aspiratie.measurement.sem.model.labels import Row
from aspiratie.measurement.sem.model.parameters import ModelTable
from aspiratie.measurement.sem.model.syntax import NAME, Term

__all__ = ["check_defined", "defined_values"]

Floats = npt.NDArray[np.float64]
Complex = np.complex128  # of numpy, so that a division by zero gives no exception
_STEP = 1e-30  # of the complex argument: the derivative is exact to rounding
_FUNCTIONS: dict[str, Callable[[Complex], Complex]] = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": lambda value: value if value.real >= 0 else -value,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
}
_OPERATORS: dict[type[ast.operator], Callable[[Complex, Complex], Complex]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


def check_defined(table: ModelTable) -> None:
    """Refuse functions that cannot be read or name what is no label, all at once.

    Raises
    ------
    ModelSyntaxError
    """
    known = {_plain(row.label) for row in table.rows if row.label}
    problems: list[Problem] = []
    for term in table.defined:
        where = f"`{term.lhs} := {term.rhs}`"
        try:
            tree = _parse(term)
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            called = {
                node.func.id
                for node in ast.walk(tree)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            unknown = sorted(names - called - known) + sorted(called - set(_FUNCTIONS))
            if unknown:
                named = ", ".join(unknown).replace("·", ".")
                what = f"{named} is no label, earlier function or known operation."
                problems.append(Problem(where=where, what=what, remedy=_remedy()))
        except ValueError as error:
            problems.append(Problem(where=where, what=str(error), remedy=_remedy()))
        if _plain(term.lhs) in known:
            problems.append(Problem(where=where, what="its name is a label already."))
        known.add(_plain(term.lhs))
    if problems:
        raise ModelSyntaxError("Functions of parameters cannot be read.", problems=problems)


def _remedy() -> str:
    return f"Use labels of the model, + - * / ^ and {', '.join(sorted(_FUNCTIONS))}."


def defined_values(table: ModelTable, x: Floats, vcov: Floats) -> tuple[Floats, Floats]:
    r"""Values of the functions, and their standard errors.

    .. math:: \operatorname{se}(g(\hat\theta)) = \sqrt{g'(\hat\theta)' V\, g'(\hat\theta)}

    References
    ----------
    Oehlert, G. W. (1992). A note on the delta method. The American Statistician, 46, 27-29.
    https://doi.org/10.1080/00031305.1992.10475842
    """
    place: dict[str, Row] = {}
    for row in table.rows:
        if row.label:
            place.setdefault(_plain(row.label), row)
    trees = [(_plain(term.lhs), _parse(term)) for term in table.defined]

    def evaluate(at: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
        known = {
            label: at[row.free] if row.free >= 0 else Complex(row.value)
            for label, row in place.items()
        }
        for name, tree in trees:
            known[name] = _value(tree, known)
        return np.array([known[name] for name, _ in trees])

    with np.errstate(all="ignore"):
        start = x.astype(np.complex128)
        values = evaluate(start).real
        slopes = np.zeros((len(trees), len(x)))
        used = sorted({row.free for row in place.values() if row.free >= 0})
        for k in used:
            moved = start.copy()
            moved[k] += 1j * _STEP
            slopes[:, k] = evaluate(moved).imag / _STEP
        variance = np.einsum("ka,ab,kb->k", slopes, vcov, slopes)
    return values, np.sqrt(np.maximum(variance, 0.0))


def _plain(text: str) -> str:
    """Labels with dots as names of Python's grammar."""
    return re.sub(NAME, lambda found: found.group().replace(".", "·"), text)


def _parse(term: Term) -> ast.expr:
    try:
        tree = ast.parse(_plain(term.rhs).replace("^", "**"), mode="eval").body
    except SyntaxError as error:
        raise ValueError("is no expression.") from error
    allowed = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant)
    inner = (ast.operator, ast.unaryop, ast.expr_context)
    for node in ast.walk(tree):
        plain = isinstance(node, (*allowed, *inner))
        number = not isinstance(node, ast.Constant) or type(node.value) in (int, float)
        if isinstance(node, ast.Call):
            plain = isinstance(node.func, ast.Name) and len(node.args) == 1 and not node.keywords
        known = not isinstance(node, ast.operator) or type(node) in _OPERATORS
        signs = not isinstance(node, ast.unaryop) or isinstance(node, (ast.USub, ast.UAdd))
        if not (plain and number and known and signs):
            raise ValueError("holds more than numbers, labels and arithmetic.")
    return tree


def _value(node: ast.expr, known: Mapping[str, Complex]) -> Complex:
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, (int, float))
        return Complex(node.value)
    if isinstance(node, ast.Name):
        return known[node.id]
    if isinstance(node, ast.UnaryOp):
        inner = _value(node.operand, known)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        return Complex(_FUNCTIONS[node.func.id](_value(node.args[0], known)))
    assert isinstance(node, ast.BinOp)
    left, right = _value(node.left, known), _value(node.right, known)
    if isinstance(node.op, ast.Pow) and right.imag == 0.0 and float(right.real).is_integer():
        return Complex(left ** int(right.real))  # exact for a negative base
    return Complex(_OPERATORS[type(node.op)](left, right))
