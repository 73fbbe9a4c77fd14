"""What all tests share: where the data for trying the project on are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# HYPOTHESIS_PROFILE=fixed tries the same examples each time: a change is judged by its own faults.
settings.register_profile("fixed", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real data and numbers from R, beside the repository."""
    if not (SHARED / "data").is_dir():
        pytest.skip("no ../shared/data beside the repository: real data are not here")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the repository."""
    return ROOT


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what takes seconds first, then the slow ones, then those that need Chromium."""

    def cost(item: pytest.Item) -> int:
        if item.get_closest_marker("browser") or "browser" in item.path.parts:
            return 2
        return 1 if item.get_closest_marker("slow") else 0

    items.sort(key=cost)
