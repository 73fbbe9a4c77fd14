"""Counts in tables are judged as trying all of them judges them."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.disclosure.feasible import CountSystem
from aspiratie.disclosure.flows.network import GROUND, Network


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_table_is_judged_as_trying_everything_judges_it(data):
    """Rows and columns with totals, of which cells and totals may be unknown."""
    n_rows, n_columns = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    cells = {(r, c): data.draw(st.integers(0, 3)) for r in range(n_rows) for c in range(n_columns)}
    unknown = [cell for cell in cells if data.draw(st.booleans())]
    rests = {c: data.draw(st.sampled_from([None, 0, 2])) for c in range(n_columns)}
    open_rows = [r for r in range(n_rows) if data.draw(st.booleans())]
    table = Network()
    for r in range(n_rows):
        total = sum(cells[r, c] for c in range(n_columns))
        table.add_row(("row", r))
        if r in open_rows:
            table.add(("total", r), GROUND, ("row", r), low=0, high=9)
        else:
            table.settle(total, GROUND, ("row", r))
    for (r, c), value in cells.items():
        if (r, c) in unknown:
            table.add((r, c), ("row", r), ("column", c), low=0, high=3)
        else:
            table.settle(value, ("row", r), ("column", c))
    for c in range(n_columns):
        if rests[c] is not None:
            table.add(("rest", c), GROUND, ("column", c), low=0, high=9)
        table.settle(
            sum(cells[r, c] for r in range(n_rows)) + (rests[c] or 0), ("column", c), GROUND
        )
    ways = []
    for values in itertools.product(range(4), repeat=len(unknown)):
        way = cells | dict(zip(unknown, values, strict=True))
        rows = {r: sum(way[r, c] for c in range(n_columns)) for r in range(n_rows)}
        columns = {c: sum(way[r, c] for r in range(n_rows)) for c in range(n_columns)}
        fits = all(
            rows[r] == sum(cells[r, c] for c in range(n_columns))
            for r in range(n_rows)
            if r not in open_rows
        )
        left = {}
        for c in range(n_columns):
            whole = sum(cells[r, c] for r in range(n_rows)) + (rests[c] or 0)
            left[c] = whole - columns[c]
            fits = fits and (left[c] == 0 if rests[c] is None else 0 <= left[c] <= 9)
        if fits:
            told = {cell: way[cell] for cell in unknown}
            told |= {("total", r): rows[r] for r in open_rows}
            told |= {("rest", c): left[c] for c in range(n_columns) if rests[c] is not None}
            ways.append(told)
    assert ways
    single = {
        name: value for name, value in ways[0].items() if len({way[name] for way in ways}) == 1
    }
    assert table.determined() == single


def test_what_fits_nowhere_is_said():
    table = Network()
    table.add_row("a", balance=20)
    table.add("x", "a", "column", low=1, high=9)
    assert table.determined() is None
    empty = Network()
    assert empty.determined() == {}
    empty.settle(3, "a", GROUND)
    assert empty.determined() is None


def test_a_large_table_is_judged_as_by_linear_programming():
    rng = np.random.default_rng(4)
    table, system = Network(), CountSystem()
    columns: dict[int, list[tuple[int, int]]] = {c: [] for c in range(4)}
    values = rng.integers(1, 6, size=(60, 4))
    hidden = rng.random((60, 4)) < 0.4
    for r in range(60):
        table.add_row(("row", r))
        table.settle(int(values[r].sum()), GROUND, ("row", r))
        own = []
        for c in range(4):
            if hidden[r, c]:
                table.add((r, c), ("row", r), ("column", c), low=1, high=9)
                system.add((r, c), 1, 9)
                columns[c].append((r, c))
                own.append((r, c))
            else:
                table.settle(int(values[r, c]), ("row", r), ("column", c))
        if own:
            system.equate(dict.fromkeys(own, 1), int(sum(values[cell] for cell in own)))
    for c, cells in columns.items():
        table.settle(int(values[:, c].sum()), ("column", c), GROUND)
        system.equate(dict.fromkeys(cells, 1), int(sum(values[cell] for cell in cells)))
    assert table.determined() == system.determined()
