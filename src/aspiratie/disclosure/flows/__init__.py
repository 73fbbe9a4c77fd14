"""Counts of cleaning that may be seen, and whether a hidden one follows from the others."""
