"""The attack on letters: may a letter be led back to a school by who holds the named document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from aspiratie.attack.evidence import document_name
from aspiratie.attack.findings import Finding
from aspiratie.disclosure.shape import Letter, LetteredRelease, NamedRelease, Row

__all__ = ["BLOCK", "letter_findings", "linked_findings"]

#: Fewest schools that are told alike.
BLOCK = 3
#: With fewer scales a profile fits somebody by accident.
PROFILE_SCALES = 4
#: A block of which nothing is known.
EVERYTHING = (float("-inf"), float("inf"))


def _finding(document: str, table: str, cell: str, schools: int, what: str) -> Finding:
    return Finding(
        claim="P1", document=document, table=table, cell=cell, low=schools, high=schools, what=what
    )


def letter_findings(region: LetteredRelease) -> Iterator[Finding | None]:
    """Look for letters that are told unlike any others."""
    name, what = document_name(region), f"fewer than {BLOCK} schools are told alike"
    for scale in region.scales:
        alike = Counter((r.value, r.low, r.high, r.label) for r in scale.letters)
        for told, schools in alike.items():
            table = f"letters {scale.name}"
            few = schools < BLOCK
            yield _finding(name, table, str(told[0]), schools, what) if few else None


def linked_findings(named: NamedRelease, lettered: LetteredRelease) -> Iterator[Finding | None]:
    """Match letters with names: in each scale, and over all scales as one profile."""
    name = f"{document_name(named)} + {document_name(lettered)}"
    rows: dict[str, tuple[Row, ...]] = {scale.name: scale.rows for scale in named.scales}
    profile: dict[str, list[set[str]]] = defaultdict(list)
    for scale in lettered.scales:
        own = rows.get(scale.name, ())
        blocks = _block_ends(scale.letters, own)
        for letter in scale.letters:
            low, high = blocks.get(letter.value, EVERYTHING)
            fits = {r.school for r in own if _fits(letter, r)}
            inside = {r.school for r in own if low <= r.shrunken <= high}
            profile[letter.letter].append(fits & inside)
            few = 0 < len(fits) < BLOCK
            what = f"a letter fits fewer than {BLOCK} of the named schools"
            table = f"letters {scale.name}"
            yield _finding(name, table, letter.letter, len(fits), what) if few else None
    whole = {k: set.intersection(*sets) for k, sets in profile.items()}
    scales = max((len(sets) for sets in profile.values()), default=0)
    if scales >= PROFILE_SCALES and _fit_together(whole):
        for known, schools in whole.items():
            what = "a letter is one school by its profile over the scales"
            yield _finding(name, "letters", known, 1, what) if len(schools) == 1 else None


def _fit_together(profiles: Mapping[str, set[str]]) -> bool:
    """Whether every letter can be a school of its own: one letter throughout always can."""
    schools = sorted(set.union(set(), *profiles.values()))
    if not schools:
        return False
    fits = [[school in found for school in schools] for found in profiles.values()]
    matched = maximum_bipartite_matching(csr_array(np.array(fits)), perm_type="column")
    return bool((matched >= 0).all())


def _block_ends(letters: Sequence[Letter], rows: Sequence[Row]) -> dict[float, tuple[float, float]]:
    """Find by each value of a scale's letters the lowest and highest mean that stand for it.

    Blocks are neighbours, so that the lowest value stands for the lowest means of the named
    document, and so on: who holds both knows this without any interval.
    """
    if len(letters) != len(rows):
        return {}
    means, first, out = sorted(r.shrunken for r in rows), 0, {}
    for value, schools in sorted(Counter(r.value for r in letters).items()):
        out[value] = (means[first], means[first + schools - 1])
        first += schools
    return out


def _fits(letter: Letter, row: Row) -> bool:
    inside = letter.low - 0.05 <= row.shrunken <= letter.high + 0.05
    return inside and letter.label in (row.label, "mixed")
