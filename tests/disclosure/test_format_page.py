"""The page on the form of a release says what the structs say."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from aspiratie.disclosure import release_schema

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "release_format.py"


def test_the_page_is_that_of_the_structs() -> None:
    spec = importlib.util.spec_from_file_location("release_format", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = module.page()
    for name in release_schema()["$defs"]:
        assert f"## {name}\n" in page
    assert page == module.PAGE.read_text(encoding="utf-8"), "run python docs/release_format.py"
