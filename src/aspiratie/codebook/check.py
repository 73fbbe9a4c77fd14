"""Rules that hold for a codebook as a whole, and advice that is no fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from aspiratie.codebook.model import Codebook, Field, Scale
from aspiratie.errors import CodebookError, Problem

__all__ = ["MIN_ITEMS", "advice", "check_mirrors", "check_whole"]

#: A condition of fewer items is allowed, with a warning.
MIN_ITEMS = 3
_DENIAL = re.compile(r"\b(oneens|disagree|nooit|never|niet|not|nee|no|geen)\b", re.IGNORECASE)


def check_whole(book: Codebook) -> list[Problem]:
    """Find what no part shows by itself: names used twice, references to nothing.

    Parameters
    ----------
    book : Codebook
        As read, perhaps faulty.

    Returns
    -------
    list of Problem
    """
    return [
        *_names_twice(book),
        *_headings_twice(book),
        *_roles(book),
        *_scales(book),
        *_fields(book),
        *_named_parts(book),
    ]


def advice(book: Codebook) -> list[str]:
    """Say what is allowed but unwise.

    Parameters
    ----------
    book : Codebook
        Without faults.

    Returns
    -------
    list of str
        One sentence each.
    """
    out = []
    for scale in book.scales:
        members = book.items_of(scale.name)
        if (n := len(members)) < MIN_ITEMS:
            out.append(
                f"{scale.name} has {n} item{'s' if n != 1 else ''}; its reliability is hard to "
                f"judge with fewer than {MIN_ITEMS}."
            )
        if len({tuple(c.label.nl.casefold() for c in f.categories) for f in members}) > 1:
            out.append(f"the items of {scale.name} do not have the same answers in words.")
    single = [f.name for f in book.items if f.scale is None and f.name != book.ladder]
    if single and book.informant == "pupil":
        out.append(f"no report shows the answers to {', '.join(single)}: give them a `scale:`.")
    backwards = [f.name for f in book.items if _looks_backwards(f)]
    if backwards:
        out.append(
            f"the answers of {', '.join(backwards)} seem to run from agreement to disagreement; "
            "list them from disagreement to agreement."
        )
    return out


def check_mirrors(pupil: Codebook, other: Codebook) -> None:
    """Check that the items of another informant ask what the pupils' items ask.

    Parameters
    ----------
    pupil : Codebook
        The pupils'.
    other : Codebook
        Of teachers, the team or parents.

    Raises
    ------
    CodebookError
        With every item that mirrors no item of the pupils, or one of another
        scale, direction or number of answers, so that shares of agreement could
        not be compared.

    Examples
    --------
    >>> from aspiratie.codebook import read_codebook
    >>> check_mirrors(read_codebook("aspiratie-leerling"), read_codebook("aspiratie-ouder"))
    """
    twins = {f.name: f for f in pupil.items}
    problems = []
    for item in (f for f in other.items if f.mirrors is not None):
        where = f"{other.source or other.name}, field {item.name}"
        twin = twins.get(str(item.mirrors))
        if twin is None:
            what = f"mirrors {item.mirrors!r}, which is no item of {pupil.name}."
            problems.append(Problem(where=where, what=what))
            continue
        for key, own, theirs in (
            ("scale", item.scale, twin.scale),
            ("direction", item.reversed, twin.reversed),
            ("number of answers", item.n_categories, twin.n_categories),
        ):
            if own != theirs:
                what = f"has another {key} than the pupils' item {twin.name}."
                problems.append(Problem(where=where, what=what, remedy="Make them equal."))
    if problems:
        raise CodebookError(
            f"{other.name} does not mirror {pupil.name} in {len(problems)} respects.",
            problems=problems,
        )


def _looks_backwards(item: Field) -> bool:
    first, last = (item.categories[place].label for place in (0, -1))
    if any(len(label.nl.split()) > 5 for label in (first, last)):
        return False
    return bool(_DENIAL.search(last.nl)) and not _DENIAL.search(first.nl)


def _names_twice(book: Codebook) -> Iterator[Problem]:
    for kind, names in (
        ("principle", [p.name for p in book.principles]),
        ("scale", [s.name for s in book.scales]),
        ("field", [f.name for f in book.fields]),
    ):
        for name in _twice(n for n in names if n):
            yield Problem(where=f"{kind} {name}", what="stands in the codebook twice.")
    scales = {s.name for s in book.scales} - {""}
    for name in sorted(scales & {p.name for p in book.principles}):
        yield Problem(
            where=f"scale {name}", what="has the name of a principle.", remedy="Rename one of them."
        )
    for name in sorted(scales & {f.name for f in book.fields}):
        yield Problem(
            where=f"scale {name}", what="has the name of a field.", remedy="Rename one of them."
        )


def _headings_twice(book: Codebook) -> Iterator[Problem]:
    """Yield every heading by which two fields could claim one column."""
    heads = Counter(
        head
        for f in book.fields
        for head in {
            h.casefold().strip() for h in (f.name, *f.aliases, f.title.nl, f.title.en or "")
        }
        if head
    )
    names = set(_twice(f.name for f in book.fields if f.name))
    for head in sorted(h for h, n in heads.items() if n > 1 and h not in names):
        owners = [
            f.name
            for f in book.fields
            if head
            in {h.casefold().strip() for h in (f.name, *f.aliases, f.title.nl, f.title.en or "")}
        ]
        if len(set(owners)) == 1:
            continue
        yield Problem(
            where=f"alias {head!r}",
            what=f"is the name, title or alias of more than one field: {', '.join(owners)}.",
            remedy="Keep it at one.",
        )


def _roles(book: Codebook) -> Iterator[Problem]:
    for role in _twice(f.role for f in book.fields if f.role not in (None, "open", "intake")):
        yield Problem(
            where=f"role {role}", what="is given to more than one field.", remedy="Choose one."
        )
    if book.role("school") is None:
        yield Problem(where=book.source, what="has no field with `role: school`.")
    if not book.items:
        yield Problem(where=book.source, what="has no items.")


def _scales(book: Codebook) -> Iterator[Problem]:
    principles = [p.name for p in book.principles]
    for s in book.scales:
        if s.principle is not None and s.principle not in principles:
            yield Problem(
                where=f"scale {s.name}",
                what=f"names the unknown principle {s.principle!r}.",
                remedy=f"Known: {_list(principles)}.",
            )
        yield from _members(s, book.items_of(s.name))
    for p in book.principles:
        if not book.conditions_of(p.name):
            yield Problem(where=f"principle {p.name}", what="has no scales.")


def _members(scale: Scale, members: tuple[Field, ...]) -> Iterator[Problem]:
    where = f"scale {scale.name}"
    if not members:
        yield Problem(where=where, what="has no items.", remedy="Give items `scale:` or drop it.")
    if len({f.n_categories for f in members}) > 1:
        yield Problem(
            where=where,
            what="has items with different numbers of answers.",
            remedy="A mean of them has no scale: split it.",
        )


def _fields(book: Codebook) -> Iterator[Problem]:
    scales = [s.name for s in book.scales]
    for f in book.items:
        where = f"field {f.name}"
        if f.scale is not None and f.scale not in scales:
            yield Problem(
                where=where,
                what=f"names the unknown condition or scale {f.scale!r}.",
                remedy=f"Known: {_list(scales)}.",
            )
        if f.reversed and f.scale is None:
            yield Problem(where=where, what="is reversed but belongs to no scale.")
        if f.mirrors is not None and book.informant == "pupil":
            yield Problem(
                where=where,
                what="mirrors another item, but this is the pupils' own codebook.",
                remedy="Put `mirrors:` in the codebook of the other informant.",
            )
    for name in _twice(f.mirrors for f in book.items if f.mirrors is not None):
        yield Problem(where=f"mirrors {name}", what="is named by more than one field.")


def _named_parts(book: Codebook) -> Iterator[Problem]:
    scales = [s.name for s in book.scales]
    if book.profile is not None:
        axes = (book.profile.dreaming, book.profile.doing)
        for axis in dict.fromkeys(axes):
            if axis not in scales:
                yield Problem(where="profile", what=f"names the unknown scale {axis!r}.")
        if axes[0] == axes[1]:
            yield Problem(where="profile", what="has one scale for both axes.")
    if book.ladder is not None:
        rungs = {f.name: f for f in book.items}.get(book.ladder)
        if rungs is None:
            yield Problem(where="ladder", what=f"names the unknown item {book.ladder!r}.")
        elif rungs.scale is not None:
            yield Problem(
                where="ladder",
                what="is an item of a scale, but rungs are no scores.",
                remedy=f"Take `scale:` away from {book.ladder}.",
            )
    if book.outcome is not None:
        if book.outcome not in scales:
            yield Problem(where="outcome", what=f"names the unknown scale {book.outcome!r}.")
        elif book.outcome in {s.name for s in book.scales if s.principle is not None}:
            yield Problem(
                where="outcome",
                what=f"{book.outcome} is a condition itself.",
                remedy="Name a scale without a principle.",
            )


def _twice(values: Iterable[str | None]) -> list[str]:
    return [str(v) for v, n in Counter(values).items() if n > 1]


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(n for n in names if n)) or "none"
