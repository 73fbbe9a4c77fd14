"""Every part of every odd school's report, made once."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from aspiratie import display
from aspiratie.display import Report, open_report

PARTS = [
    "in_brief",
    "student_voice",
    "participation",
    "reading_guide",
    "principles",
    "conditions",
    "condition_details",
    "group_differences",
    "development",
    "informants",
    "aspiration_profile",
    "ladder",
    "priority",
    "learning",
    "conversation",
    "approach",
    "feedback",
    "accountability",
    "pupils_said",
    "pupils_talk",
    "pupils_agree",
]


@cache
def _releases() -> ModuleType:
    path = Path(__file__).with_name("releases.py")
    spec = importlib.util.spec_from_file_location("display_releases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def releases() -> ModuleType:
    return _releases()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", ["school", *_releases().ODD])
    if "language" in metafunc.fixturenames:
        metafunc.parametrize("language", ["nl", "en"])


@pytest.fixture(scope="session")
def report_of() -> Callable[[str, str], Report]:
    @cache
    def make(kind: str, language: str) -> Report:
        module = _releases()
        data = module.school() if kind == "school" else module.ODD[kind]()
        return open_report(data, language=language)

    return make


@pytest.fixture(scope="session")
def parts_of(
    report_of: Callable[[str, str], Report],
) -> Callable[[str, str], dict[str, str]]:
    @cache
    def make(kind: str, language: str) -> dict[str, str]:
        report = report_of(kind, language)
        return {name: getattr(display, name)(report).html for name in PARTS}

    return make
