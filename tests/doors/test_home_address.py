"""At home, with nothing set: the addresses that commands print are ones at which passkeys work."""

from __future__ import annotations

import socket
import subprocess
from urllib.parse import urlsplit

import psycopg
import pytest

from plaudit.config import settings
from tests.cli.running import PLAUDIT, environment, plaudit
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside

NAMED = "it needs a name and https, or localhost on your own machine."


@pytest.fixture
def visitor(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Visitor:
    """Somebody at an address of digits, in a place where nothing is set."""
    assert Riverside(connection, members=1).members
    monkeypatch.delenv("PLAUDIT_URL", raising=False)
    return Visitor(database_url, monkeypatch, now=NOW)


def test_the_invitation_that_is_printed_leads_to_a_page_that_makes_a_passkey(
    visitor: Visitor, database_url: str
) -> None:
    person = ("staff", "hire", "riverside", "Malee Srisai", "--role", "officer")
    link = urlsplit(plaudit(*person, url=database_url).out.strip())
    assert link.netloc == "localhost:8000"

    digits = Seen(visitor.get(link.path)).text
    visitor.client.defaults["SERVER_NAME"] = str(link.hostname)
    named = visitor.get(link.path)

    assert NAMED in digits
    assert NAMED not in Seen(named).text
    assert "data-passkey" in named.content.decode()
    assert settings.DEFAULT_FROM_EMAIL == "plaudit@localhost"


def test_signing_in_at_an_address_of_digits_says_what_would_work(visitor: Visitor) -> None:
    assert NAMED in Seen(visitor.get("/staff/")).text


def test_who_serves_on_a_port_of_their_own_reads_its_address_and_how_links_have_it(
    database_url: str,
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    words = [*PLAUDIT, "serve", "--no-work", "--processes", "1", "--port", port]
    there = {k: v for k, v in environment(database_url).items() if k != "PLAUDIT_URL"}
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=there) as serving:
        assert serving.stderr is not None
        said = serving.stderr.readline()
        serving.terminate()
        said += serving.stderr.read()

    assert f"Plaudit serves on http://localhost:{port} until Ctrl-C.\n" in said
    assert f"PLAUDIT_URL=http://localhost:{port}\n" in said
