"""How each kind of result looks: a module a room, a function a class.

A view is tables, a drawing and sentences; :mod:`aspiratie.research.show` and
:mod:`aspiratie.research.document` turn it into HTML, LaTeX, Word and figures. A new result
class derives from :class:`aspiratie.viewable.Viewable` and has a plain view at once; a better
one is a function registered with :func:`view` in the module named for its room.
"""

from aspiratie.research.views.view import Sheet, View, view, view_of

__all__ = ["Sheet", "View", "view", "view_of"]
