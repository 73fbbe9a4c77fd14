"""The catalogue: equal in both languages, wholly used, plain."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from aspiratie import display, texts
from aspiratie.disclosure.region_rules import COMPARED
from aspiratie.errors import ParameterError
from aspiratie.texts.catalogue import LANGUAGES, Messages, messages_in

# What researchers read is English and stands in the code; what schools read does not.
SOURCES = [
    path
    for path in sorted(Path(display.__file__).parent.glob("*.py"))
    if not path.stem.startswith("research")
]


def variables(entry: str) -> set[str]:
    return set(re.findall(r"\$(\w+)", entry))


def test_both_languages_have_equal_names_in_equal_order() -> None:
    dutch, english = (list(messages_in(language)) for language in LANGUAGES)
    assert dutch == english
    assert len(dutch) == len(set(dutch))


def test_both_languages_use_equal_variables() -> None:
    dutch, english = (messages_in(language) for language in LANGUAGES)
    unequal = {n for n in dutch if variables(dutch[n]) != variables(english[n])}
    # a verb that changes with number in one language only
    assert unequal <= {"region-higher", "region-lower"}


def test_names_are_written_once(language: str) -> None:
    files = sorted((Path(texts.__file__).parent / language).glob("*.ftl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    names = [line.split(" =")[0] for line in lines if re.match(r"[a-z][\w-]* =", line)]
    assert sorted(names) == sorted(set(names))
    assert set(names) == set(messages_in(language))


def literals() -> tuple[set[str], list[re.Pattern[str]]]:
    words: set[str] = set()
    patterns = [re.compile(r"(rule|what)-[\w-]+")]
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                bits = [
                    re.escape(v.value) if isinstance(v, ast.Constant) else r"[\w-]+"
                    for v in node.values
                ]
                if re.match(r"[a-z]{3,}", bits[0]):
                    patterns.append(re.compile("".join(map(str, bits))))
    return words, patterns


def test_every_text_is_used_somewhere() -> None:
    words, patterns = literals()
    unused = [
        name
        for name in messages_in("nl")
        if name not in words and not any(p.fullmatch(name) for p in patterns)
    ]
    assert unused == []


def test_no_sentence_stands_in_the_code() -> None:
    """No text in the code, docstrings apart, reads as a Dutch or English sentence."""
    found = []
    for source in SOURCES:
        tree = ast.parse(source.read_text("utf-8"))
        docs = {
            id(n.body[0].value)
            for n in ast.walk(tree)
            if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
            and n.body
            and isinstance(n.body[0], ast.Expr)
        }
        errors = {
            id(child) for n in ast.walk(tree) if isinstance(n, ast.Raise) for child in ast.walk(n)
        }
        found += [
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant)
            and isinstance(n.value, str)
            and id(n) not in docs | errors
            and re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", n.value)
            and not n.value.startswith(("<", "text-anchor", "@media"))
        ]
    assert found == []


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(ParameterError, match="language"):
        Messages("fy")


def test_an_unknown_name_or_missing_variable_is_an_error(language: str) -> None:
    say = Messages(language)
    with pytest.raises((KeyError, LookupError)):
        say("no-such-text")
    with pytest.raises(KeyError, match="score-is"):
        say("score-is")


def test_every_reason_of_a_release_has_its_own_words(language: str, root: Path) -> None:
    folder = root / "src" / "aspiratie" / "disclosure"
    schema = json.loads((folder / "release.schema.json").read_text(encoding="utf-8"))
    say = Messages(language)
    names = [f"hidden-{r}".replace("_", "-") for r in schema["$defs"]["reason"]["enum"]]
    assert len({say(name, n=10) for name in names}) == len(names)
    schema = json.loads((folder / "region.schema.json").read_text(encoding="utf-8"))
    scale = schema["properties"]["scales"]["items"]["properties"]
    verdicts = scale["verdict"]["enum"]
    assert all(say.has(f"regio-verdict-{v}".replace("_", "-")) for v in verdicts)
    assert set(COMPARED) < set(verdicts)
    checks = scale["invariance"]["properties"]["alignment"]["enum"]
    assert all(say.has(f"regio-alignment-{c}".replace("_", "-")) for c in checks)
