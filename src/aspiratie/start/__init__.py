"""From an export to a codebook, a parameters file and reports: for who starts.

What a file is stands in one `Proposal` of `intake`; everything here is a view on it: a table
in the terminal, a page, a workbook with coloured cells, a notebook with menus.
"""

from aspiratie.start.begin import Started, draft_codebook, start
from aspiratie.start.lines import Seen, seen
from aspiratie.start.page import write_proposal_page
from aspiratie.start.parameters_file import parameters_text
from aspiratie.start.terminal import proposal_text

__all__ = [
    "Seen",
    "Started",
    "draft_codebook",
    "parameters_text",
    "proposal_text",
    "seen",
    "start",
    "write_proposal_page",
]
