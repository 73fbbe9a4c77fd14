"""What a questionnaire means: items, answers, direction, scales and principles."""

from aspiratie.codebook.load import parse_codebook, read_codebook, shipped_codebooks
from aspiratie.codebook.model import (
    INFORMANTS,
    ROLES,
    Category,
    Codebook,
    Field,
    MissingValue,
    Principle,
    Profile,
    Scale,
    Text,
)

__all__ = [
    "INFORMANTS",
    "ROLES",
    "Category",
    "Codebook",
    "Field",
    "MissingValue",
    "Principle",
    "Profile",
    "Scale",
    "Text",
    "parse_codebook",
    "read_codebook",
    "shipped_codebooks",
]
