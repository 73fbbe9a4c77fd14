"""Progress bars that leave nothing behind in a notebook."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any, TypeVar

from tqdm import tqdm

from aspiratie.display.fragment import el

__all__ = ["passing_bar", "watched"]

T = TypeVar("T")


class _Line(io.TextIOBase):
    """Shows what tqdm writes as one line that is renewed; passes on all else."""

    def __init__(self, display: Any, passed: Any) -> None:
        self._display = display
        self._passed = passed
        self._handle: Any = None

    def write(self, text: str) -> int:
        bar = text.strip("\r\n ")
        if text.startswith("\r") or not bar:
            if bar:
                self._show(el("code", bar).html)
        else:
            self._passed.write(text)
        return len(text)

    def flush(self) -> None:
        self._passed.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._handle is not None:
            self._show("")

    def _show(self, html: str) -> None:
        data = {"text/html": html, "text/plain": ""}
        if self._handle is None:
            self._handle = self._display(data, raw=True, display_id=True)
        else:
            self._handle.update(data, raw=True)


@contextmanager
def passing_bar() -> Iterator[None]:
    """Let progress bars inside show in a notebook as one line, which then goes away.

    A notebook keeps every state of an ordinary bar in its outputs. Outside a notebook
    nothing changes.
    """
    display = _kernel_display()
    if display is None:
        yield
        return
    line = _Line(display, sys.stderr)
    try:
        with redirect_stderr(line):
            yield
    finally:
        line.clear()


def _kernel_display() -> Any | None:
    """Return IPython's ``display`` inside a notebook's kernel, else None."""
    if "IPython" not in sys.modules:
        return None
    from IPython import display, get_ipython

    shell = get_ipython()
    return display.display if shell is not None and hasattr(shell, "kernel") else None


def watched(steps: Iterable[T], what: str) -> Iterator[T]:
    """Go through steps with a progress bar that shows after two seconds.

    Parameters
    ----------
    steps : iterable
        Few, each of them long.
    what : str
        Words before the bar.
    """
    with passing_bar():
        yield from tqdm(list(steps), desc=what, delay=2, leave=False)
