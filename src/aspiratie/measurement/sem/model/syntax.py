"""Read a measurement model in lavaan's notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from aspiratie.errors import ModelSyntaxError, Problem

__all__ = ["NAME", "Term", "parse_model"]

_OPERATORS = ("=~", "~*~", "~~", "==", ":=", "<~", "~", "|")
#: What a variable or a label may be called.
NAME = r"[^\W\d][\w.]*"
_NAME_ONLY = re.compile(rf"^{NAME}$")
_NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_EFA = re.compile(rf"^efa\s*\(\s*[\"']?({NAME})[\"']?\s*\)\s*\*\s*({NAME})$")
_THRESHOLD = re.compile(r"^t[1-9]\d*$")


@dataclass(frozen=True, kw_only=True)
class Term:
    """One parameter that the text names.

    Parameters
    ----------
    lhs, op, rhs : str
        As in lavaan; `rhs` is empty for an intercept (``~1``).
    values : tuple of (float or None), or None
        A value by group to fix the parameter at; None in it means free.  The whole is
        None when the text says nothing.  One entry holds for all groups.
    labels : tuple of str
        A label by group; parameters with one label are equal.
    starts : tuple of float
        Values to start from, by group.
    block : str
        Name of the block of exploratory factors that the factor is in (``efa("b")*F``).
    """

    lhs: str
    op: str
    rhs: str
    values: tuple[float | None, ...] | None = None
    labels: tuple[str, ...] = ()
    starts: tuple[float, ...] = ()
    block: str = ""


def parse_model(text: str) -> tuple[Term, ...]:
    """Parse measurement syntax.

    Factors (``F =~ a + b``, also of factors), regressions (``F ~ age``), variances and
    covariances (``a ~~ b``), intercepts (``a ~ 1``), thresholds (``a | t1``), scales
    (``a ~*~ a``), equality of labels (``p == q``) and functions of labels
    (``d := p * q``).  Before a name: ``0.5*`` fixes, ``NA*`` frees, ``p*`` labels,
    ``start(0.5)*`` starts, ``c(p, q)*`` says it by group; before a factor ``efa("b")*``
    puts it in a block of exploratory factors.

    Raises
    ------
    ModelSyntaxError
        With every statement that cannot be read, and its line.

    Examples
    --------
    >>> for term in parse_model("F =~ a + 0.8*b"):
    ...     print(term.lhs, term.op, term.rhs, term.values)
    F =~ a None
    F =~ b (0.8,)
    """
    terms: dict[tuple[str, str, str], Term] = {}
    problems: list[Problem] = []
    for line, statement in _statements(text):
        try:
            for term in _read_statement(statement):
                key = (term.lhs, term.op, term.rhs)
                if term.op == "~~" and key not in terms and key[::-1] in terms:
                    key = (term.rhs, term.op, term.lhs)
                terms[key] = _merge(terms[key], term) if key in terms else term
        except ValueError as error:
            problems.append(Problem(where=f"model, line {line}", what=str(error)))
    if not problems and not any(term.op == "=~" for term in terms.values()):
        problems.append(
            Problem(
                where="model",
                what="names no factor.",
                remedy="Write one as `Factor =~ item1 + item2`.",
            )
        )
    if problems:
        raise ModelSyntaxError("The model cannot be read.", problems=problems)
    return tuple(terms.values())


def _merge(old: Term, new: Term) -> Term:
    """Two modifiers of one parameter, as in ``F =~ NA*a + p*a``."""
    return Term(
        lhs=old.lhs,
        op=old.op,
        rhs=old.rhs,
        values=new.values if new.values is not None else old.values,
        labels=new.labels or old.labels,
        starts=new.starts or old.starts,
        block=new.block or old.block,
    )


def _statements(text: str) -> list[tuple[int, str]]:
    """Cut the text into statements with their line numbers."""
    statements: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = re.split(r"[#!]", raw, maxsplit=1)[0]
        for part in line.split(";"):
            piece = part.strip()
            if not piece:
                continue
            goes_on = bool(statements) and (
                statements[-1][1].endswith(("+", "~", ",", "(", "*")) or piece.startswith("+")
            )
            if goes_on:
                first, begun = statements[-1]
                statements[-1] = (first, f"{begun} {piece}")
            else:
                statements.append((number, piece))
    return statements


def _find_operator(statement: str) -> tuple[str, str, str]:
    for position in range(len(statement)):
        for operator in _OPERATORS:
            if statement.startswith(operator, position):
                left = statement[:position].strip()
                right = statement[position + len(operator) :].strip()
                return left, operator, right
    raise ValueError(f"`{statement}` has no operator such as =~ or ~~.")


def _read_statement(statement: str) -> list[Term]:
    left, operator, right = _find_operator(statement)
    if operator == "<~":
        raise ValueError("`<~` is not part of a measurement model.")
    if not right:
        raise ValueError(f"nothing stands after {operator} in `{statement}`.")
    if operator == "==":
        return [_read_equality(left, right)]
    if operator == ":=":
        if not _NAME_ONLY.match(left):
            raise ValueError(f"`{left}` before := is not a name.")
        return [Term(lhs=left, op=":=", rhs=right)]
    terms: list[Term] = []
    for piece in _split(left, "+"):
        efa = _EFA.match(piece)
        name, block = (efa.group(2), efa.group(1)) if efa else (piece, "")
        if not _NAME_ONLY.match(name):
            raise ValueError(f"`{name}` before {operator} is not a name.")
        if block and operator != "=~":
            raise ValueError(f"`{piece}`: efa() goes before a factor, left of =~.")
        read = [_read_piece(name, operator, part) for part in _split(right, "+")]
        terms.extend(replace(term, block=block) for term in read)
    return terms


def _read_equality(left: str, right: str) -> Term:
    for label in (left, right):
        if not (_NAME_ONLY.match(label) or _NUMBER.match(label)):
            raise ValueError(f"`{left} == {right}`: only labels and numbers can be set equal.")
    if _NUMBER.match(left):
        left, right = right, left
    return Term(lhs=left, op="==", rhs=right)


def _split(text: str, mark: str) -> list[str]:
    """Cut at `mark`, not within brackets and not in a number such as 1e+3."""
    pieces, depth, begun = [], 0, 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        exponent = bool(re.search(r"(^|[^\w.])\d+\.?\d*[eE]$", text[:position]))
        if letter == mark and depth == 0 and not (mark == "+" and exponent):
            pieces.append(text[begun:position])
            begun = position + 1
    pieces.append(text[begun:])
    return [piece.strip() for piece in pieces]


def _read_piece(lhs: str, operator: str, piece: str) -> Term:
    if not piece:
        raise ValueError("a name is missing beside a `+`.")
    *modifiers, rhs = _split(piece, "*")
    if operator == "~" and rhs in ("1", "0"):
        operator = "~1"
        if rhs == "0":
            modifiers = [*modifiers, "0"]
        rhs = ""
    elif operator == "~" and lhs == rhs:
        raise ValueError(f"`{lhs} ~ {rhs}`: nothing is regressed on itself.")
    elif operator == "|" and not _THRESHOLD.match(rhs):
        raise ValueError(f"`{rhs}` is not a threshold; they are called t1, t2, ...")
    elif not _NAME_ONLY.match(rhs):
        raise ValueError(f"`{rhs}` after {operator} is not a name.")
    elif operator == "~*~" and lhs != rhs:
        raise ValueError(f"`{lhs} ~*~ {rhs}`: a scale belongs to one item.")
    elif operator == "=~" and lhs == rhs:
        raise ValueError(f"`{lhs} =~ {rhs}`: a factor cannot be its own indicator.")
    term = Term(lhs=lhs, op=operator, rhs=rhs)
    for modifier in modifiers:
        term = _merge(term, _read_modifier(term, modifier))
    return term


def _read_modifier(term: Term, text: str) -> Term:
    start = re.match(r"^start\s*\((.*)\)$", text)
    if start:
        inside = re.sub(r"^c\s*\((.*)\)$", r"\1", start.group(1).strip())
        numbers = [part.strip() for part in inside.split(",")]
        if not all(_NUMBER.match(number) for number in numbers):
            raise ValueError(f"`{text}` does not hold numbers.")
        return replace(term, starts=tuple(float(number) for number in numbers))
    by_group = re.match(r"^c\s*\((.*)\)$", text)
    parts = [
        part.strip().strip("\"'") for part in (by_group.group(1) if by_group else text).split(",")
    ]
    if all(part == "NA" or _NUMBER.match(part) for part in parts):
        values = tuple(None if part == "NA" else float(part) for part in parts)
        return replace(term, values=values)
    if all(_NAME_ONLY.match(part) for part in parts):
        return replace(term, labels=tuple(parts))
    raise ValueError(f"`{text}*` is not a number, NA or a label.")
