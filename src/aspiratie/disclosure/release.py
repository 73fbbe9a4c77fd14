"""What may leave: the numbers of one school, aggregated and held back where needed.

A release is JSON that a privacy officer can read. Reports are made of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aspiratie.disclosure.document import FORMAT, VERSION, Document, write_document
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.schema import schema_problems
from aspiratie.errors import DisclosureError, Problem, ReleaseError

__all__ = ["FORMAT", "VERSION", "Release", "read_release", "write_release"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Release(Document):
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

    @staticmethod
    def problems_of(content: Any) -> list[Problem]:
        """Return what is not as promised."""
        return _problems(content)

    def __repr__(self) -> str:
        school, wave = self.data["school"]["id"], self.data["provenance"]["wave"]
        return f"<Release of school {school}, {wave}: {len(self.data['scales'])} scales>"

    @property
    def school_id(self) -> str:
        """The school's identifier."""
        return str(self.data["school"]["id"])


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
    return Release.read(path)


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
    return write_document(release, path)


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
