"""What `import aspiratie as asp` promises: each name is there, documented, and cheap to import."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import aspiratie as asp


@pytest.mark.parametrize("name", asp.__all__)
def test_a_public_name_is_there_and_documented(name: str) -> None:
    thing = getattr(asp, name)
    assert name in dir(asp)
    doc = inspect.getdoc(thing) or ""
    assert len(doc) > 40
    if inspect.isfunction(thing):
        assert "Returns" in doc
        for parameter in inspect.signature(thing).parameters:
            assert re.search(rf"^\*{{0,2}}.*\b{re.escape(parameter)}\b", doc, re.MULTILINE), (
                parameter
            )


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="attribute cfaa"):
        asp.cfaa  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, aspiratie; print({'numpy', 'pandas', 'scipy'} & set(sys.modules))"
    out = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    assert out.stdout.strip() == "set()"


def test_each_name_is_listed_once_and_in_the_reference(root: Path) -> None:
    listed = re.findall(r"(\w+) as \1\b", (root / "src/aspiratie/__init__.pyi").read_text())
    assert sorted(listed) == sorted(asp.__all__)
    assert len(set(listed)) == len(listed)
    reference = (root / "docs" / "en" / "api.rst").read_text()
    assert sorted(re.findall(r"^   (\w+)$", reference, re.MULTILINE)) == sorted(asp.__all__)


def test_nothing_is_sent_anywhere(root: Path) -> None:
    """No module of the package imports a network client of its own."""
    clients = re.compile(
        r"^\s*(?:import|from)\s+(?:requests|urllib\.request|http\.client|socket|httpx)\b",
        re.MULTILINE,
    )
    for path in (root / "src").rglob("*.py"):
        assert not clients.search(path.read_text(encoding="utf-8")), path.name
