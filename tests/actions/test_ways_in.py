"""Ways in: kept with their member, of one member alone, and gone with them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.end_passes import end_passes
from plaudit.actions.erase import erase
from plaudit.actions.join_by import join_by
from plaudit.actions.join_in_person import Agreed
from plaudit.actions.keep_way_in import keep_way_in
from plaudit.actions.leave import leave
from plaudit.actions.remove_way_in import remove_way_in
from plaudit.core.refusals import Code, Refused
from plaudit.core.ways_in import PASSKEYS_MAX, WayIn
from plaudit.jobs.clear_sign_ins import clear_sign_ins
from plaudit.store import sign_in
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile
from plaudit.store.ways_in import opened_by, passes_ended, ways_in_of
from tests.riverside import NOW, Riverside

TODAY = NOW // 86_400_000_000
EMAIL = WayIn("email", b"mark of an address")


def passkey(number: int) -> WayIn:
    return WayIn("passkey", b"credential id %d" % number, b"public key")


def agreed(city: Riverside) -> Agreed:
    return Agreed(city.programme_id, "Asia/Bangkok", "en", "I join.")


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection)


@pytest.fixture
def doorkeeper(database_url: str) -> Iterator[psycopg.Connection]:
    with connect(database_url, role="doorkeeper") as opened:
        yield opened


def refused(code: Code) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda raised: raised.refusal.code is code)


def test_a_member_keeps_one_address_some_passkeys_and_always_one_way_in(
    riverside: Riverside, doorkeeper: psycopg.Connection
) -> None:
    member, other = riverside.members[:2]
    for number in range(PASSKEYS_MAX):
        keep_way_in(doorkeeper, member, passkey(number), today=TODAY, now=NOW)
    with refused(Code.TOO_MANY_PASSKEYS):
        keep_way_in(doorkeeper, member, passkey(99), today=TODAY, now=NOW)
    for way in (EMAIL, EMAIL, EMAIL._replace(mark=b"another")):
        keep_way_in(doorkeeper, member, way, today=TODAY, now=NOW)

    kept = ways_in_of(riverside.connection, member)
    assert len(kept) == PASSKEYS_MAX + 1
    assert [one.mark for one in kept if one.kind == "email"] == [b"another"]
    with refused(Code.WAY_IN_TAKEN):
        keep_way_in(doorkeeper, other, passkey(0), today=TODAY, now=NOW)
    assert not remove_way_in(doorkeeper, other, passkey(0).mark, now=NOW), "not theirs"
    for one in kept[:-1]:
        assert remove_way_in(doorkeeper, member, one.mark, now=NOW)
    with refused(Code.LAST_WAY_IN):
        remove_way_in(doorkeeper, member, kept[-1].mark, now=NOW)


def test_joining_writes_all_or_nothing(riverside: Riverside, owner: psycopg.Connection) -> None:
    connection = riverside.connection
    member_id = join_by(connection, passkey(1), agreed(riverside), now=NOW)
    assert [one.member_id for one in opened_by(connection, [passkey(1).mark])] == [member_id]
    before = owner.execute("SELECT count(*) FROM member").fetchone()

    too_long = WayIn("passkey", b"m" * 1_024, b"key")
    with pytest.raises(psycopg.errors.CheckViolation):
        join_by(connection, too_long, agreed(riverside), now=NOW)
    member_id = join_by(connection, EMAIL, agreed(riverside), now=NOW)
    assert join_by(connection, EMAIL, agreed(riverside), now=NOW) == member_id
    before = owner.execute("SELECT count(*) FROM member").fetchone()
    with refused(Code.WAY_IN_TAKEN):
        elsewhere = agreed(riverside)._replace(programme_id=riverside.programme_id + 1)
        join_by(connection, EMAIL, elsewhere, now=NOW)

    assert owner.execute("SELECT count(*) FROM member").fetchone() == before
    assert connection.execute("SELECT current_user").fetchone() == ("plaudit_service",)


@pytest.mark.parametrize(
    "forged",
    [passkey(1), passkey(1)._replace(public_key=b"another"), WayIn("passkey", EMAIL.mark, b"any")],
    ids=["the same passkey", "its id with another key", "the mark of an address"],
)
def test_a_new_passkey_opens_nobodys_pages(riverside: Riverside, forged: WayIn) -> None:
    """Anybody may choose a new passkey's id: whoever read a mark could come in by it."""
    for way in (passkey(1), EMAIL):
        join_by(riverside.connection, way, agreed(riverside), now=NOW)

    with refused(Code.WAY_IN_TAKEN):
        join_by(riverside.connection, forged, agreed(riverside), now=NOW)


def test_who_comes_back_has_what_they_do_not_tick_left_out(riverside: Riverside) -> None:
    connection = riverside.connection
    member_id = join_by(connection, EMAIL, agreed(riverside), now=NOW)
    leave(connection, member_id, now=NOW + 1, language="en", wording="I leave.")
    without = agreed(riverside)._replace(kinds=(("cup_return", False, "No cups."),))

    assert join_by(connection, EMAIL, without, now=NOW + 2) == member_id
    rows = connection.execute(
        "SELECT cardinality(withheld) FROM member WHERE member_id = %s", (member_id,)
    ).fetchone()
    assert rows == (2,)


def test_two_presses_at_once_make_one_member(riverside: Riverside, database_url: str) -> None:
    def press(_: int) -> int | Code:
        with connect(database_url) as connection:
            try:
                return join_by(connection, EMAIL, agreed(riverside), now=NOW)
            except Refused as no:
                return no.refusal.code

    with ThreadPoolExecutor(4) as pool:
        joined = set(pool.map(press, range(4))) - {Code.SIGN_IN_OVER}

    assert len(joined) == 1
    rows = riverside.connection.execute(
        "SELECT count(*) FROM member WHERE agreed_at = to_timestamp(%s)", (NOW / 1_000_000,)
    ).fetchone()
    assert rows == (1,)


def test_an_erased_member_has_no_way_in_and_gets_none(
    riverside: Riverside, doorkeeper: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    member = riverside.members[0]
    keep_way_in(doorkeeper, member, EMAIL, today=TODAY, now=NOW)
    journal = JournalFile(tmp_path / "erasures.log")
    with connect(database_url, role="eraser") as eraser:
        erase(eraser, member, handles=riverside.house.handles, journal=journal, now=NOW)

    assert opened_by(doorkeeper, [EMAIL.mark]) == []
    with refused(Code.SIGN_IN_OVER):
        keep_way_in(doorkeeper, member, EMAIL, today=TODAY, now=NOW)
    assert not end_passes(doorkeeper, member)
    assert passes_ended(doorkeeper, member) == 0


def test_what_is_over_is_cleared_and_a_challenge_is_answered_once(
    doorkeeper: psycopg.Connection,
) -> None:
    sign_in.add_code(doorkeeper, b"attempt", "12345678", now=NOW)
    assert sign_in.use_challenge(doorkeeper, b"one", ends_at=NOW + 5)
    assert not sign_in.use_challenge(doorkeeper, b"one", ends_at=NOW + 5)
    assert sign_in.add_try(doorkeeper, b"mark", now=NOW).tries == 1
    assert sign_in.add_try(doorkeeper, b"mark", now=NOW + 1).tries == 2
    assert sign_in.add_try(doorkeeper, b"mark", now=NOW + sign_in.WINDOW).tries == 1

    assert clear_sign_ins(doorkeeper, NOW + 4).things == 0
    assert clear_sign_ins(doorkeeper, NOW + 5).things == 1
    assert clear_sign_ins(doorkeeper, NOW + 2 * sign_in.WINDOW).things == 2
