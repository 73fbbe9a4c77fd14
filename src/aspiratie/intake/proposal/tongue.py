"""The language of a questionnaire's texts, by the small words that it cannot do without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

__all__ = ["language_of"]

_SMALL = {
    "nl": "de het een ik je mijn van en dat niet op te in is er wat voor aan met zijn ben heb kan "
    "wordt ook om als bij naar",
    "en": "the a an i my of and that not on to in is there what for with are am have can you your "
    "school's we it this at",
    "de": "der die das ein eine ich mein meine von und dass nicht auf zu in ist es was für mit "
    "sind bin habe kann den dem im wir",
    "fr": "le la les un une je mon ma mes de des et que pas à en est il ce pour avec sont suis ai "
    "dans du nous",
    "es": "el la los las un una yo mi de y que no en es lo para con son soy tengo puedo del al su "
    "cómo qué por",
}  # fmt: skip
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_WORD = re.compile(r"[^\W\d_]+(?:'s)?")


def language_of(texts: Iterable[str]) -> str | None:
    """Return the language of most small words; None where too few tell.

    Examples
    --------
    >>> language_of(["I feel at home in my school", "The lessons are fun"])
    'en'
    >>> language_of(["Ik voel me thuis op school"]), language_of(["bel1", "A2"])
    ('nl', None)
    """
    counts: Counter[str] = Counter()
    for text in texts:
        for word in _WORD.findall(text.casefold()):
            counts.update(language for language, words in _WORDS.items() if word in words)
    best = counts.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] * 4 > best[0][1] * 3):
        return None
    return best[0][0]
