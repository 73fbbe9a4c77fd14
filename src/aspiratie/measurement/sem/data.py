"""Answers, groups and clusters, checked and cut to what a model needs."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import EstimationError, ParameterError, Problem
from aspiratie.measurement.design import Beside, Design, beside, read_design
from aspiratie.measurement.polychoric.conditional import conditional_moments
from aspiratie.measurement.polychoric.contingency import OrdinalCodes, encode_items
from aspiratie.measurement.polychoric.matrix import polychoric_moments
from aspiratie.measurement.sem.estimation.normal import NormalGroup, make_group
from aspiratie.measurement.sem.estimation.ordinal import OrdinalGroup

__all__ = ["ModelData", "continuous_groups", "ordinal_groups", "prepare_data"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelData:
    """What a fit starts from.

    `items` holds the rows that are used, in their order; `which` numbers their groups.
    `ordered` are the items that are ordinal, `covariates` what items or factors are regressed on.
    """

    items: pd.DataFrame
    index: pd.Index[Any]
    labels: tuple[Hashable, ...]
    positions: npt.NDArray[np.int64]
    which: npt.NDArray[np.int64]
    cluster: npt.NDArray[np.int64] | None
    ordinal: bool
    problems: tuple[Problem, ...]
    covariates: pd.DataFrame
    ordered: frozenset[str]
    weights: Floats | None = None

    @property
    def complex(self) -> bool:
        """Whether respondents are weighted or come from clusters."""
        return self.weights is not None or self.cluster is not None

    def clusters_by_group(self) -> list[int]:
        """Give the number of clusters in each group; empty without clusters."""
        if self.cluster is None:
            return []
        return [
            len(np.unique(self.cluster[self.which == number])) for number in range(len(self.labels))
        ]

    def design_of(self, rows: npt.NDArray[np.bool_]) -> Design:
        """Weights (of average one) and clusters of some rows."""
        whole = Design(
            keep=np.ones(len(self.items), dtype=bool), weights=self.weights, cluster=self.cluster
        )
        return whole.cut(rows)

    def __repr__(self) -> str:
        return f"ModelData({len(self.items)} respondents, {len(self.labels)} groups)"


def prepare_data(
    items: pd.DataFrame,
    names: tuple[str, ...],
    *,
    group: Beside,
    cluster: Beside,
    missing: str,
    ordinal: bool,
    weights: Beside = None,
    covariates: tuple[str, ...] = (),
    ordered: Collection[str] | None = None,
) -> ModelData:
    """Choose columns and rows, and refuse what cannot be analysed.

    Respondents without a covariate are left out whatever `missing` says: the fit is given the
    covariates.
    """
    if not isinstance(items, pd.DataFrame):
        raise ParameterError("Answers must be a pandas DataFrame, a column an item.")
    absent = [name for name in (*names, *covariates) if name not in items.columns]
    absent += [name for name in ordered or () if name not in names]
    if absent:
        raise ParameterError(
            "The model names items that the answers do not have.",
            problems=[
                Problem(
                    where=f"{'item' if name in names else 'covariate'} {name}"
                    if name in (*names, *covariates)
                    else f"ordered, {name}",
                    what="is no column of the answers."
                    if name not in items.columns
                    else "is no item of the model.",
                )
                for name in absent
            ],
        )
    chosen = items[list(names)]
    given = _numbers(items[list(covariates)], covariates)
    if chosen.shape[1] != len(names) or given.shape[1] != len(covariates):
        raise ParameterError("Columns of the answers occur twice; give each item its own name.")
    design = read_design(items, weights=weights, cluster=cluster)
    problems = list(design.problems)
    keep = design.keep.copy()
    groups = beside(items, group, "group")
    if groups is not None:
        gone = groups.isna().to_numpy()
        if gone.any():
            problems.append(
                Problem(where="group", what=f"is unknown for {int(gone.sum())} rows, left out.")
            )
            keep &= ~gone
    answered = chosen.notna().to_numpy()
    keep &= answered.all(axis=1) if missing == "listwise" else answered.any(axis=1)
    unknown = given.isna().any(axis=1).to_numpy()
    if unknown.any() and (keep & unknown).any():
        left = int((keep & unknown).sum())
        problems.append(Problem(where="covariates", what=f"miss for {left} rows, left out."))
        keep &= ~unknown
    if not keep.any():
        raise EstimationError(f"No respondents are left (missing={missing!r}).")
    if not keep.all():
        chosen, given = chosen.loc[keep], given.loc[keep]
    labels: tuple[Hashable, ...] = ("all",)
    which = np.zeros(len(chosen), dtype=np.int64)
    if groups is not None:
        labels, which = _number_groups(groups[keep])
    used = design.cut(keep)
    return ModelData(
        items=chosen,
        index=items.index,
        labels=labels,
        positions=np.flatnonzero(keep).astype(np.int64),
        which=which,
        cluster=used.cluster,
        ordinal=ordinal,
        problems=tuple(problems),
        weights=used.weights,
        covariates=given,
        ordered=frozenset(names if ordered is None else ordered) if ordinal else frozenset(),
    )


def _numbers(frame: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Covariates as numbers; a text or category has to be made into indicators first."""
    wrong = [
        Problem(
            where=f"covariate {name}",
            what="does not hold numbers.",
            remedy="Make an indicator (0 or 1) of each category but one.",
        )
        for name in names
        if not pd.api.types.is_numeric_dtype(frame[name].dtype)
    ]
    if wrong:
        raise ParameterError("Some covariates cannot be used.", problems=wrong)
    numbers = frame.astype(float)
    if np.isinf(numbers.to_numpy()).any():
        raise ParameterError("The covariates hold an infinite value.")
    return numbers


def _number_groups(series: pd.Series[Any]) -> tuple[tuple[Hashable, ...], npt.NDArray[np.int64]]:
    """Give groups numbers in the order of their categories, or sorted."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        used = series.cat.remove_unused_categories()
        labels = tuple(used.cat.categories.tolist())
        which = used.cat.codes.to_numpy().astype(np.int64)
    else:
        codes, found = pd.factorize(series, sort=True)
        labels, which = tuple(found.tolist()), codes.astype(np.int64)
    if len(labels) < 2:
        raise ParameterError("There is only one group; leave `group` out.")
    return labels, which


def continuous_groups(data: ModelData, *, means: bool) -> list[NormalGroup]:
    """Answers as numbers, by group."""
    wrong = [
        Problem(where=f"column {name}", what="does not hold numbers.")
        for name in data.items.columns
        if not pd.api.types.is_numeric_dtype(data.items[name].dtype)
    ]
    if wrong:
        raise ParameterError("Some columns cannot be analysed as continuous.", problems=wrong)
    frame = pd.concat([data.items, data.covariates], axis=1)
    values = frame.to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(values).any():
        raise ParameterError("The answers hold an infinite value.")
    groups: list[NormalGroup] = []
    problems: list[Problem] = []
    for number, label in enumerate(data.labels):
        rows = data.which == number
        block = values[rows]
        where = "" if len(data.labels) == 1 else f" in group {label}"
        seen = ~np.isnan(block)
        for column, name in enumerate(frame.columns):
            own = block[seen[:, column], column]
            if len(own) < 2 or np.ptp(own) == 0.0:
                problems.append(Problem(where=f"item {name}{where}", what="does not vary."))
        if len(block) <= block.shape[1] and not problems:
            problems.append(
                Problem(
                    where=f"respondents{where}",
                    what=f"{len(block)} are too few for {block.shape[1]} items.",
                )
            )
        if problems:
            continue
        design = data.design_of(rows)
        group = make_group(block, design.cluster, means=means, weights=design.weights)
        if group.complete and np.linalg.eigvalsh(_standardised(group.patterns[0].cov))[0] < 1e-10:
            problems.append(
                Problem(
                    where=f"covariances{where}",
                    what="are singular: an item follows exactly from others.",
                    remedy="Leave that item out.",
                )
            )
        groups.append(group)
    if problems:
        raise EstimationError("The model cannot be fitted to these answers.", problems=problems)
    return groups


def _standardised(cov: Floats) -> Floats:
    spread = np.sqrt(np.diagonal(cov))
    out: Floats = cov / np.outer(spread, spread)
    return out


def ordinal_groups(
    data: ModelData, *, unweighted: bool
) -> tuple[list[OrdinalGroup], OrdinalCodes, list[Problem]]:
    """Thresholds, polychoric correlations and their covariance, by group.

    Raises
    ------
    EstimationError
        If a group lacks a category of an item.
    """
    names = [str(name) for name in data.items.columns]
    codes = encode_items(data.items[[name for name in names if name in data.ordered]])
    _refuse_empty_categories(codes, data)
    plain = len(data.ordered) == len(names) and not data.covariates.shape[1]
    values = sizes = None
    if not plain:
        values, sizes = _mixed_values(data, codes)
    groups: list[OrdinalGroup] = []
    problems: list[Problem] = []
    for number, label in enumerate(data.labels):
        rows = data.which == number
        where = "" if len(data.labels) == 1 else f" (group {label})"
        if values is None or sizes is None:
            cuts, correlations, statistics, gamma, spread, found = _plain_group(
                data, codes, rows, where
            )
            problems += found
        else:
            given = data.covariates.to_numpy(dtype=float)[rows]
            _refuse_collinear(given, list(data.covariates.columns), where)
            design = data.design_of(rows)
            moments = conditional_moments(
                values[rows],
                sizes,
                given,
                tuple(names),
                cluster=design.cluster,
                weights=design.weights,
            )
            cuts, correlations = list(moments.cuts), moments.correlations
            statistics, gamma, spread = moments.statistics, moments.gamma, moments.spread
        if np.linalg.eigvalsh(_standardised(correlations))[0] < np.finfo(float).eps:
            problems.append(
                Problem(
                    where=f"polychoric correlations{where}",
                    what="are not positive definite; robust fit indices are not defined.",
                )
            )
        if not np.all(np.isfinite(spread)) or np.any(spread <= 0.0):
            raise EstimationError(
                f"The weights of the fit are not defined{where}: some tables of two items "
                "have too many empty cells. Merge categories or leave an item out."
            )
        groups.append(
            OrdinalGroup(
                n=int(rows.sum()),
                cuts=tuple(cuts),
                correlations=correlations,
                statistics=statistics,
                gamma=gamma,
                weights=np.ones(len(gamma)) if unweighted else 1.0 / spread,
            )
        )
    return groups, codes, problems


def _plain_group(
    data: ModelData, codes: OrdinalCodes, rows: npt.NDArray[np.bool_], where: str
) -> tuple[list[Floats], Floats, Floats, Floats, Floats, list[Problem]]:
    """Statistics of ordinal items without covariates, from contingency tables."""
    own = codes
    if len(data.labels) > 1:
        own = OrdinalCodes(
            codes=np.asfortranarray(codes.codes[rows]),
            categories=codes.categories,
            names=codes.names,
        )
    design = data.design_of(rows)
    moments = polychoric_moments(own, weights=design.weights, cluster=design.cluster)
    problems = [
        Problem(where=problem.where + where, what=problem.what, remedy=problem.remedy)
        for problem in moments.problems
    ]
    if np.any(np.abs(moments.rho) >= 1.0):
        raise EstimationError(
            f"Items determine each other{where}: their polychoric correlation is one.",
            problems=moments.problems,
        )
    found = moments.covariance()
    return (
        moments.cuts,
        moments.correlations,
        np.concatenate([*moments.cuts, moments.rho]),
        found.matrix * len(own.codes),
        found.spread * len(own.codes),
        problems,
    )


def _mixed_values(data: ModelData, codes: OrdinalCodes) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Codes of ordinal items and numbers of continuous ones in one array, and the categories."""
    place = {str(name): k for k, name in enumerate(codes.names)}
    values = np.empty(data.items.shape)
    sizes = np.zeros(data.items.shape[1], dtype=np.int64)
    problems: list[Problem] = []
    for column, name in enumerate(map(str, data.items.columns)):
        if name in place:
            own = codes.codes[:, place[name]].astype(float)
            values[:, column] = np.where(own < 0, np.nan, own)
            sizes[column] = codes.n_categories[place[name]]
            continue
        series = data.items[name]
        if not pd.api.types.is_numeric_dtype(series.dtype):
            problems.append(Problem(where=f"column {name}", what="does not hold numbers."))
            continue
        values[:, column] = series.to_numpy(dtype=float, na_value=np.nan)
        if np.isinf(values[:, column]).any():
            problems.append(Problem(where=f"column {name}", what="holds an infinite value."))
        for number, label in enumerate(data.labels):
            own = values[data.which == number, column]
            own = own[~np.isnan(own)]
            if len(own) < 2 or np.ptp(own) == 0.0:
                where = "" if len(data.labels) == 1 else f" in group {label}"
                problems.append(Problem(where=f"item {name}{where}", what="does not vary."))
    if problems:
        raise ParameterError("Some columns cannot be analysed as continuous.", problems=problems)
    return values, sizes


def _refuse_collinear(covariates: Floats, names: list[str], where: str) -> None:
    """Refuse covariates that do not vary or follow from each other.

    Raises
    ------
    EstimationError
    """
    if not covariates.shape[1]:
        return
    centred = covariates - covariates.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    flat = length <= 1e-12 * np.sqrt((covariates**2).sum(axis=0))
    problems = [
        Problem(where=f"covariate {name}{where}", what="does not vary.")
        for name, constant in zip(names, flat, strict=True)
        if constant
    ]
    if not problems and np.linalg.svd(centred / length, compute_uv=False)[-1] < 1e-8:
        problems.append(
            Problem(
                where=f"covariates{where}",
                what="follow from each other.",
                remedy="Leave one out (of indicators of a category: the one to compare with).",
            )
        )
    if problems:
        raise EstimationError("The covariates cannot be told apart.", problems=problems)


def _refuse_empty_categories(codes: OrdinalCodes, data: ModelData) -> None:
    problems: list[Problem] = []
    for number, label in enumerate(data.labels):
        block = codes.codes[data.which == number]
        for column, name in enumerate(codes.names):
            own = block[:, column]
            counts = np.bincount(own[own >= 0], minlength=len(codes.categories[column]))
            empty = np.flatnonzero(counts == 0)
            if empty.size:
                shown = ", ".join(_show(codes.categories[column][k]) for k in empty)
                problems.append(
                    Problem(
                        where=f"item {name}, group {label}",
                        what=f"nobody gave the answer {shown}, which other groups gave.",
                        remedy="Merge that category with its neighbour in all groups, or use "
                        "estimator='MLR'.",
                    )
                )
    if problems:
        raise EstimationError(
            "A group lacks a category that others have; thresholds cannot be compared.",
            problems=problems,
        )


def _show(value: Any) -> str:
    return f"{value:g}" if isinstance(value, (int, float, np.number)) else str(value)
