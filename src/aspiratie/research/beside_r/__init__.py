"""The same numbers from R on open data: to check, to teach, and for the validation page.

Data sets and R's numbers are made by ``tests/reference/open_data.R``; the sets come from R
packages under the GPL.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
