"""Blocks of questions with the same answers, and the order of those answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aspiratie.codebook.labels import in_languages, is_missing_label, label_key, order
from aspiratie.codebook.text import as_number
from aspiratie.intake.proposal.model import Answer, Guess
from aspiratie.intake.proposal.said import say
from aspiratie.intake.proposal.seen import Seen

__all__ = ["Draft", "answers_of", "draft_blocks"]

#: An answer of the block that a column lacks by a smaller chance than this is none of its answers.
_CHANCE = 1e-6
#: Numbers among words that are no answers are at most this share of the cells; from there on
#: reading a file tells them as unknown answers.
_STRAY = 0.01
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#: Codes as LimeSurvey's A1, A2, ...: they say nothing of the order either.
_LETTERED = re.compile(r"([A-Za-z]{1,2})\d{1,2}")
_LEADING = re.compile(r"\d{1,3}(?!\d)")


@dataclass(eq=False, kw_only=True)
class Draft:
    """A block in the making: its columns, and how often each answer was given."""

    columns: list[Seen]
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def total(self) -> Counter[str]:
        """The union of the answers over the block."""
        out: Counter[str] = Counter()
        for counts in self.counts.values():
            out.update(counts)
        return out

    @property
    def stem(self) -> str:
        """The text above the matrix."""
        return self.columns[0].heading.stem


def draft_blocks(columns: Sequence[tuple[Seen, Counter[str]]]) -> list[Draft]:
    """Put neighbours with the same answers, or under the same text, in one block."""
    blocks: list[Draft] = []
    for seen, counts in columns:
        last = blocks[-1] if blocks else None
        if last is None or not _joins(last, seen, counts):
            last = next((b for b in blocks if _same_answers(b, seen, counts)), None)
        if last is None:
            last = Draft(columns=[])
            blocks.append(last)
        last.columns.append(seen)
        last.counts[seen.key] = counts
    return blocks


def _joins(block: Draft, seen: Seen, counts: Counter[str]) -> bool:
    if block.columns[-1].labels or seen.labels:
        return _file_labels(block.columns[-1]) == _file_labels(seen)
    if block.stem and seen.heading.stem:
        return block.stem == seen.heading.stem and _one_kind(block.total, counts)
    return _one_kind(block.total, counts) and _chance(block, counts)


def _same_answers(block: Draft, seen: Seen, counts: Counter[str]) -> bool:
    if block.columns[0].labels or seen.labels:
        return _file_labels(block.columns[0]) == _file_labels(seen)
    return _same(block.total, counts)


def _file_labels(seen: Seen) -> Mapping[str, str]:
    return {code: label for code, label in seen.labels.items() if code not in seen.absent}


def _same(one: Counter[str], other: Counter[str]) -> bool:
    return {label_key(a) for a in one} == {label_key(b) for b in other}


def _one_kind(one: Counter[str], other: Counter[str]) -> bool:
    """Whether two sets of answers can be of one list."""
    codes = [all(as_number(label) is not None for label in c) for c in (one, other)]
    if all(codes):
        return True
    if any(codes):
        return False
    if order([*{label_key(a): a for a in [*one, *other]}.values()]) is not None:
        return True
    a, b = ({label_key(label) for label in c if not is_missing_label(label)} for c in (one, other))
    return len(a & b) * 2 > min(len(a), len(b)) > 0


def _chance(block: Draft, counts: Counter[str]) -> bool:
    """Whether it can be by chance that one of the two lacks an answer of the other."""
    total = block.total
    return _lacks(total, counts) >= _CHANCE and _lacks(counts, total) >= _CHANCE


def _lacks(has: Counter[str], other: Counter[str]) -> float:
    keys = {label_key(a) for a in other}
    n, m = sum(has.values()), sum(other.values())
    share = sum(k for label, k in has.items() if label_key(label) not in keys) / n if n else 0.0
    return float((1.0 - share) ** m)


def answers_of(block: Draft) -> tuple[Guess[tuple[Answer, ...]], tuple[Answer, ...], str | None]:
    """Put a block's answers in order as far as the file or known labels tell.

    Returns
    -------
    answers : Guess of tuple of Answer
    missing : tuple of Answer
    gap : str or None
        An answer that seems to lack at one end; the order is then open.
    """
    total = block.total
    spelled: dict[str, Counter[str]] = {}
    for label, n in total.items():
        spelled.setdefault(label_key(label), Counter())[label] += n
    first = block.columns[0]
    if first.labels:
        return _by_file(first, total)
    main = {key: counts.most_common(1)[0][0] for key, counts in spelled.items()}
    made = {
        label: Answer(
            label=label,
            n=sum(spelled[key].values()),
            others=tuple(other for other in spelled[key] if other != label),
        )
        for key, label in main.items()
    }
    if len({m[1] for m in map(_LETTERED.fullmatch, total) if m}) == 1 and all(
        map(_LETTERED.fullmatch, total)
    ):
        lettered = sorted(made.values(), key=lambda a: int(a.label.lstrip(_LETTERS)))
        coded = tuple(Answer(label=a.label, code=a.label, n=a.n) for a in lettered)
        return Guess(value=coded, sure="open", reason=say("order-codes")), (), None
    if all(as_number(label) is not None for label in total):
        ordered = sorted(made.values(), key=lambda a: as_number(a.label) or 0.0)
        coded = tuple(Answer(label=a.label, code=a.label, n=a.n) for a in ordered)
        return Guess(value=coded, sure="open", reason=say("order-codes")), (), None
    strays = _strays(total)
    known = order([label for label in main.values() if label not in strays])
    if known is None and (levels := in_languages([*main.values()])) is not None:
        return _in_levels(levels, made), (), None
    if known is None:
        absent = tuple(made[label] for label in main.values() if is_missing_label(label))
        own = _by_number([a for a in made.values() if a not in absent])
        return Guess(value=own, sure="open", reason=say("order-unknown")), absent, None
    answers = tuple(made[label] for label in known.labels)
    missing = tuple(made[label] for label in known.missing)
    if known.gap is not None:
        reason = say("order-gap", label=known.gap)
        return Guess(value=answers, sure="open", reason=reason), missing, known.gap
    reason = say("order-known", family=known.family)
    if strays:
        reason = say("order-strays", n=sum(total[label] for label in strays))
    return Guess(value=answers, sure="certain", reason=reason), missing, None


def _in_levels(
    levels: Sequence[Sequence[str]], made: Mapping[str, Answer]
) -> Guess[tuple[Answer, ...]]:
    """Join the spellings of each level to one answer, under the one that was given most."""
    answers = []
    for level in levels:
        first, *others = sorted(level, key=lambda label: -made[label].n)
        joined = [first, *others]
        answers.append(
            Answer(
                label=first,
                n=sum(made[label].n for label in joined),
                others=(*others, *(o for label in joined for o in made[label].others)),
            )
        )
    reason = say("order-languages", n=len(levels[0]))
    return Guess(value=tuple(answers), sure="certain", reason=reason)


def _strays(total: Counter[str]) -> frozenset[str]:
    """Return numbers among words that are too few to be answers, as a typing error or a test."""
    numbers = frozenset(label for label in total if as_number(label) is not None)
    rare = sum(total[label] for label in numbers) <= _STRAY * sum(total.values())
    return numbers if rare and len(numbers) < len(total) else frozenset()


def _by_number(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Put answers that each begin with another number in the order of the numbers, else as found.

    As "1 (nooit)", "2", "3 (altijd)": the order is still asked about.
    """
    numbers = [_LEADING.match(a.label.lstrip("\ufeff ")) for a in answers]
    found = [int(m[0]) for m in numbers if m is not None]
    if len(found) < len(answers) or len(set(found)) < len(found):
        return tuple(answers)
    return tuple(a for _, a in sorted(zip(found, answers, strict=True), key=lambda pair: pair[0]))


def _by_file(
    first: Seen, total: Counter[str]
) -> tuple[Guess[tuple[Answer, ...]], tuple[Answer, ...], str | None]:
    """Take the answers from the file's own value labels; its words say the order."""
    codes = {label: code for code, label in first.labels.items()}
    made = {
        label: Answer(label=label, code=code, n=total.get(code, 0))
        for code, label in first.labels.items()
    }
    absent = tuple(made[label] for label, code in codes.items() if code in first.absent)
    own = [label for label, code in codes.items() if code not in first.absent]
    unlabelled = [t for t in total if t not in first.labels and t not in first.absent]
    known = order(own)
    if known is None or unlabelled:
        found = (*(made[label] for label in own),
                 *(Answer(label=t, code=t, n=total[t]) for t in unlabelled))  # fmt: skip
        name = "order-unlabelled" if unlabelled and known is not None else "order-unknown"
        return Guess(value=found, sure="open", reason=say(name)), absent, None
    missing = (*absent, *(made[label] for label in known.missing))
    answers = tuple(made[label] for label in known.labels)
    return (
        Guess(value=answers, sure="certain", reason=say("order-known", family=known.family)),
        missing,
        None,
    )
