"""A release is whole, right, unchangeable, and the same bytes every time."""

from __future__ import annotations

import json
import pickle
import random
import time

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aspiratie.disclosure import (
    DisclosureRules,
    read_region_release,
    read_release,
    release_bytes,
    release_schema,
    sha256_of_release,
    write_release,
)
from aspiratie.disclosure.files import parse_release
from aspiratie.disclosure.shape import (
    Below,
    Count,
    Distribution,
    Estimate,
    Exact,
    ShareClass,
)
from aspiratie.errors import ReleaseError

RULES = DisclosureRules()
VALIDATOR = jsonschema.Draft202012Validator(release_schema())


@pytest.fixture(scope="module")
def release(make_region):
    return make_region(51, [80] * 6).publish(RULES)[0]


def content_of(release):
    return json.loads(release_bytes(release))


def parsed(content):
    return parse_release(json.dumps(content, ensure_ascii=False).encode())


def test_round_trip_and_same_bytes(make_region, release, tmp_path):
    path = write_release(release, tmp_path / "release.json")
    again = read_release(path)
    assert again == release
    assert release_bytes(again) == path.read_bytes() == release_bytes(release)
    other = make_region(51, [80] * 6).publish(RULES)[0]
    assert sha256_of_release(again) == sha256_of_release(other)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["release.json"]
    assert pickle.loads(pickle.dumps(release)) == release
    assert repr(release) == "<SchoolRelease of school 00AB00, 2025-2026: 3 scales>"


def test_it_cannot_be_changed(release):
    with pytest.raises(AttributeError):
        release.school.id = "x"
    with pytest.raises(AttributeError):
        release.scales = ()
    with pytest.raises(AttributeError):
        release.scales.append(1)


def test_the_schema_is_json_schema(release):
    schema = release_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    VALIDATOR.validate(content_of(release))


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
def test_what_another_validator_refuses_is_refused_without_its_values(release, seed, kind):
    content = content_of(release)
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
    told = refusal_of(content)
    assert "KANARIE" not in told
    assert told or VALIDATOR.is_valid(content)


def refusal_of(content):
    """Return what an error says; nothing where the content is taken."""
    try:
        parsed(content)
    except ReleaseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.update(format="other"), "must be"),
        (lambda c: c.update(version=1), "not version 2, .* aspiratie prepare"),
        (lambda c: c.update(version=True), "not version 2"),
        (lambda c: c.update(kind="pupil"), "must be one of school, region, region_letters"),
        (lambda c: c.pop("cleaning"), "lacks 'cleaning'"),
        (lambda c: c.pop("format"), "a key is missing"),
        (lambda c: c.update(pupils=[]), "unknown"),
        (lambda c: c["rules"].update(n_min=4), "below the floor of 5"),
        (lambda c: c["participation"].update(n={"state": "shown", "value": 9}), "fewer than 10"),
        (lambda c: c["scales"][0]["score"].update(n=3), "fewer than 10"),
        (lambda c: c["scales"][0]["score"].update(n=0), "about nobody"),
        (lambda c: c["scales"].append(c["scales"][0]), "twice"),
        (lambda c: c["waves"][0]["scores"].update(x=c["scales"][0]["score"]), "unknown scale"),
        (lambda c: c["school"].update(sector="mbo"), "none of what is promised"),
        (lambda c: c["provenance"].update(date="today"), "must be"),
    ],
)
def test_what_is_not_promised_is_refused(release, change, message):
    content = content_of(release)
    change(content)
    with pytest.raises(ReleaseError, match=message):
        parsed(content)


def test_a_release_that_breaks_its_rules_cannot_be_made(release):
    """Not by reading only: no such struct comes into being, so display cannot get one."""
    with pytest.raises(ReleaseError, match="1 fault"):
        replace(release, participation=replace(release.participation, n=Count(value=2)))
    score = replace(release.scales[1].score, n=2)
    scales = (release.scales[0], replace(release.scales[1], score=score), *release.scales[2:])
    with pytest.raises(ReleaseError) as caught:
        replace(release, scales=scales)
    assert [p.where for p in caught.value.problems] == ["scales[1]"]


def test_a_distribution_must_keep_its_rules(release):
    place = next(
        i for i, item in enumerate(release.items) if isinstance(item.distribution, Distribution)
    )
    item = release.items[place]
    table = item.distribution
    label = table.classes[0].label

    def with_first(share):
        part = ShareClass(label=label, members=(1,), side="low", share=share)
        return replace(table, classes=(part, *table.classes[1:]))

    for broken in (
        replace(table, n=15),
        replace(table, step=50),
        with_first(Exact(percent=1)),
        with_first(Below(percent=30)),
        with_first(Exact(percent=100)),
    ):
        items = [*release.items]
        items[place] = replace(item, distribution=broken)
        with pytest.raises(ReleaseError):
            replace(release, items=tuple(items))


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


def test_a_key_that_stands_twice_or_a_number_of_other_notation_is_refused(release):
    data = release_bytes(release)
    twice = data.replace(b'"rows_out": {', b'"rows_out": {}, "rows_out": {', 1)
    for changed in (
        data.replace(b' "version": 2,\n', b' "version": 2,\n "version": 2,\n', 1),
        data.replace(b'"step": 0.1', b'"step": 0.10', 1),
        twice,
    ):
        assert changed != data
        with pytest.raises(ReleaseError):
            parse_release(changed)
    assert parse_release(data.replace(b"\n", b"\r\n")) == release


def test_files_that_are_not_there_or_of_another_kind(release, tmp_path):
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_release(tmp_path / "none.json")
    with pytest.raises(ReleaseError, match="cannot be written"):
        write_release(release, tmp_path / "none" / "release.json")
    for wrong in (content_of(release), release.scales, None):
        with pytest.raises(ReleaseError, match="Only a release"):
            write_release(wrong, tmp_path / "release.json")
    assert list(tmp_path.iterdir()) == []
    path = write_release(release, tmp_path / "release.json")
    with pytest.raises(ReleaseError, match="is a school's release"):
        read_region_release(path)


def test_a_struct_with_wrong_types_is_not_written(release, tmp_path):
    wrong = replace(release, school=replace(release.school, name=7))
    with pytest.raises(ReleaseError, match="1 fault"):
        write_release(wrong, tmp_path / "release.json")
    score = replace(release.scales[0].score, mean=float("nan"))
    assert isinstance(score, Estimate)
    scales = (replace(release.scales[0], score=score), *release.scales[1:])
    with pytest.raises(ReleaseError):
        write_release(replace(release, scales=scales), tmp_path / "release.json")
    assert list(tmp_path.iterdir()) == []


def test_every_fault_at_once(release):
    content = content_of(release)
    del content["school"]["name"]
    content["scales"][0]["kind"] = "x"
    content["items"][0]["n"] = 12
    with pytest.raises(ReleaseError) as caught:
        parsed(content)
    assert [p.where for p in caught.value.problems] == [
        "release.school",
        "release.scales[0].kind",
        "release.items[0].n",
    ]


def test_reading_costs_little_beside_parsing(release):
    """A whole release is read and checked within a few times what plain parsing takes."""
    data = release_bytes(release)

    def best(call):
        return min(_timed(call) for _ in range(20))

    assert best(lambda: parse_release(data)) < 4 * best(lambda: json.loads(data))


def _timed(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def test_numbers_that_the_shape_cannot_hold(release):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"state": "shown", "value": -1}, Count)
