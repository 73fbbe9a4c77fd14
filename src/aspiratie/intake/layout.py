"""What the rows above the data say: the survey tool, and the names of each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Layout"]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the rows above the data say.

    Parameters
    ----------
    tool : str
        The survey tool.
    header_rows : int
        How many rows stand above the data.
    names : tuple of tuple of str
        For each column the names it may go by, the most precise first.
    roles : mapping of str to tuple of str
        Headings that the tool gives to a role of the codebook.
    counts_repeats : bool
        Whether the tool writes a number behind a text that stood there before.
    """

    tool: str
    header_rows: int
    names: tuple[tuple[str, ...], ...]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts_repeats: bool = False
