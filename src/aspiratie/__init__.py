"""School surveys of the aspiration model, from export to report.

>>> import aspiratie as asp
>>> book = asp.read_codebook("aspiratie-leerling")
>>> [condition.title.en for condition in book.conditions][:2]
['Belonging', 'Heroes']

The names below are for researchers; the command line is :mod:`aspiratie.cli`. They are
imported when they are first used, so that ``import aspiratie`` costs nothing. The one list of them
is ``__init__.pyi``, which a type checker reads as it is.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
