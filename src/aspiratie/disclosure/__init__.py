"""What may leave: numbers are held back, attacked, and kept as releases."""

from aspiratie.disclosure.account import HiddenCells, hidden_cells
from aspiratie.disclosure.files import (
    Release,
    read_region_release,
    read_release,
    read_school_release,
    release_bytes,
    release_schema,
    sha256_of_release,
    write_release,
)
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    LetteredRelease,
    NamedRelease,
    RegionRelease,
    SchoolRelease,
)

__all__ = [
    "DisclosureRules",
    "HiddenCells",
    "LetteredRelease",
    "NamedRelease",
    "RegionRelease",
    "Release",
    "SchoolRelease",
    "hidden_cells",
    "read_region_release",
    "read_release",
    "read_school_release",
    "release_bytes",
    "release_schema",
    "sha256_of_release",
    "write_release",
]
