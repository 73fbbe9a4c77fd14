"""Real exports of real tools, and real data of Dutch schools, read by a codebook alone."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from aspiratie.codebook import parse_codebook
from aspiratie.errors import IntakeError
from aspiratie.intake import clean, read_answers, read_export


def codebook(items, school, *, answers, roles=(), title=None, scale="S", missing=()):
    """Make a codebook of items (name, alias, reversed, scale) with one list of answers."""
    scales = sorted({item[3] if len(item) > 3 else scale for item in items})
    fields = [{"name": "school", "title": "School", "type": "string", "role": "school",
               "aliases": [school]}]  # fmt: skip
    fields += [
        {"name": f"role_{r}", "title": f"Rol {r}", "type": "string", "role": r, "aliases": [a]}
        for r, a in roles
    ]
    for item in items:
        name, alias, turned, *rest = item
        fields.append(
            {
                "name": name,
                "title": alias,
                "type": "integer",
                "categories": [{"value": v, "label": label} for v, label in answers],
                "categoriesOrdered": True,
                "missingValues": list(missing),
                "scale": rest[0] if rest else scale,
                "reversed": turned,
                "aliases": [alias] if alias != name else [],
            }
        )
    return parse_codebook(
        {
            "name": "proef",
            "version": "1",
            "title": title or "Proef",
            "informant": "pupil",
            "licence": "vrij",
            "scales": [{"name": s, "title": s, "definition": s} for s in scales],
            "fields": fields,
        }
    )


def records(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def numbered(low, high):
    return [(i, f"antwoord {i}") for i in range(low, high + 1)]


def test_qualtrics(shared):
    path = shared / "data/raw_exports/qualtrics/qualtrics_eth_masked.csv"
    rows = records(path)
    names = [
        h for h in rows[0] if h.startswith("legitimacy_") and h[-2:] in ("_1", "_2", "_3", "_4")
    ]
    names = [n for n in names if {r[rows[0].index(n)] for r in rows[3:]} <= {"", *"1234567"}][:8]
    assert len(names) == 8
    book = codebook(
        [(f"v{i}", n, False) for i, n in enumerate(names)], "UserLanguage", answers=numbered(1, 7)
    )
    export = read_export(path, book)
    assert (export.source.tool, export.source.header_rows, export.source.rows) == (
        "qualtrics",
        3,
        156,
    )
    for i, name in enumerate(names):
        raw = [int(r[rows[0].index(name)] or 0) for r in rows[3:]]
        assert export.states[f"v{i}"].tolist() == raw
    assert {"respondent", "submitted", "status"} <= set(export.texts)
    assert export.numbers["duration"].notna().all()
    answers = clean(export)
    column = {h: place for place, h in enumerate(rows[0])}
    real = [r for r in rows[3:] if r[column["Status"]] not in ("1", "2", "9", "17")]
    given = [sum(r[column[n]] != "" for n in names) for r in real]
    counts = {
        "test_entry": len(rows) - 3 - len(real),
        "no_school": sum(not r[column["UserLanguage"]] for r in real),
        "empty": given.count(0),
        "too_few_answers": sum(0 < g < 4 for g in given),
    }
    removed = dict(answers.log.counts("row_removed").to_numpy())
    assert removed == {rule: n for rule, n in counts.items() if n}
    assert any("IPAddress" in place for _, place in export.dropped)
    # eight items, the school, and five columns of the tool that cleaning needs
    assert len(export.dropped) == 195 - 14


def test_limesurvey(shared):
    path = shared / "data/raw_exports/limesurvey/limesurvey_rse2017_de.csv"
    rows = records(path)
    heads = [h for h in rows[0] if h.startswith("likert0[")]
    # headed by the code alone in the codebook, as LimeSurvey's own "code[sub]"
    items = [(f"t{i}", h.split(".")[0], False) for i, h in enumerate(heads)]
    labels = sorted(
        {r[rows[0].index(h)].replace("\ufeff", "") for r in rows[1:] for h in heads} - {""}
    )
    codes = {int(label.split()[0]): label for label in labels}  # "1 (None at all)", "2", ...
    book = codebook(items, "socio1", answers=sorted(codes.items()))
    export = read_export(path, book)
    assert (export.source.tool, export.source.rows) == ("limesurvey", 325)
    for item, head in zip(items, heads, strict=True):
        raw = [r[rows[0].index(head)].replace("\ufeff", "") for r in rows[1:]]
        known = export.states[item[0]].to_numpy()
        assert [codes[sorted(codes)[s - 1]] if s > 0 else "" for s in known] == raw
    assert set(export.texts["school"].dropna()) == {"GERMANY"}


def test_google_forms(shared):
    path = shared / "data/raw_exports/googleforms/googleforms_es_2019.csv"
    rows = records(path)
    heads = rows[0]
    scale = [
        i for i, h in enumerate(heads)
        if heads.count(h) == 1 and {"1", "5"} <= {r[i] for r in rows[1:]} <= {"", *"12345"}
    ]  # fmt: skip
    assert len(scale) >= 3
    book = codebook([(f"v{i}", heads[i], False) for i in scale], heads[1], answers=numbered(1, 5))
    export = read_export(path, book)
    assert (export.source.tool, export.source.rows) == ("google_forms", len(rows) - 1)
    for i in scale:
        assert export.states[f"v{i}"].tolist() == [int(r[i] or 0) for r in rows[1:]]
    assert export.texts["submitted"].notna().all()


def test_duplicate_headings_of_google_forms_are_refused_when_asked_for(shared):
    path = shared / "data/raw_exports/googleforms/googleforms_es_2019.csv"
    heads = records(path)[0]
    twice = sorted({h for h in heads if heads.count(h) > 1})
    assert twice
    items = [("v1", twice[0], False), ("v2", heads[2], False), ("v3", heads[3], False)]
    book = codebook(items, heads[1], answers=numbered(1, 5))
    with pytest.raises(IntakeError, match="all stand for the field 'v1'"):
        read_export(path, book)


def test_spss(shared):
    path = shared / "data/raw_exports/spss/iea_reds_are_student_10rows.sav"
    names = [f"IS1G09{c}" for c in "ABCDEFGH"]
    missing = [{"value": "9", "label": "weggelaten", "reason": "blank"},
               {"value": "6", "label": "niet van toepassing", "reason": "blank"}]  # fmt: skip
    book = codebook(
        [(n, n, False) for n in names], "IDSCHOOL", answers=numbered(1, 4), missing=missing
    )
    raw = pyreadstat.read_sav(path, user_missing=True, usecols=["IDSCHOOL", *names])[0]
    export = read_export(path, book)
    assert (export.source.kind, export.source.tool, export.source.rows) == ("sav", "spss", 10)
    for name in names:
        codes = raw[name].fillna(0).map(lambda v: -2 if v in (6, 9) else v)
        assert export.states[name].tolist() == codes.tolist()
    assert export.texts["school"].tolist() == [str(int(v)) for v in raw["IDSCHOOL"]]
    assert len(export.dropped) == 334 - 9


@pytest.fixture(scope="module")
def pisa(shared):
    folder = shared / "data/pisa2003_nld"
    items = pd.read_csv(folder / "codebook.csv")
    # codes run from agreement (1) to disagreement (4): listed from disagreement on
    book = codebook(
        [
            (r.item, r.item, not bool(r.reverse_so_high_is_more), r.scale)
            for r in items.itertuples()
            if isinstance(r.scale, str)
        ],
        "school_id",
        answers=[(4, "minst"), (3, "minder"), (2, "meer"), (1, "meest")],
        roles=[("respondent", "student_id"), ("weight", "w_fstuwt"), ("group", "grade")],
        title="PISA",
    )
    return folder / "pisa2003_nld.csv", book


def test_pisa(pisa):
    path, book = pisa
    raw = pd.read_csv(path, dtype={"school_id": str, "student_id": str})
    names = [i.name for i in book.items]
    assert len(names) == 75
    answers = read_answers(path, book)
    given = raw[names].notna().sum(axis=1)
    assert dict(answers.log.counts("row_removed").to_numpy()) == {
        "empty": (given == 0).sum(),
        "too_few_answers": ((given > 0) & (given < 0.5 * 75)).sum(),
    }
    kept = raw[given >= 0.5 * 75]
    np.testing.assert_array_equal(answers.items.to_numpy(), 5 - kept[names].to_numpy())
    assert answers.items.index.tolist() == (kept.index + 2).tolist()
    assert answers.respondents["school"].tolist() == kept["school_id"].tolist()
    np.testing.assert_allclose(answers.respondents["weight"], kept["w_fstuwt"])
    everyone = read_answers(path, book, min_answered=0)
    assert everyone.log.rows_out == 3992 - 88
    share = everyone.careless["flagged"].mean()
    assert 0 < share < 0.05
    scored = answers.scored()
    for scale in ("BELONG", "DISCLIM", "ANXMAT"):
        part = scored[[i.name for i in book.items_of(scale)]].corr().to_numpy()
        assert part.min() > 0


def test_pisa_by_another_codebook_is_refused(pisa, book):
    with pytest.raises(IntakeError, match="does not look like the questionnaire 'klein'"):
        read_answers(pisa[0], book)


def test_bfi(shared):
    path = shared / "data/bfi/bfi.csv"
    raw = pd.read_csv(path)
    turned = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
    names = list(raw.columns[1:26])
    book = codebook(
        [(n, n, n in turned, n[0]) for n in names],
        "gender",
        answers=numbered(1, 6),
        roles=[("respondent", "id")],
    )
    answers = read_answers(path, book)
    too_few = raw[names].notna().sum(axis=1) < 12.5
    assert dict(answers.log.counts("row_removed").to_numpy()) == {"too_few_answers": too_few.sum()}
    raw = raw[~too_few]
    scored = answers.scored()
    for n in names:
        expected = 7 - raw[n] if n in turned else raw[n]
        np.testing.assert_array_equal(scored[n], expected)
    assert set(answers.careless.columns) == {
        "longstring",
        "even_odd",
        "irv",
        "mahalanobis",
        "flagged",
    }
