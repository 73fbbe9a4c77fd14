"""The door: which columns of an export come in, by the codebook's allow-list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from aspiratie.codebook import Codebook
from aspiratie.codebook.text import column_place
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.layout import Layout
from aspiratie.intake.match import Match, match_columns, texts_of
from aspiratie.intake.near import assign
from aspiratie.intake.tools import STANDARD, layout_of

__all__ = [
    "check_match",
    "dropped_columns",
    "fields_found",
    "wanted_columns",
]


#: Faults of one kind that are shown in full.
_SHOWN = 10
_NO_SCHOOL = "; or, if the file is of one school, give its code as `school` in the parameters."
#: Headings less alike than this, of 100, are not proposed.
_NEAR = 60.0


def fields_found(head: Sequence[Sequence[str]], codebook: Codebook) -> int:
    """Count the fields that a table's first rows show, to choose between readings."""

    def found(layout: Layout) -> int:
        return len(match_columns(layout, codebook).fields)

    return found(layout_of(head, found))


def check_match(
    match: Match, layout: Layout, codebook: Codebook, file: str, *, school: str | None = None
) -> None:
    """Refuse headings that are not, or not clearly, those of the questionnaire.

    Raises
    ------
    IntakeError
        If less than half of the items are there, a required column is missing,
        or columns stand for the same field.
    """
    items = [item.name for item in codebook.items]
    found = sum(name in match.fields for name in items)
    problems = list(match.problems) + _some(match.disagreeing, file)
    if found * 2 < len(items):
        what = (
            f"{found} of the codebook's {len(items)} items are among its "
            f"{len(layout.headings)} columns (read as {layout.tool})."
        )
        near = len(_nearest(match, layout, codebook))
        remedy = (
            "Choose the codebook of this questionnaire, or give its items the "
            "export's headings as `aliases`."
        )
        if near:
            what += f" Of its other headings {near} look like items that are worded otherwise."
        elif not any(layout.headings[place].texts for place in match.dropped):
            what += " Its other headings are codes alone, which do not say what was asked."
            remedy = (
                "Export it once more with the texts of the questions above the columns, or "
                "give the codebook's items these codes as `aliases` if you are sure of them."
            )
        raise IntakeError(
            f"{file} does not look like the questionnaire {codebook.name!r}.",
            problems=[
                Problem(
                    where=f"{file}, headings",
                    what=what,
                    remedy=remedy,
                ),
                *problems,
            ],
        )
    nearest: dict[str, int] = {}
    for field in codebook.fields:
        if field.role == "school" and school is not None:
            if field.name in match.fields:
                problems.append(
                    Problem(
                        where=f"{file}, {column_place(match.fields[field.name])}",
                        what="says the school of each row, and the parameters give one school "
                        "for the whole file.",
                        remedy="Take `school` away, or the column.",
                    )
                )
            continue
        if field.name in match.fields or not (field.required or field.role == "school"):
            continue
        nearest = nearest or _nearest(match, layout, codebook)
        names = dict.fromkeys((field.name, *field.aliases, field.title.nl))
        known = ", ".join(repr(name) for name in names)
        what = "the school's column" if field.role == "school" else f"column {field.name}"
        remedy = f"It is known as {known}; add its heading as an alias"
        if field.name in nearest:
            place = nearest[field.name]
            remedy = (
                f"The nearest heading is {layout.headings[place].found.strip()!r}, "
                f"{column_place(place)}; if that is it, add it as an alias"
            )
        problems.append(
            Problem(
                where=f"{file}, headings",
                what=f"{what} is missing.",
                remedy=remedy
                + (", or `required: false`." if field.role != "school" else _NO_SCHOOL),
            )
        )
    if problems:
        raise IntakeError(
            f"The headings of {file} do not fit the codebook {codebook.name!r}.", problems=problems
        )


def _some(problems: Sequence[Problem], file: str) -> list[Problem]:
    """Show the first of many faults of one kind, and count the others."""
    shown = list(problems[:_SHOWN])
    if len(problems) > _SHOWN:
        what = f"{len(problems) - _SHOWN} more columns have a code and a text that disagree."
        shown.append(Problem(where=f"{file}, headings", what=what))
    return shown


def _nearest(match: Match, layout: Layout, codebook: Codebook) -> dict[str, int]:
    """Return the column with the nearest heading for each field that was not found."""
    absent = [f for f in codebook.fields if f.name not in match.fields]
    free = [place for place in match.dropped if layout.headings[place].texts]
    pairs = assign(
        [layout.headings[place].texts for place in free], [texts_of(field) for field in absent]
    )
    return {absent[j].name: free[i] for i, j, score, _ in pairs if score >= _NEAR}


def wanted_columns(
    match: Match, codebook: Codebook, *, open_answers: bool, intake: Collection[str] = ()
) -> dict[str, int]:
    """Return the place of each column to be read: items by name, others by role or name."""
    wanted: dict[str, int] = {}
    for field in codebook.fields:
        if field.name not in match.fields:
            continue
        asked = (field.role == "open" and open_answers) or field.name in intake
        if field.is_item or asked:
            wanted[field.name] = match.fields[field.name]
        elif field.role not in ("open", "intake") and field is codebook.role(str(field.role)):
            wanted[f"role:{field.role}"] = match.fields[field.name]
    for role, place in match.roles.items():
        wanted.setdefault(f"tool:{role}", place)
    return wanted


def dropped_columns(
    match: Match, layout: Layout, codebook: Codebook, wanted: Mapping[str, int]
) -> tuple[tuple[str, str], ...]:
    """Say which columns were dropped and why, in words that hold nothing of a respondent.

    A heading is only told where it is the codebook's own or one that a survey
    tool writes by itself; of the others the place is told, because the first
    row of a file without headings is somebody's answers.
    """
    names = {place: name for name, place in match.fields.items()}
    out = []
    for place in sorted({*match.dropped, *match.fields.values()} - set(wanted.values())):
        if place in names:
            rule = "open_answer" if codebook.field(names[place]).role == "open" else "not_used"
            out.append((rule, names[place]))
            continue
        heading = layout.headings[place]
        own = map(str.strip, (heading.found, *heading.codes, *heading.texts))
        known = [name for name in own if name in STANDARD]
        out.append(("not_in_codebook", " ".join([column_place(place), *known[:1]])))
    return tuple(out)
