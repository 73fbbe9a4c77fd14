"""How factors beside scales look."""

from __future__ import annotations

from aspiratie.research.congruence import Congruence
from aspiratie.research.views.drawing import heat_map
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _congruence(result: Congruence) -> View:
    shared = int(result.scales["factor"].duplicated(keep=False).sum())
    return View(
        title="Factors beside scales",
        claims=(
            f"{shared} scales share their factor with another."
            if shared
            else "Every scale has a factor of its own.",
            (
                "Congruence from .85 is customarily called fair and from .95 equal "
                "(Lorenzo-Seva & ten "
                "Berge 2006, https://doi.org/10.1027/1614-2241.2.2.57); a target of ones and zeros "
                "rarely reaches the last."
            ),
        ),
        sheets=(
            Sheet(
                name="scales",
                caption=f"{result.n_factors} factors found beside {len(result.scales)} scales "
                "meant",
                frame=result.scales,
                places={"items_there": 0, "of": 0},
                default="b2",
                index="scale",
                notes=(
                    ("Items there: items of the scale whose largest loading is on that factor."),
                ),
            ),
            Sheet(
                name="matrix",
                caption="Congruence of scales with factors",
                frame=result.matrix,
                default="b2",
                index="scale",
            ),
        ),
        draw=lambda ax: heat_map(ax, result.matrix, label="congruence"),
        size=(2.4 + 0.6 * result.n_factors, 1.4 + 0.32 * len(result.scales)),
    )
