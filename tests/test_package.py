"""The wheel and the source distribution install from a file, and what they hold works."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.slow
#: nbconvert's own templates, which an environment that borrows it does not have.
BASE = Path(sys.prefix) / "share" / "jupyter"


def run(*command: str | Path, cwd: Path) -> str:
    # Isolated from PYTHONPATH, so that only what was installed is found.
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=600,
        env={"PATH": "/usr/bin:/bin", "HOME": str(cwd)},
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=root)
    return folder


def installed(what: Path, folder: Path) -> Path:
    """Install a file in an empty environment that borrows the dependencies of this one."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))",
                   cwd=folder).strip())  # fmt: skip
    # Paths of a .pth file come after the environment's own folder.
    (own / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
        "--no-index", "--no-build-isolation", "--ignore-installed", what, cwd=folder)  # fmt: skip
    return python


def test_both_hold_what_they_should(built: Path, root: Path) -> None:
    (wheel,), (source,) = built.glob("*.whl"), built.glob("*.tar.gz")
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {"__init__.pyi", "py.typed", "notebooks/schoolrapport.ipynb",
              "research/beside_r/r.json"}  # fmt: skip
    assert {f"aspiratie/{name}" for name in wanted} <= names
    installed = "share/jupyter/nbconvert/templates/aspiratie/"
    template = {name.partition(installed)[2] for name in names if installed in name}
    assert template == {"conf.json", "index.html.j2", "notebook.css", "page.css"}
    assert not any(name.startswith(("tests/", "data/", "docs/")) for name in names)
    with tarfile.open(source) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "pyproject.toml",
        "CITATION.cff",
        "LICENSE",
        "CHANGELOG.md",
        "tests/conftest.py",
    } <= inside
    assert not any(name.startswith(("data/demo", "reports/demo")) for name in inside)
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert f"aspiratie-{cited['version']}-" in wheel.name
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {cited['version']}" in changes


def test_the_wheel_makes_the_demo_in_an_empty_environment(built: Path, tmp_path: Path) -> None:
    python = installed(next(built.glob("*.whl")), tmp_path / "env")
    where = run(python, "-c", "import aspiratie; print(aspiratie.__file__)", cwd=tmp_path)
    assert str(tmp_path) in where
    run(tmp_path / "env" / "bin" / "aspiratie", "demo", "--number", "6", "--quiet",
        "--folder", tmp_path, cwd=tmp_path)  # fmt: skip
    assert list((tmp_path / "reports").rglob("*.html"))


def test_papermill_and_nbconvert_know_the_installed_package(built: Path, tmp_path: Path) -> None:
    python = installed(next(built.glob("*.whl")), tmp_path / "env")
    code = (
        f"import os; os.environ['JUPYTER_PATH'] = {str(BASE)!r};"
        "from papermill.engines import papermill_engines as e; e.register_entry_points();"
        "from nbconvert import HTMLExporter as H; import nbformat.v4 as v;"
        "t = H(template_name='aspiratie');"
        "print(e.get_engine('aspiratie').__name__, len(t.from_notebook_node(v.new_notebook())[0]))"
    )
    name, size = run(python, "-c", code, cwd=tmp_path).split()
    assert name == "AspiratieEngine"
    assert int(size) > 10_000


def test_the_source_distribution_installs(built: Path, tmp_path: Path) -> None:
    python = installed(next(built.glob("*.tar.gz")), tmp_path / "env")
    code = "import aspiratie as asp; print(asp.read_codebook('aspiratie-leerling').name)"
    assert run(python, "-c", code, cwd=tmp_path).strip() == "aspiratie-leerling"
