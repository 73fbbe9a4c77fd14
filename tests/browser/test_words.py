"""On a phone each word in a table stands on one line, or breaks at a hyphen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Made = Callable[..., Path]

#: A longer word may break anywhere on a phone.
LONGEST_WORD = 24

#: Words of tables on more than one line. A word ends at a space, a hyphen or a slash; one that is
#: longer than a line may break. Which words a browser can hyphenate differs between machines.
BROKEN_WORDS = """longest => {
  const style = document.createElement('style');
  style.textContent = '* { hyphens: manual !important; }';
  document.head.append(style);
  document.querySelectorAll('details').forEach(d => d.open = true);
  const faults = [], range = document.createRange();
  for (const cell of document.querySelectorAll('table :is(th, td, caption)')) {
    if (cell.closest('caption, thead') && getComputedStyle(cell.closest('caption, thead')).clipPath
        !== 'none') continue;  // only for who listens
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      for (const found of text.data.matchAll(/[^ \\n\\t\\u00ad\\u2010\\u2013/-]+/gu)) {
        if (found[0].length > longest) continue;
        // A letter after a soft hyphen also has the box of the hyphen, before its own.
        const lines = new Set();
        for (let i = found.index; i < found.index + found[0].length; i++) {
          range.setStart(text, i);
          range.setEnd(text, i + 1);
          const box = [...range.getClientRects()].at(-1);
          if (box?.width > 0.1) lines.add(Math.round(box.bottom));
        }
        if (lines.size > 1) faults.push(`${found[0]} in "${cell.textContent.trim()}"`);
      }
    }
  }
  style.remove();
  return faults;
}"""

#: What is done to a page: the first heading of a row gets a width of some letters.
NARROW = """more => {
  const cell = document.querySelector('table.f tbody th');
  cell.textContent = `Doel${more}bewustzijn`;
  cell.style.cssText = 'display: block; min-width: 0; width: 5.5rem; overflow-wrap: anywhere';
}"""


def broken_words(page: Any) -> list[str]:
    """Return the words that stand on more than one line of a table."""
    return list(page.evaluate(BROKEN_WORDS, LONGEST_WORD))


KINDS = ("report", "appendix", "poster", "index")
CASES = [
    *((kind, language, "usual") for kind in KINDS for language in ("nl", "en")),
    *(("report", "nl", plan) for plan in ("twelve", "unreliable", "four_answers", "one_wave")),
]


@pytest.mark.parametrize(("kind", "language", "plan"), CASES)
def test_words_of_tables_stay_whole(
    made_page: Made, open_page: Callable[..., Any], kind: str, language: str, plan: str
) -> None:
    with open_page(made_page(kind, language, plan), screen="phone") as opened:
        assert broken_words(opened.page) == []


def test_a_broken_word_would_be_found(made_page: Made, open_page: Callable[..., Any]) -> None:
    with open_page(made_page("report"), screen="phone") as opened:
        opened.page.evaluate(NARROW, "")
        assert broken_words(opened.page) == ['Doelbewustzijn in "Doelbewustzijn"']
        for hyphen in ("-", "\u00ad"):
            opened.page.evaluate(NARROW, hyphen)
            box = opened.page.query_selector("table.f tbody th").bounding_box()
            assert box["height"] > 35
            assert broken_words(opened.page) == []
