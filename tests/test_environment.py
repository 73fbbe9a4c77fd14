"""The conda environment and pyproject.toml ask for the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def _asked(lines: list[str]) -> dict[str, str]:
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): str(r.specifier) for r in requirements}


def test_environment_agrees_with_pyproject(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = _asked([*project["dependencies"], *extras["pdf"]])
    wanted["python"] = project["requires-python"]

    environment = yaml.safe_load((root / "environment.yml").read_text())
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    lines.remove("pip")
    assert _asked(lines) == wanted
    assert environment["channels"] == ["conda-forge"]


def test_constraints_hold_every_direct_dependency_within_its_bounds(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    locked = {}
    for line in (root / "constraints.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, version = line.split("==")
            locked[canonicalize_name(name)] = version
    extras = project["optional-dependencies"]
    for line in [*project["dependencies"], *extras["pdf"], *extras["test"]]:
        requirement = Requirement(line)
        if requirement.name == "aspiratie":
            continue
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), line


def test_no_registry_address_in_any_set_up_file(root: Path) -> None:
    for name in ("constraints.txt", "environment.yml", "pyproject.toml", "Makefile", ".ci/run"):
        text = (root / name).read_text()
        assert "://" not in text.replace("schema://", ""), name
