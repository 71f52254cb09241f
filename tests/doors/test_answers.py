"""What the door answers: an outcome for each deed, and a problem with its number for the rest."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import jsonschema
import pytest

from plaudit.core.ledger import Outcome, Status
from plaudit.core.refusals import REASONS, Code
from plaudit.ingest.answers import deed_answer, outcomes_answer
from plaudit.ingest.limits import (
    BATCH_DEEDS_MAX,
    BODY_BYTES_MAX,
    DEED_BYTES_MAX,
    DEPTH_MAX,
    DRAINED_BYTES_MAX,
)
from plaudit.ingest.openapi import openapi_document
from tests.doors import fakes
from tests.doors.bodies import body, deed
from tests.doors.fakes import BATCH, FakeBook, Gone, Reply, ask, with_door


def one_request(book: FakeBook, *arguments: Any, **named: Any) -> Reply:
    return with_door(book, lambda door: ask(door, *arguments, **named))


def one_deed(**changed: Any) -> bytes:
    return json.dumps(deed(**changed)).encode()


def assert_problem(reply: Reply, code: Code) -> None:
    schema = openapi_document()["components"]["schemas"]["Problem"] | {
        "components": openapi_document()["components"]
    }
    jsonschema.validate(reply.json, schema)
    assert reply.json["code"] == code
    assert reply.status == reply.json["status"] == REASONS[code].status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json["type"] == f"/v1/refusals#{code}"


def test_an_accepted_deed_is_answered_with_its_outcome() -> None:
    book = FakeBook()

    reply = one_request(book, one_deed())

    assert reply.status == 200
    assert reply.json == {"outcomes": [{"id": "till-7/000001", "status": "accepted"}]}
    assert book.settled == ["till-7/000001"]


def test_a_batch_gets_one_outcome_for_each_deed_in_order() -> None:
    book = FakeBook()
    raw = body(
        deed(1), deed(2, time="now"), deed(1), 7, deed(3, id="nobody-3"), deed(4, colour="red")
    )

    reply = one_request(book, raw, content_type=f"{BATCH}; charset=UTF-8")

    assert reply.status == 200
    said = [(one["id"], one["status"], one.get("code")) for one in reply.json["outcomes"]]
    assert said == [
        ("till-7/000001", "accepted", None),
        ("till-7/000002", "refused", "time_wrong"),
        ("till-7/000001", "duplicate", None),
        (None, "refused", "not_an_object"),
        ("nobody-3", "refused", "member_unknown"),
        ("till-7/000004", "refused", "attribute_unknown"),
    ]
    assert all(one["sentence"] for one in reply.json["outcomes"] if one["status"] == "refused")
    assert "colour" not in [*book.batches[0][0].report]


def test_answers_keep_to_the_published_schema() -> None:
    document = openapi_document()
    schema = document["components"]["schemas"]["Outcomes"] | {"components": document["components"]}
    raw = body(deed(1), deed(2, time="now"), 7)

    jsonschema.validate(one_request(FakeBook(), raw, content_type=BATCH).json, schema)


def test_an_empty_batch_has_no_outcomes() -> None:
    assert one_request(FakeBook(), b"[]", content_type=BATCH).json == {"outcomes": []}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"time": "now"}, Code.TIME_WRONG),
        ({"data": {"cups": 51}}, Code.FACT_OUT_OF_RANGE),
        ({"id": "nobody-1"}, Code.MEMBER_UNKNOWN),
    ],
)
def test_a_single_refused_deed_is_a_problem_with_its_outcome(
    changed: dict[str, Any], code: Code
) -> None:
    reply = one_request(FakeBook(), one_deed(**changed))

    assert_problem(reply, code)
    [outcome] = reply.json["outcomes"]
    said = (outcome["id"], outcome["status"], outcome["code"])
    assert said == (changed.get("id", "till-7/000001"), "refused", code)
    assert outcome["sentence"] == reply.json["detail"]


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"method": "GET"}, Code.METHOD_NOT_ALLOWED),
        ({"method": "PUT"}, Code.METHOD_NOT_ALLOWED),
        ({"method": "POST", "path": "/v1/health"}, Code.METHOD_NOT_ALLOWED),
        ({"path": "/v1/deeds/"}, Code.NOT_FOUND),
        ({"path": "/"}, Code.NOT_FOUND),
        ({"key": None}, Code.KEY_MISSING),
        ({"key": ""}, Code.KEY_MISSING),
        ({"key": "two words"}, Code.KEY_MISSING),
        ({"key": "x" * 300}, Code.KEY_MISSING),
        ({"key": "plaudit_guessed"}, Code.KEY_UNKNOWN),
        ({"content_type": ""}, Code.CONTENT_TYPE_UNKNOWN),
        ({"content_type": "application/json"}, Code.CONTENT_TYPE_UNKNOWN),
        ({"content_type": "application/cloudevents+xml"}, Code.CONTENT_TYPE_UNKNOWN),
        ({"content_type": f"{BATCH}; charset=latin-1"}, Code.CONTENT_TYPE_UNKNOWN),
        ({"content_type": f"{BATCH}; charset"}, Code.CONTENT_TYPE_UNKNOWN),
        ({"content_type": "\xff\x00"}, Code.CONTENT_TYPE_UNKNOWN),
        ({"more_headers": [(b"content-encoding", b"gzip")]}, Code.CONTENT_TYPE_UNKNOWN),
        ({"more_headers": [(b"authorization", b"Bearer x")]}, Code.KEY_MISSING),
        ({"more_headers": [(b"content-type", BATCH.encode())]}, Code.CONTENT_TYPE_UNKNOWN),
        ({"more_headers": [(b"content-length", b"5000")]}, Code.BODY_INCOMPLETE),
        ({"more_headers": [(b"content-length", b"5000000")]}, Code.BODY_TOO_LARGE),
    ],
)
def test_a_request_that_is_wrong_as_a_whole_is_a_problem(named: dict[str, Any], code: Code) -> None:
    book = FakeBook()

    reply = one_request(book, one_deed(), **named)

    assert_problem(reply, code)
    assert book.settled == []


def test_a_401_says_how_to_sign_in_and_a_405_what_is_taken() -> None:
    unknown = one_request(FakeBook(), one_deed(), key=None)
    wrong = one_request(FakeBook(), method="GET")

    assert unknown.headers["www-authenticate"] == "Bearer"
    assert wrong.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("raw", "content_type", "code", "limit"),
    [
        (b" " * (BODY_BYTES_MAX + 1), BATCH, Code.BODY_TOO_LARGE, BODY_BYTES_MAX),
        (b" " * (DEED_BYTES_MAX + 1), "application/cloudevents+json", Code.BODY_TOO_LARGE,
         DEED_BYTES_MAX),
        (body(*[1] * (BATCH_DEEDS_MAX + 1)), BATCH, Code.TOO_MANY_DEEDS, BATCH_DEEDS_MAX),
        (b"[[[[[[]]]]]]", BATCH, Code.TOO_DEEP, DEPTH_MAX),
    ],
)  # fmt: skip
def test_a_limit_is_refused_with_its_number(
    raw: bytes, content_type: str, code: Code, limit: int
) -> None:
    reply = one_request(FakeBook(), raw, content_type=content_type)

    assert_problem(reply, code)
    assert reply.json["limit"] == limit
    assert str(limit) in reply.json["detail"]


def test_a_body_in_parts_is_read_whole_and_limited_while_it_streams() -> None:
    raw = one_deed()
    parts = [raw[:7], b"", raw[7:100], raw[100:]]
    endless = [b" " * 65536] * (DRAINED_BYTES_MAX // 65536 + 10)

    assert one_request(FakeBook(), parts).status == 200
    reply = one_request(FakeBook(), endless, content_type=BATCH)
    assert_problem(reply, Code.BODY_TOO_LARGE)
    assert reply.headers["connection"] == "close"
    too_large = [b" " * 65536] * (BODY_BYTES_MAX // 65536 + 2)
    reply = one_request(FakeBook(), too_large, content_type=BATCH)
    assert_problem(reply, Code.BODY_TOO_LARGE)
    assert "connection" not in reply.headers  # it was read to its end, so the next one may come


def test_a_client_that_leaves_before_its_body_is_whole_reaches_nobody() -> None:
    book = FakeBook()

    with pytest.raises(Gone):
        one_request(book, one_deed(), leaves=True)

    assert book.settled == []


def test_health_tells_whether_the_database_is_there() -> None:
    book = FakeBook()
    asked = {"method": "GET", "path": "/v1/health", "key": None}
    assert one_request(book, **asked).json == {"status": "ok"}

    book.is_away = True

    reply = one_request(book, **asked)
    assert_problem(reply, Code.SERVICE_AWAY)
    assert int(reply.headers["retry-after"]) > 0


def test_every_code_is_explained_where_a_problem_points() -> None:
    reply = one_request(FakeBook(), method="GET", path="/v1/refusals", key=None)

    listed = {one["code"]: one for one in reply.json["refusals"]}
    assert set(listed) == set(Code)
    assert set(REASONS) == set(Code)


def test_head_answers_like_get_without_a_body() -> None:
    reply = one_request(FakeBook(), method="HEAD", path="/v1/openapi.json", key=None)

    assert reply.status == 200
    assert reply.body == b""
    assert int(reply.headers["content-length"]) > 1000


def test_our_own_fault_is_said_and_what_was_sent_is_not_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(raw: bytes) -> NoReturn:
        raise AssertionError(raw)

    monkeypatch.setattr(fakes.READER, "read_one", fail)

    assert_problem(one_request(FakeBook(), one_deed()), Code.OUR_FAULT)
    assert "AssertionError" in caplog.text
    assert deed()["subject"] not in caplog.text


@pytest.mark.parametrize("id", ["till-7/1", 'a "quote" \\ and é', "\u2028"])
@pytest.mark.parametrize("status", ["accepted", "duplicate"])
def test_one_deed_is_answered_as_one_of_many_is(id: str, status: Status) -> None:
    outcome = Outcome(id, status)

    assert deed_answer(outcome, id) == outcomes_answer([outcome], [id])
