"""Both languages for every test that asks for one."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)
