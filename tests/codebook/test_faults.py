"""A bad codebook is refused with every fault at once, and a good one is read as it is."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aspiratie.codebook import check_mirrors, parse_codebook, read_codebook
from aspiratie.errors import CodebookError, CodebookWarning

Document = dict[str, Any]

ANSWERS = [{"value": v, "label": t} for v, t in enumerate(("oneens", "neutraal", "eens"), 1)]


def item(name: str, **keys: Any) -> Document:
    return {
        "name": name,
        "title": f"Vraag {name}.",
        "type": "integer",
        "categoriesOrdered": True,
        "categories": copy.deepcopy(ANSWERS),
        "scale": "fun",
        **keys,
    }


def good() -> Document:
    return {
        "name": "klein",
        "version": "1",
        "title": "Kleine vragenlijst",
        "informant": "pupil",
        "licence": "Vrij.",
        "principles": [
            {"name": "p", "title": "P", "definition": "Een principe.", "tags": ["context"]}
        ],
        "scales": [
            {"name": "fun", "title": "Plezier", "definition": "Leuk.", "principle": "p"},
            {"name": "mot", "title": "Motivatie", "definition": "Zin."},
        ],
        "missingValues": [{"value": "9", "label": "weet niet"}],
        "outcome": "mot",
        "fields": [
            {"name": "school", "title": "School", "role": "school", "aliases": ["BRIN"]},
            *(item(f"fun{i}") for i in range(1, 4)),
            *(item(f"mot{i}", scale="mot") for i in range(1, 4)),
            item("ladder", scale=None),
        ],
        "ladder": "ladder",
    }


def field(document: Document, name: str) -> Document:
    found: Document = next(f for f in document["fields"] if f["name"] == name)
    return found


def remove(document: Document, name: str) -> None:
    document["fields"] = [f for f in document["fields"] if f["name"] != name]


def repeat_field(d: Document) -> None:
    d["fields"].append(item("fun1", title="Nog een vraag."))


FAULTS: dict[str, tuple[Callable[[Document], object], str]] = {
    "unknown condition": (
        lambda d: field(d, "fun1").update(scale="funn"),
        "field fun1: names the unknown condition or scale 'funn'.",
    ),
    "label without value": (
        lambda d: field(d, "fun2")["categories"][0].pop("value"),
        "field fun2, category 1: has a label without a whole number",
    ),
    "value without label": (
        lambda d: field(d, "fun2")["categories"][1].pop("label"),
        "field fun2, category 2: needs a text under `label`.",
    ),
    "alias twice": (
        lambda d: field(d, "fun3").update(aliases=["brin "]),
        "alias 'brin': is the name, title or alias of more than one field: school, fun3.",
    ),
    "title twice": (
        lambda d: field(d, "mot1").update(title="vraag mot2."),
        "alias 'vraag mot2.': is the name, title or alias of more than one field: mot1, mot2.",
    ),
    "field twice": (repeat_field, "field fun1: stands in the codebook twice."),
    "answer twice": (
        lambda d: field(d, "mot2")["categories"][2].update(label="Oneens"),
        "field mot2: uses the label 'oneens' for two answers.",
    ),
    "code twice": (
        lambda d: field(d, "mot2")["categories"][2].update(value=1),
        "field mot2: uses the value 1 for two answers.",
    ),
    "code is answer and missing": (
        lambda d: d["missingValues"].append({"value": 3, "label": "n.v.t."}),
        "field fun1: has '3' both as an answer and as missing.",
    ),
    "label is answer and missing": (
        lambda d: d["missingValues"][0].update(aliases=["Neutraal"]),
        "field fun1: uses the label 'neutraal' for two answers.",
    ),
    "codes in no order": (
        lambda d: field(d, "fun1")["categories"].insert(0, {"value": 7, "label": "altijd"}),
        "field fun1: lists its answers in an order that follows neither",
    ),
    "not ordered": (
        lambda d: field(d, "fun1").pop("categoriesOrdered"),
        "field fun1: does not say that its answers are ordered.",
    ),
    "neither role nor answers": (
        lambda d: field(d, "fun1").pop("categories"),
        "field fun1: has neither a role nor two answers.",
    ),
    "unequal answers": (
        lambda d: field(d, "mot3")["categories"].pop(),
        "scale mot: has items with different numbers of answers.",
    ),
    "midpoint of an even number": (
        lambda d: (
            field(d, "ladder").update(midpoint="neutral"),
            field(d, "ladder")["categories"].pop(),
        ),
        "field ladder: has a `midpoint` but an even number of answers.",
    ),
    "unknown role": (
        lambda d: field(d, "school").update(role="schol"),
        "field school: has the unknown role 'schol'.",
    ),
    "no school": (lambda d: remove(d, "school"), "klein.yml: has no field with `role: school`."),
    "role twice": (
        lambda d: d["fields"].append({"name": "s2", "title": "S2", "role": "school"}),
        "role school: is given to more than one field.",
    ),
    "role with a scale": (
        lambda d: field(d, "school").update(scale="fun"),
        "field school: has a role, so it cannot have `scale`.",
    ),
    "unknown key": (
        lambda d: field(d, "fun1").update(revesred=True),
        "field fun1: has the unknown key 'revesred'.",
    ),
    "unknown type": (
        lambda d: field(d, "school").update(type="text"),
        "field school: has the unknown type 'text'.",
    ),
    "flag is text": (
        lambda d: field(d, "fun1").update(reversed="ja"),
        "field fun1: `reversed` should be true or false.",
    ),
    "text is a truth value": (
        lambda d: field(d, "fun1")["categories"][0].update(label=False),
        "field fun1, category 1: needs a text under `label`. Quote words as 'ja' and 'nee'.",
    ),
    "unknown principle": (
        lambda d: d["scales"][0].update(principle="q"),
        "scale fun: names the unknown principle 'q'.",
    ),
    "principle without scales": (
        lambda d: d["scales"][0].update(principle=None),
        "principle p: has no scales.",
    ),
    "scale without items": (
        lambda d: d["scales"].append({"name": "leeg", "title": "Leeg", "definition": "Leeg."}),
        "scale leeg: has no items.",
    ),
    "unknown tag": (
        lambda d: d["principles"][0].update(tags=["contxt"]),
        "principle p: has the unknown tag 'contxt'.",
    ),
    "unknown informant": (
        lambda d: d.update(informant="leerling"),
        "klein.yml: `informant` is not known.",
    ),
    "version is a number": (
        lambda d: d.update(version=1.0),
        "klein.yml: needs `version`, as text.",
    ),
    "name of a field and a scale": (
        lambda d: field(d, "ladder").update(name="fun"),
        "scale fun: has the name of a field.",
    ),
    "name that no model takes": (
        lambda d: field(d, "fun1").update(name="plezier-1"),
        "field 2: needs a `name`",
    ),
    "reversed without a scale": (
        lambda d: field(d, "ladder").update(reversed=True),
        "field ladder: is reversed but belongs to no scale.",
    ),
    "ladder is a scale's": (
        lambda d: field(d, "ladder").update(scale="mot"),
        "ladder: is an item of a scale, but rungs are no scores.",
    ),
    "unknown ladder": (
        lambda d: d.update(ladder="lader"),
        "ladder: names the unknown item 'lader'.",
    ),
    "outcome is a condition": (
        lambda d: d.update(outcome="fun"),
        "outcome: fun is a condition itself.",
    ),
    "unknown profile": (
        lambda d: d.update(profile={"dreaming": "mot", "doing": "doen"}),
        "profile: names the unknown scale 'doen'.",
    ),
    "half a profile": (
        lambda d: d.update(profile={"dreaming": "mot"}),
        "profile: should have the keys `dreaming` and `doing`",
    ),
    "pupils mirror pupils": (
        lambda d: field(d, "fun1").update(mirrors="fun2"),
        "field fun1: mirrors another item, but this is the pupils' own codebook.",
    ),
    "missing code without value": (
        lambda d: d["missingValues"].append({"label": "leeg"}),
        "missingValues, entry 2: needs a `value`",
    ),
    "missing code twice": (
        lambda d: d["missingValues"].append({"value": 9, "label": "leeg"}),
        "field fun1: has the missing code '9' twice.",
    ),
    "unknown reason": (
        lambda d: d["missingValues"][0].update(reason="geen"),
        "missingValues, entry 1: `reason` should be 'opinion' or 'blank'.",
    ),
}


def test_the_good_document_has_no_fault() -> None:
    book = parse_codebook(good(), source="klein.yml")
    assert [f.name for f in book.items_of("fun")] == ["fun1", "fun2", "fun3"]
    assert book.n_categories_of("fun") == 3


@pytest.mark.parametrize("name", FAULTS)
def test_each_planted_fault_is_found_where_it_is(name: str) -> None:
    plant, expected = FAULTS[name]
    document = good()
    plant(document)
    with pytest.raises(CodebookError) as caught:
        parse_codebook(document, source="klein.yml")
    assert any(str(p).startswith(expected) for p in caught.value.problems), str(caught.value)


def test_many_planted_faults_are_told_at_once() -> None:
    together = [
        "unknown condition", "label without value", "alias twice", "field twice", "answer twice",
        "unknown role", "unknown key", "unknown tag", "unknown informant", "version is a number",
        "reversed without a scale", "unknown profile", "unknown reason", "scale without items",
        "flag is text",
    ]  # fmt: skip
    document = good()
    for name in together:
        FAULTS[name][0](document)
    with pytest.raises(CodebookError) as caught:
        parse_codebook(document, source="klein.yml")
    told = [str(p) for p in caught.value.problems]
    for name in together:
        assert any(t.startswith(FAULTS[name][1]) for t in told), name
    assert str(caught.value).startswith(f"The codebook klein.yml has {len(told)} faults.")


def test_fewer_than_three_items_is_a_warning() -> None:
    document = good()
    remove(document, "fun3")
    with pytest.warns(CodebookWarning, match="fun has 2 items"):
        book = parse_codebook(document)
    assert len(book.items_of("fun")) == 2


def test_answers_that_run_backwards_are_refused_or_a_warning() -> None:
    document = good()
    for name in ("mot1", "mot2", "mot3"):
        field(document, name)["categories"].reverse()
    with pytest.raises(CodebookError, match="field mot2: does not list its answers from the low"):
        parse_codebook(document)
    for name in ("mot1", "mot2", "mot3"):
        field(document, name)["categories"][0]["label"] = "zo is het"
        field(document, name)["categories"][2]["label"] = "zo is het niet"
    with pytest.warns(CodebookWarning, match="mot1, mot2, mot3 seem to run from agreement"):
        parse_codebook(document)


def test_known_answers_go_by_their_words_whatever_their_codes() -> None:
    """Qualtrics numbers answers in the order in which they were made: 1, 6, 2, 3, 4."""
    words = ["helemaal oneens", "beetje oneens", "neutraal", "eens", "helemaal eens"]
    document = good()
    remove(document, "ladder")
    document["ladder"] = None
    for f in document["fields"][1:]:
        f["categories"] = [
            {"value": v, "label": w} for v, w in zip((1, 6, 2, 3, 4), words, strict=True)
        ]
    assert [c.label.nl for c in parse_codebook(document).items[0].categories] == words
    in_code_order = sorted(field(document, "fun1")["categories"], key=lambda c: c["value"])
    field(document, "fun1")["categories"] = in_code_order
    with pytest.raises(CodebookError, match="Put them in this order: helemaal oneens, beetje"):
        parse_codebook(document)


def test_questions_may_be_in_any_language() -> None:
    assert parse_codebook(good()).language == "nl"
    assert parse_codebook({**good(), "language": "fy"}).language == "fy"
    for wrong in ("Frysk", 5, None, ["nl"]):
        with pytest.raises(CodebookError, match="`language` should be a code"):
            parse_codebook({**good(), "language": wrong})


def test_two_wordings_of_answers_in_one_scale_are_a_warning() -> None:
    document = good()
    field(document, "mot1")["categories"][1]["label"] = "weet ik nog niet"
    with pytest.warns(CodebookWarning, match="the items of mot do not have the same answers"):
        parse_codebook(document)


def test_a_repeated_yaml_key_is_a_fault_beside_the_others(tmp_path: Path) -> None:
    path = tmp_path / "dubbel.yml"
    path.write_text(
        "name: a\nname: b\nversion: '1'\nfields:\n  - name: x\n    title: X\n    title: Y\n"
    )
    with pytest.raises(CodebookError) as caught:
        read_codebook(path)
    told = [str(p) for p in caught.value.problems]
    assert "dubbel.yml, line 2: the key 'name' stands here twice. Keep one of them." in told
    assert "dubbel.yml, line 7: the key 'title' stands here twice. Keep one of them." in told
    assert any("`informant` is not known" in t for t in told)


def test_a_merged_key_may_be_overridden(tmp_path: Path) -> None:
    import yaml

    text = yaml.safe_dump(good(), sort_keys=False, allow_unicode=True)
    path = tmp_path / "samen.yml"
    path.write_text(
        text.replace("fields:\n", "definitions:\n  base: &base {title: Basis}\nfields:\n").replace(
            "- name: fun1\n", "- <<: *base\n  name: fun1\n"
        ),
        encoding="utf-8",
    )
    assert read_codebook(path).field("fun1").title.nl == "Vraag fun1."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a mapping"),
        (b"- a\n- b\n", "is not a mapping"),
        (b"name: [\n", "is not valid YAML at line"),
        (b"name: caf\xe9\n", "is not a text file in UTF-8"),
        (b"a: !!python/object:os.system {}\n", "is not valid YAML at line"),
    ],
)
def test_a_file_that_is_no_codebook(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "fout.yml"
    path.write_bytes(data)
    with pytest.raises(CodebookError, match=message):
        read_codebook(path)


def test_an_unknown_name_lists_the_shipped_ones() -> None:
    with pytest.raises(CodebookError, match=r"nor a shipped name .*aspiratie-leerling"):
        read_codebook("aspiratie-leeling")


def test_mirrors_that_ask_something_else_are_told_at_once() -> None:
    pupils = parse_codebook(good())
    other = good()
    other.update(name="ouders", informant="parent")
    field(other, "fun1").update(mirrors="fun9")
    field(other, "fun2").update(mirrors="fun2", reversed=True)
    field(other, "fun3").update(mirrors="mot3")
    field(other, "ladder").update(mirrors="ladder")
    field(other, "ladder")["categories"].pop()
    with pytest.raises(CodebookError) as caught:
        check_mirrors(pupils, parse_codebook(other, source="ouders.yml"))
    assert [str(p) for p in caught.value.problems] == [
        "ouders.yml, field fun1: mirrors 'fun9', which is no item of klein.",
        (
            "ouders.yml, field fun2: has another direction than the pupils' item fun2. "
            "Make them equal."
        ),
        "ouders.yml, field fun3: has another scale than the pupils' item mot3. Make them equal.",
        (
            "ouders.yml, field ladder: has another number of answers than the pupils' item ladder. "
            "Make them equal."
        ),
    ]
