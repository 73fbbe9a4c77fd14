"""How the answers to each item look."""

from __future__ import annotations

from typing import Any

from aspiratie.research.figures.figure import GREY
from aspiratie.research.items import ItemDescriptives
from aspiratie.research.views.drawing import dots
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []


@view.register
def _items(result: ItemDescriptives) -> View:
    table = result.items
    shown = table[["text", "scale", "reversed", "n"]].copy()
    for share in ("missing", "no_opinion", "floor", "ceiling"):
        shown[f"{share} (%)"] = 100 * table[share]
    shown[["mean", "sd", "skewness", "item_rest"]] = table[["mean", "sd", "skewness", "item_rest"]]
    places: dict[Any, int | str] = {c: 1 for c in shown.columns if str(c).endswith("(%)")}
    low = [str(i) for i in table.index[table["item_rest"] < 0.20]]
    heaped = [str(i) for i in table.index[(table[["floor", "ceiling"]] > 0.50).any(axis=1)]]

    def draw(ax: Any) -> None:
        ax.axvline(0.2, color=GREY, lw=0.8, ls=":")
        dots(ax, table["item_rest"], zero=True)
        ax.set_xlabel("correlation with the rest of its scale")

    return View(
        title="Items",
        claims=(
            _named(low, "have an item-rest correlation below .20, a customary floor"),
            _named(heaped, "have more than half of the answers in the lowest or highest category"),
        ),
        sheets=(
            Sheet(
                name="items",
                caption="Items",
                frame=table,
                shown=shown,
                default=2,
                places=places | {"n": 0, "item_rest": "b2"},
                index="item",
                notes=("As answered; item-rest correlations in the scale’s direction.",),
            ),
            Sheet(
                name="shares",
                caption="Answers to each item",
                frame=result.shares,
                places={"n": 0},
                default="b2",
                index="item",
            ),
        ),
        draw=draw,
        size=(6.4, 1.0 + 0.19 * len(table)),
    )


def _named(found: list[str], what: str) -> str:
    if not found:
        return f"No items {what}."
    return f"{len(found)} of the items {what}: {', '.join(found)}."
