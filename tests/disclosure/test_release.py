"""A release is whole, right, unchangeable, and the same bytes every time."""

from __future__ import annotations

import copy
import json
import pickle
import random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.disclosure import (
    DisclosureRules,
    Release,
    publish_region,
    publish_school,
    read_release,
    release_schema,
    write_release,
)
from aspiratie.disclosure.schema import schema_problems
from aspiratie.errors import ReleaseError

RULES = DisclosureRules()
VALIDATOR = jsonschema.Draft202012Validator(release_schema())


@pytest.fixture(scope="module")
def release(make_region):
    return publish_region(make_region(51, [80] * 6), RULES)[0]


def test_round_trip_and_same_bytes(make_region, release, tmp_path):
    path = write_release(release, tmp_path / "release.json")
    again = read_release(path)
    assert again.to_dict() == release.to_dict()
    assert again.to_bytes() == path.read_bytes() == release.to_bytes()
    assert again.sha256 == publish_region(make_region(51, [80] * 6), RULES)[0].sha256
    assert sorted(p.name for p in tmp_path.iterdir()) == ["release.json"]
    assert pickle.loads(pickle.dumps(release)).to_bytes() == release.to_bytes()
    assert repr(release) == "<Release of school 00AB00, 2025-2026: 3 scales>"


def test_it_cannot_be_changed(release):
    with pytest.raises(TypeError):
        release.data["school"]["id"] = "x"
    with pytest.raises(AttributeError):
        release.data = {}
    with pytest.raises(AttributeError):
        release.data["scales"].append(1)
    copied = release.to_dict()
    copied["school"]["id"] = "x"
    assert release.school_id == "00AB00"


def test_the_schema_is_json_schema(release):
    schema = release_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(release.to_dict())


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for i in range(len(value)):
            yield from places(value[i], (*path, i))


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**9), kind=st.sampled_from(["drop", "add", "type", "null", "word"]))
def test_mutations_are_judged_as_by_another_validator(release, seed, kind):
    content = release.to_dict()
    chance = random.Random(seed)
    path = chance.choice([p for p in places(content) if p])
    holder = content
    for key in path[:-1]:
        holder = holder[key]
    if kind == "drop":
        del holder[path[-1]]
    elif kind == "add" and isinstance(holder[path[-1]], dict):
        holder[path[-1]]["leerling"] = "KANARIE"
    elif kind == "null":
        holder[path[-1]] = None
    elif kind == "word":
        holder[path[-1]] = "KANARIE"
    else:
        holder[path[-1]] = [{"KANARIE": 1.5}]
    problems = schema_problems(content)
    assert bool(problems) == (not VALIDATOR.is_valid(content))
    assert "KANARIE" not in " ".join(str(p) for p in problems)
    if problems:
        with pytest.raises(ReleaseError):
            Release(data=content)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.update(format="other"), "must be"),
        (lambda c: c.update(version=2), "version 1"),
        (lambda c: c.update(version=True), "version 1"),
        (lambda c: c.update(kind="pupil"), "must be"),
        (lambda c: c.pop("cleaning"), "lacks 'cleaning'"),
        (lambda c: c.update(pupils=[]), "unknown"),
        (lambda c: c["rules"].update(n_min=4), "out of its range"),
        (lambda c: c["participation"].update(n={"state": "shown", "value": 9}), "fewer than 10"),
        (lambda c: c["scales"][0]["score"].update(n=3), "fewer than 10"),
        (lambda c: c["scales"][0]["score"].update(mean=float("nan")), "must be number"),
        (lambda c: c["scales"].append(c["scales"][0]), "twice"),
        (lambda c: c["waves"][0]["scores"].update(x=c["scales"][0]["score"]), "unknown scale"),
    ],
)
def test_what_is_not_promised_is_refused(release, change, message):
    content = release.to_dict()
    change(content)
    with pytest.raises(ReleaseError, match=message):
        Release(data=content)


def test_a_distribution_must_keep_its_rules(make_region):
    (draft,) = make_region(51, [80])
    for item in draft["items"]:
        item["distribution"]["counts"] = [1, 19, 20, 20, 20]
        item["no_opinion"] = None
    draft["informants"] = []
    content = publish_school(draft, RULES).to_dict()
    for change in (
        {"step": 1},
        {"n": 15},
        {"share": {"state": "exact", "percent": 1}},
        {"share": {"state": "below", "percent": 10}},
        {"share": {"state": "exact", "percent": 100}},
    ):
        broken = copy.deepcopy(content)
        table = broken["items"][0]["distribution"]
        (table["classes"][0] if "share" in change else table).update(change)
        with pytest.raises(ReleaseError):
            Release(data=broken)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"junk",
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
        b'{"format": NaN}',
        b'{"a":1,"a":2}',
        b"[" * 5000,
    ],
)
def test_bad_files(tmp_path, data):
    path = tmp_path / "release.json"
    path.write_bytes(data)
    with pytest.raises(ReleaseError, match=r"release\.json"):
        read_release(path)


def test_files_that_are_not_there(release, tmp_path):
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_release(tmp_path / "none.json")
    with pytest.raises(ReleaseError, match="cannot be written"):
        write_release(release, tmp_path / "none" / "release.json")
    with pytest.raises(ReleaseError, match="Only a Release"):
        write_release(release.to_dict(), tmp_path / "release.json")
    assert list(tmp_path.iterdir()) == []


def test_every_fault_at_once(release):
    content = json.loads(release.to_bytes())
    del content["school"]["name"]
    content["scales"][0]["kind"] = "x"
    content["items"][0]["n"] = 12
    with pytest.raises(ReleaseError) as caught:
        Release(data=content)
    assert [p.where for p in caught.value.problems] == [
        "release.school",
        "release.scales[0].kind",
        "release.items[0].n",
    ]
