"""`plaudit webhook`: a secret is shown once, and what became of messages is shown."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.cli.webhook import PAGE
from plaudit.cli.webhook_page import page
from plaudit.core.webhook_signing import SIGNATURES_MOST, secret_of
from tests.cli.running import plaudit
from tests.riverside import Riverside

URL = "https://partner.example/plaudit"


@pytest.fixture
def url(connection: psycopg.Connection, database_url: str) -> str:
    Riverside(connection, members=1)
    return database_url


def test_a_secret_is_shown_once_and_replaced_as_often_as_may_sign(url: str) -> None:
    added = plaudit("webhook", "add", "cafe", URL, url=url)
    moved = plaudit("webhook", "add", "cafe", f"{URL}/2", url=url)
    rotated = plaudit("webhook", "rotate", "cafe", url=url)
    again = [plaudit("webhook", "rotate", "cafe", url=url) for _ in range(SIGNATURES_MOST - 2)]
    too_many = plaudit("webhook", "rotate", "cafe", url=url)
    listed = plaudit("webhook", "list", url=url)

    assert secret_of(added.out.strip()) != secret_of(rotated.out.strip())
    assert (moved.code, moved.out) == (0, "")
    assert {one.code for one in again} == {0}
    assert (too_many.code, too_many.out) == (1, "")
    assert f"{SIGNATURES_MOST} secrets of it sign already" in too_many.err
    assert listed.out.startswith(f"cafe  {URL}/2\n    0 waiting, 0 delivered, 0 given up\n")
    assert "whsec_" not in listed.out


def test_what_waits_is_shown_and_a_webhook_can_be_taken_away(
    url: str, connection: psycopg.Connection
) -> None:
    plaudit("webhook", "add", "cafe", URL, url=url)
    connection.execute(
        "INSERT INTO delivery (partner_id, kind, payload, happened_at, next_try_at)"
        " SELECT partner_id, 'statement.ready', '{}', '2026-11-20', '2026-11-20' FROM webhook"
    )

    shown = plaudit("webhook", "messages", "cafe", url=url)
    removed = [plaudit("webhook", "remove", "cafe", url=url) for _ in range(2)]

    assert "statement.ready  2026-11-20 00:00 UTC  next try 2026-11-20 00:00 UTC, 0 tries, no " in (
        shown.out
    )
    assert [done.code for done in removed] == [0, 1]
    assert removed[1].err == "cafe has no webhook.\n"


def test_it_refuses_with_a_sentence(url: str) -> None:
    for words, said in (
        (("add", "cafe", "http://partner.example/"), "begins with https://"),
        (("add", "cafe", "https://10.0.0.1/"), "names its host by a name"),
        (("add", "nobody", URL), "There is no partner nobody."),
        (("rotate", "cafe"), "cafe has no webhook"),
    ):
        done = plaudit("webhook", *words, url=url)

        assert (done.code, done.out) == (1, "")
        assert said in done.err


def test_the_timetable_is_shown(url: str) -> None:
    assert plaudit("work", "--once", url=url).code == 0

    shown = plaudit("work", "--show", url=url)

    assert "self_check           due " in shown.out
    assert "last run " in shown.out
    assert shown.out.endswith("UTC: sound.\n")


def test_the_reference_is_the_codes() -> None:
    written = (Path(__file__).parents[2] / PAGE).read_text("utf-8")

    assert page() == written, "plaudit webhook kinds --write"
