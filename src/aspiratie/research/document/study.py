"""A whole study as one Word document: method, results, provenance."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from aspiratie.errors import ParameterError
from aspiratie.research.cells import say
from aspiratie.research.document.word import Paper
from aspiratie.research.views import Sheet, view_of
from aspiratie.viewable import Viewable

__all__ = ["study_report"]

_PACKAGES = ("aspiratie", "numpy", "scipy", "pandas")


def study_report(
    path: str | Path,
    results: Mapping[str, Viewable],
    *,
    title: str = "Measurement study",
    items: pd.DataFrame | None = None,
    method: str = "",
    seed: int | None = None,
    figures: bool = True,
) -> Path:
    """Write the results of a study as one Word document in APA style.

    A method section (respondents, items, missing answers, what was done, software), a section a
    result with its sentences, tables and figure, and what may be claimed of each. Tables and
    figures are numbered through; figures have an alternative text. It holds no answer of a
    respondent.

    Parameters
    ----------
    path : str or Path
        File to write; its folder must be there.
    results : mapping of str to result
        Headings and results, in the order in which they are told: of
        :func:`aspiratie.cronbach_alpha`, :func:`aspiratie.efa`, :func:`aspiratie.cfa` and the
        like.
    title : str
        Of the document.
    items : DataFrame, optional
        The answers that were analysed, for the numbers of the method section.
    method : str
        Own sentences of the method section: how the answers came about.
    seed : int, optional
        Of everything that drew.
    figures : bool
        Whether figures are drawn.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ParameterError
        If there is no result, one of them is none, or the file cannot be written.

    References
    ----------
    American Psychological Association. (2020). Publication manual (7th ed.).
    https://doi.org/10.1037/0000165-000

    Appelbaum, M., and others (2018). Journal article reporting standards for quantitative
    research in psychology. American Psychologist, 73, 3-25. https://doi.org/10.1037/amp0000191

    Notes
    -----
    In R there is no single call; ``psych``, ``lavaan`` and ``papaja`` together come near.

    Examples
    --------
    >>> import tempfile
    >>> import aspiratie as asp
    >>> answers = pd.DataFrame({"a": [1, 2, 4, 5.0], "b": [2, 1, 4, 5.0], "c": [1, 3, 4, 4.0]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = study_report(
    ...         Path(folder) / "study.docx", {"Alpha": asp.cronbach_alpha(answers)}, items=answers
    ...     )
    ...     made.name
    'study.docx'
    """
    if not results:
        raise ParameterError("`results` holds no result.")
    wrong = [name for name, result in results.items() if not isinstance(result, Viewable)]
    if wrong:
        raise ParameterError(
            f"These are no results of aspiratie: {', '.join(wrong)}. Hand on what its functions "
            "return, not tables made from it."
        )
    paper = Paper(title)
    paper.heading("Method")
    if method:
        paper.paragraph(method)
    if items is not None:
        paper.paragraph(_respondents(items))
        paper.table(_answered(items))
    done = ", ".join(f"{name.lower()} ({type(r).__name__})" for name, r in results.items())
    paper.paragraph(f"Analyses: {done}.")
    drawn = f" Everything that draws was seeded with {seed}." if seed is not None else ""
    software = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    paper.paragraph(f"Software: {software}; Python {platform.python_version()}.{drawn}")
    paper.heading("Results")
    for name, result in results.items():
        paper.heading(name, level=3)
        paper.view(view_of(result), figure=figures)
    return paper.save(path)


def _respondents(items: pd.DataFrame) -> str:
    n, complete = len(items), int(items.notna().all(axis=1).sum())
    share = 100 * float(items.isna().to_numpy().mean())
    return (
        f"{say(n, 0)} respondents answered {items.shape[1]} items; {say(complete, 0)} "
        f"({say(100 * complete / n, 1)}%) answered all of them. Of all answers {say(share, 1)}% is "
        "missing."
    )


def _answered(items: pd.DataFrame) -> Sheet:
    frame = pd.DataFrame(
        {
            "n": items.notna().sum(),
            "mean": items.mean(),
            "sd": items.std(),
            "skewness": items.skew(),
            "missing (%)": 100 * items.isna().mean(),
        }
    )
    return Sheet(
        name="items",
        caption="Items as analysed",
        frame=frame,
        places={"n": 0, "missing (%)": 1},
        default=2,
        index="item",
    )
