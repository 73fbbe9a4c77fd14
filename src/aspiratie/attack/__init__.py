"""Try to undo what is held back, from nothing but published documents.

The proof that documents keep their promises. Whoever holds all of them, of all schools, of the
region and of earlier years, who knows the own answers and who skipped what, must not be able
to find

P1
    a number about 1 to n_min - 1 pupils, or a sum over them more tightly than to the stated
    share of what is possible;
P2
    that an answer was nobody's or everybody's, or the count behind a bounded share.

Everything works on what numbers mean: which pupils does it sum over, and what does it tell of
them (:mod:`aspiratie.disclosure.members`).
"""

from aspiratie.attack.attack import SECONDS, attack
from aspiratie.attack.evidence import Document, Evidence, gather
from aspiratie.attack.findings import AttackReport, Finding
from aspiratie.attack.system import SumSystem

__all__ = [
    "SECONDS",
    "AttackReport",
    "Document",
    "Evidence",
    "Finding",
    "SumSystem",
    "attack",
    "gather",
]
