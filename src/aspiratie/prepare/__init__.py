"""Exports in, releases out: the only room beyond which answers do not go."""

from aspiratie.prepare.region import Prepared, prepare_region

__all__ = ["Prepared", "prepare_region"]
