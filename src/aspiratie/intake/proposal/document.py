"""A proposal as a codebook's document, once nothing is open."""

from __future__ import annotations

from typing import Any

from aspiratie.codebook import ROLES as CODEBOOK_ROLES
from aspiratie.codebook.text import as_number, squeeze
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.proposal.model import Block, Column, Proposal

__all__ = ["document_of"]


def document_of(
    proposal: Proposal, *, name: str, title: str, version: str, licence: str
) -> dict[str, Any]:
    """Write the codebook of a proposal; see :meth:`Proposal.to_document`.

    Raises
    ------
    IntakeError
        With every question that must be answered first.
    """
    problems = [
        Problem(
            where=question.key,
            what=question.text.text("en"),
            remedy=" / ".join(f"{c.value}: {c.text.text('en')}" for c in question.choices),
        )
        for question in proposal.open
    ]
    if problems:
        raise IntakeError(
            f"{len(problems)} question(s) about the export must be answered first.",
            problems=problems,
        )
    fields = [_field(c, proposal) for c in proposal.columns if _wanted(c)]
    if not any(f.get("role") == "school" for f in fields):
        fields.insert(0, {"name": "school", "title": "School", "type": "string",
                          "role": "school", "required": False})  # fmt: skip
    used = {c.scale for c in proposal.items}
    document: dict[str, Any] = {
        "name": name,
        "version": version,
        "title": title,
        "informant": str(proposal.answered["informant"]),
        "licence": licence or title,
        "scales": [
            {"name": s.key, "title": s.title, "definition": s.title}
            for s in proposal.scales
            if s.key in used
        ],
        "fields": fields,
    }
    if proposal.language is not None:
        document["language"] = proposal.language
    return document


def _wanted(column: Column) -> bool:
    if column.role.sure == "open":
        return False  # nobody said what it is: it is not used
    return column.role.value == "item" or (
        column.role.value in CODEBOOK_ROLES and column.role.value != "intake"
    )


def _field(column: Column, proposal: Proposal) -> dict[str, Any]:
    aliases = [*column.codes, column.heading.strip()]
    entry: dict[str, Any] = {
        "name": column.key,
        "title": column.text or column.heading.strip() or column.key,
        "type": "integer" if column.role.value == "item" else "string",
    }
    known = {squeeze(column.key), squeeze(entry["title"])}
    unique = {squeeze(a): a for a in aliases if a and squeeze(a) not in known}
    if unique:
        entry["aliases"] = list(unique.values())
    if column.role.value != "item":
        return entry | {"role": column.role.value, "required": column.role.value == "school"}
    block = proposal.block(str(column.block))
    entry |= {"categoriesOrdered": True, "categories": _categories(block)}
    if block.missing:
        entry["missingValues"] = _missing(block)
    if column.scale is not None:
        entry["scale"] = column.scale
    if column.reversed.value:
        entry["reversed"] = True
    return entry


def _categories(block: Block) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    codes = [as_number(a.code) if a.code is not None else None for a in block.answers.value]
    own = [int(c) for c in codes if c is not None and c.is_integer()]
    coded = len(own) == len(codes) and own in (sorted(own), sorted(own, reverse=True))
    for place, answer in enumerate(block.answers.value, start=1):
        entry: dict[str, Any] = {
            "value": own[place - 1] if coded else place,
            "label": answer.label,
        }
        others = [o for o in answer.others if squeeze(o) != squeeze(answer.label)]
        if others:
            entry["aliases"] = others
        out.append(entry)
    return out


def _missing(block: Block) -> list[dict[str, Any]]:
    out = []
    for answer in block.missing:
        number = as_number(answer.code) if answer.code is not None else None
        value = str(int(number)) if number is not None and number.is_integer() else answer.label
        out.append({"value": value, "label": answer.label or value, "reason": "opinion"})
    return out
