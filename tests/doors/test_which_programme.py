"""Who takes part in several programmes chooses by their names, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest
from django.core import mail
from django.test.utils import override_settings

from plaudit.actions.join import join
from plaudit.pages.sign_in.wish import shown_address
from plaudit.store.catalogue import programme_number
from plaudit.store.ways_in import add_way_in, as_doorkeeper
from tests.doors.visitor import Visitor
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, EDITIONS, JOINED, NOW, Riverside

ADDRESS = "nok@example.org"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
TITLE = re.compile(r"^title +=.*", re.MULTILINE)
APPROVAL = re.compile(r"^\[approval\].*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def mailing() -> Iterator[None]:
    """E-mail is kept in mail.outbox."""
    with override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        yield


def publish_another(
    connection: psycopg.Connection, id: str, *, title: str = "", controller: str = ""
) -> None:
    """Publish Riverside's first edition as another programme's."""
    text = APPROVAL.sub("", EDITIONS[0].read_text("utf-8"))
    text = text.replace('programme = "riverside"', f'programme = "{id}"')
    if title:
        text = TITLE.sub(title, text, count=1)
    if controller:
        text = text.replace('"City of Riverside"', f'"{controller}"')
    publish_as_promised(connection, text, ACTIVITY_TEXTS)


def takes_part(connection: psycopg.Connection, *programmes: str) -> None:
    """Let one address open a member's pages at each of some programmes."""
    for id in programmes:
        number = programme_number(connection, id)
        assert number is not None
        (member,) = join(
            connection,
            programme_id=number,
            now=JOINED,
            language="en",
            wording="I join.",
            how_many=1,
        )
        with connection.transaction(), as_doorkeeper(connection):
            assert add_way_in(connection, member, shown_address(ADDRESS).way(number), today=20_000)


def choices(visitor: Visitor, language: str = "en") -> list[str]:
    """Sign in with the address, and return what the programmes to choose from are called."""
    visitor.get("/sign-in/")
    visitor.sends("/sign-in/email", {"address": ADDRESS})
    (code,) = re.findall(r"\b\d{4} \d{4}\b", str(mail.outbox[-1].subject))
    visitor.client.cookies["language"] = language
    page = visitor.sends("/sign-in/code", {"code": code}).content.decode()
    assert "/language/" not in page, "it can't be had again in another language"
    return re.findall(r'name="member" value="\d+">([^<]+)</button>', page)


def test_programmes_are_chosen_by_name_and_those_of_one_name_by_who_answers_for_them(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Riverside(connection)
    hillside = 'title = { en = "Hillside Thanks", zh-Hans = "山边致谢" }'
    publish_another(connection, "hillside", title=hillside)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    takes_part(connection, "riverside", "hillside")

    assert choices(visitor) == ["Riverside Thanks", "Hillside Thanks"]
    assert choices(visitor, "zh-Hans") == ["河畔致谢", "山边致谢"]

    publish_another(connection, "lakeside", controller="City of Lakeside")
    publish_another(connection, "seaside", controller="City of Lakeside")
    takes_part(connection, "lakeside", "seaside")
    assert choices(visitor) == [
        "Riverside Thanks · City of Riverside",
        "Hillside Thanks",
        "Riverside Thanks · City of Lakeside · lakeside",
        "Riverside Thanks · City of Lakeside · seaside",
    ]
