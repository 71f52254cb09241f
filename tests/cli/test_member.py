"""`plaudit member`: a person joins by saying yes to the notice's sentence, and has handles."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.link import link
from plaudit.cli import member
from plaudit.core.card import card_number, shown_card_number
from plaudit.core.voucher import Till
from plaudit.store.instants import as_datetime
from tests.cli.riverside import publish_riverside
from tests.cli.running import at_a_terminal, plaudit
from tests.cli.town import Town
from tests.riverside import EDITIONS, instant

MIDNIGHT = instant("2026-10-01T00:00:00+07:00")


@pytest.fixture
def riverside(connection: psycopg.Connection) -> psycopg.Connection:
    publish_riverside(connection)
    return connection


def consents(connection: psycopg.Connection) -> list[tuple[bool, str, str]]:
    return connection.execute(
        "SELECT agrees, language, wording FROM consent ORDER BY member_id, said_at"
    ).fetchall()


def test_a_person_who_says_yes_joins_and_one_who_says_no_leaves_nothing_behind(
    riverside: psycopg.Connection, database_url: str
) -> None:
    words = ("member", "join", "riverside", "--language", "en")

    no = at_a_terminal(*words, typed="n\n", url=database_url)
    assert (no.code, no.out, consents(riverside)) == (1, "", [])
    yes = at_a_terminal(*words, typed="y\n", url=database_url)

    assert yes.code == 0
    sentence = "I want to take part in Riverside Thanks."
    assert sentence in no.err
    assert sentence in yes.err
    ((agrees, language, wording),) = consents(riverside)
    assert (agrees, language) == (True, "en")
    assert wording.startswith(sentence)
    assert "with the fingerprint" in wording
    assert yes.out.endswith(" takes part in riverside.\n")


def test_a_desk_that_read_the_sentence_out_says_so_and_nobody_joins_unasked(
    riverside: psycopg.Connection, database_url: str
) -> None:
    unasked = plaudit("member", "join", "riverside", "--language", "th", url=database_url)
    assert (unasked.code, unasked.out, consents(riverside)) == (3, "", [])
    assert "--agreed" in unasked.err

    words = ("member", "join", "riverside", "--language", "zh-hans", "--agreed", "--json")
    done = plaudit(*words, url=database_url)

    joined = json.loads(done.out)
    assert done.code == 0
    assert consents(riverside) == [(True, "zh-Hans", joined["agreed_to"])]
    assert joined["language"] == "zh-Hans"


def test_nobody_joins_without_a_notice_to_agree_to(
    connection: psycopg.Connection, database_url: str
) -> None:
    Town(connection)
    before = len(consents(connection))

    town = plaudit("member", "join", "town", "--language", "en", "--agreed", url=database_url)
    publish_riverside(connection)
    latin = plaudit("member", "join", "riverside", "--language", "la", "--agreed", url=database_url)
    nowhere = plaudit("member", "join", "lakeside", "--language", "en", url=database_url)

    assert (town.code, latin.code, nowhere.code) == (1, 2, 1)
    assert "No privacy notice is kept" in town.err
    assert "it is in en, " in latin.err
    assert len(consents(connection)) == before


def test_a_handle_is_the_partners_own_and_that_it_was_looked_up_is_seen(
    connection: psycopg.Connection, database_url: str
) -> None:
    town = Town(connection)
    member = str(town.members[0])

    club = plaudit("member", "handle", member, "club", "--by", "Nok, desk", url=database_url)
    guide = plaudit("member", "handle", member, "guide", "--json", url=database_url)
    code = json.loads(plaudit("member", "code", member, "--json", url=database_url).out)["code"]

    assert (club.code, club.out) == (0, f"{town.handle(0, 'club')}\n")
    assert json.loads(guide.out)["handle"] == town.handle(0, "guide") != club.out.strip()
    assert "Nok, desk" in plaudit("statement", member, url=database_url).out
    till = Till(town.partners["club"], b"the till's key")
    linked = link(connection, till, code, handles=town.house.handles, now=town.now)
    assert linked == town.handle(0, "club")


def test_there_is_no_handle_of_who_left_nor_at_another_programmes_partner(
    connection: psycopg.Connection, database_url: str
) -> None:
    town = Town(connection)
    publish_riverside(connection)
    plaudit("partner", "add", "riverside", "cafe-lotus", url=database_url)
    first, second = map(str, town.members[:2])
    assert plaudit("leave", second, url=database_url).code == 0

    answers = [
        plaudit("member", "handle", *words, url=database_url)
        for words in ((first, "cafe-lotus"), (first, "kiosk"), (second, "club"), ("99999", "club"))
    ]
    no_code = plaudit("member", "code", second, url=database_url)
    assert (no_code.code, no_code.err) == (1, f"There is no member {second} who takes part.\n")

    assert [(one.code, one.out) for one in answers] == [(1, "")] * 4
    assert "cafe-lotus isn't a partner of town" in answers[0].err
    assert "There is no partner kiosk." in answers[1].err
    assert f"There is no member {second} who takes part." in answers[2].err


def test_a_desk_prints_a_card_and_finds_its_member_by_it(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    town = Town(connection)
    member, file = town.members[0], tmp_path / "card.pdf"
    number = shown_card_number(card_number(member))

    made = plaudit("member", "card", str(member), str(file), "--by", "Nok, desk", url=database_url)
    again = plaudit("member", "card", str(member), str(file), url=database_url)
    found = plaudit("member", "find", number, "--json", "--by", "Lek, desk", url=database_url)
    slip = plaudit("member", "find", number[:-1] + "x", url=database_url)
    nobody = plaudit("member", "find", card_number(99_999), url=database_url)

    assert (made.code, again.code, found.code, slip.code, nobody.code) == (0, 2, 0, 2, 1)
    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(found.out) == {"member": member, "programme": "town", "takes_part": True}
    looks = connection.execute("SELECT who, through FROM look ORDER BY looked_at").fetchall()
    assert looks[0] == ("Nok, desk", "plaudit member card")
    assert looks[-1] == ("Lek, desk", "plaudit member find")


@pytest.mark.parametrize(("read_at", "joins"), [(MIDNIGHT - 1, False), (MIDNIGHT, True)])
def test_nobody_joins_by_a_notice_that_another_one_followed_while_it_was_read(
    connection: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    read_at: int,
    joins: bool,
) -> None:
    for path in EDITIONS:
        publish_riverside(connection, path)
    clock = iter((read_at, MIDNIGHT + 1))
    monkeypatch.setattr(member, "now_instant", lambda: next(clock))

    words = ("member", "join", "riverside", "--language", "en", "--agreed")
    done = plaudit(*words, url=database_url)

    assert done.code == (0 if joins else 1)
    assert ("Other rules have begun" in done.err) == (not joins)
    assert len(consents(connection)) == joins
    agreed_at = connection.execute("SELECT agreed_at FROM member").fetchall()
    assert agreed_at == [(as_datetime(MIDNIGHT + 1),)] * joins
