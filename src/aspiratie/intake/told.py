"""What intake tells on the terminal: alarms loudly, what was done quietly.

Lines go to the logger ``aspiratie``, so that a program can show or keep them. They
hold counts, codes and headings, never what one respondent wrote.
"""

from __future__ import annotations

import logging

__all__ = ["alarm", "tell"]

_LOGGER = logging.getLogger("aspiratie")


def tell(file: str, text: str) -> None:
    """Tell what was done."""
    _LOGGER.info("%s: %s", file or "the table", text)


def alarm(file: str, text: str) -> None:
    """Tell what somebody should look at."""
    _LOGGER.warning("%s: %s", file or "the table", text)
