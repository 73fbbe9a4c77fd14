"""From answers and a model's terms to what is fitted: rows, sample statistics, parameters."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from aspiratie.measurement.design import Beside
from aspiratie.measurement.sem.data import ModelData, prepare_data
from aspiratie.measurement.sem.fit import ContinuousSample, OrdinalSample, ordinal_sample
from aspiratie.measurement.sem.fit_ml import continuous_sample
from aspiratie.measurement.sem.model.defined import check_defined
from aspiratie.measurement.sem.model.parameters import ModelTable, build_table, model_names
from aspiratie.measurement.sem.model.syntax import Term
from aspiratie.measurement.sem.options import ORDINAL

__all__ = ["make_sample", "make_table", "prepare"]


def prepare(
    items: pd.DataFrame,
    terms: tuple[Term, ...],
    *,
    estimator: str,
    group: Beside,
    cluster: Beside,
    missing: str,
    order: tuple[str, ...] | None = None,
    weights: Beside = None,
    ordered: Collection[str] | bool | None = None,
) -> ModelData:
    """Rows and columns that the model needs, the items in `order` if given."""
    names = model_names(terms)
    return prepare_data(
        items,
        order or names.items,
        group=group,
        cluster=cluster,
        weights=weights,
        missing=missing,
        ordinal=estimator in ORDINAL,
        covariates=names.covariates,
        ordered=None if isinstance(ordered, bool) else ordered,
    )


def make_sample(
    data: ModelData, terms: tuple[Term, ...], *, estimator: str, missing: str
) -> OrdinalSample | ContinuousSample:
    """Sample statistics: all that depends on the data and not on the model."""
    if data.ordinal:
        return ordinal_sample(data, estimator)
    fiml = missing == "fiml"
    means = _with_means(data, fiml=fiml) or any(term.op == "~1" for term in terms)
    return continuous_sample(data, means=means, robust=estimator == "MLR", fiml=fiml)


def make_table(
    data: ModelData,
    terms: tuple[Term, ...],
    sample: OrdinalSample | ContinuousSample,
    *,
    missing: str,
    parameterization: str,
    group_equal: Collection[str],
    group_partial: Collection[str],
    std_lv: bool = False,
    orthogonal: bool = False,
) -> ModelTable:
    """Complete the terms to a table of parameters."""
    thresholds = None
    if isinstance(sample, OrdinalSample):
        sizes = sample.codes.n_categories
        thresholds = {
            str(name): int(size) - 1 for name, size in zip(sample.codes.names, sizes, strict=True)
        }
    table = build_table(
        terms,
        n_groups=len(data.labels),
        thresholds=thresholds,
        theta=parameterization == "theta",
        means=_with_means(data, fiml=missing == "fiml"),
        group_equal=group_equal,
        group_partial=group_partial,
        order=tuple(data.items.columns),
        std_lv=std_lv,
        orthogonal=orthogonal,
    )
    check_defined(table)
    return table


def _with_means(data: ModelData, *, fiml: bool) -> bool:
    """Whether continuous items get a mean structure by themselves, as in lavaan."""
    return fiml or len(data.labels) > 1 or data.cluster is not None
