"""What a questionnaire means: items, answers, direction, scales and principles."""

from aspiratie.codebook.check import check_mirrors
from aspiratie.codebook.load import (
    parse_codebook,
    read_codebook,
    shipped_codebooks,
    write_codebook_yaml,
)
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
from aspiratie.codebook.rows import write_codebook_xlsx
from aspiratie.codebook.structure import factor_models

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
    "check_mirrors",
    "factor_models",
    "parse_codebook",
    "read_codebook",
    "shipped_codebooks",
    "write_codebook_xlsx",
    "write_codebook_yaml",
]
