"""What a model may be asked: its text, its estimator, and options that do not go together."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, Protocol, runtime_checkable

from aspiratie.errors import ModelSyntaxError, ParameterError, Problem
from aspiratie.measurement.sem.model.syntax import Term

__all__ = [
    "ORDINAL",
    "Estimator",
    "MeasurementModel",
    "Missing",
    "check_options",
    "model_text",
    "refuse_blocks",
    "robust_estimator",
]

Estimator = Literal["ML", "MLR", "WLSMV", "DWLS", "ULSMV"]
Missing = Literal["listwise", "fiml", "pairwise"]
ORDINAL = ("WLSMV", "DWLS", "ULSMV")


@runtime_checkable
class MeasurementModel(Protocol):
    """Something that gives a model in lavaan's syntax, such as a codebook."""

    def measurement_model(self) -> str:
        """Text of the model."""


def model_text(model: str | MeasurementModel) -> str:
    """Text of a model, from itself or from a codebook."""
    if isinstance(model, str):
        return model
    if isinstance(model, MeasurementModel):
        return model.measurement_model()
    raise ParameterError("`model` must be text in lavaan's syntax, or a codebook.")


def check_options(
    estimator: str,
    missing: str,
    parameterization: str,
    cluster: object,
    group: object,
    group_equal: Collection[str],
    ordered: Collection[str] | bool | None = None,
    *,
    weights: object = None,
) -> None:
    """Refuse options that are unknown or do not go together, all at once."""
    problems: list[Problem] = []

    def fault(where: str, what: str) -> None:
        problems.append(Problem(where=where, what=what))

    if estimator not in (*ORDINAL, "ML", "MLR"):
        fault("estimator", f"{estimator!r} is not one of WLSMV, DWLS, ULSMV, ML, MLR.")
    if missing not in ("listwise", "fiml", "pairwise"):
        fault("missing", f"{missing!r} is not one of listwise, fiml, pairwise.")
    if parameterization not in ("delta", "theta"):
        fault("parameterization", f"{parameterization!r} is not one of delta, theta.")
    if missing == "fiml" and estimator in ORDINAL:
        fault("missing", "'fiml' goes with ML and MLR only; ordinal items take 'pairwise'.")
    if missing == "pairwise" and estimator in ("ML", "MLR"):
        fault("missing", "'pairwise' goes with ordinal items only; use 'fiml'.")
    if estimator == "DWLS":
        for name, given in (("cluster", cluster), ("weights", weights)):
            if given is not None:
                fault(name, "does not go with DWLS, whose test is naive; use 'WLSMV'.")
    if isinstance(ordered, str):
        fault("ordered", f"is the text {ordered!r}; give a list of names.")
    elif ordered is not None and estimator in ORDINAL and ordered is not True and not ordered:
        fault("ordered", f"{estimator} needs ordinal items; take ML or MLR for continuous ones.")
    elif ordered and estimator not in ORDINAL:
        fault("ordered", f"{estimator} takes all items as continuous; take WLSMV.")
    if group is None and len(group_equal):
        fault("group_equal", "needs `group`.")
    if problems:
        raise ParameterError("Some options do not go together.", problems=problems)


def robust_estimator(estimator: Estimator, cluster: object, weights: object) -> Estimator:
    """ML with weights or clusters is MLR: the same estimates, with tests that allow for them.

    Examples
    --------
    >>> robust_estimator("ML", "school", None), robust_estimator("ML", None, None)
    ('MLR', 'ML')
    """
    design = cluster is not None or weights is not None
    return "MLR" if estimator == "ML" and design else estimator


def refuse_blocks(terms: tuple[Term, ...]) -> None:
    """Refuse blocks of exploratory factors, which need a rotation."""
    blocks = sorted({term.lhs for term in terms if term.block})
    if blocks:
        raise ModelSyntaxError(
            "The model has exploratory factors.",
            problems=[
                Problem(
                    where=f"factor {name}",
                    what="is in a block efa(...).",
                    remedy="Fit the model by esem(), which rotates the block.",
                )
                for name in blocks
            ],
        )
