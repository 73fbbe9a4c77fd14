"""How polychoric correlations look."""

from __future__ import annotations

from typing import Any

import numpy as np

from aspiratie.measurement.polychoric.matrix import PolychoricCorrelations
from aspiratie.research.cells import apa, say
from aspiratie.research.views.drawing import heat_map
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _polychoric(result: PolychoricCorrelations) -> View:
    p = len(result.correlations)
    pairs = np.tril_indices(p, -1)
    off = result.correlations.to_numpy()[pairs]
    counts = result.n_pairs.to_numpy()[pairs]

    def draw(ax: Any) -> None:
        heat_map(ax, result.correlations, label="polychoric correlation", lower=True)

    claims = [
        (
            f"The polychoric correlations of {p} items run from {apa(float(off.min()))} to "
            f"{apa(float(off.max()))}, with a median of {apa(float(np.median(off)))}; a pair was "
            f"answered by {say(counts.min(), 0)} to {say(counts.max(), 0)} respondents."
        ),
        (
            "They are those of normal variables behind the answers: of the answers themselves only "
            "if those are normal."
        ),
        *(str(problem) for problem in result.problems),
    ]
    return View(
        title="Polychoric correlations",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="correlations",
                caption="Polychoric correlations",
                frame=result.correlations,
                default="b2",
                index="item",
                notes=("Smoothed to be positive definite.",) if result.smoothed else (),
            ),
            Sheet(
                name="thresholds",
                caption="Thresholds",
                frame=result.thresholds.unstack(),
                default=2,
                index="item",
                notes=("On the scale of a standard normal variable.",),
            ),
        ),
        draw=draw,
        size=(min(9.5, 2.8 + 0.2 * p), min(9.0, 2.0 + 0.2 * p)),
    )
