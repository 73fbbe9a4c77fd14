"""Know a survey's definition by what is in it, and read it within limits."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.etree

from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.definitions.asked import Asked, Definition
from aspiratie.intake.definitions.lss import columns_of_lss
from aspiratie.intake.definitions.qsf import columns_of_qsf
from aspiratie.intake.files.opening import file_bytes

__all__ = ["is_definition", "read_definition"]

_MOST_BYTES = 50 << 20
_BEGINNING = 4096


def is_definition(path: Path) -> bool:
    """Whether a file is a survey's definition, by its first bytes."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(_BEGINNING)
    except (OSError, ValueError):
        return False
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    qsf = start.startswith(b"{") and b'"SurveyEntry"' in start
    return qsf or (start.startswith(b"<") and b"<LimeSurveyDocType>" in start)


def read_definition(path: Path) -> Definition:
    """Read a survey's definition.

    Parameters
    ----------
    path : Path
        A Qualtrics ``.qsf`` or a LimeSurvey ``.lss``.

    Returns
    -------
    Definition

    Raises
    ------
    IntakeError
        If it is damaged, too large, or has no closed question.
    """
    data = file_bytes(path)
    if len(data) > _MOST_BYTES:
        raise _fault(path.name, f"is larger than {_MOST_BYTES >> 20} MB.")
    asked: dict[str, Asked]
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        tool = "qualtrics"
        try:
            asked = columns_of_qsf(json.loads(data))
        except (ValueError, RecursionError):
            raise _fault(path.name, "is damaged, or not whole.") from None
    else:
        tool = "limesurvey"
        parser = lxml.etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=True
        )
        try:
            asked = columns_of_lss(lxml.etree.fromstring(data, parser))
        except (lxml.etree.XMLSyntaxError, ValueError):
            raise _fault(path.name, "is damaged, or not whole.") from None
    asked = {name: one for name, one in asked.items() if name and one.text}
    if not asked:
        raise _fault(path.name, "holds no closed question of one answer.")
    return Definition(file=path.name, tool=tool, asked=asked)


def _fault(file: str, what: str) -> IntakeError:
    remedy = "Export the survey's structure (.qsf or .lss) from the survey tool again."
    return IntakeError(
        f"{file} cannot be read as the definition of a survey.",
        problems=[Problem(where=file, what=what, remedy=remedy)],
    )
