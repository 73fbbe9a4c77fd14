"""A proposal as a codebook's document, once nothing is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
    wanted = [c for c in proposal.columns if _wanted(c)]
    names = _names(wanted, proposal.columns)
    fields = [_field(c, proposal, *names[c.key]) for c in wanted]
    if not any(f.get("role") == "school" for f in fields):
        fields.insert(0, {"name": "school", "title": "School", "type": "string",
                          "role": "school", "required": False})  # fmt: skip
    used = {c.scale for c in wanted if c.role.value == "item"}
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
    """Whether a column goes into the codebook; one that nobody has said is an item does not."""
    return column.role.sure != "open" and _known(column)


def _known(column: Column) -> bool:
    return column.role.value == "item" or (
        column.role.value in CODEBOOK_ROLES and column.role.value != "intake"
    )


def _names(
    columns: Sequence[Column], everything: Sequence[Column]
) -> dict[str, tuple[str, list[str]]]:
    """Give each column a title and aliases that no other has.

    A text that stands above several columns is numbered by how often it was
    there: ``Ik leer graag (2)``.
    """
    texts = Counter(squeeze(_own(c)) for c in everything)
    whole = Counter(squeeze(c.heading) for c in everything)
    codes = Counter(squeeze(code) for c in everything for code in set(c.codes))
    keys = {squeeze(c.key) for c in columns}
    times: Counter[str] = Counter()
    taken: set[str] = set(keys)
    out = {}
    wanted = {column.key for column in columns}
    for column in everything:
        own = _own(column)
        times[squeeze(own)] += 1
        if column.key not in wanted:
            continue
        if texts[squeeze(own)] > 1:
            own = f"{own} ({times[squeeze(own)]})"
        free = squeeze(own) not in taken or squeeze(own) == squeeze(column.key)
        title = own if free else f"{own} [{column.key}]"
        taken.add(squeeze(title))
        aliases = [code for code in column.codes if codes[squeeze(code)] == 1]
        heading = column.heading.strip()
        if whole[squeeze(heading)] == 1 and heading:
            aliases.append(heading)
        unique = {squeeze(a): a for a in aliases if squeeze(a) not in taken}
        taken |= set(unique)
        out[column.key] = (title, list(unique.values()))
    return out


def _own(column: Column) -> str:
    return column.text or column.heading.strip() or column.key


def _field(column: Column, proposal: Proposal, title: str, aliases: list[str]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": column.key,
        "title": title,
        "type": "integer" if column.role.value == "item" else "string",
    }
    if aliases:
        entry["aliases"] = aliases
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
    if proposal.lacking(column):
        entry["required"] = False
    return entry


def _categories(block: Block) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    codes = [as_number(a.code) if a.code is not None else None for a in block.answers.value]
    own = [int(c) for c in codes if c is not None and c.is_integer()]
    coded = len(own) == len(codes) and len(set(own)) == len(own)
    for place, answer in enumerate(block.answers.value, start=1):
        entry: dict[str, Any] = {
            "value": own[place - 1] if coded else place,
            "label": answer.label,
        }
        spelled = [*answer.others, answer.code or ""] if not coded else answer.others
        others = [o for o in spelled if o and squeeze(o) != squeeze(answer.label)
                  and as_number(o) is None]  # fmt: skip
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
