"""Every place where JSON is not of the form of a struct; without any of its values.

Reading stops at the first fault. This goes on, for an error that names all at once; it
runs only where something is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from aspiratie.errors import AspiratieError, Problem

__all__ = ["shape_faults"]


def shape_faults(value: object, kind: type[Struct]) -> list[Problem]:
    """Return every fault of parsed JSON that should be of a kind.

    Parameters
    ----------
    value : object
        Parsed JSON.
    kind : type
        The struct that it should be.

    Returns
    -------
    list of Problem
        Places and what is wanted there; no value of the JSON.
    """
    return list(_look(value, kind, "release"))


def _look(value: object, kind: object, where: str) -> Iterator[Problem]:
    found: list[Problem] = []
    struct = _struct_of(value, kind)
    if struct is not None:
        found = list(_look_struct(cast("dict[str, object]", value), struct, where))
    elif isinstance(value, list) and (part := _part_of(kind, tuple)) is not None:
        for i, inner in enumerate(value):
            found += _look(inner, part, f"{where}[{i}]")
    elif isinstance(value, dict) and (part := _part_of(kind, Mapping)) is not None:
        for i, inner in enumerate(value.values()):
            found += _look(inner, part, f"{where}[{i}]")
    if found:
        yield from found
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield Problem(where=where, what=_said(str(error)))
    except AspiratieError as error:
        for problem in error.problems:
            yield Problem(
                where=f"{where}.{problem.where}", what=problem.what, remedy=problem.remedy
            )


def _look_struct(value: dict[str, object], kind: type[Struct], where: str) -> Iterator[Problem]:
    hints = get_type_hints(kind, include_extras=True)
    tag = kind.__struct_config__.tag_field
    for name in kind.__struct_fields__:
        if name not in value:
            yield Problem(where=where, what=f"lacks {name!r}.")
    for place, (name, part) in enumerate(value.items()):
        if name in hints and name in kind.__struct_fields__:
            yield from _look(part, hints[name], f"{where}.{name}")
        elif name != tag:
            yield Problem(where=where, what=f"holds something unknown (entry {place + 1}).")


def _members(kind: object) -> Iterator[object]:
    """Return the kinds of a union, or the kind itself, without annotations."""
    if hasattr(kind, "__metadata__"):
        yield from _members(get_args(kind)[0])
    elif (get_origin(kind) is not None and not isinstance(get_origin(kind), type)) or type(
        kind
    ).__name__ == "UnionType":
        for part in get_args(kind):
            yield from _members(part)
    else:
        yield kind


def _struct_of(value: object, kind: object) -> type[Struct] | None:
    """Return the struct of a union that a mapping means, by its tag."""
    if not isinstance(value, dict):
        return None
    structs = [k for k in _members(kind) if isinstance(k, type) and issubclass(k, Struct)]
    if len(structs) == 1:
        return structs[0]
    for struct in structs:
        config = struct.__struct_config__
        if config.tag_field is not None and value.get(config.tag_field) == config.tag:
            return struct
    return None


def _part_of(kind: object, holder: type) -> object:
    for member in _members(kind):
        origin = get_origin(member)
        if isinstance(origin, type) and issubclass(origin, holder):
            return get_args(member)[1 if holder is Mapping else 0]
    return None


def _said(message: str) -> str:
    """Return what is wanted, of an error that may quote what was found."""
    wanted = re.match(
        r"Expected (`[^`]*`(?: (?:of length|matching regex|>=|<=|>|<) [^,]*)?)", message
    )
    return f"must be {wanted.group(1)}." if wanted else "is none of what is promised."
