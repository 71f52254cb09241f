"""Who presses twice, waits for an e-mail or begins again while joining, signing in or adding."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.core import mail
from django.http import HttpResponse
from django.test.utils import override_settings

from plaudit.core.refusals import REASONS, Code
from plaudit.core.ways_in import CODE_TRIES, CODES_TO_ONE_ADDRESS_MAX
from tests.doors.test_sign_in import (
    ADDRESS,
    JOIN,
    LOCMEM,
    asks_to_join,
    asks_to_sign_in,
    code,
    members,
    types,
    wrong,
)
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.store.test_notices import keep_all

WAYS = "/member/data/ways/"


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


def presses_twice(visitor: Visitor, typed: str) -> tuple[HttpResponse, HttpResponse]:
    """Send a code twice, both times with the cookies that the browser had before."""
    had = {name: visitor.client.cookies[name].value for name in ("sign_in", "csrftoken")}
    first = types(visitor, typed)
    for name, value in had.items():
        visitor.client.cookies[name] = value
    return first, types(visitor, typed)


def says_look_first(answer: HttpResponse) -> bool:
    assert answer.status_code == REASONS[Code.SIGN_IN_OVER].status
    text = Seen(answer).text
    return "Look whether it was done" in text and "othing was changed" not in text


def test_a_second_press_while_joining_does_not_say_that_nothing_was_changed(
    visitor: Visitor, owner: psycopg.Connection
) -> None:
    before = members(owner)
    asks_to_join(visitor)

    first, second = presses_twice(visitor, code())

    assert first["Location"] == "/member/"
    assert members(owner) == before + 1
    assert says_look_first(second)


def test_a_second_press_while_adding_shows_the_ways_in_as_they_are_now(
    visitor: Visitor, riverside: Riverside
) -> None:
    visitor.enters(riverside.members[0])
    visitor.sends(f"{WAYS}email", {"address": ADDRESS})
    finish = types(visitor, code())["Location"]
    assert visitor.get(finish)["Location"] == WAYS

    again = visitor.get(finish)

    assert says_look_first(again)
    assert "added on 20 Nov 2026" in Seen(again).text


def begin_again_from(answer: HttpResponse) -> list[str]:
    """Return where a page of signing in leads who wants to begin again."""
    begins = ("/join/", "/sign-in/", WAYS)
    return [one for one in Seen(answer).addresses() if one.startswith(begins)]


def test_who_waits_in_vain_for_a_code_begins_again_with_what_was_wished_for(
    visitor: Visitor, riverside: Riverside, owner: psycopg.Connection
) -> None:
    before = members(owner)
    wanted = "/member/rewards/?kind=meal"
    visitor.get("/sign-in/")
    visitor.sends("/sign-in/email", {"address": ADDRESS, "then": wanted})
    (again,) = begin_again_from(visitor.get("/sign-in/code"))
    thens = [one for one in Seen(visitor.get(again)).having("input") if one.get("name") == "then"]
    assert {one["value"] for one in thens} == {wanted}

    asks_to_join(visitor)
    assert begin_again_from(visitor.get("/sign-in/code")) == [JOIN]
    asks_to_join(visitor)
    assert begin_again_from(types(visitor, wrong(code()))) == [JOIN]
    assert types(visitor, code())["Location"] == "/member/"
    assert members(owner) == before + 1

    visitor.sends(f"{WAYS}email", {"address": "lek@example.org"})
    assert begin_again_from(visitor.get("/sign-in/code")) == [WAYS]


def test_where_the_mail_host_is_away_one_begins_again_with_what_was_wished_for(
    visitor: Visitor, riverside: Riverside
) -> None:
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1
    ):
        assert begin_again_from(away := asks_to_join(visitor)) == [JOIN]
        assert away.status_code == 503
        assert begin_again_from(asks_to_sign_in(visitor)) == ["/sign-in/"]
        visitor.enters(riverside.members[0])
        away = visitor.sends(f"{WAYS}email", {"address": ADDRESS})
        assert begin_again_from(away) == [WAYS]


def test_who_is_refused_begins_again_with_what_was_wished_for(
    visitor: Visitor, riverside: Riverside
) -> None:
    asks_to_join(visitor)
    right = code()
    refused = [types(visitor, wrong(right)) for _ in range(CODE_TRIES)][-1]
    assert refused.status_code == REASONS[Code.SIGN_IN_OVER].status
    assert begin_again_from(refused) == [JOIN]
    refused = [asks_to_join(visitor) for _ in range(CODES_TO_ONE_ADDRESS_MAX)][-1]
    assert refused.status_code == 429
    assert begin_again_from(refused) == [JOIN]
    refused = asks_to_sign_in(visitor)  # the step of joining is still carried, and not meant
    assert refused.status_code == 429
    assert begin_again_from(refused) == ["/sign-in/"]


def test_a_code_of_an_earlier_e_mail_is_told_that_the_newest_one_counts(visitor: Visitor) -> None:
    asks_to_sign_in(visitor)
    earlier = code()
    asks_to_sign_in(visitor)

    told = types(visitor, earlier)

    assert told.status_code == REASONS[Code.SIGN_IN_CODE_WRONG].status
    assert "the newest e-mail that you asked for here" in Seen(told).text
