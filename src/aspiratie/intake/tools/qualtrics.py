"""Exports of Qualtrics: three rows above the data, the third of import ids."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aspiratie.codebook.text import squeeze
from aspiratie.intake.layout import Heading, Layout, code_or_text

__all__ = ["NAME", "ROLES", "STANDARD", "TEST_STATUS", "recognise"]

NAME = "qualtrics"
STANDARD = (
    "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
    "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
    "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel",
    "UserLanguage",
)  # fmt: skip
ROLES = {
    "respondent": ("ResponseId", "_recordId"),  # case does not count: ResponseID too
    "submitted": ("RecordedDate", "EndDate"),
    "started": ("StartDate",),
    "duration": ("Duration (in seconds)", "duration"),
    "status": ("Status", "DistributionChannel"),
}
#: Codes of `Status` for a preview, a test, and those taken offline or marked as spam.
TEST_STATUS = frozenset({"1", "2", "9", "17"})
#: The second row of the older form, below V1, V2, ...
_LEGACY = frozenset(
    {"responseid", "responseset", "ipaddress", "startdate", "enddate", "finished", "status",
     "externaldatareference", "emailaddress"}
)  # fmt: skip
_IMPORT_ID = re.compile(r'\{\s*"ImportId"\s*:\s*"([^"]*)"')


def recognise(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise Qualtrics by the import ids of its third row, or by its own headings.

    A column goes by its name (``Q1_3``), its text, the last part of its text
    (the statement in a matrix), or its import id.
    """
    heads = rows[0]
    known = {squeeze(h) for h in heads} & {squeeze(s) for s in STANDARD}
    ids = [_IMPORT_ID.match(cell.strip()) for cell in rows[2]] if len(rows) > 2 else []
    if ids and sum(i is not None for i in ids) * 2 > len(heads):
        header_rows = 3
    elif _is_legacy(rows):
        header_rows = 2
    elif len(known) >= 4:
        second = {squeeze(cell) for cell in rows[1]} if len(rows) > 1 else set()
        header_rows = 2 if len({"start date", "end date", "response type"} & second) >= 2 else 1
    else:
        return None
    headings = []
    for place, head in enumerate(heads):
        codes, texts, stem = [head], [], ""
        if header_rows > 1 and place < len(rows[1]) and rows[1][place].strip():
            whole = rows[1][place]
            if squeeze(whole) in _LEGACY:
                head = whole
            stem, mark, part = whole.rpartition(" - ")
            texts = [whole, part] if mark and part.strip() else [whole]
        if header_rows > 2 and place < len(ids) and (found := ids[place]) is not None:
            codes.append(found[1])
        headings.append(
            Heading(found=head, texts=tuple(texts), codes=tuple(codes), stem=stem)
            if header_rows > 1
            else code_or_text(head)
        )
    return Layout(tool=NAME, header_rows=header_rows, headings=tuple(headings), roles=ROLES)


def _is_legacy(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < 2 or sum(re.fullmatch(r"V\d+", h.strip()) is not None for h in rows[0]) < 4:
        return False
    return len({squeeze(cell) for cell in rows[1]} & _LEGACY) >= 4
