"""Exports of REDCap: variables by name, or by label, with a column that says what is complete."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aspiratie.codebook.text import squeeze
from aspiratie.intake.layout import Layout, code_or_text

__all__ = ["NAME", "ROLES", "STANDARD", "recognise"]

NAME = "redcap"
STANDARD = (
    "record_id", "Record ID", "redcap_survey_identifier", "Survey Identifier",
    "redcap_event_name", "Event Name", "redcap_repeat_instrument", "Repeat Instrument",
    "redcap_repeat_instance", "Repeat Instance", "redcap_data_access_group", "Survey Timestamp",
)  # fmt: skip
ROLES = {"respondent": ("record_id", "Record ID")}
_OWN = re.compile(r"\w+_(?:complete|timestamp)|complete\?|survey timestamp")


def recognise(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise REDCap by its record id in front and its column of completeness."""
    heads = [squeeze(head) for head in rows[0]]
    if not heads or heads[0] not in ("record_id", "record id"):
        return None
    own = frozenset(i for i, head in enumerate(heads) if _OWN.fullmatch(head))
    if not any("complete" in heads[i] for i in own):
        return None
    stamp = next((rows[0][i] for i in sorted(own) if "timestamp" in heads[i]), None)
    return Layout(
        tool=NAME,
        header_rows=1,
        headings=tuple(map(code_or_text, rows[0])),
        roles={**ROLES, "submitted": (stamp,)} if stamp else ROLES,
        own=own,
    )
