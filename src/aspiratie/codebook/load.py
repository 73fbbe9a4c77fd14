"""Read a codebook from YAML or xlsx; refuse a faulty one with every fault at once."""

from __future__ import annotations

import hashlib
import warnings
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from aspiratie.codebook.check import advice, check_whole
from aspiratie.codebook.guard import check_workbook, guarded
from aspiratie.codebook.model import Codebook
from aspiratie.codebook.parts import PartReader
from aspiratie.codebook.xlsx import xlsx_to_document
from aspiratie.codebook.yaml_text import yaml_to_document
from aspiratie.errors import CodebookError, CodebookWarning, Problem

__all__ = ["parse_codebook", "read_codebook", "shipped_codebooks", "write_codebook_yaml"]


def shipped_codebooks() -> tuple[str, ...]:
    """Return the names of the codebooks that come with the package.

    Returns
    -------
    tuple of str
        What :func:`read_codebook` takes in place of a file.

    Examples
    --------
    >>> shipped_codebooks()
    ('aspiratie-leerkracht', 'aspiratie-leerling', 'aspiratie-ouder', 'aspiratie-team')
    """
    folder = resources.files("aspiratie") / "codebooks"
    return tuple(sorted(f.name[:-4] for f in folder.iterdir() if f.name.endswith(".yml")))


def read_codebook(source: str | Path) -> Codebook:
    """Read a codebook by the name of a shipped one, or from a YAML or xlsx file.

    Parameters
    ----------
    source : str or Path
        ``"aspiratie-leerling"`` or another name of :func:`shipped_codebooks`, or
        a path ending in ``.yml``, ``.yaml`` or ``.xlsx``.

    Returns
    -------
    Codebook
        Checked and whole.

    Raises
    ------
    CodebookError
        With every fault of the file: where, the rule and the remedy.

    Warns
    -----
    CodebookWarning
        Where a condition has fewer than three items, or items of unequal
        answers, or answers that seem to run from agreement to disagreement.

    Examples
    --------
    >>> read_codebook("aspiratie-leerling").conditions[0].title.nl
    'Erbij horen'
    """
    if isinstance(source, str) and source in shipped_codebooks():
        data = (resources.files("aspiratie") / "codebooks" / f"{source}.yml").read_bytes()
        document, problems = yaml_to_document(data, f"{source}.yml")
        return _parse(document, f"{source}.yml", hashlib.sha256(data).hexdigest(), problems)
    path = Path(source)
    if "\x00" in str(source) or not path.is_file():
        names = ", ".join(shipped_codebooks())
        raise CodebookError(
            f"There is no codebook {path.name!r}: neither a file nor a shipped name ({names})."
        )
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with guarded(path.name):
        if path.suffix.lower() == ".xlsx":
            check_workbook(path)
            document, problems = xlsx_to_document(path)
        else:
            document, problems = yaml_to_document(path.read_bytes(), path.name)
    return _parse(document, path.name, sha256, problems)


def parse_codebook(document: object, *, source: str = "codebook", sha256: str = "") -> Codebook:
    """Make a codebook from a document of mappings and lists.

    Parameters
    ----------
    document : mapping
        Keys as in a shipped YAML file.
    source, sha256 : str
        For messages and provenance.

    Returns
    -------
    Codebook

    Raises
    ------
    CodebookError
        With every fault found.

    Warns
    -----
    CodebookWarning
        As :func:`read_codebook`.
    """
    return _parse(document, source, sha256, [])


def write_codebook_yaml(workbook: str | Path, target: str | Path) -> None:
    """Write a workbook's codebook as YAML, for who wants to keep it as text.

    Parameters
    ----------
    workbook : path
        As :func:`aspiratie.codebook.write_codebook_xlsx` writes it, filled in.
    target : path
        Ends in ``.yml``; must not be there yet.

    Raises
    ------
    CodebookError
        With every fault of the workbook, or if the target is there or cannot be written.
    """
    path, target = Path(workbook), Path(target)
    read_codebook(path)
    document, _ = xlsx_to_document(path)
    try:
        with target.open("x", encoding="utf-8") as file:
            yaml.safe_dump(
                _without_blanks(document), file, allow_unicode=True, sort_keys=False, width=100
            )
    except OSError as error:
        raise CodebookError(f"{target.name} cannot be written ({error.strerror}).") from None


def _without_blanks(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_blanks(value) for key, value in part.items() if value is not None}
    return [_without_blanks(entry) for entry in part] if isinstance(part, list) else part


def _parse(document: object, source: str, sha256: str, problems: list[Problem]) -> Codebook:
    reader = PartReader(source, problems)
    with guarded(source):
        codebook = reader.codebook(document, sha256)
        if codebook is not None:
            reader.problems.extend(check_whole(codebook))
    if codebook is None or reader.problems:
        n = len(reader.problems)
        heading = f"The codebook {source} has {n} fault{'s' if n != 1 else ''}."
        raise CodebookError(heading, problems=reader.problems)
    for text in advice(codebook):
        warnings.warn(CodebookWarning(f"{source}: {text}"), stacklevel=4)
    return codebook
