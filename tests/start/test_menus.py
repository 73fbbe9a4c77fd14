"""The notebook without code: its menus are worked as a person does, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aspiratie.codebook import read_codebook
from aspiratie.errors import ParameterError
from aspiratie.parameters import Rules, read_parameters
from aspiratie.start.desk import Desk, home
from aspiratie.start.menus import Menus, begin

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def press(menus: Menus, text: str) -> None:
    """Press the one button with this text."""
    found = [w for w in _all(menus.view) if getattr(w, "description", "") == text]
    assert len(found) == 1, text
    found[0].click()


def _all(widget: Any) -> list[Any]:
    inner = getattr(widget, "children", ())
    return [widget, *(w for child in inner for w in _all(child))]


@pytest.fixture
def menus(forms: Path) -> Menus:
    return Menus(Desk(forms.parents[1]))


def _answer(menus: Menus, **told: str) -> None:
    for key, (question, menu, _) in menus.asked.items():
        menu.value = told.get(question.kind, question.suggested or menu.options[1][1])
        assert key
    press(menus, "Verder")


def test_from_an_empty_folder_to_written_files(menus: Menus, forms: Path) -> None:
    press(menus, "Bekijk deze bestanden")
    assert menus.message.value == ""
    assert [q.kind for q, _, _ in menus.asked.values()] == ["informant", "reversed"]
    assert not menus.plan_boxes  # nothing can be made yet
    _answer(menus, informant="pupil", reversed="yes")
    assert menus.message.value == ""
    assert menus.plan_boxes["wave"].value == "2025-2026"
    menus.scale_boxes[next(iter(menus.scale_boxes))].value = "Erbij horen"
    menus.rule_boxes["n_min"].value = 12
    parameters = menus.desk.write(menus._plan())
    read = read_parameters(parameters)
    assert read.rules.n_min == 12
    book = read_codebook(read.surveys[0].codebook)
    assert book.scales[0].title.nl == "Erbij horen"
    assert [f.reversed for f in book.items] == [False, True, False, False]
    with pytest.raises(ParameterError, match="Nothing was written"):
        menus.desk.write(menus._plan())
    menus.desk.write(menus._plan(), replace=True)


def test_what_is_left_open_is_told_and_stops(menus: Menus) -> None:
    press(menus, "Bekijk deze bestanden")
    press(menus, "Verder")
    assert "2 vragen open" in menus.message.value
    assert 'role="alert"' in menus.message.value
    assert not menus.plan_boxes


def test_suggestions_are_taken_only_when_asked(menus: Menus) -> None:
    press(menus, "Bekijk deze bestanden")
    assert all(menu.value == "" for _, menu, _ in menus.asked.values())
    menus._take_suggestions()
    values = {q.kind: menu.value for q, menu, _ in menus.asked.values()}
    assert values == {"informant": "", "reversed": "yes"}


def test_nothing_chosen_and_a_broken_file_are_told(menus: Menus, forms: Path) -> None:
    for tick in menus.ticks.values():
        tick.value = False
    press(menus, "Bekijk deze bestanden")
    assert "Kies eerst een bestand" in menus.message.value
    forms.write_bytes(b"\x00\x01\x02")
    for tick in menus.ticks.values():
        tick.value = True
    press(menus, "Bekijk deze bestanden")
    assert "leerlingen.csv" in menus.message.value


def test_a_fault_of_the_program_is_told_by_its_place(
    menus: Menus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise RuntimeError("pupil 3 said: secret")

    monkeypatch.setattr(menus.desk, "look", fails)
    press(menus, "Bekijk deze bestanden")
    assert "RuntimeError, test_menus.py" in menus.message.value
    assert "secret" not in menus.message.value


def test_files_that_are_added_come_to_stand_in_data(tmp_path: Path, forms: Path) -> None:
    desk = Desk(tmp_path)
    menus = Menus(desk)
    content = forms.read_bytes()
    menus._keep(({"name": "..\\evil/../klas 1.csv", "content": memoryview(content)},))
    assert (tmp_path / "data" / "klas 1.csv").read_bytes() == content
    assert menus.ticks[tmp_path / "data" / "klas 1.csv"].value
    desk.keep("klas 1.csv", content)  # the same file again is no harm
    with pytest.raises(ParameterError, match="is another file"):
        desk.keep("klas 1.csv", b"other")
    with pytest.raises(ParameterError, match="no file is read"):
        desk.keep("virus.exe", b"")


def test_one_file_a_school_asks_for_its_code(
    tmp_path: Path, make_forms: Callable[..., Path]
) -> None:
    (tmp_path / "data").mkdir()
    export = make_forms(tmp_path / "data" / "een.csv")
    lines = export.read_text(encoding="utf-8-sig").splitlines()
    kept = [";".join(c for i, c in enumerate(line.split(";")) if i != 5) for line in lines]
    export.write_text("\n".join(kept), encoding="utf-8")
    menus = Menus(Desk(tmp_path))
    press(menus, "Bekijk deze bestanden")
    question, menu, own = next(e for e in menus.asked.values() if e[0].kind == "school")
    menu.value, own.value = "own", "01AB00"
    for other, box, _ in menus.asked.values():
        if other is not question:
            box.value = other.suggested or "pupil"
    press(menus, "Verder")
    assert menus.message.value == ""
    parameters = read_parameters(menus.desk.write(menus._plan()))
    assert parameters.surveys[0].school == "01AB00"


def test_every_rule_has_a_box_with_its_default_and_what_it_does(menus: Menus) -> None:
    press(menus, "Bekijk deze bestanden")
    _answer(menus, informant="pupil", reversed="yes")
    assert menus._plan().rules == Rules()
    shown = " ".join(str(getattr(w, "value", "")) for w in _all(menus.view))
    for name in Rules().as_dict():
        assert menus.say(f"start-rule-{name}") in shown.replace("&lt;", "<")


def test_home_is_the_folder_above_the_notebooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert home() == tmp_path
    monkeypatch.chdir(tmp_path)
    assert home() == tmp_path
    assert home(tmp_path / "x") == (tmp_path / "x").resolve()


def test_english(forms: Path) -> None:
    view = begin(str(forms.parents[1]), "en")
    texts = [getattr(w, "description", "") for w in _all(view)]
    assert "Look at these files" in texts
