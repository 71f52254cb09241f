"""Letters that a member reads out to a steward: typed at once, or where there is no connection."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions import check_in_members
from plaudit.actions.check_in_members import Entry
from plaudit.actions.link import link
from plaudit.actions.show_code import show_code
from plaudit.core.check_in import BACK_DATE_DAYS
from plaudit.core.voucher import Till, grouped
from plaudit.sql.loader import query
from plaudit.store.check_in_codes import mark_of_letters
from plaudit.store.check_ins import clear_check_ins, use_letters
from plaudit.store.connect import connect
from plaudit.store.link_codes import clear_link_codes, take_link_code
from tests.place import HOUR, MINUTE, Place
from tests.rights.meanwhile import while_uncommitted
from tests.riverside import NOW, Riverside

DAY = 24 * HOUR
BAG_POINTS = 30


def test_letters_that_a_member_had_made_check_them_in(connection: psycopg.Connection) -> None:
    riverside = Riverside(connection)
    place = Place(riverside)
    letters = grouped(show_code(connection, riverside.members[1], now=NOW).code)

    assert place.scans(Entry("a", letters, NOW), Entry("b", letters, NOW + 1)) == [
        "accepted",
        "check_in_twice",
    ]
    again = Entry("a", letters, NOW)
    assert place.scans(again, now=NOW + DAY) == ["duplicate"], "the answer was lost"
    assert Place(riverside, place="South bank").scans(again) == ["link_code_unknown"]
    assert riverside.all_points() == [0, BAG_POINTS, 0]


def test_letters_typed_without_a_connection_count_for_the_moment_and_once_for_all_days(
    connection: psycopg.Connection, database_url: str
) -> None:
    riverside = Riverside(connection)
    place, other = Place(riverside), Place(riverside, place="South bank")
    shown_at, over_at = NOW + 3 * MINUTE, NOW + 8 * MINUTE

    def typed(member: int, at: int) -> Entry:
        letters = show_code(connection, riverside.members[member], now=shown_at).code
        return Entry(letters, letters, at)

    slow, last = typed(0, shown_at - MINUTE), typed(1, over_at - 1)
    early, linked = typed(2, shown_at - MINUTE - 1), typed(2, shown_at)
    made_up = Entry("made up", "7K3M9QW20XTZ", shown_at)
    till, handles = Till(riverside.depot, b"till"), riverside.house.handles
    assert link(connection, till, linked.shown, handles=handles, now=shown_at)
    over = typed(2, over_at)
    clear_link_codes(connection, now=NOW + 9 * DAY)

    told = place.scans(slow, last, over, early, linked, made_up, now=NOW + 9 * DAY)

    assert told == ["accepted", "accepted", *["link_code_unknown"] * 4]
    for day in (9, 29, 30):
        assert place.scans(slow, last, now=NOW + day * DAY) == ["duplicate"] * 2
        assert other.scans(slow, now=NOW + day * DAY) == ["link_code_unknown"]
    assert place.scans(over._replace(at=shown_at), now=NOW + 31 * DAY) == ["too_late"]
    assert place.count == 2
    with connect(database_url, role="purger") as purger:
        clear_check_ins(purger, now=over_at + BACK_DATE_DAYS * DAY)
    assert connection.execute("SELECT count(*) FROM shown_letters").fetchone() == (0,)


def test_new_letters_end_the_ones_before_for_all_that_is_typed_later(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    place, other = Place(riverside), Place(riverside, place="South bank")
    first_at, second_at = NOW + 3 * MINUTE, NOW + 4 * MINUTE
    first, second = (
        show_code(connection, riverside.members[1], now=at).code for at in (first_at, second_at)
    )
    sent_at = second_at + MINUTE

    late = (Entry("a", first, second_at), Entry("b", first, sent_at))
    early = Entry("c", first, first_at - MINUTE - 1)
    assert place.scans(*late, early, now=sent_at) == ["link_code_unknown"] * 3
    assert place.scans(Entry("d", first, second_at - 1), now=NOW + DAY) == ["accepted"]
    assert other.scans(Entry("e", second, second_at), now=NOW + DAY) == ["accepted"]
    assert other.scans(Entry("f", first, second_at - 1), now=NOW + DAY) == ["link_code_unknown"]


def test_a_till_and_a_steward_with_the_same_letters_wait_and_the_first_has_them(
    connection: psycopg.Connection, database_url: str
) -> None:
    riverside = Riverside(connection)
    check_in, partner_id = Place(riverside).check_in, riverside.depot
    letters = show_code(connection, riverside.members[1], now=NOW).code
    mark = {"mark": mark_of_letters(letters)}

    with connect(database_url) as steward:
        told = while_uncommitted(
            connection,
            lambda: take_link_code(connection, partner_id, letters, now=NOW),
            second=steward,
            then=lambda: use_letters(steward, check_in, letters, at=NOW, now=NOW),
            last=lambda: connection.execute(query("drop_shown_letters"), mark),
        )
    assert told is None, "the till used them"


def test_letters_are_not_lost_where_settling_fails(
    connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverside = Riverside(connection)
    place = Place(riverside)
    shown = Entry("a", show_code(connection, riverside.members[1], now=NOW).code, NOW)

    def fails(*_: object, **__: object) -> None:
        raise psycopg.OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(check_in_members, "settle_check_ins", fails)
        with pytest.raises(psycopg.OperationalError):
            place.scans(shown)
    assert place.scans(shown, now=NOW + DAY) == ["accepted"]
    assert riverside.all_points() == [0, BAG_POINTS, 0]
