"""A member checks in by the code of a place: once, there, and in that minute."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pytest

from plaudit.actions.check_in import Kept, check_in
from plaudit.actions.check_in_members import Entry
from plaudit.actions.close_check_in import close_check_in
from plaudit.actions.house import open_house
from plaudit.actions.leave import leave
from plaudit.actions.open_check_in import Opening, open_check_in
from plaudit.actions.restrict import restrict
from plaudit.actions.withhold import withhold
from plaudit.core.check_in import NUMBER_DIGITS, OPEN_MAX, WRONG_TRIES_MAX, Typed, deleted_from
from plaudit.core.refusals import Refused
from plaudit.core.rights import THE_MEMBER
from plaudit.store.check_in_codes import shared_mark
from plaudit.store.check_ins import clear_check_ins, list_check_ins
from plaudit.store.connect import connect
from plaudit.store.instants import as_datetime
from plaudit.store.members import Membership, read_membership
from tests.place import HOUR, MINUTE, STEWARD, Place
from tests.riverside import NOW, Riverside

BAG_POINTS, WEEK_POINTS = 30, 40


def deeds(riverside: Riverside) -> list[tuple[object, ...]]:
    """What the book has of check-ins, beside the members."""
    rows = riverside.connection.execute(
        "SELECT partner_id, event_id, facts, points FROM deed ORDER BY deed_id"
    )
    return rows.fetchall()


def test_a_member_is_checked_in_once_whatever_else_they_try(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    place, other = Place(riverside), Place(riverside, place="South bank")
    relayed = place.code(NOW)

    assert place.comes() == "accepted"
    assert place.comes(now=NOW + MINUTE) == "check_in_twice", "another code of the same place"
    assert place.comes(code=relayed, now=NOW + HOUR) == "check_in_twice", "sent again"
    assert place.comes(1, code=relayed, now=NOW + MINUTE) == "check_in_code_over"
    assert place.comes(1, code=other.code(NOW)) == "check_in_code_wrong"
    assert place.comes(1, code=place.code(NOW - MINUTE // 2)) == "accepted"
    assert place.comes(2, code=place.code(NOW + MINUTE // 2)) == "accepted"
    assert other.comes(1, code=other.code(NOW + 2 * MINUTE)) == "check_in_clock_wrong"
    assert other.comes(1) == "accepted", "it is another place"

    assert (place.count, other.count) == (3, 1)
    assert riverside.all_points() == [BAG_POINTS, WEEK_POINTS, BAG_POINTS]
    told = {(partner, str(facts)) for partner, _, facts, _ in deeds(riverside)}
    assert told == {(riverside.depot, "[1000000]")}, "the facts are the activity's alone"
    ids = [str(id) for _, id, _, _ in deeds(riverside)]
    assert sum(id.startswith(shared_mark(place.number)) for id in ids) == 3


def test_a_number_doesnt_say_how_many_check_ins_other_partners_opened(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    numbers = [Place(riverside, place=f"Place {nth}").number for nth in range(6)]

    assert {len(str(number)) for number in numbers} == {NUMBER_DIGITS}
    assert max(numbers) - min(numbers) > 100, "they don't run"


def test_two_phones_at_once_count_once(connection: psycopg.Connection, database_url: str) -> None:
    riverside = Riverside(connection)
    place = Place(riverside)

    def comes(number: int) -> str:
        with connect(database_url) as own:
            phone = Riverside.__new__(Riverside)
            phone.connection, phone.members = own, riverside.members
            phone.house = open_house(own)
            there = Place.__new__(Place)
            there.riverside, there.number = phone, place.number
            return there.comes(now=NOW + number)

    with ThreadPoolExecutor(4) as phones:
        told = sorted(phones.map(comes, range(4)))

    assert told == ["accepted", *["check_in_twice"] * 3]
    assert (place.count, riverside.points()) == (1, BAG_POINTS)


def test_who_doesnt_take_part_is_not_checked_in_and_nothing_is_kept_of_it(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    place = Place(riverside)
    leave(connection, riverside.members[0], now=NOW, language="en", wording="I leave.")
    restrict(connection, riverside.members[1], asked_by=THE_MEMBER, ground="data_wrong", now=NOW)
    no = ("en", "No litter picks.")
    withhold(connection, riverside.members[2], "litter_pick", said=no, now=NOW)

    assert [place.comes(member) for member in (0, 1)] == ["member_unknown"] * 2
    assert place.comes(2) == "kind_not_agreed", "said on the member's own phone alone"
    assert place.scans(Entry("a", place.live_code(2, at=NOW), NOW)) == ["member_unknown"]
    assert (deeds(riverside), place.count) == ([], 0)
    refused = connection.execute("SELECT count(*) FROM refused_deed").fetchone()
    assert refused == (0,)


def test_a_place_takes_codes_from_its_start_until_it_is_closed_or_over(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection, members=5)
    place, closed = Place(riverside, hours=1), Place(riverside)
    end = NOW + HOUR
    cafe = riverside.cafe

    assert place.comes(0, now=NOW - 1) == "check_in_not_open"
    assert place.comes(1, code=place.code(end - 1), now=end + MINUTE - 1) == "check_in_code_over"
    assert place.comes(1, code=place.code(end - 1), now=end + MINUTE // 4) == "accepted"
    assert place.comes(2, now=end + MINUTE) == "check_in_not_open"
    assert not close_check_in(connection, cafe, closed.number, now=NOW + MINUTE), "not its own"
    assert closed.comes(3, now=NOW + MINUTE - 1) == "accepted"
    assert close_check_in(connection, riverside.depot, closed.number, now=NOW + MINUTE)
    assert not close_check_in(connection, riverside.depot, closed.number, now=NOW + 2 * MINUTE)
    assert closed.comes(4, now=NOW + 2 * MINUTE) == "check_in_not_open"
    at = connection.execute("SELECT max(happened_at) < %s FROM deed", [as_datetime(end)])
    assert at.fetchone() == (True,), "what came in the grace is counted as before the end"


def test_a_phone_without_a_connection_sends_later_only_where_and_as_long_as_the_place_allows(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection, members=6)
    there, strict = Place(riverside, takes_kept=True), Place(riverside)
    seen, since = NOW + 10 * MINUTE, NOW - MINUTE
    kept = Kept(seen, since)
    code = there.code(seen)

    assert there.comes(0, code=code, kept=kept, now=seen + HOUR) == "accepted"
    assert there.comes(0, code=code, kept=kept, now=seen + HOUR) == "check_in_twice"
    late = there.comes(1, code=code, kept=kept, now=seen + HOUR + 1)
    assert late == "check_in_kept_too_long"
    # Relayed to somebody who signed in after it was shown, or who says another time than it was.
    for claimed in (Kept(seen, seen + 1), Kept(seen + 5 * MINUTE, since)):
        assert there.comes(2, code=code, kept=claimed, now=seen + 9 * MINUTE) == (
            "check_in_code_over"
        )
    assert there.comes(3, code=code, kept=kept, now=seen - MINUTE) == "check_in_clock_wrong"
    refused = strict.comes(4, code=strict.code(seen), kept=kept, now=seen + 5 * MINUTE)
    assert refused == "check_in_code_over", "here phones have a connection"
    assert (there.count, strict.count) == (1, 0)


def test_nobody_tries_codes_for_long(connection: psycopg.Connection) -> None:
    riverside = Riverside(connection)
    place = Place(riverside)
    wrong = next(
        code
        for code in (f"{number:06}" for number in range(1_000))
        if code not in {place.code(NOW + step * MINUTE // 2) for step in range(-150, 30)}
    )

    told = [place.comes(code=wrong, now=NOW + at) for at in range(WRONG_TRIES_MAX + 1)]
    assert told == [*["check_in_code_wrong"] * WRONG_TRIES_MAX, "check_in_waits"]
    assert place.comes(now=NOW + MINUTE) == "check_in_waits"
    assert place.comes(1) == "accepted", "nobody else waits for it"
    assert place.comes(now=NOW + 10 * MINUTE) == "accepted"


def test_nobody_tries_numbers_for_long_either(connection: psycopg.Connection) -> None:
    riverside = Riverside(connection)
    place, closed = Place(riverside), Place(riverside, hours=2)
    assert close_check_in(connection, riverside.depot, closed.number, now=NOW)
    real, place.number = place.number, 999_999

    told = [closed.comes(now=NOW + 2 * MINUTE + at) for at in range(1, WRONG_TRIES_MAX)]
    assert set(told) == {"check_in_not_open"}
    assert place.comes(code="000000", now=NOW + 3 * MINUTE) == "check_in_unknown"
    place.number = real
    assert place.comes(now=NOW + 3 * MINUTE) == "check_in_waits"
    assert place.comes(1, now=NOW + 3 * MINUTE) == "accepted"


@dataclass
class Opened:
    """What was opened, field by field wrong."""

    riverside: Riverside

    def refused(self, **wrong: object) -> str:
        """Return why an opening that is wrong in one thing isn't taken."""
        sound: dict[str, object] = {
            "partner_id": self.riverside.depot,
            "activity": "litter_pick",
            "facts": {"bags": 1},
            "place": "North bank",
            "opened_by": STEWARD,
            "starts_at": NOW,
            "ends_at": NOW + HOUR,
        }
        opening = Opening(**(sound | wrong))  # type: ignore[arg-type]
        try:
            open_check_in(self.riverside.connection, self.riverside.house, opening, now=NOW)
        except Refused as no:
            return no.refusal.code.value
        return ""


def test_a_check_in_is_opened_by_a_person_for_what_its_partner_may_report(
    connection: psycopg.Connection,
) -> None:
    opened = Opened(Riverside(connection))

    assert opened.refused() == ""
    assert opened.refused(partner_id=opened.riverside.cafe) == "not_registered_for"
    assert opened.refused(activity="nothing") == "not_registered_for"
    assert opened.refused(facts={}) == "fact_missing"
    assert opened.refused(facts={"bags": 1, "who": "Nok"}) == "fact_unknown"
    assert opened.refused(facts={"bags": 10_000}) == "fact_out_of_range"
    assert opened.refused(opened_by="") == "not_a_person"
    for place in ("", "  ", "x" * 61, "North\u202ebank"):
        assert opened.refused(place=place) == "place_wrong"
    for times in (
        {"ends_at": NOW + MINUTE},
        {"ends_at": NOW + 13 * HOUR},
        {"starts_at": NOW + 15 * 24 * HOUR, "ends_at": NOW + 15 * 24 * HOUR + HOUR},
    ):
        assert opened.refused(**times) == "check_in_time_wrong"
    more = [opened.refused(place=f"Bank {number}") for number in range(OPEN_MAX)]
    assert more[-2:] == ["", "check_ins_too_many"]


def test_a_check_in_that_is_opened_twice_by_one_press_is_one(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    first = Place(riverside)

    assert Place(riverside, now=NOW + MINUTE - 1).number == first.number
    assert Place(riverside, now=NOW + MINUTE).number != first.number, "it is meant by then"
    assert Place(riverside, takes_kept=True).number != first.number
    assert close_check_in(connection, riverside.depot, first.number, now=NOW + 1)
    assert Place(riverside, now=NOW + 2).number != first.number, "closed, and opened once more"


def test_a_code_opens_no_check_in_of_another_programme(connection: psycopg.Connection) -> None:
    place = Place(Riverside(connection))
    member = read_membership(connection, place.riverside.members[0])
    assert member is not None
    elsewhere = Membership(*member)._replace(programme_id=member.programme_id + 1)
    for stranger, number in ((elsewhere, place.number), (member, place.number + 1)):
        with pytest.raises(Refused) as no:
            check_in(
                connection,
                place.riverside.house,
                stranger,
                typed=Typed(number, place.code(NOW)),
                now=NOW,
            )
        assert no.value.refusal.code.value == "check_in_unknown"


def test_nothing_of_a_check_in_is_kept_past_the_days_in_which_it_could_be_reported(
    connection: psycopg.Connection, database_url: str
) -> None:
    riverside = Riverside(connection)
    place = Place(riverside, hours=1)
    place.comes(0)
    place.comes(1, code="x")
    place.scans(Entry("a", place.live_code(2, at=NOW), NOW))
    last = deleted_from(NOW + HOUR)

    with connect(database_url, role="purger") as purger:
        assert clear_check_ins(purger, now=last - 1) == 0
        kept = list_check_ins(connection, riverside.depot, now=last - 1)
        assert [one.number for one in kept] == [place.number]
        assert clear_check_ins(purger, now=last) == 1
        for table in ("check_in", "check_in_nonce", "check_in_try"):
            assert purger.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (0,)
    assert riverside.points() == BAG_POINTS
