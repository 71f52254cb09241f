"""The gate before the API: keys, limits and strict JSON; every error is a problem with a code."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from plaudit.api import vouchers
from plaudit.ingest import limits
from plaudit.store.partners import hash_of_key, withdraw_keys
from tests.api.town import STRANGER, Town, new_key, said
from tests.market import NOW

HONOUR = "POST /v1/honours"


def test_nobody_gets_in_without_a_key_that_is_in_use(town: Town) -> None:
    withdrawn = town.keys["museum"]
    assert town.ask("GET /v1/statements", at="museum").status_code == 200

    withdraw_keys(town.connection, [hash_of_key(withdrawn)], now=NOW)
    town.application._door._keys._kept.clear()
    answers = [town.ask("GET /v1/statements", at=at) for at in (None, "", STRANGER, withdrawn)]

    assert [said(one)[1] for one in answers] == ["key_missing"] * 2 + ["key_unknown"] * 2
    assert {one.headers["www-authenticate"] for one in answers} == {"Bearer"}


def test_what_is_not_there_is_said_before_who_asks(town: Town) -> None:
    for address in ("/v1/", "/v1/nothing", "/v1/honours/", "/v1/statements/2026-11/pdfs"):
        assert said(town.ask(f"GET {address}", at=None)) == (404, "not_found")
    wrong = town.ask("DELETE /v1/honours", at=None)
    assert said(wrong) == (405, "method_not_allowed")
    assert wrong.headers["allow"] == "POST"
    assert town.ask("PATCH /v1/webhook").headers["allow"] == "DELETE, GET, PUT"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"code": "A", "code": "B"}', "key_twice"),
        (b'{"code": NaN}', "json_broken"),
        (b'{"code": "\xff"}', "text_broken"),
        (b'{"code": "\\u0000"}', "text_broken"),
        (b"[[[[[1]]]]]", "too_deep"),
        (b'{"code": 1e' + b"9" * 50 + b"}", "number_unreadable"),
        (b'{"code": 1}', "field_wrong"),
        (b'["code"]', "field_wrong"),
        (b"{}", "field_missing"),
        (b"", "field_missing"),
        (b'{"code": "A", "member": 1}', "field_unknown"),
        (b'{"code": "' + b"A" * 257 + b'"}', "field_wrong"),
    ],
)
def test_a_body_is_read_as_strictly_as_a_deed(town: Town, raw: bytes, code: str) -> None:
    headers = {"content-type": "application/json"}

    answer = town.ask(HONOUR, once=new_key(), content=raw, headers=headers)

    assert said(answer) == (400, code)
    assert len(answer.content) < 1_000


def test_a_body_has_a_type_and_an_end(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    large = b'{"code": "' + b"A" * limits.API_BODY_BYTES_MAX + b'"}'
    for kind in ("text/plain", "application/json; charset=latin-1", "multipart/form-data"):
        answer = town.ask(HONOUR, once=new_key(), content=b"{}", headers={"content-type": kind})
        assert said(answer) == (415, "not_json")
    answer = town.ask(HONOUR, content=large, headers={"content-type": "application/json"})
    assert said(answer) == (413, "body_too_large")
    assert answer.json()["limit"] == limits.API_BODY_BYTES_MAX


def test_an_unknown_host_name_is_a_problem_too(town: Town) -> None:
    answer = town.ask("GET /v1/statements", headers={"host": "elsewhere.example"})

    assert said(answer) == (400, "not_http")


def test_what_goes_wrong_inside_is_not_told(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    what = "a secret" + " of ours"

    def fails(*_: object, **__: object) -> None:
        raise AssertionError(what)

    monkeypatch.setattr(vouchers, "look_up", fails)
    answer = town.ask("POST /v1/vouchers/look", {"code": "7K3M9QW20XTZ"})

    assert said(answer) == (500, "our_fault")
    assert "secret" not in answer.text
    assert "secret of ours" not in caplog.text
    assert "7K3M9QW20XTZ" not in caplog.text


def test_a_database_that_is_away_is_said_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    answer = town.ask("GET /v1/statements")

    assert said(answer) == (503, "service_away")
    assert answer.headers["retry-after"] == "5"


def test_many_at_once_wait_for_their_turn_and_too_many_are_sent_away(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plaudit.ingest.gate.API_WAITING_MAX", 8)

    async def storm() -> list[httpx.Response]:
        asked = (town.asking("GET /v1/statements") for _ in range(60))
        return await asyncio.gather(*asked)

    answers = town.run(storm())

    codes = [one.status_code for one in answers]
    assert codes.count(200) >= limits.API_REQUESTS_MAX
    assert set(codes) == {200, 503}
    assert {said(one)[1] for one in answers if one.status_code == 503} == {"too_busy"}
