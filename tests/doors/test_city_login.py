"""A city's own login: who it confirms joins once and signs in; everything bent is refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import jwt
import psycopg
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.http import HttpResponse
from django.test.utils import override_settings

from plaudit.core.period import SECOND
from plaudit.pages.sign_in.carried import STEP_SECONDS
from plaudit.pages.sign_in.issuer import forget_issuers
from tests.doors.fake_issuer import FakeIssuer, fake_issuer, shown_key
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.store.test_notices import keep_all

JOIN, BACK = "/join/riverside", "/sign-in/city/back"


@pytest.fixture
def fake() -> Iterator[FakeIssuer]:
    with fake_issuer() as made:
        login = made.issuer(f"http://127.0.0.1:8000{BACK}")
        with override_settings(PLAUDIT_CITY_LOGIN=login, PLAUDIT_JOIN_BY=("city",)):
            yield made
    forget_issuers()


@pytest.fixture
def visitor(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Visitor:
    Riverside(connection, members=1)
    keep_all(connection)
    return Visitor(database_url, monkeypatch, now=NOW)


def goes_to_join(visitor: Visitor) -> str:
    """Agree, and return where the browser is led."""
    shown = Seen(visitor.get(JOIN)).having("input")
    (mark,) = [has["value"] for has in shown if has.get("name") == "fingerprint"]
    form = {"agreed": "yes", "fingerprint": str(mark), "by": "city"}
    page = Seen(visitor.sends(JOIN, form))
    assert page.having("meta")[-1]["content"] == "0; url=/sign-in/city/go"
    return visitor.get("/sign-in/city/go")["Location"]


def comes_back(visitor: Visitor, fake: FakeIssuer, address: str, **bent: str) -> HttpResponse:
    said = fake.confirms(address) | bent
    response = visitor.client.get(BACK, said)
    assert isinstance(response, HttpResponse)
    return response


def signs_in(visitor: Visitor, fake: FakeIssuer, **bent: str) -> HttpResponse:
    return comes_back(visitor, fake, visitor.get("/sign-in/city")["Location"], **bent)


def test_who_asked_for_a_page_comes_back_to_it_from_the_city(
    visitor: Visitor, fake: FakeIssuer
) -> None:
    comes_back(visitor, fake, goes_to_join(visitor))
    visitor.sends("/member/leave")

    (link,) = [
        str(has["href"])
        for has in Seen(visitor.get("/member/data/")).having("a")
        if str(has.get("href", "")).startswith("/sign-in/city")
    ]
    there = visitor.get(link)["Location"]

    assert comes_back(visitor, fake, there)["Location"] == "/member/data/"


def test_who_the_city_confirms_joins_once_and_nothing_of_the_login_is_kept(
    visitor: Visitor, fake: FakeIssuer, owner: psycopg.Connection
) -> None:
    nobody = signs_in(visitor, fake)
    assert nobody.status_code == 403
    assert "Nobody takes part here with this yet." in Seen(nobody).text

    for _ in range(2):  # the same person a second time is no second member
        assert comes_back(visitor, fake, goes_to_join(visitor))["Location"] == "/member/"
    visitor.client.cookies.clear()
    assert signs_in(visitor, fake)["Location"] == "/member/"

    assert owner.execute("SELECT count(*) FROM member").fetchone() == (2,)
    ((kind, kept),) = owner.execute("SELECT kind, w::TEXT FROM way_in AS w").fetchall()
    assert kind == "city"
    assert fake.subject not in kept.partition(",")[2]
    assert fake.scopes == {"openid"}
    page = Seen(visitor.get("/member/data/ways/"))
    assert "The city's login added on 20 Nov 2026" in page.text
    assert "/member/data/ways/city" not in page.addresses()


def test_the_button_of_a_page_that_leads_on_by_itself_leads_there_as_well(
    visitor: Visitor, fake: FakeIssuer
) -> None:
    slow = goes_to_join(visitor)

    pressed = visitor.get("/sign-in/city/go")["Location"]

    assert comes_back(visitor, fake, slow).status_code == 403  # one answer, and the newest asking's
    assert comes_back(visitor, fake, pressed)["Location"] == "/member/"


def test_a_member_adds_the_citys_login(visitor: Visitor, fake: FakeIssuer) -> None:
    visitor.enters(1)
    visitor.get("/member/data/ways/")
    assert visitor.sends("/member/data/ways/city").status_code == 200
    address = visitor.get("/sign-in/city/go")["Location"]

    assert comes_back(visitor, fake, address)["Location"] == "/member/data/ways/finish"
    assert visitor.get("/member/data/ways/finish")["Location"] == "/member/data/ways/"

    visitor.client.cookies.clear()
    assert signs_in(visitor, fake)["Location"] == "/member/"


def test_a_login_shown_after_the_member_signed_out_is_not_added(
    visitor: Visitor, fake: FakeIssuer, owner: psycopg.Connection
) -> None:
    for leaves in (True, False):
        visitor.enters(1)
        visitor.get("/member/data/ways/")
        visitor.sends("/member/data/ways/city")
        address = visitor.get("/sign-in/city/go")["Location"]
        if leaves:
            visitor.sends("/member/leave")
            assert comes_back(visitor, fake, address).status_code == 409  # sign_in_over
        else:
            visitor.client.cookies.pop("member")  # its hour is over
            finish = comes_back(visitor, fake, address)["Location"]
            assert "Your points are shown only to you" in Seen(visitor.get(finish)).text

    assert owner.execute("SELECT count(*) FROM way_in").fetchone() == (0,)


def test_what_the_browser_brings_back_bent_late_or_again_is_refused(
    visitor: Visitor, fake: FakeIssuer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes_back(visitor, fake, goes_to_join(visitor))
    for bent in ({"state": "other"}, {"iss": "https://elsewhere.example"}, {"code": ""}):
        assert signs_in(visitor, fake, **bent).status_code == 403, bent  # city_login_failed
    denied = visitor.client.get(BACK, {"error": "access_denied", "state": "x"})
    assert denied.status_code == 403
    address = visitor.get("/sign-in/city")["Location"]
    said = fake.confirms(address)
    other = Visitor(database_url, monkeypatch, now=NOW)
    assert other.client.get(BACK, said).status_code == 409, "a browser that didn't ask"
    cookie = visitor.client.cookies["sign_in"].value
    assert visitor.client.get(BACK, said).status_code == 302
    visitor.client.cookies["sign_in"] = cookie
    assert visitor.client.get(BACK, said).status_code == 409  # sign_in_over: a second time
    address = visitor.get("/sign-in/city")["Location"]
    visitor.it_is(NOW + STEP_SECONDS * SECOND)
    assert comes_back(visitor, fake, address).status_code == 409
    assert visitor.get("/sign-in/city/go").status_code == 409


def bent_tokens(fake: FakeIssuer) -> list[dict[str, Any]]:
    stranger = ec.generate_private_key(ec.SECP256R1())
    public = fake.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    long_ago = int(time.time()) - 3_600
    unsigned = jwt.encode({"sub": fake.subject}, "", algorithm="none")
    return [
        {"nonce": "another"},
        {"aud": "somebody else"},
        {"aud": ["plaudit test", "somebody else"]},
        {"azp": "somebody else"},
        {"iss": "https://elsewhere.example"},
        {"exp": long_ago},
        {"iat": int(time.time()) + 3_600},
        {"signed_by": stranger},
        {"shared_key": public},
        {"kid": "unknown"},
        {"token": unsigned},
        {"token": "x.y.z"},
        {"sub": None},
        {"sub": ""},
    ]


def test_an_answer_of_the_issuer_that_is_not_whole_confirms_nobody(
    visitor: Visitor, fake: FakeIssuer
) -> None:
    comes_back(visitor, fake, goes_to_join(visitor))
    visitor.client.cookies.clear()
    for wrong in bent_tokens(fake):
        fake.wrong = wrong
        refused = signs_in(visitor, fake)
        assert refused.status_code == 403, wrong
        assert "Riverside ID didn't confirm who you are." in Seen(refused).text
    fake.wrong = {}
    fake.key = ec.generate_private_key(ec.SECP256R1())  # a new key under the same name
    forget_issuers()
    assert signs_in(visitor, fake)["Location"] == "/member/"


def test_a_key_that_is_there_to_encrypt_neither_confirms_nor_stands_in_the_way(
    visitor: Visitor, fake: FakeIssuer
) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    to_encrypt = shown_key(other) | {"kid": "now", "use": "enc"}
    fake.others = [to_encrypt, {"kty": "future", "kid": "now"}, "no key"]
    assert comes_back(visitor, fake, goes_to_join(visitor))["Location"] == "/member/"
    visitor.client.cookies.clear()

    fake.wrong = {"signed_by": other}
    assert signs_in(visitor, fake).status_code == 403
    forget_issuers()
    fake.wrong, fake.of_key = {}, {"kid": "now", "use": "enc"}
    assert signs_in(visitor, fake).status_code == 403


def test_an_rsa_key_signs_as_the_token_says_unless_the_key_says_otherwise(
    visitor: Visitor, fake: FakeIssuer
) -> None:
    fake.key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    fake.algorithm, fake.of_key = "PS256", {"kid": "now", "use": "sig"}
    assert comes_back(visitor, fake, goes_to_join(visitor))["Location"] == "/member/"
    visitor.client.cookies.clear()

    fake.algorithm = "RS256"
    assert signs_in(visitor, fake)["Location"] == "/member/"
    forget_issuers()
    fake.of_key = {"kid": "now", "alg": "PS256"}
    assert signs_in(visitor, fake).status_code == 403
    fake.algorithm = "RS512"  # not one of ours
    assert signs_in(visitor, fake).status_code == 403


def test_an_issuer_that_is_away_or_another_is_told_and_not_waited_for(
    visitor: Visitor, fake: FakeIssuer
) -> None:
    nowhere = fake.issuer("http://127.0.0.1:8000")
    for issuer in ("http://127.0.0.1:1", f"{fake.address}/", "http://elsewhere.example"):
        with override_settings(PLAUDIT_CITY_LOGIN=nowhere._replace(issuer=issuer)):
            away = visitor.get("/sign-in/city")
        assert away.status_code == 503, issuer  # city_login_away
        assert "Riverside ID can't be reached just now." in Seen(away).text
    with override_settings(PLAUDIT_CITY_LOGIN=None):
        assert visitor.get("/sign-in/city").status_code == 404
