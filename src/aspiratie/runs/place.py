"""The private folder of a run: beside the folder of what may be sent, never in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from aspiratie.batch.private import PERSONAL, write_private
from aspiratie.errors import ParameterError
from aspiratie.report import clear_failure
from aspiratie.texts import LANGUAGES, Messages

__all__ = ["Place", "clear_stale", "open_place"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the pages of one notebook are.

    Parameters
    ----------
    folder : Path
        The pages; only its owner can read it.
    """

    folder: Path

    @property
    def answers(self) -> Path:
        """Folder of the answers that the notebooks read; those of a failed one stay."""
        return self.folder / "answers"

    @property
    def region(self) -> Path:
        """Everybody's answers, where notebooks read them."""
        return self.folder / "region.parquet"

    def answers_of(self, name: str) -> Path:
        """Return the file of one part's answers."""
        return self.answers / f"{name}.parquet"

    @property
    def failed(self) -> Path:
        """Folder of what failed: reason, traceback and notebook."""
        return self.folder / "failed"

    @property
    def manifest(self) -> Path:
        """What was made from what."""
        return self.folder / "manifest.jsonl"

    @property
    def summary(self) -> Path:
        """What the last run did."""
        return self.folder / "summary.json"


def open_place(output: Path, name: str) -> Place:
    """Make the private folder of a notebook's pages.

    Parameters
    ----------
    output : Path
        The folder of the reports, beside which it comes to stand.
    name : str
        Of the notebook and of how answers are cut.

    Raises
    ------
    ParameterError
        If it cannot be made.
    """
    above = output.with_name(f"{output.name}{PERSONAL}")
    place = Place(folder=above / name)
    try:
        for folder in (above, place.folder, place.answers):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        told = "\n\n".join(Messages(language)("personal-folder") for language in LANGUAGES)
        write_private(above / "LEES-MIJ.txt", f"{told}\n".encode())
        # Never in a repository, whatever its own list says.
        write_private(above / ".gitignore", b"*\n")
    except OSError as error:
        raise ParameterError(
            f"The private folder {above.name!r} cannot be written ({error.strerror})."
        ) from None
    return place


def clear_stale(place: Place, made: Iterable[str], names: Collection[str]) -> None:
    """Remove what earlier runs made of schools and groups that are no more.

    Parameters
    ----------
    place : Place
    made : iterable of str
        What earlier runs made; nothing else is touched.
    names : collection of str
        What there is now.
    """
    for name in made:
        if name not in names:
            (place.folder / f"{name}.html").unlink(missing_ok=True)
    for file in place.answers.glob("*.parquet"):
        if file.stem not in names:
            file.unlink()
    for folder in place.failed.iterdir() if place.failed.is_dir() else ():
        if folder.name not in names and (folder / "reason.txt").is_file():
            clear_failure(place.failed, folder.name)
