"""Results as what one hands in: tables in APA style, Word documents, a whole study."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
