"""Figures of single items: how groups answer at equal scores, and where a scale measures well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspiratie.errors import ParameterError

if TYPE_CHECKING:
    from aspiratie.measurement.item_response.dif import DifResult
    from aspiratie.measurement.item_response.graded import IrtView

__all__ = ["plot_dif", "plot_information"]

_STYLES = ("-", "--", ":", "-.")
_MARKS = ("o", "s", "^", "D", "v", "P")


def plot_dif(result: DifResult, item: str, *, ax: Any = None) -> Any:
    """Draw the expected answer to an item by score, a line a group.

    Points are as large as the number of respondents with that score; lines differ in dash and
    mark besides colour, so that they can be told apart in print.

    Parameters
    ----------
    result : DifResult
        Of :func:`aspiratie.dif`.
    item : str
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ParameterError
        If the item has no curves.
    """
    import matplotlib.pyplot as plt
    import seaborn as sns

    curves = result.curves[result.curves["item"] == item]
    if curves.empty:
        raise ParameterError(f"There are no curves of item {item!r}.")
    axes = ax if ax is not None else plt.subplots(figsize=(6, 4))[1]
    colours = sns.color_palette("colorblind", n_colors=curves["group"].nunique())
    for k, (label, own) in enumerate(curves.groupby("group", sort=False)):
        axes.plot(
            own["score"],
            own["expected"],
            linestyle=_STYLES[k % len(_STYLES)],
            color=colours[k],
            label=f"{label} (n = {int(own['n'].sum())})",
        )
        axes.scatter(
            own["score"],
            own["expected"],
            s=4.0 + 60.0 * own["n"] / curves["n"].max(),
            marker=_MARKS[k % len(_MARKS)],
            color=colours[k],
        )
    row = result.items.loc[item]
    verdict = f"{row['kind']} DIF, {row['size']}" if row["flagged"] else "no DIF found"
    axes.set(
        xlabel="Score on the anchors and this item",
        ylabel="Expected answer (from 0)",
        title=f"{item}: {verdict}",
    )
    axes.legend(title="Group", frameon=False)
    return axes


def plot_information(view: IrtView, *, ax: Any = None) -> Any:
    """Draw test information and the standard error of a score over the levels of the factor.

    Parameters
    ----------
    view : IrtView
        Of :func:`aspiratie.irt_view`.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
        Of the information; the standard error has an axis of its own on the right.
    """
    import matplotlib.pyplot as plt
    import seaborn as sns

    axes = ax if ax is not None else plt.subplots(figsize=(6, 4))[1]
    dark, warm = sns.color_palette("colorblind", n_colors=4)[0], "black"
    test = view.test_information
    for name, own in view.item_information.groupby("item", sort=False):
        axes.plot(own["theta"], own["information"], color="0.75", linewidth=0.8)
        top = own.iloc[int(own["information"].to_numpy().argmax())]
        axes.annotate(str(name), (top["theta"], top["information"]), fontsize=7, color="0.35")
    axes.plot(test["theta"], test["information"], color=dark, label="Test information")
    right = axes.twinx()
    right.plot(
        test["theta"],
        test["standard_error_posterior"],
        color=warm,
        linestyle="--",
        label="Standard error of a score",
    )
    right.set(ylabel="Standard error", ylim=(0, 1.05))
    axes.set(
        xlabel="Level of the factor (standard deviations)",
        ylabel="Information",
        title=f"n = {view.n}, marginal reliability {view.marginal_reliability:.2f}",
        ylim=(0, 1.3 * float(test["information"].max())),  # the legend stays clear of the curve
    )
    lines = [*axes.get_lines()[-1:], *right.get_lines()]
    axes.legend(lines, [line.get_label() for line in lines], frameon=False, loc="upper left")
    return axes
