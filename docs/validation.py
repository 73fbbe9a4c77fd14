"""Write the validation page and the numbers of the paper: ``python docs/validation.py``.

Both come from :func:`aspiratie.research.beside_r.validation`. Differences are printed as the next
power of ten above them, so that another machine's last digits change nothing.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import pandas as pd

from aspiratie.research.beside_r import validation
from aspiratie.research.beside_r.data import versions

HERE = Path(__file__).parent
PAGE, PAPER = HERE / "en" / "validation.md", HERE / "paper" / "paper.md"
#: Smaller differences are those of the last digits that R's numbers were stored with.
FLOOR = -9

WORDS = {
    "alpha": "alpha, item-rest, if dropped",
    "omega": "omega",
    "kmo": "KMO",
    "bartlett": "Bartlett",
    "map": "MAP",
    "efa": "EFA: loadings, phi, communalities, fit",
    "polychoric": "polychoric correlations",
    "wlsmv": "CFA, WLSMV: fit, loadings, SE, standardised",
    "mlr": "CFA, MLR: the same",
    "invariance": "invariance: fit of each step",
    "welch": "Welch's test",
    "icc": "variance between and within",
}

HEAD = """# Validation

The largest difference between a number of `asp` and R's, by statistic and open data set. The sets
are those of the R packages named, up to 400 complete rows by chance; the package holds them with
R's numbers (`aspiratie.research.beside_r`), made by `tests/reference/open_data.R`. This page is
made by `docs/validation.py`, and a test makes it again. A difference is given as the next power
of ten above it, relative to the size of numbers above one; `1e-9` also stands for less. R's
optimisers
stop at about 1e-6 to 1e-4 for standard errors, chi-squares and polychoric correlations, so
differences of that size say nothing about either side. The two largest are known: in
`adjectives` one item has no variance of its own (a Heywood case), where `psych::fa` stops a
little before the minimum (its chi-square is higher by .001); in `athenstaedt` the factor takes
its scale from an item that is hardly on it, so that standard errors of about 10 differ by .003.

"""


def bound(value: float) -> str:
    """Return the next power of ten above a difference.

    >>> bound(3e-7), bound(0.0)
    ('1e-6', '1e-9')
    """
    power = FLOOR if value <= 10.0**FLOOR else math.ceil(math.log10(value) - 1e-12)
    return f"1e{power}"


def page(table: pd.DataFrame) -> str:
    """Return the validation page."""
    packages = ", ".join(f"{name} {version}" for name, version in versions().items())
    parts = [HEAD, f"R packages: {packages}.\n\n", "## By statistic\n\n"]
    parts.append("| statistic | R call | sets | numbers | largest difference |\n")
    parts.append("| --- | --- | --- | --- | --- |\n")
    for statistic, words in WORDS.items():
        rows = table.loc[table["statistic"] == statistic]
        if rows.empty:
            continue
        call = rows["call"].iloc[0].replace("|", "\\|")
        parts.append(
            f"| {words} | `{call}` | {len(rows)} | {rows['numbers'].sum()} | "
            f"{bound(rows['relative'].max())} |\n"
        )
    parts.append("\n## By data set\n\n| data set | source | n | statistic | numbers | largest |\n")
    parts.append("| --- | --- | --- | --- | --- | --- |\n")
    parts += [
        f"| {row.data} | {row.source} | {row.n} | {row.statistic} | {row.numbers} | "
        f"{bound(row.relative)} |\n"
        for row in table.itertuples()
    ]
    return "".join(parts)


def facts(table: pd.DataFrame) -> dict[str, str]:
    """Return the numbers that the paper names."""
    return {
        "sets": str(table["data"].nunique()),
        "sources": str(table["source"].nunique()),
        "statistics": str(table["statistic"].nunique()),
        "numbers": f"{table['numbers'].sum():,}",
        "largest": bound(table["relative"].max()),
        "median": bound(table["relative"].median()),
    }


def paper(text: str, numbers: dict[str, str]) -> str:
    """Return the paper with its numbers renewed."""
    for name, value in numbers.items():
        pattern = rf"(<!-- {name} -->)[^<]*(<!-- /{name} -->)"
        if not re.search(pattern, text):
            raise ValueError(f"The paper has no place for {name}.")
        text = re.sub(pattern, rf"\g<1>{value}\g<2>", text)
    return text


if __name__ == "__main__":
    found = validation()
    PAGE.write_text(page(found), encoding="utf-8")
    PAPER.write_text(paper(PAPER.read_text(encoding="utf-8"), facts(found)), encoding="utf-8")
