"""What a batch tells while it runs: a bar, a line of JSON a page, or nothing; and a summary."""

from __future__ import annotations

import datetime
import json
import sys
import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from tqdm import tqdm

from aspiratie.errors import ReportError
from aspiratie.report.render import write_aside

__all__ = ["LogFormat", "Progress"]

LogFormat = Literal["text", "json"]


class Progress:
    """Tells what becomes of each page, and sums up at the end.

    A bar with rate and time left stands on a terminal only; elsewhere nothing is told but
    failures. As ``"json"`` each page is a line on standard output.

    Parameters
    ----------
    total : int
        How many pages are to be made.
    unit : str
        Of what there are so many.
    log_format : {"text", "json"}
        How it is told.
    quiet : bool
        Show no bar.
    summary : Path, optional
        File of the summary; written where a page was made, failed or was cut off.

    Examples
    --------
    >>> with Progress(1, unit="page", log_format="json") as progress:
    ...     progress.tell("01AB00", "made", seconds=0.2)  # doctest: +ELLIPSIS
    {"time": "...", "page": "01AB00", "state": "made", "seconds": 0.2, "done": 1, "of": 1}
    """

    def __init__(
        self,
        total: int,
        *,
        unit: str,
        log_format: LogFormat = "text",
        quiet: bool = False,
        summary: Path | None = None,
    ) -> None:
        self.total, self.unit, self.log_format = total, unit, log_format
        self.summary = summary
        self.states: Counter[str] = Counter()
        self.failures: list[dict[str, str]] = []
        self._seen = 0
        self._began = _now()
        self._clock = time.monotonic()
        hidden = quiet or not total or log_format == "json"
        # None: only where standard error is a terminal
        self._bar = tqdm(
            total=total, unit=unit, disable=True if hidden else None, file=sys.stderr,
            smoothing=0.1, dynamic_ncols=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        """Start."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        """Close the bar and write the summary, also of a run that was cut off."""
        self._bar.close()
        if self.summary is not None and (self._seen or kind is not None):
            self._sum_up(self.summary, cut_off=kind is not None)

    def tell(
        self, name: str, state: str, *, seconds: float | None = None, reason: str = ""
    ) -> None:
        """Tell what became of one page; what failed at once, before anything else can fail.

        Parameters
        ----------
        name : str
            Of the page.
        state : str
            ``"made"`` or ``"failed"``.
        seconds : float, optional
            That it took.
        reason : str
            Why it failed.
        """
        self._seen += 1
        self.states[state] += 1
        if state == "failed":
            self.failures.append({"page": name, "reason": reason})
        if self.log_format == "json":
            line: dict[str, object] = {"time": _now(), "page": name, "state": state}
            if seconds is not None:
                line["seconds"] = round(seconds, 3)
            line |= {"done": self._seen, "of": self.total}
            if reason:
                line["reason"] = reason
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        elif state == "failed":
            tqdm.write(f"failed: {name}: {reason}", file=sys.stderr)
        self._bar.update()

    def unchanged(self, n: int) -> None:
        """Count pages that were up to date."""
        self.states["unchanged"] += n

    def _sum_up(self, path: Path, *, cut_off: bool) -> None:
        seconds = time.monotonic() - self._clock
        document = {
            "began": self._began,
            "ended": _now(),
            "seconds": round(seconds, 3),
            f"{self.unit}s_per_second": round(self._seen / seconds, 3) if seconds else None,
            "cut_off": cut_off,
            **{state: self.states[state] for state in ("made", "unchanged", "failed")},
            "to_do": self.total - self._seen,
            "failures": sorted(self.failures, key=lambda f: f["page"]),
        }
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        try:
            write_aside(path, text.encode("utf-8"))
        except ReportError as error:  # hides no page that was made
            tqdm.write(f"{path.name}: {error}", file=sys.stderr)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
