"""Releases as files: JSON in UTF-8 that a privacy officer can read, checked when it is read."""

from __future__ import annotations

import hashlib
import os
from functools import cache, lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct, ValidationError, json

from aspiratie.disclosure.faults import shape_faults
from aspiratie.disclosure.members import describe_shapes
from aspiratie.disclosure.shape import (
    FORMAT,
    VERSION,
    LetteredRelease,
    NamedRelease,
    RegionRelease,
    SchoolRelease,
)
from aspiratie.errors import DisclosureError, Problem, ReleaseError

__all__ = [
    "Release",
    "parse_release",
    "read_region_release",
    "read_release",
    "read_school_release",
    "ready_to_read",
    "release_bytes",
    "release_schema",
    "sha256_of_release",
    "write_release",
]

#: Any document that may leave.
Release = SchoolRelease | NamedRelease | LetteredRelease

_KINDS: dict[str, type[SchoolRelease] | type[NamedRelease] | type[LetteredRelease]] = {
    "school": SchoolRelease,
    "region": NamedRelease,
    "region_letters": LetteredRelease,
}


class _Header(Struct, frozen=True):
    """What tells what a file is, before the rest of it is read."""

    format: str = ""
    version: int | float | bool | str | None = None
    kind: str = ""


@cache
def _decoder() -> json.Decoder[Release]:
    return json.Decoder(Release)


@cache
def _header() -> json.Decoder[_Header]:
    return json.Decoder(_Header)


def ready_to_read() -> None:
    """Make ready what reads releases, as a process does whose children will read one each."""
    _decoder()
    _header()
    describe_shapes()


def release_bytes(release: Release) -> bytes:
    """Return a release as its file has it; the same content gives the same bytes."""
    return json.format(json.encode(release), indent=1) + b"\n"


def sha256_of_release(release: Release) -> str:
    """Return the digest of a release's file."""
    return hashlib.sha256(release_bytes(release)).hexdigest()


def release_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a release, of a school or a region."""
    schema = json.schema(Release)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Release, version {VERSION}: numbers that may be seen",
        **schema,
    }


def read_release(path: str | Path) -> Release:
    """Read a release, of a school or a region, from its file.

    Parameters
    ----------
    path : str or Path
        A file of :func:`write_release`.

    Returns
    -------
    SchoolRelease, NamedRelease or LetteredRelease

    Raises
    ------
    ReleaseError
        If there is no such file, or it is not a release of this version with exactly the
        promised content; every fault at once, without any value of the file.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReleaseError(f"{path.name} cannot be read: {error.strerror}.") from None
    try:
        return _parse_once(data)
    except ReleaseError as error:
        raise ReleaseError(f"{path.name}: {error.message}", problems=error.problems) from None


def read_school_release(path: str | Path) -> SchoolRelease:
    """Read a school's release; as :func:`read_release`, and a region's is refused."""
    release = read_release(path)
    if not isinstance(release, SchoolRelease):
        raise ReleaseError(f"{Path(path).name} is a region's release, not a school's.")
    return release


def read_region_release(path: str | Path) -> RegionRelease:
    """Read a region's release; as :func:`read_release`, and a school's is refused."""
    release = read_release(path)
    if isinstance(release, SchoolRelease):
        raise ReleaseError(f"{Path(path).name} is a school's release, not a region's.")
    return release


def parse_release(data: bytes) -> Release:
    """Read a release from the bytes of its file.

    Raises
    ------
    ReleaseError
        As :func:`read_release`.
    """
    try:
        found = _decoder().decode(data)
        if json.format(data, indent=-1) == json.encode(found):
            return found
    except (ValidationError, DisclosureError, ReleaseError):
        problems = _faults(data)
        n = len(problems)
        heading = f"This is no release as promised: {n} fault{'s' if n != 1 else ''}."
        raise ReleaseError(heading, problems=problems) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ReleaseError("This is not JSON in UTF-8, so it is no release.") from None
    what = (
        "is not written as this package writes it: a key is missing, stands twice or elsewhere, "
        "or a number has another notation."
    )
    raise ReleaseError(
        "This is no release as promised.",
        problems=[Problem(where="release", what=what, remedy="Make it again: aspiratie prepare.")],
    )


#: The pages of one school are made of the same bytes: its release is parsed and tried once.
_parse_once = lru_cache(maxsize=1)(parse_release)


def _faults(data: bytes) -> list[Problem]:
    """Say everything that is wrong with JSON that is no release."""
    try:
        header = _header().decode(data)
    except ValidationError:
        return [Problem(where="release", what="is no release: its format is not told.")]
    if header.format != FORMAT:
        return [Problem(where="release.format", what=f'must be "{FORMAT}".')]
    if type(header.version) is not int or header.version != VERSION:
        return [
            Problem(
                where="release.version",
                what=f"is not version {VERSION}, which this package reads.",
                remedy="Make the release again with this version: aspiratie prepare.",
            )
        ]
    kind = _KINDS.get(header.kind)
    if kind is None:
        return [Problem(where="release.kind", what=f"must be one of {', '.join(_KINDS)}.")]
    return shape_faults(json.decode(data), kind)


def write_release(release: Release, path: str | Path) -> Path:
    """Write a release; the file is there whole or not at all.

    Parameters
    ----------
    release : SchoolRelease, NamedRelease or LetteredRelease
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
        If it is no release, breaks a promise, or cannot be written.
    """
    if not isinstance(release, Release):
        raise ReleaseError("Only a release can be written. Make it with publish_schools.")
    path, data = Path(path), release_bytes(release)
    parse_release(data)
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise ReleaseError(f"{path.name} cannot be written: {error.strerror}.") from None
    return path
