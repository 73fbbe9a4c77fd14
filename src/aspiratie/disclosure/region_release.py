"""What may leave of a region: one document of the schools of one sector, named or lettered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, ClassVar

from aspiratie.disclosure.document import Document, write_document
from aspiratie.disclosure.region_rules import Pupils, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.schema import problems_by
from aspiratie.errors import DisclosureError, Problem, ReleaseError

__all__ = [
    "RegionRelease",
    "is_region",
    "read_region_release",
    "region_schema",
    "write_region_release",
]


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionRelease(Document):
    """The published numbers of the schools of one sector; whole, right and unchangeable.

    Parameters
    ----------
    data : mapping
        Content as in ``region.schema.json``. It is checked and copied; mappings become
        read-only and lists become tuples.

    Raises
    ------
    ReleaseError
        If the content is not as promised, or a number is there that the release's own
        rules forbid; every fault at once.
    """

    called: ClassVar[str] = "region's release"

    @staticmethod
    def problems_of(content: Any) -> list[Problem]:
        """Return what is not as promised."""
        return _problems(content)

    def __repr__(self) -> str:
        schools = self.data["participation"]["schools"]
        return f"<RegionRelease {self.variant}, {self.sector}, {self.wave}: {schools} schools>"

    @property
    def variant(self) -> str:
        """``named`` or ``lettered``."""
        return str(self.data["variant"])

    @property
    def sector(self) -> str:
        """``po``, ``vo`` or ``all``."""
        return str(self.data["sector"])


def is_region(content: object) -> bool:
    """Whether a parsed document calls itself a region's release."""
    return isinstance(content, Mapping) and content.get("kind") == "region"


def read_region_release(path: str | Path) -> RegionRelease:
    """Read a region's release from its file.

    Raises
    ------
    ReleaseError
        If there is no such file, it is not JSON, or not as promised.
    """
    return RegionRelease.read(path)


def write_region_release(release: RegionRelease, path: str | Path) -> Path:
    """Write a region's release; the file is there whole or not at all.

    Raises
    ------
    ReleaseError
        If it is no :class:`RegionRelease`, or cannot be written.
    """
    if not isinstance(release, RegionRelease):
        raise ReleaseError("Only a RegionRelease can be written. Make it with publish_named.")
    return write_document(release, path)


@cache
def _schema_text() -> str:
    return (resources.files("aspiratie.disclosure") / "region.schema.json").read_text("utf-8")


def region_schema() -> dict[str, Any]:
    """Return the JSON Schema of a region's release; a fresh copy."""
    return dict(json.loads(_schema_text()))


@cache
def _whole_schema() -> dict[str, Any]:
    """Return the schema with every reference filled in."""
    schema = region_schema()
    parts = schema["$defs"]

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            if "$ref" in value:
                return filled(parts[value["$ref"].rsplit("/", 1)[1]])
            return {key: filled(part) for key, part in value.items()}
        return [filled(part) for part in value] if isinstance(value, list) else value

    return {key: filled(part) for key, part in schema.items() if key != "$defs"}


def _problems(content: Any) -> list[Problem]:
    problems = problems_by(content, _whole_schema())
    if problems:
        return problems
    try:
        rules = DisclosureRules.from_dict(content["rules"])
    except DisclosureError as error:
        return [Problem(where=f"release.rules.{p.where}", what=p.what) for p in error.problems]
    return [*_small(content, rules), *_variant(content)]


def _small(content: Any, rules: DisclosureRules) -> Iterator[Problem]:
    """Find numbers about too few pupils or schools."""
    few = f"is about fewer than {rules.n_min} respondents."
    for i, row in enumerate(content["participation"]["rows"]):
        if row["n"] < rules.n_min:
            yield Problem(where=f"release.participation.rows[{i}]", what=few)
    for scale in content["scales"]:
        where = f"release.scales {scale['name']}"
        if any(row["n"] < rules.n_min for row in scale["rows"]):
            yield Problem(where=where, what=few)
        marks = [scale["region"], *(t["score"] for t in scale["types"])]
        for mark in marks:
            if mark["state"] == "shown" and region_fault(
                Pupils(n=mark["n"], schools=mark["schools"], largest=0), rules
            ):
                yield Problem(where=where, what="is about too few schools or pupils.")
    for item in content["items"]:
        spread = item["distribution"]
        shares = [c["share"] for c in spread.get("classes", ())] + [item["no_opinion"]]
        if any(s["state"] == "exact" and s["percent"] in (0, 100) for s in shares):
            yield Problem(
                where=f"release.items {item['name']}",
                what="tells that all or none gave an answer.",
            )


def _variant(content: Any) -> Iterator[Problem]:
    named = content["variant"] == "named"
    part = content["participation"]
    for scale in content["scales"]:
        if scale["letters" if named else "rows"]:
            yield Problem(where=f"release.scales {scale['name']}", what="is of the other variant.")
    if not named and (part["rows"] or any(s["id"] or s["name"] for s in part["left_out"])):
        yield Problem(where="release.participation", what="names schools beside letters.")
