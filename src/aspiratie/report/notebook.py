"""Read a notebook and its parameters cell, and hold a run's parameters against it."""

from __future__ import annotations

import ast
import contextlib
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspiratie.errors import ParameterError, Problem, ReportError

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Needed", "check_parameters", "light_imports", "notebook_parameters", "read_notebook"]

#: What a parameter without a default may be annotated with.
_KINDS: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}

_IMPORT_LOCK = threading.Lock()


@contextlib.contextmanager
def light_imports() -> Iterator[None]:
    """Import the notebook tools without the grammar that takes 1.7 s and is not used.

    jsonschema builds a parser for international web addresses when
    ``rfc3987_syntax`` can be imported; no notebook or release has such a field.
    """
    with _IMPORT_LOCK:
        name = "rfc3987_syntax"
        absent = name not in sys.modules
        if absent:
            sys.modules[name] = None  # type: ignore[assignment]
        try:
            yield
        finally:
            if absent:
                sys.modules.pop(name, None)


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook file.

    Raises
    ------
    ReportError
        If there is no such file, or it is not a notebook.
    """
    with light_imports():
        import nbformat

    read: Any = nbformat.read
    try:
        notebook: NotebookNode = read(path, as_version=4)
    except FileNotFoundError as missing:
        raise ReportError(
            "The notebook does not exist.",
            problems=[Problem(where=path.name, what="not found.", remedy="Check its path.")],
        ) from missing
    except (OSError, UnicodeDecodeError, ValueError, nbformat.ValidationError) as fault:
        raise ReportError(
            "The notebook cannot be read.",
            problems=[Problem(where=path.name, what=f"{type(fault).__name__}.")],
        ) from fault
    return notebook


@dataclass(frozen=True)
class Needed:
    """In the place of a default: a parameter of this type must be given."""

    kind: type


def notebook_parameters(notebook: NotebookNode) -> dict[str, Any]:
    """Return the names and defaults of a notebook's parameters cell.

    Parameters
    ----------
    notebook : NotebookNode
        A notebook with one code cell tagged ``parameters`` that holds only
        assignments of literals, ``name: type = literal``; ``name: type`` alone, with a type of
        str, int, float or bool, is a parameter without a default.

    Returns
    -------
    dict
        Name to default, or to :class:`Needed`, in the order of the cell.

    Raises
    ------
    ParameterError
        If there is not exactly one such cell, or it holds anything else.
    """
    cells = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", [])
    ]
    if len(cells) != 1:
        raise ParameterError(
            f"The notebook has {len(cells)} cells tagged parameters.",
            problems=[
                Problem(where="notebook", what="one is needed.", remedy="Tag exactly one cell.")
            ],
        )
    found: dict[str, Any] = {}
    faults: list[Problem] = []
    try:
        body = ast.parse(cells[0].source).body
    except SyntaxError as fault:
        raise ParameterError(
            "The parameters cell is not Python.",
            problems=[Problem(where=f"parameters cell line {fault.lineno}", what="is no syntax.")],
        ) from fault
    for statement in body:
        target: ast.expr | None = None
        value: ast.expr | None = None
        if isinstance(statement, ast.AnnAssign):
            target, value = statement.target, statement.value
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
        literal = _read_literal(value)
        kind = _kind(statement)
        if isinstance(target, ast.Name) and literal:
            found[target.id] = literal[0]
        elif isinstance(target, ast.Name) and kind is not None:
            found[target.id] = Needed(kind)
        else:
            faults.append(
                Problem(
                    where=f"parameters cell line {statement.lineno}",
                    what="is not `name: type = literal`.",
                    remedy="Compute it in a later cell: here it would keep its default.",
                )
            )
    if faults:
        raise ParameterError("The parameters cell may hold literals only.", problems=faults)
    return found


def _read_literal(value: ast.expr | None) -> tuple[Any] | tuple[()]:
    """Return the literal, alone in a tuple, or nothing if it is none."""
    if value is None:
        return ()
    try:
        return (ast.literal_eval(value),)
    except ValueError:
        return ()


def _kind(statement: ast.stmt) -> type | None:
    """Return the type of a parameter without a default."""
    if not isinstance(statement, ast.AnnAssign) or statement.value is not None:
        return None
    return _KINDS.get(ast.unparse(statement.annotation))


def check_parameters(notebook: NotebookNode, parameters: Mapping[str, object]) -> dict[str, Any]:
    """Compare what is given with what the notebook asks; give back what it will get.

    Paths become text. A whole number may stand for a decimal one; no other type may
    differ from the default's, and a default of None takes anything.

    Raises
    ------
    ParameterError
        With every name that the notebook doesn't know, every name that is missing
        and every value of the wrong type.
    """
    asked = notebook_parameters(notebook)
    given = {
        name: str(value.resolve()) if isinstance(value, Path) else value
        for name, value in parameters.items()
        if not isinstance(value, Needed)
    }
    faults = [
        Problem(
            where=f"parameter {name}",
            what="is not one of the notebook's.",
            remedy=f"It knows: {', '.join(asked) or 'none'}.",
        )
        for name in given
        if name not in asked
    ]
    faults += [
        Problem(where=f"parameter {name}", what="is missing.", remedy="Give every parameter.")
        for name in asked
        if name not in given
    ]
    for name, value in given.items():
        default = asked.get(name)
        kind = default.kind if isinstance(default, Needed) else type(default)
        if default is None or value is None or type(value) is kind:
            continue
        if kind is float and type(value) is int:
            continue
        if name in asked:
            faults.append(
                Problem(
                    where=f"parameter {name}",
                    what=f"is of type {type(value).__name__}, not {kind.__name__}.",
                )
            )
    faults += [
        Problem(where=f"parameter {name}", what=f"is a {type(value).__name__}, not a literal.")
        for name, value in given.items()
        if not _literal(value)
    ]
    if faults:
        raise ParameterError("The notebook's parameters don't match.", problems=faults)
    return given


def _literal(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_literal, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _literal(item) for key, item in value.items())
    return value is None or type(value) in (str, int, float, bool)
