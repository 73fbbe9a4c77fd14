"""What may leave: the numbers of one school, aggregated and held back where needed.

A release is JSON that a privacy officer can read. Reports are made of nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.schema import schema_problems
from aspiratie.errors import DisclosureError, Problem, ReleaseError

__all__ = ["FORMAT", "VERSION", "Release", "read_release", "write_release"]

FORMAT = "aspiratie.release"
VERSION = 1


@dataclass(frozen=True, eq=False, kw_only=True)
class Release:
    """The published numbers of one school in one wave; whole, right and unchangeable.

    Parameters
    ----------
    data : mapping
        Content as in ``release.schema.json``. It is checked and copied; mappings become
        read-only and lists become tuples.

    Raises
    ------
    ReleaseError
        If the format, version or content is not as promised, or a number is there that
        the release's own rules forbid; every fault at once.
    """

    data: Mapping[str, Any]

    def __post_init__(self) -> None:
        plain = _thaw(self.data)
        problems = _problems(plain)
        if problems:
            n = len(problems)
            heading = f"This is no release as promised: {n} fault{'s' if n != 1 else ''}."
            raise ReleaseError(heading, problems=problems)
        object.__setattr__(self, "data", _freeze(plain))

    def __repr__(self) -> str:
        school, wave = self.data["school"]["id"], self.data["provenance"]["wave"]
        return f"<Release of school {school}, {wave}: {len(self.data['scales'])} scales>"

    def __reduce__(self) -> tuple[Any, tuple[dict[str, Any]]]:
        return _release_of, (self.to_dict(),)

    @property
    def school_id(self) -> str:
        """The school's identifier."""
        return str(self.data["school"]["id"])

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
        """Of the bytes that :func:`write_release` writes."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return a plain copy of the content."""
        plain: dict[str, Any] = _thaw(self.data)
        return plain

    def to_bytes(self) -> bytes:
        """Return the release as JSON in UTF-8; the same content gives the same bytes."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=1)
        return (text + "\n").encode("utf-8")


def _release_of(content: dict[str, Any]) -> Release:
    return Release(data=content)


def read_release(path: str | Path) -> Release:
    """Read a release from its file.

    Parameters
    ----------
    path : str or Path
        A JSON file of :func:`write_release`.

    Returns
    -------
    Release

    Raises
    ------
    ReleaseError
        If there is no such file, it is not JSON, or not a release of this version with
        exactly the promised content.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8")
        content = json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)
    except OSError as error:
        raise ReleaseError(f"{path.name} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ReleaseError(f"{path.name} is not JSON in UTF-8, so it is no release.") from None
    try:
        return Release(data=content)
    except ReleaseError as error:
        raise ReleaseError(f"{path.name}: {error.message}", problems=error.problems) from None


def write_release(release: Release, path: str | Path) -> Path:
    """Write a release; the file is there whole or not at all.

    Parameters
    ----------
    release : Release
        What may leave. A draft or a mapping is refused.
    path : str or Path
        File to write; its folder must be there.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ReleaseError
        If it is not a :class:`Release`, or cannot be written.
    """
    if not isinstance(release, Release):
        raise ReleaseError("Only a Release can be written. Make it with publish_region.")
    path = Path(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(release.to_bytes())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise ReleaseError(f"{path.name} cannot be written: {error.strerror}.") from None
    return path


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands twice")
    return content


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
    if isinstance(content, dict) and content.get("format") == FORMAT:
        version = content.get("version")
        if type(version) is not int or version != VERSION:
            return [
                Problem(
                    where="release.version",
                    what=f"is not version {VERSION}, which this package reads.",
                    remedy="Make the release again with this version: aspiratie prepare.",
                )
            ]
    problems = schema_problems(content)
    if problems:
        return problems
    try:
        rules = DisclosureRules.from_dict(content["rules"])
    except DisclosureError as error:
        return [Problem(where=f"release.rules.{p.where}", what=p.what) for p in error.problems]
    return [*_promises(content, "release", rules), *_names(content)]


def _promises(value: Any, where: str, rules: DisclosureRules) -> Iterator[Problem]:
    """Find numbers that may not be seen by the release's own rules."""
    if isinstance(value, list):
        for i, part in enumerate(value):
            yield from _promises(part, f"{where}[{i}]", rules)
    elif isinstance(value, dict):
        state, few = value.get("state"), f"is about fewer than {rules.n_min} respondents."
        counted = value.get("value", value.get("n"))
        if state == "shown" and isinstance(counted, int) and 0 < counted < rules.n_min:
            yield Problem(where=where, what=few)
        if state == "shown" and "value" not in value and counted == 0:
            yield Problem(where=where, what="is about nobody.")
        if state in ("exact", "below", "above") and value["percent"] in (0, 100):
            yield Problem(where=where, what="tells that all or none gave an answer.")
        if "classes" in value and "step" in value:
            yield from _distribution(value, where, rules)
        for place, (key, part) in enumerate(value.items()):
            inner = f"{where}[{place}]" if where.endswith(".scores") else f"{where}.{key}"
            yield from _promises(part, inner, rules)


def _distribution(value: dict[str, Any], where: str, rules: DisclosureRules) -> Iterator[Problem]:
    bound = rules.bound(value["n"])
    states = [c["share"]["state"] for c in value["classes"]]
    if bound is None:
        yield Problem(where=where, what="is of too few respondents for a distribution.")
        return
    wanted = 1 if set(states) == {"exact"} else bound
    right = {"below": bound, "above": 100 - bound}
    for i, part in enumerate(c["share"] for c in value["classes"]):
        if part["state"] == "exact":
            good = bound <= part["percent"] <= 100 - bound and part["percent"] % wanted == 0
        else:
            good = part.get("percent") == right.get(part["state"])
        if not good:
            yield Problem(where=f"{where}.classes[{i}]", what="is not bounded by the rules.")
    if value["step"] != wanted:
        yield Problem(where=where, what="has another step than its rules ask.")


def _names(content: dict[str, Any]) -> Iterator[Problem]:
    for key in ("scales", "items"):
        names = [part["name"] for part in content[key]]
        if len(set(names)) != len(names):
            yield Problem(where=f"release.{key}", what="holds a name twice.")
    known = {scale["name"] for scale in content["scales"]}
    for key in ("groups", "waves"):
        for i, part in enumerate(content[key]):
            if set(part["scores"]) - known:
                yield Problem(where=f"release.{key}[{i}]", what="scores an unknown scale.")
