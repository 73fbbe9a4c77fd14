"""The factor models that a codebook implies, in lavaan's syntax."""

from __future__ import annotations

from itertools import combinations

from aspiratie.codebook.model import Codebook
from aspiratie.errors import CodebookError

__all__ = ["factor_models"]


def factor_models(codebook: Codebook) -> dict[str, str]:
    """Return competing models of a questionnaire's conditions, to be compared.

    Parameters
    ----------
    codebook : Codebook
        With two conditions or more.

    Returns
    -------
    dict of str to str
        ``one_factor``, ``principles`` (where there are two or more), ``conditions``,
        ``second_order`` and ``bifactor``, in lavaan's syntax.

    Raises
    ------
    CodebookError
        If there are fewer than two conditions.

    Notes
    -----
    In the second-order model a principle with two conditions has equal loadings, both
    fixed at 1: two conditions do not identify two loadings unless their principle
    correlates with others. A principle with one condition is that condition. In the
    bifactor model the general factor and all specific ones are uncorrelated.

    Examples
    --------
    >>> from aspiratie.codebook import read_codebook
    >>> models = factor_models(read_codebook("aspiratie-leerling"))
    >>> print(models["second_order"].splitlines()[-1])
    purpose =~ 1*leadership + 1*action
    """
    conditions = [s.name for s in codebook.conditions]
    if len(conditions) < 2:
        raise CodebookError("Models are compared where there are two conditions or more.")
    items = {c: [f.name for f in codebook.items_of(c)] for c in conditions}
    members = {
        p.name: [s.name for s in codebook.conditions_of(p.name)] for p in codebook.principles
    }
    everything = [item for c in conditions for item in items[c]]
    correlated = [_measured(c, items[c]) for c in conditions]
    models = {"one_factor": _measured("general", everything)}
    if len(members) > 1:
        models["principles"] = "\n".join(
            _measured(p, [item for c in of for item in items[c]]) for p, of in members.items()
        )
    models["conditions"] = "\n".join(correlated)
    models["second_order"] = "\n".join([*correlated, *_second_order(members, conditions)])
    uncorrelated = [f"{a} ~~ 0*{b}" for a, b in combinations(["general", *conditions], 2)]
    models["bifactor"] = "\n".join([models["one_factor"], *correlated, *uncorrelated])
    return models


def _second_order(members: dict[str, list[str]], conditions: list[str]) -> list[str]:
    if len(members) == 1:
        return [_measured("general", conditions)]
    lines = []
    for principle, of in members.items():
        if len(of) == 2:
            lines.append(f"{principle} =~ 1*{of[0]} + 1*{of[1]}")
        elif len(of) > 2:
            lines.append(_measured(principle, of))
    return lines


def _measured(factor: str, indicators: list[str]) -> str:
    return f"{factor} =~ " + " + ".join(indicators)
