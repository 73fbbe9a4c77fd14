"""The scripts that pages may hold: each alone on its page, allowed by its hash."""

from __future__ import annotations

from aspiratie.report.convert import TEMPLATE

__all__ = ["MATRIX"]

#: Sorts and filters the schools of a region; without it they all stand there.
MATRIX = (TEMPLATE / "matrix.js").read_text(encoding="utf-8").strip()
