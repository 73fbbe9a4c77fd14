from .check import check_mirrors
from .load import (
    parse_codebook,
    read_codebook,
    shipped_codebooks,
    write_codebook_yaml,
)
from .model import (
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
from .rows import write_codebook_xlsx
from .structure import factor_models

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
