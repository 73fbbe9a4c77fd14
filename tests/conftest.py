"""What all tests share: where the data for trying the project on are."""

from __future__ import annotations

from pathlib import Path

import pytest

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
