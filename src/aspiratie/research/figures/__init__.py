"""Drawings of items, scores and models, and what they share: colours, sizes, lettering.

A drawing takes matplotlib's Axes or makes them, can be told apart without colour, and has a
text alternative made from its numbers.
"""
