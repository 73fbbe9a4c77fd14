"""A fitted model as a script that fits the same model in R."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aspiratie.measurement.sem.fit import FittedModel
from aspiratie.measurement.sem.model.parameters import ModelTable, Row
from aspiratie.measurement.sem.model.syntax import NAME

__all__ = ["MISSING_IN_R", "lavaan_model", "lavaan_script"]

#: How lavaan calls the treatment of missing answers.
MISSING_IN_R = {"listwise": "listwise", "fiml": "ml", "pairwise": "pairwise"}


def lavaan_model(table: ModelTable) -> str:
    """Write every parameter of a model in lavaan's syntax, so that lavaan adds none.

    Parameters
    ----------
    table : ModelTable

    Returns
    -------
    str
        A line a parameter; free ones of one label are equal, within and between groups.
    """
    lines: dict[tuple[str, str, str], list[Row]] = {}
    for row in table.rows:
        if not (row.derived or table.hidden(row)):  # lavaan fixes covariates itself
            lines.setdefault((row.lhs, row.op, row.rhs), []).append(row)
    taken = any(re.fullmatch(r"p\d+", given.lhs) for given in table.defined)
    letter = "par" if taken else "p"
    written = []
    for number, ((lhs, op, rhs), rows) in enumerate(lines.items(), start=1):
        values = ["NA" if row.free >= 0 else f"{row.value:.17g}" for row in rows]
        labels = [
            f"{letter}{row.free + 1}" if row.free >= 0 else f"fixed{number}.{place}"
            for place, row in enumerate(rows, start=1)
        ]
        sign, term = ("~", "1") if op == "~1" else (op, rhs)
        written.append(f"{lhs} {sign} {_all(values)}*{term} + {_all(labels)}*{term}")
    meaning: dict[str, str] = {}
    for row in table.rows:
        if row.label:
            meaning.setdefault(
                row.label, f"{letter}{row.free + 1}" if row.free >= 0 else f"({row.value:.17g})"
            )
    for given in table.defined:
        text = re.sub(NAME, lambda found: meaning.get(found.group(), found.group()), given.rhs)
        written.append(f"{given.lhs} := {text}")
    return "\n".join(written)


def _all(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"c({', '.join(words)})"


def lavaan_script(
    fitted: FittedModel,
    *,
    missing: str,
    parameterization: str,
    data: str = "answers",
    group: str = "group",
    cluster: str = "cluster",
    weights: str = "weights",
    name: str = "fit",
) -> str:
    """Write the R code that fits the model.

    Parameters
    ----------
    fitted : FittedModel
    missing, parameterization : str
        As it was fitted.
    data : str
        Name of the data frame in R.
    group, cluster, weights : str
        Names of its columns, where the model has groups, clusters or weights. lavaan before 0.7
        silently leaves clusters of ordinal items out.
    name : str
        Of the fit in R.

    Returns
    -------
    str
    """
    table = fitted.model.table
    ordered = [
        item for item in table.items if any(r.op == "|" and r.lhs == item for r in table.rows)
    ]
    options = [
        f"data = {data}",
        f'estimator = "{fitted.estimator}"',
        f'missing = "{MISSING_IN_R[missing]}"',
    ]
    if ordered:
        options += [f"ordered = {_texts(ordered)}", f'parameterization = "{parameterization}"']
    if len(fitted.data.labels) > 1:
        options += [f'group = "{group}"', f"group.label = {_texts(map(str, fitted.data.labels))}"]
    if fitted.data.cluster is not None:
        options.append(f'cluster = "{cluster}"')
    if fitted.data.weights is not None:
        options.append(f'sampling.weights = "{weights}"')
    lines = ",\n  ".join([f"model_{name}", *options])
    return f"model_{name} <- '\n{lavaan_model(table)}\n'\n{name} <- lavaan::lavaan(\n  {lines}\n)\n"


def _texts(words: Iterable[str]) -> str:
    return "c(" + ", ".join(f'"{word}"' for word in words) + ")"
