"""Exploratory structural equation models: blocks of factors that are rotated after the fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import ModelSyntaxError, ParameterError, Problem
from aspiratie.measurement.design import Beside
from aspiratie.measurement.sem.fit import OrdinalSample, fit_ordinal
from aspiratie.measurement.sem.fit_ml import fit_continuous
from aspiratie.measurement.sem.lavaan_text import MISSING_IN_R
from aspiratie.measurement.sem.making import make_sample, make_table, prepare
from aspiratie.measurement.sem.model.syntax import Term, parse_model
from aspiratie.measurement.sem.options import (
    Estimator,
    MeasurementModel,
    Missing,
    check_options,
    model_text,
    robust_estimator,
)
from aspiratie.measurement.sem.result import CfaResult, gather_result
from aspiratie.measurement.sem.rotated import (
    Block,
    Turn,
    rotated_fit,
    rotated_table,
    turn_of,
    unrotated_table,
)
from aspiratie.measurement.sem.telling import notes_of, warn_clusters, warn_problems
from aspiratie.measurement.threads import one_blas_thread

__all__ = ["EsemResult", "esem"]

Floats = npt.NDArray[np.float64]
Rotation = Literal["geomin", "oblimin", "target"]


@dataclass(frozen=True, eq=False, kw_only=True)
class EsemResult(CfaResult):
    """An exploratory structural equation model; more fields than of :class:`CfaResult`.

    Parameters
    ----------
    loadings : pandas.DataFrame
        Standardised loadings of the items of all blocks, by factor.
    rotation : str
        As asked.
    criterion : dict of str to float
        What the rotation of each block minimised.
    n_minima : dict of str to int
        Different minima that the starts of each block ended in.
    geomin_epsilon : float
        As asked.
    text : str
        The model.
    targets : dict of str to ndarray
        By block, items by factors; NaN where free. Empty without a target rotation.
    """

    loadings: pd.DataFrame
    rotation: str
    criterion: dict[str, float]
    n_minima: dict[str, int]
    geomin_epsilon: float = 0.001
    text: str = field(repr=False)
    targets: dict[str, Floats] = field(repr=False)

    def __repr__(self) -> str:
        return super().__repr__().replace("CfaResult", f"EsemResult[{self.rotation}]")

    def to_lavaan(
        self,
        *,
        data: str = "answers",
        group: str = "group",  # noqa: ARG002
        cluster: str = "cluster",
        weights: str = "weights",
        name: str = "fit",
    ) -> str:
        """Write the R code that fits and rotates the same model in lavaan.

        Parameters
        ----------
        data, group, cluster, weights, name : str
            As in :meth:`aspiratie.measurement.sem.result.CfaResult.to_lavaan`.

        Returns
        -------
        str

        Raises
        ------
        ParameterError
            If several blocks have targets: lavaan takes one for all.
        """
        if self.targets and len(self.criterion) > 1:
            raise ParameterError(
                "lavaan takes one target for all blocks; write a model with one block, or rotate "
                "by geomin or oblimin."
            )
        goal = next(iter(self.targets.values()), None)
        free = goal is not None and bool(np.isnan(goal).any())
        rotation = ("pst" if free else "target") if goal is not None else self.rotation
        options = [
            f"data = {data}",
            f'estimator = "{self.estimator}"',
            f'missing = "{MISSING_IN_R[self.missing]}"',
            f'rotation = "{rotation}"',
        ]
        if goal is not None:
            given = [f"target = {_matrix(np.nan_to_num(goal))}"]
            given += [f"target.mask = {_matrix(1.0 - np.isnan(goal))}"] if free else []
            options.append(f"rotation.args = list({', '.join(given)})")
        elif rotation == "geomin" and self.geomin_epsilon != 0.001:
            options.append(f"rotation.args = list(geomin.epsilon = {self.geomin_epsilon:.17g})")
        table = self.fitted.model.table
        ordinal = [item for item in table.items if item in table.ordinal_items]
        if ordinal:
            every = len(ordinal) == len(table.items)
            named = ", ".join(f'"{item}"' for item in ordinal)
            options.append(f"ordered = {'TRUE' if every else f'c({named})'}")
            options.append(f'parameterization = "{self.parameterization}"')
        if self.fitted.data.cluster is not None:
            options.append(f'cluster = "{cluster}"')
        if self.fitted.data.weights is not None:
            options.append(f'sampling.weights = "{weights}"')
        lines = ",\n  ".join([f"model_{name}", *options])
        return f"model_{name} <- '\n{self.text.strip()}\n'\n{name} <- lavaan::cfa(\n  {lines}\n)\n"


def _matrix(values: Floats) -> str:
    """Write a matrix in R."""
    numbers = ", ".join(f"{value:.17g}" for value in values.ravel())
    return f"matrix(c({numbers}), {len(values)}, byrow = TRUE)"


def esem(
    items: pd.DataFrame,
    model: str | MeasurementModel,
    *,
    rotation: Rotation = "geomin",
    target: pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
    geomin_epsilon: float = 0.001,
    estimator: Estimator = "WLSMV",
    cluster: Beside = None,
    weights: Beside = None,
    missing: Missing = "listwise",
    parameterization: Literal["delta", "theta"] = "delta",
    ordered: Collection[str] | bool | None = None,
    n_starts: int = 30,
    seed: int = 1,
) -> EsemResult:
    r"""Fit a model in which blocks of factors have all loadings on their items, and rotate them.

    The block is fitted with as many fixed loadings as a rotation has freedom; then
    :math:`\Lambda_r = \Lambda T^{-\top}`, :math:`\eta_r = T'\eta` with the oblique turn :math:`T`
    that minimises the criterion of the standardised loadings. Standard errors are those of the
    rotated parameters under the constraints that the rotation puts on them (Jennrich, 1973),

    .. math::
        \Lambda_r' \frac{dQ}{d\Lambda_r}\Phi^{-1} \text{ diagonal}

    by the inverse of the information bordered with their derivatives.

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_respondents, n_columns)
    model : str, or an object with a method ``measurement_model()``
        lavaan's syntax with blocks: ``efa("b")*F + efa("b")*G =~ x1 + x2 + x3 + x4 + x5``; other
        factors, covariates, residual covariances as in :func:`cfa`.  All factors of a block have
        the same items, and the same relations with other variables.
    rotation : {"geomin", "oblimin", "target"}
        Of all blocks; oblique. Oblimin has gamma 0.
    target : pandas.DataFrame, or mapping of block to DataFrame
        For target rotation: standardised loadings to come near to, items by factors, NaN where
        free.
    geomin_epsilon : float
        lavaan's .001 (Mplus takes .0001 to .01, psych .01).
    estimator, cluster, weights, missing, parameterization, ordered
        As in :func:`cfa`.
    n_starts : int
        Starts of the rotation: the first solution and random turns of it.
    seed : int
        Of the random turns.

    Returns
    -------
    EsemResult
        `estimates` and all else as of :func:`cfa`, rotated. Factors keep the names of the text:
        by falling sum of squared loadings (in a target rotation as in the target), each turned so
        that its loadings have a positive sum.

    Raises
    ------
    ModelSyntaxError
        If the text cannot be read, has no block, or a block is not one.
    ParameterError
        If an option is unknown, or factors of a block differ in their relations.
    IdentificationError, NotConvergedError, EstimationError
        As :func:`cfa`.

    Warns
    -----
    ConvergenceWarning
        If the solution is improper, or the rotation did not end at a minimum.

    References
    ----------
    Asparouhov, T., & Muthén, B. (2009). Exploratory structural equation modeling. Structural
    Equation Modeling, 16, 397-438. https://doi.org/10.1080/10705510903008204

    Jennrich, R. I. (1973). Standard errors for obliquely rotated factor loadings. Psychometrika,
    38, 593-604. https://doi.org/10.1007/BF02291497

    Notes
    -----
    In R: ``lavaan::cfa(model, items, rotation = "geomin")``; its target rotation with free loadings
    is ``"pst"``.  lavaan's rotation stops where the slope is 1e-5; here the minimum is exact.  A
    difference test of an ESEM against a model of its own kind rests on the unrotated fit, which has
    the same statistics.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> traits = rng.normal(size=(500, 2)) @ np.array([[1, 0.4], [0, 0.9]])
    >>> latent = 0.8 * traits[:, [0, 0, 0, 1, 1, 1]] + 0.6 * rng.normal(size=(500, 6))
    >>> answers = pd.DataFrame(latent, columns=list("abcdef"))
    >>> text = 'efa("b")*F + efa("b")*G =~ a + b + c + d + e + f'
    >>> found = esem(answers, text, estimator="ML")
    >>> int(found.fit["df"]), list(found.loadings.columns)
    (4, ['F', 'G'])
    """
    check_options(estimator, missing, parameterization, cluster, None, (), ordered, weights=weights)
    estimator = robust_estimator(estimator, cluster, weights)
    text = model_text(model)
    terms = parse_model(text)
    blocks = _blocks(terms)
    goals = _goals(rotation, target, blocks, geomin_epsilon, n_starts)
    with one_blas_thread():
        data = prepare(
            items,
            terms,
            estimator=estimator,
            group=None,
            cluster=cluster,
            weights=weights,
            missing=missing,
            ordered=ordered,
        )
        sample = make_sample(data, terms, estimator=estimator, missing=missing)
        table = make_table(
            data,
            terms,
            sample,
            missing=missing,
            parameterization=parameterization,
            group_equal=(),
            group_partial=(),
        )
        correlations = (
            sample.groups[0].correlations
            if isinstance(sample, OrdinalSample)
            else sample.moments[0][0]
        )
        first = unrotated_table(table, blocks, correlations)
        if isinstance(sample, OrdinalSample):
            fitted = fit_ordinal(first, data, sample, estimator)
        else:
            fitted = fit_continuous(first, data, sample, estimator, fiml=missing == "fiml")
        rng = np.random.default_rng(seed)
        turns = {
            block.name: turn_of(
                fitted,
                block,
                rotation=rotation,
                goal=goals.get(block.name),
                epsilon=geomin_epsilon,
                n_starts=n_starts,
                rng=rng,
            )
            for block in blocks
        }
        rotated = rotated_fit(fitted, rotated_table(table, blocks), blocks, turns)
        result = gather_result(
            rotated, data, estimator=estimator, missing=missing, parameterization=parameterization
        )
    problems = (*result.problems, *_stuck(turns))
    warn_problems(problems)
    warn_clusters(data)
    fields = {name: getattr(result, name) for name in CfaResult.__dataclass_fields__}
    fields["problems"] = problems
    fields["notes"] = notes_of(items, data, None)
    return EsemResult(
        **fields,
        loadings=_loadings(result, blocks),
        rotation=rotation,
        criterion={name: turn.criterion for name, turn in turns.items()},
        n_minima={name: turn.n_minima for name, turn in turns.items()},
        geomin_epsilon=geomin_epsilon,
        text=text,
        targets=goals,
    )


def _stuck(turns: Mapping[str, Turn]) -> list[Problem]:
    return [
        Problem(
            where=f"rotation of block {name}",
            what="did not end at a minimum.",
            remedy="Try another rotation or seed.",
        )
        for name, turn in turns.items()
        if not turn.converged
    ]


def _blocks(terms: tuple[Term, ...]) -> list[Block]:
    """Factors and items of each block.

    Raises
    ------
    ModelSyntaxError
        If there is none, or factors of a block have different items or modifiers.
    """
    found: dict[str, dict[str, list[str]]] = {}
    problems: list[Problem] = []
    factors = {term.lhs for term in terms if term.op == "=~"}
    of = {term.lhs: term.block for term in terms if term.block}
    for term in terms:
        if term.op == "=~" and term.lhs in of:
            found.setdefault(of[term.lhs], {}).setdefault(term.lhs, []).append(term.rhs)
            where = f"{term.lhs} =~ {term.rhs}"
            modified = term.values is not None or term.labels  # noqa: PD011
            if modified:
                problems.append(
                    Problem(where=where, what="a loading in a block is not fixed or labelled.")
                )
            if term.rhs in factors:
                problems.append(Problem(where=where, what="a block has items, not factors."))
        inner = term.op == "~~" and term.lhs in of and of[term.lhs] == of.get(term.rhs)
        if inner or (term.op == "=~" and term.rhs in of):
            problems.append(
                Problem(
                    where=f"{term.lhs} {term.op} {term.rhs}",
                    what="is about factors of a block, which the rotation decides.",
                    remedy="Leave it out.",
                )
            )
    for name, members in found.items():
        if len({frozenset(own) for own in members.values()}) > 1:
            problems.append(
                Problem(where=f"block {name}", what="its factors have different items.")
            )
        if len(members) < 2:
            problems.append(
                Problem(
                    where=f"block {name}",
                    what="has one factor: there is nothing to rotate.",
                    remedy="Write it without efa().",
                )
            )
    if not found:
        problems.append(
            Problem(
                where="model",
                what="has no block.",
                remedy='Write one as `efa("b")*F + efa("b")*G =~ x1 + x2 + ...`, or take cfa().',
            )
        )
    if problems:
        raise ModelSyntaxError("The blocks of the model cannot be rotated.", problems=problems)
    return [
        Block(name=name, factors=tuple(members), items=tuple(next(iter(members.values()))))
        for name, members in found.items()
    ]


def _goals(
    rotation: str,
    target: pd.DataFrame | Mapping[str, pd.DataFrame] | None,
    blocks: list[Block],
    epsilon: float,
    n_starts: int,
) -> dict[str, Floats]:
    """Targets by block, with rows and columns in the block's order."""
    problems: list[Problem] = []
    if rotation not in ("geomin", "oblimin", "target"):
        problems.append(
            Problem(where="rotation", what=f"{rotation!r} is not geomin, oblimin or target.")
        )
    if not 0.0 < epsilon < 1.0:
        problems.append(Problem(where="geomin_epsilon", what="is not between 0 and 1."))
    if n_starts < 1:
        problems.append(Problem(where="n_starts", what="is not at least 1."))
    if (rotation == "target") != (target is not None):
        problems.append(
            Problem(where="target", what="goes with rotation='target', which needs one.")
        )
    given: Mapping[str, pd.DataFrame] = {}
    if isinstance(target, pd.DataFrame):
        given = {block.name: target for block in blocks[:1]}
    elif target is not None:
        given = target
    goals: dict[str, Floats] = {}
    for block in blocks if rotation == "target" and target is not None else []:
        own = given.get(block.name)
        if own is None or set(own.index) != set(block.items):
            problems.append(
                Problem(where=f"target of block {block.name}", what="has not the block's items.")
            )
        elif set(own.columns) != set(block.factors):
            problems.append(
                Problem(where=f"target of block {block.name}", what="has not its factors.")
            )
        else:
            goals[block.name] = own.loc[list(block.items), list(block.factors)].to_numpy(float)
    if problems:
        raise ParameterError("The rotation cannot be done.", problems=problems)
    return goals


def _loadings(result: CfaResult, blocks: list[Block]) -> pd.DataFrame:
    factors = [name for block in blocks for name in block.factors]
    rows = result.estimates
    rows = rows[(rows["op"] == "=~") & rows["lhs"].isin(factors)]
    wide = rows.pivot_table(index="rhs", columns="lhs", values="std_all", sort=False)
    names = list(dict.fromkeys(name for block in blocks for name in block.items))
    return wide.loc[names, factors].rename_axis(index="item", columns="factor")
