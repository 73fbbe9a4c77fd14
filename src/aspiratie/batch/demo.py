"""A simulated region on disk, ready for a run."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from aspiratie.errors import ParameterError
from aspiratie.simulate import simulate_region, write_region

__all__ = ["write_demo"]


def write_demo(folder: Path, *, n_schools: int = 26, seed: int = 1) -> Path:
    """Write a simulated region's exports and its parameters file.

    Parameters
    ----------
    folder : Path
        Gets ``data/demo/`` and, where it is not there yet, ``params/demo.yml``.
    n_schools : int
        Number of schools.
    seed : int
        Of the simulation.

    Returns
    -------
    Path
        The parameters file.

    Raises
    ------
    ParameterError
        If the folder cannot be written.
    """
    parameters = folder / "params" / "demo.yml"
    try:
        parameters.parent.mkdir(parents=True, exist_ok=True)
        data = folder / "data" / "demo"
        data.mkdir(parents=True, exist_ok=True)
        if not parameters.exists():
            template = resources.files("aspiratie.batch") / "demo.yml"
            parameters.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        write_region(simulate_region(n_schools=n_schools, seed=seed), data)
    except OSError as error:
        raise ParameterError(
            f"The folder for the demo cannot be written ({error.strerror}). Choose another: "
            "aspiratie demo --folder FOLDER"
        ) from None
    return parameters
