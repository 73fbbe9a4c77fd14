"""A proposal as plain text: a table that fits a terminal, and what is open."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from aspiratie.start.lines import Seen
from aspiratie.texts import Messages

__all__ = ["proposal_text", "questions_text"]

_HEADING, _LEAST_WIDTH = 36, 72


def proposal_text(seen: Seen, language: str = "nl", *, width: int = 100) -> str:
    """Write a proposal for a terminal.

    Parameters
    ----------
    seen : Seen
        Of :func:`aspiratie.start.lines.seen`.
    language : {"nl", "en"}
        The language that `seen` is in.
    width : int
        Of the terminal, in letters.

    Returns
    -------
    str
        Columns that are read, one a line; those that are not, in one line; what is open.
    """
    say = Messages(language)
    width = max(width, _LEAST_WIDTH)
    read = [c for c in seen.columns if c.read]
    dropped = [c for c in seen.columns if not c.read]
    unsure = [c for c in read if c.unsure]
    read = [c for c in read if not c.unsure]
    rows = [
        (c.place, _cut(c.text or c.heading, _HEADING), c.role, "?" if c.asked else c.sure,
         c.answers or c.scale)
        for c in read
    ]  # fmt: skip
    heads = [say(f"start-column-{n}") for n in ("place", "heading", "role", "sure", "answers")]
    lines = [f.told for f in seen.files]
    lines += ["", *_table(heads, rows, width), ""]
    if dropped:
        listed = f"{say('role-other')}: " + ", ".join(c.place for c in dropped)
        lines += [*textwrap.wrap(listed, width), ""]
    if unsure:
        listed = ", ".join(f"{c.place} ({_cut(c.text or c.heading, _HEADING)})" for c in unsure)
        lines += [*textwrap.wrap(f"{say('inspect-unsure')}: {listed}", width), ""]
    lines += [seen.counts, *questions_text(seen, language, width=width)]
    return "\n".join(lines).rstrip()


def questions_text(seen: Seen, language: str = "nl", *, width: int = 100) -> list[str]:
    """Write the questions without which nothing is made, each with its choices."""
    say = Messages(language)
    needed = [q for q in seen.questions if q.needed]
    if not needed:
        return [say("inspect-questions-none")]
    lines: list[str] = []
    for number, question in enumerate(needed, 1):
        lines.append("")
        lines += textwrap.wrap(
            f"{question.text} {question.why}",
            width,
            initial_indent=f"{number}. ",
            subsequent_indent="   ",
        )
        lines += [f"   - {choice}" for choice in question.choices]
    return lines


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    for row in (heads, ["-" * w for w in widths], *rows):
        line = "  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True))
        yield _cut(line.rstrip(), width)
