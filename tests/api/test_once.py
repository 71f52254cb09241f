"""Idempotency-Key: the same key and request get the same answer, and nothing is done twice."""

from __future__ import annotations

import asyncio

import httpx
import psycopg

from plaudit.actions.once import KEPT_HOURS
from plaudit.config.openapi import openapi_document
from plaudit.jobs.clear_answers import clear_answers
from tests.api.town import Town, new_key, said
from tests.market import NOW

HONOUR = "POST /v1/honours"
HOUR = 3_600_000_000


def test_a_retry_is_answered_the_same_and_the_till_is_owed_once(town: Town) -> None:
    body, key = {"code": town.code()}, new_key()
    owed = town.market.owed("cafe")

    first = town.ask(HONOUR, body, once=key)
    again = [town.ask(HONOUR, body, once=one) for one in (key, f'"{key}"')]

    assert first.status_code == 201
    assert [(one.status_code, one.content) for one in again] == [(201, first.content)] * 2
    assert town.market.owed("cafe") == owed + 10


def test_the_same_key_with_another_request_is_refused_and_does_nothing(town: Town) -> None:
    one, other, key = town.code(), town.code(), new_key()
    done = town.ask(HONOUR, {"code": one}, once=key)
    undo = f"POST /v1/honours/{done.json()['number']}/undo"

    refused = [town.ask(HONOUR, {"code": other}, once=key), town.ask(undo, once=key)]

    assert [said(one) for one in refused] == [(422, "idempotency_key_reused")] * 2
    assert town.ask("POST /v1/vouchers/look", {"code": other}).json()["state"] == "open"


def test_an_answer_that_was_given_before_says_so_and_no_first_one_does(town: Town) -> None:
    header, key, wrong = "Idempotent-Replayed", new_key(), new_key()
    body = {"code": town.code()}

    refused = [town.ask(HONOUR, {"code": "0000-0000-0000"}, once=wrong) for _ in range(2)]
    first, again = (town.ask(HONOUR, body, once=key) for _ in range(2))
    reused = town.ask(HONOUR, {"code": town.code()}, once=key)

    assert again.headers[header] == "true"
    assert [header in one.headers for one in (*refused, first, reused)] == [False] * 4
    url, key = {"url": "https://a.example/x"}, new_key()
    webhook = [town.ask("PUT /v1/webhook", url, once=key) for _ in range(2)]
    assert [one.headers.get(header) for one in webhook] == [None, "true"]


def test_the_document_names_the_header_wherever_a_key_is_asked_for() -> None:
    found = 0
    for methods in openapi_document()["paths"].values():
        for operation in methods.values():
            asked = [one.get("name") for one in operation.get("parameters", ())]
            answers = [one for status, one in operation["responses"].items() if status[0] == "2"]
            named = ["Idempotent-Replayed" in one.get("headers", {}) for one in answers]
            assert named == ["Idempotency-Key" in asked] * len(answers), operation["operationId"]
            found += sum(named)
    assert found >= 6


def test_a_key_is_the_partners_own(town: Town) -> None:
    key = new_key()

    cafe = town.ask(HONOUR, {"code": town.code("coffee")}, once=key)
    shop = town.ask(HONOUR, {"code": town.code("mug")}, once=key, at="shop")

    assert [cafe.json()["reward"], shop.json()["reward"]] == ["coffee", "mug"]


def test_duplicates_at_the_same_moment_do_it_once_and_all_get_the_answer(town: Town) -> None:
    body, key = {"code": town.code()}, new_key()
    owed = town.market.owed("cafe")

    async def at_once() -> list[httpx.Response]:
        return await asyncio.gather(*(town.asking(HONOUR, body, once=key) for _ in range(24)))

    answers = town.run(at_once())

    assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
    assert town.market.owed("cafe") == owed + 10


def test_a_refusal_is_not_kept_and_the_wrong_code_still_counts(town: Town) -> None:
    key = new_key()
    tries = "SELECT coalesce(sum(tries), 0) FROM wrong_code"
    before = town.connection.execute(tries).fetchone()

    refused = town.ask(HONOUR, {"code": "0000-0000-0000"}, once=key)
    done = town.ask(HONOUR, {"code": town.code()}, once=key)

    assert before is not None
    assert said(refused) == (404, "voucher_unknown")
    assert done.status_code == 201
    assert town.connection.execute(tries).fetchone() == (before[0] + 1,)


def test_a_key_must_be_sent_and_be_one(town: Town) -> None:
    body = {"code": town.code()}

    assert said(town.ask(HONOUR, body)) == (400, "idempotency_key_missing")
    for wrong in ("short", "x" * 129, "with space in it", '"unclosed-key'):
        assert said(town.ask(HONOUR, body, once=wrong)) == (400, "idempotency_key_wrong")


def test_nothing_kept_can_be_read_and_after_its_last_day_it_is_gone(
    town: Town, connection: psycopg.Connection
) -> None:
    body, key = {"code": town.code()}, new_key()
    first = town.ask(HONOUR, body, once=key)
    row = town.connection.execute(
        "SELECT given_at, a::TEXT, sealed FROM given_answer AS a ORDER BY given_at LIMIT 1"
    ).fetchone()
    assert row is not None
    assert key not in row[1]
    assert b"coffee" not in row[2]

    kept = clear_answers(town.connection, NOW + KEPT_HOURS * HOUR)
    again = town.ask(HONOUR, body, once=key)
    gone = clear_answers(town.connection, NOW + KEPT_HOURS * HOUR + 1)

    assert kept.things == 0
    assert again.content == first.content
    assert gone.things >= 1
    assert town.count("given_answer") == 0
    assert said(town.ask(HONOUR, body, once=key)) == (409, "voucher_used")
