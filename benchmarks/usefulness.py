"""What protection costs: published numbers by kind, before and after.

"Before" are the rules of the first version, applied to the same raw numbers: every mean of
n_min pupils or more to one decimal (a region's to two), shares bounded at 5 % from 40 answers on
whatever their number. Prints one table a data set::

    python benchmarks/usefulness.py --folder /tmp/use              # the demo, and small schools
    python benchmarks/usefulness.py --parameters params/pisa2003.yml
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from aspiratie.batch import write_demo
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.bounds import publish_distribution
from aspiratie.disclosure.draft import RawEstimate, RunDraft, SchoolDraft
from aspiratie.disclosure.publish import publish_schools
from aspiratie.disclosure.region.publish import publish_named
from aspiratie.disclosure.shape import Distribution, Estimate, Exact, Hidden, SideShare
from aspiratie.parameters import read_parameters
from aspiratie.prepare import compute, region_drafts, school_drafts

#: The bounds of the first version, one respondent later as all are now.
FORMER = ((41, 5), (21, 10), (11, 20), (10, 25))


def raw_means(draft: SchoolDraft) -> Iterator[RawEstimate]:
    """Yield the means of a school that first version would have told."""
    for scale in draft.scales:
        if isinstance(scale.score, RawEstimate):
            yield scale.score


def of_distribution(table: Distribution | Hidden) -> str:
    """Name the way in which a distribution is told."""
    if isinstance(table, Hidden):
        return "hidden"
    bounded = any(not isinstance(part.share, Exact) for part in table.classes)
    steps = "to 1 %" if table.step == 1 else f"to {table.step} %"
    return f"{steps}, with a bound" if bounded else steps


def of_side(told: SideShare) -> str:
    """Name the way in which the share of favourable answers is told."""
    if isinstance(told.share, Hidden):
        return "hidden"
    if not isinstance(told.share, Exact):
        return "told by a bound"
    return "to 1 %" if told.step == 1 else "to 10 %" if told.step <= 10 else "to more than 10 %"


def count(run: RunDraft, drafts: list[SchoolDraft], rules: DisclosureRules) -> None:
    """Print what schools' documents tell before and after."""
    former = replace(rules, bounds=FORMER)
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    widths: list[float] = []
    for draft in drafts:
        for raw in raw_means(draft):
            before["means, step 0.1" if raw.n >= rules.n_min else "means, hidden"] += 1
        for item in draft.items:
            table = publish_distribution(item.answers, former)
            before[f"distributions, {of_distribution(table)}"] += 1
    for release, draft in zip(publish_schools(run, drafts, rules), drafts, strict=True):
        raws = {s.name: s.score for s in draft.scales}
        for scale in release.scales:
            score, raw = scale.score, raws[scale.name]
            if isinstance(score, Estimate) and isinstance(raw, RawEstimate):
                after[f"means, step {score.step:g}"] += 1
                widths.append((score.high - score.low) / max(raw.high - raw.low, 1e-9))
            elif isinstance(score, Hidden):
                after["means, hidden"] += 1
                if score.reason == "unreliable":
                    before["means, hidden"] += 1
                    before["means, step 0.1"] -= 1
            else:
                after["means, told by a bound"] += 1
        for item in release.items:
            after[f"distributions, {of_distribution(item.distribution)}"] += 1
            after[f"favourable shares, {of_side(item.favourable)}"] += 1
    table_of(before, after)
    if widths:
        print(f"interval as printed / as it is: median {np.median(widths):.2f}")


def table_of(before: Counter[str], after: Counter[str]) -> None:
    """Print two columns by kind."""
    print(f"{'':<44}{'before':>8}{'after':>8}")
    for kind in sorted(set(before) | set(after)):
        print(f"{kind:<44}{before[kind]:>8}{after[kind]:>8}")


def small_schools(folder: Path, seed: int = 5) -> Path:
    """Write the demo with 12 to 40 pupils left of every school, in the present wave alone."""
    path = write_demo(folder, n_schools=24, seed=seed)
    rng = np.random.default_rng(seed)
    export = folder / "data" / "demo" / "leerling_2025-2026.csv"
    head, *rows = export.read_text(encoding="cp1252").splitlines()
    place = head.split(";").index("BRIN")
    by_school: dict[str, list[str]] = {}
    for row in rows:
        by_school.setdefault(row.split(";")[place], []).append(row)
    kept = [row for rows in by_school.values() for row in rows[: rng.integers(12, 41)]]
    export.write_text("\r\n".join([head, *kept]) + "\r\n", encoding="cp1252")
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "leerling_2024" not in line]
    lines = [line for line in lines if "leerling_2023" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def tell(name: str, path: Path) -> None:
    """Print the tables of one run."""
    computed = compute(read_parameters(path))
    drafts = list(school_drafts(computed))
    sizes = [draft.n for draft in drafts]
    print(f"\n{name}: {len(drafts)} schools of {min(sizes)} to {max(sizes)} pupils")
    count(computed.run, drafts, computed.rules)
    if not computed.parameters.region:
        return
    for draft in region_drafts(computed).drafts:
        steps: Counter[str] = Counter()
        for scale in publish_named(draft, computed.rules).scales:
            for row in scale.rows:
                steps[f"region's rows, step {row.step:g}"] += 1
        rows = sum(len(scale.rows) for scale in draft.scales)
        table_of(Counter({"region's rows, step 0.01": rows}), steps)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--parameters", type=Path)
    options = parser.parse_args()
    if options.parameters:
        tell(options.parameters.stem, options.parameters)
    if options.folder:
        tell("the demo", write_demo(options.folder / "demo", n_schools=26, seed=1))
        tell("small schools", small_schools(options.folder / "small"))


if __name__ == "__main__":
    main()
