"""Check a document against the schema of releases, with every fault at once.

The schema itself, ``release.schema.json``, is plain JSON Schema (draft 2020-12) and
can be used with any validator. This one knows the keywords used there, never shows a
value of the document in a message, and loads in no time, which counts in a notebook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from aspiratie.errors import Problem

__all__ = ["problems_by", "release_schema", "schema_problems"]

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


@cache
def _schema_text() -> str:
    return (resources.files("aspiratie.disclosure") / "release.schema.json").read_text("utf-8")


@cache
def _schema() -> dict[str, Any]:
    return dict(json.loads(_schema_text()))


def release_schema() -> dict[str, Any]:
    """Return the JSON Schema of a release; a fresh copy."""
    return dict(json.loads(_schema_text()))


def schema_problems(document: object) -> list[Problem]:
    """Return every place where a document is not as the schema promises.

    Parameters
    ----------
    document : object
        Parsed JSON.

    Returns
    -------
    list of Problem
        Empty for a whole and right document; without any of its values.
    """
    return list(_check(document, _schema(), "release"))


def problems_by(document: object, schema: Mapping[str, Any]) -> list[Problem]:
    """Return every place where a document is not as another schema, without $ref, promises."""
    return list(_check(document, schema, "release"))


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "number" and isinstance(value, float):
        return value == value and abs(value) != float("inf")
    return isinstance(value, _TYPES[kind])


def _check(value: object, schema: Mapping[str, Any], where: str) -> Iterator[Problem]:
    while "$ref" in schema:
        schema = _schema()["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "oneOf" in schema:
        yield from _check_one(value, schema["oneOf"], where)
        return
    fault = _fault_of_value(value, schema)
    if fault:
        yield Problem(where=where, what=fault)
        return
    if isinstance(value, dict):
        yield from _check_object(value, schema, where)
    elif isinstance(value, list) and "items" in schema:
        for i, part in enumerate(value):
            yield from _check(part, schema["items"], f"{where}[{i}]")


def _fault_of_value(value: Any, schema: Mapping[str, Any]) -> str | None:
    if "const" in schema and not _same(value, schema["const"]):
        return f"must be {json.dumps(schema['const'])}."
    if "enum" in schema and not any(_same(value, known) for known in schema["enum"]):
        return f"must be one of {json.dumps(schema['enum'])}."
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        return f"must be {' or '.join(kinds)}."
    if _is(value, "number"):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            return "is out of its range."
    elif isinstance(value, str):
        if len(value) < schema.get("minLength", 0):
            return "is empty."
        if "pattern" in schema and not re.search(schema["pattern"], value):
            return "is not of the form that is promised."
    elif isinstance(value, list):
        size = len(value)
        if size < schema.get("minItems", size) or size > schema.get("maxItems", size):
            return "has too few or too many entries."
    return None


def _same(value: object, known: object) -> bool:
    return type(value) is type(known) and value == known


def _check_object(
    value: dict[str, Any], schema: Mapping[str, Any], where: str
) -> Iterator[Problem]:
    known: Mapping[str, Any] = schema.get("properties", {})
    rest = schema.get("additionalProperties", True)
    for key in schema.get("required", ()):
        if key not in value:
            yield Problem(where=where, what=f"lacks {key!r}.")
    for place, (key, part) in enumerate(value.items()):
        if key in known:
            yield from _check(part, known[key], f"{where}.{key}")
        elif isinstance(rest, Mapping):
            yield from _check(part, rest, f"{where}[{place}]")
        elif rest is False:
            yield Problem(where=where, what=f"holds something unknown (entry {place + 1}).")


def _check_one(value: object, branches: list[Mapping[str, Any]], where: str) -> Iterator[Problem]:
    found = [list(_check(value, branch, where)) for branch in branches]
    if any(not problems for problems in found):
        return
    if value is None or not isinstance(value, dict):
        yield Problem(where=where, what="is not of any form that is promised.")
        return
    # the branch of which the state is right, or that comes nearest
    yield from min(found, key=lambda ps: (any(p.where.endswith(".state") for p in ps), len(ps)))
