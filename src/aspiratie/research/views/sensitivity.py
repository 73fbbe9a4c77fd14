"""How the same results under other rules look."""

from __future__ import annotations

from typing import Any

from aspiratie.research.cells import apa, say
from aspiratie.research.sensitivity import Sensitivity
from aspiratie.research.views.drawing import dots, legend
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _sensitivity(result: Sensitivity) -> View:
    shift = result.means.sub(result.means["as chosen"], axis=0)
    change = result.alphas.sub(result.alphas["as chosen"], axis=0).abs()
    least = ", ".join(f"{rule} {say(float(result.n[rule].min()), 0)}" for rule in result.n)

    def draw(ax: Any) -> None:
        others = shift.drop(columns="as chosen")
        for number, rule in enumerate(others):
            dots(
                ax,
                others[rule],
                label=str(rule),
                number=number,
                zero=number == 0,
                shift=0.15 * (number - 1),
            )
        ax.set_xlabel("change of the mean score, in points")
        legend(ax)

    return View(
        title="The same results under other rules",
        claims=(
            (
                "The rules move a mean score by at most "
                f"{say(float(shift.abs().max().max()), 2)} point "
                f"and an alpha by at most {apa(float(change.max().max()))}."
            ),
        ),
        sheets=(
            Sheet(
                name="means",
                caption="Mean score of each scale",
                frame=result.means,
                default=2,
                index="scale",
                notes=(f"Respondents with a score, fewest of any scale: {least}.",),
            ),
            Sheet(
                name="alphas",
                caption="Alpha (complete answers of the scale)",
                frame=result.alphas,
                default="b3",
                index="scale",
            ),
            Sheet(
                name="fit",
                caption="Fit of the model of correlated scales",
                frame=result.fit,
                places={"n": 0},
                default="b3",
                index="rule",
                notes=result.notes,
            ),
        ),
        draw=draw,
        size=(6.4, 1.4 + 0.34 * len(result.means)),
    )
