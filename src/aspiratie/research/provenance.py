"""What leaves the notebook: the measurement model with where it came from, and what it cost."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from aspiratie.codebook.structure import factor_models
from aspiratie.display.fragment import Fragment
from aspiratie.errors import ParameterError
from aspiratie.measurement.sem.compare_models import ModelComparison
from aspiratie.research.cells import research_table, say
from aspiratie.research.scales import ScaleReliability
from aspiratie.research.study import Study

__all__ = ["provenance", "report_model"]

_PACKAGES = ("aspiratie", "numpy", "scipy", "pandas")


def report_model(
    study: Study, reliability: ScaleReliability, comparison: ModelComparison, *, output: str = ""
) -> Fragment:
    """Show the measurement model, and write it as JSON where a path is given.

    It holds no answers: scales and items, reliability, fit and the digests of file and
    codebook. Every number is about all respondents together.

    Parameters
    ----------
    study, reliability, comparison
        The study and what was found.
    output : str
        Path of the file; "" to write none.

    Returns
    -------
    Fragment

    Raises
    ------
    ParameterError
        If the file cannot be written.
    """
    model = _model(study, reliability, comparison)
    text = json.dumps(model, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    if output:
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            raise ParameterError(
                f"The model cannot be written to {Path(output).name!r} ({error.strerror}). "
                "Mend `output`."
            ) from None
    table = reliability.scales
    shown = pd.DataFrame(
        {
            "principle": [s.principle or "" for s in study.codebook.scales],
            "items": [", ".join(study.scales[s.name]) for s in study.codebook.scales],
            "omega": table["omega"],
            "alpha": table["alpha"],
            "n": table["n"],
        }
    )
    where = f"Written to {Path(output).name}. " if output else "Not written: give `output`. "
    return research_table(
        "The model for the reports",
        shown,
        default=2,
        places={"n": 0},
        index="scale",
        notes=[f"{where}sha256 {digest}. It holds no answers."],
    )


def _model(
    study: Study, reliability: ScaleReliability, comparison: ModelComparison
) -> dict[str, Any]:
    source, book = study.answers.source, study.codebook
    fits = comparison.fit
    kept = [c for c in fits.columns if str(c).split(".")[0] in ("n", "chisq", "df", "pvalue", "cfi",
                                                               "tli", "rmsea", "srmr")]  # fmt: skip
    return {
        "format": "aspiratie.measurement",
        "version": 1,
        "codebook": {"name": book.name, "version": book.version, "sha256": book.sha256},
        "data": {"sha256": source.sha256, "respondents": len(study.items)},
        "rules": {**study.options, "missing": study.missing},
        "scales": study.scales,
        "models": {m: text for m, text in factor_models(study.codebook).items() if m in fits.index},
        "fit": {str(m): _known(row) for m, row in fits[kept].iterrows()},
        "reliability": {str(s): _known(row) for s, row in reliability.scales.iterrows()},
        "package": version("aspiratie"),
    }


def _known(row: pd.Series) -> dict[str, float | None]:
    numbers = {str(name): float(value) for name, value in row.items()}
    return {name: value if math.isfinite(value) else None for name, value in numbers.items()}


def provenance(study: Study, *, seed: int, budget: float = 120.0) -> Fragment:
    """Show versions, digests and seed, and how long it took since the study was opened.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    seed : int
        Of everything that draws.
    budget : float
        Seconds that the analysis may take.
    """
    source, book = study.answers.source, study.codebook
    facts: Mapping[str, str] = {
        "file": f"{source.file}, sha256 {source.sha256}",
        "codebook": f"{book.name} {book.version}, sha256 {book.sha256}",
        "seed": str(seed),
        **{package: version(package) for package in _PACKAGES},
    }
    spent = time.perf_counter() - study.opened
    inside = "within" if spent <= budget else "over"
    return research_table(
        "Provenance",
        pd.DataFrame({"value": dict(facts)}),
        index="what",
        notes=[
            (
                f"{say(spent, 0)} seconds since the file was opened: {inside} the budget of "
                f"{say(budget, 0)}."
            )
        ],
    )
