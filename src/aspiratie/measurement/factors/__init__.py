"""Exploratory factor analysis: how many factors the items hold, and which.

``correlations`` chooses the matrix of an analysis, ``suitability`` asks whether it hangs together,
``retention`` and ``parallel`` how many factors it holds; ``extraction`` and ``rotation`` find
them, and ``efa`` is the function a researcher calls.
"""
