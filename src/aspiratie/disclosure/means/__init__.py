"""Means and their intervals: how finely and how widely they are told."""
