"""What a researcher looks at, beyond the functions and results of ``aspiratie`` itself.

:func:`open_study` reads and cleans an export to plain frames; views show the import, the
cleaning, the items and the schools. How results look (`show`, `views`, `document`) stands here
too. These pages rest on answers and are not for publishing. The names are in ``__init__.pyi``.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
