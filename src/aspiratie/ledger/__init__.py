"""What was published before, so that later documents do not give it away.

`cells` says which numbers of a document are kept, and whom they are about; `file` keeps them
on disk; `check` refuses documents that say of the same pupils something else than before.
"""

from aspiratie.ledger.cells import Entry, entries_of
from aspiratie.ledger.check import conflicts, enter
from aspiratie.ledger.file import LedgerFile, read_ledger

__all__ = ["Entry", "LedgerFile", "conflicts", "enter", "entries_of", "read_ledger"]
