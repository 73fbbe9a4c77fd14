"""From an export to a codebook, a parameters file and reports: for who starts.

What a file is stands in one `Proposal` of `intake`; everything here is a view on it: a table
in the terminal, a page, a workbook with coloured cells, a notebook with menus.
"""

from aspiratie.start.parameters_file import parameters_text

__all__ = ["parameters_text"]
