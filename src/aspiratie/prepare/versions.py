"""Whether codebooks that call themselves the same version ask the same."""

from __future__ import annotations

from collections.abc import Mapping

from aspiratie.codebook import Codebook
from aspiratie.errors import Problem
from aspiratie.intake import Answers

__all__ = ["unlike_versions"]

#: So many names are told.
MOST = 6


def unlike_versions(answers: Mapping[tuple[str, str], Answers]) -> list[Problem]:
    """Return codebooks of one name and version, of which waves would be compared, that differ.

    Parameters
    ----------
    answers : mapping of (informant, wave) to Answers
        Of a run.
    """
    first: dict[tuple[str, str, str], tuple[str, Codebook]] = {}
    problems = []
    for (informant, wave), part in sorted(answers.items(), key=lambda entry: entry[0]):
        book = part.codebook
        other_wave, other = first.setdefault((informant, book.name, book.version), (wave, book))
        differ = _differences(other, book)
        if differ:
            problems.append(
                Problem(
                    where=f"codebooks of the waves {other_wave} and {wave}",
                    what=f"are both {book.name} {book.version}, but {differ}; waves of one version "
                    "are compared as if they asked the same.",
                    remedy="Give the codebook that was changed another `version`, or use one "
                    "codebook for both waves.",
                )
            )
    return problems


def _differences(one: Codebook, other: Codebook) -> str:
    """Say in what two codebooks ask differently; nothing where they do not."""
    ours, theirs = _asked(one), _asked(other)
    apart = sorted(ours.keys() ^ theirs.keys())
    if apart:
        return f"only one has {_listed(apart)}"
    changed = [name for name in ours if ours[name] != theirs[name]]
    return f"they score {_listed(changed)} differently" if changed else ""


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:MOST])}{' and others' if len(names) > MOST else ''}"


def _asked(book: Codebook) -> dict[str, tuple[object, ...]]:
    """Return what a codebook's scores depend on, by the name of scale or item."""
    items = {f.name: (f.scale, f.reversed, f.n_categories) for f in book.items if f.scale}
    return {**{s.name: (s.principle,) for s in book.scales}, **items}
