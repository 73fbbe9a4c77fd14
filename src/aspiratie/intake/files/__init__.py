"""Kinds of files: each module opens one kind as a table of texts."""
