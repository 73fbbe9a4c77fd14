"""What a questionnaire means: items, answers, direction, scales and principles.

The names are in ``__init__.pyi``, and are imported when they are first used: a run in which nothing
has changed reads no workbook.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
