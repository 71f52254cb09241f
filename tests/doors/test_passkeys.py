"""Passkeys at the door: what is truly signed and still refused, and what is no answer at all."""

from __future__ import annotations

import json
from collections.abc import Callable

import psycopg
import pytest
from django.http import HttpResponse

from plaudit.core.period import SECOND
from plaudit.pages.sign_in import passkeys
from plaudit.pages.sign_in.passkeys import CHALLENGE_SECONDS
from tests.doors.authenticator import PRESENT, Authenticator, read, text
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.store.test_notices import keep_all

JOIN, SIGN_IN, WAYS = "/join/riverside", "/sign-in/", "/member/data/ways/"


@pytest.fixture
def visitor(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Visitor:
    """Somebody at `localhost`, which a browser makes passkeys for."""
    Riverside(connection, members=1)
    keep_all(connection)
    made = Visitor(database_url, monkeypatch, now=NOW)
    made.client.defaults["SERVER_NAME"] = "localhost"
    return made


def form(page: HttpResponse) -> tuple[dict[str, str], str]:
    """Return the hidden fields of a page's form, and what it asks of the device."""
    seen = Seen(page)
    hidden = {str(has.get("name")): str(has.get("value") or "") for has in seen.having("input")}
    (asked,) = [has["data-passkey"] for has in seen.having("button") if "data-passkey" in has]
    return hidden, str(asked)


def joins(visitor: Visitor, device: Authenticator, **wrong: object) -> HttpResponse:
    given, asked = form(visitor.get(JOIN))
    answer = device.makes(asked, **wrong)
    del given["kind"]
    return visitor.sends(JOIN, given | {"agreed": "yes", "answer": answer})


def signs_in(visitor: Visitor, answer: Callable[[str], str]) -> HttpResponse:
    given, asked = form(visitor.get(SIGN_IN))
    return visitor.sends("/sign-in/passkey", given | {"answer": answer(asked)})


def showing(device: Authenticator, wrong: dict[str, object]) -> Callable[[str], str]:
    return lambda asked: device.shows(asked, **wrong)


WRONG: list[dict[str, object]] = [
    {"origin": "https://elsewhere.example"},
    {"origin": "http://localhost:81"},
    {"crossOrigin": True},
    {"topOrigin": "http://localhost"},
    {"site": "elsewhere.example"},
    {"challenge": text(b"another challenge of thirty-two b")},
    {"flags": PRESENT},  # the device didn't ask who is there
    {"type": "webauthn.other"},
]


def test_a_passkey_joins_and_signs_in_and_what_is_wrong_is_refused(
    visitor: Visitor, owner: psycopg.Connection
) -> None:
    device, stranger = Authenticator(), Authenticator(b"nobody's passkey")
    for wrong in WRONG:
        refused = joins(visitor, device, **wrong)
        assert refused.status_code == 403, wrong  # passkey_wrong
    assert owner.execute("SELECT count(*) FROM member").fetchone() == (1,)

    assert joins(visitor, device)["Location"] == "/member/"
    visitor.client.cookies.clear()
    for wrong in WRONG:
        refused = signs_in(visitor, showing(device, wrong))
        assert refused.status_code == 403, wrong
        assert "member" not in visitor.client.cookies
    unknown = signs_in(visitor, stranger.shows)
    assert unknown.status_code == 403
    assert "Nobody takes part here with this yet." in Seen(unknown).text
    other_key = Authenticator()
    assert signs_in(visitor, other_key.shows).status_code == 403
    before = owner.execute("SELECT w::TEXT FROM way_in AS w").fetchall()
    assert signs_in(visitor, device.shows)["Location"] == "/member/"
    assert owner.execute("SELECT w::TEXT FROM way_in AS w").fetchall() == before, "no trace"


def test_a_challenge_is_answered_once_in_time_and_by_what_was_asked(visitor: Visitor) -> None:
    device = Authenticator()
    joins(visitor, device)
    given, asked = form(visitor.get(SIGN_IN))
    sent = given | {"answer": device.shows(asked)}
    assert visitor.sends("/sign-in/passkey", sent)["Location"] == "/member/"

    fresh = {"csrfmiddlewaretoken": visitor.client.cookies["csrftoken"].value}
    assert visitor.sends("/sign-in/passkey", sent | fresh).status_code == 409  # sign_in_over
    given, asked = form(visitor.get(JOIN))
    sent = given | {"answer": device.shows(asked)}
    assert visitor.sends("/sign-in/passkey", sent).status_code == 409, "asked for a new one"
    given, asked = form(visitor.get(SIGN_IN))
    visitor.it_is(NOW + CHALLENGE_SECONDS * SECOND)
    sent = given | {"answer": device.shows(asked)}
    assert visitor.sends("/sign-in/passkey", sent).status_code == 409


def test_what_is_no_answer_is_refused_and_too_much_of_it_too(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = Authenticator()
    joins(visitor, device)

    def bent(at: int) -> Callable[[str], str]:
        def answer(asked: str) -> str:
            whole = json.loads(device.shows(asked))
            names = sorted(whole["response"])
            some = bytearray(read(whole["response"][name := names[at % 3]]))
            some[at * 7 % len(some)] ^= 1 << at % 8
            whole["response"][name] = text(bytes(some)[: len(some) - at % 2])
            return json.dumps(whole)

        return answer

    texts = ["", "{", "[]", "{}", '{"response": 1}', "[" * 9_000, "9" * 17_000, '{"rawId": "x"}']
    answers = [*map(bent, range(12)), *[lambda _, said=said: said for said in texts]]
    monkeypatch.setattr(passkeys, "WRONG_FROM_ONE_PLACE_MAX", len(answers))
    for answer in answers:
        assert signs_in(visitor, answer).status_code == 403
    assert signs_in(visitor, lambda _: "{").status_code == 429  # too_many_sign_ins
    assert signs_in(visitor, device.shows)["Location"] == "/member/", "others go on"


def test_a_second_passkey_is_added_and_the_first_removed(
    visitor: Visitor, owner: psycopg.Connection
) -> None:
    first, second = Authenticator(), Authenticator(b"another passkey's number")
    joins(visitor, first)
    given, asked = form(visitor.get(WAYS))
    assert [read(one["id"]) for one in json.loads(asked)["excludeCredentials"]] == [first.id]

    sent = {"challenge": given["challenge"], "answer": second.makes(asked)}
    assert visitor.sends(f"{WAYS}passkey", sent)["Location"] == WAYS
    assert visitor.sends(f"{WAYS}remove", {"way": first.id.hex()})["Location"] == WAYS
    assert owner.execute("SELECT mark FROM way_in").fetchall() == [(second.id,)]
    assert signs_in(visitor, first.shows).status_code == 403
    assert signs_in(visitor, second.shows)["Location"] == "/member/"

    visitor.client.defaults["SERVER_NAME"] = "127.0.0.1"  # no browser makes passkeys for this
    assert "data-passkey" not in visitor.get(SIGN_IN).content.decode()
