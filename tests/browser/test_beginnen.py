"""The notebook without code in a real JupyterLab: from an empty folder to an opened report.

``PICTURES=docs/images pytest tests/browser/test_beginnen.py`` takes the guide's pictures anew.
"""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: What `make start` gives JupyterLab, so that it asks nothing of anybody outside.
LAB = (
    "--ip=127.0.0.1",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
#: What `make start` switches off: it would ask whether news may be fetched.
NEWS = "@jupyterlab/apputils-extension:announcements"
#: Loaded by every Python that the test starts: no connection leaves this machine.
BLOCK = """
import os, socket
_connect = socket.socket.connect
def connect(self, address):
    inside = self.family not in (socket.AF_INET, socket.AF_INET6)
    if not inside and not str(address[0]).startswith(("127.", "::1", "localhost")):
        with open(os.environ["BLOCKED"], "a") as file:
            file.write(f"{address}\\n")
        raise OSError("no network here")
    return _connect(self, address)
socket.socket.connect = connect
"""
#: Stands in for the browser that the kernel opens.
OPENER = '#!{python}\nimport sys\nopen({told!r}, "w").write(sys.argv[1])\n'


def _forms() -> Any:
    path = ROOT / "tests" / "start" / "conftest.py"
    spec = importlib.util.spec_from_file_location("forms_of_teachers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _environment(folder: Path) -> dict[str, str]:
    (folder / "block").mkdir()
    (folder / "block" / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    opener = folder / "opener"
    opener.write_text(
        OPENER.format(python=sys.executable, told=str(folder / "opened")), encoding="utf-8"
    )
    opener.chmod(0o755)
    paths = [str(folder / "block"), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    settings = folder / "config" / "labconfig"
    settings.mkdir(parents=True)
    (settings / "page_config.json").write_text(
        json.dumps({"disabledExtensions": {NEWS: True}}), encoding="utf-8"
    )
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(p for p in paths if p),
        "BLOCKED": str(folder / "blocked"),
        "BROWSER": f"{opener} %s",
        "DISPLAY": "",
        **{f"JUPYTER_{kind}_DIR": str(folder / kind.lower())
           for kind in ("CONFIG", "DATA", "RUNTIME")},
        "IPYTHONDIR": str(folder / "ipython"),
    }  # fmt: skip


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A JupyterLab on loopback in a folder that holds the notebook and nothing else."""
    work = tmp_path / "work"
    (work / "notebooks").mkdir(parents=True)
    notebook = work / "notebooks" / "beginnen.ipynb"
    notebook.write_bytes((ROOT / "notebooks" / "beginnen.ipynb").read_bytes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", *LAB, f"--port={port}",
        "--IdentityProvider.token=token", f"--ServerApp.root_dir={work}", "--allow-root",
    ]  # fmt: skip
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(
            command, env=_environment(tmp_path), stdout=log, stderr=subprocess.STDOUT, cwd=work
        )
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}", work
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("JupyterLab did not start within a minute")


def _choose(page: Any, question: str, answer: str) -> None:
    """Choose by keyboard from the menu below a question."""
    menu = page.locator(f"p:has-text('{question}')").locator("xpath=following::select[1]")
    menu.focus()
    menu.select_option(label=answer)


@pytest.mark.slow
@pytest.mark.browser
def test_from_an_empty_folder_to_an_opened_report(
    lab: tuple[str, Path], browser: Any, tmp_path: Path
) -> None:
    address, work = lab
    export = _forms().write_forms(tmp_path / "leerlingen.csv", per_school=12)
    pictures = os.environ.get("PICTURES")
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    outside: list[str] = []
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:", "blob:")) else outside.append(r.url),
    )

    def picture(name: str, shown: str) -> None:
        if pictures:
            page.locator(shown).last.scroll_into_view_if_needed()
            page.screenshot(path=Path(pictures) / f"beginnen-{name}.png")

    page.goto(f"{address}/lab/tree/notebooks/beginnen.ipynb?token=token")
    page.wait_for_selector(".jp-Notebook")
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle")
    page.locator(".lm-MenuBar-itemLabel:text-is('Run')").click()
    page.locator(".lm-Menu-itemLabel:text-is('Run All Cells')").click()
    page.wait_for_selector("button:has-text('Bekijk deze bestanden')")
    assert page.locator("text=Er staat nog niets in de map data").count() == 1
    with page.expect_file_chooser() as chooser:
        page.locator("button:has-text('Bestanden toevoegen')").click()
    chooser.value.set_files(str(export))
    page.wait_for_selector("text=data/leerlingen.csv")
    picture("1", "button:has-text('Bekijk deze bestanden')")
    page.locator("button:has-text('Bekijk deze bestanden')").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("button:has-text('Verder')")
    _choose(page, "Wie vulden deze vragenlijst in?", "Leerlingen")
    _choose(page, "Ik voel me op school alleen.", "Ja, wie het eens is scoort lager")
    picture("2", "button:has-text('Verder')")
    page.locator("button:has-text('Verder')").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("button:has-text('Maak de rapporten')")
    picture("3", "h3:has-text('Regels')")
    page.locator("button:has-text('Maak de rapporten')").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("button:has-text('Open de rapporten'):visible", timeout=240_000)
    assert page.locator("text=6 scholen met een rapport, 0 met te weinig").count() == 1
    picture("4", "button:has-text('Open de rapporten')")
    page.locator("button:has-text('Open de rapporten')").click()
    opened = tmp_path / "opened"
    for _ in range(100):
        if opened.is_file() and opened.read_text():
            break
        time.sleep(0.1)
    index = opened.read_text()
    assert index == (work / "reports" / "leerlingen" / "index.html").as_uri()
    page.goto(index)
    page.locator("a[href='01AB00.html']").click()
    assert page.locator("h1").count() == 1
    assert "Ik hoor bij deze klas." in page.content()
    context.close()
    assert [url for url in outside if not url.startswith("file:")] == []
    assert not (tmp_path / "blocked").exists()
    assert (work / "codebook.xlsx").is_file()
    assert (work / "params" / "leerlingen.yml").is_file()
