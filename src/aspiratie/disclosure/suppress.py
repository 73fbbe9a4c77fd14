"""Merging of small groups, and hiding so that nothing follows by subtraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape.words import Reason, Withheld
from aspiratie.errors import DisclosureError

__all__ = [
    "column_reasons",
    "hides_all",
    "merge_groups",
    "publishable_schools",
]


def merge_groups(sizes: Sequence[int], n_min: int) -> list[list[int]]:
    """Merge groups until none holds 1 … n_min − 1 respondents.

    The smallest group is merged with the next smallest (of equal ones the nearest),
    again and again. Groups without respondents stay as they are.

    Parameters
    ----------
    sizes : sequence of int
        Respondents of each group, in the order of the report.
    n_min : int
        The smallest group that may be seen.

    Returns
    -------
    list of list of int
        Places of the members of each group; groups in the order of their first member.

    Examples
    --------
    >>> merge_groups([40, 38, 35, 12, 4], 10)
    [[0], [1], [2], [3, 4]]
    >>> merge_groups([3, 40, 4, 5], 10)
    [[0, 2, 3], [1]]
    """
    groups = [[i] for i in range(len(sizes))]

    def size(group: list[int]) -> int:
        return sum(sizes[i] for i in group)

    while True:
        filled = [g for g in groups if size(g) > 0]
        if len(filled) < 2:
            return groups
        least = min(filled, key=size)
        if size(least) >= n_min:
            return groups
        rest = [g for g in filled if g is not least]
        partner = min(rest, key=lambda g: (size(g), abs(g[0] - least[0])))
        groups = [g for g in groups if g is not least and g is not partner]
        groups.append(sorted(least + partner))
        groups.sort(key=lambda g: g[0])


def hides_all(hidden: Sequence[int], n_min: int, *, few: bool) -> bool:
    """Whether cells that are hidden together cannot be told apart when their sum is known.

    Parameters
    ----------
    hidden : sequence of int
        The counts of the hidden cells that are not zero.
    n_min : int
        The smallest group that may be seen.
    few : bool
        Whether the reader is told that each is below n_min.

    Examples
    --------
    >>> [hides_all(hidden, 10, few=True) for hidden in ([4, 8], [9, 9], [4])]
    [True, False, False]
    """
    if not hidden:
        return True
    total, k = sum(hidden), len(hidden)
    if k < 2 or total < n_min:
        return False
    low, high = k, (n_min - 1) * k if few else total + 1
    return low < total < high


def column_reasons(
    sizes: Sequence[int], n_min: int, *, total_known: bool = True
) -> list[Reason | None]:
    """Say which cells of one table column are hidden, and by which word.

    Cells of 1 … n_min − 1 respondents are hidden. Where their sum is known they must
    hold n_min respondents in two cells or more and not be determined; else the
    smallest shown cell is hidden too, and every hidden cell is called "complement".

    Parameters
    ----------
    sizes : sequence of int
        Respondents of each cell.
    n_min : int
        The smallest number that may be seen.
    total_known : bool
        Whether the sum of the column is published.

    Returns
    -------
    list of Reason or None
        None where the cell is shown; empty cells are "no_data".

    Raises
    ------
    DisclosureError
        If a single cell is all there is, and is too small.

    Examples
    --------
    >>> column_reasons([30, 4, 20], 10)
    [None, 'complement', 'complement']
    >>> column_reasons([30, 4, 7], 10)
    [None, 'few', 'few']
    """
    reasons: list[Reason | None] = [None if n else "no_data" for n in sizes]
    hidden = [i for i, n in enumerate(sizes) if 0 < n < n_min]
    word: Reason = "few"
    if total_known and hidden and not hides_all([sizes[i] for i in hidden], n_min, few=True):
        word = "complement"
        open_cells = sorted((i for i, n in enumerate(sizes) if n >= n_min), key=lambda i: sizes[i])
        for i in open_cells:
            if hides_all([sizes[j] for j in hidden], n_min, few=False):
                break
            hidden.append(i)
        if not hides_all([sizes[j] for j in hidden], n_min, few=False):
            raise DisclosureError(
                "A table cannot be protected: all that it holds is one small group "
                "of which the total is published."
            )
    for i in hidden:
        reasons[i] = word
    return reasons


def publishable_schools(
    n_by_school: Mapping[str, int], rules: DisclosureRules
) -> tuple[tuple[str, ...], dict[str, Withheld]]:
    """Say which schools get a report.

    Parameters
    ----------
    n_by_school : mapping
        Respondents of each school after cleaning.
    rules : DisclosureRules
        Gives n_min.

    Returns
    -------
    published : tuple of str
        Schools in the order given. Only their pupils may count in figures of the region.
    withheld : dict
        Reason of each other school: ``"few"`` or ``"no_data"``.

    Examples
    --------
    >>> publishable_schools({"01AB00": 120, "02CD00": 9, "03EF00": 0}, DisclosureRules())
    (('01AB00',), {'02CD00': 'few', '03EF00': 'no_data'})
    """
    published = tuple(s for s, n in n_by_school.items() if n >= rules.n_min)
    withheld: dict[str, Withheld] = {
        s: "few" if n else "no_data" for s, n in n_by_school.items() if n < rules.n_min
    }
    return published, withheld
