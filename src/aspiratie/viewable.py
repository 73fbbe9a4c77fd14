"""What every result can do: show itself, and be handed in.

A result knows its numbers and nothing of tables, figures or documents. How it looks stands in
:mod:`aspiratie.research`, far above the rooms that compute; it is looked up by name when a
method is first called, so that no room that computes imports one that displays.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

__all__ = ["Viewable"]

#: Where it stands how results look; never imported by a statement.
_SHOW = "aspiratie.research.show"


def _show() -> Any:
    return import_module(_SHOW)


class Viewable:
    """Methods by which a result is looked at and handed in.

    Examples
    --------
    >>> import aspiratie as asp, pandas as pd
    >>> answers = pd.DataFrame({"a": [1, 2, 4, 5.0], "b": [2, 1, 4, 5.0], "c": [1, 3, 4, 4.0]})
    >>> alpha = asp.cronbach_alpha(answers)
    >>> list(alpha.table().columns)
    ['item_rest', 'alpha_if_dropped']
    >>> alpha.summary().split(". ")[0]
    'Cronbach’s alpha of the sum of 3 items is .93, 95% CI [.51, 1.00], n = 4'
    """

    __slots__ = ()

    def table(self, part: str = "") -> pd.DataFrame:
        """Return the numbers as a tidy frame, unrounded.

        Parameters
        ----------
        part : str
            Which table, where the result has several; the first unless given.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        ParameterError
            If there is no such table; the message names those that there are.
        """
        frame: pd.DataFrame = _show().table(self, part)
        return frame

    def plot(self, *, ax: Any = None) -> Any:
        """Draw the result in colours that the colour-blind and a printer keep apart.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure unless given.

        Returns
        -------
        matplotlib.axes.Axes
        """
        return _show().plot(self, ax)

    def summary(self) -> str:
        """Say in words what was found, on what it rests and what may be claimed.

        Returns
        -------
        str
        """
        text: str = _show().summary(self)
        return text

    def to_html(self) -> str:
        """Return the tables in APA style as HTML that stands by itself.

        Returns
        -------
        str
        """
        text: str = _show().to_html(self)
        return text

    def to_latex(self) -> str:
        r"""Return the tables in APA style as LaTeX.

        Returns
        -------
        str
            Needs ``\usepackage{booktabs, caption}``.
        """
        text: str = _show().to_latex(self)
        return text

    def to_docx(self, path: str | Path) -> Path:
        """Write tables, figure and summary in APA style to a Word document.

        Parameters
        ----------
        path : str or Path
            File to write; its folder must be there.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        ParameterError
            If the file cannot be written.
        """
        written: Path = _show().to_docx(self, path)
        return written

    def _repr_html_(self) -> str:
        text: str = _show().notebook_html(self)
        return text
