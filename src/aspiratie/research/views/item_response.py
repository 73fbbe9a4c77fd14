"""How single items look: who answers them otherwise, and where a scale measures well."""

from __future__ import annotations

from typing import Any

from aspiratie.measurement.item_response.dif import DifResult
from aspiratie.measurement.item_response.graded import IrtView
from aspiratie.research.cells import apa, say
from aspiratie.research.figure import GREY
from aspiratie.research.item_response import plot_information
from aspiratie.research.views.drawing import dots
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _dif(result: DifResult) -> View:
    table = result.items
    flagged = [str(item) for item in table.index[table["flagged"].astype(bool)]]
    large = [str(item) for item in table.index[table["size"].isin(["moderate", "large"])]]
    shown = table[["chisq_total", "pvalue_holm", "nagelkerke_total", "beta_change", "size", "kind"]]
    groups = ", ".join(f"{label} (n = {say(n, 0)})" for label, n in result.n_by_group.items())

    def draw(ax: Any) -> None:
        for mark in (0.035, 0.070):
            ax.axvline(mark, color=GREY, lw=0.8, ls=":")
        dots(ax, table["nagelkerke_total"])
        ax.set_xlim(left=0)
        ax.set_xlabel("change of Nagelkerke’s R² by the group")

    return View(
        title="Differential item functioning",
        claims=(
            f"{len(flagged)} of {len(table)} items are answered otherwise at equal scores"
            + (f": {', '.join(flagged)}" if flagged else "")
            + "; "
            + (
                f"more than negligibly {', '.join(large)}."
                if large
                else "none more than negligibly."
            ),
            (
                f"Groups: {groups}. Scores are of {len(result.anchors)} anchors, found in "
                f"{result.rounds} rounds of purification."
            ),
            (
                "Sizes by Jodoin and Gierl (2001, "
                "https://doi.org/10.1207/S15324818AME1404_2): .035 and "
                ".070, a convention. What an item means to a group, only its words and pupils tell."
            ),
            *(str(problem) for problem in result.problems),
        ),
        sheets=(
            Sheet(
                name="items",
                caption="Items by group at equal scores",
                frame=table,
                shown=shown,
                places={"chisq_total": 1, "pvalue_holm": "p"},
                default="b3",
                index="item",
                notes=("p: Holm over the items.",),
            ),
            Sheet(name="effects", caption="Effects of groups", frame=result.effects, default=2),
            Sheet(
                name="mimic",
                caption="Direct effects given the factor",
                frame=result.mimic,
                places={"pvalue": "p", "pvalue_item": "p", "pvalue_holm": "p", "df": 0},
            ),
        ),
        draw=draw,
        size=(6.4, 1.0 + 0.24 * len(table)),
    )


@view.register
def _graded(result: IrtView) -> View:
    test = result.test_information
    best = test.iloc[int(test["information"].to_numpy().argmax())]
    wide = result.difficulties.pivot(index="item", columns="threshold", values="difficulty")
    wide = wide.reindex(result.parameters.index).add_prefix("b")
    return View(
        title="Where the scale measures well",
        claims=(
            (
                f"The scale is most informative at {say(float(best['theta']), 1)} "
                "standard deviations; "
                f"over all pupils a score has a reliability of {apa(result.marginal_reliability)} "
                f"(marginal, n = {say(result.n, 0)})."
            ),
            "A graded response model of one factor: far from that level scores tell less apart.",
            *(str(problem) for problem in result.problems),
        ),
        sheets=(
            Sheet(
                name="parameters",
                caption="Discriminations and difficulties",
                frame=result.parameters,
                shown=result.parameters.join(wide),
                default=2,
                index="item",
                notes=(
                    (
                        "Normal ogive; logistic: times 1.7. b1, b2, …: where on the factor half "
                        "of the respondents answer above the threshold."
                    ),
                ),
            ),
            Sheet(
                name="difficulties",
                caption="Difficulties",
                frame=result.difficulties,
                places={"threshold": 0},
                default=2,
            ),
            Sheet(
                name="information", caption="Information and standard errors", frame=test, default=2
            ),
        ),
        draw=lambda ax: plot_information(result, ax=ax),
    )
