"""What may leave: numbers are held back, attacked, and kept as releases."""

from __future__ import annotations

from aspiratie.disclosure.attack import AttackReport, attack
from aspiratie.disclosure.ledger import (
    LedgerReport,
    append_ledger,
    check_ledger,
    read_ledger,
)
from aspiratie.disclosure.publish import publish_region, publish_school
from aspiratie.disclosure.release import Release, read_release, write_release
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.schema import release_schema
from aspiratie.disclosure.suppress import publishable_schools

__all__ = [
    "AttackReport",
    "DisclosureRules",
    "LedgerReport",
    "Release",
    "append_ledger",
    "attack",
    "check_ledger",
    "publish_region",
    "publish_school",
    "publishable_schools",
    "read_ledger",
    "read_release",
    "release_schema",
    "write_release",
]
