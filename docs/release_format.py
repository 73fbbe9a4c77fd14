"""Write the page on the form of a release, from the structs that define it.

python docs/release_format.py
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import inspect as shapes

from aspiratie.disclosure.shape import VERSION, LetteredRelease, NamedRelease, SchoolRelease

#: What the shape says of numbers, labels and places.
DECLARED = ("meaning", "narrows", "over")
PAGE = Path(__file__).with_name("en") / "release-format.md"

HEAD = f"""# The form of a release

<!-- Made by docs/release_format.py from the structs in aspiratie.disclosure.shape. -->

What may leave is written as JSON in UTF-8, one file a document: a school's, and of a region one
with names and one with letters. This is version {VERSION}; a file of another version is refused
with a sentence. Reading a file checks it whole: nothing unknown, nothing lacking, no key twice, and
no number that the release's own rules forbid. The same definition gives the JSON Schema:
`aspiratie.disclosure.release_schema()`.

A number that may be held back has a `state`: `shown`, or `hidden` with a `reason`; a share can be
`exact`, `below` or `above` a bound. *Of* says what a number is, and which label of the same place
picks out the pupils that it sums over; that is what the attack reads.
"""


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    seen: dict[str, None] = {}
    for document in (SchoolRelease, NamedRelease, LetteredRelease):
        for kind in _structs(shapes.type_info(document)):
            if kind.__name__ not in seen:
                seen[kind.__name__] = None
                parts.append(_section(kind))
    return "\n".join(parts)


def _structs(info: shapes.Type) -> Iterator[type[msgspec.Struct]]:
    """Return a struct and those inside it, from the whole to the parts."""
    queue, found = [info], dict[type[msgspec.Struct], None]()
    while queue:
        part = queue.pop(0)
        if isinstance(part, shapes.StructType):
            if part.cls in found:
                continue
            found[part.cls] = None
            queue += [field.type for field in part.fields]
        else:
            queue += list(_inside(part))
    yield from found


def _inside(info: shapes.Type) -> Iterator[shapes.Type]:
    if isinstance(info, shapes.Metadata):
        yield info.type
    elif isinstance(info, shapes.UnionType):
        yield from info.types
    elif isinstance(info, shapes.DictType):
        yield info.value_type
    elif isinstance(info, shapes.VarTupleType):
        yield info.item_type
    elif isinstance(info, shapes.TupleType):
        yield from info.item_types


def _section(kind: type[msgspec.Struct]) -> str:
    info = shapes.type_info(kind)
    if not isinstance(info, shapes.StructType):
        raise TypeError(kind)
    lines = [
        f"## {kind.__name__}",
        "",
        inspect.cleandoc(kind.__doc__ or "").split("\n\nParam")[0],
        "",
    ]
    lines += ["| field | form | of |", "| --- | --- | --- |"]
    if info.tag_field:
        lines.append(f"| `{info.tag_field}` | `{info.tag}` | |")
    for field in info.fields:
        lines.append(f"| `{field.name}` | {_form(field.type)} | {_of(field.type)} |")
    return "\n".join([*lines, ""])


def _form(info: shapes.Type) -> str:
    match info:
        case shapes.Metadata():
            return _form(info.type)
        case shapes.UnionType():
            return " or ".join(_form(part) for part in info.types)
        case shapes.StructType():
            return f"[{info.cls.__name__}](#{info.cls.__name__.lower()})"
        case shapes.DictType():
            return f"by {_form(info.key_type)}: {_form(info.value_type)}"
        case shapes.VarTupleType():
            return f"list of {_form(info.item_type)}"
        case shapes.TupleType():
            return "pair of " + " and ".join(_form(part) for part in info.item_types)
        case shapes.LiteralType():
            return ", ".join(f"`{value}`" if value != "" else "empty" for value in info.values)
        case shapes.IntType():
            return f"whole number{_range(info)}"
        case shapes.FloatType():
            return f"number{_range(info)}"
        case shapes.StrType():
            return "text"
        case shapes.BoolType():
            return "true or false"
        case shapes.NoneType():
            return "null"
        case _:
            raise TypeError(info)


def _range(info: shapes.IntType | shapes.FloatType) -> str:
    low, high = info.ge, info.le
    if low is None:
        return ""
    return f", {low:g} or more" if high is None else f", {low:g} to {high:g}"


def _of(info: shapes.Type) -> str:
    """Return what a number is, whom a label picks out, and whom else a place is about."""
    told = []
    while True:
        extra: Mapping[str, object] = {}
        if isinstance(info, shapes.Metadata):
            extra, info = info.extra or {}, info.type
        told += [_told(name, extra[name], extra.get("step")) for name in DECLARED if name in extra]
        if isinstance(info, shapes.DictType):
            info = info.key_type
        elif isinstance(info, shapes.VarTupleType):
            info = info.item_type
        elif isinstance(info, shapes.UnionType):
            info = info.types[0]
        elif not isinstance(info, shapes.Metadata):
            return "; ".join(dict.fromkeys(part for part in told if part))


def _told(name: str, value: object, step: object) -> str:
    if name == "narrows":
        return f"picks out: {value}"
    if name == "over" and isinstance(value, Mapping):
        return "about: " + ", ".join(f"{k} {v or 'any'}" for k, v in value.items())
    if value == "design":
        return ""
    return f"{value}, in steps of {step:g}" if isinstance(step, float | int) else str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
