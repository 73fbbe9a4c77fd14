"""What may leave of a region: one document of the schools of one sector, named or lettered."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

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

FORMAT = "aspiratie.release"
VERSION = 1


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionRelease:
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

    data: Mapping[str, Any]

    def __post_init__(self) -> None:
        plain = _thaw(self.data)
        problems = _problems(plain)
        if problems:
            n = len(problems)
            heading = f"This is no region's release as promised: {n} fault{'s' if n != 1 else ''}."
            raise ReleaseError(heading, problems=problems)
        object.__setattr__(self, "data", _freeze(plain))

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

    @property
    def wave(self) -> str:
        """The school year or round."""
        return str(self.data["provenance"]["wave"])

    @property
    def rules(self) -> DisclosureRules:
        """The rules by which numbers were held back."""
        return DisclosureRules.from_dict(self.data["rules"])

    @property
    def sha256(self) -> str:
        """Of the bytes that :func:`write_region_release` writes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return a plain copy of the content."""
        plain: dict[str, Any] = _thaw(self.data)
        return plain

    def to_bytes(self) -> bytes:
        """Return the release as JSON in UTF-8; the same content gives the same bytes."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=1)
        return (text + "\n").encode("utf-8")


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
    path = Path(path)
    try:
        content = json.loads(path.read_bytes().decode("utf-8"), parse_constant=_refuse)
    except OSError as error:
        raise ReleaseError(f"{path.name} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ReleaseError(f"{path.name} is not JSON in UTF-8, so it is no release.") from None
    try:
        return RegionRelease(data=content)
    except ReleaseError as error:
        raise ReleaseError(f"{path.name}: {error.message}", problems=error.problems) from None


def write_region_release(release: RegionRelease, path: str | Path) -> Path:
    """Write a region's release; the file is there whole or not at all.

    Raises
    ------
    ReleaseError
        If it is no :class:`RegionRelease`, or cannot be written.
    """
    if not isinstance(release, RegionRelease):
        raise ReleaseError("Only a RegionRelease can be written. Make it with publish_named.")
    path = Path(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(release.to_bytes())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise ReleaseError(f"{path.name} cannot be written: {error.strerror}.") from None
    return path


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


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _thaw(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _thaw(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_thaw(part) for part in value]
    return value


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _freeze(part) for key, part in value.items()})
    if isinstance(value, list):
        return tuple(_freeze(part) for part in value)
    return value


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
