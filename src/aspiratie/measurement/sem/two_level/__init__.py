"""Factors within and between schools, of continuous items.

``likelihood`` has the moments of clusters and the normal likelihood over two levels, ``fit``
finds its top, and ``cfa`` is the function a researcher calls.
"""
