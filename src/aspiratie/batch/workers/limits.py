"""What one school's notebooks may take, before they are stopped."""

from __future__ import annotations

from dataclasses import dataclass

from aspiratie.errors import ParameterError, Problem

__all__ = ["Limits"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much memory and time a notebook gets; for the package's own and for anybody's.

    Parameters
    ----------
    memory_mb : int
        Megabytes that a process of a notebook may take beside what it began with. More is
        refused by the system, which a notebook sees as a ``MemoryError`` (Linux).
    cell_seconds : float
        Time of one cell.
    task_seconds : float
        Time of all pages of one school. What still runs then is killed with everything that it
        started.
    """

    memory_mb: int = 2048
    cell_seconds: float = 300.0
    task_seconds: float = 900.0

    def __post_init__(self) -> None:
        problems = [
            Problem(where=name, what=f"is {value:g}; it must be more than 0.")
            for name, value in vars(self).items()
            if not value > 0
        ]
        if problems:
            raise ParameterError("The limits of a notebook cannot hold.", problems=problems)
