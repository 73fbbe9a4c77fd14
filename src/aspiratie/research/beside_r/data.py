"""Open data sets of R packages, and what R made of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from aspiratie.errors import ParameterError

__all__ = ["OpenData", "open_data", "open_names", "versions"]


@dataclass(frozen=True, eq=False, kw_only=True)
class OpenData:
    """An open data set, the rows that R was given.

    Parameters
    ----------
    name, source : str
        Its name here, and the R package and object it comes from.
    items : DataFrame
        Answers, complete.
    scales : dict of str to list of str
        Items of each factor.
    model : str
        The model of these factors in lavaan's syntax.
    ordinal : bool
        Whether the items are categories.
    group, cluster : Series or None
        Groups that are compared; schools or the like.
    r : dict
        By statistic: ``call`` and the numbers it gave.
    """

    name: str
    source: str
    items: pd.DataFrame
    scales: dict[str, list[str]]
    model: str
    ordinal: bool
    group: pd.Series | None
    cluster: pd.Series | None
    r: dict[str, dict[str, Any]] = field(repr=False)

    def __repr__(self) -> str:
        return (
            f"OpenData({self.name} of {self.source}: n={len(self.items)}, "
            f"{self.items.shape[1]} items, {len(self.r)} statistics of R)"
        )


@cache
def _stored() -> dict[str, Any]:
    text = files(__package__).joinpath("r.json").read_text(encoding="utf-8")
    stored: dict[str, Any] = json.loads(text)
    return stored


def open_names() -> list[str]:
    """Return the names of the data sets."""
    return list(_stored()["sets"])


def versions() -> dict[str, str]:
    """Return the versions of the R packages."""
    found: dict[str, str] = _stored()["versions"]
    return found


def open_data(name: str) -> OpenData:
    """Read one of the open data sets.

    Parameters
    ----------
    name : str
        One of :func:`open_names`.

    Returns
    -------
    OpenData

    Raises
    ------
    ParameterError
        If there is none of that name.

    Examples
    --------
    >>> open_data("lsat6").items.shape[1]
    5
    """
    known = _stored()["sets"]
    if name not in known:
        raise ParameterError(f"There is no open data set {name!r}. Sets: {', '.join(known)}.")
    about = known[name]
    with files(__package__).joinpath(f"{name}.csv").open(encoding="utf-8") as handle:
        frame = pd.read_csv(handle)
    return OpenData(
        name=name,
        source=about["source"],
        items=frame[about["items"]],
        scales={scale: _list(items) for scale, items in about["factors"].items()},
        model=about["model"],
        ordinal=about["ordinal"],
        group=frame[about["group"]] if about["group"] else None,
        cluster=frame[about["cluster"]] if about["cluster"] else None,
        r=about["r"],
    )


def _list(items: str | list[str]) -> list[str]:
    return [items] if isinstance(items, str) else list(items)
