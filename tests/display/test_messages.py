"""The catalogue: equal in both languages, wholly used, plain."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import aspiratie
from aspiratie import display, texts
from aspiratie.disclosure.shape.words import Reason
from aspiratie.errors import ParameterError
from aspiratie.texts import LANGUAGES, Messages, messages_in

PACKAGE = Path(aspiratie.__file__).parent
# What researchers read is English and stands in the code; what schools read does not.
SOURCES = sorted(Path(display.__file__).parent.rglob("*.py"))
#: Whatever may look up a text.
LOOKING = sorted(
    p for room in ("display", "report", "batch", "runs") for p in (PACKAGE / room).rglob("*.py")
)
TEMPLATES = sorted(PACKAGE.rglob("*.j2"))


def variables(entry: str) -> set[str]:
    return set(re.findall(r"\$(\w+)", entry))


def test_both_languages_have_equal_names_in_equal_order() -> None:
    dutch, english = (list(messages_in(language)) for language in LANGUAGES)
    assert dutch == english
    assert len(dutch) == len(set(dutch))


def test_both_languages_use_equal_variables() -> None:
    dutch, english = (messages_in(language) for language in LANGUAGES)
    unequal = {n for n in dutch if variables(dutch[n]) != variables(english[n])}
    assert unequal == set()


def test_names_are_written_once(language: str) -> None:
    files = sorted((Path(texts.__file__).parent / language).glob("*.ftl"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    names = [line.split(" =")[0] for line in lines if re.match(r"[a-z][\w-]* =", line)]
    assert sorted(names) == sorted(set(names))
    assert set(names) == set(messages_in(language))


def literals() -> tuple[set[str], list[re.Pattern[str]]]:
    words: set[str] = set()
    patterns = [re.compile(r"(rule|what|hidden|verdict|talk)-[\w-]+")]
    for template in TEMPLATES:
        source = template.read_text("utf-8")
        words |= set(re.findall(r"'([a-z][\w-]*)'", source))
        for start, end in re.findall(r"'([a-z][\w-]*-)' \+ \w+(?: \+ '([\w-]+)')?", source):
            patterns.append(re.compile(f"{re.escape(start)}[\\w-]+{re.escape(end)}"))
    for source in LOOKING:
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
    """Those of `start` are put together from the names of columns and rules."""
    words, patterns = literals()
    sheet = (Path(texts.__file__).parent / "nl" / "start.ftl").read_text("utf-8")
    of_start = set(re.findall(r"^([a-z][\w-]*) =", sheet, re.MULTILINE))
    unused = [
        name
        for name in messages_in("nl")
        if name not in words | of_start and not any(p.fullmatch(name) for p in patterns)
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
    with pytest.raises(KeyError, match="message-numbers"):
        say("message-numbers")


def test_every_reason_of_a_release_has_its_own_words(language: str) -> None:
    say = Messages(language)
    names = [f"hidden-{reason}".replace("_", "-") for reason in get_args(Reason)]
    assert len({say(name, n=10) for name in names}) == len(names)
