"""Scales to schools: registers, multilevel estimates, comparison, informants, trend.

Import from the modules, as in ``from aspiratie.schools.multilevel import icc``, or use
``aspiratie.icc``.
"""
