"""Reading at the door: strict, exact, and the same in both ways."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plaudit.core.deed import Report, Unread
from plaudit.core.refusals import Code, Refusal, Refused
from plaudit.ingest.limits import (
    ATTRIBUTE_CHARACTERS_MAX,
    BATCH_DEEDS_MAX,
    DEED_BYTES_MAX,
)
from plaudit.ingest.reading import Reader, Reading
from tests.doors.bodies import (
    ACTIVITIES,
    CUP_RETURN,
    LITTER_PICK,
    REPAIR,
    VISIT,
    batch_texts,
    body,
    code_of_batch,
    code_of_one,
    deed,
    mutated,
    single_texts,
    without,
)


def _stumble(raw: bytes) -> NoReturn:
    raise ValueError(raw)


READER = Reader(ACTIVITIES)
EXACT = Reader(ACTIVITIES)
EXACT._decode_one = EXACT._decode_batch = _stumble  # type: ignore[assignment]


def readings(reader: Reader, raw: bytes) -> list[Reading] | Refusal:
    try:
        return reader.read_batch(raw)
    except Refused as broken:
        return broken.refusal


@settings(max_examples=600, deadline=None)
@given(raw=mutated(batch_texts))
def test_both_ways_of_reading_a_batch_agree_on_every_text(raw: bytes) -> None:
    assert readings(READER, raw) == readings(EXACT, raw)


@settings(max_examples=600, deadline=None)
@given(raw=mutated(single_texts))
def test_both_ways_of_reading_one_deed_agree_on_every_text(raw: bytes) -> None:
    assert READER.read_one(raw) == EXACT.read_one(raw)


@settings(max_examples=250, deadline=None)
@given(raw=mutated(single_texts))
def test_a_deed_reads_the_same_by_itself_as_in_a_batch(raw: bytes) -> None:
    alone = READER.read_one(raw)
    together = readings(READER, b"[" + raw + b"]")

    if isinstance(alone, Report):
        assert together == [alone]
    elif isinstance(together, list) and len(together) == 1:
        assert alone == together[0]


@settings(max_examples=250, deadline=None)
@given(raw=mutated(batch_texts))
def test_what_is_said_of_a_text_is_short_and_can_be_printed(raw: bytes) -> None:
    found = readings(READER, raw)
    said = (
        [found]
        if isinstance(found, Refusal)
        else [one.refusal for one in found if isinstance(one, Unread)]
    )
    for refused in said:
        assert refused.sentence().isprintable()
        assert len(refused.sentence()) < 300


def test_a_sound_deed_is_read_whole() -> None:
    assert READER.read_one(json.dumps(deed()).encode()) == Report(
        "till-7/000001",
        "cafe-lotus",
        "abcdefghijklmnopqrstuvwxyz",
        CUP_RETURN,
        1_775_182_320_000_000,
        (2_000_000,),
    )


@pytest.mark.parametrize(
    ("activity", "data", "facts"),
    [
        (CUP_RETURN, '{"cups": 50}', (50_000_000,)),
        (CUP_RETURN, '{"cups": 2.0}', (2_000_000,)),
        (CUP_RETURN, '{"cups": 2e0}', (2_000_000,)),
        (LITTER_PICK, '{"kind": "glass", "kg": 1.25}', (1_250_000, 1)),
        (LITTER_PICK, '{"kg": 0e40, "kind": "metal"}', (0, 2)),
        (LITTER_PICK, '{"kg": 1250e-3, "kind": "paper"}', (1_250_000, 0)),
        (REPAIR, '{"hours": -0.5}', (-500_000, None)),
        (REPAIR, '{"item": "lamp", "hours": 1}', (1_000_000, 1)),
        (VISIT, "{}", ()),
    ],
)
def test_facts_are_scaled_exactly(activity: Any, data: str, facts: tuple[int | None]) -> None:
    raw = json.dumps(deed(type=f"deed.{activity.id}")).replace('{"cups": 2}', data).encode()

    for reader in (READER, EXACT):
        found = reader.read_one(raw)
        assert isinstance(found, Report), found
        assert found.facts == facts


def test_data_may_be_left_out_where_the_activity_has_no_facts() -> None:
    found = READER.read_one(json.dumps(without("data") | {"type": "deed.visit"}).encode())

    assert isinstance(found, Report)
    assert found.facts == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"cups": 2.5}, Code.FACT_TOO_PRECISE),
        ({"cups": 0}, Code.FACT_OUT_OF_RANGE),
        ({"cups": 51}, Code.FACT_OUT_OF_RANGE),
        ({"cups": 10**30}, Code.FACT_OUT_OF_RANGE),
        ({"cups": -(10**38)}, Code.FACT_OUT_OF_RANGE),
        ({"cups": "2"}, Code.FACT_WRONG_TYPE),
        ({"cups": True}, Code.FACT_WRONG_TYPE),
        ({"cups": None}, Code.FACT_WRONG_TYPE),
        ({"cups": [2]}, Code.FACT_WRONG_TYPE),
        ({"cups": {"n": 2}}, Code.FACT_WRONG_TYPE),
        ({}, Code.FACT_MISSING),
        ({"cups": 2, "name": "Somchai"}, Code.FACT_UNKNOWN),
        ({"Cups": 2}, Code.FACT_UNKNOWN),
    ],
)
def test_a_faulty_fact_refuses_its_deed(changed: dict[str, object], code: Code) -> None:
    assert code_of_one(READER, deed(data=changed)) == code


@pytest.mark.parametrize("exponent", ["400", "999999", "-400", "99999999999999999", "999999999999"])
def test_a_huge_exponent_is_harmless(exponent: str) -> None:
    raw = json.dumps(deed(data={"cups": 7})).replace("7}", f"1e{exponent}}}").encode()

    assert code_of_one(READER, raw) in {Code.FACT_OUT_OF_RANGE, Code.FACT_TOO_PRECISE}


@pytest.mark.parametrize(
    "number", ["1e99999999999999999999999", "1" * 41, "0." + "1" * 41, "-" + "9" * 5000]
)
def test_a_number_that_is_too_long_is_not_worked_out(number: str) -> None:
    raw = json.dumps(deed(data={"cups": 7})).replace("7}", f"{number}}}").encode()

    assert code_of_one(READER, raw) == Code.NUMBER_UNREADABLE


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"specversion": "0.3"}, Code.SPECVERSION_UNKNOWN),
        ({"specversion": 1.0}, Code.ATTRIBUTE_WRONG),
        ({"id": ""}, Code.ATTRIBUTE_WRONG),
        ({"id": 7}, Code.ATTRIBUTE_WRONG),
        ({"id": "x" * (ATTRIBUTE_CHARACTERS_MAX + 1)}, Code.ATTRIBUTE_WRONG),
        ({"id": " x"}, Code.ATTRIBUTE_WRONG),
        ({"id": "a\tb"}, Code.ATTRIBUTE_WRONG),
        ({"id": "a\x7fb"}, Code.ATTRIBUTE_WRONG),
        ({"source": "cafe\u200blotus"}, Code.ATTRIBUTE_WRONG),
        ({"source": "\u202ecafe"}, Code.ATTRIBUTE_WRONG),
        ({"subject": "a\u3164b"}, Code.ATTRIBUTE_WRONG),
        ({"subject": "a\ufe0fb"}, Code.ATTRIBUTE_WRONG),
        ({"subject": None}, Code.ATTRIBUTE_WRONG),
        ({"datacontenttype": "text/xml"}, Code.ATTRIBUTE_WRONG),
        ({"data": None}, Code.ATTRIBUTE_WRONG),
        ({"data": [1]}, Code.ATTRIBUTE_WRONG),
        ({"data": "cups=2"}, Code.ATTRIBUTE_WRONG),
        ({"data_base64": "e30="}, Code.ATTRIBUTE_UNKNOWN),
        ({"dataschema": "x:y"}, Code.ATTRIBUTE_UNKNOWN),
        ({"traceparent": "00-1"}, Code.ATTRIBUTE_UNKNOWN),
        ({"time": "2026-04-03T09:12:00"}, Code.TIME_WRONG),
        ({"type": "deed.blood_gift"}, Code.ACTIVITY_UNKNOWN),
        ({"type": "cup_return"}, Code.ACTIVITY_UNKNOWN),
    ],
)
def test_a_faulty_attribute_refuses_its_deed(changed: dict[str, object], code: Code) -> None:
    assert code_of_one(READER, deed(**changed)) == code


@pytest.mark.parametrize("name", ["specversion", "id", "source", "type", "subject", "time"])
def test_each_attribute_is_needed(name: str) -> None:
    assert code_of_one(READER, without(name)) == Code.ATTRIBUTE_MISSING


@pytest.mark.parametrize("value", [None, 7, "deed", True, [], [deed()], 1.5])
def test_what_is_not_an_object_is_no_deed(value: object) -> None:
    assert code_of_one(READER, value) == Code.NOT_AN_OBJECT


def test_a_faulty_deed_harms_no_other_and_is_named_where_it_can_be() -> None:
    found = READER.read_batch(
        body(deed(1), deed(2, data={"x": 1}), deed(3, time="now"), 7, without("id"), deed(4))
    )

    assert [one.event_id for one in found] == [
        "till-7/000001", "till-7/000002", "till-7/000003", None, None, "till-7/000004",
    ]  # fmt: skip
    assert [type(one) for one in found] == [Report, Unread, Unread, Unread, Unread, Report]
    assert found[4].source == "cafe-lotus"


def test_partners_that_escape_more_than_they_must_are_read_the_quick_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("plaudit.ingest.reading.values_of", _stumble)
    raw = json.dumps(deed(id="ชา/😀", datacontenttype="application/json")).replace("/", "\\/")

    found = READER.read_one(raw.encode())

    assert isinstance(found, Report)
    assert found.event_id == "ชา/😀"


@pytest.mark.parametrize("changed", [{"id": ""}, {"time": "now"}, {"type": "x"}, {"data": {}}])
@pytest.mark.parametrize("name", ["source", "subject", "time", "type"])
def test_an_escaped_nul_breaks_the_text_whatever_else_is_wrong(
    changed: dict[str, Any], name: str
) -> None:
    raw = json.dumps(deed(**changed) | {name: "a\0b"}).encode()

    assert code_of_one(READER, raw) == Code.TEXT_BROKEN
    assert code_of_batch(READER, b"[" + raw + b"]") == Code.TEXT_BROKEN


def test_a_quote_inside_an_id_is_read_the_exact_way() -> None:
    found = READER.read_one(json.dumps(deed(id='till "7"')).encode())

    assert found.event_id == 'till "7"'


@pytest.mark.parametrize("id", ["desk/1", "Desk/00000000-0000-4000-8000-000000000000/1"])
def test_the_ids_of_the_desk_are_no_partners_own(id: str) -> None:
    of_partners = Reader(ACTIVITIES, of_partners=True)
    for raw in (json.dumps(deed(id=id)), json.dumps(deed(id=id)).replace("/", "\\/")):
        found = of_partners.read_one(raw.encode())
        assert isinstance(found, Unread)
        assert (found.event_id, found.refusal.code) == (id, Code.ATTRIBUTE_WRONG)
        assert "the programme's desk" in found.refusal.sentence()
    assert isinstance(READER.read_one(json.dumps(deed(id=id)).encode()), Report)  # to count them
    for own in ("desk", "desks/1", "a/desk/1"):
        assert isinstance(of_partners.read_one(json.dumps(deed(id=own)).encode()), Report)


def test_a_batch_is_a_list_of_limited_length() -> None:
    assert READER.read_batch(b" [ ] ") == []
    assert len(READER.read_batch(body(*map(deed, range(BATCH_DEEDS_MAX))))) == BATCH_DEEDS_MAX
    assert (
        code_of_batch(READER, body(*map(deed, range(BATCH_DEEDS_MAX + 1)))) == Code.TOO_MANY_DEEDS
    )
    assert code_of_batch(READER, json.dumps(deed()).encode()) == Code.NOT_A_BATCH
    assert code_of_batch(READER, b"null") == Code.NOT_A_BATCH


def test_a_deed_by_itself_has_a_limited_length() -> None:
    raw = json.dumps(deed()).encode()

    assert isinstance(READER.read_one(raw.ljust(DEED_BYTES_MAX)), Report)
    assert code_of_one(READER, raw.ljust(DEED_BYTES_MAX + 1)) == Code.BODY_TOO_LARGE


@given(st.decimals(0, 40, places=2))
def test_decimals_pass_without_a_float_in_between(kg: Decimal) -> None:
    raw = json.dumps(deed(type="deed.litter_pick", data={"kg": 7, "kind": "glass"}))

    found = READER.read_line(raw.replace("7,", f"{kg:f},").encode() + b"\r\n")

    assert isinstance(found, Report), found
    assert found.facts == (int(kg * 1_000_000), 1)
