"""A text in the two languages of the project, or in the language that respondents read."""

from __future__ import annotations

import msgspec

__all__ = ["Text"]


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text in Dutch with its English counterpart.

    `language` is that of `nl` where it is not Dutch: a question is told as it was asked.
    ``""`` is a text that was written for the reports, in whichever language they are.

    Examples
    --------
    >>> Text(nl="Erbij horen", en="Belonging").of("en")
    'Belonging'
    >>> Text(nl="Erbij horen").of("en")
    'Erbij horen'
    """

    nl: str
    en: str | None = None
    language: str = "nl"

    def of(self, language: str) -> str:
        """Return the text in a language; Dutch where no other is given."""
        return self.en if language == "en" and self.en else self.nl

    def foreign(self, language: str) -> str:
        """Return the language of :meth:`of` where it is another than asked for, else ``""``.

        Examples
        --------
        >>> Text(nl="Erbij horen").foreign("en"), Text(nl="Erbij horen").foreign("nl")
        ('nl', '')
        >>> Text(nl="I belong here", language="en").foreign("nl")
        'en'
        """
        own = "en" if language == "en" and self.en else self.language
        return "" if own == language else own
