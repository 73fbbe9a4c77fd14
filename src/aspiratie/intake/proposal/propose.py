"""Look at exports of a questionnaire and say what they are, and what a person must say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from aspiratie.codebook import Codebook
from aspiratie.codebook.labels import is_missing_label
from aspiratie.codebook.text import as_number
from aspiratie.errors import IntakeError
from aspiratie.intake.definitions import is_definition, read_definition
from aspiratie.intake.proposal.ask import ask, taken
from aspiratie.intake.proposal.blocks import Draft, answers_of, draft_blocks
from aspiratie.intake.proposal.defined import define
from aspiratie.intake.proposal.matching import beside
from aspiratie.intake.proposal.model import Block, Column, DefinitionSeen, Guess, Proposal
from aspiratie.intake.proposal.roles import role_of
from aspiratie.intake.proposal.said import say
from aspiratie.intake.proposal.scales import propose_scales
from aspiratie.intake.proposal.seen import Seen, look_at
from aspiratie.intake.proposal.tongue import language_of

__all__ = ["exports_among", "propose"]

Given = Mapping[str, str | Sequence[str]]


def propose(
    exports: str | Path | Sequence[str | Path],
    *,
    answers_to_questions: Given | None = None,
    codebook: Codebook | None = None,
) -> Proposal:
    r"""Say of each column of one or more exports what it is.

    Parameters
    ----------
    exports : path or sequence of paths
        Files of one questionnaire: one file, or one a school, in any of the
        kinds that :func:`aspiratie.intake.read_export` reads. The survey's definition
        (Qualtrics' ``.qsf``, LimeSurvey's ``.lss``) may be among them: it says what the
        codes of an export without words mean.
    answers_to_questions : mapping, optional
        The key of a :class:`Question` and what a person answered: the value of
        a choice; a text where the question's form is ``"text"``; or a list of
        labels from low to high where it is ``"ordered"``.
    codebook : Codebook, optional
        Of the questionnaire, if there is one already: each column then says
        which field it holds, and what is only nearly the same is asked.

    Returns
    -------
    Proposal
        With the questions that are still open.

    Raises
    ------
    IntakeError
        If a file cannot be read, or if an answer is to no question or no choice
        of it; all at once.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = Path(folder.name) / "forms.csv"
    >>> rows = ["BRIN;Ik hoor erbij;Ik leer graag"] + ["01AB;eens;oneens", "02CD;oneens;eens"] * 6
    >>> _ = file.write_text("\n".join(rows))
    >>> [column.role.value for column in propose(file).columns]
    ['school', 'item', 'item']
    >>> [question.key for question in propose(file).open]
    ['informant']
    >>> folder.cleanup()
    """
    chosen = [Path(exports)] if isinstance(exports, str | Path) else [Path(p) for p in exports]
    paths = exports_among(chosen)
    if not paths:
        raise IntakeError("There is no export to look at.")
    definitions = [read_definition(path) for path in chosen if path not in paths]
    given = {
        key: answer if isinstance(answer, str) else tuple(answer)
        for key, answer in (answers_to_questions or {}).items()
    }
    files, seen = look_at(paths)
    known = define(seen, definitions)
    counts = {s.key: s.counts for s in seen}
    roles = {s.key: _told_role(s, counts[s.key], given) for s in seen}
    drafts = draft_blocks([(s, counts[s.key]) for s in seen if roles[s.key].value == "item"])
    roles |= _settled(drafts, roles)
    roles |= _once(seen, roles)
    drafts = [d for d in drafts if any(roles[s.key].value == "item" for s in d.columns)]
    blocks, gaps = _blocks(drafts)
    block_of = {key: block.key for block in blocks for key in block.columns}
    scales = propose_scales(blocks, seen)
    scale_of = {key: scale.key for scale in scales for key in scale.columns}
    columns = tuple(
        Column(
            key=s.key,
            places=tuple(s.places),
            heading=s.heading.found,
            codes=s.heading.codes,
            role=roles[s.key],
            text=s.heading.text,
            language=language_of([s.heading.text]),
            block=block_of.get(s.key),
            scale=scale_of.get(s.key),
            reversed=Guess(value=False, sure="certain", reason=say("reversed-no")),
            filled=sum(counts[s.key].values()),
            distinct=len(counts[s.key]),
        )
        for s in seen
    )
    draft = Proposal(
        paths=tuple(paths),
        files=tuple(files),
        columns=columns,
        blocks=tuple(blocks),
        scales=tuple(scales),
        questions=(),
        answered={},
        definitions=tuple(
            DefinitionSeen(file=d.file, tool=d.tool, columns=known[d.file]) for d in definitions
        ),
        language=language_of(c.text for c in columns if c.role.value == "item"),
    )
    asked = ask(draft, gaps)
    if codebook is not None:
        asked = beside(asked, seen, codebook, given)
    return taken(asked, seen, given)


def exports_among(paths: Sequence[Path]) -> list[Path]:
    """Return the files that are no definition of a survey."""
    return [path for path in paths if not is_definition(path)]


def _told_role(seen: Seen, counts: Counter[str], given: Given) -> Guess[str]:
    answer = given.get(f"role:{seen.key}")
    if isinstance(answer, str):
        return Guess(value=answer, sure="certain", reason=say("told"))
    return role_of(seen, counts)


def _settled(drafts: Sequence[Draft], roles: Mapping[str, Guess[str]]) -> dict[str, Guess[str]]:
    """Let a block speak for its columns: several with the same answers are items."""
    out: dict[str, Guess[str]] = {}
    for draft in drafts:
        certain = any(roles[s.key].sure == "certain" for s in draft.columns)
        answers = [label for label in draft.total if not is_missing_label(label)]
        if len(answers) < 2 and not draft.columns[0].labels:
            only = Guess(value="other", sure="certain", reason=say("role-one-answer"))
            out |= {s.key: only for s in draft.columns}
            continue
        numbers = all(as_number(label) is not None for label in draft.total)
        if not certain and len(draft.columns) < (4 if numbers else 2):
            continue
        for s in draft.columns:
            if roles[s.key].sure == "open":
                out[s.key] = Guess(
                    value="item",
                    sure="certain",
                    reason=say("role-by-block", n=len(draft.columns)),
                )
    return out


def _once(seen: Sequence[Seen], roles: Mapping[str, Guess[str]]) -> dict[str, Guess[str]]:
    """Leave one column a role of those that serve cleaning: the tool's own, or the first."""
    out: dict[str, Guess[str]] = {}
    for role in ("respondent", "submitted", "started", "duration", "status", "weight"):
        holders = [s for s in seen if roles[s.key].value == role]
        best = min(holders, key=lambda s: s.tool_role != role, default=None)
        for s in holders:
            if s is not best:
                reason = say("role-second", role=role)
                out[s.key] = Guess(value="other", sure="certain", reason=reason)
    return out


def _blocks(drafts: Sequence[Draft]) -> tuple[list[Block], dict[str, str]]:
    blocks, gaps = [], {}
    for number, draft in enumerate(drafts, start=1):
        answers, missing, gap = answers_of(draft)
        key = f"block{number}"
        if gap is not None:
            gaps[key] = gap
        blocks.append(
            Block(
                key=key,
                columns=tuple(s.key for s in draft.columns),
                answers=answers,
                missing=missing,
                stem=draft.stem,
                family=str(answers.reason.arguments.get("family", "")) or None,
            )
        )
    return blocks, gaps
