"""What stands between documents and the disk: the attack, and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aspiratie.errors import DisclosureError, Problem
from aspiratie.parameters import RunParameters

if TYPE_CHECKING:
    from aspiratie.attack import Document

__all__ = ["Permission", "may_be_written", "refuse_leaks", "warnings_of"]


class Permission:
    """How earlier documents that stand in the way are accounted for.

    Parameters
    ----------
    recall : str
        Why they were called back; ``""``: they were not.
    not_sent : bool
        Whether they never left.
    """

    def __init__(self, *, recall: str = "", not_sent: bool = False) -> None:
        if recall and not_sent:
            raise DisclosureError(
                "Documents are either recalled or were never sent: give one of both."
            )
        self.recall, self.not_sent = recall, not_sent


def may_be_written(
    documents: Sequence[Document],
    parameters: RunParameters,
    permission: Permission,
    *,
    beside: Sequence[Document] = (),
    tried: bool = False,
) -> tuple[str, ...]:
    """Attack documents together and enter them in the ledger, before any is written.

    Parameters
    ----------
    documents : sequence of release
        All that will be written.
    parameters : RunParameters
        Names the ledger.
    permission : Permission
        How earlier documents are accounted for.
    beside : sequence of release
        Documents of other regions that tell of the same schools.
    tried : bool
        Whether they were attacked already.

    Returns
    -------
    tuple of str
        What a user should know, a line each.

    Raises
    ------
    DisclosureError
        If something follows from them, or they differ from what was published before.
    """
    from aspiratie.ledger import enter  # where nothing is to be written, nothing is imported

    if not tried:
        refuse_leaks(documents, beside=beside)
    entered = enter(
        parameters.ledger,
        documents,
        date=parameters.date,
        recall=permission.recall,
        not_sent=permission.not_sent,
    )
    return (*entered.notes(), *warnings_of(parameters))


def warnings_of(parameters: RunParameters) -> list[str]:
    """Say which rules protect pupils less than the usual ones, a line each."""
    return [
        f"Pupils are protected less than usual: rules, {name}: {value}."
        for name, value in parameters.rules.weakened().items()
    ]


def refuse_leaks(documents: Sequence[Document], *, beside: Sequence[Document] = ()) -> None:
    """Attack documents together, and beside those of other regions.

    Raises
    ------
    DisclosureError
        With everything that follows from them.
    """
    if not documents:
        return
    from aspiratie.attack import attack

    found = attack(documents, beside=beside).findings.to_dict("records")
    if found:
        raise DisclosureError(
            "The documents would reveal something; nothing was written.",
            problems=[
                Problem(
                    where=f"{row['document']}, {row['table']}, {row['cell']}",
                    what=f"{row['what']}.",
                    remedy="Choose another n_min, as one more: means are then rounded otherwise.",
                )
                for row in found
            ],
        )
