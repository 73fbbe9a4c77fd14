"""Polychoric correlations of ordinal items.

``contingency`` counts the two-way tables of all pairs, ``fit`` maximises their likelihoods
together, ``acov`` gives the asymptotic covariance that ordinal models need, ``bootstrap`` fits
many samples at once, and ``matrix`` is the function a researcher calls.
"""
