"""Exports of SurveyMonkey: two rows above the data, questions and their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aspiratie.codebook.text import squeeze
from aspiratie.intake.layout import Heading, Layout, code_or_text

__all__ = ["NAME", "ROLES", "STANDARD", "recognise"]

NAME = "surveymonkey"
STANDARD = (
    "Respondent ID", "Collector ID", "Start Date", "End Date", "Date Created", "Date Modified",
    "IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1", "respondent_id",
    "collector_id", "date_created", "date_modified", "ip_address", "email_address", "first_name",
    "last_name", "custom_1", "Respondent-ID", "Respondent-id", "Verzamelaar-ID", "Collector-ID",
    "Begindatum", "Einddatum", "Aanmaakdatum", "Wijzigingsdatum", "IP-adres", "E-mailadres",
    "Voornaam", "Achternaam", "Aangepaste gegevens 1",
)  # fmt: skip
ROLES = {
    "respondent": ("Respondent ID", "respondent_id", "Respondent-ID", "Respondentnummer"),
    "submitted": ("End Date", "Date Modified", "date_modified", "Einddatum", "Wijzigingsdatum"),
    "started": ("Start Date", "Date Created", "date_created", "Begindatum", "Aanmaakdatum"),
}
_RESPONDENT = re.compile(r"respondent[-_ ]?(?:id|nummer)")
_COLLECTOR = re.compile(
    r"(?:collector|verzamelaar|verzamelprogramma|verzamelmethode)[-_ ]?(?:id|nummer)"
)
_GENERIC = frozenset(
    {"", "response", "open-ended response", "antwoord", "open antwoord", "reactie", "open reactie"}
)


def recognise(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise SurveyMonkey by its two ids in front.

    The question stands above the first of its columns only, and is carried to
    the right. A column goes by its question where it is the only one, by
    ``question - part``, or by the part.
    """
    heads = [squeeze(head) for head in rows[0]]
    ids = [
        next((i for i, head in enumerate(heads) if mark.fullmatch(head)), None)
        for mark in (_RESPONDENT, _COLLECTOR)
    ]
    if ids[0] is None or ids[1] is None:
        return None
    parts = list(rows[1]) if len(rows) > 1 else []
    parts += [""] * (len(heads) - len(parts))
    # the second row is a heading if it is empty under the ids
    under = [parts[i].strip() for i in ids if i is not None]
    if any(under) or not any(p.strip() for p in parts):
        return Layout(
            tool=NAME, header_rows=1, headings=tuple(code_or_text(h) for h in rows[0]), roles=ROLES
        )
    headings: list[Heading] = []
    question = ""
    for place, head in enumerate(rows[0]):
        question = head if head.strip() else question
        part = parts[place]
        if squeeze(part) in _GENERIC:
            headings.append(Heading(found=question, texts=(question,)))
        else:
            texts = (f"{question} - {part}", part)
            headings.append(Heading(found=part, texts=texts, stem=question))
    return Layout(tool=NAME, header_rows=2, headings=tuple(headings), roles=ROLES)
