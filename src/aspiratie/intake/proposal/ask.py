"""The questions that a proposal leaves open, and what their answers make of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aspiratie.codebook import INFORMANTS
from aspiratie.codebook.labels import families, order
from aspiratie.codebook.text import squeeze
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.proposal.direction import against_scale
from aspiratie.intake.proposal.model import (
    ROLES,
    Answer,
    Block,
    Choice,
    Guess,
    Proposal,
    Question,
)
from aspiratie.intake.proposal.said import Said, say
from aspiratie.intake.proposal.seen import Seen

__all__ = ["answers_chosen", "ask", "taken"]

Given = Mapping[str, str | tuple[str, ...]]
#: Roles that one column has, and that a person chooses where several could be it.
_ONE_COLUMN = ("school", "group", "type", "wave")
_ASKED_ROLES = ("item", "school", "group", "type", "open", "other")
_LISTS = {2: ("yes_no", "agreement"), 3: ("agreement", "frequency"), 4: ("agreement", "frequency"),
          5: ("agreement", "frequency"), 6: ("agreement",), 7: ("agreement",)}  # fmt: skip
_LEVELS: Mapping[str, Mapping[int, tuple[int, ...]]] = {
    "agreement": {2: (1, 5), 3: (1, 3, 5), 4: (0, 1, 5, 6), 5: (0, 1, 3, 5, 6),
                  6: (0, 1, 2, 4, 5, 6), 7: (0, 1, 2, 3, 4, 5, 6)},
    "frequency": {3: (0, 4, 9), 4: (0, 4, 6, 9), 5: (0, 2, 4, 6, 9)},
    "yes_no": {2: (0, 2)},
}  # fmt: skip


def ask(draft: Proposal, gaps: Mapping[str, str]) -> Proposal:
    """Add the questions that the files themselves leave open."""
    questions = [
        *_of_schools(draft),
        _of_informant(),
        *(q for b in draft.blocks if (q := _of_answers(b, draft, gaps.get(b.key))) is not None),
        *(_of_role(c.key, draft) for c in draft.columns if c.role.sure == "open"),
    ]
    return replace(draft, questions=tuple(questions))


def _choice(value: str, name: str, **arguments: str | int) -> Choice:
    return Choice(value=value, text=say(name, **arguments))


def _of_informant() -> Question:
    return Question(
        key="informant",
        kind="informant",
        columns=(),
        text=say("ask-informant"),
        why=say("why-informant"),
        choices=tuple(_choice(i, f"choice-informant-{i}") for i in INFORMANTS),
    )


def _of_schools(draft: Proposal) -> list[Question]:
    columns = [c for c in draft.columns if c.role.value == "school"]
    out = [q for role in _ONE_COLUMN if (q := _of_column(role, draft)) is not None]
    lacking = [
        file.file
        for file in draft.files
        if not any(p.file == file.file for c in columns for p in c.places)
    ]
    return out + [_of_file(file, draft) for file in lacking]


def _of_column(role: str, draft: Proposal) -> Question | None:
    """Ask which of several columns it is that gives the school, the group, ..."""
    found = [c for c in draft.columns if c.role.value == role and c.role.sure == "certain"]
    if len(found) < 2:
        return None
    choices = (_choice(c.key, "choice-column", heading=_short(c.heading)) for c in found)
    return Question(
        key=f"{role}-column",
        kind="school" if role == "school" else "role",
        columns=tuple(c.key for c in found),
        text=say(f"ask-{role}-column"),
        why=say("why-school-columns", n=len(found)),
        choices=tuple(choices),
    )


def _of_file(file: str, draft: Proposal) -> Question:
    candidates = [
        c
        for c in draft.columns
        if c.role.value in ("item", "other", "group") and c.role.sure != "certain"
        and any(p.file == file for p in c.places)
    ]  # fmt: skip
    return Question(
        key=f"school:{file}",
        kind="school",
        columns=(),
        text=say("ask-school-of-file", file=file),
        why=say("why-school-of-file"),
        form="text",
        choices=tuple(
            _choice(f"column:{c.key}", "choice-column", heading=_short(c.heading))
            for c in candidates
        ),
    )


def _of_role(key: str, draft: Proposal) -> Question:
    column = draft.column(key)
    default = "other" if column.role.value == "item" else None
    return Question(
        key=f"role:{key}",
        kind="role",
        columns=(key,),
        text=say("ask-role", heading=_short(column.heading)),
        why=column.role.reason,
        choices=tuple(_choice(r, f"choice-role-{r}") for r in _ASKED_ROLES),
        default=default,
        suggested=column.role.value,
    )


def _of_answers(block: Block, draft: Proposal, gap: str | None) -> Question | None:
    if block.answers.sure != "open":
        return None
    if all(draft.column(key).role.sure == "open" for key in block.columns):
        return None  # asked once it is known that it is an item
    answers = block.answers.value
    first = _short(draft.column(block.columns[0]).text or draft.column(block.columns[0]).heading)
    n = len(block.columns)
    if gap is not None:
        low = squeeze(gap) in {squeeze(f.levels[0][0]) for f in families()} or _is_low(gap, block)
        return Question(
            key=f"gap:{block.key}",
            kind="gap",
            columns=block.columns,
            text=say("ask-gap", label=gap, first=first, n=n),
            why=say("why-gap"),
            choices=(
                _choice("add-low" if low else "add-high", "choice-gap-add", label=gap),
                _choice("as-found", "choice-gap-not", label=gap),
            ),
        )
    if all(a.code is not None and a.code == a.label for a in answers):
        return Question(
            key=f"labels:{block.key}",
            kind="labels",
            columns=block.columns,
            text=say("ask-labels", first=first, n=n, codes=", ".join(a.label for a in answers)),
            why=say("why-labels"),
            choices=_label_lists(answers),
            form="ordered",
        )
    return Question(
        key=f"order:{block.key}",
        kind="order",
        columns=block.columns,
        text=say("ask-order", first=first, n=n),
        why=block.answers.reason,
        choices=(
            Choice(value="as-listed", text=_listed(answers)),
            Choice(value="turned", text=_listed(answers[::-1])),
        ),
        form="ordered",
    )


def _is_low(gap: str, block: Block) -> bool:
    for family in families():
        level = family.level(gap)
        levels = [family.level(a.label) for a in block.answers.value]
        if level is not None and all(other is not None for other in levels):
            return all(level < other for other in levels if other is not None)
    return False


def _listed(answers: Sequence[Answer]) -> Said:
    return say("choice-order", first=answers[0].label, last=answers[-1].label,
               labels=" < ".join(a.label for a in answers))  # fmt: skip


def _label_lists(answers: Sequence[Answer]) -> tuple[Choice, ...]:
    """Offer known lists of as many labels as there are codes without a gap between them."""
    codes = [int(found[0]) for a in answers if (found := re.search(r"-?\d+$", a.label))]
    if not codes or codes != list(range(codes[0], codes[0] + len(answers))):
        return ()
    known = {f.name: f for f in families()}
    out = []
    for name in _LISTS.get(len(codes), ()):
        levels = _LEVELS[name].get(len(codes))
        if levels is None:
            continue
        words = [known[name].levels[level][0] for level in levels]
        for value, shown in ((f"{name}:up", words), (f"{name}:down", words[::-1])):
            text = "; ".join(f"{a.label} = {w}" for a, w in zip(answers, shown, strict=True))
            out.append(_choice(value, "choice-labels", labels=text))
    return tuple(out)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:86] + " ..."


def taken(asked: Proposal, seen: Sequence[Seen], given: Given) -> Proposal:
    """Let what was answered decide; ask about directions once the order is known.

    Raises
    ------
    IntakeError
        With every answer that is to no question, or not one of its choices.
    """
    problems: list[Problem] = []
    done = asked
    for question in asked.questions:
        if question.key in given:
            done = _take(done, question, given[question.key], problems)
    done = _directions(done, seen, given, problems)
    known = {q.key for q in (*asked.questions, *done.questions)}
    reversed_keys = {f"reversed:{c.key}" for c in done.columns}
    roles = {f"role:{c.key}" for c in done.columns}
    for key in given:
        if key.startswith("role:") and key in roles:
            if given[key] not in ROLES:
                problems.append(_wrong(key, "names no role.", f"One of: {', '.join(ROLES)}."))
        elif key not in known and key not in reversed_keys:
            problems.append(_wrong(key, "is no question about these files.",
                                   f"Open: {', '.join(sorted(known)) or 'none'}."))  # fmt: skip
    if problems:
        raise IntakeError("Answers to the questions cannot be used.", problems=problems)
    left = tuple(q for q in done.questions if q.key not in given)
    return replace(done, questions=left, answered=dict(given))


def _wrong(key: str, what: str, remedy: str) -> Problem:
    return Problem(where=f"answer to {key!r}", what=what, remedy=remedy)


def _take(
    draft: Proposal, question: Question, answer: str | tuple[str, ...], problems: list[Problem]
) -> Proposal:
    values = [c.value for c in question.choices]
    if question.form == "one" and answer not in values:
        problems.append(_wrong(question.key, "is none of the choices.", f"One of: {values}."))
        return draft
    if question.kind in ("gap", "labels", "order"):
        return _answers_told(draft, question, answer, problems)
    if question.key.removesuffix("-column") in _ONE_COLUMN:
        others = [c for c in question.columns if c != answer]
        columns = tuple(
            replace(c, role=Guess(value="other", sure="certain", reason=say("told")))
            if c.key in others
            else c
            for c in draft.columns
        )
        return replace(draft, columns=columns)
    if question.kind == "school":
        return _school_told(draft, question, answer, problems)
    return draft


def _school_told(
    draft: Proposal, question: Question, answer: str | tuple[str, ...], problems: list[Problem]
) -> Proposal:
    text = answer if isinstance(answer, str) else ""
    if not text.strip() or (text.startswith("column:")
                            and text not in {c.value for c in question.choices}):  # fmt: skip
        problems.append(_wrong(question.key, "is no school.", "Give its code, as 01AB00."))
        return draft
    told = Guess(value="school", sure="certain", reason=say("told"))
    if text.startswith("column:"):
        key = text.removeprefix("column:")
        columns = tuple(replace(c, role=told) if c.key == key else c for c in draft.columns)
        return replace(draft, columns=columns)
    file = question.key.removeprefix("school:")
    school: Guess[str | None] = Guess(value=text.strip(), sure="certain", reason=say("told"))
    files = tuple(replace(f, school=school) if f.file == file else f for f in draft.files)
    return replace(draft, files=files)


def _answers_told(
    draft: Proposal, question: Question, answer: str | tuple[str, ...], problems: list[Problem]
) -> Proposal:
    block = draft.block(question.key.partition(":")[2])
    made = _ordered(block, question, answer, problems)
    if made is None:
        return draft
    answers, left = made
    told = replace(
        block,
        answers=Guess(value=answers, sure="certain", reason=say("told")),
        missing=(*block.missing, *left),
    )
    blocks = tuple(told if b.key == block.key else b for b in draft.blocks)
    return replace(draft, blocks=blocks)


def _ordered(
    block: Block, question: Question, answer: str | tuple[str, ...], problems: list[Problem]
) -> tuple[tuple[Answer, ...], tuple[Answer, ...]] | None:
    found = block.answers.value
    values = [c.value for c in question.choices]
    if isinstance(answer, str):
        if answer not in values:
            problems.append(_wrong(question.key, "is none of the choices.",
                                   "Or give all labels from low to high."))  # fmt: skip
            return None
        if question.kind == "gap":
            label = str(question.text.arguments["label"])
            new = (Answer(label=label),)
            if answer == "as-found":
                return found, ()
            known = order([label, *(a.label for a in found)])
            if known is not None:  # the answer that lacks may stand between others
                by_label = {a.label: a for a in (*new, *found)}
                return tuple(by_label[name] for name in known.labels), ()
            return ((*new, *found) if answer == "add-low" else (*found, *new)), ()
        if question.kind == "labels":
            name, _, way = answer.partition(":")
            family = next(f for f in families() if f.name == name)
            words = [family.levels[level][0] for level in _LEVELS[name][len(found)]]
            labelled = zip(found if way == "up" else found[::-1], words, strict=True)
            return tuple(replace(a, label=word) for a, word in labelled), ()
        return (found if answer == "as-listed" else found[::-1]), ()
    if question.kind == "labels":
        return _labelled(found, question, answer, problems)
    by_key = {squeeze(a.label): a for a in found}
    unknown = [label for label in answer if squeeze(label) not in by_key]
    if unknown or len(answer) < 2 or len(set(map(squeeze, answer))) < len(answer):
        problems.append(_wrong(question.key, "does not list the labels found, each once.",
                               f"Found: {', '.join(a.label for a in found)}."))  # fmt: skip
        return None
    chosen = tuple(by_key[squeeze(label)] for label in answer)
    return chosen, tuple(a for a in found if a not in chosen)


def _labelled(
    found: Sequence[Answer], question: Question, answer: tuple[str, ...], problems: list[Problem]
) -> tuple[tuple[Answer, ...], tuple[Answer, ...]] | None:
    """Read labels from low to high as ``code = label``; codes that are left out are no answer."""
    by_code = {a.code: a for a in found}
    chosen = []
    for text in answer:
        parts = re.fullmatch(r"\s*([A-Za-z]{0,2}[+-]?\d+)\s*=\s*(.+?)\s*", text)
        if parts is None:
            problems.append(_wrong(question.key, "has an entry that is not as '1 = oneens'.",
                                   "List code and label from low to high."))  # fmt: skip
            return None
        code = parts[1].lstrip("+")
        chosen.append(replace(by_code.get(code, Answer(label="")), label=parts[2], code=code))
    if len(chosen) < 2 or len({a.code for a in chosen}) < len(chosen):
        problems.append(_wrong(question.key, "needs two codes or more, each once.", ""))
        return None
    codes = {a.code for a in chosen}
    return tuple(chosen), tuple(a for a in found if a.code not in codes)


def _directions(
    draft: Proposal, seen: Sequence[Seen], given: Given, problems: list[Problem]
) -> Proposal:
    """Ask of each question that runs against its scale whether it is worded so."""
    against = against_scale(draft, seen)
    refused = {c for c in against if given.get(f"reversed:{c}") == "no"}
    if against and refused == set(against):
        against = against_scale(draft, seen, other_side=True)
    columns, questions = [], list(draft.questions)
    for column in draft.columns:
        key = f"reversed:{column.key}"
        if key in given:
            if given[key] not in ("yes", "no"):
                problems.append(_wrong(key, "is none of the choices.", "One of: yes, no."))
            told = Guess(value=given[key] == "yes", sure="certain", reason=say("told"))
            column = replace(column, reversed=told)
        elif column.key in against:
            why = say("reversed-against", r=f"{against[column.key]:.2f}")
            guess = Guess(value=True, sure="open", reason=why)
            column = replace(column, reversed=guess)
            questions.append(
                Question(
                    key=key,
                    kind="reversed",
                    columns=(column.key,),
                    text=say("ask-reversed", text=_short(column.text or column.heading)),
                    why=why,
                    choices=(_choice("yes", "choice-reversed-yes"),
                             _choice("no", "choice-reversed-no")),
                    suggested="yes",
                )
            )  # fmt: skip
        columns.append(column)
    return replace(draft, columns=tuple(columns), questions=tuple(questions))


def answers_chosen(block: Block, question: Question, choice: str) -> tuple[Answer, ...]:
    """Return a block's answers from low to high as one choice of a question puts them.

    Parameters
    ----------
    block : Block
        That the question is about, as it was when it was asked.
    question : Question
        Of kind ``"gap"``, ``"labels"`` or ``"order"``.
    choice : str
        The value of one of its choices.
    """
    made = _ordered(block, question, choice, [])
    return () if made is None else made[0]
