"""An export of codes alone, beside the survey's definition: read as one with labels."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from aspiratie.errors import IntakeError
from aspiratie.intake import read_export
from aspiratie.intake.proposal import propose
from aspiratie.start import start

ROWS = (
    "Ik hoor bij deze klas",
    "Ik voel me op school alleen",
    "In de klas helpen we elkaar",
    "Mijn klasgenoten luisteren",
)
STEM = "Wat vind je van <strong>jouw</strong> klas?"
LABELS = ("Helemaal oneens", "Oneens", "Neutraal", "Eens", "Helemaal eens")
#: As Qualtrics numbers answers that were added later, and as LimeSurvey does.
RECODED, LETTERED = ("1", "6", "2", "3", "4"), ("A1", "A2", "A3", "A4", "A5")


def truth(n: int = 120) -> np.ndarray:
    rng = np.random.default_rng(5)
    score = rng.normal(size=(n, 1)) * (1, -1, 1, 1) + rng.normal(scale=0.7, size=(n, 4))
    return np.clip(np.round(score * 1.1 + 3), 1, 5).astype(int)


def write_rows(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def qualtrics(folder: Path, *, texts: bool = True) -> tuple[Path, Path]:
    """Write an export of values and the definition, as Qualtrics does."""
    heads = ["StartDate", "EndDate", "Status", "Progress", "ResponseId", "BRIN"]
    heads += [f"Q3_{i}" for i in range(1, 5)]
    words = heads[:5] + ["BRIN"] + [f"Wat vind je van jouw klas? - {row}" for row in ROWS]
    ids = [json.dumps({"ImportId": h}) for h in (*heads[:6], *(f"QID9_{i}" for i in range(1, 5)))]
    rows = [heads, words, ids] if texts else [heads]
    for i, places in enumerate(truth()):
        date = f"2026-03-{1 + i % 28:02d} 09:00:00"
        rows.append([date, date, "0", "100", f"R_{i}", f"0{1 + i % 4}AB00",
                     *(RECODED[p - 1] for p in places)])  # fmt: skip
    document = {
        "SurveyEntry": {"SurveyID": "SV_1", "SurveyName": "Klas", "SurveyLanguage": "NL"},
        "SurveyElements": [
            {"Element": "BL", "Payload": []},
            {
                "Element": "SQ",
                "PrimaryAttribute": "QID9",
                "Payload": {
                    "QuestionText": STEM, "DataExportTag": "Q3", "QuestionType": "Matrix",
                    "Selector": "Likert", "SubSelector": "SingleAnswer", "QuestionID": "QID9",
                    "Choices": {str(i): {"Display": row} for i, row in enumerate(ROWS, 1)},
                    "ChoiceOrder": ["1", "2", "3", "4"],
                    "Answers": {str(i): {"Display": label} for i, label in enumerate(LABELS, 1)},
                    "AnswerOrder": [5, 4, 3, 2, 1],
                    "RecodeValues": dict(zip("12345", RECODED, strict=True)),
                    "ChoiceDataExportTags": False,
                },
            },
        ],
    }  # fmt: skip
    definition = folder / "klas.qsf"
    definition.write_text(json.dumps(document), encoding="utf-8")
    return write_rows(folder / "waarden.csv", rows), definition


def limesurvey(folder: Path, *, later: bool = False) -> tuple[Path, Path]:
    """Write an export of codes and the definition, as LimeSurvey 3 or a later one does."""
    heads = ["id", "submitdate", "lastpage", "startlanguage", "BRIN"]
    heads += [f"klas[SQ00{i}]" for i in range(1, 5)]
    rows = [heads]
    for i, places in enumerate(truth()):
        rows.append([str(i), "2026-03-02 09:00:00", "2", "nl", f"0{1 + i % 4}AB00",
                     *(LETTERED[p - 1] for p in places)])  # fmt: skip

    def table(name: str, entries: list[dict[str, str]]) -> str:
        cells = ("".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in e.items()) for e in entries)
        return f"<{name}><rows>{''.join(f'<row>{c}</row>' for c in cells)}</rows></{name}>"

    nl = {} if later else {"language": "nl"}
    asked = [{"qid": "7", "parent_qid": "0", "type": "F", "title": "klas"}]
    subs = [{"qid": str(70 + i), "parent_qid": "7", "type": "F", "title": f"SQ00{i}"}
            for i in range(1, 5)]  # fmt: skip
    answers = [{"aid": str(i), "qid": "7", "code": LETTERED[i - 1], "sortorder": str(i),
                "scale_id": "0"} for i in range(5, 0, -1)]  # fmt: skip
    texts = {"7": STEM, **{str(70 + i): ROWS[i - 1] for i in range(1, 5)}}
    parts = [table("surveys", [{"sid": "3", "language": "nl"}])]
    if later:
        parts += [
            table("question_l10ns", [{"qid": q, "question": t, "language": "nl"}
                                     for q, t in texts.items()]),
            table("answer_l10ns", [{"aid": str(i), "answer": LABELS[i - 1], "language": "nl"}
                                   for i in range(1, 6)]),
        ]  # fmt: skip
    else:
        asked = [q | {"question": texts[q["qid"]]} for q in asked]
        subs = [q | {"question": texts[q["qid"]]} for q in subs]
        answers = [a | {"answer": LABELS[int(a["aid"]) - 1]} for a in answers]
        foreign = [a | {"answer": "other", "language": "en"} for a in answers]
    tables = {"questions": asked, "subquestions": subs, "answers": answers}
    parts += [table(name, [row | nl for row in rows_]) for name, rows_ in tables.items()]
    if not later:
        parts += [table("answers", foreign)]
    definition = folder / "klas.lss"
    definition.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<document><LimeSurveyDocType>Survey'
        f"</LimeSurveyDocType><DBVersion>{640 if later else 363}</DBVersion>"
        f"<languages><language>nl</language></languages>{''.join(parts)}</document>",
        encoding="utf-8",
    )
    return write_rows(folder / "codes.csv", rows), definition


def later(folder: Path) -> tuple[Path, Path]:
    return limesurvey(folder, later=True)


def without_texts(folder: Path) -> tuple[Path, Path]:
    return qualtrics(folder, texts=False)


@pytest.mark.parametrize("write", [qualtrics, without_texts, limesurvey, later])
def test_codes_get_the_labels_of_the_definition_in_their_order(write, tmp_path):
    export, definition = write(tmp_path)
    alone = propose(export)
    assert any(q.kind in ("labels", "role") and not q.default for q in alone.questions) or (
        not alone.items
    )
    proposal = propose([export, definition], answers_to_questions={"informant": "pupil"})
    (turned,) = proposal.open
    assert turned.kind == "reversed"
    assert "alleen" in turned.text.text("nl")
    (block,) = proposal.blocks
    assert [a.label for a in block.answers.value] == list(LABELS)
    assert proposal.definitions[0].columns == 4
    told = {"informant": "pupil", turned.key: "yes"}
    book = propose([export, definition], answers_to_questions=told).to_codebook(
        name="klas", title="Klas"
    )
    assert [f.title.nl for f in book.items] == list(ROWS)
    assert [f.reversed for f in book.items] == [False, True, False, False]
    answers = read_export(export, book)
    assert np.array_equal(np.column_stack([answers.states[f.name] for f in book.items]), truth())


def test_start_takes_the_definition_and_writes_only_the_export(tmp_path):
    export, definition = qualtrics(tmp_path)
    begun = start([definition, export], folder=tmp_path / "hier")
    assert "waarden.csv" in begun.parameters.read_text(encoding="utf-8")
    assert "qsf" not in begun.parameters.read_text(encoding="utf-8")
    assert len(begun.cells) <= 3


def test_a_definition_that_asks_something_else_is_refused_with_both(tmp_path):
    export, definition = qualtrics(tmp_path)
    text = definition.read_text(encoding="utf-8")
    definition.write_text(text.replace("helpen we elkaar", "is het vaak rumoerig"))
    with pytest.raises(IntakeError) as refused:
        propose([export, definition])
    assert "is het vaak rumoerig" in str(refused.value)
    assert "helpen we elkaar" in str(refused.value)
    assert "column 9 (I)" in str(refused.value)


def test_a_definition_of_another_survey_a_damaged_one_and_one_alone_are_refused(tmp_path):
    export, _ = qualtrics(tmp_path)
    _, other = limesurvey(tmp_path)
    with pytest.raises(IntakeError, match="none of the columns"):
        propose([export, other])
    for path in (qualtrics(tmp_path)[1], other):
        path.write_bytes(path.read_bytes()[:-40])
        with pytest.raises(IntakeError, match="damaged"):
            propose([export, path])
    with pytest.raises(IntakeError, match="no export"):
        propose([path])


def test_entities_of_a_definition_are_not_followed(tmp_path):
    export, definition = limesurvey(tmp_path)
    text = definition.read_text(encoding="utf-8")
    bomb = '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    text = text.replace("<document>", f"{bomb}<document>").replace(
        "<![CDATA[Ik hoor bij deze klas]]>", "Ik &a;&b; hoor bij deze klas"
    )
    definition.write_text(text, encoding="utf-8")
    proposal = propose([export, definition])
    assert {c.text for c in proposal.items} >= set(ROWS[1:])
