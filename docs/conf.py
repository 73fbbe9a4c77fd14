"""How Sphinx builds the site of guides and reference."""

from importlib import metadata

project = "aspiratie"
author = "The aspiratie maintainers"
copyright = "the aspiratie maintainers; GPL-3.0-or-later"  # noqa: A001
release = metadata.version("aspiratie")

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build", "paper"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
numpydoc_show_class_members = False
autosummary_generate = True
autodoc_typehints = "none"
html_theme = "furo"
html_title = "aspiratie"
html_static_path: list[str] = []
