"""What a notebook is given for a school: by the run, by the user, or by its own defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from aspiratie.errors import ParameterError, Problem
from aspiratie.report.notebook import Needed

__all__ = ["ANSWERS", "REGION", "check_asked", "user_values"]

#: Parameters that hold the path of a file: of the school's answers, and of everybody's.
ANSWERS, REGION = "answers", "region_answers"


def check_asked(asked: Mapping[str, Any], per: Sequence[str], values: Mapping[str, Any]) -> None:
    """Check that a notebook can be given answers, and all that it asks for.

    Parameters
    ----------
    asked : mapping
        Name to default, of :func:`aspiratie.report.notebook.notebook_parameters`.
    per : sequence of str
        The columns by which answers are cut.
    values : mapping
        What the user gives and what the run offers besides answers and columns.

    Raises
    ------
    ParameterError
        With every parameter that is needed and not given, and every one that the user may not
        give.
    """
    faults = []
    if ANSWERS not in asked:
        faults.append(
            Problem(
                where="parameters cell",
                what=f"has no `{ANSWERS}`, in which the notebook gets the file of its answers.",
                remedy=f'Add `{ANSWERS}: str = "answers.parquet"`; add `{REGION}: str = ""` for '
                "a file of everybody's too.",
            )
        )
    own = {ANSWERS, REGION, *per}
    faults += [
        Problem(
            where=f"parameter {name}",
            what="needs a value.",
            remedy=f"Give it: -p {name} VALUE.",
        )
        for name, default in asked.items()
        if isinstance(default, Needed) and name not in own and name not in values
    ]
    if faults:
        raise ParameterError("The notebook cannot be run for each.", problems=faults)


def user_values(
    asked: Mapping[str, Any], given: Sequence[tuple[str, str]], per: Sequence[str]
) -> dict[str, Any]:
    """Read what a user gives as text, by the type of each parameter.

    Parameters
    ----------
    asked : mapping
        Name to default.
    given : sequence of (str, str)
        Names and values, as ``-p name value``.
    per : sequence of str
        The columns by which answers are cut; the run itself gives these.

    Returns
    -------
    dict
        Name to value.

    Raises
    ------
    ParameterError
        With every name that is unknown, given twice or the run's own, and every value of
        another type.

    Examples
    --------
    >>> user_values({"n": 3, "names": ["a"]}, [("n", "5"), ("names", "[b, c]")], [])
    {'n': 5, 'names': ['b', 'c']}
    """
    found: dict[str, Any] = {}
    faults = []
    for name, text in given:
        where = f"parameter {name}"
        if name in (ANSWERS, REGION, *per):
            faults.append(Problem(where=where, what="is given by the run itself.",
                                  remedy="Leave it out."))  # fmt: skip
        elif name not in asked:
            faults.append(Problem(where=where, what="is not one of the notebook's.",
                                  remedy=f"It knows: {', '.join(asked)}."))  # fmt: skip
        elif name in found:
            faults.append(Problem(where=where, what="is given twice."))
        else:
            try:
                found[name] = _read(text, asked[name])
            except ValueError as error:
                faults.append(Problem(where=where, what=str(error)))
    if faults:
        raise ParameterError("The notebook's parameters don't match.", problems=faults)
    return found


def _read(text: str, default: object) -> Any:
    """Read a text as the type of a default."""
    kind = default.kind if isinstance(default, Needed) else type(default)
    if kind is str:
        return text
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        raise ValueError("cannot be read; write numbers as 5, lists as [a, b].") from None
    if kind is float and type(value) is int:
        return float(value)
    if default is not None and type(value) is not kind:
        raise ValueError(f"should be of type {kind.__name__}, as its default.")
    return value
