"""All that a reader sees in words: the catalogue in two languages, and how numbers are written.

``catalogue`` looks a sentence up by its name, with its variables filled in; ``numbers`` writes
numbers as a language does; the sentences stand in a folder for each language (Project Fluent),
a file for each page, with equal names and equal variables. No other module holds a sentence.
"""

from aspiratie.texts.catalogue import Messages, messages_in
from aspiratie.texts.numbers import LANGUAGES, NBSP, Numbers, check_language

__all__ = ["LANGUAGES", "NBSP", "Messages", "Numbers", "check_language", "messages_in"]
