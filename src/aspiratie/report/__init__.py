"""Room `report`: from a Release and a notebook to one page, checked before it is written.

Only the page of a region has a script, which sorts its schools; no page asks for anything. The
same input gives the same bytes. The names are in ``__init__.pyi``, and are imported when
they are first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
