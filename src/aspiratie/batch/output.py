"""The folder of a run: releases, pages, and what is known of both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aspiratie.errors import ParameterError

__all__ = ["INDEX", "Output", "file_names", "open_output"]

#: Name of the page that lists the reports.
INDEX = "index.html"
#: Names of files of the run's own.
RESERVED = ("index", "manifest", "run", "parts", "summary")


@dataclass(frozen=True, kw_only=True)
class Output:
    """Where the files of a run are.

    Parameters
    ----------
    folder : Path
        The pages and their index.
    """

    folder: Path

    @property
    def releases(self) -> Path:
        """Folder of the releases."""
        return self.folder / "release"

    @property
    def manifest(self) -> Path:
        """What was made from what."""
        return self.folder / "release" / "manifest.jsonl"

    @property
    def run(self) -> Path:
        """What the run has published, and of what."""
        return self.folder / "release" / "run.json"

    @property
    def parts(self) -> Path:
        """Which regions the run has, each in a folder of its own."""
        return self.folder / "release" / "parts.json"

    @property
    def summary(self) -> Path:
        """What the last run did that made something."""
        return self.folder / "release" / "summary.json"

    @property
    def index(self) -> Path:
        """The page that lists the reports."""
        return self.folder / INDEX

    def release(self, name: str) -> Path:
        """Return the file of a school's release."""
        return self.releases / f"{name}.json"


def open_output(folder: Path) -> Output:
    """Make the folder of a run and make sure that it can be written.

    Raises
    ------
    ParameterError
        If it cannot.
    """
    output = Output(folder=folder)
    probe = output.releases / ".writable"
    try:
        output.releases.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise ParameterError(
            f"The output folder {folder.name!r} cannot be written ({error.strerror}). "
            "Change `output` in the parameters, or the folder's rights."
        ) from None
    return output


def file_names(schools: Iterable[str]) -> dict[str, str]:
    """Return a file name for each school, safe on every system and unlike the others.

    Examples
    --------
    >>> file_names(["01AB00", "a_b", "a/b"])
    {'01AB00': '01AB00', 'a_b': 'a_b', 'a/b': 'a_b-2'}
    """
    used, last, out = set(RESERVED), dict[str, int](), {}
    for school in schools:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "_", school)[:80] or "_"
        # regio.json, regio_letters.json and the like are the region's own.
        stem = re.sub(r"(?i)^regio(?=_|$)", "school_regio", stem)
        name, number = stem, last.get(stem.casefold(), 1)
        while name.casefold() in used:
            number += 1
            name = f"{stem}-{number}"
        last[stem.casefold()] = number
        used.add(name.casefold())
        out[school] = name
    return out
