"""Plain language: short sentences, and technical words only under Verantwoording."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

Parts = Callable[[str, str], dict[str, str]]

JARGON = {
    "nl": (
        r"SD|CI|SEM|ICC|BHI|p-waarde|alfa|alpha|omega|significant\w*|betrouwbaarheidsinterval"
        r"|standaard(afwijking|deviatie|fout)|variantie|correlatie|regressie|effectgrootte"
        r"|steekproef|mediaan|percentiel|validiteit|itemscore|schaalscore|hypothese|toets(en)?"
        r"|respondent(en)?|multilevel|geaggregeerd|feedback|survey|item(s)?"
    ),
    "en": (
        r"SD|CI|SEM|ICC|p-value|alpha|omega|significan\w*|confidence interval"
        r"|standard (deviation|error)|variance|correlation|regression|effect size"
        r"|sample|median|percentile|validity|scale score|hypothesis|respondents?|multilevel"
    ),
}


def paragraphs(html: str) -> list[str]:
    tree = ET.fromstring(f"<main>{html}</main>")
    for parent in tree.iter():
        for child in list(parent):
            if child.tag in ("svg", "details"):
                parent.remove(child)
    found = [e for e in tree.iter() if e.tag in ("p", "li", "td", "h2", "h3", "h4", "caption")]
    return [" ".join("".join(e.itertext()).split()) for e in found]


def sentences(text: str) -> list[str]:
    text = re.sub(r"(‘[^’]*’|“[^”]*”)", "titel", text)
    return [s for s in re.split(r"(?<=[.?!:;])\s+", text) if re.search(r"[a-z]{2}", s)]


def test_mean_sentence_is_short(language: str, parts_of: Parts) -> None:
    for kind in ("school", "nine", "unreliable"):
        parts = parts_of(kind, language)
        found = [s for html in parts.values() for p in paragraphs(html) for s in sentences(p)]
        lengths = [len(s.split()) for s in found]
        assert sum(lengths) / len(lengths) <= 15
        told = [s for s in found if len(s.split()) > 25]
        assert told == []


def test_jargon_stands_only_under_verantwoording(kind: str, language: str, parts_of: Parts) -> None:
    banned = re.compile(rf"\b({JARGON[language]})\b")
    for name, html in parts_of(kind, language).items():
        text = " ".join(ET.fromstring(f"<main>{html}</main>").itertext())
        if name != "accountability":
            assert banned.findall(text) == []


def test_no_page_promises_anonymity(language: str, parts_of: Parts) -> None:
    for html in parts_of("school", language).values():
        assert not re.search(r"anoniem|anonym", html, re.IGNORECASE)


def test_the_pupils_page_has_no_statistics(language: str, parts_of: Parts) -> None:
    for kind in ("school", "all_agree", "unreliable"):
        parts = parts_of(kind, language)
        for name in ("pupils_said", "pupils_talk", "pupils_agree"):
            text = " ".join(paragraphs(parts[name]))
            assert not re.search(r"\d[.,]\d|%|\bn\s=", text)
