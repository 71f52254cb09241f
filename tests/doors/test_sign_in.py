"""Joining and signing in by an e-mail's code, without a script; and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import override_settings

from plaudit.actions.leave import leave
from plaudit.core.period import SECOND
from plaudit.core.refusals import REASONS, Code
from plaudit.core.ways_in import CODE_SECONDS, CODE_TRIES, CODES_TO_ONE_ADDRESS_MAX
from plaudit.pages.passes import COOKIE as PASS
from plaudit.pages.sign_in.forms import place_mark
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside, instant
from tests.store.test_notices import keep_all

JOIN = "/join/riverside"
ADDRESS = "Nok@example.org"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
MINUTE = 60 * SECOND


@pytest.fixture(autouse=True)
def mailing() -> Iterator[None]:
    """E-mail is kept in mail.outbox."""
    with override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        yield


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    town = Riverside(connection)
    keep_all(connection)
    return town


@pytest.fixture
def visitor(riverside: Riverside, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return Visitor(database_url, monkeypatch, now=NOW)


def code() -> str:
    """Return the code of the newest e-mail."""
    (found,) = re.findall(r"\b\d{4} \d{4}\b", str(mail.outbox[-1].subject))
    return str(found)


def wrong(right: str) -> str:
    return f"{(int(right[:4]) + 1) % 10_000:04} {right[5:]}"


def asks_to_join(visitor: Visitor, address: str = ADDRESS, **form: str) -> HttpResponse:
    """Read the notice, agree, and ask for a code."""
    shown = Seen(visitor.get(JOIN))
    (mark,) = [has["value"] for has in shown.having("input") if has.get("name") == "fingerprint"]
    given = {"agreed": "yes", "fingerprint": str(mark), "address": address, "by": "email"}
    given |= {"kind": "cup_return"}
    return visitor.sends(JOIN, given | form)


def types(visitor: Visitor, typed: str) -> HttpResponse:
    return visitor.sends("/sign-in/code", {"code": typed})


def asks_to_sign_in(visitor: Visitor, address: str = ADDRESS) -> HttpResponse:
    visitor.get("/sign-in/")
    return visitor.sends("/sign-in/email", {"address": address})


def joins(visitor: Visitor, address: str = ADDRESS) -> None:
    assert asks_to_join(visitor, address)["Location"] == "/sign-in/code"
    assert types(visitor, code())["Location"] == "/member/"


def members(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT count(*) FROM member").fetchone()
    assert row is not None
    return int(row[0])


def test_somebody_joins_signs_out_and_in_again(
    visitor: Visitor, riverside: Riverside, owner: psycopg.Connection
) -> None:
    before = members(owner)
    page = Seen(visitor.get(JOIN))
    assert not [has for has in page.having("input") if "checked" in has]
    assert "Nothing is recorded about you before you join." in page.text

    joins(visitor)

    assert members(owner) == before + 1
    assert "You can spend 0 points" in Seen(visitor.get("/member/")).text
    said = owner.execute("SELECT wording FROM consent ORDER BY said_at DESC LIMIT 1").fetchone()
    assert said is not None
    assert "fingerprint" in said[0]
    visitor.sends("/member/leave")
    assert "There is no password." in Seen(asks := visitor.get("/sign-in/")).text
    assert asks.status_code == 200
    assert asks_to_sign_in(visitor, "nok@EXAMPLE.org")["Location"] == "/sign-in/code"
    assert types(visitor, code().replace(" ", ""))["Location"] == "/member/"
    assert visitor.get("/member/data/ways/").status_code == 200
    assert members(owner) == before + 1
    dumped = owner.execute("SELECT to_jsonb(w)::TEXT FROM way_in AS w").fetchall()
    assert len(dumped) == 1
    assert "nok" not in dumped[0][0]


def test_nobody_joins_without_a_tick_or_by_a_notice_that_changed(
    visitor: Visitor, owner: psycopg.Connection
) -> None:
    before = members(owner)

    for form, said, ticked, typed in (
        ({"agreed": ""}, "You join only if you agree", ["cup_return"], ADDRESS),
        ({"fingerprint": "0" * 64}, "The notice has changed", [], None),
        ({"address": '"nok'}, "This can't be an e-mail address.", ["yes", "cup_return"], '"nok'),
        ({"kind": "nothing", "address": ""}, "This can't be an e-mail address.", ["yes"], None),
    ):
        answer = asks_to_join(visitor, **form)
        assert answer.status_code == 400
        assert said in Seen(answer).text
        fields = Seen(answer).having("input")
        assert [has["value"] for has in fields if "checked" in has] == ticked
        assert [has.get("value") for has in fields if has.get("name") == "address"] == [typed]
    with override_settings(PLAUDIT_JOIN_BY=("city",)):
        assert 'name="address"' not in visitor.get(JOIN).content.decode()
        assert asks_to_join_by_hand(visitor).status_code == 400
    assert visitor.get("/join/nowhere").status_code == 404

    assert (members(owner), mail.outbox) == (before, [])


def test_a_notice_read_before_midnight_does_not_do_for_the_rules_of_the_day_after(
    visitor: Visitor, owner: psycopg.Connection
) -> None:
    before, midnight = members(owner), instant("2026-10-01T00:00:00+07:00")
    visitor.it_is(midnight - 1)
    assert asks_to_join(visitor)["Location"] == "/sign-in/code"

    visitor.it_is(midnight)
    no = types(visitor, code())

    assert no.status_code == REASONS[Code.SIGN_IN_OVER].status
    assert members(owner) == before
    joins(visitor)
    assert members(owner) == before + 1


def asks_to_join_by_hand(visitor: Visitor) -> HttpResponse:
    """Send the form as it was before, although the page has none."""
    return visitor.sends(JOIN, {"agreed": "yes", "address": ADDRESS})


def test_each_purpose_has_a_box_and_what_is_not_ticked_is_not_recorded(
    visitor: Visitor, riverside: Riverside, owner: psycopg.Connection
) -> None:
    shown = Seen(visitor.get(JOIN))
    boxes = [has for has in shown.having("input") if has.get("type") == "checkbox"]
    kinds = {str(has["value"]) for has in boxes if has["name"] == "kind"}
    assert len(boxes) == len(kinds) + 1
    assert not [has for has in boxes if "checked" in has]
    assert [has["name"] for has in boxes if "required" in has] == ["agreed"]
    assert "Needed to take part" in shown.text
    assert asks_to_join(visitor, kind="cup_return")["Location"] == "/sign-in/code"
    types(visitor, code())

    said = owner.execute("SELECT agrees, wording FROM activity_consent").fetchall()
    cups = "From now on deeds of the kind “Reusable cups returned” may be recorded about me."
    assert len(said) == len(kinds)
    assert [words for agrees, words in said if agrees] == [cups]
    assert cups in shown.text
    kept = owner.execute("SELECT wording FROM consent ORDER BY said_at DESC LIMIT 1").fetchone()
    assert kept is not None
    assert kept[0].partition(" The notice was that")[0] in shown.text
    by_kind = "I say separately for each kind of deeds whether it may be recorded."
    assert by_kind in kept[0]
    assert "nothing of it is recorded before you say yes" in shown.text
    withheld = owner.execute(
        "SELECT cardinality(withheld) FROM member ORDER BY member_id DESC LIMIT 1"
    ).fetchone()
    assert withheld == (2 * (len(kinds) - 1),)
    assert "is not recorded" in Seen(visitor.get("/member/data/")).text


def test_a_code_is_worth_nothing_when_wrong_over_used_or_in_another_browser(
    visitor: Visitor, riverside: Riverside, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(visitor)
    used = code()
    assert types(visitor, used).status_code == 409  # sign_in_over: it was used
    other = Visitor(database_url, monkeypatch, now=NOW)
    asks_to_sign_in(other)
    right = code()
    assert types(visitor, right).status_code == 409

    for left in range(CODE_TRIES - 1, 0, -1):
        answer = types(other, wrong(right))
        assert answer.status_code == 403  # sign_in_code_wrong
        assert wrong(right) in [one.get("value") for one in Seen(answer).having("input")]
        assert f"tries that are left: {left}." in Seen(answer).text
    assert types(other, wrong(right)).status_code == 409
    assert types(other, right).status_code == 409

    asks_to_sign_in(other)
    right = code()
    other.it_is(NOW + CODE_SECONDS * SECOND)
    assert types(other, right).status_code == 409
    assert PASS not in other.client.cookies


def test_one_address_gets_few_codes_an_hour_and_then_some_again(
    visitor: Visitor, riverside: Riverside
) -> None:
    for _ in range(CODES_TO_ONE_ADDRESS_MAX):
        assert asks_to_sign_in(visitor)["Location"] == "/sign-in/code"

    refused = asks_to_sign_in(visitor)

    assert refused.status_code == 429  # too_many_sign_ins
    assert "minutes to wait: 60" in Seen(refused).text
    assert len(mail.outbox) == CODES_TO_ONE_ADDRESS_MAX
    assert asks_to_sign_in(visitor, "lek@example.org").status_code == 302
    visitor.it_is(NOW + 61 * MINUTE)
    assert asks_to_sign_in(visitor).status_code == 302


def test_who_is_unknown_gets_the_same_answers_until_the_code_is_typed(visitor: Visitor) -> None:
    joins(visitor)
    visitor.sends("/member/leave")
    known, unknown = asks_to_sign_in(visitor), asks_to_sign_in(visitor, "lek@example.org")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    refused = types(visitor, code())

    assert refused.status_code == 403  # way_in_unknown
    assert "Nobody takes part here with this yet." in Seen(refused).text


def test_joining_again_with_the_same_address_is_signing_in_or_coming_back(
    visitor: Visitor, riverside: Riverside, connection: psycopg.Connection
) -> None:
    joins(visitor)
    there = members(connection)
    joins(visitor)
    row = connection.execute("SELECT max(member_id) FROM member").fetchone()
    assert row is not None
    leave(connection, row[0], now=NOW + MINUTE, language="en", wording="I leave.")
    visitor.it_is(NOW + 2 * MINUTE)
    assert "You left" in Seen(visitor.get("/member/")).text

    joins(visitor)

    assert "You left" not in Seen(visitor.get("/member/")).text
    assert members(connection) == there


def test_the_e_mail_is_in_the_readers_language_and_says_when_it_cannot_go(
    visitor: Visitor,
) -> None:
    from_elsewhere = visitor.client.post("/sign-in/email", {"address": ADDRESS})
    assert (from_elsewhere.status_code, mail.outbox) == (403, [])
    visitor.client.cookies["language"] = "th"
    asks_to_sign_in(visitor)
    assert code()
    assert "รหัส" in mail.outbox[-1].body

    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1
    ):
        visitor.client.cookies["language"] = "en"
        for _ in range(CODES_TO_ONE_ADDRESS_MAX):
            assert asks_to_sign_in(visitor, "lek@example.org").status_code == 503
        away = asks_to_sign_in(visitor, "lek@example.org")
    assert away.status_code == 503
    assert "could not be sent" in Seen(away).text
    for _ in range(CODES_TO_ONE_ADDRESS_MAX):  # none was used up
        assert asks_to_sign_in(visitor, "lek@example.org").status_code == 302
    assert asks_to_sign_in(visitor, "lek@example.org").status_code == 429


def test_a_place_is_the_readers_address_which_the_proxy_says_behind_https() -> None:
    def mark(address: str, said: str = "") -> bytes:
        heads = {"x-forwarded-for": said} if said else {}
        request = RequestFactory().get("/sign-in/", REMOTE_ADDR=address, headers=heads)
        return place_mark(request, "codes")

    assert mark("192.0.2.1") == mark("192.0.2.1", "192.0.2.9") != mark("192.0.2.2")
    assert mark("2001:db8::1") == mark("2001:db8::2") != mark("2001:db8:0:1::1")
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        last = mark("10.0.0.1", "203.0.113.7, 192.0.2.1")
        assert last == mark("10.0.0.2", "192.0.2.1") != mark("10.0.0.1", "192.0.2.2")
