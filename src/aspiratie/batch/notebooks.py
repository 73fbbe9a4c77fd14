"""Where the notebooks of the package are."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from aspiratie.errors import ParameterError

__all__ = ["find_notebook"]


def find_notebook(name: str, *, beside: Path | None = None) -> Path:
    """Return the path of a notebook.

    Parameters
    ----------
    name : str
        A notebook of the package, as ``"schoolrapport"``, or the path of one's own,
        ending in ``.ipynb``.
    beside : Path, optional
        Folder from which a path of one's own is read.

    Returns
    -------
    Path

    Raises
    ------
    ParameterError
        If there is no such notebook.
    """
    if name.endswith(".ipynb"):
        own = (beside or Path()) / name
        if own.is_file():
            return own.resolve()
        raise ParameterError(f"There is no notebook {own.name!r}. Mend `notebook`.")
    package = Path(str(resources.files("aspiratie")))
    # Installed as a wheel they lie in the package; in a checkout beside src/.
    for folder in (package / "notebooks", package.parents[1] / "notebooks"):
        found = folder / f"{name}.ipynb"
        if found.is_file():
            return found
    raise ParameterError(f"There is no notebook {name!r} in the package. Mend `notebook`.")
