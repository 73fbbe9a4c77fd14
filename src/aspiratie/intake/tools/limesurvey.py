"""Exports of LimeSurvey: headings of code, sub-question code and text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aspiratie.codebook.text import squeeze
from aspiratie.intake.layout import Heading, Layout, code_or_text

__all__ = ["NAME", "ROLES", "STANDARD", "recognise"]

NAME = "limesurvey"
STANDARD = (
    "id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp",
    "ipaddr", "refurl", "interviewtime", "Response ID", "Date submitted", "Last page",
    "Start language", "Date started", "Date last action", "IP address", "Referrer URL",
    "Total time", "Antwoord ID", "Datum ingestuurd", "Laatste pagina", "Begintaal",
)  # fmt: skip
ROLES = {
    "respondent": ("id", "Response ID", "Antwoord ID"),
    "submitted": ("submitdate", "Date submitted", "Datum ingestuurd"),
    "started": ("startdate", "Date started"),
    "duration": ("interviewtime", "Total time"),
}
_MARKS = frozenset(
    {"submitdate", "lastpage", "startlanguage", "date submitted", "last page", "start language",
     "datum ingestuurd", "laatste pagina", "begintaal"}
)  # fmt: skip
_HEADING = re.compile(
    r"(?P<code>[A-Za-z]\w*)(?:\[(?P<sub>[^\[\]]*)\])?(?:\.\s*(?P<text>.*?))?(?:\s*\[(?P<row>[^\[\]]*)\])?",
    re.DOTALL,
)
_ARRAY = re.compile(r"[A-Za-z]\w*\[\w+\]")


def recognise(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise LimeSurvey by its own columns, or by headings as ``code[sub]``.

    A column goes by its heading, ``code[sub]``, ``code_sub`` (as in SPSS), its
    code where it has no sub-question, the sub-question's text and the
    question's text.
    """
    if (exchanged := _exchange_file(rows)) is not None:
        return exchanged
    heads = [head.lstrip("\ufeff").strip() for head in rows[0]]
    marks = {squeeze(head.split(". ", 1)[0]) for head in heads} & _MARKS
    arrays = sum(_ARRAY.match(head) is not None for head in heads)
    if len(marks) < 2 and not (arrays >= 3 and arrays * 10 >= 3 * len(heads)):
        return None
    return Layout(tool=NAME, header_rows=1, headings=tuple(_heading(h) for h in heads), roles=ROLES)


def _heading(head: str) -> Heading:
    parts = _HEADING.fullmatch(head)
    if parts is None or not (parts["sub"] is not None or parts["text"] or parts["row"]):
        # the full text: "question [sub-question]", or a code alone
        row = re.fullmatch(r"(.*\S)\s*\[([^\[\]]+)\]", head, re.DOTALL)
        if row is None or parts is not None:
            return code_or_text(head)
        return Heading(found=head, texts=(head, row[2]), stem=row[1])
    code, sub, text, row_text = parts["code"], parts["sub"], parts["text"], parts["row"]
    codes = (f"{code}[{sub}]", f"{code}_{sub}") if sub is not None else (code,)
    texts = tuple(t for t in (text, row_text) if t and t.strip())
    if row_text and row_text.strip():
        texts = (f"{text} [{row_text}]", row_text) if text else (row_text,)
    stem = text if text and row_text else ""
    if not texts:
        return Heading(found=head, codes=(head, *codes))
    return Heading(found=head, texts=(head, *texts), codes=codes, stem=stem)


def _exchange_file(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Recognise a VV file: a row of texts, and below it a row of codes."""
    if len(rows) < 2 or len(rows[0]) != len(rows[1]):
        return None
    codes = [code.strip() for code in rows[1]]
    if not {"submitdate", "lastpage"} <= set(codes) or "id" not in codes:
        return None
    headings = [
        Heading(
            found=code, codes=(code, *_sub(code)), texts=(text,) if _says_more(text, code) else ()
        )
        for text, code in zip(rows[0], codes, strict=True)
    ]
    return Layout(tool=NAME, header_rows=2, headings=tuple(headings), roles=ROLES)


def _sub(code: str) -> tuple[str, ...]:
    """Write ``bel_SQ001`` as ``bel[SQ001]`` too."""
    parts = re.fullmatch(r"([A-Za-z]\w*?)_(\w+)", code)
    return (f"{parts[1]}[{parts[2]}]",) if parts else ()


def _says_more(text: str, code: str) -> bool:
    return bool(text.strip()) and squeeze(text) != squeeze(code)
