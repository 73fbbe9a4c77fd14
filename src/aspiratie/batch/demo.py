"""A simulated region on disk, ready for a run."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from aspiratie.errors import ParameterError
from aspiratie.simulate import simulate_region, write_region
from aspiratie.simulate.register import write_register

__all__ = ["write_demo"]


def write_demo(folder: Path, *, n_schools: int = 26, seed: int = 1) -> Path:
    """Write a simulated region's exports, a register of its schools, and its parameters files.

    Parameters
    ----------
    folder : Path
        Gets ``data/demo/`` and, where they are not there yet, ``params/demo.yml`` and
        ``params/samenwerkingsverbanden.yml``, which makes a region of each partnership.
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
        template = (resources.files("aspiratie.batch") / "demo.yml").read_text(encoding="utf-8")
        by_partnership = parameters.with_name("samenwerkingsverbanden.yml")
        for path, text in ((parameters, template), (by_partnership, _of_partnerships(template))):
            if not path.exists():
                path.write_text(text, encoding="utf-8")
        region = simulate_region(n_schools=n_schools, seed=seed)
        write_region(region, data)
        write_register(region.schools, data)
    except OSError as error:
        raise ParameterError(
            f"The folder for the demo cannot be written ({error.strerror}). Choose another: "
            "aspiratie demo --folder FOLDER"
        ) from None
    return parameters


def _of_partnerships(template: str) -> str:
    """Return the parameters with a register in place of a name and a list of schools."""
    lines = []
    for line in template.splitlines(keepends=True):
        if line.startswith("schools:"):
            lines.append(
                "register:                    # names, kinds, places and partnerships of schools\n"
                "  secondary: ../data/demo/vestigingen_vo.csv\n"
                "  postcodes: ../data/demo/postcodes.csv\n"
                "partnership: all             # or one, as VO9901\n"
                "boards: all                  # or a list of numbers\n"
            )
        elif not line.startswith("region:"):
            lines.append(line.replace("../reports/demo", "../reports/samenwerkingsverbanden"))
    return "".join(lines)
