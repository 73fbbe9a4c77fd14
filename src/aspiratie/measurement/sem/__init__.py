"""Confirmatory factor analysis under lavaan's names.

``model`` reads syntax into a table of parameters, ``estimation`` holds the estimators, ``fit``
and ``fit_ml`` bring data and model together; ``cfa`` and ``compare_models`` are what a researcher
calls, ``modification`` and ``difference_tests`` what she asks next.
"""
