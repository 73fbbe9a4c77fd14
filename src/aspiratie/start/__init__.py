"""From an export to a codebook, a parameters file and reports: for who starts.

What a file is stands in one `Proposal` of `intake`; everything here is a view on it: a table
in the terminal, a page, a workbook with coloured cells, a notebook with menus.
"""

from typing import Any

from aspiratie.start.begin import Started, draft_codebook, start
from aspiratie.start.lines import Seen, seen
from aspiratie.start.page import write_proposal_page
from aspiratie.start.parameters_file import parameters_text
from aspiratie.start.terminal import proposal_text


def begin(folder: str = "", language: str = "nl") -> Any:
    """Show the steps from files to reports in a notebook; see :mod:`aspiratie.start.menus`.

    Parameters
    ----------
    folder : str
        Where data/, params/ and reports/ are; "" for the notebook's own.
    language : {"nl", "en"}
        Of what is said.
    """
    from aspiratie.start import menus  # ipywidgets takes a second that commands need not wait

    return menus.begin(folder, language)


__all__ = [
    "Seen",
    "Started",
    "begin",
    "draft_codebook",
    "parameters_text",
    "proposal_text",
    "seen",
    "start",
    "write_proposal_page",
]
