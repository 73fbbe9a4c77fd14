"""Do the tests of protection and of published statistics notice when their code is changed?

For each part, mutants are drawn: one comparison, sum, number, truth or branch of a module is
changed, the module is loaded so, and its tests are run in a process of their own. A mutant that
the tests let pass is told with its place. Not in CI::

    python benchmarks/mutation.py                      # 40 mutants of each part
    python benchmarks/mutation.py --part ledger --number 10 --seed 2
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"

#: Without the tests that are marked slow.
FAST = ("-m", "not slow")
#: Modules of each part, and the tests that should notice a change in them.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "suppression": (
        ("disclosure/suppress.py", "disclosure/counted.py"),
        ("tests/protection/test_cells.py", "tests/protection/test_leaks.py"),
    ),
    "bounds": (
        ("disclosure/bounds.py", "disclosure/joined.py"),
        ("tests/protection/test_cells.py", "tests/protection/test_tables.py"),
    ),
    "means": (
        ("disclosure/means/steps.py", "disclosure/means/publish.py", "disclosure/means/widths.py"),
        ("tests/protection/test_steps.py", "tests/protection/test_widths.py"),
    ),
    "ledger": (
        ("ledger/check.py", "ledger/cells.py", "ledger/file.py"),
        ("tests/ledger", "tests/protection/test_guard.py"),
    ),
    "attack": (
        ("attack/sums.py", "attack/diversity.py", "attack/shares.py", "attack/counts.py"),
        ("tests/protection/test_leaks.py", "tests/protection/test_attack.py"),
    ),
    "multilevel": (
        ("schools/multilevel.py", "schools/reml.py"),
        (
            "tests/schools/test_multilevel_by_hand.py",
            "tests/schools/test_multilevel.py",
            "tests/schools/test_weights.py",
            *FAST,
        ),
    ),
    "alpha": (
        ("measurement/reliability/alpha.py",),
        ("tests/measurement/test_reliability.py", "tests/measurement/test_design_scales.py", *FAST),
    ),
    "retention": (
        ("measurement/factors/retention.py", "measurement/factors/parallel.py"),
        ("tests/measurement/test_retention.py", *FAST),
    ),
    "dif": (
        ("measurement/item_response/dif.py", "measurement/item_response/regressions.py"),
        ("tests/measurement/test_item_response.py", *FAST),
    ),
}
#: No cache; and no word about modules that were loaded before pytest.
IGNORED = ("-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_RECKONED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"min": "max", "max": "min", "floor": "ceil", "ceil": "floor", "all": "any", "any": "all"}


def places(tree: ast.Module) -> list[tuple[ast.AST, str]]:
    """Return what can be changed, with a word for it; no annotations, docstrings or messages."""
    found: list[tuple[ast.AST, str]] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
            found.append((node, "comparison"))
        elif isinstance(node, ast.BinOp) and type(node.op) in _RECKONED:
            found.append((node, "sum"))
        elif isinstance(node, ast.BoolOp):
            found.append((node, "truth"))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            found.append((node, "not"))
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
            found.append((node, "number"))
        elif isinstance(node, ast.Call) and _name(node) in _CALLED:
            found.append((node, "call"))
        elif isinstance(node, ast.If | ast.IfExp):
            found.append((node, "branch"))
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "bases"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    visit(child)

    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign):
            visit(statement)
    return found


def _name(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def change(node: ast.AST, kind: str) -> None:
    """Change one place."""
    match node:
        case ast.Compare():
            node.ops[0] = _COMPARED[type(node.ops[0])]()
        case ast.BinOp():
            node.op = _RECKONED[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op = ast.UAdd() if kind != "not" else node.op
            node.operand = ast.UnaryOp(op=ast.Not(), operand=node.operand)
        case ast.Constant():
            node.value = node.value + 1
        case ast.Call():
            name = _CALLED[_name(node)]
            if isinstance(node.func, ast.Name):
                node.func.id = name
            elif isinstance(node.func, ast.Attribute):
                node.func.attr = name
        case ast.If() | ast.IfExp():
            node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a changed tree."""

    def __init__(self, module: str, path: Path, tree: ast.Module) -> None:
        self.module, self.path, self.tree = module, path, tree

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return this loader for the one module."""
        if name != self.module:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed tree."""
        ast.fix_missing_locations(self.tree)
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


def survives(path: Path, place: int | None, tests: Sequence[str], seconds: int) -> bool:
    """Run tests with one place changed (or none), in a child process; True if they all pass."""
    child = os.fork()
    if child == 0:  # pragma: no cover - measured from outside
        code = 1
        with contextlib.suppress(BaseException), Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            tree = ast.parse(path.read_text(encoding="utf-8"))
            if place is not None:
                change(*places(tree)[place])
            module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
            sys.meta_path.insert(0, Changed(module, path, tree))
            import pytest

            code = int(pytest.main(["-x", "-q", *IGNORED, *tests]))
        os._exit(0 if code == 0 else 1)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return False  # it runs for ever: noticed


def mutants(part: str, number: int, seed: int) -> Iterator[tuple[Path, int, str]]:
    """Draw places of the part's modules."""
    every = []
    for name in PARTS[part][0]:
        path = SOURCE / "aspiratie" / name
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for i, (node, kind) in enumerate(places(tree)):
            every.append((path, i, f"{name}:{getattr(node, 'lineno', 0)} {kind}"))
    yield from random.Random(seed).sample(every, min(number, len(every)))


def main() -> None:
    """Draw mutants of each part and say how many the tests noticed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--number", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=180)
    options = parser.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(SOURCE)]
    # what every child needs, loaded once; nothing of the package itself
    for name in (
        "hypothesis",
        "msgspec",
        "numpy",
        "pandas",
        "pytest",
        "scipy.optimize",
        "scipy.stats",
    ):
        importlib.import_module(name)
    for part in options.part or PARTS:
        tests = PARTS[part][1]
        if not survives(SOURCE / "aspiratie" / PARTS[part][0][0], None, tests, options.seconds):
            sys.exit(f"{part}: its tests do not pass as they are.")
        passed = []
        drawn = list(mutants(part, options.number, options.seed))
        for path, place, told in drawn:
            if survives(path, place, tests, options.seconds):
                passed.append(told)
                print(f"  lives: {told}", flush=True)
        killed = len(drawn) - len(passed)
        print(
            f"{part}: {killed} of {len(drawn)} noticed ({100 * killed / len(drawn):.0f} %)",
            flush=True,
        )


if __name__ == "__main__":
    main()
