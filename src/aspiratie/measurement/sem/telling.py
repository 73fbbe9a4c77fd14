"""What is said beside a fit: its notes, and its warnings."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from aspiratie.errors import ConvergenceWarning, FewClustersWarning, Problem, SparseDataWarning
from aspiratie.measurement.design import Beside, design_notes, few_clusters
from aspiratie.measurement.polychoric.contingency import warn_empty
from aspiratie.measurement.sem.data import ModelData
from aspiratie.measurement.sem.fit import FittedModel

__all__ = ["notes_of", "warn_clusters", "warn_problems", "warn_sparse"]


def notes_of(items: pd.DataFrame, data: ModelData, group: Beside) -> tuple[str, ...]:
    """Say what there is to say of weights and clusters under a result."""
    own = group.name if isinstance(group, pd.Series) else group
    used = [*data.items.columns, own]
    design = data.design_of(np.ones(len(data.items), dtype=bool))
    notes = design_notes(items, design, used=used)
    return (*notes, *_few(data))


def warn_problems(problems: tuple[Problem, ...]) -> None:
    """Say the problems of a solution as one warning."""
    if problems:
        shown = "; ".join(str(problem).rstrip(".") for problem in problems[:5])
        more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
        warnings.warn(
            f"The solution has problems: {shown}{more}.", ConvergenceWarning, stacklevel=3
        )


def warn_clusters(data: ModelData) -> None:
    """Warn where a group has few clusters."""
    for sentence in _few(data):
        warnings.warn(sentence, FewClustersWarning, stacklevel=3)


def warn_sparse(fits: Sequence[FittedModel]) -> None:
    """Warn where a model has more parameters than respondents, or answers that nobody gave."""
    for fitted in fits[:1]:
        if fitted.ordinal is not None:
            warn_empty(fitted.data.items, fitted.ordinal.codes, stacklevel=4)
    for fitted in fits:
        for number, label in enumerate(fitted.data.labels):
            n = fitted.residuals[number].n
            part = fitted.model.groups[number].free
            free = len(np.unique(part[part >= 0]))
            if n < free:
                where = "" if len(fitted.data.labels) == 1 else f" in group {label}"
                warnings.warn(
                    f"{n} respondents{where} are fewer than the model's {free} free parameters: "
                    "its test and standard errors mean nothing.",
                    SparseDataWarning,
                    stacklevel=3,
                )
                return


def _few(data: ModelData) -> list[str]:
    sentence = few_clusters(data.clusters_by_group(), what="This model")
    return [sentence] if sentence else []
