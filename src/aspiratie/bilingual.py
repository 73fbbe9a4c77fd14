"""A text in the two languages of the project."""

from __future__ import annotations

import msgspec

__all__ = ["Text"]


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text in Dutch with its English counterpart.

    Examples
    --------
    >>> Text(nl="Erbij horen", en="Belonging").of("en")
    'Belonging'
    >>> Text(nl="Erbij horen").of("en")
    'Erbij horen'
    """

    nl: str
    en: str | None = None

    def of(self, language: str) -> str:
        """Return the text in a language; Dutch where no other is given."""
        return self.en if language == "en" and self.en else self.nl
