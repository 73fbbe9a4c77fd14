"""Answers to scales: scores, reliability, factors, invariance.

Modules carry the names of their functions, so import from them directly, as in
``from aspiratie.measurement.sem.cfa import cfa``, or use ``aspiratie.cfa``.
"""
